//! Word documents, as Word, WPS and LibreOffice write them.

mod alternatives;
mod annotations;
mod blank;
mod block;
mod body;
mod comments;
mod copy;
mod fields;
mod lines;
pub(in crate::source) mod number_format;
mod numbering;
mod parted;
mod relationships;
mod runs;
mod styles;
mod track;
mod xml;

use super::xml_text::xml_text;
use super::{Projection, SourceError};
use crate::files::{LIMIT_MIB, Package, PackageError};
pub use copy::copied;
pub use parted::{line_inserted, parted};
pub use track::{AUTHOR, Note, tracked};

use lines::Writer;
use numbering::Numbering;
use relationships::{Relationship, relationships, relationships_of};
use std::collections::HashMap;
use std::sync::Arc;
use styles::Styles;
use xml::{Item, Items};

const FORMAT: &str = "Word";
/// The longest main part, in MiB. The main part of a report has less than 1 MiB. Each paragraph of
/// a few bytes takes some ten bytes of memory, each cell a hundred.
const LONGEST_MIB: u64 = 64;
const DAMAGED: SourceError = SourceError::Damaged(FORMAT);
/// The first bytes of the files of old office programs, and of documents with a password.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const PASSWORD_STREAM: &str = "EncryptedPackage";

/// A document: its main part, and what other parts say about it.
#[derive(Clone, Debug)]
pub struct Docx {
    /// The main part.
    markup: String,
    /// The name of the main part in the package.
    main: String,
    parts: Arc<Parts>,
}

/// What other parts say.
#[derive(Debug, Default)]
struct Parts {
    styles: Styles,
    numbering: Numbering,
    /// Comments that silence a rule, by their id.
    comments: HashMap<String, String>,
}

impl Docx {
    /// Reads a document.
    ///
    /// # Errors
    /// If the bytes are not a Word document, or if the document is cut off, damaged, too large or
    /// protected by a password.
    pub fn read(bytes: &[u8]) -> Result<Self, SourceError> {
        if bytes.starts_with(&OLE) {
            let name: Vec<u8> = PASSWORD_STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_encrypted = memchr::memmem::find(bytes, &name).is_some();
            return Err(if is_encrypted {
                SourceError::Encrypted(FORMAT)
            } else {
                SourceError::Foreign("doc")
            });
        }
        let mut package = Package::open(bytes)?;
        let top = part(&mut package, "_rels/.rels")?.ok_or(SourceError::Archive)?;
        let main = of_kind(&relationships(&top, "")?, "officeDocument")
            .ok_or(SourceError::Archive)?
            .to_owned();
        let markup = part(&mut package, &main)?.ok_or(DAMAGED)?;
        if markup.len() as u64 > LONGEST_MIB << 20 {
            return Err(SourceError::Unpacked { format: FORMAT, limit: LONGEST_MIB });
        }
        if !is_document(&markup)? {
            return Err(SourceError::Archive);
        }
        let related = match part(&mut package, &relationships_of(&main))? {
            Some(markup) => relationships(&markup, &main)?,
            None => Vec::new(),
        };
        let mut named = |kind| match of_kind(&related, kind) {
            Some(name) => Ok(part(&mut package, name)?.unwrap_or_default()),
            None => Ok::<_, SourceError>(String::new()),
        };
        let parts = Parts {
            styles: Styles::read(&named("styles")?)?,
            numbering: Numbering::read(&named("numbering")?)?,
            comments: comments::ignoring(&named("comments")?)?,
        };
        Ok(Self { markup, main, parts: Arc::new(parts) })
    }

    /// The markup of the main part. All ranges of a source are in its bytes.
    pub fn markup(&self) -> &str {
        &self.markup
    }

    /// The name of the main part in the package.
    pub fn main_part(&self) -> &str {
        &self.main
    }

    /// The text that is checked.
    ///
    /// # Errors
    /// If the markup of the main part is not well-formed.
    pub fn project(&self) -> Result<Projection, SourceError> {
        let mut writer = Writer::new(&self.markup);
        let twins = body::read(&self.markup, &self.parts, &mut writer)?;
        Ok(writer.finish().with_twins(twins))
    }

    /// The document with another main part.
    pub fn with_markup(&self, markup: String) -> Self {
        Self { markup, ..self.clone() }
    }

    /// The file with this main part. `original` is the file that was read. All other parts keep
    /// their bytes.
    ///
    /// # Errors
    /// If the package cannot be written.
    pub fn written(&self, original: &[u8]) -> Result<Vec<u8>, SourceError> {
        Ok(Package::open(original)?.replaced(&self.main, self.markup.as_bytes())?)
    }
}

/// The text of a part. `None` if the package has no such part.
fn part(package: &mut Package, name: &str) -> Result<Option<String>, SourceError> {
    let Some(bytes) = package.read(name)? else { return Ok(None) };
    xml_text(bytes).map(Some).ok_or(DAMAGED)
}

/// The first part of a kind.
fn of_kind<'a>(relationships: &'a [Relationship], kind: &str) -> Option<&'a str> {
    relationships.iter().find(|found| found.kind == kind).map(|found| found.part.as_str())
}

/// Whether the main part is a document, not a workbook or slides.
fn is_document(markup: &str) -> Result<bool, SourceError> {
    let mut items = Items::new(markup);
    while let Some(item) = items.next()? {
        if let Item::Start(tag) = item {
            return Ok(tag.is_word("document"));
        }
    }
    Ok(false)
}

impl From<PackageError> for SourceError {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::NotArchive | PackageError::Damaged => DAMAGED,
            PackageError::Encrypted => Self::Encrypted(FORMAT),
            PackageError::TooLarge => Self::Unpacked { format: FORMAT, limit: LIMIT_MIB },
            PackageError::NotWritable => Self::ReadOnly(FORMAT),
        }
    }
}

#[cfg(test)]
mod cases;
