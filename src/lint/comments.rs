//! `<!-- gouji-ignore A001: reason -->`: silences a rule on the line of the comment and on the next
//! line.

mod hidden;
mod unused;

pub(crate) use hidden::{First, Last, Marks, hidden_otherwise, may_mark};
pub(super) use unused::in_word;

use crate::settings::is_reason;
use crate::source::ignore_comment::{CLOSING, KEYWORD, OPENING};
use crate::text::{TextRange, fold, line_start};
use hidden::{hidden, is_blank};
use memchr::memmem;
use std::borrow::Cow;

/// The ignore comments of a text, and the ranges of all HTML comments. A reader of the report does
/// not see HTML comments. An ignore comment over several lines has no effect. Ranges are in bytes
/// of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    ignoring: Vec<Comment>,
    /// All comments, including the ignore comments, in order and disjoint.
    hidden: Vec<TextRange>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Comment {
    range: TextRange,
    /// From the start of the comment's line to the end of the next line.
    covered: TextRange,
    codes: Vec<Code>,
    reason: Reason,
    /// The range removed together with the comment: the whole line if the comment stands alone,
    /// otherwise the comment and the blanks before it.
    removal: TextRange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Given,
    Missing,
    /// The placeholder that asks for a reason.
    Placeholder,
    /// The comment continues in the next line, so it is not read.
    Broken,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Code {
    range: TextRange,
    /// In capitals.
    code: String,
    used: bool,
}

impl Comments {
    pub fn of(text: &str) -> Self {
        let hidden = hidden(text);
        if hidden.is_empty() {
            return Self::default();
        }
        let mut comments = Vec::new();
        let mut from = 0;
        // The current line, and the end of the next line.
        let mut lines = (TextRange::at(0), 0);
        let mut is_known = false;
        while let Some(at) = memmem::find(&text.as_bytes()[from..], KEYWORD.as_bytes()) {
            let keyword = from + at;
            from = keyword + KEYWORD.len();
            if !is_opened(text, keyword) {
                continue;
            }
            if !is_known || lines.0.end < keyword {
                let line = TextRange::new(line_start(text, keyword), line_end(text, keyword));
                lines = (line, line_end(text, next_line(text, line.end)));
                is_known = true;
            }
            let Some(len) = memmem::find(&text.as_bytes()[from..lines.0.end], CLOSING.as_bytes())
            else {
                // No other comment in the line is closed either.
                comments.extend(Comment::broken(text, keyword, lines.0, &hidden));
                from = lines.0.end;
                continue;
            };
            let covered = TextRange::new(lines.0.start, lines.1);
            comments.extend(Comment::parse(
                text,
                keyword,
                TextRange::new(from, from + len),
                lines.0,
                covered,
            ));
            from += len;
        }
        Self { ignoring: comments, hidden }
    }

    pub fn is_empty(&self) -> bool {
        self.hidden.is_empty()
    }

    /// Whether both hide the same ranges.
    pub(crate) fn hides_as(&self, other: &Self) -> bool {
        self.hidden == other.hidden
    }

    /// Whether `text`, the text of these comments, hides the same ranges on its own.
    pub(crate) fn is_whole(&self, text: &str) -> bool {
        self.hidden == hidden(text)
    }

    /// The comments of a stretch of the text. `text` is the stretch at `range`, and the new ranges
    /// count from its start.
    pub(crate) fn of_stretch(&self, text: &str, range: TextRange) -> Self {
        if self.is_empty() {
            return Self::default();
        }
        let inside = |hidden: &TextRange| {
            TextRange::new(hidden.start.max(range.start), hidden.end.min(range.end))
        };
        let own = self.hidden.iter().filter(|hidden| hidden.overlaps(range));
        Self {
            hidden: own.map(|hidden| inside(hidden).moved(-(range.start as isize))).collect(),
            ..Self::of(text)
        }
    }

    /// Appends the comments of a text with its start at byte `start`.
    pub(crate) fn append(&mut self, other: &Self, start: usize) {
        self.ignoring.extend(other.ignoring.iter().map(|comment| comment.shifted(start)));
        self.hidden.extend(other.hidden.iter().map(|hidden| hidden.shifted(start)));
    }

    /// Extends the comments of the last line above byte `start`: they also cover the line at
    /// `start` with `len` bytes.
    pub(crate) fn cover_below(&mut self, start: usize, len: usize) {
        for comment in self.ignoring.iter_mut().filter(|comment| comment.covered.end == start) {
            comment.covered.end += len;
        }
    }

    /// Whether any comment names `code`. All such comments count as used, because one finding may
    /// report several places.
    pub(super) fn name(&mut self, code: &str) -> bool {
        let reasoned = self.ignoring.iter_mut().filter(|comment| comment.reason == Reason::Given);
        let mut named = reasoned
            .flat_map(|comment| &mut comment.codes)
            .filter(|named| named.code == code)
            .peekable();
        let any = named.peek().is_some();
        named.for_each(|named| named.used = true);
        any
    }

    /// Whether a comment silences findings of `code` at the start of `range`. Such a comment counts
    /// as used.
    pub(super) fn silence(&mut self, code: &str, range: TextRange) -> bool {
        let mut silenced = false;
        let first = self.ignoring.partition_point(|comment| comment.covered.end < range.start);
        let covering = self.ignoring[first..]
            .iter_mut()
            .take_while(|comment| comment.covered.start <= range.start)
            .filter(|comment| comment.reason == Reason::Given);
        for named in
            covering.flat_map(|comment| &mut comment.codes).filter(|named| named.code == code)
        {
            named.used = true;
            silenced = true;
        }
        silenced
    }

    /// `text`, the text of these comments, with spaces in place of the comments, byte for byte.
    /// Comments are instructions to gouji, not a part of the report.
    pub fn blanked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut blanked = String::with_capacity(text.len());
        for range in &self.hidden {
            blanked.push_str(&text[blanked.len()..range.start]);
            // A number goes behind the first space of a blank cell. It must not go into a comment.
            let begins_cell = blanked.ends_with(|c| matches!(c, '\t' | ',') || fold(c) == '|');
            let space = |(at, byte)| match byte {
                b'\n' | b'\r' => char::from(byte),
                _ if at == 0 && begins_cell => '\u{b}',
                _ => ' ',
            };
            blanked.extend(range.of(text).bytes().enumerate().map(space));
        }
        blanked.push_str(&text[blanked.len()..]);
        Cow::Owned(blanked)
    }
}

