//! Records from standard input (`--from jsonl`): one report in a JSON object on each line.

mod lines;
mod record;

pub(super) use record::{Record, Report};

use super::Status;
use super::failure::Failure;
use super::inputs;
use crate::diagnostic::{Language, Message, Wording};
use crate::files::{FileError, FileErrorKind};
use lines::{Budget, Line, Lines};
use rayon::prelude::*;
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

/// The records that are treated at once. Fewer records would let threads wait.
const RECORDS_PER_THREAD: usize = 16;

/// Reads records to the end of the input. `treat` runs in many threads. `write` gets the results in
/// order, as soon as they are there: the records that wait are treated at once, and no record waits
/// for a later record. The memory does not grow with the number of records.
///
/// # Errors
/// If the input cannot be read, or the error of `write`.
pub(super) fn run<T: Send>(
    input: impl io::Read + Send + 'static,
    language: Language,
    treat: impl Fn(Record) -> T + Sync,
    mut write: impl FnMut(Vec<T>) -> io::Result<()>,
) -> Result<(), StreamError> {
    let budget = Arc::new(Budget::default());
    let (sender, receiver) = mpsc::channel();
    let reading = Arc::clone(&budget);
    // The thread may wait for input when the run ends, so nobody waits for the thread.
    std::thread::spawn(move || {
        for line in Lines::of(input) {
            let cost = line.as_ref().map_or(0, Line::cost);
            reading.take(cost);
            let is_last = line.is_err();
            if sender.send(line).is_err() || is_last {
                break;
            }
        }
    });
    let most = RECORDS_PER_THREAD * rayon::current_num_threads();
    while let Ok(first) = receiver.recv() {
        let rest = std::iter::from_fn(|| receiver.try_recv().ok());
        let (mut lines, mut failure, mut cost) = (Vec::new(), None, 0);
        for line in std::iter::once(first).chain(rest).take(most) {
            match line {
                Ok(line) => {
                    cost += line.cost();
                    lines.push(line);
                }
                Err(error) => failure = Some(error),
            }
        }
        let treat = |line: Line| treat(Record::of(line, language));
        // Starting threads costs more than treating a record.
        let treated = match lines.len() {
            0 | 1 => lines.into_iter().map(treat).collect(),
            _ => lines.into_par_iter().map(treat).collect(),
        };
        write(treated).map_err(StreamError::Write)?;
        budget.give_back(cost);
        if let Some(error) = failure {
            return Err(StreamError::Read(error));
        }
    }
    Ok(())
}

/// The end of a stream before the end of its input.
pub(super) enum StreamError {
    Read(io::Error),
    Write(io::Error),
}

impl StreamError {
    /// Prints the failure. `output` is the file that is written, if any.
    pub(super) fn print(self, output: Option<&Path>, language: Language) -> Status {
        match self {
            Self::Read(error) => {
                let error = FileError::new(Path::new("-"), FileErrorKind::Read(error));
                Failure::of_file(&error, language).print();
                Status::Failed
            }
            Self::Write(error) => inputs::written(Err(error), output, language),
        }
    }
}

/// A record that could not be treated.
pub(super) struct Trouble {
    /// The name of the record. `None` if the line is no record.
    pub(super) name: Option<String>,
    /// The number of its line, counted from 1.
    pub(super) number: usize,
    /// The reason, and what to do.
    pub(super) what: String,
}

impl Trouble {
    /// The record of the output that stands for the record.
    pub(super) fn line(&self) -> Vec<u8> {
        let record = json!({ "filename": self.name, "record": self.number, "error": self.what });
        format!("{record}\n").into_bytes()
    }

    /// The line on standard error, for an output that cannot say it.
    pub(super) fn print(&self, language: Language) {
        let name = self.name.as_deref().unwrap_or("-");
        let message = Message::new(IN_RECORD, [self.number.into(), self.what.as_str().into()]);
        Failure::new(Path::new(name), message.render(language)).print();
    }
}

/// Prints that the output names records that could not be treated.
pub(super) fn print_troubles(count: usize, language: Language) {
    if count > 0 {
        Failure::of_arguments(Message::new(TROUBLES, [count.into()]).render(language)).print();
    }
}

/// Whether these paths mean standard input. Records come from nowhere else.
pub(super) fn expect_stdin(paths: &[PathBuf], language: Language) -> Result<(), Failure> {
    match paths.iter().all(|path| path.as_os_str() == "-") {
        true => Ok(()),
        false => Err(Failure::of_arguments(ONLY_STDIN.in_language(language).to_owned())),
    }
}

const ONLY_STDIN: Wording = Wording::new(
    "--from jsonl 只读标准输入 — 请写 - 代替文件名",
    "--from jsonl reads standard input only — write - in place of file names",
);
const IN_RECORD: Wording = Wording::new("第 {0} 行的记录：{1}", "the record in line {0}: {1}");
const TROUBLES: Wording = Wording::new(
    "{0} 条记录没有读，原因见输出中的 error",
    "records not read: {0}; the output has the reasons (error)",
);
