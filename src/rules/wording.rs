//! Mending words: the fewest edits that turn a label or title into the official one.

use crate::diagnostic::Edit;
use crate::text::{Folded, TextRange, fold, is_space};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The edits that give the words in `range` of `text` the letters of `official`: only the letters that differ are touched, in
/// their folded form. Spacing, line breaks, the width of brackets and other marks stay, but for marks beside a letter that comes
/// or goes. Sorted and disjoint; empty where the letters are the same already.
pub fn edits(text: &str, range: TextRange, official: &str) -> Vec<Edit> {
    edits_of_pieces(text, &[range], official)
}

/// The same for words that stand in several cells.
pub fn edits_of_each(text: &str, first: TextRange, repeats: &[TextRange], official: &str) -> Vec<Edit> {
    std::iter::once(&first).chain(repeats).flat_map(|&range| edits(text, range, official)).collect()
}

/// The same for words in pieces, with something else between them.
pub fn edits_of_pieces(text: &str, pieces: &[TextRange], official: &str) -> Vec<Edit> {
    let old: Vec<Letter> = pieces.iter().flat_map(|&piece| letters(text, piece)).collect();
    let new: Vec<Letter> = letters(official, TextRange::new(0, official.len()));
    let Some(start) = pieces.first().map(|piece| piece.start) else { return Vec::new() };
    if old.is_empty() {
        let all = pieces[0];
        return vec![Edit { range: all, content: official.to_owned() }];
    }
    let mut mender = Mender { text, official, start, old, new, edits: Vec::new() };
    let read = |letters: &[Letter]| letters.iter().map(|letter| letter.read).collect::<Vec<char>>();
    for op in capture_diff_slices(Algorithm::Myers, &read(&mender.old), &read(&mender.new)) {
        mender.apply(op);
    }
    mender.edits
}

/// A letter and where it stands.
struct Letter {
    read: char,
    range: TextRange,
    /// The piece that holds it.
    piece: TextRange,
}

struct Mender<'a> {
    text: &'a str,
    official: &'a str,
    /// Where the first piece begins.
    start: usize,
    old: Vec<Letter>,
    new: Vec<Letter>,
    edits: Vec<Edit>,
}

