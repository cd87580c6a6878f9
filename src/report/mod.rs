//! One read report: tree, facts, sums, name, and whether the text is a report at all. Also the
//! contexts for rules.

mod content;
mod context;
mod difference;
mod digest;
mod extra;
mod growth;
mod merger;
mod name;
mod record;
mod section;
mod sketch;
mod total;

pub use content::{Content, Paragraph, PartText};
pub use context::{Context, PageLabels, PartContext, TableContext};
pub use difference::{CellDifference, Change, Difference, ParagraphDifference, Piece};
pub use digest::{Digest, DigestEntry, DigestSection, DigestTable};
pub use extra::{beside, extras};
pub use growth::{Grown, Growth};
pub use merger::{Merged, merged};
pub use name::{NotChecked, ReportName};
pub use record::{Record, RecordEntry, RecordStatement, RecordTable};
pub use section::{Extra, Section};
pub use sketch::{ALIKE, FEWEST_SHINGLES, Sketch};
pub use total::Total;

use crate::diagnostic::OrganKind;
use crate::facts::Facts;
use crate::relations::Evaluation;
use crate::standard::{Lexicon, Standard};
use crate::syntax::{Part, Report};

/// A read report. The ranges of the parts count from the start of the report. Ranges inside a part
/// count from the start of the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadReport {
    tree: Report,
    facts: Facts,
    /// The relations over each table of the facts.
    sums: Vec<Evaluation>,
    name: ReportName,
    not_checked: Option<NotChecked>,
}

impl ReadReport {
    /// The report with this text and tree. `year` overrides the year in the text.
    pub fn new(text: &str, tree: Report, standard: &'static Standard, year: Option<i32>) -> Self {
        Self::with_lexicon(text, tree, standard, year, standard.lexicon())
    }

    /// The same as [`ReadReport::new`] with other words of sentences.
    pub fn with_lexicon(
        text: &str,
        tree: Report,
        standard: &'static Standard,
        year: Option<i32>,
        lexicon: &Lexicon,
    ) -> Self {
        let facts = Facts::of_report(text, &tree, standard, year, lexicon);
        Self::with_facts(text, tree, facts, |facts| {
            facts.tables.iter().map(Evaluation::of).collect()
        })
    }

    /// The same as [`ReadReport::new`] without the facts of sentences.
    pub fn without_sentences(
        text: &str,
        tree: Report,
        standard: &'static Standard,
        year: Option<i32>,
    ) -> Self {
        let facts = Facts::without_sentences(text, &tree, standard, year);
        Self::with_facts(text, tree, facts, |facts| {
            facts.tables.iter().map(Evaluation::of).collect()
        })
    }

    /// The same as [`ReadReport::new`] with known facts. `sums` returns the sums of the tables.
    pub fn with_facts(
        text: &str,
        tree: Report,
        facts: Facts,
        sums: impl FnOnce(&Facts) -> Vec<Evaluation>,
    ) -> Self {
        let (sums, not_checked) = (sums(&facts), name::not_checked(&tree, &facts));
        let name = ReportName {
            range: tree.range,
            organ: name::organ(text, &facts),
            year: facts.year.map(|year| year.value),
        };
        Self { tree, facts, sums, name, not_checked }
    }

    pub fn tree(&self) -> &Report {
        &self.tree
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The relations of the form over each table of the facts.
    pub fn sums(&self) -> &[Evaluation] {
        &self.sums
    }

    /// The name of the report among the other reports of the text.
    pub fn name(&self) -> &ReportName {
        &self.name
    }

    /// The reason why the report is not checked; `None` if the report is checked.
    pub fn not_checked(&self) -> Option<NotChecked> {
        self.not_checked
    }

    /// The organ of the report, in folded letters.
    pub fn organ(&self) -> Option<&str> {
        self.name.organ.as_deref()
    }

    /// The input of a rule for the whole report. `text` must be the source of the report, and
    /// `kind` is what the settings say about its organ.
    pub fn context<'a>(&'a self, text: &'a str, kind: OrganKind) -> Context<'a> {
        Context::new(text, self, kind)
    }

    /// The input of a rule for one part.
    pub fn part<'a>(&'a self, text: &'a str, index: usize) -> Option<PartContext<'a>> {
        let part = self.tree.parts.get(index)?;
        Some(PartContext { text: part.range.of(text), part, standard: self.facts.standard })
    }

    /// The inputs of a rule for all parts, in order.
    pub fn parts<'a>(&'a self, text: &'a str) -> impl Iterator<Item = PartContext<'a>> {
        let part = |part: &'a Part| PartContext {
            text: part.range.of(text),
            part,
            standard: self.facts.standard,
        };
        self.tree.parts.iter().map(part)
    }

    /// The input of a rule for one table. `index` is an index into the tables of the facts.
    pub fn table<'a>(&'a self, text: &'a str, index: usize) -> Option<TableContext<'a>> {
        self.context(text, OrganKind::default()).table(index)
    }

    /// The inputs of a rule for all tables of the facts, in order.
    pub fn tables<'a>(&'a self, text: &'a str) -> impl Iterator<Item = TableContext<'a>> {
        (0..self.sums.len()).filter_map(move |index| self.table(text, index))
    }
}
