//! Whether the edits of a wording only correct a slip of the pen, or remove text that may be
//! intended.

#[cfg(test)]
mod cases;

use super::beside::{Beside, Sides, beside};
use crate::diagnostic::{Applicability, Edit, Fix, Message};
use crate::standard::{Label, TableForm};
use crate::text::{Folded, TextRange, floor_char_boundary, fold, is_space};
use crate::write::edits_of_pieces;

/// What a correction of a wording would lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// At most a letter or two within the words, or a mark in place of a letter: a slip.
    Slip,
    /// A word, a mark, or letters at the ends. They may be a note, or words of the neighbouring
    /// cell.
    Word,
    /// A digit, possibly the number of another cell. Also if the inserted words already stand
    /// before or behind the wording.
    Harm,
}

impl Loss {
    /// The fix with this loss. `None` if the fix would do harm.
    pub fn fix(self, message: Message, edits: Vec<Edit>) -> Option<Fix> {
        match self {
            Self::Slip => Fix::new(message, Applicability::Safe, edits),
            Self::Word => Fix::new(message, Applicability::Unsafe, edits),
            Self::Harm => None,
        }
    }
}

/// A wording of a table with its correction.
pub struct Mended {
    /// The words, with the rest of the wording beside the compared words.
    pub pieces: Vec<TextRange>,
    /// Empty for the official words in pieces.
    pub edits: Vec<Edit>,
    pub loss: Loss,
}

/// Corrects the words in `pieces`, together with the rest beside them. If a part of the wording may
/// stand beside the words, the loss is [`Loss::Harm`].
pub fn mend(
    text: &str,
    pieces: &[TextRange],
    official: &str,
    form: &TableForm,
    is_stray: impl Fn(char) -> bool,
) -> Mended {
    let is_own = |hash| form.is_word(hash) || form.row_by_hash(hash).is_some();
    let found = beside(text, pieces, official, Sides::Both, is_own);
    let is_part = found == Beside::Part;
    let pieces = if let Beside::Rest(whole) = found { whole } else { pieces.to_vec() };
    let edits = edits_of_pieces(text, &pieces, official);
    let loss = match () {
        () if is_part || edits.iter().any(|edit| may_be_value(text, &pieces, edit)) => Loss::Harm,
        () if edits.iter().any(|edit| may_be_of_another(text, &pieces, edit, official, form)) => {
            loss(text, &pieces, &edits, is_stray).max(Loss::Word)
        }
        () => loss(text, &pieces, &edits, is_stray),
    };
    Mended { pieces, edits, loss }
}

/// At most two letters of a label are a slip.
const MOST_LETTERS: usize = 2;
/// At most 400 bytes beside a label are searched for words.
const NEARBY: usize = 400;

/// The loss of the edits that correct the words in `pieces` of `text`. `is_stray` decides whether a
/// single letter at the end is a slip.
fn loss(text: &str, pieces: &[TextRange], edits: &[Edit], is_stray: impl Fn(char) -> bool) -> Loss {
    if is_cut(text, pieces, edits) || edits.iter().any(|edit| stands_apart(text, pieces, edit)) {
        return Loss::Harm;
    }
    let letters_lost: usize = edits.iter().map(|edit| Change::of(text, edit).letters_lost()).sum();
    let each = edits.iter().map(|edit| {
        let change = Change::of(text, edit);
        let piece =
            pieces.iter().find(|piece| piece.contains(edit.range)).copied().unwrap_or(edit.range);
        match change.loss() {
            Loss::Slip
                if change.loses_any()
                    && !is_inside(text, piece, edit.range, &change, &is_stray) =>
            {
                Loss::Word
            }
            loss => loss,
        }
    });
    let least = if letters_lost > MOST_LETTERS || may_follow_number(text, pieces, edits) {
        Loss::Word
    } else {
        Loss::Slip
    };
    each.fold(least, Loss::max)
}

/// Whether the edit covers the start of the words, and whether the edit covers their end.
fn at_ends(text: &str, pieces: &[TextRange], edit: &Edit) -> (bool, bool) {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return (false, false) };
    let has_letters = |start: usize, end: usize| {
        start < end && !Folded::letters(text, TextRange::new(start, end)).is_empty()
    };
    (!has_letters(first.start, edit.range.start), !has_letters(edit.range.end, last.end))
}

