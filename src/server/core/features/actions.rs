//! Code actions: what can be done about the findings at a place, and about the table, report and
//! document that hold it.

use super::change::Change;
use super::commands::{At, Call};
use super::{accept, repairs};
use crate::diagnostic::{Applicability, Argument, Diagnostic, Edit, Fix, Message, Wording};
use crate::document::Placed;
use crate::server::core::view::View;
use crate::text::TextRange;
use std::collections::{HashMap, HashSet};

/// With more findings in the asked range than this a menu of ways to let each stand helps nobody.
const MOST_ACCEPTED: usize = 8;
/// In a longer line, in bytes, only what the range touches is meant.
const LONGEST_LINE: usize = 4000;
/// A longer text is mended on demand only: where nobody asked for fixes of the whole text, the
/// action is a command.
const LONGEST_MENDED_UNASKED: usize = 64 << 10;

const ALL_FIXES: Wording =
    Wording::new("修正全部可以确定的问题", "fix everything that can be fixed safely");
const TOTALS: Wording = Wording::new(
    "重算本表全部合计（{0}，改 {1} 格）",
    "recompute all totals of this table ({0}, {1} cells)",
);
const ADD_MISSING: Wording = Wording::new(
    "补全缺失的部分、表格和行（{0} 处）",
    "put back all missing sections, tables and rows ({0})",
);
const ACCEPT: Wording = Wording::new(
    "接受 {0} 并注明理由（写入 gouji.toml）",
    "accept {0} and give a reason (in gouji.toml)",
);
const IGNORE: Wording = Wording::new("用注释忽略 {0}", "ignore {0} with a comment");
const WHERE: Wording = Wording::new("{0}（{1}）", "{0} ({1})");

/// The kinds of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Mends a finding, or lets it stand.
    QuickFix,
    /// Writes something anew, whether or not a finding is there.
    Rewrite,
    /// All safe fixes of a document.
    AllFixes,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::QuickFix, Self::Rewrite, Self::AllFixes];
}

/// What is asked about; ranges in bytes of the text.
#[derive(Clone, Debug)]
pub struct Asked<'p> {
    pub range: TextRange,
    /// The lines that the range touches.
    pub lines: TextRange,
    pub kinds: Vec<Kind>,
    /// A person, or a setting, asks for these very kinds.
    pub on_purpose: bool,
    /// Nobody asks: the client wants to know whether there is something.
    pub in_passing: bool,
    /// The findings that the client shows there.
    pub shown: Vec<Shown<'p>>,
}

/// A finding that a client shows, perhaps of another program.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'p> {
    pub code: Option<&'p str>,
    pub range: TextRange,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Action<'v> {
    pub title: String,
    pub kind: Kind,
    /// What it changes; `None` where only the call tells.
    pub change: Option<Change>,
    /// The findings that it mends.
    pub found: Vec<&'v Diagnostic>,
    pub is_preferred: bool,
    /// What does the same.
    pub call: Call,
}

impl Asked<'_> {
    pub fn wants(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The lines that the range touches; the range itself where they are too long to be meant as a
    /// whole.
    fn own_lines(&self) -> TextRange {
        let lines = self.lines.cover(self.range);
        if lines.len() > self.range.len() + LONGEST_LINE { self.range } else { lines }
    }
}

/// What can be done where `asked` asks, the preferred actions first.
pub fn actions<'v>(view: &View<'v>, asked: &Asked) -> Vec<Action<'v>> {
    let range = asked.range;
    let placed = view.document.report_at(range.start);
    let lines = asked.own_lines();
    let here = findings(view, range, lines, &asked.shown);
    let mut offers = Offers { view, all: Vec::new(), by_edits: HashMap::new() };
    if asked.wants(Kind::QuickFix) {
        // Where the cursor is on a finding, the preferred fix is one of that.
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

/// The findings that are asked about: those that `range` touches first, then the others of its
/// lines, and those that the client shows there.
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

/// Something that can be done, before it is known what else can be done.
struct Offer<'v> {
    title: Message,
    kind: Kind,
    change: Option<Change>,
    found: Vec<&'v Diagnostic>,
    is_preferred: bool,
    call: Call,
}

