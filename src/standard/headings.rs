//! The headings of the sections, prepared for comparison with the headings of a report.

use super::{Form, Section};
use memchr::memmem::Finder;

/// The headings of the sections of one edition.
#[derive(Debug)]
pub struct Headings {
    /// For each section, its numeral with each wording of its title, the official title first.
    wordings: Vec<Vec<Vec<char>>>,
    /// For each section, the pairs of letters that occur in no official title of another section.
    telling: Vec<Vec<[char; 2]>>,
    /// The official title of each section.
    titles: Vec<Finder<'static>>,
}

impl Headings {
    pub(super) fn of(form: &Form) -> Self {
        let wordings: Vec<Vec<Vec<char>>> = form.sections.iter().map(wordings).collect();
        // Without the numeral.
        let pairs = |heading: &Vec<char>| {
            heading[1..].windows(2).map(|pair| [pair[0], pair[1]]).collect::<Vec<_>>()
        };
        let official: Vec<Vec<[char; 2]>> =
            wordings.iter().map(|headings| pairs(&headings[0])).collect();
        let is_own = |section: usize, pair: &[char; 2]| {
            let mut others = official.iter().enumerate().filter(|(other, _)| *other != section);
            others.all(|(_, pairs)| !pairs.contains(pair))
        };
        let telling = |(section, headings): (usize, &Vec<Vec<char>>)| {
            headings.iter().flat_map(pairs).filter(|pair| is_own(section, pair)).collect::<Vec<_>>()
        };
        let finder = |section: &Section| Finder::new(section.title.text.as_bytes()).into_owned();
        Self {
            telling: wordings.iter().enumerate().map(telling).collect(),
            titles: form.sections.iter().map(finder).collect(),
            wordings,
        }
    }

    /// For each section, its numeral with each wording of its title.
    pub fn wordings(&self) -> &[Vec<Vec<char>>] {
        &self.wordings
    }

    /// Whether neighbouring letters of a title identify section `number`, counted from 1: 申请
    /// identifies the third section.
    pub fn is_telling(&self, number: u8, letters: &[char]) -> bool {
        let own = usize::from(number).checked_sub(1).and_then(|index| self.telling.get(index));
        own.is_some_and(|own| letters.windows(2).any(|pair| own.contains(&[pair[0], pair[1]])))
    }

    /// The official title of each section.
    pub fn titles(&self) -> &[Finder<'static>] {
        &self.titles
    }
}

fn wordings(section: &Section) -> Vec<Vec<char>> {
    std::iter::once(&section.title.letters)
        .chain(&section.title.variants)
        .map(|wording| section.numeral.chars().chain(wording.chars()).collect())
        .collect()
}
