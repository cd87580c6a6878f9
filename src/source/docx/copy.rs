//! Copies of rows and paragraphs, to be written a second time into the same document.

use super::xml::{Item, Items, Space, Tag};
use std::borrow::Cow;

/// Elements that a copy does not have, with all that they hold: deleted text, records of changes,
/// what may stand only once in a document, and pictures with their own text.
const LEFT_OUT: [&str; 33] = [
    "del",
    "moveFrom",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "rPrChange",
    "pPrChange",
    "trPrChange",
    "tcPrChange",
    "tblPrChange",
    "tblPrExChange",
    "tblGridChange",
    "sectPrChange",
    "numberingChange",
    "cellIns",
    "cellDel",
    "cellMerge",
    "bookmarkStart",
    "bookmarkEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "footnoteReference",
    "endnoteReference",
    "permStart",
    "permEnd",
    "proofErr",
    "lastRenderedPageBreak",
    "sectPr",
    "drawing",
    "pict",
    "object",
];

/// A copy of one element of the words of a document. Text that somebody else inserted as a tracked
/// change is text of the copy. `None` if the element is not well-formed.
pub fn copied(element: &str) -> Option<String> {
    let mut items = Items::of_elements(element);
    let mut out = String::with_capacity(element.len());
    let mut from = 0;
    // The open elements: their names, and whether their tags are left out.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut left_out = None;
    while let Some(item) = items.next().ok()? {
        match item {
            Item::Start(tag) => {
                let parent = open.last().map_or("", |(name, _)| *name);
                let is_around = tag.space == Space::Word && matches!(tag.name, "ins" | "moveTo");
                open.push((tag.name, is_around));
                if left_out.is_some() {
                    continue;
                }
                let is_gone = is_left_out(&tag, parent);
                if is_gone || is_around {
                    out += &element[from..tag.range.start];
                    from = tag.range.end;
                } else if matches!(tag.name, "p" | "tr") {
                    out += &element[from..tag.range.start];
                    out += &without_identity(tag.range.of(element));
                    from = tag.range.end;
                }
                if is_gone {
                    left_out = Some(items.depth());
                }
            }
            Item::End(range) => {
                let (_, is_around) = open.pop()?;
                if left_out.is_some_and(|depth| items.depth() < depth) {
                    left_out = None;
                    from = range.end;
                } else if is_around && left_out.is_none() {
                    out += &element[from..range.start];
                    from = range.end;
                }
            }
            _ => {}
        }
    }
    out += &element[from..];
    Some(out)
}

fn is_left_out(tag: &Tag, parent: &str) -> bool {
    match tag.space {
        Space::Word => {
            // A content control has a number, and may repeat a value that stands elsewhere.
            LEFT_OUT.contains(&tag.name)
                || parent == "sdtPr" && matches!(tag.name, "id" | "dataBinding")
        }
        _ => tag.name == "AlternateContent",
    }
}

/// A start tag without the numbers that name the paragraph or the row.
pub(super) fn without_identity(tag: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(tag);
    for name in [":paraId=\"", ":textId=\""] {
        let Some(at) = out.find(name) else { continue };
        let start = out[..at].rfind(char::is_whitespace).unwrap_or(at);
        let Some(len) = out[at + name.len()..].find('"') else { continue };
        let end = at + name.len() + len + 1;
        out = Cow::Owned(format!("{}{}", &out[..start], &out[end..]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_words_and_the_look_but_no_history() {
        for (element, expected) in [
            (
                "<w:p w14:paraId=\"1A\" w:rsidR=\"2\" w14:textId=\"3\"><w:r><w:t>甲</w:t></w:r></w:p>",
                "<w:p w:rsidR=\"2\"><w:r><w:t>甲</w:t></w:r></w:p>",
            ),
            (
                "<w:p><w:bookmarkStart w:id=\"1\"/><w:ins w:id=\"2\"><w:r><w:t>甲</w:t></w:r></w:ins>\
                 <w:del w:id=\"3\"><w:r><w:delText>乙</w:delText></w:r></w:del><w:bookmarkEnd w:id=\"1\"/></w:p>",
                "<w:p><w:r><w:t>甲</w:t></w:r></w:p>",
            ),
            (
                "<w:tr><w:trPr><w:cantSplit/><w:ins w:id=\"1\"/></w:trPr><w:tc><w:p><w:pPr><w:rPr>\
                 <w:ins w:id=\"2\"/><w:b/></w:rPr><w:sectPr><w:pgSz/></w:sectPr></w:pPr></w:p></w:tc></w:tr>",
                "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p><w:pPr><w:rPr>\
                 <w:b/></w:rPr></w:pPr></w:p></w:tc></w:tr>",
            ),
            (
                "<w:p><w:r><w:drawing><w:p><w:r><w:t>框</w:t></w:r></w:p></w:drawing><w:t>甲</w:t></w:r>\
                 <mc:AlternateContent><mc:Choice><w:p/></mc:Choice></mc:AlternateContent></w:p>",
                "<w:p><w:r><w:t>甲</w:t></w:r></w:p>",
            ),
            (
                "<sdt><sdtPr><id val=\"1\"/><alias/></sdtPr><sdtContent/></sdt>",
                "<sdt><sdtPr><alias/></sdtPr><sdtContent/></sdt>",
            ),
        ] {
            assert_eq!(copied(element).as_deref(), Some(expected), "{element}");
        }
        assert_eq!(copied("<w:p><w:r></w:p>"), None);
    }
}
