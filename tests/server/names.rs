//! Rename and linked editing of the organ and the year.

use crate::client::Client;
use crate::reports::{URI, replaced, report, report_in};
use gouji::syntax::Layout;
use serde_json::{Value, json};

/// The client has these features, in these columns.
fn able(encoding: &str) -> Value {
    json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "rename": { "prepareSupport": true }, "linkedEditingRange": {} },
    })
}

/// A report that speaks of itself in its opening sentence, and of others.
fn speaking(layout: Layout) -> String {
    let preface = "根据《条例》，云溪县园林局编制了2023年政府信息公开工作年度报告。本报告所列数据";
    let text = replaced(&report_in(layout), "我局依法公开信息", "2023年，我局依法公开信息。云溪县园林局下属单位2022年公开3条，2023年2月培训");
    let at = text.find("一、总体情况").unwrap();
    let signed = format!("{}\n云溪县园林局\n2024年1月18日\n", text.trim_end());
    assert!(at > 0);
    let line = signed.lines().find(|line| line.contains("统计期限")).unwrap().to_owned();
    replaced(&signed, &line, &format!("{preface}的统计期限自2023年1月1日起至2023年12月31日止。"))
}

fn start(encoding: &str, text: &str) -> Client {
    let mut client = Client::start_with(json!({}), able(encoding));
    assert_eq!(client.capabilities["renameProvider"]["prepareProvider"], true);
    assert_eq!(client.capabilities["linkedEditingRangeProvider"], true);
    client.open(URI, text);
    client
}

fn renamed(client: &mut Client, text: &str, words: &str, new: &str) -> String {
    let at = client.place(text, words)["start"].clone();
    let edit = client.request("textDocument/rename", json!({ "textDocument": { "uri": URI }, "position": at, "newName": new }));
    client.applied(URI, text, &edit)
}

#[test]
fn the_year_is_another_in_title_period_and_opening_sentences() {
    for layout in Layout::ALL {
        for encoding in ["utf-8", "utf-16"] {
            let text = speaking(layout);
            let mut client = start(encoding, &text);
            let expected = text
                .replace("2023年政府", "2022年政府")
                .replace("自2023年1月1日起至2023年12月31日", "自2022年1月1日起至2022年12月31日")
                .replace("2023年，我局", "2022年，我局");
            assert_ne!(expected, text);
            for words in ["2023年政府", "2023年12月31日", "2023年，我局"] {
                assert_eq!(renamed(&mut client, &text, words, "2022"), expected, "{layout:?} {words}");
            }
            client.leave();
        }
    }
}

#[test]
fn the_organ_is_another_in_title_opening_sentence_and_signature() {
    let text = speaking(Layout::Markdown);
    let mut client = start("utf-16", &text);
    let expected = text.replace("云溪县园林局", "临江县𠮷水局").replace("临江县𠮷水局下属", "云溪县园林局下属");
    assert_eq!(renamed(&mut client, &text, "云溪县园林局2023年", "临江县𠮷水局"), expected);
    assert_eq!(renamed(&mut client, &text, "云溪县园林局\n2024年", " 临江县𠮷水局 "), expected);
    client.leave();
}

#[test]
fn a_client_may_ask_first() {
    let text = speaking(Layout::Tabs);
    let mut client = start("utf-8", &text);
    for (words, own) in
        [("园林局2023年", Some("云溪县园林局")), ("2023年政府", Some("2023")), ("总体情况", None), ("2023年2月", None), ("2024年1月", None)]
    {
        let at = client.place(&text, words)["start"].clone();
        let found = client.at("textDocument/prepareRename", URI, &at);
        match own {
            Some(own) => {
                assert_eq!((found["placeholder"].as_str(), client.words(&text, &found["range"])), (Some(own), own), "{words}");
            }
            None => {
                assert_eq!(found, Value::Null, "{words}");
                let id = client.ask("textDocument/rename", json!({ "textDocument": { "uri": URI }, "position": at, "newName": "2022" }));
                assert_eq!(client.answer(id)["error"]["code"], -32602, "{words}");
            }
        }
    }
    let at = client.place(&text, "2023年政府")["start"].clone();
    for (at, new) in [(at, "明年"), (client.place(&text, "云溪县园林局2023年")["start"].clone(), "一\n二")] {
        let id = client.ask("textDocument/rename", json!({ "textDocument": { "uri": URI }, "position": at, "newName": new }));
        assert!(client.answer(id)["error"]["message"].as_str().is_some_and(|message| !message.is_ascii()), "{new}");
    }
    client.leave();
}

#[test]
fn the_same_words_are_edited_together() {
    let text = speaking(Layout::Spaces).replace("自2023年1月1日", "自２０２３年1月1日");
    let mut client = start("utf-16", &text);
    let mut linked = |words: &str| {
        let at = client.place(&text, words)["start"].clone();
        let found = client.at("textDocument/linkedEditingRange", URI, &at);
        let ranges = found["ranges"].as_array().cloned().unwrap_or_default();
        ranges.iter().map(|range| client.words(&text, range).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(linked("2023年政府"), ["2023"; 4]);
    assert_eq!(linked("云溪县园林局2023年"), ["云溪县园林局"; 3]);
    assert_eq!(linked("２０２３年"), [""; 0], "it stands alone in these digits");
    assert_eq!(linked("总体情况"), [""; 0]);
    client.leave();
}

#[test]
fn what_no_client_asks_for_is_not_announced() {
    let mut client = Client::start();
    for provider in ["renameProvider", "linkedEditingRangeProvider", "callHierarchyProvider"] {
        assert_eq!(client.capabilities.get(provider), None, "{provider}");
    }
    client.open(URI, &report());
    client.leave();
    let client = Client::start_with(json!({}), json!({ "textDocument": { "rename": {} } }));
    assert_eq!(client.capabilities["renameProvider"], true);
    client.leave();
}
