use super::super::projection::{ElementKind, Origin, SourcePlace};
use super::*;
use crate::diagnostic::apply;
use crate::text::TextRange;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

mod shown;

/// The projected text, with `|` for a tab and `/` for a line end.
fn text(markup: &str) -> String {
    project(markup).text().replace('\t', "|").replace('\n', "/")
}

#[track_caller]
fn assert_texts(cases: &[(&str, &str)]) {
    for (markup, expected) in cases {
        assert_eq!(text(markup), *expected, "{markup}");
    }
}

/// A row with a label and a cell. A table with one cell in each row lays out a page.
fn cell(content: &str) -> String {
    format!("<table><tr><td>甲<td>{content}</td></tr></table>")
}

#[test]
fn blocks_are_lines() {
    assert_texts(&[
        ("<p>一、总体情况</p><p>二、其他</p>", "一、总体情况/二、其他/"),
        ("<P>一<P>二<DIV>三<ul><li>四<LI>五</UL>六", "一/二/三/四/五/六/"),
        ("<p>一<br>二<br/>三<br><br></p>", "一/二/三/"),
        ("<h1>题</h1>导航<a>甲</a> <a>乙</a>", "题/导航甲 乙/"),
        ("<p><span>20</span><font>23</font>年</p>", "2023年/"),
        ("<p>　　一、\n   总体 情况&nbsp;&nbsp;</p>", "一、 总体 情况/"),
        ("<p></p><p>&nbsp;</p><p>　<o:p></o:p></p>", ""),
        ("<pre>\n一  二\n三</pre>四", "一  二/三/四/"),
        ("三<4年&amp;五&hellip;&#x4e00;&#19968;&unknown;&", "三<4年&五…一一&unknown;&/"),
        ("甲<![if !x]>乙<![endif]><?x y?>丙", "甲乙丙/"),
        ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</t", "甲|乙/丙|丁/"),
        ("<table><tr><td>甲<td>乙<tr><td>丙<td><p>", "甲|乙/丙/"),
        ("<ruby>总<rp>(<rt>zǒng<rp>)<rb>体<rt>tǐ</ruby>情况", "总体情况/"),
        ("<ruby>总<rt>zǒng</rt>体</ruby>情况", "总体情况/"),
        ("", ""),
    ]);
}

#[test]
fn what_a_browser_does_not_show_is_not_text() {
    assert_texts(&[
        ("<script>if (a<b) '<p>年</p>'</script><style>p{}</style>甲", "甲/"),
        ("<template><p>年</p></template><noscript><p>年</noscript>甲<!-- 年 -->", "甲/"),
        ("<p hidden>年</p><div style='color:red;Display : NONE'><div>年</div>年</div>甲", "甲/"),
        ("<p>甲<span hidden>年</p>乙<p hidden>年<p>丙", "甲/乙/丙/"),
        ("<p style='display:block'>甲<input hidden value=年>乙<br hidden>丙</p>", "甲乙丙/"),
        ("<textarea>年</textarea><iframe>年</iframe><svg><title>年</title></svg>甲", "甲/"),
        ("<del>年</del><ins>月</ins><s>年</s><strike><p>年</p></strike>日", "月/日/"),
        ("<p>甲</>乙</>&lt;</><一</></p>", "甲乙<<一/"),
    ]);
}

#[test]
fn rows_are_lines_with_tabs() {
    assert_texts(&[
        ("甲<table><tr><td>一</td><td>2</td></tr><tr><td>3</table>乙", "甲/一|2/3/乙/"),
        ("<TABLE><TR><TD>一<TD>2<TR><TH>三<TD>4</TABLE>", "一|2/三|4/"),
        ("<table><td>一<td>2<tbody><td>3</table>", "一|2/3/"),
        (&cell("<p>一</p>\n<p> 二</p><p></p>"), "甲|一 二/"),
        (&cell("一<br>二<br><br>三"), "甲|一 二 三/"),
        (&cell(" <p>&nbsp;</p> "), "甲|/"),
        ("<table><tr><td>\n 一 </td>\n<td></td> <td>3</td></tr></table>", "一||3/"),
        ("<table><caption>表</caption><tr><td>一</table>", "表/一/"),
        ("<table><tr hidden><td>年<tr><td hidden>年<td>一</table>", "一/"),
        ("<table hidden><tr><td>年</table>一", "一/"),
        ("<table><tr><td>一<tr></tr><tr><td>二<table></table>三", "一/二/三/"),
    ]);
}

