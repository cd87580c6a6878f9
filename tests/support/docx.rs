//! Writes reports as Word documents, in the ways of people and programs.

use super::merged::{Span, rows};
use super::{Oddities, write_cells};
use gouji::diagnostic::Edit;
use gouji::files::Package;
use gouji::source::{ElementKind, Reading, escape};
use gouji::standard::{Standard, TableForm};
use gouji::text::TextRange;
use proptest::prelude::*;
use std::fmt::Write;

const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT_WORDS: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_RELATIONS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The width of the text on a page, in twentieths of a point.
const PAGE: usize = 9900;

/// How a document is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The numbers of headings and of labels come from lists.
    pub is_numbered: bool,
    /// Words and numbers in several runs, with tracked changes between them.
    pub is_pieced: bool,
    /// The tables stand in a table for the layout of the page.
    pub is_nested: bool,
    /// The title stands in a text box.
    pub is_boxed: bool,
    /// The names of the strict form of the format.
    pub is_strict: bool,
}

pub fn look() -> impl Strategy<Value = Look> {
    any::<[bool; 5]>().prop_map(|[is_numbered, is_pieced, is_nested, is_boxed, is_strict]| Look {
        is_numbered,
        is_pieced,
        is_nested,
        is_boxed,
        is_strict,
    })
}

/// The report of [`write_cells`] as a document. The same lines stand in both.
pub fn write(year: i32, look: Look, cell: &dyn Fn(usize, usize, usize) -> String) -> Vec<u8> {
    let form = Standard::official().form(year);
    let lines = write_cells(year, super::MANNERS[1], Oddities::default(), cell);
    let mut lines = lines.lines().filter(|line| !line.is_empty() && !line.contains('\t'));
    let heading = |line: &str| {
        form.sections.iter().position(|section| {
            line.strip_prefix(&section.numeral).is_some_and(|rest| rest.starts_with('、'))
        })
    };
    let mut body = String::new();
    let title = lines.next().unwrap_or_default();
    body += &if look.is_boxed { text_box(&look.paragraph(title)) } else { look.paragraph(title) };
    for line in lines {
        let Some(section) = heading(line) else {
            body += &look.paragraph(line);
            continue;
        };
        body += &look.listed(line, "<w:pStyle w:val=\"1\"/>", "");
        if let Some(table) = form.table_of_section(section as u8 + 1) {
            let inner = look.table(&form.tables[table], &|row, column| cell(table, row, column));
            body += &if look.is_nested { nested(&inner) } else { inner };
            body += "<w:p/>";
        }
    }
    document(&body, look.is_strict)
}

impl Look {
    fn runs(self, text: &str, properties: &str) -> String {
        let run = |text: &str| {
            format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
        };
        let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        if !self.is_pieced || half == 0 {
            return run(text);
        }
        let change = "w:author=\"甲\" w:date=\"2024-01-02T00:00:00Z\"";
        format!(
            "{}<w:proofErr w:type=\"spellStart\"/><w:del w:id=\"1\" {change}><w:r>{properties}\
             <w:delText>8</w:delText></w:r></w:del><w:ins w:id=\"2\" {change}>{}</w:ins>",
            run(&text[..half]),
            run(&text[half..])
        )
    }

    fn paragraph(self, text: &str) -> String {
        format!("<w:p>{}</w:p>", self.runs(text, ""))
    }

    /// A paragraph whose number may come from a list.
    fn listed(self, text: &str, properties: &str, otherwise: &str) -> String {
        match self.numbered(text).filter(|_| self.is_numbered) {
            Some((level, words)) => {
                let list = format!(
                    "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{}\"/></w:numPr>",
                    if properties.is_empty() { 2 } else { 1 }
                );
                let list = if properties.is_empty() { &list } else { properties };
                format!("<w:p><w:pPr>{list}</w:pPr>{}</w:p>", self.runs(words, ""))
            }
            None => format!("<w:p>{otherwise}{}</w:p>", self.runs(text, "")),
        }
    }

    /// The level of the number at the start of a text, and the text behind it.
    fn numbered(self, text: &str) -> Option<(u8, &str)> {
        let numerals = |c: char| "一二三四五六七八九十".contains(c);
        if let Some(rest) = text.strip_prefix('（') {
            let rest = rest.trim_start_matches(numerals).strip_prefix('）');
            return rest.filter(|rest| rest.len() + 9 == text.len()).map(|rest| (1, rest));
        }
        let rest = text.trim_start_matches(numerals).strip_prefix('、');
        let digits = || text.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('.');
        let is_short = |rest: &&str| rest.len() + 6 >= text.len();
        rest.filter(is_short).map(|rest| (0, rest)).or_else(|| Some((2, digits()?)))
    }

