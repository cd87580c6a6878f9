//! Builds semantic tokens.

use super::cursor::Cursor;
use super::position;
use crate::document::Placed;
use crate::server::core::features::tokens::{Kind, Token};
use crate::server::core::view::View;
use crate::text::TextRange;
use ls_types::{
    Position, Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
    SemanticTokensLegend,
};
use std::sync::Arc;

/// The types and modifiers used by [`semantic_tokens`]. The modifier `total` is not part of the
/// protocol.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![
            SemanticTokenType::CLASS,
            SemanticTokenType::NAMESPACE,
            SemanticTokenType::PROPERTY,
            SemanticTokenType::TYPE,
            SemanticTokenType::NUMBER,
            SemanticTokenType::STRING,
        ],
        token_modifiers: vec![
            SemanticTokenModifier::DECLARATION,
            SemanticTokenModifier::new("total"),
        ],
    }
}

/// The index of the kind among the types of the legend, and its modifiers as bits.
fn in_legend(kind: Kind) -> (u32, u32) {
    match kind {
        Kind::Heading => (0, 1),
        Kind::Group => (1, 0),
        Kind::Row => (2, 0),
        Kind::Column => (3, 0),
        Kind::Count => (4, 0),
        Kind::Total => (4, 2),
        Kind::Date => (5, 0),
    }
}

/// A token of a report. The line counts from the first line of the report.
#[derive(Clone, Copy, Debug)]
struct PlacedToken {
    start: Position,
    length: u32,
    kind: Kind,
}

/// The tokens of reports. `of_report` returns the tokens that overlap a range of the text: sorted,
/// disjoint, each within one line. `range` is the range wanted by the client. Without a range, the
/// result is kept with the report.
pub fn semantic_tokens<'a>(
    view: &View<'a>,
    range: Option<TextRange>,
    reports: impl Iterator<Item = Placed<'a>>,
    of_report: impl Fn(Placed<'a>, TextRange) -> Vec<Token>,
) -> SemanticTokens {
    let all = TextRange::new(0, view.document.len());
    let mut data = Vec::new();
    let mut last = Position::new(0, 0);
    for report in reports {
        let made = |wanted| placed_in(view, report, &of_report(report, wanted));
        let tokens = match range {
            // Places in a page change without a change of the report.
            None if view.page.is_none() => report.report.kept(view.client.encoding, || made(all)),
            range => Arc::new(made(range.unwrap_or(all))),
        };
        let first_line = position(view, report.start).line;
        for PlacedToken { start, length, kind } in tokens.iter() {
            let line = first_line + start.line;
            let delta_line = line - last.line;
            let delta_start =
                if delta_line == 0 { start.character - last.character } else { start.character };
            let (token_type, token_modifiers_bitset) = in_legend(*kind);
            data.push(SemanticToken {
                delta_line,
                delta_start,
                length: *length,
                token_type,
                token_modifiers_bitset,
            });
            last = Position::new(line, start.character);
        }
    }
    SemanticTokens { result_id: None, data }
}

/// The tokens of a report with their places.
fn placed_in(view: &View, report: Placed, tokens: &[Token]) -> Vec<PlacedToken> {
    let mut cursor = Cursor::new(view, report);
    let first_line = cursor.position(0).line;
    let mut placed = |range: TextRange, kind: Kind| {
        let Range { start, end } = cursor.range(range);
        // A stretch of a page may hold a line end.
        (start.line == end.line && start.line >= first_line).then(|| PlacedToken {
            start: Position::new(start.line - first_line, start.character),
            length: end.character - start.character,
            kind,
        })
    };
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        match view.page {
            None => out.extend(placed(token.range, token.kind)),
            // The markup between two words is not a part of the token.
            Some(page) => {
                let written = page.projection().written(token.range.shifted(report.start));
                for range in written {
                    out.extend(placed(range.moved(-(report.start as isize)), token.kind));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::sample;
    use crate::server::core::answers;
    use crate::server::core::features::locate::reports;
    use crate::server::core::features::testing::{counting_in, view};
    use crate::server::core::features::tokens::tokens;
    use crate::syntax::Layout;
    use crate::text::{LineIndex, PositionEncoding};

    /// An editor reads the same words and the same types as the feature returned.
    #[test]
    fn tokens_are_read_back_in_every_encoding() {
        let text = format!("{}\n𠮷{}", sample(Layout::Tabs), sample(Layout::Markdown));
        let index = LineIndex::new(&text);
        let all = TextRange::new(0, text.len());
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            view(&text, counting_in(encoding), |view, _| {
                let (mut line, mut column) = (0, 0);
                let read = |token: &SemanticToken| {
                    column = if token.delta_line == 0 {
                        column + token.delta_start
                    } else {
                        token.delta_start
                    };
                    line += token.delta_line;
                    let at = |column: u32| {
                        let position = crate::text::Position::new(line as usize, column as usize);
                        index.offset(&text, position, encoding)
                    };
                    let words = &text[at(column)..at(column + token.length)];
                    (words, (token.token_type, token.token_modifiers_bitset))
                };
                let found: Vec<_> = answers::tokens(view, None).data.iter().map(read).collect();
                let expected = reports(view).flat_map(|(_, report)| {
                    let words = |token: Token| {
                        (token.range.of(report.report.text()), in_legend(token.kind))
                    };
                    tokens(report, all).into_iter().map(words).collect::<Vec<_>>()
                });
                assert_eq!(found, expected.collect::<Vec<_>>(), "{encoding:?}");
            });
        }
    }

    #[test]
    fn the_legend_has_what_is_used() {
        let legend = legend();
        use Kind::*;
        for (token, modifiers) in [Heading, Group, Row, Column, Count, Total, Date].map(in_legend) {
            assert!((token as usize) < legend.token_types.len());
            assert!(modifiers < 1 << legend.token_modifiers.len());
        }
    }
}
