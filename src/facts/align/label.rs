//! The pieces of labels, and the similarity of words.

use crate::facts::near::without_note;
use crate::standard::{TableForm, letters};
use crate::text::{
    Folded, LettersHash, TextRange, floor_char_boundary, fold, is_letter, is_space, letters_hash,
    letters_of, likeness,
};
use std::cell::OnceCell;
use unicode_width::UnicodeWidthStr;

/// A label piece.
#[derive(Debug)]
pub struct Token<'a> {
    pub range: TextRange,
    source: &'a str,
    /// Folded letters, computed at the first use. The hash is enough for a label of the form.
    letters: OnceCell<String>,
    /// The [`letters_hash`] of the words. For a label with a note, the hash of the label alone.
    pub hash: u64,
    /// Whether a number stands behind the label in the same cell: the separator is lost.
    pub glued: bool,
    /// Number of letters.
    pub count: usize,
    /// Index of the piece row.
    pub row: usize,
    /// Whether the token is part of the label of a row, or one of the cells of a row.
    pub claimed: bool,
}

/// Words with fewer letters are not searched for a label with other words before or behind it.
const FEWEST_LETTERS: usize = 3;
/// At most 96 letters in a label with a note. Longer words are a sentence.
const MOST_LETTERS: usize = 96;

/// The token of the words in `range`. `row` is the index of the piece row.
pub fn token(text: &str, range: TextRange, row: usize) -> Token<'_> {
    let source = range.of(text);
    let (hash, count) = letters_hash(source);
    Token {
        range,
        source,
        letters: OnceCell::new(),
        hash,
        glued: false,
        count,
        row,
        claimed: false,
    }
}

/// Adds the tokens of the words `whole`: several tokens if a cell holds heads of groups and an
/// item.
pub fn split<'a>(text: &'a str, mut whole: Token<'a>, form: &TableForm, out: &mut Vec<Token<'a>>) {
    let is_known = form.row_by_hash(whole.hash).is_some() || form.is_word(whole.hash);
    if is_known || !(FEWEST_LETTERS..=MOST_LETTERS).contains(&whole.count) {
        out.push(whole);
        return;
    }
    let (range, row) = (whole.range, whole.row);
    let read = Folded::letters(text, range);
    // The start of the remaining words, in the letters and in the text.
    let (mut start, mut at) = (0, range.start);
    while let Some(next) = behind_head(form, &read.text, start) {
        let item = opening(text, at, read.source(TextRange::new(next, read.text.len())).start);
        out.push(token(text, trimmed(text, TextRange::new(at, item)), row));
        (start, at) = (next, item);
    }
    if start > 0 {
        whole = token(text, TextRange::new(at, range.end), row);
    }
    if form.row_by_hash(whole.hash).is_none()
        && let Some((label, glued)) = label_with_more(form, text, whole.range, &read.text[start..])
    {
        (whole.hash, whole.glued) = (label, glued);
    }
    out.push(whole);
}

/// The start of the words behind a head of a group. The head begins at `start` of `letters`, and an
/// item or another head must follow.
fn behind_head(form: &TableForm, letters: &str, start: usize) -> Option<usize> {
    let rest = &letters[start..];
    let heads = || form.heads.iter().map(|head| head.letters.as_str());
    let head = heads()
        .filter(|head| rest.len() > head.len() && rest.starts_with(head))
        .max_by_key(|head| head.len())?;
    let behind = &rest[head.len()..];
    (is_item(form, behind) || heads().any(|head| behind.starts_with(head)))
        .then_some(start + head.len())
}

/// Whether the letters begin with the label of a row or are near to a label.
fn is_item(form: &TableForm, rest: &str) -> bool {
    const ALIKE: f64 = 0.75;
    let is = |label: &str| rest.starts_with(label) || likeness(rest, label) >= ALIKE;
    form.rows.iter().any(|row| {
        is(&row.label.letters)
            || row.label.variants.iter().any(|variant| rest.starts_with(variant.as_str()))
    })
}

