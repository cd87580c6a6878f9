//! Codes and prefixes of codes, as written in settings and on the command line.

use crate::diagnostic::{Argument, Message, Wording};

/// A code or a prefix of codes: `A001`, `A0`, `A`. The empty prefix is `ALL`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selector(String);

impl Selector {
    /// Returns an error message if no code in `known` begins with `text`.
    pub fn parse(text: &str, known: &[&str]) -> Result<Self, Message> {
        let prefix = text.trim().to_ascii_uppercase();
        if prefix == "ALL" {
            return Ok(Self(String::new()));
        }
        if !prefix.is_empty() && known.iter().any(|code| code.starts_with(&prefix)) {
            return Ok(Self(prefix));
        }
        Err(unknown_code(text, known))
    }

    pub fn matches(&self, code: &str) -> bool {
        code.starts_with(&self.0)
    }

    /// The selector as written by a user.
    pub fn as_str(&self) -> &str {
        match self.0.as_str() {
            "" => "ALL",
            prefix => prefix,
        }
    }
}

/// The selected codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// `None` selects all.
    pub select: Option<Vec<Selector>>,
    pub ignore: Vec<Selector>,
}

impl Selection {
    /// Whether findings of `code` are reported. Between two selectors that disagree, the more exact
    /// selector decides. Between two equally exact selectors, `ignore` decides.
    pub fn selects(&self, code: &str) -> bool {
        let exactness = |selectors: &[Selector]| {
            selectors
                .iter()
                .filter(|selector| selector.matches(code))
                .map(|selector| selector.0.len())
                .max()
        };
        let selected = self.select.as_deref().map_or(Some(0), exactness);
        let ignored = exactness(&self.ignore);
        match (selected, ignored) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(selected), Some(ignored)) => selected > ignored,
        }
    }

    /// Whether `code` is ignored explicitly, and not only missing from `select`.
    pub fn ignores(&self, code: &str) -> bool {
        !self.selects(code) && self.ignore.iter().any(|selector| selector.matches(code))
    }

    /// This selection with the options of the command line: `select` replaces this selection,
    /// `ignore` adds to this selection.
    pub fn overridden(&self, select: Option<&[Selector]>, ignore: &[Selector]) -> Self {
        let mut result = match select {
            Some(select) => Self { select: Some(select.to_vec()), ignore: Vec::new() },
            None => self.clone(),
        };
        result.ignore.extend_from_slice(ignore);
        result
    }
}

/// The message for an unknown code, with the nearest known code.
pub fn unknown_code(text: &str, known: &[&str]) -> Message {
    if text.contains(['，', '、', ';', '；']) {
        return Message::new(WIDE_COMMA, [Argument::from(text)]);
    }
    match nearest(&text.trim().to_ascii_uppercase(), known) {
        Some(near) => Message::new(UNKNOWN_CODE_NEAR, [text.into(), near.into()]),
        None => Message::new(UNKNOWN_CODE, [Argument::from(text)]),
    }
}

/// The most similar word in `known`, if a word is similar enough.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let likeness = |candidate: &&str| strsim::normalized_damerau_levenshtein(word, candidate);
    let best = known
        .iter()
        .copied()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then_with(|| b.cmp(a)))?;
    (likeness(&best) >= 0.5).then_some(best)
}

const UNKNOWN_CODE_NEAR: Wording = Wording::new(
    "没有“{0}”这个规则代码 — 是否想写 {1}",
    "there is no rule code \"{0}\" — did you mean {1}?",
);
const WIDE_COMMA: Wording = Wording::new(
    "没有“{0}”这个规则代码 — 几个代码之间用半角逗号“,”",
    "there is no rule code \"{0}\" — part several by the comma of ASCII",
);
const UNKNOWN_CODE: Wording = Wording::new(
    "没有“{0}”这个规则代码 — gouji rules 列出全部代码",
    "there is no rule code \"{0}\" — `gouji rules` lists them all",
);

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["A001", "A002", "S001", "S010"];

    fn selectors(words: &[&str]) -> Vec<Selector> {
        words.iter().map(|word| Selector::parse(word, KNOWN).unwrap()).collect()
    }

    #[test]
    fn the_more_exact_selector_decides() {
        let selection = Selection {
            select: Some(selectors(&["A", "S001"])),
            ignore: selectors(&["A002", "S"]),
        };
        let selected: Vec<_> =
            KNOWN.iter().filter(|code| selection.selects(code)).copied().collect();
        assert_eq!(selected, ["A001", "S001"]);
        let ignored: Vec<_> =
            KNOWN.iter().filter(|code| selection.ignores(code)).copied().collect();
        assert_eq!(ignored, ["A002", "S010"]);
        assert!(!Selection { select: Some(selectors(&["A"])), ignore: Vec::new() }.ignores("S001"));
    }

    #[test]
    fn a_select_on_the_command_line_starts_afresh() {
        let file = Selection { select: None, ignore: selectors(&["A"]) };
        assert!(file.overridden(Some(&selectors(&["A"])), &[]).selects("A001"));
        assert!(!file.overridden(None, &selectors(&["S"])).selects("A001"));
        assert!(!file.overridden(None, &selectors(&["S"])).selects("S001"));
    }

    #[test]
    fn an_unknown_code_names_the_nearest() {
        let message = Selector::parse("A01", KNOWN).unwrap_err();
        assert!(message.render(Default::default()).contains("是否想写 A001"));
        assert!(Selector::parse("", KNOWN).is_err());
        for several in ["A001，A002", "A001、A002", "A001；A002", "A001;A002"] {
            let message = Selector::parse(several, KNOWN).unwrap_err();
            assert!(
                message.render(Default::default()).contains("几个代码之间用半角逗号"),
                "{several}"
            );
        }
        assert_eq!(Selector::parse("a", KNOWN), Ok(Selector("A".to_owned())));
    }
}
