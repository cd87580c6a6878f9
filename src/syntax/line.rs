//! The lines of a text and the class of each line.

use super::dated::ends_with_date;
use crate::standard::Standard;
use crate::text::{
    Folded, LettersHash, Reading, TextRange, fold, is_letter, is_plain, is_space, letters_hash,
    letters_of, stated,
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

/// The character between the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    Tab,
    /// Only `|`.
    Pipe,
    /// `|` and similar characters: `｜`, `│`.
    AnyPipe,
    /// `,`, outside of quotation marks.
    Comma,
}

impl Delimiter {
    /// Whether the delimiter is a pipe. A pipe may also stand at both ends of a row.
    pub fn is_pipe(self) -> bool {
        matches!(self, Self::Pipe | Self::AnyPipe)
    }
}

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
    if tabbed || pipe.is_some() || commas {
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

/// Whether a line is a row of cells separated by commas: `规章,0,0,0` or `"规章","0","0","0"`. All
/// cells must be words of the form, values or blanks. A row of many cells may have one other cell.
/// A sentence is not a row, and neither is a number with thousands separators.
fn is_comma_row(text: &str, line: TextRange, standard: &Standard) -> bool {
    const LONGEST: usize = 2048;
    const FEWEST: usize = 3;
    if line.len() > LONGEST || !has_comma(line.of(text)) {
        return false;
    }
    let (mut known, mut values, mut blank, mut other) = (0, 0, 0, 0);
    // In a number with thousands separators, three digits follow each comma.
    let mut is_grouped = true;
    let (mut start, mut before) = (line.start, "");
    loop {
        let end =
            comma_position(&text.as_bytes()[start..line.end]).map_or(line.end, |at| start + at);
        let cell = comma_cell(text, TextRange::new(start, end));
        let source = cell.of(text);
        is_grouped &= end > start
            && (start == line.start || source.len() == FEWEST)
            && source.bytes().all(|byte| byte.is_ascii_digit());
        if source.is_empty() {
            blank += 1;
        } else if is_value(source) && !source.contains(is_space) {
            values += 1;
        } else if !standard.vocabulary().terms(letters_hash(source).0).is_empty() {
            known += 1;
        } else if source != before {
            // A merged cell written out several times counts once.
            other += 1;
        }
        before = source;
        if end == line.end {
            break;
        }
        start = end + 1;
    }
    let is_row = known > 0 && other == 0 && known + values + blank > 1
        || other <= 1 && known + values + blank >= FEWEST && known + values + other > 0;
    is_row && !is_grouped
}

/// Whether a line has enough commas for a row of the form.
fn has_many_commas(source: &str) -> bool {
    const FEWEST: usize = 6;
    count(source, |byte| byte == b',') >= FEWEST
}

fn has_comma(source: &str) -> bool {
    memchr::memchr(b',', source.as_bytes()).is_some()
}

/// The place of the comma that ends the first cell of a line.
pub(super) fn comma_position(line: &[u8]) -> Option<usize> {
    let quote = line.iter().position(|byte| *byte != b' ').filter(|&at| line[at] == b'"');
    let Some(quote) = quote else { return memchr::memchr(b',', line) };
    let mut from = quote + 1;
    while let Some(at) = memchr::memchr(b'"', &line[from..]).map(|at| from + at) {
        // Two quotation marks in a row are one mark inside the cell.
        if line.get(at + 1) == Some(&b'"') {
            from = at + 2;
            continue;
        }
        return memchr::memchr(b',', &line[at..]).map(|comma| at + comma);
    }
    memchr::memchr(b',', line)
}

/// The content of a cell between commas, without spaces and quotation marks at both ends.
pub(crate) fn comma_cell(text: &str, cell: TextRange) -> TextRange {
    let cell = trim(text, cell);
    let source = cell.of(text);
    if source.len() > 1 && source.starts_with('"') && source.ends_with('"') {
        trim(text, TextRange::new(cell.start + 1, cell.end - 1))
    } else {
        cell
    }
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

/// Number of bytes of a kind. `is_kind` must have no branches, so the loop runs on many bytes at
/// once.
fn count(source: &str, is_kind: impl Fn(u8) -> bool) -> usize {
    // The longest chunk that a byte can count.
    let chunks = source.as_bytes().chunks(usize::from(u8::MAX));
    chunks
        .map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(is_kind(byte))).sum::<u8>()))
        .sum()
}

