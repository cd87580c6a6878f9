//! Converts files of other word processors into Word documents, through LibreOffice.
//!
//! LibreOffice runs once for all files, without a window, on copies in a temporary folder, and with
//! a profile of its own: the profile of the user may be in use, and allows links into the network.

use crate::files;
use crate::source::{Reading, SourceError, foreign};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The installed LibreOffice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converter {
    program: PathBuf,
    /// The time for the start of the program, and the time for each file.
    start: Duration,
    each: Duration,
}

/// Files to convert.
#[derive(Debug, Default)]
pub struct Batch {
    inputs: Vec<Input>,
    /// `None` without a file to convert, or without LibreOffice.
    converter: Option<Converter>,
    /// `None` if the system refuses.
    workplace: Option<Workplace>,
}

/// A temporary folder for copies, documents and the profile.
#[derive(Debug)]
struct Workplace {
    // Deleted first: a signal is answered until then.
    folder: TempDir,
    guard: system::Guard,
}

/// A file to convert. Its copy is named by its number: files of several folders may have one name.
#[derive(Debug)]
struct Input {
    path: PathBuf,
    format: &'static str,
    /// The name of the copy. `None` if there is no copy.
    copy: Option<String>,
}

/// The converted files. The documents are deleted with this value.
#[derive(Debug, Default)]
pub struct Converted {
    documents: HashMap<PathBuf, Document>,
    _workplace: Option<Workplace>,
}

/// The document made of a file.
#[derive(Debug)]
struct Document {
    path: PathBuf,
    /// The reason, if there is no document.
    otherwise: SourceError,
}

impl Converter {
    const START: Duration = Duration::from_secs(60);
    const EACH: Duration = Duration::from_secs(10);

    /// Finds LibreOffice: in the search path of the user, then in the usual folders of the system.
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<_> = std::env::split_paths(&path).collect();
        let program = Self::find_in(&folders).or_else(|| Self::find_in(&usual_folders()))?;
        Some(Self { program, start: Self::START, each: Self::EACH })
    }

    fn find_in(folders: &[PathBuf]) -> Option<PathBuf> {
        // A relative folder may be any folder, such as the folder of the reports.
        let folders = || folders.iter().filter(|folder| folder.is_absolute());
        let names =
            if cfg!(windows) { ["soffice.com", "soffice.exe"] } else { ["soffice", "libreoffice"] };
        names
            .iter()
            .flat_map(|name| folders().map(move |folder| folder.join(name)))
            .find(|path| is_program(path))
    }

    /// Converts the copies of these names in `folder`. Returns whether the time was enough.
    fn convert(&self, workplace: &Workplace, copies: &[&str]) -> io::Result<bool> {
        let folder = workplace.folder.path();
        let mut command = Command::new(&self.program);
        command
            .args(["--headless", "--norestore"])
            .arg(format!("-env:UserInstallation={}", url(&folder.join(PROFILE))))
            .args(["--convert-to", "docx", "--outdir"])
            .arg(folder.join(OUT))
            .args(copies)
            .current_dir(folder.join(IN))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = workplace.guard.spawn(&mut command)?;
        let end = Instant::now() + self.limit(copies.len());
        let mut is_in_time = true;
        while child.try_wait()?.is_none() {
            if Instant::now() >= end {
                system::stop(&mut child);
                is_in_time = false;
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        workplace.guard.release();
        Ok(is_in_time)
    }

    fn limit(&self, count: usize) -> Duration {
        self.start + self.each * u32::try_from(count).unwrap_or(u32::MAX)
    }
}

impl Batch {
    /// The files of these paths that only LibreOffice reads, by their first bytes. A file that
    /// cannot be read is left out.
    pub fn of_files<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut batch = Self::default();
        for path in paths {
            if head(path).is_ok_and(|head| foreign(&head).is_some())
                && let Ok(file) = files::read(path)
            {
                batch.add(path, &file.bytes, Converter::find);
            }
        }
        batch
    }

    /// The bytes of one file, if only LibreOffice reads such a file.
    pub fn of_bytes(path: &Path, bytes: &[u8]) -> Self {
        let mut batch = Self::default();
        batch.add(path, bytes, Converter::find);
        batch
    }

    /// Number of files for LibreOffice.
    pub fn len(&self) -> usize {
        self.inputs.iter().filter(|input| input.copy.is_some()).count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Converts the files. Waits for LibreOffice, at most one minute and ten seconds a file.
    pub fn convert(self) -> Converted {
        let (Some(converter), Some(workplace)) = (self.converter, self.workplace) else {
            return Converted::default();
        };
        let folder = workplace.folder.path();
        let mut documents = HashMap::new();
        for inputs in self.inputs.chunks(AT_ONCE) {
            let copies: Vec<_> = inputs.iter().filter_map(|input| input.copy.as_deref()).collect();
            let is_in_time =
                copies.is_empty() || converter.convert(&workplace, &copies).unwrap_or(true);
            let limit = converter.limit(copies.len()).as_secs();
            documents.extend(inputs.iter().map(|input| {
                let format = input.format;
                let name = input.copy.as_deref().unwrap_or_default();
                let path = folder.join(OUT).join(name).with_extension("docx");
                let otherwise = match is_in_time {
                    true => SourceError::NotConverted(format),
                    false => SourceError::NotConvertedInTime { format, limit },
                };
                (input.path.clone(), Document { path, otherwise })
            }));
        }
        Converted { documents, _workplace: Some(workplace) }
    }

    fn add(&mut self, path: &Path, bytes: &[u8], find: impl Fn() -> Option<Converter>) {
        let Some(format) = foreign(bytes) else { return };
        if self.inputs.is_empty() {
            self.converter = find();
            self.workplace = self.converter.as_ref().and_then(|_| Workplace::new().ok());
        }
        let copy = self.workplace.as_ref().filter(|_| is_document(bytes)).and_then(|place| {
            let name = format!("{}.{}", self.inputs.len() + 1, extension(path, format));
            let written = fs::write(place.folder.path().join(IN).join(&name), bytes);
            written.ok().map(|()| name)
        });
        self.inputs.push(Input { path: path.to_owned(), format, copy });
    }
}

impl Converted {
    /// The reading of a converted file of this format.
    ///
    /// # Errors
    /// If LibreOffice is not installed, or if LibreOffice did not convert the file.
    pub fn reading(&self, path: &Path, format: &'static str) -> Result<Reading, SourceError> {
        let document = self.documents.get(path).ok_or(SourceError::Foreign(format))?;
        files::read(&document.path)
            .ok()
            .and_then(|file| Reading::of_converted(&file.bytes, format).ok())
            .ok_or_else(|| document.otherwise.clone())
    }
}

/// The folders in the temporary folder.
const IN: &str = "in";
const OUT: &str = "out";
const PROFILE: &str = "profile";

/// At most 1000 files in one process: Windows limits a command line to 32 thousand characters.
const AT_ONCE: usize = 1000;

/// The settings of the profile: no macros, and no links. By default LibreOffice fetches the linked
/// pictures of a document from the network.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

impl Workplace {
    fn new() -> io::Result<Self> {
        let above = std::path::absolute(std::env::temp_dir())?;
        let folder = tempfile::Builder::new().prefix("gouji-").tempdir_in(above)?;
        let guard = system::Guard::of(folder.path());
        let user = folder.path().join(PROFILE).join("user");
        for own in [&folder.path().join(IN), &folder.path().join(OUT), &user] {
            fs::create_dir_all(own)?;
        }
        fs::write(user.join("registrymodifications.xcu"), SETTINGS)?;
        Ok(Self { folder, guard })
    }
}

/// The first bytes of a regular file.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    // Opening a pipe would wait for a writer.
    if fs::metadata(path)?.is_file() {
        File::open(path)?.take(128).read_to_end(&mut head)?;
    }
    Ok(head)
}

