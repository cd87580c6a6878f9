//! Texts that break parsers: reports with defects, and scraps of reports.

use super::{manner, numbers, oddities, write};
use proptest::prelude::*;

/// A report with some typical mistakes.
pub fn broken_report() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..DEFECTS.len());
    (numbers(2023), manner(), oddities(), proptest::collection::vec(change, 0..6)).prop_map(
        |(numbers, manner, oddities, changes)| {
            let mut text = write(&numbers, manner, oddities);
            for (place, defect) in changes {
                let (from, to) = DEFECTS[defect];
                let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
                if !places.is_empty() {
                    let at = places[place.index(places.len())];
                    text.replace_range(at..at + from.len(), to);
                }
            }
            text
        },
    )
}

/// Defects as replacements of text in a report.
pub const DEFECTS: [(&str, &str); 34] = [
    ("工作年度报告", "年度报告"),
    ("2023年", "2022年"),
    ("12月31日", "12月21日"),
    ("2024年1月18日", "2024年13月40日"),
    ("一、总体情况", "一、基本情况"),
    ("二、主动公开政府信息情况", "主动公开政府信息情况"),
    ("三、收到和处理政府信息公开申请情况", "四、收到和处理政府信息公开申请情况"),
    ("五、存在的主要问题及改进情况\n", ""),
    ("六、其他需要报告的事项", "五、存在的主要问题及改进情况"),
    ("政府信息公开行政复议、行政诉讼情况", "政府信息公开行政复议和诉讼情况"),
    ("法律行政法规", "法律法规"),
    ("行政规范性文件", "规范性文件"),
    ("本年废止件数", "本年度止件数"),
    ("7.属于行政执法案卷", ""),
    ("2.重复申请", "3.要求提供公开出版物"),
    ("科研机构", "某某某某"),
    ("（七）总计", "（七）合计数"),
    ("1.属于国家秘密", "1.属于工作秘密的情形"),
    (" 0 ", " "),
    (" 0 ", " 7 "),
    ("\t0\t", "\t\t"),
    ("\t0\t", "\t/\t"),
    ("| 0 |", "| |"),
    ("| 0 |", "| １２ |"),
    (" 0 ", " 1,234 "),
    (" 0\n", " 5\n"),
    ("\n0\n", "\n9\n"),
    ("\t0\n", "\t3件\n"),
    ("情况", "情\u{200b}况"),
    ("人", "⼈"),
    ("门", "⻔"),
    ("云溪省园林局\n", ""),
    ("我局按照要求做好有关工作，没有需要另行说明的情况。\n", ""),
    ("公开", "𠮷公开"),
];

/// Pieces of reports in any order, with hostile text in between.
pub fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        proptest::sample::select(SCRAPS.to_vec()).prop_map(str::to_owned),
        "\\PC{0,12}",
        (0..2000i64).prop_map(|number| number.to_string()),
    ];
    proptest::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

pub const SCRAPS: [&str; 39] = [
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "|",
    " | ",
    " ",
    "\u{3000}",
    "\u{feff}",
    "\u{200b}",
    "\u{c}",
    "\u{b}",
    "\u{85}",
    "\u{2028}",
    "𠮷",
    "⼀、",
    "一、",
    "三、本年度办理结果",
    "（三）不予公开",
    "1.属于国家秘密",
    "规章 0 0 0\n",
    "行政规范性文件\t1\t2\t3\n",
    "（七）总计",
    "0 0 0 0 0 0 0\n",
    "一、总体情况\n",
    "二、主动公开政府信息情况\n",
    "三、收到和处理政府信息公开申请情况\n",
    "四、政府信息公开行政复议、行政诉讼情况\n",
    "云溪省园林局2023年政府信息公开工作年度报告\n",
    "统计期限为2023年1月1日至2023年12月31日",
    "结果维持 结果纠正 其他结果 尚未审结 总计\n",
    "|---|---|\n",
    "<!-- gouji-ignore A001: 已核对 -->\n",
    "<!-- 旧稿\n",
    "-->\n",
    "<!-- 2022年 -->",
    "2024年1月18日\n",
];
