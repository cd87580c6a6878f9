//! The curve of likeness in `docs/likeness.md`, from made-up pairs of texts.
//!
//! `GOUJI_UPDATE_DOCS=1 cargo test --test likeness` writes the curve again.

use gouji::report::{ALIKE, Sketch};
use gouji::standard::Standard;
use gouji::text::letters_of;
use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

/// A small generator (splitmix64): the same pairs in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// Clauses of made-up reports. `N` is a number, `W` a place, `T` a topic.
const CLAUSES: [&str; 40] = [
    "修订了W的主动公开目录，新增T一类",
    "把T的公开时限由N个工作日缩短到N个工作日",
    "在W设立查阅点N处，配备专人引导群众查询",
    "全年更新网站T栏目N次，清理过时页面N个",
    "围绕T举办开放日活动N场，邀请居民代表到W参观",
    "对W报送的材料逐件登记，退回补充的有N件",
    "T的解读改用图表和短视频，平均阅读时间有所延长",
    "与W共建信息员队伍，按季度交流经验",
    "受理申请后先与申请人通话，弄清所需的究竟是T还是别的材料",
    "办理过程中两次征求W的意见，书面记录在案",
    "将T的草案公示N天，收到意见N条，采纳N条",
    "培训讲了条例的修改、答复文书的写法和W的案例",
    "公开前由起草科室、保密员和分管领导依次审查",
    "新媒体账号由N个合并为N个，停用的已注销并公告",
    "把W的办事窗口与T的咨询电话印在同一张卡片上发放",
    "每月抽查T的发布情况，发现错别字N处，当日改正",
    "邀请W的离退休人员担任监督员，提出建议N条",
    "T的历史文件扫描入库N卷，编制了检索目录",
    "年中对照上级清单自查，补发W的信息N条",
    "把公开工作写进T的合同条款，由承办单位按时提供材料",
    "信息员中新手较多，对T应公开到什么程度拿不准",
    "W的网页打开慢，手机上查看T时表格显示不全",
    "有的科室报送T只写结果，不写依据和办理过程",
    "与W的数据口径不一，汇总时要反复核对",
    "群众来电多问T，而网站上这一类内容偏少",
    "答复文书用语生硬，W的申请人看不明白",
    "公告栏位置偏僻，W的居民不知道在哪里看",
    "计划下半年请W的技术人员改版页面，先从T改起",
    "准备把常见问题编成N条问答，放在T的首页",
    "拟定信息员轮训办法，W每人每年不少于N学时",
    "将与W统一统计口径，按月对账一次",
    "对T实行目录化管理，每条写明责任科室和更新周期",
    "答复前请法律顾问看一遍，T类申请另附说明",
    "在W增设电子屏N块，滚动播放T",
    "把公开情况同年底评比挂钩，连续两季排名靠后的约谈",
    "增加W的志愿者，帮助老人查询T",
    "向W学习经验N次，带回办法N项",
    "把T的投诉记录按月分析，找出群众最不满意的环节",
    "改版后请N名群众试用，按他们的意见调整了T的位置",
    "同W签订共享协议，T当天同步",
];
const PLACES: [&str; 12] = [
    "滨河街道",
    "北山公园",
    "东门市场",
    "政务大厅",
    "老城片区",
    "开发区",
    "乡镇站所",
    "图书馆",
    "社区中心",
    "水库管理处",
    "客运站",
    "档案馆",
];
const TOPICS: [&str; 12] = [
    "绿化工程",
    "采购结果",
    "停水通知",
    "养老补贴",
    "公交线路",
    "河道治理",
    "招生安排",
    "环境监测",
    "预算决算",
    "行政处罚",
    "房屋征收",
    "食品抽检",
];
/// Words with another word of the same meaning.
const SYNONYMS: [(&str, &str); 24] = [
    ("修订", "修改"),
    ("新增", "增加"),
    ("设立", "设置"),
    ("配备", "安排"),
    ("清理", "删除"),
    ("围绕", "针对"),
    ("举办", "组织"),
    ("邀请", "请来"),
    ("逐件", "逐一"),
    ("改用", "采用"),
    ("按季度", "每季度"),
    ("受理", "收到"),
    ("办理", "处理"),
    ("培训", "讲座"),
    ("依次", "先后"),
    ("发现", "查出"),
    ("建议", "意见"),
    ("对照", "按照"),
    ("较多", "不少"),
    ("计划", "打算"),
    ("准备", "拟"),
    ("统一", "一致"),
    ("增设", "新设"),
    ("调整", "改动"),
];