/// Whether a digit at the start of a label, to be replaced by the number of its item, may be the
/// last value of the row above. True if no mark follows the digit, or if the digit is 0: no item
/// has the number 0.
fn may_be_value(text: &str, pieces: &[TextRange], edit: &Edit) -> bool {
    let change = Change::of(text, edit);
    let [digits @ .., last] = change.old.as_slice() else { return false };
    let is_number = digits.iter().chain([last]).all(char::is_ascii_digit);
    let is_marked = || {
        text[edit.range.end..]
            .trim_start_matches(is_space)
            .starts_with(|c| matches!(fold(c), '.' | '、' | ','))
    };
    is_number
        && !change.new.is_empty()
        && at_ends(text, pieces, edit).0
        && (*last == '0' || !is_marked())
}

/// Whether the replaced letters at an end of the words belong to another word of the form, run into
/// these words.
fn may_be_of_another(
    text: &str,
    pieces: &[TextRange],
    edit: &Edit,
    official: &str,
    form: &TableForm,
) -> bool {
    let change = Change::of(text, edit);
    let old: String = change.old.iter().filter(|c| c.is_alphanumeric()).collect();
    if old.is_empty() || change.new.is_empty() {
        return false;
    }
    let (at_start, at_end) = at_ends(text, pieces, edit);
    let others = || {
        header_words(form)
            .filter(|label| label.text != official)
            .map(|label| label.letters.as_str())
    };
    at_start && others().any(|word| word.starts_with(&old))
        || at_end && others().any(|word| word.ends_with(&old))
}

/// The words in the headers of a table.
pub(super) fn header_words(form: &TableForm) -> impl Iterator<Item = &Label> {
    let columns = form.blocks.iter().flat_map(|block| {
        block.columns.iter().map(|column| &column.label).chain(&block.caption).chain(&block.head)
    });
    columns.chain(&form.spanning).chain(&form.heads).chain(&form.corner)
}

/// Whether the inserted number of a label may already stand in the line above, separated by the
/// line end. The number must stand alone in that line. Otherwise the label must begin with the mark
/// behind its number, and the number must be the first number of that line.
fn may_follow_number(text: &str, pieces: &[TextRange], edits: &[Edit]) -> bool {
    let (Some(first), Some(start)) = (pieces.first(), edits.first()) else { return false };
    let before = &text[floor_char_boundary(text, first.start.saturating_sub(NEARBY))..first.start];
    let written = start.content.trim_end_matches(|c| !fold(c).is_ascii_digit());
    let alone = || {
        crate::text::lines(before)
            .map(|line| line.of(before).trim_matches(is_space))
            .filter(|line| !line.is_empty())
            .last()
    };
    if !written.is_empty() && alone() == Some(written) {
        return true;
    }
    let begins_with_mark = first.of(text).starts_with(|c| matches!(fold(c), '.' | '、' | ','));
    let above = || {
        crate::text::lines(before)
            .map(|line| line.of(before))
            .filter(|line| !line.trim_matches(is_space).is_empty())
            .last()
    };
    let is_number = |word: &&str| word.chars().all(|c| fold(c).is_ascii_digit());
    let number = |line: &'_ str| {
        line.split(is_space).filter(|word| !word.is_empty()).find(is_number).map(str::to_owned)
    };
    begins_with_mark && above().and_then(number).is_some_and(|number| number == start.content)
}

/// The removed and the inserted characters of an edit, folded and without space.
struct Change {
    old: Vec<char>,
    new: Vec<char>,
    /// Whether the edit removes space, and so a separate word.
    spaced: bool,
}

impl Change {
    fn of(text: &str, edit: &Edit) -> Self {
        let read =
            |text: &str| text.chars().filter(|&c| !is_space(c)).map(fold).collect::<Vec<char>>();
        let old = edit.range.of(text);
        Self { old: read(old), new: read(&edit.content), spaced: old.contains(is_space) }
    }

    fn letters_lost(&self) -> usize {
        count(&self.old, char::is_alphanumeric)
            .saturating_sub(count(&self.new, char::is_alphanumeric))
    }

    fn marks_lost(&self) -> usize {
        count(&self.old, is_mark).saturating_sub(count(&self.new, is_mark))
    }

    fn loses_any(&self) -> bool {
        self.letters_lost() + self.marks_lost() > 0
    }

    /// Whether letters replace marks: 问题、改进 for 问题及改进.
    fn puts_letters_for_marks(&self) -> bool {
        count(&self.new, char::is_alphanumeric)
            >= count(&self.old, char::is_alphanumeric) + self.marks_lost()
    }

    /// The loss, regardless of the place.
    fn loss(&self) -> Loss {
        let lost = |kind: fn(char) -> bool| count(&self.old, kind) > count(&self.new, kind);
        match () {
            () if lost(char::is_numeric) && self.new.is_empty() => Loss::Harm,
            () if lost(char::is_numeric) || lost(is_bracket) || self.spaced => Loss::Word,
            () if self.marks_lost() > 0 && !self.puts_letters_for_marks() => Loss::Word,
            // Latin letters and signs such as ㎡ are not slips in Chinese words.
            () if lost(|c| c.is_alphanumeric() && !is_ideograph(c)) => Loss::Word,
            () => Loss::Slip,
        }
    }
}

