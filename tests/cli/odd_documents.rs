//! Word documents that are made in rare ways.

use crate::reports::docx::{self, Look};
use crate::support::{Folder, Output};
use gouji::files::Package;
use std::fs;

/// A report for 2023 in which all numbers are zero.
fn document(look: Look) -> Vec<u8> {
    docx::write(2023, look, &|_, _, _| "0".to_owned())
}

fn changed(change: impl Fn(&str) -> String) -> Folder {
    let folder = Folder::new(&[]);
    folder.write("2023.docx", docx::changed(&document(Look::default()), change));
    folder
}

fn markup(folder: &Folder) -> String {
    let document = fs::read(folder.join("2023.docx")).unwrap();
    let markup = Package::open(&document).unwrap().read("word/document.xml").unwrap();
    String::from_utf8(markup.expect("a main part")).unwrap()
}

fn checked(folder: &Folder) -> Output {
    folder.run(&["check", "--output-format", "concise", "2023.docx"])
}

/// Mends all that can be mended.
fn mended(folder: &Folder) -> Output {
    folder.run(&["check", "--fix", "--unsafe-fixes", "--output-format", "concise", "2023.docx"])
}

#[test]
fn a_table_that_is_a_picture_is_not_a_missing_table() {
    for drawing in [
        "<w:drawing><a:graphic xmlns:a=\"a\"><a:blip/></a:graphic></w:drawing>",
        "<w:pict><v:shape xmlns:v=\"v\"><v:imagedata/></v:shape></w:pict>",
        "<w:object><o:OLEObject xmlns:o=\"o\" ProgID=\"Excel.Sheet.12\"/></w:object>",
    ] {
        let folder = changed(|markup| {
            let start = markup.find("<w:tbl>").expect("a table");
            let end = markup.find("</w:tbl>").expect("its end") + "</w:tbl>".len();
            let picture = format!("<w:p><w:r>{drawing}</w:r></w:p>");
            format!("{}{picture}{}", &markup[..start], &markup[end..])
        });
        let before = markup(&folder);
        let found = checked(&folder);
        assert!(found.codes().contains(&"T012".to_owned()), "{}", found.out);
        assert!(!found.codes().contains(&"S009".to_owned()), "{}", found.out);
        mended(&folder);
        assert_eq!(markup(&folder), before, "{drawing}");
    }
}

#[test]
fn what_cannot_be_read_is_not_written_again_and_again() {
    // A field that begins and never ends hides all that follows.
    let begin = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>";
    let folder = changed(|markup| {
        let at = markup.find("<w:tbl>").expect("a table");
        format!("{}{begin}{}", &markup[..at], &markup[at..])
    });
    let before = markup(&folder);
    mended(&folder);
    assert_eq!(markup(&folder), before);
    // A mark that stands in no paragraph hides nothing.
    let folder = changed(|markup| {
        let mark = "</w:tc><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>";
        markup.replacen("</w:tc>", mark, 1)
    });
    assert_eq!(checked(&folder).status, 0, "{}", checked(&folder).out);
}

/// A document whose title stands in a text box twice, as word processors write it.
fn boxed(other: &str) -> Folder {
    changed(|markup| {
        let start = markup.find("<w:p>").expect("a paragraph");
        let end = markup.find("</w:p>").expect("its end") + "</w:p>".len();
        let title = markup[start..end].replace("2023年政府", "2022年政府");
        let other = other.replace("TITLE", &title);
        let content = |name: &str, title: &str| {
            format!("<{name}><w:txbxContent>{title}</w:txbxContent></{name}>")
        };
        let both = format!(
            "<w:p><w:r><mc:AlternateContent xmlns:mc=\
             \"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice>{}</mc:Choice>\
             <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            content("w:drawing", &title),
            content("w:textbox", &other)
        );
        format!("{}{both}{}", &markup[..start], &markup[end..])
    })
}

#[test]
fn a_text_box_is_mended_for_old_programs_too() {
    for other in ["TITLE", "<w:p><w:pPr/></w:p>TITLE"] {
        let folder = boxed(other);
        let before = markup(&folder);
        assert_eq!(before.matches("2022年政府").count(), 2);
        assert_eq!(checked(&folder).codes(), ["P003"], "{}", checked(&folder).out);
        assert_eq!(mended(&folder).status, 0);
        assert_eq!(markup(&folder), before.replace("2022年政府", "2023年政府"));
    }
    // The text for old programs says something else.
    let folder = boxed("<w:p><w:r><w:t>报告</w:t></w:r></w:p>");
    let before = markup(&folder);
    assert_eq!(mended(&folder).codes(), ["P003"]);
    assert_eq!(markup(&folder), before);
}
