//! A place in a source without lines, in words.

use crate::diagnostic::{Language, Place};
use crate::source::SourcePlace;

/// The place for people: the page, the part of the report, then the row and column of a table or
/// the paragraph. Unknown parts are left out.
pub fn in_words(source: SourcePlace, place: &Place, language: Language) -> String {
    let number = |number: Option<u32>, zh: (&str, &str), en: &str| {
        number.map(|number| match language {
            Language::Zh => format!("{}{number}{}", zh.0, zh.1),
            Language::En => format!("{en} {number}"),
        })
    };
    let page = number(source.page, ("第 ", " 页"), "page");
    let within = match (source.row, &place.column) {
        (Some(row), Some(column)) => Some(match language {
            Language::Zh => format!("第 {row} 行“{column}”列"),
            Language::En => format!("row {row}, column “{column}”"),
        }),
        (Some(_), None) => number(source.row, ("第 ", " 行"), "row"),
        (None, _) => number(source.paragraph, ("第 ", " 段"), "paragraph"),
    };
    let separator = match language {
        Language::Zh => "，",
        Language::En => ", ",
    };
    let parts = [page, Some(place.part.clone()), within];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_as_far_as_it_is_known() {
        let cell = Place::part("表三").row("一").column("自然人");
        let source = SourcePlace {
            page: Some(3),
            table: Some(2),
            row: Some(5),
            column: Some(4),
            paragraph: None,
        };
        assert_eq!(in_words(source, &cell, Language::Zh), "第 3 页，表三，第 5 行“自然人”列");
        assert_eq!(in_words(source, &cell, Language::En), "page 3, 表三, row 5, column “自然人”");
        let source = SourcePlace { paragraph: Some(12), ..SourcePlace::default() };
        assert_eq!(in_words(source, &Place::part("落款"), Language::Zh), "落款，第 12 段");
        assert_eq!(in_words(SourcePlace::default(), &Place::part("六"), Language::En), "六");
    }
}
