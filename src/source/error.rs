//! The reasons why a source cannot be read or written, in plain words.

use crate::files::{DecodeError, SpliceError};

/// The reason why a source cannot be read or written. The message is one sentence that says what to
/// do, in either language, without the name of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    Undecodable(DecodeError),
    /// The edits cannot be written into the file.
    Unwritable(SpliceError),
    /// A zip archive that is neither a document nor a workbook.
    Archive,
    /// A file of this format that is cut off or broken.
    Damaged(&'static str),
    /// A file of this format that is protected by a password.
    Encrypted(&'static str),
    /// A file of this format that would need more memory than the limit, in MiB.
    Unpacked {
        format: &'static str,
        limit: u64,
    },
    /// A PDF without text: scanned pages.
    Scanned,
    /// A PDF that does not say which characters its text shows.
    Unmapped,
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
                | Self::Scanned
                | Self::Foreign(_)
                | Self::NotConverted(_)
                | Self::NotConvertedInTime { .. }
                | Self::NotBuilt(_)
        )
    }

    /// The sentence in Chinese; [`SourceError::english`] gives the English sentence.
    pub fn chinese(&self) -> String {
        match self {
            Self::Undecodable(error) => error.chinese(),
            Self::Unwritable(error) => error.chinese(),
            Self::Archive => {
                "是压缩包，不是 Word 文档或 Excel 表格 — 请解压后检查里面的文件".to_owned()
            }
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
            Self::Scanned => {
                "PDF 里没有文字，只有图片（扫描件） — 请检查制作它的 Word 文档或网页".to_owned()
            }
            Self::Unmapped => {
                "PDF 没有写明文字的编码，读不出内容 — 请检查制作它的 Word 文档或网页".to_owned()
            }
            Self::Foreign(format) => {
                format!(
                    "{format} 文件要先由 LibreOffice 转换，而这里没有 LibreOffice — 请另存为 Word 文档（.docx）"
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
            Self::Scanned => {
                "is a PDF of pictures without text (a scan) — check the Word document \
                              or the page that it was made from"
                    .to_owned()
            }
            Self::Unmapped => {
                "is a PDF that does not say which characters it shows — check the Word document \
                 or the page that it was made from"
                    .to_owned()
            }
            Self::Foreign(format) => format!(
                "is a {format} file, which LibreOffice converts, and LibreOffice is not here — save \
                 it as a Word document (.docx)"
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
