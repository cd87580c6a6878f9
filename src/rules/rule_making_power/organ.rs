//! The organs without the power to make rules, by their names.

/// Whether an organ with this name certainly may not make rules. `name` is in folded letters.
pub(super) fn lacks_rule_making(name: &str) -> bool {
    if NATIONAL.iter().any(|start| name.starts_with(start)) {
        return false;
    }
    if TOWNSHIPS.iter().any(|end| name.ends_with(end)) {
        return true;
    }
    let below_province = behind_province(name);
    let (rest, is_in_city) = match behind_city(below_province) {
        Some(rest) => (rest, true),
        None => (below_province, false),
    };
    is_in_county(rest) || is_in_city && is_department(rest)
}

const NATIONAL: [&str; 5] = ["国家", "国务院", "中国", "中华", "全国"];

const TOWNSHIPS: [&str; 8] = [
    "镇人民政府",
    "乡人民政府",
    "镇政府",
    "乡政府",
    "街道办事处",
    "街道办",
    "街道",
    "苏木人民政府",
];

/// The cities with the rank of a province.
const MUNICIPALITIES: [&str; 4] = ["北京市", "天津市", "上海市", "重庆市"];

/// The name without the province in front.
fn behind_province(name: &str) -> &str {
    if let Some(rest) = MUNICIPALITIES.iter().find_map(|city| name.strip_prefix(city)) {
        return rest;
    }
    behind(name, "省", 0..=3).or_else(|| behind(name, "自治区", 2..=8)).unwrap_or(name)
}

/// The name without the city or autonomous prefecture in front.
fn behind_city(name: &str) -> Option<&str> {
    if let Some(rest) = behind(name, "自治州", 2..=14) {
        return Some(rest);
    }
    let rest = behind(name, "市", 2..=5)?;
    let city = &name[..name.len() - rest.len()];
    // 云溪县城市管理局, 住房和城市建设局, 粮食市场管理局: 市 names no city.
    let is_word = city.contains(['县', '区', '旗'])
        || city.chars().count() > 3 && city.ends_with("城市")
        || rest.starts_with('场');
    (!is_word).then_some(rest)
}

/// Whether the name begins with a county, a banner or a district.
fn is_in_county(name: &str) -> bool {
    if behind(name, "县", 1..=5).or_else(|| behind(name, "自治县", 2..=15)).is_some() {
        return true;
    }
    let is_government = |rest: &str| rest.is_empty() || rest.starts_with("人民政府");
    if behind(name, "旗", 2..=8).is_some_and(is_government) {
        return true;
    }
    behind(name, "区", 1..=5).is_some_and(|rest| {
        let district = &name[..name.len() - rest.len()];
        !OTHER_AREAS.iter().any(|area| district.ends_with(area))
            && !NAMELESS_AREAS.contains(&district)
            && !rest.starts_with(['域', '划', '块', '间'])
    })
}

/// Ends of areas that are no districts, or not certainly districts.
const OTHER_AREAS: [&str; 31] = [
    "新区",
    "开发区",
    "园区",
    "示范区",
    "管理区",
    "地区",
    "社区",
    "保税区",
    "高新区",
    "度假区",
    "景区",
    "试验区",
    "实验区",
    "合作区",
    "特区",
    "片区",
    "名胜区",
    "保护区",
    "工业区",
    "集聚区",
    "贸易区",
    "自贸区",
    "经济区",
    "功能区",
    "产业区",
    "生态区",
    "旅游区",
    "湾区",
    "港区",
    "革命老区",
    "贫困山区",
];

/// Areas without a name of their own. A district may have such an end: 房山区.
const NAMELESS_AREAS: [&str; 10] =
    ["山区", "矿区", "城区", "郊区", "老区", "林区", "库区", "灾区", "牧区", "垦区"];

/// Whether the rest of a name behind its city is a department, not the city itself. An office may
/// publish the report of its government.
fn is_department(rest: &str) -> bool {
    const OTHERS: [&str; 9] =
        ["政府", "公开", "管委会", "管理委员会", "区", "人大", "常委", "政协", "市委"];
    ["局", "委员会", "委", "办公室"].iter().any(|end| rest.ends_with(end))
        && !OTHERS.iter().any(|other| rest.contains(other))
}

/// The rest of the name behind the first `end`, if the number of characters before is in `at`.
fn behind<'a>(name: &'a str, end: &str, at: std::ops::RangeInclusive<usize>) -> Option<&'a str> {
    let (before, rest) = name.split_once(end)?;
    at.contains(&before.chars().count()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::lacks_rule_making;

    #[test]
    fn organs_below_cities_and_departments_of_cities_have_no_power() {
        for name in [
            "云溪县人民政府",
            "云溪县园林局",
            "云溪县人民政府办公室",
            "云溪县城市管理局",
            "云溪县市场监督管理局",
            "溪县人民政府",
            "云溪省云溪县财政局",
            "云溪省澄溪市云溪县财政局",
            "澄溪瑶族自治县水利局",
            "云溪省澄溪土家族苗族自治州云溪县人民政府",
            "澄溪市云溪区人民政府",
            "云溪区教育局",
            "云山区人民政府",
            "天津市云溪区人民政府",
            "澄溪市沙市区人民政府",
            "澄溪市市中区人民政府",
            "澄溪左旗人民政府",
            "云溪镇人民政府",
            "澄溪市云溪镇人民政府",
            "云溪乡人民政府",
            "云溪县云溪街道办事处",
            "澄溪市园林局",
            "云溪省澄溪市园林局",
            "澄溪市城市管理局",
            "澄溪市市场监督管理局",
            "溪城市园林局",
            "溪乡市水利局",
            "澄溪镇市卫生健康委员会",
            "澄溪市公安局云溪分局",
            "澄溪土家族苗族自治州财政局",
        ] {
            assert!(lacks_rule_making(name), "{name}");
        }
    }

    #[test]
    fn others_may_make_rules_or_are_unknown() {
        for name in [
            "",
            "国家园林局",
            "中华人民共和国园林部",
            "国家税务总局澄溪市税务局",
            "云溪省人民政府",
            "云溪省园林厅",
            "云溪省市场监督管理局",
            "云溪省城市管理局",
            "云溪省地区发展局",
            "云溪省革命老区建设办公室",
            "云溪省区域合作局",
            "云溪省山区发展局",
            "云溪省自由贸易区管理局",
            "天津市云杉局",
            "天津市云溪新区人民政府",
            "云溪壮族自治区人民政府",
            "云溪壮族自治区财政厅",
            "澄溪市人民政府",
            "澄溪市",
            "澄溪市人民政府办公室",
            "澄溪市政府办公室",
            "澄溪市政务公开办公室",
            "澄溪镇市人民政府",
            "溪乡市人民政府",
            "澄溪土家族苗族自治州人民政府",
            "澄溪市经济开发区管理委员会",
            "澄溪高新技术产业开发区管委会",
            "云溪新区管委会",
            "澄溪地区行政公署",
            "园林局",
            "市场监督管理局",
            "澄溪市园林管理中心",
        ] {
            assert!(!lacks_rule_making(name), "{name}");
        }
    }
}
