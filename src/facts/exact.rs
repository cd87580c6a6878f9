//! Exact numbers: every digit of a cell, and of sums of cells.

use super::number::{MONEY_SCALE, MOST_DECIMALS, Number};
use crate::standard::Kind;
use std::fmt;

/// A decimal number with at most [`MOST_DECIMALS`] decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact {
    /// In units of the last decimal.
    parts: i128,
}

const PARTS: i128 = 10_i128.pow(MOST_DECIMALS as u32);

impl Exact {
    pub const ZERO: Self = Self { parts: 0 };

    /// The number in a cell of this kind: in units, or in ten-thousandths for money, and the
    /// decimals of money beyond these.
    pub fn new(value: i64, finer: u64, kind: Kind) -> Self {
        let unit = match kind {
            Kind::Count | Kind::Signed => PARTS,
            Kind::Money => PARTS / i128::from(MONEY_SCALE),
        };
        // A cell has at most 14 digits in front of the decimal point.
        Self { parts: (i128::from(value) * unit).saturating_add(i128::from(finer)) }
    }

    pub fn of(number: Number, kind: Kind) -> Self {
        Self::new(number.value, number.finer, kind)
    }

    /// `None` for a sum of more digits than any report has.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.parts.checked_add(other.parts).map(|parts| Self { parts })
    }

    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.parts.checked_sub(other.parts).map(|parts| Self { parts })
    }

    /// The sum of some numbers. `None` if one of them is unknown.
    pub fn sum(mut numbers: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        numbers.try_fold(Self::ZERO, |sum, number| sum.checked_add(number?))
    }

    pub fn is_negative(self) -> bool {
        self.parts < 0
    }
}

/// Plain digits, with the decimals that are not zeros at the end.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.parts / PARTS, (self.parts % PARTS).abs());
        let sign = if self.parts < 0 && whole == 0 { "-" } else { "" };
        write!(f, "{sign}{whole}")?;
        if rest == 0 {
            return Ok(());
        }
        let decimals = format!("{rest:0width$}", width = MOST_DECIMALS);
        write!(f, ".{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_written_plainly() {
        let money = |value, finer| Exact::new(value, finer, Kind::Money);
        for (number, digits) in [
            (Exact::ZERO, "0"),
            (Exact::new(12, 0, Kind::Count), "12"),
            (Exact::new(-8, 0, Kind::Signed), "-8"),
            (money(15_000, 0), "1.5"),
            (money(12_345, 6_700_000_000_000_000), "1.234567"),
            (money(0, 1), "0.00000000000000000001"),
        ] {
            assert_eq!(number.to_string(), digits);
        }
        let less = money(0, 1).checked_sub(money(5_000, 0)).unwrap();
        assert_eq!(less.to_string(), "-0.49999999999999999999");
    }

    #[test]
    fn sums_are_exact_or_none() {
        let some = |value| Some(Exact::new(value, 0, Kind::Count));
        assert_eq!(Exact::sum([some(1), some(2)].into_iter()), some(3));
        assert_eq!(Exact::sum([some(1), None].into_iter()), None);
        let most = some(99_999_999_999_999);
        assert!(Exact::sum(std::iter::repeat_n(most, 10_000)).is_some());
        assert_eq!(Exact::sum(std::iter::repeat_n(most, 1_000_000)), None);
    }
}
