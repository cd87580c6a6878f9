//! Parquet: columns with their types, for DuckDB, pandas and Spark.

use super::super::field::{Column, Field, Kind};
use crate::files::OutputFile;
use bytes::Bytes;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::{
    ColumnCloseResult, ColumnWriter, get_column_writer, get_typed_column_writer_mut,
};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType,
    Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, Type, TypePtr};
use rayon::prelude::*;
use std::io::{self, BufWriter};
use std::ops::Range;
use std::sync::Arc;

/// The number of fields that are kept before they are written as a row group. A row group holds all
/// rows of a column before the next column begins.
const FIELDS: usize = 1 << 20;

/// The digits and bytes of a decimal with at most this number of decimals. All programs read 38
/// digits, and no more.
const SIZES: [(u8, (i32, i32)); 2] = [(8, (28, 12)), (20, (38, 16))];

/// Rows, column by column.
pub(in crate::cli::extract) struct Batch {
    rows: usize,
    columns: Vec<Chunk>,
}

/// The fields of a column.
struct Chunk {
    kind: Kind,
    values: Values,
    /// For each field, and for each text of a list: 1 if a value is there.
    definitions: Vec<i16>,
    /// For each text of a list: 0 if the text begins a row.
    repetitions: Vec<i16>,
}

enum Values {
    Text(Texts),
    Small(Vec<i32>),
    Whole(Vec<i64>),
    /// Decimals one behind the other.
    Long(Vec<u8>),
    Flag(Vec<bool>),
}

/// Texts one behind the other: a piece of memory for each text would cost more than to read a
/// report.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
}

/// A file to be written.
pub(in crate::cli::extract) struct Writer {
    file: SerializedFileWriter<BufWriter<OutputFile>>,
    kept: Batch,
}

impl Batch {
    pub(super) fn new(columns: &[Column]) -> Self {
        Self { rows: 0, columns: columns.iter().map(|column| Chunk::new(column.kind)).collect() }
    }

    pub(super) fn push(&mut self, fields: &[Field]) {
        self.rows += 1;
        for (column, field) in self.columns.iter_mut().zip(fields) {
            column.push(field);
        }
    }

    fn append(&mut self, other: Self) {
        self.rows += other.rows;
        for (column, other) in self.columns.iter_mut().zip(other.columns) {
            column.append(other);
        }
    }

    /// The same columns without rows. The rows are returned.
    fn take(&mut self) -> Self {
        let columns = self.columns.iter().map(|column| Chunk::new(column.kind)).collect();
        std::mem::replace(self, Self { rows: 0, columns })
    }
}