#[test]
fn a_table_that_holds_a_table_lays_out_the_page() {
    assert_texts(&[
        (
            "<table><tr><td>导航<td><p>一<br>二<p>三<table><tr><td>4<td>5</table><p>六</table>七",
            "导航/一/二/三/4|5/六/七/",
        ),
        ("<table><tr><td><table><tr><td>1<td>2</table><td>3<td>4</table>", "1|2/3/4/"),
        // A table that begins between cells ends the table above.
        ("<table><tr><td>1</td><td>2</td></tr><table><tr><td>3<td>4</table>", "1|2/3|4/"),
    ]);
    let projection = project("<table><tr><td><p>一</p><table><tr><td>1<td>2</table></table>");
    let kinds: Vec<_> =
        projection.elements().iter().map(|element| (element.kind, element.number)).collect();
    let expected = [
        (ElementKind::Paragraph, 1),
        (ElementKind::Table, 1),
        (ElementKind::Row, 1),
        (ElementKind::Cell, 1),
        (ElementKind::Cell, 2),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_table_with_an_article_lays_out_the_page() {
    let long = "字".repeat(1000);
    assert_texts(&[
        ("<table><tr><td>一</td></tr><tr><td><p>二</p><p>三</p></td></tr></table>", "一/二/三/"),
        (&format!("<table><td>导航<td><p>一</p>{long}</table>"), &format!("导航/一/{long}/")),
        (&format!("<table><td>一<td>{long}</table>"), &format!("一|{long}/")),
    ]);
}

#[test]
fn a_note_is_no_part_of_a_number() {
    assert_texts(&[
        (&cell("3<sup>12</sup>"), "甲|3¹²/"),
        (&cell("3<sup>注1</sup>4"), "甲|3注¹4/"),
        (&cell("3<sub>0</sub>"), "甲|3₀/"),
        (&cell("<del>3</del>5"), "甲|5/"),
        (&cell("<s>3"), "甲|/"),
        ("<table><tr><td>3<sup>1<td>4</table>", "3¹|4/"),
    ]);
}

const COMMENT: &str = "<!-- gouji-ignore A001: 已核对 -->";

#[test]
fn comments_that_ignore_a_rule_stay() {
    let with = |markup: &str| text(&markup.replace('@', COMMENT)).replace(COMMENT, "@");
    for (markup, expected) in [
        ("@<p>一</p>", "@/一/"),
        ("<p>一@</p><!-- 年 -->", "一@/"),
        ("<table><tr><td>一@</td><td>2</td></tr></table>", "一@|2/"),
        ("<table>@<tr><td>一</td>@<td>2</td></tr>@<tr>@<td>三</table>", "@一@|2/@@三/"),
        ("<table><tr><td>一</tr>@</table>", "一/@/"),
        ("<div hidden>@</div><script>@</script>", ""),
    ] {
        assert_eq!(with(markup), expected, "{markup}");
    }
    // The tab stands behind the comment, in the page too.
    let markup = format!("<table><tr><td>一</td>{COMMENT} <td>2</td></tr></table>");
    let tab = project(&markup).source(TextRange::at("一".len() + COMMENT.len()));
    assert_eq!(markup[tab.start..], *" <td>2</td></tr></table>");
    let broken = COMMENT.replace(' ', "\n");
    assert_eq!(text(&cell(&format!("一{broken}"))), "甲|一/");
    assert_eq!(project(&broken).text(), format!("{broken}\n"));
    // A comment holds no tags, so no sign in it is written as a reference.
    let broken = "<!-- gouji-ignore A001:\n<一 -->";
    let at = TextRange::at(broken.find('一').unwrap());
    let edits = project(broken).back(at, "二").unwrap();
    assert_eq!(apply(broken, &edits), broken.replace('一', "二一"));
}

#[test]
fn the_title_of_the_page_counts_only_alone() {
    const TITLE: &str = "云溪县园林局2023年政府信息公开工作年度报告";
    let page = |title: &str, body: &str| {
        project(&format!("<html><head><title>{title}</title></head><body>{body}</body></html>"))
            .text()
            .replace(TITLE, "题")
            .replace('\n', "/")
    };
    assert_eq!(page(TITLE, "<p>一"), "题/一/");
    assert_eq!(page(&format!("{TITLE}_云溪县"), "<p>一"), "题_云溪县/一/");
    assert_eq!(page(TITLE, &format!("<h1>{TITLE}</h1><p>一")), "题/一/");
    assert_eq!(page(&format!("{TITLE}_云溪县"), &format!("<p>{TITLE}<p>一")), "题/一/");
    let parted = "云溪县园林局2023年<br>政府信息公开工作年度报告";
    assert_eq!(page(TITLE, parted), "云溪县园林局2023年/政府信息公开工作年度报告/");
    assert_eq!(page("云溪县人民政府网", "<p>一"), "一/");
    assert_eq!(page("", "<p>一"), "一/");
    // The page of a report whose own title is written otherwise.
    let other = "云溪县园林局2023年政府信息公开年报";
    assert_eq!(page(TITLE, other), format!("{other}/"));
}

#[test]
fn elements_have_their_place() {
    let markup = "<p>一</p><p>二<br>三<table>\
        <tr><td rowspan=2>甲</td><td colspan=2>1</td><td>2</td></tr>\
        <tr><td>3</td><td>4</td><td rowspan=0>5</td></tr>\
        <tr><td>6</td><td>7</td><td>8</td></tr></table>四";
    let projection = project(markup);
    let of = |words: &str| {
        let start = projection.text().find(words).unwrap();
        projection.place(TextRange::new(start, start + words.len()))
    };
    let cell = |row, column| SourcePlace {
        table: Some(1),
        row: Some(row),
        column: Some(column),
        ..SourcePlace::default()
    };
    for (words, row, column) in [
        ("甲", 1, 1),
        ("1", 1, 2),
        ("2", 1, 4),
        ("3", 2, 2),
        ("4", 2, 3),
        ("5", 2, 4),
        ("6", 3, 1),
        ("7", 3, 2),
        ("8", 3, 3),
    ] {
        assert_eq!(of(words), cell(row, column), "{words}");
    }
    for (words, number) in [("一", 1), ("二", 2), ("三", 3), ("四", 4)] {
        assert_eq!(of(words).paragraph, Some(number));
    }
    let sources: Vec<&str> =
        projection.elements().iter().map(|element| element.source.of(markup)).collect();
    for source in [
        "<p>一</p>",
        "<p>二",
        "三",
        "<td colspan=2>1</td>",
        "<tr><td>6</td><td>7</td><td>8</td></tr>",
    ] {
        assert!(sources.contains(&source), "{source} {sources:?}");
    }
}

#[test]
fn a_blank_cell_takes_text() {
    for (content, filled) in [
        ("", "0"),
        (" ", "0"),
        ("&nbsp;", "0"),
        ("　　", "0"),
        ("\n <p><span> &nbsp;</span></p>\n", "\n <p><span>0</span></p>\n"),
        ("<p><span><o:p>&nbsp;</o:p></span></p>", "<p><span><o:p>0</o:p></span></p>"),
        ("<p><span><o:p></o:p></span></p>", "<p><span>0<o:p></o:p></span></p>"),
        ("<p></p><p></p>", "<p>0</p><p></p>"),
        ("<s>1</s>", "0<s>1</s>"),
    ] {
        let markup = cell(content);
        let projection = project(&markup);
        assert_eq!(projection.text(), "甲\t\n", "{content}");
        let edits = projection.back(TextRange::at("甲\t".len()), "0").unwrap();
        assert_eq!(apply(&markup, &edits), cell(filled), "{content}");
    }
}

#[test]
fn a_reference_without_a_semicolon_takes_no_words() {
    for (content, old, new, mended) in [
        ("&#x4e0", "", "0", "&#x4e0;0"),
        ("&#x4e0\u{200b}0", "\u{200b}", "", "&#x4e0;0"),
        ("1 &#160\u{200b}0", "\u{200b}", "", "1 &#160;0"),
        // Spaces at the start of a cell are no text.
        ("&nbsp\u{200b};乙", "\u{200b}", "", "&nbsp;;乙"),
        ("<p>&#32乙丙", "乙", "0", "<p>&#32;0丙"),
        ("&#32a\u{200b}1", "\u{200b}", "", "&#32;a1"),
        ("&#32&lt1", "<", "0", "&#32;01"),
        // A word, not a reference.
        ("&o&lt;1", "<", "0", "&amp;o01"),
        ("&notit;", "t", "n", "&not;in;"),
        ("&not;it;", "t", "n", "&not;in;"),
        ("&not<b>it;", "t", "n", "&not<b>in;"),
    ] {
        let markup = cell(content);
        let projection = project(&markup);
        let text = projection.text();
        let at = if old.is_empty() { text.len() - "\n".len() } else { text.find(old).unwrap() };
        let edits = projection.back(TextRange::new(at, at + old.len()), new).unwrap();
        assert_eq!(apply(&markup, &edits), cell(mended));
    }
}

#[test]
fn spans_have_bounds() {
    let wide = "<tr><td rowspan=99999999999 colspan=99999999999>1<td>2".repeat(3);
    let projection = project(&format!("<table>{wide}</table>"));
    assert_eq!(projection.text(), "1\t2\n".repeat(3));
    assert!(projection.elements().iter().all(|element| element.number <= 1001));
}

/// The rows and columns of the cells, with their texts.
fn places(rows: &str) -> String {
    let projection = project(&format!("<table>{rows}</table>"));
    let mut out = Vec::new();
    for element in projection.elements() {
        if element.kind == ElementKind::Cell {
            let row = projection.elements().get(element.parent.unwrap()).unwrap().number;
            let text = element.text.of(projection.text());
            out.push(format!("{row}.{} {text}", element.number));
        }
    }
    out.join(", ")
}

#[test]
fn cells_stand_where_the_standard_places_them() {
    for (rows, expected) in [
        ("<tr><td rowspan=2>1<td>2<tr><td>3", "1.1 1, 1.2 2, 2.2 3"),
        ("<tr><td colspan=+2>1<td>2", "1.1 1, 1.3 2"),
        // The first of two attributes counts.
        ("<tr><td colspan=2 colspan=3>1<td>2", "1.1 1, 1.3 2"),
        ("<tr><td rowspan=1 rowspan=2>1<td>2<tr><td>3", "1.1 1, 1.2 2, 2.1 3"),
        // A lower cell reaches into a column that a higher cell fills for longer.
        (
            "<tr><td>1<td rowspan=4>2<tr><td colspan=2 rowspan=2>3<tr><td>4<tr><td>5<td>6",
            "1.1 1, 1.2 2, 2.1 3, 3.3 4, 4.1 5, 4.3 6",
        ),
        // An end tag ends a group of its own name.
        ("<thead><tr><td>1</tbody><td>2", "1.1 1, 1.2 2"),
        ("<tr><th>1</td><b>2</b></th><td>3", "1.1 12, 1.2 3"),
        // A row outside of a group begins a group.
        ("<tr><td rowspan=9>1<td>2</tbody><td>3", "1.1 1, 1.2 2, 2.1 3"),
        ("<tbody><tr><td rowspan=9>1<td>2</tbody><tr><td>3", "1.1 1, 1.2 2, 2.1 3"),
        ("<tr><td rowspan=9>1<td>2<col><td>3", "1.1 1, 1.2 2, 2.1 3"),
    ] {
        assert_eq!(places(rows), expected, "{rows}");
    }
}

#[test]
fn pages_are_told_from_texts() {
    for page in [
        "<!DOCTYPE html><p>",
        "\u{feff}\n<?xml version=\"1.0\"?>\n<!-- x -->\n<!doctype HTML PUBLIC>",
        "<html lang=zh>",
        "<HEAD>",
        "<body>",
        "<meta charset=gbk>",
    ] {
        assert!(is_html(page, None), "{page}");
        assert!(is_html(page, Some(Path::new("report.md"))), "{page}");
    }
    for other in ["", "<", "<table><tr><td>", "# 题\n<html>", "<!doctype x>", "<header>", "<!-- x"]
    {
        assert!(!is_html(other, None), "{other}");
        assert!(!is_html(other, Some(Path::new("report.md"))), "{other}");
    }
    for name in ["a.html", "a.HTM", "b/a.shtml", "a.xhtml"] {
        assert!(is_html("题", Some(Path::new(name))), "{name}");
    }
}

#[test]
fn an_xml_page_has_whole_elements() {
    let xml =
        "<?xml version=\"1.0\"?><html><head><script src=\"x\"/><title/></head><body><p>一</p>";
    assert_eq!(text(xml), "一/");
}

/// Markup in pieces that make sense together, and pieces that do not.
fn markup() -> impl Strategy<Value = String> {
    const PIECES: [&str; 65] = [
        "<p>",
        "</p>",
        "<P class=MsoNormal>",
        "<div>",
        "</div>",
        "<br>",
        "<br/>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<TD rowspan=2>",
        "<th colspan=3>",
        "<tbody>",
        "<thead>",
        "<caption>",
        "<td hidden>",
        "<tr style=\"display:none\">",
        "<span>",
        "</span>",
        "<b>",
        "</b>",
        "<o:p>",
        "</o:p>",
        "<del>",
        "</del>",
        "<s>",
        "</s>",
        "<p hidden>",
        "<span hidden>",
        "<ul>",
        "<li>",
        "</ul>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<style>x</style>",
        "<template>",
        "</template>",
        "<!-- x -->",
        COMMENT,
        "</>",
        "<hr>",
        "<img src=x>",
        " ",
        "\n",
        "\r\n",
        "\t",
        "&nbsp;",
        "&#12288;",
        "　",
        "总计",
        "一、",
        "2023",
        "5",
        "&lt;",
        "&#x4e00;",
        "&#x4e0",
        "&not",
        "&hellip;",
        "甲 乙",
        "<",
    ];
    proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..40)
        .prop_map(|pieces| pieces.concat())
}

fn assert_covered(markup: &str) -> Result<(), TestCaseError> {
    let projection = project(markup);
    let mut end = 0;
    let mut source = 0;
    for run in projection.runs() {
        prop_assert_eq!(run.text.start, end);
        prop_assert!(!run.text.is_empty());
        end = run.text.end;
        prop_assert!(run.source.start >= source, "{:?} {:?}", run, projection);
        source = run.source.end;
        let covered = markup.get(run.source.start..run.source.end);
        prop_assert!(covered.is_some());
        match run.origin {
            Origin::Verbatim => prop_assert_eq!(covered, Some(run.text.of(projection.text()))),
            Origin::Reference | Origin::Unended => prop_assert!(!run.source.is_empty()),
            Origin::Made => prop_assert!(run.source.is_empty()),
            Origin::Field => prop_assert!(false),
        }
    }
    prop_assert_eq!(end, projection.text().len());
    for element in projection.elements() {
        prop_assert!(markup.get(element.source.start..element.source.end).is_some());
        if let Some(parent) = element.parent.and_then(|parent| projection.elements().get(parent)) {
            prop_assert!(parent.text.contains(element.text));
            prop_assert!(parent.source.contains(element.source), "{:?} {:?}", parent, element);
        }
    }
    Ok(())
}

/// The words of a text: stretches without spaces.
fn words(text: &str) -> Vec<TextRange> {
    let mut words = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        words.push(TextRange::new(start, start + word.len()));
        start += part.len();
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(2023), ..ProptestConfig::default() })]

    #[test]
    fn runs_cover_the_text(markup in markup(), any in any::<String>()) {
        assert_covered(&markup)?;
        assert_covered(&any)?;
        assert_covered(&format!("{markup}{any}{markup}"))?;
    }

    #[test]
    fn an_edit_of_the_markup_edits_the_text(
        markup in markup(),
        at in any::<prop::sample::Index>(),
        (from, to) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        new in "[0-9一二三<&（]{1,4}",
    ) {
        // A comment is text only as a whole.
        let markup = markup.replace(COMMENT, "");
        let projection = project(&markup);
        let words = words(projection.text());
        prop_assume!(!words.is_empty());
        let word = words[at.index(words.len())];
        let places: Vec<usize> = word.of(projection.text()).char_indices().map(|(at, _)| at)
            .chain([word.len()]).collect();
        let (from, to) = (places[from.index(places.len())], places[to.index(places.len())]);
        let range = TextRange::new(word.start + from.min(to), word.start + from.max(to));
        if let Ok(edits) = projection.back(range, &new) {
            let mended = apply(&markup, &edits);
            let mut expected = projection.text().to_owned();
            expected.replace_range(range.start..range.end, &new);
            let again = project(&mended);
            prop_assert_eq!(again.text(), expected, "{:?} {:?} {:?}", markup, edits, mended);
        }
    }
}
