//! One line for each finding: `path:row:column: CODE [*] message`.

use super::{Results, Style, summary};
use crate::diagnostic::Applicability;
use std::io::{self, Write};

pub(super) fn write(results: &Results, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for finding in results.findings() {
        let place = finding.file.place(finding.diagnostic.range.start);
        let mark = if finding.fixable() == Some(Applicability::Safe) { " [*]" } else { "" };
        let (bold, red, cyan, end) = if style.colored {
            ("\x1b[1m", "\x1b[1;31m", "\x1b[36m", "\x1b[0m")
        } else {
            ("", "", "", "")
        };
        let (path, code) = (&finding.file.path, finding.diagnostic.code);
        writeln!(
            out,
            "{bold}{path}{end}{cyan}:{end}{}{cyan}:{end}{}{cyan}:{end} {red}{code}{end}{mark} {}",
            place.row,
            place.column,
            finding.message_with_place()
        )?;
    }
    if style.quiet { Ok(()) } else { summary::write(results, out) }
}
