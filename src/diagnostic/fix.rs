//! Edits, fixes, and applying them.

use super::{Change, Message};
use crate::text::TextRange;

/// How a fix may be applied; the later ones in more ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// An editor offers it, and no command applies it: nothing says that what it changes is wrong,
    /// as with a bare recomputation of a total.
    OfferedOnly,
    /// Needs a person's eye: `--unsafe-fixes` applies it.
    Unsafe,
    /// Needs a person's eye as well, but corrects the one cell that is wrong beyond doubt: an
    /// editor prefers it.
    Named,
    /// May be applied unseen.
    Safe,
}

impl Applicability {
    /// The name in JSON, which tells only whether a fix may be applied unseen.
    pub fn name(self) -> &'static str {
        match self {
            Self::OfferedOnly | Self::Unsafe | Self::Named => "unsafe",
            Self::Safe => "safe",
        }
    }

    /// Whether an editor prefers the fix to others.
    pub fn is_preferred(self) -> bool {
        self >= Self::Named
    }
}

/// One replacement of a range of the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    pub range: TextRange,
    pub content: String,
}

/// A change that mends one diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an editor shows it.
    pub message: Message,
    pub applicability: Applicability,
    /// Sorted and disjoint, never empty.
    edits: Vec<Edit>,
    structural: Option<Structural>,
}

/// What of a fix is more than words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Structural {
    change: Change,
    /// The edits of the fix that go with the change and do not come from it. Sorted.
    words: Vec<Edit>,
}

impl Fix {
    /// `None` where there is nothing to edit.
    ///
    /// # Panics
    /// In debug builds, where two edits overlap.
    pub fn new(
        message: Message,
        applicability: Applicability,
        mut edits: Vec<Edit>,
    ) -> Option<Self> {
        edits.sort();
        debug_assert!(
            edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start),
            "edits overlap: {edits:?}"
        );
        (!edits.is_empty()).then_some(Self { message, applicability, edits, structural: None })
    }

    /// A change that a writer has turned into `edits`, with edits of `words` beside it.
    ///
    /// # Panics
    /// In debug builds, where two edits overlap.
    pub fn of_change(
        message: Message,
        applicability: Applicability,
        change: impl Into<Change>,
        edits: Vec<Edit>,
        mut words: Vec<Edit>,
    ) -> Option<Self> {
        words.sort();
        let all = edits.into_iter().chain(words.iter().cloned()).collect();
        let fix = Self::new(message, applicability, all)?;
        Some(Self { structural: Some(Structural { change: change.into(), words }), ..fix })
    }

    /// One replacement.
    pub fn replace(
        message: Message,
        applicability: Applicability,
        range: TextRange,
        content: impl Into<String>,
    ) -> Self {
        let edits = vec![Edit { range, content: content.into() }];
        Self { message, applicability, edits, structural: None }
    }

    /// Makes it one that only an editor offers, for a person to look at.
    pub fn leave_to_a_person(&mut self) {
        self.applicability = Applicability::OfferedOnly;
    }

    /// All that the fix changes in a report that is kept as text.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// What a writer carries out; `None` for a fix that is made of words or numbers in the place of
    /// others.
    pub fn change(&self) -> Option<&Change> {
        self.structural.as_ref().map(|structural| &structural.change)
    }

    /// The edits that are no part of the change: all of them where there is none.
    pub fn words(&self) -> &[Edit] {
        self.structural.as_ref().map_or(&self.edits, |structural| &structural.words)
    }

    /// Whether `other` touches a place that this one touches, so that only one of them may be
    /// applied at a time.
    pub fn conflicts_with(&self, other: &Self) -> bool {
        self.edits.iter().any(|a| other.edits.iter().any(|b| a.range.overlaps(b.range)))
    }

    /// Moves every edit `by` bytes towards the end.
    pub fn shift(&mut self, by: usize) {
        let shift = |edit: &mut Edit| edit.range = edit.range.shifted(by);
        self.edits.iter_mut().for_each(shift);
        if let Some(Structural { change, words }) = &mut self.structural {
            change.shift(by);
            words.iter_mut().for_each(shift);
        }
    }
}

/// `text` with `edits` applied. They must be sorted and disjoint.
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(&text[done..edit.range.start]);
        out.push_str(&edit.content);
        done = edit.range.end;
    }
    out.push_str(&text[done..]);
    out
}
