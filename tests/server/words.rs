//! In a Chinese session, all text for the writer is Chinese.

use crate::client::Client;
use crate::reports::{Folder, URI, report, report_in};
use gouji::syntax::Layout;
use serde_json::{Value, json};

/// Keys with strings that an editor shows.
const SHOWN: [&str; 8] =
    ["title", "label", "detail", "documentation", "message", "tooltip", "value", "name"];
/// Names that are the same in Chinese.
const NAMES: [&str; 3] = ["gouji", "gouji.toml", "reason"];

/// The strings of an answer that an editor shows.
fn shown(value: &Value, key: &str, out: &mut Vec<String>) {
    match value {
        Value::String(words) if SHOWN.contains(&key) => out.push(words.clone()),
        Value::Array(values) => values.iter().for_each(|value| shown(value, key, out)),
        Value::Object(values) => values.iter().for_each(|(key, value)| shown(value, key, out)),
        _ => {}
    }
}

#[track_caller]
fn assert_chinese(answer: &Value) -> usize {
    let mut words = Vec::new();
    shown(answer, "", &mut words);
    for said in &words {
        let mut foreign = said
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .map(|word| word.trim_matches('.'));
        let is_foreign = |word: &&str| {
            word.chars().filter(char::is_ascii_lowercase).count() > 2 && !NAMES.contains(word)
        };
        assert_eq!(foreign.find(is_foreign), None, "{said}");
    }
    words.len()
}

#[test]
fn everything_is_said_in_chinese() {
    for layout in [Layout::Markdown, Layout::Tabs] {
        let separator = if layout == Layout::Markdown { " | " } else { "\t" };
        let text = report_in(layout)
            .replace("2023年1月1日", "2022年1月1日")
            .replacen(
                &format!("3{separator}0{separator}0"),
                &format!("2{separator}0{separator}0"),
                1,
            )
            .replace("六、其他需要报告的事项", "六、其他事项")
            .replace("我局依法主动公开信息", "收到政府信息公开申请5件");
        let folder = Folder::new(&[("2023.md", &report())]);
        let mut client = Client::start_with(
            folder.as_workspace(),
            json!({ "workspace": { "codeLens": { "refreshSupport": true } } }),
        );
        client.open(URI, &text);
        let mut count = assert_chinese(&json!(client.published(URI)));
        for method in
            ["textDocument/documentSymbol", "textDocument/codeLens", "textDocument/documentLink"]
        {
            count += assert_chinese(&client.about(method, URI));
        }
        let whole = client.range_of(&text, 0, text.len());
        count += assert_chinese(&client.request(
            "textDocument/inlayHint",
            json!({ "textDocument": { "uri": URI }, "range": whole }),
        ));
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(9).collect();
        for at in places {
            let place = client.range_of(&text, at, at);
            for method in ["textDocument/hover", "textDocument/completion"] {
                let mut answer = client.at(method, URI, &place["start"]);
                if let Some(contents) = answer.get_mut("contents") {
                    // The kind of the markup is not text for the writer.
                    contents["kind"] = Value::Null;
                }
                count += assert_chinese(&answer);
            }
            let params = json!({ "textDocument": { "uri": URI }, "range": place, "context": { "diagnostics": [] } });
            let mut actions = client.request("textDocument/codeAction", params);
            for action in actions.as_array_mut().unwrap() {
                action["edit"] = Value::Null;
            }
            count += assert_chinese(&actions);
        }
        count += assert_chinese(&client.request("workspace/symbol", json!({ "query": "云溪" })));
        assert!(count > 300, "{count}");
        // Messages other than answers: progress, and failures.
        client.request(
            "workspace/executeCommand",
            json!({ "command": "gouji.checkFolder", "arguments": [folder.uri("")] }),
        );
        assert_chinese(&client.wait_for("window/showMessage"));
        let asked = [json!(["file:///none.md"]), json!([URI, "A001", "表三"]), json!([])];
        for (command, arguments) in
            ["gouji.fixAll", "gouji.ignore", "gouji.nothing"].into_iter().zip(asked)
        {
            let id = client.ask(
                "workspace/executeCommand",
                json!({ "command": command, "arguments": arguments }),
            );
            let answer = client.answer(id);
            let message = answer["error"]["message"]
                .as_str()
                .unwrap_or_default()
                .replace("file:///none.md", "")
                .replace(command, "");
            assert_chinese(&json!({ "message": message }));
        }
        client.settle();
        for message in &client.heard {
            assert_chinese(message);
        }
        client.leave();
    }
}

