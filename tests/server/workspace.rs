//! Closed reports of the workspace, and diagnostics on request of the client.

use crate::client::{Client, codes};
use crate::reports::{Folder, of_organ, report, wrong_period};
use serde_json::{Value, json};

/// A client that pulls diagnostics.
fn puller(folder: &Folder) -> Client {
    let asks = json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    Client::start_with(folder.as_workspace(), asks)
}

fn pull(client: &mut Client, uri: &str, previous: &Value) -> Value {
    client.request(
        "textDocument/diagnostic",
        json!({ "textDocument": { "uri": uri }, "previousResultId": previous }),
    )
}

/// Diagnostics of the whole workspace: the kind and codes of each file, by name, and the result ids
/// for the next request.
fn pull_all(client: &mut Client, previous: &Value) -> (Vec<String>, Value) {
    let found = client.request("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let mut shown = Vec::new();
    let mut ids = Vec::new();
    for item in found["items"].as_array().unwrap() {
        let name = item["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        shown.push(
            format!(
                "{name} {} {}",
                item["kind"].as_str().unwrap(),
                codes(&item["items"]).join(" ")
            )
            .trim_end()
            .to_owned(),
        );
        if item["resultId"].is_string() {
            ids.push(json!({ "uri": item["uri"], "value": item["resultId"] }));
        }
    }
    shown.sort();
    (shown, json!(ids))
}

fn assert_nothing_pushed(client: &mut Client) {
    client.settle();
    let pushed: Vec<_> = client
        .heard
        .iter()
        .filter(|message| message["method"] == "textDocument/publishDiagnostics")
        .collect();
    assert!(pushed.is_empty(), "{pushed:?}");
}

fn checked_folder(client: &mut Client, folder: &Folder) -> String {
    client.request(
        "workspace/executeCommand",
        json!({ "command": "gouji.checkFolder", "arguments": [folder.uri("")] }),
    );
    client.wait_for("window/showMessage")["message"].as_str().unwrap().to_owned()
}

fn changed(client: &mut Client, folder: &Folder, name: &str, kind: u8) {
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": folder.uri(name), "type": kind }] }),
    );
}

/// The next published list of a file.
fn next(client: &mut Client, uri: &str) -> Vec<String> {
    loop {
        let list = client.wait_for("textDocument/publishDiagnostics");
        if list["uri"] == uri {
            return codes(&list["diagnostics"]);
        }
    }
}

fn water() -> String {
    of_organ("云溪县水利局", &wrong_period())
}

fn school(text: &str) -> String {
    of_organ("云溪县教育局", text)
}

