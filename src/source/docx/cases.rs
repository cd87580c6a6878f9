//! Tests of what documents hold.

use super::*;
use crate::diagnostic::apply;
use crate::source::{Origin, Refused, SourcePlace};
use crate::text::TextRange;
use proptest::prelude::*;

/// A document with this body.
pub(super) fn document(body: &str) -> Docx {
    with_parts(body, "", "", "")
}

/// A document with this body, and with the content of other parts.
pub(super) fn with_parts(body: &str, styles: &str, numbering: &str, comments: &str) -> Docx {
    let names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    let part = |name: &str, content: &str| format!("<w:{name} {names}>{content}</w:{name}>");
    let parts = Parts {
        styles: Styles::read(&part("styles", styles)).unwrap(),
        numbering: Numbering::read(&part("numbering", numbering)).unwrap(),
        comments: comments::ignoring(&part("comments", comments)).unwrap(),
    };
    Docx {
        markup: part("document", &format!("<w:body>{body}</w:body>")),
        main: "word/document.xml".to_owned(),
        parts: Arc::new(parts),
    }
}

pub(super) fn text(body: &str) -> String {
    document(body).project().unwrap().text().to_owned()
}

pub(super) fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

pub(super) fn paragraph(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

pub(super) fn cell(text: &str) -> String {
    format!("<w:tc>{}</w:tc>", paragraph(&run(text)))
}

fn table(rows: &[&[&str]]) -> String {
    let row = |cells: &&[&str]| {
        format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>())
    };
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// A row with these cells.
pub(super) fn row(cells: &[String]) -> String {
    format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.concat())
}

#[test]
fn the_words_of_a_paragraph_are_joined() {
    for (content, expected) in [
        (
            "<w:r><w:t>总</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>计</w:t></w:r>",
            "总计",
        ),
        ("<w:bookmarkStart w:id=\"0\"/><w:r><w:t>总</w:t><w:t>计</w:t></w:r>", "总计"),
        ("<w:r><w:lastRenderedPageBreak/><w:t xml:space=\"preserve\"> 3 </w:t></w:r>", "3"),
        ("<w:r><w:t> 3 </w:t></w:r><w:r><w:t xml:space=\"preserve\"> 4</w:t></w:r>", "3 4"),
        ("<w:r><w:t>a\n b</w:t></w:r>", "a  b"),
        ("<w:r><w:t>&lt;&#x4e00;&amp;</w:t></w:r>", "<一&"),
        ("<w:r><w:t> 一 &amp; 二&lt; &lt; </w:t><w:t>三</w:t></w:r>", "一 & 二< <三"),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:cr/></w:r>", "一\t二\n三"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/></w:r>", "1-2"),
        ("<w:hyperlink r:id=\"a\"><w:r><w:t>网站</w:t></w:r></w:hyperlink>", "网站"),
        ("<w:smartTag w:element=\"d\"><w:smartTagPr/><w:r><w:t>日</w:t></w:r></w:smartTag>", "日"),
        ("<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>", "5"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>gou</w:t></w:r></w:rt>\
             <w:rubyBase><w:r><w:t>勾</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "勾",
        ),
    ] {
        assert_eq!(text(&paragraph(content)), format!("{expected}\n"), "{content}");
    }
}

#[test]
fn a_content_control_is_its_content() {
    let control = |properties: &str, content: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
    };
    assert_eq!(text(&control("", &paragraph(&run("题")))), "题\n");
    assert_eq!(text(&paragraph(&control("", &run("题")))), "题\n");
    // A hint where text is missing is not text.
    assert_eq!(text(&paragraph(&control("<w:showingPlcHdr/>", &run("单击此处")))), "");
    let cells = [cell("总计"), control("", &cell("3"))];
    assert_eq!(text(&row(&cells)), "总计\t3\n");
    let rows = control("", &format!("<w:tr>{}{}</w:tr>", cell("总计"), cell("3")));
    assert_eq!(text(&format!("<w:tbl>{rows}</w:tbl>")), "总计\t3\n");
}

