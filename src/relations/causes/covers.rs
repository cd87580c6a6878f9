//! Covers: one event, or several on different cells, after which everything evaluated holds.

use super::ledger::Ledger;
use super::{Correction, Event, EventKind};

/// What an event costs, in halves.
pub const ONE: u8 = 2;
/// That of a rival where a row was probably typed twice.
pub const ONE_AND_A_HALF: u8 = 3;
pub const TWO: u8 = 4;

/// Events after which everything evaluated holds.
#[derive(Clone, Debug)]
pub struct Cover {
    pub events: Vec<Event>,
    /// All that they change, sorted.
    pub changes: Vec<Correction>,
    pub cost: u8,
    /// Whether it only contradicts others, and is never named.
    pub is_rival: bool,
}

/// The different covers found so far.
#[derive(Debug, Default)]
pub struct Covers(pub Vec<Cover>);

impl Covers {
    /// Adds the event that changes these cells, if it is a cover by itself.
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

    /// Adds an event that is a cover.
    pub fn add_event(&mut self, event: Event, cost: u8, is_rival: bool) {
        let mut changes = event.changes.clone();
        changes.sort_unstable();
        self.add(Cover { changes, events: vec![event], cost, is_rival });
    }

    /// Adds a cover. Two that change the same are one, the one with the simplest words.
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

    /// Those that cost least.
    pub fn cheapest(mut self) -> Vec<Cover> {
        let least = self.0.iter().map(|cover| cover.cost).min();
        self.0.retain(|cover| Some(cover.cost) == least);
        self.0
    }
}
