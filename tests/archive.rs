//! Folders of consistent reports have no findings across reports, in any layout, and each changed
//! cell is found at its place.

mod support;

use gouji::archive::{Archive, Entry};
use gouji::diagnostic::Diagnostic;
use gouji::lint::{Request, absent_members, digests, kin_findings};
use gouji::rules::CODES;
use gouji::settings::Settings;
use gouji::source::Reading;
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;
use support::config;
use support::years::{Cells, FIRST_YEAR, YEARS, cells_of, digits, free, sum};

const ORGANS: [&str; 3] = ["云溪省园林局", "云溪省水利局", "云溪省财政局"];
const GOVERNMENT: &str = "云溪省人民政府";
const SETTINGS: &str = "[[government]]\nname = \"云溪省人民政府\"\n\
                        members = [\"云溪省园林局\", \"云溪省水利局\", \"云溪省财政局\"]\n";
fn written(organ: &str, year: i32, cells: &Cells, layout: Layout) -> String {
    let cell = |table: usize, row: usize, column: usize| digits(cells, year, (table, row, column));
    Skeleton {
        standard: Standard::official(),
        issuer: organ,
        year,
        layout,
        newline: "\n",
        sections: &["本年度依法公开信息。", "", "", "", "一是公开不够。", "未收取信息处理费。"],
        cell: &cell,
    }
    .write()
}

/// The findings in each text, and in the settings.
fn found(texts: &[String]) -> (Vec<Vec<Diagnostic>>, Vec<Diagnostic>) {
    let path = PathBuf::from("/r/gouji.toml");
    let settings = Settings::from_text(path, SETTINGS.to_owned(), CODES).expect("settings");
    let settings = Arc::new(settings);
    let entries = texts.iter().enumerate().map(|(index, text)| {
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let digests = digests(&Reading::of_open(text.clone(), false), &request);
        let path = PathBuf::from(format!("/r/{index}.txt"));
        Entry { path, settings: Arc::clone(&settings), several: false, digests }
    });
    let archive = Archive::new(entries.collect::<Vec<_>>());
    let found = (0..texts.len()).map(|file| kin_findings(&archive, file)).collect();
    (found, absent_members(&archive, &settings))
}

#[derive(Clone, Debug)]
struct Folder {
    /// By organ, the government last, and by year.
    cells: Vec<Vec<Cells>>,
    layouts: Vec<Layout>,
}

fn folder() -> impl Strategy<Value = Folder> {
    let years = || prop::collection::vec(free(), YEARS);
    let layouts = prop::collection::vec(
        prop::sample::select(Layout::ALL.to_vec()),
        YEARS * (ORGANS.len() + 1),
    );
    (prop::collection::vec(years(), ORGANS.len()), layouts).prop_map(|(organs, layouts)| {
        let mut cells: Vec<Vec<Cells>> = organs.iter().map(|years| cells_of(years)).collect();
        let own = (0..YEARS).map(|year| sum(&cells.iter().map(|of| &of[year]).collect::<Vec<_>>()));
        let own: Vec<Cells> = own.collect();
        cells.push(own);
        Folder { cells, layouts }
    })
}

impl Folder {
    fn texts(&self) -> Vec<String> {
        let organs = ORGANS.iter().chain([&GOVERNMENT]).zip(&self.cells);
        let all = organs.flat_map(|(organ, years)| {
            years.iter().enumerate().map(move |(year, cells)| (*organ, year, cells))
        });
        all.zip(&self.layouts)
            .map(|((organ, year, cells), layout)| {
                written(organ, FIRST_YEAR + year as i32, cells, *layout)
            })
            .collect()
    }
}

/// The codes in each text that are not empty, with the index of the text.
fn codes(found: &[Vec<Diagnostic>]) -> Vec<(usize, &'static str)> {
    let all = found
        .iter()
        .enumerate()
        .flat_map(|(index, found)| found.iter().map(move |diagnostic| (index, diagnostic.code)));
    all.collect()
}