impl Chunk {
    fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text | Kind::Texts => Values::Text(Texts::default()),
            Kind::Small => Values::Small(Vec::new()),
            Kind::Count => Values::Whole(Vec::new()),
            Kind::Decimal(_) => Values::Long(Vec::new()),
            Kind::Flag => Values::Flag(Vec::new()),
        };
        Self { kind, values, definitions: Vec::new(), repetitions: Vec::new() }
    }

    fn push(&mut self, field: &Field) {
        if let (Kind::Texts, Values::Text(values)) = (self.kind, &mut self.values) {
            let texts = if let Field::Texts(texts) = field { *texts } else { &[] };
            texts.iter().for_each(|text| values.push(text));
            // An empty list is one entry without a value.
            let count = texts.len().max(1);
            self.definitions.extend(std::iter::repeat_n(i16::from(!texts.is_empty()), count));
            self.repetitions.extend((0..count).map(|index| i16::from(index > 0)));
            return;
        }
        let is_there = self.values.push(field, self.kind);
        self.definitions.push(is_there.into());
    }

    fn append(&mut self, other: Self) {
        self.definitions.extend(other.definitions);
        self.repetitions.extend(other.repetitions);
        match (&mut self.values, other.values) {
            (Values::Text(values), Values::Text(other)) => values.append(other),
            (Values::Small(values), Values::Small(other)) => values.extend(other),
            (Values::Whole(values), Values::Whole(other)) => values.extend(other),
            (Values::Long(values), Values::Long(other)) => values.extend(other),
            (Values::Flag(values), Values::Flag(other)) => values.extend(other),
            // Columns of one output have the same kinds.
            _ => {}
        }
    }

    /// The column in the bytes of the file.
    fn encoded(
        &mut self,
        column: ColumnDescPtr,
        properties: WriterPropertiesPtr,
    ) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
        let mut out = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut out));
        let mut writer = get_column_writer(column, properties, pages);
        self.write(&mut writer)?;
        let closed = writer.close()?;
        Ok((out.into_inner()?.into(), closed))
    }

    fn write(&mut self, column: &mut ColumnWriter) -> Result<(), ParquetError> {
        match &mut self.values {
            Values::Text(values) => {
                let values = std::mem::take(values).into_arrays();
                self.write_as::<ByteArrayType>(column, &values)
            }
            Values::Small(values) => {
                let values = std::mem::take(values);
                self.write_as::<Int32Type>(column, &values)
            }
            Values::Whole(values) => {
                let values = std::mem::take(values);
                self.write_as::<Int64Type>(column, &values)
            }
            Values::Long(bytes) => {
                let Kind::Decimal(scale) = self.kind else { return Ok(()) };
                let (count, size) = (bytes.len(), size(scale).1 as usize);
                let all = ByteArray::from(std::mem::take(bytes));
                let starts = (0..count).step_by(size);
                let values: Vec<FixedLenByteArray> =
                    starts.map(|start| all.slice(start, size).into()).collect();
                self.write_as::<FixedLenByteArrayType>(column, &values)
            }
            Values::Flag(values) => {
                let values = std::mem::take(values);
                self.write_as::<BoolType>(column, &values)
            }
        }
    }

    fn write_as<T: DataType>(
        &self,
        out: &mut ColumnWriter,
        values: &[T::T],
    ) -> Result<(), ParquetError> {
        let repetitions = (self.kind == Kind::Texts).then_some(self.repetitions.as_slice());
        let out = get_typed_column_writer_mut::<T>(out);
        out.write_batch(values, Some(&self.definitions), repetitions).map(|_| ())
    }
}

impl Texts {
    fn push(&mut self, text: &str) {
        // Most columns repeat what stands above, which then is there once.
        let last =
            self.ranges.last().filter(|last| self.bytes[last.start..last.end] == *text.as_bytes());
        let range = last.cloned().unwrap_or_else(|| {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(text.as_bytes());
            start..self.bytes.len()
        });
        self.ranges.push(range);
    }

    fn append(&mut self, other: Self) {
        let by = self.bytes.len();
        self.bytes.extend(other.bytes);
        self.ranges.extend(other.ranges.into_iter().map(|range| range.start + by..range.end + by));
    }

    /// The texts for the library. They share their memory.
    fn into_arrays(self) -> Vec<ByteArray> {
        let all = ByteArray::from(self.bytes);
        self.ranges.iter().map(|range| all.slice(range.start, range.len())).collect()
    }
}

impl Values {
    /// Adds the value of a field. Returns whether there is a value.
    fn push(&mut self, field: &Field, kind: Kind) -> bool {
        match (self, *field) {
            (Self::Text(values), Field::Text(text)) => values.push(text),
            (Self::Small(values), Field::Small(number)) => values.push(number),
            (Self::Flag(values), Field::Flag(flag)) => values.push(flag),
            (Self::Whole(values), Field::Number(digits)) => {
                let scaled = scaled(digits, kind).and_then(|number| i64::try_from(number).ok());
                let Some(number) = scaled else { return false };
                values.push(number);
            }
            (Self::Long(values), Field::Number(digits)) => {
                let Some(number) = scaled(digits, kind) else { return false };
                let Kind::Decimal(scale) = kind else { return false };
                let bytes = number.to_be_bytes();
                values.extend(&bytes[bytes.len() - size(scale).1 as usize..]);
            }
            _ => return false,
        }
        true
    }
}

