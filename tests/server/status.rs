//! `gouji/status`, an extension of the protocol.

use crate::client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///reports/2023.md";

#[test]
fn a_client_asks_whether_a_document_is_a_report_and_how_it_stands() {
    let mut client = Client::start();
    let status = |client: &mut Client, position: Value| {
        client.request(
            "gouji/status",
            json!({ "textDocument": { "uri": URI }, "position": position }),
        )
    };
    assert_eq!(status(&mut client, Value::Null), Value::Null, "it is not open");
    client.open(URI, "# 读我\n");
    let readme = status(&mut client, Value::Null);
    assert_eq!(
        (&readme["reports"], &readme["notChecked"]["reason"]),
        (&json!(0), &json!("not-a-report"))
    );
    assert!(readme["notChecked"]["message"].as_str().is_some_and(|message| !message.is_empty()));
    let report = include_str!("../../docs/examples/yunxi-2023.md");
    client.replace(URI, 2, report);
    let line = report.lines().position(|line| line.contains("（七）总计")).expect("table three");
    assert_eq!(
        status(&mut client, json!({ "line": line, "character": 3 })),
        json!({ "reports": 1, "notChecked": null, "errors": 3, "warnings": 2, "notes": 0, "sums": 42, "violated": 2, "table": { "number": 3, "report": 0 } })
    );
    client.leave();
}
