//! A source that was read: the text to check, and the way back to the bytes of the file.

use super::docx::Docx;
use super::{Origin, Projection, SourceError};
use super::{html, markdown, sheets};
use crate::diagnostic::{Edit, apply};
use crate::files::{self, DecodeError, Decoded, Encoding};
use crate::text::TextRange;
use std::path::Path;

/// The formats of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text and Markdown.
    Text,
    Html,
    /// A Word document, `.docx`.
    Word,
    Pdf,
    /// A workbook, `.xlsx`.
    Excel,
    /// A file of this format, converted into a Word document for reading.
    Converted(&'static str),
}

impl Format {
    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "文本",
            Self::Html => "HTML",
            Self::Word => "Word",
            Self::Pdf => "PDF",
            Self::Excel => "Excel",
            Self::Converted(name) => name,
        }
    }

    /// Whether findings stand at lines of the file. Otherwise they stand at lines of the reading.
    pub fn has_lines(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }

    /// Whether fixes can be written into the file.
    pub fn is_writable(self) -> bool {
        !matches!(self, Self::Pdf | Self::Excel | Self::Converted(_))
    }
}

/// A projected text with the markup that it was projected from.
#[derive(Clone, Copy, Debug)]
pub struct Marked<'a> {
    pub projection: &'a Projection,
    pub markup: &'a str,
    pub format: Format,
    /// What the other parts of a Word document say, such as the numbers of lists.
    pub docx: Option<&'a Docx>,
}

impl Marked<'_> {
    /// Whether the word processor makes words of the text: the numbers of a list.
    pub fn is_numbered(&self) -> bool {
        let mut runs = self.projection.runs().iter();
        self.docx.is_some()
            && runs.any(|run| {
                let words = run.text.of(self.projection.text());
                run.origin == Origin::Made && words.contains(char::is_alphanumeric)
            })
    }

    /// The text of a Word document after these edits of its markup, sorted and disjoint. `None` for
    /// another source, and if the document cannot be read any more.
    pub fn text_after(&self, edits: &[Edit]) -> Option<String> {
        let edited = self.docx?.with_markup(apply(self.markup, edits));
        edited.project().ok().map(|projection| projection.text().to_owned())
    }
}

/// A source, with what its format needs to be written again.
#[derive(Clone, Debug)]
enum Source {
    Text(Decoded),
    Html(Decoded),
    Word(Docx),
    Fixed(Format),
}

/// A source with the text that is checked.
#[derive(Clone, Debug)]
pub struct Reading {
    source: Source,
    /// `None` for a text, which is checked as it is.
    projection: Option<Projection>,
}

impl Reading {
    /// Reads the bytes of a file. The content decides the format; of the name, only the extension
    /// of a web page counts.
    ///
    /// # Errors
    /// If the file cannot be read; the error says what to do.
    pub fn of(bytes: &[u8], path: Option<&Path>) -> Result<Self, SourceError> {
        match Container::of(bytes) {
            Container::Zip => Self::of_package(bytes),
            Container::Foreign(format) => Err(SourceError::Foreign(format)),
            Container::Encrypted(format) => Err(SourceError::Encrypted(format)),
            Container::Pdf => Self::of_pdf(bytes),
            Container::None => Self::of_text(bytes, path),
        }
    }

    /// Reads the Word document that a file of the format `name` was converted into. Findings stand
    /// at its paragraphs and tables, and it is only read: the document is not the file of the user.
    ///
    /// # Errors
    /// If the document cannot be read.
    pub fn of_converted(document: &[u8], name: &'static str) -> Result<Self, SourceError> {
        let projection = Some(Docx::read(document)?.project()?);
        Ok(Self { source: Source::Fixed(Format::Converted(name)), projection })
    }

    /// A text or a page that an editor has.
    pub fn of_open(text: String, is_page: bool) -> Self {
        let projection = project(&text, is_page);
        let decoded = Decoded { text, encoding: Encoding::Utf8, bom: false };
        let source = if is_page { Source::Html(decoded) } else { Source::Text(decoded) };
        Self { source, projection }
    }

