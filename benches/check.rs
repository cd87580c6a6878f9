//! Parse and check, by layout and by size. `cargo bench --bench check`

use divan::counter::BytesCount;
use gouji::lint::{Options, check};
use gouji::syntax::{Layout, Skeleton, parse};

fn main() {
    divan::main();
}

const LAYOUTS: [&str; 5] = ["spaces", "tabs", "lines", "pipes", "markdown"];

/// A correct report of about 10 KB in this layout.
fn report(layout: &str) -> String {
    let layout = Layout::ALL[LAYOUTS.iter().position(|name| *name == layout).expect("a layout")];
    let paragraph = "本年度，我局围绕中心工作，及时公开政策文件、工作动态和办事指南，全年公开信息29条，其中网站23条，公众号6条；公开内容经三级审核，做到先审查、后公开。";
    let fill = |bytes: usize| vec![paragraph; bytes / paragraph.len()].join("\n");
    let (first, fifth) = (fill(5200), fill(1100));
    let cell = |table: usize, row: usize, column: usize| {
        if table == 1 && (row == 0 || row == 2 || row == 23) && (column == 0 || column == 6) { "3" } else { "0" }.to_owned()
    };
    Skeleton {
        issuer: "云溪县园林局",
        year: 2023,
        layout,
        newline: "\n",
        sections: [&first, "", "", "", &fifth, "本年度未收取信息处理费。"],
        cell: &cell,
    }
    .write()
}

/// From the text to the tree.
#[divan::bench(args = LAYOUTS)]
fn parse_report(bencher: divan::Bencher, layout: &str) {
    let text = report(layout);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse(divan::black_box(&text)));
}

/// From the text to the findings.
#[divan::bench(args = LAYOUTS)]
fn check_report(bencher: divan::Bencher, layout: &str) {
    let text = report(layout);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| check(divan::black_box(&text), &Options::default()));
}

/// Many reports one after the other, in KiB: the time is linear in the text.
#[divan::bench(args = [64, 1024, 16384, 65536], sample_count = 5)]
fn check_compilation(bencher: divan::Bencher, kib: usize) {
    let one = report("tabs");
    let text = one.repeat((kib * 1024 / one.len()).max(1));
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| check(divan::black_box(&text), &Options::default()));
}
