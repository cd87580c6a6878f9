//! Work done only on request: edits of actions, fixes on save, changed tokens, long answers in
//! pieces.

use crate::client::{Client, codes, range};
use crate::reports::{Folder, URI, checked, of_organ, replaced, report, report_in, wrong_period};
use gouji::syntax::Layout;
use serde_json::{Value, json};

fn resolves() -> Value {
    json!({ "textDocument": { "codeAction": { "dataSupport": true, "resolveSupport": { "properties": ["edit"] } } } })
}

/// A report with one safely fixable mistake and two other mistakes.
fn wrong() -> String {
    replaced(
        &replaced(&wrong_period(), "（一）予以公开", "（一）予以公布"),
        "公开不够及时，将加强培训。",
        "",
    )
}

fn actions(client: &mut Client, text: &str) -> Vec<Value> {
    let whole = client.range_of(text, 0, text.len());
    let params = json!({ "textDocument": { "uri": URI }, "range": whole, "context": { "diagnostics": [], "triggerKind": 1 } });
    client.request("textDocument/codeAction", params).as_array().unwrap().clone()
}

#[test]
fn edits_are_worked_out_when_an_action_is_chosen() {
    let text = wrong();
    let mut whole = Client::start();
    let mut later = Client::start_with(json!({}), resolves());
    assert_eq!(whole.capabilities["codeActionProvider"].get("resolveProvider"), None);
    assert_eq!(later.capabilities["codeActionProvider"]["resolveProvider"], true);
    whole.open(URI, &text);
    later.open(URI, &text);
    let expected = actions(&mut whole, &text);
    let offered = actions(&mut later, &text);
    assert!(expected.len() > 4, "{expected:?}");
    assert_eq!(offered.len(), expected.len());
    for (offered, expected) in offered.into_iter().zip(expected) {
        assert_eq!((offered.get("edit"), expected.get("data")), (None, None));
        let resolved = later.request("codeAction/resolve", offered.clone());
        assert_eq!(
            (&resolved["title"], &resolved["kind"]),
            (&expected["title"], &expected["kind"])
        );
        assert_eq!(resolved["edit"], expected["edit"], "{}", expected["title"]);
    }
    // For a range changed in the meantime, the server refuses or answers for the current text.
    let stale =
        actions(&mut later, &text).into_iter().find(|action| action["kind"] == "quickfix").unwrap();
    later.replace(URI, 2, &report());
    let id = later.ask("codeAction/resolve", stale);
    assert_eq!(later.answer(id)["error"]["code"], -32803);
    whole.leave();
    later.leave();
}

#[test]
fn safe_fixes_are_applied_at_a_save_where_that_is_set() {
    let able = json!({ "textDocument": { "synchronization": { "willSaveWaitUntil": true } } });
    let text = wrong();
    for on in [false, true] {
        let mut client = Client::start_with(
            json!({ "initializationOptions": { "fixOnSave": on } }),
            able.clone(),
        );
        assert_eq!(client.capabilities["textDocumentSync"]["willSaveWaitUntil"], true);
        client.open(URI, &text);
        let edits = client.request(
            "textDocument/willSaveWaitUntil",
            json!({ "textDocument": { "uri": URI }, "reason": 1 }),
        );
        if on {
            let fixed = client.edited(&text, &edits);
            assert_eq!(fixed, text.replace("予以公布", "予以公开"));
            assert_eq!(checked(&fixed), ["P001", "S008"], "what needs a person stays");
        } else {
            assert_eq!(edits, Value::Null);
        }
        client.leave();
    }
    let client = Client::start();
    assert_eq!(client.capabilities["textDocumentSync"].get("willSaveWaitUntil"), None);
    client.leave();
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

#[test]
fn only_changed_tokens_are_told() {
    let able = json!({ "textDocument": { "semanticTokens": {
        "requests": { "range": true, "full": { "delta": true } }, "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"],
    } } });
    let mut client = Client::start_with(json!({}), able);
    assert_eq!(client.capabilities["semanticTokensProvider"]["full"], json!({ "delta": true }));
    let mut text = report_in(Layout::Tabs);
    client.open(URI, &text);
    let whole = json!({ "textDocument": { "uri": URI }, "range": range((0, 0), (9999, 0)) });
    let all = client.about("textDocument/semanticTokens/full", URI);
    let (mut name, mut known) = (all["resultId"].clone(), numbers(&all["data"]));
    for (version, (words, typed)) in
        (2..).zip([("规章\t0", "1"), ("总体情况", "\n"), ("2.重复申请", "（"), ("云溪县", "𠮷")])
    {
        let at = text.find(words).unwrap() + words.len();
        let place = client.range_of(&text, at, at);
        client.change(URI, version, place, typed);
        text.insert_str(at, typed);
        let delta = client.request(
            "textDocument/semanticTokens/full/delta",
            json!({ "textDocument": { "uri": URI }, "previousResultId": name }),
        );
        assert_ne!(delta["resultId"], name);
        name = delta["resultId"].clone();
        for edit in delta["edits"].as_array().unwrap() {
            let start = edit["start"].as_u64().unwrap() as usize;
            let end = start + edit["deleteCount"].as_u64().unwrap() as usize;
            assert!(end - start < known.len() / 2, "{words}");
            known.splice(start..end, numbers(&edit["data"]));
        }
        assert_eq!(
            known,
            numbers(&client.request("textDocument/semanticTokens/range", whole.clone())["data"]),
            "{words}"
        );
    }
    let old = client.request(
        "textDocument/semanticTokens/full/delta",
        json!({ "textDocument": { "uri": URI }, "previousResultId": "0" }),
    );
    assert_eq!(numbers(&old["data"]), known);
    client.leave();
}

