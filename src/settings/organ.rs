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

    /// The same with the organs that governments name. Settings say no more about these organs. A
    /// government may report under the name of its place: 云溪县2023年…年度报告.
    pub fn with_members(self, governments: &[Government]) -> Self {
        let mut all = Arc::unwrap_or_clone(self.0);
        let names = || {
            let of = |government: &Government| {
                std::iter::once(folded(&government.name))
                    .chain(government.members.iter().map(|name| folded(name)))
                    .collect::<Vec<_>>()
            };
            governments.iter().flat_map(of)
        };
        for name in names() {
            let known = Known { name: name.as_str().into(), kind: OrganKind::default() };
            all.entry(name).or_insert(known);
        }
        for name in names() {
            if let (Some(place), Some(known)) = (place(&name), all.get(&name).cloned()) {
                all.entry(place.to_owned()).or_insert(known);
            }
        }
        Self(Arc::new(all))
    }

    /// The names of the organ with this first name.
    pub fn names_of<'a>(&'a self, canonical: &'a str) -> impl Iterator<Item = &'a str> {
        let own = self.0.iter().filter(move |(_, known)| *known.name == *canonical);
        own.map(|(name, _)| name.as_str()).chain([canonical])
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

/// The place of a people's government, by its name in folded letters.
pub fn place(government: &str) -> Option<&str> {
    let place = GOVERNMENTS.iter().find_map(|end| government.strip_suffix(end))?;
    (!place.is_empty()).then_some(place)
}

const GOVERNMENTS: [&str; 2] = ["人民政府", "政府"];

/// Whether an organ is too high to be a member of a government, by their names in folded letters:
/// no city reports to a county. A city may be a member of another city.
pub fn is_above(organ: &str, government: &str) -> bool {
    let rank = |name: &str| {
        let place = place(name)?;
        RANKS.iter().position(|ends| ends.iter().any(|end| place.ends_with(end)))
    };
    const CITY: Option<usize> = Some(1);
    match (rank(organ), rank(government)) {
        (Some(own), Some(other)) => own < other || own == other && Some(own) != CITY,
        _ => false,
    }
}

/// The ends of places' names, the highest first.
const RANKS: [&[&str]; 4] =
    [&["省", "自治区"], &["市", "州", "盟", "地区"], &["县", "区", "旗"], &["镇", "乡"]];

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

    #[test]
    fn a_government_is_found_by_its_place() {
        let government = Government {
            name: "云溪县人民政府".to_owned(),
            members: vec!["青石镇人民政府".to_owned(), "云溪县园林局".to_owned()],
            ..Government::default()
        };
        let organs = Organs::new(&[]).with_members(&[government]);
        assert_eq!(organs.canonical("云溪县"), "云溪县人民政府");
        assert_eq!(organs.canonical("青石镇"), "青石镇人民政府");
        assert!(organs.is_known("云溪县") && !organs.is_known("云溪"));
    }

    #[test]
    fn levels_are_told_by_names() {
        for (organ, government, expected) in [
            ("甲市人民政府", "云溪县人民政府", true),
            ("云溪县人民政府", "甲市人民政府", false),
            ("云溪县人民政府", "青石区人民政府", true),
            ("乙市人民政府", "甲市人民政府", false),
            ("内蒙古自治区人民政府", "甲市人民政府", true),
            ("云溪县园林局", "云溪县人民政府", false),
        ] {
            assert_eq!(is_above(organ, government), expected, "{organ} {government}");
        }
    }
}
