//! From the bytes of a file to text and back: decoding, splicing edits into the original bytes,
//! atomic writing.
//!
//! A file keeps its encoding, byte order mark and line ends, and no byte outside of the edits
//! changes. To decode and encode a GB18030 file again does not always give the same bytes.

mod decode;
#[cfg(feature = "disk")]
mod disk;
#[cfg(feature = "disk")]
mod error;
mod package;
mod splice;

pub use decode::{DecodeError, Decoded, Encoding, Unsupported, decode};
pub(crate) use decode::{decode_as, is_damaged_utf8, is_marked};
#[cfg(feature = "disk")]
pub use disk::{OutputFile, SourceFile, read, read_stdin, write_atomically, write_output};
#[cfg(feature = "disk")]
pub use error::{FileError, FileErrorKind, MAX_LEN, reason};
pub use package::{LIMIT_MIB, Package, PackageError};
pub use splice::{SpliceError, splice};
