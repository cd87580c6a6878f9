//! The organs of settings, found by their names.

use super::schema::{Government, Organ};
use crate::diagnostic::OrganKind;
use crate::text::{Folded, TextRange};
use std::collections::HashMap;
use std::sync::Arc;

/// What settings say about organs, by their names. A clone is cheap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organs(Arc<HashMap<String, Known>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    /// The first name of the organ, in folded letters.
    name: Arc<str>,
    kind: OrganKind,
}

impl Organs {
    /// `organs` have no name in common.
    pub fn new(organs: &[Organ]) -> Self {
        let named = organs.iter().flat_map(|organ| {
            let known = Known {
                name: folded(&organ.name).into(),
                kind: OrganKind { level: organ.level, rule_making: organ.rule_making },
            };
            let names = std::iter::once(&organ.name).chain(&organ.also);
            names.map(move |name| (folded(name), known.clone()))
        });
        Self(Arc::new(named.collect()))
    }

    /// The same with the organs that governments name. Settings say no more about these organs.
    pub fn with_members(self, governments: &[Government]) -> Self {
        let mut all = Arc::unwrap_or_clone(self.0);
        for government in governments {
            for name in std::iter::once(&government.name).chain(&government.members) {
                let name = folded(name);
                let known = Known { name: name.as_str().into(), kind: OrganKind::default() };
                all.entry(name).or_insert(known);
            }
        }
        Self(Arc::new(all))
    }

    /// What the settings say about the organ with this name in folded letters.
    pub fn kind(&self, organ: &str) -> OrganKind {
        self.0.get(organ).map(|known| known.kind).unwrap_or_default()
    }

    /// Whether the settings name the organ. `organ` is in folded letters.
    pub fn is_known(&self, organ: &str) -> bool {
        self.0.contains_key(organ)
    }

    /// The first name of the organ with this name, both in folded letters. The name itself for an
    /// organ that the settings do not name.
    pub fn canonical(&self, organ: &str) -> String {
        self.0.get(organ).map_or(organ, |known| &known.name).to_owned()
    }
}

/// The names in a list with commas, full-width or not, or with 、 or ；. A name holds none of them.
pub fn split_names(list: &str) -> impl Iterator<Item = &str> {
    let names = list.split([',', '，', '、', '､', ';', '；']).map(str::trim);
    names.filter(|name| !name.is_empty())
}

/// The name of an organ as reports are named: in folded letters.
pub fn folded(name: &str) -> String {
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
        assert_eq!(organs.canonical("云溪县园林绿化局"), "云溪县园林局");
        assert_eq!(organs.canonical("云溪县水利局"), "云溪县水利局");
    }
}
