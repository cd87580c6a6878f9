//! The one list of all rules, in the order in which they are shown.

use super::{Rule, invalid_date, invisible, missing_period, radical, signature_date, stale_year, wrong_period};

/// Every rule.
pub static REGISTRY: &[&Rule] = &[
    &super::row_total::RULE,
    &super::outcome_total::RULE,
    &super::balance::RULE,
    &super::review_total::RULE,
    &super::in_force::RULE,
    &wrong_period::RULE,
    &missing_period::RULE,
    &stale_year::RULE,
    &signature_date::RULE,
    &invalid_date::RULE,
    &radical::RULE,
    &invisible::RULE,
];

/// The rule with this code, in capitals.
pub fn rule(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.code == code)
}
