//! The differences as text.

use super::Comparison;
use crate::diagnostic::{Argument, Message, Wording};
use crate::report::{Change, ParagraphDifference};
use std::fmt::Write;

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const BOLD: &str = "\u{1b}[1m";
/// Begins and ends the changed words of a paragraph.
const WORDS: [&str; 2] = ["\u{1b}[7m", "\u{1b}[27m"];
const PLAIN: &str = "\u{1b}[0m";

pub(super) fn text(comparison: &Comparison, colored: bool, quiet: bool) -> String {
    let paint = |style: &str, text: String| match colored {
        true => format!("{style}{text}{PLAIN}"),
        false => text,
    };
    let Comparison { old, new, difference, language } = comparison;
    let mut out = String::new();
    if !difference.is_empty() {
        for title in [format!("--- {}", old.title()), format!("+++ {}", new.title())] {
            _ = writeln!(out, "{}", paint(BOLD, title));
        }
    }
    let missing = MISSING.in_language(*language);
    for cell in &difference.cells {
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| missing.to_owned());
        let (before, after) = (paint(RED, side(&cell.old)), paint(GREEN, side(&cell.new)));
        let by = cell.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        _ = writeln!(out, "{}: {before} → {after}{by}", cell.place);
    }
    let mut part = "";
    for paragraph in &difference.paragraphs {
        if part != paragraph.part {
            part = paragraph.part;
            _ = writeln!(out, "{}", paint(BOLD, format!("@@ {part} @@")));
        }
        for (mark, style, own, other) in [
            ('-', RED, Change::Removed, Change::Added),
            ('+', GREEN, Change::Added, Change::Removed),
        ] {
            if let Some(line) = line(paragraph, own, other, colored) {
                _ = writeln!(out, "{}", paint(style, format!("{mark} {line}")));
            }
        }
    }
    if !quiet {
        _ = writeln!(out, "{}", summary(comparison).render(*language));
    }
    out
}

/// The paragraph in one of the reports, with the changed words marked.
fn line(
    paragraph: &ParagraphDifference,
    own: Change,
    other: Change,
    colored: bool,
) -> Option<String> {
    paragraph.side(other)?;
    let is_marked = colored && paragraph.pieces.len() > 1;
    let pieces = paragraph.pieces.iter().filter(|piece| piece.change != other);
    let shown = pieces.map(|piece| match piece.change == own && is_marked {
        true => format!("{}{}{}", WORDS[0], piece.text, WORDS[1]),
        false => piece.text.clone(),
    });
    Some(shown.collect())
}

/// The last line: how much differs.
pub(super) fn summary(comparison: &Comparison) -> Message {
    let difference = &comparison.difference;
    if difference.is_empty() {
        return Message::plain(SAME);
    }
    let counts = [difference.cells.len(), difference.paragraphs.len()];
    Message::new(DIFFERENT, counts.map(Argument::from))
}

const MISSING: Wording = Wording::new("（无）", "(none)");
const SAME: Wording = Wording::new("没有不同。", "No differences.");
const DIFFERENT: Wording =
    Wording::new("{0} 格不同，{1} 段不同。", "Different cells: {0}, paragraphs: {1}.");
