//! Formatting while typing: the totals follow the addend whose digits are typed, where the client's
//! user wants them to.

use super::locate::{Spot, Thing, locate};
use super::{edits, repairs};
use crate::server::core::view::View;
use crate::text::TextRange;
use ls_types::{DocumentOnTypeFormattingOptions, Position, TextEdit};

/// What makes a client ask: digits.
pub fn options() -> DocumentOnTypeFormattingOptions {
    let more = ('1'..='9').map(String::from).collect();
    DocumentOnTypeFormattingOptions {
        first_trigger_character: "0".to_owned(),
        more_trigger_character: Some(more),
    }
}

/// The edits that let the totals follow the cell behind whose digits the position is; none in a
/// total, which a person types as it should be.
pub fn totals(view: &View, at: Position) -> Vec<TextEdit> {
    if !view.client.writing.totals_follow {
        return Vec::new();
    }
    let Some(Spot { report, thing: Thing::Cell(table, cell), .. }) = locate(view, at) else {
        return Vec::new();
    };
    if table.sums().is_total(cell) {
        return Vec::new();
    }
    let here = TextRange::at(view.offset(at));
    repairs::follow(report, here, here)
        .map_or_else(Vec::new, |(_, fix)| edits::text_edits(view, fix.edits()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::core::features::edits::testing::{apply, report, second};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::{Client, Writing};
    use crate::syntax::Layout;

    fn typed(marked: &str, totals_follow: bool) -> String {
        let client = Client {
            writing: Writing { totals_follow, ..Writing::default() },
            ..Client::default()
        };
        view(marked, client, |view, at| {
            apply(&view.document.text(), &totals(view, at), view.client.encoding)
        })
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
