//! Which names are the name of one organ.

use crate::report::ReportName;
use crate::settings::Organs;
use std::sync::Arc;

/// The first name of the organ of a report, with the year. `None` if the organ or the year is
/// unknown, or if several organs may have the name.
pub fn clear(name: &ReportName, organs: &Organs) -> Option<(Arc<str>, i32)> {
    let organ = name.organ.as_deref()?;
    let is_clear = organs.is_known(organ) || !is_shared(organ);
    is_clear.then(|| organs.canonical(organ).into()).zip(name.year)
}

/// Units whose name alone names nothing: 县水利局 is an organ of every county.
const UNITS: [char; 9] = ['省', '市', '县', '区', '旗', '州', '盟', '镇', '乡'];
/// Words in place of a name.
const PRONOUNS: [&str; 8] = ["我", "本局", "本单位", "本机关", "本部门", "本级", "该", "各"];

/// Whether a name in folded letters says which kind of organ it is, but not where.
fn is_shared(name: &str) -> bool {
    if PRONOUNS.iter().any(|pronoun| name.starts_with(pronoun)) {
        return true;
    }
    let Some(rest) = name.strip_prefix(UNITS) else { return false };
    // 市北区教育局, 镇江市水利局: the unit is a part of a place's name.
    !rest.char_indices().any(|(at, c)| {
        UNITS.contains(&c)
            && at > 0
            && !rest[at..].starts_with("市场")
            && !rest[..at].ends_with('城')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_place_is_shared() {
        for name in ["县水利局", "区市场监督管理局", "市财政局", "我局", "本单位", "县城市管理局"]
        {
            assert!(is_shared(name), "{name}");
        }
        for name in [
            "云溪县水利局",
            "市北区教育局",
            "镇江市水利局",
            "甲局",
            "国家云溪统计队",
            "云溪县市场监督管理局",
        ] {
            assert!(!is_shared(name), "{name}");
        }
    }
}
