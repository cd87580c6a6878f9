//! `<!-- gouji-ignore A001: reason -->`: silences a rule on the comment's own line and the next.

use super::silence::UNUSED;
use crate::diagnostic::{Applicability, Argument, Diagnostic, Edit, Fix, Message, Place, Wording};
use crate::rules::CODES;
use crate::settings::unknown_code;
use crate::text::TextRange;
use memchr::memmem;
use std::borrow::Cow;
use std::collections::HashMap;

/// The ignore comments of a text, and which of them have silenced something.
pub(super) struct Comments<'a> {
    text: &'a str,
    comments: Vec<Comment>,
}

struct Comment {
    range: TextRange,
    /// From the start of its first line to the end of the line after its last.
    covered: TextRange,
    codes: Vec<Code>,
    has_reason: bool,
}

struct Code {
    range: TextRange,
    /// In capitals.
    code: String,
    used: bool,
}

impl<'a> Comments<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut comments = Vec::new();
        let mut from = 0;
        while let Some(at) = memmem::find(&text.as_bytes()[from..], KEYWORD.as_bytes()) {
            let keyword = from + at;
            from = keyword + KEYWORD.len();
            if let Some(comment) = Comment::parse(text, keyword) {
                from = comment.range.end;
                comments.push(comment);
            }
        }
        Self { text, comments }
    }

    /// Whether a comment silences findings of `code` that begin where `range` does.
    pub(super) fn silence(&mut self, code: &str, range: TextRange) -> bool {
        let mut silenced = false;
        let covering = |comment: &&mut Comment| comment.has_reason && comment.covered.start <= range.start && range.start <= comment.covered.end;
        for named in self.comments.iter_mut().filter(covering).flat_map(|comment| &mut comment.codes).filter(|named| named.code == code) {
            named.used = true;
            silenced = true;
        }
        silenced
    }

    /// G001 for each comment, or code in one, that has silenced nothing. `judged` tells whether a rule has run.
    pub(super) fn unused(&self, judged: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for comment in &self.comments {
            if !comment.has_reason {
                found.push(finding(comment.range, "", Message::plain(NO_REASON), None));
                continue;
            }
            for unknown in comment.codes.iter().filter(|named| !CODES.contains(&named.code.as_str())) {
                found.push(finding(unknown.range, &unknown.code, unknown_code(&unknown.code, CODES), None));
            }
            let unused: Vec<_> = comment.codes.iter().filter(|named| !named.used && judged(&named.code)).collect();
            if unused.len() == comment.codes.len() {
                let codes = unused.iter().map(|named| named.code.clone()).collect();
                let removal = Edit { range: self.with_line(comment.range), content: String::new() };
                let message = Message::new(UNUSED_COMMENT, [Argument::List(codes)]);
                found.push(finding(comment.range, &unused[0].code, message, Some((REMOVE_COMMENT, removal))));
                continue;
            }
            for named in unused {
                let message = Message::new(UNUSED_CODE, [Argument::from(named.code.as_str())]);
                let removal = Edit { range: self.with_separator(comment, named.range), content: String::new() };
                found.push(finding(named.range, &named.code, message, Some((REMOVE_CODE, removal))));
            }
        }
        count_equal_places(&mut found);
        found
    }

    /// The comment's whole line where it stands alone in it, else the comment and the blanks before it.
    fn with_line(&self, range: TextRange) -> TextRange {
        let (first, last) = (line_start(self.text, range.start), line_end(self.text, range.end));
        let alone = self.text[first..range.start].trim().is_empty() && self.text[range.end..last].trim().is_empty();
        match alone {
            true => TextRange::new(first, next_line(self.text, last)),
            false => TextRange::new(self.text[..range.start].trim_end_matches([' ', '\t']).len().max(first), range.end),
        }
    }

    /// A code with the comma after it, or before it where it is the last.
    fn with_separator(&self, comment: &Comment, code: TextRange) -> TextRange {
        match (comment.codes.iter().find(|next| next.range.start > code.start), comment.codes.iter().rfind(|before| before.range.end < code.end)) {
            (Some(next), _) => TextRange::new(code.start, next.range.start),
            (None, Some(before)) => TextRange::new(before.range.end, code.end),
            (None, None) => code,
        }
    }
}

