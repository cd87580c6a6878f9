//! Accepts a finding: by an entry in gouji.toml, or by a comment in a Markdown report.
//!
//! Both need a reason. If the client has not asked for a reason, a placeholder asks the person to
//! write the reason. The settings stay readable with the placeholder, but the finding stays until a
//! person replaces the placeholder.

use super::change::Change;
use super::repairs;
use crate::diagnostic::{Argument, Diagnostic, Edit, IgnoreComment, Message, Wording};
use crate::rules::{self, Check};
use crate::server::core::view::View;
use crate::settings::{Accept, FILE_NAMES, PLACEHOLDER, add_entry};
use crate::source::ignore_comment;
use crate::text::TextRange;
use crate::write;
use std::path::{Path, PathBuf};

const NO_FILE: Wording = Wording::new(
    "请先把文档存为文件：接受的理由要写在文件旁边的 gouji.toml 中",
    "save the document first: the entry goes into a gouji.toml beside it",
);
const ELSEWHERE: Wording = Wording::new(
    "设置文件 {0} 不在工作区内，不作改动 — 请在那里手工添加接受记录",
    "the settings file {0} is outside the workspace and is not touched — add the entry there by hand",
);
const CANNOT_CREATE: Wording = Wording::new(
    "编辑器不能新建文件 — 请先建一个空的 gouji.toml",
    "the editor cannot create files — create an empty gouji.toml first",
);
const BAD_SETTINGS: Wording = Wording::new(
    "gouji.toml 有错误，无法添加接受记录 — 请先改正",
    "gouji.toml has mistakes — mend them before adding to it",
);
const NEVER_ACCEPTED: Wording = Wording::new(
    "{0} 说的是设置和注释本身，不能接受",
    "{0} speaks of settings and comments and cannot be accepted",
);

/// The change that writes an `[[accept]]` entry for a finding. The entry goes into the settings
/// file in force. Without a settings file, a new file is created in the workspace folder, or else
/// beside the document.
///
/// # Errors
/// If no writable settings file is possible.
pub fn entry(view: &View, found: &Diagnostic, reason: Option<&str>) -> Result<Change, Message> {
    if !can_stand(found) {
        return Err(Message::new(NEVER_ACCEPTED, [Argument::from(found.code)]));
    }
    let path = view.path.ok_or(Message::plain(NO_FILE))?;
    if view.settings_broken {
        return Err(Message::plain(BAD_SETTINGS));
    }
    let accept = |file: String| Accept {
        file,
        code: found.code.to_owned(),
        at: Some(found.place.to_string()),
        reason: reason_or_words(view, reason),
        ..Accept::default()
    };
    let Some(settings) = &view.settings.file else {
        if !view.client.creates_files {
            return Err(Message::plain(CANNOT_CREATE));
        }
        let (target, file) = new_file(view, path).ok_or(Message::plain(NO_FILE))?;
        let added = add_entry("", &accept(file)).ok_or(Message::plain(BAD_SETTINGS))?;
        let is_told = target.is_absolute();
        let created = Change::NewFile { path: target, text: added.content };
        return is_told.then_some(created).ok_or(Message::plain(NO_FILE));
    };
    let outside =
        || Message::new(ELSEWHERE, [Argument::from(settings.path.to_string_lossy().into_owned())]);
    let inside = view.root.is_some_and(|root| settings.path.starts_with(root))
        || path.parent() == settings.path.parent();
    let file = view.settings.relative(path).filter(|_| inside).ok_or_else(outside)?;
    let added = |text: &str| {
        let added = add_entry(text, &accept(file)).ok_or(Message::plain(BAD_SETTINGS))?;
        Ok(Change::Settings(vec![added]))
    };
    // The edits apply to the client's unsaved text of the settings file.
    if let Some(buffer) = view.settings_buffer {
        return added(&buffer.document.text());
    }
    if !settings.path.is_absolute() {
        return Err(outside());
    }
    added(&settings.text)
}

