//! Corrects words: the smallest edits that turn a label or title into the official wording.

use crate::diagnostic::Edit;
use crate::text::{Folded, TextRange, changes, is_letter, is_space};
use similar::DiffOp;

/// The edits that turn the words in `range` of `text` into the `official` words. Only differing
/// characters change, compared in folded form, including a mark in place of a letter. Spacing, line
/// breaks, markup and the width of brackets stay. Sorted and disjoint. Empty if all letters are
/// equal, regardless of marks.
pub fn edits(text: &str, range: TextRange, official: &str) -> Vec<Edit> {
    edits_of_pieces(text, &[range], official)
}

/// Like [`edits`], for words in pieces with other text in between.
pub fn edits_of_pieces(text: &str, pieces: &[TextRange], official: &str) -> Vec<Edit> {
    let old: Vec<Character> = pieces.iter().flat_map(|&piece| characters(text, piece)).collect();
    let new: Vec<Character> = characters(official, TextRange::new(0, official.len()));
    let Some(&first) = pieces.first() else { return Vec::new() };
    if old.is_empty() {
        return vec![Edit { range: first, content: official.to_owned() }];
    }
    let letters = |characters: &[Character]| {
        characters.iter().map(|c| c.read).filter(|&read| is_letter(read)).collect::<Vec<char>>()
    };
    if letters(&old) == letters(&new) {
        return Vec::new();
    }
    let mut mender = Mender { text, official, old, new, edits: Vec::new() };
    let read = |characters: &[Character]| characters.iter().map(|c| c.read).collect::<Vec<char>>();
    for op in changes(&read(&mender.old), &read(&mender.new)) {
        mender.apply(op);
    }
    mender.edits
}

/// A letter, digit or mark with its place.
struct Character {
    read: char,
    range: TextRange,
    /// The piece with the character.
    piece: TextRange,
}

struct Mender<'a> {
    text: &'a str,
    official: &'a str,
    old: Vec<Character>,
    new: Vec<Character>,
    edits: Vec<Edit>,
}

impl Mender<'_> {
    fn apply(&mut self, op: DiffOp) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { old_index, old_len, .. } => self.delete(old_index, old_len),
            DiffOp::Insert { old_index, new_index, new_len } => {
                self.insert(old_index, new_index, new_len)
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let both = old_len.min(new_len);
                for at in 0..both {
                    let content = self.new[new_index + at].range.of(self.official).to_owned();
                    self.push(self.old[old_index + at].range, &content);
                }
                if old_len > both {
                    self.delete(old_index + both, old_len - both);
                } else if new_len > both {
                    self.insert(old_index + both, new_index + both, new_len - both);
                }
            }
        }
    }

    /// Adds an edit, or extends the last edit if the new edit directly follows.
    fn push(&mut self, range: TextRange, content: &str) {
        match self.edits.last_mut() {
            Some(last) if last.range.end == range.start => {
                last.range.end = range.end;
                last.content.push_str(content);
            }
            _ => self.edits.push(Edit { range, content: content.to_owned() }),
        }
    }

    /// Inserts official characters before the character with index `old`: directly behind the
    /// character before, in front of any space.
    fn insert(&mut self, old: usize, new: usize, len: usize) {
        let at =
            old.checked_sub(1).map_or(self.old[0].range.start, |before| self.old[before].range.end);
        let content = TextRange::new(self.new[new].range.start, self.new[new + len - 1].range.end)
            .of(self.official)
            .to_owned();
        self.push(TextRange::at(at), &content);
    }

    /// Removes characters. The space between them stays.
    fn delete(&mut self, first: usize, len: usize) {
        let last = first + len - 1;
        let mut at = first;
        while at <= last {
            let from = at;
            while at < last && self.old[at].range.end == self.old[at + 1].range.start {
                at += 1;
            }
            let mut range = self.old[from].range.cover(self.old[at].range);
            let piece = self.old[at].piece;
            // If all text between two spaces is removed, one of the spaces is removed too.
            // Otherwise an empty line could remain.
            let spaced = self.text[..range.start].ends_with(is_space)
                && (range.end == piece.end || self.text[range.end..].starts_with(is_space));
            if spaced && range.start > piece.start {
                range.start = piece.start
                    + self.text[piece.start..range.start].trim_end_matches(is_space).len();
            }
            range.start =
                self.edits.last().map_or(range.start, |edit| edit.range.end.max(range.start));
            self.push(range, "");
            at += 1;
        }
    }
}

