//! The source lines around some spans, shortened for display.
//!
//! A paragraph of two thousand characters is one line. The excerpt shows only the surroundings of
//! the spans. Invisible characters are spelled out, so that a caret has a visible character above.

use crate::text::{LineIndex, TextRange};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// At most 500 lines are shown of a span, and other spans are at most 500 lines away.
pub(super) const MOST_LINES: usize = 500;

/// The lines to show, with the places of the spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of the first line, counted from 1.
    pub(super) first_line: usize,
    pub(super) text: String,
    /// In bytes of `text`, in the order of the spans.
    pub(super) spans: Vec<Range<usize>>,
}

/// The lines of `text` that hold `spans`. A line has at most about `width` columns.
pub(super) fn excerpt(text: &str, lines: &LineIndex, spans: &[TextRange], width: usize) -> Excerpt {
    let spans: Vec<_> = spans.iter().map(|span| within_lines(lines, *span)).collect();
    let mut points: Vec<_> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    points.sort_unstable();
    let row = |point: &usize| lines.line_of(*point);
    let (first, last) =
        (points.first().map(row).unwrap_or_default(), points.last().map(row).unwrap_or_default());
    let mut shown = Vec::new();
    let mut excerpt = String::new();
    let mut rest = points.as_slice();
    for number in first..=last {
        let line = lines.line_range(number);
        let (here, below) = rest.split_at(rest.partition_point(|point| *point <= line.end));
        rest = below;
        // The renderer shows only single lines between the spans, and folds the other lines.
        shown.extend(show_line(text, line, here, width, &mut excerpt));
        excerpt.push('\n');
    }
    let place = |point: usize| {
        points
            .binary_search(&point)
            .ok()
            .and_then(|index| shown.get(index).copied())
            .unwrap_or(excerpt.len())
    };
    let spans = spans.iter().map(|span| place(span.start)..place(span.end)).collect();
    Excerpt { first_line: first + 1, spans, text: excerpt }
}

/// The span without line ends at its end.
fn within_lines(lines: &LineIndex, span: TextRange) -> TextRange {
    let inside = |at: usize| lines.line_range(lines.line_of(at));
    let start = span.start.min(inside(span.start).end);
    let last = lines.line_of(span.end).min(lines.line_of(span.start) + MOST_LINES);
    let mut end = span.end.min(lines.line_range(last).end);
    if end > start && end == inside(end).start && lines.line_of(end) > 0 {
        end = lines.line_range(lines.line_of(end) - 1).end;
    }
    TextRange::new(start, end.max(start))
}

/// Adds a line to `out`, shortened between `points` (sorted offsets of the text). Returns the new
/// places of the points.
fn show_line(
    text: &str,
    line: TextRange,
    points: &[usize],
    width: usize,
    out: &mut String,
) -> Vec<usize> {
    let kept = kept(text, line, points, width);
    let mut places = Vec::with_capacity(points.len());
    let mut points = points.iter().copied().peekable();
    let mut note = |at: usize, out: &String| {
        while points.next_if(|point| *point <= at).is_some() {
            places.push(out.len());
        }
    };
    let mut at = line.start;
    for range in &kept {
        if range.start > at {
            out.push('…');
        }
        for (offset, c) in range.of(text).char_indices() {
            note(range.start + offset, out);
            push_visible(c, out);
        }
        at = range.end;
        note(at, out);
    }
    if at < line.end {
        out.push('…');
    }
    note(line.end, out);
    places
}

/// The visible stretches of a line: the whole line, or the surroundings of the points.
fn kept(text: &str, line: TextRange, points: &[usize], width: usize) -> Vec<TextRange> {
    if fits(line.of(text), width) {
        return vec![line];
    }
    let head = [line.start];
    let points = if points.is_empty() { &head } else { points };
    let mut stretches = Vec::new();
    for context in [width / 2, width / 3, width / 4, width / 6, width / 8, 10] {
        stretches = around(text, line, points, context);
        if stretches.iter().map(|range| columns(range.of(text))).sum::<usize>() <= width {
            break;
        }
    }
    stretches
}

