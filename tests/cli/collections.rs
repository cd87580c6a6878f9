//! Folders made from known numbers: three years of several organs, in every layout and source. What
//! is extracted and added up are these numbers, and nothing is found across the reports.

use crate::reports::docx::{self, Look};
use crate::reports::page::{self, STYLES};
use crate::reports::years::{Cells, FIRST_YEAR, YEARS, cells_of, digits, free, sum};
use crate::reports::{MANNERS, Oddities, config, is_html, write_markup};
use crate::support::Folder;
use gouji::standard::Standard;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ORGANS: [&str; 3] = ["园林局", "水利局", "财政局"];
const GOVERNMENT: &str = "云溪省人民政府";
const SETTINGS: &str = "[[government]]\nname = \"云溪省人民政府\"\n\
                        members = [\"云溪省园林局\", \"云溪省水利局\", \"云溪省财政局\"]\n";
/// The formats of the reports of the government, one for each year.
const SUMS: [&str; YEARS] = ["md", "docx", "xlsx"];
/// The ways to write a report: texts, pages and documents.
const WAYS: usize = MANNERS.len() + STYLES.len() + LOOKS;
const LOOKS: usize = 2;

/// The end of the file name and the bytes of a report of the organ that the generators write.
fn written(way: usize, year: i32, cells: &Cells) -> (&'static str, Vec<u8>) {
    let cell = |table: usize, row: usize, column: usize| digits(cells, year, (table, row, column));
    if let Some(manner) = MANNERS.get(way) {
        let text = write_markup(year, *manner, Oddities::default(), &cell);
        return (if is_html(*manner) { "md" } else { "txt" }, text.into_bytes());
    }
    match STYLES.get(way - MANNERS.len()) {
        Some(style) => ("html", page::write(year, *style, &cell).into_bytes()),
        None => {
            let is_numbered = way + 1 == WAYS;
            ("docx", docx::write(year, Look { is_numbered, ..Look::default() }, &cell))
        }
    }
}

/// The same report of another organ.
fn of_organ(kind: &str, bytes: &[u8], organ: &str) -> Vec<u8> {
    let renamed = |text: &str| text.replace("园林局", organ);
    match kind {
        "docx" => docx::changed(bytes, renamed),
        _ => renamed(std::str::from_utf8(bytes).expect("a text")).into_bytes(),
    }
}

/// The values that `gouji extract` gives, by organ, year and place.
fn extracted(folder: &Folder) -> BTreeMap<(String, i32, String), String> {
    let output = folder.run(&["extract", "--output-format", "csv"]);
    assert_eq!((output.status, output.err.as_str()), (0, ""));
    let mut reader = csv::Reader::from_reader(output.out.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|own| own == name).expect("a column");
    let (organ, year, place, value) = (at("organ"), at("year"), at("place"), at("value"));
    let mut all = BTreeMap::new();
    for record in reader.records() {
        let record = record.expect("a record");
        let year = record[year].parse().expect("a year");
        let key = (record[organ].to_owned(), year, record[place].to_owned());
        assert_eq!(all.insert(key, record[value].to_owned()), None, "a cell once: {record:?}");
    }
    all
}

/// The values that a report must have, in the same form.
fn expected(organ: &str, year: i32, cells: &Cells) -> BTreeMap<(String, i32, String), String> {
    let mut all = BTreeMap::new();
    for (index, table) in Standard::official().form(year).tables.iter().enumerate() {
        for (number, row) in table.rows.iter().enumerate() {
            for (position, column) in table.columns(number).iter().enumerate() {
                let labels = [&table.name, &row.label.text, &column.label.text];
                let place = labels.map(String::as_str).join("/");
                let value = digits(cells, year, (index, number, position));
                all.insert((organ.to_owned(), year, place), value);
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(config(6))]

    #[test]
    fn a_folder_gives_the_numbers_it_was_made_from(
        organs in prop::collection::vec(prop::collection::vec(free(), YEARS), ORGANS.len()),
        first in 0..WAYS,
    ) {
        let folder = Folder::new(&[("gouji.toml", SETTINGS)]);
        let organs: Vec<Vec<Cells>> = organs.iter().map(|years| cells_of(years)).collect();
        let mut all = BTreeMap::new();
        let mut way = first;
        for (organ, years) in ORGANS.iter().zip(&organs) {
            for (year, cells) in (FIRST_YEAR..).zip(years) {
                let (kind, bytes) = written(way % WAYS, year, cells);
                folder.write(&format!("{year}/{organ}.{kind}"), of_organ(kind, &bytes, organ));
                all.extend(expected(&format!("云溪省{organ}"), year, cells));
                way += 1;
            }
        }
        prop_assert_eq!(&extracted(&folder), &all);
        for (index, kind) in SUMS.iter().enumerate() {
            let year = FIRST_YEAR + index as i32;
            let members: Vec<&Cells> = organs.iter().map(|years| &years[index]).collect();
            let (year_text, file) = (year.to_string(), format!("{year}/政府.{kind}"));
            let output = folder
                .run(&["sum", "--issuer", GOVERNMENT, "--year", &year_text, "-o", &file]);
            prop_assert_eq!((output.status, output.err.as_str()), (0, "gouji: 加了 3 份报告。\n"));
            all.extend(expected(GOVERNMENT, year, &sum(&members)));
        }
        prop_assert_eq!(&extracted(&folder), &all);
        let output = folder.run(&["check", "--select", "X", "--output-format", "concise"]);
        prop_assert_eq!(
            (output.status, output.out.as_str()),
            (0, "没有发现问题（检查了 12 份报告）。\n")
        );
    }
}
