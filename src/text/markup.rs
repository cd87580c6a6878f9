//! Inline HTML markup in Markdown and web copies. Markup counts as space. The entity of a mark
//! counts as the mark.

use super::fold::{fold, is_letter, is_space};

/// At most 1,024 bytes of a tag or a cell are read, so a text full of `<` stays cheap.
const LONGEST: usize = 1024;

/// The elements that mark words or lines, but are not a table or a part of a table.
const INLINE: [&str; 34] = [
    "a", "abbr", "article", "b", "big", "br", "center", "cite", "code", "del", "div", "em", "font",
    "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "label", "mark", "o:p", "p", "s", "section",
    "small", "span", "strike", "strong", "sub", "sup", "u",
];

/// Length of the markup at the start of `text`: a tag of an inline element, or an entity of a
/// space. 0 if `text` does not start with markup.
pub fn markup(text: &str) -> usize {
    match text.as_bytes() {
        [b'<', rest @ ..] => tag(rest).map_or(0, |len| len + 1),
        [b'&', ..] => entity(text).filter(|(c, _)| is_space(*c)).map_or(0, |(_, len)| len),
        _ => 0,
    }
}

/// The named entities of a space or a mark.
const ENTITIES: [(&str, char); 22] = [
    ("nbsp", '\u{a0}'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("quot", '"'),
    ("apos", '\''),
    ("middot", '·'),
    ("bull", '•'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
];

/// The character and the length of the entity at the start of `text`: `&ldquo;`, `&#65288;`,
/// `&#xff08;`.
fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let rest = text.as_bytes().strip_prefix(b"&")?;
    let end = memchr::memchr(b';', &rest[..rest.len().min(LONGEST)])?;
    let name = std::str::from_utf8(&rest[..end]).ok()?;
    let c = match name.strip_prefix('#') {
        None => ENTITIES.iter().find(|(own, _)| *own == name)?.1,
        Some(number) => {
            let (digits, radix) =
                number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
            char::from_u32(u32::from_str_radix(digits, radix).ok()?)?
        }
    };
    Some((c, end + "&;".len()))
}

/// The mark and the length of the entity at the start of `text`.
pub fn mark_entity(text: &str) -> Option<(char, usize)> {
    entity(text).filter(|&(c, _)| !is_space(c) && !is_letter(fold(c)))
}

/// The ideograph and the length of the entity at the start of `text`: `&#20108;` for 二. The entity
/// of an ASCII letter or digit is left unchanged: no tool writes this entity.
pub fn ideograph_entity(text: &str) -> Option<(char, usize)> {
    entity(text).filter(|&(c, _)| !c.is_ascii() && is_letter(fold(c)) && !fold(c).is_ascii())
}

/// Length of the markup at the end of `text`; see [`markup`].
pub fn markup_before(text: &str) -> usize {
    let last = match text.as_bytes().last() {
        Some(b'>') => b'<',
        Some(b';') => b'&',
        _ => return 0,
    };
    let from = text.len().saturating_sub(LONGEST);
    let start = memchr::memrchr(last, &text.as_bytes()[from..]).map(|at| from + at);
    start.map_or(0, |start| {
        if markup(&text[start..]) == text.len() - start { text.len() - start } else { 0 }
    })
}

/// Length of the gap at the start of `text`. A gap counts as nothing inside a number or a date: one
/// space character, one bold mark of Markdown, or inline markup. 0 if `text` does not start with a
/// gap.
pub fn gap(text: &str) -> usize {
    match text.chars().next() {
        Some('<' | '&') => markup(text),
        Some(c) if c == '*' || is_space(c) => c.len_utf8(),
        _ => 0,
    }
}

/// Length of the gap at the end of `text`; see [`gap`].
pub fn gap_before(text: &str) -> usize {
    match text.chars().next_back() {
        Some('>' | ';') => markup_before(text),
        Some(c) if c == '*' || is_space(c) => c.len_utf8(),
        _ => 0,
    }
}

/// The characters of `text` outside of every [`gap`].
pub fn visible(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let c = rest.chars().next()?;
            let len = gap(rest);
            rest = &rest[len.max(c.len_utf8())..];
            if len == 0 {
                return Some(c);
            }
        }
    })
}

