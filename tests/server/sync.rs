//! Documents in step with the client: changes, versions, encodings, nonsense.

use crate::client::{Client, codes, range};
use crate::reports::{Folder, URI, report};
use crate::support::texts::broken_report;

use gouji::text::{LineIndex, PositionEncoding, TextRange};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// The range of the first `words` in the text, in UTF-16.
pub fn place(text: &str, words: &str) -> Value {
    let at = text.find(words).expect(words);
    let index = LineIndex::new(text);
    let position = |offset: usize| index.position(text, offset, PositionEncoding::Utf16);
    let (start, end) = (position(at), position(at + words.len()));
    range((start.line as u64, start.column as u64), (end.line as u64, end.column as u64))
}

#[test]
fn a_report_without_a_mistake_is_not_spoken_of() {
    let mut client = Client::start();
    client.open(URI, &report());
    assert_eq!(client.published(URI), [] as [Value; 0], "an empty list is never sent first");
    client.leave();
}

#[test]
fn a_keystroke_is_answered_at_once_and_once() {
    let mut client = Client::start();
    let text = report();
    client.open(URI, &text);
    let period = place(&text, "2023年1月1日");
    client.change(URI, 2, range_of_first_char(&period, 3), "2");
    let lists = client.published(URI);
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0]["version"], 2);
    assert_eq!(codes(&lists[0]["diagnostics"]), ["P001"]);
    let found = &lists[0]["diagnostics"][0];
    assert_eq!(found["range"]["start"], period["start"]);
    assert_eq!(found["source"], "gouji");
    assert!(found["codeDescription"]["href"].as_str().unwrap().ends_with("P001.md"), "{found}");
    // The server does not send the same list again.
    client.change(URI, 3, range((0, 0), (0, 0)), "");
    assert_eq!(client.published(URI), [] as [Value; 0]);
    client.change(URI, 4, range_of_first_char(&period, 3), "3");
    let lists = client.published(URI);
    assert_eq!((lists.len(), &lists[0]["diagnostics"]), (1, &json!([])));
    client.leave();
}

/// The character `nth` of a range.
fn range_of_first_char(place: &Value, nth: u64) -> Value {
    let (line, character) =
        (place["start"]["line"].as_u64().unwrap(), place["start"]["character"].as_u64().unwrap());
    range((line, character + nth), (line, character + nth + 1))
}

#[test]
fn columns_count_in_what_was_agreed_on() {
    let text =
        report().replace("我局依法主动公开信息，𠮷祥如意。", "我局依法主动公开信息，𠮷祥如意。⼈");
    for (encodings, forced, expected) in [
        (json!(["utf-16"]), None, ("utf-16", 17)),
        (json!(["utf-16", "utf-8"]), None, ("utf-8", 49)),
        (json!(["utf-32", "utf-16"]), None, ("utf-16", 17)),
        (json!(["utf-32"]), None, ("utf-32", 16)),
        (Value::Null, None, ("utf-16", 17)),
        (json!(["utf-16"]), Some(PositionEncoding::Utf8), ("utf-8", 49)),
    ] {
        let options = gouji::server::Options { encoding: forced, ..Default::default() };
        let mut client = Client::start_in(
            options,
            json!({}),
            json!({ "general": { "positionEncodings": encodings } }),
        );
        assert_eq!(client.capabilities["positionEncoding"], expected.0);
        client.open(URI, &text);
        let lists = client.published(URI);
        assert_eq!(codes(&lists[0]["diagnostics"]), ["C001"]);
        assert_eq!(
            lists[0]["diagnostics"][0]["range"]["start"]["character"], expected.1,
            "{encodings}"
        );
        client.leave();
    }
}

#[test]
fn positions_beyond_the_text_are_those_of_its_end() {
    let mut client = Client::start();
    client.open(URI, "一\r\n二");
    client.change(URI, 2, range((0, 99), (0, 99)), "、");
    client.change(URI, 3, range((7, 1), (9, 9)), &format!("\n{}", report()));
    client.change(URI, 4, range((0, 0), (2, 0)), "");
    client.change(URI, 5, place(&report(), "云溪县园林局"), "");
    assert_eq!(
        codes(&client.published(URI).last().unwrap()["diagnostics"]),
        ["S002"],
        "the organ has gone from the title"
    );
    client.leave();
}

