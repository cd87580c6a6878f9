//! The formats of the output.

mod lines;
mod parquet;
mod workbook;

use super::field::{Column, Field};
use crate::cli::arguments::ExtractFormat;
use crate::diagnostic::Language;
use crate::files::OutputFile;
use lines::Lines;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The rows of a file, in the form in which the output takes them. Threads make the rows of several
/// files at once.
pub(super) enum Rows {
    Lines(Lines),
    Parquet(parquet::Batch),
    Workbook(Vec<workbook::Row>),
}

impl Rows {
    pub(super) fn new(format: ExtractFormat, columns: &[Column]) -> Self {
        match format {
            ExtractFormat::Csv => Self::Lines(Lines::csv()),
            ExtractFormat::Jsonl => Self::Lines(Lines::json()),
            ExtractFormat::Parquet => Self::Parquet(parquet::Batch::new(columns)),
            ExtractFormat::Xlsx => Self::Workbook(Vec::new()),
        }
    }

    /// Adds a row, a field for each of `columns`.
    pub(super) fn push(&mut self, columns: &[Column], fields: &[Field]) {
        match self {
            Self::Lines(lines) => lines.push(columns, fields),
            Self::Parquet(batch) => batch.push(fields),
            Self::Workbook(rows) => rows.push(workbook::row(fields)),
        }
    }
}

/// The destination of the rows.
pub(super) enum Output {
    Stream(BufWriter<io::Stdout>),
    File(Box<BufWriter<OutputFile>>),
    Parquet(Box<parquet::Writer>),
    Workbook(Box<workbook::Writer>),
}

impl Output {
    /// Begins an output with these columns. Parquet and workbooks are files, so `path` is there.
    pub(super) fn open(
        format: ExtractFormat,
        columns: &[Column],
        path: Option<&Path>,
        language: Language,
    ) -> io::Result<Self> {
        let file = |path| OutputFile::new(path).map(|out| BufWriter::with_capacity(BUFFER, out));
        let mut output = match (format, path) {
            (ExtractFormat::Parquet, Some(path)) => {
                return Ok(Self::Parquet(Box::new(parquet::Writer::new(file(path)?, columns)?)));
            }
            (ExtractFormat::Xlsx, Some(path)) => {
                let writer = workbook::Writer::new(OutputFile::new(path)?, columns, language);
                return Ok(Self::Workbook(Box::new(writer)));
            }
            (_, Some(path)) => Self::File(Box::new(file(path)?)),
            (_, None) => Self::Stream(BufWriter::with_capacity(BUFFER, io::stdout())),
        };
        if format == ExtractFormat::Csv {
            output.write_bytes(&lines::head(columns))?;
        }
        Ok(output)
    }

    pub(super) fn write(&mut self, rows: Rows) -> io::Result<()> {
        match (self, rows) {
            (Self::Parquet(writer), Rows::Parquet(batch)) => writer.write(batch),
            (Self::Workbook(writer), Rows::Workbook(rows)) => writer.write(&rows),
            (output, Rows::Lines(lines)) => output.write_bytes(&lines.finish()),
            // The rows of a run have the format of its output.
            (_, Rows::Parquet(_) | Rows::Workbook(_)) => Ok(()),
        }
    }

    /// Writes bytes into an output of lines.
    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.write_all(bytes),
            Self::File(out) => out.write_all(bytes),
            Self::Parquet(_) | Self::Workbook(_) => Ok(()),
        }
    }

    /// Sends what was written on its way, if somebody may wait for it.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.flush(),
            Self::File(_) | Self::Parquet(_) | Self::Workbook(_) => Ok(()),
        }
    }

    /// Ends the output after all rows. A file is replaced only now.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut out) => out.flush(),
            Self::File(out) => finish(*out),
            Self::Parquet(writer) => finish(writer.finish()?),
            Self::Workbook(writer) => writer.finish()?.finish(),
        }
    }
}

fn finish(out: BufWriter<OutputFile>) -> io::Result<()> {
    out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
}

const BUFFER: usize = 1 << 16;
