//! Reads files, and writes files so that a failure never leaves half a file.

use super::{FileError, FileErrorKind, MAX_LEN};
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::NamedTempFile;

/// The content of a file at the time of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    /// Time of the last write, if the system knows the time.
    pub modified: Option<SystemTime>,
}

/// Reads a regular file, through symbolic links. Devices, pipes and sockets are not opened.
///
/// # Errors
/// If the file does not exist, is not a regular file or is longer than [`MAX_LEN`], or if the
/// system refuses.
pub fn read(path: &Path) -> Result<SourceFile, FileError> {
    let failed = |error| FileError::reading(path, error);
    expect_regular(path, &fs::metadata(path).map_err(failed)?)?;
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    expect_regular(path, &metadata)?;
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // The file may grow during the read, and the system reports a length of 0 for some files.
    file.take(MAX_LEN + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_LEN {
        return Err(FileError::new(path, FileErrorKind::TooLarge));
    }
    Ok(SourceFile { path: path.to_owned(), bytes, modified: metadata.modified().ok() })
}

/// Reads standard input to its end.
///
/// # Errors
/// If the input is longer than [`MAX_LEN`], or if the system refuses.
pub fn read_stdin() -> Result<Vec<u8>, FileErrorKind> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(MAX_LEN + 1).read_to_end(&mut bytes).map_err(FileErrorKind::Read)?;
    if bytes.len() as u64 > MAX_LEN { Err(FileErrorKind::TooLarge) } else { Ok(bytes) }
}

/// Replaces the content of a file with `bytes`: writes a new file beside the old file, then renames
/// the new file. Mode, owner and symbolic links stay. After a failure the old file is unchanged,
/// and the new file is removed.
///
/// # Errors
/// If the content of the file changed since the read, if the file is not writable, or if the system
/// refuses.
pub fn write_atomically(source: &SourceFile, bytes: &[u8]) -> Result<(), FileError> {
    let path = &source.path;
    let failed = |error| FileError::writing(path, error);
    let target = fs::canonicalize(path).map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    expect_regular(path, &metadata)?;
    // A rename would ignore the permissions of the file.
    File::options().write(true).open(&target).map_err(failed)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::Builder::new().prefix(".gouji-").tempfile_in(folder).map_err(failed)?;
    new.write_all(bytes).map_err(failed)?;
    keep_owner(new.as_file(), &metadata);
    new.as_file().set_permissions(metadata.permissions()).map_err(failed)?;
    new.as_file().sync_all().map_err(failed)?;
    // As late as possible: a write by another program after this check is lost.
    if !is_unchanged(&target, source).map_err(failed)? {
        return Err(FileError::new(path, FileErrorKind::Changed));
    }
    new.persist(&target).map_err(|error| failed(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// Writes an output file, new or in place of an old file, see [`OutputFile`].
///
/// # Errors
/// If the system refuses.
pub fn write_output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut out = OutputFile::new(path)?;
    out.write_all(bytes)?;
    out.finish()
}

/// An output file, new or in place of an old file. The content is first written beside the old
/// file, so a full disk does not damage the old file. A device or pipe is written to directly.
#[derive(Debug)]
pub struct OutputFile(Output);

#[derive(Debug)]
enum Output {
    Direct(File),
    Beside(Box<Beside>),
}

/// A new file beside its target.
#[derive(Debug)]
struct Beside {
    new: NamedTempFile,
    target: PathBuf,
    old: Option<Metadata>,
}

impl OutputFile {
    /// Begins an output.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn new(path: &Path) -> io::Result<Self> {
        let old = fs::metadata(path).ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return Ok(Self(Output::Direct(File::options().write(true).open(path)?)));
        }
        // A symbolic link stays a symbolic link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let new = builder.prefix(".gouji-").tempfile_in(folder.unwrap_or(Path::new(".")))?;
        Ok(Self(Output::Beside(Box::new(Beside { new, target, old }))))
    }

    /// Ends the output. Without this call, the old file stays as it was.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn finish(self) -> io::Result<()> {
        let Output::Beside(beside) = self.0 else { return Ok(()) };
        let Beside { new, target, old } = *beside;
        if let Some(old) = old {
            File::options().write(true).open(&target)?;
            new.as_file().set_permissions(old.permissions())?;
        }
        new.as_file().sync_all()?;
        new.persist(&target).map_err(|error| error.error)?;
        Ok(())
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Output::Direct(file) => file.write(bytes),
            Output::Beside(beside) => beside.new.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Output::Direct(file) => file.flush(),
            Output::Beside(beside) => beside.new.flush(),
        }
    }
}

fn expect_regular(path: &Path, metadata: &Metadata) -> Result<(), FileError> {
    let kind = if metadata.is_dir() {
        FileErrorKind::Folder
    } else if !metadata.is_file() {
        FileErrorKind::Special
    } else if metadata.len() > MAX_LEN {
        FileErrorKind::TooLarge
    } else {
        return Ok(());
    };
    Err(FileError::new(path, kind))
}