    fn table(self, table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> String {
        let rows = rows(table, cell);
        let width =
            rows.iter().map(|row| row.iter().map(|cell| cell.columns).sum()).max().unwrap_or(0);
        let mut out =
            "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>".to_owned();
        let twips = PAGE / width.max(1);
        out += &format!("<w:gridCol w:w=\"{twips}\"/>").repeat(width);
        out += "</w:tblGrid>";
        // For each column that a merged cell above covers, the rows left and the width.
        let mut covered: Vec<(usize, usize)> = vec![(0, 1); width];
        for row in &rows {
            out += "<w:tr>";
            let (mut column, mut cells) = (0, row.iter());
            while column < width {
                if covered[column].0 > 0 {
                    covered[column].0 -= 1;
                    let columns = covered[column].1;
                    out += &format!(
                        "<w:tc>{}<w:p/></w:tc>",
                        properties(columns, twips, "<w:vMerge/>")
                    );
                    column += columns;
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                let merge = if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                _ = write!(
                    out,
                    "<w:tc>{}{}</w:tc>",
                    properties(cell.columns, twips, merge),
                    self.cell(cell)
                );
                covered[column] = (cell.rows - 1, cell.columns);
                column += cell.columns;
            }
            out += "</w:tr>";
        }
        out + "</w:tbl>"
    }

    fn cell(self, cell: &Span) -> String {
        let mark = "<w:pPr><w:jc w:val=\"center\"/><w:rPr><w:sz w:val=\"20\"/></w:rPr></w:pPr>";
        if cell.text.is_empty() {
            format!("<w:p>{mark}</w:p>")
        } else if cell.is_value {
            format!(
                "<w:p>{mark}{}</w:p>",
                self.runs(&cell.text, "<w:rPr><w:sz w:val=\"20\"/></w:rPr>")
            )
        } else {
            self.listed(&cell.text, "", mark)
        }
    }
}

fn properties(columns: usize, twips: usize, merge: &str) -> String {
    let span =
        if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    format!("<w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{span}{merge}</w:tcPr>", columns * twips)
}

fn nested(inner: &str) -> String {
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"9000\"/></w:tblGrid>\
         <w:tr><w:tc><w:tcPr><w:tcW w:w=\"9000\" w:type=\"dxa\"/></w:tcPr>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )
}

fn text_box(paragraph: &str) -> String {
    format!(
        "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" style=\"width:400pt;height:60pt\">\
         <v:textbox><w:txbxContent>{paragraph}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
}

/// A document with this body.
pub fn document(body: &str, is_strict: bool) -> Vec<u8> {
    let level = |level: u8, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:suff w:val=\"nothing\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/></w:lvl>"
        )
    };
    let levels = [
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    ]
    .concat();
    let list = |id: u8| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>{levels}</w:abstractNum>"
        )
    };
    let number =
        |id: u8| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>");
    let numbering = [list(1), list(2), number(1), number(2)].concat();
    let styles = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"0\"><w:name w:val=\"Normal\"/></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"0\"/>\
                  <w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    let page = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
                <w:pgMar w:top=\"1000\" w:right=\"1000\" w:bottom=\"1000\" w:left=\"1000\" \
                w:header=\"500\" w:footer=\"500\" w:gutter=\"0\"/></w:sectPr>";
    let part = |name: &str, content: &str| {
        let names = if is_strict { STRICT_WORDS } else { WORDS };
        format!("{HEAD}<w:{name} xmlns:w=\"{names}\">{content}</w:{name}>")
    };
    let target = |id: u8, kind: &str, target: &str| {
        let kinds = if is_strict { STRICT_RELATIONS } else { RELATIONS };
        format!("<Relationship Id=\"rId{id}\" Type=\"{kinds}/{kind}\" Target=\"{target}\"/>")
    };
    let targets = |targets: &str| {
        format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{targets}</Relationships>")
    };
    let kind = |name: &str, kind: &str| {
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{TYPES}.{kind}+xml\"/>")
    };
    let kinds = [
        format!(
            "<Default Extension=\"rels\" ContentType=\"{}.relationships+xml\"/>",
            "application/vnd.openxmlformats-package"
        ),
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>".to_owned(),
        kind("document", "document.main"),
        kind("styles", "styles"),
        kind("numbering", "numbering"),
    ]
    .concat();
    package(&[
        (
            "[Content_Types].xml",
            &format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">{kinds}</Types>"),
        ),
        ("_rels/.rels", &targets(&target(1, "officeDocument", "word/document.xml"))),
        ("word/document.xml", &part("document", &format!("<w:body>{body}{page}</w:body>"))),
        (
            "word/_rels/document.xml.rels",
            &targets(
                &[target(1, "styles", "styles.xml"), target(2, "numbering", "numbering.xml")]
                    .concat(),
            ),
        ),
        ("word/styles.xml", &part("styles", styles)),
        ("word/numbering.xml", &part("numbering", &numbering)),
    ])
}

