//! Findings as the protocol has them.

use super::capabilities::Abilities;
use super::view::View;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::REGISTRY;
use ls_types::{
    self, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, Uri,
};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The source that every diagnostic names.
pub const SOURCE: &str = "gouji";

/// All findings of a view.
pub fn all(view: &View, abilities: &Abilities) -> Vec<ls_types::Diagnostic> {
    view.findings.iter().map(|finding| one(view, finding, abilities)).collect()
}

fn one(view: &View, finding: &Diagnostic, abilities: &Abilities) -> ls_types::Diagnostic {
    let related = || {
        let one = |related: &crate::diagnostic::Related| DiagnosticRelatedInformation {
            location: Location::new(view.uri.clone(), view.range(related.range)),
            message: view.say(&related.message),
        };
        finding.related.iter().map(one).collect()
    };
    ls_types::Diagnostic {
        range: view.range(finding.range),
        related_information: (abilities.related_information && !finding.related.is_empty())
            .then(related),
        ..plain(finding.code, finding.severity, view.say(&finding.message), abilities)
    }
}

/// A diagnostic without a place.
pub fn plain(
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

/// What an editor shows faded or struck through.
fn tag(code: &str) -> Option<DiagnosticTag> {
    match code {
        "G001" => Some(DiagnosticTag::UNNECESSARY),
        "S010" => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}
