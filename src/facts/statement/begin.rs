//! Where the sentences of a text begin to state something. Most paragraphs tell of news alone.

use super::token::{Kind, Token};
use crate::standard::Class;

/// The first token that may matter to what the tokens of `text` state: the paragraph before the
/// first word of a quantity may say what is counted. `None` if there is no such word.
pub fn first(text: &str, tokens: &[Token]) -> Option<usize> {
    // The end of the paragraph before, and of the paragraph before that. Marks are no paragraph.
    let (mut paragraph, mut before, mut has_words) = (0, 0, false);
    let (mut has_verb, mut has_number) = (false, false);
    for (at, token) in tokens.iter().enumerate() {
        if token.ends_paragraph() && std::mem::take(&mut has_words) {
            (before, paragraph) = (paragraph, at);
        }
        has_words |= !token.is_mark();
        if token.is_mark() {
            (has_verb, has_number) = (false, false);
            continue;
        }
        let last = at.checked_sub(1).map(|last| &tokens[last]);
        has_verb |= is_verb(token);
        has_number |= matches!(token.kind, Kind::Number { .. });
        // 信息受理5件: a verb alone counts only with a number.
        if has_verb && has_number || names_quantity(text, token, last) {
            return Some(before);
        }
    }
    None
}

fn is_verb(token: &Token) -> bool {
    const VERBS: [Class; 4] = [Class::New, Class::Received, Class::Handled, Class::Answered];
    VERBS.iter().any(|verb| token.is(*verb))
}

/// Whether a token names a quantity, or says what the next numbers count.
fn names_quantity(text: &str, token: &Token, last: Option<&Token>) -> bool {
    match token.kind {
        Kind::Requests | Kind::Outcome(_) => true,
        // 分别为5件、3件.
        Kind::Word(Class::Filler) => token.range.of(text).starts_with("分别"),
        Kind::Word(
            Class::Due
            | Class::In
            | Class::Out
            | Class::Disputes
            | Class::Direct
            | Class::After
            | Class::Reviews
            | Class::Suits
            | Class::Documents
            | Class::Rules
            | Class::Licences
            | Class::Penalties
            | Class::Coercion
            | Class::Fee
            | Class::Notice
            | Class::Charges,
        ) => true,
        // 未结转, 行政许可5件, 答复结果为.
        Kind::Gap => {
            const DECISIONS: [&str; 3] = ["许可", "处罚", "强制"];
            const RESULTS: [&str; 3] = ["结果", "类型", "情况"];
            let words = token.range.of(text);
            words.starts_with("结转")
                || DECISIONS.iter().any(|decision| words.ends_with(decision))
                || last.is_some_and(is_verb) && RESULTS.iter().any(|one| words.starts_with(one))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::statement::compose::Composer;
    use crate::facts::statement::token;
    use crate::standard::Standard;
    use crate::text::{Folded, TextRange};
    use proptest::prelude::*;

    fn pieces() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "收到",
            "新收",
            "办结",
            "已",
            "均",
            "未",
            "无",
            "完成",
            "政府信息公开申请",
            "申请",
            "信息公开",
            "公开",
            "信息",
            "5件",
            "３件",
            "一件",
            "8条",
            "40%",
            "，其中",
            "分别为",
            "、",
            "，",
            "；",
            "（",
            "）",
            "。",
            "。\n",
            "。\n",
            "！\n",
            "\n",
            "同时，",
            "我局",
            "热线",
            "行政复议",
            "诉讼",
            "纠正",
            "予以公开",
            "不予公开",
            "结转",
            "下年",
            "2022年",
            "2024年",
            "上年",
            "规范性文件",
            "制发",
            "行政许可",
            "行政处罚",
            "作出",
            "信息处理费",
            "0元",
            "收费通知",
            "答复",
            "结果",
            "自然人",
            "网络",
            "全市",
            "各县",
            "上半年",
            "其他",
            "其余",
            "合计",
            "维持",
            "（一）",
            "应办结",
            "不存在",
        ]);
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_before_the_first_token_states_anything(text in pieces()) {
            let folded = Folded::words(&text, TextRange::new(0, text.len()));
            let tokens = token::tokens(&text, &folded, Standard::official().lexicon(), Some(2023));
            let whole = Composer::read(&folded.text, &tokens, Some(2023));
            let from = first(&folded.text, &tokens).unwrap_or(tokens.len());
            prop_assert_eq!(Composer::read(&folded.text, &tokens[from..], Some(2023)), whole);
        }
    }
}
