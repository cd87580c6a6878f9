//! The signs of a comment that silences a rule: `<!-- gouji-ignore A001: reason -->`.

pub const OPENING: &str = "<!--";
pub const KEYWORD: &str = "gouji-ignore";
pub const CLOSING: &str = "-->";

/// The comment that silences `code`, with its reason.
pub fn written(code: &str, reason: &str) -> String {
    format!("{OPENING} {KEYWORD} {code}: {reason} {CLOSING}")
}
