//! Cases of T014.

use crate::diagnostic::apply;
use crate::rules::testing::*;
use crate::syntax::Layout;

#[test]
fn headers_out_of_order_are_found() {
    for layout in Layout::ALL {
        let text = replaced(&sample(layout), "本年制发件数", "⟦%⟧");
        let text = replaced(&replaced(&text, "本年废止件数", "本年制发件数"), "%", "本年废止件数");
        let found = assert_found("T014", &text);
        assert_eq!(
            messages(&found),
            ["列的次序与格式不同：“本年废止件数”在“本年制发件数”的位置上，请核对这几列的数"]
        );
        assert!(found[0].fixes.is_empty());
        assert_eq!(found[0].place.to_string(), "表二/本年废止件数");
    }
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
        let text = replaced(&replaced(&sample(layout), "结果维持", "%"), "结果纠正", "结果维持");
        assert_found("T014", &replaced(&text, "%", "⟦结果纠正⟧"));
    }
}

#[test]
fn the_sums_tell_what_is_wrong() {
    // Only the headers show the difference between these two columns.
    let text = replaced(
        &sample(Layout::Pipes),
        "社会公益组织 | 法律服务机构 | 其他",
        "⟦其他⟧ T014 | 法律服务机构 | 社会公益组织",
    );
    assert!(assert_all_found(&text)[0].fixes.is_empty());
    // Three of four reviews were upheld: the first group of table four holds 3 0 0 1 4, or the
    // numbers in the other order.
    let (header, swapped) = (
        "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计",
        "总计 | 结果纠正 | 其他结果 | 尚未审结 | 结果维持",
    );
    let row = "1 | 0 | 0 | 0 | 1 | 1";
    let right = replaced(&sample(Layout::Pipes), row, "3 | 0 | 0 | 1 | 4 | 1");
    let with_headers =
        replaced(&replaced(&sample(Layout::Pipes), header, swapped), row, "4 | 0 | 0 | 1 | 3 | 1");
    for text in [with_headers, replaced(&right, header, swapped)] {
        assert_all_found(&replaced(&text, "总计 | 结果纠正", "⟦总计⟧ T014 | 结果纠正"));
        assert_fixed("T014", &text, &right);
    }
}

/// The sample with the numbers of a column and of 总计 exchanged.
fn exchanged(column: usize) -> String {
    let exchange = |line: &str| {
        let mut words: Vec<&str> = line.split('\t').collect();
        let values = words
            .iter()
            .rev()
            .take_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty())
            .count();
        if values == 7 {
            let last = words.len() - 1;
            words.swap(last - 6 + column, last);
        }
        words.join("\t") + "\n"
    };
    sample(Layout::Tabs).lines().map(exchange).collect()
}

#[test]
fn a_column_and_the_total_exchanged_are_one_finding() {
    let text = exchanged(5);
    let row = "6\t2\t0\t0\t0\t";
    let found = assert_all_found(&replaced(&text, &format!("{row}8"), &format!("{row}⟦8⟧ T014")));
    assert_eq!(messages(&found), ["其他、总计两列的数互换了：换回来各行各列都相符"]);
    assert_eq!(found[0].place.to_string(), "表三/其他");
    let fixed = apply(&text, found[0].fixes[0].edits());
    assert_all_found(&fixed);
}

/// The sample with the total before the other numbers in each row of table three.
fn rotated(layout: Layout) -> String {
    let (mark, numbers) = match layout {
        Layout::Spaces => (" ", 7),
        Layout::Tabs => ("\t", 7),
        _ => (" | ", 7),
    };
    let turn = |line: &str| {
        let end = line.trim_end_matches([' ', '|']).len();
        let words: Vec<&str> = line[..end].split(mark).collect();
        let values = words
            .iter()
            .rev()
            .take_while(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()))
            .count();
        if values != numbers {
            return format!("{line}\n");
        }
        let (label, values) = words.split_at(words.len() - numbers);
        let turned: Vec<&str> =
            label.iter().chain(&values[6..]).chain(&values[..6]).copied().collect();
        format!("{}{}\n", turned.join(mark), &line[end..])
    };
    sample(layout).lines().map(turn).collect()
}

#[test]
fn columns_that_have_moved_on_are_not_called_exchanged() {
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
        let text = rotated(layout);
        assert_ne!(text, sample(layout));
        let (head, rows) = text.split_at(text.find("一、本年新收").expect("the first row"));
        let found = assert_all_found(&format!("{head}{}", marked(rows, "8", "T014")));
        assert_eq!(
            messages(&found),
            [
                "总计的数在“自然人”一列里：这两列互换，或各列依次错开，都相符；请对照原件，核对列的次序"
            ],
            "{layout:?}"
        );
        assert!(found[0].fixes.is_empty());
    }
}