#[test]
fn a_range_that_ends_before_it_starts_keeps_the_document_silent() {
    let mut client = Client::start();
    let wrong = report().replace("2023年1月1日", "2022年1月1日");
    client.open(URI, &wrong);
    assert_eq!(client.published(URI).len(), 1);
    client.change(URI, 2, range((3, 4), (1, 0)), "x");
    assert_eq!(client.published(URI).last().unwrap()["diagnostics"], json!([]));
    client.change(URI, 3, range((0, 0), (0, 1)), "x");
    assert_eq!(client.published(URI), [] as [Value; 0]);
    let hover =
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.request("textDocument/hover", hover), Value::Null);
    client.replace(URI, 4, &wrong);
    assert_eq!(codes(&client.published(URI)[0]["diagnostics"]), ["P001"]);
    client.leave();
}

#[test]
fn versions_may_go_backwards_and_documents_be_unknown() {
    let mut client = Client::start();
    let text = report();
    client.change(URI, 7, range((0, 0), (0, 0)), "x");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    client.open(URI, &text);
    client.change(URI, 1, range((0, 0), (0, 0)), "x");
    client.change(URI, -5, range((0, 0), (0, 1)), "");
    let wrong = place(&text, "2023年1月1日");
    client.change(URI, 0, range_of_first_char(&wrong, 3), "1");
    let lists = client.published(URI);
    assert_eq!(
        (&lists.last().unwrap()["version"], codes(&lists.last().unwrap()["diagnostics"])),
        (&json!(0), vec!["P001".to_owned()])
    );
    // A second open replaces the document.
    client.open(URI, &text);
    assert_eq!(client.published(URI).last().unwrap()["diagnostics"], json!([]));
    client.leave();
}

#[test]
fn a_burst_of_edits_is_followed_to_its_end() {
    let mut client = Client::start();
    let text = report();
    client.open(URI, &text);
    let period = place(&text, "2023年1月1日");
    for version in 2..402 {
        let digit = if version % 2 == 0 { "2" } else { "3" };
        client.change(URI, version, range_of_first_char(&period, 3), digit);
    }
    client.change(URI, 402, range_of_first_char(&period, 3), "1");
    let lists = client.published(URI);
    let versions: Vec<i64> = lists.iter().map(|list| list["version"].as_i64().unwrap()).collect();
    assert!(versions.is_sorted(), "{versions:?}");
    let last = lists.last().unwrap();
    assert_eq!(codes(&last["diagnostics"]), ["P001"]);
    assert!(last["diagnostics"][0]["message"].as_str().unwrap().contains("2021年1月1日"), "{last}");
    client.leave();
}

#[test]
fn nonsense_is_answered_and_the_server_lives() {
    let mut client = Client::start();
    client.open(URI, &report());
    for params in [
        json!(null),
        json!([]),
        json!({ "textDocument": 3 }),
        json!({ "textDocument": { "uri": "::" }, "position": { "line": -1 } }),
    ] {
        let id = client.ask("textDocument/hover", params);
        assert!(client.answer(id).get("error").is_some());
    }
    let id = client.ask("textDocument/unheardOf", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32601);
    client.notify("textDocument/didChange", json!({ "nothing": true }));
    client.notify("$/cancelRequest", json!({ "id": 999 }));
    client.notify("$/setTrace", json!({ "value": "off" }));
    client.send_bytes(b"Content-Length: 5\r\n\r\n{\"a\":");
    let far = json!({ "textDocument": { "uri": URI }, "position": { "line": 4294967295u32, "character": 4294967295u32 } });
    for method in [
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/documentHighlight",
        "textDocument/completion",
    ] {
        client.request(method, far.clone());
    }
    client.leave();
}

#[test]
fn a_client_that_never_answers_is_served_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("2023.md"), report().replace("2023年1月1日", "2022年1月1日"))
        .unwrap();
    let root = format!("file://{}", folder.path().display());
    let capabilities = json!({
        "workspace": { "configuration": true, "didChangeWatchedFiles": { "dynamicRegistration": true }, "codeLens": { "refreshSupport": true } },
    });
    let mut client = Client::start_with(
        json!({ "workspaceFolders": [{ "uri": root, "name": "r" }] }),
        capabilities,
    );
    client.answers = false;
    for _ in 0..10 {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        client.request(
            "workspace/executeCommand",
            json!({ "command": "gouji.checkFolder", "arguments": [root] }),
        );
    }
    client.open(URI, &report());
    let period = place(&report(), "2023年1月1日");
    client.change(URI, 2, range_of_first_char(&period, 3), "2");
    assert_eq!(codes(&client.published(URI)[0]["diagnostics"]), ["P001"]);
    client.leave();
}

