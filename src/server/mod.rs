//! The language server.
//!
//! [`core`] is the machine without input and output. [`transport`] connects the machine to streams.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::print_stdout,
        clippy::print_stderr
    )
)]

pub mod core;
#[cfg(feature = "transport")]
pub mod transport;

pub use core::view::{Client, View, Writing};
#[cfg(feature = "transport")]
pub use transport::{Options, run, serve, stdio};
