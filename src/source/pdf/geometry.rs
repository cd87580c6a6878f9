//! Places on a page. All are in points, from the top left corner of the page as it is shown.

/// A character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub character: char,
    pub left: f64,
    pub right: f64,
    /// The line that the character stands on.
    pub base: f64,
    /// The size of the font.
    pub size: f64,
}

impl Glyph {
    /// The middle: across and down.
    pub(super) fn center(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, self.base - self.size * 0.36)
    }

    pub(super) fn is_space(&self) -> bool {
        self.character.is_whitespace()
    }
}

/// A drawn line, across or down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub across: bool,
    /// The distance from the top (of a line across) or from the left (of a line down).
    pub at: f64,
    /// Where the line starts and ends in its own direction.
    pub start: f64,
    pub end: f64,
}

/// The left, top, right and bottom border of an area.
pub(super) type Area = [f64; 4];

/// What a page shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    pub pictures: Vec<Area>,
}

/// How many quarters of a turn, with the clock, a text is turned on its page.
pub(super) type Turn = usize;

/// A place or a direction on a page that is turned back.
pub(super) fn turned_back((x, y): (f64, f64), turn: Turn) -> (f64, f64) {
    match turn {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    }
}

impl Rule {
    pub(super) fn turned_back(self, turn: Turn) -> Self {
        let end = |place| {
            let end = if self.across { (place, self.at) } else { (self.at, place) };
            turned_back(end, turn)
        };
        let ((x, y), (to_x, to_y)) = (end(self.start), end(self.end));
        if self.across == matches!(turn, 0 | 2) {
            Self { across: true, at: y, start: x.min(to_x), end: x.max(to_x) }
        } else {
            Self { across: false, at: x, start: y.min(to_y), end: y.max(to_y) }
        }
    }
}

/// The rules of a path that is filled. Thin parts are lines.
pub(super) fn filled(path: &[Vec<(f64, f64)>], out: &mut Vec<Rule>) {
    const THIN: f64 = 3.5;
    let boxes: Vec<Area> = path.iter().filter_map(|part| bounds(part)).collect();
    for &[left, top, right, bottom] in &boxes {
        let (width, height) = (right - left, bottom - top);
        // A corner of a border is thin both ways.
        if height <= THIN {
            let at = (top + bottom) / 2.0;
            out.push(Rule { across: true, at, start: left, end: right });
        }
        if width <= THIN {
            let at = (left + right) / 2.0;
            out.push(Rule { across: false, at, start: top, end: bottom });
        }
    }
    // A frame is the area between two rectangles.
    for pair in boxes.windows(2) {
        let inside = |outer: &Area, inner: &Area| {
            (0..4).all(|side| {
                let inwards =
                    if side < 2 { inner[side] - outer[side] } else { outer[side] - inner[side] };
                (0.0..=THIN).contains(&inwards)
            })
        };
        if inside(&pair[0], &pair[1]) || inside(&pair[1], &pair[0]) {
            let [left, top, right, bottom] = pair[0];
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
            stroked(&[corners.to_vec()], out);
        }
    }
}

/// The rules of a path whose edges are drawn.
pub(super) fn stroked(path: &[Vec<(f64, f64)>], out: &mut Vec<Rule>) {
    const SKEW: f64 = 1.0;
    for pair in path.iter().flat_map(|part| part.windows(2)) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        if (to_y - y).abs() <= SKEW && (to_x - x).abs() > SKEW {
            let at = (y + to_y) / 2.0;
            out.push(Rule { across: true, at, start: x.min(to_x), end: x.max(to_x) });
        } else if (to_x - x).abs() <= SKEW && (to_y - y).abs() > SKEW {
            let at = (x + to_x) / 2.0;
            out.push(Rule { across: false, at, start: y.min(to_y), end: y.max(to_y) });
        }
    }
}

/// The area of a part that is not a single line.
pub(super) fn bounds(part: &[(f64, f64)]) -> Option<Area> {
    let &(x, y) = part.first().filter(|_| part.len() > 2)?;
    let wider = |[left, top, right, bottom]: Area, &(x, y): &(f64, f64)| {
        [left.min(x), top.min(y), right.max(x), bottom.max(y)]
    };
    Some(part.iter().fold([x, y, x, y], wider))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thin_areas_and_frames_are_lines() {
        let rectangle = |left: f64, top: f64, right: f64, bottom: f64| {
            vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        };
        let mut rules = Vec::new();
        filled(&[rectangle(0.0, 0.0, 90.0, 0.5)], &mut rules);
        assert_eq!(rules, [Rule { across: true, at: 0.25, start: 0.0, end: 90.0 }]);
        rules.clear();
        filled(&[rectangle(0.0, 0.0, 90.0, 30.0)], &mut rules);
        assert_eq!(rules, []);
        filled(&[rectangle(0.0, 0.0, 90.0, 30.0), rectangle(1.0, 1.0, 89.0, 29.0)], &mut rules);
        assert_eq!(rules.len(), 4);
    }
}