impl Comment {
    /// The comment with its keyword at `keyword` and with `body` behind.
    fn parse(
        text: &str,
        keyword: usize,
        body: TextRange,
        line: TextRange,
        covered: TextRange,
    ) -> Option<Self> {
        let start = text[..keyword].trim_end_matches(is_blank).len() - OPENING.len();
        let content = body.of(text);
        // A longer word, or no code to ignore.
        if !content.starts_with(char::is_whitespace) || content.trim().is_empty() {
            return None;
        }
        let (codes, reason) = content.split_once([':', '：']).unwrap_or((content, ""));
        let offset = |part: &str| body.start + (part.as_ptr() as usize - content.as_ptr() as usize);
        let codes: Vec<_> = codes
            .split([',', '，', '、', ';', '；', ' ', '\t'])
            .filter(|code| !code.is_empty())
            .map(|code| Code {
                range: (offset(code)..offset(code) + code.len()).into(),
                code: code.to_ascii_uppercase(),
                used: false,
            })
            .collect();
        let range = TextRange::new(start, body.end + CLOSING.len());
        let reason = match reason {
            reason if is_reason(reason) => Reason::Given,
            reason if reason.trim().is_empty() => Reason::Missing,
            _ => Reason::Placeholder,
        };
        (!codes.is_empty()).then(|| Self {
            range,
            covered,
            codes,
            reason,
            removal: with_line(text, range, line),
        })
    }

    /// A comment closed in a later line. Its author expects the comment to work.
    fn broken(text: &str, keyword: usize, line: TextRange, hidden: &[TextRange]) -> Option<Self> {
        let start = text[..keyword].trim_end_matches(is_blank).len() - OPENING.len();
        let range = *hidden
            .get(hidden.partition_point(|hidden| hidden.start < start))
            .filter(|hidden| hidden.start == start)?;
        // A longer word.
        if !text[keyword + KEYWORD.len()..].starts_with(char::is_whitespace) {
            return None;
        }
        Some(Self {
            range,
            covered: line,
            codes: Vec::new(),
            reason: Reason::Broken,
            removal: range,
        })
    }

