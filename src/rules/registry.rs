//! The one list of all rules, in the order in which they are shown.

use super::Rule;

/// Every rule.
pub static REGISTRY: &[&Rule] = &[
    &super::unknown_row::RULE,
    &super::row_label::RULE,
    &super::missing_row::RULE,
    &super::duplicate_row::RULE,
    &super::row_order::RULE,
    &super::column_label::RULE,
    &super::unknown_column::RULE,
    &super::cell_count::RULE,
    &super::blank_cell::RULE,
    &super::not_a_number::RULE,
    &super::number_format::RULE,
    &super::unreadable_table::RULE,
    &super::row_total::RULE,
    &super::outcome_total::RULE,
    &super::balance::RULE,
    &super::review_total::RULE,
    &super::in_force::RULE,
];

/// The rule with this code, in capitals.
pub fn rule(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.code == code)
}
