//! Measures the language server over its pipe, beside an empty server of the same framework. The
//! empty server publishes the same lists and is the floor. `cargo bench --bench server`, with
//! `-- pages`, `-- requests`, `-- check` or `-- closing` for one of the last parts.
//!
//! The floor reads and writes in the way of the documentation of the framework, through threads
//! that wait for the pipe. A second floor waits for the pipe in the way of gouji (`server::stdio`),
//! so the difference is only the work on the report.
//!
//! All servers are measured in turn, keystroke by keystroke, so other work of the machine affects
//! all servers.

#[allow(dead_code, reason = "shared with the other bench")]
mod common;

use gouji::server::stdio;
use gouji::syntax::Layout;
use gouji::text::{LineIndex, PositionEncoding};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Diagnostic, DidChangeTextDocumentParams, DidOpenTextDocumentParams, InitializeParams,
    InitializeResult, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, Uri,
};
use tower_lsp::{LanguageServer, LspService, Server};

/// The argument that turns this program into the empty server.
const FLOOR: &str = "--floor";
/// The argument that makes the empty server read and write in the way of gouji.
const STREAMS: &str = "--streams";
const URI: &str = "file:///2023.md";
const KEYSTROKES: usize = 1200;

fn main() {
    if std::env::args().any(|argument| argument == FLOOR) {
        return serve_nothing(std::env::args().any(|argument| argument == STREAMS));
    }
    // With the name of a part, only this part runs.
    let one = common::report(Layout::Markdown);
    match std::env::args().nth(1).as_deref() {
        Some("pages") => return pages(),
        Some("requests") => return behind_requests(&one),
        Some("check") => return beside_a_check(&one),
        Some("closing") => return closing(&one),
        _ => {}
    }
    starting();
    memory();
    let many = one.repeat(10_000_000 / one.len());
    opening(&one, &many);
    println!("\n{:<30}{:>14}{:>18}{:>30}", "", "gouji", "floor", "floor with gouji's streams");
    println!(
        "{:<30}{:>7}{:>7}{:>7}{:>7}{:>6}{:>6}{:>7}{:>7}{:>6}{:>6}",
        "keystroke (µs)", "p50", "p99", "p50", "p99", "×", "×", "p50", "p99", "×", "×"
    );
    for (name, text) in [("10 KB", &one), ("10 MB", &many)] {
        for (place, words, at, key) in PLACES {
            keystrokes(&format!("{name}, {place}"), URI, text, words, at, key);
        }
    }
    pages();
    burst(&one);
    behind_requests(&one);
    beside_a_check(&one);
    closing(&one);
}

/// The places of the typed keys: words in the report around the place, the number of characters
/// from the start of the words, and the typed replacement of one character. Each key adds or
/// removes a finding.
const PLACES: [(&str, &str, usize, &str); 5] = [
    ("the period", "2023年1月1日", 3, "2"),
    ("a cell of table three", "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |", 2, "7"),
    ("a heading", "五、存在的主要问题", 4, "⼀"),
    ("the title", "云溪县园林局2023年", 9, "2"),
    ("a sentence", "围绕中心工作", 2, "⼀"),
];

/// The places of the keys in a page, and in a text with tables in HTML. The last keys may change
/// how the markup is read.
const PLACES_OF_MARKUP: [(&str, &str, usize, &str); 7] = [
    ("the period", "2023年1月1日", 3, "2"),
    ("a cell", ">0<", 1, "7"),
    ("a heading", "五、存在的主要问题", 4, "⼀"),
    ("a sentence", "围绕中心工作", 2, "⼀"),
    ("a new line", "2023年1月1日", 3, "\n"),
    ("the title", "云溪县园林局2023年", 9, "2"),
    ("a tag", "五、存在的主要问题", 4, "<"),
];

/// Measures keystrokes in a page pasted from Word, in one line of 100 KB, and in a Markdown text
/// with the same tables.
fn pages() {
    let (page, text) = (common::page(), common::text_with_tables());
    for (name, uri, text) in [("page", "file:///2023.html", &page), ("tables in text", URI, &text)]
    {
        for (place, words, at, key) in PLACES_OF_MARKUP {
            let name = format!("{name} {} KB, {place}", text.len() / 1000);
            keystrokes(&name, uri, text, words, at, key);
        }
    }
}

