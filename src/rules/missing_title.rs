//! S001: a report without a title.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Place, Severity, Wording};
use crate::report::Context;
use crate::syntax::{PartKind, official_words};
use crate::text::{Folded, TextRange, first_line, floor_char_boundary, is_space, markup_before};

pub static RULE: Rule = Rule {
    code: "S001",
    name: "missing-title",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("报告没有标题", "the report has no title"),
    documentation: Wording::new(
        "\
### 检查什么

报告要有标题：一行（或相连的两三行）文字，写明这是政府信息公开的报告或年报，例如“云溪县园林局2023年政府信息公开工作年度报告”。标题排在“一、总体情况”下面也算有；少一两个字、末尾多一个句号也认得出；没有标题、但前言里写明“编制了……年政府信息公开年度报告”的，也算写明了。附件、转发通知里提到报告名称的句子不算。只有网页的 `<title>`、或者 `<article>` 之外的 `<h1>` 写明的，级别为提示：复制、存档正文时标题会丢。

### 为什么

标题写明是哪个机关、哪一年的报告。按《政府信息公开条例》第四十九条，各机关每年公布上一年度的报告，没有标题的网页存档以后无从辨认，也无法与别的年度对照。

### 例子

```text
一、总体情况
2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》……
```

第一行就是“一、总体情况”，前后都没有标题。

### 修正

没有自动修正：机关名称和年度要由填报单位写。在全文之前加一行标题，写明机关名称、年度和“政府信息公开工作年度报告”。
",
        "\
### What it checks

A report has a title: a line, or two or three consecutive lines, with the name of a report (报告 or 年报) on 政府信息公开, such as 云溪县园林局2023年政府信息公开工作年度报告. A title below the heading 一、总体情况 counts. A title with a missing character or a full stop at the end counts too. A preface with 编制了…年政府信息公开年度报告 also counts, but no other sentence about a report. If only the `<title>` of the page has the title, or an `<h1>` outside the `<article>`, the finding is a hint: a copy or an archive of the text loses the title.

### Why

The title names the organ and the year of the report. By article 49 of the Regulations (条例), every organ publishes a report on the previous year. Without a title, nobody can identify an archived page or compare it with other years.

### Example

```text
一、总体情况
2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》……
```

The first line is the first heading, without a title above or below.

### Fix

None: the organ must write its name and the year. Add a first line with the name of the organ, the year and 政府信息公开工作年度报告.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "报告没有标题：请在全文之前写明“机关名称＋年度＋政府信息公开工作年度报告”",
    "the report has no title: put the organ's name, the year and 政府信息公开工作年度报告 on top",
);

const ON_THE_PAGE: Wording = Wording::new(
    "标题只写在网页的 <{0}> 里，正文没有：请在正文之前也写上“机关名称＋年度＋政府信息公开工作年度报告”",
    "only the page's <{0}> has the title, not the text: put the organ's name, the year and 政府信息公开工作年度报告 above it as well",
);

/// At most 6000 bytes above the first heading are read.
const LONGEST_PREFACE: usize = 6000;

fn check(context: &Context, sink: &mut Sink) {
    let place = || Place::part("标题");
    let element = match context.report.title {
        Some(title) if is_in_head(context.text, title.range) => Some("title"),
        Some(title) => is_outside_article(context.text, title.range).then_some("h1"),
        None if is_named_in_preface(context) => None,
        None if is_named_in_head(context.text) => Some("title"),
        None => {
            sink.push(first_line(context.text), place(), Message::plain(MESSAGE));
            return;
        }
    };
    if let Some(element) = element {
        sink.push(first_line(context.text), place(), Message::new(ON_THE_PAGE, [element.into()]))
            .severity = Severity::Hint;
    }
}

/// Whether a title is the `<h1>` of a page and the text of the page, an `<article>`, begins below.
fn is_outside_article(text: &str, title: TextRange) -> bool {
    let before = text[..title.start].trim_end_matches(is_space);
    let tag = before[before.len() - markup_before(before)..].to_ascii_lowercase();
    let behind =
        &text[title.end..floor_char_boundary(text, (title.end + LONGEST_PREFACE).min(text.len()))];
    tag.starts_with("<h1")
        && find_tag(behind, "article").is_some()
        && find_tag(&text[..title.start], "article").is_none()
}

/// Whether a title is in the `<title>` of the page.
fn is_in_head(text: &str, title: TextRange) -> bool {
    find_tag(&text[..title.end], "title")
        .is_some_and(|start| start >= title.start || !text[start..title.start].contains("</"))
}

/// Whether the `<title>` of a page names a report.
fn is_named_in_head(text: &str) -> bool {
    let head = &text[..floor_char_boundary(text, LONGEST_PREFACE.min(text.len()))];
    let Some((start, end)) =
        find_tag(head, "title").and_then(|start| Some((start, start + head[start..].find("</")?)))
    else {
        return false;
    };
    let Some(open) = head[start..end].find('>').map(|at| start + at + 1) else { return false };
    let letters = Folded::letters(text, TextRange::new(open, end)).text;
    // The name of the site may follow.
    ["报告", "年报"]
        .iter()
        .filter_map(|word| letters.rfind(word).map(|at| at + word.len()))
        .max()
        .is_some_and(|end| official_words(&letters[..end]).is_some())
}

/// The start of the tag of an element.
fn find_tag(text: &str, element: &str) -> Option<usize> {
    memchr::memchr_iter(b'<', text.as_bytes()).find(|&at| {
        let name = text.as_bytes().get(at + 1..at + 1 + element.len());
        let is_end = || {
            text.as_bytes()
                .get(at + 1 + element.len())
                .is_some_and(|byte| matches!(byte, b'>' | b' ' | b'\t' | b'\n' | b'\r'))
        };
        name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes())) && is_end()
    })
}

