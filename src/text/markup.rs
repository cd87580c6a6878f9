//! Inline markup of HTML, as Markdown and web copies carry it: it is read as space.

use super::is_space;

/// Longer than this no tag is; keeps texts full of `<` cheap.
const LONGEST: usize = 1024;

/// The elements that mark words or lines without being a table or a part of one.
const INLINE: [&str; 33] = [
    "a", "abbr", "article", "b", "big", "br", "center", "cite", "code", "del", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins",
    "label", "mark", "o:p", "p", "s", "section", "small", "span", "strong", "sub", "sup", "u",
];

/// How long the markup is that `text` begins with: a tag of an inline element, or an entity that is a space. 0 where there is none.
pub fn markup(text: &str) -> usize {
    match text.as_bytes() {
        [b'<', rest @ ..] => tag(rest).map_or(0, |len| len + 1),
        [b'&', ..] => ["&nbsp;", "&emsp;", "&ensp;", "&#160;"].iter().find(|entity| text.starts_with(**entity)).map_or(0, |entity| entity.len()),
        _ => 0,
    }
}

/// How long the markup is that `text` ends with; see [`markup`].
pub fn markup_before(text: &str) -> usize {
    let last = match text.as_bytes().last() {
        Some(b'>') => b'<',
        Some(b';') => b'&',
        _ => return 0,
    };
    let from = text.len().saturating_sub(LONGEST);
    let start = memchr::memrchr(last, &text.as_bytes()[from..]).map(|at| from + at);
    start.map_or(0, |start| if markup(&text[start..]) == text.len() - start { text.len() - start } else { 0 })
}

/// How long the space is that `text` begins with and that counts as nothing inside a number or date: one character of space, one of
/// Markdown's marks of bold words, or inline markup; 0 where none stands there.
pub fn gap(text: &str) -> usize {
    match text.chars().next() {
        Some('<' | '&') => markup(text),
        Some(c) if c == '*' || is_space(c) => c.len_utf8(),
        _ => 0,
    }
}

/// The same for what `text` ends with.
pub fn gap_before(text: &str) -> usize {
    match text.chars().next_back() {
        Some('>' | ';') => markup_before(text),
        Some(c) if c == '*' || is_space(c) => c.len_utf8(),
        _ => 0,
    }
}

/// The characters of `text` that are none of a [`gap`].
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

/// How long the rest of a tag is, behind its `<`.
fn tag(rest: &[u8]) -> Option<usize> {
    let closing = usize::from(rest.first() == Some(&b'/'));
    let name = &rest[closing..];
    let name = &name[..name.iter().take(9).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':').count()];
    let is_inline = INLINE.iter().any(|element| name.eq_ignore_ascii_case(element.as_bytes()));
    let behind = closing + name.len();
    if !is_inline || !matches!(rest.get(behind)?, b' ' | b'\t' | b'/' | b'>') {
        return None;
    }
    let attributes = &rest[behind..rest.len().min(LONGEST)];
    let end = memchr::memchr3(b'>', b'<', b'\n', attributes).filter(|&end| attributes[end] == b'>' && !attributes[..end].contains(&b'\r'))?;
    Some(behind + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(markup(&format!("{whole}总体")), whole.len(), "{whole}");
            assert_eq!(markup_before(&format!("总体{whole}")), whole.len(), "{whole}");
        }
        for none in ["", "<", "<b", "< b>", "<总计>", "<td>", "</table>", "<spanner>", "<span\n>", "<a<b>", "&", "&lt;", "<3", "<!-- x -->"] {
            assert_eq!(markup(none), 0, "{none}");
            assert!(markup_before(&format!("总{none}")) < 4, "{none}");
        }
    }
}
