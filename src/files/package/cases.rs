//! Tests of packages.

use super::*;
use proptest::prelude::*;
use std::io::Write as _;

/// An archive without entries.
fn empty() -> Vec<u8> {
    [END.as_slice(), &[0; 18]].concat()
}

/// An archive with these entries, with sizes in the headers.
fn plain(entries: &[(&str, &str)]) -> Vec<u8> {
    let contents: Vec<_> = entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Package::open(&empty()).unwrap().with(&contents).unwrap()
}

/// An archive as written by a program that cannot seek: the sizes stand behind the data.
fn streamed(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, text) in entries {
        let (mut entry, config) = archive
            .new_file(*name)
            .last_modified(rawzip::time::UtcDateTime::from_unix(1_735_689_600))
            .start()
            .unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(text.as_bytes()).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.set_comment("注");
    archive.finish().unwrap();
    out
}

const ENTRIES: [(&str, &str); 3] =
    [("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<正文/>"), ("a.bin", "123")];

fn content(bytes: &[u8], name: &str) -> Result<Option<String>, PackageError> {
    let content = Package::open(bytes)?.read(name)?;
    Ok(content.map(|content| String::from_utf8(content).unwrap()))
}

/// The bytes of an entry up to the next entry, and its record without the place.
fn stretches(bytes: &[u8]) -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let package = Package::open(bytes).unwrap();
    let starts: Vec<usize> = package.entries.iter().map(|entry| entry.start).collect();
    let ends = starts.iter().copied().skip(1).chain([package.directory]);
    let entries = package.entries.iter().zip(ends);
    entries
        .map(|(entry, end)| {
            let mut record = bytes[entry.record.clone()].to_vec();
            record[42..46].fill(0);
            (entry.name.clone(), bytes[entry.start..end].to_vec(), record)
        })
        .collect()
}

/// The place of the record of the entry `index`.
fn record(bytes: &[u8], index: usize) -> usize {
    Package::open(bytes).unwrap().entries[index].record.start
}

#[test]
fn only_the_changed_entry_is_written_anew() {
    for original in [plain(&ENTRIES), streamed(&ENTRIES)] {
        let new = "<新的正文/>".repeat(100);
        let package = Package::open(&original).unwrap();
        let written = package.replaced("word/document.xml", new.as_bytes()).unwrap();
        assert_eq!(content(&written, "WORD/document.xml").unwrap().as_deref(), Some(&*new));
        let (before, after) = (stretches(&original), stretches(&written));
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.0, after.0);
            let is_changed = before.0 == "word/document.xml";
            assert_eq!(before.1 != after.1, is_changed, "{}", before.0);
            assert_eq!(before.2 != after.2, is_changed, "{}", before.0);
            // The date.
            assert_eq!(before.1[10..14], after.1[10..14]);
            assert_eq!(before.2[12..16], after.2[12..16]);
        }
        let end = &written[written.len() - package.comment.len()..];
        assert_eq!(end, &original[package.comment.clone()]);
        // Once more: the result is a package like any other.
        let again = Package::open(&written).unwrap().replaced("a.bin", b"4").unwrap();
        assert_eq!(content(&again, "a.bin").unwrap().as_deref(), Some("4"));
        assert_eq!(content(&again, "word/document.xml").unwrap().as_deref(), Some(&*new));
    }
}

#[test]
fn a_new_entry_stands_behind_the_others() {
    let original = streamed(&ENTRIES);
    let package = Package::open(&original).unwrap();
    let written =
        package.with(&[("word/comments.xml", b"<c/>"), ("a.bin", b"")]).expect("a package");
    let names: Vec<String> = Package::open(&written).unwrap().names().map(Into::into).collect();
    assert_eq!(names[..3], ENTRIES.map(|(name, _)| name));
    assert_eq!(names[3..], ["word/comments.xml"]);
    assert_eq!(content(&written, "word/comments.xml").unwrap().as_deref(), Some("<c/>"));
    assert_eq!(content(&written, "a.bin").unwrap().as_deref(), Some(""));
    assert_eq!(content(&written, "b.bin"), Ok(None));
}

#[test]
fn what_stands_before_and_behind_the_archive_is_kept() {
    let original = [b"#!/bin/sh\n".as_slice(), &plain(&ENTRIES), b"\n\n"].concat();
    assert_eq!(content(&original, "a.bin").unwrap().as_deref(), Some("123"));
    let written = Package::open(&original).unwrap().replaced("a.bin", b"4567").unwrap();
    assert!(written.starts_with(b"#!/bin/sh\nPK") && written.ends_with(b"\n\n"));
    assert_eq!(content(&written, "a.bin").unwrap().as_deref(), Some("4567"));
    assert_eq!(content(&written, "word/document.xml").unwrap().as_deref(), Some("<正文/>"));
}

