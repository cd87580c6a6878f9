//! Edits and fixes, and how to apply them.

use super::{Change, Message};
use crate::text::TextRange;

/// How a fix may be applied. A later variant may be applied in more ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// An editor offers the fix, but no command applies it: nothing shows that the changed text is
    /// wrong. Example: a bare recomputation of a total.
    OfferedOnly,
    /// A person must look at the fix. `--unsafe-fixes` applies it.
    Unsafe,
    /// A person must look at the fix, but the fix corrects the only cell that is wrong beyond
    /// doubt. An editor prefers the fix.
    Named,
    /// May be applied unseen.
    Safe,
}

impl Applicability {
    /// The name in JSON. The name shows only whether a fix may be applied unseen.
    pub fn name(self) -> &'static str {
        match self {
            Self::OfferedOnly | Self::Unsafe | Self::Named => "unsafe",
            Self::Safe => "safe",
        }
    }

    /// Whether an editor prefers the fix to other fixes.
    pub fn is_preferred(self) -> bool {
        self >= Self::Named
    }
}

/// A replacement of one range of the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    pub range: TextRange,
    pub content: String,
}

/// A change that corrects one diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, for display in an editor.
    pub message: Message,
    pub applicability: Applicability,
    /// Sorted and disjoint, never empty.
    edits: Vec<Edit>,
    structural: Option<Structural>,
}

/// The structural part of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Structural {
    change: Change,
    /// Further edits of the fix beside the change. Sorted.
    words: Vec<Edit>,
}

impl Fix {
    /// A fix from edits. `None` without edits.
    ///
    /// # Panics
    /// In debug builds, if two edits overlap.
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

    /// A fix from a change. `edits` are the change as written by a writer, and `words` are further
    /// edits.
    ///
    /// # Panics
    /// In debug builds, if two edits overlap.
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

    /// A fix with one replacement.
    pub fn replace(
        message: Message,
        applicability: Applicability,
        range: TextRange,
        content: impl Into<String>,
    ) -> Self {
        let edits = vec![Edit { range, content: content.into() }];
        Self { message, applicability, edits, structural: None }
    }

    /// Restricts the fix: only an editor offers it, for a person to look at.
    pub fn leave_to_a_person(&mut self) {
        self.applicability = Applicability::OfferedOnly;
    }

    /// All edits of the fix in a text report.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The change for a writer. `None` for a fix that only replaces words or numbers.
    pub fn change(&self) -> Option<&Change> {
        self.structural.as_ref().map(|structural| &structural.change)
    }

    /// The edits beside the change. All edits if the fix has no change.
    pub fn words(&self) -> &[Edit] {
        self.structural.as_ref().map_or(&self.edits, |structural| &structural.words)
    }

    /// Whether `other` touches a place of this fix. Then only one of the two fixes may be applied
    /// at a time.
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

/// `text` with `edits` applied. The edits must be sorted and disjoint.
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