impl Mender<'_> {
    fn apply(&mut self, op: DiffOp) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { old_index, old_len, new_index } => self.delete(old_index, old_len, new_index),
            DiffOp::Insert { old_index, new_index, new_len } => self.insert(old_index, new_index, new_len),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let both = old_len.min(new_len);
                for at in 0..both {
                    let content = self.new[new_index + at].range.of(self.official).to_owned();
                    self.push(self.old[old_index + at].range, &content);
                }
                if old_len > both {
                    self.delete(old_index + both, old_len - both, new_index + both);
                } else if new_len > both {
                    self.insert(old_index + both, new_index + both, new_len - both);
                }
            }
        }
    }

    /// Adds an edit, or widens the last one where it ends just there.
    fn push(&mut self, range: TextRange, content: &str) {
        match self.edits.last_mut() {
            Some(last) if last.range.end == range.start => {
                last.range.end = range.end;
                last.content.push_str(content);
            }
            _ => self.edits.push(Edit { range, content: content.to_owned() }),
        }
    }

    /// Puts the official letters from `new` on before the letter with index `old`: right behind the letter before it, or behind
    /// those marks between the two that the official wording has before the letters too.
    fn insert(&mut self, old: usize, new: usize, len: usize) {
        let gap = self.gap(old);
        let leading = self.official_gap(new).of(self.official);
        let trailing = self.official_gap(new + len).of(self.official);
        let body = TextRange::new(self.new[new].range.start, self.new[new + len - 1].range.end).of(self.official);
        let (mut at, mut wanted) = (gap.start, leading.chars().peekable());
        for (offset, c) in gap.of(self.text).char_indices().filter(|&(_, c)| !is_space(c)) {
            if wanted.next_if(|&mark| fold(mark) == fold(c)).is_none() {
                break;
            }
            at = gap.start + offset + c.len_utf8();
        }
        let marks = |text: &str| text.chars().filter(|&c| !is_space(c)).map(fold).collect::<String>();
        let (rest, trailing_marks) = (marks(&self.text[at..gap.end]), marks(trailing));
        let has_trailing = rest.contains(&trailing_marks);
        if old == 0 && at == gap.start && (trailing_marks.is_empty() || !has_trailing) {
            at = gap.end;
        }
        let content: String = wanted.chain(body.chars()).chain(trailing.chars().filter(|_| !has_trailing)).collect();
        self.push(TextRange::at(at), &content);
    }

    /// Removes letters, with the marks between them and those beside them that the official wording does not have there.
    fn delete(&mut self, first: usize, len: usize, new: usize) {
        let wanted: String = self.official_gap(new).of(self.official).chars().map(fold).collect();
        let before = self.behind(first.checked_sub(1)).filter(|gap| first > 0 && gap.end == self.old[first].range.start);
        let before = before.unwrap_or(TextRange::at(self.old[first].range.start));
        let last = first + len - 1;
        let after = self.behind(Some(last)).unwrap_or(TextRange::at(self.old[last].range.end));
        let marks = |range: TextRange| range.of(self.text).chars().filter(|&c| !is_space(c)).map(fold).collect::<String>();
        let (marks_before, marks_after) = (marks(before), marks(after));
        let both = format!("{marks_before}{marks_after}") != wanted;
        let drop_before = both && marks_before != wanted && (marks_after == wanted || wanted.is_empty());
        let drop_after = both && marks_after != wanted && (marks_before == wanted || wanted.is_empty());
        // 复议和诉讼 for 复议、诉讼: the mark takes the letter's place.
        let inside = first > 0 && last + 1 < self.old.len();
        let mark = inside && wanted == "," && marks_before.is_empty() && marks_after.is_empty();
        let mark = if mark { self.official_gap(new).of(self.official).to_owned() } else { String::new() };
        let mut at = first;
        while at <= last {
            // Letters that only marks part go together; space between them stays.
            let from = at;
            while at < last && self.is_joined(at) {
                at += 1;
            }
            let mut range = self.old[from].range.cover(self.old[at].range);
            if from == first && drop_before && is_removable(before.of(self.text)) {
                range.start = before.start;
            }
            if at == last && drop_after && is_removable(after.of(self.text)) {
                range.end = after.end;
            }
            let piece = self.old[at].piece;
            // Where all between two spaces goes, one of the spaces goes too, or a line would be left empty.
            let spaced = self.text[..range.start].ends_with(is_space) && (range.end == piece.end || self.text[range.end..].starts_with(is_space));
            if spaced && range.start > piece.start {
                range.start = piece.start + self.text[piece.start..range.start].trim_end_matches(is_space).len();
            }
            range.start = self.edits.last().map_or(range.start, |edit| edit.range.end.max(range.start));
            self.push(range, if from == first { &mark } else { "" });
            at += 1;
        }
    }

    /// Whether nothing but marks stands between a letter and the next one: no space, and no line break of HTML.
    fn is_joined(&self, at: usize) -> bool {
        let (one, next) = (&self.old[at], &self.old[at + 1]);
        one.piece == next.piece && self.text[one.range.end..next.range.start].chars().all(|c| !is_space(c) && !matches!(c, '<' | '&'))
    }

    /// What stands between the letter before the one with index `old` and the letter itself.
    fn gap(&self, old: usize) -> TextRange {
        match self.behind(old.checked_sub(1)) {
            Some(gap) => gap,
            None => TextRange::new(self.start, self.old[0].range.start),
        }
    }

    /// What stands behind a letter, up to the next one or the end of the piece.
    fn behind(&self, letter: Option<usize>) -> Option<TextRange> {
        let letter = letter?;
        let own = &self.old[letter];
        let next = self.old.get(letter + 1).filter(|next| next.piece == own.piece);
        Some(TextRange::new(own.range.end, next.map_or(own.piece.end, |next| next.range.start)))
    }

    /// The marks of the official wording before its letter with index `new`.
    fn official_gap(&self, new: usize) -> TextRange {
        let start = new.checked_sub(1).map_or(0, |before| self.new[before].range.end);
        TextRange::new(start, self.new.get(new).map_or(self.official.len(), |letter| letter.range.start))
    }
}

fn letters(text: &str, piece: TextRange) -> Vec<Letter> {
    Folded::letters(text, piece).places().map(|(read, range)| Letter { read, range, piece }).collect()
}

