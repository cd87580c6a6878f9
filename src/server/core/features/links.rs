//! Document links: link web addresses in a report, and document numbers of the State Council and
//! its General Office.

use super::locate::reports;
use crate::diagnostic::{Message, Wording};
use crate::facts::{addresses, document_numbers, is_bare_address};
use crate::server::core::view::View;
use crate::text::TextRange;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The search address of 中国政府网; the words follow at the end. The number of a document does not
/// determine the address of the document.
const LOOKUP: &str =
    "https://sousuo.www.gov.cn/sousuo/search.shtml?code=17da70961a7&dataTypeId=107&searchWord=";
const LOOK_UP: Wording = Wording::new("在中国政府网查找{0}", "look up {0} on www.gov.cn");

/// A link in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// In bytes of the text.
    pub range: TextRange,
    /// The target address.
    pub target: String,
    pub tooltip: Option<String>,
}

/// The addresses and numbers in all reports, sorted.
pub fn links(view: &View) -> Vec<Link> {
    let mut links = Vec::new();
    for (_, report) in reports(view) {
        let text = report.report.text();
        let place = |range: TextRange| range.shifted(report.start);
        let addresses = addresses(text).into_iter().map(|range| {
            let address = range.of(text);
            let target = if is_bare_address(address) {
                format!("http://{address}")
            } else {
                address.to_owned()
            };
            Link { range: place(range), target, tooltip: None }
        });
        let numbers = document_numbers(text).into_iter().map(|(range, number)| {
            let target = format!("{LOOKUP}{}", utf8_percent_encode(&number, NON_ALPHANUMERIC));
            let tooltip = view.say(&Message::new(LOOK_UP, [number.into()]));
            Link { range: place(range), target, tooltip: Some(tooltip) }
        });
        let first = links.len();
        links.extend(addresses.chain(numbers));
        links[first..].sort_by_key(|link: &Link| link.range.start);
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    #[test]
    fn links_stand_in_their_report() {
        let linked = replaced(
            &sample(Layout::Tabs),
            "本年度，我局",
            "𠮷年www.yunxi.gov.cn，按国办函〔2020〕109号，我局",
        );
        let text = format!("{}\n{linked}", sample(Layout::Markdown));
        view(&text, Client::default(), |view, _| {
            let links = links(view);
            let words: Vec<_> = links.iter().map(|link| link.range.of(&text)).collect();
            assert_eq!(words, ["www.yunxi.gov.cn", "国办函〔2020〕109号"]);
            assert_eq!(links[0].target, "http://www.yunxi.gov.cn");
            let target = &links[1].target;
            assert!(
                target.ends_with(
                    "searchWord=%E5%9B%BD%E5%8A%9E%E5%87%BD%E3%80%942020%E3%80%95109%E5%8F%B7"
                ),
                "{target}"
            );
            assert_eq!(links[1].tooltip.as_deref(), Some("在中国政府网查找国办函〔2020〕109号"));
        });
        view("见 http://www.yunxi.gov.cn", Client::default(), |view, _| {
            assert!(links(view).is_empty(), "no report")
        });
    }
}
