//! From a file's bytes to text and back: decoding, splicing edits into the original bytes, atomic
//! writing.
//!
//! A file is written back in its own encoding, with its byte order mark and its line ends, and no
//! byte that was not edited changes: a GB18030 file decoded and encoded again is not always the
//! same file.

mod decode;
#[cfg(feature = "disk")]
mod disk;
#[cfg(feature = "disk")]
mod error;
mod splice;

pub use decode::{DecodeError, Decoded, Encoding, Unsupported, decode};
#[cfg(feature = "disk")]
pub use disk::{SourceFile, read, write_atomically, write_output};
#[cfg(feature = "disk")]
pub use error::{FileError, FileErrorKind, MAX_LEN, reason};
pub use splice::{SpliceError, splice};
