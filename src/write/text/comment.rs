//! Writes a comment that silences a rule, in a Markdown report.

use crate::diagnostic::{Edit, IgnoreComment};
use crate::source::ignore_comment::{KEYWORD, OPENING, written};
use crate::syntax::{BlockKind, Part, Report};
use crate::text::{TextRange, line_end, line_start};

/// Inserts the comment above the first line of the finding. `None` if an extra line would break a
/// table.
pub fn comment(text: &str, report: &Report, comment: &IgnoreComment) -> Option<Edit> {
    let start = text.is_char_boundary(comment.at).then(|| line_start(text, comment.at))?;
    if is_inside_table(text, start, report) {
        return None;
    }
    let above = text.get(..start)?;
    let newline = line_end(text);
    let written = written(&comment.code, &comment.reason);
    let line_above = above.trim_end_matches(['\n', '\r']);
    let line_above_start = line_start(line_above, line_above.len());
    let is_next = above.len() - line_above.len() <= newline.len();
    // A comment reaches one line, so a second comment stands beside the first.
    let first = format!("{OPENING} {KEYWORD}");
    if is_next && line_above.get(line_above_start..)?.contains(&first) {
        let range = TextRange::at(line_above.len());
        return Some(Edit { range, content: format!(" {written}") });
    }
    Some(Edit { range: TextRange::at(start), content: written + newline })
}

/// Whether the line at `start` of the report is in a table, below the first line of the table.
fn is_inside_table(text: &str, start: usize, report: &Report) -> bool {
    let is_below = |part: &Part| {
        let at = start.saturating_sub(part.range.start);
        part.blocks.iter().any(|block| {
            matches!(block.kind, BlockKind::Table(_))
                && block.range.start < at
                && at < block.range.end
        })
    };
    let piped = |line: &str| line.contains('|');
    let above = text
        .get(..start)
        .and_then(|above| above.trim_end_matches(['\n', '\r']).rsplit(['\n', '\r']).next());
    let own = text.get(start..).and_then(|line| line.split(['\n', '\r']).next());
    report.part_at(start).is_some_and(is_below)
        || above.is_some_and(piped) && own.is_some_and(piped)
}
