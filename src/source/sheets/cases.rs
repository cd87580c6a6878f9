use super::*;
use crate::lint::{Options, check};
use std::collections::HashMap;

const RELATIONS: &str = r#"<Relationships>
<Relationship Id="r1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="http://x/relationships/worksheet" Target="/xl/worksheets/sheet2.xml"/>
<Relationship Id="r3" Type="http://x/relationships/worksheet" Target="worksheets/sheet3.xml"/>
<Relationship Id="r4" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="r5" Type="http://x/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STRINGS: &str = r#"<sst><si><t>总&amp;计</t></si>
<si><r><t>行政</t></r><r><t xml:space="preserve">许可 </t></r><rPh><t>xzxk</t></rPh></si></sst>"#;
const STYLES: &str = r#"<styleSheet><borders><border/><border><left style="thin"/></border></borders>
<cellStyleXfs><xf borderId="1"/></cellStyleXfs>
<cellXfs><xf borderId="0"/><xf borderId="1"/></cellXfs></styleSheet>"#;

/// The text of a workbook whose sheets have this content. The second sheet is hidden.
fn read(sheets: &[&str]) -> Result<Projection, SourceError> {
    let ids = (1..=sheets.len()).map(|number| {
        let state = if number == 2 { " state=\"hidden\"" } else { "" };
        format!("<sheet name=\"{number}\" r:id=\"r{number}\"{state}/>")
    });
    let workbook = format!("<workbook><sheets>{}</sheets></workbook>", ids.collect::<String>());
    let mut parts = HashMap::from([
        ("xl/workbook.xml".to_owned(), workbook),
        ("xl/_rels/workbook.xml.rels".to_owned(), RELATIONS.to_owned()),
        ("xl/sharedStrings.xml".to_owned(), STRINGS.to_owned()),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ]);
    for (number, content) in (1..).zip(sheets) {
        let markup = format!("<worksheet>{content}</worksheet>");
        parts.insert(format!("xl/worksheets/sheet{number}.xml"), markup);
    }
    project_parts(&mut |name| Ok(parts.get(name).map(|part| part.clone().into_bytes())))
}

fn text(sheets: &[&str]) -> String {
    read(sheets).unwrap().text().to_owned()
}

/// A cell with text of its own.
fn inline(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn cells_of_all_kinds() {
    let cells = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
        <c r="C1"><v>3.0</v></c><c r="D1"><f>SUM(C1:C2)</f><v>96.600000000000009</v></c>
        <c r="E1" t="str"><f>A1</f><v>无</v></c><c r="F1" t="b"><v>1</v></c>
        <c r="G1" t="e"><v>#REF!</v></c></row></sheetData>"#;
    assert_eq!(text(&[cells]), "总&计\t行政许可\t3\t96.6\t无\tTRUE\t#REF!\n");
}

#[test]
fn hidden_sheets_rows_and_columns_are_left_out() {
    let first = format!(
        r#"<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1">{}{}{}</row>
        <row r="2" hidden="1">{}</row></sheetData>"#,
        inline("A1", "一"),
        inline("B1", "二"),
        inline("C1", "三"),
        inline("A2", "四"),
    );
    let sheet = |text| format!("<sheetData><row r=\"3\">{}</row></sheetData>", inline("A3", text));
    let projection = read(&[&first, &sheet("五"), &sheet("六")]).unwrap();
    assert_eq!(projection.text(), "一\t三\n六\n");
    let at = projection.text().find('六').unwrap();
    let place = projection.place(crate::text::TextRange::at(at));
    assert_eq!((place.table, place.row, place.column), (Some(2), Some(3), Some(1)));
}

#[test]
fn merged_cells_stand_once_and_bordered_blanks_are_cells() {
    let rows = format!(
        r#"<sheetData><row r="2">{}<c r="C2" s="1"/></row>
        <row r="3">{}{}{}</row><row r="4"><c r="B4" s="1"/>{}<c r="D4" s="1"/></row>
        <row r="6">{}</row></sheetData>
        <mergeCells><mergeCell ref="B2:D2"/><mergeCell ref="B3:B4"/></mergeCells>"#,
        inline("B2", "第一行&#10;第二行"),
        inline("B3", "组"),
        inline("C3", "规章"),
        inline("D3", "1"),
        inline("C4", "文件"),
        inline("B6", "说明"),
    );
    assert_eq!(text(&[&rows]), "第一行\n第二行\n组\t规章\t1\n文件\t\n\n说明\n");
}

#[test]
fn a_workbook_is_read_like_a_text() {
    let form = crate::standard::Standard::official();
    let report = crate::write::Skeleton {
        standard: form,
        issuer: "云溪县园林局",
        year: 2024,
        layout: crate::syntax::Layout::Tabs,
        newline: "\n",
        sections: &["我局认真落实条例。", "", "", "", "无。", "无。"],
        cell: &|_, _, column| if column == 0 { "1" } else { "0" }.to_owned(),
    }
    .write();
    let cell = |row: usize, column: usize, text: &str| {
        let letter = char::from(b'A' + column as u8);
        match text.parse::<f64>() {
            Ok(number) => format!(r#"<c r="{letter}{row}" s="1"><v>{number:.1}</v></c>"#),
            Err(_) => inline(&format!("{letter}{row}"), text),
        }
    };
    let rows = (1..).zip(report.lines()).map(|(row, line)| {
        let cells = line.split('\t').enumerate().map(|(column, text)| cell(row, column, text));
        format!("<row r=\"{row}\">{}</row>", cells.collect::<String>())
    });
    let sheet = format!("<sheetData>{}</sheetData>", rows.collect::<String>());
    let codes = |text: &str| {
        let found = check(text, &Options::default()).unwrap();
        found.into_iter().map(|one| (one.code, one.place.to_string())).collect::<Vec<_>>()
    };
    let found = codes(&report);
    assert!(!found.is_empty());
    assert_eq!(codes(&text(&[&sheet])), found);
}

#[test]
fn broken_workbooks_are_refused() {
    for cells in [
        r#"<sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData>"#,
        r#"<sheetData><row r="1"></sheetData>"#,
    ] {
        assert_eq!(read(&[cells]), Err(DAMAGED), "{cells}");
    }
    assert_eq!(project(b"PK"), Err(DAMAGED));
    assert_eq!(project_parts(&mut |_| Ok(None)), Err(SourceError::Archive));
}

#[test]
fn a_formula_without_a_stored_result_is_refused() {
    let sheet = |cell: &str| read(&[&format!("<sheetData><row r=\"1\">{cell}</row></sheetData>")]);
    for cell in
        ["<c r=\"A1\"><f>B1</f></c>", "<c r=\"A1\"><f>B1</f><v/></c>", "<c t=\"str\"><f>B1</f></c>"]
    {
        assert_eq!(sheet(cell).unwrap_err(), SourceError::NotComputed, "{cell}");
    }
    for cell in ["<c r=\"A1\"><f>B1</f><v>0</v></c>", "<c t=\"str\"><f>B1</f><v></v></c>", "<c/>"] {
        assert!(sheet(cell).is_ok(), "{cell}");
    }
}

#[test]
fn a_unit_beside_the_title_is_a_line_of_its_own() {
    let title = "某局2023年政府信息公开工作 年度报告";
    let rows = format!(
        "<sheetData><row r=\"1\">{}{}</row><row r=\"2\">{}{}</row></sheetData>",
        inline("A1", title),
        inline("C1", "单位：件"),
        inline("A2", "总计"),
        inline("B2", "3")
    );
    assert_eq!(text(&[&rows]), format!("{title}\n单位：件\n总计\t3\t\n"));
}
