//! Whether words are the title of a section.

use super::numeral::Numeral;
use crate::standard::Standard;
use crate::text::{
    Folded, MARGIN, NEAR, TextRange, fold, is_space, letters_hash, letters_of, markup,
};

/// A line that may be a heading. Ranges are in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Index of the first line of the heading.
    pub line: usize,
    /// From the numeral to the end of the title.
    pub range: TextRange,
    pub numeral: Option<Numeral>,
    /// The words of the heading without the numeral.
    pub title: TextRange,
    /// The section of the title; `None` if the title is not a title of the form.
    pub matched: Option<Match>,
    /// Whether the text of the section continues on the same line.
    pub inline: bool,
    /// Whether other text precedes the heading on the same line.
    pub midline: bool,
}

impl Candidate {
    /// The same candidate, moved by a number of lines and bytes.
    pub fn moved(&self, lines: isize, bytes: isize) -> Self {
        Self {
            line: self.line.wrapping_add_signed(lines),
            range: self.range.moved(bytes),
            numeral: self.numeral.map(|numeral| numeral.moved(bytes)),
            title: self.title.moved(bytes),
            ..*self
        }
    }
}

/// At most 600 bytes in a title. A title with more bytes contains markup.
pub(super) const LONGEST_IN_BYTES: usize = 600;

/// A section and the wording of its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub section: u8,
    pub wording: HeadingWording,
}

/// How a heading names its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingWording {
    /// Other words that are not near to the title. The numeral and the place among the other
    /// headings identify the section.
    Placed,
    /// Other words that are near to the title.
    Near,
    /// Words that are known to be harmless.
    Variant,
    /// The words of the form.
    Official,
}

/// The section with `title` as the official title or as a known wording.
pub(super) fn exact(text: &str, title: TextRange, standard: &Standard) -> Option<Match> {
    let (section, official) = standard.vocabulary().title(letters_hash(title.of(text)).0)?;
    Some(Match {
        section,
        wording: if official { HeadingWording::Official } else { HeadingWording::Variant },
    })
}

/// The end of a title of the form at the start of a line. A mark or a space must follow the title.
pub(super) fn title_prefix(
    text: &str,
    title: TextRange,
    standard: &Standard,
) -> Option<(usize, Match)> {
    // Few sentences begin like a title.
    let first = letters_of(title.of(text)).next()?;
    let titles = || standard.newest().sections.iter().map(|section| &section.title);
    if !titles().any(|title| {
        title.letters.starts_with(first)
            || title.variants.iter().any(|variant| variant.starts_with(first))
    }) {
        return None;
    }
    // The longest wording of a title, with room for spaces.
    let mut end = (title.start + 160).min(title.end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = Folded::letters(text, TextRange::new(title.start, end));
    let mut best: Option<(usize, Match)> = None;
    for (section, form) in (1..).zip(&standard.newest().sections) {
        let wordings = std::iter::once((&form.title.letters, HeadingWording::Official))
            .chain(form.title.variants.iter().map(|variant| (variant, HeadingWording::Variant)));
        for (letters, wording) in wordings {
            if head.text.starts_with(letters.as_str()) {
                let end = head.source(TextRange::new(0, letters.len())).end;
                let next = text[end..title.end].chars().next();
                // "一、总体情况良好" is a sentence. A mark of enumeration shows a list of titles.
                let rest = &text[end..title.end];
                let is_parted = |c: char| is_space(c) || matches!(fold(c), ':' | '。' | '(' | '|');
                // The end of bold words also ends a title: `**一、总体情况**本年度`.
                let behind_mark = || rest.trim_start_matches(['*', '_']);
                let is_marked = || {
                    (rest.starts_with('*') || rest.starts_with("__"))
                        && !behind_mark().starts_with(['、', '；', ';'])
                };
                let parted = next.is_some_and(is_parted) || is_marked() || markup(rest) > 0;
                if parted && best.is_none_or(|(known, _)| end > known) {
                    best = Some((end, Match { section, wording }));
                }
            }
        }
    }
    best
}

/// The section nearest to an unmatched candidate: a likeness of at least 0.6, and at least 0.15
/// more than the second best section. The numeral counts as evidence beside the words. Under the
/// section's own numeral, a title that contains the official title is also near, and so is an
/// abbreviation of the official title.
pub fn near(text: &str, candidate: &Candidate, standard: &Standard) -> Option<Match> {
    let number = candidate.numeral.filter(|numeral| numeral.is_plain())?.number;
    let title = Folded::letters(text, candidate.title).text;
    let form = standard.newest();
    let section = usize::from(number).checked_sub(1).and_then(|index| form.sections.get(index));
    let numeral = section.map_or("", |section| &section.numeral);
    let read: Vec<char> = numeral.chars().chain(title.chars()).collect();
    let likeness = |heading: &Vec<char>| likeness(&read, heading);
    let mut scores: Vec<(f64, u8)> = (1..)
        .zip(standard.headings().wordings())
        .map(|(number, headings)| (headings.iter().map(likeness).fold(0.0, f64::max), number))
        .collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near = (scores[0].0 >= NEAR && scores[0].0 - scores[1].0 >= MARGIN).then_some(scores[0].1);
    let own = section.map(|section| section.title.letters.as_str());
    let held =
        || own.filter(|own| title.contains(own) || is_abbreviation(&title, own)).map(|_| number);
    near.or_else(held).map(|section| Match { section, wording: HeadingWording::Near })
}

/// Whether two neighbouring letters of the title occur in the wordings of this section, but in no
/// official title of another section. 申请 identifies the third section.
pub fn is_telling(text: &str, title: TextRange, section: u8, standard: &Standard) -> bool {
    let letters: Vec<char> = Folded::letters(text, title).text.chars().collect();
    standard.headings().is_telling(section, &letters)
}

/// Likeness of two headings, from 0 to 1. A likeness too low even for the second best is 0.
fn likeness(a: &Vec<char>, b: &Vec<char>) -> f64 {
    let longer = a.len().max(b.len()) as f64;
    let shared = a.iter().filter(|letter| b.contains(letter)).count();
    // The number of shared letters bounds the likeness from above, and takes less time than the
    // comparison.
    if (shared as f64) < (NEAR - MARGIN) * longer {
        0.0
    } else {
        1.0 - strsim::generic_levenshtein(a, b) as f64 / longer
    }
}

/// Whether the title consists of letters of the official title in the same order.
fn is_abbreviation(title: &str, official: &str) -> bool {
    let mut letters = official.chars();
    title.chars().count() >= 4 && title.chars().all(|letter| letters.any(|other| other == letter))
}
