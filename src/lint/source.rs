//! Checks and mends a report in its source: a page, a Word document, a PDF.

use super::comments::in_word;
use super::compose::Composed;
use super::fix::{ROUNDS, chosen};
use super::vain::Vain;
use super::{Applied, Findings, Fixed, NotChecked, Request, fix, lint, lint_with};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Message, Related, Wording};
use crate::report::{Context, ReadReport};
use crate::source::{Format, Marked, Origin, Projection, Reading, Refused, SourceError};
use crate::standard::Standard;
use crate::syntax::{Report, parse};
use crate::text::{TextRange, floor_char_boundary, letters_of};
use crate::write;
use std::cell::LazyCell;
use std::collections::BTreeMap;

/// A source after its fixes.
#[derive(Clone, Debug)]
pub struct FixedReading {
    /// The source with its fixes.
    pub reading: Reading,
    /// Changes to the original markup: sorted and disjoint. Empty if nothing changed.
    pub edits: Vec<Edit>,
    pub applied: Vec<Applied>,
    /// The remaining findings, as from [`lint_reading`].
    pub findings: Findings,
}

/// The reported findings of a source. Ranges and fixes count in [`Reading::shown`]. A fix that the
/// source cannot carry out is left out.
///
/// # Errors
/// If the source holds no report for 2019 or later. The error is the reason.
pub fn lint_reading(reading: &Reading, request: &Request) -> Result<Findings, NotChecked> {
    Ok(shown(reading, found(reading, request)?))
}

/// The same as [`lint_reading`], and calls `each` with each checked report. Ranges of the report
/// count in [`Reading::text`].
///
/// # Errors
/// If the source holds no report for 2019 or later. The error is the reason.
pub fn lint_reading_with(
    reading: &Reading,
    request: &Request,
    each: &mut dyn FnMut(&Context, &ReadReport),
) -> Result<Findings, NotChecked> {
    Ok(shown(reading, found_with(reading, request, each)?))
}

/// Applies the fixes with an applicability of at least `least` to a source.
///
/// # Errors
/// If the source holds no checked report.
pub fn fix_reading(
    reading: Reading,
    request: &Request,
    least: Applicability,
) -> Result<FixedReading, NotChecked> {
    if reading.projection().is_none() {
        let Fixed { edits, applied, findings, .. } = fix(reading.text(), request, least)?;
        let reading = reading.edited(&edits).unwrap_or(reading);
        return Ok(FixedReading { reading, edits, applied, findings });
    }
    let mut findings = found(&reading, request)?;
    let mut composed = Composed::new(reading.markup().len());
    let mut fixed = FixedReading {
        reading,
        edits: Vec::new(),
        applied: Vec::new(),
        findings: Findings::default(),
    };
    let mut vain = Vain::default();
    for _ in 0..ROUNDS {
        let Some(round) = round(&fixed.reading, &findings, least, &vain) else { break };
        // A fixed source that is no longer a report would hide all remaining findings.
        let Ok(left) = found(&round.next, request) else { break };
        let fixes = round.fixes.iter();
        let own = fixes.clone().map(|(found, _)| *found);
        if vain.note(own, &findings.diagnostics, &left.diagnostics) {
            continue;
        }
        composed.add(&round.edits);
        fixed.applied.extend(fixes.map(|(found, fix)| Applied::of(found, fix)));
        fixed.reading = round.next;
        findings = left;
    }
    vain.drop_fixes(&mut findings.diagnostics);
    fixed.edits = composed.into_edits();
    fixed.findings = shown(&fixed.reading, findings);
    Ok(fixed)
}

/// A source with its fixes as proposals: each with the finding that it mends.
#[derive(Clone, Debug)]
pub struct Tracked {
    pub fixed: FixedReading,
    pub proposals: Vec<Proposal>,
}

/// Edits of the markup that belong together.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The place of the finding in the markup.
    pub source: TextRange,
    pub edits: Vec<Edit>,
    /// What is wrong, and what the edits do. Without a message, the edits follow from others.
    pub messages: Vec<Message>,
}

