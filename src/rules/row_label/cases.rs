//! Cases of T002.

use crate::rules::testing::*;
use crate::standard::Standard;
use crate::syntax::Layout;

#[test]
fn a_label_with_a_slip_whose_end_stands_below_its_values_is_one() {
    for (row, broken) in [
        ("5.属于三类内部事务信息 0 0 0 0 0 0 0", "⟦5.属于三类⟧ 0 0 0 0 0 0 0\n内事务信息"),
        ("6.属于四类过程性信息 0 0 0 0 0 0 0", "⟦6.属⟧ 0 0 0 0 0 0 0\n于四种过程性信息"),
        (
            "2.没有现成信息需要另行制作 2 1 0 0 0 0 3",
            "⟦2.没有现成信息⟧ 2 1 0 0 0 0 3\n须要另行制作",
        ),
    ] {
        let text = replaced(&sample(Layout::Spaces), row, broken);
        assert_found("T002", &text);
        for silent in ["T001", "T003", "T009", "A002"] {
            assert_found(silent, &without_marks(&text));
        }
    }
}

#[test]
fn a_label_that_the_end_of_a_page_parts_is_the_forms() {
    let page = "-7-\n明河市水利局2023年政府信息公开工作年度报告";
    for (label, broken) in [
        (
            "5.要求行政机关确认或重新出具已获取信息",
            format!("5.要求行政机关\n{page}\n确认或重新出具已获取信息"),
        ),
        ("3.其他 0 0 0 0 0 0 0\n（七）", "3.\n7\n其他 0 0 0 0 0 0 0\n（七）".to_owned()),
        ("（一）予以公开 4 1 0 0 0 0 5", format!("（一）予以 4 1 0 0 0 0 5\n{page}\n公开")),
    ] {
        let text = replaced(&sample(Layout::Spaces), label, &broken);
        assert_all_found(&text);
    }
}

#[test]
fn labels_behind_the_head_of_their_group_go_on_in_the_next_line() {
    for layout in [Layout::Spaces, Layout::Markdown] {
        let joined = |separator: &str| {
            let heads = [
                ("（三）不予公开", "1.属于国家秘密"),
                ("（五）不予处理", "1.信访举报投诉类申请"),
                ("（六）其他处理", "1.申请人无正当理由"),
            ];
            heads.iter().fold(sample(layout), |text, (head, item)| {
                let parted = if layout == Layout::Spaces {
                    format!("{head} {item}")
                } else {
                    format!("{head} | {item}")
                };
                replaced(&text, &parted, &format!("{head}{separator}{item}"))
            })
        };
        for separator in ["", " "] {
            for width in 5..20 {
                let text = if layout == Layout::Markdown {
                    framed(&joined(separator), width)
                } else {
                    wrapped(&joined(separator), width)
                };
                for code in ["T001", "T002", "T009", "A002"] {
                    assert_found(code, &text);
                }
            }
        }
    }
}

/// The labels of table three in a text with line breaks after every `width` characters, their
/// values in the last line.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        inside = (inside || line.starts_with("一、本年新收")) && !line.is_empty();
        let label = line.trim_end_matches(|c: char| c == ' ' || c.is_ascii_digit());
        for (at, letter) in label.chars().enumerate() {
            if inside && at > 0 && at % width == 0 {
                out.push('\n');
            }
            out.push(letter);
        }
        out += &line[label.len()..];
        out.push('\n');
    }
    out
}

#[test]
fn the_values_stand_in_the_first_line_of_a_label_in_cells() {
    let sample = sample(Layout::Tabs);
    let rest = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请";
    for (start, end) in [
        ("1.", rest),
        ("1.申请", &rest["申请".len()..]),
        ("1.申请人无正当理由", &rest["申请人无正当理由".len()..]),
    ] {
        let line =
            sample.lines().find(|line| line.contains("1.申请人无正当理由")).expect("the row");
        let broken = format!("{}\n{end}", replaced(line, &format!("1.{rest}"), start));
        assert_all_found(&replaced(&sample, line, &broken));
    }
    for (start, end) in [
        ("四、结转下年度继", "续办理"),
        ("四、结转下年", "度继续办理"),
        ("四、结转", "下年度\n继续办理"),
    ] {
        let line =
            sample.lines().find(|line| line.contains("四、结转下年度继续办理")).expect("the row");
        let broken = format!("{}\n{end}", replaced(line, "四、结转下年度继续办理", start));
        assert_all_found(&replaced(&sample, line, &broken));
    }
}

