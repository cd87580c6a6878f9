//! Changes of a report, applied in the way of an editor, byte for byte. `𠮷` and radicals stand
//! before the places.

use crate::client::Client;
use crate::reports::{Folder, URI, checked, replaced, report, report_in, wrong_period};
use gouji::syntax::Layout;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;

const ENCODINGS: [&str; 2] = ["utf-8", "utf-16"];
const FIRST_ROW: &str = "一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3";

/// A report with a wrong first total in table three, in a line with wide words.
fn wrong_total() -> String {
    replaced(
        &report_in(Layout::Spaces),
        FIRST_ROW,
        "𠮷 ⼀、本年新收政府信息公开申请数量 3 0 0 0 0 0 4",
    )
}

fn opened(encoding: &str, text: &str) -> Client {
    let mut client = Client::counting_in(encoding);
    client.open(URI, text);
    client
}

/// The actions for a range of bytes, with the diagnostics shown there.
fn actions(
    client: &mut Client,
    text: &str,
    bytes: std::ops::Range<usize>,
    only: Value,
) -> Vec<Value> {
    let range = client.range_of(text, bytes.start, bytes.end);
    let shown = client.published(URI).pop().map_or(json!([]), |list| list["diagnostics"].clone());
    let mut context = json!({ "diagnostics": shown });
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

#[track_caller]
fn pick<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().starts_with(start));
    found.unwrap_or_else(|| panic!("{start} is not in {:?}", titles(actions)))
}

/// The range of the digit behind `words`.
fn behind(text: &str, words: &str) -> std::ops::Range<usize> {
    let end = text.find(words).expect(words) + words.len();
    end..end + 1
}

#[test]
fn the_single_repair_is_preferred() {
    for encoding in ENCODINGS {
        let text = wrong_total();
        let mut client = opened(encoding, &text);
        let found = actions(&mut client, &text, behind(&text, "数量 3 0 0 0 0 0 "), Value::Null);
        assert_eq!(found[0]["isPreferred"], true, "{:?}", titles(&found));
        assert!(found[1..].iter().all(|action| action.get("isPreferred").is_none()));
        assert_eq!(found[0]["kind"], "quickfix");
        let own = found[0]["diagnostics"].as_array().unwrap();
        assert!(own.iter().any(|shown| shown["code"] == "A001"), "{own:?}");
        let mended = client.applied(URI, &text, &found[0]["edit"]);
        assert_eq!(mended, text.replace("3 0 0 0 0 0 4", "3 0 0 0 0 0 3"));
        assert_eq!(checked(&mended), ["C001"]);
        client.leave();
    }
}

#[test]
fn both_directions_are_offered_where_either_may_be_wrong() {
    for encoding in ENCODINGS {
        let text = replaced(
            &report_in(Layout::Spaces),
            "\n0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
            "\n1 0 0 0 2 0 0 0 0 0 0 0 0 0 0\n",
        );
        let mut client = opened(encoding, &text);
        assert_eq!(checked(&text), ["A004"]);
        let found = actions(&mut client, &text, behind(&text, "\n1 0 0 0 "), json!(["quickfix"]));
        let mended: Vec<String> = found
            .iter()
            .filter(|action| action["title"].as_str().unwrap().contains("改为"))
            .map(|action| client.applied(URI, &text, &action["edit"]))
            .collect();
        assert_eq!(
            mended,
            [
                text.replace("\n1 0 0 0 2 ", "\n1 0 0 0 1 "),
                text.replace("\n1 0 0 0 2 ", "\n2 0 0 0 2 ")
            ]
        );
        assert!(found.iter().all(|action| action.get("isPreferred").is_none()));
        mended.iter().for_each(|text| assert_eq!(checked(text), [""; 0]));
        client.leave();
    }
}

