//! Tests of the conversion, with a stand-in for LibreOffice.

use super::*;
use crate::files::Package;

#[test]
fn the_profile_is_named_by_a_url() {
    if cfg!(unix) {
        assert_eq!(url(Path::new("/tmp/a b/甲%")), "file:///tmp/a%20b/%E7%94%B2%25");
    }
}

#[test]
fn a_copy_keeps_an_extension_that_libreoffice_knows() {
    for (path, format, expected) in [
        ("a/甲.WPS", "DOC/WPS", "wps"),
        ("甲.doc", "RTF", "doc"),
        ("甲.report", "DOC/WPS", "doc"),
        ("-", "RTF", "rtf"),
        ("甲.zip", "ODT", "odt"),
    ] {
        assert_eq!(extension(Path::new(path), format), expected, "{path}");
    }
}

#[test]
fn a_workbook_of_old_office_programs_is_no_document() {
    let ole = |name: &str| {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain(name).collect::<Vec<_>>()
    };
    assert!(is_document(&ole("WordDocument")) && is_document(b"{\\rtf1 }"));
    assert!(!is_document(&ole("Workbook")));
}

#[test]
fn only_the_first_bytes_decide() {
    // The first entry of an archive: its header, with the length of the name, name and content.
    let archive = |content: &str| {
        let head = [b"PK\x03\x04".as_slice(), &[0; 22], &[8, 0, 0, 0], b"mimetype"].concat();
        [&head, content.as_bytes(), &[0; 8]].concat()
    };
    let kinds = "application/vnd.oasis.opendocument";
    let (text, sheet) =
        (archive(&format!("{kinds}.text")), archive(&format!("{kinds}.spreadsheet")));
    for (bytes, expected) in [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), Some("DOC/WPS")),
        (b"{\\rtf1 }", Some("RTF")),
        (b"rtf {\\rtf1 }", None),
        (&text, Some("ODT")),
        (&text[..50], None),
        (&sheet, None),
        (EMPTY, None),
        (b"PK\x03\x04", None),
        (b"", None),
    ] {
        assert_eq!(foreign(bytes), expected, "{bytes:?}");
    }
}

const EMPTY: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

#[cfg(unix)]
mod with_a_program {
    use super::*;
    use std::os::unix::fs::symlink;

    /// A folder with the stand-in, and with documents named by their text.
    struct Office(TempDir);

    impl Office {
        fn new(texts: &[&str]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/soffice.sh");
            symlink(program, folder.path().join("soffice")).unwrap();
            for text in texts {
                fs::write(folder.path().join(format!("{text}.docx")), document(text)).unwrap();
            }
            Self(folder)
        }

        fn converter(&self, start: Duration) -> Converter {
            let program = Converter::find_in(&[self.0.path().to_owned()]).unwrap();
            Converter { program, start, each: Duration::ZERO }
        }

        /// The batch of these files.
        fn batch(&self, files: &[(&str, &str)], start: Duration) -> Batch {
            let mut batch = Batch::default();
            for (path, content) in files {
                batch.add(Path::new(path), content.as_bytes(), || Some(self.converter(start)));
            }
            batch
        }

        fn read(&self, name: &str) -> String {
            fs::read_to_string(self.0.path().join(name)).unwrap()
        }
    }

    fn document(text: &str) -> Vec<u8> {
        let words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let names = "http://schemas.openxmlformats.org/package/2006/relationships";
        let top = format!(
            "<Relationships xmlns=\"{names}\"><Relationship Id=\"a\" Target=\"a.xml\" \
             Type=\"{kinds}/officeDocument\"/></Relationships>"
        );
        let main = format!(
            "<w:document xmlns:w=\"{words}\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>\
             </w:body></w:document>"
        );
        let parts = [("_rels/.rels", top.as_bytes()), ("a.xml", main.as_bytes())];
        Package::open(EMPTY).unwrap().with(&parts).unwrap()
    }

