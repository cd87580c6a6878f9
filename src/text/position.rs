//! Line and column positions, in the units that editors and people count in.

/// The unit of a column in the language server protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PositionEncoding {
    Utf8,
    Utf16,
    Utf32,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {}
