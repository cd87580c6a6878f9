//! Code lenses: show above tables three and four whether the table adds up.

use super::commands::Call;
use super::locate::{TableAt, reports, tables};
use crate::diagnostic::{Message, Wording};
use crate::relations::Sum;
use crate::server::core::view::View;
use crate::text::TextRange;

const HOLDS: Wording = Wording::new("勾稽 ✓ {0} / {1}", "Sums ✓ {0} / {1}");
const FAILS: Wording = Wording::new("勾稽 ✗ {0}", "Sums ✗ {0} of {1}");
const UNKNOWN: Wording = Wording::new("勾稽 – 0 / {0}", "Sums – 0 / {0}");

/// The line above a table, and its command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The start of the table, in bytes of the text.
    pub range: TextRange,
    pub title: String,
    /// Recomputes the totals of the table.
    pub call: Call,
}

/// A lens above each table with sums.
pub fn lenses(view: &View) -> Vec<Lens> {
    let mut lenses = Vec::new();
    for (index, report) in reports(view) {
        for table in tables(report) {
            let Some(title) = verdict(table) else { continue };
            let place = table.range(TextRange::at(table.table.range.start));
            let call = Call::Recompute { table: Some(table.form().section), report: Some(index) };
            lenses.push(Lens { range: place, title: view.say(&title), call });
        }
    }
    lenses
}

/// Whether the totals of a table add up: the number of relations that hold or fail, and the number
/// of all relations. `None` for a table without totals, and for an unreadable table.
pub fn verdict(table: TableAt) -> Option<Message> {
    let sums = || table.sums().iter().filter(|sum| !sum.relation.at_least);
    let (all, known, violated) = (
        sums().count(),
        sums().filter(|sum| sum.sides.is_some()).count(),
        sums().filter(|sum| Sum::is_violated(sum)).count(),
    );
    if all == 0 || table.sums().misfit().is_some() {
        return None;
    }
    Some(match (known, violated) {
        (0, _) => Message::new(UNKNOWN, [all.into()]),
        (_, 0) => Message::new(HOLDS, [known.into(), all.into()]),
        _ => Message::new(FAILS, [violated.into(), all.into()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;
    use crate::text::line_at;

    /// The title, the place and the call of each lens.
    fn shown(text: &str, language: Language) -> Vec<(String, usize, Call)> {
        view(text, Client { language, ..Client::default() }, |view, _| {
            let show = |lens: Lens| (lens.title, lens.range.start, lens.call);
            lenses(view).into_iter().map(show).collect()
        })
    }

    #[test]
    fn each_table_with_sums_has_one() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let found = shown(&text, Language::Zh);
            assert_eq!(
                found.iter().map(|lens| lens.0.as_str()).collect::<Vec<_>>(),
                ["勾稽 ✓ 39 / 39", "勾稽 ✓ 3 / 3"],
                "{layout:?}"
            );
            let first = line_at(&text, found[0].1).of(&text);
            assert!(first.contains("勾稽关系"), "{layout:?} {first:?}");
        }
    }

    #[test]
    fn a_compilation_counts_its_reports() {
        let wrong = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 4 1 0 0 0 0 6",
        );
        let text = format!("{}\n{wrong}", sample_of(Layout::Tabs, 2020));
        let found = shown(&text, Language::En);
        let titles: Vec<&str> = found.iter().map(|lens| lens.0.as_str()).collect();
        assert_eq!(titles, ["Sums ✓ 37 / 37", "Sums ✓ 3 / 3", "Sums ✗ 2 of 39", "Sums ✓ 3 / 3"]);
        assert_eq!(found[2].2, Call::Recompute { table: Some(3), report: Some(1) });
        assert_eq!(shown(&text, Language::Zh)[2].0, "勾稽 ✗ 2");
    }

    #[test]
    fn what_cannot_be_added_up_is_not_counted() {
        let text =
            replaced(&sample(Layout::Pipes), "（一）予以公开 | 4 |", "（一）予以公开 | 四 |");
        assert_eq!(shown(&text, Language::Zh)[0].0, "勾稽 ✓ 37 / 39");
    }

    #[test]
    fn other_texts_have_none() {
        assert_eq!(shown("# 读我\n\n一、总体情况\n", Language::Zh), []);
    }
}