/// The range without spaces at both ends.
pub fn trim(text: &str, range: TextRange) -> TextRange {
    // Plain spaces and tabs go first. Nearly always a digit, an ideograph or a full-width mark then
    // stands at both ends, so the bytes are enough.
    let mut inner = &text.as_bytes()[range.start..range.end];
    while let [b' ' | b'\t', rest @ ..] = inner {
        inner = rest;
    }
    let start = range.end - inner.len();
    while let [rest @ .., b' ' | b'\t'] = inner {
        inner = rest;
    }
    let range = TextRange::new(start, start + inner.len());
    let first = matches!(
        inner,
        [b'!'..=b'~', ..]
            | [0xe4..=0xe9, _, _, ..]
            | [0xef, 0xbc..=0xbd, _, ..]
            | [0xe3, 0x80, 0x81..=0x91, ..]
    );
    let last = matches!(
        inner,
        [.., b'!'..=b'~']
            | [.., 0xe4..=0xe9, _, _]
            | [.., 0xef, 0xbc..=0xbd, _]
            | [.., 0xe3, 0x80, 0x81..=0x91]
    );
    if inner.is_empty() || first && last {
        return range;
    }
    let left = range.of(text).trim_start_matches(is_space);
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches(is_space).len())
}

/// The words of a range, separated by spaces.
pub fn tokens(text: &str, range: TextRange) -> impl DoubleEndedIterator<Item = TextRange> + '_ {
    let base = range.of(text).as_ptr() as usize - range.start;
    range.of(text).split(is_space).filter(|token| !token.is_empty()).map(move |token| {
        let start = token.as_ptr() as usize - base;
        TextRange::new(start, start + token.len())
    })
}

/// Whether a text can be the value of a cell: a number in any notation, with or without a unit, or
/// a mark for nothing.
pub fn is_value(cell: &str) -> bool {
    // Nearly every value is an ASCII number.
    if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let mut read = cell.chars().filter(|&c| !is_space(c)).map(fold).peekable();
    if read.next_if(|c| matches!(c, '+' | '增' | '减')).is_some() {
        read.next_if_eq(&'加');
        read.next_if_eq(&'少');
    }
    let (mut digits, mut last, mut units) = (0, '\0', 0);
    for c in read.by_ref() {
        match c {
            '0'..='9' if units == 0 => digits += 1,
            '.' | ',' | '\'' | '-' if units == 0 => {}
            '件' | '项' | '个' | '宗' | '条' | '份' | '万' | '元' | '%' if digits > 0 => {
                units += 1
            }
            '/' | '\\' | '无' if last == '\0' => {}
            '<' | '&' | '\\' => return is_value_among_markup(cell),
            // The mark of a note behind a number.
            _ if last.is_ascii_digit() && (c == '[' || !c.is_ascii()) => {
                return is_value_among_markup(cell);
            }
            _ => return false,
        }
        last = c;
    }
    // "1." is the number of an item. "-" and "/" are marks for nothing.
    if digits == 0 {
        matches!(last, '-' | '/' | '\\' | '无')
    } else {
        !matches!(last, '.' | ',' | '\'') && units <= 2
    }
}

/// Whether a cell holds only a mark for nothing: `—`, `/`, `无`.
pub(crate) fn is_blank_mark(cell: &str) -> bool {
    const LONGEST: usize = 24;
    let is_mark = |c: char| matches!(fold(c), '-' | '/' | '\\' | '无');
    !cell.is_empty()
        && cell.len() <= LONGEST
        && cell.chars().all(|c| is_space(c) || is_mark(c))
        && cell.chars().any(is_mark)
}

/// The values of a range, separated by spaces. A number and the unit behind it are one value.
pub fn values(text: &str, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
    let mut all = tokens(text, range).peekable();
    std::iter::from_fn(move || {
        let value = all.next()?;
        let unit = all.next_if(|unit| is_unit(unit.of(text)) && ends_with_digit(value.of(text)));
        Some(unit.map_or(value, |unit| value.cover(unit)))
    })
}