impl Writer {
    pub(super) fn new(out: BufWriter<OutputFile>, columns: &[Column]) -> io::Result<Self> {
        let schema = schema(columns).map_err(in_io)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("gouji ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(in_io)?;
        Ok(Self { file, kept: Batch::new(columns) })
    }

    pub(super) fn write(&mut self, batch: Batch) -> io::Result<()> {
        self.kept.append(batch);
        if self.kept.rows * self.kept.columns.len() < FIELDS { Ok(()) } else { self.write_kept() }
    }

    fn write_kept(&mut self) -> io::Result<()> {
        let mut kept = self.kept.take();
        let (columns, properties) = (self.file.schema_descr().columns(), self.file.properties());
        // Nothing is read meanwhile, so the threads are free.
        let chunks = kept.columns.par_iter_mut().zip(columns);
        let encoded: Result<Vec<_>, ParquetError> = chunks
            .map(|(chunk, column)| chunk.encoded(Arc::clone(column), Arc::clone(properties)))
            .collect();
        let write = || {
            let mut group = self.file.next_row_group()?;
            for (bytes, closed) in encoded? {
                group.append_column(&bytes, closed)?;
            }
            group.close().map(|_| ())
        };
        write().map_err(in_io)
    }

    /// Writes the end of the file.
    pub(super) fn finish(mut self) -> io::Result<BufWriter<OutputFile>> {
        if self.kept.rows > 0 {
            self.write_kept()?;
        }
        self.file.into_inner().map_err(in_io)
    }
}

/// The number in units of the last decimal of its column. `None` if the digits are more than the
/// column holds.
fn scaled(digits: &str, kind: Kind) -> Option<i128> {
    let scale = if let Kind::Decimal(scale) = kind { usize::from(scale) } else { 0 };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let zeros = u32::try_from(scale.checked_sub(fraction.len())?).ok()?;
    // Most cells hold a whole number.
    if fraction.is_empty() {
        return whole.parse::<i128>().ok()?.checked_mul(10_i128.checked_pow(zeros)?);
    }
    let number: i128 = format!("{whole}{fraction}").parse().ok()?;
    number.checked_mul(10_i128.checked_pow(zeros)?)
}

fn size(decimals: u8) -> (i32, i32) {
    let found = SIZES.iter().find(|(most, _)| decimals <= *most);
    found.or(SIZES.last()).map_or((0, 0), |(_, size)| *size)
}

fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
    Type::group_type_builder("report").with_fields(fields).build().map(Arc::new)
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let name = &*column.name;
    let text = |name, repetition| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .build()
    };
    let plain = |physical| Type::primitive_type_builder(name, physical);
    let kind = match column.kind {
        Kind::Text => return text(name, Repetition::OPTIONAL).map(Arc::new),
        Kind::Texts => {
            // The names and levels of the standard.
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(text("element", Repetition::REQUIRED)?)])
                .build()?;
            let texts = Type::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_converted_type(ConvertedType::LIST)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)]);
            return texts.build().map(Arc::new);
        }
        Kind::Small => plain(Physical::INT32),
        Kind::Count => plain(Physical::INT64),
        Kind::Flag => plain(Physical::BOOLEAN),
        Kind::Decimal(scale) => {
            let (precision, bytes) = size(scale);
            let scale = i32::from(scale);
            plain(Physical::FIXED_LEN_BYTE_ARRAY)
                .with_length(bytes)
                .with_precision(precision)
                .with_scale(scale)
                .with_logical_type(Some(LogicalType::decimal(scale, precision)))
        }
    };
    kind.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
}

/// The error of the system behind an error of the library.
fn in_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_counted_in_units_of_the_last_decimal() {
        for (digits, kind, number) in [
            ("12.3456", Kind::Decimal(8), Some(1_234_560_000)),
            ("0.00000000000000000001", Kind::Decimal(20), Some(1)),
            ("99999999999999.99999999999999999999", Kind::Decimal(20), Some(10_i128.pow(34) - 1)),
            ("-3.5", Kind::Decimal(8), Some(-350_000_000)),
            ("7", Kind::Count, Some(7)),
            ("0.000525", Kind::Decimal(8), Some(52_500)),
            ("0.000000001", Kind::Decimal(8), None),
            ("若干", Kind::Count, None),
        ] {
            assert_eq!(scaled(digits, kind), number, "{digits}");
        }
    }
}
