//! Writes the program of a page anew, as one that `pdf-extract` carries out: without the operations
//! that it passes over, gets wrong or panics at.
//!
//! It neither draws with `f*`, `B` and `b`, nor shows with `'`. It forgets the matrix of a part of
//! a page and its fonts, runs pictures as programs, and goes on without end in parts that use
//! themselves.

use super::DAMAGED;
use super::fonts::{Chosen, Codes, Fonts};
use super::load::{inherited, unpacked};
use super::named::from_gbk;
use crate::source::SourceError;
use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::collections::HashSet;

/// Parts of a page in each other, and saved states.
const DEPTH: usize = 12;
const SAVED: usize = 64;

/// Writes the programs of all pages.
pub(super) struct Writer<'d> {
    document: &'d Document,
    fonts: Fonts<'d>,
    /// Number of bytes that may still be unpacked.
    bytes: usize,
    /// Memory for operations that may still be used, in objects of the library.
    objects: usize,
    /// The visible codes whose characters the file does not name.
    unknown: HashSet<[u8; 2]>,
    /// Number of pages so far, and of codes in vertical lines on the last page.
    page: u32,
    vertical: usize,
    out: Vec<Operation>,
}

/// The part of the state that decides what is written.
#[derive(Clone, Copy)]
struct State {
    /// The codes of the font that was chosen.
    font: Option<Chosen>,
    visible: bool,
}

/// Number of objects that the library may hold at once. Each takes about 150 bytes, so that a file
/// of a few kilobytes could take all memory.
const OBJECTS: usize = 1_500_000;
/// Number of objects that an operation reserves.
const OPERATION: usize = 4;

/// Two codes without a character may be a space and the point of a list. More are words or numbers,
/// and the rest of the report must not pass for the report.
const UNKNOWN: usize = 2;
/// Two codes in a vertical line may be a sign. The library reads such lines as lines across.
const VERTICAL: usize = 2;

/// The height of a point that is drawn before each page. No page is as high.
pub(super) const PAGE: f64 = -1e9;
/// The height of a point that is drawn behind the area of each picture.
pub(super) const PICTURE: f64 = -5e8;

/// The pages of a document as one page: the library reads the fonts of each page anew. A point at
/// [`PAGE`] is drawn before each page.
///
/// # Errors
/// If a page is broken or too long.
pub(super) fn plain(document: &Document, pages: &[ObjectId]) -> Result<Document, SourceError> {
    let mut writer = Writer {
        document,
        fonts: Fonts::new(document),
        bytes: super::load::LIMIT,
        objects: OBJECTS,
        unknown: HashSet::new(),
        page: 0,
        vertical: 0,
        out: Vec::new(),
    };
    for &id in pages {
        writer.page(document.get_dictionary(id).map_err(|_| DAMAGED)?)?;
    }
    if writer.unknown.len() > UNKNOWN {
        return Err(SourceError::Unmapped);
    }
    let program = Content { operations: writer.out }.encode().map_err(|_| DAMAGED)?;
    let mut out = Document::with_version("1.7");
    let fonts = writer.fonts.write(&mut out, &mut writer.bytes)?;
    let contents = out.add_object(Stream::new(Dictionary::new(), program));
    let page = out.add_object(dictionary! {
        "Type" => "Page",
        "Contents" => contents,
        "Resources" => dictionary! { "Font" => fonts },
        // All places are as the pages are shown already.
        "MediaBox" => vec![0.into(), 0.into(), 0.into(), 0.into()],
    });
    let pages = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    let pages = out.add_object(pages);
    let root = out.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    out.trailer.set("Root", root);
    Ok(out)
}

impl<'d> Writer<'d> {
    fn page(&mut self, page: &'d Dictionary) -> Result<(), SourceError> {
        self.page += 1;
        self.vertical = 0;
        let document = self.document;
        let contents = page.get_deref(b"Contents", document);
        let parts = match contents {
            Ok(Object::Array(parts)) => parts.as_slice(),
            Ok(one) => std::slice::from_ref(one),
            Err(_) if page.has(b"Contents") => return Err(DAMAGED),
            Err(_) => &[],
        };
        let mut program = Vec::new();
        for part in parts {
            let (_, part) = document.dereference(part).map_err(|_| DAMAGED)?;
            let stream = part.as_stream().map_err(|_| DAMAGED)?;
            program.extend(unpacked(stream, &mut self.bytes)?);
            program.push(b'\n');
        }
        self.push("m", vec![0.into(), Object::Real(PAGE as f32)])?;
        self.push("S", Vec::new())?;
        self.push("q", Vec::new())?;
        self.push("cm", shown(document, page).map(Object::from).to_vec())?;
        let resources = inherited(document, page, b"Resources").and_then(|one| one.as_dict().ok());
        self.run(&program, resources, State { font: None, visible: true }, DEPTH)?;
        self.push("Q", Vec::new())
    }

