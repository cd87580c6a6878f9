//! A whole report as a Word document, in the look of the official form (国办公开办函〔2021〕30号).

use super::{Grid, GridCell, GridContent, Skeleton};
use crate::files::{Package, PackageError};
use crate::source::escape;
use crate::standard::TableForm;
use std::fmt::Write;

const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The width of the tables of the form, in twentieths of a point.
const WIDTH: usize = 9740;
/// The widths of the three columns with the labels of table three.
const LABELS: [usize; 3] = [754, 921, 3271];
/// The color behind the captions of table two.
const CAPTION: &str = "C6D9F1";
/// The least height of a row, in twentieths of a point.
const HEIGHT: usize = 340;
/// Sizes of letters, in half points.
const TITLE_SIZE: u8 = 36;
const TEXT_SIZE: u8 = 24;
const TABLE_SIZE: u8 = 20;

/// The look of a paragraph.
#[derive(Clone, Copy)]
struct Look {
    align: &'static str,
    is_bold: bool,
    size: u8,
    /// The indent of the first line, in twentieths of a point.
    indent: u16,
}

const TITLE: Look = Look { align: "center", is_bold: true, size: TITLE_SIZE, indent: 0 };
const HEADING: Look = Look { align: "both", is_bold: true, size: TEXT_SIZE, indent: 480 };
const TEXT: Look = Look { is_bold: false, ..HEADING };
const LABEL: Look = Look { align: "left", is_bold: false, size: TABLE_SIZE, indent: 0 };
const CELL: Look = Look { align: "center", ..LABEL };

impl Skeleton<'_> {
    /// The report as a Word document: title, statement of the period, the six sections. The layout
    /// and the line ends do not matter.
    ///
    /// # Errors
    /// If the document would exceed 4 GiB.
    pub fn write_word(&self) -> Result<Vec<u8>, PackageError> {
        let empty = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        let types = format!(
            "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default \
             Extension=\"xml\" ContentType=\"application/xml\"/><Override \
             PartName=\"/word/document.xml\" ContentType=\"{TYPES}.document.main+xml\"/><Override \
             PartName=\"/word/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/></Types>"
        );
        let relation = |kind: &str, target: &str| {
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/></Relationships>"
            )
        };
        let styles = format!(
            "{HEAD}<w:styles xmlns:w=\"{WORDS}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts \
             w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"宋体\" \
             w:cs=\"Times New Roman\"/><w:sz w:val=\"{TEXT_SIZE}\"/><w:szCs w:val=\"{TEXT_SIZE}\"/>\
             <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
             <w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" \
             w:styleId=\"1\"><w:name w:val=\"Normal\"/></w:style></w:styles>"
        );
        let parts = [
            ("[Content_Types].xml", types),
            ("_rels/.rels", relation("officeDocument", "word/document.xml")),
            ("word/document.xml", self.markup()),
            ("word/_rels/document.xml.rels", relation("styles", "styles.xml")),
            ("word/styles.xml", styles),
        ];
        let parts: Vec<_> = parts.iter().map(|(name, part)| (*name, part.as_bytes())).collect();
        Package::open(&empty)?.with(&parts)
    }

    fn markup(&self) -> String {
        let form = self.standard.form(self.year);
        let mut body = paragraph(&self.title(), TITLE);
        body += &paragraph("", TEXT);
        body += &paragraph(&self.period(), TEXT);
        for (number, section) in (1..).zip(&form.sections) {
            let heading = format!("{}、{}", section.numeral, section.title.text);
            body += &paragraph(&heading, HEADING);
            for line in self.section(number).lines().filter(|line| !line.trim().is_empty()) {
                body += &paragraph(line, TEXT);
            }
            if let Some(index) = form.table_of_section(number) {
                body += &table(&form.tables[index], &|row, column| (self.cell)(index, row, column));
            }
        }
        format!(
            "{HEAD}<w:document xmlns:w=\"{WORDS}\"><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" \
             w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1800\" w:bottom=\"1440\" \
             w:left=\"1800\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body>\
             </w:document>"
        )
    }
}