/// The same as [`values`] for an ASCII range, the usual case: no unit occurs, and a byte is a
/// character.
pub fn ascii_values(text: &str, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
    // Control characters count as spaces.
    let is_blank = |byte: &u8| *byte <= b' ' || *byte == 0x7f;
    let mut rest = range.of(text).as_bytes();
    std::iter::from_fn(move || {
        while let [first, behind @ ..] = rest
            && is_blank(first)
        {
            rest = behind;
        }
        let start = range.end - rest.len();
        while let [first, behind @ ..] = rest
            && !is_blank(first)
        {
            rest = behind;
        }
        let end = range.end - rest.len();
        (start < end).then_some(TextRange::new(start, end))
    })
}

fn is_unit(word: &str) -> bool {
    matches!(word, "件" | "项" | "个" | "宗" | "条" | "份" | "元" | "万元")
}

fn ends_with_digit(word: &str) -> bool {
    word.chars().next_back().is_some_and(|c| fold(c).is_ascii_digit())
}

/// The same as [`is_value`] for a cell with markup or the mark of a note: `300<br>1`, `5①`.
fn is_value_among_markup(cell: &str) -> bool {
    stated(cell).is_some_and(|says| !says.contains(['<', '&']) && is_value(&says))
}

/// The start of the values at the end of a line. `None` if the line ends with words.
///
/// A short word behind two values counts as a badly written value.
pub fn values_begin(text: &str, line: TextRange, standard: &Standard) -> Option<usize> {
    if let Some(start) = plain_values_begin(text, line) {
        return Some(start);
    }
    let (mut begin, mut doubtful) = (None, None);
    let mut all = tokens(text, line).rev().peekable();
    while let Some(mut token) = all.next() {
        if is_unit(token.of(text))
            && let Some(number) =
                all.next_if(|number| ends_with_digit(number.of(text)) && is_value(number.of(text)))
        {
            token = number.cover(token);
        }
        let word = token.of(text);
        if is_value(word) {
            begin = Some((token.start, doubtful.take().is_some()));
        } else if doubtful.is_none()
            && word.chars().count() <= 3
            && standard.vocabulary().terms(letters_hash(word).0).is_empty()
            && !begin.is_some_and(|(_, bridged)| bridged)
        {
            doubtful = Some(token);
        } else {
            break;
        }
    }
    // A line may bridge a doubtful word only if two or more values stand before the word.
    let (start, bridged) = begin?;
    if !bridged {
        return Some(start);
    }
    let mut plain = None;
    let mut leading = 0;
    for token in tokens(text, TextRange::new(start, line.end)) {
        if is_value(token.of(text)) {
            leading += usize::from(plain.is_none());
        } else {
            plain = Some(token.end);
        }
    }
    let after = plain.and_then(|end| tokens(text, TextRange::new(end, line.end)).next());
    if leading >= 2 { Some(start) } else { after.map(|token| token.start) }
}

/// The same as [`values_begin`] for the most frequent row: plain numbers behind a word of more than
/// three characters. The last character of the word must not occur in values. The function reads
/// only the end of the line.
fn plain_values_begin(text: &str, line: TextRange) -> Option<usize> {
    let bytes = line.of(text).as_bytes();
    let run = bytes
        .iter()
        .rposition(|byte| !byte.is_ascii_digit() && *byte != b' ')
        .map_or(0, |at| at + 1);
    let parted = run + memchr::memchr(b' ', &bytes[run..])?;
    let start = parted + bytes[parted..].iter().position(|byte| *byte != b' ')?;
    let mut word = text[line.start..line.start + parted].chars().rev();
    let last = word.next().filter(|&c| !is_space(c)).map(fold)?;
    let is_word = !ends_like_a_value(last)
        && last != '万'
        && word.take(3).filter(|&c| !is_space(c)).count() == 3;
    is_word.then_some(line.start + start)
}

/// The start of the plain numbers between pipes or tabs at the end of a row, with the edge, and the
/// delimiter. No whole character is read.
fn plain_cells_begin(row: &[u8]) -> Option<(usize, Delimiter)> {
    row.last().filter(|byte| byte.is_ascii_digit() || **byte == b'|')?;
    let is_of_number = |byte: u8| byte.is_ascii_digit() || byte == b' ';
    let mark = *row.iter().rfind(|byte| !is_of_number(**byte))?;
    let delimiter = match mark {
        b'|' => Delimiter::Pipe,
        b'\t' => Delimiter::Tab,
        _ => return None,
    };
    let outside = row.iter().rposition(|&byte| !is_of_number(byte) && byte != mark);
    Some((outside.map_or(0, |at| at + 1), delimiter))
}

