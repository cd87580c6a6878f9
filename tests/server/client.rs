//! A client over a pipe, in the process of the test.

use gouji::server::{Options, serve};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf,
};
use tokio::runtime::Runtime;
use tokio::task::LocalSet;

/// A client with its server. The server works while the client waits.
pub struct Client {
    runtime: Runtime,
    local: LocalSet,
    reader: BufReader<ReadHalf<DuplexStream>>,
    writer: WriteHalf<DuplexStream>,
    next_id: i64,
    /// The messages of the server other than answers.
    pub heard: VecDeque<Value>,
    /// Whether the client answers requests of the server.
    pub answers: bool,
    /// The settings in the answer of the client.
    pub settings: Value,
    /// The settings for some workspace folders, by URI.
    pub scoped: BTreeMap<String, Value>,
    /// The capabilities in the answer to `initialize`.
    pub capabilities: Value,
}

/// The longest wait for an expected message.
const PATIENCE: Duration = Duration::from_secs(60);

impl Client {
    /// A client with most features of the protocol, in UTF-16.
    pub fn start() -> Self {
        Self::start_with(json!({}), json!({}))
    }

    /// A client with columns in this unit.
    pub fn counting_in(encoding: &str) -> Self {
        Self::start_with(json!({}), json!({ "general": { "positionEncodings": [encoding] } }))
    }

    /// A client with additional parameters of `initialize` and additional capabilities.
    pub fn start_with(more: Value, capabilities: Value) -> Self {
        Self::start_in(Options { language: None, ..Options::default() }, more, capabilities)
    }

    pub fn start_in(options: Options, more: Value, capabilities: Value) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let local = LocalSet::new();
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        local.spawn_local(serve(input, output, options));
        let (reader, writer) = tokio::io::split(ours);
        let mut client = Self {
            runtime,
            local,
            reader: BufReader::new(reader),
            writer,
            next_id: 0,
            heard: VecDeque::new(),
            answers: true,
            settings: Value::Null,
            scoped: BTreeMap::new(),
            capabilities: Value::Null,
        };
        let mut params = json!({ "processId": null, "rootUri": null, "locale": "zh-cn", "capabilities": able() });
        merge(&mut params["capabilities"], capabilities);
        merge(&mut params, more);
        client.capabilities = client.request("initialize", params)["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends raw bytes.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let writer = &mut self.writer;
        self.local.block_on(&self.runtime, async {
            tokio::time::timeout(PATIENCE, writer.write_all(bytes))
                .await
                .expect("the server reads")
                .unwrap();
        });
    }

