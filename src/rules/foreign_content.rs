//! S013: the surroundings of a web page, pasted into a report.

use super::prose::{removal, text_lines};
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink, report_place};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::report::{Context, PageLabels};
use crate::standard::Furniture;
use crate::syntax::PartKind;
use crate::text::{Folded, TextRange, fold, is_space, letters_hash};

pub static RULE: Rule = Rule {
    code: "S013",
    name: "foreign-content",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new(
        "报告里夹带了网页的索引号、点击次数、分享等内容",
        "the surroundings of a web page are pasted into the report",
    ),
    documentation: Wording::new(
        "\
### 检查什么

标题到落款之间有没有从网页上一起复制来的附属内容：成片的“索引号”“发布机构”“发文时间”“点击次数”“字号”“打印”“分享”“责任编辑”“上一篇”一类的标签和按钮。它们按标签辨认，不看是哪个网站。一片只报一条。

句子里提到索引号、浏览量的不算；报告网页自己在标题上方、标题下一行和落款之后的这些内容也不算。

### 为什么

国办公开办函〔2021〕30号要求年度报告严格按规定的内容编写。夹带的多半是别的文件的页面，连同它的正文一起贴了进来。

### 例子

```text
索引号：	11370000/2023-00017	发布机构：	云溪县园林局
点击次数：30
分享：
```

### 修正

删去这一片，需要人工确认。夹带的页面正文不会一起删去，请一并检查。
",
        "\
### What it checks

Whether the text between title and signature holds the surroundings of a web page, copied together with an article: a run of labels and buttons such as 索引号, 发布机构, 发文时间, 点击次数, 字号, 打印, 分享, 责任编辑, 上一篇. The labels decide, not the site. A run is one finding.

Not reported: a sentence that mentions 索引号 or 浏览量, and the report's own page above the title, directly below the title, or behind the signature.

### Why

Notice 国办公开办函〔2021〕30号 requires a report with exactly the prescribed contents. Such labels mostly belong to the page of another document, and its text was pasted with them.

### Example

```text
索引号：	11370000/2023-00017	发布机构：	云溪县园林局
点击次数：30
分享：
```

### Fix

Removes the run. A person must look first. The text of the pasted page stays: look at it too.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "这里夹带了网页的附属内容（{0}），不属于年度报告：删去，并检查它下面的文字是不是一起贴进来的",
    "surroundings of a web page ({0}) do not belong in the report: remove them, and see whether \
     the text below was pasted with them",
);
const REMOVE: Wording = Wording::new("删去这些内容", "remove them");

/// At most three labels are named in the message.
const NAMED: usize = 3;
/// At most 600 bytes of a line of labels.
const LONGEST: usize = 600;
/// At most 40 letters of a line between two lines of labels, such as the title of the page.
const BETWEEN: usize = 40;

fn check(context: &Context, sink: &mut Sink) {
    for block in blocks(context).iter().take(MOST_FINDINGS) {
        let message = Message::new(MESSAGE, [Argument::List(block.labels.clone())]);
        let place = report_place(context, block.first);
        let fix = removal(context.text, block.range, REMOVE);
        sink.push(block.first, place, message).fixes.extend(fix);
    }
}

/// The ranges of the surroundings of pages in a report, in order.
pub(super) fn furniture_of(context: &Context) -> Vec<TextRange> {
    blocks(context).iter().map(|block| block.range).collect()
}

/// The labels in a line.
#[derive(Debug, Default)]
struct Labels {
    page: usize,
    counters: usize,
    beside: usize,
    names: Vec<String>,
}

impl Labels {
    fn add(&mut self, other: Self) {
        self.page += other.page;
        self.counters += other.counters;
        self.beside += other.beside;
        self.names.extend(other.names);
    }

    /// Whether only a page has these labels together. Counters of all kinds are one label: a report
    /// may list the counters of its own site.
    fn are_of_page(&self) -> bool {
        let counters = self.counters.min(1);
        self.page + counters >= 2
            || self.page + counters == 1 && self.beside >= 2
            || self.page == 1 && self.beside == 1
    }
}

/// The blocks between the title and the signature.
fn blocks<'a>(context: &'a Context) -> &'a [PageLabels] {
    context.page_labels.get_or_init(|| find(context))
}

