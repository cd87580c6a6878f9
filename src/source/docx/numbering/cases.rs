//! Tests of the numbers of lists.

use crate::source::Refused;
use crate::source::docx::cases::with_parts;
use crate::text::TextRange;

/// Levels 一、（一）1. with nothing behind the number, and two lists with them.
const LISTS: &str = "<w:abstractNum w:abstractNumId=\"3\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"japaneseCounting\"/><w:pStyle w:val=\"sub\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"3\"/><w:lvlText w:val=\"%3.\"/></w:lvl>\
    <w:lvl w:ilvl=\"3\"><w:isLgl/><w:lvlText w:val=\"%1.%4\"/><w:lvlRestart w:val=\"0\"/></w:lvl>\
    <w:lvl w:ilvl=\"4\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{f0b7}\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"4\"><w:numStyleLink w:val=\"listed\"/></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"3\"/></w:num>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"3\"/>\
    <w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>\
    <w:lvlOverride w:ilvl=\"1\"><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"upperLetter\"/><w:lvlText w:val=\"%2)\"/></w:lvl></w:lvlOverride></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"4\"/></w:num>";
const STYLES: &str = "<w:style w:type=\"paragraph\" w:styleId=\"head\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"sub\"><w:basedOn w:val=\"head\"/></w:style>\
    <w:style w:type=\"numbering\" w:styleId=\"listed\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";

/// A paragraph in a level of a list.
fn item(list: u32, level: u32) -> String {
    let list = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    format!("<w:p><w:pPr>{list}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>")
}

fn of_style(style: &str, more: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>")
}

/// The numbers of paragraphs in order.
fn numbers(paragraphs: &[String]) -> String {
    let docx = with_parts(&paragraphs.concat(), STYLES, LISTS, "");
    let text = docx.project().unwrap().text().to_owned();
    text.lines().map(|line| line.strip_suffix('甲').unwrap()).collect::<Vec<_>>().join("|")
}

#[test]
fn levels_count_and_restart() {
    let items = |levels: &[u32]| levels.iter().map(|&level| item(1, level)).collect::<Vec<_>>();
    assert_eq!(numbers(&items(&[0, 0, 0])), "一、|二、|三、");
    assert_eq!(numbers(&items(&[0, 1, 1, 0, 1])), "一、|（一）|（二）|二、|（一）");
    assert_eq!(numbers(&items(&[1, 2, 2, 1, 2])), "（一）|3. |4. |（二）|3. ");
    // Digits in all levels, and a level that goes on behind a higher one.
    assert_eq!(numbers(&items(&[0, 3, 0, 3])), "一、|1.1 |二、|2.2 ");
    assert_eq!(numbers(&items(&[4, 0])), "|一、");
}

#[test]
fn lists_with_one_definition_count_together() {
    assert_eq!(numbers(&[item(1, 0), item(2, 0), item(2, 0), item(1, 0)]), "一、|五、|六、|七、");
    assert_eq!(numbers(&[item(2, 1), item(1, 1)]), "A) |（二）");
    assert_eq!(numbers(&[item(3, 0), item(1, 0)]), "一、|二、");
    // Lists that are not there.
    assert_eq!(numbers(&[item(9, 0), item(0, 0)]), "|");
}

#[test]
fn a_style_numbers_its_paragraphs() {
    let none = "<w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    let paragraphs =
        [of_style("head", ""), of_style("sub", ""), of_style("head", none), of_style("head", "")];
    assert_eq!(numbers(&paragraphs), "一、|（一）||二、");
}

#[test]
fn a_deleted_paragraph_does_not_count() {
    let deleted = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>\
                   <w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>";
    assert_eq!(numbers(&[item(1, 0), deleted.to_owned(), item(1, 0)]), "一、|二、");
    let row = format!(
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc><w:tc/></w:tr></w:tbl>",
        item(1, 0)
    );
    assert_eq!(numbers(&[item(1, 0), row, item(1, 0)]), "一、|二、");
}

#[test]
fn a_number_is_not_written_in_the_words() {
    let projection = with_parts(&item(1, 0), STYLES, LISTS, "").project().unwrap();
    assert_eq!(projection.text(), "一、甲\n");
    assert_eq!(projection.back(TextRange::new(0, "一".len()), "二"), Err(Refused::Made));
}
