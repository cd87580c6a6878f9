//! Measures parsing and checking, by layout and by size. `cargo bench --bench check`

mod common;

use divan::counter::BytesCount;
use gouji::lint::{Options, check};
use gouji::syntax::{Layout, parse};

fn main() {
    divan::main();
}

const LAYOUTS: [&str; 5] = ["spaces", "tabs", "lines", "pipes", "markdown"];

fn report(layout: &str) -> String {
    common::report(Layout::ALL[LAYOUTS.iter().position(|name| *name == layout).expect("a layout")])
}

/// From the text to the tree.
#[divan::bench(args = LAYOUTS)]
fn parse_report(bencher: divan::Bencher, layout: &str) {
    let text = report(layout);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| parse(divan::black_box(&text), gouji::standard::Standard::official()));
}

/// From the text to the findings.
#[divan::bench(args = LAYOUTS)]
fn check_report(bencher: divan::Bencher, layout: &str) {
    let text = report(layout);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check(divan::black_box(&text), &Options::default()));
}

/// Many reports one after another, by size in KiB. The time is linear in the length of the text.
#[divan::bench(args = [64, 1024, 16384, 65536], sample_count = 5)]
fn check_compilation(bencher: divan::Bencher, kib: usize) {
    let one = report("tabs");
    let text = one.repeat((kib * 1024 / one.len()).max(1));
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check(divan::black_box(&text), &Options::default()));
}
