//! The page of a rule, for `explain`, an editor's hover, SARIF and the site.

use super::{FixKind, REGISTRY, Rule};
use crate::diagnostic::{Language, Severity, Wording};

impl Rule {
    /// The web address of the page.
    pub fn url(&self) -> String {
        format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), self.code)
    }

    /// The page of the rule as Markdown, with its title.
    pub fn page(&self, language: Language) -> String {
        let severity = severity_word(self.severity).in_language(language);
        let fix = fix_word(self.fix).in_language(language);
        let facts = FACTS.in_language(language).replace("{0}", severity).replace("{1}", fix);
        let summary = self.summary.in_language(language);
        format!(
            "# {} {}\n\n{summary}\n\n{facts}\n\n{}\n",
            self.code,
            self.name,
            self.documentation.in_language(language).trim()
        )
    }
}

/// The word for a severity. 强制性 and 提示性 are the official classes.
pub fn severity_word(severity: Severity) -> Wording {
    match severity {
        Severity::Error => Wording::new("错误", "error"),
        Severity::Warning => Wording::new("警告", "warning"),
        Severity::Information => Wording::new("信息", "information"),
        Severity::Hint => Wording::new("提示", "hint"),
    }
}

/// The words for the fixes of a rule.
pub fn fix_word(fix: FixKind) -> Wording {
    match fix {
        FixKind::None => Wording::new("无", "none"),
        FixKind::Safe => Wording::new("可自动修正", "safe"),
        FixKind::Unsafe => Wording::new("需人工确认", "unsafe"),
        FixKind::Either => Wording::new("视情况而定", "safe or unsafe"),
    }
}

/// The rule with the code `word`, in any case, or with the name `word`.
pub fn find(word: &str) -> Option<&'static Rule> {
    let word = word.trim();
    REGISTRY
        .iter()
        .copied()
        .find(|rule| rule.code.eq_ignore_ascii_case(word) || rule.name.eq_ignore_ascii_case(word))
}

const FACTS: Wording =
    Wording::new("默认级别：{0}。修正：{1}。", "Default severity: {0}. Fix: {1}.");
