//! The server as a machine: protocol types come in, protocol types go out. The machine reads no
//! file, has no clock and waits for nothing. Callers pass in files and times.
//!
//! [`from_proto`] reads incoming values, [`features`] answer in their own types, and [`to_proto`]
//! builds outgoing values. [`answers`] combines these three for each question about a document.
//! [`capabilities`] lists the abilities of client and server.

pub mod addresses;
pub mod answers;
pub mod capabilities;
pub mod configuration;
pub mod features;
pub mod from_proto;
pub mod kin;
pub mod open;
pub mod snapshot;
pub mod state;
pub mod stop;
pub mod to_proto;
pub mod view;
pub mod workspace;
