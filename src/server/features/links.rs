//! Document links: the web addresses that stand in a report.
//!
//! 国办 notices are named by their numbers only; where they stand on the web is not certain, so that they have no link.

use super::cursor::Cursor;
use super::locate::reports;
use crate::server::view::View;
use crate::text::TextRange;
use memchr::memmem::Finder;
use std::str::FromStr;
use std::sync::LazyLock;
use tower_lsp::ls_types::{DocumentLink, Uri};

/// The addresses in all reports.
pub fn links(view: &View) -> Vec<DocumentLink> {
    let mut links = Vec::new();
    for (_, report) in reports(view.document) {
        let text = report.report.text();
        let mut cursor = Cursor::new(view, report);
        for range in addresses(text) {
            let address = range.of(text);
            let target = if is_bare(address) { format!("http://{address}") } else { address.to_owned() };
            let Ok(target) = Uri::from_str(&target) else { continue };
            links.push(DocumentLink { range: cursor.range(range), target: Some(target), tooltip: None, data: None });
        }
    }
    links
}

/// The addresses in `text`, in order and disjoint.
fn addresses(text: &str) -> Vec<TextRange> {
    static ANCHORS: LazyLock<[Finder; 2]> = LazyLock::new(|| ["://", "www."].map(Finder::new));
    let [scheme, bare] = &*ANCHORS;
    let mut starts: Vec<usize> = scheme.find_iter(text.as_bytes()).filter_map(|at| scheme_start(text, at)).collect();
    starts.extend(bare.find_iter(text.as_bytes()));
    starts.sort_unstable();
    let mut found: Vec<TextRange> = Vec::new();
    for start in starts {
        // What stands inside a word, or inside the address before, is no beginning.
        let inside = text.as_bytes()[..start].last().is_some_and(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'@'));
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

fn is_bare(address: &str) -> bool {
    address.starts_with("www.")
}

/// The address that begins at `start`: as far as its characters go, without the marks of the sentence behind it.
fn address(text: &str, start: usize) -> Option<TextRange> {
    let source = &text[start..];
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
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
    let address = source[..len].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '~', '_', '(', '[']);
    let host = address.split_once("://").map_or(address, |(_, rest)| rest).split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels = host.split('.').filter(|label| !label.is_empty()).count();
    let fewest = if is_bare(address) { 3 } else { 2 };
    (labels >= fewest && !host.contains("..")).then(|| TextRange::new(start, start + address.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample};
    use crate::server::features::testing::view;
    use crate::server::view::Client;
    use crate::syntax::Layout;

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
            ("[网站](https://www.yunxi.gov.cn/a_(b).html)。", "https://www.yunxi.gov.cn/a_(b).html"),
            ("**HTTP://www.yunxi.gov.cn**", "HTTP://www.yunxi.gov.cn"),
            ("门户网站www.yunxi.gov.cn，邮编", "www.yunxi.gov.cn"),
            ("门户网站www.yunxi.gov.cn.", "www.yunxi.gov.cn"),
            ("见 http://www.yunxi.gov.cn, 电话", "http://www.yunxi.gov.cn"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
        assert_eq!(found("http://a.gov.cn、www.b.gov.cn"), ["http://a.gov.cn", "www.b.gov.cn"]);
        assert_eq!(found("邮箱yl@www.yunxi.gov.cn，http://，www.，wwww.a.b，ftp://a.gov.cn，第〔2021〕30号"), [""; 0]);
    }

    #[test]
    fn links_stand_in_their_report() {
        let linked = replaced(&sample(Layout::Tabs), "本年度，我局", "𠮷年www.yunxi.gov.cn，我局");
        let text = format!("{}\n{linked}", sample(Layout::Markdown));
        let line = text.lines().position(|line| line.contains("www")).expect("the line") as u32;
        view(&text, Client::default(), |view, _| {
            let links = links(view);
            assert_eq!(links.len(), 1);
            let range = links[0].range;
            assert_eq!((range.start.line, range.start.character, range.end.character), (line, 3, 19));
            assert_eq!(links[0].target.as_ref().map(|target| target.as_str()), Some("http://www.yunxi.gov.cn"));
        });
        view("见 http://www.yunxi.gov.cn", Client::default(), |view, _| assert!(links(view).is_empty(), "no report"));
    }
}
