//! Ends a paragraph at a place inside of it.

use super::tokens::{self, Attributes, Kind, Sink};
use crate::diagnostic::Edit;
use crate::text::TextRange;

/// Elements that stand within a line. A copy of their start tag goes on with them.
const INLINE: [&[u8]; 16] = [
    b"a", b"b", b"em", b"font", b"i", b"ins", b"mark", b"s", b"small", b"span", b"strong", b"sub",
    b"sup", b"u", b"o:p", b"big",
];
const VOID: [&[u8]; 3] = [b"br", b"img", b"wbr"];

/// The edit of the markup that parts a paragraph at a place: its element, or a line of it between
/// line breaks. `None` if other elements stand around the place.
pub fn parted(markup: &str, paragraph: TextRange, place: usize) -> Option<Edit> {
    let before = TextRange::new(paragraph.start, place).of(markup);
    let mut open = Open { tags: Vec::new(), is_known: true };
    tokens::read(before, 0, Kind::Fragment, &mut open);
    if !open.is_known {
        return None;
    }
    let range = TextRange::at(place);
    let is_paragraph = |(name, _): &(Vec<u8>, TextRange)| matches!(name.as_slice(), b"p" | b"div");
    let Some((first, inner)) = open.tags.split_first().filter(|(first, _)| is_paragraph(first))
    else {
        let content = "<br>".to_owned();
        return open.tags.iter().all(is_inline).then_some(Edit { range, content });
    };
    if !inner.iter().all(is_inline) {
        return None;
    }
    let mut content = String::new();
    for (name, _) in open.tags.iter().rev() {
        content += &format!("</{}>", String::from_utf8_lossy(name));
    }
    for (_, tag) in std::iter::once(first).chain(inner) {
        content += &without_identity(tag.of(before));
    }
    Some(Edit { range, content })
}

fn is_inline((name, _): &(Vec<u8>, TextRange)) -> bool {
    INLINE.contains(&name.as_slice())
}

/// A start tag without the name of its element, which only one element has.
fn without_identity(tag: &str) -> String {
    let lower = tag.to_ascii_lowercase();
    let found = [" id=\"", " id='"].iter().find_map(|name| lower.find(name).map(|at| (at, name)));
    let end = found.and_then(|(at, name)| {
        let value = at + name.len();
        Some(value + tag[value..].find(name.chars().next_back()?)? + 1)
    });
    match found.zip(end) {
        Some(((start, _), end)) => format!("{}{}", &tag[..start], &tag[end..]),
        None => tag.to_owned(),
    }
}

/// The open elements, with their start tags.
struct Open {
    tags: Vec<(Vec<u8>, TextRange)>,
    /// Whether each end tag ends the innermost element.
    is_known: bool,
}

impl Sink for Open {
    fn start(&mut self, name: &[u8], _: Attributes, tag: TextRange) {
        if !VOID.contains(&name) {
            self.tags.push((name.to_vec(), tag));
        }
    }

    fn end(&mut self, name: &[u8], _: TextRange) {
        self.is_known &= self.tags.pop().is_some_and(|(own, _)| own == name);
    }

    fn text(&mut self, _: TextRange) {}

    fn reference(&mut self, _: &str, _: TextRange) {}

    fn comment(&mut self, _: TextRange) {}

    fn is_done(&self) -> bool {
        !self.is_known
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    #[test]
    fn tags_around_the_place_are_ended_and_begun_again() {
        for (markup, expected) in [
            (
                "<p id=\"a\" class=\"b\">甲<b>乙|丙</b></p>",
                Some("<p id=\"a\" class=\"b\">甲<b>乙</b></p><p class=\"b\"><b>丙</b></p>"),
            ),
            ("<p>甲<img src=x>乙|丙</p>", Some("<p>甲<img src=x>乙</p><p>丙</p>")),
            ("甲|乙", Some("甲<br>乙")),
            ("<p><table>甲|乙", None),
            ("<p>甲</b>乙|丙</p>", None),
        ] {
            let place = markup.find('|').expect("a place");
            let markup = markup.replace('|', "");
            let edit = parted(&markup, TextRange::new(0, markup.len()), place);
            assert_eq!(edit.map(|edit| apply(&markup, &[edit])).as_deref(), expected, "{markup}");
        }
    }
}
