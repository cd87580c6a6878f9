//! Applies fixes, round by round, until nothing changes.

use super::compose::Composed;
use super::vain::Vain;
use super::{Findings, NotChecked, Request, lint};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Message, Place, apply};
use std::collections::BTreeMap;

/// At most ten rounds of fixes and checks. Overlapping fixes wait for the next round.
pub(super) const ROUNDS: usize = 10;

/// A text after its fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    pub text: String,
    /// Changes to the original text: sorted and disjoint. Empty if nothing changed.
    pub edits: Vec<Edit>,
    pub applied: Vec<Applied>,
    /// The remaining findings, in the fixed text.
    pub findings: Findings,
}

/// A fix that was applied, with the code and the place of its finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub code: &'static str,
    pub place: Place,
    /// What the fix does.
    pub message: Message,
}

impl Applied {
    pub(super) fn of(diagnostic: &Diagnostic, fix: &Fix) -> Self {
        let message = fix.message.clone();
        Self { code: diagnostic.code, place: diagnostic.place.clone(), message }
    }
}

/// Applies the fixes with an applicability of at least `least` to `text`.
///
/// # Errors
/// If `text` holds no checked report.
pub fn fix(text: &str, request: &Request, least: Applicability) -> Result<Fixed, NotChecked> {
    Ok(mend(text, least, lint(text, request)?, |text| lint(text, request).ok()))
}

/// The same as [`fix`] with another check. The check returns `None` for a text that is not checked.
pub fn fix_with(
    text: &str,
    least: Applicability,
    check: impl Fn(&str) -> Option<Findings>,
) -> Option<Fixed> {
    Some(mend(text, least, check(text)?, check))
}

/// Applies fixes to a text with the given `findings`.
fn mend(
    text: &str,
    least: Applicability,
    findings: Findings,
    check: impl Fn(&str) -> Option<Findings>,
) -> Fixed {
    let mut fixed =
        Fixed { text: text.to_owned(), edits: Vec::new(), applied: Vec::new(), findings };
    let mut composed = Composed::new(text.len());
    let mut vain = Vain::default();
    for _ in 0..ROUNDS {
        let before = &fixed.findings.diagnostics;
        let chosen = chosen(before, least, &vain);
        let edits = edits(&chosen);
        let mended = apply(&fixed.text, &edits);
        if mended == fixed.text {
            break;
        }
        // A fixed text that is no longer a report would hide all remaining findings.
        let Some(findings) = check(&mended) else { break };
        if vain.note(chosen.iter().map(|(found, _)| *found), before, &findings.diagnostics) {
            continue;
        }
        fixed.applied.extend(chosen.iter().map(|(found, fix)| Applied::of(found, fix)));
        composed.add(&edits);
        fixed.text = mended;
        fixed.findings = findings;
    }
    vain.drop_fixes(&mut fixed.findings.diagnostics);
    fixed.edits = composed.into_edits();
    debug_assert_eq!(apply(text, &fixed.edits), fixed.text);
    fixed
}

/// The edits of compatible fixes, each once.
fn edits(chosen: &[(&Diagnostic, &Fix)]) -> Vec<Edit> {
    let edits: BTreeMap<_, _> = chosen
        .iter()
        .flat_map(|(_, fix)| fix.edits())
        .map(|edit| (edit.range.start, edit))
        .collect();
    edits.into_values().cloned().collect()
}

/// The compatible fixes with an applicability of at least `least`, each with its finding. No two
/// fixes overlap, but fixes with the same edits may stand together.
pub(super) fn chosen<'a>(
    diagnostics: &'a [Diagnostic],
    least: Applicability,
    vain: &Vain,
) -> Vec<(&'a Diagnostic, &'a Fix)> {
    let preferred = |diagnostic: &'_ Diagnostic| {
        diagnostic.fixes.iter().position(|fix| fix.applicability >= least)
    };
    let mut candidates: Vec<_> = diagnostics
        .iter()
        .filter(|diagnostic| !vain.holds(diagnostic))
        .filter_map(|diagnostic| Some((diagnostic, &diagnostic.fixes[preferred(diagnostic)?])))
        .collect();
    // Between two overlapping fixes, the safe fix is applied.
    candidates.sort_by_key(|(_, fix)| std::cmp::Reverse(fix.applicability == Applicability::Safe));
    let mut edits = ChosenEdits::default();
    let mut chosen = Vec::new();
    for (diagnostic, fix) in candidates {
        let same = fix.edits().iter().all(|edit| edits.holds(edit));
        if same || !fix.edits().iter().any(|edit| edits.overlaps(edit)) {
            edits.0.extend(fix.edits().iter().map(|edit| (edit.range.start, edit)));
            chosen.push((diagnostic, fix));
        }
    }
    chosen
}

