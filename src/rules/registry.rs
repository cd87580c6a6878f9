//! The one list of all rules, in the order in which they are shown.

use super::Rule;

/// Every rule.
pub static REGISTRY: &[&Rule] = &[];

/// The rule with this code, in capitals.
pub fn rule(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().copied().find(|rule| rule.code == code)
}
