//! Finds the official words at the end of a report's title, even if some characters are lost or
//! wrong.

use memchr::memmem::FinderRev;
use std::sync::LazyLock;

/// The characters at the end of organ names.
pub const ORGAN_ENDS: &str = "局委办府会厅院处所心站校司队社团镇乡道行署部室区县市省馆关库场州盟旗";

/// The characters at the end of other names of issuers. In a name being typed, these characters may
/// also be in the middle: 云溪县园 of 云溪县园林局.
const OTHER_ENDS: &str = "科园组台村";

/// Whether the name of an issuer may end with a character.
pub fn ends_issuer(c: char) -> bool {
    ORGAN_ENDS.contains(c) || OTHER_ENDS.contains(c)
}

/// The place of the nearly official words in a title, in bytes of the title's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficialWords {
    pub start: usize,
    pub end: usize,
    /// Number of lost, wrong or surplus characters.
    pub wrong: usize,
}

/// The wordings of titles, each with the highest number of wrong characters.
const WORDINGS: [(&str, usize); 4] = [
    ("政府信息公开工作年度报告", MOST_WRONG),
    ("政府信息公开年度报告", 1),
    ("政府信息公开工作报告", 1),
    ("政府信息公开年报", 1),
];

/// Finds the longest wording.
static WHOLE: LazyLock<FinderRev<'static>> = LazyLock::new(|| FinderRev::new(WORDINGS[0].0));

/// The common start of all wordings.
const COMMON: &str = "政府信息公开";

const MOST_WRONG: usize = 2;

/// At most 28 letters at the end are compared.
const LONGEST: usize = 28;

/// At most 12 characters in a wording.
const LONGEST_WORDING: usize = 12;

/// Words that are not a wrong writing of 报告.
const OTHER_PAPERS: [&str; 6] = ["报表", "通报", "公报", "报送", "公告", "报纸"];

/// The official words in `letters`, allowing for a few wrong characters. `letters` are the folded
/// letters of a line or two.
pub fn official_words(letters: &str) -> Option<OfficialWords> {
    // Nearly always the words are right and stand at the end.
    let (whole, _) = WORDINGS[0];
    let start =
        letters.strip_suffix(whole).map(str::len).or_else(|| WHOLE.rfind(letters.as_bytes()));
    if let Some(start) = start {
        return Some(OfficialWords { start, end: start + whole.len(), wrong: 0 });
    }
    // Only a year and a word or two may follow the official words.
    let from = letters.char_indices().rev().nth(LONGEST - 1).map_or(0, |(at, _)| at);
    // At most `MOST_WRONG` characters of the common start may be lost.
    if COMMON.chars().filter(|&c| !letters[from..].contains(c)).count() > MOST_WRONG {
        return None;
    }
    let text: Vec<(usize, char)> =
        letters[from..].char_indices().map(|(at, c)| (from + at, c)).collect();
    let offset = |index: usize| text.get(index).map_or(letters.len(), |(at, _)| *at);
    let mut best: Option<(usize, usize, usize, &str)> = None;
    for (wording, most) in WORDINGS {
        // A character of the wording that is missing in the text costs at least one change.
        let lost = wording.chars().filter(|c| !text.iter().any(|(_, other)| other == c)).count();
        if lost <= most
            && let Some((wrong, start, end)) = nearest(wording, &text, most)
            && best.is_none_or(|(known, ..)| wrong < known)
        {
            best = Some((wrong, start, end, wording));
        }
        // Other wordings cannot be nearer.
        if best.is_some_and(|(wrong, ..)| wrong <= 1) {
            break;
        }
    }
    let (wrong, start, end, wording) = best?;
    let char_at = |index: usize| text.get(index).map(|(_, c)| *c);
    // A wrong first character is not the end of a name or a year. A wrong last character directly
    // follows the words.
    let first_is_there = wording.starts_with(char_at(start)?);
    let before =
        start.checked_sub(1).and_then(char_at).filter(|&c| !first_is_there && !is_end_of_name(c));
    let last_is_there = wording.ends_with(char_at(end.checked_sub(1)?)?);
    let after = char_at(end)
        .filter(|&c| !last_is_there && !c.is_ascii_digit() && !"年全公终草送征".contains(c));
    let found = OfficialWords {
        start: offset(start - usize::from(before.is_some())),
        end: offset(end + usize::from(after.is_some())),
        wrong,
    };
    let words = &letters[found.start..found.end];
    let names_report =
        words.contains(['报', '告']) && !OTHER_PAPERS.iter().any(|paper| words.ends_with(paper));
    names_report.then_some(found)
}

fn is_end_of_name(c: char) -> bool {
    matches!(c, '年' | '度' | '的') || c.is_ascii_digit() || ends_issuer(c)
}

