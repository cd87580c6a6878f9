//! A source that was read: the text to check, and the way back to the bytes of the file.

use super::container::{Container, document_name, is_ofd};
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
            Container::Unread(error) => Err(error),
            Container::Pdf => Self::of_pdf(bytes),
            Container::None => match path.and_then(document_name) {
                Some(_) if bytes.is_empty() => Err(SourceError::Empty),
                Some(name) => {
                    Self::of_text(bytes, path).map_err(|_| SourceError::NotDocument(name))
                }
                None => Self::of_text(bytes, path),
            },
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
            Err(SourceError::Archive) => match sheets::project(bytes) {
                Ok(projection) => {
                    let source = Source::Fixed(Format::Excel);
                    Ok(Self { source, projection: Some(projection) })
                }
                Err(SourceError::Archive) if is_ofd(bytes) => Err(SourceError::Ofd),
                Err(error) => Err(error),
            },
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

    /// The shown text, and the map of the text that is checked.
    pub fn into_shown(self) -> (String, Option<Projection>) {
        match (self.source, self.projection) {
            (Source::Text(decoded) | Source::Html(decoded), map) => (decoded.text, map),
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

    /// The error for a text under the name of a document. A report is read anyway, so this is the
    /// error for a file that holds no report.
    pub fn misnamed(&self, path: &Path) -> Option<SourceError> {
        let is_text = self.format() == Format::Text;
        document_name(path).filter(|_| is_text).map(SourceError::NotDocument)
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
