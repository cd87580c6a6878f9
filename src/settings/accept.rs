//! Adds and removes `[[accept]]` entries without other changes to the file.

use super::Accept;
use crate::diagnostic::{Edit, Language, Wording};
use crate::text::{TextRange, letters_of};
use toml_edit::{
    Array, ArrayOfTables, Document, DocumentMut, InlineTable, Item, Table, Value, value,
};

/// The text in place of a reason before a person writes the reason. The placeholder accepts
/// nothing.
pub const PLACEHOLDER: Wording = Wording::new("请写明理由", "write down the reason");

/// Other words that people write instead of a reason, letters only.
const STILL_OPEN: &[&str] = &[
    "理由",
    "写明理由",
    "填写理由",
    "请填写理由",
    "待补",
    "待填",
    "reason",
    "todo",
    "tbd",
    "fixme",
];

/// Whether `words` give a reason: the words contain letters, and are not the [`PLACEHOLDER`] in
/// either language or a similar text, regardless of marks and spaces.
pub fn is_reason(words: &str) -> bool {
    let longest = 4 * [Language::Zh, Language::En]
        .map(|language| PLACEHOLDER.in_language(language).len())
        .into_iter()
        .max()
        .unwrap_or(0);
    let read: String = letters_of(words).take(longest).flat_map(char::to_lowercase).collect();
    let asks = |language: Language| {
        letters_of(PLACEHOLDER.in_language(language)).flat_map(char::to_lowercase).eq(read.chars())
    };
    !read.is_empty()
        && !STILL_OPEN.contains(&read.as_str())
        && !asks(Language::Zh)
        && !asks(Language::En)
}

/// The edit that removes the entries with these indices (in the order of the file) from the text of
/// a settings file. Comments directly above an entry are removed as well. A blank line keeps the
/// comments above the blank line. `None` if the text does not have these entries.
pub fn remove_entries(text: &str, indices: &[usize]) -> Option<Edit> {
    let mut indices = indices.to_vec();
    indices.sort_unstable();
    indices.dedup();
    let last = *indices.last()?;
    let document = Document::parse(text).ok()?;
    match document.get("accept")? {
        Item::ArrayOfTables(tables) if last < tables.len() => {
            remove_tables(text, &spans(tables)?, &indices)
        }
        Item::Value(Value::Array(array)) if last < array.len() => edit_array(text, |array| {
            for index in indices.iter().rev() {
                array.remove(*index);
            }
        }),
        _ => None,
    }
}

/// The edit that adds an entry to the text of a settings file, in the style of the existing
/// entries.
pub fn add_entry(text: &str, entry: &Accept) -> Option<Edit> {
    let document = Document::parse(text).ok()?;
    let fields = [
        ("file", Some(&entry.file)),
        ("code", Some(&entry.code)),
        ("at", entry.at.as_ref()),
        ("reason", Some(&entry.reason)),
    ];
    let fields = fields.into_iter().filter_map(|(key, field)| Some((key, field?.as_str())));
    if let Some(Item::Value(Value::Array(_))) = document.get("accept") {
        return edit_array(text, |array| {
            array
                .push(fields.map(|(key, field)| (key, Value::from(field))).collect::<InlineTable>())
        });
    }
    let mut table = Table::new();
    for (key, field) in fields {
        table.insert(key, value(field));
    }
    // A new entry goes to the end of the file, so the text above does not move.
    let mut alone = DocumentMut::new();
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    alone.insert("accept", Item::ArrayOfTables(tables));
    let break_before = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let content = format!("{break_before}{alone}").replace('\n', line_end(text));
    Some(Edit { range: TextRange::at(text.len()), content })
}

/// The line end of the file.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Changes only the inline array of entries.
fn edit_array(text: &str, change: impl FnOnce(&mut Array)) -> Option<Edit> {
    let span = Document::parse(text).ok()?.get("accept")?.span()?;
    let mut document: DocumentMut = text.parse().ok()?;
    let array = document.get_mut("accept")?.as_array_mut()?;
    change(array);
    array.decor_mut().clear();
    // `toml_edit` writes every line end as LF.
    let changed = array.to_string().replace("\r\n", "\n").replace('\n', line_end(text));
    difference(text, &format!("{}{changed}{}", &text[..span.start], &text[span.end..]))
}

/// Removes whole stretches of text. A stretch goes from the comments directly above a header to the
/// next header or the comments of the next header.
fn remove_tables(text: &str, spans: &[TextRange], indices: &[usize]) -> Option<Edit> {
    let mut changed = String::with_capacity(text.len());
    let mut kept = 0;
    for index in indices {
        let range = with_surroundings(text, spans[*index]);
        changed.push_str(&text[kept..range.start]);
        kept = range.end;
    }
    changed.push_str(&text[kept..]);
    // The blank line before a removed entry at the end of the file goes as well.
    if kept == text.len() {
        let trimmed = changed.trim_end_matches(['\n', '\r', ' ', '\t']).len();
        let line_end = changed[trimmed..].find('\n').map_or(changed.len(), |at| trimmed + at + 1);
        changed.truncate(if trimmed == 0 { 0 } else { line_end });
    }
    difference(text, &changed)
}