/// The change that inserts an ignore comment: above the line of a finding in a Markdown document,
/// and before the finding in a page or in a table of HTML. `None` in other documents, and if an
/// inserted line would break a table or the front matter.
pub fn comment(view: &View, found: &Diagnostic) -> Option<Change> {
    if !can_stand(found) {
        return None;
    }
    if let Some(page) = view.page.filter(|page| {
        let is_in_table = || page.projection().elements_around(found.range).next().is_some();
        page.is_html() || is_in_table()
    }) {
        let at = page.projection().source(found.range).start;
        let content = ignore_comment::written(found.code, &view.word(PLACEHOLDER));
        return Some(Change::Page(vec![Edit { range: TextRange::at(at), content }]));
    }
    if !view.is_markdown() {
        return None;
    }
    let placed = view.document.report_at(found.range.start);
    let text = placed.report.text();
    let at = found.range.start.checked_sub(placed.start)?;
    let reason = view.word(PLACEHOLDER);
    let comment = IgnoreComment { at, code: found.code.to_owned(), reason };
    let edit = write::comment(text, placed.report.tree(), &comment)?;
    let is_first = placed.start + edit.range.start == 0;
    if is_first && text.starts_with("---") {
        return None;
    }
    let edit = Edit { range: edit.range.shifted(placed.start), ..edit };
    repairs::change_of_edits(view, vec![edit])
}

/// Whether a person may accept the finding.
fn can_stand(found: &Diagnostic) -> bool {
    rules::rule(found.code).is_some_and(|rule| !matches!(rule.check, Check::Settings))
}

fn reason_or_words(view: &View, reason: Option<&str>) -> String {
    let given = reason.map(str::trim).filter(|reason| !reason.is_empty());
    given.map_or_else(|| view.word(PLACEHOLDER), str::to_owned)
}

