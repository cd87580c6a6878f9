//! The cells of reports as data.

use crate::reports::docx::{self, Look};
use crate::reports::page::{self, STYLES};
use crate::reports::{MANNERS, Manner, Numbers, Oddities, config, numbers, pdf, write_cells};
use crate::reports::{is_html, write_markup};
use crate::support::{Folder, Output, REPORT, replaced, wrong_total};
use gouji::standard::Standard;
use gouji::syntax::Layout;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

/// The rows of `--output-format jsonl`.
fn rows(output: &Output) -> Vec<Value> {
    output.out.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

/// A workbook with the lines of a report, each cell of a line in a cell.
fn workbook(report: &str) -> Vec<u8> {
    let row = |(row, line): (usize, &str)| {
        let cell = |(column, text): (u8, &str)| {
            let column = char::from(b'A' + column);
            format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        let cells: String = (0..).zip(line.split('\t')).map(cell).collect();
        format!("<row r=\"{row}\">{cells}</row>")
    };
    let sheet: String = (1..).zip(report.lines()).map(row).collect();
    docx::package(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"http://x/relationships/worksheet\" \
             Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>"),
        ),
    ])
}

/// One report in all layouts and sources: the file names with their bytes.
fn kept(year: i32, cell: &dyn Fn(usize, usize, usize) -> String) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for (number, manner) in MANNERS.into_iter().enumerate() {
        let text = write_markup(year, manner, Oddities::default(), cell);
        let kind = if is_html(manner) { "md" } else { "txt" };
        files.push((format!("{number:02}.{kind}"), text.into_bytes()));
    }
    for (number, style) in STYLES.into_iter().enumerate() {
        files.push((format!("{number}.html"), page::write(year, style, cell).into_bytes()));
    }
    let plain = Look::default();
    for (name, look) in [
        ("plain", plain),
        ("numbered", Look { is_numbered: true, ..plain }),
        ("pieced", Look { is_pieced: true, is_nested: true, ..plain }),
    ] {
        files.push((format!("{name}.docx"), docx::write(year, look, cell)));
    }
    let tabs = write_cells(year, Manner::Library(Layout::Tabs), Oddities::default(), cell);
    files.push(("tabs.pdf".to_owned(), pdf::file(&pdf::pages(&tabs))));
    files.push(("tabs.xlsx".to_owned(), workbook(&tabs)));
    files
}

