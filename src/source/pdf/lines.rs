//! Lines of text from characters with places.

use super::geometry::Glyph;

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextLine {
    pub text: String,
    /// The distance from the top of the page.
    pub base: f64,
    pub left: f64,
    pub right: f64,
    /// The size of the largest character.
    pub size: f64,
    /// The spaces between words of a table: wide, or in front of a number.
    gaps: Vec<Gap>,
}

/// A space between words.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Gap {
    /// The place of the space in the text.
    at: usize,
    left: f64,
    right: f64,
}

impl TextLine {
    /// The words of a table.
    pub(super) fn words(&self) -> Vec<TextLine> {
        let ends = self.gaps.iter().map(|gap| (gap.at, gap.left));
        let ends = ends.chain([(self.text.len(), self.right)]);
        let starts = self.gaps.iter().map(|gap| (gap.at + 1, gap.right));
        let starts = [(0, self.left)].into_iter().chain(starts);
        let word = |((start, left), (end, right)): ((usize, f64), (usize, f64))| TextLine {
            text: self.text[start..end].to_owned(),
            left,
            right,
            gaps: Vec::new(),
            ..*self
        };
        starts.zip(ends).map(word).collect()
    }

    pub(super) fn is_number(&self) -> bool {
        let is_digit = |one: char| one.is_ascii_digit() || ".,".contains(one);
        self.text.chars().all(is_digit)
    }

    fn width(&self) -> f64 {
        self.right - self.left
    }
}

/// The lines of `glyphs`, from the top. Characters that are far apart get a space between them.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<TextLine> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut lines = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let mut end = start + 1;
        // Small numbers above the line belong to the line.
        while end < glyphs.len() {
            let (last, next) = (glyphs[end - 1], glyphs[end]);
            if next.base - last.base > 0.3 * last.size.min(next.size) {
                break;
            }
            end += 1;
        }
        lines.extend(line(&mut glyphs[start..end]));
        start = end;
    }
    lines
}

/// `None` for a line of spaces.
fn line(glyphs: &mut [Glyph]) -> Option<TextLine> {
    glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut text = String::with_capacity(glyphs.len() * 3);
    let mut before: Option<&Glyph> = None;
    let mut is_apart = false;
    let mut gaps = Vec::new();
    let mut bounds: Option<TextLine> = None;
    for glyph in glyphs.iter() {
        if glyph.is_space() {
            is_apart |= before.is_some();
            continue;
        }
        if let Some(before) = before {
            // A bold character may be drawn twice.
            let width = glyph.right - glyph.left;
            if glyph.character == before.character && glyph.left - before.left < 0.3 * width {
                continue;
            }
            if is_apart || gap(before, glyph) {
                // A long label ends close to the first number.
                let is_number = glyph.character.is_ascii_digit();
                let is_first = is_number && !before.character.is_ascii_digit();
                if is_first || glyph.left - before.right > 0.9 * glyph.size {
                    let (left, right) = (before.right, glyph.left);
                    gaps.push(Gap { at: text.len(), left, right });
                }
                text.push(' ');
            }
        }
        text.push(glyph.character);
        (before, is_apart) = (Some(glyph), false);
        let bounds = bounds.get_or_insert(TextLine {
            text: String::new(),
            base: glyph.base,
            left: glyph.left,
            right: glyph.right,
            size: glyph.size,
            gaps: Vec::new(),
        });
        bounds.right = bounds.right.max(glyph.right);
        bounds.size = bounds.size.max(glyph.size);
    }
    bounds.map(|bounds| TextLine { text, gaps, ..bounds })
}

/// Whether a text begins like a row of the form: `一、`, `（一）`, `1.`. A bracket may be cut off.
pub(super) fn is_numbered(text: &str) -> bool {
    let is_digit = |one: char| one.is_ascii_digit();
    let behind = text.trim_start_matches(is_digit);
    if behind.len() < text.len() {
        // `1.5` is a number.
        let rest = behind.strip_prefix(['.', '．', '、']);
        return rest.is_some_and(|rest| !rest.starts_with(is_digit));
    }
    let inner = text.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|one: char| "一二三四五六七八九十".contains(one));
    if rest.len() == inner.len() {
        return false;
    }
    let is_bracket = inner.len() < text.len();
    rest.starts_with(['、', '）', ')']) || is_bracket && rest.is_empty()
}

