//! Call hierarchy: the addends of a total, and the totals of an addend.

use crate::client::Client;
use crate::reports::{URI, report_in};
use gouji::syntax::Layout;
use serde_json::{Value, json};

/// The names of items.
fn names(items: &Value, key: &str) -> Vec<String> {
    items
        .as_array()
        .unwrap()
        .iter()
        .map(|call| call[key]["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn sums_are_traced_in_both_directions() {
    for layout in [Layout::Spaces, Layout::Tabs, Layout::Markdown] {
        let text = report_in(layout);
        let mut client =
            Client::start_with(json!({}), json!({ "textDocument": { "callHierarchy": {} } }));
        assert_eq!(client.capabilities["callHierarchyProvider"], true);
        client.open(URI, &text);
        // 一、本年新收 of 自然人.
        let at = text.find("一、本年新收").unwrap();
        let at = at + text[at..].find('3').unwrap();
        let place = client.range_of(&text, at, at + 1);
        let items = client.at("textDocument/prepareCallHierarchy", URI, &place["start"]);
        let item = items[0].clone();
        assert_eq!(items.as_array().unwrap().len(), 1);
        assert_eq!(
            (item["name"].as_str(), &item["selectionRange"]),
            (Some("一、本年新收政府信息公开申请数量 / 自然人"), &place)
        );
        assert_eq!(item["detail"], "3  表三");
        let out = client.request("callHierarchy/outgoingCalls", json!({ "item": item }));
        assert_eq!(
            names(&out, "to"),
            ["一、本年新收政府信息公开申请数量 / 总计", "四、结转下年度继续办理 / 自然人"],
            "{layout:?}"
        );
        assert_eq!(out[0]["fromRanges"], json!([place]));
        assert_eq!(
            client.request("callHierarchy/incomingCalls", json!({ "item": item })),
            json!([])
        );
        // Back from the total to its addends.
        let total = out[0]["to"].clone();
        let into = client.request("callHierarchy/incomingCalls", json!({ "item": total }));
        assert_eq!(names(&into, "from").len(), 6);
        assert_eq!((&into[0]["from"], &into[0]["fromRanges"]), (&item, &json!([place])));
        let forward =
            client.request("callHierarchy/incomingCalls", json!({ "item": out[1]["to"] }));
        let expected = [
            "一、本年新收政府信息公开申请数量 / 自然人",
            "二、上年结转政府信息公开申请数量 / 自然人",
            "（七）总计 / 自然人",
        ];
        assert_eq!(names(&forward, "from"), expected);
        client.leave();
    }
}

#[test]
fn what_is_no_cell_has_no_calls() {
    let text = report_in(Layout::Tabs);
    let mut client =
        Client::start_with(json!({}), json!({ "textDocument": { "callHierarchy": {} } }));
    client.open(URI, &text);
    let at = client.place(&text, "总体情况")["start"].clone();
    assert_eq!(client.at("textDocument/prepareCallHierarchy", URI, &at), Value::Null);
    // An item from another text.
    let place = json!({ "start": { "line": 9999, "character": 0 }, "end": { "line": 9999, "character": 0 } });
    let item =
        json!({ "name": "", "kind": 1, "uri": URI, "range": place, "selectionRange": place });
    for method in ["callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"] {
        assert_eq!(client.request(method, json!({ "item": item })), json!([]));
    }
    client.leave();
}
