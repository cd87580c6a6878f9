//! What the page shows of a file: its state, its findings, its drawing.

use crate::drawing::Drawing;
use crate::engine::{Content, Engine, File};
use crate::review;
use gouji::diagnostic::{Applicability, Diagnostic};
use gouji::document::{OpenSource, Placed};
use gouji::lint::{self, Findings, why_unfixed};
use gouji::report::{Digest, NotChecked};
use gouji::rules::severity_word;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

impl Engine {
    /// What the page shows of a file apart from its text.
    pub(crate) fn state(&self, number: u32) -> Value {
        let Some(file) = self.files.get(&number) else { return json!({}) };
        let source = match &file.content {
            Content::Unread(error) => {
                let problem = review::unread(error, self.language());
                return json!({ "name": file.name, "problem": problem });
            }
            Content::Open(source) => source,
        };
        let format = source.reading().format();
        let (past, future) = source.steps();
        let mut answer = json!({
            "name": file.name,
            "format": format.name(),
            "writable": format.is_writable(),
            "word": source.reading().docx().is_some(),
            "past": past,
            "future": future,
            "changed": source.is_changed() && file.saved != Some(source.revision()),
        });
        match self.found(file, source) {
            Ok(found) => {
                let reports = found.reports.iter();
                answer["reports"] =
                    reports.map(|name| json!({ "organ": name.organ, "year": name.year })).collect();
                let across = self.collected().of_file(self, number);
                let own = found.diagnostics.iter().map(|found| (found, Vec::new()));
                let others = self.collected().others(self, file, &across);
                answer["findings"] = own
                    .chain(across.iter().zip(others))
                    .enumerate()
                    .map(|(number, (found, others))| self.finding(number, source, found, others))
                    .collect();
            }
            Err(reason) => answer["problem"] = self.not_checked(file, source, *reason).into(),
        }
        answer
    }

    /// The findings of a file.
    pub(crate) fn found<'a>(
        &self,
        file: &'a File,
        source: &OpenSource,
    ) -> &'a Result<Findings, NotChecked> {
        file.found.get_or_init(|| source.findings(&self.request()))
    }

    /// The reports of a file as other reports see them.
    pub(crate) fn digests<'a>(&self, file: &'a File, source: &OpenSource) -> &'a [Arc<Digest>] {
        file.digests.get_or_init(|| lint::digests(source.reading(), &self.request()))
    }

    /// The sentence for a file without a report.
    pub(crate) fn not_checked(
        &self,
        file: &File,
        source: &OpenSource,
        reason: NotChecked,
    ) -> String {
        let misnamed = source.reading().misnamed(Path::new(&file.name));
        match misnamed.filter(|_| reason == NotChecked::NotReport) {
            Some(error) => error.in_language(self.language()),
            None => gouji::review::not_checked(reason.message().into()).render(self.language()),
        }
    }

    /// A finding. Its number is that of the requests. `others` are its places in other files.
    fn finding(
        &self,
        number: usize,
        source: &OpenSource,
        found: &Diagnostic,
        others: Vec<String>,
    ) -> Value {
        let language = self.language();
        let fixes = found.fixes.iter().map(|fix| {
            json!({
                "message": fix.message.render(language),
                "safe": fix.applicability == Applicability::Safe,
                "preferred": fix.applicability.is_preferred(),
            })
        });
        let report = source.document().report_at(found.range.start);
        json!({
            "number": number,
            "code": found.code,
            "severity": found.severity.name(),
            "word": severity_word(found.severity).in_language(language),
            "message": found.message.render(language),
            "unfixed": why_unfixed(found).map(|message| message.render(language)),
            "place": found.place.to_string(),
            "part": found.place.part,
            "row": found.place.row,
            "column": found.place.column,
            "report": self.index_of(source, report),
            "fixes": fixes.collect::<Value>(),
            "others": others,
        })
    }

    /// The number of a checked report among the checked reports of its file.
    fn index_of(&self, source: &OpenSource, own: Placed) -> usize {
        checked(source).take_while(|placed| placed.start < own.start).count()
    }

    pub(crate) fn draw(&mut self, file: u32, report: usize) -> Value {
        let mut answer = self.state(file);
        let known = self.files.get_mut(&file).map(|file| std::mem::take(&mut file.drawn));
        let mut known = known.unwrap_or_default();
        self.draw_into(&mut answer, file, report, known.entry(report).or_default());
        if let Some(own) = self.files.get_mut(&file) {
            own.drawn = known;
        }
        answer
    }

    fn draw_into(&self, answer: &mut Value, file: u32, report: usize, known: &mut BTreeSet<usize>) {
        let Some(own) = self.files.get(&file) else { return };
        let Content::Open(source) = &own.content else { return };
        let text = source.reading().text();
        let placed = checked(source).nth(report).or_else(|| source.document().reports().next());
        let Some(placed) = placed else { return };
        let drawing = Drawing::of(text, placed, known);
        if let Ok(found) = self.found(own, source)
            && let Some(findings) = answer["findings"].as_array_mut()
        {
            let across = self.collected().of_file(self, file);
            let found = found.diagnostics.iter().chain(&across);
            for (finding, found) in findings.iter_mut().zip(found) {
                if finding["report"] == report {
                    finding["spot"] = json!(drawing.spot(found));
                }
            }
        }
        answer["drawing"] = json!(drawing);
    }
}

/// The checked reports of a file, in order.
fn checked(source: &OpenSource) -> impl Iterator<Item = Placed<'_>> {
    source.document().reports().filter(|placed| placed.report.found().is_some())
}