    fn push(&mut self, operator: &str, operands: Vec<Object>) -> Result<(), SourceError> {
        let elements = operands.iter().map(|one| one.as_array().map_or(1, |list| 1 + list.len()));
        let objects = OPERATION + elements.sum::<usize>();
        self.objects = self.objects.checked_sub(objects).ok_or(too_many())?;
        self.out.push(Operation::new(operator, operands));
        Ok(())
    }

    fn run(
        &mut self,
        program: &[u8],
        resources: Option<&'d Dictionary>,
        mut state: State,
        depth: usize,
    ) -> Result<(), SourceError> {
        if objects(program) > OBJECTS {
            return Err(too_many());
        }
        let program = Content::decode_strict(program).map_err(|_| DAMAGED)?;
        let mut saved: Vec<State> = Vec::new();
        for Operation { operator, operands } in program.operations {
            let word = operator.as_str();
            let all_numbers = |count| {
                operands.len() == count && operands.iter().all(|one| one.as_float().is_ok())
            };
            match word {
                "q" => {
                    if saved.len() == SAVED {
                        return Err(DAMAGED);
                    }
                    saved.push(state);
                    self.push(word, operands)?;
                }
                "Q" => {
                    // A part must not restore the state of the page around it.
                    if let Some(former) = saved.pop() {
                        state = former;
                        self.push(word, operands)?;
                    }
                }
                "BT" | "ET" | "T*" | "h" | "n" | "S" => self.push(word, Vec::new())?,
                "cm" | "Tm" if all_numbers(6) => self.push(word, operands)?,
                "Td" | "TD" | "m" | "l" if all_numbers(2) => self.push(word, operands)?,
                "Tc" | "Tw" | "Tz" | "TL" | "Ts" if all_numbers(1) => self.push(word, operands)?,
                "re" if all_numbers(4) => self.push(word, operands)?,
                // A curve is not a line. What follows is another part of the path.
                "c" | "v" | "y" if all_numbers(operands.len()) && operands.len() >= 2 => {
                    self.push("m", operands[operands.len() - 2..].to_vec())?;
                }
                "s" | "b" | "b*" | "B" | "B*" => {
                    if word.starts_with(['s', 'b']) {
                        self.push("h", Vec::new())?;
                    }
                    self.push("S", Vec::new())?;
                }
                "f" | "F" | "f*" => self.push("f", Vec::new())?,
                // Mode 3 shows nothing: what a program read from a scan, with its mistakes.
                "Tr" => {
                    let mode = operands.first().and_then(|mode| mode.as_i64().ok());
                    state.visible = !matches!(mode, Some(3 | 7));
                }
                "Tf" => {
                    if let [Object::Name(name), size] = operands.as_slice()
                        && size.as_float().is_ok()
                    {
                        let chosen = self.fonts.chosen(resources, name).ok_or(DAMAGED)?;
                        self.push(word, vec![chosen.name(), size.clone()])?;
                        state.font = Some(chosen);
                    }
                }
                "Tj" | "TJ" | "'" | "\"" => self.show(word, operands, state)?,
                "Do" => self.part(&operands, resources, state, depth)?,
                _ => {}
            }
        }
        for _ in saved {
            self.push("Q", Vec::new())?;
        }
        Ok(())
    }

    /// Operations that show strings.
    fn show(
        &mut self,
        word: &str,
        mut operands: Vec<Object>,
        state: State,
    ) -> Result<(), SourceError> {
        let strings = operands.pop();
        if word == "\"" {
            for (word, space) in ["Tw", "Tc"].into_iter().zip(operands) {
                if space.as_float().is_ok() {
                    self.push(word, vec![space])?;
                }
            }
        }
        if word == "'" || word == "\"" {
            self.push("T*", Vec::new())?;
        }
        let strings = match strings {
            Some(Object::Array(strings)) => strings,
            Some(one) => vec![one],
            None => Vec::new(),
        };
        if let Some(Chosen { codes, is_vertical, .. }) = state.font.filter(|_| state.visible) {
            if is_vertical {
                let strings = strings.iter().filter_map(|one| one.as_str().ok());
                self.vertical += strings.map(|string| string.len() / 2).sum::<usize>();
                if self.vertical > VERTICAL {
                    return Err(SourceError::Turned(self.page));
                }
            }
            if codes == Codes::Unknown {
                let strings = strings.iter().filter_map(|one| one.as_str().ok());
                let codes = strings.flat_map(|string| string.as_chunks::<2>().0);
                self.unknown.extend(codes.copied());
            }
            let literal = |one| match one {
                Object::String(bytes, _) if codes == Codes::Gbk => {
                    Object::String(from_gbk(&bytes), StringFormat::Literal)
                }
                // Digits take longer to write and to read.
                Object::String(bytes, _) => Object::String(bytes, StringFormat::Literal),
                one => one,
            };
            let strings = strings.into_iter().map(literal).collect();
            self.push("TJ", vec![Object::Array(strings)])?;
        }
        Ok(())
    }