/// The stretch of `text` with the fewest changes to `wording`: the number of changes, the start and
/// the end. At most `most` changes are allowed. The stretch begins and ends with the first and last
/// characters of the wording, or with other characters of the wording if these are lost.
fn nearest(wording: &str, text: &[(usize, char)], most: usize) -> Option<(usize, usize, usize)> {
    let mut letters = ['\0'; LONGEST_WORDING];
    let len = letters.iter_mut().zip(wording.chars()).map(|(letter, c)| *letter = c).count();
    let wording = &letters[..len];
    // For each number of used characters of the wording: the number of changes and the start.
    let mut column: [(usize, usize); LONGEST_WORDING + 1] = std::array::from_fn(|used| (used, 0));
    // Longer starts of the wording take too many changes.
    let mut reached = most.min(len);
    let mut best: Option<(usize, usize, usize)> = None;
    for (index, &(_, c)) in text.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, index + 1);
        let mut last = 0;
        for (used, &expected) in (1..).zip(wording) {
            if used > reached + 1 {
                if column[used - 1].0 >= most {
                    break;
                }
                column[used].0 = most + 1;
            }
            last = used;
            let (changes, start) = std::mem::replace(&mut diagonal, column[used]);
            // Between equal numbers of changes, a matching character is preferred, then a wrong
            // character, then a surplus character, then a lost character.
            let mut step = (column[used - 1].0 + 1, column[used - 1].1);
            if used < len && column[used].0 < step.0 {
                step = (column[used].0 + 1, column[used].1);
            }
            if used > 1 && used < len && changes < step.0 {
                step = (changes + 1, start);
            }
            if c == expected && changes <= step.0 {
                step = (changes, if used == 1 { index } else { start });
            }
            column[used] = step;
        }
        reached = (0..=last).rev().find(|&used| column[used].0 <= most).unwrap_or(0);
        if reached < len {
            // The first entry that the next step skips is out of reach.
            column[reached + 1] = (most + 1, column[reached + 1].1);
            continue;
        }
        let (changes, start) = column[len];
        // Between equally near ends, the last character of the wording is preferred.
        let is_better = |(known, ..): (usize, usize, usize)| {
            changes < known || changes == known && wording.last() == Some(&c)
        };
        if start <= index && best.is_none_or(is_better) {
            best = Some((changes, start, index + 1));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICIAL: &str = "政府信息公开工作年度报告";

    fn words(letters: &str) -> Option<(&str, usize)> {
        official_words(letters).map(|found| (&letters[found.start..found.end], found.wrong))
    }

    /// The same as [`nearest`] without skipping the entries that take too many changes.
    fn compared(
        wording: &str,
        text: &[(usize, char)],
        most: usize,
    ) -> Option<(usize, usize, usize)> {
        nearest(wording, text, 100).filter(|(wrong, ..)| *wrong <= most)
    }

    #[test]
    fn what_takes_too_many_changes_is_left_out() {
        let letters: Vec<char> = OFFICIAL.chars().chain("局年某".chars()).collect();
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        for _ in 0..3000 {
            let mut text: Vec<char> = format!("局2023年{OFFICIAL}").chars().collect();
            for _ in 0..next(5) {
                let at = next(text.len());
                match next(3) {
                    0 => drop(text.remove(at)),
                    1 => text[at] = letters[next(letters.len())],
                    _ => text.insert(at, letters[next(letters.len())]),
                }
            }
            let text: Vec<(usize, char)> = text.into_iter().enumerate().collect();
            for (wording, most) in WORDINGS {
                assert_eq!(
                    nearest(wording, &text, most),
                    compared(wording, &text, most),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn all_wordings_have_the_same_beginning() {
        let is_fit = |wording: &str| {
            wording.starts_with(COMMON) && wording.chars().count() <= LONGEST_WORDING
        };
        assert!(WORDINGS.iter().all(|(wording, most)| is_fit(wording) && *most <= MOST_WRONG));
    }

    #[test]
    fn one_character_may_be_lost_wrong_or_too_many() {
        for before in ["云溪县园林局2023年", "2023年云溪县园林局", "云溪县园林局二023年度", ""]
        {
            for after in ["", "2023年"] {
                assert_eq!(words(&format!("{before}{OFFICIAL}{after}")), Some((OFFICIAL, 0)));
                for (at, c) in OFFICIAL.char_indices() {
                    let (head, rest) = (&OFFICIAL[..at], &OFFICIAL[at + c.len_utf8()..]);
                    let lost = format!("{head}{rest}");
                    assert_eq!(words(&format!("{before}{lost}{after}")), Some((lost.as_str(), 1)));
                    let (wrong, more) = (format!("{head}某{rest}"), format!("{head}{c}某{rest}"));
                    // A year may follow at the end, and is not part of the words.
                    if !rest.is_empty() {
                        assert_eq!(
                            words(&format!("{before}{wrong}{after}")).map(|found| found.1),
                            Some(1),
                            "{wrong}"
                        );
                        assert_eq!(
                            words(&format!("{before}{more}{after}")),
                            Some((more.as_str(), 1))
                        );
                    }
                    if at > 0 {
                        assert_eq!(
                            words(&format!("{before}{wrong}{after}")),
                            Some((wrong.as_str(), 1))
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn other_words_are_not_near() {
        for letters in [
            "",
            "报告",
            "政府信息公开",
            "政府信息公开工作",
            "政府信息公开工作年度考核",
            "政府信息公开工作报表",
            "政府信息公开公告",
            "政府信息公开指南",
            "政府工作报告",
            "其他需要报告的事项",
            "政府信息公开工作情况通报",
            "法治政府建设年度报告",
        ] {
            assert_eq!(words(letters), None, "{letters}");
        }
    }
}