    fn of_text(bytes: &[u8], path: Option<&Path>) -> Result<Self, SourceError> {
        let (decoded, is_page) = decode(bytes, path)?;
        Self::projected(if is_page { Source::Html(decoded) } else { Source::Text(decoded) })
    }

    fn of_package(bytes: &[u8]) -> Result<Self, SourceError> {
        match Docx::read(bytes) {
            Ok(docx) => Self::projected(Source::Word(docx)),
            Err(SourceError::Archive) => {
                let projection = Some(sheets::project(bytes)?);
                Ok(Self { source: Source::Fixed(Format::Excel), projection })
            }
            Err(error) => Err(error),
        }
    }

    #[cfg(feature = "pdf")]
    fn of_pdf(bytes: &[u8]) -> Result<Self, SourceError> {
        let projection = Some(super::pdf::project(bytes)?);
        Ok(Self { source: Source::Fixed(Format::Pdf), projection })
    }

    #[cfg(not(feature = "pdf"))]
    fn of_pdf(_: &[u8]) -> Result<Self, SourceError> {
        Err(SourceError::NotBuilt(Format::Pdf.name()))
    }

    fn projected(source: Source) -> Result<Self, SourceError> {
        let projection = match &source {
            Source::Text(decoded) => project(&decoded.text, false),
            Source::Html(decoded) => project(&decoded.text, true),
            Source::Word(docx) => Some(docx.project()?),
            Source::Fixed(_) => None,
        };
        Ok(Self { source, projection })
    }

    pub fn format(&self) -> Format {
        match &self.source {
            Source::Text(_) => Format::Text,
            Source::Html(_) => Format::Html,
            Source::Word(_) => Format::Word,
            Source::Fixed(format) => *format,
        }
    }

    /// The text that is checked.
    pub fn text(&self) -> &str {
        match (&self.projection, &self.source) {
            (Some(projection), _) => projection.text(),
            (None, Source::Text(decoded) | Source::Html(decoded)) => &decoded.text,
            (None, Source::Word(_) | Source::Fixed(_)) => "",
        }
    }

    /// The map from the text to the markup. `None` for a text that is checked as it is.
    pub fn projection(&self) -> Option<&Projection> {
        self.projection.as_ref()
    }

    /// The projected text with its markup. `None` for a text that is checked as it is, and for a
    /// source that is only read.
    pub fn marked(&self) -> Option<Marked<'_>> {
        let projection = self.projection.as_ref().filter(|_| self.format().is_writable())?;
        let (markup, format, docx) = (self.markup(), self.format(), self.docx());
        Some(Marked { projection, markup, format, docx })
    }

    /// The markup that the text was projected from. Empty for a source that is only read.
    pub fn markup(&self) -> &str {
        match &self.source {
            Source::Text(decoded) | Source::Html(decoded) => &decoded.text,
            Source::Word(docx) => docx.markup(),
            Source::Fixed(_) => "",
        }
    }

    /// The text in which people see findings: the file for a text or a page, else the text that is
    /// checked.
    pub fn shown(&self) -> &str {
        if self.format().has_lines() { self.markup() } else { self.text() }
    }

    /// The range of [`Reading::shown`] for a range of the text.
    pub fn shown_range(&self, range: TextRange) -> TextRange {
        match &self.projection {
            Some(projection) if self.format().has_lines() => projection.source(range),
            _ => range,
        }
    }

    /// The shown text, and for a source without lines the map of the text.
    pub fn into_shown(self) -> (String, Option<Projection>) {
        match (self.source, self.projection) {
            (Source::Text(decoded) | Source::Html(decoded), _) => (decoded.text, None),
            (_, Some(projection)) => (projection.text().to_owned(), Some(projection)),
            (_, None) => Default::default(),
        }
    }

    /// The same source with these edits of the markup, sorted and disjoint.
    ///
    /// # Errors
    /// If the edited source cannot be read any more.
    pub fn edited(&self, edits: &[Edit]) -> Result<Self, SourceError> {
        let markup = apply(self.markup(), edits);
        Self::projected(match &self.source {
            Source::Text(decoded) => Source::Text(Decoded { text: markup, ..*decoded }),
            Source::Html(decoded) => Source::Html(Decoded { text: markup, ..*decoded }),
            Source::Word(docx) => Source::Word(docx.with_markup(markup)),
            Source::Fixed(format) => return Err(SourceError::ReadOnly(format.name())),
        })
    }

    /// The document, if the source is one.
    pub fn docx(&self) -> Option<&Docx> {
        match &self.source {
            Source::Word(docx) => Some(docx),
            _ => None,
        }
    }

    /// The bytes of the file after these edits of the markup. `original` are the bytes that this
    /// reading was made from.
    ///
    /// # Errors
    /// If the encoding cannot write a character, or if the format is only read.
    pub fn written(&self, original: &[u8], edits: &[Edit]) -> Result<Vec<u8>, SourceError> {
        match &self.source {
            Source::Text(decoded) | Source::Html(decoded) => {
                let edits = edits.iter().map(|edit| (edit.range, edit.content.as_str()));
                Ok(files::splice(original, decoded, edits)?)
            }
            Source::Word(docx) => docx.with_markup(apply(docx.markup(), edits)).written(original),
            Source::Fixed(format) => Err(SourceError::ReadOnly(format.name())),
        }
    }
}

