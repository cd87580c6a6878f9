//! Applies settings to the findings of the rules: selection, severities, accepted findings, ignore
//! comments, the baseline.

use super::comments::Comments;
use super::evaluated::Muting;
use super::{Findings, Request};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Place};
use crate::rules::{FixKind, REGISTRY, Rule, rule};
use crate::settings::{Accept, is_reason};
use std::collections::{HashMap, HashSet};

/// The reported findings, with G001 for unused ignore comments of `text`. `found` holds all
/// findings of the rules in the text.
pub fn silence(text: &str, found: Vec<Diagnostic>, request: &Request) -> Findings {
    silence_with(Comments::of(text), found, request)
}

/// The same as [`silence`] with the ignore comments of the text.
pub fn silence_with(mut comments: Comments, found: Vec<Diagnostic>, request: &Request) -> Findings {
    let muting = match comments.is_empty() && request.settings.accepted.is_empty() {
        true => Muting::default(),
        false => Muting::of(&found),
    };
    let mut findings = selected(&mut comments, found, request, |code, at| {
        is_judged(code, request) && muting.lets_speak(code, at)
    });
    if is_reported(UNUSED.code, request) {
        // G001 never reports a comment for G001 itself.
        let judged = |code: &str| {
            code != UNUSED.code && is_judged(code, request) && muting.lets_speak(code, None)
        };
        let by_comment = comments.unused(judged);
        add(&mut findings, by_comment, request);
    }
    findings
}

/// The reported findings across reports, with G001 for unused ignore comments that name only rules
/// across reports. `is_evaluated` returns whether such a rule was evaluated in the text.
pub fn silence_kin(
    mut comments: Comments,
    found: Vec<Diagnostic>,
    request: &Request,
    is_evaluated: impl Fn(&str) -> bool,
) -> Findings {
    let judged = |code: &str| is_judged_among_kin(code, request) && is_evaluated(code);
    let mut findings = selected(&mut comments, found, request, |code, _| judged(code));
    if is_reported(UNUSED.code, request) {
        let mut by_comment = comments.idle(judged);
        // No command mends a text after its collection was looked at.
        by_comment.iter_mut().for_each(|diagnostic| diagnostic.fixes.clear());
        add(&mut findings, by_comment, request);
    }
    findings
}

/// Adds findings about the ignore comments.
fn add(findings: &mut Findings, by_comment: Vec<Diagnostic>, request: &Request) {
    let mut new = by_comment;
    new.retain(|diagnostic| !is_in_baseline(diagnostic, request));
    if new.is_empty() {
        return;
    }
    for diagnostic in &mut new {
        diagnostic.severity =
            request.settings.severity(diagnostic.code).unwrap_or(diagnostic.severity);
    }
    findings.diagnostics.append(&mut new);
    sort(&mut findings.diagnostics);
}

pub(super) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics
        .sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.code, diagnostic.range.end));
}

