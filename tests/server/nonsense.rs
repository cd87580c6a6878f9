//! Meaningless messages between valid messages. The server answers the valid messages.

use crate::client::{Client, codes};
use crate::reports::{URI, replaced, report};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any message with its header.
fn framed(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

const METHODS: [&str; 31] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentSymbol",
    "textDocument/documentLink",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/onTypeFormatting",
    "textDocument/inlayHint",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "workspace/symbol",
    "workspace/executeCommand",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "initialize",
    "initialized",
    "$/cancelRequest",
];

/// Unexpected JSON, and JSON that is nearly valid.
fn params() -> impl Strategy<Value = String> {
    let other = "file:///other.md";
    let number = prop_oneof![
        Just("-1".to_owned()),
        Just("4294967295".to_owned()),
        Just("4294967296".to_owned()),
        Just("18446744073709551616".to_owned()),
        Just("1e400".to_owned()),
        Just("-0.5".to_owned()),
    ];
    let nearly = (number.clone(), number.clone()).prop_map(move |(line, column)| {
        let at = format!(r#"{{"line":{line},"character":{column}}}"#);
        format!(
            r#"{{"textDocument":{{"uri":"{other}","version":{line},"text":"一、","languageId":"x"}},"position":{at},"range":{{"start":{at},"end":{at}}},
            "positions":[{at}],"contentChanges":[{{"range":{{"start":{at},"end":{at}}},"text":"x"}}],"context":{{"diagnostics":[]}},"id":{column},
            "command":"gouji.recompute","arguments":[{line}],"options":{{}},"query":"","settings":{at},"changes":[{{"uri":"{other}","type":{line}}}]}}"#
        )
    });
    prop_oneof![
        Just("null".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just(r#"{"textDocument":3}"#.to_owned()),
        Just(r#"{"textDocument":{"uri":"::"},"position":{}}"#.to_owned()),
        Just(r#"{"textDocument":{"uri":"file:///other.md","text":"\ud842"}}"#.to_owned()),
        number,
        nearly,
        (1..300usize).prop_map(|depth| "[".repeat(depth) + &"]".repeat(depth)),
        (1..300usize).prop_map(|depth| r#"{"a":"#.repeat(depth) + "1" + &"}".repeat(depth)),
    ]
}

/// Bytes of a broken client. Requests in the bytes have their own ids.
fn nonsense() -> impl Strategy<Value = Vec<u8>> {
    let id = prop_oneof![
        Just(String::new()),
        (100_000..200_000u32).prop_map(|id| format!(r#""id":{id},"#)),
        Just(r#""id":"x","#.to_owned()),
        Just(r#""id":null,"#.to_owned()),
        Just(r#""id":{},"#.to_owned()),
        Just(r#""id":1e400,"#.to_owned()),
        Just(r#""id":99999999999999999999,"#.to_owned()),
    ];
    let method = prop_oneof![
        8 => proptest::sample::select(METHODS.to_vec()).prop_map(|method| format!("{method:?}")),
        1 => Just("\"\"".to_owned()),
        1 => Just("\"$/unheardOf\"".to_owned()),
        1 => Just("[1]".to_owned()),
    ];
    let message = (id, method, params())
        .prop_map(|(id, method, params)| {
            framed(&format!(r#"{{"jsonrpc":"2.0",{id}"method":{method},"params":{params}}}"#))
        })
        .boxed();
    let cut = (message.clone(), any::<prop::sample::Index>()).prop_map(|(message, at)| {
        // The length is right, but the body is incomplete.
        let body = message.splitn(2, |byte| *byte == b'{').nth(1).unwrap_or_default();
        let body = String::from_utf8_lossy(&body[..at.index(body.len() + 1)]).into_owned();
        framed(&format!("{{{body}"))
    });
    prop_oneof![
        12 => message,
        2 => cut,
        1 => Just(framed("{\"a\":")),
        1 => Just(framed("")),
        1 => Just(framed("[]")),
        1 => Just(framed("\u{feff}{}")),
        1 => Just(framed(r#"{"jsonrpc":"2.0","id":777777,"result":{"unasked":true}}"#)),
        1 => Just(framed(r#"{"jsonrpc":"2.0","id":777778,"error":{"code":"x"}}"#)),
        1 => Just(framed(r#"{"jsonrpc":"2.0","id":777779,"error":{"code":1e400,"message":3}}"#)),
        1 => Just(b"Content-Length: 3\r\n\r\n\xff\xfe\xfd".to_vec()),
        1 => Just(b"Content-Length: -3\r\n\r\n".to_vec()),
        1 => Just(b"Content-Type: x\r\n\r\n".to_vec()),
        1 => Just(b"Content-Length: 99999999999999999999\r\n\r\n".to_vec()),
    ]
}

proptest! {
    #![proptest_config(crate::support::config(30))]

    #[test]
    fn what_makes_sense_is_answered_whatever_stands_between(nonsense in proptest::collection::vec(nonsense(), 1..24)) {
        let mut client = Client::start();
        let text = report();
        client.open(URI, &text);
        let period = client.place(&text, "2023年1月1日");
        for (version, bytes) in (2..).zip(&nonsense) {
            client.send_bytes(bytes);
            // A valid request and a valid edit.
            let hover = client.at("textDocument/hover", URI, &period["start"]);
            prop_assert_eq!(&hover["range"]["start"], &period["start"], "{}", String::from_utf8_lossy(bytes));
            client.change(URI, version, client.place(&text, "2023年1月1日"), "2023年1月1日");
        }
        client.replace(URI, 1000, &replaced(&text, "2023年1月1日", "2022年1月1日"));
        prop_assert_eq!(codes(&client.published(URI).last().unwrap()["diagnostics"]), ["P001"]);
        client.leave();
    }
}

#[test]
fn nesting_without_end_is_left_out() {
    let mut client = Client::start();
    client.open(URI, &report());
    for depth in [100, 126, 127, 128, 129, 1000, 100_000] {
        client.send_bytes(&framed(&format!(
            r#"{{"jsonrpc":"2.0","method":"$/x","params":{}{}}}"#,
            "[".repeat(depth),
            "]".repeat(depth)
        )));
        client.settle();
    }
    client.leave();
}

/// An editor that splits a surrogate pair sends the halves. Each half is an invalid character with
/// a width of one column.
#[test]
fn half_a_surrogate_pair_keeps_the_document_in_step() {
    let mut client = Client::start();
    let text = report();
    client.open(URI, &text);
    let place = client.place(&text, "，𠮷祥如意");
    let end = place["end"].clone();
    let insert = |version: i64, text: &str| {
        framed(&format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{URI}","version":{version}}},
            "contentChanges":[{{"range":{{"start":{end},"end":{end}}},"text":"{text}"}}]}}}}"#
        ))
    };
    client.send_bytes(&insert(2, r"\\\ud842"));
    // The line is now two columns longer: a backslash and half a character.
    let lists = client.published(URI);
    assert_eq!(lists.last().map(|list| codes(&list["diagnostics"])), Some(vec!["C002".to_owned()]));
    let found = &lists[0]["diagnostics"][0]["range"];
    assert_eq!(found["start"]["character"].as_u64(), Some(end["character"].as_u64().unwrap() + 1));
    client.send_bytes(&insert(3, r"\uD842\uDFB7\\ud842"));
    let lists = client.published(URI);
    let found = &lists[0]["diagnostics"][0]["range"];
    assert_eq!(
        found["start"]["character"].as_u64(),
        Some(end["character"].as_u64().unwrap() + 1 + 2 + 6)
    );
    client.leave();
}

#[test]
fn a_life_in_the_wrong_order() {
    let mut client = Client::start();
    client.open(URI, &report());
    let id =
        client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert!(client.answer(id).get("error").is_some(), "a second time");
    client.notify("initialized", json!({}));
    client.settle();
    let id = client.ask("shutdown", Value::Null);
    assert_eq!(client.answer(id)["result"], Value::Null);
    let id = client.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } }),
    );
    assert_eq!(client.answer(id)["error"]["code"], -32600, "after the end");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    let id = client.ask("shutdown", Value::Null);
    assert!(client.answer(id).get("error").is_some());
    client.notify("exit", Value::Null);
}
