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
    let map = "1 beginbfrange <0000> <ffff> <0000> endbfrange";
    let stream = |dict: &str, content: &str| {
        format!("<<{dict}/Length {}>>stream\n{content}\nendstream", content.len())
    };
    let count = programs.len();
    let kids: String = (0..count).map(|index| format!("{} 0 R ", 7 + 2 * index)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[0 0 600 {HEIGHT}]>>"),
        format!("<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[4 0 R]{font}>>"),
        // Digits are half as wide as ideographs.
        "<</Type/Font/Subtype/CIDFontType2/DW 1000/W[32 126 500]>>".to_owned(),
        stream("", map),
        // A part that uses itself.
        stream("/Subtype/Form/Resources<</XObject<</Loop 6 0 R>>>>", "/Loop Do"),
    ];
    for (index, program) in programs.iter().enumerate() {
        let resources = "/Resources<</Font<</F 3 0 R>>/XObject<</Loop 6 0 R>>>>";
        let contents = 8 + 2 * index;
        objects
            .push(format!("<</Type/Page/Parent 2 0 R/Contents {contents} 0 R{resources}{page}>>"));
        objects.push(stream("", program));
    }
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

/// The programs of the pages with these lines. A line with tabs is a row of a table; its columns
/// are narrow, so labels stand in several lines, and numbers are cut.
pub fn pages(text: &str) -> Vec<String> {
    const LEFT: i32 = 20;
    const WIDTH: i32 = 36;
    /// Number of characters in a line of a cell.
    const CUT: usize = 3;
    let mut pages = vec![String::new()];
    let mut top = 40;
    for line in text.lines() {
        let cells: Vec<Vec<char>> = line.split('\t').map(|cell| cell.chars().collect()).collect();
        let is_row = cells.len() > 1;
        let most = cells.iter().map(|cell| cell.len().div_ceil(CUT)).max().unwrap_or(0);
        let height = if is_row { 12 * most.max(1) as i32 + 6 } else { 20 };
        if top + height > HEIGHT - 40 {
            pages.push(String::new());
            top = 40;
        }
        let Some(page) = pages.last_mut() else { break };
        if !is_row {
            *page += &show(line, LEFT, top + 12);
        } else {
            let width = WIDTH * cells.len() as i32;
            *page += &(rule(LEFT, top, width, 1) + &rule(LEFT, top + height, width, 1));
            *page += &rule(LEFT + width, top, 1, height);
            for (left, cell) in (LEFT..).step_by(WIDTH as usize).zip(&cells) {
                *page += &rule(left, top, 1, height);
                for (base, part) in (top + 12..).step_by(12).zip(cell.chunks(CUT)) {
                    *page += &show(&part.iter().collect::<String>(), left + 3, base);
                }
            }
        }
        top += height;
    }
    pages
}
