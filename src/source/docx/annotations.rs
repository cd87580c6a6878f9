//! The part with the comments, and what points at it.

use super::relationships::{relationships, relationships_of};
use super::track::AUTHOR;
use super::xml::{Item, Items, prefix_of_attributes};
use super::{DAMAGED, Docx, Package, SourceError, of_kind, part};
use crate::source::escape;

const TRANSITIONAL: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
];
const STRICT: [&str; 2] = [
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
];
const CONTENT_TYPES: &str = "[Content_Types].xml";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A comment to write.
pub struct Comment<'a> {
    pub id: u32,
    pub message: &'a str,
}

/// The parts that change for these comments, with their names.
///
/// # Errors
/// If a part is not well-formed.
pub fn annotated(
    package: &mut Package,
    docx: &Docx,
    comments: &[Comment],
    date: &str,
) -> Result<Vec<(String, String)>, SourceError> {
    if comments.is_empty() {
        return Ok(Vec::new());
    }
    let main = docx.main_part();
    let [words, kind] = if docx.markup().contains(STRICT[0]) { STRICT } else { TRANSITIONAL };
    let of_main = relationships_of(main);
    let related = part(package, &of_main)?;
    let known = match &related {
        Some(markup) => relationships(markup, main)?,
        None => Vec::new(),
    };
    if let Some(name) = of_kind(&known, "comments")
        && let Some(markup) = part(package, name)?
    {
        let (at, w) = end_of_root(&markup)?;
        let attributes = if w.is_empty() { &prefix_of_attributes(&markup) } else { &w };
        let added = written(comments, &w, attributes, date);
        return Ok(vec![(name.to_owned(), inserted(&markup, at, &added, &w, "comments"))]);
    }
    let folder = main.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let names: Vec<String> = package.names().map(str::to_ascii_lowercase).collect();
    let free = (0..=names.len()).map(|number| match number {
        0 => "comments.xml".to_owned(),
        _ => format!("comments{number}.xml"),
    });
    let file = { free }
        .find(|file| !names.contains(&format!("{folder}{file}").to_ascii_lowercase()))
        .unwrap_or_default();
    let content = written(comments, "w:", "w:", date);
    let content = format!("{DECLARATION}<w:comments xmlns:w=\"{words}\">{content}</w:comments>");
    let id = free_id(related.as_deref().unwrap_or_default());
    let relationship = format!("Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{file}\"/>");
    let related = match related {
        Some(markup) => {
            let (at, prefix) = end_of_root(&markup)?;
            let added = format!("<{prefix}{relationship}");
            inserted(&markup, at, &added, &prefix, "Relationships")
        }
        None => format!(
            "{DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS}\"><{relationship}</Relationships>"
        ),
    };
    let types = part(package, CONTENT_TYPES)?.ok_or(DAMAGED)?;
    let (at, prefix) = end_of_root(&types)?;
    let added = format!("<{prefix}Override PartName=\"/{folder}{file}\" ContentType=\"{TYPE}\"/>");
    let types = inserted(&types, at, &added, &prefix, "Types");
    Ok(vec![
        (CONTENT_TYPES.to_owned(), types),
        (of_main, related),
        (format!("{folder}{file}"), content),
    ])
}

/// `w` is the prefix of elements, `a` the prefix of their attributes.
fn written(comments: &[Comment], w: &str, a: &str, date: &str) -> String {
    let paragraph = |line: &str| {
        format!("<{w}p><{w}r><{w}t xml:space=\"preserve\">{}</{w}t></{w}r></{w}p>", escape(line))
    };
    let comment = |comment: &Comment| {
        let id = comment.id;
        let lines: String = comment.message.lines().map(paragraph).collect();
        format!(
            "<{w}comment {a}id=\"{id}\" {a}author=\"{AUTHOR}\" {a}date=\"{date}\" \
             {a}initials=\"勾\">{lines}</{w}comment>"
        )
    };
    comments.iter().map(comment).collect()
}

/// An id that no relationship in `markup` has.
fn free_id(markup: &str) -> String {
    let ids = (1..).map(|number: u32| format!("rIdGouji{number}"));
    { ids }.find(|id| !markup.contains(&format!("\"{id}\""))).unwrap_or_default()
}

/// The end of the content of the outermost element, and the prefix of its name with the colon. For
/// an empty element, the range of its `/>`.
fn end_of_root(markup: &str) -> Result<(std::ops::Range<usize>, String), SourceError> {
    let mut items = Items::new(markup);
    let (mut prefix, mut empty) = (String::new(), None);
    while let Some(item) = items.next()? {
        match item {
            Item::Start(tag) if items.depth() == 1 => {
                prefix = super::block::prefix(markup, &tag).to_owned();
                empty = tag.is_empty.then(|| tag.range.end - 2..tag.range.end);
            }
            Item::End(range) if items.depth() == 0 => {
                return Ok((empty.unwrap_or(range.start..range.start), prefix));
            }
            _ => {}
        }
    }
    Err(DAMAGED)
}

/// `markup` with `content` at the end of its outermost element.
fn inserted(
    markup: &str,
    at: std::ops::Range<usize>,
    content: &str,
    prefix: &str,
    name: &str,
) -> String {
    let (before, behind) = (&markup[..at.start], &markup[at.end..]);
    if at.is_empty() {
        format!("{before}{content}{behind}")
    } else {
        format!("{before}>{content}</{prefix}{name}>{behind}")
    }
}