fn find(context: &Context) -> Vec<PageLabels> {
    let mut found = Vec::new();
    let parts = &context.report.parts;
    let title = context.report.title.map(|title| title.range.end).unwrap_or_default();
    let furniture = furniture(context);
    for (index, part) in parts.iter().enumerate() {
        let text = part.range.of(context.text);
        // A preface begins with the page of the report itself, until its first sentence.
        let mut is_inside = part.kind != PartKind::Preface;
        let mut open: Option<(PageLabels, Labels)> = None;
        let mut gap = 0;
        let mut own = Vec::new();
        for line in text_lines(text, part) {
            let range = line.range.shifted(part.range.start);
            if let Some(labels) = labels(text, line.range, furniture) {
                gap = 0;
                match &mut open {
                    Some((block, all)) => {
                        block.range = block.range.cover(range);
                        all.add(labels);
                    }
                    None if is_inside => {
                        let block = PageLabels { first: range, range, labels: Vec::new() };
                        open = Some((block, labels));
                    }
                    None => {}
                }
                continue;
            }
            // Nothing more is read of nearly all lines.
            if is_inside && open.is_none() {
                continue;
            }
            let is_sentence = range.of(context.text).contains(['。', '，']);
            is_inside |= is_sentence && range.start >= title;
            gap += 1;
            if gap > 1 || is_sentence || letters_hash(line.range.of(text)).1 > BETWEEN {
                own.extend(open.take());
            }
        }
        own.extend(open.take());
        if own.is_empty() {
            continue;
        }
        // Behind the last sentence of the report, the page of the report itself ends.
        let is_last = parts.get(index + 1).is_none();
        if part.kind == PartKind::Signature || is_last && part.kind == PartKind::Preface {
            continue;
        }
        let last = text.rfind('。').map_or(0, |last| part.range.start + last);
        let closes = |block: &PageLabels| !is_last || block.range.end <= last;
        let whole = own.into_iter().filter(|(block, labels)| labels.are_of_page() && closes(block));
        found.extend(whole.map(|(block, labels)| {
            let mut names = labels.names;
            names.truncate(NAMED);
            PageLabels { labels: names, ..block }
        }));
    }
    found
}

fn furniture<'a>(context: &Context) -> &'a Furniture {
    &context.facts.standard.contents().furniture
}

/// The labels of a line that begins with a label: `索引号: … 发布机构: …`, or a word alone: 打印.
fn labels(text: &str, line: TextRange, furniture: &Furniture) -> Option<Labels> {
    let source = line.of(text);
    let mut letters = source.chars().map(fold).filter(|&c| !is_space(c) && !is_ornament(c));
    let (first, second) = (letters.next()?, letters.next()?);
    // Markup may stand between the two.
    let is_plain = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let begins = match is_plain(second) {
        true => furniture.begins_with(first, second),
        false => furniture.begins(first),
    };
    if !begins || source.len() > LONGEST || source.contains('。') {
        return None;
    }
    let folded = Folded::words(text, line).text;
    let begin = folded.trim_start_matches(is_ornament);
    if !furniture.words().any(|word| begin.starts_with(word)) {
        return None;
    }
    let mut labels = Labels::default();
    // With a colon, space inside a label counts as nothing.
    let words = folded.split([':']).collect::<Vec<_>>();
    let mut is_first = true;
    let mut begins_with_label = false;
    for piece in &words[..words.len() - 1] {
        let piece = piece.trim_start_matches(is_ornament);
        let is_label = labels_end(piece, furniture, &mut labels, is_first);
        begins_with_label |= is_first && is_label;
        is_first = false;
    }
    // Without a colon, a label is a word or a cell of its own.
    // An entity may hide the first letter.
    let begins = |word: &str| word.starts_with(|c| c == '&' || furniture.begins(fold(c)));
    let is_separator = |c: char| is_space(c) || is_ornament(fold(c));
    let tokens = source.split(is_separator).filter(|word| !word.is_empty()).enumerate();
    for (index, token) in tokens.filter(|(_, token)| begins(token)) {
        let token = Folded::new(token, TextRange::new(0, token.len())).text;
        let is_page = furniture.page.contains(&token);
        let is_label = is_page || furniture.beside.contains(&token);
        begins_with_label |= index == 0 && is_label;
        if is_label {
            *(if is_page { &mut labels.page } else { &mut labels.beside }) += 1;
            labels.names.push(token);
        }
    }
    // 当前位置：首页 > 政务公开: only a page has such a path.
    let is_path = labels.names.first().is_some_and(|name| name.ends_with("位置"))
        && folded.contains(['>', '›', '»']);
    labels.page += usize::from(is_path);
    begins_with_label.then_some(labels)
}

/// Whether the words before a colon end with a label, or are a label at the start of a line.
fn labels_end(words: &str, furniture: &Furniture, labels: &mut Labels, is_whole: bool) -> bool {
    let is_label = |word: &str| if is_whole { words == word } else { words.ends_with(word) };
    let mut longest: Option<(&str, &mut usize)> = None;
    for (list, count) in [
        (&furniture.page, &mut labels.page),
        (&furniture.counters, &mut labels.counters),
        (&furniture.beside, &mut labels.beside),
    ] {
        let own = list.iter().map(String::as_str).filter(|word| is_label(word));
        let own = own.max_by_key(|word| word.len());
        let before = longest.as_ref().map_or(0, |(word, _)| word.len());
        if let Some(word) = own.filter(|word| word.len() > before) {
            longest = Some((word, count));
        }
    }
    let Some((name, count)) = longest else { return false };
    *count += 1;
    labels.names.push(name.to_owned());
    true
}

