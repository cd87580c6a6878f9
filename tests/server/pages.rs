//! Web pages in an editor, feature by feature. The text of the client is the markup.

use crate::client::{Client, codes};
use crate::support::page::{STYLES, Style, write};
use serde_json::{Value, json};

const PAGE: &str = "file:///%E6%8A%A5%E5%91%8A/2023.html";
const WRONG: &str = "3007";

/// A report with one request more in its first total than in its addends.
fn page(style: Style) -> String {
    write(2023, style, &|table, row, column| {
        let number = match (table, row, column) {
            (1, 0, 6) => WRONG,
            (1, 0 | 2 | 23, 0 | 6) => "3006",
            _ => "0",
        };
        number.to_owned()
    })
}

fn opened(style: Style) -> (Client, String) {
    let (mut client, text) = (Client::counting_in("utf-16"), page(style));
    open(&mut client, PAGE, &text);
    (client, text)
}

fn open(client: &mut Client, uri: &str, text: &str) {
    let document = json!({ "uri": uri, "languageId": "html", "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
}

fn last_list(client: &mut Client) -> Value {
    client.published(PAGE).pop().expect("a list")["diagnostics"].clone()
}

/// The actions at the wrong total, by title.
fn actions(client: &mut Client, text: &str) -> Vec<(String, Value)> {
    let params = json!({
        "textDocument": { "uri": PAGE },
        "range": client.place(text, WRONG),
        "context": { "diagnostics": [] },
    });
    let found = client.request("textDocument/codeAction", params);
    let titled = |action: &Value| (action["title"].as_str().unwrap().to_owned(), action.clone());
    found.as_array().unwrap().iter().map(titled).collect()
}

#[test]
fn a_page_is_checked_at_each_key() {
    for style in STYLES {
        let (mut client, text) = opened(style);
        let list = last_list(&mut client);
        assert_eq!(codes(&list), ["A001", "A003"], "{style:?}");
        assert_eq!(list[0]["range"], client.place(&text, WRONG), "{style:?}");
        let addend = &list[0]["relatedInformation"][0]["location"]["range"];
        assert_eq!(client.words(&text, addend), "3006", "{style:?}");
        // The last digit goes, and another comes.
        let at = text.find(WRONG).unwrap() + 3;
        client.change(PAGE, 2, client.range_of(&text, at, at + 1), "");
        assert!(codes(&last_list(&mut client)).contains(&"A001".to_owned()));
        client.change(PAGE, 3, client.range_of(&text, at, at), "6");
        assert_eq!(codes(&last_list(&mut client)), [""; 0], "{style:?}");
        // A tag in the number, once it is whole, is no text.
        let mended = text.replace(WRONG, "3006");
        client.change(PAGE, 4, client.range_of(&mended, at, at), "<b>");
        assert!(client.published(PAGE).is_empty(), "{style:?}: the same findings");
        client.leave();
    }
}

#[test]
fn the_fixes_of_a_page_change_only_its_words() {
    for style in STYLES {
        let (mut client, text) = opened(style);
        let mended = text.replace(WRONG, "3006");
        let offered = actions(&mut client, &text);
        let (title, fix) = &offered[0];
        assert!(title.contains("3006"), "{title}");
        assert_eq!(client.applied(PAGE, &text, &fix["edit"]), mended, "{style:?}");
        let all = offered.iter().find(|(_, action)| action["kind"] == "source.fixAll.gouji");
        let all = &all.expect("all safe fixes").1;
        assert_eq!(client.applied(PAGE, &text, &all["edit"]), mended, "{style:?}");
        client.leave();
    }
}

#[test]
fn a_comment_in_a_page_silences_a_finding() {
    for style in STYLES {
        let (mut client, text) = opened(style);
        let offered = actions(&mut client, &text);
        let ignore =
            offered.iter().find(|(title, _)| title == "用注释忽略 A001").expect("a comment");
        let commented = client.applied(PAGE, &text, &ignore.1["edit"]);
        let reasoned = commented.replace("请写明理由", "已核对");
        assert_ne!(reasoned, commented, "{commented}");
        client.replace(PAGE, 2, &reasoned);
        assert_eq!(codes(&last_list(&mut client)), ["A003"], "{style:?}");
        client.leave();
    }
}

#[test]
fn a_place_of_a_page_is_explained_and_followed() {
    for style in STYLES {
        let (mut client, text) = opened(style);
        let place = client.place(&text, WRONG);
        let hover = client.at("textDocument/hover", PAGE, &place["start"]);
        assert!(hover["contents"]["value"].as_str().unwrap().contains("3006"), "{hover}");
        assert_eq!(client.words(&text, &hover["range"]), WRONG);
        let marked = client.at("textDocument/documentHighlight", PAGE, &place["start"]);
        let marked: Vec<&str> = marked
            .as_array()
            .unwrap()
            .iter()
            .map(|one| client.words(&text, &one["range"]))
            .collect();
        assert!(marked.contains(&WRONG) && marked.contains(&"3006"), "{marked:?}");
        let params = json!({ "textDocument": { "uri": PAGE }, "positions": [place["start"]] });
        let selected = client.request("textDocument/selectionRange", params);
        assert_eq!(client.words(&text, &selected[0]["range"]), WRONG);
        client.leave();
    }
}

#[test]
fn what_is_shown_over_a_page_lies_in_it() {
    for style in STYLES {
        let (mut client, text) = opened(style);
        let symbols = client.about("textDocument/documentSymbol", PAGE);
        let report = &symbols[0];
        assert!(report["name"].as_str().unwrap().contains("云溪省园林局"), "{symbols}");
        let third = report["children"]
            .as_array()
            .unwrap()
            .iter()
            .find(|part| part["name"].as_str().unwrap().contains("收到和处理"));
        let heading = &third.expect("the third section")["selectionRange"];
        assert!(client.words(&text, heading).contains('三'), "{heading}");
        let all = client.range_of(&text, 0, text.len());
        let params = json!({ "textDocument": { "uri": PAGE }, "range": all });
        let hints = client.request("textDocument/inlayHint", params);
        let behind = client.place(&text, WRONG)["end"].clone();
        assert!(
            hints.as_array().unwrap().iter().any(|hint| hint["position"] == behind),
            "{style:?}: {hints}"
        );
        let lenses = client.about("textDocument/codeLens", PAGE);
        let title = lenses[0]["command"]["title"].as_str().unwrap();
        assert!(title.starts_with("勾稽 ✗ 2"), "{title}");
        let tokens = client.about("textDocument/semanticTokens/full", PAGE);
        let numbers: Vec<u64> =
            tokens["data"].as_array().unwrap().iter().map(|one| one.as_u64().unwrap()).collect();
        let (mut line, mut column) = (0, 0);
        let mut words = Vec::new();
        for token in numbers.chunks(5) {
            column = if token[0] == 0 { column + token[1] } else { token[1] };
            line += token[0];
            let range = crate::client::range((line, column), (line, column + token[2]));
            words.push(client.words(&text, &range));
        }
        assert!(words.contains(&WRONG), "{words:?}");
        assert!(words.iter().all(|word| !word.contains(['<', '>'])), "{words:?}");
        for fold in client.about("textDocument/foldingRange", PAGE).as_array().unwrap() {
            assert!(fold["startLine"].as_u64() < fold["endLine"].as_u64());
            assert!(fold["endLine"].as_u64().unwrap() < text.lines().count() as u64);
        }
        let options = json!({ "tabSize": 2, "insertSpaces": true });
        let params = json!({ "textDocument": { "uri": PAGE }, "options": options });
        let formatted = client.request("textDocument/formatting", params);
        assert!(formatted.is_null() || formatted == json!([]), "{formatted}");
        client.leave();
    }
}

#[test]
fn the_organ_of_a_page_is_renamed_where_it_stands() {
    let (mut client, text) = opened(Style::Clean);
    let at =
        client.place(&text, "云溪省园林局2023年政府信息公开工作年度报告</h1>")["start"].clone();
    let params =
        json!({ "textDocument": { "uri": PAGE }, "position": at, "newName": "云溪县水务局" });
    let edit = client.request("textDocument/rename", params);
    let renamed = client.applied(PAGE, &text, &edit);
    assert!(renamed.contains("<h1>云溪县水务局2023年"), "{renamed}");
    assert!(renamed.contains("<p>云溪县水务局</p>"), "the signature");
    assert!(renamed.contains("<title>云溪省园林局"), "not a part of the report");
    client.leave();
}

#[test]
fn a_page_that_is_no_report_says_nothing() {
    let mut client = Client::start();
    let text = "<html><body><h1>通知公告</h1><p>关于放假的通知。</p></body></html>";
    open(&mut client, PAGE, text);
    assert!(client.published(PAGE).iter().all(|list| list["diagnostics"] == json!([])));
    assert!(client.about("textDocument/codeLens", PAGE).as_array().is_none_or(Vec::is_empty));
    client.leave();
}

#[test]
fn a_page_around_a_report_in_another_page_says_nothing() {
    let title = "云溪省园林局2023年政府信息公开工作年度报告";
    let page = |inner: &str| format!("<html><body><h1>{title}</h1>{inner}</body></html>");
    let mut client = Client::counting_in("utf-16");
    open(&mut client, PAGE, &page("<iframe src=\"a.pdf\"></iframe>"));
    let status = client.request("gouji/status", json!({ "textDocument": { "uri": PAGE } }));
    assert_eq!(
        (&status["reports"], &status["notChecked"]["reason"]),
        (&0.into(), &"other-page".into())
    );
    let lists = client.published(PAGE);
    assert!(lists.iter().all(|list| list["diagnostics"] == json!([])), "{lists:?}");
    let mut client = Client::counting_in("utf-16");
    open(&mut client, PAGE, &page(""));
    assert!(codes(&last_list(&mut client)).contains(&"S003".to_owned()));
}