#[test]
fn a_comment_may_hold_the_mark_of_an_end() {
    for comment in [b"PK\x05\x06".to_vec(), [b"a".as_slice(), &empty(), b"b"].concat()] {
        let mut original = plain(&ENTRIES);
        let len = original.len();
        original[len - 2..].copy_from_slice(&(comment.len() as u16).to_le_bytes());
        original.extend_from_slice(&comment);
        let written = Package::open(&original).unwrap().replaced("a.bin", b"4567").unwrap();
        assert!(written.ends_with(&comment));
        assert_eq!(content(&written, "a.bin").unwrap().as_deref(), Some("4567"));
        assert_eq!(content(&written, "word/document.xml").unwrap().as_deref(), Some("<正文/>"));
    }
}

#[test]
fn a_bomb_is_refused_before_it_unpacks() {
    let mut bytes = plain(&ENTRIES);
    let at = record(&bytes, 2);
    bytes[at + 24..at + 28].copy_from_slice(&0x1100_0000_u32.to_le_bytes());
    assert_eq!(content(&bytes, "a.bin"), Err(PackageError::TooLarge));
    assert_eq!(content(&bytes, "word/document.xml").unwrap().as_deref(), Some("<正文/>"));
    // A length that is too short.
    bytes[at + 24..at + 28].copy_from_slice(&2_u32.to_le_bytes());
    assert_eq!(content(&bytes, "a.bin"), Err(PackageError::Damaged));
    // All reads together.
    let bytes = plain(&ENTRIES);
    let mut package = Package::open(&bytes).unwrap();
    package.left = 5;
    assert_eq!(package.read("a.bin"), Ok(Some(b"123".to_vec())));
    assert_eq!(package.read("a.bin"), Err(PackageError::TooLarge));
}

#[test]
fn what_is_no_whole_archive_is_refused() {
    let bytes = plain(&ENTRIES);
    for len in 0..bytes.len() {
        assert!(Package::open(&bytes[..len]).is_err(), "{len}");
    }
    let error = |bytes: &[u8]| Package::open(bytes).err();
    assert_eq!(error(&bytes[..100]), Some(PackageError::Damaged));
    assert_eq!(error(b"%PDF-1.7"), Some(PackageError::NotArchive));
    assert_eq!(error(&plain(&[("a", "1"), ("A", "2")])), Some(PackageError::Damaged));
    let mut encrypted = bytes.clone();
    let at = record(&bytes, 1);
    encrypted[at + 8] |= 1;
    assert_eq!(content(&encrypted, "word/document.xml"), Err(PackageError::Encrypted));
    let mut other = bytes.clone();
    other[at + 10] = 12;
    assert_eq!(content(&other, "word/document.xml"), Err(PackageError::Damaged));
}

/// `bytes` with the sizes of the entry `index` in a field for sizes above 4 GiB.
fn with_long_sizes(bytes: &[u8], index: usize) -> Vec<u8> {
    let at = record(bytes, index);
    let mut out = bytes.to_vec();
    let size = |at: usize| u64::from(u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()));
    let mut field = [ZIP64_FIELD, 16].map(u16::to_le_bytes).concat();
    field.extend([size(at + 24), size(at + 20)].map(u64::to_le_bytes).concat());
    out[at + 20..at + 28].fill(0xff);
    out[at + 30..at + 32].copy_from_slice(&20_u16.to_le_bytes());
    let name = usize::from(u16_at(bytes, at + 28));
    out.splice(at + RECORD_LEN + name..at + RECORD_LEN + name, field);
    let end = out.len() - 22;
    let len = u32::from_le_bytes(out[end + 12..end + 16].try_into().unwrap()) + 20;
    out[end + 12..end + 16].copy_from_slice(&len.to_le_bytes());
    out
}

#[test]
fn sizes_above_4_gib_are_read_and_written_short() {
    for index in 0..2 {
        let bytes = with_long_sizes(&plain(&ENTRIES), index);
        assert_eq!(content(&bytes, "word/document.xml").unwrap().as_deref(), Some("<正文/>"));
        let written = Package::open(&bytes).unwrap().replaced("word/document.xml", b"1").unwrap();
        assert_eq!(content(&written, "word/document.xml").unwrap().as_deref(), Some("1"));
        assert_eq!(content(&written, "[Content_Types].xml").unwrap().as_deref(), Some("<Types/>"));
    }
}

proptest! {
    #[test]
    fn damage_gives_an_error_and_no_panic(
        is_streamed: bool,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = if is_streamed { streamed(&ENTRIES) } else { plain(&ENTRIES) };
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(mut package) = Package::open(&bytes) {
            let names: Vec<String> = package.names().map(Into::into).collect();
            for name in &names {
                _ = package.read(name);
                if let Ok(written) = package.replaced(name, b"1")
                    && let Ok(Some(content)) = Package::open(&written).and_then(|mut p| p.read(name))
                {
                    prop_assert_eq!(content, b"1");
                }
            }
        }
    }
}
