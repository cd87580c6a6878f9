fn main() {
    for f in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&f).unwrap();
        let tree = gouji::syntax::parse(&t);
        println!("== {f}");
        for r in &tree.reports {
            println!("report {:?} title {:?}", r.range, r.title.map(|x| x.range.of(&t[r.range.start..r.range.end]).to_string()));
            for p in &r.parts {
                let pt = &t[r.range.start + p.range.start..r.range.start + p.range.end];
                println!("  {:?} {:?} {:?}", p.kind, p.range, p.heading.as_ref().map(|h| (h.range.of(pt), h.wording, h.role)));
                for tb in &p.tables {
                    println!("    table {} {:?} {:?} words {} rows {}", tb.table, tb.layout, tb.range, tb.words, tb.rows.len());
                    for row in &tb.rows {
                        println!(
                            "      {:?} -> {:?} {:?}",
                            row.labels.iter().map(|l| l.of(pt)).collect::<Vec<_>>(),
                            row.values.iter().map(|l| l.of(pt)).collect::<Vec<_>>(),
                            row.cells
                        )
                    }
                }
            }
        }
    }
}
