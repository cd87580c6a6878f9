//! Cases of `line`.

use super::super::value::is_value;
use super::*;
use crate::standard::Standard;

fn class(line: &str) -> Class {
    classify_line(line, TextRange::new(0, line.len()), Known::default(), Standard::official()).class
}

#[test]
fn lines_are_classified() {
    for (line, expected) in [
        ("", Class::Blank),
        (" \u{3000}\t", Class::Blank),
        ("- 3 -", Class::PageNumber),
        ("第 3 页 共 10 页", Class::PageNumber),
        ("3 / 10", Class::PageNumber),
        ("5 0 4 / 0 0 9", Class::Values),
        ("0 / 0 0", Class::Values),
        ("行政许可 12 件", Class::Labelled),
        ("规章\t0\t0\t0", Class::Cells),
        ("||||", Class::Cells),
        ("0 0 0 0", Class::Values),
        ("１，２３４", Class::Values),
        ("规章 0 0 0", Class::Labelled),
        ("1.属于国家秘密 0 0 0 0 0 0 0", Class::Labelled),
        ("规章 0 0 O", Class::Labelled),
        ("一、总体情况", Class::Words),
        ("1. 属于国家秘密", Class::Words),
        ("全年共发布信息209条。", Class::Prose),
    ] {
        assert_eq!(class(line), expected, "{line:?}");
    }
}

#[test]
fn plain_cells_are_read_as_others() {
    let line = |text: &str| {
        let line = classify_line(
            text,
            TextRange::new(0, text.len()),
            Known::default(),
            Standard::official(),
        );
        (line.class, line.hash, line.letters, line.delimiter)
    };
    // A number with a comma is read character by character.
    for row in [
        "| 规章 | 1234 | 0 |",
        "规章 | 1234 | 0",
        "规章|1234|0",
        "规章 ｜ 1234 | 0 |",
        "<b></b>| 1234 |",
        "1234 |",
        "||1234||",
    ] {
        assert_eq!(line(row), line(&row.replace("1234", "1,234,")), "{row}");
    }
    assert_eq!(line("| 规章 | 0 |").3, Delimiter::Pipe);
    assert_eq!(line("规章 ｜ 12 | 0 |").3, Delimiter::AnyPipe);
}

#[test]
fn a_long_sentence_is_prose_at_a_glance() {
    let sentence = |c: char| format!("{}{c}。", "本年度公开".repeat(10));
    for (line, expected) in [
        (sentence('年'), true),
        (sentence('1'), true),
        (sentence('\t'), false),
        ("本年度公开".repeat(10), false),
    ] {
        assert_eq!(is_long(&line, false), expected, "{line}");
    }
    // A long line never contains a separator of cells.
    for pipe in ('\0'..=char::MAX).filter(|&c| fold(c) == '|') {
        assert!(!is_long(&sentence(pipe), false), "{pipe}");
    }
}

#[test]
fn commas_part_cells_where_nearly_all_of_them_are_of_a_table() {
    for line in [
        "规章,3,1,12",
        "规章, 3, 1, 12",
        "\"规章\",\"3\",\"1\",\"1,212\"",
        "行政许可,3,,",
        "行政许可,3",
        "规章，3，1，12",
        "政府规章,3,1,12",
        "信息内容,本年制发件数,本年废止件数,现行有效件数",
        "信息内容,本年制发件数,本年止件数,现行有效件数",
        ",,,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计",
        "1,0,0,0,1,1,0,0,0,1",
        ",（二）部分公开（区分处理的，只计这一情形，不计其他情形）,,0,0,0,0,0,0,0",
        "三、本年度办理结果,（一）予以以公开,（一）予以以公开,14,2,0,0,0,0,16",
        "三、本年度办理结果,（二）部分公开（区分处理的，只计这一情形，不计其他情形）,（二）部分公开（区分处理的，只计这一情形，不计其他情形）,３,０,０,０,０,０,３",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）,（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）,自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计",
    ] {
        assert_eq!(class(line), Class::Cells, "{line}");
    }
    for line in [
        "规章 3 1 1,212",
        "规章 1,234 5,678 9,012,345",
        "1,234,567",
        "1,234",
        "规章,行政规范性文件等",
        "本年度公开信息29条,其中网站23条,公众号6条",
        "本年度公开信息29条，其中网站23条，公众号6条",
        "自然人、商业企业,其他",
        ",,,",
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形) 0 0 0 0 0 0 0",
    ] {
        assert_ne!(class(line), Class::Cells, "{line}");
    }
}

#[test]
fn no_word_is_longer_than_the_longest() {
    for form in [Standard::official().form(2019), Standard::official().form(2021)] {
        let titles = form.sections.iter().map(|section| &section.title);
        let rows = form.tables.iter().flat_map(|table| {
            table.rows.iter().map(|row| &row.label).chain(&table.heads).chain(&table.spanning)
        });
        let corners = form.tables.iter().flat_map(|table| &table.corner);
        let blocks = || form.tables.iter().flat_map(|table| &table.blocks);
        let columns = blocks().flat_map(|block| {
            block
                .columns
                .iter()
                .map(|column| &column.label)
                .chain(&block.caption)
                .chain(&block.head)
        });
        for label in titles.chain(rows).chain(corners).chain(columns) {
            assert!(
                std::iter::once(&label.letters)
                    .chain(&label.variants)
                    .all(|word| word.chars().count() <= LONGEST_WORD),
                "{label:?}"
            );
        }
    }
}

#[test]
fn values_are_told_from_words() {
    for value in [
        "0",
        "1,234",
        "12.5",
        "+3",
        "减4",
        "-8",
        "无",
        "/",
        "—",
        "3件",
        "２",
        "251000元",
        "007",
        "5<sup>1</sup>",
        "5[^1]",
        "5①",
        "48\\.3",
    ] {
        assert!(is_value(value), "{value}");
    }
    for word in ["", "1.", "1.属于国家秘密", "一", "其他", "件", "第3项", "0 x"] {
        assert!(!is_value(word), "{word}");
    }
}

#[test]
fn values_begin_after_the_words() {
    for (line, values) in [
        ("规章 0 0 0", "0 0 0"),
        ("行政许可 1", "1"),
        ("1. 属于国家秘密 0 0", "0 0"),
        ("规章 0 0 若干 0", "0 0 若干 0"),
        ("其中 3 项 为 5", "5"),
    ] {
        let begin = values_begin(line, TextRange::new(0, line.len()), Standard::official());
        assert_eq!(begin.map(|at| &line[at..]), Some(values));
    }
}
