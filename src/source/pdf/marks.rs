//! Takes the characters and the lines of a page from `pdf-extract`.

use super::geometry::{Glyph, Marks, filled, stroked};
use super::plain::PAGE;
use crate::text::{Ideograph, ordinary_ideograph};
use pdf_extract::{ColorSpace, MediaBox, OutputDev, OutputError, Path, PathOp, Transform};

/// What the pages show.
#[derive(Default)]
pub(super) struct Pages {
    pub pages: Vec<Marks>,
    /// Number of characters that the file does not name.
    pub unknown: usize,
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
        let Some(marks) = self.pages.last_mut() else { return Ok(()) };
        let count = text.chars().count();
        if count == 0 || text.contains([char::REPLACEMENT_CHARACTER, '\0']) {
            self.unknown += 1;
            return Ok(());
        }
        // A code may stand for several characters.
        let part = width * size / count as f64;
        for (index, character) in text.chars().enumerate() {
            marks.glyphs.extend(glyph(character, part * index as f64, part, size, at));
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
            self.pages.push(Marks::default());
        } else if let Some(marks) = self.pages.last_mut() {
            stroked(&points(at, path), &mut marks.rules);
        }
        Ok(())
    }

    fn fill(&mut self, at: &Transform, _: &ColorSpace, _: &[f64], path: &Path) -> Done {
        if let Some(marks) = self.pages.last_mut() {
            filled(&points(at, path), &mut marks.rules);
        }
        Ok(())
    }
}

fn point(at: &Transform, x: f64, y: f64) -> (f64, f64) {
    (at.m11 * x + at.m21 * y + at.m31, at.m12 * x + at.m22 * y + at.m32)
}

/// The character, if it stands upright. Watermarks stand aslant.
fn glyph(character: char, start: f64, width: f64, size: f64, at: &Transform) -> Option<Glyph> {
    let (left, base) = point(at, start, 0.0);
    let (right, _) = point(at, start + width, 0.0);
    let size = (size * at.m22).abs();
    // Pages are counted from the top.
    let is_upright = at.m11 > 0.0 && at.m22 < 0.0 && at.m12.abs() < 0.05 * at.m11;
    // Fonts name the shape, and a radical has the shape of its character.
    let character = match ordinary_ideograph(character) {
        Ideograph::Equivalent(ordinary) => ordinary,
        Ideograph::Ordinary | Ideograph::Unknown => character,
    };
    let is_on_page = [left, right, base].iter().all(|place| place.abs() < 1e5);
    (is_upright && is_on_page && size > 0.0 && size < 1e4).then_some(Glyph {
        character,
        left,
        right,
        base,
        size,
    })
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
