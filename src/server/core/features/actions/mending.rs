//! Actions that fix or accept findings.

use super::Kind;
use super::offers::{Offer, Offers};
use crate::diagnostic::{Argument, Diagnostic, Message, Wording};
use crate::document::Placed;
use crate::server::core::features::commands::{At, Call};
use crate::server::core::features::{accept, repairs};
use crate::text::TextRange;

const ALL_FIXES: Wording =
    Wording::new("修正全部可以确定的问题", "fix everything that can be fixed safely");
const ACCEPT: Wording = Wording::new(
    "接受 {0} 并注明理由（写入 gouji.toml）",
    "accept {0} and give a reason (in gouji.toml)",
);
const IGNORE: Wording = Wording::new("用注释忽略 {0}", "ignore {0} with a comment");

impl<'v> Offers<'v, '_> {
    /// The fixes of a finding.
    pub(super) fn add_fixes(&mut self, found: &'v Diagnostic, may_be_preferred: bool) {
        for (index, fix) in found.fixes.iter().enumerate() {
            let Some(change) = repairs::change(self.view, fix) else { continue };
            self.add(Offer {
                title: fix.message.clone(),
                kind: Kind::QuickFix,
                change: Some(change),
                found: vec![found],
                is_preferred: may_be_preferred && index == 0 && fix.applicability.is_preferred(),
                call: Call::ApplyFix {
                    version: Some(self.view.version),
                    code: found.code.to_owned(),
                    at: At::Range(found.range),
                    index,
                },
            });
        }
    }

    /// The fixes in the other direction: they change the cell at the range instead of the totals of
    /// the cell.
    pub(super) fn add_corrections(&mut self, placed: Placed, range: TextRange) {
        let Some((cell, fixes)) = repairs::corrections(placed, range) else { return };
        for (index, fix) in fixes.into_iter().enumerate() {
            let Some(change) = repairs::change(self.view, &fix) else { continue };
            self.add(Offer {
                title: fix.message.clone(),
                kind: Kind::QuickFix,
                change: Some(change),
                found: Vec::new(),
                is_preferred: fix.applicability.is_preferred(),
                call: Call::Correct { version: Some(self.view.version), range: cell, index },
            });
        }
    }

    /// The ways to accept a finding.
    pub(super) fn add_acceptance(&mut self, found: &'v Diagnostic) {
        let code = found.code.to_owned();
        let title = |wording| Message::new(wording, [Argument::from(found.code)]);
        if let Ok(change) = accept::entry(self.view, found, None) {
            self.add(Offer {
                title: title(ACCEPT),
                kind: Kind::QuickFix,
                change: Some(change),
                found: vec![found],
                is_preferred: false,
                call: Call::Accept {
                    code: code.clone(),
                    at: At::Place(found.place.to_string()),
                    reason: None,
                },
            });
        }
        if let Some(comment) = accept::comment(self.view, found) {
            self.add(Offer {
                title: title(IGNORE),
                kind: Kind::QuickFix,
                change: Some(comment),
                found: vec![found],
                is_preferred: false,
                call: Call::Ignore { code, at: At::Place(found.place.to_string()) },
            });
        }
    }

    /// All safe fixes of the document. The edits are computed now, or when the user chooses the
    /// action.
    pub(super) fn add_all_fixes(&mut self, now: bool) {
        if !repairs::has_safe_fix(self.view) {
            return;
        }
        let change = if now {
            let Some(change) = repairs::fix_all(self.view) else { return };
            Some(change)
        } else {
            None
        };
        // Pushed without `add`: the action keeps its own name even if a fix has the same edits.
        self.all.push(Offer {
            title: Message::plain(ALL_FIXES),
            kind: Kind::AllFixes,
            change,
            found: Vec::new(),
            is_preferred: false,
            call: Call::FixAll,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{asked, codes, mended, offered, pick, titles};
    use super::super::{LONGEST_MENDED_UNASKED, actions};
    use super::*;
    use crate::server::core::features::testing::{report, second, view};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn a_total_that_is_wrong_beyond_doubt_is_the_preferred_fix() {
        for layout in Layout::ALL {
            for text in [
                report(layout, &[((1, 0, 6), "3⟦")]),
                second(&report(layout, &[((1, 0, 6), "3⟦")])),
            ] {
                {
                    view(&text, Client::default(), |view, at| {
                        let actions = offered(view, at, Some(&[Kind::QuickFix]));
                        assert!(actions[0].is_preferred, "{layout:?} {:?}", titles(&actions));
                        assert_eq!(
                            actions[0].title,
                            "一、本年新收政府信息公开申请数量，总计列改为 0".replace(
                                "一、本年新收政府信息公开申请数量，总计列",
                                "总计列一、本年新收政府信息公开申请数量"
                            )
                        );
                        let mended = mended(view, &actions[0]);
                        assert_eq!(mended, text.replace("3⟦", "0"));
                        assert!(codes(&mended).is_empty());
                        assert!(actions[1..].iter().all(|action| !action.is_preferred));
                    });
                }
            }
        }
    }

    #[test]
    fn a_named_addend_is_preferred_at_the_total_and_at_the_addend() {
        for layout in Layout::ALL {
            for cursor in [(1, 3, 1), (1, 3, 6)] {
                let cells = [
                    ((1, 3, 1), if cursor.2 == 1 { "5⟦" } else { "5" }),
                    ((1, 3, 6), if cursor.2 == 6 { "0⟦" } else { "0" }),
                ];
                let text = second(&report(layout, &cells));
                view(&text, Client::default(), |view, at| {
                    let actions = offered(view, at, None);
                    assert!(
                        actions[0].is_preferred,
                        "{layout:?} {cursor:?} {:?}",
                        titles(&actions)
                    );
                    assert!(actions[0].title.ends_with("改为 0"), "{:?}", titles(&actions));
                    assert!(codes(&mended(view, &actions[0])).is_empty());
                });
            }
        }
    }

    #[test]
    fn where_it_is_open_which_cell_is_wrong_both_directions_are_offered() {
        // Table four: the cursor is first at the total, then at the addend.
        for (cells, title, right) in [
            (
                [((2, 0, 0), "1"), ((2, 0, 4), "2⟦")],
                "按其他各格重算：总计列行政复议改为 1",
                ("1", "1"),
            ),
            (
                [((2, 0, 0), "1⟦"), ((2, 0, 4), "2")],
                "按其他各格重算：结果维持列行政复议改为 2",
                ("2", "2"),
            ),
        ] {
            for layout in Layout::ALL {
                let text = second(&report(layout, &cells));
                let expected =
                    second(&report(layout, &[((2, 0, 0), right.0), ((2, 0, 4), right.1)]));
                view(&text, Client::default(), |view, at| {
                    let actions = offered(view, at, Some(&[Kind::QuickFix]));
                    let action = pick(&actions, title);
                    let directions = actions
                        .iter()
                        .filter(|action| action.title.starts_with("按其他各格重算"))
                        .count();
                    // The total also offers the only addend. The addend offers the total if both
                    // cells stand in the same line.
                    assert_eq!(
                        directions,
                        if title.contains("总计列") || layout != Layout::Lines { 2 } else { 1 },
                        "{layout:?}"
                    );
                    assert!(!action.is_preferred);
                    assert_eq!(mended(view, action), expected);
                });
            }
        }
    }

    /// A cell keeps its number if a finding names another cell of its sums, regardless of the
    /// cursor.
    #[test]
    fn where_a_cell_is_named_no_right_cell_is_computed_anew() {
        let row = |row: usize, persons: &'static str, total: &'static str| {
            [((1, row, 0), persons), ((1, row, 6), total)]
        };
        let right = [row(0, "4", "4"), row(2, "4", "4"), row(23, "4", "4")].concat();
        let with = |cell: (usize, usize, usize), value: &'static str| {
            let mut cells: Vec<_> =
                right.iter().copied().filter(|(place, _)| *place != cell).collect();
            cells.push((cell, value));
            cells
        };
        let reviews = [((2, 0, 0), "1"), ((2, 0, 4), "")];
        let cases = [
            (with((1, 2, 0), "3"), "自然人列（一）予以公开"),
            (with((1, 0, 6), "6"), "总计列一、"),
            (with((1, 2, 6), ""), "总计列（一）予以公开"),
            (with((1, 2, 0), ""), "自然人列（一）予以公开"),
            (with((1, 23, 0), "5"), "自然人列（七）总计"),
            (reviews.to_vec(), "总计列行政复议"),
        ];
        for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes] {
            for (cells, named) in &cases {
                view(&report(layout, cells), Client::default(), |view, _| {
                    assert!(!view.findings.is_empty(), "{named}");
                    let whole = TextRange::new(0, view.document.len());
                    let table = view.document.report_at(0).report.facts().tables.len();
                    let places = (0..table)
                        .filter_map(|index| view.document.report_at(0).report.table(index))
                        .flat_map(|context| {
                            let start = context.part.range.start;
                            context
                                .table
                                .cells()
                                .map(move |(_, cell)| cell.range.shifted(start))
                                .collect::<Vec<_>>()
                        });
                    let mut titles = places.chain([whole]).flat_map(|range| {
                        let asked = asked(view, range, Some(&[Kind::QuickFix]), Vec::new());
                        actions(view, &asked).into_iter().map(|action| action.title)
                    });
                    let other = titles.find(|title| {
                        title.starts_with("按其他各格重算") && !title.contains(named)
                    });
                    assert_eq!(other, None, "{layout:?} {named}");
                });
            }
        }
    }

    #[test]
    fn identical_edits_are_one_action_with_all_its_diagnostics() {
        let text = report(Layout::Markdown, &[((1, 3, 1), "5")]);
        view(&text, Client::default(), |view, _| {
            let all = TextRange::new(0, text.len());
            assert_eq!(view.findings.len(), 2, "a row and a column");
            let asked = asked(view, all, Some(&[Kind::QuickFix]), Vec::new());
            let mut named = actions(view, &asked);
            named.retain(|action| action.is_preferred);
            assert_eq!(named.len(), 1);
            assert_eq!(named[0].found.len(), 2);
        });
    }

    #[test]
    fn all_safe_fixes_are_one_source_action() {
        let text =
            second(&report(Layout::Pipes, &[((1, 0, 6), "3")]).replace("规章", "规 章\u{200b}"));
        view(&text, Client::default(), |view, _| {
            let actions = offered(view, 0, Some(&[Kind::AllFixes]));
            let action = pick(&actions, "修正全部");
            assert_eq!(codes(&mended(view, action)), [] as [&str; 0]);
            assert_eq!(actions.len(), 1);
            let others = offered(view, 0, Some(&[Kind::QuickFix, Kind::Rewrite]));
            assert!(others.iter().all(|action| action.kind != Kind::AllFixes));
        });
        view(&second(&report(Layout::Pipes, &[])), Client::default(), |view, at| {
            assert_eq!(titles(&offered(view, at, None)), [""; 0])
        });
    }

    #[test]
    fn in_a_long_text_unasked_the_fix_of_all_is_a_command() {
        let report = report(Layout::Tabs, &[((1, 0, 6), "3")]);
        let text = vec![report.as_str(); 40].join("\n");
        assert!(text.len() > LONGEST_MENDED_UNASKED);
        view(&text, Client::default(), |view, _| {
            assert_eq!(pick(&offered(view, 0, None), "修正全部").change, None);
            let on_purpose = offered(view, 0, Some(&[Kind::AllFixes]));
            assert!(pick(&on_purpose, "修正全部").change.is_some());
        });
    }
}
