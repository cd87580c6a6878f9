//! Number of findings of each rule.

use super::{Results, Style, summary};
use crate::cli::arguments::OutputFormat;
use crate::cli::table::align;
use crate::diagnostic::Applicability;
use crate::review::fixable;
use crate::rules::rule;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) fn write(results: &Results, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for finding in results.findings() {
        let count = counts.entry(finding.diagnostic.code).or_default();
        count.0 += 1;
        count.1 += usize::from(fixable(finding.diagnostic) == Some(Applicability::Safe));
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(code, (count, _))| (std::cmp::Reverse(*count), *code));
    let name = |code| rule(code).map_or("", |rule| rule.name);
    if matches!(style.format, OutputFormat::Json | OutputFormat::Jsonl) {
        let counts: Vec<_> = counts
            .into_iter()
            .map(|(code, (count, fixable))| json!({ "code": code, "name": name(code), "count": count, "fixable": fixable }))
            .collect();
        if style.format == OutputFormat::Json {
            serde_json::to_writer_pretty(&mut *out, &counts)?;
            return writeln!(out);
        }
        return counts.iter().try_for_each(|count| writeln!(out, "{count}"));
    }
    let summary_of =
        |code| rule(code).map_or("", |rule| rule.summary.in_language(results.language()));
    let rows: Vec<_> = counts
        .into_iter()
        .map(|(code, (count, fixable))| {
            let mark = if fixable > 0 { "[*]" } else { "[ ]" };
            [
                count.to_string(),
                code.to_owned(),
                mark.to_owned(),
                name(code).to_owned(),
                summary_of(code).to_owned(),
            ]
            .to_vec()
        })
        .collect();
    out.write_all(align(&rows).as_bytes())?;
    if style.quiet { Ok(()) } else { summary::write(results, out) }
}