/// The statement of a cell without the other text of the cell. Notes are left out (`<sup>1</sup>`,
/// and `[^1]` or `①` behind a digit). Struck text is left out (`<del>4</del>`, `~~4~~`) if other
/// text stands in the cell. Other markup is left out. An escaped character of Markdown (`48\.3`)
/// stands for itself.
///
/// `None` if the cell holds none of these. The result contains a `<` if the statement is uncertain.
pub fn stated(text: &str) -> Option<String> {
    const UNCERTAIN: char = '<';
    if text.len() > LONGEST
        || text
            .bytes()
            .all(|byte| byte.is_ascii() && !matches!(byte, b'<' | b'&' | b'\\' | b'~' | b'['))
    {
        return None;
    }
    let (mut kept, mut struck) = (String::new(), String::new());
    let (mut inside, mut noted, mut rest) = (Inside::Cell, false, text);
    while let Some(c) = rest.chars().next() {
        let len = if matches!(c, '<' | '&') { markup(rest) } else { 0 };
        if len > 0 {
            let (element, closes) = element(&rest[..len]);
            match (element, inside, closes) {
                (None, ..) => {}
                (Some(element), Inside::Cell, false) => {
                    (inside, noted) = (element, noted || element == Inside::Note)
                }
                (Some(element), own, true) if own == element => inside = Inside::Cell,
                // The tags do not match.
                _ => kept.push(UNCERTAIN),
            }
            rest = &rest[len..];
            continue;
        }
        if rest.starts_with("~~") && inside != Inside::Note {
            inside = if inside == Inside::Struck { Inside::Cell } else { Inside::Struck };
            rest = &rest[2..];
            continue;
        }
        let follows_digit = kept.chars().next_back().is_some_and(|c| fold(c).is_ascii_digit());
        let note = if follows_digit { note(rest) } else { 0 };
        if note > 0 {
            rest = &rest[note..];
            continue;
        }
        let escaped = rest[c.len_utf8()..]
            .chars()
            .next()
            .filter(|next| c == '\\' && next.is_ascii_punctuation());
        rest = &rest[c.len_utf8() + escaped.map_or(0, char::len_utf8)..];
        match inside {
            Inside::Cell => kept.push(escaped.unwrap_or(c)),
            Inside::Struck => struck.push(escaped.unwrap_or(c)),
            Inside::Note => {}
        }
    }
    let is_blank = kept.chars().all(is_space);
    if inside != Inside::Cell || is_blank && noted {
        kept.push(UNCERTAIN);
    } else if is_blank {
        kept = struck;
    }
    (kept != text).then_some(kept)
}

/// The element around a place in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Cell,
    Note,
    Struck,
}

/// The kind of note or struck text marked by a tag, and whether the tag is a closing tag.
fn element(tag: &str) -> (Option<Inside>, bool) {
    let name = tag.trim_start_matches(['<', '/']);
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let is = |names: &[&str]| names.iter().any(|own| name.eq_ignore_ascii_case(own));
    let inside = if is(&["sup", "sub"]) {
        Some(Inside::Note)
    } else {
        Some(Inside::Struck).filter(|_| is(&["del", "s", "strike"]))
    };
    (inside, tag.starts_with("</"))
}

/// Length of the note mark at the start of `text`: `[^1]`, `①`, `¹`.
fn note(text: &str) -> usize {
    const LONGEST_MARK: usize = 12;
    match text.chars().next() {
        Some(c @ ('①'..='⒇' | '❶'..='➓' | '¹' | '²' | '³' | '⁰'..='⁹')) => {
            c.len_utf8()
        }
        Some('[') if text.starts_with("[^") => {
            text.find(']').filter(|end| (3..LONGEST_MARK).contains(end)).map_or(0, |end| end + 1)
        }
        _ => 0,
    }
}