/// Whether two characters are so far apart that there is a space between them.
fn gap(before: &Glyph, next: &Glyph) -> bool {
    let size = before.size.max(next.size);
    let are_letters = [before, next].iter().all(|one| one.character.is_ascii_alphabetic());
    // Word processors put a quarter of a character between Chinese words and numbers.
    let most = if are_letters { 0.2 } else { 0.45 };
    next.left - before.right > most * size
}

/// The text of a cell of this width in points: its lines joined. Words that were cut at the edge of
/// the cell are joined without a space.
pub(super) fn cell_text(lines: &[TextLine], width: f64) -> String {
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &lines[before]);
        if before.is_some_and(|before| !runs_on(before, line, width)) {
            out.push(' ');
        }
        out.push_str(&line.text);
    }
    out
}

/// Whether the second line goes on where the first line ends.
fn runs_on(before: &TextLine, line: &TextLine, width: f64) -> bool {
    let (Some(last), Some(first)) = (before.text.chars().next_back(), line.text.chars().next())
    else {
        return true;
    };
    if last.is_ascii_digit() && first.is_ascii_digit() {
        // Else two numbers stand in the cell.
        is_full(before, line, width) || are_cut(before, line, width)
    } else {
        !(last.is_ascii_alphabetic() && first.is_ascii_alphabetic())
    }
}

/// Whether the first of two lines ends at the edge of a cell of this width.
pub(super) fn is_full(before: &TextLine, line: &TextLine, width: f64) -> bool {
    // The margins of a cell and one character.
    const EDGE: f64 = 2.5;
    width - before.width() < EDGE * line.size.max(before.size)
}

/// Whether a cell of this width is too narrow for both lines side by side.
pub(super) fn are_cut(before: &TextLine, line: &TextLine, width: f64) -> bool {
    // The margins of a cell.
    const MARGINS: f64 = 1.0;
    width - before.width() - line.width() < MARGINS * line.size.max(before.size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, left: f64, base: f64) -> Vec<Glyph> {
        let mut left = left;
        let place = |character: char| {
            let width = if character.is_ascii() { 5.0 } else { 10.0 };
            left += width;
            Glyph { character, left: left - width, right: left, base, size: 10.0 }
        };
        text.chars().map(place).collect()
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        lines(glyphs).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn characters_are_put_in_order() {
        let mut all = glyphs("年报", 12.5, 20.0);
        all.extend(glyphs("三", 0.0, 40.0));
        all.extend(glyphs("23", 0.0, 20.4));
        all.extend(glyphs("3 ", 60.0, 20.0));
        all.extend(glyphs("  ", 60.0, 90.0));
        assert_eq!(texts(all), ["23年报 3", "三"]);
    }

    #[test]
    fn a_bold_character_is_one() {
        let all = [glyphs("11", 0.0, 20.0), glyphs("11", 0.4, 20.0)].concat();
        assert_eq!(texts(all), ["11"]);
    }

    #[test]
    fn numbers_cut_at_the_edge_are_one() {
        let cut = lines([glyphs("300", 0.0, 20.0), glyphs("1", 0.0, 32.0)].concat());
        assert_eq!(cell_text(&cut, 30.0), "3001");
        assert_eq!(cell_text(&cut, 60.0), "300 1");
        let cut = lines([glyphs("1", 0.0, 20.0), glyphs("3844", 0.0, 32.0)].concat());
        assert_eq!(cell_text(&cut, 34.0), "13844");
        assert_eq!(cell_text(&cut, 60.0), "1 3844");
        let label = lines([glyphs("商业", 0.0, 20.0), glyphs("企业", 0.0, 32.0)].concat());
        assert_eq!(cell_text(&label, 60.0), "商业企业");
    }
}
