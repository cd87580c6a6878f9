//! Measures the share of the text in a check: of the rules about what a report says, with the
//! reader of its sentences. `cargo bench --bench narrative`, with `-- FOLDER` for the texts of a
//! folder.
//!
//! Each text is checked with all rules and without these rules in turn, so other work of the
//! machine affects both. The best of all rounds counts.

use gouji::lint::{Options, check};
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// The rules about what a report says. Without N and R003, sentences are not read.
const RULES: [&str; 7] = ["N", "R", "S011", "S012", "S013", "S014", "C003"];
/// How often each text is checked in each way.
const ROUNDS: usize = 400;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let texts = folder.map_or_else(made_up, |folder| texts_of(Path::new(&folder)));
    let all = Options::default();
    let without = Options { left_out: RULES.map(str::to_owned).to_vec(), ..Options::default() };
    println!("{:<32}{:>8}{:>12}{:>12}{:>8}", "text", "KB", "all (µs)", "without", "share");
    let mut total = [Duration::ZERO; 2];
    for (name, text) in &texts {
        let best = best_of_each(text, [&all, &without]);
        (0..2).for_each(|way| total[way] += best[way]);
        print_row(name, text.len(), best);
    }
    print_row("all", texts.iter().map(|(_, text)| text.len()).sum(), total);
}

/// The shortest time of a check with each of the options.
fn best_of_each(text: &str, options: [&Options; 2]) -> [Duration; 2] {
    let mut best = [Duration::MAX; 2];
    for round in 0..ROUNDS {
        for way in [round % 2, 1 - round % 2] {
            let start = Instant::now();
            black_box(check(black_box(text), options[way]));
            best[way] = best[way].min(start.elapsed());
        }
    }
    best
}

fn print_row(name: &str, len: usize, [all, without]: [Duration; 2]) {
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let share = 100.0 * (1.0 - without.as_secs_f64() / all.as_secs_f64());
    let (len, all, without) = (len as f64 / 1e3, micros(all), micros(without));
    println!("{name:<32}{len:>8.1}{all:>12.1}{without:>12.1}{share:>7.1}%");
}

/// The texts of a folder, in the order of their names.
fn texts_of(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let text = |path: &Path| std::fs::read_to_string(path).ok();
    let named = |path: &Path| {
        let name = path.file_name()?.to_string_lossy();
        Some((name.chars().take(28).collect(), text(path)?))
    };
    paths.iter().filter_map(|path| named(path)).collect()
}

/// Reports with texts about as long and as varied as those of real reports.
fn made_up() -> Vec<(String, String)> {
    let layouts = ["spaces", "tabs", "lines", "pipes", "markdown"];
    let named = |name: &str, layout: Layout| (name.to_owned(), report(layout));
    layouts.iter().zip(Layout::ALL).map(|(name, layout)| named(name, layout)).collect()
}

fn report(layout: Layout) -> String {
    let cell = |table: usize, row: usize, column: usize| {
        let is_filled = table == 1 && [0, 2, 23].contains(&row) && [0, 6].contains(&column);
        if is_filled { "3" } else { "0" }.to_owned()
    };
    Skeleton {
        standard: Standard::official(),
        issuer: "云溪县园林局",
        year: 2023,
        layout,
        newline: "\n",
        sections: &[&FIRST.join("\n"), "", "", "", &FIFTH.join("\n"), SIXTH],
        cell: &cell,
    }
    .write()
}

const FIRST: [&str; 14] = [
    "2023年，云溪县园林局认真落实《中华人民共和国政府信息公开条例》，围绕绿地养护、公园管理和古树保护，推进决策、执行、管理、服务、结果公开，群众对园林工作的了解进一步增加。",
    "（一）主动公开情况",
    "全年通过县政府网站公开信息86条，其中机构职能类4条、规划计划类6条、绿化项目类31条、公园服务类45条；公众号“云溪园林”推送图文72篇，累计阅读量近9万次。局主要负责人参加在线访谈1次，回应网友关心的停车、遛狗和夜间照明等问题13个。",
    "公园改造、行道树更换等事项在施工前张贴告示并在网站公布，公示期不少于7个工作日，收集到的意见逐条研究，采纳情况随项目方案一并公开。",
    "（二）依申请公开情况",
    "全年收到政府信息公开申请3件，均为自然人提出，内容涉及苗木采购和公园经营。已按期办结3件，予以公开3件，无结转下年度办理的申请。没有因政府信息公开引起的行政复议和行政诉讼。",
    "接待窗口在一楼大厅配备了查阅终端和打印设备，安排专人指导填写，对内容不够明确的，当场说明补正方法，不让申请人多跑一趟。",
    "（三）政府信息管理情况",
    "修订公开目录和保密审查制度，拟文时即确定公开属性，未标明的不予受理；对2019年以来印发的文件全面清理，调整公开属性9件，更正链接错误的页面21个。",
    "（四）平台建设情况",
    "县政府网站园林栏目改版后设二级栏目8个，无障碍浏览和手机版同步上线；公众号增设“问园林”入口，与热线系统打通，工单答复情况可以查询。",
    "（五）监督保障情况",
    "局办公室配备专职人员1名、兼职人员6名，年内举办培训2次，参训41人次。公开工作列入各科室年度考核，占比4%，对更新不及时的2个科室进行了提醒，未发生责任追究的情形。",
    "社会评议方面，委托第三方开展满意度调查，发放问卷500份，收回有效问卷468份，总体满意度为93.6%，比上年提高1.2个百分点。",
];

const FIFTH: [&str; 4] = [
    "2023年的公开工作还有一些不足：一是政策解读的形式比较单一，图表和视频偏少；二是部分科室对公开时限把握不严，个别项目的进展没有及时更新；三是基层养护站的公开栏维护不够经常。",
    "下一步，我局将从三个方面改进。一是丰富解读形式，重要文件同步制作图解，每季度至少推出1期视频；二是建立台账，按月通报各科室的更新情况；三是把养护站公开栏纳入日常巡查，发现缺损在5日内补齐。",
    "同时加强业务学习，结合典型案例讲清办理流程、答复格式和法律依据，提高规范化水平。",
    "对2022年报告中提出的问题，已完成目录更新和人员调整，第三项正在推进。",
];

const SIXTH: &str = "本年度没有发出收费通知，未收取信息处理费。人大代表建议2件、政协提案3件均已按时答复，办理结果在网站公开。";
