use gouji::facts::*;
fn main() {
    for f in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&f).unwrap();
        let tree = gouji::syntax::parse(&t);
        println!("== {f}");
        for r in &tree.reports {
            for (i, p) in r.parts.iter().enumerate() {
                let pt = &t[r.range.start + p.range.start..r.range.start + p.range.end];
                for tb in &p.tables {
                    let x = read_table(pt, tb, i, 2021);
                    println!("  table {} ed {} unreadable {} sup {:?}", x.index, x.edition, x.unreadable, x.superseded.map(|s| s.of(pt)));
                    for (j, row) in x.rows.iter().enumerate() {
                        match row {
                            None => println!("     {j} MISSING"),
                            Some(row) => {
                                let c = match &row.cells {
                                    RowCells::Known(c) => c
                                        .iter()
                                        .map(|c| format!("{}{}", c.range.of(pt), if matches!(c.value, Value::Number(_)) { "" } else { "!" }))
                                        .collect::<Vec<_>>()
                                        .join(" "),
                                    m => format!("{m:?}"),
                                };
                                println!("     {j} {:?} {:?} {} {c}", row.label.map(|l| l.of(pt)), row.wording, row.displaced)
                            }
                        }
                    }
                    for e in &x.extra {
                        println!("     extra {:?} {:?}", e.kind, e.range.of(pt));
                    }
                    for h in &x.headers {
                        println!("     header {:?} {:?} {}", h.kind, h.range.of(pt), h.column);
                    }
                }
            }
        }
    }
}