fn ends_like_a_value(last: char) -> bool {
    matches!(
        last,
        '0'..='9' | '-' | '/' | '\\' | '无' | '件' | '项' | '个' | '宗' | '条' | '份' | '元' | '%'
    ) || last.is_ascii_alphabetic()
}

/// Whether a line is a page number: `- 3 -`, `第3页`, `3 / 10`, `第 3 页 共 10 页`.
pub(crate) fn is_page_number(source: &str) -> bool {
    if source.len() > 60 {
        return false;
    }
    // No other ASCII character is read as a dash or a slash.
    if source.is_ascii() && !source.contains(['-', '~', '/']) {
        return false;
    }
    // A page number has no other letters. The first word of nearly every line has another letter,
    // so the loop ends there.
    if letters_of(source).any(|letter| !matches!(letter, '0'..='9' | '第' | '页' | '共')) {
        return false;
    }
    let read: String = source.chars().filter(|&c| !is_space(c)).map(fold).collect();
    // 5 0 4 / 0 0 9 is a row of values. In a page number, the page and the number of pages are one
    // word each.
    if source
        .split(is_space)
        .filter(|word| word.starts_with(|c: char| fold(c).is_ascii_digit()))
        .count()
        > 2
    {
        return false;
    }
    let page = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let dashed = read.trim_start_matches('-').trim_end_matches('-');
    let of =
        |text: &str| text.split_once('/').is_some_and(|(left, right)| page(left) && page(right));
    let counted = read.strip_prefix('第').and_then(|rest| rest.split_once('页'));
    page(dashed) && read.starts_with('-') && read.ends_with('-')
        || of(&read)
        || counted.is_some_and(|(number, rest)| {
            page(number)
                && !rest.chars().any(|c| is_letter(c) && !matches!(c, '共' | '页' | '0'..='9'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;

    fn class(line: &str) -> Class {
        classify_line(line, TextRange::new(0, line.len()), Known::default(), Standard::official())
            .class
    }

    #[test]
    fn lines_are_classified() {
        for (line, expected) in [
            ("", Class::Blank),
            (" \u{3000}\t", Class::Blank),
            ("- 3 -", Class::PageNumber),
            ("第 3 页 共 10 页", Class::PageNumber),
            ("3 / 10", Class::PageNumber),
            ("5 0 4 / 0 0 9", Class::Values),
            ("0 / 0 0", Class::Values),
            ("行政许可 12 件", Class::Labelled),
            ("规章\t0\t0\t0", Class::Cells),
            ("||||", Class::Cells),
            ("0 0 0 0", Class::Values),
            ("１，２３４", Class::Values),
            ("规章 0 0 0", Class::Labelled),
            ("1.属于国家秘密 0 0 0 0 0 0 0", Class::Labelled),
            ("规章 0 0 O", Class::Labelled),
            ("一、总体情况", Class::Words),
            ("1. 属于国家秘密", Class::Words),
            ("全年共发布信息209条。", Class::Prose),
        ] {
            assert_eq!(class(line), expected, "{line:?}");
        }
    }

    #[test]
    fn plain_cells_are_read_as_others() {
        let line = |text: &str| {
            let line = classify_line(
                text,
                TextRange::new(0, text.len()),
                Known::default(),
                Standard::official(),
            );
            (line.class, line.hash, line.letters, line.delimiter)
        };
        // A number with a comma is read character by character.
        for row in [
            "| 规章 | 1234 | 0 |",
            "规章 | 1234 | 0",
            "规章|1234|0",
            "规章 ｜ 1234 | 0 |",
            "<b></b>| 1234 |",
            "1234 |",
            "||1234||",
        ] {
            assert_eq!(line(row), line(&row.replace("1234", "1,234,")), "{row}");
        }
        assert_eq!(line("| 规章 | 0 |").3, Delimiter::Pipe);
        assert_eq!(line("规章 ｜ 12 | 0 |").3, Delimiter::AnyPipe);
    }

    #[test]
    fn a_long_sentence_is_prose_at_a_glance() {
        let sentence = |c: char| format!("{}{c}。", "本年度公开".repeat(10));
        for (line, expected) in [
            (sentence('年'), true),
            (sentence('1'), true),
            (sentence('\t'), false),
            ("本年度公开".repeat(10), false),
        ] {
            assert_eq!(is_long(&line, false), expected, "{line}");
        }
        // A long line never contains a separator of cells.
        for pipe in ('\0'..=char::MAX).filter(|&c| fold(c) == '|') {
            assert!(!is_long(&sentence(pipe), false), "{pipe}");
        }
    }

    #[test]
    fn commas_part_cells_where_nearly_all_of_them_are_of_a_table() {
        for line in [
            "规章,3,1,12",
            "规章, 3, 1, 12",
            "\"规章\",\"3\",\"1\",\"1,212\"",
            "行政许可,3,,",
            "行政许可,3",
            "政府规章,3,1,12",
            "信息内容,本年制发件数,本年废止件数,现行有效件数",
            "信息内容,本年制发件数,本年止件数,现行有效件数",
            ",,,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计",
            "1,0,0,0,1,1,0,0,0,1",
            ",（二）部分公开（区分处理的，只计这一情形，不计其他情形）,,0,0,0,0,0,0,0",
            "三、本年度办理结果,（一）予以以公开,（一）予以以公开,14,2,0,0,0,0,16",
            "三、本年度办理结果,（二）部分公开（区分处理的，只计这一情形，不计其他情形）,（二）部分公开（区分处理的，只计这一情形，不计其他情形）,３,０,０,０,０,０,３",
            "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）,（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计",
        ] {
            assert_eq!(class(line), Class::Cells, "{line}");
        }
        for line in [
            "规章 3 1 1,212",
            "规章 1,234 5,678 9,012,345",
            "1,234,567",
            "1,234",
            "规章,行政规范性文件等",
            "本年度公开信息29条,其中网站23条,公众号6条",
            "规章，3，1，12",
            "自然人、商业企业,其他",
            ",,,",
            "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
            "(二)部分公开(区分处理的,只计这一情形,不计其他情形) 0 0 0 0 0 0 0",
        ] {
            assert_ne!(class(line), Class::Cells, "{line}");
        }
    }

    #[test]
    fn no_word_is_longer_than_the_longest() {
        for form in [Standard::official().form(2019), Standard::official().form(2021)] {
            let titles = form.sections.iter().map(|section| &section.title);
            let rows = form.tables.iter().flat_map(|table| {
                table.rows.iter().map(|row| &row.label).chain(&table.heads).chain(&table.spanning)
            });
            let corners = form.tables.iter().flat_map(|table| &table.corner);
            let blocks = || form.tables.iter().flat_map(|table| &table.blocks);
            let columns = blocks().flat_map(|block| {
                block
                    .columns
                    .iter()
                    .map(|column| &column.label)
                    .chain(&block.caption)
                    .chain(&block.head)
            });
            for label in titles.chain(rows).chain(corners).chain(columns) {
                assert!(
                    std::iter::once(&label.letters)
                        .chain(&label.variants)
                        .all(|word| word.chars().count() <= LONGEST_WORD),
                    "{label:?}"
                );
            }
        }
    }

    #[test]
    fn values_are_told_from_words() {
        for value in [
            "0",
            "1,234",
            "12.5",
            "+3",
            "减4",
            "-8",
            "无",
            "/",
            "—",
            "3件",
            "２",
            "251000元",
            "007",
            "5<sup>1</sup>",
            "5[^1]",
            "5①",
            "48\\.3",
        ] {
            assert!(is_value(value), "{value}");
        }
        for word in ["", "1.", "1.属于国家秘密", "一", "其他", "件", "第3项", "0 x"] {
            assert!(!is_value(word), "{word}");
        }
    }

    #[test]
    fn values_begin_after_the_words() {
        for (line, values) in [
            ("规章 0 0 0", "0 0 0"),
            ("行政许可 1", "1"),
            ("1. 属于国家秘密 0 0", "0 0"),
            ("规章 0 0 若干 0", "0 0 若干 0"),
            ("其中 3 项 为 5", "5"),
        ] {
            let begin = values_begin(line, TextRange::new(0, line.len()), Standard::official());
            assert_eq!(begin.map(|at| &line[at..]), Some(values));
        }
    }
}
