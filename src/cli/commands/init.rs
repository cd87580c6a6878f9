//! `gouji init`.

use crate::cli::arguments::{Common, Init};
use crate::cli::failure::Failure;
use crate::cli::{Status, inputs, language};
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::settings::FILE_NAMES;
use std::path::{Path, PathBuf};

/// Writes a settings file in which every line is a comment. An existing file stays.
pub(in crate::cli) fn init(init: &Init, common: &Common) -> Status {
    let language = language::choose(common, None);
    let folder = init.folder.as_deref().unwrap_or(Path::new(""));
    let beside = |name: &&str| -> PathBuf { folder.join(name) };
    if let Some(path) = FILE_NAMES.iter().map(beside).find(|path| path.exists()) {
        Failure::new(&path, EXISTS.in_language(language).to_owned()).print();
        return Status::Failed;
    }
    let path = beside(&FILE_NAMES[0]);
    let status = inputs::create(&path, template(language).as_bytes(), language);
    if status == Status::Clean && !common.quiet {
        let shown = path.to_string_lossy().into_owned();
        eprintln!("{}", Message::new(WRITTEN, [Argument::Text(shown)]).render(language));
    }
    status
}

fn template(language: Language) -> &'static str {
    match language {
        Language::Zh => include_str!("settings.zh.toml"),
        Language::En => include_str!("settings.en.toml"),
    }
}

const EXISTS: Wording = Wording::new(
    "已有这个设置文件 — 请直接修改，gouji config 显示生效的设置",
    "the settings file is there already — edit it; gouji config shows the settings in force",
);
const WRITTEN: Wording = Wording::new(
    "写好了 {0}：每一项前都有 #，去掉即生效",
    "wrote {0}: remove the # in front of a setting to use it",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::CODES;
    use crate::settings::{File, read};

    #[test]
    fn every_setting_is_a_comment_that_can_be_used() {
        for language in [Language::Zh, Language::En] {
            let text = template(language);
            assert_eq!(read(text, CODES), (File::default(), Vec::new()));
            let uncommented = |line: &str| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
                _ => String::new(),
            };
            let used: String = text.lines().map(uncommented).collect();
            let (file, problems) = read(&used, CODES);
            assert_eq!(problems, []);
            assert_eq!(file.lang, Some(language));
            assert!(file.organ.len() == 1 && file.government.len() == 1, "{used}");
        }
    }
}
