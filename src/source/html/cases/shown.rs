//! What a browser shows of a page: links, pictures, numbers of lists.

use super::{assert_texts, text};

#[test]
fn a_link_to_another_report_is_not_text() {
    const NAMED: &str = "<title>甲局2023年政府信息公开工作年度报告_甲县</title>";
    let other = "<a href=\"2022.html\">甲局2022年政府信息公开工作年度报告</a>";
    let own = "甲局2023年政府信息公开工作年度报告";
    for markup in [
        format!("{NAMED}<ul><li>{other}</li></ul><p>{own}</p><p>正文</p>"),
        format!("{NAMED}<table><tr><td>{other}<td><p>{own}</p><p>正文</p></table>"),
        format!("{NAMED}<select><option>甲局2022年政府信息公开工作年度报告</select>{own}<p>正文"),
        format!("<p>{own}</p><p>正文</p><p>{other}</p>"),
    ] {
        let text = text(&markup).replace('|', "/");
        assert_eq!(text, format!("{own}/正文/"), "{markup}");
    }
    // The only title may be a link, a part of a line too, and words within the page.
    for (markup, expected) in [
        (format!("<p><a href=a.html>{own}</a></p>正文"), format!("{own}/正文/")),
        (
            format!("<p>{own}</p><p>见{other}"),
            format!("{own}/见甲局2022年政府信息公开工作年度报告/"),
        ),
        (format!("<p>{own}</p><a href=#a>{own}</a>"), format!("{own}/{own}/")),
        (
            format!("{NAMED}本报告按照公开条例编制，自2023年起。"),
            format!("{own}_甲县/本报告按照公开条例编制，自2023年起。/"),
        ),
        (format!("<table><tr><td>{own}<td>2024-01-20</table>"), format!("{own}/2024-01-20/")),
    ] {
        assert_eq!(text(&markup), expected, "{markup}");
    }
}

#[test]
fn items_have_the_numbers_that_a_browser_shows() {
    assert_texts(&[
        ("<ol><li>甲<li> 乙</ol>丙", "1. 甲/2. 乙/丙/"),
        ("<ol start=3><li>甲<li value=7>乙<li>丙", "3. 甲/7. 乙/8. 丙/"),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<li><b>乙</b></ol>", "一、甲/二、乙/"),
        ("<ol start=12 style='list-style: simp-chinese-informal'><li>甲", "十二、甲/"),
        (
            "<ol style='list-style:none'><li>甲</ol><ol type=A><li>乙</ol><ul><li>丙</ul>",
            "甲/乙/丙/",
        ),
        ("<ol><li>甲<ul><li>乙</ul><li>丙</ol><li>丁", "1. 甲/乙/2. 丙/丁/"),
        ("<ol><li></li><li hidden>甲</li><li>乙</ol>", "2. 乙/"),
        ("<table><tr><td><ol><li>甲<li>乙</ol><td>1</table>", "1. 甲 2. 乙|1/"),
    ]);
}

#[test]
fn a_picture_on_a_line_of_its_own_is_told() {
    assert_texts(&[
        ("<p><img src=a.png></p>二、", "[图片]/二、/"),
        ("<p><img src=a.png> <IMG></p><p>一<img></p><p><img>一</p>", "[图片]/一/一/"),
        ("<table><tr><td><img><td>1</table>", "|1/"),
        ("<p hidden><img></p><p style=\"visibility: hidden\">一</p>二", "二/"),
    ]);
}
