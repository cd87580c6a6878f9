//! Names that are probably meant for one another.

use crate::settings::place_of;

/// The fewest letters of a name that is a part of another.
const FEWEST: usize = 3;
/// A name of at least this many letters may differ in one letter.
const ONE_LETTER: usize = 4;
/// A name of at least this many letters may differ in two letters.
const TWO_LETTERS: usize = 7;

/// The name that is probably meant by `organ`: one that holds it or is a part of it, or else the
/// only one that differs in few letters. All names are in folded letters.
pub fn nearest<'a>(organ: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut near: Vec<(usize, &str)> =
        names.filter_map(|name| Some((distance(organ, name)?, name))).collect();
    near.sort_unstable();
    near.dedup();
    match *near {
        [(distance, name), ref rest @ ..] => {
            rest.first().is_none_or(|(other, _)| *other > distance).then_some(name)
        }
        [] => None,
    }
}

/// 0 for a part of a name, otherwise the number of different letters. `None` for other names.
fn distance(one: &str, other: &str) -> Option<usize> {
    let len = |name: &str| name.chars().count();
    let (shorter, longer) = if len(one) <= len(other) { (one, other) } else { (other, one) };
    // 县政府 for 县人民政府.
    if place_of(one).is_some_and(|place| place_of(other) == Some(place)) {
        return Some(0);
    }
    if longer.contains(shorter) {
        return (len(shorter) >= FEWEST).then_some(0);
    }
    // Another first letter is another place.
    if one.chars().next() != other.chars().next() {
        return None;
    }
    let most = match len(shorter) {
        TWO_LETTERS.. => 2,
        ONE_LETTER.. => 1,
        _ => 0,
    };
    Some(strsim::levenshtein(one, other)).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_few_letters_are_near() {
        for (organ, name, expected) in [
            ("县园林局", "云溪县园林局", true),
            ("云溪县园林局", "园林局", true),
            ("云溪县市场监督管理局", "云溪县市场监督管理局知识产权局", true),
            ("云溪县水利局", "云溪县水务局", true),
            ("云溪县政府", "云溪县人民政府", true),
            ("云溪县园林局", "云溪县财政局", false),
            ("甲局", "甲市甲局", false),
            ("云溪县人民政府", "青石县人民政府", false),
        ] {
            let found = nearest(organ, [name].into_iter());
            assert_eq!(found.is_some(), expected, "{organ} {name}");
        }
        let two = ["云溪县水务局", "云溪县水文局"];
        assert_eq!(nearest("云溪县水利局", two.into_iter()), None, "which of them?");
    }
}
