//! The lines of a text and the class of each line.

#[cfg(test)]
mod cases;

use super::commas::{has_comma, has_many_commas, is_comma_row, is_wide_comma_row};
use super::dated::ends_with_date;
use super::delimiter::Delimiter;
use super::page_number::is_page_number;
use super::token::count;
use super::token::trim;
use super::value::{ends_like_a_value, plain_cells_begin, plain_values_begin, values_begin};
use crate::standard::Standard;
use crate::text::{
    Folded, LettersHash, Reading, TextRange, fold, is_letter, is_plain, letters_hash,
};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// A line and its class. A text may have millions of lines, so the type is small: places have 32
/// bits, and letters are counted up to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    start: u32,
    end: u32,
    values: u32,
    letters: u8,
    pub class: Class,
    /// The character between the cells.
    pub delimiter: Delimiter,
    marks: u8,
    /// The hash of the letters of the words: of the whole line, or of the part before the values.
    pub hash: u64,
}

/// In [`Line::marks`]: all characters belong in a text.
const PLAIN: u8 = 1;

/// In [`Line::marks`]: a few words, with a whole date at the end.
const DATED: u8 = 2;

impl Line {
    /// The empty line at `offset`.
    pub(super) fn empty(offset: usize) -> Self {
        Self::words(TextRange::at(offset), Class::Blank, 0, 0).marked(PLAIN, true)
    }

    /// A line without values. Tabs separate the cells, if there are cells.
    fn words(range: TextRange, class: Class, hash: u64, letters: usize) -> Self {
        let [start, end] = [range.start, range.end].map(|offset| offset as u32);
        let letters = u8::try_from(letters).unwrap_or(u8::MAX);
        Self { start, end, values: end, letters, class, delimiter: Delimiter::Tab, marks: 0, hash }
    }

    /// The range of the line without the line end.
    pub fn range(&self) -> TextRange {
        TextRange::new(self.start as usize, self.end as usize)
    }

    /// The start of the values of [`Class::Values`] and [`Class::Labelled`]. The end of the line
    /// for other classes.
    pub fn values(&self) -> usize {
        self.values as usize
    }

    /// Whether all characters belong in a text; see [`is_plain`].
    pub fn is_plain(&self) -> bool {
        self.marks & PLAIN != 0
    }

    /// Whether the line is a few words with a whole date at the end. The last line of a report may
    /// look like this.
    pub fn is_dated(&self) -> bool {
        self.marks & DATED != 0
    }

    fn marked(self, mark: u8, is_so: bool) -> Self {
        Self { marks: self.marks | if is_so { mark } else { 0 }, ..self }
    }

    /// Number of letters in the words, up to 255.
    pub fn letters(&self) -> usize {
        usize::from(self.letters)
    }

    /// The same line, moved by a number of bytes.
    pub fn moved(self, bytes: isize) -> Self {
        let moved = |offset: u32| offset.wrapping_add(bytes as u32);
        Self { start: moved(self.start), end: moved(self.end), values: moved(self.values), ..self }
    }

    /// The same line with values from byte `at`.
    fn with_values(self, at: usize) -> Self {
        Self { values: at as u32, ..self }
    }
}

/// What a line looks like, regardless of context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// No visible character.
    Blank,
    /// A page number.
    PageNumber,
    /// Several cells, separated by tabs, pipes or commas.
    Cells,
    /// Values only.
    Values,
    /// Words, then values.
    Labelled,
    /// A few words.
    Words,
    /// A sentence.
    Prose,
}

impl Class {
    /// Whether a line of this class is not text of the report.
    pub fn is_gap(self) -> bool {
        matches!(self, Self::Blank | Self::PageNumber)
    }
}

/// At most 64 letters in a label. The longest label of the form with a note is shorter.
const LONGEST_LABEL: usize = 64;

/// At most 60 characters in the values of a row.
const LONGEST_VALUES: usize = 60;

/// At most this many wide characters in a line without cells. A line with more is prose.
const MOST_WIDE: usize = LONGEST_LABEL + 8;

/// At most 48 letters in a word of the form, the title of a section, or another possible heading.
const LONGEST_WORD: usize = 48;

/// At most 65,536 bytes in a row, and at most 4,096 cells in a line of a table.
pub(super) const LONGEST_ROW: usize = 1 << 16;

const MOST_CELLS: usize = 1 << 12;