/// The path of the new settings file for the document at `path`, and the name of the document in
/// the file.
fn new_file(view: &View, path: &Path) -> Option<(PathBuf, String)> {
    let folder = view.root.filter(|root| path.starts_with(root)).or(path.parent())?;
    let parts: Vec<_> = path
        .strip_prefix(folder)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    Some((folder.join(FILE_NAMES[0]), parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Language, apply};
    use crate::document::Document;
    use crate::lint::{Options, Request};
    use crate::rules::CODES;
    use crate::server::core::features::testing::{applied, report, second};
    use crate::server::core::view::Client;
    use crate::settings::Settings;
    use crate::syntax::Layout;
    use crate::text::line_end;
    use std::sync::Arc;

    /// Calls `look` with a view of a file below `/work/reports` with these settings, and with the
    /// first finding of the file.
    fn at_first<T>(
        text: &str,
        settings: Option<(&str, &str)>,
        client: Client,
        look: impl FnOnce(&View, &Diagnostic) -> T,
    ) -> T {
        let settings = settings.map(|(path, text)| {
            Settings::from_text(PathBuf::from(path), text.to_owned(), CODES).unwrap()
        });
        let settings = Arc::new(settings.unwrap_or_default());
        let document = Document::new(text, Options::default());
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let findings = document.findings(&request).unwrap_or_default().diagnostics;
        let uri = "file:///work/reports/2023/%E7%94%B2.md".parse().unwrap();
        let (path, root) = (Path::new("/work/reports/2023/甲.md"), Path::new("/work/reports"));
        let view = View {
            uri: &uri,
            version: 1,
            path: Some(path),
            root: Some(root),
            document: &document,
            page: None,
            findings: &findings,
            settings: &settings,
            settings_buffer: None,
            settings_broken: false,
            client: &client,
            stop: None,
        };
        look(&view, &findings[0])
    }

    fn commented(view: &View, found: &Diagnostic) -> String {
        applied(view, &comment(view, found).unwrap())
    }

    fn wrong() -> String {
        second(&report(Layout::Markdown, &[((2, 0, 1), "4")]))
    }

    #[test]
    fn an_entry_goes_to_the_end_of_the_settings_and_is_read_back() {
        let settings = "# 我们的设置\nlang = \"zh\"  # 中文𠮷";
        at_first(
            &wrong(),
            Some(("/work/reports/gouji.toml", settings)),
            Client::default(),
            |view, found| {
                let change = entry(view, found, None).unwrap();
                let Change::Settings(edits) = &change else { panic!("{change:?}") };
                let text = apply(settings, edits);
                let place = "云溪县𠮷山园林局 2023/表四/行政复议/总计";
                assert_eq!(
                    text,
                    format!(
                        "{settings}\n\n[[accept]]\nfile = \"2023/甲.md\"\ncode = \"A004\"\nat = \"{place}\"\nreason = \"请写明理由\"\n"
                    )
                );
                let left = |text: &str| {
                    let settings = Settings::from_text(
                        PathBuf::from("/work/reports/gouji.toml"),
                        text.to_owned(),
                        CODES,
                    )
                    .unwrap();
                    let request = Request {
                        settings: &settings,
                        file: Some("2023/甲.md"),
                        baseline: None,
                        year: None,
                    };
                    let left = view.document.findings(&request).unwrap();
                    (left.diagnostics.len(), left.unused_accepts)
                };
                assert_eq!(left(&text), (1, vec![0]), "the reason is still to be written");
                assert_eq!(left(&text.replace("请写明理由", "原件如此")), (0, vec![]));
                let given = entry(view, found, Some(" 已\"核对\" ")).unwrap();
                let Change::Settings(given) = given else { panic!("{given:?}") };
                assert!(given[0].content.contains("reason = '已\"核对\"'"), "{given:?}");
            },
        );
    }

    #[test]
    fn without_settings_a_file_is_created_in_the_workspace() {
        at_first(&wrong(), None, Client::default(), |view, found| {
            let created = |view: &View| match entry(view, found, None).unwrap() {
                Change::NewFile { path, text } => (path, text),
                change => panic!("{change:?}"),
            };
            let (path, text) = created(view);
            assert_eq!(path, Path::new("/work/reports/gouji.toml"));
            assert!(text.starts_with("[[accept]]\nfile = \"2023/甲.md\"\n"), "{text}");
            let beside = View { root: None, ..*view };
            assert_eq!(created(&beside).0, Path::new("/work/reports/2023/gouji.toml"));
            assert_eq!(
                entry(&View { path: None, ..*view }, found, None).unwrap_err().wording,
                NO_FILE
            );
        });
        let client = Client { creates_files: false, ..Client::default() };
        at_first(&wrong(), None, client, |view, found| {
            assert_eq!(entry(view, found, None).unwrap_err().wording, CANNOT_CREATE)
        });
    }

    #[test]
    fn settings_outside_the_workspace_are_never_touched() {
        for path in ["/work/gouji.toml", "/gouji.toml", "/work/reports-old/gouji.toml"] {
            at_first(&wrong(), Some((path, "")), Client::default(), |view, found| {
                assert_eq!(entry(view, found, None).unwrap_err().wording, ELSEWHERE, "{path}");
            });
        }
        at_first(
            &wrong(),
            Some(("/work/reports/2023/gouji.toml", "")),
            Client::default(),
            |view, found| {
                assert!(entry(&View { root: None, ..*view }, found, None).is_ok());
            },
        );
    }

    #[test]
    fn a_comment_stands_above_the_finding_and_silences_it() {
        for text in [
            wrong().replace("## 六、其他需要报告的事项", "## 六、其他事项"),
            wrong().replace("未收取", "𠮷⼀，未收取").replace('\n', "\r\n"),
        ] {
            at_first(
                &text,
                None,
                Client { language: Language::En, ..Client::default() },
                |view, _| {
                    let found = view.findings.iter().rfind(|found| found.code != "A004").unwrap();
                    let mended = commented(view, found);
                    let start = mended.find("<!-- gouji-ignore ").unwrap();
                    assert!(mended[start..].starts_with(&format!(
                        "<!-- gouji-ignore {}: write down the reason -->{}",
                        found.code,
                        line_end(&text)
                    )));
                    let request =
                        Request { settings: view.settings, file: None, baseline: None, year: None };
                    let left = |text: &str| crate::lint::lint(text, &request).unwrap().diagnostics;
                    assert_eq!(
                        left(&mended).len(),
                        view.findings.len() + 1,
                        "it stays, and so that its reason is written"
                    );
                    assert_eq!(
                        left(&mended.replace("write down the reason", "原件如此")).len(),
                        view.findings.len() - 1,
                        "{mended}"
                    );
                },
            );
        }
    }

    #[test]
    fn a_second_comment_stands_beside_the_first() {
        let text =
            report(Layout::Markdown, &[]).replace("六、其他需要报告的事项", "七、其他\u{200b}事项");
        at_first(&text, None, Client::default(), |view, found| {
            let first = commented(view, found).replace("请写明理由", "原件如此");
            at_first(&first, None, Client::default(), |view, next| {
                assert_ne!(next.code, found.code);
                let both = commented(view, next);
                assert_eq!(both.matches("gouji-ignore").count(), 2);
                let both = both.replace("请写明理由", "原件如此");
                let left = crate::lint::lint(
                    &both,
                    &Request { settings: view.settings, file: None, baseline: None, year: None },
                );
                assert_eq!(left.unwrap().diagnostics.len(), view.findings.len() - 1, "{both}");
            });
        });
    }

    #[test]
    fn a_table_is_never_broken_by_a_comment() {
        for layout in Layout::ALL {
            at_first(
                &report(layout, &[((2, 0, 1), "4")]),
                None,
                Client::default(),
                |view, found| {
                    assert_eq!(found.code, "A004");
                    assert_eq!(comment(view, found), None, "{layout:?}");
                },
            );
        }
    }
}
