//! What holds for any text and any source, also for nonsense. The functions panic if it does not.

use gouji::diagnostic::{Applicability, Change, apply};
use gouji::document::Document;
use gouji::lint::{Options, Request, check, fix, fix_reading, lint, lint_reading};
use gouji::settings::Settings;
use gouji::source::{Format, Marked, Origin, Reading, escape};
use gouji::standard::Standard;
use gouji::syntax::parse;
use gouji::text::TextRange;
use gouji::write;
use std::fmt::Debug;

/// Chooses places by a seed, without randomness from outside.
#[derive(Clone, Copy, Debug)]
pub struct Chooser(u64);

impl Chooser {
    /// The same bytes give the same choices.
    pub fn of(bytes: &[u8]) -> Self {
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        Self(bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// A number below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (self.0 >> 33) as usize % end
    }

    fn of_list<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A place between two characters.
    pub fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The tree of a text covers the text, in order and without gaps.
pub fn assert_covers(text: &str) {
    let mut end = 0;
    let tree = parse(text, Standard::official());
    for report in &tree.reports {
        assert_eq!(report.range.start, end);
        end = report.range.end;
        let mut inner = 0;
        for part in &report.parts {
            assert_eq!(part.range.start, inner);
            inner = part.range.end;
            let mut block_end = 0;
            for block in &part.blocks {
                assert_eq!(block.range.start, block_end);
                block_end = block.range.end;
            }
            assert_eq!(block_end, part.range.len());
            let within = TextRange::new(0, part.range.len());
            for row in part.tables.iter().flat_map(|table| table.rows.iter()) {
                for piece in row.labels.iter().chain(row.values) {
                    assert!(within.contains(*piece));
                    _ = piece.of(part.range.of(report.range.of(text)));
                }
            }
        }
        assert_eq!(inner, report.range.len());
    }
    assert_eq!(end, text.len());
}

/// Findings and edits lie in the text, between characters.
pub fn assert_on_boundaries(text: &str) {
    let lies_in = |range: TextRange| {
        range.end <= text.len()
            && text.is_char_boundary(range.start)
            && text.is_char_boundary(range.end)
    };
    for diagnostic in check(text, &Options::default()).unwrap_or_default() {
        assert!(lies_in(diagnostic.range), "{diagnostic:?}");
        let related = &diagnostic.related;
        assert!(related.iter().all(|related| lies_in(related.range)), "{diagnostic:?}");
        for fix in &diagnostic.fixes {
            assert!(fix.edits().iter().all(|edit| lies_in(edit.range)), "{fix:?}");
            let mut pairs = fix.edits().windows(2);
            assert!(pairs.all(|pair| pair[0].range.end <= pair[1].range.start), "{fix:?}");
        }
    }
}

/// Safe fixes make a text to which a second run has nothing to add.
pub fn assert_fixed_once(text: &str) {
    with_request(|request| {
        let Ok(once) = fix(text, request, Applicability::Safe) else { return };
        assert_eq!(apply(text, &once.edits), once.text);
        assert_covers(&once.text);
        let twice = fix(&once.text, request, Applicability::Safe).expect("still a report");
        assert_same(&twice.text, &once.text, &(once.applied, twice.applied));
    });
}

/// A document after an edit is a fresh document of the edited text.
pub fn assert_edited_is_fresh(text: &str, chooser: &mut Chooser) {
    const NEW: [&str; 8] = ["", "\n", "0", "\t", "三、", "2023年", "<!--", "总计"];
    let (mut text, mut document) = (text.to_owned(), Document::new(text, Options::default()));
    for _ in 0..2 {
        let start = chooser.place(&text);
        let len = text[start..].chars().take(chooser.below(20)).map(char::len_utf8).sum::<usize>();
        let new = chooser.of_list(&NEW);
        let range = TextRange::new(start, start + len);
        document.edit(range, new);
        text.replace_range(start..start + len, new);
        assert_eq!(document.text(), text);
        let fresh = Document::new(&text, Options::default());
        assert!(document == fresh, "the documents differ after {new:?} at {range:?}");
        assert_eq!(document.found(), check(&text, &Options::default()));
    }
}

/// The runs of a projection cover its text, and lead to the markup.
pub fn assert_projected(reading: &Reading) {
    let Some(projection) = reading.projection() else { return };
    let (text, markup) = (projection.text(), reading.markup());
    let (mut end, mut source) = (0, 0);
    for run in projection.runs() {
        assert_eq!(run.text.start, end);
        assert!(!run.text.is_empty());
        end = run.text.end;
        // In a document, the text of a box may stand elsewhere.
        if reading.format().has_lines() {
            assert!(run.source.start >= source, "{run:?}");
            source = run.source.end;
            let is_written = run.origin != Origin::Made;
            assert!(!is_written || projection.projected(run.source.start) == run.text.start);
        }
        let (own, covered) = (run.text.of(text), run.source.of(markup));
        match run.origin {
            Origin::Verbatim => assert_eq!(own, covered),
            Origin::Reference | Origin::Unended => assert!(!covered.is_empty(), "{run:?}"),
            Origin::Made => assert!(covered.is_empty(), "{run:?}"),
            Origin::Field => {}
        }
        if run.origin != Origin::Made {
            assert_eq!(projection.source(run.text), run.source);
        }
        projection.place(run.text);
    }
    assert_eq!(end, text.len());
    for element in projection.elements() {
        _ = (element.text.of(text), element.source.of(markup));
        assert!(element.number > 0, "{element:?}");
        if let Some(parent) = element.parent.and_then(|parent| projection.elements().get(parent)) {
            assert!(parent.text.contains(element.text), "{parent:?} {element:?}");
        }
    }
}

/// An edit of a word in the markup edits the word in the text, and nothing else.
pub fn assert_edited(reading: &Reading, chooser: &mut Chooser) {
    const NEW: [&str; 8] = ["0", "12", "一", "<b>", "&", "（", "", "总计"];
    let Some(Marked { projection, .. }) = reading.marked() else { return };
    let text = projection.text();
    let words = words(text);
    for _ in 0..words.len().min(3) {
        let word = chooser.of_list(&words);
        let inside = word.of(text);
        let (one, other) = (chooser.place(inside), chooser.place(inside));
        let range = TextRange::new(word.start + one.min(other), word.start + one.max(other));
        let new = chooser.of_list(&NEW);
        // Without a word, the spaces around it are no longer between words. In Markdown, a
        // character may be written as a reference outside of tables too. A digit may come into a
        // raised word.
        let is_markup = |words: &str| escape(words) != words;
        let is_plain =
            reading.format() != Format::Text || !is_markup(new) && !is_markup(range.of(text));
        let is_raised = reading.markup().to_ascii_lowercase().contains("<su")
            && new.contains(|c: char| c.is_ascii_digit());
        if new.is_empty() && range.len() == word.len() || !is_plain || is_raised {
            continue;
        }
        let Ok(edits) = projection.back(range, new) else { continue };
        let mut expected = text.to_owned();
        expected.replace_range(range.start..range.end, new);
        let edited = reading.edited(&edits).expect("a source");
        if marks(&edited) != marks(reading) {
            continue;
        }
        if !is_line_more(reading, edited.text(), &expected) {
            assert_same(edited.text(), &expected, &(range, new, edits));
        }
    }
}

/// The tables that begin in a text, and the marks of its spans. The prose of Markdown may become a
/// table, with `<table` in place of a longer word, or a span without a sign in its marks.
fn marks(reading: &Reading) -> Option<[usize; 5]> {
    let markup = reading.markup().to_ascii_lowercase();
    let begun = markup.split("<table").skip(1);
    let begins = |rest: &&str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let tables = begun.filter(begins).count();
    let [one, other, both, quoting] =
        ["[", "]", "]{", "\\"].map(|mark| markup.matches(mark).count());
    (reading.format() == Format::Text).then_some([tables, one, other, both, quoting])
}

/// Shows texts that differ from the character before the difference on.
fn assert_same(found: &str, expected: &str, what: &dyn Debug) {
    let is_same = |(a, b): &((usize, char), (usize, char))| a == b;
    let same = found.char_indices().zip(expected.char_indices()).take_while(is_same);
    let at = same.last().map_or(0, |((at, _), _)| at);
    let shown = |text: &str| text[at..].chars().take(60).collect::<String>();
    assert!(found == expected, "{:?} is not {:?}: {what:?}", shown(found), shown(expected));
}

/// Whether one text of a page has one line more than the other. The title of a page is a line of
/// its text only if no other line is like the title, and a link only if it is no title.
fn is_line_more(page: &Reading, one: &str, other: &str) -> bool {
    // A row with the title beside its date is two lines.
    let as_lines = |text: &str| text.replace('\t', "\n");
    if one.contains(['报', '報']) && as_lines(one) == as_lines(other) {
        return true;
    }
    let (long, short) = if one.len() > other.len() { (one, other) } else { (other, one) };
    let lines: Vec<&str> = long.split_inclusive('\n').collect();
    let mut at = 0;
    let same = short.split_inclusive('\n').zip(&lines).take_while(|(a, b)| a == *b).count();
    lines.iter().take(same).for_each(|line| at += line.len());
    let is_more = |line: &&str| short[at..] == long[at + line.len()..];
    page.format() == Format::Html && lines.get(same).is_some_and(is_more)
}

/// The words of a text: stretches without spaces, and the places of blank cells. A comment is text
/// only as a whole, over all its lines.
fn words(text: &str) -> Vec<TextRange> {
    let mut words = Vec::new();
    let (mut start, mut in_comment) = (0, false);
    let last_end = text.rfind("-->");
    for line in text.split_inclusive('\n') {
        let (opening, closing) = (line.rfind("<!--"), line.rfind("-->"));
        let is_comment = in_comment || opening.is_some() || closing.is_some();
        in_comment = match (opening, closing) {
            (None, None) => in_comment,
            _ => opening > closing && last_end.is_some_and(|end| end >= start + line.len()),
        };
        let mut at = start;
        for part in line.split_inclusive(char::is_whitespace) {
            if !is_comment {
                words.push(TextRange::new(at, at + part.trim_end().len()));
            }
            at += part.len();
        }
        start = at;
    }
    words
}

/// Findings lie in the shown text, and a mended source is read as the mended text.
pub fn assert_mended(reading: &Reading, chooser: &mut Chooser) {
    let shown = reading.shown();
    with_request(|request| {
        let Ok(found) = lint_reading(reading, request) else { return };
        for diagnostic in &found.diagnostics {
            // Slicing panics between characters.
            diagnostic.range.of(shown);
            diagnostic.related.iter().for_each(|related| _ = related.range.of(shown));
            for edit in diagnostic.fixes.iter().flat_map(|fix| fix.edits()) {
                edit.range.of(shown);
            }
        }
        if !reading.format().is_writable() {
            return;
        }
        // All of it takes long.
        if chooser.below(2) == 0 {
            return assert_each_mended(reading, request, chooser);
        }
        let least = chooser.of_list(&[Applicability::Safe, Applicability::Unsafe]);
        let mended = fix_reading(reading.clone(), request, least).expect("a report");
        assert_eq!(apply(reading.markup(), &mended.edits), mended.reading.markup());
        let again = reading.edited(&mended.edits).expect("a source");
        assert_same(again.text(), mended.reading.text(), &mended.applied);
        assert_projected(&again);
    });
}

/// A fix of words, written into the markup, gives the text with the fix.
fn assert_each_mended(reading: &Reading, request: &Request, chooser: &mut Chooser) {
    let Some(marked) = reading.marked() else { return };
    let Ok(found) = lint(reading.text(), request) else { return };
    let fixes = found.diagnostics.iter().flat_map(|found| &found.fixes);
    let is_of_words = |change: Option<&Change>| matches!(change, None | Some(Change::Cells(_)));
    let fixes: Vec<_> = fixes.filter(|fix| is_of_words(fix.change())).collect();
    for _ in 0..fixes.len().min(3) {
        let fix = chooser.of_list(&fixes);
        let Ok(edits) = write::in_source(&marked, fix) else { continue };
        let mended = reading.edited(&edits).expect("a source");
        if marks(&mended) != marks(reading) {
            continue;
        }
        let found = unspaced(mended.text());
        let expected = unspaced(&apply(reading.text(), fix.edits()));
        if !is_line_more(reading, &found, &expected) {
            assert_same(&found, &expected, &(fix, edits));
        }
    }
}

/// A text without spaces at the ends of its cells, with single spaces between words, and without
/// blank lines. In a page, spaces at the ends of a line are not text, and a line may end in a cell,
/// so they go with the invisible character beside them.
fn unspaced(text: &str) -> String {
    let words = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let cells = |line: &str| line.split('\t').map(words).collect::<Vec<_>>().join("\t");
    text.lines().map(cells).filter(|line| !line.is_empty()).map(|line| line + "\n").collect()
}

fn with_request(run: impl FnOnce(&Request)) {
    run(&Request { settings: &Settings::default(), file: None, baseline: None, year: None });
}