/// `text` with spaces in the place of its ignore comments, byte for byte: they speak to gouji and are no part of the report.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    let comments = Comments::new(text).comments;
    if comments.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    for Comment { range, .. } in &comments {
        blanked.push_str(&text[blanked.len()..range.start]);
        blanked.extend(range.of(text).bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
    }
    blanked.push_str(&text[blanked.len()..]);
    Cow::Owned(blanked)
}

impl Comment {
    /// The comment whose keyword stands at `keyword`.
    fn parse(text: &str, keyword: usize) -> Option<Self> {
        let opened = text[..keyword].trim_end();
        let start = opened.strip_suffix("<!--")?.len();
        let body = keyword + KEYWORD.len();
        let len = memmem::find(&text.as_bytes()[body..], b"-->")?;
        let content = &text[body..body + len];
        // A longer word, or nothing to ignore.
        if !content.starts_with(char::is_whitespace) || content.trim().is_empty() {
            return None;
        }
        let (codes, reason) = content.split_once([':', '：']).unwrap_or((content, ""));
        let offset = |part: &str| body + (part.as_ptr() as usize - content.as_ptr() as usize);
        let codes: Vec<_> = codes
            .split([',', '，', '、', ' ', '\t', '\n', '\r'])
            .filter(|code| !code.is_empty())
            .map(|code| Code { range: (offset(code)..offset(code) + code.len()).into(), code: code.to_ascii_uppercase(), used: false })
            .collect();
        let range = TextRange::new(start, body + len + "-->".len());
        let next = next_line(text, line_end(text, range.end));
        let covered = TextRange::new(line_start(text, start), line_end(text, next));
        (!codes.is_empty()).then_some(Self { range, covered, codes, has_reason: !reason.trim().is_empty() })
    }
}

fn finding(range: TextRange, code: &str, message: Message, removal: Option<(Wording, Edit)>) -> Diagnostic {
    let fixes = removal.and_then(|(wording, edit)| Fix::new(Message::plain(wording), Applicability::Safe, vec![edit]));
    let place = Place { row: (!code.is_empty()).then(|| code.to_owned()), ..Place::part("批注") };
    Diagnostic { code: UNUSED.code, severity: UNUSED.severity, range, message, place, fixes: fixes.into_iter().collect(), related: Vec::new() }
}

fn count_equal_places(found: &mut [Diagnostic]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for diagnostic in found {
        let count = counts.entry(diagnostic.place.to_string()).or_default();
        *count += 1;
        diagnostic.place.ordinal = *count;
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |len| at + len)
}

/// Where the line after the line end at `end` begins.
fn next_line(text: &str, end: usize) -> usize {
    match text.as_bytes()[end..] {
        [b'\r', b'\n', ..] => end + 2,
        [] => end,
        _ => end + 1,
    }
}

const KEYWORD: &str = "gouji-ignore";

const UNUSED_COMMENT: Wording =
    Wording::new("本行和下一行没有 {0} 的问题，这条注释多余", "this line and the next have no finding {0}: the comment silences nothing");
