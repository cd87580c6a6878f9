//! The one list of all rules, in the order in which they are shown.

use super::{Rule, bad_settings, unused_ignore};

/// Every rule.
pub static REGISTRY: &[&Rule] = &[
    // G: gouji itself.
    &unused_ignore::RULE,
    &bad_settings::RULE,
];

/// The rule with this code, in capitals.
pub fn rule(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.code == code)
}