    fn text(converted: &Converted, path: &str) -> Result<String, SourceError> {
        let reading = converted.reading(Path::new(path), "RTF")?;
        Ok(reading.text().trim_end().to_owned())
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn one_process_converts_all_files_with_a_profile_of_its_own() {
        let office = Office::new(&["a", "b"]);
        let files = [
            ("x/甲.rtf", "{\\rtf1 document=a}"),
            ("y/甲.rtf", "{\\rtf1 document=b}"),
            ("丙.rtf", "{\\rtf1 other}"),
            ("丁.txt", "document=a"),
        ];
        let batch = office.batch(&files, LONG);
        assert_eq!(batch.len(), 3);
        let folder = batch.workplace.as_ref().unwrap().folder.path().to_owned();
        let converted = batch.convert();
        assert_eq!(text(&converted, "x/甲.rtf"), Ok("a".to_owned()));
        assert_eq!(text(&converted, "y/甲.rtf"), Ok("b".to_owned()), "equal names");
        assert_eq!(text(&converted, "丙.rtf"), Err(SourceError::NotConverted("RTF")));
        assert_eq!(text(&converted, "丁.txt"), Err(SourceError::Foreign("RTF")), "not asked for");
        let reading = converted.reading(Path::new("x/甲.rtf"), "RTF").unwrap();
        assert!(!reading.format().is_writable() && reading.format().name() == "RTF");
        let calls = office.read("calls");
        assert_eq!(calls.lines().count(), 1, "{calls}");
        let profile = format!("-env:UserInstallation={}/profile", url(&folder));
        assert!(calls.contains(&profile) && calls.ends_with("1.rtf 2.rtf 3.rtf\n"), "{calls}");
        assert!(office.read("settings").contains("BlockUntrustedRefererLinks"));
        assert!(folder.exists());
        drop(converted);
        assert!(!folder.exists());
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_its_children() {
        let office = Office::new(&["a"]);
        fs::write(office.0.path().join("hangs"), "").unwrap();
        let begin = Instant::now();
        let start = Duration::from_secs(2);
        let converted = office.batch(&[("a.rtf", "{\\rtf1 document=a}")], start).convert();
        let late = SourceError::NotConvertedInTime { format: "RTF", limit: 2 };
        assert_eq!(text(&converted, "a.rtf"), Err(late));
        assert!(begin.elapsed() < LONG);
        let child: i32 = office.read("child").trim().parse().unwrap();
        let child = rustix::process::Pid::from_raw(child).unwrap();
        // The system takes a moment to clear the ended process.
        while rustix::process::test_kill_process(child).is_ok() && !is_ended(child) {
            assert!(begin.elapsed() < LONG, "the child still runs");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether a process has ended, and only its number is left for its parent.
    fn is_ended(pid: rustix::process::Pid) -> bool {
        let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
        stat.is_ok_and(|stat| stat.contains(") Z "))
    }

    #[test]
    fn each_file_adds_to_the_time() {
        let converter =
            Converter { program: PathBuf::new(), start: Converter::START, each: Converter::EACH };
        assert_eq!(converter.limit(3).as_secs(), 90);
    }

    #[test]
    fn a_program_that_does_not_start_converts_nothing() {
        let office = Office::new(&[]);
        let mut batch = office.batch(&[("a.rtf", "{\\rtf1 document=a}")], LONG);
        batch.converter.as_mut().unwrap().program = PathBuf::from("/none/soffice");
        assert_eq!(text(&batch.convert(), "a.rtf"), Err(SourceError::NotConverted("RTF")));
    }

    #[test]
    fn nothing_is_copied_without_libreoffice() {
        let mut batch = Batch::default();
        batch.add(Path::new("a.rtf"), b"{\\rtf1 }", || None);
        assert!(batch.is_empty() && batch.workplace.is_none());
        assert_eq!(text(&batch.convert(), "a.rtf"), Err(SourceError::Foreign("RTF")));
    }

    #[test]
    fn a_relative_folder_or_a_plain_file_is_no_program() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("soffice"), "").unwrap();
        assert_eq!(Converter::find_in(&[folder.path().to_owned()]), None);
        assert_eq!(Converter::find_in(&[PathBuf::from("tests/support"), PathBuf::new()]), None);
    }
}
