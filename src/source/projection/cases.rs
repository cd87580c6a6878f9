use super::*;
use crate::diagnostic::apply;

/// `<td>总<b>计</b></td><td>&nbsp;</td><td>3</td>`, as a reader would project it.
const MARKUP: &str = "<td>总<b>计</b></td><td>&nbsp;</td><td>3&lt;</td>";

fn range(words: &str) -> TextRange {
    let start = MARKUP.find(words).unwrap();
    TextRange::new(start, start + words.len())
}

fn projection() -> Projection {
    let mut builder = Builder::new(MARKUP);
    builder.open(ElementKind::Row, 1, 0);
    builder.open(ElementKind::Cell, 1, 0);
    builder.verbatim(range("总"));
    builder.verbatim(range("计"));
    builder.close(range("</td>").end);
    builder.made("\t", range("</td>").end);
    builder.slot(range("&nbsp;"), Around::default());
    builder.made("\t", range("&nbsp;").end + 5);
    builder.open(ElementKind::Cell, 3, range("&nbsp;").end + 5);
    builder.verbatim(range("3"));
    builder.reference("<", range("&lt;"));
    builder.finish()
}

fn edited(at: &str, new: &str) -> Result<String, Refused> {
    let projection = projection();
    let start = projection.text().find(at).unwrap();
    let edits = projection.back(TextRange::new(start, start + at.len()), new)?;
    Ok(apply(MARKUP, &edits))
}

#[test]
fn ranges_go_to_the_markup_and_back() {
    let projection = projection();
    assert_eq!(projection.text(), "总计\t\t3<");
    let of = |start, end| projection.source(TextRange::new(start, end)).of(MARKUP);
    assert_eq!((of(0, 3), of(0, 6), of(8, 9), of(9, 10)), ("总", "总<b>计", "3", "&lt;"));
    assert_eq!(projection.source(TextRange::at(7)).start, range("&nbsp;").start);
    assert_eq!(projection.source(TextRange::at(6)).start, range("计").end);
    assert_eq!(projection.source(TextRange::new(6, 7)).start, range("计").end);
    for (source, text) in [("总", 0), ("计", 3), ("</b>", 6), ("3", 8), ("&lt;", 9)] {
        assert_eq!(projection.projected(range(source).start), text, "{source}");
    }
    assert_eq!(projection.projected(range("&lt;").end), 10);
    assert_eq!(
        projection.place(TextRange::at(9)),
        SourcePlace { row: Some(1), column: Some(3), ..SourcePlace::default() }
    );
}

#[test]
fn an_edit_touches_only_what_differs() {
    assert_eq!(edited("总计", "总数").unwrap(), MARKUP.replace('计', "数"));
    assert_eq!(edited("总计", "合").unwrap(), MARKUP.replace('总', "合").replace('计', ""));
    assert_eq!(edited("3<", "3<b").unwrap(), MARKUP.replace("&lt;", "&lt;b"));
    assert_eq!(edited("3<", "a&").unwrap(), MARKUP.replace("3&lt;", "a&amp;"));
    assert_eq!(edited("计", "计1").unwrap(), MARKUP.replace('计', "计1"));
    assert_eq!(edited("计\t", "数\t"), Err(Refused::Structure));
}

#[test]
fn a_blank_cell_takes_text_in_place_of_its_spaces() {
    let projection = projection();
    let edits = projection.back(TextRange::at(7), "0").unwrap();
    assert_eq!(apply(MARKUP, &edits), MARKUP.replace("&nbsp;", "0"));
}

#[test]
fn made_text_and_fields_cannot_be_edited() {
    let mut builder = Builder::new("31");
    builder.made("一、", 0);
    builder.field("31", TextRange::new(0, 2));
    let projection = builder.finish();
    assert_eq!(projection.back(TextRange::new(0, 3), "二"), Err(Refused::Made));
    assert_eq!(projection.back(TextRange::new(6, 7), "2"), Err(Refused::Field));
    assert_eq!(projection.back(TextRange::at(8), "2"), Err(Refused::Field));
    assert_eq!(projection.back(TextRange::at(0), "二"), Err(Refused::Made));
    assert_eq!(projection.back(TextRange::new(6, 8), "31"), Ok(Vec::new()));
}

#[test]
fn bare_marks_begin_nothing_after_an_edit() {
    for (markup, gone, mended) in [
        ("3<年p>", "年", "3&lt;p>"),
        ("3</年p>", "年", "3&lt;/p>"),
        ("&年lt;", "年", "&amp;lt;"),
        ("&#6年0;", "年", "&amp;#60;"),
        ("a&b<年", "年", "a&b&lt;"),
        ("< 年p", "年", "< p"),
    ] {
        let mut builder = Builder::new(markup);
        builder.open(ElementKind::Paragraph, 1, 0);
        builder.verbatim(TextRange::new(0, markup.len()));
        let projection = builder.finish();
        let start = markup.find(gone).unwrap();
        let edits = projection.back(TextRange::new(start, start + gone.len()), "").unwrap();
        assert_eq!(apply(markup, &edits), mended);
    }
}

#[test]
fn prose_before_a_table_takes_no_text_of_the_table() {
    let markup = "甲\n<td>1</td>";
    let mut builder = Builder::new(markup);
    builder.verbatim(TextRange::new(0, "甲\n".len()));
    builder.open(ElementKind::Cell, 1, "甲\n".len());
    let at = markup.find('1').unwrap();
    builder.verbatim(TextRange::new(at, at + 1));
    let projection = builder.finish();
    let edits = projection.back(TextRange::at("甲\n".len()), "2").unwrap();
    assert_eq!(apply(markup, &edits), "甲\n<td>21</td>");
}