const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// A server at the other end of a pipe.
struct Peer {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    fn gouji() -> Self {
        Self::start(Command::new(env!("CARGO_BIN_EXE_gouji")).arg("server"), Value::Null)
    }

    /// A server with a client that requests diagnostics.
    fn pulled() -> Self {
        Self::start_with(
            Command::new(env!("CARGO_BIN_EXE_gouji")).arg("server"),
            json!({ "capabilities": { "textDocument": { "diagnostic": {} } } }),
        )
    }

    /// A server with a workspace folder.
    fn in_folder(folder: &str) -> Self {
        let folders = json!([{ "uri": folder, "name": "reports" }]);
        Self::start_with(
            Command::new(env!("CARGO_BIN_EXE_gouji")).arg("server"),
            json!({ "workspaceFolders": folders }),
        )
    }

    /// The empty server. The server publishes the first list for odd versions and the second list
    /// for even versions.
    fn floor(odd: &Value, even: &Value, streams: &[&str]) -> Self {
        let own = std::env::current_exe().expect("this program");
        Self::start(Command::new(own).arg(FLOOR).args(streams), json!([odd, even]))
    }

    fn start(command: &mut Command, options: Value) -> Self {
        Self::start_with(command, json!({ "initializationOptions": options }))
    }

    /// Starts a server with additional parameters of `initialize`.
    fn start_with(command: &mut Command, more: Value) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let (input, output) = (
            child.stdin.take().expect("piped"),
            BufReader::new(child.stdout.take().expect("piped")),
        );
        let mut peer = Self { child, input, output };
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-16"] },
            "textDocument": { "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true } },
        });
        let mut params =
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        params
            .as_object_mut()
            .zip(more.as_object())
            .into_iter()
            .for_each(|(params, more)| params.extend(more.clone()));
        peer.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
        while peer.receive()["id"] != 1 {}
        peer.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        peer
    }

    fn send(&mut self, message: &Value) {
        let message = framed(message);
        self.input.write_all(&message).expect("the server reads");
    }

    fn receive(&mut self) -> Value {
        serde_json::from_slice(&self.receive_bytes()).expect("JSON")
    }

    /// The bytes of the next message, not parsed.
    fn receive_bytes(&mut self) -> Vec<u8> {
        let (mut line, mut length) = (String::new(), 0);
        loop {
            line.clear();
            self.output.read_line(&mut line).expect("the server writes");
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().expect("a length");
            }
            if line == "\r\n" {
                break;
            }
            assert!(!line.is_empty(), "the server has ended");
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the body");
        body
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    }

    /// Sends a message and waits for a message. Returns the time from the write to the whole
    /// answer: the system may let the server answer a short message before the write returns.
    fn time(&mut self, message: &[u8]) -> Duration {
        let start = Instant::now();
        self.input.write_all(message).expect("the server reads");
        self.receive_bytes();
        start.elapsed()
    }

    /// Resident memory in KB, if the system reports the memory.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .ok()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The replacement of one character at a place.
struct Key {
    uri: &'static str,
    line: usize,
    column: usize,
    /// The line and the column behind the character.
    end: (usize, usize),
}

impl Key {
    fn change(&self, version: usize, content: &str) -> Vec<u8> {
        let range = json!({
            "start": { "line": self.line, "character": self.column },
            "end": { "line": self.end.0, "character": self.end.1 },
        });
        let params = json!({ "textDocument": { "uri": self.uri, "version": version }, "contentChanges": [{ "range": range, "text": content }] });
        framed(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }))
    }

    /// The replacement of the typed character.
    fn back(&self, typed: &str) -> Self {
        let end = match typed {
            "\n" => (self.line + 1, 0),
            _ => (self.line, self.column + typed.encode_utf16().count()),
        };
        Self { end, ..*self }
    }
}

/// The character `behind` characters after the start of `words`, in the report in the middle of the
/// text, with its place.
fn key(text: &str, words: &str, behind: usize) -> (Key, String) {
    let places: Vec<usize> = text.match_indices(words).map(|(at, _)| at).collect();
    let at = places[places.len() / 2];
    let (within, character) = text[at..].char_indices().nth(behind).expect("a character");
    let position = LineIndex::new(text).position(text, at + within, PositionEncoding::Utf16);
    (
        Key {
            uri: URI,
            line: position.line,
            column: position.column,
            end: (position.line, position.column + character.len_utf16()),
        },
        character.to_string(),
    )
}

