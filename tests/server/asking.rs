//! Cancelled requests, requests overtaken by an edit, and requests with other spellings of an
//! address.

use crate::client::{Client, codes, range};
use crate::reports::{Folder, URI, report};
use crate::support::texts::broken_report;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

const CANCELLED: i64 = -32800;
const CONTENT_MODIFIED: i64 = -32801;

/// Requests about a whole document.
const WHOLE: [&str; 8] = [
    "documentSymbol",
    "semanticTokens/full",
    "foldingRange",
    "codeLens",
    "documentLink",
    "inlayHint",
    "formatting",
    "codeAction",
];

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn params(uri: &str) -> Value {
    json!({
        "textDocument": { "uri": uri }, "range": range((0, 0), (3, 0)), "context": { "diagnostics": [] }, "positions": [],
        "position": { "line": 0, "character": 0 }, "options": { "tabSize": 4, "insertSpaces": true },
    })
}

fn request(id: i64, method: &str, params: Value) -> Vec<u8> {
    framed(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
}

fn cancel(id: i64) -> Vec<u8> {
    framed(&json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } }))
}

fn typed(version: i64, content: &str) -> Vec<u8> {
    let changes = json!([{ "range": range((0, 0), (0, 0)), "text": content }]);
    let params =
        json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": changes });
    framed(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }))
}

fn compilation(bytes: usize) -> String {
    report().repeat(bytes / report().len() + 1)
}

#[test]
fn what_is_cancelled_at_once_is_never_begun() {
    let mut client = Client::start();
    client.open(URI, &report());
    let ids = || {
        (100..).zip(WHOLE.iter().chain(&["hover", "completion", "documentHighlight", "definition"]))
    };
    let asked =
        ids().flat_map(|(id, method)| request(id, &format!("textDocument/{method}"), params(URI)));
    let bytes: Vec<u8> = asked.chain(ids().flat_map(|(id, _)| cancel(id))).collect();
    client.send_bytes(&bytes);
    for (id, method) in ids() {
        assert_eq!(client.answer(id)["error"]["code"], CANCELLED, "{method}");
    }
    client.leave();
}

#[test]
fn work_that_has_begun_ends_when_it_is_cancelled() {
    let mut client = Client::start();
    client.open(URI, &compilation(3_000_000));
    client.settle();
    for (id, method) in (100..).zip(WHOLE) {
        client.send_bytes(&request(id, &format!("textDocument/{method}"), params(URI)));
        // The server has started the request by now.
        client.settle();
        client.send_bytes(&cancel(id));
        // The cancelled request does not delay another request.
        let other = client.ask("textDocument/selectionRange", params(URI));
        client.answer(other);
    }
    client.settle();
    client.leave();
}

#[test]
fn a_request_that_an_edit_overtakes_is_outdated() {
    let mut client = Client::start();
    client.open(URI, &compilation(1_000_000));
    client.settle();
    for (version, (id, method)) in
        (2..).zip((100..).zip(WHOLE.iter().chain(&["hover", "documentHighlight"])))
    {
        let bytes =
            [request(id, &format!("textDocument/{method}"), params(URI)), typed(version, " ")]
                .concat();
        client.send_bytes(&bytes);
        assert_eq!(client.answer(id)["error"]["code"], CONTENT_MODIFIED, "{method}");
    }
    client.leave();
}

/// Waiting requests never delay an edit or a cancellation, regardless of their number.
#[test]
fn many_waiting_requests_hold_up_no_edit() {
    const MANY: i64 = 1000;
    let mut client = Client::start();
    client.open(URI, &compilation(300_000));
    client.settle();
    client.heard.clear();
    let ids = 100..100 + MANY;
    let asked: Vec<u8> =
        ids.clone().flat_map(|id| request(id, "textDocument/formatting", params(URI))).collect();
    client.send_bytes(&[asked, typed(2, "2")].concat());
    let answers: Vec<Value> = ids.map(|_| client.next_answer()).collect();
    let outdated =
        answers.iter().filter(|answer| answer["error"]["code"] == CONTENT_MODIFIED).count() as i64;
    assert!(outdated > MANY - 20, "{outdated}");
    client.leave();
}

