//! Zip packages: Word documents and workbooks. Only the parts that change are written anew.

use std::ops::Range;

/// At most 256 MiB of content are read from a package.
pub const LIMIT_MIB: u64 = 256;

const LOCAL_HEADER: [u8; 4] = *b"PK\x03\x04";
const RECORD: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Their lengths without name, fields and comment, in bytes.
const LOCAL_HEADER_LEN: usize = 30;
const RECORD_LEN: usize = 46;
const END_LEN: usize = 22;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The version of the format with deflated entries: 2.0.
const VERSION: u16 = 20;
/// Bits of the flags of an entry.
const ENCRYPTED: u16 = 1;
const UTF_8: u16 = 1 << 11;
/// The extra field with sizes and places above 4 GiB.
const ZIP64_FIELD: u16 = 1;
/// 1 January 1980, the date of a new entry. The formats give no meaning to the date.
const NO_DATE: u32 = 0x0021_0000;
const DEFLATE_LEVEL: u8 = 6;

/// The reason why a package cannot be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageError {
    /// The bytes are not a zip archive.
    NotArchive,
    /// The archive is cut off, or contradicts itself.
    Damaged,
    Encrypted,
    /// More than [`LIMIT_MIB`] of content.
    TooLarge,
    /// The archive can be read, but has a structure that is not written.
    NotWritable,
}

/// The entries of a zip archive.
#[derive(Clone, Debug)]
pub struct Package<'a> {
    bytes: &'a [u8],
    /// In the order of the directory.
    entries: Vec<Entry>,
    /// The start of the directory of the archive.
    directory: usize,
    /// The comment of the archive, and bytes behind the archive.
    comment: Range<usize>,
    behind: Range<usize>,
    /// Number of bytes of content that may still be read.
    left: u64,
}

/// An entry. Ranges are in bytes of the archive.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    /// The record in the directory.
    record: Range<usize>,
    /// The start of the local header.
    start: usize,
    /// The content as stored.
    data: Range<usize>,
    method: u16,
    /// The length of the content in bytes.
    len: u64,
    crc: u32,
    is_encrypted: bool,
}