fn keystrokes(name: &str, uri: &'static str, text: &str, words: &str, behind: usize, typed: &str) {
    let (mut key, character) = key(text, words, behind);
    key.uri = uri;
    let back = key.back(typed);
    // Even versions type, odd versions take back.
    let change = |version: usize| match version % 2 {
        0 => key.change(version, typed),
        _ => back.change(version, &character),
    };
    let mut gouji = Peer::gouji();
    gouji.open(uri, text);
    // The two lists. The floor publishes the same bytes.
    let mut lists = Vec::new();
    for version in [2, 3] {
        gouji.input.write_all(&change(version)).expect("the server reads");
        lists.push(gouji.receive()["params"]["diagnostics"].clone());
    }
    let mut floors =
        [[].as_slice(), &[STREAMS]].map(|streams| Peer::floor(&lists[1], &lists[0], streams));
    for floor in &mut floors {
        floor.open(uri, text);
        floor.receive();
    }
    let [plain, streams] = floors;
    let mut peers = [gouji, plain, streams];
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for version in 4..4 + KEYSTROKES {
        let message = change(version);
        // Each server comes equally often behind each other server: the previous server influences
        // the state of the machine.
        for peer in ORDERS[version / 2 % ORDERS.len()] {
            times[peer].push(peers[peer].time(&message));
        }
    }
    let [own, floors @ ..] = times.map(|mut times| {
        times.sort_unstable();
        [50, 99].map(|percent| times[times.len() * percent / 100].as_secs_f64() * 1e6)
    });
    print!("{name:<30}{:>7.0}{:>7.0}", own[0], own[1]);
    for floor in floors {
        print!(
            "{:>7.0}{:>7.0}{:>6.2}{:>6.2}",
            floor[0],
            floor[1],
            own[0] / floor[0],
            own[1] / floor[1]
        );
    }
    println!();
}

fn starting() {
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let start = Instant::now();
            drop(Peer::gouji());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!(
        "start to initialize answered: {:.1} ms (median of {})",
        times[times.len() / 2].as_secs_f64() * 1e3,
        times.len()
    );
}

fn memory() {
    let mut gouji = Peer::gouji();
    for (number, layout) in (0..50).zip(Layout::ALL.iter().cycle()) {
        gouji.open(
            &format!("file:///{number}.md"),
            &common::report(*layout).replace("2023年1月1日", "2022年1月1日"),
        );
        gouji.receive();
    }
    println!(
        "memory with 50 reports open: {:.1} MB",
        gouji.memory().unwrap_or_default() as f64 / 1024.0
    );
}

fn opening(one: &str, many: &str) {
    // The text has one mistake, so that the server publishes a list.
    let text = many.replacen("2023年1月1日", "2022年1月1日", 1);
    let mut best = [Duration::MAX; 2];
    let list = {
        let mut gouji = Peer::gouji();
        gouji.open(URI, &text);
        gouji.receive()["params"]["diagnostics"].clone()
    };
    let document = json!({ "uri": URI, "languageId": "markdown", "version": 1, "text": text });
    let message = framed(
        &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
    );
    for _ in 0..15 {
        for (best, mut peer) in best.iter_mut().zip([Peer::gouji(), Peer::floor(&list, &list, &[])])
        {
            let start = Instant::now();
            peer.input.write_all(&message).expect("the server reads");
            peer.receive_bytes();
            *best = (*best).min(start.elapsed());
        }
    }
    let [own, floor] = best.map(|time| time.as_secs_f64());
    let megabytes = text.len() as f64 / 1e6;
    println!(
        "opening {megabytes:.1} MB, {} reports: {:.0} ms, floor {:.0} ms: {:.0} MB/s beyond the floor",
        text.len() / one.len(),
        own * 1e3,
        floor * 1e3,
        megabytes / (own - floor)
    );
}

fn burst(text: &str) {
    let (key, _) = key(text, "2023年1月1日", 3);
    let mut gouji = Peer::gouji();
    gouji.open(URI, text);
    let messages: Vec<u8> = (2..402)
        .flat_map(|version| {
            key.change(version, if version == 401 { "1" } else { ["2", "3"][version % 2] })
        })
        .collect();
    let start = Instant::now();
    gouji.input.write_all(&messages).expect("the server reads");
    let (mut lists, mut version) = (0, 0);
    while version < 401 {
        let now = gouji.receive()["params"]["version"].as_u64().expect("a version");
        assert!(now > version, "a list goes backwards");
        (version, lists) = (now, lists + 1);
    }
    println!(
        "\n400 edits in a burst: {:.1} ms, {lists} lists",
        start.elapsed().as_secs_f64() * 1e3
    );
}

