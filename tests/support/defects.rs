//! Mistakes and oddities in a composed report, with the allowed results of a safe fix.

use super::composed::{Composed, Piece, Role, is_separator};
use super::{Manner, Numbers};
use gouji::syntax::Layout;
use proptest::prelude::*;
use proptest::sample::Index;

/// A mistake or an oddity in a report. An index selects one of the possible places.
#[derive(Clone, Debug)]
pub enum Defect {
    /// Other text instead of the number of a cell.
    Words(Index, &'static str),
    /// The number in another notation.
    Writing(Index, Writing),
    /// Another number.
    Number(Index, i64),
    /// Another number in a total of table three.
    Total(Index, i64),
    /// No text in a cell.
    Blank(Index),
    /// Other text, or no text, instead of the separator before a cell.
    Separator(Index, &'static str),
    /// The same for the separator before the first cell of a row.
    FirstSeparator(Index, &'static str),
    /// A label broken over lines.
    Wrap(Index, Index, &'static str),
    /// A label with a note behind.
    Note(Index, &'static str),
    /// A character lost, added or mistaken in a label or in a header.
    Slip(Index, Index, Slip),
    HeaderSlip(Index, Index, Slip),
    /// A slip in the head of a group, a caption, or a header over several columns.
    HeadSlip(Index, Index, Slip),
    /// Text that may be intended, before, in or behind a head, caption or header.
    HeadNote(Index, Index, &'static str),
    /// The head of a group and the item in one cell.
    HeadJoined(Index, &'static str),
    /// Two headers in one cell.
    HeadersJoined(Index, &'static str),
    /// Bold marks around each run of a date or title.
    BoldRuns(Index),
    /// Another digit in the year of the title.
    TitleYear(Index, u8),
    /// Another year in the statistical period.
    PeriodYear(Index, i32),
    /// An invisible character.
    Invisible(Index),
}

#[derive(Clone, Copy, Debug)]
pub enum Writing {
    FullWidth,
    Thousands,
    InnerSpace,
    LeadingZeros,
    Unit,
    SpacedUnit,
}

#[derive(Clone, Copy, Debug)]
pub enum Slip {
    Lost,
    TwoLost,
    Added(char),
    Mistaken(char),
    Swapped,
}

/// Text that people write into a cell instead of a number.
const WORDS: [&str; 30] = [
    "暂无数据",
    "约12",
    "十二",
    "见附件",
    "3（含修改1件）",
    "*",
    "-",
    "/",
    "无",
    "——",
    "0.5",
    "-3",
    "五",
    "另见附表2",
    "同上",
    "1.5万",
    "O",
    "合计5",
    "3+2",
    "5/0",
    "?",
    "0?",
    "件",
    "12-15",
    "2023年",
    "1.属于",
    "公开",
    "未统计（系统故障）",
    "l",
    "３件次",
];
const SEPARATORS: [&str; 8] = ["", " ", "\u{3000}", " ? ", "?", ", ", "\n", "-"];
/// Text that may stand in the cell of a head.
const BESIDE: [&str; 18] = [
    "5",
    " 5",
    "12",
    "2 ",
    "[1]",
    "(2)",
    "（件）",
    "（含上年）",
    "（共5件）",
    "（",
    "）",
    "[",
    "①",
    "：件",
    "、",
    "\n3 ",
    "备注",
    " 略",
];
const BREAKS: [&str; 5] = ["\n", "\n  ", " ", "\n\n", "\t"];
const NOTES: [&str; 14] = [
    "（含电子政务）",
    "（件）",
    "：由本级人民政府制定，名称一般称“规定”、“办法”。",
    "（注1）",
    "*",
    "①",
    "（2023年新增）",
    " 单位：件",
    "（不含撤回的3件）",
    "[1]",
    "，含上年",
    " 见附表",
    "（0）",
    ":行政机关在职权范围内制定、可以反复适用的决定和命令。",
];

pub fn defect() -> impl Strategy<Value = Defect> {
    let at = any::<Index>;
    let select = |words: &'static [&'static str]| proptest::sample::select(words);
    let writing = || {
        use Writing::{FullWidth, InnerSpace, LeadingZeros, SpacedUnit, Thousands, Unit};
        proptest::sample::select(vec![
            FullWidth,
            Thousands,
            InnerSpace,
            LeadingZeros,
            Unit,
            SpacedUnit,
        ])
    };
    let slip = || {
        let letter = || {
            proptest::sample::select(vec![
                '某', '的', '度', '公', '行', '1', '3', '、', '，', '/', '-', '（', ')', '”', '？',
            ])
        };
        prop_oneof![
            Just(Slip::Lost),
            Just(Slip::TwoLost),
            letter().prop_map(Slip::Added),
            letter().prop_map(Slip::Mistaken),
            Just(Slip::Swapped)
        ]
    };
    prop_oneof![
        4 => (at(), select(&WORDS)).prop_map(|(at, words)| Defect::Words(at, words)),
        2 => (at(), writing()).prop_map(|(at, writing)| Defect::Writing(at, writing)),
        2 => (at(), -3..40i64).prop_map(|(at, by)| Defect::Number(at, by)),
        3 => (at(), prop_oneof![-3..0i64, 1..40i64]).prop_map(|(at, by)| Defect::Total(at, by)),
        2 => at().prop_map(Defect::Blank),
        3 => (at(), select(&SEPARATORS)).prop_map(|(at, separator)| Defect::Separator(at, separator)),
        3 => (at(), select(&SEPARATORS)).prop_map(|(at, separator)| Defect::FirstSeparator(at, separator)),
        3 => (at(), at(), select(&BREAKS)).prop_map(|(at, place, with)| Defect::Wrap(at, place, with)),
        3 => (at(), select(&NOTES)).prop_map(|(at, note)| Defect::Note(at, note)),
        4 => (at(), at(), slip()).prop_map(|(at, place, slip)| Defect::Slip(at, place, slip)),
        3 => (at(), at(), slip()).prop_map(|(at, place, slip)| Defect::HeaderSlip(at, place, slip)),
        4 => (at(), at(), slip()).prop_map(|(at, place, slip)| Defect::HeadSlip(at, place, slip)),
        4 => (at(), at(), select(&BESIDE)).prop_map(|(at, place, note)| Defect::HeadNote(at, place, note)),
        2 => (at(), select(&["", " "])).prop_map(|(at, separator)| Defect::HeadJoined(at, separator)),
        2 => (at(), select(&["", " "])).prop_map(|(at, separator)| Defect::HeadersJoined(at, separator)),
        1 => at().prop_map(Defect::BoldRuns),
        1 => (at(), b'0'..=b'9').prop_map(|(at, digit)| Defect::TitleYear(at, digit)),
        1 => (at(), prop_oneof![Just(-1), Just(1), Just(-10), Just(-100)]).prop_map(|(at, by)| Defect::PeriodYear(at, by)),
        1 => at().prop_map(Defect::Invisible),
    ]
}

impl Composed {
    /// Damages the report. Returns whether the report had a place for the defect.
    pub fn damage(&mut self, defect: &Defect, right: &Numbers) -> bool {
        match defect {
            Defect::Words(at, words) => self.cell(
                at,
                |_| true,
                |piece, role| {
                    piece.text = (*words).to_owned();
                    if piece.is_blank() {
                        piece.may_be_computed(right, role);
                    }
                },
            ),
            Defect::Writing(at, writing) => {
                let manner = self.manner;
                let other = move |number: &str| {
                    written(number, *writing, manner).filter(|other| other != number)
                };
                self.cell(
                    at,
                    |piece| other(&piece.text).is_some(),
                    |piece, _| {
                        let number = std::mem::take(&mut piece.text);
                        piece.text = other(&number).expect("checked");
                        piece.mended.push(number);
                    },
                )
            }
            Defect::Number(at, by) => self.cell(
                at,
                |_| true,
                |piece, role| {
                    let number = number(right, role);
                    piece.text = (number + by).max(0).to_string();
                    piece.may_be_computed(right, role);
                },
            ),
            Defect::Total(at, by) => {
                let is_total = |piece: &Piece| matches!(piece.role, Role::Cell { table: 1, row, column } if is_total(right, row, column));
                self.cell(at, is_total, |piece, role| {
                    let number = number(right, role);
                    piece.text = (number + by).max(0).to_string();
                    piece.may_be_computed(right, role);
                })
            }
            Defect::Blank(at) => self.cell(
                at,
                |_| true,
                |piece, role| {
                    piece.text = String::new();
                    piece.may_be_computed(right, role);
                },
            ),
            Defect::Separator(at, with) => {
                let between = |index: usize, pieces: &[Piece]| {
                    pieces[index].role == Role::Text
                        && index > 0
                        && matches!(pieces[index - 1].role, Role::Cell { .. })
                        && matches!(
                            pieces.get(index + 1).map(|piece| piece.role),
                            Some(Role::Cell { column: 1.., .. })
                        )
                };
                self.at(at, between, |piece| piece.text = (*with).to_owned())
            }
            Defect::FirstSeparator(at, with) => {
                let behind_label = |index: usize, pieces: &[Piece]| {
                    pieces[index].role == Role::Text
                        && index > 0
                        && matches!(pieces[index - 1].role, Role::Label { .. })
                };
                self.at(at, behind_label, |piece| piece.text = (*with).to_owned())
            }
            Defect::Wrap(at, place, with) => self.at(at, whole_label, |piece| {
                let places: Vec<usize> =
                    piece.text.char_indices().map(|(at, _)| at).skip(1).collect();
                if !places.is_empty() {
                    piece.text.insert_str(places[place.index(places.len())], with);
                }
            }),
            Defect::Note(at, note) => self.at(at, whole_label, |piece| piece.text += note),
            Defect::Slip(at, place, slip) => {
                self.at(at, whole_label, |piece| piece.slip(place, *slip))
            }
            Defect::HeaderSlip(at, place, slip) => {
                let is_header = |index: usize, pieces: &[Piece]| {
                    matches!(pieces[index].role, Role::Header { .. }) && pieces[index].is_whole()
                };
                self.at(at, is_header, |piece| piece.slip(place, *slip))
            }
            Defect::HeadSlip(at, place, slip) => {
                self.at(at, whole_head, |piece| piece.slip(place, *slip))
            }
            Defect::HeadNote(at, place, note) => self.at(at, whole_head, |piece| {
                let places: Vec<usize> = piece.text.char_indices().map(|(at, _)| at).collect();
                // Mostly at the ends. Letters alone would be a slip inside the words.
                let is_slip = note.chars().all(|c| c.is_alphabetic() || c == ' ');
                let place = match place.index(places.len() + 8) {
                    inside if inside < places.len() && !is_slip => places[inside],
                    end if end % 2 == 0 => 0,
                    _ => piece.text.len(),
                };
                piece.text.insert_str(place, note);
            }),
            Defect::HeadJoined(at, with) => {
                let joined = |index: usize, pieces: &[Piece]| {
                    pieces[index].role == Role::Text
                        && index > 0
                        && matches!(pieces[index - 1].role, Role::Head { .. })
                        && matches!(
                            pieces.get(index + 1).map(|next| next.role),
                            Some(Role::Label { .. })
                        )
                        && pieces[index].text.chars().all(is_separator)
                };
                self.at(at, joined, |piece| piece.text = (*with).to_owned())
            }
            Defect::HeadersJoined(at, with) => {
                let between = |index: usize, pieces: &[Piece]| {
                    let is_header = |index: usize| {
                        matches!(
                            pieces.get(index).map(|piece| piece.role),
                            Some(Role::Header { .. })
                        )
                    };
                    index > 0
                        && pieces[index].role == Role::Text
                        && is_header(index - 1)
                        && is_header(index + 1)
                        && pieces[index].text.chars().all(is_separator)
                };
                self.at(at, between, |piece| piece.text = (*with).to_owned())
            }
            Defect::BoldRuns(at) => {
                let year = right.year.to_string();
                let holds = |index: usize, pieces: &[Piece]| {
                    pieces[index].role == Role::Text
                        && pieces[index].mended.is_empty()
                        && pieces[index].text.contains(&year)
                };
                self.at(at, holds, |piece| {
                    piece.text = piece
                        .text
                        .replace(&year, &format!("**{year}****"))
                        .replacen("月", "**月**", 1)
                })
            }
            Defect::TitleYear(at, digit) => {
                let year = right.year.to_string();
                let Some(start) = self.pieces[0].text.find(&year) else { return false };
                let place = start + at.index(4);
                if start > 40 || self.pieces[0].text.as_bytes()[place] == *digit {
                    return false;
                }
                self.pieces[0]
                    .text
                    .replace_range(place..place + 1, &char::from(*digit).to_string());
                true
            }
            Defect::PeriodYear(at, by) => {
                let (year, other) = (right.year.to_string(), (right.year + by).to_string());
                let Some(line) = self.pieces[0]
                    .text
                    .find("统计期限")
                    .or_else(|| self.pieces[0].text.find("統計期限"))
                else {
                    return false;
                };
                let places: Vec<usize> = self.pieces[0].text[line..]
                    .match_indices(&year)
                    .map(|(at, _)| line + at)
                    .take(2)
                    .collect();
                if places.len() < 2 {
                    return false;
                }
                let place = places[at.index(2)];
                let behind = self.pieces[0].text.split_off(place);
                let last = behind[year.len()..].to_owned();
                let own = Piece { mended: vec![year], ..Piece::fixed(Role::Text, &other) };
                self.pieces.splice(1..1, [own, Piece::fixed(Role::Text, &last)]);
                true
            }
            Defect::Invisible(at) => self.at(
                at,
                |index, pieces| pieces[index].role == Role::Text,
                |piece| {
                    let places: Vec<usize> = piece.text.char_indices().map(|(at, _)| at).collect();
                    piece.text.insert(places[at.index(places.len())], '\u{200b}');
                },
            ),
        }
    }

    /// Changes one of the unchanged cells that fulfil `fits`.
    fn cell(
        &mut self,
        at: &Index,
        fits: impl Fn(&Piece) -> bool,
        change: impl FnOnce(&mut Piece, Role),
    ) -> bool {
        let is_cell = |index: usize, pieces: &[Piece]| {
            let piece = &pieces[index];
            matches!(piece.role, Role::Cell { .. })
                && piece.mended.is_empty()
                && piece.text.bytes().all(|byte| byte.is_ascii_digit())
                && fits(piece)
        };
        self.at(at, is_cell, |piece| change(piece, piece.role))
    }

    fn at(
        &mut self,
        at: &Index,
        fits: impl Fn(usize, &[Piece]) -> bool,
        change: impl FnOnce(&mut Piece),
    ) -> bool {
        let places: Vec<usize> =
            (0..self.pieces.len()).filter(|&index| fits(index, &self.pieces)).collect();
        if places.is_empty() {
            return false;
        }
        change(&mut self.pieces[places[at.index(places.len())]]);
        true
    }
}

impl Piece {
    /// Allows a sum to restore the number if the cell is a total of table three.
    fn may_be_computed(&mut self, right: &Numbers, role: Role) {
        let number = number(right, role).to_string();
        if matches!(role, Role::Cell { table: 1, row, column } if is_total(right, row, column))
            && self.text != number
        {
            self.mended.push(number);
            self.by_sum = true;
        }
    }

    /// Whether a label or header is undamaged.
    fn is_whole(&self) -> bool {
        self.mended.is_empty() && self.text.chars().count() == self.official.chars().count()
    }

    /// Makes a slip in a label or header. A fix may restore the original words, also with the
    /// characters of the form.
    fn slip(&mut self, place: &Index, slip: Slip) {
        let chars: Vec<char> = self.text.chars().collect();
        let letters: Vec<usize> =
            (0..chars.len()).filter(|&at| chars[at].is_alphanumeric()).collect();
        if letters.len() < 3 {
            return;
        }
        let at = letters[place.index(letters.len())];
        let mut slipped = chars.clone();
        match slip {
            Slip::Lost => _ = slipped.remove(at),
            Slip::TwoLost => {
                slipped.remove(at);
                if at < slipped.len() && slipped[at].is_alphanumeric() {
                    slipped.remove(at);
                }
            }
            Slip::Added(c) => slipped.insert(at, c),
            Slip::Mistaken(c) => slipped[at] = c,
            Slip::Swapped if at + 1 < slipped.len() => slipped.swap(at, at + 1),
            Slip::Swapped => return,
        }
        let before = std::mem::replace(&mut self.text, slipped.into_iter().collect());
        if before == self.text {
            return;
        }
        // A fix restores text in the characters of the form.
        let official: Vec<char> = self.official.chars().collect();
        for start in at.saturating_sub(2)..=at {
            for end in start + 1..=(at + 3).min(chars.len()) {
                let mended: String = [&chars[..start], &official[start..end], &chars[end..]]
                    .concat()
                    .into_iter()
                    .collect();
                self.mended.extend(with_spaces_moved(&mended));
            }
        }
        self.mended.push(before);
        self.mended.sort_unstable();
        self.mended.dedup();
    }
}

/// The words, and the words with a space moved by one letter: beside a lost letter the side of the
/// space is unknown.
fn with_spaces_moved(words: &str) -> Vec<String> {
    let chars: Vec<char> = words.chars().collect();
    let mut all = vec![words.to_owned()];
    for at in (0..chars.len()).filter(|&at| chars[at] == ' ') {
        for other in [at.wrapping_sub(1), at + 1] {
            if other < chars.len() {
                let mut moved = chars.clone();
                moved.swap(at, other);
                all.push(moved.into_iter().collect());
            }
        }
    }
    all
}

/// Whether the cell of table three is 总计 of a row or is in the row （七）总计.
fn is_total(right: &Numbers, row: usize, column: usize) -> bool {
    column == 6 || row == right.tables[1].len() - 2
}

fn number(right: &Numbers, role: Role) -> i64 {
    match role {
        Role::Cell { table, row, column } => right.tables[table][row][column],
        _ => 0,
    }
}

fn whole_head(index: usize, pieces: &[Piece]) -> bool {
    matches!(pieces[index].role, Role::Head { .. }) && pieces[index].is_whole()
}

fn whole_label(index: usize, pieces: &[Piece]) -> bool {
    matches!(pieces[index].role, Role::Label { .. }) && pieces[index].is_whole()
}

/// A number in another notation; `None` if the manner would split the notation into two cells.
fn written(number: &str, writing: Writing, manner: Manner) -> Option<String> {
    let has_cells = !matches!(
        manner,
        Manner::Library(Layout::Spaces)
            | Manner::PdfBroken
            | Manner::PdfCentred
            | Manner::PdfVertical
    );
    let split = |by: char| {
        (number.len() > 3)
            .then(|| format!("{}{by}{}", &number[..number.len() - 3], &number[number.len() - 3..]))
    };
    match writing {
        Writing::FullWidth => Some(
            number
                .chars()
                .map(|c| char::from_u32(c as u32 - 0x30 + 0xff10).expect("a digit"))
                .collect(),
        ),
        Writing::Thousands => split(','),
        Writing::InnerSpace => split(' ').filter(|_| has_cells),
        Writing::LeadingZeros => Some(format!("00{number}")),
        Writing::Unit => Some(format!("{number}件")),
        Writing::SpacedUnit => has_cells.then(|| format!("{number} 件")),
    }
}
