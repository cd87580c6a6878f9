//! Reports for measurements.

use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;

/// A correct report of about 10 KB in this layout.
pub fn report(layout: Layout) -> String {
    let paragraph = "本年度，我局围绕中心工作，及时公开政策文件、工作动态和办事指南，全年公开信息29条，其中网站23条，公众号6条；公开内容经三级审核，做到先审查、后公开。";
    let fill = |bytes: usize| vec![paragraph; bytes / paragraph.len()].join("\n");
    let (first, fifth) = (fill(5200), fill(1100));
    let cell = |table: usize, row: usize, column: usize| {
        if table == 1 && (row == 0 || row == 2 || row == 23) && (column == 0 || column == 6) {
            "3"
        } else {
            "0"
        }
        .to_owned()
    };
    Skeleton {
        standard: Standard::official(),
        issuer: "云溪县园林局",
        year: 2023,
        layout,
        newline: "\n",
        sections: &[&first, "", "", "", &fifth, "本年度未收取信息处理费。"],
        cell: &cell,
    }
    .write()
}

/// A cell of a table pasted from Word.
fn cell(words: &str) -> String {
    const CELL: &str = "<td style='border:solid windowtext 1.0pt;border-left:none;padding:0cm 5.4pt 0cm 5.4pt;height:15.0pt'><p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'><span lang=EN-US style='font-size:10.0pt;font-family:宋体;mso-bidi-font-family:宋体;color:black;mso-font-kerning:0pt'>";
    const END: &str = "<o:p></o:p></span></p></td>";
    format!("{CELL}{}{END}", if words.is_empty() { "&nbsp;" } else { words })
}

/// The same report as a page pasted from Word, in one line of about 100 KB.
#[allow(dead_code, reason = "one of the two benches has no pages")]
pub fn page() -> String {
    let line = |line: &str| {
        format!(
            "<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:仿宋'>{line}</span></p>"
        )
    };
    let body = with_tables(&line, &cell);
    format!("<html><head><meta charset=utf-8></head><body lang=ZH-CN>{body}</body></html>")
}

/// The same report in Markdown, with the same tables of about 100 KB.
#[allow(dead_code, reason = "one of the two benches has no pages")]
pub fn text_with_tables() -> String {
    with_tables(&|line| format!("{line}\n"), &cell)
}

/// The lines and the cells of the report, each in its markup.
fn with_tables(line: &dyn Fn(&str) -> String, cell: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut in_table = false;
    for own in report(Layout::Tabs).lines() {
        let is_row = own.contains('\t');
        if is_row != in_table {
            out += if is_row { "<table>" } else { "</table>\n" };
            in_table = is_row;
        }
        out += &if is_row {
            format!("<tr>{}</tr>", own.split('\t').map(cell).collect::<String>())
        } else {
            line(own)
        };
    }
    out
}
