//! What is asked and what is answered, apart from the platform: so that both
//! can be tested on any machine.

mod asked;
mod reply;

pub(crate) use asked::Asked;
pub(crate) use reply::{ALIVE, Class, Reply};