/// The fixes with an applicability of at least `least`, for a person to accept or to reject one by
/// one.
///
/// # Errors
/// If the source holds no checked report.
pub fn track_reading(
    reading: &Reading,
    request: &Request,
    least: Applicability,
) -> Result<Tracked, NotChecked> {
    let first = found(reading, request)?;
    let fixed = fix_reading(reading.clone(), request, least)?;
    let preferred =
        |found: &'_ Diagnostic| found.fixes.iter().position(|fix| fix.applicability >= least);
    let in_markup = |found: &Diagnostic| -> Vec<Edit> {
        let fix = preferred(found).map(|index| &found.fixes[index]);
        let edits = fix.zip(reading.marked()).map(|(fix, marked)| write::in_source(&marked, fix));
        edits.and_then(Result::ok).unwrap_or_default()
    };
    let own: Vec<Vec<Edit>> = first.diagnostics.iter().map(in_markup).collect();
    let mut proposals: Vec<Proposal> = Vec::new();
    let mut owners: Vec<Vec<usize>> = Vec::new();
    for edit in &fixed.edits {
        // Rows of several findings may be inserted at one place. Other edits have one owner.
        let is_owner = |own: &Edit| own.range.overlaps(edit.range);
        let mut owner: Vec<usize> =
            (0..own.len()).filter(|index| own[*index].iter().any(is_owner)).collect();
        if !edit.range.is_empty() {
            owner.truncate(1);
        }
        let known = owners.iter().position(|known| !owner.is_empty() && *known == owner);
        if let Some(proposal) = known.and_then(|known| proposals.get_mut(known)) {
            proposal.edits.push(edit.clone());
            continue;
        }
        let found = || owner.iter().map(|index| &first.diagnostics[*index]);
        let source = match (found().next(), reading.projection()) {
            (Some(found), Some(projection)) => projection.source(found.range),
            _ => edit.range,
        };
        let messages = found().flat_map(|found| {
            let fix = preferred(found).map(|index| found.fixes[index].message.clone());
            std::iter::once(found.message.clone()).chain(fix)
        });
        let messages = messages.collect();
        proposals.push(Proposal { source, edits: vec![edit.clone()], messages });
        owners.push(owner);
    }
    Ok(Tracked { fixed, proposals })
}

/// One round of fixes.
struct Round<'a> {
    /// Edits of the markup.
    edits: Vec<Edit>,
    fixes: Vec<(&'a Diagnostic, &'a Fix)>,
    /// The mended source.
    next: Reading,
}

/// `None` if nothing changes.
fn round<'a>(
    reading: &Reading,
    findings: &'a Findings,
    least: Applicability,
    vain: &Vain,
) -> Option<Round<'a>> {
    let marked = reading.marked()?;
    let chosen = chosen(&findings.diagnostics, least, vain);
    let mut edits: BTreeMap<(usize, usize), Edit> = BTreeMap::new();
    let mut fixes = Vec::new();
    for (diagnostic, fix) in chosen {
        let own = write::in_source(&marked, fix).ok()?;
        // Two fixes that are apart in the text may meet in the markup. The second one waits.
        let meets = |edit: &Edit| {
            let (start, end) = (edit.range.start, edit.range.end);
            let before = edits.range(..=(end, usize::MAX)).next_back();
            before.is_some_and(|(_, other)| other != edit && other.range.end > start)
                || edits.get(&(start, end)).is_some_and(|other| other != edit)
        };
        if !own.iter().any(meets) {
            edits.extend(own.into_iter().map(|edit| ((edit.range.start, edit.range.end), edit)));
            fixes.push((diagnostic, fix));
        }
    }
    let edits: Vec<Edit> = edits.into_values().collect();
    let next: Result<Reading, SourceError> = reading.edited(&edits);
    let next = next.ok().filter(|next| next.markup() != reading.markup())?;
    Some(Round { edits, fixes, next })
}

