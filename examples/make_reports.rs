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
    let issuer = format!("{}{}", random.of(COUNTIES), random.of(BUREAUS));
    let (first, fifth) = (paragraphs(4 + index % 20, &mut random), paragraphs(3, &mut random));
    let mut applications =
        applications(Standard::official().form(year).tables[1].rows.len(), &mut random);
    if index % 10 == 9 {
        applications[2][random.below(7)] += 1;
    }
    let documents: Vec<usize> = (0..40).map(|_| random.below(9)).collect();
    let cases: Vec<usize> = (0..12).map(|_| random.below(3)).collect();
    let cell = |table: usize, row: usize, column: usize| match (table, column) {
        // More documents are in force than were made this year, so A005 holds.
        (0, 2) => 10 + documents[row],
        (0, _) => documents[row * 3 + column],
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

fn paragraphs(count: usize, random: &mut Random) -> String {
    let mut sentence = || format!("全年公开{}信息{}条。", random.of(TOPICS), random.below(900));
    (0..count)
        .map(|_| (0..5).map(|_| sentence()).collect::<String>())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Table three with `rows` rows and correct sums: new and carried over requests, then outcomes with
/// their total, then the remaining requests.
fn applications(rows: usize, random: &mut Random) -> Vec<[usize; 7]> {
    let mut table = vec![[0; 7]; rows];
    let (total, left) = (rows - 2, rows - 1);
    for column in 0..6 {
        for row in &mut table[2..total] {
            row[column] = random.below(40).saturating_sub(30);
        }
        table[total][column] = table[2..total].iter().map(|row| row[column]).sum();
        table[left][column] = random.below(3);
        let sum = table[total][column] + table[left][column];
        table[1][column] = random.below(3).min(sum);
        table[0][column] = sum - table[1][column];
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

    fn of(&mut self, words: [&'static str; 8]) -> &'static str {
        words[self.below(words.len())]
    }
}

const COUNTIES: [&str; 8] =
    ["云溪县", "青石县", "白塔区", "临江市", "南坪县", "松岭区", "长桥县", "东湖区"];
const BUREAUS: [&str; 8] =
    ["园林局", "财政局", "教育局", "水利局", "民政局", "审计局", "统计局", "交通运输局"];
const TOPICS: [&str; 8] = [
    "政策文件",
    "工作动态",
    "办事指南",
    "财政预算",
    "行政许可",
    "行政处罚",
    "人事任免",
    "应急管理",
];
