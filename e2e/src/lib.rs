//! What is true of the whole: how it is built, started and tried.
//!
//! Read in this order: [`project`] runs tools, [`install`] brings them,
//! [`build`] makes what is served. A [`stack`] is all of it on this machine:
//! the [`worker`], a [`recipient`] and the partners' [`site`], each a
//! [`process`](project::process) or a server of its own. A
//! [`lead`] is sent, a [`browser`] is a visitor. [`demo`], [`verify`] and
//! [`bench`] are the commands.

pub mod project;

pub mod install;

pub mod build;

pub mod recipient;

pub mod site;

pub mod worker;

pub mod stack;

pub mod lead;

pub mod browser;

pub mod demo;

pub mod verify;

pub mod bench;