/// The projection of a text or of a page. `None` for a text that is checked as it is.
pub fn project(text: &str, is_page: bool) -> Option<Projection> {
    if is_page { Some(html::project(text)) } else { markdown::project(text) }
}

/// The text of a file, and whether the text is a web page. A page may name its encoding.
///
/// # Errors
/// If the bytes are not text.
pub fn decode(bytes: &[u8], path: Option<&Path>) -> Result<(Decoded, bool), DecodeError> {
    match files::decode(bytes) {
        Ok(decoded) if !html::is_html(&decoded.text, path) => Ok((decoded, false)),
        Err(error) if !html::is_html("", path) => Err(error),
        _ => Ok((html::decode(bytes)?, true)),
    }
}

/// The name of the format, if only LibreOffice reads such a file. The first 128 bytes are enough,
/// except for documents with a password.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    match Container::of(bytes) {
        Container::Foreign(name) => Some(name),
        _ => None,
    }
}

/// What the first bytes of a file say about its format.
enum Container {
    None,
    Zip,
    Pdf,
    /// A format that only LibreOffice reads.
    Foreign(&'static str),
    Encrypted(&'static str),
}

impl Container {
    fn of(bytes: &[u8]) -> Self {
        const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
        // A reader of PDF accepts some bytes before the mark.
        let head = &bytes[..bytes.len().min(1024)];
        if is_open_document(bytes) {
            Self::Foreign("ODT")
        } else if bytes.starts_with(b"PK\x03\x04") {
            Self::Zip
        } else if bytes.starts_with(OLE) {
            // An encrypted package of Office stands in this container, under this name in UTF-16.
            let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
            match memchr::memmem::find(bytes, &name) {
                Some(_) => Self::Encrypted("Word"),
                None => Self::Foreign("DOC/WPS"),
            }
        } else if bytes.starts_with(b"{\\rtf") {
            Self::Foreign("RTF")
        } else if memchr::memmem::find(head, b"%PDF-").is_some_and(|at| !is_text(&head[..at])) {
            Self::Pdf
        } else {
            Self::None
        }
    }
}

/// Whether the file is a text in the OpenDocument format. The first entry of the archive names the
/// format, not compressed, so that the first bytes tell.
fn is_open_document(bytes: &[u8]) -> bool {
    const HEADER_LEN: usize = 30;
    let number = |at| bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
    let (name, fields) = (usize::from(number(26)), usize::from(number(28)));
    let is_named = bytes.get(HEADER_LEN..HEADER_LEN + name) == Some(b"mimetype");
    let content = bytes.get(HEADER_LEN + name + fields..).unwrap_or_default();
    bytes.starts_with(b"PK\x03\x04")
        && is_named
        && content.starts_with(b"application/vnd.oasis.opendocument.text")
}

/// Whether the bytes before a mark are words: a text about PDF is no PDF.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80).count() > 8
}
