//! Builds diagnostics, and lists of diagnostics.

use super::positions::{location_of, range_in};
use super::{location, range};
use crate::diagnostic::{Diagnostic, Language, Message, Place, Related, Severity};
use crate::rules::REGISTRY;
use crate::server::core::capabilities::Abilities;
use crate::server::core::kin::ClosedReports;
use crate::server::core::view::{Client, View};
use crate::settings::Problem;
use crate::source::Projection;
use crate::text::LineIndex;
use ls_types::{
    self, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, Location, NumberOrString, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The source in every diagnostic.
const SOURCE: &str = "gouji";

/// All findings of a view.
pub fn diagnostics(view: &View, abilities: &Abilities) -> Vec<ls_types::Diagnostic> {
    view.findings.iter().map(|finding| one(view, finding, abilities)).collect()
}

/// Findings across reports in a file that is not open.
pub fn closed_diagnostics(
    closed: &ClosedReports,
    findings: &[Diagnostic],
    abilities: &Abilities,
) -> Vec<ls_types::Diagnostic> {
    let one = |finding: &Diagnostic| {
        let say = |message: &Message| message.render(closed.language);
        let related = elsewhere(finding, closed.language).collect();
        let found = placed(finding, closed.range(finding.range), related, say, abilities);
        let place = closed.in_words(finding.range, &finding.place);
        with_place(found, place.as_deref(), closed.language)
    };
    findings.iter().map(one).collect()
}

/// All findings of a source without lines. They stand at the start of the file, and say their
/// places in words.
pub fn source_diagnostics(
    projection: &Projection,
    findings: &[Diagnostic],
    uri: &Uri,
    language: Language,
    abilities: &Abilities,
) -> Vec<ls_types::Diagnostic> {
    let say = |message: &Message| message.render(language);
    let one = |finding: &Diagnostic| {
        let here = |related: &Related| {
            let part = Place::part(finding.place.part.clone());
            let place = projection.place(related.range).in_words(&part, language);
            DiagnosticRelatedInformation {
                location: Location { uri: uri.clone(), range: Range::default() },
                message: said_at(say(&related.message), Some(&place), language),
            }
        };
        let related = finding.related.iter().map(here).collect();
        let found = placed(finding, Range::default(), related, say, abilities);
        let place = projection.place(finding.range).in_words(&finding.place, language);
        with_place(found, Some(&place), language)
    };
    findings.iter().map(one).collect()
}

fn with_place(
    found: ls_types::Diagnostic,
    place: Option<&str>,
    language: Language,
) -> ls_types::Diagnostic {
    ls_types::Diagnostic { message: said_at(found.message, place, language), ..found }
}

/// A message with its place in brackets.
fn said_at(message: String, place: Option<&str>, language: Language) -> String {
    match (place.filter(|place| !place.is_empty()), language) {
        (None, _) => message,
        (Some(place), Language::Zh) => format!("{message}（{place}）"),
        (Some(place), Language::En) => format!("{message} ({place})"),
    }
}

fn one(view: &View, finding: &Diagnostic, abilities: &Abilities) -> ls_types::Diagnostic {
    let say = |message: &Message| view.say(message);
    let here = |related: &Related| DiagnosticRelatedInformation {
        location: location(view, related.range),
        message: say(&related.message),
    };
    let related = if abilities.related_information {
        finding.related.iter().map(here).chain(elsewhere(finding, view.client.language)).collect()
    } else {
        Vec::new()
    };
    placed(finding, range(view, finding.range), related, say, abilities)
}

/// The places of a finding's explanations in other files.
fn elsewhere(
    finding: &Diagnostic,
    language: Language,
) -> impl Iterator<Item = DiagnosticRelatedInformation> {
    finding.elsewhere.iter().filter_map(move |other| {
        let place = other.place.as_ref()?;
        let location = location_of(place)?;
        let message = said_at(other.message.render(language), place.words.as_deref(), language);
        Some(DiagnosticRelatedInformation { location, message })
    })
}

fn placed(
    finding: &Diagnostic,
    range: Range,
    related: Vec<DiagnosticRelatedInformation>,
    say: impl Fn(&Message) -> String,
    abilities: &Abilities,
) -> ls_types::Diagnostic {
    ls_types::Diagnostic {
        range,
        related_information: (abilities.related_information && !related.is_empty())
            .then_some(related),
        ..plain(finding.code, finding.severity, say(&finding.message), abilities)
    }
}

/// A mistake in a settings file with this text.
pub fn problem_diagnostic(
    text: &str,
    index: &LineIndex,
    problem: &Problem,
    client: &Client,
    abilities: &Abilities,
) -> ls_types::Diagnostic {
    let message = problem.message.render(client.language);
    ls_types::Diagnostic {
        range: range_in(text, index, problem.range, client.encoding),
        ..plain("G002", Severity::Error, message, abilities)
    }
}

/// A finding in a settings file with this text: an accepted finding that silences nothing.
pub fn accept_diagnostic(
    text: &str,
    index: &LineIndex,
    finding: &Diagnostic,
    client: &Client,
    abilities: &Abilities,
) -> ls_types::Diagnostic {
    let message = finding.message.render(client.language);
    ls_types::Diagnostic {
        range: range_in(text, index, finding.range, client.encoding),
        ..plain(finding.code, finding.severity, message, abilities)
    }
}

/// A diagnostic without a place.
fn plain(
    code: &'static str,
    severity: Severity,
    message: String,
    abilities: &Abilities,
) -> ls_types::Diagnostic {
    let page = || PAGES.get(code).map(|href| CodeDescription { href: href.clone() });
    ls_types::Diagnostic {
        severity: Some(match severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Information => DiagnosticSeverity::INFORMATION,
            Severity::Hint => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(code.to_owned())),
        code_description: abilities.code_description.then(page).flatten(),
        source: Some(SOURCE.to_owned()),
        message,
        tags: if abilities.tags { tag(code).map(|tag| vec![tag]) } else { None },
        ..ls_types::Diagnostic::default()
    }
}

/// The page of each rule.
static PAGES: LazyLock<HashMap<&'static str, Uri>> = LazyLock::new(|| {
    REGISTRY.iter().filter_map(|rule| Some((rule.code, rule.url().parse().ok()?))).collect()
});

/// The tag of a rule: editors show the finding faded or struck through.
fn tag(code: &str) -> Option<DiagnosticTag> {
    match code {
        "G001" => Some(DiagnosticTag::UNNECESSARY),
        "S010" => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}

/// The answer to a client's question about a document: a changed list with its name.
pub fn changed_list(
    name: Option<String>,
    items: Vec<ls_types::Diagnostic>,
) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: name, items },
    })
}

/// The answer for a client that already has the list with this name.
pub fn unchanged_list(name: String) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
        related_documents: None,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: name },
    })
}

/// A file with its changed list, for the answer to a question about the workspace.
pub fn changed_file(
    uri: Uri,
    name: Option<String>,
    items: Vec<ls_types::Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: name, items },
    })
}

/// The same as [`changed_file`] for a client that already has the list with this name.
pub fn unchanged_file(uri: Uri, name: String) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version: None,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: name },
    })
}
