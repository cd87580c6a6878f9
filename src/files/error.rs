//! Errors of files, in plain words.

use super::{DecodeError, SpliceError};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The longest supported file, in bytes. The longest compilations of reports have about 10 MB.
pub const MAX_LEN: u64 = 64 << 20;

/// A failure to read or write a file. The message is one line, in either language.
#[derive(Debug)]
pub struct FileError {
    pub path: PathBuf,
    pub kind: FileErrorKind,
}

/// The reason why a file cannot be read or written.
#[derive(Debug)]
pub enum FileErrorKind {
    NotFound,
    /// No right to read.
    Denied,
    /// The file is marked as read-only.
    ReadOnly,
    /// No right to write the file, or a new file beside it.
    WriteDenied,
    Folder,
    /// A device, pipe or socket. gouji never opens these.
    Special,
    TooLarge,
    Undecodable(DecodeError),
    /// The edits cannot be written into the file.
    Unwritable(SpliceError),
    /// The content changed since the read: another program wrote to the file.
    Changed,
    /// Another error of the system.
    Read(io::Error),
    Write(io::Error),
}

impl FileError {
    pub fn new(path: &Path, kind: FileErrorKind) -> Self {
        Self { path: path.to_owned(), kind }
    }

    pub(super) fn reading(path: &Path, error: io::Error) -> Self {
        Self::new(path, FileErrorKind::common(&error).unwrap_or(FileErrorKind::Read(error)))
    }

    pub(super) fn writing(path: &Path, error: io::Error) -> Self {
        let kind = match FileErrorKind::common(&error) {
            Some(FileErrorKind::Denied) if is_read_only(path) => FileErrorKind::ReadOnly,
            Some(FileErrorKind::Denied) => FileErrorKind::WriteDenied,
            kind => kind.unwrap_or(FileErrorKind::Write(error)),
        };
        Self::new(path, kind)
    }

    /// The sentence in Chinese; [`fmt::Display`] gives the English sentence.
    pub fn chinese(&self) -> String {
        let path = one_line(&self.path);
        match &self.kind {
            FileErrorKind::NotFound => format!("{path}：没有这个文件"),
            FileErrorKind::Denied => format!("{path}：没有读取的权限"),
            FileErrorKind::ReadOnly => format!("{path}：是只读文件，没有写入"),
            FileErrorKind::WriteDenied => format!("{path}：没有写入的权限"),
            FileErrorKind::Folder => format!("{path}：是文件夹，不是文件"),
            FileErrorKind::Special => {
                format!("{path}：不是普通文件（设备、管道或套接字），要读标准输入请用 -")
            }
            FileErrorKind::TooLarge => format!("{path}：文件超过 {} MiB", MAX_LEN >> 20),
            FileErrorKind::Undecodable(error) => format!("{path}：{}", error.chinese()),
            FileErrorKind::Unwritable(error) => format!("{path}：{}", error.chinese()),
            FileErrorKind::Changed => format!("{path}：读取之后已被改动，未写入"),
            FileErrorKind::Read(error) => format!("{path}：无法读取（{}）", reason(error).0),
            FileErrorKind::Write(error) => format!("{path}：无法写入（{}）", reason(error).0),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = one_line(&self.path);
        match &self.kind {
            FileErrorKind::NotFound => write!(f, "{path}: no such file"),
            FileErrorKind::Denied => write!(f, "{path}: no permission to read"),
            FileErrorKind::ReadOnly => write!(f, "{path}: is read-only; nothing is written"),
            FileErrorKind::WriteDenied => write!(f, "{path}: no permission to write"),
            FileErrorKind::Folder => write!(f, "{path}: is a folder, not a file"),
            FileErrorKind::Special => write!(
                f,
                "{path}: is a device, pipe or socket, not a file; use - to read standard input"
            ),
            FileErrorKind::TooLarge => write!(f, "{path}: is larger than {} MiB", MAX_LEN >> 20),
            FileErrorKind::Undecodable(error) => write!(f, "{path}: {}", error.english()),
            FileErrorKind::Unwritable(error) => write!(f, "{path}: {error}"),
            FileErrorKind::Changed => {
                write!(f, "{path}: was changed since it was read; nothing is written")
            }
            FileErrorKind::Read(error) => write!(f, "{path}: cannot be read ({})", reason(error).1),
            FileErrorKind::Write(error) => {
                write!(f, "{path}: cannot be written ({})", reason(error).1)
            }
        }
    }
}

impl std::error::Error for FileError {}

impl FileErrorKind {
    fn common(error: &io::Error) -> Option<Self> {
        match error.kind() {
            // A path below a file does not exist either.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Some(Self::NotFound),
            io::ErrorKind::PermissionDenied => Some(Self::Denied),
            io::ErrorKind::IsADirectory => Some(Self::Folder),
            _ => None,
        }
    }
}

/// The error of the system, in Chinese and in English. Common reasons are in plain words, other
/// reasons in the words of the system.
pub fn reason(error: &io::Error) -> (String, String) {
    let (chinese, english) = match error.kind() {
        io::ErrorKind::NotFound => ("没有这个文件或文件夹", "no such file or folder"),
        io::ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        io::ErrorKind::IsADirectory => ("是文件夹，不是文件", "is a folder, not a file"),
        io::ErrorKind::NotADirectory => {
            ("路径中有一段不是文件夹", "a part of the path is not a folder")
        }
        io::ErrorKind::AlreadyExists => {
            ("已有同名的文件或文件夹", "a file or folder of this name is there")
        }
        io::ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        io::ErrorKind::QuotaExceeded => ("超出磁盘配额", "the disk quota is exceeded"),
        io::ErrorKind::ReadOnlyFilesystem => ("文件系统只读", "the file system is read-only"),
        io::ErrorKind::FileTooLarge => ("文件过大", "the file is too large"),
        io::ErrorKind::InvalidFilename => {
            ("文件名过长或有不能用的字符", "the file name is too long or not valid")
        }
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            ("文件正被占用", "the file is in use")
        }
        io::ErrorKind::BrokenPipe => ("接收的程序已关闭", "the receiving program has closed"),
        io::ErrorKind::InvalidData if error.get_ref().is_none() => {
            ("不是 UTF-8 文字", "is not UTF-8 text")
        }
        io::ErrorKind::OutOfMemory => ("内存不足", "out of memory"),
        _ => return (error.to_string(), error.to_string()),
    };
    (chinese.to_owned(), english.to_owned())
}

fn is_read_only(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.permissions().readonly())
}

/// A path for a message: a file name may hold line breaks, a message may not.
fn one_line(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_said_in_both_languages() {
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::NotFound,
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
        ] {
            let (chinese, english) = reason(&kind.into());
            assert!(!chinese.is_ascii() && english.is_ascii(), "{chinese} {english}");
            // A path in the error does not change the reason.
            assert_eq!(reason(&io::Error::new(kind, "at path /a")), (chinese, english));
        }
        let other = io::Error::other("?");
        assert_eq!(reason(&other), ("?".to_owned(), "?".to_owned()));
    }
}
