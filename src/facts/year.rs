//! The year of the report: the year in most of the sources.

/// The year that a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportYear {
    pub value: i32,
    /// The first source with this year, in the order of [`YearSource`].
    pub from: YearSource,
    /// Whether the period has another year, and nothing decides between the two years.
    pub disputed: bool,
}

/// The sources of the year of a report. With equal numbers of sources, an earlier source counts
/// more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum YearSource {
    /// The person who runs the check.
    Option,
    Title,
    /// The year before the year of the signature.
    Signature,
    /// The end of the statistical period.
    Period,
    /// The preface and the opening sentences of 一, together.
    Text,
}

/// The year of the report in each source. (The year from the signature is one less than the year of
/// its date.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Years {
    pub option: Option<i32>,
    pub title: Option<i32>,
    pub signature: Option<i32>,
    pub period: Option<i32>,
    pub text: Option<i32>,
}

/// The unified form exists since this year.
pub const FIRST: i32 = 2019;

impl Years {
    /// The year in a source.
    pub fn of(self, source: YearSource) -> Option<i32> {
        match source {
            YearSource::Option => self.option,
            YearSource::Title => self.title,
            YearSource::Signature => self.signature,
            YearSource::Period => self.period,
            YearSource::Text => self.text,
        }
    }

    /// The sources in the text with this year.
    pub fn saying(self, year: i32) -> impl Iterator<Item = YearSource> {
        use YearSource::{Period, Signature, Text, Title};
        [Title, Signature, Period, Text]
            .into_iter()
            .filter(move |&source| self.of(source) == Some(year))
    }
}

/// The year of the report: the option, or else the year in most of the sources. `edition` returns
/// the edition that the tables show. The edition breaks ties and excludes years before the first
/// form. The edition alone is not enough for a year.
pub fn report_year(years: Years, edition: impl Fn() -> Option<i32>) -> Option<ReportYear> {
    use YearSource::{Option, Period, Signature, Text, Title};
    if let Some(value) = years.option {
        return Some(ReportYear { value, from: Option, disputed: false });
    }
    let mut votes: Vec<(YearSource, i32)> = [Title, Signature, Period, Text]
        .into_iter()
        .filter_map(|source| Some((source, years.of(source)?)))
        .collect();
    if votes.iter().any(|(_, year)| *year < FIRST) && edition().is_some() {
        votes.retain(|(_, year)| *year >= FIRST);
    }
    let count = |year: i32| votes.iter().filter(|(_, other)| *other == year).count();
    let most = votes.iter().map(|(_, year)| count(*year)).max()?;
    // The first source of each of the most frequent years.
    let mut leaders: Vec<(YearSource, i32)> =
        votes.iter().copied().filter(|(_, year)| count(*year) == most).collect();
    let mut seen = Vec::new();
    leaders.retain(|(_, year)| !seen.contains(year) && (seen.push(*year), true).1);
    let strong = |year: i32| years.title == Some(year) && years.signature == Some(year);
    if leaders.len() > 1
        && !leaders.iter().any(|(_, year)| strong(*year))
        && let Some(edition) = edition()
        && leaders.iter().any(|(_, year)| is_of(*year, edition))
    {
        leaders.retain(|(_, year)| is_of(*year, edition));
    }
    let leader = |source: YearSource| leaders.iter().any(|(other, _)| *other == source);
    let disputed = most == 1 && leaders.len() > 1 && leader(Period) && !leader(Signature);
    let &(from, value) = match leaders.iter().find(|(_, year)| strong(*year)) {
        // The text is as certain as the period, and the whole report refers to the year in the
        // text.
        None if disputed => leaders.iter().find(|(source, _)| *source != Period)?,
        strong => strong.or(leaders.first())?,
    };
    Some(ReportYear { value, from, disputed })
}

/// Whether a report of `year` must follow this edition.
fn is_of(year: i32, edition: i32) -> bool {
    year >= FIRST && (year < 2021) == (edition < 2021)
}

