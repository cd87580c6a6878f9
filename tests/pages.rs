//! A report on a web page has the same findings as the report as text.

mod support;

use gouji::diagnostic::{Applicability, Edit, Language, apply};
use gouji::document::{Document, Page};
use gouji::lint::{Options, check};
use gouji::source::{Projection, html, markdown};
use gouji::syntax::Layout;
use gouji::text::TextRange;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use support::page::{self, STYLES};
use support::{Manner, Numbers, Oddities, numbers, oddities, write, write_cells, write_markup};

/// Code, place and message of each finding. C001 counts the characters of a line.
fn found(text: &str) -> Vec<(&'static str, String, String)> {
    let found = check(text, &Options::default()).expect("a report");
    let mut found: Vec<_> = found
        .iter()
        .filter(|found| found.code != "C001")
        .map(|found| (found.code, found.place.to_string(), found.message.render(Language::Zh)))
        .collect();
    found.sort();
    found
}

/// The edits of the markup for all safe fixes of the first finding that has such fixes.
fn safe_edits(projection: &Projection) -> Option<Vec<Edit>> {
    let found = check(projection.text(), &Options::default()).expect("a report");
    let fixes = found.iter().flat_map(|found| &found.fixes);
    let mut safe = fixes.filter(|fix| fix.applicability == Applicability::Safe);
    safe.find_map(|fix| {
        let edits = fix.edits().iter().map(|edit| projection.back(edit.range, &edit.content).ok());
        Some(edits.collect::<Option<Vec<_>>>()?.concat())
    })
}

proptest! {
    #![proptest_config(support::config(40))]

    #[test]
    fn pages_agree_with_texts(
        year in prop_oneof![Just(2020), Just(2023)],
        numbers in numbers(2023),
        old in numbers(2020),
        changes in proptest::collection::vec((0..3usize, 0..25usize, 0..15usize, proptest::sample::select(vec!["", "7", "1234", "1,234", "３", "若干", "见附件", "/", "3 0", "<5", "5&6", "12件"])), 0..4),
    ) {
        let numbers = if year <= 2020 { old } else { numbers };
        let cell = |table: usize, row: usize, column: usize| {
            let rows = &numbers.tables[table];
            let change = changes.iter().find(|(of, at, place, _)| {
                (*of, at % rows.len(), place % rows[row].len()) == (table, row, column)
            });
            change.map_or_else(|| rows[row][column].to_string(), |(.., text)| (*text).to_owned())
        };
        let tabs = write_cells(year, Manner::Library(Layout::Tabs), Oddities::default(), &cell);
        let expected = found(&tabs);
        for style in STYLES {
            let page = page::write(year, style, &cell);
            let projection = html::project(&page);
            prop_assert_eq!(&found(projection.text()), &expected, "{:?}\n{}\n{}", style, projection.text(), page);
        }
    }

    /// The tables of a Markdown text are read as in a page.
    #[test]
    fn tables_in_markdown_agree(
        manner in prop_oneof![Just(Manner::HtmlLines), Just(Manner::HtmlDense)],
        oddities in oddities(),
        numbers in numbers(2023),
        changes in proptest::collection::vec((1..3usize, 0..25usize, 0..7usize, 0..40i64), 0..4),
    ) {
        let mut numbers: Numbers = numbers;
        for (table, row, column, value) in changes {
            let rows = &mut numbers.tables[table];
            let row = row % rows.len();
            let column = column % rows[row].len();
            rows[row][column] = value;
        }
        let cell = |table: usize, row: usize, column: usize| numbers.tables[table][row][column].to_string();
        let text = write_markup(2023, manner, oddities, &cell);
        let projection = markdown::project(&text).expect("tables");
        let tabs = write(&numbers, Manner::Library(Layout::Tabs), oddities);
        prop_assert_eq!(found(projection.text()), found(&tabs), "{:?}\n{}\n{}", manner, projection.text(), text);
    }
}