/// The lines in `range` of `text`, classified lazily one after another.
pub fn classify<'a>(
    text: &'a str,
    range: TextRange,
    standard: &'a Standard,
) -> impl Iterator<Item = Line> + 'a {
    crate::text::lines(range.of(text))
        .map(move |line| classify_line(text, line.shifted(range.start), Known::default(), standard))
}

/// The same as [`classify`] for many lines that are all needed.
pub fn classify_all<'a>(
    text: &'a str,
    range: TextRange,
    standard: &'a Standard,
) -> impl Iterator<Item = Line> + 'a {
    // Nearly always all lines are plain, so one check of the whole text saves time.
    let source = range.of(text);
    let known = Known {
        plain: is_plain(source),
        narrow: !has_wide_pipe(source),
        commaless: !has_comma(source),
    };
    crate::text::lines(range.of(text))
        .map(move |line| classify_line(text, line.shifted(range.start), known, standard))
}

/// Facts about a line, known before the line is read.
#[derive(Clone, Copy, Default)]
struct Known {
    /// The text is plain; see [`is_plain`].
    plain: bool,
    /// The text has no wide pipe.
    narrow: bool,
    /// The text has no comma.
    commaless: bool,
}

/// The line at `range`.
fn classify_line(text: &str, range: TextRange, known: Known, standard: &Standard) -> Line {
    let trimmed = trim(text, range);
    let source = trimmed.of(text);
    let plain = known.plain || is_plain(range.of(text));
    let line =
        |class, hash: u64, letters| Line::words(range, class, hash, letters).marked(PLAIN, plain);
    if source.is_empty() {
        let tabs = range.of(text).bytes().filter(|&byte| byte == b'\t').count();
        return line(if tabs > 1 && tabs < MOST_CELLS { Class::Cells } else { Class::Blank }, 0, 0);
    }
    // With one cell per line, nearly every line is a small number.
    if source.len() <= 4 && source.bytes().all(|byte| byte.is_ascii_digit()) {
        return line(Class::Values, 0, 0).with_values(trimmed.start);
    }
    if is_long(source, known.narrow) && (known.commaless || !has_many_commas(source)) {
        return line(Class::Prose, 0, source.len());
    }
    // Plain numbers at the end of a row are not read one by one.
    let numbers = plain_values_begin(text, trimmed).filter(|at| trimmed.end - at <= LONGEST_VALUES);
    let cells = if numbers.is_none() { plain_cells_begin(source.as_bytes()) } else { None };
    let (words, values) = source.split_at(match cells {
        Some((at, _)) => at,
        None => numbers.unwrap_or(trimmed.end) - trimmed.start,
    });
    let (mut hash, mut letters, mut tabbed, mut sentence) =
        (LettersHash::default(), 0, false, false);
    let mut pipe = None;
    let (mut last, mut marked) = ('\0', false);
    let mut reading = Reading::new(words);
    loop {
        let (ideographs, before) = reading.ideographs(&mut hash);
        letters += ideographs;
        last = before.unwrap_or(last);
        let Some(read) = reading.next() else { break };
        match read {
            ' ' => {}
            '0'..='9' => {
                hash.push(read);
                letters += 1;
            }
            '|' => {
                pipe = Some(if reading.was(b'|') && pipe != Some(Delimiter::AnyPipe) {
                    Delimiter::Pipe
                } else {
                    Delimiter::AnyPipe
                })
            }
            '\t' => tabbed = true,
            '<' | '&' if reading.skip_markup() => {
                marked = true;
                continue;
            }
            '&' => {
                if let Some(ideograph) = reading.ideograph_entity(read) {
                    hash.push(ideograph);
                    letters += 1;
                    last = ideograph;
                    continue;
                }
            }
            '。' | ';' => sentence = true,
            _ if is_letter(read) => {
                hash.push(read);
                letters += 1;
            }
            _ => {}
        }
        last = read;
    }
    match cells {
        Some((_, Delimiter::Tab)) => tabbed = true,
        Some(_) => pipe = pipe.or(Some(Delimiter::Pipe)),
        None => {}
    }
    let commas =
        !known.commaless && !tabbed && pipe.is_none() && is_comma_row(text, trimmed, standard);
    let wide_commas = !(sentence || tabbed || pipe.is_some() || commas)
        && is_wide_comma_row(text, trimmed, standard);
    if tabbed || pipe.is_some() || commas || wide_commas {
        for digit in values.bytes().filter(u8::is_ascii_digit) {
            hash.push(char::from(digit));
            letters += 1;
        }
    }
    if marked && letters == 0 && !tabbed && pipe.is_none() && Folded::new(text, trimmed).is_empty()
    {
        return line(Class::Blank, 0, 0);
    }
    let hash = hash.finish();
    if commas {
        return Line { delimiter: Delimiter::Comma, ..line(Class::Cells, hash, letters) };
    }
    if wide_commas {
        return Line { delimiter: Delimiter::WideComma, ..line(Class::Cells, hash, letters) };
    }
    if tabbed || pipe.is_some() {
        let class = if source.len() > MOST_CELLS && has_too_many_cells(source) {
            Class::Prose
        } else {
            Class::Cells
        };
        return Line { delimiter: pipe.unwrap_or(Delimiter::Tab), ..line(class, hash, letters) };
    }
    if let Some(at) = numbers {
        let class = if letters > LONGEST_LABEL { Class::Prose } else { Class::Labelled };
        return line(class, hash, letters).with_values(at);
    }
    if ends_like_a_value(last) && letters <= LONGEST_LABEL + LONGEST_VALUES {
        match values_begin(text, trimmed, standard) {
            Some(at) if at == trimmed.start => {
                let class = if is_page_number(source) { Class::PageNumber } else { Class::Values };
                return line(class, hash, letters).with_values(at);
            }
            Some(at) => {
                let (hash, letters) = letters_hash(&text[trimmed.start..at]);
                let class = if letters > LONGEST_LABEL { Class::Prose } else { Class::Labelled };
                return line(class, hash, letters).with_values(at);
            }
            None if is_page_number(source) => return line(Class::PageNumber, hash, letters),
            None => {}
        }
    }
    if last == '页' && is_page_number(source) {
        return line(Class::PageNumber, hash, letters);
    }
    let prose = letters > LONGEST_LABEL || sentence && standard.vocabulary().terms(hash).is_empty();
    let line = line(if prose { Class::Prose } else { Class::Words }, hash, letters);
    line.marked(DATED, last == '日' && !prose && ends_with_date(text, trimmed, line.letters()))
}

