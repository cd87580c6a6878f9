//! The organs of settings, found by their names.

use super::schema::Organ;
use crate::diagnostic::OrganKind;
use crate::text::{Folded, TextRange};
use std::collections::HashMap;
use std::sync::Arc;

/// What settings say about organs, by their names. A clone is cheap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organs(Arc<HashMap<String, OrganKind>>);

impl Organs {
    /// `organs` have no name in common.
    pub fn new(organs: &[Organ]) -> Self {
        let named = organs.iter().flat_map(|organ| {
            let kind = OrganKind { level: organ.level, rule_making: organ.rule_making };
            let names = std::iter::once(&organ.name).chain(&organ.also);
            names.map(move |name| (folded(name), kind))
        });
        Self(Arc::new(named.collect()))
    }

    /// What the settings say about the organ with this name in folded letters.
    pub fn kind(&self, organ: &str) -> OrganKind {
        self.0.get(organ).copied().unwrap_or_default()
    }
}

/// The name of an organ as reports are named: in folded letters.
pub(super) fn folded(name: &str) -> String {
    Folded::letters(name, TextRange::new(0, name.len())).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;

    #[test]
    fn an_organ_is_found_by_each_of_its_names() {
        let organ = Organ {
            name: "云溪县（园林）局".to_owned(),
            also: vec!["云溪县　园林绿化局".to_owned()],
            level: Some(Level::Department),
            rule_making: Some(false),
            ..Organ::default()
        };
        let organs = Organs::new(&[organ]);
        let kind = OrganKind { level: Some(Level::Department), rule_making: Some(false) };
        assert_eq!(organs.kind("云溪县园林局"), kind);
        assert_eq!(organs.kind("云溪县园林绿化局"), kind);
        assert_eq!(organs.kind("云溪县水利局"), OrganKind::default());
    }
}
