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

/// The words of departments that every county has. Alone with one of [`ENDS`], they name nobody.
const DEPARTMENTS: [&str; 46] = [
    "财政",
    "教育",
    "教育体育",
    "水利",
    "水务",
    "民政",
    "审计",
    "统计",
    "交通",
    "交通运输",
    "公安",
    "司法",
    "税务",
    "商务",
    "林业",
    "农业",
    "农业农村",
    "园林",
    "园林绿化",
    "城管",
    "城市管理",
    "文化",
    "文化和旅游",
    "文化旅游",
    "卫生",
    "卫生健康",
    "医疗保障",
    "医保",
    "应急",
    "应急管理",
    "生态环境",
    "环境保护",
    "环保",
    "自然资源",
    "国土资源",
    "规划",
    "自然资源和规划",
    "住房和城乡建设",
    "住建",
    "人力资源和社会保障",
    "人社",
    "发展和改革",
    "发改",
    "科技",
    "科学技术",
    "退役军人事务",
];
const ENDS: [&str; 8] = ["局", "委员会", "委", "厅", "办公室", "办", "中心", "部门"];

/// Whether a name in folded letters says which kind of organ it is, but not where.
fn is_shared(name: &str) -> bool {
    let is_bare = |end: &str| {
        name.strip_suffix(end).is_some_and(|department| DEPARTMENTS.contains(&department))
    };
    if ENDS.into_iter().any(is_bare) {
        return true;
    }
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
    use crate::settings::Government;
    use crate::text::TextRange;

    #[test]
    fn a_name_without_a_place_is_shared() {
        for name in [
            "县水利局",
            "区市场监督管理局",
            "市财政局",
            "我局",
            "本单位",
            "县城市管理局",
            "水利局",
            "发展和改革委员会",
        ] {
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

    #[test]
    fn a_name_of_the_settings_is_clear() {
        let government = Government {
            name: "县人民政府".to_owned(),
            members: vec!["水利局".to_owned()],
            ..Government::default()
        };
        let named = |organ: &str| ReportName {
            range: TextRange::at(0),
            organ: Some(organ.to_owned()),
            year: Some(2023),
        };
        let organs = Organs::new(&[]).with_members(&[government]);
        for (organ, is_clear) in [("水利局", true), ("县人民政府", true), ("财政局", false)]
        {
            assert_eq!(clear(&named(organ), &organs).is_some(), is_clear, "{organ}");
        }
    }
}