#[cfg(test)]
mod tests {
    use super::YearSource::*;
    use super::*;

    /// The year from title, signature, period and text (0 if missing) and from the edition of the
    /// tables, and whether the year is disputed.
    fn year(title: i32, signature: i32, period: i32, text: i32, edition: i32) -> (i32, bool) {
        let known = |year: i32| (year > 0).then_some(year);
        let years = Years {
            option: None,
            title: known(title),
            signature: known(signature),
            period: known(period),
            text: known(text),
        };
        report_year(years, || known(edition)).map_or((0, false), |year| (year.value, year.disputed))
    }

    #[test]
    fn what_most_say_is_the_year() {
        for edition in [0, 2019, 2021] {
            assert_eq!(year(2022, 2022, 2022, 2022, edition), (2022, false));
            assert_eq!(year(2020, 0, 2022, 2022, edition), (2022, false));
            assert_eq!(year(2022, 2022, 2021, 0, edition), (2022, false));
            assert_eq!(year(2022, 2021, 2022, 0, edition), (2022, false));
            assert_eq!(year(2022, 2022, 2022, 2021, edition), (2022, false));
            assert_eq!(year(0, 0, 0, 2022, edition), (2022, false));
        }
        assert_eq!(year(0, 0, 0, 0, 2019), (0, false));
    }

    #[test]
    fn on_a_tie_title_and_signature_beat_period_and_text() {
        for edition in [0, 2019, 2021] {
            assert_eq!(year(2021, 2021, 2020, 2020, edition), (2021, false));
        }
        assert_eq!(year(2022, 2023, 0, 0, 2021), (2022, false));
        assert_eq!(year(0, 2022, 2023, 0, 2021), (2022, false));
        assert_eq!(year(2022, 0, 0, 2023, 2021), (2022, false));
        assert_eq!(year(2022, 2023, 2024, 0, 2021), (2022, false));
    }

    #[test]
    fn the_edition_breaks_ties_and_names_no_year() {
        assert_eq!(year(2020, 0, 2021, 0, 2021), (2021, false));
        assert_eq!(year(2020, 0, 2021, 0, 2019), (2020, false));
        assert_eq!(year(0, 0, 2020, 2021, 2021), (2021, false));
        assert_eq!(year(2020, 2021, 0, 0, 2021), (2021, false));
        assert_eq!(year(2020, 0, 0, 0, 2021), (2020, false));
        assert_eq!(year(2020, 0, 2020, 0, 2021), (2020, false));
    }

    #[test]
    fn a_title_against_a_period_alone_may_stay_open() {
        assert_eq!(year(2022, 0, 2023, 0, 2021), (2022, true));
        assert_eq!(year(2022, 0, 2023, 0, 2019), (2022, true));
        assert_eq!(year(2022, 0, 2023, 0, 0), (2022, true));
        assert_eq!(year(2022, 0, 2023, 2021, 0), (2022, true));
        assert_eq!(year(0, 0, 2023, 2022, 0), (2022, true));
        assert_eq!(year(2022, 0, 2023, 2023, 0), (2023, false));
    }

    #[test]
    fn a_year_before_any_form_is_ruled_out_by_the_tables() {
        assert_eq!(year(2013, 0, 0, 0, 2021), (0, false));
        assert_eq!(year(2013, 0, 2022, 0, 2021), (2022, false));
        assert_eq!(year(2018, 2018, 2018, 0, 2021), (0, false));
        assert_eq!(year(2018, 2018, 0, 0, 0), (2018, false));
    }

    #[test]
    fn the_option_overrides_what_the_text_says() {
        let years = Years {
            option: Some(2020),
            title: Some(2022),
            signature: Some(2022),
            period: Some(2022),
            text: Some(2022),
        };
        assert_eq!(
            report_year(years, || Some(2021)),
            Some(ReportYear { value: 2020, from: Option, disputed: false })
        );
        assert_eq!(years.saying(2022).collect::<Vec<_>>(), [Title, Signature, Period, Text]);
    }
}