impl<'a> Package<'a> {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// If the bytes are not a whole archive, or if two entries have one name.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageError> {
        Self::located(bytes, bytes).or_else(|error| match with_plain_comment(bytes) {
            Some(plain) => Self::located(bytes, &plain),
            None => Err(error),
        })
    }

    /// Reads the directory at its place in `plain`: the archive, perhaps with another comment.
    fn located(bytes: &'a [u8], plain: &[u8]) -> Result<Self, PackageError> {
        let missing =
            if bytes.starts_with(b"PK") { PackageError::Damaged } else { PackageError::NotArchive };
        let archive = rawzip::ZipArchive::from_slice(plain).map_err(|_| missing)?;
        let mut entries = Vec::new();
        for record in archive.entries() {
            let record = record.map_err(|_| PackageError::Damaged)?;
            let local = archive.get_entry(record.wayfinder()).map_err(|_| PackageError::Damaged)?;
            let (start, end) = local.compressed_data_range();
            let at = offset(record.central_directory_offset())?;
            let fixed = bytes.get(at..at + RECORD_LEN).ok_or(PackageError::Damaged)?;
            let len = RECORD_LEN
                + [28, 30, 32].map(|at| usize::from(u16_at(fixed, at))).iter().sum::<usize>();
            entries.push(Entry {
                name: String::from_utf8_lossy(record.file_path().as_bytes()).into_owned(),
                record: at..at + len,
                start: offset(record.local_header_offset())?,
                data: offset(start)?..offset(end)?,
                method: u16_at(fixed, 10),
                len: record.uncompressed_size_hint(),
                crc: record.crc32(),
                is_encrypted: u16_at(fixed, 8) & ENCRYPTED != 0,
            });
        }
        if entries.len() as u64 != archive.entries_hint() {
            return Err(PackageError::Damaged);
        }
        let mut names: Vec<String> =
            entries.iter().map(|entry| entry.name.to_ascii_lowercase()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(PackageError::Damaged);
        }
        let end = offset(archive.end_offset())?;
        Ok(Self {
            bytes,
            entries,
            directory: offset(archive.directory_offset())?,
            comment: end - archive.comment().as_bytes().len()..end,
            behind: end..bytes.len(),
            left: LIMIT_MIB << 20,
        })
    }

    /// The names of the entries, in the order of the archive.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The content of an entry. `None` if there is no entry with this name. Names are equal
    /// regardless of ASCII capitals.
    ///
    /// # Errors
    /// If the content is damaged or encrypted, or if all contents read so far exceed the limit.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, PackageError> {
        let Some(entry) = self.entries.iter().find(|entry| entry.is_named(name)) else {
            return Ok(None);
        };
        if entry.is_encrypted {
            return Err(PackageError::Encrypted);
        }
        // Before any memory is used. An entry never unpacks to more than its length.
        self.left = self.left.checked_sub(entry.len).ok_or(PackageError::TooLarge)?;
        let (data, len) = (&self.bytes[entry.data.clone()], offset(entry.len)?);
        let content = match entry.method {
            STORED => data.to_vec(),
            DEFLATED => miniz_oxide::inflate::decompress_to_vec_with_limit(data, len + 1)
                .map_err(|_| PackageError::Damaged)?,
            _ => return Err(PackageError::Damaged),
        };
        if content.len() != len || rawzip::crc32(&content) != entry.crc {
            return Err(PackageError::Damaged);
        }
        Ok(Some(content))
    }

    /// The archive with other content of the entry `name`. All other entries keep their bytes.
    ///
    /// # Errors
    /// As [`Package::with`].
    pub fn replaced(&self, name: &str, content: &[u8]) -> Result<Vec<u8>, PackageError> {
        self.with(&[(name, content)])
    }

    /// The archive with these contents. A name without an entry gives a new entry behind the
    /// others. All other entries keep their bytes, names, order and dates.
    ///
    /// # Errors
    /// If entries of the archive overlap, or if the archive would exceed 4 GiB.
    pub fn with(&self, contents: &[(&str, &[u8])]) -> Result<Vec<u8>, PackageError> {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_unstable_by_key(|&index| self.entries[index].start);
        let mut out = Vec::with_capacity(self.bytes.len());
        let first = order.first().map_or(self.directory, |&index| self.entries[index].start);
        out.extend_from_slice(self.bytes.get(..first).ok_or(PackageError::Damaged)?);
        let mut records: Vec<Vec<u8>> =
            self.entries.iter().map(|entry| self.bytes[entry.record.clone()].to_vec()).collect();
        for (place, &index) in order.iter().enumerate() {
            let entry = &self.entries[index];
            let end = order.get(place + 1).map_or(self.directory, |&next| self.entries[next].start);
            if entry.data.end > end {
                return Err(PackageError::NotWritable);
            }
            let start = place_of(&out)?;
            let record = &mut records[index];
            match contents.iter().find(|(name, _)| entry.is_named(name)) {
                Some((_, content)) => {
                    let header = &self.bytes[entry.start..entry.data.start];
                    *record = rewritten(&mut out, header, record, content)?;
                }
                // A place in a field of its own stays where it is.
                None if record[42..46] == [0xff; 4] => return Err(PackageError::NotWritable),
                None => out.extend_from_slice(&self.bytes[entry.start..end]),
            }
            record[42..46].copy_from_slice(&start.to_le_bytes());
        }
        for (name, content) in contents {
            if !self.entries.iter().any(|entry| entry.is_named(name)) {
                let start = place_of(&out)?;
                let (header, record) = blank(name)?;
                let mut record = rewritten(&mut out, &header, &record, content)?;
                record[42..46].copy_from_slice(&start.to_le_bytes());
                records.push(record);
            }
        }
        let directory = place_of(&out)?;
        let count = u16::try_from(records.len()).map_err(|_| PackageError::NotWritable)?;
        records.iter().for_each(|record| out.extend_from_slice(record));
        let len = place_of(&out)? - directory;
        out.extend_from_slice(&END);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(&directory.to_le_bytes());
        out.extend_from_slice(&(self.comment.len() as u16).to_le_bytes());
        out.extend_from_slice(&self.bytes[self.comment.clone()]);
        out.extend_from_slice(&self.bytes[self.behind.clone()]);
        Ok(out)
    }
}

