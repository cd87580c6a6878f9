//! Takes the characters and the lines of a page from `pdf-extract`.

use super::geometry::{Glyph, Marks, Turn, bounds, filled, stroked, turned_back};
use super::plain::{PAGE, PICTURE};
use crate::source::SourceError;
use crate::text::{Ideograph, ordinary_ideograph};
use pdf_extract::{ColorSpace, MediaBox, OutputDev, OutputError, Path, PathOp, Transform};

/// What the pages show.
#[derive(Default)]
pub(super) struct Pages {
    pages: Vec<Page>,
    /// Number of characters that the file does not name.
    pub unknown: usize,
}

/// What a page shows: its characters by the turn of their line. The places of the characters are
/// as on a page that is turned back.
#[derive(Default)]
struct Page {
    turns: [Vec<Glyph>; 4],
    marks: Marks,
}

/// At most 40 characters of a page may have another turn than the rest: a watermark, the number or
/// the margin of a page. More are a part of the report, which must not be lost.
const ASIDE: usize = 40;

impl Pages {
    /// What each page shows, turned so that most of the text stands upright. A page with much text
    /// in another turn is an error.
    pub(super) fn upright(self) -> impl Iterator<Item = Result<Marks, SourceError>> {
        (1..).zip(self.pages).map(|(number, page)| {
            let Page { turns, mut marks } = page;
            let count = |glyphs: &Vec<Glyph>| glyphs.iter().filter(|one| !one.is_space()).count();
            // The first of the greatest: upright, if in doubt.
            let most = turns.iter().map(count).enumerate().rev().max_by_key(|(_, count)| *count);
            let turn = most.map_or(0, |(turn, _)| turn);
            let aside: usize = turns.iter().map(count).sum::<usize>() - count(&turns[turn]);
            if aside > ASIDE {
                return Err(SourceError::Turned(number));
            }
            marks.glyphs = turns.into_iter().nth(turn).unwrap_or_default();
            for rule in &mut marks.rules {
                *rule = rule.turned_back(turn);
            }
            for picture in &mut marks.pictures {
                let [left, top, right, bottom] = *picture;
                let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
                let corners = corners.map(|corner| turned_back(corner, turn));
                *picture = bounds(&corners).unwrap_or(*picture);
            }
            Ok(marks)
        })
    }
}

type Done = Result<(), OutputError>;

impl OutputDev for Pages {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Done {
        Ok(())
    }

    fn end_page(&mut self) -> Done {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        size: f64,
        text: &str,
    ) -> Done {
        let Some(page) = self.pages.last_mut() else { return Ok(()) };
        let count = text.chars().count();
        if count == 0 || text.contains([char::REPLACEMENT_CHARACTER, '\0']) {
            self.unknown += 1;
            return Ok(());
        }
        // A code may stand for several characters.
        let part = width * size / count as f64;
        for (index, character) in text.chars().enumerate() {
            if let Some((turn, glyph)) = glyph(character, part * index as f64, part, size, at) {
                page.turns[turn].push(glyph);
            }
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Done {
        Ok(())
    }

    fn end_word(&mut self) -> Done {
        Ok(())
    }

    fn end_line(&mut self) -> Done {
        Ok(())
    }

    fn stroke(&mut self, at: &Transform, _: &ColorSpace, _: &[f64], path: &Path) -> Done {
        if let [PathOp::MoveTo(_, height)] = path.ops[..]
            && height <= PAGE
        {
            self.pages.push(Page::default());
            return Ok(());
        }
        let Some(Page { marks, .. }) = self.pages.last_mut() else { return Ok(()) };
        let points = points(at, path);
        if let [PathOp::Rect(..), PathOp::MoveTo(_, PICTURE)] = path.ops[..] {
            marks.pictures.extend(points.first().and_then(|part| bounds(part)));
        } else {
            stroked(&points, &mut marks.rules);
        }
        Ok(())
    }

    fn fill(&mut self, at: &Transform, _: &ColorSpace, _: &[f64], path: &Path) -> Done {
        if let Some(page) = self.pages.last_mut() {
            filled(&points(at, path), &mut page.marks.rules);
        }
        Ok(())
    }
}

fn point(at: &Transform, x: f64, y: f64) -> (f64, f64) {
    (at.m11 * x + at.m21 * y + at.m31, at.m12 * x + at.m22 * y + at.m32)
}

/// The character and the turn of its line. Watermarks stand aslant.
fn glyph(
    character: char,
    start: f64,
    width: f64,
    size: f64,
    at: &Transform,
) -> Option<(Turn, Glyph)> {
    let turn = match (at.m11.abs() >= at.m12.abs(), at.m11 > 0.0, at.m12 > 0.0) {
        (true, true, _) => 0,
        (false, _, true) => 1,
        (true, false, _) => 2,
        (false, _, false) => 3,
    };
    let ahead = turned_back((at.m11, at.m12), turn);
    let (_, up) = turned_back((at.m21, at.m22), turn);
    let (left, base) = turned_back(point(at, start, 0.0), turn);
    let (right, _) = turned_back(point(at, start + width, 0.0), turn);
    let size = (size * up).abs();
    // Pages are counted from the top.
    let is_upright = ahead.0 > 0.0 && up < 0.0 && ahead.1.abs() < 0.05 * ahead.0;
    // Fonts name the shape, and a radical has the shape of its character.
    let character = match ordinary_ideograph(character) {
        Ideograph::Equivalent(ordinary) => ordinary,
        Ideograph::Ordinary | Ideograph::Unknown => character,
    };
    let is_on_page = [left, right, base].iter().all(|place| place.abs() < 1e5);
    let glyph = Glyph { character, left, right, base, size };
    (is_upright && is_on_page && size > 0.0 && size < 1e4).then_some((turn, glyph))
}

/// The parts of a path.
fn points(at: &Transform, path: &Path) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    for op in &path.ops {
        match *op {
            PathOp::MoveTo(x, y) => parts.push(vec![point(at, x, y)]),
            PathOp::LineTo(x, y) => {
                if let Some(part) = parts.last_mut() {
                    part.push(point(at, x, y));
                }
            }
            PathOp::CurveTo(.., x, y) => parts.push(vec![point(at, x, y)]),
            PathOp::Rect(x, y, width, height) => {
                let (right, top) = (x + width, y + height);
                let corners = [(x, y), (right, y), (right, top), (x, top), (x, y)];
                parts.push(corners.map(|(x, y)| point(at, x, y)).to_vec());
            }
            PathOp::Close => {
                if let Some(part) = parts.last_mut()
                    && let Some(&first) = part.first()
                {
                    part.push(first);
                }
            }
        }
    }
    parts
}