/// Many reports in one text.
fn compilation(count: usize) -> String {
    (0..count)
        .map(|number| report_in(Layout::Tabs).replace("云溪县", &format!("云溪{number}县")) + "\n")
        .collect()
}

/// The partial results under a token.
fn pieces(client: &mut Client, token: &str) -> Vec<Value> {
    let own =
        |message: &Value| message["method"] == "$/progress" && message["params"]["token"] == token;
    let (own, other): (Vec<_>, Vec<_>) = client.heard.drain(..).partition(own);
    client.heard = other.into();
    own.into_iter().map(|message| message["params"]["value"].clone()).collect()
}

#[test]
fn long_answers_come_in_pieces_for_those_who_ask() {
    let text = compilation(100);
    let mut client = Client::start();
    client.open(URI, &text);
    for (method, key, least) in [
        ("textDocument/documentSymbol", None, 4),
        ("textDocument/semanticTokens/full", Some("data"), 2),
    ] {
        let all = client.about(method, URI);
        let params = json!({ "textDocument": { "uri": URI }, "partialResultToken": "part", "workDoneToken": "work" });
        let rest = client.request(method, params);
        let list = |value: &Value| key.map_or(value, |key| &value[key]).as_array().unwrap().clone();
        assert_eq!(list(&rest), [Value::Null; 0], "{method}");
        let told = pieces(&mut client, "part");
        assert!(told.len() >= least, "{method} {}", told.len());
        assert_eq!(told.iter().flat_map(list).collect::<Vec<_>>(), list(&all), "{method}");
        let work = pieces(&mut client, "work");
        assert_eq!(
            work.iter().map(|one| one["kind"].clone()).collect::<Vec<_>>(),
            ["begin", "end"],
            "{method}"
        );
    }
    // A short answer comes at once.
    client.replace(URI, 2, &report());
    let params = json!({ "textDocument": { "uri": URI }, "partialResultToken": "part", "workDoneToken": "work" });
    assert_eq!(client.request("textDocument/documentSymbol", params).as_array().unwrap().len(), 1);
    assert_eq!((pieces(&mut client, "part").len(), pieces(&mut client, "work").len()), (0, 0));
    client.leave();
}

#[test]
fn the_workspace_is_told_in_pieces() {
    let files: Vec<(String, String)> = (0..120)
        .map(|number| {
            let letter = char::from_u32(u32::from('苑') + number).unwrap();
            let text = of_organ(&format!("云溪县{letter}林局"), &wrong_period());
            (format!("{number}.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = Folder::new(&files);
    let mut client =
        Client::start_with(folder.as_workspace(), json!({ "textDocument": { "diagnostic": {} } }));
    let params =
        json!({ "previousResultIds": [], "partialResultToken": "part", "workDoneToken": "work" });
    assert_eq!(client.request("workspace/diagnostic", params), json!({ "items": [] }));
    let told = pieces(&mut client, "part");
    let items: Vec<&Value> =
        told.iter().flat_map(|piece| piece["items"].as_array().unwrap()).collect();
    assert_eq!((told.len(), items.len()), (2, 120));
    assert!(items.iter().all(|item| codes(&item["items"]) == ["P001"]));
    assert_eq!(pieces(&mut client, "work").len(), 2);
    client.leave();
}