/// The findings in the text of a source, without the fixes that the source cannot carry out.
fn found(reading: &Reading, request: &Request) -> Result<Findings, NotChecked> {
    keep_of_reading(reading, lint(reading.text(), request)?)
}

fn found_with(
    reading: &Reading,
    request: &Request,
    each: &mut dyn FnMut(&Context, &ReadReport),
) -> Result<Findings, NotChecked> {
    keep_of_reading(reading, lint_with(reading.text(), request, each)?)
}

/// Leaves the findings and the fixes that are reported for a source. Ranges and fixes count in
/// [`Reading::text`].
///
/// # Errors
/// If the source only leads to a report.
pub fn keep_of_reading(reading: &Reading, mut findings: Findings) -> Result<Findings, NotChecked> {
    if let Some(reason) = reading.marked().as_ref().and_then(elsewhere) {
        return Err(reason);
    }
    if !reading.format().has_lines() {
        findings.diagnostics.iter_mut().for_each(|found| in_word(&mut found.message));
    }
    if let Some(marked) = reading.marked() {
        if marked.is_numbered() {
            drop_counted(&marked, &mut findings.diagnostics);
        }
        keep_writable(&mut findings.diagnostics, |fix| write::in_source(&marked, fix));
    } else if !reading.format().is_writable() {
        findings.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.fixes.clear());
    }
    Ok(findings)
}

/// Drops the findings about numbers of rows that a list of Word counts, where a row of their table
/// is missing: Word counts anew when the row is put back.
fn drop_counted(source: &Marked, diagnostics: &mut Vec<Diagnostic>) {
    let missing = diagnostics.iter().filter(|found| found.code == "T003");
    let lacking: Vec<String> = missing.map(|found| found.place.part.clone()).collect();
    let is_made = |edit: &Edit| {
        let mut runs = source.projection.runs_in(edit.range);
        !edit.range.is_empty() && runs.all(|run| run.origin == Origin::Made)
    };
    diagnostics.retain(|found| {
        let is_number = matches!(found.code, "T002" | "T016")
            && !found.fixes.is_empty()
            && found.fixes.iter().flat_map(Fix::edits).all(is_made);
        !(is_number && lacking.contains(&found.place.part))
    });
}

/// The reason why a page has the title of a report without the report: another page in it or a
/// linked file holds the report, a script loads the report, or this program wrote the page. `None`
/// for other pages with a report, and for other sources.
pub fn elsewhere(source: &Marked) -> Option<NotChecked> {
    let text = source.projection.text();
    if is_own_page(source) {
        return Some(NotChecked::OwnPage);
    }
    if !may_be_elsewhere(source.projection, source.format) {
        return None;
    }
    // At most 400 letters stand around the title: the source, the date, and the page's footer.
    let is_title_alone = |report: Report| {
        let text = report.range.of(text);
        report.sections() == 0
            && letters_of(text).take(401).count() <= 400
            && ReadReport::new(text, report, Standard::official(), None).facts().tables.is_empty()
    };
    // The text is short, unlike its markup.
    let tree = parse(text, Standard::official());
    if !tree.reports.into_iter().all(is_title_alone) {
        return None;
    }
    if has_tag(source.markup, &["iframe", "frame", "embed", "object"]) {
        Some(NotChecked::OtherPage)
    } else if names_document(source.markup) {
        Some(NotChecked::Attached)
    } else if has_tag(source.markup, &["script"]) {
        Some(NotChecked::Scripted)
    } else {
        None
    }
}

