//! Code actions: actions for the findings at a place, and for the table, report and document around
//! the place.

mod action;
mod mending;
mod offers;
mod rewriting;
#[cfg(test)]
mod testing;

use crate::diagnostic::Diagnostic;
use crate::server::core::features::repairs;
use crate::server::core::view::View;
use crate::text::TextRange;
pub use action::{Action, Kind};
use offers::Offers;
use std::collections::{HashMap, HashSet};

/// At most 8 findings in the range get actions that accept a finding. A longer menu helps nobody.
const MOST_ACCEPTED: usize = 8;
/// In a longer line, in bytes, only the range itself counts.
const LONGEST_LINE: usize = 4000;
/// A longer text, in bytes, is fixed only on request. Without a request for all fixes, the action
/// for the whole text is a command.
const LONGEST_MENDED_UNASKED: usize = 64 << 10;

/// The question of the client. Ranges are in bytes of the text.
#[derive(Clone, Debug)]
pub struct Asked<'p> {
    pub range: TextRange,
    /// The lines of the range.
    pub lines: TextRange,
    pub kinds: Vec<Kind>,
    /// A person or a setting asks for exactly these kinds.
    pub on_purpose: bool,
    /// No person asks: the client only checks whether actions exist.
    pub in_passing: bool,
    /// The findings shown by the client at the range.
    pub shown: Vec<Shown<'p>>,
}

/// A finding shown by a client. The finding may come from another program.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'p> {
    pub code: Option<&'p str>,
    pub range: TextRange,
}

impl Asked<'_> {
    pub fn wants(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The lines of the range. The range itself if the lines are too long.
    fn own_lines(&self) -> TextRange {
        let lines = self.lines.cover(self.range);
        if lines.len() > self.range.len() + LONGEST_LINE { self.range } else { lines }
    }
}

/// The actions for `asked`, preferred actions first.
pub fn actions<'v>(view: &View<'v>, asked: &Asked) -> Vec<Action<'v>> {
    let range = asked.range;
    let placed = view.document.report_at(range.start);
    let lines = asked.own_lines();
    let here = findings(view, range, lines, &asked.shown);
    let mut offers = Offers { view, all: Vec::new(), by_edits: HashMap::new() };
    if asked.wants(Kind::QuickFix) {
        // If the cursor is on a finding, only fixes of this finding may be preferred.
        let touched = here.iter().filter(|found| touches(found.range, range)).count();
        for (index, found) in here.iter().enumerate().take_while(|_| view.goes_on()) {
            offers.add_fixes(found, touched == 0 || index < touched);
        }
        offers.add_corrections(placed, range);
        if here.iter().any(|found| repairs::is_missing(found)) {
            offers.add_missing(placed, Kind::QuickFix, &here);
        }
        for found in here.iter().take(if touched > MOST_ACCEPTED { 0 } else { MOST_ACCEPTED }) {
            offers.add_acceptance(found);
        }
    }
    if asked.wants(Kind::Rewrite) {
        offers.add_followed_totals(placed, range, lines);
        offers.add_totals(placed, range);
        offers.add_missing(placed, Kind::Rewrite, &[]);
    }
    if asked.wants(Kind::AllFixes) {
        offers.add_all_fixes(
            !view.client.resolves_edits
                && (asked.on_purpose
                    || !asked.in_passing && view.document.len() <= LONGEST_MENDED_UNASKED),
        );
    }
    offers.finish()
}

/// The findings for the actions: first the findings that touch `range`, then other findings on its
/// lines, and the findings shown by the client.
fn findings<'v>(
    view: &View<'v>,
    range: TextRange,
    lines: TextRange,
    shown: &[Shown],
) -> Vec<&'v Diagnostic> {
    let named: HashSet<(&str, TextRange)> =
        shown.iter().filter_map(|shown| Some((shown.code?, shown.range))).collect();
    let is_named =
        |found: &Diagnostic| !named.is_empty() && named.contains(&(found.code, found.range));
    let mut found: Vec<&Diagnostic> = view
        .findings
        .iter()
        .filter(|found| touches(found.range, lines) || is_named(found))
        .collect();
    found.sort_by_key(|found| !touches(found.range, range));
    found
}

