//! The text of a hover.

use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::server::core::view::View;
use crate::standard::{Sentence, article_in_chinese, article_in_english};
use crate::text::TextRange;

const BASIS: Wording = Wording::new("依据：《条例》{0}", "Basis: {0} of the Regulations");

/// The hover of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// Markdown if the client supports Markdown, else plain text.
    pub text: String,
    /// The range of the hovered thing, in bytes of the text.
    pub range: TextRange,
}

/// The paragraphs of a hover.
pub struct Card<'a> {
    view: &'a View<'a>,
    markdown: bool,
    paragraphs: Vec<String>,
}

impl<'a> Card<'a> {
    pub fn new(view: &'a View<'a>) -> Self {
        Self { view, markdown: view.client.markdown, paragraphs: Vec::new() }
    }

    pub fn heading(&mut self, message: &Message) {
        let title = self.view.say(message);
        self.paragraphs.push(if self.markdown { format!("**{title}**") } else { title });
    }

    /// A heading from words of the form.
    pub fn title(&mut self, words: &[&str]) {
        let title = words.join(" · ");
        self.paragraphs.push(if self.markdown { format!("**{title}**") } else { title });
    }

    pub fn say(&mut self, message: &Message) {
        self.paragraphs.push(self.view.say(message).trim_end().to_owned());
    }

    /// The first unit of a column in the client's language; empty if the column has no unit.
    pub fn unit(&self, units: &[String]) -> String {
        let unit = units.first().map_or("", String::as_str);
        let english = match unit {
            "件" | "项" | "宗" | "条" => "items",
            "元" => "yuan",
            "万元" => "× 10,000 yuan",
            other => other,
        };
        if self.view.client.language == Language::En { english.to_owned() } else { unit.to_owned() }
    }

    pub fn meaning(&mut self, sentence: Option<&Sentence>) {
        let words = sentence.map(|sentence| match self.view.client.language {
            Language::Zh => sentence.zh.clone(),
            Language::En => sentence.en.clone(),
        });
        self.paragraphs.extend(words);
    }

    pub fn basis(&mut self, basis: &[String]) {
        if basis.is_empty() {
            return;
        }
        let article = match self.view.client.language {
            Language::Zh => article_in_chinese,
            Language::En => article_in_english,
        };
        self.say(&Message::new(
            BASIS,
            [Argument::List(basis.iter().map(|basis| article(basis)).collect())],
        ));
    }

    /// A list with one item for each line.
    pub fn list(&mut self, lines: impl Iterator<Item = Message>) {
        let mark = if self.markdown { "- " } else { "" };
        let lines: Vec<String> =
            lines.map(|line| format!("{mark}{}", self.view.say(&line))).collect();
        if !lines.is_empty() {
            self.paragraphs.push(lines.join("\n"));
        }
    }

    /// A word of the report without special characters of Markdown.
    pub fn quoted(&self, words: &str) -> String {
        let words: String =
            words.chars().map(|c| if matches!(c, '`' | '\n' | '\r') { ' ' } else { c }).collect();
        if self.markdown { format!("`{words}`") } else { words }
    }

    /// The hover for the range, in bytes of the text.
    pub fn hover(self, range: TextRange) -> Hover {
        let separator = if self.markdown { "\n\n" } else { "\n" };
        Hover { text: self.paragraphs.join(separator), range }
    }
}