    /// The next message of the server.
    fn receive(&mut self) -> Value {
        let reader = &mut self.reader;
        let read = async {
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).await.unwrap();
                assert!(!line.is_empty(), "the server has ended");
                if let Some(value) = line.strip_prefix("Content-Length: ") {
                    length = value.trim().parse().unwrap();
                }
                if line == "\r\n" {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).await.unwrap();
            serde_json::from_slice(&body).unwrap()
        };
        self.local.block_on(&self.runtime, async {
            tokio::time::timeout(PATIENCE, read).await.expect("the server speaks")
        })
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let mut request = json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method });
        if !params.is_null() {
            request["params"] = params;
        }
        self.send(&request);
        self.next_id
    }

    /// The answer to a request, also an error.
    pub fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.hear();
            if message.get("method").is_none() && message["id"] == json!(id) {
                return message;
            }
        }
    }

    /// The next answer to any request.
    pub fn next_answer(&mut self) -> Value {
        loop {
            let message = self.hear();
            if message.get("method").is_none() {
                return message;
            }
        }
    }

    /// The next message. The client answers each request with null, and keeps requests and
    /// notifications.
    fn hear(&mut self) -> Value {
        let message = self.receive();
        if message.get("method").is_some() {
            if self.answers && message.get("id").is_some() {
                let result = match message["method"].as_str() {
                    Some("workspace/applyEdit") => json!({ "applied": true }),
                    Some("workspace/configuration") => {
                        let items = message["params"]["items"].as_array().unwrap().iter();
                        let own =
                            |item: &Value| self.scoped.get(item["scopeUri"].as_str()?).cloned();
                        items
                            .map(|item| own(item).unwrap_or_else(|| self.settings.clone()))
                            .collect()
                    }
                    _ => Value::Null,
                };
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }));
            }
            self.heard.push_back(message.clone());
        }
        message
    }

    /// Sends a request and waits for its result.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits until all sent messages have taken effect.
    pub fn settle(&mut self) {
        for _ in 0..3 {
            self.request("textDocument/hover", json!({ "textDocument": { "uri": "file:///none" }, "position": { "line": 0, "character": 0 } }));
        }
    }

    /// Waits for a message with this method and returns the parameters.
    pub fn wait_for(&mut self, method: &str) -> Value {
        loop {
            if let Some(at) = self.heard.iter().position(|message| message["method"] == method) {
                return self.heard.remove(at).unwrap()["params"].clone();
            }
            self.hear();
        }
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        self.notify("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": text } }));
    }

    /// Replaces the whole text.
    pub fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.notify("textDocument/didChange", json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] }));
    }

    /// Changes a range of the text.
    pub fn change(&mut self, uri: &str, version: i64, range: Value, text: &str) {
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "range": range, "text": text }] }),
        );
    }

    /// The lists published for a document since the last call, in order.
    pub fn published(&mut self, uri: &str) -> Vec<Value> {
        self.settle();
        let is_own = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
        };
        let (own, other): (Vec<_>, Vec<_>) = self.heard.drain(..).partition(is_own);
        self.heard = other.into();
        own.into_iter().map(|message| message["params"].clone()).collect()
    }

    /// The unit of columns of this client.
    pub fn encoding(&self) -> &str {
        self.capabilities["positionEncoding"].as_str().unwrap()
    }

    /// The range of the first `words` in the text, in the unit of this client.
    pub fn place(&self, text: &str, words: &str) -> Value {
        let at = text.find(words).expect(words);
        self.range_of(text, at, at + words.len())
    }

    /// A range of bytes, converted to the unit of this client.
    pub fn range_of(&self, text: &str, start: usize, end: usize) -> Value {
        let position = |at: usize| {
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            json!({ "line": text[..at].matches('\n').count(), "character": width(&text[start..at], self.encoding()) })
        };
        json!({ "start": position(start), "end": position(end) })
    }

    /// The bytes of a range from the server. The range must not end inside a character or beyond
    /// its line.
    pub fn bytes(&self, text: &str, range: &Value) -> std::ops::Range<usize> {
        let byte = |position: &Value| {
            let line = position["line"].as_u64().unwrap() as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let own = text[start..].split('\n').next().unwrap().trim_end_matches('\r');
            let column = position["character"].as_u64().unwrap() as usize;
            let mut ends = own.char_indices().map(|(at, _)| at).chain([own.len()]);
            start
                + ends
                    .find(|at| width(&own[..*at], self.encoding()) == column)
                    .unwrap_or_else(|| panic!("{position} in {own:?}"))
        };
        byte(&range["start"])..byte(&range["end"])
    }

    /// The words at a range from the server.
    pub fn words<'a>(&self, text: &'a str, range: &Value) -> &'a str {
        &text[self.bytes(text, range)]
    }

    /// The text after edits from the server. As the protocol requires, all edits refer to the
    /// original text.
    pub fn edited(&self, text: &str, edits: &Value) -> String {
        let edits = edits.as_array().unwrap().iter();
        let mut edits: Vec<_> = edits
            .map(|edit| (self.bytes(text, &edit["range"]), edit["newText"].as_str().unwrap()))
            .collect();
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        assert!(
            edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start),
            "edits overlap: {edits:?}"
        );
        let mut text = text.to_owned();
        edits.into_iter().rev().for_each(|(range, new)| text.replace_range(range, new));
        text
    }

    /// Applies a workspace edit to these files, by URI. Created files must not exist before.
    pub fn apply(&self, edit: &Value, files: &mut BTreeMap<String, String>) {
        let edit_file = |files: &mut BTreeMap<String, String>, uri: &str, edits: &Value| {
            let text =
                self.edited(files.get(uri).unwrap_or_else(|| panic!("{uri} is no file")), edits);
            files.insert(uri.to_owned(), text);
        };
        for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
            edit_file(files, uri, edits);
        }
        for change in edit["documentChanges"].as_array().into_iter().flatten() {
            if change["kind"] == "create" {
                let before =
                    files.insert(change["uri"].as_str().unwrap().to_owned(), String::new());
                assert_eq!(before, None, "a file that is there is not created");
            } else {
                let uri = change["textDocument"]["uri"].as_str().unwrap();
                edit_file(files, uri, &change["edits"]);
            }
        }
    }

    /// The text of the only open document after an edit of this document alone.
    pub fn applied(&self, uri: &str, text: &str, edit: &Value) -> String {
        let mut files = BTreeMap::from([(uri.to_owned(), text.to_owned())]);
        self.apply(edit, &mut files);
        assert_eq!(files.len(), 1);
        files.remove(uri).unwrap()
    }

    /// The answer to a request about a place of a document.
    pub fn at(&mut self, method: &str, uri: &str, position: &Value) -> Value {
        self.request(method, json!({ "textDocument": { "uri": uri }, "position": position }))
    }

    /// The answer to a request about a document.
    pub fn about(&mut self, method: &str, uri: &str) -> Value {
        self.request(method, json!({ "textDocument": { "uri": uri } }))
    }

    /// Shuts the server down and waits for the end of the server.
    pub fn leave(mut self) {
        let id = self.ask("shutdown", Value::Null);
        assert_eq!(self.answer(id)["result"], Value::Null);
        self.notify("exit", Value::Null);
        let Self { runtime, local, mut reader, writer, .. } = self;
        drop(writer);
        let ended =
            async { tokio::time::timeout(PATIENCE, reader.read_to_end(&mut Vec::new())).await };
        assert!(local.block_on(&runtime, ended).is_ok(), "the server ends");
    }
}