    /// Writes a part that is used by name in place of its use.
    fn part(
        &mut self,
        operands: &[Object],
        resources: Option<&'d Dictionary>,
        state: State,
        depth: usize,
    ) -> Result<(), SourceError> {
        let document = self.document;
        let named = || {
            let parts = document.get_dict_in_dict(resources?, b"XObject").ok()?;
            let name = operands.first()?.as_name().ok()?;
            parts.get_deref(name, document).ok()?.as_stream().ok()
        };
        // A page that lacks a part must not pass for the whole page.
        let part = named().ok_or(DAMAGED)?;
        match part.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Form") => {}
            Ok(b"Image") => {
                self.push("re", [0, 0, 1, 1].map(Object::from).to_vec())?;
                self.push("m", vec![0.into(), Object::Real(PICTURE as f32)])?;
                return self.push("S", Vec::new());
            }
            _ => return Ok(()),
        }
        let depth = depth.checked_sub(1).ok_or(DAMAGED)?;
        let program = unpacked(part, &mut self.bytes)?;
        self.push("q", Vec::new())?;
        if let Ok(matrix) = part.dict.get_deref(b"Matrix", document).and_then(Object::as_array)
            && matrix.len() == 6
            && matrix.iter().all(|one| one.as_float().is_ok())
        {
            self.push("cm", matrix.clone())?;
        }
        let own = document.get_dict_in_dict(&part.dict, b"Resources").ok();
        self.run(&program, own.or(resources), state, depth)?;
        self.push("Q", Vec::new())
    }
}

/// At most as many objects are read from a program: each word and each sign counts, also in
/// strings.
fn objects(program: &[u8]) -> usize {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Space,
        Digit,
        Letter,
        Sign,
    }
    let mut before = Kind::Space;
    let mut count = 0;
    for byte in program {
        let kind = match byte {
            b'\0' | b'\t' | b'\n' | 0xc | b'\r' | b' ' => Kind::Space,
            b'0'..=b'9' => Kind::Digit,
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'"' | b'*' => Kind::Letter,
            _ => Kind::Sign,
        };
        count += match kind {
            Kind::Sign => 1,
            Kind::Digit if before != kind => 1,
            // Perhaps an operation.
            Kind::Letter if before != kind => OPERATION,
            _ => 0,
        };
        before = kind;
    }
    count
}

fn too_many() -> SourceError {
    SourceError::Unpacked { format: "PDF", limit: (OBJECTS * 300) as u64 >> 20 }
}

/// The change from the space of a page to the page as it is shown: turned, from the top.
fn shown(document: &Document, page: &Dictionary) -> [f32; 6] {
    let rectangle = |key: &[u8]| {
        let sides = inherited(document, page, key)?.as_array().ok()?;
        let side = |side: &Object| document.dereference(side).ok()?.1.as_float().ok();
        let [a, b, c, d]: [f32; 4] =
            sides.iter().map(side).collect::<Option<Vec<f32>>>()?.try_into().ok()?;
        Some([a.min(c), b.min(d), a.max(c), b.max(d)])
    };
    let bounds = rectangle(b"CropBox").or_else(|| rectangle(b"MediaBox"));
    let turns = inherited(document, page, b"Rotate").and_then(|turn| turn.as_float().ok());
    let [left, bottom, right, top] = bounds.unwrap_or_default();
    match ((turns.unwrap_or(0.0) / 90.0) as i64).rem_euclid(4) {
        1 => [0.0, 1.0, 1.0, 0.0, -bottom, -left],
        2 => [-1.0, 0.0, 0.0, 1.0, right, -bottom],
        3 => [0.0, -1.0, -1.0, 0.0, top, right],
        _ => [1.0, 0.0, 0.0, -1.0, -left, top],
    }
}