/// The surroundings of the points, with `context` columns on each side. Stretches that nearly meet
/// are joined.
fn around(text: &str, line: TextRange, points: &[usize], context: usize) -> Vec<TextRange> {
    let mut stretches: Vec<TextRange> = Vec::new();
    for &point in points {
        let back = take_columns(text[line.start..point].chars().rev(), context);
        let forth = take_columns(text[point..line.end].chars(), context);
        let range = TextRange::new(point - back, point + forth);
        match stretches.last_mut() {
            Some(last) if range.start <= last.end || fits(&text[last.end..range.start], 4) => {
                last.end = last.end.max(range.end)
            }
            _ => stretches.push(range),
        }
    }
    stretches
}

/// Whether the text takes at most `width` columns.
fn fits(text: &str, width: usize) -> bool {
    let mut taken = 0;
    text.chars().all(|c| {
        taken += column_count(c);
        taken <= width
    })
}

/// Number of bytes of the characters that fit into `width` columns.
fn take_columns(chars: impl Iterator<Item = char>, width: usize) -> usize {
    let mut taken = 0;
    let fitting = chars.take_while(|c| {
        taken += column_count(*c);
        taken <= width
    });
    fitting.map(char::len_utf8).sum()
}

fn columns(text: &str) -> usize {
    text.chars().map(column_count).sum()
}

fn column_count(c: char) -> usize {
    match c {
        '\t' => TAB.len(),
        c if is_invisible(c) => format!("<U+{:04X}>", u32::from(c)).len(),
        c => c.width().unwrap_or(1),
    }
}

fn push_visible(c: char, out: &mut String) {
    match c {
        '\t' => out.push_str(TAB),
        c if is_invisible(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
        c => out.push(c),
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

const TAB: &str = "    ";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lines of the excerpt, with `⟦⟧` around the span marked in the source.
    fn shown(source: &str, width: usize) -> String {
        let (start, end) = (source.find('⟦').unwrap(), source.find('⟧').unwrap() - '⟦'.len_utf8());
        let text = source.replace(['⟦', '⟧'], "");
        let excerpt = excerpt(&text, &LineIndex::new(&text), &[TextRange::new(start, end)], width);
        let mut shown = excerpt.text;
        shown.insert(excerpt.spans[0].end, '⟧');
        shown.insert(excerpt.spans[0].start, '⟦');
        format!("{}: {shown}", excerpt.first_line)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(shown("零\n一⟦二⟧三\n四", 20), "2: 一⟦二⟧三\n");
        assert_eq!(shown("一⟦⟧", 20), "1: 一⟦⟧\n");
        assert_eq!(shown("⟦⟧", 20), "1: ⟦⟧\n");
        assert_eq!(shown("一\r\n⟦二\r\n⟧三", 20), "2: ⟦二⟧\n");
        assert_eq!(shown("⟦一\n二\n三⟧", 20), "1: ⟦一\n二\n三⟧\n");
    }

    #[test]
    fn a_long_line_is_shown_around_the_span() {
        let long = "长".repeat(100);
        assert_eq!(shown(&format!("{long}甲⟦乙⟧丙{long}"), 20), "1: …长长甲⟦乙⟧丙长长…\n");
        assert_eq!(shown(&format!("甲⟦{long}⟧丙"), 20), "1: 甲⟦长长长…长长长⟧丙\n");
    }

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        assert_eq!(shown("a\t⟦\u{200b}⟧b", 40), "1: a    ⟦<U+200B>⟧b\n");
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_excerpt(text in "[a甲\t\n\r\u{200b}]{0,60}", cuts in prop::collection::vec((0usize..60, 0usize..20), 1..4), width in 1usize..40) {
            let boundaries: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = |index: usize| boundaries[index.min(boundaries.len() - 1)];
            let spans: Vec<_> = cuts.iter().map(|(start, len)| TextRange::new(at(*start), at(start + len))).collect();
            let excerpt = excerpt(&text, &LineIndex::new(&text), &spans, width);
            for span in &excerpt.spans {
                prop_assert!(excerpt.text.get(span.clone()).is_some());
            }
        }
    }
}
