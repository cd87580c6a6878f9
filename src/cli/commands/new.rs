//! `gouji new`.

use super::print;
use crate::cli::arguments::{Common, New};
use crate::cli::failure::Failure;
use crate::cli::{Status, language};
use crate::syntax::blank_report;
use std::fs::File;
use std::io::Write;

pub(in crate::cli) fn new(new: &New, common: &Common) -> Status {
    let language = language::choose(common, None);
    let text = blank_report(new.issuer.trim(), new.year);
    let Some(path) = &new.output else { return print(text.as_bytes(), language) };
    // A report that somebody has filled in is not to be lost.
    let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => Status::Clean,
        Err(error) => {
            Failure::of_writing(path, &error, language).print();
            Status::Failed
        }
    }
}
