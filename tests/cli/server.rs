//! The language server, started in the manner of editors: over pipes and sockets, and to the end.

use crate::support::{REPORT, replaced};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The server and the client side of its streams.
struct Served<I, O> {
    child: Child,
    input: I,
    output: BufReader<O>,
}

fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(["server", "--lang", "en"]);
    command
}

impl Served<ChildStdin, ChildStdout> {
    fn over_pipes() -> Self {
        let mut child = server().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) =
            (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output }
    }
}

impl<I: Write, O: Read> Served<I, O> {
    fn send(&mut self, message: &Value) {
        self.input.write_all(framed(message).as_bytes()).unwrap();
    }

    fn receive(&mut self) -> Value {
        receive(&mut self.output).expect("a message")
    }

    /// Initializes the server, opens a report with a wrong period, and waits for the finding.
    fn work(&mut self) {
        self.send(&initialize());
        assert_eq!(self.receive()["id"], 1);
        self.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        self.send(&open());
        assert_eq!(codes(&self.receive()), ["P001"]);
    }
}

fn initialize() -> Value {
    json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } })
}

fn open() -> Value {
    let text = replaced(REPORT, "2023年1月1日", "2022年1月1日");
    let document =
        json!({ "uri": "untitled:2023", "languageId": "markdown", "version": 1, "text": text });
    json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } })
}

fn shutdown() -> Value {
    json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" })
}

fn exit() -> Value {
    json!({ "jsonrpc": "2.0", "method": "exit" })
}

fn framed(message: &Value) -> String {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

fn receive(output: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    output.read_line(&mut header).unwrap();
    let length = header.strip_prefix("Content-Length: ")?.trim().parse().unwrap();
    output.read_line(&mut header).unwrap();
    let mut body = vec![0; length];
    output.read_exact(&mut body).unwrap();
    Some(serde_json::from_slice(&body).unwrap())
}

fn codes(published: &Value) -> Vec<&str> {
    published["params"]["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect()
}

#[test]
fn a_client_says_that_it_leaves() {
    let mut served = Served::over_pipes();
    served.work();
    served.send(&shutdown());
    assert_eq!(served.receive()["id"], 2);
    served.send(&exit());
    // The pipe is still open.
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_client_leaves_without_a_word() {
    let mut served = Served::over_pipes();
    served.work();
    drop(served.input);
    assert_eq!(served.child.wait().unwrap().code(), Some(1));

    // The client does not wait for the last messages of the server.
    let mut served = Served::over_pipes();
    served.work();
    drop(served.output);
    served.input.write_all(framed(&shutdown()).as_bytes()).unwrap();
    drop(served.input);
    served.child.wait().unwrap();
}

#[test]
fn a_client_exits_before_it_shuts_down() {
    let mut served = Served::over_pipes();
    served.work();
    served.send(&exit());
    assert_eq!(served.child.wait().unwrap().code(), Some(1));
}

/// Editors built on libuv or Node use sockets.
#[cfg(unix)]
#[test]
fn sockets_are_served() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    let (input, own_input) = UnixStream::pair().unwrap();
    let (output, own_output) = UnixStream::pair().unwrap();
    let mut command = server();
    let child =
        command.stdin(OwnedFd::from(own_input)).stdout(OwnedFd::from(own_output)).spawn().unwrap();
    // The command holds its own ends of the sockets.
    drop(command);
    let mut served = Served { child, input, output: BufReader::new(output) };
    served.work();
    drop(served.input);
    served.child.wait().unwrap();
    assert_eq!(receive(&mut served.output), None);
}

/// A server started by hand to see the output.
#[test]
fn files_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("input"), folder.path().join("output"));
    // Only `initialize`: a client waits for the answer before the next message.
    std::fs::write(&input, framed(&initialize())).unwrap();
    let open = |path| std::fs::File::open(path).unwrap();
    server().stdin(open(&input)).stdout(std::fs::File::create(&output).unwrap()).status().unwrap();
    assert_eq!(
        receive(&mut BufReader::new(open(&output))).unwrap()["result"]["serverInfo"]["name"],
        "gouji"
    );
}

#[cfg(unix)]
#[test]
fn the_server_ends_with_the_process_of_its_client() {
    let mut client = Command::new("sleep").arg("1000").spawn().unwrap();
    let mut served = Served::over_pipes();
    let params = json!({ "processId": client.id(), "capabilities": {} });
    served.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
    assert_eq!(served.receive()["id"], 1);
    client.kill().unwrap();
    client.wait().unwrap();
    // The input of the server stays open.
    assert_eq!(served.child.wait().unwrap().code(), Some(1));
}
