//! The reasons why a source cannot be read or written, in plain words.

use crate::diagnostic::Language;
use crate::files::{DecodeError, SpliceError};
use std::path::Path;

/// The reason why a source cannot be read or written. The message is one sentence that says what to
/// do, in either language, without the name of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    Undecodable(DecodeError),
    /// The edits cannot be written into the file.
    Unwritable(SpliceError),
    /// A zip archive that is neither a document nor a workbook.
    Archive,
    /// A picture: a photo or scan of a report.
    Picture,
    /// A page with its pictures in one file (`.mhtml`).
    WebArchive,
    /// An OFD document.
    Ofd,
    /// A workbook in an old format (`.xls`, `.et`).
    OldWorkbook,
    /// A file without content under the name of a document.
    Empty,
    /// A text or other bytes under the name of a document. With the extension.
    NotDocument(&'static str),
    /// A file of this format that is cut off or broken.
    Damaged(&'static str),
    /// A file of this format that is protected by a password.
    Encrypted(&'static str),
    /// A file of this format that would need more memory than the limit, in MiB.
    Unpacked {
        format: &'static str,
        limit: u64,
    },
    /// A document that embeds its text as another file.
    Embedded,
    /// A workbook with formulas whose results were not stored.
    NotComputed,
    /// A PDF without text: scanned pages.
    Scanned,
    /// A PDF that does not say which characters its text shows.
    Unmapped,
    /// A PDF whose page with this number has vertical or turned text beside other text.
    Turned(u32),
    /// A file of this format, which only LibreOffice can convert.
    Foreign(&'static str),
    /// A file of this format, which LibreOffice did not convert.
    NotConverted(&'static str),
    /// A file of this format, which LibreOffice did not convert within the limit, in seconds.
    NotConvertedInTime {
        format: &'static str,
        limit: u64,
    },
    /// A file of this format, which this program was built without.
    NotBuilt(&'static str),
    /// A file of this format, which is never written.
    ReadOnly(&'static str),
}

impl SourceError {
    /// Whether a file found in a folder is passed over for this reason. Such a file is no mistake
    /// of its owner.
    pub fn is_passed_over(&self) -> bool {
        matches!(
            self,
            Self::Archive
                | Self::Picture
                | Self::WebArchive
                | Self::Ofd
                | Self::OldWorkbook
                | Self::Empty
                | Self::NotDocument(_)
                | Self::Embedded
                | Self::NotComputed
                | Self::Scanned
                | Self::Foreign(_)
                | Self::NotConverted(_)
                | Self::NotConvertedInTime { .. }
                | Self::NotBuilt(_)
        )
    }

    /// The error for a file of a format that is never read, by the name of the file.
    pub fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "ofd" => Self::Ofd,
            "xls" | "et" => Self::OldWorkbook,
            "jpg" | "jpeg" | "png" | "tif" | "tiff" => Self::Picture,
            "zip" | "rar" | "7z" => Self::Archive,
            _ => return None,
        })
    }

    pub fn in_language(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    /// The sentence in Chinese; [`SourceError::english`] gives the English sentence.
    pub fn chinese(&self) -> String {
        match self {
            Self::Undecodable(error) => error.chinese(),
            Self::Unwritable(error) => error.chinese(),
            Self::Archive => {
                "是压缩包，不是 Word 文档或 Excel 表格 — 请解压后检查里面的文件".to_owned()
            }
            Self::Picture => {
                "是图片，不是文字 — 请检查 Word 原稿，或先做文字识别，存成 Word 文档".to_owned()
            }
            Self::WebArchive => {
                "是单个文件的网页（.mhtml），没有读 — 请在浏览器中另存为“网页，仅 HTML”".to_owned()
            }
            Self::Ofd => "是 OFD 文件，没有读 — 请检查 Word 原稿，或另存为带文字的 PDF".to_owned(),
            Self::OldWorkbook => {
                "是旧格式的表格（.xls、.et），没有读 — 请另存为 Excel 工作簿（.xlsx）".to_owned()
            }
            Self::Empty => "是空文件（0 字节） — 请重新取得这个文件，或另存一份".to_owned(),
            Self::NotDocument(name) => format!(
                "扩展名是 {name}，内容却认不出是这种文件 — 请用原来的程序打开，另存一份再检查"
            ),
            Self::Damaged(format) => {
                format!("{format} 文件不完整或已损坏 — 请用原来的程序打开，另存一份再检查")
            }
            Self::Encrypted(format) => {
                format!("{format} 文件设有密码 — 请取消密码，另存一份再检查")
            }
            Self::Unpacked { format, limit } => {
                format!(
                    "{format} 文件的内容超过 {limit} MiB — 请删去其中的图片和附件，另存一份再检查"
                )
            }
            Self::Embedded => {
                "文字在嵌入的另一个文件里（altChunk），没有读 — 请用 Word 打开，另存为 .docx 再检查"
                    .to_owned()
            }
            Self::NotComputed => {
                "表里的公式没有存下结果，读不出数 — 请用 Excel 打开，保存后再检查".to_owned()
            }
            Self::Scanned => {
                "PDF 里没有文字，只有图片（扫描件） — 请检查 Word 原稿，或先做文字识别".to_owned()
            }
            Self::Unmapped => {
                "PDF 没有写明文字的编码，读不出内容 — 请检查制作它的 Word 文档或网页".to_owned()
            }
            Self::Turned(page) => format!(
                "PDF 第 {page} 页有竖排的文字，或者文字的方向不一，读不全 — 请检查制作它的 Word 文档或网页"
            ),
            Self::Foreign(format) => {
                format!(
                    "{format} 文件要先由 LibreOffice 转换，而这里没有 LibreOffice — 请另存为 Word 文档（.docx），或安装 LibreOffice"
                )
            }
            Self::NotConverted(format) => format!(
                "LibreOffice 没有转换成这个 {format} 文件 — 请用原来的程序打开，另存为 Word 文档（.docx）"
            ),
            Self::NotConvertedInTime { format, limit } => format!(
                "LibreOffice 在 {limit} 秒内没有转换完这个 {format} 文件 — 请另存为 Word 文档（.docx）"
            ),
            Self::NotBuilt(format) => format!("这个程序不读 {format} 文件"),
            Self::ReadOnly(format) => format!("{format} 文件不能改写"),
        }
    }

    /// The sentence in English.
    pub fn english(&self) -> String {
        match self {
            Self::Undecodable(error) => error.english(),
            Self::Unwritable(error) => error.to_string(),
            Self::Archive => {
                "is an archive, neither a Word document nor a workbook — unpack it and \
                              check the files in it"
                    .to_owned()
            }
            Self::Picture => {
                "is a picture, not text — check the Word original, or recognize the text first and \
                 save it as a Word document"
                    .to_owned()
            }
            Self::WebArchive => {
                "is a page in a single file (.mhtml), which is not read — save the page in the \
                 browser as “Webpage, HTML Only”"
                    .to_owned()
            }
            Self::Ofd => {
                "is an OFD file, which is not read — check the Word original, or save it as a PDF \
                 with text"
                    .to_owned()
            }
            Self::OldWorkbook => {
                "is a workbook in an old format (.xls, .et), which is not read — save it as an \
                 Excel workbook (.xlsx)"
                    .to_owned()
            }
            Self::Empty => {
                "is empty (0 bytes) — fetch the file again, or save it anew".to_owned()
            }
            Self::NotDocument(name) => format!(
                "is named {name}, but its content is no such file — open it in its program, save \
                 it anew and check that file"
            ),
            Self::Damaged(format) => format!(
                "is a {format} file that is cut off or damaged — open it in its program, save it \
                 anew and check that file"
            ),
            Self::Encrypted(format) => format!(
                "is a {format} file with a password — remove the password, save it anew and check \
                 that file"
            ),
            Self::Unpacked { format, limit } => format!(
                "is a {format} file with more than {limit} MiB of content — remove pictures and \
                 attachments, save it anew and check that file"
            ),
            Self::Embedded => {
                "embeds its text as another file (altChunk), which is not read — open it in Word, \
                 save it as .docx anew and check that file"
                    .to_owned()
            }
            Self::NotComputed => {
                "has formulas whose results are not stored — open it in Excel, save it and check it \
                 again"
                    .to_owned()
            }
            Self::Scanned => {
                "is a PDF of pictures without text (a scan) — check the Word original, or recognize \
                 the text first"
                    .to_owned()
            }
            Self::Unmapped => {
                "is a PDF that does not say which characters it shows — check the Word document \
                 or the page that it was made from"
                    .to_owned()
            }
            Self::Turned(page) => format!(
                "is a PDF with vertical text, or text in several directions, on page {page}, which \
                 cannot be read as a whole — check the Word document or the page that it was made \
                 from"
            ),
            Self::Foreign(format) => format!(
                "is a {format} file, which LibreOffice converts, and LibreOffice is not here — save \
                 it as a Word document (.docx), or install LibreOffice"
            ),
            Self::NotConverted(format) => format!(
                "is a {format} file, which LibreOffice did not convert — open it in its program and \
                 save it as a Word document (.docx)"
            ),
            Self::NotConvertedInTime { format, limit } => format!(
                "is a {format} file, which LibreOffice did not convert within {limit} seconds — save \
                 it as a Word document (.docx)"
            ),
            Self::NotBuilt(format) => {
                format!("is a {format} file, which this program was built without")
            }
            Self::ReadOnly(format) => format!("is a {format} file, which is not written"),
        }
    }
}

impl From<DecodeError> for SourceError {
    fn from(error: DecodeError) -> Self {
        Self::Undecodable(error)
    }
}

impl From<SpliceError> for SourceError {
    fn from(error: SpliceError) -> Self {
        Self::Unwritable(error)
    }
}
