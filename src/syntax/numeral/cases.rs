//! Cases of `numeral`.

use super::*;

fn read(text: &str) -> Option<(u8, &str, &str)> {
    let (numeral, rest) = numeral(text, TextRange::new(0, text.len()))?;
    Some((numeral.number, numeral.label.of(text), &text[rest..]))
}

#[test]
fn numerals_of_every_kind_are_read() {
    for label in [
        "五、",
        "五.",
        "五．",
        "五，",
        "五：",
        "五",
        "五丶",
        "五·",
        "五﹑",
        "（五）",
        "(五)",
        "【五】",
        "（五）、",
        "五）",
        "5.",
        "5、",
        "５．",
        "5",
        "05",
        "（5）",
        "(5)",
        "5)",
        "⑤",
        "⑸",
        "⒌",
        "㈤",
        "㊄",
        "❺",
        "➄",
        "伍",
        "伍、",
        "Ⅴ",
        "Ⅴ、",
        "ⅴ.",
        "V.",
        "v、",
        "E、",
        "戊、",
        "第五章",
        "第五部分",
        "第五部分：",
        "第5部分",
        "第（五）部分",
        "第五节",
        "第五",
        "五是",
        "5\u{fe0f}\u{20e3}",
        "5\\.",
    ] {
        for gap in ["", " ", "\u{3000}"] {
            let text = format!("{label}{gap}存在的主要问题");
            let (number, shown, rest) = read(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((number, rest), (5, "存在的主要问题"), "{text}");
            assert_eq!(shown, label.trim_end_matches(['\u{20e3}', '\u{fe0f}']), "{text}");
        }
    }
    for text in ["__五、__存在", "五、：存在", "五.、存在", "`五、`存在"] {
        assert_eq!(read(text).map(|read| (read.0, read.2)), Some((5, "存在")), "{text}");
    }
    for (text, number) in [
        ("十一、总体", 11),
        ("二十、总体", 20),
        ("IV、总体", 4),
        ("Ⅸ 总体", 9),
        ("XI.总体", 11),
        ("—、总体", 1),
        ("ニ、主动", 2),
        ("10.总体", 10),
        ("叁、总体", 3),
        ("123456789012、总体", 0),
        ("255.总体", 255),
        ("XXXXXX.总体", 60),
        ("十十十十、总体", 40),
    ] {
        assert_eq!(read(text).map(|read| read.0), Some(number), "{text}");
    }
}

#[test]
fn marks_and_markup_around_a_numeral_are_none_of_it() {
    for text in ["● 五、存在", "**五、**存在", "<b>五、</b>存在", "■（五）存在", "| 五、| 存在"]
    {
        assert_eq!(read(text).map(|read| (read.0, read.2)), Some((5, "存在")), "{text}");
    }
    for none in
        ["", "总体情况", "- 存在", "（）存在", "、总体情况", "\u{3000}", "1234567890123456.存在"]
    {
        assert_eq!(read(none), None, "{none}");
    }
}

#[test]
fn kinds_are_told_apart() {
    let kind =
        |text: &str| numeral(text, TextRange::new(0, text.len())).map(|(numeral, _)| numeral.kind);
    for (one, other) in [
        ("（1）总", "（2）总"),
        ("(1)总", "（6）总"),
        ("第一章 总", "第二章总"),
        ("①总", "⑥总"),
        ("壹、总", "贰、总"),
        ("一丶总", "三丶总"),
        ("1. 总", "２．总"),
    ] {
        assert_eq!(kind(one), kind(other), "{one} {other}");
    }
    let kinds: Vec<_> = [
        "一、总",
        "一.总",
        "一：总",
        "（一）总",
        "（1）总",
        "1.总",
        "1、总",
        "1总",
        "第一章总",
        "第一部分总",
        "①总",
        "㈠总",
        "壹、总",
        "一丶总",
        "Ⅰ、总",
    ]
    .map(kind)
    .to_vec();
    for (index, one) in kinds.iter().enumerate() {
        assert!(kinds[index + 1..].iter().all(|other| one != other), "{index} {one:?}");
    }
    assert_eq!(kind("一总"), Some(NumeralKind::Official));
    assert_eq!(kind("一、总"), Some(NumeralKind::Official));
    assert_eq!(kind("一．总"), Some(NumeralKind::Marked('.')));
}
