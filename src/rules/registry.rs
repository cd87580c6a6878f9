//! The one list of all rules, in the order in which they are shown.

use super::{
    Rule, bad_settings, balance, in_force, invalid_date, invisible, missing_period, outcome_total, radical, review_total, row_total, signature_date,
    stale_year, unused_ignore, wrong_period,
};

/// Every rule.
pub static REGISTRY: &[&Rule] = &[
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
    // C: characters.
    &radical::RULE,
    &invisible::RULE,
    // G: gouji itself.
    &unused_ignore::RULE,
    &bad_settings::RULE,
];

/// The rule with this code, in capitals.
pub fn rule(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.code == code)
}
