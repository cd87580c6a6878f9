//! Completes section titles, the statement of the period, and the empty table of a section.

use super::item::{Draft, Here, Items, Kind, basis};
use crate::diagnostic::{Message, Wording};
use crate::facts::Period;
use crate::standard::letters;
use crate::syntax::PartKind;
use crate::text::{TextRange, is_space};
use crate::write::Manner;

const SECTION: Wording = Wording::new("报告的部分", "a section of the report");
const EMPTY_TABLE: Wording = Wording::new("插入空的{0}", "insert an empty {0}");
const PERIOD: Wording =
    Wording::new("报告所列数据的统计期限", "the period that the report's figures are for");

/// The titles of missing sections, the next section first.
pub fn add_sections(items: &mut Items, here: &Here) {
    let typed = here.typed();
    let source = typed.of(here.text);
    let words = letters(source);
    let is_heading_mark = !source.is_empty() && source.trim_end().chars().all(|c| c == '#');
    if words.is_empty() && !is_heading_mark && !(here.invoked && here.is_blank())
        || !here.is_at_end()
        || source.contains(['|', '\t'])
    {
        return;
    }
    let context = here.placed.report.context();
    let form = context.form();
    let on_line = context
        .sections()
        .find(|section| here.line.contains(TextRange::at(section.range().start)))
        .map(|section| section.number);
    let is_open =
        |number: u8| on_line == Some(number) || context.report.section(number).next().is_none();
    let above = on_line.map(|number| number - 1).or(here.part().section()).unwrap_or(0);
    let mut open: Vec<u8> = (1..=6).filter(|&number| is_open(number)).collect();
    open.sort_by_key(|number| (*number <= above, *number));
    for number in open {
        let title = context.official(number);
        if !letters(&title).contains(&words) {
            continue;
        }
        let section = form.section(number);
        let heading = Manner::of(&context, number).heading(form, number);
        let holds = items.view.word(Wording::new(&section.holds.zh, &section.holds.en));
        items.add(
            here,
            Draft {
                label: title,
                kind: Kind::Section,
                detail: items.view.word(SECTION),
                documentation: format!("{holds}{}", basis(items.view, &section.basis)),
                range: typed,
                text: heading.trim_end_matches(['\n', '\r']).to_owned(),
                is_snippet: false,
            },
        );
    }
}

/// The statement of the period, if the statement is missing.
pub fn add_period(items: &mut Items, here: &Here) {
    let facts = here.placed.report.facts();
    let Some(year) = facts.year else { return };
    if !matches!(here.part(), PartKind::Preface | PartKind::Section(1)) || !here.is_at_end() {
        return;
    }
    let typed = here.typed();
    let clause = typed
        .of(here.text)
        .rsplit(['，', '。', '；', ',', ';'])
        .next()
        .unwrap_or_default()
        .trim_start_matches(is_space);
    // Other words may come first: 本报告所列数据的统计期限.
    let clause = clause
        .find("统计期限")
        .filter(|at| !"所列数据的".ends_with(&clause[..*at]))
        .map_or(clause, |at| &clause[at..]);
    let range = TextRange::new(here.offset - clause.len(), here.offset);
    // The clause at the position is unfinished and states no period.
    let is_stated = |period: &Period| {
        (period.start.is_some() || period.end.is_some()) && !range.contains(period.range)
    };
    if facts.periods.iter().any(is_stated) {
        return;
    }
    let words = letters(clause);
    // In the preface, the period is a clause of a sentence. Elsewhere the period is a whole
    // sentence, unless the words of the period are typed already.
    let before = TextRange::new(typed.start, range.start).of(here.text).trim_end_matches(is_space);
    let may_begin = before.is_empty() || before.ends_with('。') || here.part() == PartKind::Preface;
    let is_asked = here.invoked && may_begin && (here.is_blank() || range.start > typed.start);
    let is_begun = words.chars().nth(if may_begin { 0 } else { 1 }).is_some();
    let dates = [
        format!("自{0}年1月1日起至{0}年12月31日止", year.value),
        format!("为{0}年1月1日至{0}年12月31日", year.value),
    ];
    let wordings = dates.iter().flat_map(|dates| {
        ["所列数据的统计期限", "统计期限"].map(|words| format!("{words}{dates}"))
    });
    let Some(text) = wordings.into_iter().find(|text| {
        if words.is_empty() { is_asked } else { is_begun && letters(text).starts_with(&words) }
    }) else {
        return;
    };
    items.add(
        here,
        Draft {
            label: text.clone(),
            kind: Kind::Sentence,
            detail: items.view.word(PERIOD),
            documentation: items.view.word(PERIOD),
            range,
            text: format!("{text}。"),
            is_snippet: false,
        },
    );
}