/// The hash of a label at the start of words with a note. A mark or a space separates the note:
/// `规章：由省级人民政府制定`, `1.属于国家秘密（含秘密级）`. The flag is true if a number follows
/// instead of a note: `2.重复申请 3`. `read` are the letters of the words.
fn label_with_more(
    form: &TableForm,
    text: &str,
    range: TextRange,
    read: &str,
) -> Option<(u64, bool)> {
    let labels = form
        .rows
        .iter()
        .flat_map(|row| std::iter::once(&row.label.letters).chain(&row.label.variants));
    let label = labels
        .filter(|label| read.len() > label.len() && read.starts_with(label.as_str()))
        .max_by_key(|label| label.len())?;
    let end = Folded::letters(text, range).source(TextRange::new(0, label.len())).end;
    let more = &read[label.len()..];
    let hash = letters_hash(label).0;
    if more.bytes().all(|byte| byte.is_ascii_digit())
        && !text[end..range.end].contains(['(', '（', '[', '［', '〔', '【'])
        && !is_circled(text, end)
    {
        return Some((hash, true));
    }
    let behind = text[end..range.end].trim_start_matches(['”', '"', '*']);
    let next = behind.chars().next()?;
    // Another label with its number is not a note.
    if is_space(next) && is_numbered(behind.trim_start_matches(is_space)) {
        return None;
    }
    let is_mark = matches!(fold(next), ':' | '(' | '[' | '【' | '〔' | '<' | ',' | ';')
        || is_space(next)
        || is_circled(text, end);
    is_mark.then_some((hash, false))
}

/// Whether words begin with the number of a label, as 五、 or 5.
pub fn is_numbered(words: &str) -> bool {
    let mut chars = words.chars().map(fold);
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    chars.next().is_some_and(is_numeral)
        && chars.next().is_some_and(|mark| matches!(mark, '、' | '.' | ','))
        && chars.next().is_none_or(|c| is_letter(c) || is_space(c))
}

/// Whether a digit in a circle, the number of a note, stands at `at`.
fn is_circled(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(is_circled_digit)
}

fn is_circled_digit(c: char) -> bool {
    matches!(c, '①'..='⒇' | '❶'..='➓')
}

/// The start of the label with its first letter at `end`: brackets and quotation marks directly
/// before the letter belong to the label.
fn opening(text: &str, least: usize, end: usize) -> usize {
    let before =
        text[least..end].trim_end_matches(|c: char| matches!(fold(c), '(' | '[' | '"' | '“'));
    least + before.len()
}

/// The range without the space at both ends.
fn trimmed(text: &str, range: TextRange) -> TextRange {
    let left = range.of(text).trim_start_matches(is_space);
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches(is_space).len())
}

impl Token<'_> {
    /// The words as written in the text.
    pub fn source(&self) -> &str {
        self.source
    }

    /// The folded letters.
    pub fn letters(&self) -> &str {
        self.letters.get_or_init(|| letters(self.source))
    }

    /// Whether the token is a word of the table beside the labels of rows: a header, a caption, or
    /// the head of a group.
    pub fn is_word(&self, form: &TableForm) -> bool {
        form.is_word(self.hash) && form.row_by_hash(self.hash).is_none()
    }
}

/// Whether `letters` may be a piece of the words of a merged cell: at least one character of the
/// head of a group.
pub fn is_piece_of_head(letters: &str, form: &TableForm) -> bool {
    letters.is_empty() || form.heads.iter().any(|head| head.letters.contains(letters))
}

/// Whether the token is the head of a group with a note in brackets: （六）其他处理（3类）.
pub fn is_head_with_note(token: &Token, form: &TableForm) -> bool {
    let before = without_note(token.source()).map(letters).unwrap_or_default();
    !before.is_empty() && form.heads.iter().any(|head| head.letters == before)
}