/// Whether a file of old office programs is a document: LibreOffice takes other content of such a
/// file for text. True for all other files.
fn is_document(bytes: &[u8]) -> bool {
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
    let name: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    !bytes.starts_with(OLE) || memchr::memmem::find(bytes, &name).is_some()
}

/// The extension of a copy. LibreOffice reads some formats only with a usual extension.
fn extension(path: &Path, format: &str) -> String {
    let own = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match (own.as_str(), format) {
        ("doc" | "dot" | "wps" | "wpt" | "odt" | "ott" | "rtf", _) => own,
        (_, "RTF") => "rtf".to_owned(),
        (_, "ODT") => "odt".to_owned(),
        _ => "doc".to_owned(),
    }
}

/// The usual folders of LibreOffice on systems where an installation leaves the search path as it
/// is.
fn usual_folders() -> Vec<PathBuf> {
    let below = |variable: &str, path: &str| {
        std::env::var_os(variable).map(|folder| PathBuf::from(folder).join(path))
    };
    let folders = if cfg!(target_os = "macos") {
        let app = "Applications/LibreOffice.app/Contents/MacOS";
        vec![Some(Path::new("/").join(app)), below("HOME", app)]
    } else if cfg!(windows) {
        let variables = ["ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"];
        variables.map(|variable| below(variable, r"LibreOffice\program")).to_vec()
    } else {
        Vec::new()
    };
    folders.into_iter().flatten().collect()
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The URL of an absolute path.
fn url(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { format!("/{}", path.replace('\\', "/")) } else { path.into() };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte);
    let encoded = path.bytes().map(|byte| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    format!("file://{}", encoded.collect::<String>())
}

#[cfg(test)]
mod cases;
#[cfg(not(unix))]
#[path = "convert/other.rs"]
mod system;
#[cfg(unix)]
#[path = "convert/unix.rs"]
mod system;