/// A zip archive with these entries.
pub fn package(entries: &[(&str, &str)]) -> Vec<u8> {
    let empty = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let entries: Vec<_> = entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let archive = Package::open(&empty).expect("an archive");
    archive.with(&entries).expect("an archive below 4 GiB")
}

/// A document with its main part changed.
pub fn changed(document: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    with_part(document, "word/document.xml", change)
}

/// A document with its lists changed.
pub fn numbered(document: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    with_part(document, "word/numbering.xml", change)
}

/// A document with a comment at the run that holds this text.
pub fn commented(document: &[u8], text: &str, comment: &str) -> Vec<u8> {
    let document = changed(document, |markup| {
        let at = markup.find(&format!(">{text}</w:t>")).expect("the text");
        let start = markup[..at].rfind("<w:r>").expect("its run");
        let end = at + markup[at..].find("</w:r>").expect("its end") + "</w:r>".len();
        format!(
            "{}<w:commentRangeStart w:id=\"7\"/>{}<w:commentRangeEnd w:id=\"7\"/>\
             <w:r><w:commentReference w:id=\"7\"/></w:r>{}",
            &markup[..start],
            &markup[start..end],
            &markup[end..]
        )
    });
    let target = format!(
        "<Relationship Id=\"rId7\" Type=\"{RELATIONS}/comments\" Target=\"comments.xml\"/>\
         </Relationships>"
    );
    let document = with_part(&document, "word/_rels/document.xml.rels", |targets| {
        targets.replace("</Relationships>", &target)
    });
    let kind = format!(
        "<Override PartName=\"/word/comments.xml\" ContentType=\"{TYPES}.comments+xml\"/></Types>"
    );
    let document =
        with_part(&document, "[Content_Types].xml", |kinds| kinds.replace("</Types>", &kind));
    let comments = format!(
        "{HEAD}<w:comments xmlns:w=\"{WORDS}\"><w:comment w:id=\"7\" w:author=\"乙\"><w:p><w:r>\
         <w:t>{}</w:t></w:r></w:p></w:comment></w:comments>",
        escape(comment)
    );
    let package = Package::open(&document).expect("an archive");
    package.with(&[("word/comments.xml", comments.as_bytes())]).expect("writable")
}

fn with_part(document: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut package = Package::open(document).expect("an archive");
    let markup = String::from_utf8(package.read(name).expect("readable").expect("the part"));
    let markup = change(&markup.expect("UTF-8"));
    package.replaced(name, markup.as_bytes()).expect("writable")
}

/// The document without some of its rows, paragraphs and tables, each named by its kind and its
/// place among them.
pub fn without(document: &[u8], parts: &[(ElementKind, usize)]) -> Vec<u8> {
    let reading = Reading::of(document, None).expect("a document");
    let elements = reading.projection().expect("a projection").elements();
    let of_part = |(kind, index): &(ElementKind, usize)| {
        let own: Vec<TextRange> =
            elements.iter().filter(|one| one.kind == *kind).map(|one| one.source).collect();
        own.get(index % own.len().max(1)).copied()
    };
    let mut gone: Vec<TextRange> = parts.iter().filter_map(of_part).collect();
    gone.sort();
    let mut edits: Vec<Edit> = Vec::new();
    for range in gone {
        if edits.last().is_none_or(|last| last.range.end <= range.start) {
            edits.push(Edit { range, content: String::new() });
        }
    }
    reading.written(document, &edits).expect("a package")
}

/// The document without the first part of a kind that holds these words.
pub fn lacking(document: &[u8], kind: ElementKind, words: &str) -> Vec<u8> {
    let reading = Reading::of(document, None).expect("a document");
    let projection = reading.projection().expect("a projection");
    let elements = projection.elements().iter().filter(|element| element.kind == kind);
    let index = elements
        .map(|element| element.text.of(projection.text()))
        .position(|text| text.contains(words))
        .expect("the words");
    without(document, &[(kind, index)])
}