#[test]
fn a_total_before_the_group_of_columns_is_out_of_order() {
    let nested = |text: &str| {
        let text = replaced(
            text,
            "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计",
            "⟦总计⟧ T014 | 自然人 | 法人或其他组织 | | | |",
        );
        replaced(
            &text,
            "\n一、本年新收",
            "\n | | | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |\n一、本年新收",
        )
    };
    let text = nested(&rotated(Layout::Pipes));
    let found = assert_all_found(&text);
    assert_eq!(
        messages(&found),
        ["列的次序与格式不同：“总计”在“自然人”的位置上，请核对这几列的数"],
        "{text}"
    );
    assert!(found[0].fixes.is_empty());
}

#[test]
fn the_other_edition_elsewhere_in_the_table_hides_nothing() {
    // The single row of （六）其他处理 in table three, or a block above in table two, follows the
    // form of 2019.
    let text = sample_of(Layout::Pipes, 2019).replace("2019年", "2023年");
    let text = replaced(
        &text,
        "社会公益组织 | 法律服务机构 | 其他",
        "⟦其他⟧ T014 | 法律服务机构 | 社会公益组织",
    );
    let text = marked(&text, "（六）其他处理", "S010");
    assert_all_found(&marked_line(Layout::Pipes, &text, "第二十条第（一）项", "S010"));
    let old = "信息内容 | 上一年项目数量 | 本年增/减 | |\n行政事业性收费 | 3 | 1 |";
    let fee = replaced(
        &sample(Layout::Pipes),
        "信息内容 | 本年收费金额（单位：万元） | ||\n行政事业性收费 | 3 |",
        old,
    );
    let text = replaced(&fee, "本年制发件数 | 本年废止件数", "⟦本年废止件数⟧ T014 | 本年制发件数");
    assert_all_found(&marked_line(Layout::Pipes, &text, "第二十条第（八）项", "S010"));
    // In that block itself, S010 covers everything.
    let text = sample_of(Layout::Pipes, 2019).replace("2019年", "2023年");
    assert_found(
        "T014",
        &replaced(&text, "本年新制作数量 | 本年新公开数量", "本年新公开数量 | 本年新制作数量"),
    );
}

#[test]
fn headers_in_pieces_or_on_lines_of_their_own_are_let_be() {
    for header in [
        "商业 科研 社会 法律 其他\n企业 机构 公益 服务\n组织 机构",
        "科研机构\n商业企业\n其他\n社会公益组织\n法律服务机构",
    ] {
        assert_found(
            "T014",
            &replaced(
                &sample(Layout::Spaces),
                "商业企业 科研机构 社会公益组织 法律服务机构 其他",
                header,
            ),
        );
    }
    for layout in Layout::ALL {
        assert_found("T014", &sample(layout));
    }
}

#[test]
fn where_each_cell_is_a_line_two_columns_may_hold_each_others_place() {
    let header =
        |words: &[&str]| words.iter().map(|word| format!("\t{word}\n")).collect::<String>();
    let (group, total) = ("法人或其他组织", "总计");
    let inner = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];
    let own = header(&[&["自然人"], &inner[..], &[total]].concat());
    let with = |words: &[&[&str]]| replaced(&sample(Layout::Lines), &own, &header(&words.concat()));
    // The two lines of the header one after another, or each cell with the cells below. The header
    // over several columns may be lost.
    for words in [
        &[&["自然人", group, total][..], &inner][..],
        &[&["自然人", group], &inner, &[total]],
        &[&["自然人", total], &inner],
    ] {
        assert_found("T014", &with(words));
    }
    let exchanged = ["商业企业", "社会公益组织", "科研机构", "法律服务机构", "其他"];
    for words in [
        &[&["自然人", group, total][..], &exchanged][..],
        &[&["自然人", group], &exchanged, &[total]],
    ] {
        let found = assert_found("T014", &marked(&with(words), "社会公益组织", ""));
        assert_eq!(
            messages(&found),
            ["列的次序与格式不同：“社会公益组织”在“科研机构”的位置上，请核对这几列的数"]
        );
    }
}

#[test]
fn totals_in_front_below_their_header_are_one_finding() {
    for layout in [Layout::Spaces, Layout::Tabs, Layout::Markdown] {
        let text = sample(layout);
        let (mark, open) = match layout {
            Layout::Tabs => ("\t", 0),
            Layout::Spaces => (" ", 0),
            _ => (" | ", 2),
        };
        let mut in_table = false;
        let line = |line: &str| {
            in_table = in_table && !line.contains("行政复议") || line.contains("法律服务机构");
            let inner = line.get(open..).unwrap_or_default().trim_end_matches(['|', ' ']);
            let mut cells: Vec<&str> = inner.split(mark).collect();
            if !in_table || cells.len() < 7 || inner.starts_with("--") {
                return line.to_owned();
            }
            let at = cells.len() - 7;
            cells[at..].rotate_right(1);
            line.replace(inner, &cells.join(mark))
        };
        let text = text.split('\n').map(line).collect::<Vec<_>>().join("\n");
        let (from, to) = (format!("总计{mark}自然人"), format!("⟦总计⟧ T014{mark}自然人"));
        let found = assert_all_found(&replaced(&text, &from, &to));
        assert_eq!(
            messages(&found),
            ["列的次序与格式不同：“总计”在“自然人”的位置上，请核对这几列的数"],
            "{text}"
        );
    }
}