fn paragraph(text: &str, look: Look) -> String {
    let Look { align, is_bold, size, indent } = look;
    let indent = match indent {
        0 => String::new(),
        indent => format!("<w:ind w:firstLine=\"{indent}\"/>"),
    };
    let bold = if is_bold { "<w:b/><w:bCs/>" } else { "" };
    let run = match text {
        "" => String::new(),
        text => format!(
            "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"宋体\" w:hAnsi=\"宋体\" \
             w:eastAsia=\"宋体\" w:cs=\"宋体\"/>{bold}<w:sz w:val=\"{size}\"/><w:szCs \
             w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escape(text)
        ),
    };
    format!("<w:p><w:pPr>{indent}<w:jc w:val=\"{align}\"/></w:pPr>{run}</w:p>")
}

fn table(form: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> String {
    let grid = Grid::of(form);
    let widths = widths(&grid);
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblBorders>"
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/>");
    }
    out += "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"57\" \
            w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>";
    for width in &widths {
        _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out += "</w:tblGrid>";
    // Cells that go on below: their first column, their width, and the rows that are left.
    let mut open: Vec<(GridCell, usize)> = Vec::new();
    for row in &grid.rows {
        _ = write!(
            out,
            "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{HEIGHT}\" w:hRule=\"atLeast\"/>\
             <w:jc w:val=\"center\"/></w:trPr>"
        );
        let continued = std::mem::take(&mut open);
        let mut cells: Vec<(GridCell, usize, bool)> =
            continued.into_iter().map(|(cell, left)| (cell, left, true)).collect();
        cells.extend(row.iter().map(|cell| (*cell, cell.down, false)));
        cells.sort_by_key(|(cell, ..)| cell.left);
        for (form_cell, left, goes_on) in cells {
            let text = match form_cell.content {
                _ if goes_on => String::new(),
                GridContent::Value(at) => cell(at.row, at.column),
                content => content.words().unwrap_or_default().to_owned(),
            };
            out += &table_cell(&form_cell, &text, goes_on, &grid, &widths);
            if left > 1 {
                open.push((form_cell, left - 1));
            }
        }
        out += "</w:tr>";
    }
    out + "</w:tbl>"
}

fn table_cell(cell: &GridCell, text: &str, goes_on: bool, grid: &Grid, widths: &[usize]) -> String {
    let width: usize = widths[cell.left..cell.left + cell.across].iter().sum();
    let span = match cell.across {
        1 => String::new(),
        across => format!("<w:gridSpan w:val=\"{across}\"/>"),
    };
    let merge = match (goes_on, cell.down) {
        (true, _) => "<w:vMerge/>",
        (false, 1) => "",
        (false, _) => "<w:vMerge w:val=\"restart\"/>",
    };
    let is_caption = cell.across == grid.width;
    let shade = match is_caption {
        true => format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{CAPTION}\"/>"),
        false => String::new(),
    };
    // Words over all columns with labels are the corner. Labels of table three stand to the left.
    let is_corner = cell.left == 0 && cell.across == grid.labels && grid.labels > 1;
    let is_label = matches!(cell.content, GridContent::Row { .. }) && grid.labels > 1;
    let look = if is_caption || is_corner || is_label { LABEL } else { CELL };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}{shade}<w:vAlign \
         w:val=\"center\"/></w:tcPr>{}</w:tc>",
        paragraph(text, look)
    )
}

/// The widths of the columns, together [`WIDTH`].
fn widths(grid: &Grid) -> Vec<usize> {
    let labels = if grid.labels == LABELS.len() { LABELS.as_slice() } else { &[] };
    let (left, count) = (WIDTH - labels.iter().sum::<usize>(), grid.width - labels.len());
    // The last columns take what a division leaves.
    let others = (0..count).map(|at| left * (at + 1) / count - left * at / count);
    labels.iter().copied().chain(others).collect()
}