/// Findings selected by the settings, without the accepted findings. `judged` returns whether an
/// accepted finding for a code and place can be unused.
fn selected(
    comments: &mut Comments,
    found: Vec<Diagnostic>,
    request: &Request,
    judged: impl Fn(&str, Option<&str>) -> bool,
) -> Findings {
    let settings = request.settings;
    let mut used = HashSet::new();
    let mut by_code: HashMap<&str, Vec<(usize, &Accept)>> = HashMap::new();
    for (index, entry) in entries_for(request).filter(|(_, entry)| is_reason(&entry.reason)) {
        by_code.entry(&entry.code).or_default().push((index, entry));
    }
    let mut diagnostics = found;
    // The edits of the accepted findings.
    let mut let_stand: HashSet<Vec<Edit>> = HashSet::new();
    // An unselected rule accepts nothing.
    let mut stands = |diagnostic: &Diagnostic| {
        if is_ignored(diagnostic.code, request) {
            return true;
        }
        // Every entry that silences the finding counts as used, not only the first entry.
        let by_comment = comments.silence(diagnostic.code, diagnostic.range);
        let place =
            by_code.get(diagnostic.code).map(|entries| (entries, diagnostic.place.to_string()));
        let accepting = place.iter().flat_map(|(entries, place)| {
            entries.iter().filter(move |(_, entry)| entry.at.as_ref().is_none_or(|at| at == place))
        });
        let accepting: Vec<usize> = accepting.map(|(index, _)| *index).collect();
        let is_accepted = !accepting.is_empty();
        used.extend(accepting);
        by_comment || is_accepted || is_in_baseline(diagnostic, request)
    };
    diagnostics.retain(|diagnostic| {
        let stands = stands(diagnostic);
        if stands {
            let_stand.extend(
                diagnostic
                    .fixes
                    .iter()
                    .filter(|fix| fix.applicability.is_preferred())
                    .map(|fix| fix.edits().to_vec()),
            );
        }
        !stands && is_reported(diagnostic.code, request)
    });
    // Another sum of the same cell must not correct an accepted cell without a person.
    let fixes = diagnostics
        .iter_mut()
        .filter(|_| !let_stand.is_empty())
        .flat_map(|diagnostic| &mut diagnostic.fixes);
    fixes
        .filter(|fix| fix.applicability.is_preferred() && let_stand.contains(fix.edits()))
        .for_each(Fix::leave_to_a_person);
    // The key of an accepted finding counts equal places. A fix of one finding changes the numbers
    // of the others, so a person must apply these fixes.
    for diagnostic in &mut diagnostics {
        let of_code = by_code.get(diagnostic.code);
        let by_baseline =
            request.baseline.filter(|(baseline, file)| baseline.names(file, diagnostic.code));
        if of_code.is_none() && by_baseline.is_none() {
            continue;
        }
        let place = Place { ordinal: 1, ..diagnostic.place.clone() }.to_string();
        let is_there = |at: &str| {
            at.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
        };
        let by_entry = of_code
            .into_iter()
            .flatten()
            .any(|(_, entry)| entry.at.as_deref().is_some_and(is_there));
        if by_entry
            || by_baseline.is_some_and(|(baseline, file)| {
                baseline.places(file, diagnostic.code).any(is_there)
            })
        {
            diagnostic.fixes.iter_mut().for_each(Fix::leave_to_a_person);
        }
    }
    // A finding for several places may include an accepted place.
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| speaks_of_several(diagnostic)) {
        let part = diagnostic.place.part.as_str();
        let own = by_code.get(diagnostic.code).into_iter().flatten();
        let own: Vec<usize> = own
            .filter(|(_, entry)| is_of(entry, diagnostic.code, part))
            .map(|(index, _)| *index)
            .collect();
        let by_baseline =
            request.baseline.is_some_and(|(baseline, file)| baseline.names(file, diagnostic.code));
        if comments.name(diagnostic.code) || !own.is_empty() || by_baseline {
            diagnostic.fixes.iter_mut().for_each(Fix::leave_to_a_person);
        }
        used.extend(own);
    }
    let mut unused_accepts = Vec::new();
    if is_reported(UNUSED.code, request) {
        // G001 never reports an entry for G001 itself.
        let judged =
            |entry: &Accept| entry.code != UNUSED.code && judged(&entry.code, entry.at.as_deref());
        let unused =
            entries_for(request).filter(|(index, entry)| judged(entry) && !used.contains(index));
        unused_accepts.extend(unused.map(|(index, _)| index));
    }
    for diagnostic in &mut diagnostics {
        diagnostic.severity = settings.severity(diagnostic.code).unwrap_or(diagnostic.severity);
    }
    sort(&mut diagnostics);
    Findings { diagnostics, unused_accepts, ..Findings::default() }
}

/// Whether an accepted finding may belong to `code` in a part: in a table, or at any heading.
fn is_of(entry: &Accept, code: &str, part: &str) -> bool {
    entry.at.as_ref().is_some_and(|at| code == "S007" || at.split('/').any(|piece| piece == part))
}

