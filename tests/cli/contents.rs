//! What a report says: pasted pages, leftovers of a template, and required content.

use crate::support::{Folder, REPORT, replaced};

const ONE: &str = "本年度，我局主动公开信息29条，其中网站23条，公众号6条。";
const FIVE: &str = "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。";
const SIX: &str = "本年度未收取信息处理费。";
const BASIS: &str = "本报告根据《中华人民共和国政府信息公开条例》编制";

/// The codes and lines of the findings in a report.
fn findings(text: &str) -> Vec<String> {
    let folder = Folder::new(&[("a.md", text)]);
    let output = folder.run(&["check", "--output-format", "concise", "a.md"]);
    let found = output.out.lines().filter_map(|line| line.strip_prefix("a.md:"));
    let words = |line: &str| {
        let mut words = line.split([':', ' ']).filter(|word| !word.is_empty() && *word != "[*]");
        let (row, _, code) = (words.next(), words.next(), words.next());
        format!("{}@{}", code.unwrap_or_default(), row.unwrap_or_default())
    };
    found.map(words).collect()
}

#[test]
fn each_kind_of_content_is_found_in_its_line() {
    assert_eq!(findings(REPORT), [""; 0]);
    let long = "一年来，我局召开专题会议两次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。";
    for (from, to, expected) in [
        (
            ONE,
            format!("{ONE}\n\n索引号：1137/2023-00017\n点击次数：30\n\n绿地维护完成。"),
            "S013@9",
        ),
        (ONE, format!("{long}\n\n{long}\n\n{ONE}"), "S014@9"),
        (FIVE, format!("（文字描述）\n\n{FIVE}"), "S012@"),
        (BASIS, format!("{BASIS}，按照国办公开办函〔2019〕60号要求撰写"), "S011@3"),
        (ONE, format!("（一）绿地。\n\n(二)苗木。\n\n{ONE}"), "C003@9"),
        (FIVE, "本年度不存在问题。".to_owned(), "R001@"),
        (SIX, "无。".to_owned(), "R002@"),
        (ONE, "全年公开信息条，其中网站XX条。".to_owned(), "R006@7"),
        (BASIS, format!("本报告分为七个部分。{BASIS}"), "R008@3"),
        (ONE, "本年度，我局主动公开信息29条。".to_owned(), "R004@5"),
    ] {
        let found = findings(&replaced(REPORT, from, &to));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{expected} {found:?}");
    }
}

#[test]
fn pasted_pages_and_repetitions_go_only_when_asked() {
    let page = "索引号：1137/2023-00017\n点击次数：30\n";
    let text = replaced(REPORT, FIVE, &format!("{page}{FIVE}"));
    let folder = Folder::new(&[("a.md", &text)]);
    assert_eq!(folder.run(&["check", "--fix", "a.md"]).status, 1);
    assert_eq!(folder.read("a.md"), text);
    assert_eq!(folder.run(&["check", "--fix", "--unsafe-fixes", "a.md"]).status, 0);
    assert_eq!(folder.read("a.md"), REPORT);
}

#[test]
fn in_a_page_the_words_of_the_lines_are_removed() {
    let long = "一年来，我局召开专题会议两次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。";
    let page = |second: &str, label: &str| {
        format!(
            "<html><body><p>云溪县园林局2023年政府信息公开工作年度报告</p>\n<p>一、总体情况</p>\n\
             <p>{long}</p>\n<p>{second}</p>\n<p><span>{label}</span></p>\n<p>绿地维护完成。</p>\n\
             <p>六、其他需要报告的事项</p>\n<p>未收取信息处理费。</p>\n</body></html>\n"
        )
    };
    let folder = Folder::new(&[("a.html", &page(long, "【打印】【关闭窗口】"))]);
    let arguments = ["check", "--select", "S013,S014", "--fix", "--unsafe-fixes", "a.html"];
    let output = folder.run(&arguments);
    assert_eq!((output.status, folder.read("a.html")), (0, page("", "")), "{}", output.out);
}