#[test]
fn a_file_that_was_checked_is_looked_at_again_when_it_may_have_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2023.md");
    let wrong = report().replace("2023年1月1日", "2022年1月1日");
    std::fs::write(&path, &wrong).unwrap();
    let root = format!("file://{}", folder.path().display());
    let uri = format!("{root}/2023.md");
    let mut client = Client::start_with(
        json!({ "workspaceFolders": [{ "uri": root, "name": "r" }] }),
        json!({}),
    );
    client.request(
        "workspace/executeCommand",
        json!({ "command": "gouji.checkFolder", "arguments": [root] }),
    );
    assert_eq!(codes(&client.wait_for("textDocument/publishDiagnostics")["diagnostics"]), ["P001"]);
    client.open(&uri, &wrong);
    client.replace(&uri, 2, &report());
    assert_eq!(
        codes(&client.wait_for("textDocument/publishDiagnostics")["diagnostics"]),
        [] as [&str; 0]
    );
    std::fs::write(&path, report()).unwrap();
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    while client.wait_for("textDocument/publishDiagnostics")["diagnostics"] != json!([]) {}
    std::fs::write(&path, wrong + "\n").unwrap();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri, "type": 2 }] }),
    );
    assert_eq!(codes(&client.wait_for("textDocument/publishDiagnostics")["diagnostics"]), ["P001"]);
    std::fs::remove_file(&path).unwrap();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri, "type": 3 }] }),
    );
    assert_eq!(client.wait_for("textDocument/publishDiagnostics")["diagnostics"], json!([]));
    client.leave();
}

#[test]
fn the_edit_of_a_command_comes_before_its_answer() {
    let mut client = Client::start();
    client.open(URI, &report().replace("二、主动公开", "⼆、主动公开"));
    for _ in 0..50 {
        let id = client.ask(
            "workspace/executeCommand",
            json!({ "command": "gouji.fixAll", "arguments": [URI] }),
        );
        client.answer(id);
        let before = client
            .heard
            .drain(..)
            .filter(|message| message["method"] == "workspace/applyEdit")
            .count();
        assert_eq!(before, 1);
    }
    client.leave();
}

#[test]
fn a_cancelled_request_does_not_stop_the_next() {
    let mut client = Client::start();
    client.open(URI, &report());
    for _ in 0..20 {
        let id = client.ask("workspace/symbol", json!({ "query": "" }));
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    client.settle();
    client.leave();
}

#[test]
fn a_long_text_is_read_aside_and_stays_in_step() {
    let mut client = Client::start();
    let one = report();
    let count = 10_000_000 / one.len();
    client.open(URI, &one.repeat(count));
    // During the first read.
    let period = place(&one, "2023年1月1日");
    client.change(URI, 2, range_of_first_char(&period, 3), "2");
    client.change(URI, 3, range((0, 0), (0, 0)), "");
    let list = client.wait_for("textDocument/publishDiagnostics");
    assert_eq!(
        (&list["version"], codes(&list["diagnostics"])),
        (&json!(3), vec!["P001".to_owned()])
    );
    let lines = one.matches('\n').count() as u64 * (count as u64 - 1);
    let shifted = |position: &Value| {
        (position["line"].as_u64().unwrap() + lines, position["character"].as_u64().unwrap() + 3)
    };
    let (line, character) = shifted(&period["start"]);
    client.change(URI, 4, range((line, character), (line, character + 1)), "1");
    let lists = client.published(URI);
    assert_eq!(codes(&lists.last().unwrap()["diagnostics"]), ["P001", "P001"]);
    client.leave();
}

#[test]
fn settings_that_change_while_a_long_text_is_read_hold_for_it() {
    let folder = Folder::new(&[]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let one = report().replace("2024年1月20日", "2024年3月20日");
    let uri = folder.uri("2023.md");
    client.open(&uri, &one.repeat(10_000_000 / one.len()));
    folder.write("gouji.toml", "[report]\nlevel = \"government\"\n");
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": folder.uri("gouji.toml"), "type": 1 }] }),
    );
    client.settle();
    // Regardless of the order, the last check counts.
    let place = place(&one, "2023年1月1日");
    client.change(&uri, 2, range_of_first_char(&place, 3), "2");
    let list = client.wait_for("textDocument/publishDiagnostics");
    let found = codes(&list["diagnostics"]);
    assert!(
        // A government also states its assessments.
        found.iter().all(|code| code == "P001" || code == "R005"),
        "{:?}",
        found.iter().take(5).collect::<Vec<_>>()
    );
    client.leave();
}

#[test]
fn a_client_that_asks_is_told_when_a_long_text_has_been_read() {
    let asks = json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    let mut client = Client::start_with(json!({}), asks);
    let one = report().replace("2023年1月1日", "2022年1月1日");
    client.open(URI, &one.repeat(5_000_000 / one.len()));
    client.wait_for("workspace/diagnostic/refresh");
    let found =
        client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }));
    assert!(found["items"].as_array().unwrap().len() > 100, "{found}");
    client.leave();
}