/// Length of the rest of a tag behind its `<`.
fn tag(rest: &[u8]) -> Option<usize> {
    let closing = usize::from(rest.first() == Some(&b'/'));
    let name = &rest[closing..];
    let name = &name[..name
        .iter()
        .take(9)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':')
        .count()];
    let is_inline = INLINE.iter().any(|element| name.eq_ignore_ascii_case(element.as_bytes()));
    let behind = closing + name.len();
    if !is_inline || !matches!(rest.get(behind)?, b' ' | b'\t' | b'/' | b'>') {
        return None;
    }
    let attributes = &rest[behind..rest.len().min(LONGEST)];
    let end = memchr::memchr3(b'>', b'<', b'\n', attributes)
        .filter(|&end| attributes[end] == b'>' && !attributes[..end].contains(&b'\r'))?;
    Some(behind + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_struck_out_words_are_not_said() {
        for (cell, says) in [
            ("5<sup>1</sup>", "5"),
            ("5<SUP>注1</SUP>", "5"),
            ("<b>5</b>", "5"),
            ("<del>4</del>5", "5"),
            ("<del>4</del><ins>5</ins>", "5"),
            ("<s>6</s> 7", " 7"),
            ("~~4~~5", "5"),
            ("~~4~~", "4"),
            ("<s>4</s>", "4"),
            ("12[^1]", "12"),
            ("12[^note]", "12"),
            ("12①", "12"),
            ("1２¹", "1２"),
            ("48\\.3990", "48.3990"),
            ("\\-", "-"),
            ("300<br>1", "3001"),
        ] {
            assert_eq!(stated(cell).as_deref(), Some(says), "{cell}");
        }
        for none in ["", "12", "①", "[^1]", "\\", "若干", "<3", "3<br", "A&B", "1~2"] {
            assert_eq!(stated(none), None, "{none}");
        }
        for uncertain in
            ["<sup>1</sup>", "5<sup>1", "1</sup>5", "<del>4<sup>1</del>5", "<del>4</sup>5", "~~45"]
        {
            assert!(stated(uncertain).is_some_and(|says| says.contains('<')), "{uncertain}");
        }
    }

    #[test]
    fn an_entity_of_a_mark_is_read_as_the_mark() {
        for (text, mark) in [
            ("&ldquo;三", '“'),
            ("&#8220;三", '“'),
            ("&#65288;三", '（'),
            ("&#xFF09;", '）'),
            ("&quot;", '"'),
            ("&lt;td", '<'),
        ] {
            assert_eq!(mark_entity(text).map(|(c, _)| c), Some(mark), "{text}");
            assert_eq!(markup(text), 0, "{text}");
        }
        for none in [
            "",
            "&",
            "&;",
            "&#;",
            "&#x;",
            "&#19977;",
            "&#53;",
            "&nbsp;",
            "&ldquo",
            "&甲;",
            "&#99999999;",
            "&#55296;",
            "&#+4;",
            "A&B;",
        ] {
            assert_eq!(mark_entity(none), None, "{none}");
        }
        for (text, ideograph) in [
            ("&#19977;、", Some(('三', 8))),
            ("&#x4e8c;", Some(('二', 8))),
            ("&#53;", None),
            ("&#65301;", None),
            ("&#12289;", None),
        ] {
            assert_eq!(ideograph_entity(text), ideograph, "{text}");
        }
    }

    #[test]
    fn tags_and_spaces_are_markup() {
        for whole in [
            "<br>",
            "<BR/>",
            "<br />",
            "</span>",
            "<span style=\"font-family: 微软雅黑;\">",
            "<u>",
            "<o:p>",
            "</H2>",
            "<a href='x?a=1&b=2'>",
            "&nbsp;",
            "&#160;",
            "&#x3000;",
            "&emsp;",
        ] {
            assert_eq!(markup(&format!("{whole}总体")), whole.len(), "{whole}");
            assert_eq!(markup_before(&format!("总体{whole}")), whole.len(), "{whole}");
        }
        for none in [
            "",
            "<",
            "<b",
            "< b>",
            "<总计>",
            "<td>",
            "</table>",
            "<spanner>",
            "<span\n>",
            "<a<b>",
            "&",
            "&lt;",
            "<3",
            "<!-- x -->",
        ] {
            assert_eq!(markup(none), 0, "{none}");
            assert!(markup_before(&format!("总{none}")) < 4, "{none}");
        }
    }
}