    fn shifted(&self, by: usize) -> Self {
        let code = |code: &Code| Code { range: code.range.shifted(by), ..code.clone() };
        Self {
            range: self.range.shifted(by),
            covered: self.covered.shifted(by),
            codes: self.codes.iter().map(code).collect(),
            reason: self.reason,
            removal: self.removal.shifted(by),
        }
    }

    /// A code with the comma behind. For the last code, with the comma before.
    fn with_separator(&self, code: TextRange) -> TextRange {
        match (
            self.codes.iter().find(|next| next.range.start > code.start),
            self.codes.iter().rfind(|before| before.range.end < code.end),
        ) {
            (Some(next), _) => TextRange::new(code.start, next.range.start),
            (None, Some(before)) => TextRange::new(before.range.end, code.end),
            (None, None) => code,
        }
    }
}

/// Whether the keyword at `keyword` begins a comment.
fn is_opened(text: &str, keyword: usize) -> bool {
    text[..keyword].trim_end_matches(is_blank).ends_with(OPENING)
}

fn with_line(text: &str, range: TextRange, line: TextRange) -> TextRange {
    let (first, last) = (line.start, line.end);
    let alone =
        text[first..range.start].trim().is_empty() && text[range.end..last].trim().is_empty();
    match alone {
        true => TextRange::new(first, next_line(text, last)),
        false => TextRange::new(
            text[..range.start].trim_end_matches(is_blank).len().max(first),
            range.end,
        ),
    }
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |len| at + len)
}

