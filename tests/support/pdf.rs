//! Writes PDF.

use std::fmt::Write as _;

pub const HEIGHT: i32 = 800;
pub const SIZE: i32 = 10;

/// A file with a font whose codes are the characters, and a page for each program.
pub fn file(programs: &[String]) -> Vec<u8> {
    file_with(programs, "", "/ToUnicode 5 0 R", "")
}

/// `page` is added to each page, `font` to the font, and `trailer` to the trailer.
pub fn file_with(programs: &[String], page: &str, font: &str, trailer: &str) -> Vec<u8> {
    let font = format!("/Encoding/Identity-H{font}");
    // Digits are half as wide as ideographs.
    write(programs, page, &font, "/W[32 126 500]", trailer)
}

/// A file with a font of this encoding and these widths. The font is not kept in the file.
#[allow(dead_code)]
pub fn file_with_encoding(programs: &[String], encoding: &str, widths: &str) -> Vec<u8> {
    write(programs, "", &format!("/Encoding/{encoding}"), widths, "")
}

fn write(programs: &[String], page: &str, font: &str, widths: &str, trailer: &str) -> Vec<u8> {
    let map = "1 beginbfrange <0000> <ffff> <0000> endbfrange";
    let stream = |dict: &str, content: &str| {
        format!("<<{dict}/Length {}>>stream\n{content}\nendstream", content.len())
    };
    let count = programs.len();
    let kids: String = (0..count).map(|index| format!("{} 0 R ", 7 + 2 * index)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[0 0 600 {HEIGHT}]>>"),
        format!("<</Type/Font/Subtype/Type0/DescendantFonts[4 0 R]{font}>>"),
        format!("<</Type/Font/Subtype/CIDFontType2/DW 1000{widths}>>"),
        stream("", map),
        // A part that uses itself.
        stream("/Subtype/Form/Resources<</XObject<</Loop 6 0 R>>>>", "/Loop Do"),
    ];
    for (index, program) in programs.iter().enumerate() {
        let parts = format!("<</Loop 6 0 R/Picture {} 0 R>>", 7 + 2 * count);
        let fonts = format!("<</F 3 0 R/U {} 0 R>>", 8 + 2 * count);
        let resources = format!("/Resources<</Font{fonts}/XObject{parts}>>");
        let contents = 8 + 2 * index;
        objects
            .push(format!("<</Type/Page/Parent 2 0 R/Contents {contents} 0 R{resources}{page}>>"));
        objects.push(stream("", program));
    }
    objects.push(stream("/Subtype/Image", ""));
    // A font whose codes are unknown.
    let unknown = "/Encoding/Identity-H/DescendantFonts[4 0 R]";
    objects.push(format!("<</Type/Font/Subtype/Type0{unknown}>>"));
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        _ = writeln!(table, "{:010} 00000 n ", out.len());
        _ = writeln!(out, "{number} 0 obj\n{object}\nendobj");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    _ = write!(
        out,
        "{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    );
    out.into_bytes()
}

/// Shows a text. The place is counted from the top left corner.
pub fn show(text: &str, left: i32, base: i32) -> String {
    let codes: String = text.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
    format!("BT /F {SIZE} Tf 1 0 0 1 {left} {} Tm <{codes}> Tj ET\n", HEIGHT - base)
}

/// Draws a line as a thin area.
pub fn rule(left: i32, top: i32, width: i32, height: i32) -> String {
    format!("{left} {} {} {} re f*\n", HEIGHT - top, width.max(1), -height.max(1))
}

const LEFT: i32 = 20;
/// The height of a line in a cell.
const LINE: i32 = 12;
/// The width of a column, and the number of characters in a line of a cell.
const WIDTH: i32 = 36;
const CUT: usize = 3;

/// The programs of the pages with these lines. A line with tabs is a row of a table; its columns
/// are narrow, so labels stand in several lines, and numbers are cut.
pub fn pages(text: &str) -> Vec<String> {
    let mut pages = vec![String::new()];
    let mut top = 40;
    for line in text.lines() {
        let cells = cells(line);
        let height = if cells.len() > 1 { LINE * most(&cells) + 6 } else { 20 };
        if top + height > HEIGHT - 40 {
            pages.push(String::new());
            top = 40;
        }
        let Some(page) = pages.last_mut() else { break };
        *page += &if cells.len() > 1 { row(&cells, top) } else { show(line, LEFT, top + 12) };
        top += height;
    }
    pages
}

/// Like [`pages`]. A row that does not fit on the page goes on on the next page, below `head`. The
/// first page begins at `top`.
#[allow(dead_code)]
pub fn cut_pages(text: &str, head: &str, mut top: i32) -> Vec<String> {
    let mut pages = vec![String::new()];
    for line in text.lines() {
        let mut cells = cells(line);
        let is_row = cells.len() > 1;
        loop {
            let height = if is_row { LINE * most(&cells) + 6 } else { 20 };
            let space = (HEIGHT - 40 - top).max(0);
            let Some(page) = pages.last_mut() else { return pages };
            if height <= space {
                *page += &if is_row { row(&cells, top) } else { show(line, LEFT, top + 12) };
                top += height;
                break;
            }
            let lines = (space - 6) / LINE;
            if is_row && lines > 0 {
                let most = lines as usize * CUT;
                let rest = cells.iter_mut().map(|cell| cell.split_off(cell.len().min(most)));
                let rest = rest.collect();
                *page += &row(&std::mem::replace(&mut cells, rest), top);
            }
            pages.push(show(head, LEFT, 32));
            top = 40;
        }
    }
    pages
}

fn cells(line: &str) -> Vec<Vec<char>> {
    line.split('\t').map(|cell| cell.chars().collect()).collect()
}

/// Number of lines in the fullest cell.
fn most(cells: &[Vec<char>]) -> i32 {
    cells.iter().map(|cell| cell.len().div_ceil(CUT)).max().unwrap_or(0).max(1) as i32
}

fn row(cells: &[Vec<char>], top: i32) -> String {
    let (width, height) = (WIDTH * cells.len() as i32, LINE * most(cells) + 6);
    let mut out = rule(LEFT, top, width, 1) + &rule(LEFT, top + height, width, 1);
    out += &rule(LEFT + width, top, 1, height);
    for (left, cell) in (LEFT..).step_by(WIDTH as usize).zip(cells) {
        out += &rule(left, top, 1, height);
        for (base, part) in (top + LINE..).step_by(LINE as usize).zip(cell.chunks(CUT)) {
            out += &show(&part.iter().collect::<String>(), left + 3, base);
        }
    }
    out
}
