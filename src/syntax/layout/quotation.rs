//! Pipes, and the marks of a quotation before the first pipe.

use crate::text::{fold, is_space};

/// A line without the marks of a quotation before its first pipe: `> | 规章 | 0 |`.
pub(super) fn unquoted(source: &str) -> &str {
    // Nearly every line begins with a pipe or with a word.
    if matches!(source.as_bytes(), [b'!'..=b'=' | b'?'..=b'~' | 0xe4..=0xe9, ..]) {
        return source;
    }
    let behind = source.trim_start_matches(|c| c == '>' || is_space(c));
    if behind.starts_with(is_pipe) { behind } else { source }
}

pub(super) fn is_pipe(c: char) -> bool {
    fold(c) == '|'
}
