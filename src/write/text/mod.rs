//! The writer for text reports: each change becomes edits, in the style of the surrounding text.

mod cells;
mod comment;
mod manner;
mod row;
mod rows;
mod sections;

pub use cells::{are_behind_label, cells, filling};
pub use comment::comment;
pub use manner::Manner;
pub use row::serial_before;
pub use rows::{blank_row, is_first_under, rows};
pub use sections::{sections, table};

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Change, Fix, RowPlace, SectionPlace};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The first fix of the only finding of `code`.
    fn fix(code: &str, text: &str) -> Fix {
        let found = found(code, text);
        assert_eq!(found.len(), 1, "{:?}\n{text}", messages(&found));
        found[0].fixes[0].clone()
    }

    /// The sample in tabs, without the lines from the first of these words to the second.
    fn without(from: &str, to: &str) -> String {
        let text = sample(Layout::Tabs);
        let start = text.find(from).expect("the first words");
        let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = start + text[start..].find(to).expect("the second words");
        let end = text[..end].rfind('\n').map_or(0, |at| at + 1);
        format!("{}{}", &text[..start], &text[end..])
    }

    #[test]
    fn a_change_says_where_in_the_whole_text_it_belongs() {
        let text = without("2.重复申请", "3.要求提供");
        let Some(Change::Rows(rows)) = fix("T003", &text).change().cloned() else { panic!("rows") };
        let [rows] = rows.as_slice() else { panic!("{rows:?}") };
        let RowPlace::Behind(above) = rows.place else { panic!("{rows:?}") };
        assert!(above.of(&text).contains("1.信访举报投诉"), "{}", above.of(&text));

        let text = without("五、存在", "六、其他").replace("六、其他", "五、其他");
        let fix = fix("S003", &text);
        let Some(Change::Sections(sections)) = fix.change() else { panic!("{fix:?}") };
        let SectionPlace::Before(at) = sections.place else { panic!("{sections:?}") };
        assert!(text[at..].starts_with("五、其他"));
        assert!(sections.like.expect("a heading").of(&text).starts_with("四、"));
        let numerals: Vec<_> = fix.words().iter().map(|edit| edit.content.as_str()).collect();
        assert_eq!((numerals, fix.edits().len()), (vec!["六"], 2));

        let text = replaced(&sample(Layout::Tabs), "规章\t3\t1\t12", "规章\t3\t\t12");
        let Some(Change::Cells(cells)) = self::fix("T009", &text).change().cloned() else {
            panic!("cells")
        };
        let [cell] = cells.numbers[..] else { panic!("{cells:?}") };
        assert_eq!((cells.table, cell.row, cell.column, cell.number), (0, 0, 1, 0));
        assert!(text[..cell.range.start].ends_with("规章\t3\t"));
    }

    #[test]
    fn a_fix_of_words_or_numbers_has_no_change() {
        let text = replaced(&sample(Layout::Tabs), "（一）予以公开\t\t4", "（一）予以公开\t\t5");
        for found in found("A001", &text).iter().chain(&found("A002", &text)) {
            assert!(found.fixes.iter().all(|fix| fix.change().is_none()), "{found:?}");
            assert!(found.fixes.iter().all(|fix| fix.words() == fix.edits()));
        }
        assert_eq!(fix("T002", &text.replace("1.信访举报", "1.信访举抱")).change(), None);
    }
}