#[test]
fn what_is_asked_about_a_long_text_waits_until_it_is_read() {
    let asks = json!({ "textDocument": { "diagnostic": {} } });
    let mut client = Client::start_with(json!({}), asks);
    let one = report().replace("2023年1月1日", "2022年1月1日");
    let text = one.repeat(5_000_000 / one.len());
    let document = json!({ "textDocument": { "uri": URI } });
    client.open(URI, &text);
    let folds = client.request("textDocument/foldingRange", document.clone());
    assert!(folds.as_array().is_some_and(|found| found.len() > 100));
    // Another text, a cancelled request, and a request overtaken by another text.
    client.replace(URI, 2, &format!("{text}\n"));
    let [overtaken, cancelled] = ["documentSymbol", "hover"].map(|method| {
        let position = json!({ "line": 0, "character": 0 });
        client.ask(
            &format!("textDocument/{method}"),
            json!({ "textDocument": { "uri": URI }, "position": position }),
        )
    });
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    assert_eq!(client.answer(cancelled)["error"]["code"], -32800);
    client.change(URI, 3, range((0, 0), (0, 0)), " ");
    assert_eq!(client.answer(overtaken)["error"]["code"], -32801);
    let list = client.request("textDocument/diagnostic", document);
    assert!(list["items"].as_array().is_some_and(|found| found.len() > 100));
    client.leave();
}

/// An edit by a client: between two places, in columns.
#[derive(Clone, Debug)]
struct Edit {
    at: Index,
    to: Option<Index>,
    content: String,
}

fn edit() -> impl Strategy<Value = Edit> {
    let content = prop_oneof![
        2 => Just(String::new()),
        3 => "[0-9年月日 |\t𠮷⼈]{1,3}",
        2 => proptest::sample::select(vec!["\r", "\n", "\r\n", "一、总体情况\n", "六、其他需要报告的事项\n", "| 总计 |\n", "\u{85}", "\u{2028}"]).prop_map(str::to_owned),
        1 => broken_report(),
    ];
    (any::<Index>(), proptest::option::weighted(0.4, any::<Index>()), content)
        .prop_map(|(at, to, content)| Edit { at, to, content })
}

/// A position of a client: any position of any line, sometimes beyond the end of the line.
fn client_position(text: &str, place: &Index, encoding: PositionEncoding) -> gouji::text::Position {
    let index = LineIndex::new(text);
    index.position(text, place.index(text.len() + 1), encoding)
}

proptest! {
    #![proptest_config(crate::support::config(30))]

    /// After any edits, the last list equals the list of a fresh check of the text of the client.
    #[test]
    fn the_last_list_is_that_of_a_fresh_check(text in broken_report(), edits in proptest::collection::vec(edit(), 1..20), encoding in 0..3usize) {
        let (name, encoding) = [("utf-8", PositionEncoding::Utf8), ("utf-16", PositionEncoding::Utf16), ("utf-32", PositionEncoding::Utf32)][encoding];
        let mut client = Client::start_with(json!({}), json!({ "general": { "positionEncodings": [name] } }));
        let mut text = text;
        client.open(URI, &text);
        for (version, edit) in (2..).zip(&edits) {
            let mut ends = [client_position(&text, &edit.at, encoding), client_position(&text, edit.to.as_ref().unwrap_or(&edit.at), encoding)];
            ends.sort_unstable();
            let index = LineIndex::new(&text);
            let bytes = TextRange::new(index.offset(&text, ends[0], encoding), index.offset(&text, ends[1], encoding));
            let [start, end] = ends.map(|end| (end.line as u64, end.column as u64));
            client.change(URI, version, range(start, end), &edit.content);
            text.replace_range(bytes.start..bytes.end, &edit.content);
        }
        let lists = client.published(URI);
        let index = LineIndex::new(&text);
        let position = |offset: usize| {
            let position = index.position(&text, offset, encoding);
            json!({ "line": position.line, "character": position.column })
        };
        let settings = gouji::settings::Settings::default();
        let request = gouji::lint::Request { settings: &settings, file: None, baseline: None, year: None };
        let found = gouji::lint::lint(&text, &request).unwrap_or_default().diagnostics;
        let expected: Vec<(Value, Value, Value)> =
            found.iter().map(|found| (json!(found.code), position(found.range.start), position(found.range.end))).collect();
        let last = lists.last().map_or(&Value::Null, |list| &list["diagnostics"]);
        let shown: Vec<(Value, Value, Value)> = last.as_array().into_iter().flatten()
            .map(|shown| (shown["code"].clone(), shown["range"]["start"].clone(), shown["range"]["end"].clone())).collect();
        prop_assert_eq!(shown, expected);
        client.leave();
    }
}
