//! Files for the person: the mended file, the file with tracked changes, a new report.

use crate::engine::{Answer, Content, Engine};
use crate::request::Form;
use crate::review;
use gouji::diagnostic::Wording;
use gouji::standard::Standard;
use gouji::text::TextRange;
use gouji::write::Skeleton;
use serde_json::json;

impl Engine {
    pub(crate) fn save(&mut self, file: u32, form: Form, date: &str) -> Answer {
        let answer = self.saved(file, form, date);
        if let Some(own) = self.files.get_mut(&file)
            && let Content::Open(source) = &own.content
            && answer.0["name"].is_string()
        {
            own.saved = Some(source.revision());
            own.group = None;
        }
        answer
    }

    fn saved(&self, file: u32, form: Form, date: &str) -> Answer {
        let Some(own) = self.files.get(&file) else { return (json!({}), Vec::new()) };
        let written = match (&own.content, form) {
            (Content::Unread(error), _) => Err(review::unread(error, self.language())),
            (Content::Open(source), Form::Plain) => {
                source.written(&own.bytes).map_err(|error| error.in_language(self.language()))
            }
            (Content::Open(source), Form::Tracked) => {
                let found = self.found(own, source).as_ref();
                let found = found.map(|found| found.diagnostics.as_slice()).unwrap_or_default();
                let across = self.collected().of_file(self, file);
                let comments: Vec<(TextRange, String)> = found
                    .iter()
                    .chain(&across)
                    .map(|found| (found.range, gouji::review::comment(found, self.language())))
                    .collect();
                source
                    .tracked(&own.bytes, &comments, date)
                    .map_err(|error| error.in_language(self.language()))
            }
        };
        match written {
            Ok(bytes) => {
                let mark = match form {
                    Form::Plain => MENDED,
                    Form::Tracked => TRACKED,
                };
                (json!({ "name": marked(&own.name, mark.in_language(self.language())) }), bytes)
            }
            Err(problem) => (json!({ "problem": problem }), Vec::new()),
        }
    }

    pub(crate) fn new_report(&self, issuer: &str, year: i32, word: bool) -> Answer {
        let report = Skeleton::blank(Standard::official(), issuer.trim(), year);
        let (bytes, ending) = match word {
            true => (report.write_word().unwrap_or_default(), "docx"),
            false => (report.write().into_bytes(), "md"),
        };
        (json!({ "name": format!("{}.{ending}", report.title()) }), bytes)
    }
}

/// The name of a saved file: 报告-已修正.docx.
fn marked(name: &str, mark: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!("{stem}{mark}.{ending}"),
        _ => format!("{name}{mark}"),
    }
}

const MENDED: Wording = Wording::new("-已修正", "-mended");
const TRACKED: Wording = Wording::new("-修订批注", "-tracked");
