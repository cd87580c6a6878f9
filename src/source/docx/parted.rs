//! Ends a paragraph, or a line of a paragraph, at a place inside of it.

use super::block::prefix;
use super::copy::without_identity;
use super::xml::{Item, Items, Space, Tag};
use crate::diagnostic::Edit;
use crate::source::escape;
use crate::text::TextRange;

/// What stands before a place of a paragraph.
struct Before<'a> {
    /// The open elements, the paragraph first.
    open: Vec<Tag<'a>>,
    /// The properties of the paragraph, and of the open run.
    properties: Option<TextRange>,
    look: Option<TextRange>,
    /// The properties of the section that the paragraph ends.
    section: Option<TextRange>,
    /// Whether the properties of the paragraph record a change.
    is_changed: bool,
}

/// The edits of the markup that part a paragraph at a place of its text. Both halves keep their
/// runs, and the second half keeps the mark of the paragraph. `None` if the place does not stand
/// directly in a run of the paragraph, but for example in a link or in a tracked change.
pub fn parted(markup: &str, paragraph: TextRange, place: usize) -> Option<Vec<Edit>> {
    let element = paragraph.of(markup);
    let before = before(element, place.checked_sub(paragraph.start)?)?;
    let [own, run, text] = before.open.as_slice() else { return None };
    if !(own.is_word("p") && run.is_word("r") && text.is_word("t")) || before.is_changed {
        return None;
    }
    let w = prefix(element, own);
    let words = |range: Option<TextRange>| range.map_or("", |range| range.of(element));
    let content = format!(
        "</{w}t></{w}r></{w}p>{}{}{}{}<{w}t xml:space=\"preserve\">",
        without_identity(own.range.of(element)),
        words(before.properties),
        run.range.of(element),
        words(before.look)
    );
    // The section ends with the second half.
    let section = before.section.map(|range| range.shifted(paragraph.start));
    let section = section.map(|range| Edit { range, content: String::new() });
    let parted = Edit { range: TextRange::at(place), content };
    Some(section.into_iter().chain([parted]).collect())
}

/// The edit of the markup that inserts a line into a paragraph, before the line break at a place.
/// `None` if the line break does not stand directly in a run of the paragraph.
pub fn line_inserted(
    markup: &str,
    paragraph: TextRange,
    line_break: usize,
    words: &str,
) -> Option<Edit> {
    let element = paragraph.of(markup);
    let before = before(element, line_break.checked_sub(paragraph.start)?)?;
    let [own, run] = before.open.as_slice() else { return None };
    if !(own.is_word("p") && run.is_word("r")) {
        return None;
    }
    let w = prefix(element, own);
    let look = before.look.map_or("", |range| range.of(element));
    let words = escape(words);
    let content = format!(
        "</{w}r><{w}r>{look}<{w}br/><{w}t xml:space=\"preserve\">{words}</{w}t></{w}r>\
         <{w}r>{look}"
    );
    Some(Edit { range: TextRange::at(line_break), content })
}

/// What stands before the byte `at` of a paragraph. `None` if the markup is not well-formed.
fn before(element: &str, at: usize) -> Option<Before<'_>> {
    let mut items = Items::of_elements(element);
    let mut out =
        Before { open: Vec::new(), properties: None, look: None, section: None, is_changed: false };
    while let Some(item) = items.next().ok()? {
        match item {
            Item::Start(tag) if tag.range.start < at => {
                match (out.open.as_slice(), tag.name) {
                    ([_], "pPr") => out.properties = Some(tag.range),
                    ([_], "r") => out.look = None,
                    ([_, run], "rPr") if run.is_word("r") => out.look = Some(tag.range),
                    ([_, parent], "sectPr") if parent.is_word("pPr") => {
                        out.section = Some(tag.range);
                    }
                    ([_, parent, ..], name) if parent.is_word("pPr") => {
                        let marks = ["ins", "del", "moveFrom", "moveTo"];
                        out.is_changed |= marks.contains(&name) || name.ends_with("Change");
                    }
                    _ => {}
                }
                out.open.push(tag);
            }
            Item::End(range) if range.start < at || range.is_empty() && range.start <= at => {
                let tag = out.open.pop()?;
                let own = match (out.open.as_slice(), tag.name) {
                    ([_], "pPr") => &mut out.properties,
                    ([_, run], "rPr") if run.is_word("r") => &mut out.look,
                    ([_, parent], "sectPr") if parent.is_word("pPr") => &mut out.section,
                    _ => continue,
                };
                if let Some(own) = own {
                    own.end = range.end;
                }
            }
            Item::Text(range) | Item::Character(_, range) if range.end < at => {}
            _ => break,
        }
    }
    out.open.iter().all(|tag| tag.space == Space::Word).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    #[test]
    fn both_halves_keep_what_they_had() {
        for (paragraph, expected) in [
            (
                "<w:p w:rsidR=\"1\" w14:paraId=\"2\"><w:pPr><w:jc/><w:sectPr><w:pgSz/>\
                 </w:sectPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>甲|乙</w:t></w:r><w:r><w:drawing/></w:r></w:p>",
                Some(
                    "<w:p w:rsidR=\"1\" w14:paraId=\"2\"><w:pPr><w:jc/></w:pPr>\
                     <w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r></w:p>\
                     <w:p w:rsidR=\"1\"><w:pPr><w:jc/><w:sectPr><w:pgSz/></w:sectPr></w:pPr>\
                     <w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">乙</w:t></w:r>\
                     <w:r><w:drawing/></w:r></w:p>",
                ),
            ),
            (
                "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>甲</w:t></w:r><w:r><w:t>|乙</w:t></w:r></w:p>",
                Some(
                    "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>甲</w:t></w:r><w:r><w:t></w:t></w:r></w:p>\
                     <w:p><w:r><w:t xml:space=\"preserve\">乙</w:t></w:r></w:p>",
                ),
            ),
            ("<w:p><w:hyperlink><w:r><w:t>甲|乙</w:t></w:r></w:hyperlink></w:p>", None),
            ("<w:p><w:ins><w:r><w:t>甲|乙</w:t></w:r></w:ins></w:p>", None),
            ("<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:r><w:t>甲|乙</w:t></w:r></w:p>", None),
            ("<w:p><w:r>|<w:tab/></w:r></w:p>", None),
        ] {
            let place = paragraph.find('|').expect("a place");
            let markup = paragraph.replace('|', "");
            let edits = parted(&markup, TextRange::new(0, markup.len()), place);
            let written = edits.map(|edits| apply(&markup, &edits));
            assert_eq!(written.as_deref(), expected, "{paragraph}");
        }
    }

    #[test]
    fn a_line_stands_before_its_line_break() {
        let markup = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>";
        let place = markup.find("<w:br/>").expect("a line break");
        let paragraph = TextRange::new(0, markup.len());
        let edit = line_inserted(markup, paragraph, place, "新<").expect("a place");
        assert_eq!(
            apply(markup, &[edit]),
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r>\
             <w:r><w:rPr><w:b/></w:rPr><w:br/><w:t xml:space=\"preserve\">新&lt;</w:t></w:r>\
             <w:r><w:rPr><w:b/></w:rPr><w:br/><w:t>乙</w:t></w:r></w:p>"
        );
        let linked = "<w:p><w:hyperlink><w:r><w:br/></w:r></w:hyperlink></w:p>";
        let place = linked.find("<w:br/>").expect("a line break");
        assert_eq!(line_inserted(linked, TextRange::new(0, linked.len()), place, "新"), None);
    }
}
