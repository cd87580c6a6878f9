//! Reads the HTML tables in a Markdown text, and drops the tags that go over a line end and the
//! marks of spans. Converters to Markdown write tables with merged cells as HTML, and the fonts of
//! Word as tags or spans.

use super::html::Tables;
use super::projection::{Builder, LONGEST_MARKUP, Projection};
use crate::text::TextRange;
use std::iter::Peekable;
use std::vec::IntoIter;

/// The text with its HTML tables as lines with tabs between cells, and without the tags that go
/// over a line end and the marks of spans. The rest of the text stays as it is. `None` if the text
/// has no such tag, or more than a gigabyte.
pub fn project(text: &str) -> Option<Projection> {
    if text.len() > LONGEST_MARKUP {
        return None;
    }
    let mut mark = first_mark(text, 0);
    let spans = spans(text);
    if mark.is_none() && spans.is_empty() {
        return None;
    }
    let mut tables = Tables::new(text);
    if !spans.is_empty() {
        tables.builder().spans();
    }
    let mut spans = spans.into_iter().peekable();
    let mut behind = 0;
    while let Some(found) = mark {
        let tag = match found {
            Mark::Table(start) => TextRange::at(start),
            Mark::Tag(tag) => tag,
        };
        prose(tables.builder(), TextRange::new(behind, tag.start), &mut spans);
        behind = tag.end;
        if let Mark::Table(start) = found {
            if !tables.builder().is_empty() && !tables.builder().text().ends_with('\n') {
                tables.builder().made("\n", start);
            }
            let end = tables.read(start);
            // The last row has a line end of its own.
            let has_end = tables.builder().text().ends_with('\n');
            let rest = text.get(end..).filter(|_| has_end).unwrap_or_default();
            let line_end = ["\r\n", "\n"].into_iter().find(|end| rest.starts_with(end));
            behind = end + line_end.map_or(0, str::len);
        }
        mark = first_mark(text, behind);
    }
    prose(tables.builder(), TextRange::new(behind, text.len()), &mut spans);
    Some(tables.finish())
}

/// Adds the text at `range` without the marks of spans. Marks before it stood in a table.
fn prose(builder: &mut Builder, range: TextRange, spans: &mut Peekable<IntoIter<TextRange>>) {
    let mut at = range.start;
    while let Some(mark) = spans.next_if(|mark| mark.start < range.end) {
        if mark.start >= at && mark.end <= range.end {
            builder.verbatim(TextRange::new(at, mark.start));
            at = mark.end;
        }
    }
    builder.verbatim(TextRange::new(at, range.end));
}

/// The marks of spans with attributes, as pandoc writes the fonts and languages of Word:
/// `[2023]{lang="EN-US"}年`. A closing mark counts alone, an opening one only with its closing one.
fn spans(text: &str) -> Vec<TextRange> {
    let bytes = text.as_bytes();
    if memchr::memmem::find(bytes, CLOSING).is_none() {
        return Vec::new();
    }
    let (mut open, mut marks) = (Vec::new(), Vec::new());
    for at in memchr::memchr2_iter(b'[', b']', bytes) {
        if at > 0 && bytes[at - 1] == b'\\' {
            continue;
        }
        if bytes[at] == b'[' {
            open.push(at);
            continue;
        }
        let start = open.pop();
        if let Some(len) = attributes(&text[at + 1..]) {
            marks.extend(start.map(|start| TextRange::new(start, start + 1)));
            marks.push(TextRange::new(at, at + 1 + len));
        }
    }
    marks.sort();
    marks
}

const CLOSING: &[u8] = b"]{";

/// Length of the attributes at the start of a text: `{.underline}`, `{lang="EN-US"}`.
fn attributes(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('{')?;
    let len = inside.find(['}', '{', '\n', '\r'])?;
    let is_closed = inside[len..].starts_with('}');
    let is_attribute = inside.starts_with(['.', '#']) || inside[..len].contains("=\"");
    (is_closed && is_attribute).then_some(len + 2)
}