/// Clauses with open numbers: each clause has its own place and topic.
fn clauses(count: usize, random: &mut Random) -> Vec<String> {
    let mut left: Vec<&str> = CLAUSES.to_vec();
    (0..count)
        .map(|_| {
            let clause = left.swap_remove(random.below(left.len()));
            clause.replace('W', random.of(&PLACES)).replace('T', random.of(&TOPICS))
        })
        .collect()
}

/// The text of clauses, with numbers.
fn written(clauses: &[String], random: &mut Random) -> String {
    let mut text = clauses.join("；") + "。";
    while text.contains('N') {
        text = text.replacen('N', &(1 + random.below(300)).to_string(), 1);
    }
    text
}

/// `clauses` with some of them replaced by others.
fn partly_new(clauses: &[String], percent: usize, random: &mut Random) -> Vec<String> {
    let fresh = self::clauses(clauses.len(), random);
    let count = clauses.len() * percent / 100;
    let mut new = clauses.to_vec();
    for (index, fresh) in fresh.into_iter().enumerate().take(count) {
        new[index * clauses.len() / count] = fresh;
    }
    new
}

/// The same text in other words: `share` of 24 pairs of words are exchanged.
fn reworded(text: &str, share: usize) -> String {
    let pairs = SYNONYMS.iter().take(share);
    pairs.fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A kind of pair, and whether a person would call both texts nearly the same.
struct Kind {
    name: (&'static str, &'static str),
    is_same: Option<bool>,
    pair: fn(&mut Random) -> (String, String),
}

fn with_new_part(percent: usize, random: &mut Random) -> (String, String) {
    let own = clauses(20, random);
    let other = partly_new(&own, percent, random);
    (written(&own, random), written(&other, random))
}

fn reworded_pair(share: usize, random: &mut Random) -> (String, String) {
    let own = clauses(20, random);
    let text = written(&own, random);
    (written(&own, random), reworded(&text, share))
}

/// Stock phrases in the order of the data file, with own clauses between them.
fn with_stock(random: &mut Random) -> String {
    let own = clauses(8, random);
    let stock = &Standard::official().contents().stock.phrases;
    let phrases = stock.chunks(stock.len() / 8 + 1).map(|phrases| phrases.join("，"));
    let mixed: Vec<String> =
        own.into_iter().zip(phrases).map(|(own, stock)| format!("{stock}，{own}")).collect();
    written(&mixed, random)
}

const KINDS: [Kind; 11] = [
    Kind {
        name: ("只换数字和年份", "other numbers and years only"),
        is_same: Some(true),
        pair: |random| with_new_part(0, random),
    },
    Kind {
        name: ("八处换了单位名称", "another organ's name in eight places"),
        is_same: None,
        pair: |random| {
            let (one, other) = with_new_part(0, random);
            let named = |text: String, name: &str| text.replace("；", &format!("；{name}"));
            let short = |text: String| text.replacen("；云", "；", 12).replacen("；青", "；", 12);
            (short(named(one, "云溪局")), short(named(other, "青石局")))
        },
    },
    Kind {
        name: ("换三分之一的近义词", "a third of the synonyms exchanged"),
        is_same: Some(true),
        pair: |random| reworded_pair(8, random),
    },
    Kind {
        name: ("换全部近义词", "all synonyms exchanged"),
        is_same: None,
        pair: |random| reworded_pair(24, random),
    },
    Kind {
        name: ("十分之一的句子是新的", "a tenth of the sentences is new"),
        is_same: Some(true),
        pair: |random| with_new_part(10, random),
    },
    Kind {
        name: ("五分之一的句子是新的", "a fifth of the sentences is new"),
        is_same: None,
        pair: |random| with_new_part(20, random),
    },
    Kind {
        name: ("三成的句子是新的", "30 % of the sentences are new"),
        is_same: None,
        pair: |random| with_new_part(30, random),
    },
    Kind {
        name: ("一半的句子是新的", "half of the sentences are new"),
        is_same: Some(false),
        pair: |random| with_new_part(50, random),
    },
    Kind {
        name: ("套话相同，其余不同", "the same stock phrases, the rest is different"),
        is_same: Some(false),
        pair: |random| (with_stock(random), with_stock(random)),
    },
    Kind {
        name: ("只有套话", "stock phrases only"),
        is_same: Some(false),
        pair: |_| {
            let stock = Standard::official().contents().stock.phrases.join("。");
            (stock.clone(), stock)
        },
    },
    Kind {
        name: ("各写各的", "unrelated texts with the same words"),
        is_same: Some(false),
        pair: |random| with_new_part(100, random),
    },
];

/// Number of pairs of each kind.
const PAIRS: usize = 200;

/// The likeness of each pair, sorted. A text without a sketch is like no other text.
fn measured(kind: &Kind) -> Vec<u32> {
    let mut random = Random(7);
    let sketch = |text: &str| Sketch::of(std::iter::once(text));
    let mut all: Vec<u32> = (0..PAIRS)
        .map(|_| {
            let (one, other) = (kind.pair)(&mut random);
            match (sketch(&one), sketch(&other)) {
                (Some(one), Some(other)) => one.likeness(&other),
                _ => 0,
            }
        })
        .collect();
    all.sort_unstable();
    all
}

fn curve() -> String {
    let mut out =
        "| | 最低 / lowest | 中位 / median | 最高 / highest | ≥ 50 | ≥ 60 | ≥ 70 | ≥ 80 | ≥ 90 |\n\
                   | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for kind in &KINDS {
        let all = measured(kind);
        let (zh, en) = kind.name;
        _ = write!(out, "| {zh} / {en} | {} | {} | {} |", all[0], all[PAIRS / 2], all[PAIRS - 1]);
        for least in [50, 60, 70, 80, 90] {
            let above = all.iter().filter(|likeness| **likeness >= least).count();
            _ = write!(out, " {} % |", above * 100 / PAIRS);
        }
        out += "\n";
    }
    out
}