#[test]
fn an_open_document_is_asked_for() {
    let folder = Folder::new(&[]);
    let mut client = puller(&folder);
    assert_eq!(client.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    let uri = folder.uri("2023.md");
    client.open(&uri, &wrong_period());
    let first = pull(&mut client, &uri, &Value::Null);
    assert_eq!((&first["kind"], codes(&first["items"])), (&json!("full"), vec!["P001".to_owned()]));
    let again = pull(&mut client, &uri, &first["resultId"]);
    assert_eq!((&again["kind"], &again["resultId"]), (&json!("unchanged"), &first["resultId"]));
    assert!(again.get("items").is_none());
    let place = client.place(&wrong_period(), "2022年1月1日");
    client.change(&uri, 2, place, "2023年1月1日");
    let mended = pull(&mut client, &uri, &first["resultId"]);
    assert_eq!((&mended["kind"], &mended["items"]), (&json!("full"), &json!([])));
    assert_ne!(mended["resultId"], first["resultId"]);
    // A file opened again under the same name has another list.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.open(&uri, &wrong_period());
    let fresh = pull(&mut client, &uri, &mended["resultId"]);
    assert_eq!((&fresh["kind"], codes(&fresh["items"])), (&json!("full"), vec!["P001".to_owned()]));
    assert_nothing_pushed(&mut client);
    client.leave();
}

#[test]
fn a_result_id_is_never_that_of_another_list() {
    let folder = Folder::new(&[]);
    let mut client = puller(&folder);
    let uri = folder.uri("2023.md");
    client.open(&uri, &wrong_period());
    let first = pull(&mut client, &uri, &Value::Null);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.open(&uri, &report());
    let second = pull(&mut client, &uri, &first["resultId"]);
    assert_eq!((&second["kind"], &second["items"]), (&json!("full"), &json!([])));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    client.open(&uri, &report().replace("六、其他需要报告的事项", "七、其他需要报告的事项"));
    let third = pull(&mut client, &uri, &first["resultId"]);
    assert_eq!((&third["kind"], codes(&third["items"])), (&json!("full"), vec!["S007".to_owned()]));
    client.leave();
}

#[test]
fn the_workspace_is_asked_for() {
    let folder = Folder::new(&[
        ("a.md", &wrong_period()),
        ("b.md", &of_organ("云溪县水利局", &report())),
        ("readme.md", "# 读我\n"),
        (".gitignore", "c.md\n"),
        ("c.md", &wrong_period()),
    ]);
    let mut client = puller(&folder);
    let (shown, ids) = pull_all(&mut client, &json!([]));
    assert_eq!(shown, ["a.md full P001"]);
    assert_eq!(pull_all(&mut client, &ids).0, ["a.md unchanged"]);
    // On disk, one file is fixed, one file is damaged, and one file is new.
    folder.write("a.md", &report());
    folder.write("b.md", &water());
    folder.write("sub/d.txt", &school(&wrong_period()));
    changed(&mut client, &folder, "a.md", 2);
    client.wait_for("workspace/diagnostic/refresh");
    let (shown, ids) = pull_all(&mut client, &ids);
    assert_eq!(shown, ["a.md full", "b.md full P001", "d.txt full P001"]);
    // The client pulls an open file separately. A deleted file has an empty list.
    client.open(&folder.uri("b.md"), &of_organ("云溪县水利局", &report()));
    folder.remove("sub/d.txt");
    changed(&mut client, &folder, "sub/d.txt", 3);
    let (shown, ids) = pull_all(&mut client, &ids);
    assert_eq!(shown, ["a.md unchanged", "d.txt full"]);
    client
        .notify("textDocument/didClose", json!({ "textDocument": { "uri": folder.uri("b.md") } }));
    assert_eq!(pull_all(&mut client, &ids).0, ["a.md unchanged", "b.md full P001"]);
    // Settings also apply to the workspace.
    folder.write("gouji.toml", "ignore = [\"P\"]");
    changed(&mut client, &folder, "gouji.toml", 1);
    assert_eq!(pull_all(&mut client, &json!([])).0, [""; 0]);
    assert_nothing_pushed(&mut client);
    client.leave();
}

#[test]
fn files_that_change_unwatched_are_seen_when_something_is_saved() {
    let folder = Folder::new(&[("a.md", &wrong_period())]);
    let mut client = puller(&folder);
    let (_, ids) = pull_all(&mut client, &json!([]));
    folder.write("a.md", &report());
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri("a.md") } }));
    assert_eq!(pull_all(&mut client, &ids).0, ["a.md full"]);
    client.leave();
}