/// Whether a sentence of the preface names this report: 我局编制了2021年政府信息公开年度报告.
fn is_named_in_preface(context: &Context) -> bool {
    const REPORTS: [&str; 4] = [
        "政府信息公开工作年度报告",
        "政府信息公开年度报告",
        "政府信息公开工作年报",
        "政府信息公开年报",
    ];
    const VERBS: [&str; 8] = ["编制", "编写", "撰写", "形成", "制作", "公布", "发布", "现将"];
    let Some(preface) = context.report.parts.iter().find(|part| part.kind == PartKind::Preface)
    else {
        return false;
    };
    let end = floor_char_boundary(
        context.text,
        preface.range.end.min(preface.range.start + LONGEST_PREFACE),
    );
    let words = Folded::words(context.text, TextRange::new(preface.range.start, end)).text;
    words.split(['。', ';']).any(|sentence| {
        sentence.match_indices("政府信息公开").any(|(at, _)| {
            let (before, rest) = sentence.split_at(at);
            let behind = REPORTS.iter().find_map(|report| rest.strip_prefix(report));
            // The notice about the form also contains these words.
            behind.is_some_and(|behind| !behind.starts_with("格式"))
                && VERBS.iter().any(|verb| before.contains(verb))
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;

    fn first_line_marked(text: &str) -> String {
        marked(text, text.lines().next().unwrap_or_default(), "")
    }

    #[test]
    fn a_title_above_or_below_the_first_heading_is_one() {
        let text = sample(Layout::Tabs);
        assert_found("S001", &text);
        let title = "云溪省园林局2023年政府信息公开工作年度报告\n\n";
        let below = replaced(
            &replaced(&text, title, ""),
            "一、总体情况\n\n",
            &format!("一、总体情况\n\n{title}"),
        );
        assert_found("S001", &below);
        let two = replaced(&text, "2023年政府信息公开工作", "\n2023年政府信息\n公开工作");
        assert_found("S001", &two);
        for draft in ["（草案）", "（送审稿）", "（征求意见稿）", "（公示）"] {
            assert_found("S001", &replaced(&text, "年度报告\n\n", &format!("年度报告{draft}\n\n")));
        }
    }

    #[test]
    fn nearly_a_title_is_one() {
        let (organ, official) = ("云溪省园林局2023年", "政府信息公开工作年度报告");
        for layout in Layout::ALL {
            let titled = |title: &str| {
                replaced(&sample(layout), "云溪省园林局2023年政府信息公开工作年度报告", title)
            };
            for title in [
                "云溪省园林局2023年政府信息公开工作年度报告。",
                "**云溪省园林局****2023****年政府信息公开工作年度报告**",
                "<h1>云溪省园林局2023年政府信息公开工作年度报告</h1>",
            ] {
                assert_found("S001", &titled(title));
            }
            for (at, c) in official.char_indices() {
                for instead in ["", "某"] {
                    let words = format!(
                        "{organ}{}{instead}{}",
                        &official[..at],
                        &official[at + c.len_utf8()..]
                    );
                    assert_found("S001", &titled(&words));
                    assert_found("S001", &titled(&format!("{words}。")));
                }
            }
            for preface in [
                "云溪省园林局编制了2023年政府信息公开年度报告。",
                "现将云溪省园林局2023年政府信息公开工作年度报告公布如下：",
            ] {
                assert_found("S001", &titled(preface));
                assert_found("S002", &titled(preface));
            }
        }
    }

    #[test]
    fn a_title_with_something_else_in_its_line_is_one() {
        let title = "云溪省园林局2023年政府信息公开工作年度报告";
        for layout in Layout::ALL {
            let text = sample(layout);
            for written in [
                "云溪省园林局2023年政府信息公开工作年度报告（公开稿）",
                "云溪省园林局2023年政府信息公开工作年度报告（2024年1月22日）",
                "云溪省园林局2023年政府信息公开工作年度报告(2023年1月1日-2023年12月31日)",
                "云溪省园林局2023年政府信息公开工作年度报告【全文】（公开）",
                "标题：云溪省园林局2023年政府信息公开工作年度报告",
                "附件2：云溪省园林局2023年政府信息公开工作年度报告",
                "云溪省园林局2023年政府信息公开工作年度报告 发布时间：2024-01-22 来源：云溪省园林局",
                "云溪省园林局2023年政府信息公开工作年度报告-云溪县人民政府",
                "云溪省园林局2023年政府信息公开工作年度报告 - 云溪县人民政府门户网站",
                "云溪省园林局2023年政府信息公开工作年度报告_年度报告_云溪县人民政府",
                "云溪省园林局2023年政府信息公开工作年度报告 | 年报",
                "云溪省园林局2023年政府信息公开工作年度报告第二稿",
                "《云溪省园林局2023年政府信息公开工作年度报告》（修改稿）",
                "云溪省园林局\n2023年政府信息公开工作年度报告（公开稿）",
            ] {
                let text = replaced(&text, title, written);
                assert_found("S001", &text);
                assert_found("S002", &text);
                let report = &crate::syntax::parse(&text, Standard::official()).reports[0];
                let read = crate::facts::Facts::of_report(
                    &text,
                    report,
                    Standard::official(),
                    None,
                    Standard::official().lexicon(),
                )
                .title
                .unwrap();
                assert_eq!(
                    (read.organ.unwrap().of(&text), read.year.unwrap().value),
                    ("云溪省园林局", 2023),
                    "{written}"
                );
            }
            for sentence in [
                "云溪省园林局2023年政府信息公开工作年度报告（以下简称报告）由办公室编制",
                "上一篇：云溪省园林局2023年政府信息公开工作年度报告",
                "云溪省园林局学习2022年政府信息公开工作年度报告（见附件）",
            ] {
                assert_found(
                    "S001",
                    &replaced(&sample(Layout::Tabs), title, &format!("⟦{sentence}⟧")),
                );
            }
        }
    }

    #[test]
    fn what_is_printed_beside_a_title_is_none_of_it() {
        let title = "云溪省园林局2023年政府信息公开工作年度报告";
        for layout in Layout::ALL {
            for written in [
                "2024/1/18 上午9:31:36 2023年云溪省园林局政府信息公开工作年度报告",
                "2024-01-18 09:31 云溪省园林局2023年政府信息公开工作年度报告",
                "1/18/24, 9:31 AM 云溪省园林局2023年政府信息公开工作年度报告",
                "2024/1/18 云溪省园林局2023年政府信息\n公开工作年度报告",
                "1/18/24, 9:31 AM 云溪省园林局2023年政府信息\n公开工作年度报告",
                "2024/1/18 上午9:31 云溪省园林局\n2023年政府信息公开工作年度报告",
                "2024年1月18日 云溪省园林局2023年政府信息公开工作年度报告",
                "2024.1.18 云溪省园林局2023年政府信息公开工作年度报告（公开稿）",
                "云溪省园林局2023年政府信息公开工作年度报告2024年1月18日",
                "云溪省园林局2023年政府信息公开工作年度报告2024年1月18日 来源：云溪省园林局",
                "云溪省园林局2023年政府信息公开工作年度报告2024/1/18",
                "当前位置：首页 > 政府信息公开年报 云溪省园林局2023年政府信息公开工作年度报告",
            ] {
                let text = replaced(&sample(layout), title, written);
                for code in ["S001", "S002", "P003"] {
                    assert_found(code, &text);
                }
                let report = &crate::syntax::parse(&text, Standard::official()).reports[0];
                let read = crate::facts::Facts::of_report(
                    &text,
                    report,
                    Standard::official(),
                    None,
                    Standard::official().lexicon(),
                )
                .title
                .unwrap();
                assert_eq!(
                    (read.organ.unwrap().of(&text), read.year.unwrap().value),
                    ("云溪省园林局", 2023),
                    "{written}"
                );
            }
            // The day is not a year of the title, and a year is not inserted there.
            for head in ["2024/1/18", "2024-01-18", "2024.1.18", "2024/1/18 9:31"] {
                let text = replaced(
                    &sample(layout),
                    title,
                    &format!("{head} ⟦云溪省园林局政府信息公开工作年度报告⟧"),
                );
                let found = assert_found("S002", &text);
                assert_eq!(
                    (messages(&found), found[0].fixes.len()),
                    (vec!["标题没有写明年度".to_owned()], 0),
                    "{head}"
                );
            }
        }
        // A sentence continues behind the day.
        let sentence = "⟦云溪省园林局2023年政府信息公开工作年度报告2024年1月18日前公布⟧";
        assert_found("S001", &replaced(&sample(Layout::Tabs), title, sentence));
    }

    #[test]
    fn a_title_with_its_year_in_brackets_begins_a_long_line() {
        let title = "云溪省园林局2023年政府信息公开工作年度报告\n\n";
        let long = "本报告电子版可在云溪省园林局网站下载，如有疑问请与办公室联系。".repeat(3);
        for year in ["　（2023年度）　", "(2023年) ", " 〔2023年度〕　"] {
            let text = replaced(
                &sample(Layout::Tabs),
                title,
                &format!("云溪省园林局政府信息公开工作年度报告{year}{long}"),
            );
            assert_found("S001", &text);
            assert_found("S002", &text);
        }
        for other in ["　（试行）　", "（2023年度）", " "] {
            let text = replaced(
                &sample(Layout::Tabs),
                title,
                &format!("云溪省园林局政府信息公开工作年度报告{other}{long}"),
            );
            assert_found("S001", &first_line_marked(&text));
        }
    }

    #[test]
    fn sentences_that_mention_a_report_are_no_title() {
        for sentence in [
            "根据《中华人民共和国政府信息公开工作年度报告格式》编制。",
            "我局按时公布了各单位的政府信息公开指南。",
            "政府信息公开工作年度考核为优秀",
            "云溪省园林局2023年政府信息公开工作报表",
            "政府信息公开工作情况通报",
        ] {
            let first = sentence.trim_end();
            let text = replaced(
                &sample(Layout::Tabs),
                "云溪省园林局2023年政府信息公开工作年度报告\n",
                &format!("⟦{first}⟧\n"),
            );
            assert_found("S001", &text);
        }
    }

    #[test]
    fn a_title_of_the_page_alone_is_a_hint() {
        let title = "云溪省园林局2023年政府信息公开工作年度报告\n";
        let severity = |text: &str| assert_found("S001", &first_line_marked(text))[0].severity;
        for layout in Layout::ALL {
            let page = |above: &str| replaced(&sample(layout), title, above);
            let name = title.trim_end();
            for head in [
                format!("<html><head><title>{name}</title></head>\n<body>\n"),
                format!("<TITLE>\n{name}_云溪县人民政府\n</TITLE>\n"),
                format!("<title>{name}-信息公开</title>\n"),
            ] {
                assert_eq!(severity(&page(&head)), Severity::Hint, "{head}");
                assert_found("S001", &page(&format!("{head}{name}\n")));
                let text = page(&format!("{head}<h1>{name}</h1>\n<article>\n"));
                assert_eq!(severity(&text), Severity::Hint);
                assert_found("S001", &page(&format!("{head}<article>\n<h1>{name}</h1>\n")));
                assert_found("S001", &page(&format!("{head}<h1>{name}</h1>\n")));
            }
            for head in [
                "<title>云溪县人民政府</title>\n",
                "<title>\n",
                "<titles>云溪省园林局政府信息公开年报</titles>\n",
            ] {
                assert_eq!(severity(&page(head)), Severity::Warning, "{head}");
            }
        }
    }

    #[test]
    fn the_first_line_is_underlined_where_there_is_none() {
        let text = replaced(
            &sample(Layout::Pipes),
            "云溪省园林局2023年政府信息公开工作年度报告\n\n本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为2023年1月1日至2023年12月31日。\n",
            "\n  ⟦发布日期：2024年1月20日⟧ \r\n",
        );
        let found = assert_found("S001", &text);
        assert_eq!(found[0].place.to_string(), "标题");
        assert!(found[0].fixes.is_empty());
    }
}