/// Whether these are marks of a sentence and nothing that a format needs, such as the stars of Markdown.
fn is_removable(marks: &str) -> bool {
    marks.chars().all(|c| matches!(fold(c), '(' | ')' | '[' | ']' | ',' | '.' | ';' | ':' | '"' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;
    use crate::standard::letters;
    use proptest::prelude::*;

    fn mended(text: &str, official: &str) -> String {
        apply(text, &edits(text, TextRange::new(0, text.len()), official))
    }

    #[test]
    fn only_what_differs_is_replaced() {
        for (text, official, expected) in [
            ("本年度止件数", "本年废止件数", "本年废止件数"),
            ("规范性文件", "行政规范性文件", "行政规范性文件"),
            ("2. 其他法律法规禁止公开", "2.其他法律行政法规禁止公开", "2. 其他法律行政法规禁止公开"),
            ("现行有效件", "现行有效件数", "现行有效件数"),
            // Radicals, full-width digits and brackets, traditional characters are read alike and stay.
            ("⼀、本年度新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量", "⼀、本年新收政府信息公开申请数量"),
            (
                "（ 二 ）部份公开(区分處理的,只計這一情形,不計其他情形)",
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                "（ 二 ）部分公开(区分處理的,只計這一情形,不計其他情形)",
            ),
            ("现行 有 效数", "现行有效件数", "现行 有 效件数"),
            ("２．其他法律法规禁止公开", "2.其他法律行政法规禁止公开", "２．其他法律行政法规禁止公开"),
            // Over two lines.
            ("4.保护第三方\n\t合法权宜", "4.保护第三方合法权益", "4.保护第三方\n\t合法权益"),
            ("4.保护第三方\n的\n合法权益", "4.保护第三方合法权益", "4.保护第三方\n合法权益"),
            // Line breaks of HTML are space.
            ("4.保护第三方<br>合法权宜", "4.保护第三方合法权益", "4.保护第三方<br>合法权益"),
            ("4.保护第三方的<br/>的合法权益", "4.保护第三方合法权益", "4.保护第三方<br/>合法权益"),
            // The same letters: nothing to do, whatever the marks.
            ("1 属于国家秘密", "1.属于国家秘密", "1 属于国家秘密"),
            ("3.危及“三安全一稳定", "3.危及“三安全一稳定”", "3.危及“三安全一稳定"),
        ] {
            assert_eq!(mended(text, official), expected, "{text}");
        }
    }

    #[test]
    fn marks_come_and_go_with_their_letters() {
        for (text, official, expected) in [
            ("本年收费金额", "本年收费金额（单位：万元）", "本年收费金额（单位：万元）"),
            ("本年收费金额（元）", "本年收费金额（单位：万元）", "本年收费金额（单位：万元）"),
            ("本年收费金额(单位万元)", "本年收费金额（单位：万元）", "本年收费金额(单位万元)"),
            ("属于国家秘密", "1.属于国家秘密", "1.属于国家秘密"),
            (".属于国家秘密", "1.属于国家秘密", "1.属于国家秘密"),
            ("予以公开", "（一）予以公开", "（一）予以公开"),
            ("（）予以公开", "（一）予以公开", "（一）予以公开"),
            ("1.属于国家秘密（件）", "1.属于国家秘密", "1.属于国家秘密"),
            ("1.属于国家秘密、隐私", "1.属于国家秘密", "1.属于国家秘密"),
            ("**1.属于国家秘密件**", "1.属于国家秘密", "**1.属于国家秘密**"),
            ("…", "行政许可", "行政许可"),
            ("行政复议和行政诉讼", "行政复议、行政诉讼", "行政复议、行政诉讼"),
            ("行政复议以及 行政诉讼", "行政复议、行政诉讼", "行政复议、 行政诉讼"),
        ] {
            assert_eq!(mended(text, official), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_between_pieces_is_kept() {
        let text = "2.其他法律法规 0 0 0\n禁止公看";
        let pieces = [TextRange::new(0, text.find(" 0").unwrap()), TextRange::new(text.find("禁").unwrap(), text.len())];
        let edits = edits_of_pieces(text, &pieces, "2.其他法律行政法规禁止公开");
        assert_eq!(apply(text, &edits), "2.其他法律行政法规 0 0 0\n禁止公开");
    }

    proptest! {
        #[test]
        fn the_letters_become_the_official_ones(before in "\\PC{0,3}", text in "[一二（）、.1 \n政府信息公开申请数量⼀]{1,20}", official in "[一二（）、.1政府信息公开申请数量]{1,20}") {
            let whole = format!("{before}{text}尾");
            let range = TextRange::new(before.len(), before.len() + text.len());
            let edits = edits(&whole, range, &official);
            prop_assert!(edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            prop_assert!(edits.iter().all(|edit| range.contains(edit.range)));
            let after = apply(&whole, &edits);
            let inner = &after[before.len()..after.len() - "尾".len()];
            prop_assert_eq!(letters(inner), letters(&official));
        }
    }
}