#[test]
fn a_folder_is_checked_for_a_client_that_does_not_ask() {
    let folder = Folder::new(&[
        ("a.md", &wrong_period()),
        ("b.md", &of_organ("云溪县水利局", &report())),
        ("sub/c.txt", &school(&wrong_period())),
        ("readme.md", "# 读我\n"),
    ]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    client.open(&folder.uri("a.md"), &report());
    assert_eq!(checked_folder(&mut client, &folder), "已检查 3 份报告，2 个文件有需要处理的问题");
    assert_eq!(next(&mut client, &folder.uri("sub/c.txt")), ["P001"]);
    client.settle();
    let heard: Vec<&Value> = client.heard.iter().collect();
    assert!(
        heard.iter().all(|message| message["params"]["uri"] != folder.uri("a.md")),
        "what is open speaks for itself: {heard:?}"
    );
    assert!(
        heard.iter().all(|message| message["params"]["uri"] != folder.uri("b.md")),
        "no empty list is sent first"
    );
    let token = client.wait_for("window/workDoneProgress/create")["token"].clone();
    let mut kinds: Vec<String> = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "end") {
        let progress = client.wait_for("$/progress");
        assert_eq!(progress["token"], token);
        kinds.push(progress["value"]["kind"].as_str().unwrap().to_owned());
    }
    assert!(
        kinds[0] == "begin" && kinds[1..kinds.len() - 1].iter().all(|kind| kind == "report"),
        "{kinds:?}"
    );
    // The second check has no new lists.
    client.heard.clear();
    checked_folder(&mut client, &folder);
    assert_eq!(client.published(&folder.uri("sub/c.txt")), [] as [Value; 0]);
    client.leave();
}

#[test]
fn a_folder_without_reports_is_said_to_have_none() {
    let folder = Folder::new(&[("readme.md", "# 读我\n")]);
    let mut client = Client::start_with(
        folder.as_workspace(),
        json!({ "window": { "workDoneProgress": false } }),
    );
    assert!(checked_folder(&mut client, &folder).contains("没有找到"));
    client.settle();
    assert!(client.heard.iter().all(|message| message["method"] != "$/progress"));
    client.leave();
}

