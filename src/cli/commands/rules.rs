//! `gouji rules`.

use super::print;
use crate::cli::arguments::{Common, Rules, RulesFormat};
use crate::cli::table::align;
use crate::cli::{Status, language};
use crate::diagnostic::Language;
use crate::rules::{FixKind, REGISTRY, Rule, fix_word, severity_word};
use serde_json::{Value, json};

pub(in crate::cli) fn rules(rules: &Rules, common: &Common) -> Status {
    let language = language::choose(common, None);
    let text = match rules.output_format {
        RulesFormat::Text => table(language),
        RulesFormat::Json => {
            let rules: Vec<_> = REGISTRY.iter().map(|rule| object(rule, language)).collect();
            format!("{:#}\n", Value::from(rules))
        }
    };
    print(text.as_bytes(), language)
}

fn table(language: Language) -> String {
    let head = match language {
        Language::Zh => ["代码", "名称", "级别", "修正", "检查什么"],
        Language::En => ["code", "name", "severity", "fix", "what it finds"],
    };
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(REGISTRY.iter().map(|rule| {
        let words = [severity_word(rule.severity), fix_word(rule.fix), rule.summary]
            .map(|wording| wording.in_language(language).to_owned());
        [rule.code.to_owned(), rule.name.to_owned()].into_iter().chain(words).collect()
    }));
    align(&rows)
}

fn object(rule: &Rule, language: Language) -> Value {
    let fix = match rule.fix {
        FixKind::None => "none",
        FixKind::Safe => "safe",
        FixKind::Unsafe => "unsafe",
        FixKind::Either => "either",
    };
    json!({
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.name(),
        "fix": fix,
        "summary": rule.summary.in_language(language),
        "documentation": rule.documentation.in_language(language),
        "url": rule.url(),
    })
}
