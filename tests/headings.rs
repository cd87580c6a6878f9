//! Headings with any numeral: gouji recognises each official title behind each kind of number, and
//! one finding reports the wrong number.

use gouji::diagnostic::{Applicability, Diagnostic};
use gouji::lint::{Findings, Options, check, fix_with};
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;

const TITLES: [&str; 6] = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
];
const OWN: [&str; 6] = ["一、", "二、", "三、", "四、", "五、", "六、"];

/// The numbers 1 to 7 in each kind.
const KINDS: [[&str; 7]; 26] = [
    ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）"],
    ["(一)", "(二)", "(三)", "(四)", "(五)", "(六)", "(七)"],
    ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）"],
    ["【一】", "【二】", "【三】", "【四】", "【五】", "【六】", "【七】"],
    ["1.", "2.", "3.", "4.", "5.", "6.", "7."],
    ["1. ", "2. ", "3. ", "4. ", "5. ", "6. ", "7. "],
    ["1、", "2、", "3、", "4、", "5、", "6、", "7、"],
    ["１．", "２．", "３．", "４．", "５．", "６．", "７．"],
    ["1）", "2）", "3）", "4）", "5）", "6）", "7）"],
    ["01 ", "02 ", "03 ", "04 ", "05 ", "06 ", "07 "],
    ["①", "②", "③", "④", "⑤", "⑥", "⑦"],
    ["⑴", "⑵", "⑶", "⑷", "⑸", "⑹", "⑺"],
    ["⒈", "⒉", "⒊", "⒋", "⒌", "⒍", "⒎"],
    ["㈠", "㈡", "㈢", "㈣", "㈤", "㈥", "㈦"],
    ["❶", "❷", "❸", "❹", "❺", "❻", "❼"],
    ["壹、", "贰、", "叁、", "肆、", "伍、", "陆、", "柒、"],
    ["壹", "贰", "叁", "肆", "伍", "陆", "柒"],
    ["Ⅰ、", "Ⅱ、", "Ⅲ、", "Ⅳ、", "Ⅴ、", "Ⅵ、", "Ⅶ、"],
    ["I. ", "II. ", "III. ", "IV. ", "V. ", "VI. ", "VII. "],
    ["A. ", "B. ", "C. ", "D. ", "E. ", "F. ", "G. "],
    ["第一章 ", "第二章 ", "第三章 ", "第四章 ", "第五章 ", "第六章 ", "第七章 "],
    ["第一部分 ", "第二部分 ", "第三部分 ", "第四部分 ", "第五部分 ", "第六部分 ", "第七部分 "],
    ["第1部分：", "第2部分：", "第3部分：", "第4部分：", "第5部分：", "第6部分：", "第7部分："],
    ["一丶", "二丶", "三丶", "四丶", "五丶", "六丶", "七丶"],
    ["一．", "二．", "三．", "四．", "五．", "六．", "七．"],
    ["一、", "二、", "三、", "四、", "五、", "六、", "七、"],
];

/// A correct report with these numbers before its titles.
fn report(layout: Layout, numbers: [&str; 6]) -> String {
    let sections = [
        "本年度主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
        "",
        "",
        "",
        "公开内容不够丰富，已制定措施改进。",
        "本年度未收取信息处理费。",
    ];
    let text = Skeleton {
        standard: Standard::official(),
        issuer: "云溪县园林局",
        year: 2023,
        layout,
        newline: "\n",
        sections: &sections,
        cell: &|_, _, _| "0".to_owned(),
    }
    .write();
    (0..6).fold(text, |text, section| {
        let heading = format!("{}{}\n", OWN[section], TITLES[section]);
        assert_eq!(text.matches(&heading).count(), 1);
        text.replace(&heading, &format!("{}{}\n", numbers[section], TITLES[section]))
    })
}

fn findings(text: &str) -> Vec<Diagnostic> {
    check(text, &Options::default()).expect("a report")
}

/// The text after all safe fixes, without the space behind numerals.
fn mended(text: &str) -> String {
    let check = |text: &str| {
        check(text, &Options::default())
            .map(|diagnostics| Findings { diagnostics, ..Findings::default() })
    };
    fix_with(text, Applicability::Safe, check).expect("a report").text.replace("、 ", "、")
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|found| found.code).collect()
}

#[test]
fn one_number_of_another_kind_is_one_finding() {
    for (index, kind) in KINDS.iter().enumerate() {
        for section in 0..6 {
            // The right number, the next number, and 1.
            for number in [section, section + 1, 0] {
                let layout = Layout::ALL[(index + section + number) % Layout::ALL.len()];
                let mut numbers = OWN;
                numbers[section] = kind[number];
                let text = report(layout, numbers);
                let expected: &[&str] = if kind[number] == OWN[section] { &[] } else { &["S007"] };
                assert_eq!(
                    codes(&findings(&text)),
                    expected,
                    "{}{}\n{text}",
                    kind[number],
                    TITLES[section]
                );
                assert_eq!(mended(&text), report(layout, OWN));
            }
        }
    }
}

#[test]
fn another_kind_throughout_is_one_finding() {
    for kind in &KINDS[..KINDS.len() - 1] {
        for layout in Layout::ALL {
            let text = report(layout, std::array::from_fn(|section| kind[section]));
            assert_eq!(codes(&findings(&text)), ["S007"], "{text}");
            assert_eq!(mended(&text), report(layout, OWN));
        }
    }
}

#[test]
fn a_lost_number_is_one_finding() {
    for layout in Layout::ALL {
        for section in 0..6 {
            for lost in ["", "（）"] {
                let mut numbers = OWN;
                numbers[section] = lost;
                let text = report(layout, numbers);
                assert_eq!(codes(&findings(&text)), ["S007"], "{text}");
                assert_eq!(mended(&text), report(layout, OWN));
            }
        }
    }
}