/// Width of a text in units of `encoding`.
fn width(text: &str, encoding: &str) -> usize {
    match encoding {
        "utf-8" => text.len(),
        "utf-32" => text.chars().count(),
        _ => text.encode_utf16().count(),
    }
}

/// A range of positions.
pub fn range(start: (u64, u64), end: (u64, u64)) -> Value {
    json!({ "start": { "line": start.0, "character": start.1 }, "end": { "line": end.0, "character": end.1 } })
}

/// The codes of a list of diagnostics, in order.
pub fn codes(diagnostics: &Value) -> Vec<String> {
    diagnostics
        .as_array()
        .map(|list| {
            list.iter().map(|one| one["code"].as_str().unwrap_or_default().to_owned()).collect()
        })
        .unwrap_or_default()
}

/// The capabilities of a modern client. The client does not pull diagnostics.
fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "window": { "workDoneProgress": true },
        "workspace": {
            "applyEdit": true,
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
        },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true, "tagSupport": { "valueSet": [1, 2] } },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } }, "isPreferredSupport": true },
            "completion": { "completionItem": { "snippetSupport": true } },
            "hover": { "contentFormat": ["markdown"] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "foldingRange": { "lineFoldingOnly": true },
        },
    })
}

/// Merges `more` into `value`, object by object.
fn merge(value: &mut Value, more: Value) {
    match (value, more) {
        (Value::Object(value), Value::Object(more)) => {
            for (key, more) in more {
                merge(value.entry(key).or_insert(Value::Null), more);
            }
        }
        (value, more) => *value = more,
    }
}