/// Compatible edits, by start. No two edits overlap.
#[derive(Default)]
struct ChosenEdits<'a>(BTreeMap<usize, &'a Edit>);

impl ChosenEdits<'_> {
    fn holds(&self, edit: &Edit) -> bool {
        self.0.get(&edit.range.start) == Some(&edit)
    }

    fn overlaps(&self, edit: &Edit) -> bool {
        let before = self.0.range(..edit.range.start).next_back();
        before
            .into_iter()
            .chain(self.0.range(edit.range.start..=edit.range.end))
            .any(|(_, other)| other.range.overlaps(edit.range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Severity, Wording};
    use crate::text::TextRange;

    const NOTHING: Wording = Wording::new("", "");

    fn replacing(range: TextRange, content: &str, applicability: Applicability) -> Fix {
        Fix::replace(Message::plain(NOTHING), applicability, range, content)
    }

    fn finding(range: TextRange, fixes: Vec<Fix>) -> Diagnostic {
        let place = Place::part("一");
        Diagnostic {
            code: "A001",
            severity: Severity::Error,
            range,
            message: Message::plain(NOTHING),
            place,
            fixes,
            related: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    fn findings(diagnostics: Vec<Diagnostic>) -> Option<Findings> {
        Some(Findings { diagnostics, ..Findings::default() })
    }

    /// A check that finds every `from` and offers `to`.
    fn replacer(from: &'static str, to: &'static str) -> impl Fn(&str) -> Option<Findings> {
        move |text| {
            let found = text.match_indices(from).map(|(at, _)| TextRange::new(at, at + from.len()));
            findings(
                found
                    .map(|range| finding(range, vec![replacing(range, to, Applicability::Safe)]))
                    .collect(),
            )
        }
    }

    #[test]
    fn rounds_go_on_until_nothing_changes() {
        let fixed = fix_with("aabaa", Applicability::Safe, replacer("aa", "a")).unwrap();
        assert_eq!((fixed.text.as_str(), fixed.applied.len()), ("aba", 2));
        assert_eq!(fixed.findings.diagnostics, []);
    }

    #[test]
    fn a_fix_that_never_ends_stops_after_ten_rounds() {
        let check = |text: &str| {
            let mut found = finding(TextRange::at(0), Vec::new());
            found.place.row = Some(text.len().to_string());
            found.fixes = vec![replacing(TextRange::at(0), "b", Applicability::Safe)];
            findings(vec![found])
        };
        let fixed = fix_with("a", Applicability::Safe, check).unwrap();
        assert_eq!(fixed.text, "bbbbbbbbbba");
        assert_eq!(apply("a", &fixed.edits), fixed.text);
        assert_eq!(fixed.findings.diagnostics.len(), 1);
    }

    #[test]
    fn a_fix_that_leaves_its_finding_is_taken_back() {
        let fixed = fix_with("a", Applicability::Safe, replacer("a", "ba")).unwrap();
        assert_eq!((fixed.text.as_str(), fixed.edits.len(), fixed.applied.len()), ("a", 0, 0));
        assert_eq!(fixed.findings.diagnostics.len(), 1);
        assert_eq!(fixed.findings.diagnostics[0].fixes, []);
        // The fixes of other findings stay.
        let both = |text: &str| {
            let mut all = replacer("a", "ba")(text)?;
            let at = text.find('c').into_iter();
            all.diagnostics.extend(at.map(|at| {
                let range = TextRange::new(at, at + 1);
                let fix = replacing(range, "d", Applicability::Safe);
                Diagnostic { code: "A002", ..finding(range, vec![fix]) }
            }));
            Some(all)
        };
        let fixed = fix_with("ac", Applicability::Safe, both).unwrap();
        assert_eq!((fixed.text.as_str(), fixed.applied.len()), ("ad", 1));
    }

    #[test]
    fn fixes_that_overlap_are_never_applied_together() {
        let range = |start, end| TextRange::new(start, end);
        let check = |text: &str| match text {
            "abcd" => findings(vec![
                finding(range(0, 2), vec![replacing(range(0, 2), "x", Applicability::Safe)]),
                finding(range(1, 3), vec![replacing(range(1, 3), "y", Applicability::Safe)]),
            ]),
            _ => findings(Vec::new()),
        };
        assert_eq!(fix_with("abcd", Applicability::Safe, check).unwrap().text, "xcd");
    }

    #[test]
    fn where_one_of_several_is_accepted_none_of_them_is_mended_unseen() {
        use crate::settings::{Baseline, BaselineEntry, Settings};
        let sample = crate::rules::testing::sample(crate::syntax::Layout::Tabs);
        let text = sample
            .replace("本年处理决定数量", "本年度处理决定数量")
            .replace("1.信访举报", "1.信访举报类");
        assert_eq!(text.matches("本年度处理决定数量").count(), 2);
        for number in ["", "#2", "#3"] {
            let at = format!("表二/本年处理决定数量{number}");
            let accept = format!(
                "[[accept]]\nfile = \"甲.txt\"\ncode = \"T006\"\nat = \"{at}\"\nreason = \"已核对\"\n"
            );
            let accepting =
                Settings::from_text("/r/gouji.toml".into(), accept, crate::rules::CODES).unwrap();
            let baseline = Baseline {
                entries: [BaselineEntry { file: "甲.txt".into(), code: "T006".into(), at }].into(),
            };
            let nothing = Settings::default();
            let request =
                Request { settings: &nothing, file: Some("甲.txt"), baseline: None, year: None };
            for request in [
                Request { settings: &accepting, ..request },
                Request { baseline: Some((&baseline, "甲.txt")), ..request },
            ] {
                let fixed = fix(&text, &request, Applicability::Unsafe).unwrap();
                let codes: Vec<_> = fixed.applied.iter().map(|applied| applied.code).collect();
                assert_eq!(codes, ["T002"], "{number}");
                let again = fix(&fixed.text, &request, Applicability::Unsafe).unwrap();
                assert_eq!(again.applied, [], "{number}");
            }
        }
    }

    #[test]
    fn identical_edits_count_once() {
        let one = || {
            finding(TextRange::at(0), vec![replacing(TextRange::at(0), "x", Applicability::Safe)])
        };
        let check =
            |text: &str| findings(if text == "a" { vec![one(), one()] } else { Vec::new() });
        let fixed = fix_with("a", Applicability::Safe, check).unwrap();
        assert_eq!((fixed.text.as_str(), fixed.applied.len()), ("xa", 2));
    }

    #[test]
    fn only_fixes_that_may_be_applied_are() {
        let range = TextRange::new(0, 1);
        let fixes = || {
            let offered = replacing(range, "o", Applicability::OfferedOnly);
            vec![
                offered,
                replacing(range, "u", Applicability::Unsafe),
                replacing(range, "s", Applicability::Safe),
            ]
        };
        let check = |text: &str| {
            findings(if text == "a" { vec![finding(range, fixes())] } else { Vec::new() })
        };
        assert_eq!(fix_with("a", Applicability::Safe, check).unwrap().text, "s");
        assert_eq!(fix_with("a", Applicability::Unsafe, check).unwrap().text, "u");
    }

    #[test]
    fn a_fix_never_makes_a_report_into_something_else() {
        let check = |text: &str| replacer("a", "b")(text).filter(|_| text.contains('a'));
        let fixed = fix_with("a", Applicability::Safe, check).unwrap();
        assert_eq!((fixed.text.as_str(), fixed.edits.len(), fixed.applied.len()), ("a", 0, 0));
    }
}
