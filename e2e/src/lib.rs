//! What is true of the whole: how it is built, started and tried.
//!
//! Read in this order: [`project`] runs tools, [`install`] brings them,
//! [`build`] makes what is served.

pub mod project;

pub mod install;

pub mod build;