#[test]
fn what_was_published_of_files_follows_them() {
    let folder =
        Folder::new(&[("a.md", &wrong_period()), ("b.md", &water()), ("c.md", &school(&report()))]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    checked_folder(&mut client, &folder);
    let (a, b, c) = (folder.uri("a.md"), folder.uri("b.md"), folder.uri("c.md"));
    client.settle();
    client.heard.clear();
    folder.remove("a.md");
    changed(&mut client, &folder, "a.md", 3);
    assert_eq!(next(&mut client, &a), [""; 0]);
    folder.write("c.md", &school(&wrong_period()));
    changed(&mut client, &folder, "c.md", 2);
    assert_eq!(next(&mut client, &c), ["P001"]);
    folder.write("gouji.toml", "[[per-file-ignores]]\nfiles = [\"b.md\"]\ncodes = [\"P\"]\n");
    changed(&mut client, &folder, "gouji.toml", 1);
    assert_eq!(next(&mut client, &b), [""; 0]);
    folder.write("gouji.toml", "[files]\nexclude = [\"c.md\"]\n");
    changed(&mut client, &folder, "gouji.toml", 2);
    let mut both = [next(&mut client, &b), Vec::new()];
    both[1] =
        client.published(&c).last().map(|list| codes(&list["diagnostics"])).unwrap_or_default();
    assert_eq!(both, [vec!["P001".to_owned()], Vec::new()]);
    client.leave();
}

#[test]
fn files_that_come_to_be_where_a_folder_was_checked_are_seen() {
    let folder = Folder::new(&[("a.md", &wrong_period())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    checked_folder(&mut client, &folder);
    let (a, b) = (folder.uri("a.md"), folder.uri("new/b.md"));
    assert_eq!(next(&mut client, &a), ["P001"]);
    folder.write("new/b.md", &water());
    changed(&mut client, &folder, "new/b.md", 1);
    assert_eq!(next(&mut client, &b), ["P001"]);
    // As after a checkout of another branch.
    folder.remove("a.md");
    changed(&mut client, &folder, "a.md", 3);
    assert_eq!(next(&mut client, &a), [""; 0]);
    folder.write("a.md", &wrong_period());
    changed(&mut client, &folder, "a.md", 1);
    assert_eq!(next(&mut client, &a), ["P001"]);
    client.leave();
}

#[test]
fn broken_settings_leave_files_as_they_were_last_seen() {
    let folder = Folder::new(&[("a.md", &wrong_period())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    checked_folder(&mut client, &folder);
    let a = folder.uri("a.md");
    assert_eq!(next(&mut client, &a), ["P001"]);
    folder.write("gouji.toml", "ignore = [");
    changed(&mut client, &folder, "gouji.toml", 1);
    folder.write("gouji.toml", "ignore = [\"P001\"]");
    changed(&mut client, &folder, "gouji.toml", 2);
    assert_eq!(next(&mut client, &a), [""; 0]);
    client.leave();
}

/// Editors encode different characters of an address.
#[test]
fn an_open_file_is_known_however_its_address_is_spelled() {
    let folder = Folder::new(&[("报告(2023).md", &wrong_period()), ("b.md", &wrong_period())]);
    let spelled = format!("{}/%e6%8A%a5%E5%91%8a(2023).md", folder.uri(""));
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    client.open(&spelled, &report());
    checked_folder(&mut client, &folder);
    assert_eq!(next(&mut client, &folder.uri("b.md")), ["P001"]);
    client.settle();
    assert!(
        client.heard.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"),
        "{:?}",
        client.heard
    );
    let names = client.request("workspace/symbol", json!({ "query": "" }));
    assert_eq!(names.as_array().unwrap().len(), 2);
    client.leave();

    let mut client = puller(&folder);
    let (_, ids) = pull_all(&mut client, &json!([]));
    let ids: Vec<Value> = ids
        .as_array()
        .unwrap()
        .iter()
        .map(|id| {
            let uri = id["uri"].as_str().unwrap().replace("%28", "(").replace("%29", ")");
            json!({ "uri": uri, "value": id["value"] })
        })
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(pull_all(&mut client, &json!(ids)).0.len(), 2, "each once");
    client.leave();
}

#[test]
fn what_lies_outside_of_the_workspace_is_not_checked() {
    let (folder, other) = (Folder::new(&[]), Folder::new(&[("a.md", &wrong_period())]));
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    assert_eq!(checked_folder(&mut client, &other), "没有找到政府信息公开工作年度报告");
    client.settle();
    assert!(
        client.heard.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"),
        "{:?}",
        client.heard
    );
    client.leave();
}

#[test]
fn a_file_is_opened_mended_saved_and_closed() {
    let folder = Folder::new(&[("a.md", &wrong_period())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    checked_folder(&mut client, &folder);
    let a = folder.uri("a.md");
    assert_eq!(next(&mut client, &a), ["P001"]);
    // The server does not send the same list again.
    client.open(&a, &wrong_period());
    assert_eq!(client.published(&a), [] as [Value; 0]);
    let place = client.place(&wrong_period(), "2022年1月1日");
    client.change(&a, 2, place, "2023年1月1日");
    assert_eq!(next(&mut client, &a), [""; 0]);
    // After a close without a save, the content of the file counts.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": a } }));
    assert_eq!(next(&mut client, &a), ["P001"]);
    client.open(&a, &report());
    assert_eq!(next(&mut client, &a), [""; 0]);
    folder.write("a.md", &report());
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": a } }));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": a } }));
    // The second read of the file may end before or after this point.
    let mut shown = Vec::new();
    for _ in 0..1000 {
        shown = client.published(&a).last().map_or(shown, |list| codes(&list["diagnostics"]));
        if shown.is_empty() {
            break;
        }
    }
    assert_eq!(shown, [""; 0]);
    client.leave();
}

#[test]
fn a_folder_whose_settings_are_broken_says_so() {
    let folder = Folder::new(&[("gouji.toml", "ignoe = []"), ("2023.md", &wrong_period())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let settings = folder.uri("gouji.toml");
    assert!(checked_folder(&mut client, &folder).contains("gouji.toml"));
    let shown = |client: &mut Client| {
        client.published(&settings).last().map(|list| codes(&list["diagnostics"]))
    };
    assert_eq!(shown(&mut client), Some(vec!["G002".to_owned()]));
    folder.write("gouji.toml", "");
    changed(&mut client, &folder, "gouji.toml", 2);
    assert_eq!(shown(&mut client), Some(Vec::new()));
    assert!(checked_folder(&mut client, &folder).contains('1'));
    client.leave();
}