#[test]
fn tracked_insertions_count_and_deletions_do_not() {
    let in_words = "<w:r><w:t>自</w:t></w:r><w:del><w:r><w:delText>2023</w:delText></w:r></w:del>\
                    <w:ins><w:r><w:t>2024</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>年</w:t></w:r></w:moveFrom>\
                    <w:moveTo><w:r><w:t>起</w:t></w:r></w:moveTo>";
    assert_eq!(text(&paragraph(in_words)), "自2024起\n");
    // Old properties are not properties.
    let changed = "<w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:pPrChange></w:pPr>\
                   <w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>题</w:t></w:r>";
    assert_eq!(text(&paragraph(changed)), "题\n");
    // A deleted mark joins two paragraphs.
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>一、</w:t></w:r></w:p>\
                  <w:p><w:r><w:t>总体情况</w:t></w:r></w:p>";
    assert_eq!(text(joined), "一、总体情况\n");
    assert_eq!(
        text(&format!("<w:tbl><w:tr><w:tc>{joined}</w:tc>{}</w:tr></w:tbl>", cell("1"))),
        "一、总体情况\t1\n"
    );
    let last = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>";
    assert_eq!(text(last), "一\n");
    let deleted = |property: &str, cells: &str| {
        format!("<w:tr><w:trPr><w:{property}/></w:trPr>{cells}</w:tr>")
    };
    let both = format!("{}{}", cell("甲"), cell("1"));
    let rows = [deleted("del", &both), deleted("hidden", &both), deleted("ins", &both)];
    assert_eq!(text(&format!("<w:tbl>{}</w:tbl>", rows.concat())), "甲\t1\n");
    let gone = "<w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc>";
    assert_eq!(text(&row(&[cell("甲"), gone.to_owned(), cell("1")])), "甲\t1\n");
}

#[test]
fn hidden_text_does_not_count() {
    let hidden = |properties: &str| {
        format!(
            "<w:p><w:r><w:t>看</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>藏</w:t></w:r></w:p>"
        )
    };
    let styles = "<w:style w:type=\"character\" w:styleId=\"h\"><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"i\"><w:basedOn w:val=\"h\"/></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"x\"><w:basedOn w:val=\"x\"/></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"p\"><w:rPr><w:vanish/></w:rPr></w:style>";
    let seen = |body: &str| with_parts(body, styles, "", "").project().unwrap().text().to_owned();
    for (properties, expected) in [
        ("<w:vanish/>", "看\n"),
        ("<w:vanish w:val=\"true\"/>", "看\n"),
        ("<w:vanish w:val=\"0\"/>", "看藏\n"),
        ("<w:webHidden/>", "看藏\n"),
        ("<w:rStyle w:val=\"h\"/>", "看\n"),
        ("<w:rStyle w:val=\"i\"/>", "看\n"),
        ("<w:rStyle w:val=\"x\"/>", "看藏\n"),
        ("<w:rStyle w:val=\"i\"/><w:vanish w:val=\"off\"/>", "看藏\n"),
    ] {
        assert_eq!(seen(&hidden(properties)), expected, "{properties}");
    }
    let of_style = "<w:pPr><w:pStyle w:val=\"p\"/></w:pPr><w:r><w:t>藏</w:t></w:r>\
                    <w:r><w:rPr><w:rStyle w:val=\"h\"/></w:rPr><w:t>看</w:t></w:r>";
    assert_eq!(seen(&paragraph(of_style)), "看\n");
}

#[test]
fn of_a_text_box_the_first_form_counts_once() {
    let inner = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run(text)));
    let both = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice>\
         <mc:Choice Requires=\"x\">{}</mc:Choice>\
         <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        inner("标题"),
        inner("标题"),
        inner("标题")
    );
    assert_eq!(text(&paragraph(&format!("{both}{}", run("正文")))), "标题\n正文\n");
    assert_eq!(text(&paragraph(&format!("{}{both}", run("正文")))), "正文\n标题\n");
    let old = format!("<w:r><w:pict>{}</w:pict></w:r>", inner("标题"));
    assert_eq!(text(&paragraph(&old)), "标题\n");
    let only = format!(
        "<w:r><mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>",
        inner("题")
    );
    assert_eq!(text(&row(&[cell("甲"), format!("<w:tc>{}</w:tc>", paragraph(&only))])), "甲\t题\n");
}