/// The start of the line after the line end at `end`.
fn next_line(text: &str, end: usize) -> usize {
    match text.as_bytes()[end..] {
        [b'\r', b'\n', ..] => end + 2,
        [] => end,
        _ => end + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Fix, Language, apply};
    use crate::rules::CODES;

    /// The unused comments after the findings (code, place in the text), and the text after all
    /// fixes.
    fn unused(text: &str, findings: &[(&str, &str)]) -> (Vec<String>, String) {
        let mut comments = Comments::of(text);
        for (code, at) in findings {
            comments.silence(code, TextRange::at(text.find(at).unwrap()));
        }
        let found = comments.unused(|code| CODES.contains(&code));
        let messages = found
            .iter()
            .map(|diagnostic| {
                format!(
                    "{}: {}",
                    diagnostic.range.of(text),
                    diagnostic.message.render(Language::En)
                )
            })
            .collect();
        let edits: Vec<_> = found
            .iter()
            .flat_map(|diagnostic| &diagnostic.fixes)
            .flat_map(Fix::edits)
            .cloned()
            .collect();
        (messages, apply(text, &edits))
    }

    #[test]
    fn a_comment_is_blanked_byte_for_byte() {
        let blanked = |text: &'static str| Comments::of(text).blanked(text);
        assert_eq!(blanked("a\r\nb"), "a\r\nb");
        assert_eq!(
            blanked("| 6 | <!-- gouji-ignore A001: 看 --> |"),
            format!("| 6 | {} |", " ".repeat(31))
        );
        assert_eq!(blanked("6\t<!-- a -->\t7"), format!("6\t\u{b}{}\t7", " ".repeat(9)));
        assert_eq!(
            blanked("<!-- another -->一<!-- gouji-ignored -->"),
            format!("{}一{}", " ".repeat(16), " ".repeat(22))
        );
        assert_eq!(
            blanked("a<!-- 表\r\n<td>\n--> \nb"),
            format!("a{}\r\n    \n    \nb", " ".repeat(8))
        );
        assert_eq!(blanked("<!-- a <!-- b -->c"), format!("{}c", " ".repeat(17)));
        // An unclosed comment hides nothing. A comment with words behind its end hides nothing
        // either.
        for none in ["<!-- a\nb", "a -->\n", "<!-- a\n--> b", "<!-->", "<!-- a\n-- >"] {
            assert_eq!(blanked(none), none);
        }
        assert_eq!(blanked("<!-- a\nb <!-- c\n-->\n"), "<!-- a\nb       \n   \n");
    }

    fn silenced(text: &str, code: &str, at: &str) -> bool {
        Comments::of(text).silence(code, TextRange::at(text.find(at).unwrap()))
    }

    #[test]
    fn a_comment_covers_its_own_line_and_the_next() {
        let text = "zero\r\none <!-- gouji-ignore A001，a002：因为 -->\r\ntwo\r\nthree";
        assert!(silenced(text, "A001", "one") && silenced(text, "A002", "two"));
        assert!(
            !silenced(text, "A001", "zero")
                && !silenced(text, "A001", "three")
                && !silenced(text, "A003", "two")
        );
        for codes in ["A001、A002", "A001；A002", "A001;A002", "A001 A002"] {
            let text = format!("<!-- gouji-ignore {codes}：因为 -->\ntwo");
            assert!(silenced(&text, "A001", "two") && silenced(&text, "A002", "two"), "{codes}");
        }
        assert!(
            silenced("<!-- gouji-ignore A001: x -->", "A001", "<!--"),
            "at the end of the text"
        );
    }

    #[test]
    fn what_a_comment_hides_is_none_of_the_report() {
        use crate::lint::{Options, check};
        use crate::rules::testing::{replaced, sample};
        use crate::syntax::Layout;
        let text = sample(Layout::Markdown);
        let row = text.lines().find(|line| line.contains("2.重复申请")).unwrap();
        for comment in [
            "<!-- 旧表\n| 行政许可 | 5 |\n| 行政处罚 | 6 |\n-->\n",
            "<!-- 2023年2月30日 -->\n",
            "<!--\n五、存在的主要问题及改进情况\n无\n-->\n",
        ] {
            let found =
                check(&replaced(&text, row, &format!("{row}\n{comment}")), &Options::default());
            assert_eq!(found, Some(vec![]), "{comment}");
        }
        let start = text.find("五、存在").unwrap();
        let start = text[..start].rfind('\n').unwrap() + 1;
        let end = start + text[start..].find("六、其他").unwrap();
        let end = text[..end].rfind('\n').unwrap() + 1;
        let hidden =
            [&text[..start], "<!--\n", &text[start..end], "-->\n\n", &text[end..]].concat();
        let found = check(&hidden, &Options::default()).unwrap_or_default();
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["S003"]);
    }

    #[test]
    fn what_is_no_comment_is_none() {
        for text in [
            "gouji-ignore A001: x -->",
            "<!-- gouji-ignore A001: x",
            "<!-- gouji-ignored A001: x\ny -->",
            "<!-- gouji-ignored A001: x -->",
            "<!-- gouji-ignore : x -->",
        ] {
            assert!(Comments::of(text).ignoring.is_empty(), "{text}");
        }
    }

    #[test]
    fn one_over_several_lines_has_no_effect_and_says_so() {
        for text in [
            "<!-- gouji-ignore A001: x\ny -->\nb\n",
            "<!--gouji-ignore\r\nA001: x -->\r\nb",
            "a <!-- gouji-ignore A001\n: x\n-->\nb\n",
        ] {
            let (messages, mended) = unused(text, &[("A001", "b")]);
            assert_eq!(messages.len(), 1, "{text}");
            assert!(
                messages[0].ends_with(
                    "an ignore comment over several lines has no effect: write it in one line"
                ),
                "{messages:?}"
            );
            assert_eq!(mended, text);
            assert!(!Comments::of(text).silence("A001", TextRange::at(0)), "{text}");
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
        assert_eq!(
            unused("<!-- gouji-ignore A001, A002: x -->\nb", &[("A002", "b")]).1,
            "<!-- gouji-ignore A002: x -->\nb"
        );
    }

    #[test]
    fn a_comment_that_still_asks_for_its_reason_silences_nothing() {
        for words in [
            "请写明理由",
            "write down the reason",
            "请写明理由。",
            "（请写明理由）",
            "请 写明理由",
            "理由",
            "TODO",
        ] {
            let text = format!("<!-- gouji-ignore A001: {words} -->\nb\n");
            assert!(!silenced(&text, "A001", "b"), "{words}");
            assert!(!Comments::of(&text).name("A001"));
            let (messages, mended) = unused(&text, &[("A001", "b")]);
            assert!(messages[0].contains("write there why the finding may stand"), "{messages:?}");
            assert_eq!(mended, text);
        }
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