/// Compares the content: a time stamp is too coarse for two writes in one tick, and can change
/// without a change of the content.
fn is_unchanged(target: &Path, source: &SourceFile) -> io::Result<bool> {
    let mut now = Vec::with_capacity(source.bytes.len());
    let file = File::open(target)?;
    if file.metadata()?.len() != source.bytes.len() as u64 {
        return Ok(false);
    }
    file.take(MAX_LEN + 1).read_to_end(&mut now)?;
    Ok(now == source.bytes)
}

/// A new file belongs to the user of the program. To change the owner needs rights that most users
/// do not have. A failure here is not an error.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if file.metadata().is_ok_and(|new| (new.uid(), new.gid()) != (old.uid(), old.gid())) {
        _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// The rename survives a crash only after a sync of the folder. Without the sync the file is still
/// complete.
fn sync_folder(folder: &Path) {
    _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn file(content: &[u8]) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("报告.txt");
        fs::write(&path, content).unwrap();
        (folder, path)
    }

    fn kind(result: Result<impl std::fmt::Debug, FileError>) -> FileErrorKind {
        let error = result.unwrap_err();
        assert!(!error.to_string().contains('\n') && !error.chinese().contains('\n'));
        error.kind
    }

    fn names(folder: &TempDir) -> Vec<String> {
        fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn what_is_no_file_is_said_in_one_line() {
        let (folder, path) = file(b"");
        assert!(matches!(kind(read(&folder.path().join("none\n.txt"))), FileErrorKind::NotFound));
        assert!(matches!(kind(read(&path.join("below"))), FileErrorKind::NotFound));
        assert!(matches!(kind(read(folder.path())), FileErrorKind::Folder));
        assert!(matches!(kind(read(Path::new(""))), FileErrorKind::NotFound));
    }

    #[cfg(unix)]
    #[test]
    fn devices_pipes_and_sockets_are_not_opened() {
        assert!(matches!(kind(read(Path::new("/dev/zero"))), FileErrorKind::Special));
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(matches!(kind(read(&socket)), FileErrorKind::Special));
        // Opening a pipe without a writer would block forever.
        let pipe = folder.path().join("pipe");
        if std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .is_ok_and(|status| status.success())
        {
            assert!(matches!(kind(read(&pipe)), FileErrorKind::Special));
        }
    }

    #[test]
    fn a_file_that_is_too_long_is_not_read() {
        let (_folder, path) = file(b"");
        File::options().write(true).open(&path).unwrap().set_len(MAX_LEN + 1).unwrap();
        assert!(matches!(kind(read(&path)), FileErrorKind::TooLarge));
        File::options().write(true).open(&path).unwrap().set_len(MAX_LEN).unwrap();
        assert_eq!(read(&path).unwrap().bytes.len() as u64, MAX_LEN);
    }

    #[test]
    fn a_write_replaces_the_content_and_leaves_nothing_else() {
        let (folder, path) = file("旧".as_bytes());
        let source = read(&path).unwrap();
        write_atomically(&source, "新".as_bytes()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), "新".as_bytes());
        assert_eq!(names(&folder), ["报告.txt"]);
    }

    #[test]
    fn a_file_that_somebody_else_changed_is_not_overwritten() {
        let (folder, path) = file(b"old");
        let source = read(&path).unwrap();
        for other in [&b"longer"[..], b"new"] {
            fs::write(&path, other).unwrap();
            assert!(matches!(kind(write_atomically(&source, b"mine")), FileErrorKind::Changed));
            assert_eq!(fs::read(&path).unwrap(), other);
            assert_eq!(names(&folder), ["报告.txt"]);
        }
        fs::remove_file(&path).unwrap();
        assert!(matches!(kind(write_atomically(&source, b"mine")), FileErrorKind::NotFound));
        assert!(names(&folder).is_empty());
    }

    #[test]
    fn a_file_written_again_with_the_same_content_may_be_replaced() {
        let (_folder, path) = file(b"old");
        let source = read(&path).unwrap();
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(SystemTime::UNIX_EPOCH)
            .unwrap();
        write_atomically(&source, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn an_output_is_new_or_takes_the_place_of_an_old_one() {
        let (folder, path) = file(b"old");
        write_output(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        write_output(&folder.path().join("other"), b"").unwrap();
        let mut names = names(&folder);
        names.sort();
        assert_eq!(names, ["other", "报告.txt"]);
        assert!(write_output(&folder.path().join("none/other"), b"").is_err());
        assert!(write_output(folder.path(), b"").is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to() {
        assert!(write_output(Path::new("/dev/null"), b"x").is_ok());
        assert!(write_output(Path::new("/dev/full"), b"x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn mode_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, path) = file(b"old");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.txt");
        symlink("报告.txt", &link).unwrap();
        write_atomically(&read(&link).unwrap(), b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_write_that_fails_leaves_the_old_file() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, path) = file(b"old");
        let source = read(&path).unwrap();

        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        // Root may write anywhere, so root cannot test this case.
        if File::options().write(true).open(&path).is_err() {
            assert!(matches!(kind(write_atomically(&source, b"new")), FileErrorKind::ReadOnly));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let is_root = File::create(folder.path().join("probe")).is_ok();
        let result = (!is_root).then(|| write_atomically(&source, b"new"));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        if let Some(result) = result {
            assert!(matches!(kind(result), FileErrorKind::WriteDenied));
            assert_eq!(names(&folder), ["报告.txt"]);
        }
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
