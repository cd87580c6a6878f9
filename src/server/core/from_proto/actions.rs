//! Reads requests for code actions.

use super::range_in;
use crate::server::core::features::actions::{Asked, Kind, Shown};
use crate::server::core::features::unused::SettingsFile;
use crate::server::core::to_proto;
use crate::server::core::view::View;
use crate::text::TextRange;
use ls_types::{
    CodeActionKind, CodeActionParams, CodeActionTriggerKind, Diagnostic, NumberOrString, Position,
    Range,
};

/// At most the first 32 findings named by a client are read.
const MOST_NAMED: usize = 32;

/// The question about a document.
pub fn asked<'p>(view: &View, params: &'p CodeActionParams) -> Asked<'p> {
    read(&|range| super::range(view, range), params, MOST_NAMED)
}

/// The question about a settings file.
pub fn asked_of_settings<'p>(file: &SettingsFile, params: &'p CodeActionParams) -> Asked<'p> {
    let bytes = |range| range_in(file.buffer.document, file.client.encoding, range);
    read(&bytes, params, usize::MAX)
}

/// `bytes` converts a range of positions.
fn read<'p>(
    bytes: &dyn Fn(Range) -> TextRange,
    params: &'p CodeActionParams,
    most_named: usize,
) -> Asked<'p> {
    let context = &params.context;
    let Range { start, end } = params.range;
    // A column past the end of a line means the end of the line.
    let lines = Range::new(Position::new(start.line, 0), Position::new(end.line, u32::MAX));
    let is_asked = |kind: &Kind| is_asked(context.only.as_deref(), &to_proto::action_kind(*kind));
    let shown = |shown: &'p Diagnostic| Shown {
        code: match &shown.code {
            Some(NumberOrString::String(code)) => Some(code),
            _ => None,
        },
        range: bytes(shown.range),
    };
    Asked {
        range: bytes(params.range),
        lines: bytes(lines),
        kinds: Kind::ALL.into_iter().filter(is_asked).collect(),
        on_purpose: context.only.as_ref().is_some_and(|only| !only.is_empty()),
        // At each move of the cursor, a client checks whether actions exist.
        in_passing: context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC),
        shown: context.diagnostics.iter().take(most_named).map(shown).collect(),
    }
}

/// Whether a client that asks for the kinds `only` asks for `kind`. A kind includes all kinds
/// below.
fn is_asked(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let covers = |asked: &CodeActionKind| match kind.as_str().strip_prefix(asked.as_str()) {
        Some(rest) => rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty(),
        None => false,
    };
    only.is_none_or(|only| only.is_empty() || only.iter().any(covers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_stands_for_all_kinds_below_it() {
        let asked = |only: &'static str| {
            let only = [CodeActionKind::new(only)];
            let is_asked = |kind: &Kind| is_asked(Some(&only), &to_proto::action_kind(*kind));
            Kind::ALL.into_iter().filter(is_asked).collect::<Vec<_>>()
        };
        for only in ["source", "source.fixAll", "source.fixAll.gouji"] {
            assert_eq!(asked(only), [Kind::AllFixes], "{only}");
        }
        assert_eq!(asked("quickfix"), [Kind::QuickFix]);
        assert_eq!(asked("refactor"), [Kind::Rewrite]);
        assert_eq!(asked("refactor.rewrite"), [Kind::Rewrite]);
        assert_eq!(asked(""), Kind::ALL);
        for only in ["source.organizeImports", "source.fixAll.other", "source.fixAll.gouji.more"] {
            assert_eq!(asked(only), [], "{only}");
        }
        assert!(is_asked(None, &CodeActionKind::QUICKFIX));
        assert!(is_asked(Some(&[]), &CodeActionKind::QUICKFIX));
    }
}