/// Marks around labels, folded: 【打印】, | 分享 |.
fn is_ornament(c: char) -> bool {
    matches!(c, '[' | ']' | '(' | ')' | '|' | '<' | '>' | '·' | '#' | '*')
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const ONE: &str = "本年度，我局主动公开信息29条，其中网站23条，公众号6条。";
    const TITLE: &str = "云溪省园林局2023年政府信息公开工作年度报告";

    fn below_one(words: &str) -> String {
        replaced(&sample(Layout::Tabs), ONE, &format!("{ONE}\n\n{words}\n\n绿地维护完成。\n"))
    }

    #[test]
    fn a_run_of_labels_is_found_once() {
        let found = assert_found(
            "S013",
            &below_one(
                "⟦索引号:\t1137/2023-00017\t发布单位:\t云溪县园林局⟧\n内容分类:\t绿地\t成文日期:\t2023-10-20\n\n三季度绿地维护情况\n\n发文时间: 2023-10-20 14:49\n\n点击次数: 30\n\n分享: ",
            ),
        );
        assert_eq!(found[0].place.to_string(), "一");
        assert!(
            messages(&found)[0]
                .starts_with("这里夹带了网页的附属内容（索引号、发布单位、内容分类）")
        );
        for lines in [
            "⟦发布时间：2023-10-20 14:49 来源：云溪县园林局 浏览次数：30 【字号：大 中 小】⟧",
            "⟦【打印】 【关闭窗口】⟧",
            "⟦上一篇：绿地维护情况⟧\n下一篇：苗木采购公告",
            "⟦索 引 号： 1137/2023-00017⟧\n发布机构： 云溪县园林局",
            "⟦索引号 | 1137/2023-00017 |⟧\n发布机构 | 云溪县园林局 |",
            "⟦索引号\t1137/2023-00017\t分类\t绿地⟧\n发布机构\t云溪县园林局\t公开日期\t2023-10-20",
            "⟦责任编辑：某某⟧\n打印\n分享",
            "⟦上一篇：绿地维护情况⟧\n下一篇：没有了",
            "⟦附件下载：1.绿地.docx⟧\n责任编辑：某某",
            "⟦当前位置：首页 > 政务公开 > 绿地⟧",
            "⟦分享：⟧\n微信 微博 QQ空间",
        ] {
            assert_found("S013", &below_one(lines));
        }
    }

    #[test]
    fn two_runs_with_text_between_are_two() {
        let run = "⟦索引号：1137/2023-00017⟧\n发布机构：云溪县园林局\n点击次数：30";
        assert_found(
            "S013",
            &below_one(&format!("{run}\n\n截至9月底，绿地维护完成九成。\n\n{run}")),
        );
    }

    #[test]
    fn it_is_removed_only_after_a_look() {
        let text = below_one("索引号：1137/2023-00017\r\n发布机构：云溪县园林局\r\n点击次数：30");
        assert_fixed_unsafely(
            "S013",
            &text,
            &replaced(
                &text,
                "索引号：1137/2023-00017\r\n发布机构：云溪县园林局\r\n点击次数：30\n",
                "",
            ),
        );
    }

    #[test]
    fn sentences_and_own_lists_pass() {
        for words in [
            "网站各栏目统一标注索引号、发布机构、发文时间，并增加打印、分享功能。",
            "索引号：每条信息编制索引号。\n分享：开通分享功能。",
            "浏览量：30万次\n访问量：40万次\n点击量：3万次",
            "联系电话：0000-1234567\n邮编：100000\n地址：云溪县城关街道",
            "公开方式\t公开范围\t数量\n网站\t全社会\t23",
            "名称：公开指南\n来源：云溪县园林局\n更新时间：2023年10月20日",
            "分享",
            "微信：云溪园林\n微博：云溪园林",
            "当前位置：城关街道18号",
        ] {
            assert_found("S013", &below_one(words));
        }
        for layout in Layout::ALL {
            assert_found("S013", &sample(layout));
        }
    }

    #[test]
    fn the_page_of_the_report_itself_is_not_foreign() {
        let text = sample(Layout::Tabs);
        let byline =
            "发布时间：2024-01-20 来源：云溪县园林局 浏览次数：30 【字号：大 中 小】 【打印】";
        let above = "索引号：1137/2024-00001\n发布机构：云溪县园林局\n";
        for with_page in [
            replaced(&text, TITLE, &format!("{above}\n{TITLE}")),
            replaced(&text, TITLE, &format!("{TITLE}\n{byline}\n")),
            format!("{text}\n\n责任编辑：某某\n【打印】【关闭窗口】\n上一篇：绿地维护情况\n"),
            format!(
                "{text}\n\n云溪县园林局\n2024年1月20日\n\n责任编辑：某某\n【打印】【关闭窗口】\n"
            ),
        ] {
            assert_found("S013", &with_page);
        }
        // Behind the first sentence, it is pasted.
        let preface = format!("{TITLE}\n\n根据《条例》编制本报告。\n⟦{byline}⟧\n");
        assert_found("S013", &replaced(&text, TITLE, &preface));
    }
}