/// The hashes of possible labels among the words of `tokens`. The last token must end with a note.
/// A hash ends before each opening bracket and before each circled digit.
pub fn before_notes<'a>(
    tokens: impl Iterator<Item = &'a Token<'a>> + Clone,
) -> impl Iterator<Item = u64> {
    // Excel writes a cell of several lines in quotation marks.
    let last = tokens.clone().last().and_then(|token| {
        token.source().trim_end_matches(|c| is_space(c) || c == '"').chars().next_back()
    });
    let has_note = last.is_some_and(|last| {
        matches!(fold(last), ')' | ']' | '】' | '〕') || is_circled_digit(last)
    });
    let mut hash = LettersHash::default();
    let mut count = 0;
    let words = tokens.take_while(move |_| has_note);
    words.flat_map(|token| token.source().chars()).filter_map(move |c| {
        let read = fold(c);
        let found = (count >= FEWEST_LETTERS
            && (matches!(read, '(' | '[' | '【' | '〔') || is_circled_digit(c)))
        .then(|| hash.finish());
        if is_letter(read) {
            hash.push(read);
            count += 1;
        }
        found
    })
}

/// The hash of the joined words of the tokens.
pub fn hash<'a>(tokens: impl Iterator<Item = &'a Token<'a>>) -> u64 {
    let mut hash = LettersHash::default();
    tokens.flat_map(|token| letters_of(token.source)).for_each(|letter| hash.push(letter));
    hash.finish()
}

/// Whether a text consists of HTML tags and space, without a tag that separates cells.
fn is_inside_cell(between: &str) -> bool {
    let parts_cells = |at: usize| {
        between.as_bytes().get(at + 1).is_some_and(|byte| byte.eq_ignore_ascii_case(&b't'))
    };
    let tags_only = between
        .split('<')
        .skip(1)
        .all(|tag| tag.split_once('>').is_some_and(|(_, behind)| behind.chars().all(is_space)));
    between.trim_start_matches(is_space).starts_with('<')
        && tags_only
        && !memchr::memchr_iter(b'<', between.as_bytes()).any(parts_cells)
}

/// Number of cells before a token in its line of a frame. `None` if the line is longer than any
/// line of a frame.
fn cells_before(text: &str, token: &Token) -> Option<usize> {
    Some(before_in_line(text, token)?.chars().filter(|&c| fold(c) == '|').count())
}

/// The text before a token in its line. `None` if the line is longer than any line of a frame.
fn before_in_line<'a>(text: &'a str, token: &Token) -> Option<&'a str> {
    const LONGEST: usize = 4096;
    let from = floor_char_boundary(text, token.range.start.saturating_sub(LONGEST));
    let before = &text[from..token.range.start];
    let start = before.rfind(['\n', '\r']).map(|at| at + 1).or((from == 0).then_some(0))?;
    Some(&before[start..])
}

/// Whether two tokens begin in the same column of the screen, as the pieces of a cell in a table
/// ruled with dashes.
fn is_below(text: &str, one: &Token, next: &Token) -> bool {
    let (one, next) = (before_in_line(text, one), before_in_line(text, next));
    let is_same = |measure: fn(&str) -> usize| one.map(measure) == next.map(measure);
    one.is_some() && (is_same(UnicodeWidthStr::width) || is_same(UnicodeWidthStr::width_cjk))
}

/// Whether two consecutive tokens may be pieces of one label. Between the tokens must be no
/// separator of cells, and within a line nothing but space. The values of the row may stand in a
/// line between the tokens.
pub fn is_joinable(text: &str, one: &Token, next: &Token) -> bool {
    let between = text.get(one.range.end..next.range.start).unwrap_or_default();
    let is_pipe = |c: char| fold(c) == '|';
    if one.row == next.row && between.contains(['\n', '\r']) && between.contains(is_pipe) {
        // The lines of one row in a frame.
        return cells_before(text, one)
            .is_some_and(|before| cells_before(text, next) == Some(before));
    }
    if one.row == next.row
        && between.contains(['\n', '\r'])
        && !between.contains('\t')
        && is_below(text, one, next)
    {
        // The lines of one row in a table ruled with dashes.
        return true;
    }
    let is_broken = || one.row != next.row && between.contains(['\n', '\r']);
    if one.row == next.row && is_inside_cell(between) {
        return true;
    }
    !between.chars().any(is_pipe)
        && (is_broken() || between.chars().all(|c| c != '\t' && !is_letter(fold(c))))
}