/// Marks of a field around an instruction and a result.
pub(super) fn field(instruction: &str, result: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

#[test]
fn the_result_of_a_field_is_text_that_cannot_be_edited() {
    let three = run("3118");
    let simple = format!("<w:fldSimple w:instr=\" =SUM(LEFT) \">{three}</w:fldSimple>");
    let nested = field(&format!("IF {}", field("PAGE", &run("9"))), &three);
    for content in [field("=SUM(LEFT)", &three), simple, nested] {
        let projection =
            document(&paragraph(&format!("{content}{}", run("件")))).project().unwrap();
        assert_eq!(projection.text(), "3118件\n");
        assert_eq!(projection.back(TextRange::new(0, 4), "3119"), Err(Refused::Field));
        assert!(projection.back(TextRange::new(4, 7), "条").is_ok());
    }
    // People write the words of a link, and what stands in a form.
    for instruction in ["HYPERLINK \"http://a\"", "FORMTEXT"] {
        let projection = document(&paragraph(&field(instruction, &three))).project().unwrap();
        assert_eq!(projection.text(), "3118\n");
        assert!(projection.back(TextRange::new(0, 4), "3119").is_ok(), "{instruction}");
    }
    // A field that is never closed does not reach out of its cell.
    let open = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>";
    assert_eq!(text(&row(&[format!("<w:tc>{open}</w:tc>"), cell("1")])), "\t1\n");
    // A field without a result that has marks outside of it.
    assert_eq!(
        text(&paragraph("<w:r><w:fldChar w:fldCharType=\"end\"/><w:t>1</w:t></w:r>")),
        "1\n"
    );
}

#[test]
fn a_cell_is_one_stretch_of_its_line() {
    let parted = "<w:tc><w:p><w:r><w:t>商业</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>企业</w:t></w:r></w:p></w:tc>";
    let broken =
        "<w:tc><w:p><w:r><w:t>科研</w:t><w:br/><w:br/><w:t>机构</w:t><w:tab/></w:r></w:p></w:tc>";
    let spaces = format!("<w:tc>{}</w:tc>", paragraph(&run("\u{3000}\u{3000}")));
    assert_eq!(
        text(&row(&[parted.to_owned(), broken.to_owned(), spaces])),
        "商业 企业\t科研 机构\t\n"
    );
    assert_eq!(text(&table(&[&["规章", "1"], &["合计", "2"]])), "规章\t1\n合计\t2\n");
}

#[test]
fn merged_cells_stand_once() {
    let wide = "<w:tc><w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr><w:p><w:r><w:t>题</w:t></w:r></w:p></w:tc>";
    let merged = |merge: &str, text: &str| {
        format!("<w:tc><w:tcPr><w:vMerge{merge}/></w:tcPr>{}</w:tc>", paragraph(&run(text)))
    };
    let rows = [
        format!("<w:tr>{wide}{}</w:tr>", cell("1")),
        format!("<w:tr>{}{}</w:tr>", merged(" w:val=\"restart\"", "甲"), cell("2")),
        format!("<w:tr>{}{}</w:tr>", merged("", "藏"), cell("3")),
        format!("<w:tr>{}{}</w:tr>", merged(" w:val=\"continue\"", ""), cell("4")),
        format!(
            "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}</w:tr>",
            cell("乙"),
            cell("5")
        ),
    ];
    let projection = document(&format!("<w:tbl>{}</w:tbl>", rows.concat())).project().unwrap();
    assert_eq!(projection.text(), "题\t1\n甲\t2\n\t3\n\t4\n\t乙\t5\n");
    let place = |text: &str| {
        let start = projection.text().find(text).unwrap();
        let SourcePlace { table, row, column, .. } =
            projection.place(TextRange::new(start, start + text.len()));
        (table, row, column)
    };
    assert_eq!(place("题"), (Some(1), Some(1), Some(1)));
    assert_eq!(place("1"), (Some(1), Some(1), Some(4)));
    assert_eq!(place("4"), (Some(1), Some(4), Some(2)));
    assert_eq!(place("乙"), (Some(1), Some(5), Some(2)));
}

#[test]
fn a_table_that_arranges_others_is_no_table() {
    let inner = table(&[&["规章", "1"], &["合计", "2"]]);
    let outer = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}<w:p/></w:tc>{}</w:tr></w:tbl>",
        paragraph(&run("题")),
        cell("注")
    );
    let projection = document(&format!("{}{outer}", paragraph(&run("上")))).project().unwrap();
    assert_eq!(projection.text(), "上\n题\n规章\t1\n合计\t2\n注\n");
    let at = projection.text().find('2').unwrap();
    let place = projection.place(TextRange::new(at, at + 1));
    assert_eq!(
        (place.table, place.row, place.column, place.paragraph),
        (Some(1), Some(2), Some(2), None)
    );
    // A frame around paragraphs.
    let frame = format!(
        "<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
        paragraph(&run("一")),
        paragraph(&run("二"))
    );
    assert_eq!(text(&frame), "一\n二\n");
}

