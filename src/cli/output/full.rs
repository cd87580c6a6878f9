//! The source lines with underlined spans, in the style of rustc.

use super::excerpt::{MOST_LINES, excerpt};
use super::{Results, Style, summary};
use crate::diagnostic::{Applicability, FilePlace, Fix, Message, Related, Severity, Wording};
use crate::review::{Finding, MORE_ELSEWHERE, MOST_ELSEWHERE, Place, SEE};
use crate::rules::severity_word;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::io::{self, Write};

pub(super) fn write(results: &Results, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // The excerpt has already shortened the lines, with two columns for a wide character. The
    // renderer must not shorten the lines again.
    let renderer =
        if style.colored { Renderer::styled() } else { Renderer::plain() }.term_width(10_000);
    for finding in results.findings() {
        let rendered = renderer.render(&[group(finding, style.width)]);
        for line in rendered.lines().filter(|line| !is_second_origin(line)) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    if style.quiet { Ok(()) } else { summary::write(results, out) }
}

fn group(finding: Finding<'_>, width: usize) -> Group<'_> {
    let Finding { file, diagnostic } = finding;
    let place = file.place(diagnostic.range.start);
    let lines = file.lines();
    let is_near =
        |related: &&Related| lines.line_of(related.range.start).abs_diff(place.row) <= MOST_LINES;
    let related: Vec<_> = diagnostic.related.iter().filter(is_near).collect();
    let spans: Vec<_> = std::iter::once(diagnostic.range)
        .chain(related.iter().map(|related| related.range))
        .collect();
    let shown = excerpt(&file.text, lines, &spans, width);
    let mut spans = shown.spans.into_iter();
    let mut snippet = Snippet::source(shown.text).line_start(shown.first_line).fold(true);
    if let Some(span) = spans.next() {
        snippet = snippet.annotation(AnnotationKind::Primary.span(span));
    }
    for (span, related) in spans.zip(related) {
        snippet = snippet.annotation(
            AnnotationKind::Context.span(span).label(related.message.render(file.language)),
        );
    }
    let word = severity_word(diagnostic.severity).in_language(file.language);
    let mut group = level(diagnostic.severity)
        .with_name(word)
        .primary_title(finding.message_in_line())
        .id(format!("{} {}", diagnostic.code, finding.name()))
        .element(origin(finding, place))
        .element(snippet);
    let mut others = finding.elsewhere();
    for (other, message) in others.by_ref().take(MOST_ELSEWHERE) {
        let note = format!("{}: {message}", in_words(other));
        let see = SEE.in_language(file.language);
        group = group.element(Level::NOTE.with_name(see).message(note));
    }
    let left = others.count();
    if left > 0 {
        let more = Message::new(MORE_ELSEWHERE, [left.into()]).render(file.language);
        let see = SEE.in_language(file.language);
        group = group.element(Level::NOTE.with_name(see).message(more));
    }
    // A fix offered only in an editor is not available here.
    if let Some(fix) = finding.fix().filter(|fix| fix.applicability != Applicability::OfferedOnly) {
        let help = HELP.in_language(file.language);
        group = group.element(Level::HELP.with_name(help).message(help_text(finding, fix)));
    }
    group
}

/// The path of another file with line and column, or with the place in words.
fn in_words(other: &FilePlace) -> String {
    match &other.words {
        Some(words) => format!("{}: {words}", other.path),
        None => format!("{}:{}:{}", other.path, other.start.0, other.start.1),
    }
}

/// The path with line and column, or with the place in a source without lines.
fn origin(finding: Finding<'_>, place: Place) -> Origin<'_> {
    match finding.place_in_words() {
        Some(words) => Origin::path(format!("{}: {words}", finding.file.path)),
        None => Origin::path(finding.file.path.as_str()).line(place.row).char_column(place.column),
    }
}

/// The fix, and the way to apply the fix.
fn help_text(finding: Finding, fix: &Fix) -> String {
    let how = if fix.applicability == Applicability::Safe { HOW_SAFE } else { HOW_UNSAFE };
    let language = finding.file.language;
    format!("{}{}", fix.message.render(language), how.in_language(language))
}

/// The origin is printed apart from the snippet: its column counts in the whole line, not in the
/// excerpt. The renderer then takes the snippet for a part of another file without a name.
fn is_second_origin(line: &str) -> bool {
    line.contains(":::") && anstream::adapter::strip_str(line).to_string().trim() == ":::"
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::NOTE,
    }
}

const HELP: Wording = Wording::new("修正", "help");
const HOW_SAFE: Wording = Wording::new("（--fix）", " (--fix)");
const HOW_UNSAFE: Wording =
    Wording::new("（需人工确认：--fix --unsafe-fixes）", " (needs a look: --fix --unsafe-fixes)");
