//! The one list of all rules, in the order in which they are shown.

use super::{Rule, bad_settings, balance, in_force, outcome_total, review_total, row_total, unused_ignore};

/// Every rule.
pub static REGISTRY: &[&Rule] = &[
    // A: arithmetic.
    &row_total::RULE,
    &outcome_total::RULE,
    &balance::RULE,
    &review_total::RULE,
    &in_force::RULE,
    // G: gouji itself.
    &unused_ignore::RULE,
    &bad_settings::RULE,
];

/// The rule with this code, in capitals.
pub fn rule(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.code == code)
}