/// The requests of an editor after each change.
const REQUESTS: [&str; 8] = [
    "documentSymbol",
    "semanticTokens/full",
    "foldingRange",
    "codeLens",
    "documentLink",
    "inlayHint",
    "codeAction",
    "formatting",
];

/// Measures a keystroke behind eight cancelled requests: sent together with the requests, and sent
/// during the work on the requests.
fn behind_requests(one: &str) {
    println!(
        "\n{:<30}{:>7}{:>7}{:>24}{:>6}{:>6}{:>24}{:>6}{:>6}",
        "keystroke (µs)",
        "p50",
        "p99",
        "behind 8 cancelled p50",
        "p99",
        "×",
        "begun before p50",
        "p99",
        "×"
    );
    for (name, size) in
        [("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)]
    {
        let text = one.repeat((size / one.len()).max(1));
        let (_, words, behind, typed) = PLACES[0];
        let (key, character) = key(&text, words, behind);
        let mut gouji = Peer::gouji();
        gouji.open(URI, &text);
        let (mut times, mut asked) = ([Vec::new(), Vec::new(), Vec::new()], 0);
        for turn in 0..3 * CANCELLED {
            let way = turn % 3;
            let change = key.change(turn + 2, if turn % 2 == 0 { typed } else { &character });
            let mut message = Vec::new();
            if way > 0 {
                let range = json!({ "start": { "line": key.line, "character": 0 }, "end": { "line": key.line, "character": key.column } });
                let params = json!({
                    "textDocument": { "uri": URI }, "range": range, "context": { "diagnostics": [] },
                    "options": { "tabSize": 4, "insertSpaces": true },
                });
                let ids = asked..asked + REQUESTS.len();
                asked = ids.end;
                for (id, method) in ids.clone().zip(REQUESTS) {
                    let method = format!("textDocument/{method}");
                    message.extend(framed(&json!({ "jsonrpc": "2.0", "id": format!("ask-{id}"), "method": method, "params": params })));
                }
                if way == 2 {
                    gouji.input.write_all(&std::mem::take(&mut message)).expect("the server reads");
                    std::thread::sleep(Duration::from_millis(1));
                }
                for id in ids {
                    let params = json!({ "id": format!("ask-{id}") });
                    message.extend(framed(
                        &json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": params }),
                    ));
                }
            }
            message.extend(change);
            // The time starts before the write: the system may let the server answer a short
            // message before the write returns.
            let start = Instant::now();
            gouji.input.write_all(&message).expect("the server reads");
            let (mut list, mut answers) = (None, 0);
            while list.is_none() || answers < REQUESTS.len() * usize::from(way > 0) {
                let heard = gouji.receive_bytes();
                let at = start.elapsed();
                if memchr::memmem::find(&heard, b"publishDiagnostics").is_some() {
                    list = Some(at);
                } else {
                    answers += 1;
                }
            }
            times[way].extend(list);
        }
        let [alone, cancelled, begun] = times.map(|mut times| {
            times.sort_unstable();
            [50, 99].map(|percent| times[times.len() * percent / 100].as_secs_f64() * 1e6)
        });
        println!(
            "{name:<30}{:>7.0}{:>7.0}{:>24.0}{:>6.0}{:>6.2}{:>24.0}{:>6.0}{:>6.2}",
            alone[0],
            alone[1],
            cancelled[0],
            cancelled[1],
            cancelled[0] / alone[0],
            begun[0],
            begun[1],
            begun[0] / alone[0]
        );
    }
}

/// Measures keystrokes during the check of a folder.
fn beside_a_check(one: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = one.replace("2023年1月1日", "2022年1月1日");
    for number in 0..FILES {
        std::fs::write(
            folder.path().join(format!("{number}.md")),
            if number % 5 == 0 { &wrong } else { one },
        )
        .expect("written");
    }
    // Several threads read a long file.
    std::fs::write(folder.path().join("long.md"), one.repeat(500)).expect("written");
    let uri = format!("file://{}", folder.path().display());
    let mut gouji = Peer::in_folder(&uri);
    gouji.open(URI, one);
    let (_, words, behind, typed) = PLACES[0];
    let (key, character) = key(one, words, behind);
    let command = json!({ "command": "gouji.checkFolder", "arguments": [uri] });
    gouji.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "workspace/executeCommand", "params": command }));
    let (mut times, mut is_checked) = (Vec::new(), false);
    for version in 2.. {
        gouji
            .input
            .write_all(&key.change(version, if version % 2 == 0 { typed } else { &character }))
            .expect("the server reads");
        let start = Instant::now();
        loop {
            let heard = gouji.receive_bytes();
            let says = |words: &str| memchr::memmem::find(&heard, words.as_bytes()).is_some();
            is_checked |= says("window/showMessage");
            if says(URI) {
                break;
            }
        }
        times.push(start.elapsed());
        if is_checked {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    println!(
        "\n{} keystrokes while {FILES} files are checked: p50 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms",
        times.len(),
        at(50),
        at(99),
        at(100)
    );
}

const FILES: usize = 3000;

/// Measures the remaining memory after a long document is closed.
fn closing(one: &str) {
    // The text has one mistake, so that the server publishes a list.
    let text = one.repeat(10_000_000 / one.len()).replacen("2023年1月1日", "2022年1月1日", 1);
    for (name, mut gouji, pulls) in
        [("pushed", Peer::gouji(), false), ("pulled", Peer::pulled(), true)]
    {
        let document = json!({ "textDocument": { "uri": URI } });
        let ask = |gouji: &mut Peer, method: &str| {
            gouji.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": method, "params": document }));
            loop {
                let heard = gouji.receive();
                if heard["id"] == 2 && heard.get("method").is_none() {
                    return heard;
                }
            }
        };
        let megabytes = |gouji: &Peer| gouji.memory().unwrap_or_default() as f64 / 1024.0;
        let before = megabytes(&gouji);
        gouji.open(URI, &text);
        while ask(
            &mut gouji,
            if pulls { "textDocument/diagnostic" } else { "textDocument/codeLens" },
        )
        .get("error")
        .is_some()
        {
            std::thread::sleep(Duration::from_millis(20));
        }
        let open = megabytes(&gouji);
        for method in ["documentSymbol", "semanticTokens/full", "foldingRange"] {
            ask(&mut gouji, &format!("textDocument/{method}"));
        }
        let asked = megabytes(&gouji);
        gouji.send(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didClose", "params": document }),
        );
        // The client continues with other work.
        for number in 0..20 {
            std::thread::sleep(Duration::from_millis(100));
            gouji.open(&format!("file:///{number}.md"), one);
            ask(&mut gouji, "textDocument/codeLens");
        }
        let closed = megabytes(&gouji);
        println!(
            "memory, {name}: {before:.0} MB, {open:.0} with 10 MB open, {asked:.0} with its outline, {closed:.0} when it is closed"
        );
    }
}

/// Number of measured keystrokes of each kind.
const CANCELLED: usize = 100;

/// The empty server: keeps no text, and publishes the given lists.
struct Floor {
    client: tower_lsp::Client,
    lists: Mutex<Vec<Vec<Diagnostic>>>,
}

impl Floor {
    async fn publish(&self, uri: Uri, version: i32) {
        let list = self
            .lists
            .lock()
            .expect("no panic")
            .get(if version % 2 == 0 { 1 } else { 0 })
            .cloned()
            .unwrap_or_default();
        self.client.publish_diagnostics(uri, list, Some(version)).await;
    }
}

impl LanguageServer for Floor {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        *self.lists.lock().expect("no panic") =
            serde_json::from_value(params.initialization_options.unwrap_or_default())
                .unwrap_or_default();
        let sync = Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL));
        Ok(InitializeResult {
            capabilities: ServerCapabilities {
                text_document_sync: sync,
                ..ServerCapabilities::default()
            },
            ..InitializeResult::default()
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.publish(params.text_document.uri, params.text_document.version).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.publish(params.text_document.uri, params.text_document.version).await;
    }
}

fn serve_nothing(streams: bool) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
    runtime.block_on(async {
        let (service, socket) = LspService::new(|client| Floor { client, lists: Mutex::default() });
        if streams {
            Server::new(stdio::input(), stdio::output(), socket).serve(service).await;
        } else {
            Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).serve(service).await;
        }
    });
    runtime.shutdown_background();
}
