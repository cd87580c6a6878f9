//! Numbers in sentences that a cell of a table also holds: 收到政府信息公开申请12件.
//!
//! Only unambiguous wordings are read ([`MentionWords`]). A missed number does no harm, but a
//! misread number does.

use super::Facts;
use crate::standard::{CellRef, MentionForm, MentionWords, Phrase};
use crate::syntax::{BlockKind, Part, PartKind, Report};
use crate::text::{Folded, TextRange, floor_char_boundary};

/// A number in a sentence, equal to the sum of some cells of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The digits, in bytes of the report.
    pub range: TextRange,
    pub value: i64,
    /// Index of [`Facts::tables`].
    pub table: usize,
    /// The stated cell, or the cells of the stated sum.
    pub cells: Vec<CellRef>,
}

/// At most nine digits in a count.
const MOST_DIGITS: usize = 9;
/// At most 3000 bytes of a sentence before or behind a number.
const LONGEST_SENTENCE: usize = 3000;
/// At most three characters between a phrase and its number are skipped.
const MOST_BETWEEN: usize = 3;

/// The mentions in the sections of a report, in order. `text` is the text of the report.
pub fn mentions(text: &str, report: &Report, facts: &Facts) -> Vec<Mention> {
    let own = facts.tables.iter().enumerate().flat_map(|(index, table)| {
        let is_own = move |form: &&MentionForm| form.table == table.index && !form.cells.is_empty();
        table.form().mentions.iter().filter(is_own).map(move |form| (index, form))
    });
    // The traps are the same in every edition.
    let traps = facts
        .standard
        .form(facts.expected_edition())
        .mentions
        .iter()
        .filter(|form| form.cells.is_empty())
        .map(|form| (0, form));
    let forms: Vec<(usize, &MentionForm)> = own.chain(traps).collect();
    let year = facts.year.map(|year| year.value);
    let mut found = Vec::new();
    for part in report.parts.iter().filter(|part| matches!(part.kind, PartKind::Section(_))) {
        for stretch in prose(part) {
            let folded = Folded::new(text, stretch);
            found.extend(
                Reader { text, words: facts.standard.mention_words(), folded: &folded, year }
                    .read(&forms),
            );
        }
    }
    found
}

/// The text of a part below its heading and between its tables, in bytes of the report.
fn prose(part: &Part) -> Vec<TextRange> {
    let mut stretches = Vec::new();
    let mut start = part.body();
    for block in part.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Table(_))) {
        stretches.push((start, block.range.start));
        start = block.range.end;
    }
    stretches.push((start, part.range.len()));
    let is_filled = |&(start, end): &(usize, usize)| start < end;
    stretches
        .into_iter()
        .filter(is_filled)
        .map(|(start, end)| TextRange::new(start, end).shifted(part.range.start))
        .collect()
}

/// A number in a phrase, in bytes of the folded text.
struct Candidate<'a> {
    number: TextRange,
    /// The length of the phrase. Of several phrases, the longest phrase counts.
    length: usize,
    table: usize,
    form: &'a MentionForm,
}

struct Reader<'a> {
    text: &'a str,
    words: &'static MentionWords,
    folded: &'a Folded,
    year: Option<i32>,
}

