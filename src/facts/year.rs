//! The report's year.

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
}

/// The years that the sources tell, of the report (the signature's is thus one less than its date's).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Years {
    pub title: Option<i32>,
    pub period: Option<i32>,
    pub signature: Option<i32>,
    pub option: Option<i32>,
}

/// The report's year: what two of title, period and signature agree on; else what the title says, else the option, the
/// period, the signature.
pub fn report_year(years: Years) -> Option<ReportYear> {
    use YearSource::{Option, Period, Signature, Title};
    let Years { title, period, signature, option } = years;
    let pairs = [(title, Title, period, signature, Signature), (title, Title, signature, period, Period), (period, Period, signature, title, Title)];
    for (first, from, second, third, other) in pairs {
        if let Some(value) = first.filter(|_| first == second) {
            return Some(ReportYear { value, from, odd: third.filter(|third| *third != value).map(|_| other) });
        }
    }
    let alone = [(title, Title), (option, Option), (period, Period), (signature, Signature)];
    alone.into_iter().find_map(|(year, from)| Some(ReportYear { value: year?, from, odd: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The year from title, period, signature and option (0 where there is none), and the odd one.
    fn year(title: i32, period: i32, signature: i32, option: i32) -> (i32, Option<YearSource>) {
        let known = |year: i32| (year > 0).then_some(year);
        let years = Years { title: known(title), period: known(period), signature: known(signature), option: known(option) };
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
}
