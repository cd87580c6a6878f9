//! What a text refers to: web addresses, and the numbers of documents of the State Council and its
//! General Office.

use crate::text::{TextRange, fold, is_space};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// The numbers of documents such as 国办发〔2019〕61号, each as it is written officially, in order.
pub fn document_numbers(text: &str) -> Vec<(TextRange, String)> {
    static LEADS: LazyLock<[Finder; 2]> = LazyLock::new(|| ["国", "國"].map(Finder::new));
    let mut found: Vec<_> = LEADS
        .iter()
        .flat_map(|lead| lead.find_iter(text.as_bytes()))
        .filter_map(|at| document_number(text, at))
        .collect();
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The longest words before the year: 国办公开办函 has six.
const LONGEST_ISSUER: usize = 8;

/// The number that begins at `start`, whatever space an extractor has put into it.
fn document_number(text: &str, start: usize) -> Option<(TextRange, String)> {
    let chars =
        text[start..].char_indices().take(4 * LONGEST_ISSUER).filter(|&(_, c)| !is_space(c));
    let mut chars = chars.map(|(at, c)| (start + at + c.len_utf8(), fold(c))).peekable();
    let mut issuer = String::new();
    while let Some((_, c)) = chars.next_if(|&(_, c)| matches!(c, '\u{4e00}'..='\u{9fff}')) {
        issuer.push(c);
    }
    // 国办发, 国办函, 国办公开办函, 国发, 国函.
    let is_issuer = issuer.chars().count() <= LONGEST_ISSUER
        && ["国办", "国发", "国函"].iter().any(|lead| issuer.starts_with(lead));
    let mut digits = |most: usize| {
        let mut digits = String::new();
        while let Some((_, c)) = chars
            .next_if(|&(_, c)| c.is_ascii_digit() || digits.is_empty() && matches!(c, '[' | '('))
        {
            if c.is_ascii_digit() {
                digits.push(c);
            }
        }
        let (end, behind) = chars.next()?;
        (1..=most).contains(&digits.len()).then_some((digits, end, behind))
    };
    let (year, _, closed) = digits(4).filter(|_| is_issuer)?;
    let (number, end, last) = digits(4)?;
    let is_number = year.len() == 4 && matches!(closed, ']' | ')') && matches!(last, '号' | '號');
    is_number.then(|| (TextRange::new(start, end), format!("{issuer}〔{year}〕{number}号")))
}

/// The addresses in `text`, in order and disjoint.
pub fn addresses(text: &str) -> Vec<TextRange> {
    static ANCHORS: LazyLock<[Finder; 2]> = LazyLock::new(|| ["://", "www."].map(Finder::new));
    let [scheme, bare] = &*ANCHORS;
    let mut starts: Vec<usize> =
        scheme.find_iter(text.as_bytes()).filter_map(|at| scheme_start(text, at)).collect();
    starts.extend(bare.find_iter(text.as_bytes()));
    starts.sort_unstable();
    let mut found: Vec<TextRange> = Vec::new();
    for start in starts {
        // What stands inside a word, or inside the address before, is no beginning.
        let inside = text.as_bytes()[..start].last().is_some_and(|&byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'@')
        });
        if inside || found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        found.extend(address(text, start));
    }
    found
}

/// Where the http or https before `://` begins.
fn scheme_start(text: &str, at: usize) -> Option<usize> {
    ["https", "http"].iter().find_map(|scheme| {
        let start = at.checked_sub(scheme.len())?;
        text.get(start..at).is_some_and(|word| word.eq_ignore_ascii_case(scheme)).then_some(start)
    })
}

/// Whether an address begins without a scheme.
pub fn is_bare_address(address: &str) -> bool {
    address.starts_with("www.")
}

/// The address that begins at `start`: as far as its characters go, without the marks of the
/// sentence behind it.
fn address(text: &str, start: usize) -> Option<TextRange> {
    let source = &text[start..];
    let is_part =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    let mut len = source.bytes().position(|byte| !is_part(byte)).unwrap_or(source.len());
    // A bracket that opened before the address closes behind it.
    let mut depth = 0usize;
    for (at, byte) in source.bytes().enumerate().take(len) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' if depth == 0 => {
                len = at;
                break;
            }
            b')' | b']' => depth -= 1,
            _ => {}
        }
    }
    let address = source[..len]
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '~', '_', '(', '[']);
    let host = address
        .split_once("://")
        .map_or(address, |(_, rest)| rest)
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or_default();
    let labels = host.split('.').filter(|label| !label.is_empty()).count();
    let fewest = if is_bare_address(address) { 3 } else { 2 };
    (labels >= fewest && !host.contains("..")).then(|| TextRange::new(start, start + address.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text).into_iter().map(|range| range.of(text)).collect()
    }

    #[test]
    fn an_address_ends_where_chinese_begins() {
        for (text, expected) in [
            ("网站（http://www.yunxi.gov.cn/）下载", "http://www.yunxi.gov.cn/"),
            ("网站(http://yl.yunxi.gov.cn)下载", "http://yl.yunxi.gov.cn"),
            ("网站http://www.yunxi.gov.cn。电话", "http://www.yunxi.gov.cn"),
            ("网站<https://www.yunxi.gov.cn/a?b=1&c=2>", "https://www.yunxi.gov.cn/a?b=1&c=2"),
            (
                "[网站](https://www.yunxi.gov.cn/a_(b).html)。",
                "https://www.yunxi.gov.cn/a_(b).html",
            ),
            ("**HTTP://www.yunxi.gov.cn**", "HTTP://www.yunxi.gov.cn"),
            ("门户网站www.yunxi.gov.cn，邮编", "www.yunxi.gov.cn"),
            ("门户网站www.yunxi.gov.cn.", "www.yunxi.gov.cn"),
            ("见 http://www.yunxi.gov.cn, 电话", "http://www.yunxi.gov.cn"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
        assert_eq!(found("http://a.gov.cn、www.b.gov.cn"), ["http://a.gov.cn", "www.b.gov.cn"]);
        assert_eq!(
            found(
                "邮箱yl@www.yunxi.gov.cn，http://，www.，wwww.a.b，ftp://a.gov.cn，第〔2021〕30号"
            ),
            [""; 0]
        );
    }

    #[test]
    fn numbers_of_documents_are_read_as_they_are_written_officially() {
        for (text, expected) in [
            ("根据国办公开办函〔2021〕30号要求", "国办公开办函〔2021〕30号"),
            ("（国办函[2020]109号）", "国办函〔2020〕109号"),
            ("国办发【2019】 61 号", "国办发〔2019〕61号"),
            ("國辦發（２０１９）６１號", "国办发〔2019〕61号"),
            ("国 发〔2004〕10号", "国发〔2004〕10号"),
        ] {
            let found = document_numbers(text);
            assert_eq!(
                found.iter().map(|(_, number)| number.as_str()).collect::<Vec<_>>(),
                [expected],
                "{text}"
            );
        }
        let found = document_numbers("按照国办公开办函〔2021〕30号、国办函〔2020〕109号");
        let ranges: Vec<_> = found.iter().map(|(range, _)| (range.start, range.end)).collect();
        assert_eq!(ranges, [(6, 39), (42, 67)]);
        for text in [
            "国务院办公厅〔2021〕30号",
            "国办函〔2020〕",
            "国办函109号",
            "国办〔2020〕",
            "中国",
            "国办公开办公开办公开办公开〔2021〕30号",
            "国办函〔20〕9号",
        ] {
            assert!(document_numbers(text).is_empty(), "{text}");
        }
    }
}
