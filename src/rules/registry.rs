//! The only list of all rules, in display order.

use super::{
    Rule, all_closed, bad_settings, balance, blank_cell, blank_number, bracket_mix, carry_over,
    cell_count, column_label, column_order, document_count, duplicate_paragraph, duplicate_row,
    duplicate_section, duplicate_table, empty_section, fee_contradiction, foreign_content, growth,
    head_label, in_force, in_force_carry, invalid_date, invisible, last_years_table, lawsuit_count,
    level_sum, missing_aspect, missing_assessment, missing_period, missing_row, missing_section,
    missing_table, missing_title, no_fee_statement, no_problems, not_a_number, not_handed_in,
    number_format, outcome_total, own_list, parts, percent, radical, request_count, review_count,
    review_total, row_label, row_order, row_total, rule_making_power, same_report_twice,
    section_number, section_order, section_title, self_contradiction, shifted_row, signature_date,
    similar_to_last_year, similar_to_other_organ, stale_year, superseded_basis, superseded_form,
    template_residue, title_form, unknown_column, unknown_row, unreadable_table, unused_ignore,
    wrong_period,
};

/// Every rule.
pub static REGISTRY: &[&Rule] = &[
    // S: structure.
    &missing_title::RULE,
    &title_form::RULE,
    &missing_section::RULE,
    &section_order::RULE,
    &duplicate_section::RULE,
    &section_title::RULE,
    &section_number::RULE,
    &empty_section::RULE,
    &missing_table::RULE,
    &superseded_form::RULE,
    &superseded_basis::RULE,
    &template_residue::RULE,
    &foreign_content::RULE,
    &duplicate_paragraph::RULE,
    // T: tables.
    &unknown_row::RULE,
    &row_label::RULE,
    &missing_row::RULE,
    &duplicate_row::RULE,
    &row_order::RULE,
    &column_label::RULE,
    &unknown_column::RULE,
    &cell_count::RULE,
    &blank_cell::RULE,
    &not_a_number::RULE,
    &number_format::RULE,
    &unreadable_table::RULE,
    &shifted_row::RULE,
    &column_order::RULE,
    &duplicate_table::RULE,
    &head_label::RULE,
    // A: arithmetic.
    &row_total::RULE,
    &outcome_total::RULE,
    &balance::RULE,
    &review_total::RULE,
    &in_force::RULE,
    // P: period, years, dates.
    &wrong_period::RULE,
    &missing_period::RULE,
    &stale_year::RULE,
    &signature_date::RULE,
    &invalid_date::RULE,
    // N: the text against the tables.
    &request_count::RULE,
    &review_count::RULE,
    &lawsuit_count::RULE,
    &document_count::RULE,
    &all_closed::RULE,
    &parts::RULE,
    &percent::RULE,
    &self_contradiction::RULE,
    // R: required content.
    &no_problems::RULE,
    &no_fee_statement::RULE,
    &fee_contradiction::RULE,
    &missing_aspect::RULE,
    &missing_assessment::RULE,
    &blank_number::RULE,
    &rule_making_power::RULE,
    &own_list::RULE,
    // C: characters.
    &radical::RULE,
    &invisible::RULE,
    &bracket_mix::RULE,
    // X: across reports.
    &carry_over::RULE,
    &in_force_carry::RULE,
    &similar_to_last_year::RULE,
    &similar_to_other_organ::RULE,
    &same_report_twice::RULE,
    &level_sum::RULE,
    &growth::RULE,
    &last_years_table::RULE,
    &not_handed_in::RULE,
    // G: gouji itself.
    &unused_ignore::RULE,
    &bad_settings::RULE,
];

