//! Cases of `place`.

use crate::lint::{Options, check};
use crate::rules::testing::*;
use crate::syntax::Layout;

/// The sample with the rows of table three in columns. In the rows `rows`, the last digit of
/// the first number stands on the line below.
fn printed(rows: &[&str]) -> String {
    let more = [
        (
            "一、本年新收政府信息公开申请数量 6 2 0 0 0 0 8",
            "一、本年新收政府信息公开申请数量 1806 2 0 0 0 0 1808",
        ),
        ("（一）予以公开 4 1 0 0 0 0 5", "（一）予以公开 1804 1 0 0 0 0 1805"),
        ("（七）总计 6 2 0 0 0 0 8", "（七）总计 1806 2 0 0 0 0 1808"),
    ];
    let text =
        more.iter().fold(sample(Layout::Spaces), |text, (from, to)| replaced(&text, from, to));
    let print = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let count = words
            .iter()
            .rev()
            .take_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
            .count();
        if count != 7 {
            return format!("{line}\n");
        }
        let (label, values) = words.split_at(words.len() - count);
        let label = label.join(" ");
        let parted = rows.iter().any(|row| label.ends_with(row));
        let cut =
            |value: &str| if parted && value.len() > 3 { value.len() - 1 } else { value.len() };
        let first: String =
            values.iter().map(|value| format!("{:<6}", &value[..cut(value)])).collect();
        let rest: String =
            values.iter().map(|value| format!("{:<6}", &value[cut(value)..])).collect();
        let margin = " ".repeat(50 - label.chars().count());
        let below =
            if parted { format!("{}{}\n", " ".repeat(50), rest.trim_end()) } else { String::new() };
        format!("{label}{margin}{}\n{below}", first.trim_end())
    };
    text.lines().map(print).collect()
}

#[test]
fn digits_in_the_line_below_belong_to_the_numbers_above_them() {
    for rows in [&["（七）总计"][..], &["（一）予以公开"], &["（一）予以公开", "（七）总计"], &[]]
    {
        let text = printed(rows);
        assert_eq!(
            messages(&check(&text, &Options::default()).unwrap()),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

#[test]
fn so_they_do_where_another_row_cannot_be_read() {
    let text = printed(&["（七）总计"]);
    let line = text.lines().find(|line| line.contains("一、本年新收")).unwrap();
    let glued = text.replacen(
        line,
        &format!("{}18062   0   0   01808", &line[..line.find("1806").unwrap()]),
        1,
    );
    let found = check(&glued, &Options::default()).unwrap();
    assert_eq!(
        found.iter().map(|found| found.code).collect::<Vec<_>>(),
        ["T008"],
        "{:?}",
        messages(&found)
    );
}

/// The findings in the printed sample with `row` as the row （一）予以公开, and with `above`
/// and `below` around it.
fn beside(row: &str, above: &str, below: &str) -> (Vec<&'static str>, String) {
    let text = printed(&[]);
    let line = text.lines().find(|line| line.contains("（一）予以公开")).expect("a row");
    let label = &line[..line.find("1804").expect("a value")];
    let text = replaced(&text, &format!("{line}\n"), &format!("{above}{label}{row}\n{below}"));
    (
        check(&text, &Options::default())
            .expect("a report")
            .iter()
            .map(|found| found.code)
            .collect(),
        text,
    )
}

/// The values of the row with the first, the last but one or the last value blank; the blank
/// value; its place.
const BLANK: [(&str, &str, usize); 3] = [
    ("      1     0     0     0     0     1805", "1804", 50),
    ("1804  1     0     0     0           1805", "0", 80),
    ("1804  1     0     0     0     0", "1805", 86),
];

#[test]
fn the_number_of_a_page_is_no_value_of_the_row_beside_it() {
    for (row, _, own) in BLANK {
        for margin in [0, 30, own, 110] {
            let margin = " ".repeat(margin);
            for page in ["3", "12", "107"] {
                let around = [
                    format!("\n{margin}{page}\n\n"),
                    format!("{margin}{page}\n\u{c}"),
                    format!("\u{c}{margin}{page}\n"),
                ];
                for (above, below) in
                    around.iter().flat_map(|page| [(page.as_str(), ""), ("", page.as_str())])
                {
                    let (codes, text) = beside(row, above, below);
                    assert_eq!(codes, ["T008"], "{text}");
                }
            }
        }
        // Directly beside its row, the number would have to stand in the column of the blank.
        let other = " ".repeat(if own == 50 { 110 } else { 0 });
        for (above, below) in
            [(format!("{other}3\n"), ""), (String::new(), &*format!("{other}3\n"))]
        {
            let (codes, text) = beside(row, &above, below);
            assert_eq!(codes, ["T008"], "{text}");
        }
    }
}

#[test]
fn nor_is_it_one_of_table_four() {
    let row = "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1\n";
    for short in [
        "0 0 0 1 1 0 0 0 1 1 0 0 0 1\n",
        "1 0 0 0 1 1 0 0 0 1 1 0 0 0\n",
        "1  0  0  0  1  1  0  0  0  1  0  0  0  1\n",
    ] {
        for page in ["\n  3\n\n", "3\n\u{c}\n", "\u{c}\n12\n"] {
            for lines in [format!("{page}{short}"), format!("{short}{page}")] {
                let text = replaced(&sample(Layout::Spaces), row, &lines);
                let codes: Vec<&str> = check(&text, &Options::default())
                    .expect("a report")
                    .iter()
                    .map(|found| found.code)
                    .collect();
                assert_eq!(codes, ["T008"], "{text}");
            }
        }
    }
    for whole in ["1 0 0 0 1 1 0 0 0 1 1 0 0 0\n\n1\n\n", "\n1\n\n0 0 0 1 1 0 0 0 1 1 0 0 0 1\n"] {
        let found = check(&replaced(&sample(Layout::Spaces), row, whole), &Options::default())
            .expect("a report");
        assert_eq!(messages(&found), Vec::<String>::new(), "{whole}");
    }
}

#[test]
fn a_number_in_the_column_of_the_blank_is_its_value_where_the_sums_hold() {
    for (row, value, own) in BLANK {
        let value = format!("{}{value}\n", " ".repeat(own));
        let apart = format!("\n{value}\n");
        for (above, below) in
            [(value.as_str(), ""), ("", value.as_str()), (apart.as_str(), ""), ("", apart.as_str())]
        {
            let (codes, text) = beside(row, above, below);
            assert_eq!(codes, Vec::<&str>::new(), "{text}");
        }
    }
    // Directly beside the row, a wrong number also belongs to the row.
    let (codes, text) = beside(BLANK[2].0, "", &format!("{}18\n", " ".repeat(86)));
    assert!(
        !codes.is_empty() && codes.iter().all(|code| code.starts_with('A')),
        "{codes:?} {text}"
    );
}