#[test]
fn what_is_no_document_is_refused() {
    let refused = |markup: &str| Docx { markup: markup.to_owned(), ..document("") }.project().err();
    for markup in ["<a>", "<a></b>", "<a", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"] {
        assert_eq!(refused(markup), Some(DAMAGED), "{markup}");
    }
    let deep = "<w:tbl><w:tr><w:tc>".repeat(200) + &"</w:tc></w:tr></w:tbl>".repeat(200);
    assert_eq!(document(&deep).project().err(), Some(DAMAGED));
    // An entity that is not of XML is no text.
    assert_eq!(text(&paragraph(&run("&b;1"))), "1\n");
    let read = |bytes: &[u8]| Docx::read(bytes).err();
    assert_eq!(read(b"PK\x03\x04"), Some(DAMAGED));
    assert_eq!(read(b"%PDF"), Some(DAMAGED));
    assert_eq!(read(&OLE), Some(SourceError::Foreign("doc")));
    let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    assert_eq!(
        read(&[OLE.as_slice(), &[0; 600], &name].concat()),
        Some(SourceError::Encrypted("Word"))
    );
}

/// The markup of a body after `new` replaced `old` in its text, without the root element.
fn edited(body: &str, old: &str, new: &str) -> Result<String, Refused> {
    let docx = document(body);
    let projection = docx.project().unwrap();
    let start = projection.text().find(old).unwrap();
    let edits = projection.back(TextRange::new(start, start + old.len()), new)?;
    let mended = apply(docx.markup(), &edits);
    let text = projection.text().replacen(old, new, 1);
    assert_eq!(docx.with_markup(mended.clone()).project().unwrap().text(), text);
    let (_, body) = mended.split_once("<w:body>").unwrap();
    Ok(body.trim_end_matches("</w:body></w:document>").to_owned())
}

#[test]
fn an_edit_changes_the_words_of_a_run() {
    let body = paragraph(&format!("{}<w:r><w:rPr><w:b/></w:rPr><w:t>18</w:t></w:r>", run("31")));
    assert_eq!(edited(&body, "3118", "3119").unwrap(), body.replace("18", "19"));
    assert_eq!(edited(&body, "3118", "&").unwrap(), body.replace("31", "&amp;").replace("18", ""));
    let body = paragraph("<w:r><w:t>3&#49;</w:t></w:r>");
    assert_eq!(edited(&body, "31", "32").unwrap(), body.replace("&#49;", "2"));
}

#[test]
fn any_prefix_and_the_strict_names_are_read() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let markup = format!(
        "\u{feff}<?xml version=\"1.0\"?><document xmlns=\"{strict}\"><body><tbl><tr><tc><p><r><t>甲</t></r></p></tc><tc><p/></tc></tr></tbl></body></document>"
    );
    let docx = Docx { markup, ..document("") };
    let projection = docx.project().unwrap();
    assert_eq!(projection.text(), "甲\t\n");
    let edits = projection.back(TextRange::at("甲\t".len()), "7").unwrap();
    assert!(apply(docx.markup(), &edits).contains("<tc><p><r><t>7</t></r></p></tc>"));
    let other = docx.markup().replace(strict, "http://example.org");
    assert_eq!(docx.with_markup(other).project().unwrap().text(), "");
}

#[test]
fn a_comment_of_the_document_silences_a_rule() {
    let comment = |id: &str, text: &str| {
        format!("<w:comment w:id=\"{id}\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>")
    };
    let comments = comment("1", "gouji-ignore A001: 含补录--&gt;的 1 件") + &comment("2", "请核对");
    let body = format!(
        "<w:p><w:r><w:t>题</w:t></w:r></w:p><w:tbl><w:tr>{}\
         <w:tc><w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>2</w:t></w:r><w:commentRangeEnd w:id=\"1\"/>\
         <w:r><w:commentReference w:id=\"1\"/><w:commentReference w:id=\"2\"/></w:r></w:p></w:tc>{}</w:tr></w:tbl>",
        cell("甲"),
        cell("3")
    );
    let seen = |body: &str| with_parts(body, "", "", &comments).project().unwrap();
    let projection = seen(&body);
    let written = "<!-- gouji-ignore A001: 含补录的 1 件 -->";
    assert_eq!(projection.text(), format!("题\n甲\t2\t3 {written}\n"));
    let at = projection.text().find("<!--").unwrap();
    assert_eq!(projection.back(TextRange::new(at, at + 4), ""), Err(Refused::Made));
    // Between two paragraphs, the comment belongs to the next.
    let between = "<w:p/><w:commentRangeStart w:id=\"1\"/><w:p><w:r><w:t>题</w:t></w:r></w:p>";
    assert_eq!(seen(between).text(), format!("题 {written}\n"));
}

