//! The signs of a comment that silences a rule: `<!-- gouji-ignore A001: reason -->`.

pub const OPENING: &str = "<!--";
pub const KEYWORD: &str = "gouji-ignore";
pub const CLOSING: &str = "-->";
