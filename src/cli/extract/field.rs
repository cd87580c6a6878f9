//! The columns of the output, and the fields of a row, regardless of the format.

use crate::facts::number;
use std::borrow::Cow;

/// The decimals of a cell: all that a cell may hold.
pub(super) const MOST_DECIMALS: u8 = number::MOST_DECIMALS as u8;

/// A column of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: Cow<'static, str>,
    pub(super) kind: Kind,
}

/// The fields that a column holds. Any field may be [`Field::Missing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A small whole number: a year, a line.
    Small,
    /// A whole number of a table.
    Count,
    /// A number with at most this number of decimals.
    Decimal(u8),
    Flag,
    Texts,
}

/// A field of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Field<'a> {
    Missing,
    Text(&'a str),
    Small(i32),
    /// A number in plain digits: a float would lose digits of money.
    Number(&'a str),
    Flag(bool),
    Texts(&'a [String]),
}

impl Column {
    pub(super) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name: Cow::Borrowed(name), kind }
    }
}

impl<'a> Field<'a> {
    pub(super) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Missing, Self::Text)
    }

    pub(super) fn small(number: Option<i32>) -> Self {
        number.map_or(Self::Missing, Self::Small)
    }

    pub(super) fn number(digits: Option<&'a str>) -> Self {
        digits.map_or(Self::Missing, Self::Number)
    }

    /// A number of lines or characters. A file has fewer than two billion characters.
    pub(super) fn counted(number: usize) -> Self {
        Self::Small(i32::try_from(number).unwrap_or(i32::MAX))
    }
}
