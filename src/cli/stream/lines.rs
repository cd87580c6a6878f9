//! The lines of an input, each of bounded length, and all lines that wait of bounded length.

use crate::files::MAX_LEN;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Condvar, Mutex, PoisonError};

/// The longest line. JSON may write each Chinese character with twice the bytes of UTF-8.
pub(super) const MAX_LINE: u64 = 2 * MAX_LEN;
/// The bytes that may wait for their treatment.
const WAITING: usize = 32 << 20;
/// The bytes that a line costs beside its content.
const OVERHEAD: usize = 1 << 10;

/// A line of an input.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: usize,
    /// `None` if the line is longer than [`MAX_LINE`].
    pub(super) bytes: Option<Vec<u8>>,
}

impl Line {
    pub(super) fn cost(&self) -> usize {
        self.bytes.as_ref().map_or(0, Vec::len) + OVERHEAD
    }
}

/// The lines that are not blank.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    number: usize,
    longest: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn of(input: R) -> Self {
        Self { input: BufReader::with_capacity(1 << 16, input), number: 0, longest: MAX_LINE }
    }

    /// The next line. Of a line that is too long, only a bounded part is in memory.
    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        (&mut self.input).take(self.longest + 1).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        let is_whole = bytes.len() as u64 <= self.longest || bytes.ends_with(b"\n");
        if !is_whole {
            self.skip_line()?;
        }
        Ok(Some(Line { number: self.number, bytes: is_whole.then_some(bytes) }))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            let (end, is_end) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.input.consume(end);
            if is_end {
                return Ok(());
            }
        }
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = self.read().transpose()?;
            let is_blank = |line: &Line| {
                line.bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty())
            };
            if !line.as_ref().is_ok_and(is_blank) {
                return Some(line);
            }
        }
    }
}

/// The bytes that wait. The reader of the input waits while they are too many.
#[derive(Default)]
pub(super) struct Budget {
    waiting: Mutex<usize>,
    changed: Condvar,
}

impl Budget {
    /// Adds bytes, as soon as they fit. A single line always fits.
    pub(super) fn take(&self, cost: usize) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while *waiting > 0 && *waiting + cost > WAITING {
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        *waiting += cost;
    }

    pub(super) fn give_back(&self, cost: usize) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) -= cost;
        self.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_passed_over() {
        let mut lines = Lines::of("ab\r\n\n \nabcdef\nabc\n\nabcd".as_bytes());
        lines.longest = 4;
        let lines: Vec<_> = lines.map(Result::unwrap).collect();
        let expected: [(usize, Option<&str>); 4] =
            [(1, Some("ab\r\n")), (4, None), (5, Some("abc\n")), (7, Some("abcd"))];
        let expected = expected.map(|(number, text)| Line {
            number,
            bytes: text.map(|text| text.as_bytes().to_owned()),
        });
        assert_eq!(lines, expected);
    }
}