/// Whether two ranges share a byte or an end.
pub fn touches(one: TextRange, other: TextRange) -> bool {
    one.start <= other.end && other.start <= one.end
}

#[cfg(test)]
mod tests {
    use super::testing::{asked, offered, titles};
    use super::*;
    use crate::server::core::features::commands;
    use crate::server::core::features::testing::{report, second, view};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn fixes_are_offered_anywhere_on_the_line_and_for_what_the_client_shows() {
        let text = second(&report(Layout::Markdown, &[((1, 0, 6), "3")]))
            .replace("## 六、其他需要报告的事项", "## 六、其他事项");
        for place in ["⟦## 六、其他事项", "## 六、⟦其他事项", "## 六、其他事项⟦"]
        {
            view(&text.replace("## 六、其他事项", place), Client::default(), |view, at| {
                assert!(
                    titles(&offered(view, at, None))
                        .iter()
                        .any(|title| title.contains("其他需要报告的事项")),
                    "{place}"
                );
            });
        }
        let first = text
            .lines()
            .find(|line| line.contains("一、本年新收") && line.contains("| 3 |"))
            .expect("the row");
        view(&text.replace(first, &format!("⟦{first}")), Client::default(), |view, at| {
            assert!(
                titles(&offered(view, at, None))
                    .contains(&"总计列一、本年新收政府信息公开申请数量改为 0")
            );
            // Another line has no fixes, unless the client names the finding.
            let elsewhere = TextRange::at(0);
            let fixes = |shown| asked(view, elsewhere, Some(&[Kind::QuickFix]), shown);
            assert_eq!(titles(&actions(view, &fixes(Vec::new()))), [""; 0]);
            let found =
                view.findings.iter().find(|found| found.code == "A001").expect("a wrong total");
            let named =
                actions(view, &fixes(vec![Shown { code: Some("A001"), range: found.range }]));
            assert_eq!(named[0].found, [found]);
        });
        // The finding under the cursor comes first.
        let text = text.replace(
            "所列数据的统计期限为2023年1月1日至2023年12月31日。",
            "所列数据的统计期限为2022年1月1日至2023年12月31日\u{200b}。",
        );
        for (word, code) in [("\u{200b}⟦。", "C002"), ("2022年⟦1月", "P001")] {
            let plain = word.replace('⟦', "");
            let place = text.rfind(&plain).expect("the line");
            let marked = format!("{}{word}{}", &text[..place], &text[place + plain.len()..]);
            view(&marked, Client::default(), |view, at| {
                let accepted: Vec<_> = offered(view, at, None)
                    .into_iter()
                    .filter(|action| action.title.starts_with("接受"))
                    .collect();
                assert!(
                    accepted.len() > 1 && accepted[0].title.contains(code),
                    "{:?}",
                    titles(&accepted)
                );
            });
        }
    }

    #[test]
    fn the_call_of_an_action_does_the_same() {
        let cells = [((1, 0, 6), "3⟦"), ((1, 3, 1), "5"), ((2, 0, 1), "4")];
        let text = second(
            &report(Layout::Markdown, &cells)
                .replace("## 六、其他需要报告的事项", "## 六、其他事项"),
        );
        view(&text, Client::default(), |literal, _| {
            let whole = TextRange::new(0, literal.document.len());
            let offered = |view: &View| actions(view, &asked(view, whole, None, Vec::new())).len();
            let deaf =
                Client { code_action_literals: false, applies_edits: false, ..Client::default() };
            let view = &View { client: &deaf, ..*literal };
            assert_eq!(offered(view), 0, "their edits would go nowhere");
            let client = Client { code_action_literals: false, ..Client::default() };
            let view = &View { client: &client, ..*literal };
            assert_eq!(offered(view), offered(literal));
            assert!(offered(view) > 8);
            for action in actions(literal, &asked(literal, whole, None, Vec::new())) {
                let changed = commands::edit(view, &action.call);
                assert_eq!(changed, Ok(action.change), "{}", action.title);
            }
        });
    }

    #[test]
    fn other_texts_have_no_actions() {
        view("# 说明\n\n| a | b |\n|---|---|\n| 1 | 2⟦ |\n", Client::default(), |view, at| {
            assert_eq!(titles(&offered(view, at, None)), [""; 0])
        });
    }
}