/// The fixes of a long document stop as soon as nobody waits for the answer, so later work is not
/// delayed.
#[test]
fn fixes_of_a_long_document_end_when_they_are_cancelled() {
    let text = crate::reports::replaced(&report(), "（一）予以公开", "（一）予以公布");
    let mut client = Client::start();
    client.open(URI, &text.repeat(3_000_000 / text.len()));
    client.settle();
    let only = |id: i64| {
        let mut params = params(URI);
        params["context"]["only"] = json!(["source.fixAll"]);
        request(id, "textDocument/codeAction", params)
    };
    let begun = std::time::Instant::now();
    client.send_bytes(&only(100));
    assert!(client.answer(100)["result"][0]["edit"].is_object());
    let whole = begun.elapsed();
    let begun = std::time::Instant::now();
    for id in 101..111 {
        client.send_bytes(&only(id));
        client.settle();
        client.send_bytes(&cancel(id));
    }
    let other = client.ask("textDocument/foldingRange", params(URI));
    client.answer(other);
    assert!(
        begun.elapsed() < whole / 3,
        "{:?} for ten that are cancelled, {whole:?} for one",
        begun.elapsed()
    );
    client.leave();
}

#[test]
fn a_request_behind_an_edit_is_about_the_new_text() {
    let mut client = Client::start();
    client.open(URI, &report());
    for version in 2..20 {
        let id = 100 + version;
        let bytes = [typed(version, "\n"), request(id, "textDocument/documentSymbol", params(URI))]
            .concat();
        client.send_bytes(&bytes);
        assert_eq!(client.answer(id)["result"][0]["selectionRange"]["start"]["line"], version - 1);
    }
    client.leave();
}

#[test]
fn what_is_closed_is_not_answered() {
    let mut client = Client::start();
    client.open(URI, &report());
    let close = framed(
        &json!({ "jsonrpc": "2.0", "method": "textDocument/didClose", "params": { "textDocument": { "uri": URI } } }),
    );
    let bytes = [request(100, "textDocument/documentSymbol", params(URI)), close].concat();
    client.send_bytes(&bytes);
    assert_eq!(client.answer(100)["error"]["code"], CONTENT_MODIFIED);
    assert_eq!(client.request("textDocument/documentSymbol", params(URI)), Value::Null);
    client.leave();
}

/// Answers about a whole document, equal to the answers for a fresh client with the current text.
fn answers(client: &mut Client) -> Vec<Value> {
    let methods =
        ["documentSymbol", "semanticTokens/full", "foldingRange", "codeLens", "documentLink"];
    let answers =
        methods.map(|method| client.request(&format!("textDocument/{method}"), params(URI)));
    answers.to_vec()
}

proptest! {
    #![proptest_config(crate::support::config(12))]

    #[test]
    fn answers_after_edits_are_those_about_a_fresh_document(
        reports in proptest::collection::vec(broken_report(), 1..4),
        edits in proptest::collection::vec((any::<Index>(), 0..2usize, "[0-9年 |\n𠮷]{0,2}"), 1..6),
        encoding in 0..2usize,
        nested: bool,
    ) {
        let encoding = ["utf-8", "utf-16"][encoding];
        let able = json!({
            "general": { "positionEncodings": [encoding] },
            "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": nested } },
        });
        let mut text = reports.concat();
        let mut client = Client::start_with(json!({}), able.clone());
        client.open(URI, &text);
        answers(&mut client);
        for (version, (place, length, content)) in (2..).zip(edits) {
            // No position of the protocol lies within a line end.
            let is_place = |at: &usize| !text[..*at].ends_with('\r') || !text[*at..].starts_with('\n');
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).filter(is_place).collect();
            let start = place.index(places.len());
            let (start, end) = (places[start], places[(start + length).min(places.len() - 1)]);
            client.change(URI, version, client.range_of(&text, start, end), &content);
            text.replace_range(start..end, &content);
            let mut fresh = Client::start_with(json!({}), able.clone());
            fresh.open(URI, &text);
            prop_assert_eq!(answers(&mut client), answers(&mut fresh));
            fresh.leave();
        }
        client.leave();
    }
}

#[test]
fn addresses_need_not_be_encoded() {
    for uri in ["file:///报告 1.md", "untitled:报告 1", "file:///a/[2023]#1.md"] {
        let mut client = Client::start();
        let text = report().replace("二、主动公开", "⼆、主动公开");
        client.open(uri, &text);
        let list = client.wait_for("textDocument/publishDiagnostics");
        assert_eq!(
            (&list["uri"], codes(&list["diagnostics"])),
            (&json!(uri), vec!["C001".to_owned()])
        );
        let lenses =
            client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
        assert_eq!(lenses[0]["command"]["arguments"][0], uri);
        client.request(
            "workspace/executeCommand",
            json!({ "command": "gouji.fixAll", "arguments": [uri] }),
        );
        let edit = client.wait_for("workspace/applyEdit");
        assert_eq!(edit["edit"]["documentChanges"][0]["textDocument"]["uri"], uri);
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        let list = client.wait_for("textDocument/publishDiagnostics");
        assert_eq!(list, json!({ "uri": uri, "diagnostics": [] }));
        client.leave();
    }
}