/// The archive with zeros in a comment that holds the mark of an end: a reader takes the last mark
/// for the end of the archive. `None` if there is no such comment.
fn with_plain_comment(bytes: &[u8]) -> Option<Vec<u8>> {
    let from = bytes.len().saturating_sub(END_LEN + usize::from(u16::MAX));
    let is_end = |at: &usize| {
        let comment = at + END_LEN;
        comment < bytes.len() && comment + usize::from(u16_at(bytes, comment - 2)) == bytes.len()
    };
    let mut marks = memchr::memmem::find_iter(&bytes[from..], &END).map(|at| from + at);
    let comment = marks.find(is_end)? + END_LEN;
    marks.next()?;
    let mut plain = bytes.to_vec();
    plain[comment..].fill(0);
    Some(plain)
}

impl Entry {
    fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Writes an entry with `content`, deflated. Name, date and fields come from its old header. The
/// result is the record for the directory.
fn rewritten(
    out: &mut Vec<u8>,
    header: &[u8],
    record: &[u8],
    content: &[u8],
) -> Result<Vec<u8>, PackageError> {
    let data = miniz_oxide::deflate::compress_to_vec(content, DEFLATE_LEVEL);
    let size = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| PackageError::TooLarge);
    let sizes: Vec<u8> = [rawzip::crc32(content), size(&data)?, size(content)?]
        .iter()
        .flat_map(|size| size.to_le_bytes())
        .collect();
    // `version` is the place of the version. The same values follow it in both.
    let patched = |bytes: &[u8], fixed: usize, version: usize| {
        let fields = fixed + usize::from(u16_at(bytes, version + 22));
        let behind = fields + usize::from(u16_at(bytes, version + 24));
        let kept = without_zip64(&bytes[fields..behind]);
        let mut new = [&bytes[..fields], kept.as_slice(), &bytes[behind..]].concat();
        // The sizes stand here, so that no record behind the data is needed.
        let flags = u16_at(bytes, version + 2) & UTF_8;
        let head = [VERSION, flags, DEFLATED].map(u16::to_le_bytes).concat();
        new[version..version + 6].copy_from_slice(&head);
        new[version + 10..version + 22].copy_from_slice(&sizes);
        new[version + 24..version + 26].copy_from_slice(&(kept.len() as u16).to_le_bytes());
        new
    };
    out.extend_from_slice(&patched(header, LOCAL_HEADER_LEN, 4));
    out.extend_from_slice(&data);
    Ok(patched(record, RECORD_LEN, 6))
}

/// The header and the record of a new entry.
fn blank(name: &str) -> Result<(Vec<u8>, Vec<u8>), PackageError> {
    let len = u16::try_from(name.len()).map_err(|_| PackageError::NotWritable)?;
    let mut header = vec![0; LOCAL_HEADER_LEN];
    header[..4].copy_from_slice(&LOCAL_HEADER);
    header[6..8].copy_from_slice(&UTF_8.to_le_bytes());
    header[10..14].copy_from_slice(&NO_DATE.to_le_bytes());
    header[26..28].copy_from_slice(&len.to_le_bytes());
    header.extend_from_slice(name.as_bytes());
    let mut record = vec![0; RECORD_LEN];
    record[..4].copy_from_slice(&RECORD);
    record[4..6].copy_from_slice(&VERSION.to_le_bytes());
    record[6..32].copy_from_slice(&header[4..30]);
    record.extend_from_slice(name.as_bytes());
    Ok((header, record))
}

/// Extra fields without the sizes of zip64. The sizes of a rewritten entry stand in its header.
fn without_zip64(fields: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = fields;
    while rest.len() >= 4 {
        let len = (4 + usize::from(u16_at(rest, 2))).min(rest.len());
        if u16_at(rest, 0) != ZIP64_FIELD {
            out.extend_from_slice(&rest[..len]);
        }
        rest = &rest[len..];
    }
    out
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn offset(value: u64) -> Result<usize, PackageError> {
    usize::try_from(value).map_err(|_| PackageError::Damaged)
}

/// The place of the next byte.
fn place_of(out: &[u8]) -> Result<u32, PackageError> {
    u32::try_from(out.len()).map_err(|_| PackageError::TooLarge)
}

#[cfg(test)]
mod cases;
