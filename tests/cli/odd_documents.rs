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

/// A document with a wrong total: 4 in place of 3.
fn wrong(change: impl Fn(&str) -> String) -> Folder {
    let cell = |table, row, column| match (table, row, column) {
        (1, 0, 6) => "4",
        (1, 0 | 2 | 23, 0 | 6) => "3",
        _ => "0",
    };
    let document = docx::write(2023, Look::default(), &|table, row, column| {
        cell(table, row, column).to_owned()
    });
    let folder = Folder::new(&[]);
    folder.write("2023.docx", docx::changed(&document, change));
    folder
}

#[test]
fn attributes_of_changes_have_a_prefix() {
    let words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let folder = wrong(|markup| {
        let markup = markup.replace("<w:", "<").replace("</w:", "</");
        markup.replacen("<document ", &format!("<document xmlns=\"{words}\" "), 1)
    });
    assert_eq!(folder.run(&["check", "--fix", "--track", "2023.docx"]).status, 0);
    let markup = markup(&folder);
    for start in ["<del w:id=", "<ins w:id=", "<commentRangeStart w:id=", "<commentReference w:id="]
    {
        assert_eq!(markup.matches(start).count(), 1, "{start}");
    }
    assert!(!markup.contains(" id=") && !markup.contains(" author="), "{markup}");
}

#[test]
fn no_two_changes_have_one_id() {
    let folder = wrong(|markup| {
        let at = markup.find(">4</w:t>").expect("the total");
        let start = markup[..at].rfind("<w:r>").expect("its run");
        let end = at + markup[at..].find("</w:r>").expect("its end") + "</w:r>".len();
        let run = &markup[start..end];
        let by = "w:author=\"甲\" w:id=\"7\" w:date=\"2024-01-02T00:00:00Z\"";
        format!("{}<w:ins {by}>{run}</w:ins>{}", &markup[..start], &markup[end..])
    });
    assert_eq!(folder.run(&["check", "--fix", "--track", "2023.docx"]).status, 0);
    let markup = markup(&folder);
    let tags = ["<w:ins ", "<w:del "].into_iter().flat_map(|tag| markup.match_indices(tag));
    let ids = tags.map(|(at, _)| {
        let tag = &markup[at..];
        let id = tag.find("w:id=\"").expect("an id") + "w:id=\"".len();
        &tag[id..id + tag[id..].find('"').expect("its end")]
    });
    let mut ids: Vec<&str> = ids.collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(count >= 3 && ids.len() == count, "{markup}");
    assert!(markup.contains("<w:ins w:author=\"甲\" w:id=\"7\" "), "{markup}");
}

#[test]
fn a_part_in_utf16_and_unescaped_text_are_mended() {
    let unescaped = wrong(|markup| {
        markup.replace("xml:space=\"preserve\">", "><![CDATA[").replace("</w:t>", "]]></w:t>")
    });
    assert!(markup(&unescaped).contains("<![CDATA[4]]>"));
    let folder = wrong(str::to_owned);
    let document = fs::read(folder.join("2023.docx")).unwrap();
    let text = markup(&folder).replacen("UTF-8", "UTF-16", 1);
    let bytes: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let document = Package::open(&document).unwrap().replaced("word/document.xml", &bytes);
    folder.write("2023.docx", document.unwrap());
    for folder in [folder, unescaped] {
        assert_eq!(checked(&folder).codes()[0], "A001");
        assert_eq!(folder.run(&["check", "--fix", "2023.docx"]).status, 0);
        assert_eq!(checked(&folder).status, 0);
        let markup = markup(&folder);
        assert!(markup.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\""), "{markup}");
        assert!(!markup.contains(">4</w:t>") && markup.contains(">3</w:t>"), "{markup}");
    }
}

#[test]
fn a_document_that_embeds_its_text_is_not_read() {
    let folder = changed(|markup| markup.replace("<w:sectPr>", "<w:altChunk/><w:sectPr>"));
    let output = folder.run(&["check", "--lang", "en", "2023.docx"]);
    assert_eq!(output.status, 2);
    assert!(output.err.contains("save it as .docx anew"), "{}", output.err);
    let output = folder.run(&["check", "--lang", "zh", "2023.docx"]);
    assert!(output.err.contains("另存为 .docx"), "{}", output.err);
}
