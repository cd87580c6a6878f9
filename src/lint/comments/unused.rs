//! G001: ignore comments that silence nothing.

use super::{Comments, Reason};
use crate::diagnostic::{Applicability, Argument, Diagnostic, Edit, Fix, Message, Place, Wording};
use crate::rules::{CODES, UNUSED_IGNORE as UNUSED};
use crate::settings::{PLACEHOLDER, unknown_code};
use crate::text::TextRange;
use std::collections::HashMap;

const UNUSED_COMMENT: Wording = Wording::new(
    "本行和下一行没有 {0} 的问题，这条注释多余",
    "this line and the next have no finding {0}: the comment silences nothing",
);
const UNUSED_CODE: Wording =
    Wording::new("本行和下一行没有 {0} 的问题", "this line and the next have no finding {0}");
const NO_REASON: Wording = Wording::new(
    "忽略注释没有写理由，不起作用：应为 <!-- gouji-ignore 代码: 理由 -->",
    "an ignore comment without a reason has no effect: write <!-- gouji-ignore CODE: reason -->",
);
const NO_REASON_IN_WORD: Wording = Wording::new(
    "批注没有写理由，不起作用：在 Word 中把批注写成“gouji-ignore 代码: 理由”",
    "a comment without a reason has no effect: in Word, write the comment as “gouji-ignore CODE: \
     reason”",
);
const UNUSED_IN_WORD: Wording = Wording::new(
    "这里没有 {0} 的问题，这条批注多余，请在 Word 中删除",
    "there is no finding {0} here: the comment silences nothing, remove it in Word",
);
const OVER_LINES: Wording = Wording::new(
    "忽略注释没有写在一行里，不起作用",
    "an ignore comment over several lines has no effect: write it in one line",
);
const STILL_TO_WRITE: Wording = Wording::new(
    "忽略注释的理由还是“{0}”，不起作用：请在那里写明这个问题为什么可以保留",
    "the reason of this ignore comment still says “{0}”, so that it has no effect: write there why the finding may stand",
);
const REMOVE_COMMENT: Wording = Wording::new("删除这条注释", "remove the comment");
const REMOVE_CODE: Wording =
    Wording::new("从注释中删除这个代码", "remove the code from the comment");

/// The words for a comment of Word, in place of the words for a comment in markup.
pub(in crate::lint) fn in_word(message: &mut Message) {
    for (in_markup, in_word) in [(NO_REASON, NO_REASON_IN_WORD), (UNUSED_COMMENT, UNUSED_IN_WORD)] {
        if message.wording == in_markup {
            message.wording = in_word;
        }
    }
}

impl Comments {
    /// G001 for each comment or code that has no effect or has silenced nothing. `judged` returns
    /// whether a rule has run.
    pub(in crate::lint) fn unused(&self, judged: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let mut found = self.ineffective();
        found.extend(self.idle(judged));
        count_equal_places(&mut found);
        found
    }

    /// G001 for each comment without effect, and for each unknown code.
    fn ineffective(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for comment in &self.ignoring {
            let ineffective = match comment.reason {
                Reason::Given => None,
                Reason::Missing => Some(Message::plain(NO_REASON)),
                Reason::Broken => Some(Message::plain(OVER_LINES)),
                Reason::Placeholder => {
                    Some(Message::new(STILL_TO_WRITE, [Message::plain(PLACEHOLDER).into()]))
                }
            };
            if let Some(message) = ineffective {
                found.push(finding(comment.range, "", message, None));
                continue;
            }
            for unknown in
                comment.codes.iter().filter(|named| !CODES.contains(&named.code.as_str()))
            {
                found.push(finding(
                    unknown.range,
                    &unknown.code,
                    unknown_code(&unknown.code, CODES),
                    None,
                ));
            }
        }
        found
    }

    /// G001 for each comment or code that has silenced nothing.
    pub(in crate::lint) fn idle(&self, judged: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for comment in self.ignoring.iter().filter(|comment| comment.reason == Reason::Given) {
            let unused: Vec<_> =
                comment.codes.iter().filter(|named| !named.used && judged(&named.code)).collect();
            if unused.len() == comment.codes.len() {
                let codes = unused.iter().map(|named| named.code.clone()).collect();
                let removal = Edit { range: comment.removal, content: String::new() };
                let message = Message::new(UNUSED_COMMENT, [Argument::List(codes)]);
                found.push(finding(
                    comment.range,
                    &unused[0].code,
                    message,
                    Some((REMOVE_COMMENT, removal)),
                ));
                continue;
            }
            for named in unused {
                let message = Message::new(UNUSED_CODE, [Argument::from(named.code.as_str())]);
                let removal =
                    Edit { range: comment.with_separator(named.range), content: String::new() };
                found.push(finding(
                    named.range,
                    &named.code,
                    message,
                    Some((REMOVE_CODE, removal)),
                ));
            }
        }
        count_equal_places(&mut found);
        found
    }
}

fn finding(
    range: TextRange,
    code: &str,
    message: Message,
    removal: Option<(Wording, Edit)>,
) -> Diagnostic {
    let fixes = removal.and_then(|(wording, edit)| {
        Fix::new(Message::plain(wording), Applicability::Safe, vec![edit])
    });
    let place =
        Place { row: (!code.is_empty()).then(|| code.to_owned()), ..Place::part("忽略注释") };
    Diagnostic {
        code: UNUSED.code,
        severity: UNUSED.severity,
        range,
        message,
        place,
        fixes: fixes.into_iter().collect(),
        related: Vec::new(),
        elsewhere: Vec::new(),
    }
}

fn count_equal_places(found: &mut [Diagnostic]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for diagnostic in found {
        let count = counts.entry(diagnostic.place.to_string()).or_default();
        *count += 1;
        diagnostic.place.ordinal = *count;
    }
}
