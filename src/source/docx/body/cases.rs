//! Tests of pictures and of odd markup.

use crate::source::SourceError;
use crate::source::docx::cases::{cell, document, paragraph, row, run, text};

const DRAWING: &str =
    "<w:drawing><a:graphic><pic:pic><a:blip r:embed=\"a\"/></pic:pic></a:graphic></w:drawing>";
const OLD: &str = "<w:pict><v:shape><v:imagedata r:id=\"a\"/></v:shape></w:pict>";
const SHEET: &str = "<w:object><v:shape/><o:OLEObject r:id=\"a\"/></w:object>";

fn drawn(drawing: &str) -> String {
    format!("<w:r>{drawing}</w:r>")
}

#[test]
fn a_picture_alone_is_a_line_of_its_own() {
    let alternatives = format!(
        "<mc:AlternateContent><mc:Choice>{DRAWING}</mc:Choice><mc:Fallback>{OLD}</mc:Fallback>\
         </mc:AlternateContent>"
    );
    for drawing in [DRAWING, OLD, SHEET, &alternatives] {
        let alone = paragraph(&drawn(drawing));
        assert_eq!(text(&alone), "[图片]\n", "{drawing}");
        assert_eq!(text(&paragraph(&drawn(drawing).repeat(2))), "[图片]\n", "{drawing}");
        // A table that only places the picture.
        let placed = format!("<w:tbl><w:tr><w:tc>{alone}</w:tc></w:tr></w:tbl>");
        assert_eq!(text(&placed), "[图片]\n", "{drawing}");
        let beside = paragraph(&format!("{}{}", run("题"), drawn(drawing)));
        assert_eq!(text(&beside), "题\n", "{drawing}");
        let in_cell = format!("<w:tc>{alone}</w:tc>");
        assert_eq!(text(&row(&[cell("总计"), in_cell])), "总计\t\n", "{drawing}");
    }
}

#[test]
fn a_picture_that_is_not_seen_is_nothing() {
    for content in [
        format!("<w:del>{}</w:del>", drawn(DRAWING)),
        drawn(&format!("<w:rPr><w:vanish/></w:rPr>{DRAWING}")),
        drawn("<w:drawing><wps:wsp><a:solidFill/></wps:wsp></w:drawing>"),
        drawn("<w:pict><v:shape><v:fill/></v:shape></w:pict>"),
    ] {
        assert_eq!(text(&paragraph(&content)), "", "{content}");
    }
    let boxed = format!(
        "<w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>",
        paragraph(&run("题"))
    );
    assert_eq!(text(&paragraph(&drawn(&boxed))), "题\n");
}

#[test]
fn a_picture_is_not_replaced_by_text() {
    let document = document(&paragraph(&drawn(DRAWING)));
    let projection = document.project().unwrap();
    let range = crate::text::TextRange::new(0, projection.text().trim_end().len());
    assert!(projection.back(range, "表").is_err());
    assert!(projection.back(crate::text::TextRange::at(range.end), "表").is_err());
    assert_eq!(projection.place(range).paragraph, Some(1));
}

#[test]
fn a_row_longer_than_any_table_is_read_in_part() {
    let row = row(&vec!["<w:tc><w:p/></w:tc>".to_owned(); super::MOST_CELLS + 9]);
    assert_eq!(text(&row).matches('\t').count(), super::MOST_CELLS - 1);
}

#[test]
fn embedded_text_is_named() {
    let embedded = "<w:altChunk r:id=\"a\"/>";
    let in_cell = row(&[format!("<w:tc>{embedded}<w:p/></w:tc>")]);
    for body in [embedded, &in_cell] {
        assert_eq!(document(body).project().err(), Some(SourceError::Embedded), "{body}");
    }
}

#[test]
fn a_table_without_end_is_read_to_a_bound() {
    let rows = "<w:tr/>".repeat(super::MOST_HELD);
    let row = format!("<w:tr>{}{}</w:tr>", cell("甲"), cell("1"));
    let below = paragraph(&run("乙"));
    let docx = document(&format!("<w:tbl>{row}{rows}{row}</w:tbl>{below}"));
    let projection = docx.project().unwrap();
    assert!(projection.text().starts_with("甲\t1\n") && projection.text().ends_with("\n乙\n"));
    assert_eq!(projection.text().matches('甲').count(), 1);
}
