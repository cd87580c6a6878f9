//! The report's year.

use super::Date;
use crate::text::{Folded, TextRange, is_space};

/// The year that a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportYear {
    pub value: i32,
    pub from: YearSource,
    /// Of title, period and signature the one that says another year, where the other two agree.
    pub odd: Option<YearSource>,
}

/// What can tell the year of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YearSource {
    Title,
    /// The end of the statistical period.
    Period,
    /// The year before the one in which it was signed.
    Signature,
    /// Whoever runs the check.
    Option,
    /// The words with which the report begins. Good enough to choose the form by, and no more.
    Opening,
}

/// The years that the sources tell, of the report (the signature's is thus one less than its date's).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Years {
    pub title: Option<i32>,
    pub period: Option<i32>,
    pub signature: Option<i32>,
    pub option: Option<i32>,
    pub opening: Option<i32>,
}

/// The report's year: what two of title, period and signature agree on; else what the title says, else the option, the
/// period, the signature, the opening.
pub fn report_year(years: Years) -> Option<ReportYear> {
    use YearSource::{Opening, Option, Period, Signature, Title};
    let Years { title, period, signature, option, opening } = years;
    let pairs = [(title, Title, period, signature, Signature), (title, Title, signature, period, Period), (period, Period, signature, title, Title)];
    for (first, from, second, third, other) in pairs {
        if let Some(value) = first.filter(|_| first == second) {
            return Some(ReportYear { value, from, odd: third.filter(|third| *third != value).map(|_| other) });
        }
    }
    let alone = [(title, Title), (option, Option), (period, Period), (signature, Signature), (opening, Opening)];
    alone.into_iter().find_map(|(year, from)| Some(ReportYear { value: year?, from, odd: None }))
}

/// The year that the report's opening words are about, `dates` those of `text`: 现将我局2021年度政府信息公开情况报告如下, or else a
/// paragraph that begins with 2021年，. Looked for up to `end`.
pub fn opening_year(text: &str, dates: &[Date], end: usize) -> Option<i32> {
    let early = || dates.iter().take_while(|date| date.range().end <= end).filter(|date| date.month().is_none() && date.is_worded());
    let behind = |date: &Date| Folded::letters(text, TextRange::new(date.range().end, clause_end(text, date.range().end))).text;
    let names_report = |date: &&Date| {
        let words = behind(date);
        words.find("信息公开").is_some_and(|at| words[at..].contains("报告") || words[at..].contains("年报"))
    };
    let begins = |date: &&Date| {
        let before = text[..date.range().start].trim_end_matches(|c: char| c != '\n' && is_space(c));
        let words = behind(date);
        (before.is_empty() || before.ends_with(['\n', '\r'])) && !["以来", "初", "底", "末", "至", "起"].iter().any(|word| words.starts_with(word))
    };
    early().find(names_report).or_else(|| early().find(begins))?.year()
}

/// Where the clause that goes on at `from` ends, or has gone on for long.
fn clause_end(text: &str, from: usize) -> usize {
    const FAR: usize = 60;
    let ends = |(_, c): &(usize, char)| matches!(c, '。' | '；' | '，' | ',' | '\n' | '\r');
    let stop = text[from..].char_indices().enumerate().find(|(count, at)| *count == FAR || ends(at));
    stop.map_or(text.len(), |(_, (at, _))| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The year from title, period, signature and option (0 where there is none), and the odd one.
    fn year(title: i32, period: i32, signature: i32, option: i32) -> (i32, Option<YearSource>) {
        let known = |year: i32| (year > 0).then_some(year);
        let years = Years { title: known(title), period: known(period), signature: known(signature), option: known(option), opening: None };
        report_year(years).map_or((0, None), |year| (year.value, year.odd))
    }

    #[test]
    fn two_that_agree_decide() {
        assert_eq!(year(2021, 2021, 2021, 0), (2021, None));
        assert_eq!(year(2020, 2021, 2021, 0), (2021, Some(YearSource::Title)));
        assert_eq!(year(2021, 2020, 2021, 0), (2021, Some(YearSource::Period)));
        assert_eq!(year(2021, 2021, 2020, 2019), (2021, Some(YearSource::Signature)));
        assert_eq!(year(0, 2021, 2021, 2019), (2021, None));
    }

    #[test]
    fn else_the_title_then_the_option_the_period_the_signature() {
        assert_eq!(year(2021, 2020, 2019, 2018), (2021, None));
        assert_eq!(year(2021, 2020, 0, 2018), (2021, None));
        assert_eq!(year(0, 2020, 2019, 2018), (2018, None));
        assert_eq!(year(0, 2020, 2019, 0), (2020, None));
        assert_eq!(year(0, 0, 2019, 0), (2019, None));
        assert_eq!(year(0, 0, 0, 0), (0, None));
    }

    #[test]
    fn the_opening_words_are_the_last_resort() {
        let opening = |text: &str| opening_year(text, &crate::facts::dates(text), text.len());
        for (text, year) in [
            ("现将我局2020年度政府信息公开情况报告如下。", Some(2020)),
            ("按照2019年要求，特公布2020年政府信息公开工作年度报告。", Some(2020)),
            ("一、总体情况\n　　2019年，我乡做好公开工作。", Some(2019)),
            ("一、总体情况\n2019年度，我乡做好公开工作。", Some(2019)),
            ("一、总体情况\n2019年以来，我乡做好公开工作。", None),
            ("一、总体情况\n我乡在2019年做好公开工作。", None),
            ("自2019年5月起施行", None),
            ("", None),
        ] {
            assert_eq!(opening(text), year, "{text}");
        }
        let years = Years { opening: Some(2020), ..Years::default() };
        assert_eq!(report_year(years).map(|year| (year.value, year.from)), Some((2020, YearSource::Opening)));
        assert_eq!(report_year(Years { signature: Some(2021), ..years }).map(|year| year.value), Some(2021));
    }
}