#[test]
fn a_symbol_of_the_workspace_names_its_file() {
    let folder = Folder::new(&[
        ("2023/园林局.md", &report()),
        ("2022.md", &report().replace("2023年", "2022年")),
    ]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let open = folder.uri("2023/园林局.md");
    client.open(&open, &report());
    let found = client.request("workspace/symbol", json!({ "query": "" }));
    let files: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| (symbol["name"].as_str(), symbol["containerName"].as_str()))
        .collect();
    assert_eq!(
        files,
        [
            (Some("云溪县园林局 2022"), Some("2022.md")),
            (Some("云溪县园林局 2023"), Some("2023/园林局.md"))
        ]
    );
    client.leave();
}

#[test]
fn writing_is_as_the_clients_user_has_set_it() {
    let mut text = report();
    let row = text.find("（一）予以公开").unwrap();
    let digit = row + text[row..].find('3').unwrap() + 1;
    text.replace_range(digit - 1..digit, "4");
    let asked = |client: &mut Client| {
        let place = client.range_of(&text, digit, digit);
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let params = json!({ "textDocument": { "uri": URI }, "position": place["start"], "ch": "4", "options": options });
        let typed = client.request("textDocument/onTypeFormatting", params);
        let formatted = client.request(
            "textDocument/formatting",
            json!({ "textDocument": { "uri": URI }, "options": options }),
        );
        (client.edited(&text, &typed), client.edited(&text, &formatted))
    };
    let mut client = Client::start();
    assert_eq!(client.capabilities["documentOnTypeFormattingProvider"], Value::Null);
    client.open(URI, &text);
    let (typed, narrow) = asked(&mut client);
    assert_eq!(typed, text);
    let settings =
        json!({ "gouji": { "format": { "ambiguousWidth": "wide", "totalsFollow": "no" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    let (typed, wide) = asked(&mut client);
    assert_eq!(typed, text, "what makes no sense is not set");
    assert_ne!(wide, narrow, "“三安全一稳定” is wider");
    client.leave();
    let mut client = Client::start_with(
        json!({ "initializationOptions": { "format": { "totalsFollow": true } } }),
        json!({}),
    );
    assert_eq!(
        client.capabilities["documentOnTypeFormattingProvider"]["firstTriggerCharacter"],
        "0"
    );
    client.open(URI, &text);
    let (typed, _) = asked(&mut client);
    let sums = |text: &str| {
        gouji::lint::check(text, &Default::default())
            .unwrap()
            .iter()
            .filter(|found| matches!(found.code, "A001" | "A002"))
            .count()
    };
    assert!(sums(&text) > 0);
    assert_eq!(sums(&typed), 0, "{typed}");
    client.leave();
}

/// The client asks on type as soon as the setting is on, and stops when the setting is off.
#[test]
fn totals_follow_as_soon_as_that_is_set() {
    let able = json!({ "textDocument": { "onTypeFormatting": { "dynamicRegistration": true } } });
    let mut client = Client::start_with(json!({}), able.clone());
    let set = |client: &mut Client, follow: bool| {
        let settings = json!({ "gouji": { "format": { "totalsFollow": follow } } });
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    };
    set(&mut client, true);
    let registration = client.wait_for("client/registerCapability")["registrations"][0].clone();
    assert_eq!(registration["method"], "textDocument/onTypeFormatting");
    let options = &registration["registerOptions"];
    assert_eq!(
        (&options["firstTriggerCharacter"], options.get("documentSelector")),
        (&json!("0"), Some(&Value::Null))
    );
    set(&mut client, true);
    set(&mut client, false);
    // The protocol has this spelling.
    let gone = client.wait_for("client/unregisterCapability")["unregisterations"][0].clone();
    assert_eq!((&gone["id"], &gone["method"]), (&registration["id"], &registration["method"]));
    assert!(
        client.heard.iter().all(|heard| heard["method"] != "client/registerCapability"),
        "{:?}",
        client.heard
    );
    client.leave();
    // A setting from the start needs no registration later.
    let mut client = Client::start_with(
        json!({ "initializationOptions": { "format": { "totalsFollow": true } } }),
        able,
    );
    set(&mut client, false);
    client.settle();
    assert!(
        client.heard.iter().all(|heard| heard["method"] != "client/unregisterCapability"),
        "{:?}",
        client.heard
    );
    client.leave();
}
