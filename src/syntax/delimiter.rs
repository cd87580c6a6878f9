//! The separators of cells.

/// The character between the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    Tab,
    /// Only `|`.
    Pipe,
    /// `|` and similar characters: `｜`, `│`.
    AnyPipe,
    /// `,`, outside of quotation marks.
    Comma,
    /// `，`, outside of brackets.
    WideComma,
}

impl Delimiter {
    /// Whether the delimiter is a pipe. A pipe may also stand at both ends of a row.
    pub fn is_pipe(self) -> bool {
        matches!(self, Self::Pipe | Self::AnyPipe)
    }
}