/// Whether a finding reports several places with one fix: the cells of a table, or all headings.
fn speaks_of_several(diagnostic: &Diagnostic) -> bool {
    let of_cells =
        matches!(diagnostic.code, "T009" | "T010" | "T011") && diagnostic.place.row.is_none();
    let mends_several = || {
        diagnostic
            .fixes
            .iter()
            .any(|fix| fix.applicability != Applicability::OfferedOnly && fix.edits().len() > 1)
    };
    of_cells || matches!(diagnostic.code, "T002" | "S007") && mends_several()
}

/// Whether this run can prove that the text alone has no finding of `code`. An unselected rule has
/// no findings, so its entries cannot be judged.
pub fn is_judged(code: &str, request: &Request) -> bool {
    rule(code).is_some_and(|rule| !rule.is_of_kin()) && is_reported(code, request)
}

/// The same as [`is_judged`] for a rule across reports, after the collection was looked at.
pub fn is_judged_among_kin(code: &str, request: &Request) -> bool {
    rule(code).is_some_and(Rule::is_of_kin) && is_reported(code, request)
}

/// The rules that need not run: the settings ignore their findings, and these findings change no
/// others.
pub(super) fn needless(request: &Request) -> Vec<String> {
    let changes_others =
        |rule: &Rule| matches!(rule.fix, FixKind::Safe | FixKind::Either) || !is_of_content(rule);
    let needless = REGISTRY.iter().filter(|rule| !changes_others(rule));
    let ignored = needless.filter(|rule| is_ignored(rule.code, request));
    ignored.map(|rule| rule.code.to_owned()).collect()
}

/// Whether a rule looks at the text of a report alone. Its findings mute no other rule.
fn is_of_content(rule: &Rule) -> bool {
    rule.code.starts_with(['N', 'R']) || matches!(rule.code, "S012" | "S014")
}

/// Whether the settings report findings of `code` in the text.
fn is_reported(code: &str, request: &Request) -> bool {
    request.settings.selection.selects(code) && !is_ignored_in_file(code, request)
}

/// Whether the settings accept findings of `code`.
fn is_ignored(code: &str, request: &Request) -> bool {
    request.settings.selection.ignores(code) || is_ignored_in_file(code, request)
}

fn is_ignored_in_file(code: &str, request: &Request) -> bool {
    request.file.is_some_and(|file| request.settings.ignores_in(file, code))
}

/// The accepted findings of the text, with their indices.
fn entries_for<'a>(request: &Request<'a>) -> impl Iterator<Item = (usize, &'a Accept)> {
    let file = request.file;
    request
        .settings
        .accepted
        .iter()
        .enumerate()
        .filter(move |(_, entry)| file == Some(entry.file.as_str()))
}

fn is_in_baseline(diagnostic: &Diagnostic, request: &Request) -> bool {
    request.baseline.is_some_and(|(baseline, file)| {
        baseline.accepts(file, diagnostic.code, &diagnostic.place.to_string())
    })
}

