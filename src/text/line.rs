//! The line around a place, and line ends.

use super::TextRange;

const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// The start of the line that holds byte `offset`.
pub fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(LINE_ENDS).map_or(0, |at| at + 1)
}

/// The line that holds or ends at byte `offset`, without its line end.
pub fn line_at(text: &str, offset: usize) -> TextRange {
    let end = text[offset..].find(LINE_ENDS).map_or(text.len(), |at| offset + at);
    TextRange::new(line_start(text, offset), end)
}

/// The first line end of `text`; `\n` if `text` has no line end.
pub fn line_end(text: &str) -> &'static str {
    match text.find(LINE_ENDS).map(|at| &text[at..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// `text` without a line end at its start.
pub fn behind_line_end(text: &str) -> &str {
    ["\r\n", "\n", "\r"].into_iter().find_map(|end| text.strip_prefix(end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_around_a_place_is_found() {
        let text = "一\r\n二三\r四";
        let lines: Vec<&str> =
            [0, 3, 5, 8, 11, 12, 15].into_iter().map(|at| line_at(text, at).of(text)).collect();
        assert_eq!(lines, ["一", "一", "二三", "二三", "二三", "四", "四"]);
        assert_eq!(line_at(text, 4).of(text), "", "between the two characters of a line end");
        assert_eq!(
            [line_end(text), line_end("一\r二\n"), line_end("一\n"), line_end("")],
            ["\r\n", "\r", "\n", "\n"]
        );
        assert_eq!(
            [behind_line_end("\r\n\n"), behind_line_end("\n一"), behind_line_end("一\n")],
            ["\n", "一", "一\n"]
        );
    }
}
