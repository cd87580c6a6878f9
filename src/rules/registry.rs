//! The one list of all rules, in the order in which they are shown.

use super::Rule;

/// Every rule.
pub static REGISTRY: &[&Rule] = &[
    &super::missing_title::RULE,
    &super::title_form::RULE,
    &super::missing_section::RULE,
    &super::section_order::RULE,
    &super::duplicate_section::RULE,
    &super::section_title::RULE,
    &super::section_number::RULE,
    &super::empty_section::RULE,
    &super::missing_table::RULE,
    &super::superseded_form::RULE,
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
