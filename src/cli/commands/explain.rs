//! `gouji explain`.

use super::print;
use crate::cli::arguments::{Common, Explain};
use crate::cli::failure::Failure;
use crate::cli::{Status, language};
use crate::rules::{REGISTRY, Rule, find};
use crate::settings::unknown_code;

pub(in crate::cli) fn explain(explain: &Explain, common: &Common) -> Status {
    let language = language::choose(common, None);
    let mut rules: Vec<&Rule> = if explain.all { REGISTRY.to_vec() } else { Vec::new() };
    for word in &explain.codes {
        match find(word) {
            Some(rule) => rules.push(rule),
            None => {
                let known: Vec<_> = REGISTRY.iter().map(|rule| rule.code).collect();
                Failure::of_arguments(unknown_code(word, &known).render(language)).print();
                return Status::Failed;
            }
        }
    }
    let pages: Vec<_> = rules.into_iter().map(|rule| rule.page(language)).collect();
    print(pages.join("\n").as_bytes(), language)
}
