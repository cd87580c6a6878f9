//! Clones an element of the markup with other words.

use crate::diagnostic::{Edit, apply};
use crate::source::{Element, ElementKind, Format, Marked, Origin, Run, copied, escape};
use crate::text::TextRange;

/// The index and the element of the innermost element of a kind that holds a place of the text.
pub(super) fn element_at(
    source: &Marked,
    kind: ElementKind,
    at: usize,
) -> Option<(usize, Element)> {
    let elements = source.projection.elements();
    let last = elements.before(at + 1).checked_sub(1)?;
    let outwards = |index: &usize| elements.get(*index).and_then(|element| element.parent);
    let own = std::iter::successors(Some(last), outwards);
    let mut own = own.filter_map(|index| Some((index, elements.get(index)?)));
    own.find(|(_, element)| element.kind == kind && element.text.end >= at)
}

/// The parts of an element, in order.
pub(super) fn parts<'a>(
    source: &Marked<'a>,
    of: usize,
    kind: ElementKind,
) -> impl Iterator<Item = (usize, Element)> + 'a {
    let elements = source.projection.elements();
    let end = elements.get(of).map_or(0, |element| element.text.end);
    let below = (of + 1..).map_while(|index| Some((index, elements.get(index)?)));
    let below = below.take_while(move |(_, element)| element.text.start <= end);
    below.filter(move |(_, element)| element.parent == Some(of) && element.kind == kind)
}

/// The edits of the markup that give a stretch of the text other words. The first stretch in one
/// piece takes the words, the others are emptied. `None` if the words cannot be given, or are
/// computed by a word processor.
pub(super) fn refill(source: &Marked, text: TextRange, words: &str) -> Option<Vec<Edit>> {
    let projection = source.projection;
    let overlaps = |run: &Run| {
        run.text.start < text.end && text.start < run.text.end && run.origin != Origin::Made
    };
    let mut edits: Vec<Edit> = Vec::new();
    for run in projection.runs_in(text).filter(overlaps) {
        if run.origin == Origin::Field {
            return None;
        }
        let part = TextRange::new(run.text.start.max(text.start), run.text.end.min(text.end));
        let content = if edits.is_empty() { escape(words) } else { String::new() };
        edits.push(Edit { range: projection.source(part), content });
    }
    if edits.is_empty() && !words.is_empty() {
        return projection.back(TextRange::at(text.start), words).ok();
    }
    edits.sort();
    Some(edits)
}

/// The element at `range` after these edits, which lie inside, to be written beside the element.
pub(super) fn cloned(source: &Marked, range: TextRange, edits: &[Edit]) -> Option<String> {
    let inside = |edit: &Edit| {
        range.contains(edit.range).then(|| Edit {
            range: edit.range.moved(-(range.start as isize)),
            content: edit.content.clone(),
        })
    };
    let mut own: Vec<Edit> = edits.iter().map(inside).collect::<Option<_>>()?;
    own.sort();
    let is_apart = own.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
    let clone = is_apart.then(|| apply(range.of(source.markup), &own))?;
    if source.format == Format::Word { copied(&clone) } else { Some(clone) }
}

/// The line end and the spaces before an element that begins a line of the markup, to be written
/// before its clone.
pub(super) fn indent<'a>(source: &Marked<'a>, start: usize) -> &'a str {
    let before = &source.markup[..start];
    let spaces = before.len() - before.trim_end_matches([' ', '\t']).len();
    let at = start - spaces;
    match before.as_bytes().get(..at) {
        Some([.., b'\r', b'\n']) => &source.markup[at - 2..start],
        Some([.., b'\n' | b'\r']) => &source.markup[at - 1..start],
        _ => "",
    }
}