/// The empty table of a section without a table.
pub fn add_table(items: &mut Items, here: &Here) {
    let context = here.placed.report.context();
    let form = context.form();
    let table =
        here.part().section().and_then(|number| Some((number, form.table_of_section(number)?)));
    let Some((number, index)) = table.filter(|_| here.invoked && here.is_blank() || here.is_pipe())
    else {
        return;
    };
    let Some(table) = form
        .tables
        .get(index)
        .filter(|_| context.facts.tables.iter().all(|table| table.index != index))
    else {
        return;
    };
    let Some(rows) = Manner::of(&context, number).table(table) else { return };
    let section = form.section(number);
    let above = if here.is_below_text() { here.newline() } else { "" };
    items.add(
        here,
        Draft {
            label: format!("{}（{}）", table.name, section.title.text),
            kind: Kind::Whole,
            detail: items.view.say(&Message::new(EMPTY_TABLE, [table.name.as_str().into()])),
            documentation: items.view.word(Wording::new(&section.holds.zh, &section.holds.en)),
            range: here.line,
            text: format!("{above}{}", rows.trim_end_matches(['\n', '\r'])),
            is_snippet: false,
        },
    );
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, labels, offered_to, without};
    use crate::diagnostic::Language;
    use crate::rules::testing::replaced;
    use crate::server::core::features::testing::{SURVEY, report, second};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn a_heading_is_offered_headings_only() {
        let text = second(&report(Layout::Markdown, &[]));
        let title =
            text.lines().find(|line| line.starts_with("## 四")).expect("a heading").to_owned();
        let labels = labels(&text.replacen(&title, "## 四、⟦", 1), true);
        assert_eq!(labels.len(), 1, "{labels:?}");
        assert!(title.ends_with(&labels[0]), "{labels:?}");
    }

    #[test]
    fn the_next_missing_section_comes_first_in_the_reports_own_manner() {
        for layout in Layout::ALL {
            let text = without(&second(&report(layout, &[])), "五、存在的", "六、其他需要");
            let whole = second(&report(layout, &[])).replace("培训不够，已改进。\n\n", "");
            for (typed, invoked) in
                [("", true), ("五、", false), ("五", false), ("存在", false), ("问题及改进", false)]
            {
                {
                    let marked = text.replace('⟦', &format!("{typed}⟦\n"));
                    let offered = offered_to(&marked, Client::default(), invoked);
                    assert_eq!(offered.len(), 1, "{layout:?} {typed}");
                    let (item, made) = &offered[0];
                    assert_eq!(item.label, "五、存在的主要问题及改进情况");
                    assert!(item.filter.starts_with(typed));
                    let lines = |text: &str| {
                        text.lines()
                            .filter(|line| !line.is_empty() && *line != "培训不够，已改进。")
                            .map(str::to_owned)
                            .collect::<Vec<_>>()
                    };
                    assert_eq!(lines(made), lines(&whole), "{layout:?} {typed}");
                }
            }
        }
    }

    #[test]
    fn sections_come_in_order_and_nowhere_else() {
        let text = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n## 二、主动公开政府信息情况\n\n⟦\n";
        let titles: Vec<_> =
            labels(text, true).into_iter().filter(|label| label.contains('、')).collect();
        assert_eq!(
            titles.iter().map(|title| title.chars().next().unwrap()).collect::<String>(),
            "三四五六一"
        );
        assert_eq!(labels(text, false), [] as [&str; 0], "an empty line asks for nothing");
        assert_eq!(labels(&text.replace('⟦', "## ⟦"), false).len(), 5);
        assert_eq!(labels(&text.replace('⟦', "本年度⟦"), true), [] as [&str; 0]);
        assert_eq!(labels(&text.replace('⟦', "三⟦是"), true), [] as [&str; 0]);
        let whole = second(&report(Layout::Markdown, &[]));
        assert_eq!(labels(&replaced(&whole, "培训不够，已改进。", "五⟦"), true), [] as [&str; 0]);
        assert_eq!(
            labels(
                &whole
                    .replacen("## 五、存在的主要", "## 五、⟦存在", 1)
                    .replace("⟦存在问题及改进情况", "⟦"),
                false
            ),
            ["五、存在的主要问题及改进情况"]
        );
    }

    #[test]
    fn documentation_is_in_the_clients_language() {
        let text = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n三⟦\n";
        for (language, words) in [
            (Language::Zh, "依据：《政府信息公开条例》第二十七条、第三十三条、第五十条第（二）项"),
            (Language::En, "Basis: article 27, article 33, article 50 (2)"),
        ] {
            let (item, _) =
                offered_to(text, Client { language, ..Client::default() }, false).remove(0);
            assert!(item.documentation.contains(words), "{}", item.documentation);
        }
    }

    #[test]
    fn the_table_of_a_section_is_inserted_below_its_heading() {
        for layout in Layout::ALL {
            let whole = second(&report(layout, &[]));
            let start = whole.rfind("行政诉讼情况\n").unwrap() + "行政诉讼情况\n".len();
            let end = whole[..whole.rfind("五、存在的").unwrap()].rfind('\n').unwrap() + 1;
            let text = format!("{}\n⟦\n\n{}", &whole[..start], &whole[end..]);
            for (typed, invoked) in [("", true), ("|", false), ("| ", true)] {
                let offered = offered_to(
                    &text.replace('⟦', &format!("{typed}⟦")),
                    Client::default(),
                    invoked,
                );
                let labels: Vec<_> = offered.iter().map(|(item, _)| item.label.as_str()).collect();
                assert_eq!(
                    labels,
                    ["表四（政府信息公开行政复议、行政诉讼情况）"],
                    "{layout:?} {typed}"
                );
                assert_eq!(codes(&offered[0].1), [] as [&str; 0], "{}", offered[0].1);
            }
            let without_next = text.replace("六、其他需要报告的事项", "其他需要报告的事项");
            assert_eq!(
                labels(&without_next, true).first().map(String::as_str),
                Some("表四（政府信息公开行政复议、行政诉讼情况）"),
                "{layout:?}"
            );
        }
    }

    #[test]
    fn the_period_is_stated_where_it_is_not() {
        let whole = second(&report(Layout::Tabs, &[]));
        let stated = "，所列数据的统计期限为2023年1月1日至2023年12月31日。";
        let at = whole.rfind(stated).unwrap();
        for (typed, invoked) in [
            ("，", true),
            ("，所列数据", false),
            ("，所列数据的统计期限", false),
            ("，统计期", false),
            ("，统计期限自", false),
            ("，本报告所列数据的统计期限自", false),
        ] {
            let text = format!("{}{typed}⟦{}", &whole[..at], &whole[at + stated.len()..]);
            let offered = offered_to(&text, Client::default(), invoked);
            assert_eq!(offered.len(), 1, "{typed}");
            assert!(
                offered[0].1.contains("统计期限自2023年1月1日起至2023年12月31日止。\n"),
                "{}",
                offered[0].1
            );
            assert_eq!(codes(&offered[0].1), [] as [&str; 0]);
        }
        assert_eq!(
            labels(&whole.replacen("公开信息9条。", "公开信息9条，统计期⟦", 1), true),
            [] as [&str; 0]
        );
    }

    #[test]
    fn the_period_goes_on_as_it_was_begun_and_never_in_the_middle_of_a_sentence() {
        let whole = second(&report(Layout::Markdown, &[]));
        let stated = "，所列数据的统计期限为2023年1月1日至2023年12月31日。";
        let at = whole.rfind(stated).unwrap();
        let in_preface =
            |typed: &str| format!("{}{typed}{}", &whole[..at], &whole[at + stated.len()..]);
        for typed in ["，所列数据的统计期限为⟦", "，统计期限为⟦", "。统计期限为2023年⟦"]
        {
            let offered = offered_to(&in_preface(typed), Client::default(), true);
            let (item, made) = &offered[0];
            assert_eq!(offered.len(), 1, "{typed}");
            assert!(made.contains("统计期限为2023年1月1日至2023年12月31日。\n"), "{made}");
            assert_eq!(item.filter, item.label, "{typed}");
        }
        // In the general section, if the preface has no period.
        let in_section = |sentence: &str| in_preface("。").replace(SURVEY, sentence);
        for sentence in [
            "2023年，⟦",
            "2023年，⟦主动公开信息9条。",
            "2023年，我局⟦",
            "2023年，统⟦",
            "统计期限⟦内公开9条。",
            "2023年我局统计⟦",
        ] {
            assert_eq!(
                labels(&in_section(sentence).replacen('⟦', "", 1), true),
                [] as [&str; 0],
                "{sentence}"
            );
        }
        for sentence in ["⟦", "公开9条。⟦", "2023年，统计期限⟦", "统计⟦"] {
            assert!(
                labels(&in_section(sentence).replacen('⟦', "", 1), true)
                    .iter()
                    .any(|label| label.contains("2023年1月1日")),
                "{sentence}"
            );
        }
    }
}