#[test]
fn only_the_lost_characters_are_put_back() {
    for layout in Layout::ALL {
        let text =
            replaced(&sample(layout), "2.其他法律行政法规禁止公开", "⟦2. 其他法律法规禁止公开⟧");
        let found = assert_found("T002", &text);
        assert_eq!(
            messages(&found),
            ["行名“2. 其他法律法规禁止公开”应为“2.其他法律行政法规禁止公开”"]
        );
        let after =
            replaced(&sample(layout), "2.其他法律行政法规禁止公开", "2. 其他法律行政法规禁止公开");
        assert_fixed("T002", &without_marks(&text), &after);
    }
}

/// The tables of a Markdown text in frames, their labels broken after every `width` characters.
fn framed(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        let cells: Vec<Vec<char>> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().chars().collect()).collect();
        if !line.starts_with('|') {
            out += &format!("{}{line}\n", if std::mem::take(&mut inside) { "└─┴─┘\n" } else { "" });
            continue;
        }
        if line.contains("---") {
            continue;
        }
        out += if std::mem::replace(&mut inside, true) {
            "├─┼─┤\n"
        } else {
            "┌─┬─┐\n"
        };
        let lines = cells.iter().map(|cell| cell.len().div_ceil(width)).max().unwrap_or(1).max(1);
        for at in 0..lines {
            let piece =
                |cell: &Vec<char>| cell.iter().skip(at * width).take(width).collect::<String>();
            out += &format!("│{}│\n", cells.iter().map(piece).collect::<Vec<_>>().join("│"));
        }
    }
    out
}

#[test]
fn pieces_in_a_frame_are_one_label() {
    for width in [4, 5, 7, 10] {
        let right = framed(&sample(Layout::Markdown), width);
        assert_found("T002", &right);
        for (official, wrong) in [
            ("4.保护第三方合法权益", "4.保护第三方合法权宜"),
            ("2.没有现成信息需要另行制作", "2.没有现成信息须要另行制作"),
            ("二、上年结转政府信息公开申请数量", "二、上年接转政府信息公开申请数量"),
            ("3.补正后申请内容仍不明确", "3.补正后申请内容乃不明确"),
        ] {
            let text = framed(&replaced(&sample(Layout::Markdown), official, wrong), width);
            let piece: String = wrong.chars().take(width).collect();
            let found = assert_found("T002", &marked(&text, &piece, ""));
            assert_eq!(
                messages(&found),
                [format!("行名“{wrong}”应为“{official}”")],
                "{width}\n{text}"
            );
            assert_fixed("T002", &text, &right);
            assert_found("T001", &text);
        }
    }
}

#[test]
fn notes_behind_a_label_over_several_lines_are_none_of_it() {
    for (official, with_note) in [
        ("4.保护第三方合法权益", "4.保护第三方合法权益（条例第十五条）"),
        ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量（件）"),
        ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量（含网络、信函）"),
        ("2.没有现成信息需要另行制作", "2.没有现成信息需要另行制作①"),
        (
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）[注]",
        ),
    ] {
        let text = replaced(&sample(Layout::Markdown), official, with_note);
        for width in [4, 5, 7, 10] {
            assert_all_found(&framed(&text, width));
        }
    }
    let values = |text: &str| {
        text.replacen(
            "一、本年新收政府信息公开申请数量 ",
            "一、本年新收政府信息公\n开申请数量（含网络、信 ",
            1,
        )
    };
    let text = values(&sample(Layout::Spaces));
    let text = replaced(&text, "\n二、上年结转", "\n函、当面）\n二、上年结转");
    assert_all_found(&text);
}

#[test]
fn a_letter_too_many_in_a_line_of_its_own_belongs_to_the_label() {
    for width in [4, 5, 10] {
        let text =
            replaced(&sample(Layout::Markdown), "7.属于行政执法案卷", "7.属于行政执法案卷类");
        let piece: String = "7.属于行政执法案卷类".chars().take(width).collect();
        let found = assert_all_found(&marked(&framed(&text, width), &piece, "T002"));
        assert_eq!(
            messages(&found),
            ["行名“7.属于行政执法案卷类”应为“7.属于行政执法案卷”"],
            "{width}"
        );
    }
}

#[test]
fn values_between_the_pieces_of_a_label_are_kept() {
    let row = "4.保护第三方合法权益 0 0 0 0 0 0 0";
    for (from, marked, to) in [
        (row, "⟦4.保护第三方⟧\n0 0 0 0 0 0 0\n合法权宜", "4.保护第三方\n0 0 0 0 0 0 0\n合法权益"),
        (row, "⟦4.保护第三\n方合法权宜⟧ 0 0 0 0 0 0 0", "4.保护第三\n方合法权益 0 0 0 0 0 0 0"),
        (row, "0 0 0 0 0 0 0\n⟦4.保护第三方合法权宜⟧", "0 0 0 0 0 0 0\n4.保护第三方合法权益"),
        (row, "度 ⟦4.保护第三方的合法权益⟧ 0 0 0 0 0 0 0", "度 4.保护第三方合法权益 0 0 0 0 0 0 0"),
    ] {
        let text = replaced(&sample(Layout::Spaces), from, marked);
        assert_found("T002", &text);
        assert_fixed("T002", &without_marks(&text), &replaced(&sample(Layout::Spaces), from, to));
    }
}