/// Whether a line has more cells than the tables of all reports together.
fn has_too_many_cells(source: &str) -> bool {
    source.chars().filter(|&c| c == '\t' || fold(c) == '|').nth(MOST_CELLS).is_some()
}

/// Whether a line is too long for a row and has no separator of cells. Either the line has too many
/// wide characters, or the line ends a sentence and has too many ideographs for a word of the form.
/// The function counts bytes only, because most of a report consists of such lines. `narrow`: the
/// line is known to have no wide pipe.
fn is_long(source: &str, narrow: bool) -> bool {
    // The first bytes of characters with three bytes or more.
    let is_wide = |byte: u8| byte >= 0xe0;
    // The first bytes of ideographs, all of them letters. Rare ideographs with other first bytes
    // are not needed.
    let is_ideograph = |byte: u8| matches!(byte, 0xe5..=0xe9);
    // The last wide pipe separates cells in such a sentence, but not in a longer line.
    let is_sentence = || {
        source.ends_with(['。', '；'])
            && count(source, is_ideograph) > LONGEST_WORD
            && (narrow || WIDE_PIPES[3].find(source.as_bytes()).is_none())
    };
    source.len() > 3 * LONGEST_WORD
        && memchr::memchr2(b'\t', b'|', source.as_bytes()).is_none()
        && (count(source, is_wide) > MOST_WIDE || is_sentence())
        && (narrow || !WIDE_PIPES[..3].iter().any(|pipe| pipe.find(source.as_bytes()).is_some()))
}

/// Other characters read as a pipe.
static WIDE_PIPES: LazyLock<[Finder; 4]> = LazyLock::new(|| ["｜", "│", "┃", "￨"].map(Finder::new));

/// The common first bytes of the two pipes from box drawings.
static BOX: LazyLock<Finder> = LazyLock::new(|| Finder::new(&"│".as_bytes()[..2]));

/// Whether the text has a wide pipe. A text with box drawings counts as a text with a wide pipe.
fn has_wide_pipe(source: &str) -> bool {
    [&WIDE_PIPES[0], &WIDE_PIPES[3], &*BOX]
        .iter()
        .any(|pipe| pipe.find(source.as_bytes()).is_some())
}
