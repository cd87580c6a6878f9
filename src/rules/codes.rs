//! The codes for settings.

/// Every existing or reserved code of a rule. Settings for a later version of gouji can thus be
/// read by this version.
pub const CODES: &[&str] = &[
    "S001", "S002", "S003", "S004", "S005", "S006", "S007", "S008", "S009", "S010", "S011", "S012",
    "S013", "S014", //
    "T001", "T002", "T003", "T004", "T005", "T006", "T007", "T008", "T009", "T010", "T011", "T012",
    "T013", "T014", "T015", "T016", //
    "A001", "A002", "A003", "A004", "A005", //
    "P001", "P002", "P003", "P004", "P005", //
    "N001", "N002", "N003", "N004", "N005", "N006", "N007", "N008", //
    "R001", "R002", "R003", "R004", "R005", "R006", "R007", "R008", //
    "C001", "C002", "C003", //
    "X001", "X002", "X003", "X004", "X005", "X006", "X007", "X008", "X009", //
    "G001", "G002",
];

#[cfg(test)]
mod tests {
    use super::CODES;
    use crate::rules::REGISTRY;

    #[test]
    fn every_rule_may_be_named_in_settings() {
        for rule in REGISTRY {
            assert!(CODES.contains(&rule.code), "{}", rule.code);
        }
    }
}