/// Asserts that each file has every cell of the form in order, with these numbers.
fn assert_extracted(numbers: &Numbers) -> Result<(), TestCaseError> {
    let year = numbers.year;
    let form = Standard::official().form(year);
    let cell =
        |table: usize, row: usize, column: usize| numbers.tables[table][row][column].to_string();
    let mut expected = Vec::new();
    for (index, table) in form.tables.iter().enumerate() {
        for (number, row) in table.rows.iter().enumerate() {
            for (place, column) in table.columns(number).iter().enumerate() {
                let text = cell(index, number, place);
                let labels = [&table.name, &row.label.text, &column.label.text];
                expected.push(json!({
                    "organ": "云溪省园林局",
                    "year": year,
                    "edition": form.year,
                    "table": labels[0],
                    "row": labels[1],
                    "column": labels[2],
                    "value": numbers.tables[index][number][place],
                    "text": text,
                    "place": labels.map(String::as_str).join("/"),
                }));
            }
        }
    }
    let folder = Folder::new(&[]);
    let files = kept(year, &cell);
    for (name, bytes) in &files {
        folder.write(name, bytes);
    }
    let output = folder.run(&["extract", "--output-format", "jsonl"]);
    prop_assert_eq!((output.status, output.err.as_str()), (0, ""));
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut names = Vec::new();
    for mut row in rows(&output) {
        let name = row["file"].as_str().expect("a name").to_owned();
        row.as_object_mut().expect("an object").remove("file");
        if names.last() != Some(&name) {
            names.push(name.clone());
        }
        found.entry(name).or_default().push(row);
    }
    // The files are in order, and the rows of a file stand together.
    let mut sorted: Vec<&String> = files.iter().map(|(name, _)| name).collect();
    sorted.sort();
    prop_assert_eq!(names.iter().collect::<Vec<_>>(), sorted);
    for (name, rows) in found {
        for (row, expected) in rows.iter().zip(&expected) {
            prop_assert_eq!(row, expected, "{}", name);
        }
        prop_assert_eq!(rows.len(), expected.len(), "{}", name);
    }
    let csv = folder.run(&["extract"]);
    prop_assert_eq!(csv.status, 0);
    let mut reader = csv::Reader::from_reader(csv.out.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let mut count = 0;
    for (record, row) in reader.records().zip(rows(&output)) {
        for (name, field) in header.iter().zip(record.expect("a record").iter()) {
            let value = match &row[name] {
                Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            prop_assert_eq!(field, value);
        }
        count += 1;
    }
    prop_assert_eq!(count, files.len() * expected.len());
    Ok(())
}

proptest! {
    #![proptest_config(config(6))]

    #[test]
    fn every_layout_and_source_gives_the_cells_that_were_written(
        numbers in prop_oneof![2 => numbers(2023), 1 => numbers(2020)],
    ) {
        assert_extracted(&numbers)?;
    }
}

/// The row of a cell.
fn row(output: &Output, place: &str) -> Value {
    let found: Vec<Value> = rows(output).into_iter().filter(|row| row["place"] == place).collect();
    assert_eq!(found.len(), 1, "{place}");
    found[0].clone()
}

#[test]
fn a_cell_that_is_no_number_says_what_stands_there() {
    let folder = Folder::new(&[]);
    let extract = |cell: &str| {
        let report = replaced(
            REPORT,
            "| 行政规范性文件 | 3 | 1 | 12 |",
            &format!("| 行政规范性文件 | 3 | 1 | {cell} |"),
        );
        folder.write("a.md", report);
        let output = folder.run(&["extract", "--output-format", "jsonl"]);
        let row = row(&output, "表二/行政规范性文件/现行有效件数");
        (row["value"].to_string(), row["text"].to_string())
    };
    for (cell, value, text) in [
        ("１,２３４", "1234", "\"１,２３４\""),
        ("12件", "12", "\"12件\""),
        ("/", "null", "\"/\""),
        ("", "null", "null"),
        ("=1+1", "null", "\"=1+1\""),
    ] {
        assert_eq!(extract(cell), (value.to_owned(), text.to_owned()), "{cell}");
    }
    let csv = folder.run(&["extract", "--output-format", "csv"]).out;
    let line = csv.lines().find(|line| line.contains("'=1+1"));
    assert!(line.is_some_and(|line| line.contains(",现行有效件数,,'=1+1,表二/")), "{csv}");
    let wrong = ["1", "2", "0"].map(|cell| extract(cell).0);
    assert_eq!(wrong, ["1", "2", "0"], "a sum that does not hold is data");
}

#[test]
fn money_keeps_every_digit() {
    let folder = Folder::new(&[]);
    for money in ["12.3456", "99999999999999.9999", "0.0001"] {
        let line = REPORT.lines().find(|line| line.contains("行政事业性收费 |")).unwrap();
        let (label, _) = line.trim_end_matches([' ', '|']).rsplit_once("| ").unwrap();
        folder.write("a.md", replaced(REPORT, line, &format!("{label}| {money} |")));
        let output = folder.run(&["extract", "--output-format", "jsonl"]);
        assert!(output.out.contains(&format!("\"value\":{money},\"text\":\"{money}\"")), "{money}");
        let csv = folder.run(&["extract"]).out;
        assert!(csv.contains(&format!(",{money},{money},表二/行政事业性收费/")), "{money}");
    }
}

#[test]
fn reports_of_a_compilation_are_told_apart() {
    let other = REPORT.replace("云溪县园林局", "云溪县水利局");
    let folder = Folder::new(&[("a.md", &format!("{REPORT}\n{other}\n{REPORT}"))]);
    let output = folder.run(&["extract", "--output-format", "jsonl"]);
    let cell = "表四/行政复议/总计";
    for (place, organ) in [
        (format!("云溪县园林局 2023/{cell}"), "云溪县园林局"),
        (format!("云溪县水利局 2023/{cell}"), "云溪县水利局"),
        (format!("云溪县园林局 2023/{cell}#2"), "云溪县园林局"),
    ] {
        assert_eq!(row(&output, &place)["organ"], organ);
    }
}

#[test]
fn standard_input_is_read_and_a_file_is_written() {
    let folder = Folder::new(&[]);
    let output = folder.run_with(&["extract", "-", "--output-format", "jsonl"], REPORT);
    assert_eq!((output.status, output.err.as_str()), (0, ""));
    assert!(rows(&output).iter().all(|row| row["file"] == "-") && rows(&output).len() == 200);
    let document = docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
    let output = folder.run_with(&["extract", "-"], document);
    assert_eq!((output.status, output.out.lines().count()), (0, 201));
    let output = folder.run_with(&["extract", "-", "-o", "data.csv"], REPORT);
    assert_eq!((output.status, output.out.as_str()), (0, ""));
    assert_eq!(folder.read("data.csv"), folder.run_with(&["extract", "-"], REPORT).out);
    let both = folder.run_with(&["extract", "-", "a.md"], REPORT);
    let told = "gouji: 标准输入（-）不能与其他文件同时读取\n";
    assert_eq!((both.status, both.err.as_str(), both.out.as_str()), (2, told, ""));
}

#[test]
fn what_has_no_rows_is_named_as_check_names_it() {
    let folder = Folder::new(&[("a.md", &wrong_total()), ("readme.md", "# 读我\n")]);
    // Findings do not matter.
    assert_eq!(folder.run(&["extract"]).status, 0);
    for named in [&["readme.md"][..], &["missing.md"], &["readme.md", "a.md", "missing.md"]] {
        let extract = folder.run(&[&["extract"], named].concat());
        let check = folder.run(&[&["check", "--output-format", "jsonl"], named].concat());
        assert_eq!(extract.err, check.err);
        assert_eq!(extract.status, if named.contains(&"missing.md") { 2 } else { 0 });
    }
    folder.write("b.pdf", "%PDF-1.4 broken");
    let output = folder.run(&["extract"]);
    let check = folder.run(&["check", "--output-format", "jsonl"]);
    assert_eq!((output.status, &output.err), (2, &check.err));
    assert_eq!(output.out.lines().count(), 201, "the other files are read");
    let quiet = Folder::new(&[("readme.md", "# 读我\n")]).run(&["extract", "--quiet", "readme.md"]);
    assert_eq!((quiet.status, quiet.err.as_str()), (0, ""));
    folder.write("gouji.toml", "lang = 1");
    assert_eq!(folder.run(&["extract", "a.md"]).status, 2);
}

#[test]
fn the_output_never_replaces_a_report() {
    let folder = Folder::new(&[("a.md", REPORT), ("x/b.md", REPORT)]);
    let output = folder.run(&["extract", "a.md", "--output-format", "csv", "-o", "a.md"]);
    let told = "gouji: a.md: 是要读取的报告，--output-file 不覆盖它 — 请换一个文件名\n";
    assert_eq!((output.status, output.err.as_str()), (2, told));
    let output = folder.run(&["extract", "x", "--output-format", "csv", "-o", "x/b.md"]);
    assert_eq!((output.status, folder.read("x/b.md").as_str()), (2, REPORT));
    assert_eq!(folder.read("a.md"), REPORT);
    // The output of an earlier run is not a report.
    for _ in 0..2 {
        let arguments = ["extract", "x", "--output-format", "csv", "-o", "x/data.txt"];
        assert_eq!(folder.run(&arguments).status, 0);
    }
    let other = folder.run(&["extract", "x", "-o", "a.md"]);
    let told = "gouji: a.md: 数据写成 .csv、.jsonl、.parquet 或 .xlsx — 请换一个扩展名，或写明 --output-format\n";
    assert_eq!((other.status, other.err.as_str()), (2, told));
    assert_eq!(folder.read("a.md"), REPORT);
    assert_eq!(folder.read("x/data.txt").lines().count(), 201);
    let missing = folder.run(&["extract", "x", "-o", "y/data.csv"]);
    assert_eq!(missing.status, 2);
    assert!(missing.err.starts_with("gouji: y/data.csv: "), "{}", missing.err);
    let files = fs::read_dir(folder.join("x")).unwrap().count();
    assert_eq!(files, 2, "nothing else is left");
}

#[test]
fn the_numbers_of_sentences_are_extracted_beside_the_tables() {
    let said = "新收政府信息公开申请99件，全年无政府信息公开行政复议";
    let text = crate::support::replaced(REPORT, "本年度，我局主动公开信息29条", said);
    let folder = Folder::new(&[("a.md", &text)]);
    let arguments = ["extract", "--statements", "--output-format", "jsonl", "a.md"];
    let output = folder.run(&arguments);
    let rows: Vec<serde_json::Value> =
        output.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), 3, "{}", output.out);
    assert_eq!(rows[0]["text"], "99");
    assert_eq!(rows[0]["value"], 99);
    assert_eq!(rows[0]["place"], "一");
    assert_eq!(rows[0]["states"][0], "表三/一、本年新收政府信息公开申请数量/总计");
    assert_eq!(rows[0]["holds"], false);
    assert_eq!(rows[1]["text"], "无政府信息公开行政复议");
    assert_eq!(rows[1]["value"], 0);
    let line = text.lines().position(|line| line.contains("99件")).expect("the line") + 1;
    assert_eq!((&rows[0]["line"], &rows[0]["end_line"]), (&line.into(), &line.into()));
    let csv = folder.run(&["extract", "--statements", "a.md"]).out;
    assert!(
        csv.starts_with("file,organ,year,place,line,start,end_line,end,text,value,states"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 4, "{csv}");
}
