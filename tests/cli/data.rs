//! Cells of reports as data for other programs: Parquet, workbooks, a row a report.

use crate::reports::{Manner, Oddities, write_cells};
use crate::support::{Folder, REPORT, replaced};
use gouji::syntax::Layout;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};
use std::fs::File;

/// The rows of a Parquet file as JSON objects. A decimal is a text.
fn parquet_rows(folder: &Folder, name: &str) -> Vec<Value> {
    let reader = SerializedFileReader::new(File::open(folder.join(name)).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    let value = |field: &Field| match field {
        Field::Null => Value::Null,
        Field::Str(text) => text.as_str().into(),
        Field::Int(number) => (*number).into(),
        Field::Long(number) => (*number).into(),
        Field::Bool(flag) => (*flag).into(),
        Field::ListInternal(list) => list
            .elements()
            .iter()
            .map(|text| if let Field::Str(text) = text { text.as_str().into() } else { json!(0) })
            .collect(),
        other => other.to_string().into(),
    };
    let object = |row: parquet::record::Row| {
        row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect()
    };
    rows.map(|row| object(row.unwrap())).collect()
}

/// The rows of a run as JSON objects.
fn json_rows(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    let all = [&["extract", "--output-format", "jsonl"], arguments].concat();
    let output = folder.run(&all);
    assert_eq!((output.status, output.err.as_str()), (0, ""));
    output.out.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

/// The number of a field. Formats write the zeros at the end differently.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

#[track_caller]
fn assert_same(parquet: &[Value], json: &[Value], decimals: &[&str]) {
    assert_eq!(parquet.len(), json.len());
    for (parquet, json) in parquet.iter().zip(json) {
        let (parquet, json) = (parquet.as_object().unwrap(), json.as_object().unwrap());
        assert!(parquet.keys().eq(json.keys()), "{parquet:?}");
        for (name, value) in parquet {
            match decimals.contains(&name.as_str()) {
                true => assert_eq!(number(value), number(&json[name]), "{name} {json:?}"),
                false => assert_eq!(value, &json[name], "{name} {json:?}"),
            }
        }
    }
}

fn reports() -> Folder {
    let money = REPORT.lines().find(|line| line.contains("行政事业性收费 |")).unwrap();
    let (label, _) = money.trim_end_matches([' ', '|']).rsplit_once("| ").unwrap();
    let other = replaced(REPORT, money, &format!("{label}| 99999999999999.12345678901234567891 |"));
    let other =
        replaced(&other, "| 行政规范性文件 | 3 | 1 | 12 |", "| 行政规范性文件 | 3 | / |  |");
    let other = replaced(&other, "本年度，我局主动公开信息29条", "新收政府信息公开申请99件");
    Folder::new(&[("a.md", REPORT), ("b.md", &other), ("readme.md", "# 读我\n")])
}

#[test]
fn parquet_has_the_rows_of_json_lines() {
    let folder = reports();
    let output = folder.run(&["extract", "--output-format", "parquet", "-o", "cells.parquet"]);
    assert_eq!((output.status, output.out.as_str(), output.err.as_str()), (0, "", ""));
    let rows = parquet_rows(&folder, "cells.parquet");
    assert_same(&rows, &json_rows(&folder, &[]), &["value"]);
    let money = |row: &&Value| row["value"].as_str() == Some("99999999999999.12345678901234567891");
    assert_eq!(rows.iter().filter(money).count(), 1, "no digit is lost");

    // The extension names the format.
    assert_eq!(folder.run(&["extract", "--statements", "-o", "said.PARQUET"]).status, 0);
    let rows = parquet_rows(&folder, "said.PARQUET");
    assert!(rows.iter().any(|row| row["holds"] == false && row["states"][0].is_string()));
    assert_same(&rows, &json_rows(&folder, &["--statements"]), &["value", "table_value"]);

    assert_eq!(folder.run(&["extract", "--wide", "-o", "wide.parquet"]).status, 0);
    let rows = parquet_rows(&folder, "wide.parquet");
    let money = "表二/行政事业性收费/本年收费金额（单位：万元）";
    assert_same(&rows, &json_rows(&folder, &["--wide"]), &[money]);
}

#[test]
fn a_file_without_reports_has_its_columns() {
    let folder = Folder::new(&[("readme.md", "# 读我\n")]);
    for name in ["a.parquet", "a.xlsx", "a.csv"] {
        assert_eq!(folder.run(&["extract", "-o", name]).status, 0, "{name}");
    }
    let reader = SerializedFileReader::new(File::open(folder.join("a.parquet")).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    assert_eq!((schema.num_columns(), parquet_rows(&folder, "a.parquet").len()), (10, 0));
    let csv = folder.read("a.csv");
    assert_eq!(folder.run(&["text", "a.xlsx"]).out.trim_end().replace('\t', ","), csv.trim_end());
}

#[test]
fn a_report_is_a_row() {
    let pipes = Manner::Library(Layout::Pipes);
    let old =
        write_cells(2020, pipes, Oddities::default(), &|_, row, column| (row + column).to_string());
    let both = format!("{REPORT}\n{old}");
    let folder = Folder::new(&[("a.md", &both), ("b.md", REPORT)]);
    let rows = json_rows(&folder, &["--wide"]);
    let name = |row: &Value| (row["file"].clone(), row["year"].clone(), row["edition"].clone());
    let names: Vec<_> = rows.iter().map(name).collect();
    let expected = [("a.md", 2023, 2021), ("a.md", 2020, 2019), ("b.md", 2023, 2021)];
    let expected = expected.map(|(file, year, form)| (json!(file), json!(year), json!(form)));
    assert_eq!(names, expected);
    // A column for each cell of any edition: the place of the cell.
    for row in json_rows(&folder, &[]) {
        let report = rows
            .iter()
            .find(|report| (&report["file"], &report["year"]) == (&row["file"], &row["year"]));
        let labels = ["table", "row", "column"].map(|name| row[name].as_str().unwrap());
        assert_eq!(report.unwrap()[labels.join("/")], row["value"], "{row}");
    }
    let csv = folder.run(&["extract", "--wide"]).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let keys: Vec<_> = rows[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!((header, reader.records().count()), (keys, 3));
    let both = folder.run(&["extract", "--wide", "--statements"]);
    let told = "gouji: --wide 不能与 --statements 同时使用\n";
    assert_eq!((both.status, both.err.as_str()), (2, told));
}

#[test]
fn a_workbook_has_numbers_and_no_formulas() {
    let report =
        replaced(REPORT, "| 行政规范性文件 | 3 | 1 | 12 |", "| 行政规范性文件 | 3 | 1 | =1+1 |");
    let folder = Folder::new(&[("a.md", &report)]);
    let output = folder.run(&["extract", "--output-format", "xlsx", "-o", "a.xlsx"]);
    assert_eq!((output.status, output.err.as_str()), (0, ""));
    let sheet = folder.run(&["text", "a.xlsx"]).out;
    let lines: Vec<&str> = sheet.trim_end().lines().collect();
    assert_eq!(lines.len(), 201);
    let cell =
        "a.md\t云溪县园林局\t2023\t2021\t表二\t规章\t本年制发件数\t0\t0\t表二/规章/本年制发件数";
    assert_eq!(lines[1], cell);
    assert!(sheet.contains("\t现行有效件数\t\t=1+1\t"), "{sheet}");
}

#[test]
fn parquet_and_workbooks_are_files() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    for format in ["parquet", "xlsx"] {
        let output = folder.run(&["extract", "--output-format", format]);
        let told = "gouji: parquet 和 xlsx 要写到文件 — 请加 -o 文件名\n";
        assert_eq!((output.status, output.err.as_str(), output.out.as_str()), (2, told, ""));
        let name = format!("x/a.{format}");
        let missing = folder.run(&["extract", "-o", &name]);
        assert!(missing.status == 2 && missing.err.starts_with(&format!("gouji: {name}: ")));
    }
}
