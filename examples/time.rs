use gouji::lint::{Options, check};
use gouji::syntax::{Layout, Skeleton, parse};
fn report(layout: Layout) -> String {
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
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let n: usize = a[1].parse().unwrap();
    let mut texts: Vec<(String, String)> =
        a[2..].iter().filter(|f| f.contains('/')).map(|f| (f[f.len() - 24..].to_string(), std::fs::read_to_string(f).unwrap())).collect();
    for l in Layout::ALL {
        if a.len() == 2 || a[2..].iter().any(|x| format!("{l:?}") == *x) {
            texts.push((format!("{l:?}"), report(l)));
        }
    }
    for (f, t) in texts {
        for what in 0..3 {
            let tree = parse(&t);
            let mut best = f64::MAX;
            for _ in 0..n {
                let s = std::time::Instant::now();
                match what {
                    0 => {
                        std::hint::black_box(parse(&t));
                    }
                    1 => {
                        for r in &tree.reports {
                            std::hint::black_box(gouji::facts::Facts::of_report(r.range.of(&t), r, None));
                        }
                    }
                    _ => {
                        std::hint::black_box(check(&t, &Options::default()));
                    }
                }
                best = best.min(s.elapsed().as_secs_f64());
            }
            println!("{f:24} {} {:.1}us {:.1}MB/s", ["parse", "facts", "check"][what], best * 1e6, t.len() as f64 / best / 1e6);
        }
    }
}
