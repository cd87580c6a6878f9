use super::*;
use crate::lint::{Options, check};
use crate::standard::Standard;
use crate::syntax::Layout;
use crate::text::TextRange;
use crate::write::Skeleton;
use file::{HEIGHT, cut_pages, file, file_with, file_with_encoding, pages, rule, show};

#[path = "../../../tests/support/pdf.rs"]
mod file;

fn text(bytes: &[u8]) -> String {
    project(bytes).unwrap().text().to_owned()
}

fn report(total: &str) -> String {
    Skeleton {
        standard: Standard::official(),
        issuer: "云溪县园林局",
        year: 2024,
        layout: Layout::Tabs,
        newline: "\n",
        sections: &["我局认真落实条例。", "", "", "", "无。", "无。"],
        cell: &|table, row, column| {
            match (table, row, column) {
                (1, 0 | 2 | 24, 0) => "3001",
                (1, 0, 6) => total,
                (1, 2 | 24, 6) => "3001",
                _ => "0",
            }
            .to_owned()
        },
    }
    .write()
}

#[test]
fn a_printed_report_is_read_like_its_text() {
    for total in ["3001", "3002"] {
        let report = report(total);
        let programs = pages(&report);
        assert!(programs.len() > 2);
        let printed = text(&file(&programs));
        let lines = |text: &str| {
            let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(lines(&printed), lines(&report));
        let codes = |text: &str| {
            let found = check(text, &Options::default()).unwrap();
            found.iter().map(|one| (one.code, one.place.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(codes(&printed), codes(&report));
    }
}

#[test]
fn a_row_may_go_on_on_the_next_page() {
    let lines = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let report = lines(&report("3001").replace("\n\n", "\n"));
    for top in (180..330).step_by(24) {
        let programs = cut_pages(&report, "云溪县园林局年度报告", top);
        let printed = text(&file(&programs)).replace("云溪县园林局年度报告\n", "");
        assert_eq!(lines(&printed), report, "{top}");
    }
}

/// Two columns between `top` and `bottom`, with a line across at each of `across`.
fn columns(across: &[i32]) -> String {
    let (top, bottom) = (across[0], across[across.len() - 1]);
    let down = [20, 60, 100].map(|left| rule(left, top, 1, bottom - top));
    down.concat() + &across.iter().map(|&at| rule(20, at, 80, 1)).collect::<String>()
}

#[test]
fn a_table_goes_on_below_a_repeated_header() {
    let header = |top: i32| show("类别", 30, top + 12) + &show("件数", 70, top + 12);
    let first = columns(&[700, 716, 732]) + &header(700) + &show("规章", 30, 728);
    let first = first + &show("3", 70, 728) + &show("— 1 —", 50, 790);
    let second = columns(&[40, 56, 72]) + &header(40) + &show("文件", 30, 68);
    let second = second + &show("14", 70, 68) + &show("— 2 —", 50, 790);
    let projection = project(&file(&[first, second])).unwrap();
    assert_eq!(projection.text(), "类别\t件数\n规章\t3\n— 1 —\n文件\t14\n— 2 —\n");
    let place = projection.place(TextRange::at(projection.text().find("文件").unwrap()));
    assert_eq!((place.page, place.table, place.row), (Some(2), Some(1), Some(3)));
}

#[test]
fn a_picture_at_the_top_of_each_page_does_not_cut_a_table() {
    let banner = "q 400 0 0 60 20 730 cm /Picture Do Q\n";
    let first = columns(&[700, 716]) + &show("规章", 30, 712) + &show("3", 70, 712) + banner;
    let second = columns(&[80, 96]) + &show("文件", 30, 92) + &show("14", 70, 92) + banner;
    let projection = project(&file(&[first, second])).unwrap();
    let place = projection.place(TextRange::at(projection.text().find("文件").unwrap()));
    assert_eq!((place.table, place.row), (Some(1), Some(2)));
}

#[test]
fn a_table_below_a_line_is_another_table() {
    let first = columns(&[700, 716]) + &show("规章", 30, 712) + &show("3", 70, 712);
    let second = columns(&[40, 56]) + &show("文件", 30, 52) + &show("14", 70, 52);
    let table = |second: String| {
        let projection = project(&file(&[first.clone(), second])).unwrap();
        projection.place(TextRange::at(projection.text().find("文件").unwrap())).table
    };
    assert_eq!(table(second.clone()), Some(1));
    assert_eq!(table(second + &show("二、其他", 30, 30)), Some(2));
}

#[test]
fn a_merged_cell_goes_on_on_the_next_page() {
    // The first column is one cell, here and on the next page.
    let side = |top: i32, height: i32| {
        [20, 60, 100, 140].map(|left| rule(left, top, 1, height)).concat()
            + &rule(20, top, 120, 1)
            + &rule(20, top + height, 120, 1)
            + &rule(60, top + height / 2, 80, 1)
    };
    let shown = |cells: &[(&str, i32, i32)]| {
        cells.iter().map(|(text, left, base)| show(text, *left, *base)).collect::<String>()
    };
    let first = [("不予公", 22, 712), ("一", 70, 712), ("1", 110, 712), ("二", 70, 732)];
    let second = [("开", 22, 52), ("三", 70, 52), ("3", 110, 52), ("四", 70, 72)];
    let first = side(700, 40) + &shown(&first) + &show("2", 110, 732);
    let second = side(40, 40) + &shown(&second) + &show("4", 110, 72);
    assert_eq!(text(&file(&[first, second])), "不予公开\t一\t1\n二\t2\n三\t3\n四\t4\n");
}

#[test]
fn places_are_pages_tables_rows_and_columns() {
    let programs = pages(&report("3001"));
    let projection = project(&file(&programs)).unwrap();
    let place = |words: &str| {
        let place = projection.place(TextRange::at(projection.text().find(words).unwrap()));
        (place.page, place.table, place.row, place.column, place.paragraph)
    };
    assert_eq!(place("云溪县"), (Some(1), None, None, None, Some(1)));
    assert_eq!(place("本年制发件数"), (Some(1), Some(1), Some(2), Some(2), None));
    let runs = projection.runs();
    assert!(runs.iter().zip(runs.iter().skip(1)).all(|(a, b)| a.text.end == b.text.start));
    assert_eq!(runs.last().unwrap().text.end, projection.text().len());
}

/// Two rows of two cells, with lines drawn by `rule`.
fn small(rule: impl Fn(i32, i32, i32, i32) -> String) -> String {
    let mut page = String::new();
    for at in [0, 40, 80] {
        page += &rule(20, 20 + at, 80, 0);
        page += &rule(20 + at, 20, 0, 80);
    }
    // The second number stands at the top of its cell.
    for (text, left, base) in [("规章", 30, 45), ("3", 70, 32), ("文件", 30, 85), ("14", 70, 85)]
    {
        page += &show(text, left, base);
    }
    page
}

#[test]
fn lines_may_be_drawn_in_any_way() {
    let areas = |fill: &'static str| {
        move |left: i32, top: i32, width: i32, height: i32| {
            format!("{left} {} {} {} re {fill}\n", HEIGHT - top, width.max(1), -height.max(1))
        }
    };
    let strokes = |stroke: &'static str| {
        move |left: i32, top: i32, width: i32, height: i32| {
            let (right, bottom) = (left + width, HEIGHT - top - height);
            format!("{left} {} m {right} {bottom} l {stroke}\n", HEIGHT - top)
        }
    };
    let boxes = |left: i32, top: i32, width: i32, height: i32| {
        // Cells as rectangles, not lines.
        let (width, height) = if width == 0 { (40, height) } else { (width, 40) };
        let is_inside = left + width <= 100 && top + height <= 100;
        let (base, height) = (HEIGHT - top, -height);
        if is_inside { format!("{left} {base} {width} {height} re B\n") } else { String::new() }
    };
    for program in [
        small(areas("f")),
        small(areas("f*")),
        small(areas("F")),
        small(strokes("S")),
        small(strokes("s")),
        small(boxes),
    ] {
        assert_eq!(text(&file(std::slice::from_ref(&program))), "规章\t3\n文件\t14\n", "{program}");
    }
}

#[test]
fn texts_without_lines_are_lines() {
    let page = small(|_, _, _, _| String::new());
    assert_eq!(text(&file(&[page])), "3\n规章\n文件 14\n");
}

/// Rows without drawn lines, from the top: the lines of a label, and the numbers beside its middle.
fn unruled(rows: &[(i32, &[&str], [&str; 4])]) -> String {
    let mut page = show("园林局年度报告", 20, 20);
    let mut top = 40;
    for (left, label, numbers) in rows {
        for (base, line) in (top..).step_by(12).zip(*label) {
            page += &show(line, *left, base);
        }
        let middle = top + 6 * (label.len() as i32 - 1);
        for (left, number) in (200..).step_by(40).zip(numbers) {
            page += &show(number, left, middle);
        }
        top += 12 * label.len() as i32;
    }
    page
}

#[test]
fn labels_in_several_lines_are_rows_without_drawn_lines() {
    let none = [""; 4];
    let first = unruled(&[
        (20, &["一、本年新收申", "请数量"], ["1", "2", "3", "6"]),
        (20, &["二、上年结转"], ["0", "0", "0", "0"]),
        (60, &["（一）予以公", "开"], ["1", "10", "0", "11"]),
        (60, &["（二）部分公开"], ["0", "0", "/", "0"]),
        (60, &["1.属于国", "家秘密", "和商业秘"], ["0", "0", "7", "7"]),
    ]);
    let second = [
        (60, &["密"] as &[&str], none),
        (60, &["2.其他"], ["4", "0", "0", "4"]),
        (20, &["四、结转下年", "度"], ["5", "0", "0", "5"]),
    ];
    let below = show("五、其他情况", 20, 120);
    let read = |second: String| text(&file(&[first.clone(), second]));
    let expected = "园林局年度报告\n一、本年新收申请数量\t1\t2\t3\t6\n二、上年结转\t0\t0\t0\t0\n\
                    （一）予以公开\t1\t10\t0\t11\n（二）部分公开\t0\t0\t/\t0\n\
                    1.属于国家秘密和商业秘密\t0\t0\t7\t7\n园林局年度报告\n2.其他\t4\t0\t0\t4\n\
                    四、结转下年度\t5\t0\t0\t5\n五、其他情况\n";
    assert_eq!(read(unruled(&second) + &below), expected);
    // A word that belongs to no cell: all lines stay.
    let other = unruled(&second) + &show("注", 150, 52) + &below;
    assert!(read(other).contains("一、本年新收申\n1 2 3 6\n请数量\n"));
}

#[test]
fn rows_without_drawn_lines_may_stand_below_a_drawn_table() {
    let rows: &[(i32, &[&str], [&str; 4])] = &[
        (20, &["一、本年新收申", "请数量"], ["1", "2", "3", "6"]),
        (20, &["二、上年结转"], ["0", "0", "0", "0"]),
        (60, &["（一）予以公", "开"], ["1", "10", "0", "11"]),
        (60, &["（二）部分公开"], ["0", "0", "0", "0"]),
        (60, &["1.属于国", "家秘密"], ["0", "0", "7", "7"]),
        (20, &["四、结转下年", "度"], ["5", "0", "0", "5"]),
    ];
    let drawn = columns(&[700, 716]) + &show("规章", 30, 712) + &show("3", 70, 712);
    let printed = text(&file(&[unruled(rows) + &drawn]));
    let expected = "园林局年度报告\n一、本年新收申请数量\t1\t2\t3\t6\n二、上年结转\t0\t0\t0\t0\n\
                    （一）予以公开\t1\t10\t0\t11\n（二）部分公开\t0\t0\t0\t0\n\
                    1.属于国家秘密\t0\t0\t7\t7\n四、结转下年度\t5\t0\t0\t5\n规章\t3\n";
    assert_eq!(printed, expected);
}

#[test]
fn turned_pages_are_read_upright() {
    let turned = format!("0 1 -1 0 {HEIGHT} 0 cm\n{}", small(rule));
    let page = "/Rotate 90/MediaBox[0 0 800 800]";
    let file = file_with(&[turned], page, "/ToUnicode 5 0 R", "");
    assert_eq!(text(&file), "规章\t3\n文件\t14\n");
}

#[test]
fn the_turn_of_the_text_counts() {
    let upright = small(rule);
    let media = "/MediaBox[0 0 800 800]";
    for (turn, matrix) in
        [(90, "0 -1 1 0 0 800"), (180, "-1 0 0 -1 800 800"), (270, "0 1 -1 0 800 0")]
    {
        // The page is turned, its text is not; then both are, against each other.
        let page = format!("/Rotate {turn}{media}");
        let font = "/ToUnicode 5 0 R";
        let sideways = file_with(std::slice::from_ref(&upright), &page, font, "");
        assert_eq!(text(&sideways), "规章\t3\n文件\t14\n", "{turn}");
        let program = format!("{matrix} cm {upright}");
        let sideways = file_with(&[program], media, font, "");
        assert_eq!(text(&sideways), "规章\t3\n文件\t14\n", "{turn}");
    }
    // Much text in another turn would be lost.
    let words = "三、收到和处理政府信息公开申请情况";
    let (main, aside) = (show(words, 20, 500).repeat(4), show(words, 300, 300).repeat(3));
    let page = format!("{main} q 0 1 -1 0 800 0 cm {aside} Q");
    let pages = file(&[upright.clone(), page]);
    assert_eq!(project(&pages).unwrap_err(), SourceError::Turned(2));
    // A watermark or a number of the page does not turn the page.
    let page = format!("{upright} q 0 1 -1 0 800 0 cm {} Q", show("草稿", 300, 300));
    assert_eq!(text(&file(&[page])), "规章\t3\n文件\t14\n");
}

#[test]
fn a_large_picture_is_a_line() {
    let draw = |width: i32, height: i32| {
        format!("{}q {width} 0 0 {height} 20 600 cm /Picture Do Q\n", show("三、表", 20, 32))
    };
    assert_eq!(text(&file(&[draw(400, 100)])), "三、表\n[图片]\n");
    // A seal, and a background.
    assert_eq!(text(&file(&[draw(100, 100)])), "三、表\n");
    assert_eq!(text(&file(&[draw(400, 300)])), "三、表\n");
}

#[test]
fn named_encodings_are_read() {
    let shown = |codes: &str| format!("BT /F 10 Tf 1 0 0 1 20 700 Tm <{codes}> Tj ET");
    let read = |encoding: &str, codes: &str| {
        text(&file_with_encoding(&[shown(codes)], encoding, "/W[1[500]814[500]]"))
    };
    // 规章 3
    for name in ["UniGB-UCS2-H", "UniGB-UTF16-H"] {
        assert_eq!(read(name, "89c47ae000200033"), "规章 3\n", "{name}");
    }
    for name in ["GBK-EUC-H", "GBKp-EUC-H", "GB-EUC-H"] {
        assert_eq!(read(name, "b9e6d5c22033"), "规章 3\n", "{name}");
    }
    // Lines that go down, except for a sign.
    assert_eq!(read("UniGB-UCS2-V", "89c47ae0"), "规章\n");
    let down = file_with_encoding(&[String::new(), shown("89c47ae089c4")], "Identity-V", "");
    assert_eq!(project(&down).unwrap_err(), SourceError::Turned(2));
    let unknown = file_with_encoding(&[shown("89c4")], "Hankaku", "");
    assert_eq!(project(&unknown).unwrap_err(), SourceError::Unmapped);
}

#[test]
fn strings_are_shown_by_all_operations() {
    let program = "/F 10 Tf 12 TL 1 0 0 1 20 700 Tm <4e00> Tj <4e8c> ' 0 0 <4e09> \" T* [<56db> -99 \
                   <4e94>] TJ 3 Tr <516d> Tj";
    let program = format!("BT {program} ET");
    assert_eq!(text(&file(&[program])), "一\n二\n三\n四五\n");
}

#[test]
fn files_without_readable_text_are_refused() {
    let refused = |bytes: &[u8]| project(bytes).unwrap_err();
    let shown = show("园林", 20, 20);
    assert_eq!(refused(&file(&[rule(0, 0, 9, 9)])), SourceError::Scanned);
    assert_eq!(refused(&file(&[format!("3 Tr {shown}")])), SourceError::Scanned);
    assert_eq!(
        refused(&file_with(std::slice::from_ref(&shown), "", "", "")),
        SourceError::Unmapped
    );
    let encrypted = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(o)/U(u)>>";
    let encrypted = file_with(&[shown], "", "/ToUnicode 5 0 R", encrypted);
    assert_eq!(refused(&encrypted), SourceError::Encrypted("PDF"));
    for program in ["/Loop Do", "/Missing Do", "/G 10 Tf", "(", "BT /F 10 Tf ET [["] {
        assert_eq!(refused(&file(&[program.to_owned()])), DAMAGED, "{program}");
    }
    assert_eq!(refused(b"%PDF-1.7"), DAMAGED);
    assert_eq!(refused(b""), DAMAGED);
}

/// The numbers of a report may be in another font than its words.
#[test]
fn a_font_whose_characters_are_not_known_is_no_blank() {
    let words = show("年度报告公开信息", 20, 20).repeat(9);
    let numbers =
        |codes: &str| file(&[format!("{words} BT /U 10 Tf 1 0 0 1 20 700 Tm <{codes}> Tj ET")]);
    assert_eq!(project(&numbers("001300140015")).unwrap_err(), SourceError::Unmapped);
    // A space, and the point of a list.
    assert!(project(&numbers("000300780003")).is_ok());
}

#[test]
fn programs_of_too_many_operations_are_refused() {
    let limit = |program: String| project(&file(&[program])).unwrap_err();
    for program in ["q ", "0 0 l ", "()", "1-1", "[", "n\n"] {
        let error = limit(program.repeat(1_600_000));
        assert!(matches!(error, SourceError::Unpacked { .. }), "{program}: {error:?}");
    }
    // The parts of a page count together.
    let lines = "0 0 m 9 9 l S ".repeat(50_000);
    let error = project(&file(&vec![lines; 9])).unwrap_err();
    assert!(matches!(error, SourceError::Unpacked { .. }), "{error:?}");
}

#[test]
fn a_cut_file_is_whole_or_refused() {
    let bytes = file(&[small(rule), show("园林", 20, 20)]);
    let whole = project(&bytes).unwrap();
    for end in (0..bytes.len()).step_by(31) {
        let read = project(&bytes[..end]);
        assert!(read.as_ref().is_err() || read.as_ref() == Ok(&whole), "{end}");
    }
}