/// The rule with this code, in capitals.
pub fn rule(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_rules, sample};
    use super::*;
    use crate::diagnostic::{Applicability, Diagnostic, apply};
    use crate::syntax::Layout;
    use proptest::prelude::*;

    #[test]
    fn every_page_has_its_headings_in_both_languages() {
        for rule in REGISTRY {
            for (page, headings) in [
                (
                    rule.documentation.zh,
                    ["### 检查什么\n", "### 为什么\n", "### 例子\n", "### 修正\n"],
                ),
                (
                    rule.documentation.en,
                    ["### What it checks\n", "### Why\n", "### Example\n", "### Fix\n"],
                ),
            ] {
                let found: Vec<&str> =
                    page.split_inclusive('\n').filter(|line| line.starts_with('#')).collect();
                assert_eq!(found, headings, "{}", rule.code);
            }
        }
    }

    #[test]
    fn codes_and_names_are_given_once() {
        for (index, a) in REGISTRY.iter().enumerate() {
            assert!(
                REGISTRY[index + 1..].iter().all(|b| a.code != b.code && a.name != b.name),
                "{}",
                a.code
            );
        }
    }

    /// Pieces of reports, whole and broken.
    fn pieces() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "某局",
            "某县人民政府",
            "2021年",
            "2020年",
            "２０２０年",
            "二〇二〇年",
            "度",
            "政府信息公开",
            "工作年度报告",
            "统计期限",
            "自",
            "为",
            "1月1日",
            "起至",
            "至",
            "12月31日",
            "2月30日",
            "止",
            "。",
            "，",
            "\n",
            "\n\n",
            "\r\n",
            "一、总体情况\n",
            "六、其他\n",
            "截至",
            "我局",
            "（一）",
            "情况",
            "《",
            "》",
            "⼀",
            "⺀",
            "\u{200b}",
            "\u{fffd}",
            "\u{e000}",
            "202211日",
            "2022.1.5",
            "-",
            " ",
            "現公布",
            "现公布",
            "|",
            "𠮷",
        ]);
        prop::collection::vec(
            prop_oneof![9 => pieces.prop_map(str::to_owned), 1 => "\\PC{0,3}"],
            0..40,
        )
        .prop_map(|pieces| pieces.concat())
    }

    /// Reports with tables in any layout, with some pieces changed.
    fn tables() -> impl Strategy<Value = String> {
        let change = (prop::sample::select(CHANGES.to_vec()), any::<prop::sample::Index>());
        (prop::sample::select(Layout::ALL.to_vec()), prop::collection::vec(change, 1..7)).prop_map(
            |(layout, changes)| {
                changes.into_iter().fold(sample(layout), |mut text, ((from, to), at)| {
                    let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
                    if !places.is_empty() {
                        let at = places[at.index(places.len())];
                        text.replace_range(at..at + from.len(), to);
                    }
                    text
                })
            },
        )
    }

    /// The changes of pieces: labels, headers, cells and separators.
    const CHANGES: [(&str, &str); 35] = [
        ("0", "5"),
        ("0", "05"),
        ("0", "５"),
        ("0", "5 件"),
        ("0", "约5"),
        ("0", "/"),
        ("0", "0 0"),
        ("4", ""),
        ("1", "1,234"),
        ("12", "12次"),
        (" 0", "0"),
        (" 0", ""),
        ("\t0", "0"),
        ("\t0", "\t"),
        (" | 0", " 0"),
        ("| 0 ", "| "),
        ("\n0", ""),
        ("规章", "规章（件）"),
        ("行政规范性文件", "规范性文件"),
        ("行政许可", "行政许可件"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("2.其他法律行政法规", "2.其他法律法规"),
        ("5.属于", "5.\n属于"),
        ("4.保护第三方合法权益", "4.保护第三方的合法权益（含隐私）"),
        ("2.重复申请", "2.重复的申请"),
        ("（三）不予公开", "（三）不公开"),
        ("1.信访举报投诉类申请", "（五）不予处理1.信访举报投诉类申请"),
        ("（七）总计", "（七）合计"),
        ("四、结转下年度继续办理", "四、结转下年度继续办理的"),
        ("本年废止件数", "本年度止件数"),
        ("社会公益组织", "社会公益组织法律服务机构"),
        ("结果维持", "结果维特"),
        ("总计", "合计"),
        ("2.没有现成", "2.没有\u{200b}现成"),
        ("行政", "⾏政"),
    ];

    /// After three rounds of safe fixes, no safe fix is left.
    const ROUNDS: usize = 3;

    proptest! {
        #[test]
        fn any_text_gives_ranges_inside_it_and_safe_fixes_that_mend(text in prop_oneof![2 => pieces(), 1 => tables()]) {
            let all = check_rules(REGISTRY, None, &text);
            for found in all.chunk_by(|one, next| one.code == next.code) {
                for diagnostic in found {
                    prop_assert!(text.get(diagnostic.range.start..diagnostic.range.end).is_some());
                    for edit in diagnostic.fixes.iter().flat_map(|fix| fix.edits()) {
                        prop_assert!(text.get(edit.range.start..edit.range.end).is_some());
                    }
                }
                let is_safe = |diagnostic: &&Diagnostic| diagnostic.fixes.first().is_some_and(|fix| fix.applicability == Applicability::Safe);
                let (safe, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = found.iter().partition(is_safe);
                if safe.is_empty() {
                    continue;
                }
                // One edit may correct several relations.
                let mut edits: Vec<_> = safe.iter().flat_map(|diagnostic| diagnostic.fixes[0].edits()).collect();
                edits.sort_unstable();
                edits.dedup();
                prop_assert!(edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{:?} in\n{}", edits, text);
                let rule = rule(found[0].code).expect("its rule");
                let mut mended = apply(&text, edits);
                // A word may be readable only after its neighbour is corrected.
                for _ in 0..ROUNDS {
                    let left = check_rules(&[rule], None, &mended);
                    let edits: Vec<_> = left.iter().filter(is_safe).flat_map(|diagnostic| diagnostic.fixes[0].edits()).collect();
                    mended = apply(&mended, edits);
                }
                // Removing an invisible character may join two runs.
                prop_assert!(check_rules(&[rule], None, &mended).len() <= others.len(), "{} leaves {:?}", rule.code, mended);
            }
        }
    }
}
