//! The year of a report is the year of most witnesses. A single witness with another year has the
//! only finding.

mod support;

use gouji::diagnostic::{Diagnostic, Severity};
use gouji::lint::{Options, check};
use proptest::prelude::*;
use support::{config, manner, numbers, oddities, write};

/// A source for the year of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Witness {
    Title,
    Period,
    Signature,
    Opening,
}

/// The text with these years in the title, the period, the signature (one year later) and the
/// opening sentence.
fn with_years(text: &str, year: i32, odd: Option<(Witness, i32)>) -> String {
    let said = |witness| odd.filter(|(odd, _)| *odd == witness).map_or(year, |(_, other)| other);
    let newline = if text.contains('\r') { "\r\n" } else { "\n" };
    let (title, rest) = text.split_once(newline).expect("a title");
    let title = title.replace(&year.to_string(), &said(Witness::Title).to_string());
    let period = format!("{year}年1月1日起至{year}年12月31日");
    assert!(rest.contains(&period));
    let rest = rest
        .replace(&period, &period.replace(&year.to_string(), &said(Witness::Period).to_string()));
    let signed = format!("{}年1月18日", year + 1);
    assert!(rest.contains(&signed));
    let rest = rest.replace(&signed, &format!("{}年1月18日", said(Witness::Signature) + 1));
    // The place below the heading of 一.
    let heading = rest.match_indices(newline).map(|(at, _)| at).nth(3).expect("a heading");
    let (above, below) = rest.split_at(heading + newline.len());
    let opening =
        format!("{}年，我局认真贯彻《条例》，扎实做好政府信息公开工作。", said(Witness::Opening));
    format!("{title}{newline}{above}{newline}{opening}{newline}{below}")
}

fn found(text: &str) -> Vec<Diagnostic> {
    let mut found = check(text, &Options::default()).expect("a report");
    found.retain(|found| found.severity >= Severity::Warning && found.code != "C001");
    found
}

fn report() -> impl Strategy<Value = (i32, String)> {
    (2019..=2025i32)
        .prop_flat_map(|year| (Just(year), numbers(year), manner(), oddities()))
        .prop_map(|(year, numbers, manner, oddities)| {
            let text = write(&numbers, manner, oddities);
            (year, text)
        })
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn the_odd_witness_alone_has_a_finding((year, text) in report(), which in 0..4usize, by in prop_oneof![-6..=-1i32, 1..=3i32]) {
        let witness = [Witness::Title, Witness::Period, Witness::Signature, Witness::Opening][which];
        // The opening sentence may mention other years. Only the previous year is a certain
        // mistake.
        let other = if witness == Witness::Opening { year - 1 } else { year + by };
        prop_assert_eq!(found(&with_years(&text, year, None)), vec![]);
        let odd = with_years(&text, year, Some((witness, other)));
        let found = found(&odd);
        let (code, place) = match witness {
            Witness::Title => ("P003", "标题"),
            Witness::Period => ("P001", "前言"),
            Witness::Signature => ("P004", "落款"),
            Witness::Opening => ("P003", "一"),
        };
        prop_assert_eq!(found.len(), 1, "{:?}\n{}", found, odd);
        let place_found = found[0].place.to_string();
        prop_assert_eq!((found[0].code, place_found.as_str()), (code, place), "{}", odd);
    }

    #[test]
    fn a_given_year_overrides_them((year, text) in report(), by in prop_oneof![-6..=-1i32, 1..=3i32]) {
        let given = year + by;
        prop_assume!(given >= 2019);
        let text = with_years(&text, year, None);
        let found = check(&text, &Options { year: Some(given), ..Options::default() }).expect("a report");
        let of = |code: &str| found.iter().filter(|found| found.code == code).map(|found| found.place.to_string()).collect::<Vec<_>>();
        prop_assert_eq!(of("P001"), ["前言"]);
        prop_assert_eq!(&of("P003")[..1], ["标题"]);
        let is_other_form = (given < 2021) != (year < 2021);
        prop_assert_eq!(of("S010").len(), if is_other_form { 2 } else { 0 }, "{}", text);
    }
}
