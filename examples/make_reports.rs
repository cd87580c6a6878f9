//! Makes a folder of reports for measurements:
//! `cargo run --release --example make_reports -- FOLDER 10000`.
//!
//! Organs, years, layouts, numbers and the length of the text vary. The same arguments give the
//! same files. The numbers add up, except for every tenth report: one cell of its table three is
//! wrong.

use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, count] = arguments.as_slice() else { return usage() };
    let Ok(count) = count.parse() else { return usage() };
    match make(Path::new(folder), count) {
        Ok(bytes) => {
            println!("{count} reports, {bytes} bytes");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("make_reports FOLDER COUNT");
    ExitCode::FAILURE
}

/// Writes `count` reports, with a subfolder for each year. Returns the total size in bytes.
fn make(folder: &Path, count: usize) -> io::Result<usize> {
    let mut bytes = 0;
    for index in 0..count {
        let year = 2019 + (index % 7) as i32;
        let subfolder = folder.join(year.to_string());
        fs::create_dir_all(&subfolder)?;
        let text = report(index, year);
        bytes += text.len();
        fs::write(subfolder.join(format!("{index:05}.txt")), text)?;
    }
    Ok(bytes)
}

fn report(index: usize, year: i32) -> String {
    let mut random = Random(index as u64);
    let layout = Layout::ALL[random.below(Layout::ALL.len())];
    let organ = index / YEARS;
    let issuer = issuer(organ);
    let (first, fifth) = (paragraphs(4 + index % 20, &mut random), paragraphs(3, &mut random));
    let first = format!("{first}\n{ASPECTS}");
    let form = Standard::official().form(year);
    let mut applications = applications(form.tables[1].rows.len(), organ, year, &mut random);
    if index % 10 == 9 {
        applications[2][random.below(7)] += 1;
    }
    let documents = |year: i32| -> Vec<usize> {
        let mut random = Random(key(organ, year) + 1);
        (0..40).map(|_| random.below(9)).collect()
    };
    let own = documents(year);
    // The documents in force follow from those of the year before.
    let in_force = |row: usize| {
        let years = (2021..=year).map(documents);
        years.fold(90, |before, year| before + year[row * 3] - year[row * 3 + 1])
    };
    let cases: Vec<usize> = (0..12).map(|_| random.below(3)).collect();
    let cell = |table: usize, row: usize, column: usize| match (table, column) {
        // A bureau of a county makes no rules.
        (0, _) if row == 0 => 0,
        (0, 2) => in_force(row),
        (0, _) => own[row * 3 + column],
        (1, _) => applications[row][column],
        (_, 4) => cases[row * 4..row * 4 + 4].iter().sum(),
        _ => cases[row * 4 + column],
    };
    let cell = |table: usize, row: usize, column: usize| cell(table, row, column).to_string();
    Skeleton {
        standard: Standard::official(),
        issuer: &issuer,
        year,
        layout,
        newline: "\n",
        sections: &[&first, "", "", "", &fifth, "本年度未收取信息处理费。"],
        cell: &cell,
    }
    .write()
}

/// Number of years of each organ.
const YEARS: usize = 7;

/// The name of an organ: no two organs have the same name.
fn issuer(organ: usize) -> String {
    let (first, rest) = (organ % FIRST.len(), organ / FIRST.len());
    let (second, rest) = (rest % SECOND.len(), rest / SECOND.len());
    let bureau = BUREAUS[rest % BUREAUS.len()];
    let number = rest / BUREAUS.len();
    let number = if number == 0 { String::new() } else { number.to_string() };
    format!("{}{}县{bureau}{number}", FIRST[first], SECOND[second])
}

/// A key of an organ and a year.
fn key(organ: usize, year: i32) -> u64 {
    organ as u64 * 10_000 + year as u64
}

fn paragraphs(count: usize, random: &mut Random) -> String {
    let mut sentence = || {
        let when = WHEN[random.below(WHEN.len())];
        let who = WHO[random.below(WHO.len())];
        let did = DID[random.below(DID.len())];
        let what = TOPICS[random.below(TOPICS.len())];
        format!("{when}{who}{did}{what}信息{}条。", random.below(900))
    };
    (0..count)
        .map(|_| (0..5).map(|_| sentence()).collect::<String>())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The requests that an organ carries into the next year.
fn left(organ: usize, year: i32) -> [usize; 6] {
    let mut random = Random(key(organ, year));
    std::array::from_fn(|_| random.below(3))
}

/// Table three with `rows` rows and correct sums: new and carried over requests, then outcomes with
/// their total, then the remaining requests.
fn applications(rows: usize, organ: usize, year: i32, random: &mut Random) -> Vec<[usize; 7]> {
    let mut table = vec![[0; 7]; rows];
    let total = rows - 2;
    let (carried, remaining) = (left(organ, year - 1), left(organ, year));
    for column in 0..6 {
        for row in &mut table[2..total] {
            row[column] = random.below(40).saturating_sub(30);
        }
        table[2][column] += carried[column];
        table[total][column] = table[2..total].iter().map(|row| row[column]).sum();
        table[total + 1][column] = remaining[column];
        table[1][column] = carried[column];
        table[0][column] = table[total][column] + remaining[column] - carried[column];
    }
    for row in &mut table {
        row[6] = row[..6].iter().sum();
    }
    table
}

/// A small generator (splitmix64). The same index always gives the same report.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

/// The aspects that section one has to name.
const ASPECTS: &str = "主动公开的信息按月汇总，收到的公开申请按时答复，信息公开前经保密审查，网站专栏有专人维护，全年组织培训一次。";

const FIRST: [&str; 16] = [
    "云", "青", "白", "临", "南", "松", "长", "东", "石", "金", "玉", "安", "永", "新", "清", "北",
];
const SECOND: [&str; 16] = [
    "溪", "石", "塔", "江", "坪", "岭", "桥", "湖", "泉", "沙", "峰", "川", "源", "林", "田", "渡",
];
const BUREAUS: [&str; 8] =
    ["园林局", "财政局", "教育局", "水利局", "民政局", "审计局", "统计局", "交通运输局"];
const WHEN: [&str; 12] = [
    "年初，",
    "春节后，",
    "三月，",
    "汛期前，",
    "六月底，",
    "暑期，",
    "八月上旬，",
    "国庆前后，",
    "十月，",
    "入冬以来，",
    "年末，",
    "全年",
];
const WHO: [&str; 12] = [
    "办公室",
    "业务科",
    "窗口",
    "信息中心",
    "法规科",
    "财务科",
    "宣传组",
    "各所队",
    "值班人员",
    "联络员",
    "档案室",
    "人事科",
];
const DID: [&str; 12] = [
    "在网站公开",
    "通过公众号推送",
    "在公告栏张贴",
    "集中更新",
    "重新编排",
    "逐条核对",
    "补充发布",
    "配图解读",
    "按月汇总",
    "转载上级",
    "清理过时的",
    "分类归档",
];
const TOPICS: [&str; 16] = [
    "政策文件",
    "工作动态",
    "办事指南",
    "财政预算",
    "行政许可",
    "行政处罚",
    "人事任免",
    "应急管理",
    "项目招标",
    "采购结果",
    "环境监测",
    "水质通报",
    "养老服务",
    "入学安排",
    "公交线路",
    "停水停电",
];