proptest! {
    #![proptest_config(support::config(150))]

    /// Words that somebody types into a page, or into a text with tables in HTML, are followed
    /// without reading the page again.
    #[test]
    fn typed_words_are_followed(
        markup in markup(),
        keys in proptest::collection::vec((any::<prop::sample::Index>(), 0..3usize, "([一报3，。a⼀.%;#/!-]|[ \n\r\t]){0,2}"), 1..8),
    ) {
        let (mut markup, is_html) = markup;
        let mut page = Page::read(&markup, is_html).expect("a page");
        let mut document = Document::new(page.projection().text(), Options::default());
        for (at, len, new) in keys {
            let runs: Vec<_> =
                page.projection().runs().iter().filter(|run| !run.source.is_empty()).collect();
            // Any place in any run, also at its ends.
            let run = runs[at.index(runs.len())].source;
            let mut places: Vec<usize> =
                run.of(&markup).char_indices().map(|(place, _)| run.start + place).collect();
            places.push(run.end);
            let start = at.index(places.len());
            let end = places[(start + len).min(places.len() - 1)];
            let range = TextRange::new(places[start], end);
            let (changed, content) = page.edit(range, &new);
            document.edit(changed, &content);
            markup.replace_range(range.start..range.end, &new);
            let Some(fresh) = Page::read(&markup, is_html) else { break };
            prop_assert_eq!(page.markup(), markup.clone());
            prop_assert_eq!(page.projection(), fresh.projection(), "{:?} {:?}", range, new);
            prop_assert_eq!(&document.text(), page.projection().text());
        }
    }
}

/// The markup of reports, and whether it is HTML.
fn markup() -> impl Strategy<Value = (String, bool)> {
    let cell = |table: usize, row: usize, column: usize| match (table + row + column) % 3 {
        0 => String::new(),
        1 => "0".to_owned(),
        _ => "1,234".to_owned(),
    };
    let mut all: Vec<(String, bool)> =
        STYLES.into_iter().map(|style| (page::write(2023, style, &cell), true)).collect();
    for manner in [Manner::HtmlLines, Manner::HtmlDense] {
        all.push((write_markup(2023, manner, Oddities::default(), &cell), false));
    }
    proptest::sample::select(all)
}

#[test]
fn a_text_without_tables_is_not_projected() {
    for text in ["", "题\n", "<tablet>", "a < b", "<!-- <table></table> -->"] {
        assert!(markdown::project(text).is_none(), "{text}");
    }
    let project = |text| markdown::project(text).expect("a table").text().to_owned();
    assert_eq!(project("一\n<table><tr><td>1<td>2</table>\n二"), "一\n1\t2\n二");
    assert_eq!(project("一<table><tr><td>1</table>二<table>"), "一\n1\n二\n");
    assert_eq!(project("<table><tr><td>&lt;1<td>\n2</table>"), "<1\t2\n");
    assert_eq!(
        project("a<b\r\n<TABLE><tr><td>1</table>\r\n<!-- <table> -->\n"),
        "a<b\r\n1\n<!-- <table> -->\n"
    );
}

/// A comment in the row of a finding ignores the rule there.
#[test]
fn comments_ignore_findings() {
    use gouji::lint::{Request, lint};
    use gouji::settings::Settings;
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
        (2, 0, 4) => "77".to_owned(),
        _ => "0".to_owned(),
    };
    let codes = |page: &str| -> Vec<&str> {
        let projection = html::project(page);
        let found = lint(projection.text(), &request).expect("a report");
        found.diagnostics.iter().map(|found| found.code).collect()
    };
    for style in STYLES {
        let page = page::write(2023, style, &cell);
        assert_eq!(codes(&page), ["A004"], "{style:?}");
        let at = page.find("77<").expect("the number") + 1;
        let cell = at + page[at..].to_lowercase().find("<td").expect("a cell");
        for place in [at + 1, cell] {
            let ignored =
                format!("{}<!-- gouji-ignore A004: 已核对 -->{}", &page[..place], &page[place..]);
            assert_eq!(codes(&ignored), Vec::<&str>::new(), "{style:?}\n{ignored}");
        }
    }
}

