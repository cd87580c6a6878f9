//! Collects offers before the complete menu is known.

use super::action::{Action, Kind};
use crate::diagnostic::{Argument, Diagnostic, Edit, Message, Wording};
use crate::server::core::features::change::Change;
use crate::server::core::features::commands::Call;
use crate::server::core::view::View;
use std::collections::HashMap;

const WHERE: Wording = Wording::new("{0}（{1}）", "{0} ({1})");

/// A possible action of the menu. Its title depends on the other offers.
pub(super) struct Offer<'v> {
    pub(super) title: Message,
    pub(super) kind: Kind,
    pub(super) change: Option<Change>,
    pub(super) found: Vec<&'v Diagnostic>,
    pub(super) is_preferred: bool,
    pub(super) call: Call,
}

pub(super) struct Offers<'v, 'w> {
    pub(super) view: &'w View<'v>,
    pub(super) all: Vec<Offer<'v>>,
    /// The index of the offer with these edits of the document or of its page.
    pub(super) by_edits: HashMap<Vec<Edit>, usize>,
}

impl<'v> Offers<'v, '_> {
    /// Adds an offer. An offer with the same edits as an earlier offer is merged into the earlier
    /// offer.
    pub(super) fn add(&mut self, offer: Offer<'v>) {
        if let Some(Change::Document(edits) | Change::Page(edits)) = &offer.change {
            if let Some(known) = self.by_edits.get(edits).and_then(|known| self.all.get_mut(*known))
            {
                known.is_preferred |= offer.is_preferred;
                known.found.extend(offer.found);
                return;
            }
            self.by_edits.insert(edits.clone(), self.all.len());
        }
        self.all.push(offer);
    }

    /// All actions, preferred actions first.
    pub(super) fn finish(mut self) -> Vec<Action<'v>> {
        self.all.sort_by_key(|offer| !offer.is_preferred);
        let mut titles: HashMap<String, usize> = HashMap::new();
        self.all
            .iter()
            .for_each(|offer| *titles.entry(self.view.say(&offer.title)).or_default() += 1);
        let view = self.view;
        let title = |offer: &Offer| {
            let title = view.say(&offer.title);
            match offer.found.first().filter(|_| titles.get(&title).is_some_and(|count| *count > 1))
            {
                // Two actions with the same title show the places of their findings.
                Some(found) => view.say(&Message::new(
                    WHERE,
                    [title.into(), Argument::from(found.place.to_string())],
                )),
                None => title,
            }
        };
        // An action with only a command does nothing if the client does not apply edits of the
        // server.
        let is_command = |offer: &Offer| {
            !view.client.code_action_literals
                || !view.client.resolves_edits && offer.change.is_none()
        };
        let offered =
            self.all.into_iter().filter(|offer| view.client.applies_edits || !is_command(offer));
        let action = |offer: Offer<'v>| Action {
            title: title(&offer),
            kind: offer.kind,
            change: offer.change,
            found: offer.found,
            is_preferred: offer.is_preferred,
            call: offer.call,
        };
        offered.take_while(|_| view.goes_on()).map(action).collect()
    }
}
