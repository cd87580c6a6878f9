//! The parts of a package and how they point at each other.

use super::xml::{Item, Items};
use crate::source::SourceError;

/// A relationship of a part to another part.
#[derive(Debug)]
pub struct Relationship {
    /// The last word of the type: `officeDocument`, `styles`, `comments`.
    pub kind: String,
    /// The name of the part, as the package has it.
    pub part: String,
}

/// The relationships in `markup`, the part for the relationships of the part `of`.
///
/// # Errors
/// If the markup is not well-formed.
pub fn relationships(markup: &str, of: &str) -> Result<Vec<Relationship>, SourceError> {
    let mut items = Items::new(markup);
    let mut out = Vec::new();
    while let Some(item) = items.next()? {
        let Item::Start(tag) = item else { continue };
        let (Some(kind), Some(target)) = (tag.attribute("Type"), tag.attribute("Target")) else {
            continue;
        };
        let is_outside = tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
        if tag.name == "Relationship" && !is_outside {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            out.push(Relationship { kind, part: resolved(of, &target) });
        }
    }
    Ok(out)
}

/// The name of the part with the relationships of `part`.
pub fn relationships_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A target as seen from the part `of`.
fn resolved(of: &str, target: &str) -> String {
    let mut folders: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => {
            of.rsplit_once('/').map(|(folder, _)| folder.split('/').collect()).unwrap_or_default()
        }
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = folders.pop(),
            _ => folders.push(step),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_seen_from_its_part() {
        for (of, target, part) in [
            ("", "word/document.xml", "word/document.xml"),
            ("", "/word/document.xml", "word/document.xml"),
            ("word/document.xml", "styles.xml", "word/styles.xml"),
            ("word/document.xml", "../customXml/item1.xml", "customXml/item1.xml"),
            ("word/document.xml", "../../a.xml", "a.xml"),
        ] {
            assert_eq!(resolved(of, target), part, "{target}");
        }
        assert_eq!(relationships_of("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(relationships_of("document.xml"), "_rels/document.xml.rels");
    }
}