/// The characters of a piece that count in a comparison: all except space and marks of a format,
/// such as the stars of Markdown. Marks of a format come in pairs: a single mark within the words
/// replaces a letter.
fn characters(text: &str, piece: TextRange) -> Vec<Character> {
    let is_format = |read: char| matches!(read, '*' | '_' | '`' | '\\' | '|');
    let read = Folded::new(text, piece);
    let inner = read.text.trim_matches(is_format);
    let start = read.text.len() - read.text.trim_start_matches(is_format).len();
    let lone = ['*', '_']
        .into_iter()
        .filter(|&mark| read.text.matches(mark).count() % 2 == 1)
        .find_map(|mark| {
            let mut inside = inner.match_indices(mark);
            inside.next().filter(|_| inside.next().is_none()).map(|(at, _)| start + at)
        });
    let mut at = 0;
    let characters = read.places().filter_map(|(read, range)| {
        let own = at;
        at += read.len_utf8();
        (!is_format(read) || lone == Some(own)).then_some(Character { read, range, piece })
    });
    characters.collect()
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
            (
                "2. 其他法律法规禁止公开",
                "2.其他法律行政法规禁止公开",
                "2. 其他法律行政法规禁止公开",
            ),
            ("现行有效件", "现行有效件数", "现行有效件数"),
            // Radicals, full-width digits and brackets, and traditional characters count as equal
            // and stay.
            (
                "⼀、本年度新收政府信息公开申请数量",
                "一、本年新收政府信息公开申请数量",
                "⼀、本年新收政府信息公开申请数量",
            ),
            (
                "（ 二 ）部份公开(区分處理的,只計這一情形,不計其他情形)",
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                "（ 二 ）部分公开(区分處理的,只計這一情形,不計其他情形)",
            ),
            ("现行 有 效数", "现行有效件数", "现行 有 效件数"),
            (
                "２．其他法律法规禁止公开",
                "2.其他法律行政法规禁止公开",
                "２．其他法律行政法规禁止公开",
            ),
            // Over two lines.
            ("4.保护第三方\n\t合法权宜", "4.保护第三方合法权益", "4.保护第三方\n\t合法权益"),
            ("4.保护第三方\n的\n合法权益", "4.保护第三方合法权益", "4.保护第三方\n合法权益"),
            // An entity is one character.
            ("本年&#24230;止件数", "本年废止件数", "本年废止件数"),
            ("本&#24180;发制件&#25968;", "本年制发件数", "本&#24180;制发件&#25968;"),
            // Line breaks of HTML are space.
            ("4.保护第三方<br>合法权宜", "4.保护第三方合法权益", "4.保护第三方<br>合法权益"),
            ("4.保护第三方的<br/>的合法权益", "4.保护第三方合法权益", "4.保护第三方<br/>合法权益"),
            // The same letters, regardless of marks: no edits.
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
            ("（*）予以公开", "（一）予以公开", "（一）予以公开"),
            ("**（*）予以公开**", "（一）予以公开", "**（一）予以公开**"),
            ("*（一）*予以公示", "（一）予以公开", "*（一）*予以公开"),
            ("2.其他*法律法规禁止公开", "2.其他法律行政法规禁止公开", "2.其他法律行政法规禁止公开"),
            // A mark in place of a letter or of another mark.
            ("存在的主要问题、改进情况", "存在的主要问题及改进情况", "存在的主要问题及改进情况"),
            ("行政/可", "行政许可", "行政许可"),
            ("第二十条第（。）项", "第二十条第（一）项", "第二十条第（一）项"),
            ("本年废、件数", "本年废止件数", "本年废止件数"),
            ("1、属于国家秘米", "1.属于国家秘密", "1.属于国家秘密"),
            ("（件）信息内空", "信息内容", "信息内容"),
            ("1\\.属于国家秘米", "1.属于国家秘密", "1\\.属于国家秘密"),
        ] {
            assert_eq!(mended(text, official), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_between_pieces_is_kept() {
        let text = "2.其他法律法规 0 0 0\n禁止公看";
        let pieces = [
            TextRange::new(0, text.find(" 0").unwrap()),
            TextRange::new(text.find("禁").unwrap(), text.len()),
        ];
        let edits = edits_of_pieces(text, &pieces, "2.其他法律行政法规禁止公开");
        assert_eq!(apply(text, &edits), "2.其他法律行政法规 0 0 0\n禁止公开");
    }

    proptest! {
        #[test]
        fn the_words_become_the_official_ones(before in "\\PC{0,3}", text in "[一二（）、.？1 \n政府信息公开申请数量⼀]{1,20}", official in "[一二（）、.1政府信息公开申请数量]{1,20}") {
            let whole = format!("{before}{text}尾");
            let range = TextRange::new(before.len(), before.len() + text.len());
            let edits = edits(&whole, range, &official);
            prop_assert!(edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            prop_assert!(edits.iter().all(|edit| range.contains(edit.range)));
            let after = apply(&whole, &edits);
            let inner = &after[before.len()..after.len() - "尾".len()];
            prop_assert_eq!(letters(inner), letters(&official));
            let folded = |text: &str| Folded::new(text, TextRange::new(0, text.len())).text;
            prop_assert!(edits.is_empty() || folded(inner) == folded(&official), "{} {}", inner, official);
        }
    }
}