impl<'a> Reader<'a> {
    fn read(&self, forms: &[(usize, &'a MentionForm)]) -> Vec<Mention> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for &(table, form) in forms {
            for phrase in form.phrases.iter() {
                let length = phrase.before.len() + phrase.after.len();
                candidates.extend(self.numbers(phrase).map(|number| Candidate {
                    number,
                    length,
                    table,
                    form,
                }));
            }
        }
        candidates
            .sort_by_key(|candidate| (candidate.number.start, std::cmp::Reverse(candidate.length)));
        candidates.dedup_by_key(|candidate| candidate.number.start);
        candidates.retain(|candidate| !candidate.form.cells.is_empty() && self.is_meant(candidate));
        candidates.into_iter().filter_map(|candidate| self.mention(&candidate)).collect()
    }

    fn mention(&self, candidate: &Candidate) -> Option<Mention> {
        let digits: String =
            candidate.number.of(&self.folded.text).chars().filter(char::is_ascii_digit).collect();
        let range = self.folded.source(candidate.number);
        // A Chinese comma separates two numbers.
        let is_one = !range.of(self.text).contains(['，', '、']);
        let value = digits.parse().ok().filter(|_| is_one && digits.len() <= MOST_DIGITS)?;
        Some(Mention { range, value, table: candidate.table, cells: candidate.form.cells.clone() })
    }

    /// The numbers of a phrase in the folded text.
    fn numbers<'s>(&'s self, phrase: &'s Phrase) -> impl Iterator<Item = TextRange> + 's {
        let text = self.folded.text.as_str();
        phrase.find_in(text).filter_map(move |at| {
            if phrase.before.is_empty() {
                let before = text[..at].strip_suffix('的').unwrap_or(&text[..at]);
                let before =
                    self.words.units.iter().find_map(|unit| before.strip_suffix(unit.as_str()))?;
                return number_before(before);
            }
            let start = at + phrase.before.len();
            let is_between = |c: &char| self.words.between.contains(*c);
            let skipped: usize = text[start..]
                .chars()
                .take_while(is_between)
                .take(MOST_BETWEEN)
                .map(char::len_utf8)
                .sum();
            let number = number_at(text, start + skipped)?;
            let behind = &text[number.end..];
            let behind =
                self.words.units.iter().find_map(|unit| behind.strip_prefix(unit.as_str()))?;
            let after = behind.strip_prefix('的').unwrap_or(behind);
            (!behind.starts_with('次') && after.starts_with(&phrase.after)).then_some(number)
        })
    }

    /// Whether the number has this meaning: the words around it must not point to something else.
    fn is_meant(&self, candidate: &Candidate) -> bool {
        let text = self.folded.text.as_str();
        let end = candidate.number.end;
        // A sentence too long for a person is skipped, so that a text without ends of sentences
        // costs no more time than its length.
        let (from, to) = (
            floor_char_boundary(text, end.saturating_sub(LONGEST_SENTENCE)),
            floor_char_boundary(text, end + LONGEST_SENTENCE),
        );
        let before = text[from..end].rsplit(ends_sentence).next().unwrap_or_default();
        let clause = before.rfind([',', ':']).map_or(before, |at| &before[at..]);
        let behind = text[end..to].split(ends_sentence).next().unwrap_or_default();
        if from > 0 && before.len() == end - from || to < text.len() && behind.len() == to - end {
            return false;
        }
        let sentence = &text[end - before.len()..end + behind.len()];
        let has =
            |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        !has(before, &self.words.elsewhere)
            && !has(clause, &self.words.part)
            && (candidate.form.near.is_empty() || has(sentence, &candidate.form.near))
            && !self.names_another_year(before)
    }

    fn names_another_year(&self, before: &str) -> bool {
        let Some(year) = self.year else { return false };
        before.match_indices('年').any(|(at, _)| {
            let digits = before.get(at.saturating_sub(4)..at).unwrap_or_default();
            digits.len() == 4 && digits.parse::<i32>().is_ok_and(|other| other != year)
        })
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | ';' | '!' | '?')
}

/// The number at `start`, with its thousands separators.
fn number_at(text: &str, start: usize) -> Option<TextRange> {
    let len =
        text[start..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b',').count();
    let number = TextRange::new(start, start + len);
    is_number(number.of(text)).then_some(number)
}

/// The number at the end of `text`.
fn number_before(text: &str) -> Option<TextRange> {
    let len = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let number = TextRange::new(text.len() - len, text.len());
    let follows = text[..number.start].ends_with(['.', '-']);
    (is_number(number.of(text)) && !follows).then_some(number)
}

fn is_number(text: &str) -> bool {
    let mut groups = text.split(',');
    groups.next().is_some_and(|first| !first.is_empty()) && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};

    /// The mentions in a report with `prose` as its general section: number, table, and first row
    /// and column of the form.
    fn found_in(text: &str) -> Vec<String> {
        let report = parse(text, Standard::official()).reports.swap_remove(0);
        let facts = Facts::of_report(text, &report, Standard::official(), None);
        let show = |mention: Mention| {
            let form = facts.tables[mention.table].table_form();
            let cell = mention.cells[0];
            assert_eq!(
                mention.range.of(text).replace(',', "").parse::<i64>().ok(),
                Some(mention.value),
                "{:?}",
                mention.range.of(text)
            );
            let rest = if mention.cells.len() > 1 {
                format!("+{}", mention.cells.len() - 1)
            } else {
                String::new()
            };
            format!(
                "{} {}/{}{rest}",
                mention.value,
                form.rows[cell.row].label.text,
                form.column(cell).label.text
            )
        };
        mentions(text, &report, &facts).into_iter().map(show).collect()
    }