/// Whether a line may hold the tag of a table, a part of a tag that goes over its end, a span, or a
/// mark of a comment around them.
pub fn may_project(line: &str) -> bool {
    let is_open = |(first, last): (Option<usize>, Option<usize>)| first.is_some() && first > last;
    first_mark(line, 0).is_some()
        || memchr::memmem::find(line.as_bytes(), CLOSING).is_some()
        || line.contains("<!--")
        || line.contains("-->")
        || is_open((line.rfind('<'), line.rfind('>')))
        || line.find('>').is_some_and(|end| line.find('<').is_none_or(|start| end < start))
}

/// What is not read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A table begins.
    Table(usize),
    /// A tag that goes over a line end.
    Tag(TextRange),
}

/// The first mark from byte `from`, outside of comments.
fn first_mark(text: &str, from: usize) -> Option<Mark> {
    const TABLE: &[u8] = b"<table";
    let bytes = text.as_bytes();
    let mut behind = from;
    let mut is_closed = true;
    memchr::memchr_iter(b'<', bytes.get(from..)?).map(|at| from + at).find_map(|at| {
        if at < behind {
            return None;
        }
        if is_closed && bytes[at..].starts_with(b"<!--") {
            let end = memchr::memmem::find(&bytes[at..], b"-->");
            is_closed = end.is_some();
            behind = end.map_or(behind, |end| at + end);
            return None;
        }
        let name = bytes.get(at..at + TABLE.len());
        let follows = bytes.get(at + TABLE.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(TABLE))
            && follows.is_none_or(|byte| !byte.is_ascii_alphanumeric())
        {
            return Some(Mark::Table(at));
        }
        tag_over_lines(bytes, at).map(Mark::Tag)
    })
}

/// The elements whose tags are no text.
const NAMES: [&[u8]; 25] = [
    b"a", b"b", b"big", b"br", b"center", b"code", b"del", b"div", b"em", b"font", b"i", b"img",
    b"ins", b"li", b"mark", b"ol", b"p", b"s", b"section", b"small", b"span", b"strong", b"sub",
    b"sup", b"u",
];

