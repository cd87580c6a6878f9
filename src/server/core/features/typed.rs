//! Formatting while typing: updates the totals of an addend after a typed digit, if the user wants
//! the update.

use super::locate::{Spot, Thing, locate};
use super::repairs;
use crate::diagnostic::Edit;
use crate::server::core::view::View;
use crate::text::TextRange;
use std::ops::RangeInclusive;

/// The characters after which a client asks.
pub const TRIGGERS: RangeInclusive<char> = '0'..='9';

/// The edits that update the totals of the cell before byte `at` of the text. No edits for a total:
/// a person types the right total.
pub fn totals(view: &View, at: usize) -> Vec<Edit> {
    if !view.client.writing.totals_follow {
        return Vec::new();
    }
    let Some(Spot { report, thing: Thing::Cell(table, cell), .. }) = locate(view, at) else {
        return Vec::new();
    };
    if table.sums().is_total(cell) {
        return Vec::new();
    }
    let here = TextRange::at(at);
    repairs::follow(report, here, here).map_or_else(Vec::new, |(_, fix)| fix.edits().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;
    use crate::server::core::features::testing::{report, second, view};
    use crate::server::core::view::{Client, Writing};
    use crate::syntax::Layout;

    fn typed(marked: &str, totals_follow: bool) -> String {
        let client = Client {
            writing: Writing { totals_follow, ..Writing::default() },
            ..Client::default()
        };
        view(marked, client, |view, at| apply(&view.document.text(), &totals(view, at)))
    }

    #[test]
    fn totals_follow_only_where_that_is_switched_on() {
        for layout in Layout::ALL {
            let text = second(&report(layout, &[((1, 2, 1), "12⟦")]));
            let followed =
                [((1, 2, 1), "12"), ((1, 2, 6), "12"), ((1, 23, 1), "12"), ((1, 23, 6), "12")];
            assert_eq!(typed(&text, true), second(&report(layout, &followed)), "{layout:?}");
            assert_eq!(typed(&text, false), text.replace('⟦', ""), "{layout:?}");
            let reviews = second(&report(layout, &[((2, 1, 3), "2⟦")]));
            assert_eq!(
                typed(&reviews, true),
                second(&report(layout, &[((2, 1, 3), "2"), ((2, 1, 4), "2")])),
                "{layout:?}"
            );
        }
    }

    #[test]
    fn a_total_that_is_typed_and_other_places_stay_as_they_are() {
        for layout in Layout::ALL {
            let cells = [((1, 2, 1), "3"), ((1, 2, 6), "12⟦")];
            let total = second(&report(layout, &cells));
            assert_eq!(typed(&total, true), total.replace('⟦', ""), "{layout:?}");
            let prose = second(&report(layout, &[((1, 2, 1), "3")]))
                .replacen("信息9条", "信息9⟦条", 2)
                .replacen('⟦', "", 1);
            assert_eq!(typed(&prose, true), prose.replace('⟦', ""), "{layout:?}");
        }
        assert_eq!(typed("| 1⟦ | 2 |", true), "| 1 | 2 |");
    }
}
