//! Inserts missing sections and tables in their place.

use super::Manner;
use crate::diagnostic::{Edit, NewTable, SectionPlace, Sections};
use crate::report::Context;
use crate::text::{TextRange, is_space};

/// Inserts the headings of sections, with their tables if asked. `None` if the text cannot take an
/// extra line, or if the layout of the other tables has no writer.
pub fn sections(context: &Context, sections: &Sections) -> Option<Vec<Edit>> {
    let form = context.form();
    let manner = Manner::of(context, sections.numbers.start);
    let written = sections.numbers.clone().map(|number| {
        let heading = manner.heading(form, number);
        match form.table_of_section(number).filter(|_| sections.with_tables) {
            Some(table) => Some(heading + &manner.gap() + &manner.table(&form.tables[table])?),
            None => Some(heading),
        }
    });
    let lines = written.collect::<Option<Vec<_>>>()?.join(&manner.between());
    Some(vec![match sections.place {
        SectionPlace::Before(at) => manner.insert(context.text, at, &lines),
        SectionPlace::AboveTable(table) => {
            manner.insert_above_table(context.text, table.start, &lines)
        }
    }])
}

/// Inserts an empty table. `None` if the text cannot take an extra line, or if the layout of the
/// other tables has no writer.
pub fn table(context: &Context, new: &NewTable) -> Option<Vec<Edit>> {
    let form = &context.form().tables[new.table];
    let manner = Manner::of(context, form.section);
    let lines = manner.table(form)?;
    let at = end_of_text(context.text, new.section);
    Some(vec![manner.insert_table(context.text, at, &lines)])
}

/// The end of the last line with text in a part.
fn end_of_text(text: &str, part: TextRange) -> usize {
    part.start + part.of(text).trim_end_matches(is_space).len()
}