/// The tag at byte `at`, if the tag goes over a line end. Only the next `<` or `>` tells where the
/// tag ends, so that an edit between them changes no tag.
fn tag_over_lines(bytes: &[u8], at: usize) -> Option<TextRange> {
    let rest = &bytes[at + 1..];
    let tag = rest.strip_prefix(b"/").unwrap_or(rest);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b':';
    let len = tag.iter().take_while(|byte| is_name(byte)).count();
    let name = tag[..len].to_ascii_lowercase();
    let follows = tag.get(len).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/');
    if !follows || !(NAMES.contains(&name.as_slice()) || name.contains(&b':')) {
        return None;
    }
    let end = memchr::memchr2(b'>', b'<', rest).filter(|end| rest[*end] == b'>')?;
    let goes_on = memchr::memchr(b'\n', &rest[..end]).is_some();
    goes_on.then(|| TextRange::new(at, at + end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    /// The text after an edit of the projected text, in whose place a mark stands.
    fn edited(markup: &str, before: &str, old: &str, new: &str) -> Option<String> {
        let projection = project(markup)?;
        let start = projection.text().find(before)? + before.len();
        let range = TextRange::new(start, start + old.len());
        assert_eq!(range.of(projection.text()), old);
        Some(apply(markup, &projection.back(range, new).ok()?))
    }

    #[test]
    fn lines_around_tables_are_text() {
        const ONE: &str = "题 & 名\n<table><tr><td>1</table>\n末";
        let lines = |before, new| edited(ONE, before, "", new);
        let around = |above: &str, below: &str| {
            Some(format!("{above}题 & 名\n<table><tr><td>1</table>\n{below}末"))
        };
        assert_eq!(lines("", "一\n"), around("一\n", ""));
        assert_eq!(lines("1\n", "一\n"), around("", "一\n"));
        assert_eq!(edited(ONE, "题 ", "&", "<\n"), Some(ONE.replace('&', "<\n")));
        // A line goes above the table, words go into its first cell.
        assert_eq!(lines("名\n", "一\n"), Some(ONE.replace("<table", "一\n<table")));
        assert_eq!(lines("名\n", "<"), Some(ONE.replace('1', "&lt;1")));
        assert_eq!(lines("名\n1", "2"), Some(ONE.replace('1', "12")));
        assert_eq!(edited(ONE, "名\n", "1\n末", "2"), None);
        // Without the mark, the comment would hide no table.
        const HIDDEN: &str = "题<!--\n<table><tr><td>1</table>\n--><table><tr><td>2</table>";
        assert_eq!(edited(HIDDEN, "题", "<!--", ""), None);
        assert!(edited(HIDDEN, "题", "<!--\n<table><tr><td>1</table>\n-->", "").is_some());
        // A table without cells is no text.
        let blank = |new| edited("题\n<table></table>末", "题\n", "", new);
        assert_eq!(blank("一").as_deref(), Some("题\n<table></table>一末"));
        assert_eq!(blank("一\n").as_deref(), Some("题\n一\n<table></table>末"));
    }

    #[test]
    fn tags_over_line_ends_are_no_text() {
        let text = |markup: &str| project(markup).map(|read| read.text().to_owned());
        for (markup, expected) in [
            ("<span lang=x\nstyle=y>20</span><span\nlang=x>23</span>年", "20</span>23</span>年"),
            ("甲</span\n>乙", "甲乙"),
            ("<o:p\r\n>甲", "甲"),
        ] {
            assert_eq!(text(markup).as_deref(), Some(expected), "{markup}");
        }
        for markup in ["甲 < 乙\n丙 > 丁", "<name\n>", "<br>\n<br>", "<a\nb<c>", "<b类\n>", "<"]
        {
            assert_eq!(text(markup), None, "{markup}");
        }
        const SPLIT: &str = "<b\nx>20</b><b\nx>22</b>年";
        let mended = edited(SPLIT, "20</b>", "22", "23");
        assert_eq!(mended.as_deref(), Some("<b\nx>20</b><b\nx>23</b>年"));
    }

    #[test]
    fn marks_of_spans_are_no_text() {
        let text = |markup: &str| project(markup).map(|read| read.text().to_owned());
        for (markup, expected) in [
            ("[2023]{lang=\"EN-US\"}年", "2023年"),
            ("# [[一]{.a}、[题](x)]{#b .c}\n", "# 一、[题](x)\n"),
            ("[甲\n乙]{.underline}", "甲\n乙"),
            ("| [0]{lang=\"EN-US\"} | 1 |", "| 0 | 1 |"),
            ("[甲]{.a}\n<table><tr><td>[1]{.a}</table>乙]{.a}", "甲\n[1]{.a}\n乙"),
            ("[\\[1]{.a}", "\\[1"),
        ] {
            assert_eq!(text(markup).as_deref(), Some(expected), "{markup}");
        }
        for markup in ["[1]", "[1]{}", "[1]{甲}", "[1]{.a", "[1]{.a\n}", "[1] {.a}", "[1\\]{.a}"] {
            assert_eq!(text(markup), None, "{markup}");
        }
        const SPAN: &str = "## [一、]{.a}[情况]{.b}\n甲";
        let mended = |old, new| edited(SPAN, "## ", old, new);
        assert_eq!(mended("一", "二").as_deref(), Some("## [二、]{.a}[情况]{.b}\n甲"));
        assert_eq!(mended("一、情", "").as_deref(), Some("## []{.a}[况]{.b}\n甲"));
        let below = edited(SPAN, "一、情况", "", "\n乙");
        assert_eq!(below.as_deref(), Some("## [一、]{.a}[情况]{.b}\n乙\n甲"));
    }

    #[test]
    fn lines_go_between_tables_that_touch() {
        const TWO: &str = "<table><tr><td>1<td>3</table><table><tr><td>2<td>4</table>";
        let between = "<table><tr><td>1<td>3</table>\n一\n<table><tr><td>2<td>4</table>";
        assert_eq!(edited(TWO, "3\n", "", "一\n").as_deref(), Some(between));
        assert_eq!(edited(TWO, "4\n", "", "一\n"), Some(format!("{TWO}\n一\n")));
        assert_eq!(edited(TWO, "", "", "一\n"), Some(format!("一\n{TWO}")));
    }
}
