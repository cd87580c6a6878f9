//! Covers: an event, or several events on different cells, after which all evaluated relations
//! hold.

use super::ledger::Ledger;
use super::{Correction, Event, EventKind};

/// The cost of an event, in halves.
pub const ONE: u8 = 2;
/// The cost of a rival if a row was probably typed twice.
pub const ONE_AND_A_HALF: u8 = 3;
pub const TWO: u8 = 4;

/// Events after which all evaluated relations hold.
#[derive(Clone, Debug)]
pub struct Cover {
    pub events: Vec<Event>,
    /// All changes of the events, sorted.
    pub changes: Vec<Correction>,
    pub cost: u8,
    /// Whether the cover only contradicts other covers and is never named.
    pub is_rival: bool,
}

/// The different covers found so far.
#[derive(Debug, Default)]
pub struct Covers(pub Vec<Cover>);

impl Covers {
    /// Adds the event with these changes, if the event alone is a cover.
    pub fn try_event(
        &mut self,
        ledger: &mut Ledger,
        kind: EventKind,
        changes: Vec<Correction>,
        cost: u8,
    ) {
        if !changes.is_empty() && ledger.is_mended_by(&changes) {
            self.add_event(
                Event { kind, changes, left_blank: Vec::new() },
                cost,
                kind == EventKind::OtherNumbers,
            );
        }
    }

    /// Adds a cover of a single event.
    pub fn add_event(&mut self, event: Event, cost: u8, is_rival: bool) {
        let mut changes = event.changes.clone();
        changes.sort_unstable();
        self.add(Cover { changes, events: vec![event], cost, is_rival });
    }

    /// Adds a cover. Of two covers with the same changes, only the cover with the simplest wording
    /// stays.
    pub fn add(&mut self, cover: Cover) {
        let weight = |cover: &Cover| {
            (cover.is_rival, cover.cost, cover.events.iter().map(|event| event.kind).max())
        };
        match self.0.iter_mut().find(|known| known.changes == cover.changes) {
            Some(known) if weight(&cover) < weight(known) => *known = cover,
            Some(_) => {}
            None => self.0.push(cover),
        }
    }

    /// The covers with the lowest cost.
    pub fn cheapest(mut self) -> Vec<Cover> {
        let least = self.0.iter().map(|cover| cover.cost).min();
        self.0.retain(|cover| Some(cover.cost) == least);
        self.0
    }
}