const UNUSED_CODE: Wording = Wording::new("本行和下一行没有 {0} 的问题", "this line and the next have no finding {0}");
const NO_REASON: Wording = Wording::new(
    "忽略注释没有写理由，不起作用：应为 <!-- gouji-ignore 代码: 理由 -->",
    "an ignore comment without a reason has no effect: write <!-- gouji-ignore CODE: reason -->",
);
const REMOVE_COMMENT: Wording = Wording::new("删除这条注释", "remove the comment");
const REMOVE_CODE: Wording = Wording::new("从注释中删除这个代码", "remove the code from the comment");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Language, apply};

    /// What is reported after the findings (code, place in the text) were offered, and the text with all of it mended.
    fn unused(text: &str, findings: &[(&str, &str)]) -> (Vec<String>, String) {
        let mut comments = Comments::new(text);
        for (code, at) in findings {
            comments.silence(code, TextRange::at(text.find(at).unwrap()));
        }
        let found = comments.unused(|code| CODES.contains(&code));
        let messages = found.iter().map(|diagnostic| format!("{}: {}", diagnostic.range.of(text), diagnostic.message.render(Language::En))).collect();
        let edits: Vec<_> = found.iter().flat_map(|diagnostic| &diagnostic.fixes).flat_map(Fix::edits).cloned().collect();
        (messages, apply(text, &edits))
    }

    #[test]
    fn a_comment_is_blanked_byte_for_byte() {
        assert_eq!(without_comments("a\r\nb"), "a\r\nb");
        assert_eq!(without_comments("| 6 | <!-- gouji-ignore A001: 看\r\n--> |"), format!("| 6 | {}\r\n    |", " ".repeat(27)));
        assert_eq!(without_comments("<!-- another -->一<!-- gouji-ignored -->"), "<!-- another -->一<!-- gouji-ignored -->");
    }

    fn silenced(text: &str, code: &str, at: &str) -> bool {
        Comments::new(text).silence(code, TextRange::at(text.find(at).unwrap()))
    }

    #[test]
    fn a_comment_covers_its_own_line_and_the_next() {
        let text = "zero\r\none <!-- gouji-ignore A001，a002：因为 -->\r\ntwo\r\nthree";
        assert!(silenced(text, "A001", "one") && silenced(text, "A002", "two"));
        assert!(!silenced(text, "A001", "zero") && !silenced(text, "A001", "three") && !silenced(text, "A003", "two"));
        assert!(silenced("<!--gouji-ignore A001: x\ny -->\ntwo", "A001", "two"), "over two lines");
        assert!(silenced("<!-- gouji-ignore A001: x -->", "A001", "<!--"), "at the end of the text");
    }

    #[test]
    fn what_is_no_comment_is_none() {
        for text in ["gouji-ignore A001: x -->", "<!-- gouji-ignore A001: x", "<!-- gouji-ignored A001: x -->", "<!-- gouji-ignore : x -->"] {
            assert!(Comments::new(text).comments.is_empty(), "{text}");
        }
    }

    #[test]
    fn an_unused_comment_goes_with_its_line() {
        let text = "a\n  <!-- gouji-ignore A001: x -->  \nb\nc <!-- gouji-ignore A001: x --> d\n";
        let (messages, mended) = unused(text, &[]);
        assert_eq!(messages.len(), 2);
        assert_eq!(mended, "a\nb\nc d\n");
        assert_eq!(unused("a\n<!-- gouji-ignore A001: x -->", &[]).1, "a\n");
        assert_eq!(unused("<!-- gouji-ignore A001: x -->\nb", &[("A001", "b")]).0, [] as [&str; 0]);
    }

    #[test]
    fn a_code_that_silences_nothing_goes_from_the_list() {
        let (messages, mended) = unused("<!-- gouji-ignore A001, A002: x -->\nb", &[("A001", "b")]);
        assert_eq!(messages, ["A002: this line and the next have no finding A002"]);
        assert_eq!(mended, "<!-- gouji-ignore A001: x -->\nb");
        assert_eq!(unused("<!-- gouji-ignore A001, A002: x -->\nb", &[("A002", "b")]).1, "<!-- gouji-ignore A002: x -->\nb");
    }

    #[test]
    fn a_comment_without_a_reason_or_with_an_unknown_code_is_named() {
        let text = "<!-- gouji-ignore A001 -->\nb\n";
        assert!(!silenced(text, "A001", "b"));
        let (messages, mended) = unused(text, &[]);
        assert!(messages[0].contains("without a reason"), "{messages:?}");
        assert_eq!(mended, text, "what was meant is not known");
        assert!(unused("<!-- gouji-ignore A0O1: x -->", &[]).0[0].contains("did you mean A001"));
    }
}
