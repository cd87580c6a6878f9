//! Text for people, kept as data until display.

use std::fmt::Write;

/// The languages of messages.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Zh,
    En,
}

impl Language {
    /// The language of the environment: `LC_ALL`, `LC_MESSAGES`, `LANG`. Chinese if no variable is
    /// set.
    pub fn of_environment() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty());
        set.map_or(Self::Zh, |locale| Self::of_locale(&locale))
    }

    /// The language of a locale such as `zh_CN.UTF-8` or `en-GB`. Chinese for `C` and `POSIX`,
    /// because both name no language.
    pub fn of_locale(locale: &str) -> Self {
        let language =
            locale.split(['_', '.', '@', '-']).next().unwrap_or_default().to_ascii_lowercase();
        match language.as_str() {
            "zh" | "c" | "posix" | "" => Self::Zh,
            _ => Self::En,
        }
    }

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// One sentence in both languages. `{0}`, `{1}` … stand for the arguments. Both languages use the
/// same arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wording {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Wording {
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    pub fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

/// A wording with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    pub wording: Wording,
    pub arguments: Vec<Argument>,
}

/// An argument of a wording.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    Number(i64),
    /// A word of the form or of the report, the same in both languages.
    Text(String),
    /// The addends of a sum, written out: 自然人 2 + 商业企业 1.
    Sum(Vec<(String, String)>),
    /// Several words: 甲、乙 or 甲, 乙.
    List(Vec<String>),
    /// A sentence or word of its own in each language.
    Message(Message),
    /// Several sentences in a row, or an empty text.
    Messages(Vec<Message>),
}

impl Message {
    pub fn new(wording: Wording, arguments: impl Into<Vec<Argument>>) -> Self {
        Self { wording, arguments: arguments.into() }
    }

    /// A wording without arguments.
    pub fn plain(wording: Wording) -> Self {
        Self::new(wording, [])
    }

    /// The sentence in `language`.
    pub fn render(&self, language: Language) -> String {
        let mut out = String::new();
        let mut rest = self.wording.in_language(language);
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let close = rest[open..].find('}').map_or(rest.len(), |at| open + at);
            let argument = rest.get(open + 1..close).and_then(|index| index.parse::<usize>().ok());
            match argument.and_then(|index| self.arguments.get(index)) {
                Some(argument) => argument.render(language, &mut out),
                None => out.push_str(&rest[open..(close + 1).min(rest.len())]),
            }
            rest = rest.get(close + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}

impl Argument {
    fn render(&self, language: Language, out: &mut String) {
        match self {
            // Writing to a string cannot fail.
            Self::Number(number) => _ = write!(out, "{number}"),
            Self::Text(text) => out.push_str(text),
            Self::Sum(addends) => {
                for (index, (label, value)) in addends.iter().enumerate() {
                    let plus = if index == 0 { "" } else { " + " };
                    _ = write!(out, "{plus}{label} {value}");
                }
            }
            Self::List(words) => {
                let separator = match language {
                    Language::Zh => "、",
                    Language::En => ", ",
                };
                out.push_str(&words.join(separator));
            }
            Self::Message(message) => out.push_str(&message.render(language)),
            Self::Messages(messages) => {
                messages.iter().for_each(|message| out.push_str(&message.render(language)))
            }
        }
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self::Number(number as i64)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_language() {
        for (locale, language) in [
            ("zh_CN.UTF-8", Language::Zh),
            ("zh", Language::Zh),
            ("en_US.UTF-8", Language::En),
            ("de_DE", Language::En),
            ("C.UTF-8", Language::Zh),
            ("POSIX", Language::Zh),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }
}
