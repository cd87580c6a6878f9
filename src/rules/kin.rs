//! Shared parts of the rules across reports.

use crate::archive::Kin;
use crate::diagnostic::{Elsewhere, Message, Wording};
use crate::facts::statement::{Change, Documents, Meaning, Requests};
use crate::report::DigestEntry;
use crate::standard::CellRef;

/// A cell of another report, such as `2022 年报告：表三“…”总计为 3`.
const CELL: Wording = Wording::new("{0} 年报告中为 {1}", "{1} in the report for {0}");

/// A cell of another report, as the explanation of a finding.
pub fn cell_elsewhere(kin: Kin, entry: &DigestEntry) -> Elsewhere {
    let year = kin.year().map_or_else(String::new, |year| year.to_string());
    let message = Message::new(CELL, [year.into(), entry.exact().to_string().into()]);
    kin.elsewhere(entry.range, message)
}

/// The row of carried requests in table three, and the table.
pub fn request_row(kin: Kin<'_>, requests: Requests) -> Vec<Option<DigestEntry<'_>>> {
    let Some(table) = kin.digest().table(1) else { return Vec::new() };
    let cells = Meaning::Requests(requests).cells(table.form);
    let row = cells.and_then(|(_, cells)| cells.first().map(|cell| cell.row));
    row.map_or_else(Vec::new, |row| table.row(row).collect())
}

/// A cell about documents in table two.
pub fn document_cell(
    kin: Kin<'_>,
    documents: Documents,
    change: Change,
) -> Option<DigestEntry<'_>> {
    let table = kin.digest().table(0)?;
    let (_, cells) = Meaning::Documents(documents, change).cells(table.form)?;
    table.cell(*cells.first()?)
}

/// The sum of cells in a report. `None` if a number is unknown.
pub fn sum(kin: Kin, table: usize, cells: &[CellRef]) -> Option<i64> {
    let table = kin.digest().table(table)?;
    cells.iter().map(|&cell| Some(table.cell(cell)?.value)).sum()
}