/// The rule of the findings made here.
static UNUSED: &Rule = &crate::rules::UNUSED_IGNORE;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Language, Message, Severity, Wording, apply};
    use crate::lint::unused_accept;
    use crate::rules::CODES;
    use crate::settings::{Baseline, BaselineEntry, Settings};
    use crate::text::TextRange;
    use std::path::PathBuf;

    fn settings(text: &str) -> Settings {
        Settings::from_text(PathBuf::from("/r/gouji.toml"), text.to_owned(), CODES).unwrap()
    }

    fn finding(code: &'static str, start: usize, part: &str) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            range: TextRange::new(start, start + 1),
            message: Message::plain(Wording::new("错", "wrong")),
            place: Place::part(part),
            fixes: Vec::new(),
            related: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    fn request<'a>(settings: &'a Settings, file: &'a str) -> Request<'a> {
        Request { settings, file: Some(file), baseline: None, year: None }
    }

    /// The remaining codes, in order, and the unused entries.
    fn left(
        text: &str,
        found: Vec<Diagnostic>,
        request: &Request,
    ) -> (Vec<&'static str>, Vec<usize>) {
        let findings = silence(text, found, request);
        (
            findings.diagnostics.iter().map(|diagnostic| diagnostic.code).collect(),
            findings.unused_accepts,
        )
    }

    #[test]
    fn one_finding_of_several_places_leaves_what_is_accepted_at_one_of_them() {
        let merged = || {
            let mut merged = finding("T011", 0, "表三");
            let edits = [0, 2]
                .map(|at| Edit { range: TextRange::new(at, at + 1), content: "1".to_owned() })
                .to_vec();
            merged.fixes.extend(Fix::new(
                Message::plain(Wording::new("", "")),
                Applicability::Safe,
                edits,
            ));
            vec![merged]
        };
        let entry = |at: &str| settings(&ENTRY.replace("G002", "T011").replace("表三", at));
        for (at, is_left) in [("表三/2.重复申请/总计", true), ("表二/规章", false)] {
            let settings = entry(at);
            let findings = silence("abcdef", merged(), &request(&settings, "甲.txt"));
            assert_eq!(
                findings.diagnostics[0].fixes[0].applicability == Applicability::OfferedOnly,
                is_left,
                "{at}"
            );
            assert_eq!(findings.unused_accepts.is_empty(), is_left, "{at}");
        }
        let settings = settings("");
        let text = "ab<!-- gouji-ignore T011: 原件如此 -->";
        let findings = silence(text, merged(), &request(&settings, "甲.txt"));
        assert!(findings.diagnostics.iter().all(|found| found.code != "G001"
            && found.fixes.iter().all(|fix| fix.applicability == Applicability::OfferedOnly)));
    }

    const ENTRY: &str =
        "[[accept]]\nfile = \"甲.txt\"\ncode = \"G002\"\nat = \"表三\"\nreason = \"一\"\n";

    #[test]
    fn an_entry_silences_its_file_code_and_place() {
        let settings = settings(ENTRY);
        let found = || {
            vec![finding("G002", 3, "表四"), finding("G002", 0, "表三"), finding("A002", 0, "表三")]
        };
        assert_eq!(
            left("abcdef", found(), &request(&settings, "甲.txt")),
            (vec!["A002", "G002"], vec![])
        );
        assert_eq!(
            left("abcdef", found(), &request(&settings, "乙.txt")),
            (vec!["A002", "G002", "G002"], vec![])
        );
    }

    #[test]
    fn an_entry_that_silences_nothing_is_named_and_removed() {
        let settings = settings(ENTRY);
        assert_eq!(
            left("", vec![finding("G002", 0, "表四")], &request(&settings, "甲.txt")),
            (vec!["G002"], vec![0])
        );
        let diagnostic = unused_accept(&settings, 0).unwrap();
        assert_eq!(
            diagnostic.message.render(Language::Zh),
            "甲.txt 的“表三”已没有 G002 的问题，这条接受记录多余"
        );
        assert_eq!(
            diagnostic.message.render(Language::En),
            "甲.txt has no finding G002 at 表三 any more: this entry silences nothing"
        );
        assert_eq!(apply(ENTRY, diagnostic.fixes[0].edits()), "");
        assert_eq!(diagnostic.fixes[0].applicability, Applicability::Unsafe);
    }

    #[test]
    fn an_entry_that_still_asks_for_its_reason_silences_nothing_and_stays() {
        let settings = settings(&ENTRY.replace("\"一\"", "\"请写明理由\""));
        assert_eq!(
            left("abcdef", vec![finding("G002", 0, "表三")], &request(&settings, "甲.txt")),
            (vec!["G002"], vec![0])
        );
        let diagnostic = unused_accept(&settings, 0).unwrap();
        let said =
            "接受 G002 的理由还是“请写明理由”，不起作用：请在 reason 中写明这个问题为什么可以保留";
        assert_eq!(
            (diagnostic.message.render(Language::Zh).as_str(), diagnostic.fixes.len()),
            (said, 0)
        );
    }

    #[test]
    fn an_entry_is_judged_only_where_nothing_mutes_its_rule() {
        let settings = settings(&ENTRY.replace("G002", "A002"));
        let found = |part| vec![finding("T004", 0, part)];
        assert_eq!(left("", found("表三"), &request(&settings, "甲.txt")), (vec!["T004"], vec![]));
        assert_eq!(left("", found("表四"), &request(&settings, "甲.txt")), (vec!["T004"], vec![0]));
        let comment = "<!-- gouji-ignore A002: 看 -->";
        assert_eq!(left(comment, found("表三"), &request(&settings, "乙.txt")).0, ["T004"]);
        assert_eq!(left(comment, Vec::new(), &request(&settings, "乙.txt")).0, ["G001"]);
    }

    #[test]
    fn an_entry_is_judged_only_where_its_rule_runs() {
        for unselected in [
            "ignore = [\"G002\"]",
            "select = [\"A\", \"G001\"]",
            "[[per-file-ignores]]\nfiles = [\"*\"]\ncodes = [\"G002\"]",
            "ignore = [\"G001\"]",
        ] {
            let settings = settings(&format!("{unselected}\n{ENTRY}"));
            assert_eq!(
                left("", Vec::new(), &request(&settings, "甲.txt")).1,
                [] as [usize; 0],
                "{unselected}"
            );
        }
        let planned = settings(&ENTRY.replace("G002", "X002"));
        assert_eq!(
            left("", Vec::new(), &request(&planned, "甲.txt")).1,
            [] as [usize; 0],
            "no such rule runs yet"
        );
    }

    #[test]
    fn a_baseline_silences_by_file_code_and_place() {
        let entry =
            BaselineEntry { file: "r/甲.txt".into(), code: "A001".into(), at: "表三".into() };
        let baseline = Baseline { entries: [entry].into() };
        let settings = Settings::default();
        let request =
            Request { baseline: Some((&baseline, "r/甲.txt")), ..request(&settings, "甲.txt") };
        assert_eq!(
            left("", vec![finding("A001", 9, "表三"), finding("A001", 9, "表四")], &request).0,
            ["A001"]
        );
    }

    #[test]
    fn what_is_not_asked_for_is_not_let_stand() {
        let named = |code| {
            let fix = Fix::replace(
                Message::plain(Wording::new("改", "mend")),
                Applicability::Safe,
                TextRange::new(0, 1),
                "8".to_owned(),
            );
            Diagnostic { fixes: vec![fix], ..finding(code, 0, "表三") }
        };
        let applicability = |text: &str| {
            let settings = settings(text);
            let findings =
                silence("7", vec![named("A001"), named("A002")], &request(&settings, "甲.txt"));
            findings
                .diagnostics
                .iter()
                .map(|diagnostic| (diagnostic.code, diagnostic.fixes[0].applicability))
                .collect::<Vec<_>>()
        };
        assert_eq!(applicability("select = [\"A002\"]"), [("A002", Applicability::Safe)]);
        let accepted = "[[accept]]\nfile = \"甲.txt\"\ncode = \"A001\"\nreason = \"看过\"\n";
        for standing in [
            "ignore = [\"A001\"]".to_owned(),
            "select = [\"A002\"]\nignore = [\"A\"]".to_owned(),
            "[[per-file-ignores]]\nfiles = [\"*\"]\ncodes = [\"A001\"]".to_owned(),
            accepted.to_owned(),
            format!("select = [\"A002\"]\n{accepted}"),
        ] {
            assert_eq!(
                applicability(&standing),
                [("A002", Applicability::OfferedOnly)],
                "{standing}"
            );
        }
    }

    #[test]
    fn settings_select_and_grade() {
        let settings = settings(
            "select = [\"A\"]\n[severity]\nA = \"hint\"\n[[per-file-ignores]]\nfiles = [\"x/**\"]\ncodes = [\"A002\"]",
        );
        let found =
            || vec![finding("A002", 0, "一"), finding("A001", 0, "一"), finding("S001", 0, "一")];
        let findings = silence("", found(), &request(&settings, "甲.txt"));
        let graded: Vec<_> = findings
            .diagnostics
            .iter()
            .map(|diagnostic| (diagnostic.code, diagnostic.severity))
            .collect();
        assert_eq!(graded, [("A001", Severity::Hint), ("A002", Severity::Hint)]);
        assert_eq!(left("", found(), &request(&settings, "x/甲.txt")).0, ["A001"]);
    }
}
