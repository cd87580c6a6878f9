//! Writes made-up reports as first inputs of the fuzz targets:
//! `cargo run --example make_seeds -- fuzz/corpus`.

#[path = "../tests/support/mod.rs"]
mod support;

use gouji::files::Package;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};
use support::docx::Look;
use support::page::STYLES;
use support::{MANNERS, Manner, Oddities, pdf, write_cells};

fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("make_seeds FOLDER");
        return ExitCode::FAILURE;
    };
    match make(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A value with a wrong total, a blank cell and words for a number, so that there are fixes.
fn cell(table: usize, row: usize, column: usize) -> String {
    let text = match (table, row, column) {
        (1, 0, 0) | (1, 2, 0 | 6) | (1, 23, 0 | 6) => "1119",
        (1, 0, 6) => "1118",
        (1, 4, 1) => "",
        (2, 0, 1) => "无",
        _ => "0",
    };
    text.to_owned()
}

fn make(folder: &Path) -> io::Result<()> {
    let text = |manner: Manner| write_cells(2023, manner, Oddities::default(), &cell);
    for (index, manner) in MANNERS.into_iter().enumerate() {
        let text = text(manner);
        save(folder, "text", index, text.as_bytes())?;
        if text.contains("<table") {
            save(folder, "markdown", index, text.as_bytes())?;
        }
    }
    for (index, style) in STYLES.into_iter().enumerate() {
        let page = support::page::write(2023, style, &cell);
        save(folder, "html", index, page.as_bytes())?;
        let old = encoding_rs::GB18030.encode(&page.replace("utf-8", "gbk")).0.into_owned();
        save(folder, "decode", index, &old)?;
    }
    let bytes: Vec<u8> = text(MANNERS[1]).encode_utf16().flat_map(u16::to_le_bytes).collect();
    save(folder, "decode", STYLES.len(), &[b"\xff\xfe", bytes.as_slice()].concat())?;
    let plain = Look::default();
    let looks = [
        plain,
        Look { is_numbered: true, is_boxed: true, ..plain },
        Look { is_pieced: true, is_strict: true, ..plain },
        Look { is_nested: true, ..plain },
    ];
    for (index, look) in looks.into_iter().enumerate() {
        let document = support::docx::write(2023, look, &cell);
        save(folder, "docx", index, &document)?;
        let names = ["word/document.xml", "word/styles.xml", "word/numbering.xml"];
        let parts = String::from_utf8(parts(&document, &names)).expect("UTF-8");
        save(folder, "docx_parts", index, short(&parts).as_bytes())?;
    }
    let programs = pdf::pages(&text(MANNERS[1]));
    save(folder, "pdf", 0, &pdf::file(&programs))?;
    save(folder, "pdf_page", 0, programs.join("\0").as_bytes())?;
    let book = workbook(&text(MANNERS[1]));
    save(folder, "sheets", 0, &book)?;
    let names = ["xl/sheet1.xml", "xl/sheet2.xml", "xl/strings.xml", "xl/styles.xml"];
    save(folder, "sheets_parts", 0, &parts(&book, &names))
}

/// Saves an input, and a short one without two of its three tables.
fn save(folder: &Path, target: &str, index: usize, content: &[u8]) -> io::Result<()> {
    let folder = folder.join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("report{index}")), content)?;
    let Ok(text) = str::from_utf8(content) else { return Ok(()) };
    let place = |heading: &str| text.find(heading);
    match (place("二、主动公开"), place("四、政府信息公开")) {
        (Some(from), Some(to)) if from < to => {
            let short = [&text[..from], &text[to..]].concat();
            fs::write(folder.join(format!("short{index}")), short)
        }
        _ => Ok(()),
    }
}

/// Markup without the looks of cells, which make half of it.
fn short(markup: &str) -> String {
    const MARK: &str = r#"<w:jc w:val="center"/><w:rPr><w:sz w:val="20"/></w:rPr>"#;
    let markup = markup.replace(&format!("<w:pPr>{MARK}</w:pPr>"), "");
    let markup = markup.replace(r#"<w:rPr><w:sz w:val="20"/></w:rPr>"#, "");
    let (first, rest) = markup.split_once("<w:tcW ").unwrap_or((&markup, ""));
    let rest = rest.split("<w:tcW ").filter_map(|piece| Some(piece.split_once("/>")?.1));
    first.to_owned() + &rest.collect::<String>()
}

/// Parts of a package, with a NUL between two parts.
fn parts(package: &[u8], names: &[&str]) -> Vec<u8> {
    let mut package = Package::open(package).expect("an archive");
    let parts = names.iter().map(|name| package.read(name).expect("readable").unwrap_or_default());
    parts.collect::<Vec<_>>().join(&0)
}

/// A workbook with the lines of a text as rows. Numbers are numbers, and other cells are strings.
fn workbook(text: &str) -> Vec<u8> {
    let mut strings = String::new();
    let mut count = 0;
    let mut rows = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        rows += &format!("<row r=\"{number}\">");
        for (letter, cell) in ('A'..='Z').zip(line.split('\t')) {
            rows += &if cell.is_empty() || cell.bytes().all(|byte| byte.is_ascii_digit()) {
                format!("<c r=\"{letter}{number}\" s=\"1\"><v>{cell}</v></c>")
            } else {
                strings += &format!("<si><t>{cell}</t></si>");
                count += 1;
                format!("<c r=\"{letter}{number}\" s=\"1\" t=\"s\"><v>{}</v></c>", count - 1)
            };
        }
        rows += "</row>";
    }
    let relation = |id: u8, kind: &str, target: &str| {
        let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        format!("<Relationship Id=\"r{id}\" Type=\"{kinds}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inner: &str| format!("<Relationships>{inner}</Relationships>");
    let related = [
        relation(1, "worksheet", "sheet1.xml"),
        relation(2, "worksheet", "sheet2.xml"),
        relation(3, "sharedStrings", "strings.xml"),
        relation(4, "styles", "styles.xml"),
    ];
    let sheet = |rows: &str, rest: &str| {
        format!("<worksheet><sheetData>{rows}</sheetData>{rest}</worksheet>")
    };
    let second = r#"<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>一</t></is></c></row>"#;
    let merged = r#"<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>"#;
    let styles = r#"<styleSheet><borders><border/><border><left style="thin"/></border></borders>
<cellXfs><xf borderId="0"/><xf borderId="1"/></cellXfs></styleSheet>"#;
    let sheets = r#"<sheet name="1" r:id="r1"/><sheet name="2" r:id="r2"/>"#;
    support::docx::package(&[
        ("_rels/.rels", &relations(&relation(1, "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", &format!("<workbook><sheets>{sheets}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", &relations(&related.concat())),
        ("xl/sheet1.xml", &sheet(&rows, "")),
        ("xl/sheet2.xml", &sheet(second, merged)),
        ("xl/strings.xml", &format!("<sst>{strings}</sst>")),
        ("xl/styles.xml", styles),
    ])
}
