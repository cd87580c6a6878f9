//! The search for the fewest events that explain all violations.

use super::covers::{Cover, Covers, ONE, ONE_AND_A_HALF, TWO};
use super::ledger::{CellRole, Ledger};
use super::{Causes, Correction, Event, EventKind, columns, exchanges, rows, totals};
use crate::standard::CellRef;

/// At most 10,000 attempts. After that, nothing is named.
const MOST_TRIED: usize = 10_000;

/// The causes of the violations in `ledger`, as far as the causes can be named.
pub fn explain(mut ledger: Ledger) -> Causes {
    let mut search = Search { ledger: &mut ledger, left: MOST_TRIED };
    search.explain().unwrap_or_default()
}

struct Search<'a> {
    ledger: &'a mut Ledger,
    /// Number of attempts left.
    left: usize,
}

/// The attempts are used up.
struct TooMany;

impl Search<'_> {
    fn explain(&mut self) -> Result<Causes, TooMany> {
        let single = self.single()?;
        if !single.is_empty() {
            return Ok(only(&single).map_or_else(Causes::default, |cover| Causes {
                is_single: true,
                ..whole(&cover.events)
            }));
        }
        let isolated = self.ledger.isolated();
        let double = self.double()?;
        if !double.is_empty() {
            let certain = || {
                isolated
                    .iter()
                    .filter(|change| double.iter().all(|cover| cover.changes.contains(change)))
            };
            return Ok(only(&double).map_or_else(
                || Causes { events: certain().map(of_cell).collect(), ..Causes::default() },
                |cover| whole(&cover.events),
            ));
        }
        self.beside(&isolated)
    }

    /// Corrects the isolated cells, and explains the remaining violations.
    fn beside(&mut self, isolated: &[Correction]) -> Result<Causes, TooMany> {
        if isolated.is_empty() {
            return Ok(Causes::default());
        }
        for change in isolated {
            self.ledger.put(change.cell, change.value);
            self.ledger.lock(change.cell, true);
        }
        let mut events: Vec<Event> = isolated.iter().map(of_cell).collect();
        if self.ledger.holds() {
            return Ok(whole(&events));
        }
        let mut rest = self.single()?;
        if rest.is_empty() {
            rest = self.double()?;
        }
        let Some(cover) = only(&rest) else { return Ok(Causes::default()) };
        events.extend(cover.events.iter().cloned());
        Ok(whole(&events))
    }

    /// The cheapest covers of a single event, with a cost below two.
    fn single(&mut self) -> Result<Vec<Cover>, TooMany> {
        let mut covers = self.events()?;
        covers.0.retain(|cover| cover.cost < TWO);
        Ok(covers.cheapest())
    }

    /// The cheapest covers of a cell and another event, or of a single event with a cost of two.
    fn double(&mut self) -> Result<Vec<Cover>, TooMany> {
        let mut covers = self.events()?;
        covers.0.retain(|cover| cover.cost == TWO);
        totals::add_all(self.ledger, &mut covers);
        for change in self.cells() {
            self.spend()?;
            self.ledger.put(change.cell, change.value);
            self.ledger.lock(change.cell, true);
            let found = self.events();
            self.ledger.lock(change.cell, false);
            self.ledger.put(change.cell, change.found);
            for mut cover in found?.0 {
                if cover.cost < TWO {
                    cover.events.insert(0, of_cell(&change));
                    cover.changes.push(change);
                    cover.changes.sort_unstable();
                    cover.cost += ONE;
                    covers.add(cover);
                }
            }
        }
        Ok(covers.cheapest())
    }

    /// All covers of a single event.
    fn events(&mut self) -> Result<Covers, TooMany> {
        let (wrong_rows, wrong_columns) = (self.ledger.wrong_rows(), self.ledger.wrong_columns());
        let mut covers = Covers::default();
        if wrong_rows.is_empty() && wrong_columns.is_empty() {
            return Ok(covers);
        }
        match wrong_rows.as_slice() {
            [] => {
                for row in 0..self.ledger.height() {
                    self.spend()?;
                    rows::add(self.ledger, row, &mut covers);
                }
            }
            &[row] => {
                self.spend()?;
                rows::add(self.ledger, row, &mut covers);
            }
            _ => {}
        }
        match wrong_columns.as_slice() {
            [] => {
                for column in 0..self.ledger.width {
                    self.spend()?;
                    columns::add(self.ledger, column, &mut covers);
                }
                exchanges::add_columns(self.ledger, &mut covers);
            }
            &[column] => {
                self.spend()?;
                columns::add(self.ledger, column, &mut covers);
            }
            _ => {}
        }
        totals::add_stale(self.ledger, &wrong_rows, &mut covers);
        if wrong_rows.is_empty() {
            exchanges::add_rows(self.ledger, &mut covers);
        }
        if covers.0.iter().any(|cover| matches!(cover.events[0].kind, EventKind::TypedTwice { .. }))
        {
            covers
                .0
                .iter_mut()
                .filter(|cover| cover.is_rival && cover.cost == ONE)
                .for_each(|cover| cover.cost = ONE_AND_A_HALF);
        }
        Ok(covers)
    }

    /// The changes of a single cell that repair at least one violated relation.
    fn cells(&self) -> Vec<Correction> {
        let ledger = &*self.ledger;
        let mut changes = Vec::new();
        let mut add = |row: usize, column: usize, by: i64| {
            let change = ledger.change(row, column, ledger.at(row, column) + by);
            if by != 0 && change.value >= 0 && !ledger.is_locked(row, column) {
                changes.push(change);
            }
        };
        for row in ledger.wrong_rows() {
            let off = ledger.rows[row];
            (0..ledger.width).for_each(|column| {
                add(row, column, if column == ledger.total() { off } else { -off })
            });
        }
        for column in ledger.wrong_columns() {
            let (outcomes, balance) = (ledger.outcomes[column], ledger.balances[column]);
            for row in 0..ledger.height() {
                match ledger.roles[row] {
                    CellRole::Outcome => add(row, column, -outcomes),
                    CellRole::Totals => {
                        add(row, column, outcomes);
                        add(row, column, balance);
                    }
                    CellRole::Received => add(row, column, -balance),
                    CellRole::Forward => add(row, column, balance),
                }
            }
        }
        changes.sort_unstable();
        changes.dedup();
        changes
    }

    fn spend(&mut self) -> Result<(), TooMany> {
        self.left = self.left.checked_sub(1).ok_or(TooMany)?;
        Ok(())
    }
}

/// The only cover, if the cover may be named.
fn only(covers: &[Cover]) -> Option<&Cover> {
    match covers {
        [cover] if !cover.is_rival => Some(cover),
        _ => None,
    }
}

fn whole(events: &[Event]) -> Causes {
    Causes { events: events.to_vec(), is_whole: true, is_single: false }
}

fn of_cell(change: &Correction) -> Event {
    Event { kind: EventKind::Cell, changes: vec![*change], left_blank: Vec::<CellRef>::new() }
}
