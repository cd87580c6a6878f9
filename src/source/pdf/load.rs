//! Loads a file with limits: `lopdf` has none for what it unpacks, and passes over what is missing.

use super::DAMAGED;
use crate::source::SourceError;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use pdf_extract::{Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};
use std::cell::Cell;

/// Number of bytes that are unpacked at most.
pub(super) const LIMIT: usize = 64 << 20;
/// Number of packed bytes that the library unpacks without a limit.
const UNLIMITED: usize = 256 << 10;

thread_local! {
    /// Number of bytes of packed objects that may still be unpacked. [`LoadOptions`] takes a
    /// function without a state.
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// The objects of a file.
///
/// # Errors
/// If the file is broken, needs a password, or is too large.
pub(super) fn load(bytes: &[u8]) -> Result<Document, SourceError> {
    check_tables(bytes)?;
    LEFT.set(LIMIT);
    let options = LoadOptions { filter: Some(keep), ..LoadOptions::default() };
    let loaded = Document::load_mem_with_options(bytes, options);
    if LEFT.get() == 0 {
        return Err(too_large());
    }
    let document = match loaded {
        Ok(document) => document,
        Err(Error::Decryption(_) | Error::InvalidPassword) => {
            return Err(SourceError::Encrypted("PDF"));
        }
        Err(_) => return Err(DAMAGED),
    };
    // The library decrypts files that open without a password, and removes the entry.
    if document.trailer.has(b"Encrypt") {
        return Err(SourceError::Encrypted("PDF"));
    }
    Ok(document)
}

/// The pages in order.
///
/// # Errors
/// If a page is missing: the rest must not pass for the whole.
pub(super) fn pages(document: &Document) -> Result<Vec<ObjectId>, SourceError> {
    let root = document.catalog().and_then(|root| document.get_dict_in_dict(root, b"Pages"));
    let count = root.and_then(|root| root.get_deref(b"Count", document)?.as_i64());
    let pages: Vec<ObjectId> = document.page_iter().collect();
    if count.ok() != i64::try_from(pages.len()).ok() || pages.is_empty() {
        return Err(DAMAGED);
    }
    Ok(pages)
}

/// The unpacked bytes of a stream, at most `left` bytes. Lowers `left`.
///
/// # Errors
/// If the bytes are broken or too many.
pub(super) fn unpacked(stream: &Stream, left: &mut usize) -> Result<Vec<u8>, SourceError> {
    let filters = stream.filters().unwrap_or_default();
    let is_predicted = stream.dict.get(b"DecodeParms").is_ok();
    let bytes = match filters.as_slice() {
        [] => stream.content.clone(),
        [b"FlateDecode"] if !is_predicted => {
            decompress_to_vec_zlib_with_limit(&stream.content, *left).or_else(|error| {
                match error.status {
                    // Some programs write wrong check sums.
                    TINFLStatus::Adler32Mismatch => Ok(error.output),
                    TINFLStatus::HasMoreOutput => Err(too_large()),
                    _ => Err(DAMAGED),
                }
            })?
        }
        filters => {
            let packs = |filter: &&&[u8]| matches!(**filter, b"FlateDecode" | b"LZWDecode");
            let count = filters.iter().filter(packs).count();
            if stream.content.len() > UNLIMITED || count > 1 || filters.len() > 3 {
                return Err(too_large());
            }
            stream.decompressed_content().map_err(|_| DAMAGED)?
        }
    };
    // Also an empty stream takes time.
    *left = left.checked_sub(bytes.len() + 64).ok_or(too_large())?;
    Ok(bytes)
}

/// The value for `key` in a page, or in the nodes of the tree above the page.
pub(super) fn inherited<'a>(
    document: &'a Document,
    mut node: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    const DEPTH: usize = 64;
    for _ in 0..DEPTH {
        if let Ok(object) = node.get_deref(key, document) {
            return Some(object);
        }
        node = document.get_dict_in_dict(node, b"Parent").ok()?;
    }
    None
}

pub(super) fn too_large() -> SourceError {
    SourceError::Unpacked { format: "PDF", limit: (LIMIT >> 20) as u64 }
}

/// Drops pictures and the programs of fonts, which take memory and time, and packed objects above
/// the limit.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object {
        let is_of_subtype = |kind: &[u8]| {
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == kind)
        };
        // Pictures stay as empty objects, so that none is missing.
        if is_of_subtype(b"Image") || stream.dict.get(b"Length1").is_ok() {
            stream.dict.remove(b"Filter");
            stream.content = Vec::new();
        }
        if stream.dict.has_type(b"ObjStm") {
            let mut left = LEFT.get();
            let is_within = unpacked(stream, &mut left);
            LEFT.set(if is_within == Err(too_large()) { 0 } else { left });
            is_within.ok()?;
        }
        // The library takes the changed object itself.
        return Some((id, Object::Null));
    }
    Some((id, object.clone()))
}

/// Checks the tables of objects that are packed. The library reserves as much memory as they say,
/// and unpacks them before it calls [`keep`].
fn check_tables(bytes: &[u8]) -> Result<(), SourceError> {
    // A number in the table has at most eight bytes.
    const WIDEST: usize = 8;
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    for at in memchr::memmem::find_iter(bytes, "/XRef") {
        let start = memchr::memmem::rfind(&bytes[at.saturating_sub(4096)..at], b"obj")
            .map_or(at, |start| at.saturating_sub(4096) + start);
        let end = memchr::memmem::find(&bytes[at..bytes.len().min(at + 4096)], b"stream");
        let Some(end) = end.map(|end| at + end) else { continue };
        let dict = &bytes[start..end];
        if let Some(widths) = memchr::memmem::find(dict, b"/W").map(|found| &dict[found + 2..]) {
            let list = widths.split(|&byte| byte == b']').next().unwrap_or_default();
            let numbers: Vec<usize> = list
                .split(|byte| !is_digit(byte))
                .filter_map(|digits| std::str::from_utf8(digits).ok()?.parse().ok())
                .collect();
            if numbers.iter().sum::<usize>() == 0 || numbers.iter().any(|&one| one > WIDEST) {
                return Err(DAMAGED);
            }
        }
        let packed = &bytes[end + b"stream".len()..];
        let packed = packed.trim_ascii_start();
        let status = decompress_to_vec_zlib_with_limit(packed, LIMIT).map_err(|error| error.status);
        if matches!(status, Err(TINFLStatus::HasMoreOutput)) {
            return Err(too_large());
        }
    }
    Ok(())
}
