//! How a statement of the period is introduced, and whether it is the period of a year.

use super::{Date, Period};
use crate::text::{TextRange, floor_char_boundary};

/// The longest stretch between the words 统计期限 and the dates that they introduce, in bytes.
const LONGEST_INTRODUCTION: usize = 60;

impl Period {
    /// The words that introduce a statement of the period, where they stand right
    /// before its dates. `text` is the report's.
    pub fn introduction(&self, text: &str) -> Option<TextRange> {
        let from = floor_char_boundary(text, self.range.start.saturating_sub(LONGEST_INTRODUCTION));
        let before = text.get(from..self.range.start)?;
        let start = before.rfind("统计")?;
        let is_one = !before.get(start..)?.contains(['。', '；', '\n', '\r']);
        (self.certain && is_one).then(|| TextRange::new(from + start, self.range.start))
    }

    /// Whether it is the period of the whole year, as far as it is stated.
    pub fn is_of_year(&self, year: i32) -> bool {
        let is = |date: Date, month: i32, day: i32| {
            date.year().is_none_or(|stated| stated == year)
                && date.month().is_none_or(|stated| stated == month)
                && date.day().is_none_or(|stated| stated == day)
        };
        let is_read = self.mistyped.iter().all(Option::is_none) && self.end_year().is_some();
        is_read
            && self.end_year() == Some(year)
            && self.start.is_none_or(|start| is(start, 1, 1))
            && self.end.is_none_or(|end| is(end, 12, 31))
    }
}