/// Whether the removed characters stand within the words. Not at the start: the words of a merged
/// cell may run into them. Not at the end, except a stray letter: a note or the next cell may
/// follow. Not between marks or spaces, as a separate word.
fn is_inside(
    text: &str,
    piece: TextRange,
    range: TextRange,
    change: &Change,
    is_stray: impl Fn(char) -> bool,
) -> bool {
    let (before, behind) = (&text[piece.start..range.start], &text[range.end..piece.end]);
    let has_letters = |text: &str| !Folded::letters(text, TextRange::new(0, text.len())).is_empty();
    let is_letter = |c: char| fold(c).is_alphanumeric();
    if !has_letters(before) {
        return false;
    }
    if !has_letters(behind) {
        return before.ends_with(is_letter)
            && matches!(change.old.as_slice(), &[letter] if !is_mark(letter) && is_stray(letter));
    }
    // A mark replaced by letters is not a separate word.
    change.letters_lost() == 0 || before.ends_with(is_letter) || behind.starts_with(is_letter)
}

/// Whether words inserted at the start or the end already stand before or behind the label. Then
/// the label is in two parts, and only one part was compared.
fn is_cut(text: &str, pieces: &[TextRange], edits: &[Edit]) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let (Some(start), Some(end)) = (edits.first(), edits.last()) else { return false };
    let has_letters = |start: usize, end: usize| {
        start < end && !Folded::letters(text, TextRange::new(start, end)).is_empty()
    };
    let at_start = || {
        let before =
            &text[floor_char_boundary(text, first.start.saturating_sub(NEARBY))..first.start];
        // A single digit may be the last value of the row above, unless the label begins with the
        // mark behind its number.
        let least = if first.of(text).starts_with(|c| !fold(c).is_alphanumeric())
            || !start.content.starts_with(char::is_numeric)
        {
            1
        } else {
            2
        };
        !has_letters(first.start, start.range.start)
            && stands(before, &start.content, least, |text, words| text.ends_with(words))
    };
    let at_end = || {
        let behind =
            &text[last.end..floor_char_boundary(text, (last.end + NEARBY).min(text.len()))];
        !has_letters(end.range.end, last.end)
            && stands(behind, &end.content, 1, |text, words| text.starts_with(words))
    };
    at_start() || at_end()
}

/// Whether inserted letters, or at least two of them, are a separate word near the label. Such a
/// word is a misplaced piece of the label, for example if the lines of a cell were read from below.
fn stands_apart(text: &str, pieces: &[TextRange], edit: &Edit) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let letters = |text: &str| Folded::letters(text, TextRange::new(0, text.len())).text;
    if !letters(edit.range.of(text)).is_empty() {
        return false;
    }
    let added = letters(&edit.content);
    let from = floor_char_boundary(text, first.start.saturating_sub(NEARBY));
    let to = floor_char_boundary(text, (last.end + NEARBY).min(text.len()));
    let parts = |c: char| is_space(c) || matches!(fold(c), '|' | '<' | '>' | '│' | '┃');
    let words = || text[from..first.start].split(parts).chain(text[last.end..to].split(parts));
    let is_piece = |word: &str| {
        let word = letters(word);
        word == added
            || word.chars().nth(1).is_some()
                && word.chars().all(is_ideograph)
                && added.contains(&word)
    };
    added.chars().any(is_ideograph) && words().any(is_piece)
}

/// Whether `words` stand at the place of `text` that `is_there` checks, regardless of separators
/// between cells. `words` must have at least `least` characters.
fn stands(text: &str, words: &str, least: usize, is_there: impl Fn(&str, &str) -> bool) -> bool {
    let read = |text: &str, keep: fn(char) -> bool| {
        Folded::new(text, TextRange::new(0, text.len())).text.replace(|c| !keep(c), "")
    };
    let found = |keep: fn(char) -> bool| {
        let words = read(words, keep);
        words.chars().count() >= least && is_there(&read(text, keep), &words)
    };
    // Values may stand between the lines of a label.
    found(|c| c != '|') || found(char::is_alphanumeric) || found(char::is_alphabetic)
}

fn count(chars: &[char], kind: impl Fn(char) -> bool) -> usize {
    chars.iter().filter(|&&c| kind(c)).count()
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

fn is_bracket(folded: char) -> bool {
    matches!(
        folded,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
