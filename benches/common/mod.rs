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
