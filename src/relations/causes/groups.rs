//! Table four has three groups side by side without shared cells, so a single cell is never named.
//! Only a slip of the whole row can be detected.

use super::{Causes, Correction, Event, EventKind};
use crate::facts::{Table, Value};
use crate::relations::{Sum, value};
use crate::standard::CellRef;
use std::ops::Range;

/// The slip of the row by one place, if all groups hold after the slip is undone. `sums` are all
/// relations of the table.
pub fn slipped_groups(table: &Table, sums: &[Sum]) -> Causes {
    let form = table.table_form();
    let width = form.blocks[0].columns.len();
    let sums = || sums.iter().filter(|sum| !sum.relation.at_least);
    let is_total = |sum: &Sum| {
        sum.form.left == [sum.form.result]
            && sum.form.result.column + 1 == width
            && sum.form.right.len() + 1 == width
    };
    if !form.across
        || width < 2
        || sums().count() != form.rows.len()
        || !sums().all(|sum| sum.sides.is_some() && is_total(sum))
    {
        return Causes::default();
    }
    let cell = |place: usize| CellRef { row: place / width, column: place % width };
    let places = form.rows.len() * width;
    let found: Option<Vec<i64>> = (0..places).map(|place| value(table, cell(place))).collect();
    let Some(found) = found else { return Causes::default() };
    let violated = sums().filter(|sum| sum.is_violated()).count();
    let is_blank =
        |place: usize| table.cell(cell(place)).is_some_and(|cell| cell.value == Value::Blank);
    // Each way to undo the slip: whether the numbers stand too far to the left, and the right row.
    let mut undone: Vec<(bool, Vec<i64>)> = Vec::new();
    for place in 0..places {
        for is_left in [true, false] {
            let (freed, lost, moved) = if is_left {
                (places - 1, place, place..places - 1)
            } else {
                (place, places - 1, place + 1..places)
            };
            let is_shown =
                violated == form.rows.len() || violated + 1 == form.rows.len() && is_blank(freed);
            if found[freed] != 0
                || !is_shown
                || found[moved].iter().filter(|number| **number != 0).count() < 2
            {
                continue;
            }
            let mut right = found.clone();
            right.remove(freed);
            right.insert(lost, 0);
            let groups: Vec<Range<usize>> =
                (0..form.rows.len()).map(|row| row * width..(row + 1) * width).collect();
            let off = |right: &[i64], group: &Range<usize>| {
                right[group.end - 1] - right[group.start..group.end - 1].iter().sum::<i64>()
            };
            let missing = off(&right, &groups[lost / width]);
            right[lost] = if lost % width == width - 1 { -missing } else { missing };
            if right[lost] >= 0
                && groups.iter().all(|group| off(&right, group) == 0)
                && !undone.contains(&(is_left, right.clone()))
            {
                undone.push((is_left, right));
            }
        }
    }
    let Some((is_left, right)) =
        undone.first().filter(|(is_left, _)| undone.iter().all(|(other, _)| other == is_left))
    else {
        return Causes::default();
    };
    let mut event = Event {
        kind: EventKind::GroupsSlipped { to_left: *is_left },
        changes: Vec::new(),
        left_blank: Vec::new(),
    };
    if undone.iter().all(|(_, other)| other == right) {
        for place in 0..places {
            if found[place] != right[place] {
                event.changes.push(Correction {
                    cell: cell(place),
                    found: found[place],
                    value: right[place],
                });
            }
        }
    }
    Causes { events: vec![event], is_whole: true, is_single: true }
}