/// A report with many mistakes: `gouji check --fix` and the editor produce the same bytes.
#[test]
fn all_safe_fixes_are_those_of_the_command_line() {
    let text = wrong_total()
        .replace("规章 ", "规\u{200b}章 ")
        .replace("六、其他需要报告的事项", "五、其他事项")
        .replace("我局", "⽤我局")
        .replace('\n', "\r\n");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2023.txt");
    std::fs::write(&file, &text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--fix"])
        .arg(&file)
        .output()
        .unwrap();
    assert_ne!(output.status.code(), Some(2));
    let expected = std::fs::read_to_string(&file).unwrap();
    assert_ne!(expected, text);
    for encoding in ENCODINGS {
        for only in ["source.fixAll.gouji", "source.fixAll", "source"] {
            let mut client = opened(encoding, &text);
            let found = actions(&mut client, &text, 0..0, json!([only]));
            assert_eq!(
                (found.len(), &found[0]["kind"]),
                (1, &json!("source.fixAll.gouji")),
                "{only}"
            );
            assert_eq!(client.applied(URI, &text, &found[0]["edit"]), expected);
            client.leave();
        }
        let mut client = opened(encoding, &text);
        assert_eq!(
            actions(&mut client, &text, 0..0, json!(["source.organizeImports"])),
            [] as [Value; 0]
        );
        client.request(
            "workspace/executeCommand",
            json!({ "command": "gouji.fixAll", "arguments": [URI] }),
        );
        let asked = client.wait_for("workspace/applyEdit");
        assert_eq!(client.applied(URI, &text, &asked["edit"]), expected);
        client.leave();
    }
}

#[test]
fn all_totals_of_a_table_are_recomputed() {
    for encoding in ENCODINGS {
        let text = wrong_total().replace("1.属于国家秘密 0 ", "1.属于国家秘密 2 ");
        let mut client = opened(encoding, &text);
        let found =
            actions(&mut client, &text, behind(&text, "1.属于国家秘密 2 "), json!(["refactor"]));
        let mended = client.applied(URI, &text, &pick(&found, "重算本表全部合计")["edit"]);
        assert_eq!(
            checked(&mended),
            ["C001", "A003", "A003"],
            "the sums hold; what came in and what was settled differ"
        );
        client.request(
            "workspace/executeCommand",
            json!({ "command": "gouji.recompute", "arguments": [URI, 3] }),
        );
        let asked = client.wait_for("workspace/applyEdit");
        assert_eq!(client.applied(URI, &text, &asked["edit"]), mended);
        // The lens over the table has the same command.
        let lens = client.about("textDocument/codeLens", URI)[0]["command"].clone();
        client.request(
            "workspace/executeCommand",
            json!({ "command": lens["command"], "arguments": lens["arguments"] }),
        );
        let asked = client.wait_for("workspace/applyEdit");
        assert_eq!(client.applied(URI, &text, &asked["edit"]), mended);
        client.leave();
    }
}

#[test]
fn what_is_missing_is_completed() {
    for encoding in ENCODINGS {
        for layout in Layout::ALL {
            let whole = report_in(layout);
            let line = |words: &str| whole[..whole.find(words).unwrap()].rfind('\n').unwrap() + 1;
            let text =
                whole[..line("三、收到和处理")].to_owned() + &whole[line("五、存在的主要")..];
            let mut client = opened(encoding, &text);
            let at = text.find("二、主动公开").unwrap();
            let found = actions(&mut client, &text, at..at, json!(["quickfix"]));
            let mended = client.applied(URI, &text, &pick(&found, "补全缺失")["edit"]);
            let left = checked(&mended);
            assert!(left.iter().all(|code| *code == "T009"), "{layout:?} {left:?}");
            client.request(
                "workspace/executeCommand",
                json!({ "command": "gouji.addMissing", "arguments": [URI] }),
            );
            let asked = client.wait_for("workspace/applyEdit");
            assert_eq!(client.applied(URI, &text, &asked["edit"]), mended);
            client.leave();
        }
    }
}

#[test]
fn a_client_without_literals_runs_commands() {
    let mut client = Client::start_with(
        json!({}),
        json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": null } } }),
    );
    assert_eq!(client.capabilities["codeActionProvider"], true);
    let text = wrong_total();
    client.open(URI, &text);
    let found = actions(&mut client, &text, behind(&text, "数量 3 0 0 0 0 0 "), Value::Null);
    assert!(
        found.iter().all(|action| action["command"].is_string() && action.get("edit").is_none()),
        "{found:?}"
    );
    client.request(
        "workspace/executeCommand",
        json!({ "command": found[0]["command"], "arguments": found[0]["arguments"] }),
    );
    let asked = client.wait_for("workspace/applyEdit");
    assert_eq!(checked(&client.applied(URI, &text, &asked["edit"])), ["C001"]);
    // The document has changed, so the server applies nothing and shows a message.
    client.change(URI, 2, crate::client::range((0, 0), (0, 0)), "");
    client.request(
        "workspace/executeCommand",
        json!({ "command": found[0]["command"], "arguments": found[0]["arguments"] }),
    );
    assert!(
        client.wait_for("window/showMessage")["message"].as_str().unwrap().contains("文档已经改动")
    );
    client.leave();
}

#[test]
fn nothing_rests_on_data_or_on_preference() {
    let plain = json!({ "dataSupport": false, "isPreferredSupport": false, "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let edits = json!({ "documentChanges": false, "resourceOperations": [] });
    let abilities =
        json!({ "textDocument": { "codeAction": plain }, "workspace": { "workspaceEdit": edits } });
    let mut client = Client::start_with(json!({}), abilities);
    let text = wrong_total();
    client.open(URI, &text);
    let found = actions(&mut client, &text, behind(&text, "数量 3 0 0 0 0 0 "), Value::Null);
    for action in &found {
        assert!(action.get("data").is_none() && action.get("isPreferred").is_none(), "{action}");
        assert!(action["edit"].get("documentChanges").is_none(), "{action}");
    }
    assert_eq!(checked(&client.applied(URI, &text, &found[0]["edit"])), ["C001"]);
    client.leave();
}

/// A workspace folder, with the URIs of a report and of the settings in the folder.
fn workspace(settings: Option<&str>) -> (Folder, String, String) {
    let folder = Folder::new(&[]);
    settings.into_iter().for_each(|settings| folder.write("gouji.toml", settings));
    let (uri, settings) = (folder.uri("2023.md"), folder.uri("gouji.toml"));
    (folder, uri, settings)
}

/// The edit that accepts P001 of the text.
fn acceptance(client: &mut Client, uri: &str, text: &str) -> Value {
    let range = client.place(text, "2022年1月1日");
    let params =
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let found = client.request("textDocument/codeAction", params);
    pick(found.as_array().unwrap(), "接受 P001 并注明理由")["edit"].clone()
}

#[test]
fn accepting_writes_the_settings_or_creates_them() {
    let text = wrong_period();
    for before in [None, Some("# 我们的\nignore = [\"P004\"] # 看过\n"), Some("lang = \"zh\"\r\n")]
    {
        let (folder, uri, settings) = workspace(before);
        let mut client = Client::start_with(folder.as_workspace(), json!({}));
        client.open(&uri, &text);
        assert_eq!(client.published(&uri).len(), 1);
        let mut files: BTreeMap<String, String> =
            before.map(|text| (settings.clone(), text.to_owned())).into_iter().collect();
        let edit = acceptance(&mut client, &uri, &text);
        client.apply(&edit, &mut files);
        let written = &files[&settings];
        let newline = if before.is_some_and(|text| text.contains('\r')) { "\r\n" } else { "\n" };
        let entry = [
            "[[accept]]",
            "file = \"2023.md\"",
            "code = \"P001\"",
            "at = \"前言\"",
            "reason = \"请写明理由\"",
            "",
        ]
        .join(newline);
        assert_eq!(
            *written,
            before.map_or_else(String::new, |text| text.to_owned() + newline) + &entry
        );
        folder.write("gouji.toml", written);
        client.notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": settings, "type": 2 }] }),
        );
        let said = client.published(&settings)[0]["diagnostics"][0]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(
            said.contains("理由还是“请写明理由”，不起作用"),
            "it stays until its reason is written: {said}"
        );
        folder.write("gouji.toml", &written.replace("请写明理由", "上年十二月成立"));
        client.notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": settings, "type": 2 }] }),
        );
        assert_eq!(client.published(&uri)[0]["diagnostics"], json!([]), "accepted");
        // The command accepts the finding with a reason.
        client.request("workspace/executeCommand", json!({ "command": "gouji.accept", "arguments": [uri, "P001", "前言", "上年十二月成立"] }));
        assert!(
            client.wait_for("window/showMessage")["message"].as_str().unwrap().contains("P001"),
            "it is there no more"
        );
        client.leave();
    }
}

#[test]
fn a_reason_comes_with_the_command() {
    let (folder, uri, settings) = workspace(None);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    client.open(&uri, &wrong_period());
    client.request(
        "workspace/executeCommand",
        json!({ "command": "gouji.accept", "arguments": [uri, "p001", "前言", " 上年成立 "] }),
    );
    let mut files = BTreeMap::new();
    let asked = client.wait_for("workspace/applyEdit");
    client.apply(&asked["edit"], &mut files);
    assert!(files[&settings].ends_with("reason = \"上年成立\"\n"), "{files:?}");
    client.leave();
}

#[test]
fn accepting_adds_to_the_settings_as_they_are_in_the_editor() {
    let text = wrong_period();
    let saved = "lang = \"zh\"\n";
    let (folder, uri, settings) = workspace(Some(saved));
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    client.open(&uri, &text);
    let unsaved = "# 𠮷年起\nlang = \"zh\"\n\n[report]\nlevel = \"department\"\n";
    client.open(&settings, unsaved);
    let edit = acceptance(&mut client, &uri, &text);
    assert_eq!(edit["documentChanges"][0]["textDocument"]["version"], 1, "{edit}");
    let mut files = BTreeMap::from([(settings.clone(), unsaved.to_owned())]);
    client.apply(&edit, &mut files);
    assert!(
        files[&settings].starts_with(&format!("{unsaved}\n[[accept]]\nfile = \"2023.md\"\n")),
        "{files:?}"
    );
    // After the file is closed, the edit changes the file on disk.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": settings } }));
    let mut files = BTreeMap::from([(settings.clone(), saved.to_owned())]);
    let edit = acceptance(&mut client, &uri, &text);
    client.apply(&edit, &mut files);
    assert!(files[&settings].starts_with("lang = \"zh\"\n\n[[accept]]\n"), "{files:?}");
    client.leave();
}

#[test]
fn broken_settings_are_not_added_to() {
    for before in ["lang = ", "unheard_of = 1\n"] {
        let (folder, uri, _) = workspace(Some(before));
        let mut client = Client::start_with(folder.as_workspace(), json!({}));
        client.open(&uri, &wrong_period());
        client.request(
            "workspace/executeCommand",
            json!({ "command": "gouji.accept", "arguments": [uri, "P001", "前言"] }),
        );
        assert!(
            client.wait_for("window/showMessage")["message"]
                .as_str()
                .unwrap()
                .contains("gouji.toml 有错误"),
            "{before}"
        );
        client.leave();
    }
}

#[test]
fn commands_that_make_no_sense_are_refused() {
    let mut client = Client::start();
    client.open(URI, &report());
    for (command, arguments) in [
        ("gouji.unheardOf", json!([URI])),
        ("gouji.recompute", json!([])),
        ("gouji.recompute", json!([URI, 5])),
        ("gouji.recompute", json!(["file:///not-open.md"])),
        ("gouji.accept", json!([URI, 3])),
    ] {
        let id = client
            .ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
        assert_eq!(client.answer(id)["error"]["code"], -32602, "{command} {arguments}");
    }
    for command in client.capabilities["executeCommandProvider"]["commands"].as_array().unwrap() {
        assert!(command.as_str().unwrap().starts_with("gouji."));
    }
    client.leave();
}

#[test]
fn a_table_is_aligned_and_no_word_changed() {
    for encoding in ENCODINGS {
        let text = replaced(&report(), "| 规章 | 0 | 0 | 0 |", "| 规章 | 0 |0|  0 |\n| 𠮷⼈ | 1 |")
            .replace("\n| 𠮷⼈ | 1 |", "");
        let mut client = opened(encoding, &text);
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let edits = client.request(
            "textDocument/formatting",
            json!({ "textDocument": { "uri": URI }, "options": options }),
        );
        let formatted = client.edited(&text, &edits);
        let words =
            |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>();
        assert_eq!(words(&formatted), words(&text));
        assert_eq!(checked(&formatted), [""; 0]);
        client.replace(URI, 2, &formatted);
        let edits = client.request(
            "textDocument/formatting",
            json!({ "textDocument": { "uri": URI }, "options": options }),
        );
        assert_eq!(edits, json!([]), "a second time");
        // Formatting a range gives the same result as formatting the whole document.
        client.replace(URI, 3, &text);
        let at = text.find("| 规章").unwrap();
        let range = client.range_of(&text, at, at + text[at..].find('\n').unwrap());
        let edits = client.request(
            "textDocument/rangeFormatting",
            json!({ "textDocument": { "uri": URI }, "range": range, "options": options }),
        );
        let part = client.edited(&text, &edits);
        let row =
            |text: &str| text.lines().find(|line| line.starts_with("| 规章")).unwrap().to_owned();
        assert_eq!(part, text.replace(&row(&text), &row(&formatted)));
        assert_ne!(part, text);
        client.leave();
    }
}

#[test]
fn what_is_completed_is_the_forms_own() {
    for encoding in ENCODINGS {
        for layout in Layout::ALL {
            let whole = report_in(layout);
            let at = whole[..whole.find("六、其他需要").unwrap()].rfind('\n').unwrap() + 1;
            let end = at + whole[at..].find('\n').unwrap();
            let typed = if layout == Layout::Markdown { "## 六、" } else { "六、" };
            let text = whole[..at].to_owned() + typed + &whole[end..];
            let mut client = opened(encoding, &text);
            let position =
                client.range_of(&text, at + typed.len(), at + typed.len())["start"].clone();
            let params = json!({ "textDocument": { "uri": URI }, "position": position, "context": { "triggerKind": 2, "triggerCharacter": "、" } });
            let list = client.request("textDocument/completion", params);
            let item = &list["items"][0];
            assert_eq!(item["label"], "六、其他需要报告的事项", "{layout:?} {list}");
            assert_eq!(client.edited(&text, &json!([item["textEdit"]])), whole, "{layout:?}");
            client.leave();
        }
    }
}

#[test]
fn an_empty_document_becomes_a_whole_report() {
    let mut client = Client::start_with(
        json!({}),
        json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": false } } } }),
    );
    client.open(URI, "");
    let params = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 }, "context": { "triggerKind": 1 } });
    let list = client.request("textDocument/completion", params);
    let item = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["label"].as_str().unwrap().contains("年度报告"))
        .expect("a report");
    assert_eq!(item["insertTextFormat"].as_i64().unwrap_or(1), 1, "no snippet");
    let made = client.edited("", &json!([item["textEdit"]]));
    assert!(checked(&made).iter().all(|code| *code == "S008"), "{:?}", checked(&made));
    client.leave();
}