/// The range of each table, from the header to the end of the last value.
fn spans(tables: &ArrayOfTables) -> Option<Vec<TextRange>> {
    tables
        .iter()
        .map(|table| {
            let last = table.iter().filter_map(|(_, item)| item.span()).map(|span| span.end).max();
            let header = table.span()?;
            Some(TextRange::new(header.start, header.end.max(last.unwrap_or(0))))
        })
        .collect()
}

/// The range of `table` with the comments directly above, the rest of the last line, and the blank
/// lines below.
fn with_surroundings(text: &str, table: TextRange) -> TextRange {
    let mut start = text[..table.start].rfind('\n').map_or(0, |at| at + 1);
    while let Some(above) = text[..start].strip_suffix('\n') {
        let line = above.rfind('\n').map_or(0, |at| at + 1);
        if !above[line..].trim_start().starts_with('#') {
            break;
        }
        start = line;
    }
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |len| at + len + 1);
    let mut end = line_end(table.end);
    while end < text.len() && text[end..line_end(end)].trim().is_empty() {
        end = line_end(end);
    }
    TextRange::new(start, end)
}

/// The shortest single edit that turns `old` into `new`. `None` if both texts are equal.
fn difference(old: &str, new: &str) -> Option<Edit> {
    if old == new {
        return None;
    }
    let start = old
        .char_indices()
        .zip(new.chars())
        .find(|((_, a), b)| a != b)
        .map_or(old.len().min(new.len()), |((at, _), _)| at);
    let tail: usize = old[start..]
        .chars()
        .rev()
        .zip(new[start..].chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    Some(Edit {
        range: TextRange::new(start, old.len() - tail),
        content: new[start..new.len() - tail].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    const TEXT: &str = "# 本文件夹的设置\n\nlang = \"zh\"\n\n# 甲的理由\n[[accept]]\nfile = \"甲.txt\"\ncode = \"A001\"\nreason = \"一\" # 尾\n\n\
                        # 另外\n\n[[accept]]\nfile = \"乙.txt\"\ncode = \"A001\"\nreason = \"二\"\n";

    fn removed(text: &str, indices: &[usize]) -> String {
        apply(text, &remove_entries(text, indices))
    }

    #[test]
    fn an_entry_goes_with_the_comment_right_above_it() {
        assert_eq!(
            removed(TEXT, &[0]),
            "# 本文件夹的设置\n\nlang = \"zh\"\n\n# 另外\n\n[[accept]]\nfile = \"乙.txt\"\ncode = \"A001\"\nreason = \"二\"\n"
        );
        let first = "# 本文件夹的设置\n\nlang = \"zh\"\n\n# 甲的理由\n[[accept]]\nfile = \"甲.txt\"\ncode = \"A001\"\nreason = \"一\" # 尾\n\n# 另外\n";
        assert_eq!(removed(TEXT, &[1]), first);
        assert_eq!(removed(TEXT, &[0, 1]), "# 本文件夹的设置\n\nlang = \"zh\"\n\n# 另外\n");
        assert_eq!(removed("[[accept]]\nfile = \"a\"", &[0]), "");
        assert_eq!(
            removed("accept = [ {file = \"a\"}, {file = \"b\"} ] # x\n", &[0]),
            "accept = [ {file = \"b\"} ] # x\n"
        );
        assert_eq!(remove_entries(TEXT, &[2]), None);
        assert_eq!(remove_entries("a = [", &[0]), None);
    }

    #[test]
    fn windows_line_ends_stay() {
        let text = TEXT.replace('\n', "\r\n");
        assert_eq!(removed(&text, &[1]), removed(TEXT, &[1]).replace('\n', "\r\n"));
        assert_eq!(
            removed("lang = \"zh\"\r\naccept = [\r\n 1,\r\n 2]\r\n", &[0]),
            "lang = \"zh\"\r\naccept = [\r\n 2]\r\n"
        );
    }

    #[test]
    fn a_reason_is_more_than_the_words_that_ask_for_it() {
        for words in [
            "",
            " ",
            "请写明理由",
            " 请写明理由。",
            "Write down the reason.",
            "（请写明理由）",
            "请 写明理由",
            "理由：",
            "TODO",
            "…",
            "Reason",
        ] {
            assert!(!is_reason(words), "{words}");
        }
        for words in ["原件如此", "请写明理由的要求已答复", "the reason"] {
            assert!(is_reason(words), "{words}");
        }
    }

    #[test]
    fn an_entry_is_added_at_the_end() {
        let entry = Accept {
            file: "甲.txt".into(),
            code: "N002".into(),
            at: None,
            reason: "他说“\"好\"”".into(),
            ..Accept::default()
        };
        let added = |text: &str| apply(text, &add_entry(text, &entry));
        let written = "[[accept]]\nfile = \"甲.txt\"\ncode = \"N002\"\nreason = '他说“\"好\"”'\n";
        assert_eq!(added(""), written);
        assert_eq!(added("lang = \"zh\""), format!("lang = \"zh\"\n\n{written}"));
        assert_eq!(
            added("accept = []"),
            "accept = [{ file = \"甲.txt\", code = \"N002\", reason = '他说“\"好\"”' }]"
        );
    }
}