#[test]
fn two_spellings_of_an_address_are_one_document() {
    let folder = Folder::new(&[]);
    let (raw, encoded, other) = (
        folder.uri("报 告.md"),
        folder.uri("%E6%8A%A5%20%E5%91%8A.md"),
        folder.uri("%e6%8a%a5%20告.md"),
    );
    for first in [&raw, &encoded, &other] {
        for second in [&raw, &encoded, &other] {
            let mut client = Client::start();
            client.open(first, &report());
            let place = client.place(&report(), "2023年1月1日");
            client.change(second, 2, place, "2022年1月1日");
            let list = client.wait_for("textDocument/publishDiagnostics");
            assert_eq!(
                (&list["uri"], codes(&list["diagnostics"])),
                (&json!(first), vec!["P001".to_owned()]),
                "{second}"
            );
            client.notify("textDocument/didClose", json!({ "textDocument": { "uri": second } }));
            assert_eq!(client.wait_for("textDocument/publishDiagnostics")["uri"], json!(first));
            client.leave();
        }
    }
}

#[test]
fn requests_of_no_known_kind_are_refused() {
    let mut client = Client::start();
    for method in ["$/unheardOf", "$/cancelRequest", "$/setTrace"] {
        let id = client.ask(method, json!({ "id": 7, "value": "off" }));
        assert_eq!(client.answer(id)["error"]["code"], -32601, "{method}");
        client.notify(method, json!({ "id": 7, "value": "off" }));
    }
    client.settle();
    client.leave();
}

#[test]
fn a_client_is_told_once_to_ask_again() {
    let asks = json!({ "textDocument": { "diagnostic": {} }, "workspace": {
        "diagnostics": { "refreshSupport": true }, "codeLens": { "refreshSupport": true }, "inlayHint": { "refreshSupport": true },
    } });
    let mut client = Client::start_with(json!({}), asks);
    // The server does not wait for the client.
    client.answers = false;
    let changed = |file: usize| {
        let changes = json!([{ "uri": format!("file:///{file}.md"), "type": 2 }]);
        framed(
            &json!({ "jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles", "params": { "changes": changes } }),
        )
    };
    for _ in 0..2 {
        let bytes: Vec<u8> = (0..50).flat_map(changed).collect();
        client.send_bytes(&bytes);
        for method in [
            "workspace/diagnostic/refresh",
            "workspace/codeLens/refresh",
            "workspace/inlayHint/refresh",
        ] {
            client.wait_for(method);
        }
        client.settle();
        assert!(client.heard.is_empty(), "{:?}", client.heard);
    }
    client.send_bytes(&changed(1));
    while client.heard.len() < 3 {
        client.settle();
    }
    client.settle();
    for message in &client.heard {
        assert!(message.get("params").is_none() && message["id"].is_number(), "{message}");
    }
    assert_eq!(client.heard.len(), 3);
    client.leave();
}

#[test]
fn a_client_that_applies_no_edits_is_told_so() {
    let mut client = Client::start_with(json!({}), json!({ "workspace": { "applyEdit": false } }));
    client.open(URI, &report().replace("二、主动公开", "⼆、主动公开"));
    assert_eq!(
        client.request(
            "workspace/executeCommand",
            json!({ "command": "gouji.fixAll", "arguments": [URI] })
        ),
        Value::Null
    );
    let message = client.wait_for("window/showMessage");
    assert!(message["message"].as_str().unwrap().contains("gouji check --fix"), "{message}");
    client.settle();
    assert!(client.heard.iter().all(|message| message["method"] != "workspace/applyEdit"));
    client.leave();
}

#[test]
fn progress_is_shown_at_the_token_of_the_client() {
    let folder = Folder::new(&[("2023.md", &report()), ("2022.md", &report())]);
    let mut client = Client::start_with(
        folder.as_workspace(),
        json!({ "window": { "workDoneProgress": false } }),
    );
    let call = json!({ "command": "gouji.checkFolder", "arguments": [folder.uri("")], "workDoneToken": "检查 1" });
    client.request("workspace/executeCommand", call);
    let shown = client.heard.iter().filter(|message| message["method"] == "$/progress");
    let shown: Vec<_> = shown
        .map(|message| {
            (message["params"]["token"].clone(), message["params"]["value"]["kind"].clone())
        })
        .collect();
    assert_eq!(shown.first(), Some(&(json!("检查 1"), json!("begin"))));
    assert_eq!(shown.last(), Some(&(json!("检查 1"), json!("end"))), "before the answer");
    assert!(
        client.heard.iter().all(|message| message["method"] != "window/workDoneProgress/create")
    );
    client.leave();
}