    fn found(prose: &str) -> Vec<String> {
        found_in(&replaced(&sample(Layout::Tabs), "本年度，我局主动公开信息29条", prose))
    }

    #[test]
    fn plain_wordings_are_read() {
        let new = "8 一、本年新收政府信息公开申请数量/总计";
        for prose in [
            "我局收到政府信息公开申请8件",
            "全年共收到 8 件政府信息公开申请",
            "我局共受理政府信息公开申请共计8宗",
            "新收到依申请公开申请８件".replace('８', "8").as_str(),
            "2023年收到公民、法人或其他组织政府信息公开申请8件",
            "今年新收政府信息公\n开申请 8 件",
        ] {
            assert_eq!(found(prose), [new], "{prose}");
        }
        let all = "2023年收到政府信息公开申请8件，上年结转1件，予以公开5件，部分公开0件，不予公开1件，无法提供3件，1件结转下年度继续办理";
        let expected = [
            new,
            "1 二、上年结转政府信息公开申请数量/总计",
            "5 （一）予以公开/总计",
            "0 （二）部分公开（区分处理的，只计这一情形，不计其他情形）/总计",
            "1 1.属于国家秘密/总计+7",
            "3 1.本机关不掌握相关政府信息/总计+2",
            "1 四、结转下年度继续办理/总计",
        ];
        assert_eq!(found(all), expected);
        assert_eq!(
            found("制发规范性文件3件，废止行政规范性文件1件"),
            ["3 行政规范性文件/本年制发件数", "1 行政规范性文件/本年废止件数"]
        );
        let second = "全市有网站3个，比上年多1个，同比增长50%。收到政府信息公开申请8件；通过网上、信函等渠道，予以公开3件。";
        assert_eq!(found(second), [new]);
        let second = "比上年多1个。本年收到政府信息公开申请8件，其中，予以公开3件";
        assert_eq!(found(second), [new, "3 （一）予以公开/总计"]);
        let reviews = "因政府信息公开引起行政复议1件、行政诉讼1,234件";
        assert_eq!(found(reviews), ["1 行政复议/总计", "1234 未经复议直接起诉/总计+1"]);
        assert_eq!(
            found_in(&replaced(
                &sample_of(Layout::Lines, 2020),
                "我局主动",
                "制定规范性文件3件，我局主动"
            )),
            ["3 规范性文件/本年新制作数量"]
        );
    }

    #[test]
    fn a_stretch_that_is_too_long_is_no_sentence() {
        let clause = "全年收到政府信息公开申请12件，";
        assert_eq!(found(&format!("{clause}。")).len(), 1);
        let filler = "公开内容经三级审核，".repeat(LONGEST_SENTENCE / 10);
        assert_eq!(found(&format!("{clause}{filler}。{clause}。")).len(), 1);
        assert_eq!(found(&format!("{filler}{clause}。")), [""; 0]);
        assert_eq!(found(&clause.repeat(2000)), [""; 0]);
    }

    #[test]
    fn what_may_mean_something_else_is_left_alone() {
        for prose in [
            "2022年收到政府信息公开申请5件",
            "全市收到政府信息公开申请50件",
            "比上年多收到政府信息公开申请3件",
            "通过网络收到政府信息公开申请3件",
            "收到网民留言12件",
            "主动公开信息29条，予以公开3件",
            "公开政府信息29条。办理行政复议12件，行政诉讼3件",
            "政府信息公开行政复议、行政诉讼2件",
            "收到政府信息公开申请8次，收到政府信息公开申请8件次",
            "收到政府信息公开申请5，123件",
            "收到政府信息公开申请同比增长8件",
            "收到政府信息公开申请若干件",
        ] {
            assert_eq!(found(prose), [""; 0], "{prose}");
        }
    }

    #[test]
    fn a_table_that_is_missing_is_not_mentioned() {
        assert_eq!(
            found_in(
                "云溪县园林局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n收到政府信息公开申请8件。\n"
            ),
            [""; 0]
        );
    }
}