#[test]
fn the_page_has_the_curve() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/likeness.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (start, end) = ("<!-- output -->\n", "<!-- /output -->");
    let (before, rest) = page.split_once(start).expect("a mark where the curve starts");
    let (_, after) = rest.split_once(end).expect("a mark where the curve ends");
    let fresh = format!("{before}{start}\n{}\n{end}{after}", curve());
    if std::env::var_os("GOUJI_UPDATE_DOCS").is_some() {
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    assert!(
        page == fresh,
        "docs/likeness.md is stale: GOUJI_UPDATE_DOCS=1 cargo test --test likeness writes it anew"
    );
}

#[test]
fn the_limit_parts_the_same_texts_from_others() {
    for kind in &KINDS {
        let all = measured(kind);
        match kind.is_same {
            Some(true) => assert!(all[0] >= ALIKE, "{}: {}", kind.name.1, all[0]),
            Some(false) => assert!(all[PAIRS - 1] < ALIKE, "{}: {}", kind.name.1, all[PAIRS - 1]),
            None => {}
        }
    }
}

/// The sketch is about as exact as all shingles.
#[test]
fn a_sketch_is_near_to_the_share_of_all_shingles() {
    let shingles = |text: &str| -> HashSet<Vec<char>> {
        let letters: Vec<char> =
            letters_of(text).filter(|letter| !letter.is_ascii_digit()).collect();
        letters.windows(5).map(<[char]>::to_vec).collect()
    };
    let mut random = Random(11);
    let mut total = 0;
    for percent in (0..=100).step_by(2) {
        let (one, other) = with_new_part(percent, &mut random);
        let (own, others) = (shingles(&one), shingles(&other));
        let exact = own.intersection(&others).count() * 100 / own.union(&others).count();
        let sketch = |text: &str| Sketch::of(std::iter::once(text)).expect("a sketch");
        let likeness = sketch(&one).likeness(&sketch(&other)) as usize;
        assert!(likeness.abs_diff(exact) <= 15, "{percent}: {likeness} and {exact}");
        total += likeness.abs_diff(exact);
    }
    assert!(total / 51 <= 4, "{}", total / 51);
}