struct Offers<'v, 'w> {
    view: &'w View<'v>,
    all: Vec<Offer<'v>>,
    /// Which of them has these edits of the document.
    by_edits: HashMap<Vec<Edit>, usize>,
}

impl<'v> Offers<'v, '_> {
    /// Adds an offer; one that edits the same as another is that other, for more findings.
    fn add(&mut self, offer: Offer<'v>) {
        if let Some(Change::Document(edits)) = &offer.change {
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

    /// The fixes of a finding.
    fn add_fixes(&mut self, found: &'v Diagnostic, may_be_preferred: bool) {
        for (index, fix) in found.fixes.iter().enumerate() {
            self.add(Offer {
                title: fix.message.clone(),
                kind: Kind::QuickFix,
                change: Some(Change::Document(fix.edits().to_vec())),
                found: vec![found],
                is_preferred: may_be_preferred
                    && index == 0
                    && (fix.applicability == Applicability::Safe || fix.is_named),
                call: Call::ApplyFix {
                    version: Some(self.view.version),
                    code: found.code.to_owned(),
                    at: At::Range(found.range),
                    index,
                },
            });
        }
    }

    /// The other direction: the cell at the range instead of the totals that it enters.
    fn add_corrections(&mut self, placed: Placed, range: TextRange) {
        let Some((cell, fixes)) = repairs::corrections(placed, range) else { return };
        for (index, fix) in fixes.into_iter().enumerate() {
            self.add(Offer {
                title: fix.message.clone(),
                kind: Kind::QuickFix,
                change: Some(Change::Document(fix.edits().to_vec())),
                found: Vec::new(),
                is_preferred: fix.is_named,
                call: Call::Correct { version: Some(self.view.version), range: cell, index },
            });
        }
    }

    /// The totals that the cell at the range enters, or the cells of its lines.
    fn add_followed_totals(&mut self, placed: Placed, range: TextRange, lines: TextRange) {
        let Some((place, fix)) = repairs::follow(placed, range, lines) else { return };
        // It is known by its name, also where a finding there would change the same.
        self.all.push(Offer {
            title: fix.message.clone(),
            kind: Kind::Rewrite,
            change: Some(Change::Document(fix.edits().to_vec())),
            found: Vec::new(),
            is_preferred: false,
            call: Call::Follow { version: Some(self.view.version), range: place },
        });
    }

    /// All totals of the tables that the range touches.
    fn add_totals(&mut self, placed: Placed, range: TextRange) {
        let report = self.view.document.reports().position(|other| other.start == placed.start);
        for number in [3, 4] {
            let fixes: Vec<Fix> =
                repairs::totals(placed, |table, place| table == number && touches(place, range));
            for fix in fixes {
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
                    change: Some(Change::Document(fix.edits().to_vec())),
                    found: Vec::new(),
                    is_preferred: false,
                    call: Call::Recompute { table: Some(number), report },
                });
            }
        }
    }

    /// All that is missing from the report; for those among the findings `here` that it mends.
    fn add_missing(&mut self, placed: Placed, kind: Kind, here: &[&'v Diagnostic]) {
        let Some((count, edits)) = repairs::add_missing(self.view, placed) else { return };
        let report = self.view.document.reports().position(|other| other.start == placed.start);
        self.add(Offer {
            title: Message::new(ADD_MISSING, [count.into()]),
            kind,
            change: Some(Change::Document(edits)),
            found: here.iter().copied().filter(|found| repairs::is_missing(found)).collect(),
            is_preferred: false,
            call: Call::AddMissing { report },
        });
    }

    /// The ways to let a finding stand.
    fn add_acceptance(&mut self, found: &'v Diagnostic) {
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
                change: Some(Change::Document(vec![comment])),
                found: vec![found],
                is_preferred: false,
                call: Call::Ignore { code, at: At::Place(found.place.to_string()) },
            });
        }
    }

    /// All safe fixes of the document, their edits looked for now or when the action is chosen.
    fn add_all_fixes(&mut self, now: bool) {
        if !repairs::has_safe_fix(self.view) {
            return;
        }
        let change = if now {
            let edits = repairs::fix_all(self.view);
            if edits.is_empty() {
                return;
            }
            Some(Change::Document(edits))
        } else {
            None
        };
        // It is known by its name, also where one fix changes the same.
        self.all.push(Offer {
            title: Message::plain(ALL_FIXES),
            kind: Kind::AllFixes,
            change,
            found: Vec::new(),
            is_preferred: false,
            call: Call::FixAll,
        });
    }

    /// All of them, the preferred ones first.
    fn finish(mut self) -> Vec<Action<'v>> {
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
                // Two of one name are told apart by what they are about.
                Some(found) => view.say(&Message::new(
                    WHERE,
                    [title.into(), Argument::from(found.place.to_string())],
                )),
                None => title,
            }
        };
        // One that is a command alone does nothing where the client cannot be asked to apply its
        // edit.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;
    use crate::lint::{Options, check};
    use crate::server::core::features::commands;
    use crate::server::core::features::testing::{applied, report, second, view};
    use crate::server::core::view::Client;
    use crate::syntax::Layout;
    use crate::text::line_at;

    fn asked<'p>(
        view: &View,
        range: TextRange,
        only: Option<&[Kind]>,
        shown: Vec<Shown<'p>>,
    ) -> Asked<'p> {
        let text = view.document.text();
        Asked {
            range,
            lines: line_at(&text, range.start).cover(line_at(&text, range.end)),
            kinds: only.unwrap_or(&Kind::ALL).to_vec(),
            on_purpose: only.is_some(),
            in_passing: false,
            shown,
        }
    }

    fn offered<'v>(view: &View<'v>, at: usize, only: Option<&[Kind]>) -> Vec<Action<'v>> {
        actions(view, &asked(view, TextRange::at(at), only, Vec::new()))
    }

    fn mended(view: &View, action: &Action) -> String {
        applied(view, action.change.as_ref().unwrap())
    }

    fn titles<'a>(actions: &'a [Action]) -> Vec<&'a str> {
        actions.iter().map(|action| action.title.as_str()).collect()
    }

    #[track_caller]
    fn pick<'a, 'v>(actions: &'a [Action<'v>], start: &str) -> &'a Action<'v> {
        actions
            .iter()
            .find(|action| action.title.starts_with(start))
            .unwrap_or_else(|| panic!("{start} is not in {:?}", titles(actions)))
    }

    /// What the rules find in a text, by code.
    fn codes(text: &str) -> Vec<&'static str> {
        check(text, &Options::default())
            .unwrap_or_default()
            .iter()
            .map(|found| found.code)
            .collect()
    }

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
        // Table four: the total, and the addend that the cursor is at.
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
                    // The only addend is offered at the total as well; the total where it stands in
                    // the same line.
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

    /// Wherever the cursor is, a cell that another one is named against keeps its number.
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

    /// In a row of totals that is half filled in, no cell is computed from blanks or against what
    /// is said that it should hold; and all totals computed anew leave nothing to say, those of
    /// nothing among them.
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
                // Where it comes to the same as what is named it has that name.
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
            // Another line has nothing of it, unless the client names the finding.
            let elsewhere = TextRange::at(0);
            let fixes = |shown| asked(view, elsewhere, Some(&[Kind::QuickFix]), shown);
            assert_eq!(titles(&actions(view, &fixes(Vec::new()))), [""; 0]);
            let found =
                view.findings.iter().find(|found| found.code == "A001").expect("a wrong total");
            let named =
                actions(view, &fixes(vec![Shown { code: Some("A001"), range: found.range }]));
            assert_eq!(named[0].found, [found]);
        });
        // What the cursor is on comes first.
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
    fn totals_follow_a_changed_addend() {
        for layout in Layout::ALL {
            // In the second report the addend was 0 and is 5 now; a total of another row is wrong
            // as well.
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
        // From the label of the row as well; nothing where the totals have followed.
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

    #[test]
    fn what_is_missing_is_put_back_at_once() {
        for layout in Layout::ALL {
            let whole = report(layout, &[]);
            let start = whole[..whole.find("三、收到和处理").unwrap()].rfind('\n').unwrap() + 1;
            let end = whole[..whole.find("五、存在的主要").unwrap()].rfind('\n').unwrap() + 1;
            let text = second(
                &format!("{}{}", &whole[..start], &whole[end..])
                    .replace("主动公开信息9条。", "主动⟦公开信息9条。"),
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