#[test]
fn another_label_behind_one_is_no_note() {
    for layout in Layout::ALL {
        for more in ["五、其他", "5. 备用"] {
            let label = format!("四、结转下年度继续办理 {more}");
            let found = assert_found(
                "T002",
                &replaced(&sample(layout), "四、结转下年度继续办理", &format!("⟦{label}⟧")),
            );
            assert_eq!(
                messages(&found),
                [format!("行名“{label}”应为“四、结转下年度继续办理”")],
                "{layout:?}"
            );
            assert!(
                found[0]
                    .fixes
                    .iter()
                    .all(|fix| fix.applicability != crate::diagnostic::Applicability::Safe)
            );
        }
        assert_found(
            "T002",
            &replaced(&sample(layout), "四、结转下年度继续办理", "四、结转下年度继续办理 含上年"),
        );
    }
}

#[test]
fn entities_of_marks_are_the_marks() {
    let label = |text: &str| {
        text.replace('“', "&ldquo;")
            .replace('”', "&#8221;")
            .replace('（', "&#65288;")
            .replace('）', "&#xff09;")
    };
    for layout in Layout::ALL {
        let text = label(&sample(layout));
        assert_all_found(&text);
        let slip = replaced(&text, "3.危及&ldquo;三安全一稳定", "3.危及&ldquo;三安全一定");
        assert_fixed("T002", &slip, &text);
    }
}

#[test]
fn spaces_brackets_radicals_and_traditional_characters_do_not_count() {
    for label in ["(一) 予以公开", "（⼀）予以公开", "（ 一 ） 予 以 公 开", "（一）予以公開"]
    {
        for layout in [Layout::Spaces, Layout::Tabs, Layout::Markdown] {
            assert_found("T002", &replaced(&sample(layout), "（一）予以公开", label));
        }
    }
}

#[test]
fn the_old_name_of_a_row_is_mended() {
    let text = replaced(&sample(Layout::Pipes), "行政规范性文件", "⟦规范性文件⟧");
    assert_found("T002", &text);
    assert_fixed("T002", &without_marks(&text), &sample(Layout::Pipes));
}

#[test]
fn numbers_that_a_list_has_lost_are_one_finding() {
    for layout in Layout::ALL {
        let text = sample(layout);
        let numbered = Standard::official().form(2023).tables[1]
            .rows
            .iter()
            .filter_map(|row| Some((row.label.text.as_str(), row.label.text.split_once('.')?.1)));
        let without: String =
            numbered.clone().fold(text.clone(), |text, (label, rest)| text.replace(label, rest));
        let found = assert_found("T002", &without.replacen("属于国家秘密", "⟦属于国家秘密⟧", 1));
        assert!(messages(&found)[0].starts_with("“属于国家秘密”等 1"), "{:?}", messages(&found));
        let fixed = crate::diagnostic::apply(&without, found[0].fixes[0].edits());
        assert_found("T002", &fixed);
    }
}

/// The row below the headers has lost its label, and the row 3.其他 has another one.
#[test]
fn a_header_is_no_label_without_its_number() {
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
        let text = replaced(&sample(layout), "一、本年新收政府信息公开申请数量", "");
        let found = assert_found("T002", &replaced(&text, "3.其他", "3.其他3.其他"));
        assert!(found.is_empty(), "{layout:?}");
    }
}

#[test]
fn heads_that_have_lost_their_numbers_too_are_told_with_the_labels() {
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
        let text = sample(layout);
        let form = &Standard::official().form(2023).tables[1];
        let labels = form
            .rows
            .iter()
            .map(|row| &row.label)
            .chain(&form.heads)
            .map(|label| label.text.as_str());
        let numbered =
            labels.filter_map(|label| Some((label, label.split_once(['.', '、', '）'])?.1)));
        let without: String =
            numbered.fold(text.clone(), |text, (label, rest)| text.replace(label, rest));
        let found = assert_found("T002", &marked(&without, "本年新收政府信息公开申请数量", ""));
        assert_found("T016", &without);
        assert_eq!(crate::diagnostic::apply(&without, found[0].fixes[0].edits()), text);
    }
}

#[test]
fn a_miscounted_row_is_not_reported_twice() {
    let text = replaced(
        &sample(Layout::Spaces),
        "4.保护第三方合法权益 0 0 0 0 0 0 0",
        "4.保护第三方合法权宜 ⟦0 0 0 0 0 0⟧",
    );
    assert_found("T002", &without_marks(&text));
    assert_found("T008", &text);
}
