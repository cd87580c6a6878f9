//! Actions that recompute totals or add missing parts of a report.

use super::offers::{Offer, Offers};
use super::{Kind, touches};
use crate::diagnostic::{Argument, Diagnostic, Fix, Message, Wording};
use crate::document::Placed;
use crate::server::core::features::commands::Call;
use crate::server::core::features::repairs;
use crate::text::TextRange;

const TOTALS: Wording = Wording::new(
    "重算本表全部合计（{0}，改 {1} 格）",
    "recompute all totals of this table ({0}, {1} cells)",
);
const ADD_MISSING: Wording = Wording::new(
    "补全缺失的部分、表格和行（{0} 处）",
    "put back all missing sections, tables and rows ({0})",
);

impl<'v> Offers<'v, '_> {
    /// The totals of the cell at the range, or of the cells in its lines.
    pub(super) fn add_followed_totals(
        &mut self,
        placed: Placed,
        range: TextRange,
        lines: TextRange,
    ) {
        let Some((place, fix)) = repairs::follow(placed, range, lines) else { return };
        let Some(change) = repairs::change(self.view, &fix) else { return };
        // Pushed without `add`: the action keeps its own name even if a fix has the same edits.
        self.all.push(Offer {
            title: fix.message.clone(),
            kind: Kind::Rewrite,
            change: Some(change),
            found: Vec::new(),
            is_preferred: false,
            call: Call::Follow { version: Some(self.view.version), range: place },
        });
    }

    /// All totals of the tables in the range.
    pub(super) fn add_totals(&mut self, placed: Placed, range: TextRange) {
        let report = self.view.document.reports().position(|other| other.start == placed.start);
        for number in [3, 4] {
            let fixes: Vec<Fix> =
                repairs::totals(placed, |table, place| table == number && touches(place, range));
            for fix in fixes {
                let Some(change) = repairs::change(self.view, &fix) else { continue };
                let name = placed
                    .report
                    .facts()
                    .tables
                    .iter()
                    .map(|table| table.table_form())
                    .find(|form| form.section == number);
                let name = name.map_or("", |form| form.name.as_str());
                self.add(Offer {
                    title: Message::new(TOTALS, [name.into(), Argument::from(fix.edits().len())]),
                    kind: Kind::Rewrite,
                    change: Some(change),
                    found: Vec::new(),
                    is_preferred: false,
                    call: Call::Recompute { table: Some(number), report },
                });
            }
        }
    }

    /// All missing parts of the report. The action belongs to the fixed findings among `here`.
    pub(super) fn add_missing(&mut self, placed: Placed, kind: Kind, here: &[&'v Diagnostic]) {
        let Some((count, edits)) = repairs::add_missing(self.view, placed) else { return };
        let Some(change) = repairs::change_of_edits(self.view, edits) else { return };
        let report = self.view.document.reports().position(|other| other.start == placed.start);
        self.add(Offer {
            title: Message::new(ADD_MISSING, [count.into()]),
            kind,
            change: Some(change),
            found: here.iter().copied().filter(|found| repairs::is_missing(found)).collect(),
            is_preferred: false,
            call: Call::AddMissing { report },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{asked, codes, mended, offered, pick, titles};
    use super::super::{Action, actions};
    use super::*;
    use crate::diagnostic::Language;
    use crate::server::core::features::testing::{report, second, view};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    /// In a half-filled row of totals, no cell is computed from blank cells or against a finding.
    /// Computing all totals leaves no finding, also for totals of zero.
    #[test]
    fn nothing_is_computed_from_blank_cells() {
        let right = ["4", "1", "0", "0", "0", "0", "5"];
        let rows = || {
            [0, 2]
                .into_iter()
                .flat_map(move |row| [0, 1, 6].map(|column| ((1, row, column), right[column])))
        };
        for filled in 0..7 {
            let own = (0..7)
                .map(|column| ((1, 23, column), if column < filled { right[column] } else { "" }));
            let text = report(Layout::Markdown, &rows().chain(own).collect::<Vec<_>>());
            view(&text, Client::default(), |view, _| {
                let whole = TextRange::new(0, text.len());
                let found = actions(view, &asked(view, whole, None, Vec::new()));
                assert!(
                    found.iter().all(|action| action.title.chars().count() < 120),
                    "{:?}",
                    titles(&found)
                );
                for action in
                    found.iter().filter(|action| action.title.starts_with("按其他各格重算"))
                {
                    let value = action.title.rsplit(' ').next().unwrap_or_default();
                    let column = ["自然人列", "商业企业列"]
                        .iter()
                        .position(|column| action.title.contains(column))
                        .unwrap_or(6);
                    assert_eq!(value, right[column], "{filled} {}", action.title);
                }
                // A totals action with the same edits as a fix has the title of the fix.
                let totals = found.iter().filter(|action| {
                    action.title.starts_with("重算")
                        || action.title.starts_with("改")
                        || filled == 0
                        || filled == 6
                });
                let mends = |action: &Action| codes(&mended(view, action)).is_empty();
                assert!(totals.clone().any(mends), "{filled} {:?}", titles(&found));
            });
        }
    }

    #[test]
    fn totals_follow_a_changed_addend() {
        for layout in Layout::ALL {
            // In the second report, the addend changed from 0 to 5. A total in another row is also
            // wrong.
            let cells = [((1, 2, 1), "5⟦"), ((1, 5, 6), "9"), ((2, 1, 0), "1")];
            let text = second(&report(layout, &cells));
            let followed = [
                ((1, 2, 1), "5"),
                ((1, 2, 6), "5"),
                ((1, 23, 1), "5"),
                ((1, 23, 6), "5"),
                ((1, 5, 6), "9"),
                ((2, 1, 0), "1"),
            ];
            view(&text, Client::default(), |view, at| {
                let actions = offered(view, at, None);
                let action = pick(&actions, "同步改合计：");
                let cells = "总计列（一）予以公开改为 5，商业企业列（七）总计改为 5，总计列（七）总计改为 5";
                assert_eq!(action.title, format!("同步改合计：{cells}"), "{layout:?}");
                assert_eq!((action.kind, action.is_preferred), (Kind::Rewrite, false));
                assert_eq!(mended(view, action), second(&report(layout, &followed)), "{layout:?}");
            });
        }
        // The label of the row offers the action too. Nothing is offered if the totals have
        // followed.
        let at_label = |cells: &[((usize, usize, usize), &str)]| {
            let text = second(&report(Layout::Markdown, cells));
            let at = text.rfind("（一）予以公开").unwrap();
            format!("{}⟦{}", &text[..at], &text[at..])
        };
        view(&at_label(&[((1, 2, 1), "5")]), Client::default(), |view, at| {
            _ = pick(&offered(view, at, None), "同步改合计")
        });
        let followed = [((1, 2, 1), "5"), ((1, 2, 6), "5"), ((1, 23, 1), "5"), ((1, 23, 6), "5")];
        view(&at_label(&followed), Client::default(), |view, at| {
            assert!(
                titles(&offered(view, at, None)).iter().all(|title| !title.starts_with("同步"))
            );
        });
    }

    #[test]
    fn all_totals_of_a_table_are_recomputed_from_anywhere_in_it() {
        for layout in Layout::ALL {
            let cells = [((1, 0, 0), "1"), ((1, 2, 0), "1"), ((1, 4, 1), "⟦0"), ((2, 0, 1), "4")];
            let text = second(&report(layout, &cells));
            view(&text, Client::default(), |view, at| {
                let actions = offered(view, at, Some(&[Kind::Rewrite]));
                assert_eq!(titles(&actions), ["重算本表全部合计（表三，改 4 格）"], "{layout:?}");
                assert_eq!(actions[0].kind, Kind::Rewrite);
                let mended = mended(view, &actions[0]);
                assert_eq!(codes(&mended), ["A004"], "the other table is left alone");
            });
            let english = Client { language: Language::En, ..Client::default() };
            view(&text, english, |view, at| {
                assert_eq!(
                    titles(&offered(view, at, Some(&[Kind::Rewrite]))),
                    ["recompute all totals of this table (表三, 4 cells)"]
                );
            });
        }
    }

    #[test]
    fn what_is_missing_is_put_back_at_once() {
        for layout in Layout::ALL {
            let whole = report(layout, &[]);
            let start = whole[..whole.find("三、收到和处理").unwrap()].rfind('\n').unwrap() + 1;
            let end = whole[..whole.find("五、存在的主要").unwrap()].rfind('\n').unwrap() + 1;
            let text = second(
                &format!("{}{}", &whole[..start], &whole[end..])
                    .replace("主动公开信息9条，", "主动⟦公开信息9条，"),
            );
            view(&text, Client::default(), |view, at| {
                let actions = offered(view, at, None);
                assert_eq!(titles(&actions), ["补全缺失的部分、表格和行（2 处）"]);
                assert_eq!(actions[0].kind, Kind::Rewrite);
                let mended = mended(view, &actions[0]);
                let left: Vec<_> =
                    codes(&mended).into_iter().filter(|code| *code != "T009").collect();
                assert_eq!(left, [] as [&str; 0], "{mended}");
                assert!(mended.starts_with(&second("")), "the other report is as it was");
            });
            let at_heading = text
                .replace('⟦', "")
                .replace("云溪县𠮷山园林局2023", "云溪县𠮷山园林局⟦2023")
                .replacen("⟦", "", 1);
            view(
                &at_heading.replacen("二、主动", "二、⟦主动", 2).replacen('⟦', "", 1),
                Client::default(),
                |view, at| {
                    let actions = offered(view, at, Some(&[Kind::QuickFix]));
                    pick(&actions, "插入标题“三、");
                    assert_eq!(pick(&actions, "补全缺失").kind, Kind::QuickFix);
                },
            );
        }
    }
}