/// The index of the text of an organ and year.
fn text_of(organ: usize, year: usize) -> usize {
    organ * YEARS + year
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn consistent_years_in_any_layouts_have_no_findings(folder in folder()) {
        let (found, absent) = found(&folder.texts());
        prop_assert_eq!(codes(&found), vec![]);
        prop_assert!(absent.is_empty());
    }

    #[test]
    fn a_changed_number_is_found_at_its_cell(
        mut folder in folder(), organ in 0..ORGANS.len(), year in 1..YEARS, column in 0..6_usize, by in 1..5_i64,
    ) {
        // One more request is carried in, and one less is new: the sums of the table hold.
        let three = &mut folder.cells[organ][year][1];
        for (row, by) in [(0, -by), (1, by)] {
            three[row * 7 + column] += by;
            three[row * 7 + 6] += by;
        }
        prop_assume!(three[column] >= 0);
        let texts = folder.texts();
        let (found, _) = found(&texts);
        let own = text_of(organ, year);
        let places: Vec<String> =
            found[own].iter().map(|found| format!("{} {}", found.code, found.place)).collect();
        let form = Standard::official().form(FIRST_YEAR);
        let label = &form.tables[1].columns(1)[column].label.text;
        let row = "表三/二、上年结转政府信息公开申请数量";
        prop_assert_eq!(
            places,
            vec![format!("X001 {row}/{label}"), format!("X001 {row}/总计")]
        );
        let carried = folder.cells[organ][year][1][7 + column].to_string();
        prop_assert_eq!(found[own][0].range.of(&texts[own]), carried);
        // The government has the sums of before: four cells differ.
        let government = text_of(ORGANS.len(), year);
        let left: Vec<_> = codes(&found).into_iter().filter(|(text, _)| *text != own).collect();
        prop_assert_eq!(left, vec![(government, "X006"); 4]);
        let of_government = format!("{row}/{label}");
        let is_there = found[government].iter().any(|found| found.place.to_string() == of_government);
        prop_assert!(is_there);
    }

    #[test]
    fn changed_documents_are_found_at_their_cell(
        mut folder in folder(), organ in 0..ORGANS.len(), document in 0..2_usize, by in 1..5_i64,
    ) {
        let year = YEARS - 1;
        folder.cells[organ][year][0][document * 3 + 2] += by;
        folder.cells[ORGANS.len()][year][0][document * 3 + 2] += by;
        let (found, _) = found(&folder.texts());
        // The government is a report of its own, with a last year of its own.
        let expected =
            vec![(text_of(organ, year), "X002"), (text_of(ORGANS.len(), year), "X002")];
        prop_assert_eq!(codes(&found), expected);
    }

    #[test]
    fn an_absent_report_is_named(folder in folder(), organ in 0..ORGANS.len(), year in 0..YEARS) {
        let mut texts = folder.texts();
        texts.remove(text_of(organ, year));
        let (found, absent) = found(&texts);
        prop_assert!(codes(&found).iter().all(|(_, code)| *code == "X006"));
        let places: Vec<String> = absent.iter().map(|found| found.place.to_string()).collect();
        prop_assert_eq!(places, vec![format!("{} {}", ORGANS[organ], FIRST_YEAR + year as i32)]);
    }

    #[test]
    fn a_table_of_last_year_and_a_second_report_are_found(
        mut folder in folder(), organ in 0..ORGANS.len(), other in 0..YEARS,
    ) {
        let copy = folder.cells[organ][0][1].clone();
        folder.cells[organ][1][1] = copy;
        let mut texts = folder.texts();
        texts.push(texts[text_of(organ, other)].clone());
        let (found, _) = found(&texts);
        let all = codes(&found);
        prop_assert!(all.contains(&(text_of(organ, 1), "X008")));
        prop_assert!(all.contains(&(texts.len() - 1, "X005")));
    }
}