/// A square of the length would take minutes.
#[test]
fn long_markup_is_read() {
    let count = 20_000;
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:t>1</w:t></w:r>";
    let marks = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>";
    for body in [
        row(&["<w:tc><w:p/></w:tc>".repeat(count)]),
        paragraph(&field.repeat(count)),
        marks.repeat(count),
        "<w:ins>".repeat(count) + &"</w:ins>".repeat(count),
    ] {
        document(&body).project().unwrap();
    }
}

fn is_consistent(docx: &Docx) -> Result<(), TestCaseError> {
    let Ok(projection) = docx.project() else { return Ok(()) };
    let mut end = 0;
    for run in projection.runs() {
        prop_assert_eq!(run.text.start, end);
        end = run.text.end;
        if run.origin == Origin::Verbatim {
            prop_assert_eq!(run.text.of(projection.text()), run.source.of(docx.markup()));
        }
    }
    prop_assert_eq!(end, projection.text().len());
    let is_break = |c: char| c == '\t' || c == '\n';
    for (start, _) in projection.text().char_indices() {
        for (end, new) in [(start, "7"), (start + 1, "七<&")] {
            let range = TextRange::new(start, end);
            if !projection.text().is_char_boundary(end) {
                continue;
            }
            let Ok(edits) = projection.back(range, new) else { continue };
            let mended = docx.with_markup(apply(docx.markup(), &edits));
            let text = mended.project().expect("well-formed").text().to_owned();
            let expected = apply(
                projection.text(),
                &[crate::diagnostic::Edit { range, content: new.to_owned() }],
            );
            // White space between words, or beside a removed break, may be trimmed with it.
            if !range.of(projection.text()).contains(is_break) {
                let plain = |text: &str| text.replace([' ', '\t'], "");
                prop_assert_eq!(plain(&text), plain(&expected));
            }
        }
    }
    Ok(())
}

/// A body made of pieces that nest in any way.
fn pieces() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(vec![
        "<w:r><w:t>总计</w:t></w:r>",
        "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"> 31 </w:t></w:r>",
        "<w:r><w:t>\u{3000}</w:t></w:r>",
        "<w:r><w:t>&lt;&#49;</w:t><w:tab/><w:br/></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"separate\"/><w:t>4</w:t></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
        "<w:tcPr><w:vMerge/></w:tcPr>",
        "<w:trPr><w:del/><w:gridBefore w:val=\"1\"/></w:trPr>",
        "<w:p/>",
        "5",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 60, 5, |inner| {
        let names = proptest::sample::select(vec![
            "p", "p", "p", "tbl", "tr", "tr", "tc", "tc", "r", "t", "ins", "del", "sdt", "txbxContent", "fldSimple",
        ]);
        (names, proptest::collection::vec(inner, 0..5)).prop_map(|(name, content)| {
            let content = content.concat();
            match name {
                "tbl" => format!("<w:tbl><w:tr><w:tc>{content}</w:tc><w:tc><w:p>{content}</w:p></w:tc></w:tr></w:tbl>"),
                _ => format!("<w:{name}>{content}</w:{name}>"),
            }
        })
    })
}

proptest! {
    #[test]
    fn runs_cover_the_text_and_edits_go_back(body in pieces()) {
        is_consistent(&document(&body))?;
    }

    #[test]
    fn any_markup_is_read_without_panic(markup in "(<|</|w:p|w:tc|w:tr|w:tbl|w:r|w:t|>|/>| |&|;|#|x|3|一|<!\\[CDATA\\[|\\]\\]>|<!--|-->|\\?|\")*") {
        is_consistent(&document(&markup))?;
        is_consistent(&Docx { markup, ..document("") })?;
    }
}