/// A wrong total is mended in the markup, and nothing else changes.
#[test]
fn a_safe_fix_changes_one_number() {
    for style in STYLES {
        let cell = |wrong: bool| {
            move |table: usize, row: usize, column: usize| match (table, row, column) {
                (1, 0 | 2 | 23, 0) => "11".to_owned(),
                (1, 0 | 23, 6) => "11".to_owned(),
                (1, 2, 6) if wrong => "12".to_owned(),
                (1, 2, 6) => "11".to_owned(),
                _ => "0".to_owned(),
            }
        };
        let page = page::write(2023, style, &cell(true));
        let edits = safe_edits(&html::project(&page)).expect("a safe fix");
        assert_eq!(apply(&page, &edits), page::write(2023, style, &cell(false)), "{style:?}");
    }
}

/// Many tags without end take as much time as their length, and little memory.
/// A square of the length would take hours.
#[test]
fn hostile_pages_are_read() {
    const LEN: usize = 1 << 20;
    for unit in [
        "<span>x",
        "<div>",
        "<table>",
        "<td>",
        "<tr><td rowspan=9 colspan=999>1",
        "<table><tr><td>1",
        "<s>a</p>",
        "<p hidden>",
        "<div hidden>",
        "<!--",
        "<ul><li>",
        "&nbsp;",
        "<table><tr><td>1</table>",
    ] {
        let page = unit.repeat(LEN / unit.len());
        let projection = html::project(&page);
        assert!(projection.text().len() <= page.len(), "{unit}");
    }
}

/// The findings in real pages. The pages are outside of the repository: without the pages, the
/// test prints a note and passes.
#[test]
fn real_pages_have_these_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/sources");
    let Ok(cases) = std::fs::read_to_string(folder.join("cases.json")) else {
        eprintln!("skipped: {} is not here", folder.display());
        return;
    };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&cases).expect("cases");
    let name = |case: &serde_json::Value| case["file"].as_str().unwrap_or_default().to_owned();
    for case in cases.iter().filter(|case| name(case).ends_with(".html")) {
        let name = name(case);
        let bytes = std::fs::read(folder.join(&name)).expect("a page");
        let decoded = html::decode(&bytes).expect("text");
        assert!(html::is_html(&decoded.text, None), "{name}");
        let projection = html::project(&decoded.text);
        let found = check(projection.text(), &Options::default()).expect("a report");
        let codes: BTreeSet<&str> = found.iter().map(|found| found.code).collect();
        let listed = |key: &str| {
            let list = case[key].as_array().cloned().unwrap_or_default();
            list.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        for code in listed("must") {
            let (code, line) = code.split_once('@').unwrap_or((&code, ""));
            let is_there = |place: usize| {
                let line_of = decoded.text[..place].lines().count();
                line.parse().map_or(true, |line: usize| line == line_of)
            };
            let is_said = found
                .iter()
                .any(|found| found.code == code && is_there(projection.source(found.range).start));
            assert!(is_said, "{name}: {code} at line {line}");
        }
        for code in listed("never") {
            assert!(!codes.contains(code.as_str()), "{name}: {code}");
        }
        let grave =
            found.iter().filter(|found| found.severity >= gouji::diagnostic::Severity::Warning);
        let most = case["most"].as_u64().or(case["only"].as_str().map(|_| 0)).unwrap_or(u64::MAX);
        assert!(grave.count() as u64 <= most, "{name}: {codes:?}");
        if case["mends"] == true {
            let mut text = decoded.text;
            while let Some(edits) = safe_edits(&html::project(&text)) {
                text = apply(&text, &edits);
            }
            let left = check(html::project(&text).text(), &Options::default()).expect("a report");
            let is_error = |severity| severity == gouji::diagnostic::Severity::Error;
            assert!(!left.iter().any(|left| is_error(left.severity)), "{name}");
        }
    }
}
