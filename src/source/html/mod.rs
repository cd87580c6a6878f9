//! Reads a report from a web page.
//!
//! Each block of the page is a line, each row of a table a line of cells with tabs between them.
//! Text in several tags of a line is joined without a separator. Scripts, styles, comments and
//! hidden elements are not text.

mod charset;
mod elements;
mod parted;
mod reader;
mod table;
mod tokens;
mod words;

pub use charset::decode;
pub use parted::parted;

use super::projection::{Builder, LONGEST_MARKUP, Projection};
use crate::text::letters_of;
use reader::{Outside, Reader};
use std::path::Path;

/// The text of a page. `markup` is the decoded page. Never fails: a page without words, or a page
/// of more than a gigabyte, has an empty text.
pub fn project(markup: &str) -> Projection {
    if markup.len() > LONGEST_MARKUP {
        return Projection::default();
    }
    let read = read(markup, Outside::Lines);
    let Some(outside) = read.otherwise() else { return read.projection };
    // Two projections of a long page would take twice the memory.
    drop(read);
    self::read(markup, outside).projection
}

/// A page that was read.
struct Read {
    projection: Projection,
    /// The title of the page.
    title: String,
    /// Whether a link to another report was left out.
    has_dropped: bool,
}

impl Read {
    /// How the page is to be read instead.
    fn otherwise(&self) -> Option<Outside> {
        let text = self.projection.text();
        let is_named = is_title(&self.title);
        if is_named && !states(text, &self.title) {
            return Some(Outside::LinesAndTitle);
        }
        // The title of the report itself may be a link.
        let has_title = is_named || text.lines().any(is_title);
        (self.has_dropped && !has_title).then_some(Outside::AllLines)
    }
}

fn read(markup: &str, outside: Outside) -> Read {
    let is_xml = markup.trim_start().starts_with("<?xml");
    let kind = if is_xml { tokens::Kind::Xml } else { tokens::Kind::Page };
    let mut reader = Reader::new(markup, Builder::new(markup), outside);
    tokens::read(markup, 0, kind, &mut reader);
    reader.finish();
    let (title, has_dropped) = (std::mem::take(&mut reader.title), reader.has_dropped());
    Read { projection: reader.builder.finish(), title, has_dropped }
}

/// The tables of another text, one after the other.
pub(super) struct Tables<'a> {
    reader: Reader<'a>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { reader: Reader::new(text, Builder::in_text(text), Outside::Nothing) }
    }

    /// The projection so far.
    pub(super) fn builder(&mut self) -> &mut Builder<'a> {
        &mut self.reader.builder
    }

    /// Reads the table that begins at `start`. Returns the end of the table.
    pub(super) fn read(&mut self, start: usize) -> usize {
        self.reader.end = None;
        tokens::read(self.reader.markup, start, tokens::Kind::Fragment, &mut self.reader);
        self.reader.finish();
        self.reader.end.unwrap_or(self.reader.markup.len()).max(start)
    }

    pub(super) fn finish(self) -> Projection {
        self.reader.builder.finish()
    }
}

/// At most 64 letters in a title.
const LONGEST_TITLE: usize = 64;

/// Whether words are the title of a report: a year and the name of such reports, in no sentence.
pub(in crate::source) fn is_title(words: &str) -> bool {
    const LONGEST: usize = 8 * LONGEST_TITLE;
    let names =
        |letters: &str| ["报告", "年报", "報告", "年報"].iter().any(|name| letters.contains(name));
    if words.len() > LONGEST || !names(words) || words.contains(['。', '，', '；', '《']) {
        return false;
    }
    let letters = title_letters(words);
    let has_year = letters.contains("20") || letters.contains("二0");
    has_year && names(&letters) && (letters.contains("公开") || letters.contains("公開"))
}

/// Whether a line of the text is a title like the title of the page, so that the page's title would
/// be a second one.
fn states(text: &str, title: &str) -> bool {
    const FEWEST: usize = 8;
    // A line has at most four bytes for a letter, and some spaces and marks.
    const LONGEST_LINE: usize = 8 * LONGEST_TITLE;
    let title = title_letters(title);
    let is_same = |line: &str| {
        let letters = title_letters(line);
        let is_part = letters.chars().nth(FEWEST - 1).is_some() && title.contains(&letters);
        is_part && ["报告", "年报"].iter().any(|name| letters.ends_with(name)) || is_title(line)
    };
    text.lines().any(|line| {
        line.len() <= LONGEST_LINE && (line.contains('报') || line.contains('報')) && is_same(line)
    })
}

fn title_letters(line: &str) -> String {
    letters_of(line).take(4 * LONGEST_TITLE).collect()
}

/// Whether a text is a web page: by the name of its file, or by its first tag.
pub fn is_html(text: &str, path: Option<&Path>) -> bool {
    const EXTENSIONS: [&str; 4] = ["html", "htm", "shtml", "xhtml"];
    let extension = path.and_then(Path::extension).and_then(|extension| extension.to_str());
    extension.is_some_and(|own| EXTENSIONS.iter().any(|known| own.eq_ignore_ascii_case(known)))
        || begins_like_html(text)
}

/// Whether the first tag belongs to a whole page.
fn begins_like_html(text: &str) -> bool {
    const FIRST: [&str; 7] = ["!doctype html", "html", "head", "body", "meta", "title", "link"];
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let Some(tag) = rest.strip_prefix('<') else { return false };
        let closing = match tag {
            _ if tag.starts_with("!--") => "-->",
            _ if tag.starts_with('?') => "?>",
            _ => {
                let begins_with = |name: &&str| {
                    let own = tag.as_bytes().get(..name.len());
                    let behind = tag.as_bytes().get(name.len());
                    own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
                        && behind.is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
                };
                return FIRST.iter().any(begins_with);
            }
        };
        let Some(end) = rest.find(closing) else { return false };
        rest = &rest[end + closing.len()..];
    }
}

#[cfg(test)]
mod cases;
