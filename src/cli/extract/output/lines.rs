//! CSV and JSON Lines: a line for each row.

use super::super::field::{Column, Field};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The lines of a file.
pub(in crate::cli::extract) enum Lines {
    Csv(Box<csv::Writer<Vec<u8>>>),
    Json(Vec<u8>),
}

impl Lines {
    pub(super) fn csv() -> Self {
        Self::Csv(Box::new(csv::Writer::from_writer(Vec::new())))
    }

    pub(super) fn json() -> Self {
        Self::Json(Vec::new())
    }

    /// Writes into memory, which never fails.
    pub(super) fn push(&mut self, columns: &[Column], fields: &[Field]) {
        match self {
            Self::Csv(out) => {
                for field in fields {
                    _ = out.write_field(in_csv(field).as_bytes());
                }
                _ = out.write_record(None::<&[u8]>);
            }
            Self::Json(out) => {
                _ = serde_json::to_writer(&mut *out, &Object { columns, fields });
                out.push(b'\n');
            }
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        match self {
            Self::Csv(out) => out.into_inner().unwrap_or_default(),
            Self::Json(out) => out,
        }
    }
}

/// The first line of CSV.
pub(super) fn head(columns: &[Column]) -> Vec<u8> {
    let mut lines = csv::Writer::from_writer(Vec::new());
    _ = lines.write_record(columns.iter().map(|column| column.name.as_bytes()));
    lines.into_inner().unwrap_or_default()
}

/// A row of JSON Lines.
struct Object<'a> {
    columns: &'a [Column],
    fields: &'a [Field<'a>],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, field) in self.columns.iter().zip(self.fields) {
            map.serialize_entry(&column.name, field)?;
        }
        map.end()
    }
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Missing => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Small(number) => serializer.serialize_i32(number),
            Self::Number(digits) => {
                serde_json::from_str::<&RawValue>(digits).ok().serialize(serializer)
            }
            Self::Flag(flag) => serializer.serialize_bool(flag),
            Self::Texts(texts) => texts.serialize(serializer),
        }
    }
}

/// A field of CSV. What is missing is empty.
fn in_csv<'a>(field: &Field<'a>) -> Cow<'a, str> {
    match *field {
        Field::Missing => "".into(),
        Field::Text(text) => inert(text),
        Field::Small(number) => number.to_string().into(),
        Field::Number(digits) => digits.into(),
        Field::Flag(flag) => if flag { "true" } else { "false" }.into(),
        Field::Texts(texts) => inert(&texts.join(super::workbook::PLUS)).into_owned().into(),
    }
}

/// The text behind an apostrophe, if a spreadsheet would run the text as a formula.
fn inert(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // A lone dash, the usual mark of a blank cell, is no formula.
    let is_formula = text.starts_with(FORMULA) && !text.chars().all(|c| FORMULA.contains(&c));
    if !is_formula || is_number(text) {
        return text.into();
    }
    format!("'{text}").into()
}

/// Whether the text is digits behind a sign.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or_default();
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_runs_as_a_formula() {
        for text in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "＝A1", "－A1", "+1-2"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        for text in ["", "-", "--", "－", "-5", "+1,234.5", "3", "详见=附件", "/", "'"] {
            assert_eq!(inert(text), text);
        }
    }
}
