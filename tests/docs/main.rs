//! The documentation matches the program: the pages of the rules, the JSON Schema, the examples in
//! the READMEs.
//!
//! `GOUJI_UPDATE_DOCS=1 cargo test --test docs` writes all of these files again.

mod comments;
mod links;
mod modules;
mod svg;

use gouji::diagnostic::Language;
use gouji::rules::{CODES, REGISTRY, Rule, fix_word, severity_word};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

const READMES: [(&str, &str); 2] =
    [("README.md", "en_US.UTF-8"), ("README.zh-CN.md", "zh_CN.UTF-8")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Standard output of `gouji` in the folder of the project.
fn gouji(arguments: &[&str], locale: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(arguments)
        .current_dir(root())
        .env("LC_ALL", locale)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn is_updating() -> bool {
    std::env::var_os("GOUJI_UPDATE_DOCS").is_some()
}

/// Asserts that the file at `path` has this content. During an update, writes the file.
#[track_caller]
fn keep(path: &str, content: &str) {
    if is_updating() {
        fs::write(root().join(path), content).unwrap();
        return;
    }
    let current = fs::read_to_string(root().join(path)).unwrap_or_default();
    assert!(
        current == content,
        "{path} is stale: GOUJI_UPDATE_DOCS=1 cargo test --test docs writes it anew"
    );
}

/// `text` with `content` between the marks `<!-- output -->` and `<!-- /output -->`.
fn with_output(text: &str, content: &str) -> String {
    let (start, end) = ("<!-- output -->\n", "<!-- /output -->");
    let (before, rest) = text.split_once(start).expect("a mark where the output starts");
    let (_, after) = rest.split_once(end).expect("a mark where the output ends");
    format!("{before}{start}{content}{end}{after}")
}

/// The content of all fenced blocks of a language.
fn blocks<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    markdown
        .split(&fence)
        .skip(1)
        .map(|block| block.split("```").next().unwrap_or_default())
        .collect()
}

/// The page of a rule in both languages, Chinese first.
fn page(rule: &Rule) -> String {
    let body = |language| {
        let page = rule.page(language);
        page.split_once("\n\n").expect("a title").1.trim_end().to_owned()
    };
    let title = format!("# {} {}", rule.code, rule.name);
    format!(
        "{title}\n\n中文 · [English](#english) · [全部规则 / all rules](README.md)\n\n## 中文\n\n{}\n\n## English\n\n{}\n",
        body(Language::Zh),
        body(Language::En)
    )
}

#[test]
fn each_rule_has_its_page_and_no_other_page_is_there() {
    for rule in REGISTRY {
        keep(&format!("docs/rules/{}.md", rule.code), &page(rule));
    }
    let mut pages: Vec<String> = fs::read_dir(root().join("docs/rules"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.retain(|name| name != "README.md");
    pages.sort();
    let mut expected: Vec<String> =
        REGISTRY.iter().map(|rule| format!("{}.md", rule.code)).collect();
    expected.sort();
    assert_eq!(pages, expected);
}

#[test]
fn the_index_lists_every_rule() {
    let mut index = "# 规则 / Rules\n\n| | 名称 | 级别 | 修正 | 检查什么 | what it finds |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    for rule in REGISTRY {
        let both = |wording: gouji::diagnostic::Wording| format!("{} {}", wording.zh, wording.en);
        let (severity, fix) = (both(severity_word(rule.severity)), both(fix_word(rule.fix)));
        let Rule { code, name, summary, .. } = rule;
        _ = writeln!(
            index,
            "| [{code}]({code}.md) | {name} | {severity} | {fix} | {} | {} |",
            summary.zh, summary.en
        );
    }
    keep("docs/rules/README.md", &index);
}

#[test]
fn the_contents_of_the_book_list_every_rule() {
    let summary = read("docs/SUMMARY.md");
    let mut contents = String::new();
    for line in summary.lines().filter(|line| !line.starts_with("  - ")) {
        contents += &format!("{line}\n");
        if line.ends_with("(rules/README.md)") {
            let rules = REGISTRY
                .iter()
                .map(|rule| format!("  - [{} {}](rules/{}.md)\n", rule.code, rule.name, rule.code));
            contents.extend(rules);
        }
    }
    keep("docs/SUMMARY.md", &contents);
}

#[test]
fn the_schema_is_that_of_the_settings() {
    keep("docs/gouji.schema.json", &gouji(&["config", "--schema"], "C"));
}

/// The two commands in the first block of a README: the command to run gouji and the command to
/// test gouji.
fn two_commands(readme: &str) -> [String; 2] {
    let lines: Vec<String> = blocks(readme, "sh")[0].lines().map(str::to_owned).collect();
    lines.try_into().expect("two commands")
}

#[test]
fn the_example_in_the_readmes_is_what_the_program_prints() {
    for (path, locale) in READMES {
        let readme = read(path);
        let [check, _] = two_commands(&readme);
        let arguments: Vec<&str> =
            check.strip_prefix("cargo run --release -- ").expect("a run").split(' ').collect();
        let block = format!("```text\n{}```\n", gouji(&arguments, locale));
        keep(path, &with_output(&readme, &block));
        let colored = gouji(&[&arguments[..], &["--color", "always"]].concat(), locale);
        let image = if path == "README.md" {
            "docs/images/check.svg"
        } else {
            "docs/images/check.zh-CN.svg"
        };
        assert!(readme.contains(image), "{path} shows {image}");
        keep(image, &svg::picture(&format!("$ {check}\n{colored}")));
    }
}

#[test]
fn both_readmes_give_the_same_commands_and_settings() {
    let [english, chinese] = READMES.map(|(path, _)| read(path));
    assert_eq!(blocks(&english, "sh"), blocks(&chinese, "sh"));
    assert_eq!(blocks(&english, "yaml"), blocks(&chinese, "yaml"));
    assert_eq!(blocks(&english, "toml").len(), blocks(&chinese, "toml").len());
    assert!(english.contains("(README.zh-CN.md)") && chinese.contains("(README.md)"));
}

#[test]
fn examples_name_this_version() {
    for path in ["README.md", "README.zh-CN.md", "docs/ci.md"] {
        let text = read(path);
        let named = ["rev: v", "--tag v", "gouji/gouji@v"]
            .into_iter()
            .flat_map(|before| text.split(before).skip(1));
        for version in named.map(|rest| rest.split_whitespace().next().unwrap_or_default()) {
            assert_eq!(version, env!("CARGO_PKG_VERSION"), "{path}");
        }
    }
    for path in ["editors/zed/extension.toml", "editors/zed/Cargo.toml"] {
        assert!(
            read(path).contains(&format!("version = \"{}\"", env!("CARGO_PKG_VERSION"))),
            "{path}"
        );
    }
}

#[test]
fn the_checks_of_a_commit_run_the_tests_as_the_readme_says() {
    let [_, test] = two_commands(&read("README.md"));
    assert!(
        read(".ci/run").lines().any(|line| line.trim() == test),
        ".ci/run has no line `{test}`"
    );
}

#[test]
fn settings_in_the_pages_can_be_read() {
    for path in ["README.md", "README.zh-CN.md", "docs/settings.md"] {
        for block in blocks(&read(path), "toml") {
            let (_, problems) = gouji::settings::read(block, CODES);
            let problems: Vec<String> =
                problems.iter().map(|problem| problem.message.render(Language::En)).collect();
            assert_eq!(problems, Vec::<String>::new(), "{path}:\n{block}");
        }
    }
}

#[test]
fn the_page_of_settings_names_every_key() {
    let page = read("docs/settings.md");
    let schema = gouji::settings::json_schema();
    let objects = std::iter::once(&schema).chain(schema["$defs"].as_object().unwrap().values());
    for key in objects
        .filter_map(|object| object["properties"].as_object())
        .flat_map(|properties| properties.keys())
    {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn hooks_and_pages_name_every_extension() {
    use gouji::settings::{CONVERTED, EXTENSIONS};
    let files = format!("files: (?i)\\.({})$", EXTENSIONS.join("|"));
    for path in [".pre-commit-hooks.yaml", "docs/ci.md"] {
        let text = read(path);
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| line.starts_with("files:")).collect();
        assert!(!lines.is_empty(), "{path} chooses files");
        assert!(lines.iter().all(|line| *line == files), "{path} has no `{files}`");
    }
    let page = read("docs/settings.md");
    for extension in EXTENSIONS.iter().chain(CONVERTED) {
        assert!(page.contains(&format!("`*.{extension}`")), "{extension}");
    }
}