/// Whether a tag of one of these names begins in a page.
fn has_tag(markup: &str, names: &[&str]) -> bool {
    let is_name = |at: usize, name: &str| {
        let own = markup.as_bytes().get(at + 1..at + 1 + name.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr_iter(b'<', markup.as_bytes())
        .any(|at| names.iter().any(|name| is_name(at, name)))
}

/// Whether a page names a file that may hold a report, as an attachment does.
fn names_document(markup: &str) -> bool {
    const EXTENSIONS: [&str; 10] =
        ["docx", "doc", "pdf", "wps", "xlsx", "xls", "ofd", "zip", "rar", "rtf"];
    let bytes = markup.as_bytes();
    memchr::memchr_iter(b'.', bytes).any(|dot| {
        let behind = &bytes[dot + 1..];
        let len = behind.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        EXTENSIONS.iter().any(|own| behind[..len].eq_ignore_ascii_case(own.as_bytes()))
    })
}

/// Whether this program wrote a page about reports. It says so in its head.
fn is_own_page(source: &Marked) -> bool {
    const HEAD: usize = 1000;
    let head = &source.markup[..floor_char_boundary(source.markup, HEAD)];
    source.format == Format::Html && head.contains("name=\"generator\" content=\"gouji ")
}

/// Whether [`elsewhere`] may have a reason: a report is longer than 6000 bytes, with the words
/// around it in the page.
fn may_be_elsewhere(projection: &Projection, format: Format) -> bool {
    format == Format::Html && projection.text().len() <= 6000
}

/// Leaves the findings and the fixes that [`lint_reading`] has for an open page. Only a short page,
/// or a fix that does more than replace words, needs a copy of the `markup`.
pub fn keep_of_page(
    diagnostics: &mut Vec<Diagnostic>,
    projection: &Projection,
    format: Format,
    markup: impl FnOnce() -> String,
) {
    let markup = LazyCell::new(markup);
    let marked = || Marked { projection, markup: &markup, format, docx: None };
    if !diagnostics.is_empty()
        && may_be_elsewhere(projection, format)
        && elsewhere(&marked()).is_some()
    {
        diagnostics.clear();
    }
    keep_writable(diagnostics, |fix| {
        write::in_words(projection, fix).unwrap_or_else(|| write::in_source(&marked(), fix))
    });
}

/// Drops the fixes that the source of a projected text cannot carry out. `edits` are the edits of
/// the source. Where the reason is that a word processor computes the text, the finding says so.
fn keep_writable(
    diagnostics: &mut [Diagnostic],
    edits: impl Fn(&Fix) -> Result<Vec<Edit>, Refused>,
) {
    for diagnostic in diagnostics {
        let mut field = None;
        diagnostic.fixes.retain(|fix| match edits(fix) {
            Ok(_) => true,
            Err(refused) => {
                if refused == Refused::Field {
                    field = fix.edits().first().map(|edit| edit.range);
                }
                false
            }
        });
        if let Some(range) = field {
            diagnostic.related.push(Related { range, message: Message::plain(FIELD) });
        }
    }
}

/// The reason why a fix of `diagnostic` is not offered, if a person can do something about it.
pub fn why_unfixed(diagnostic: &Diagnostic) -> Option<&Message> {
    let messages = diagnostic.related.iter().map(|related| &related.message);
    messages.into_iter().find(|message| message.wording == FIELD)
}

/// Findings of the text as findings of the shown text.
fn shown(reading: &Reading, mut findings: Findings) -> Findings {
    let Some(marked) = reading.marked().filter(|_| reading.format().has_lines()) else {
        return findings;
    };
    for diagnostic in &mut findings.diagnostics {
        for fix in &mut diagnostic.fixes {
            let edits = write::in_source(&marked, fix).unwrap_or_default();
            if let Some(mapped) = Fix::new(fix.message.clone(), fix.applicability, edits) {
                *fix = mapped;
            }
        }
        diagnostic.range = reading.shown_range(diagnostic.range);
        for related in &mut diagnostic.related {
            related.range = reading.shown_range(related.range);
        }
    }
    for report in &mut findings.reports {
        report.range = reading.shown_range(report.range);
    }
    // Two places of the text may change their order in the markup.
    findings.diagnostics.sort_by_key(|diagnostic| (diagnostic.range, diagnostic.code));
    findings
}

const FIELD: Wording = Wording::new(
    "这一格是公式，请在 Word 中更新域",
    "this cell is a formula: update the field in Word",
);
