//! The server as a machine: protocol types in, protocol types out. It reads no file, has no clock
//! and waits for nothing; what it needs of these it is given.
//!
//! [`from_proto`] reads what comes, [`features`] answer in terms of their own, and [`to_proto`]
//! makes what leaves; [`answers`] calls one after the other for each question about a document.
//! What client and server can do stands in [`capabilities`].

pub mod addresses;
pub mod answers;
pub mod capabilities;
pub mod configuration;
pub mod features;
pub mod from_proto;
mod open;
pub mod snapshot;
pub mod state;
pub mod stop;
pub mod to_proto;
pub mod view;
pub mod workspace;
