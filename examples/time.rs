use gouji::lint::{Options, check};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let n: usize = a[1].parse().unwrap();
    for f in &a[2..] {
        let t = std::fs::read_to_string(f).unwrap();
        for what in 0..2 {
            let mut best = f64::MAX;
            for _ in 0..n {
                let s = std::time::Instant::now();
                if what == 0 {
                    std::hint::black_box(gouji::syntax::parse(&t));
                } else {
                    std::hint::black_box(check(&t, &Options::default()));
                }
                best = best.min(s.elapsed().as_secs_f64());
            }
            println!("{} {what} {:.1}us {:.1}MB/s", &f[f.len() - 24..], best * 1e6, t.len() as f64 / best / 1e6);
        }
    }
}
