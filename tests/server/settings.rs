//! Settings: from the nearest gouji.toml, from the client, and after changes.

use crate::client::{Client, codes};
use crate::reports::{Folder, of_organ, report, wrong_period};
use serde_json::{Value, json};

fn in_workspace(folder: &Folder) -> Client {
    Client::start_with(folder.as_workspace(), json!({}))
}

/// The codes of the last list for a document; `None` if no list was published.
fn last(client: &mut Client, uri: &str) -> Option<Vec<String>> {
    client.published(uri).last().map(|list| codes(&list["diagnostics"]))
}

fn found(found: &[&str]) -> Option<Vec<String>> {
    Some(found.iter().map(|code| (*code).to_owned()).collect())
}

fn changed(client: &mut Client, folder: &Folder, name: &str) {
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": folder.uri(name), "type": 2 }] }),
    );
}

#[test]
fn the_nearest_file_holds() {
    let folder = Folder::new(&[
        ("gouji.toml", "ignore = [\"P001\"]"),
        ("a/.gouji.toml", "[severity]\nP001 = \"hint\""),
        ("b/note.txt", ""),
    ]);
    let mut client = in_workspace(&folder);
    let (a, b) = (folder.uri("a/2023.md"), folder.uri("b/2023.md"));
    client.open(&a, &wrong_period());
    client.open(&b, &of_organ("云溪县水利局", &wrong_period()));
    let lists = client.published(&a);
    assert_eq!(
        (codes(&lists[0]["diagnostics"]), &lists[0]["diagnostics"][0]["severity"]),
        (vec!["P001".to_owned()], &json!(4))
    );
    assert_eq!(last(&mut client, &b), None);
    client.leave();
}

#[test]
fn the_client_says_it_at_the_start_and_later() {
    let folder = Folder::new(&[]);
    let mut start = folder.as_workspace();
    start["initializationOptions"] = json!({ "ignore": ["P001"] });
    let mut client = Client::start_with(start, json!({}));
    let uri = folder.uri("2023.md");
    client.open(&uri, &wrong_period());
    assert_eq!(last(&mut client, &uri), None);
    for (settings, expected) in [
        (json!({ "gouji": { "ignore": [] } }), found(&["P001"])),
        (json!({ "gouji": { "select": ["S"] } }), found(&[])),
        (json!({ "select": ["P"] }), found(&["P001"])),
        (json!({ "gouji": { "select": 3 } }), None),
        (json!({ "gouji": { "ignore": ["X9999"] } }), None),
        (json!({ "gouji": { "ignore": ["P"], "unheardOf": 1 } }), found(&[])),
    ] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert_eq!(last(&mut client, &uri), expected, "{settings}");
    }
    client.leave();
}

#[test]
fn what_makes_no_sense_of_the_clients_settings_does_not_spoil_the_rest() {
    let folder = Folder::new(&[]);
    let mut client = in_workspace(&folder);
    let uri = folder.uri("2023.md");
    client.open(&uri, &wrong_period());
    assert_eq!(last(&mut client, &uri), found(&["P001"]));
    for (settings, expected) in [
        (json!({ "lang": "auto", "select": null, "ignore": ["P001"] }), found(&[])),
        (json!({ "lang": "", "select": ["P"], "ignore": null }), found(&["P001"])),
        (json!("nonsense"), None),
    ] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert_eq!(last(&mut client, &uri), expected, "{settings}");
    }
    client.leave();
}

#[test]
fn a_file_that_the_client_names_is_read_again_when_it_is_saved() {
    let folder = Folder::new(&[("strict.toml", "lang = \"zh\"")]);
    let mut start = folder.as_workspace();
    start["initializationOptions"] = json!({ "config": "strict.toml" });
    let mut client = Client::start_with(start, json!({}));
    let (uri, settings) = (folder.uri("2023.md"), folder.uri("strict.toml"));
    client.open(&uri, &wrong_period());
    assert_eq!(last(&mut client, &uri), found(&["P001"]));
    for (text, of_report, of_settings) in [
        ("ignore = [\"P\"]", found(&[]), None),
        ("ignore = ", None, found(&["G002"])),
        ("", found(&["P001"]), found(&[])),
    ] {
        folder.write("strict.toml", text);
        client.notify("textDocument/didSave", json!({ "textDocument": { "uri": settings } }));
        assert_eq!(
            (last(&mut client, &uri), last(&mut client, &settings)),
            (of_report, of_settings),
            "{text}"
        );
    }
    client.leave();
}

#[test]
fn settings_that_changed_unseen_hold_for_all_that_is_open() {
    let folder = Folder::new(&[]);
    let mut client = in_workspace(&folder);
    let (a, b) = (folder.uri("a.md"), folder.uri("b.md"));
    client.open(&a, &wrong_period());
    assert_eq!(last(&mut client, &a), found(&["P001"]));
    folder.write("gouji.toml", "ignore = [\"P001\"]");
    client.open(&b, &of_organ("云溪县水利局", &wrong_period()));
    assert_eq!((last(&mut client, &b), last(&mut client, &a)), (None, found(&[])));
    client.leave();
}

#[test]
fn the_client_is_asked_where_it_answers() {
    let folder = Folder::new(&[]);
    let mut client = Client::start_with(
        folder.as_workspace(),
        json!({ "workspace": { "configuration": true } }),
    );
    let uri = folder.uri("2023.md");
    client.settings = json!({ "ignore": ["P001"] });
    client.open(&uri, &wrong_period());
    let asked = client.wait_for("workspace/configuration");
    assert_eq!(asked["items"][0]["section"], "gouji");
    // The settings may arrive before or after the document.
    assert_eq!(last(&mut client, &uri).unwrap_or_default(), [""; 0]);
    client.settings = json!({ "ignore": [] });
    // The server ignores the settings inside the notification.
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "gouji": { "ignore": ["P"] } } }),
    );
    client.wait_for("workspace/configuration");
    assert_eq!(last(&mut client, &uri), found(&["P001"]));
    client.leave();
}

#[test]
fn changes_of_a_file_take_effect_at_once() {
    let folder = Folder::new(&[("gouji.toml", "")]);
    let watches =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start_with(folder.as_workspace(), watches);
    let registered = client.wait_for("client/registerCapability");
    assert_eq!(registered["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let watched = registered["registrations"][0]["registerOptions"]["watchers"].to_string();
    for name in ["gouji.toml", "md", "html", "docx", "pdf", "xlsx", "wps"] {
        assert!(watched.contains(name), "{watched}");
    }
    let uri = folder.uri("2023.md");
    client.open(&uri, &wrong_period());
    assert_eq!(last(&mut client, &uri), found(&["P001"]));
    folder.write("gouji.toml", "ignore = [\"P\"]");
    changed(&mut client, &folder, "gouji.toml");
    assert_eq!(last(&mut client, &uri), found(&[]));
    folder.remove("gouji.toml");
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": folder.uri("gouji.toml"), "type": 3 }] }),
    );
    assert_eq!(last(&mut client, &uri), found(&["P001"]));
    // A client without file watching reports its saves.
    folder.write("gouji.toml", "ignore = [\"P\"]");
    client.notify(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": folder.uri("gouji.toml") } }),
    );
    assert_eq!(last(&mut client, &uri), found(&[]));
    client.leave();
}

#[test]
fn a_broken_file_keeps_the_last_good_settings() {
    let good = "lang = \"zh\"\nignore = [\"P001\"] # 𠮷\n";
    let folder = Folder::new(&[("gouji.toml", good)]);
    let mut client = in_workspace(&folder);
    let (uri, settings) = (folder.uri("2023.md"), folder.uri("gouji.toml"));
    client.open(&uri, &wrong_period());
    assert_eq!((last(&mut client, &uri), last(&mut client, &settings)), (None, None));
    let broken = "lang = \"zh\"\nignroe = [\"P001\"] # 𠮷\n";
    folder.write("gouji.toml", broken);
    changed(&mut client, &folder, "gouji.toml");
    let lists = client.published(&settings);
    let list = &lists[0]["diagnostics"];
    assert_eq!(codes(list), ["G002"]);
    assert_eq!(client.words(broken, &list[0]["range"]), "ignroe");
    assert!(
        list[0]["message"].as_str().unwrap().contains("ignore"),
        "the nearest known one: {list}"
    );
    assert_eq!(last(&mut client, &uri), None, "the last good settings hold");
    folder.write("gouji.toml", "ignore = [");
    changed(&mut client, &folder, "gouji.toml");
    assert_eq!(last(&mut client, &settings), found(&["G002"]));
    folder.write("gouji.toml", "lang = \"zh\"\n");
    changed(&mut client, &folder, "gouji.toml");
    assert_eq!(
        (last(&mut client, &settings), last(&mut client, &uri)),
        (found(&[]), found(&["P001"]))
    );
    client.leave();
}

#[test]
fn what_is_wrong_with_a_file_is_shown_while_it_holds_for_something() {
    let folder = Folder::new(&[("gouji.toml", "x = 1")]);
    let mut client = in_workspace(&folder);
    let (uri, settings) = (folder.uri("2023.md"), folder.uri("gouji.toml"));
    client.open(&uri, &report());
    assert_eq!(last(&mut client, &settings), found(&["G002"]));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(last(&mut client, &settings), found(&[]));
    client.leave();
}

#[test]
fn an_entry_that_silences_nothing_is_reported_in_the_file() {
    let text = "# 𠮷\n[[accept]]\nfile = \"2023.md\"\ncode = \"P001\"\nreason = \"已核\"\n";
    let folder = Folder::new(&[("gouji.toml", text)]);
    let mut client = in_workspace(&folder);
    let (uri, settings) = (folder.uri("2023.md"), folder.uri("gouji.toml"));
    client.open(&uri, &wrong_period());
    assert_eq!((last(&mut client, &uri), last(&mut client, &settings)), (None, None));
    let place = client.place(&wrong_period(), "2022年");
    client.change(&uri, 2, place, "2023年");
    let lists = client.published(&settings);
    let list = &lists[0]["diagnostics"];
    assert_eq!((codes(list), &list[0]["tags"]), (vec!["G001".to_owned()], &json!([1])));
    assert!(
        client.words(text, &list[0]["range"]).contains("P001")
            || client.words(text, &list[0]["range"]).contains("[[accept]]")
    );
    let place = client.place(&report(), "2023年1月1日");
    client.change(&uri, 3, place, "2022年1月1日");
    assert_eq!((last(&mut client, &settings), last(&mut client, &uri)), (found(&[]), None));
    client.leave();
}

#[test]
fn an_entry_that_silences_nothing_is_removed_where_the_file_is_open() {
    let entry = |code: &str| {
        format!("[[accept]]\nfile = \"2023.md\"\ncode = \"{code}\"\nreason = \"已核\"\n")
    };
    let text =
        format!("lang = \"zh\" # 𠮷\n\n{}\n{}\n{}", entry("P001"), entry("A001"), entry("A002"));
    let folder = Folder::new(&[("gouji.toml", &text)]);
    let mut client = in_workspace(&folder);
    let (uri, settings) = (folder.uri("2023.md"), folder.uri("gouji.toml"));
    client.open(&uri, &wrong_period());
    let shown = client.published(&settings).pop().unwrap()["diagnostics"].clone();
    assert_eq!(codes(&shown), ["G001", "G001"]);
    let ask = |client: &mut Client, only: Value| {
        let params = json!({
            "textDocument": { "uri": settings }, "range": shown[0]["range"], "context": { "diagnostics": [shown[0]], "only": only },
        });
        client.request("textDocument/codeAction", params)
    };
    assert!(ask(&mut client, json!([])).is_null(), "it is not open");
    client.open(&settings, &text);
    let actions = ask(&mut client, json!(["quickfix"]));
    assert_eq!(actions.as_array().unwrap().len(), 2);
    assert_eq!(
        (&actions[0]["title"], &actions[0]["isPreferred"]),
        (&json!("删除这条接受记录"), &json!(true))
    );
    assert_eq!(actions[0]["diagnostics"][0], shown[0]);
    assert_eq!(
        client.applied(&settings, &text, &actions[0]["edit"]),
        text.replace(&format!("{}\n", entry("A001")), "")
    );
    assert_eq!(
        (actions[1]["title"].as_str(), actions[1]["kind"].as_str()),
        (Some("删除全部多余的接受记录（2 条）"), Some("quickfix"))
    );
    assert_eq!(
        ask(&mut client, json!(["source.fixAll"])),
        json!([]),
        "their reasons are for a person to look at"
    );
    let mended = client.applied(&settings, &text, &actions[1]["edit"]);
    assert!(
        mended.contains("P001") && !mended.contains("A001") && !mended.contains("A002"),
        "{mended}"
    );
    // The server offers nothing else for the settings file.
    let start = json!({ "line": 1, "character": 0 });
    assert!(client.at("textDocument/completion", &settings, &start).is_null());
    // The unsaved text is another text.
    client.change(&settings, 2, json!({ "start": start, "end": start }), "\n");
    assert_eq!(ask(&mut client, json!([])), json!([]));
    client.leave();
}

#[test]
fn workspace_folders_come_and_go() {
    let (one, two) = (
        Folder::new(&[("2023.md", &report())]),
        Folder::new(&[("2022.md", &report().replace("2023年", "2022年"))]),
    );
    let mut client = in_workspace(&one);
    let names = |client: &mut Client| {
        let symbols = client.request("workspace/symbol", json!({ "query": "" }));
        symbols
            .as_array()
            .unwrap()
            .iter()
            .map(|symbol| symbol["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&mut client), ["云溪县园林局 2023"]);
    let folder = |folder: &Folder| json!({ "uri": folder.uri(""), "name": "x" });
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [folder(&two)], "removed": [] } }),
    );
    assert_eq!(names(&mut client), ["云溪县园林局 2022", "云溪县园林局 2023"]);
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [], "removed": [folder(&one)] } }),
    );
    assert_eq!(names(&mut client), ["云溪县园林局 2022"]);
    client.leave();
}

#[test]
fn a_file_for_all_documents_must_lie_in_the_workspace() {
    let outside = Folder::new(&[("gouji.toml", "ignore = [\"P\"]")]);
    let folder = Folder::new(&[("set/own.toml", "ignore = [\"P\"]"), ("a/gouji.toml", "")]);
    let uri = folder.uri("a/2023.md");
    let linked = folder.path("linked.toml");
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path("gouji.toml"), &linked).unwrap();
    for (config, holds) in [
        ("set/own.toml".to_owned(), true),
        (folder.path("set/own.toml").display().to_string(), true),
        (outside.path("gouji.toml").display().to_string(), false),
        (
            format!("../{}/gouji.toml", outside.path("").file_name().unwrap().to_string_lossy()),
            false,
        ),
        (linked.display().to_string(), false),
        (String::new(), false),
    ] {
        let mut start = folder.as_workspace();
        start["initializationOptions"] = json!({ "config": config });
        let mut client = Client::start_with(start, json!({}));
        client.open(&uri, &wrong_period());
        assert_eq!(last(&mut client, &uri), (!holds).then(|| vec!["P001".to_owned()]), "{config}");
        client.leave();
    }
}

#[test]
fn the_language_is_chosen_in_order() {
    for (locale, file, client_setting, chinese) in [
        ("zh-cn", "", Value::Null, true),
        ("en", "", Value::Null, false),
        ("de-DE", "", Value::Null, false),
        ("en", "lang = \"zh\"", Value::Null, true),
        ("zh", "lang = \"en\"", Value::Null, false),
        ("en", "lang = \"en\"", json!("zh"), true),
        ("zh", "", json!("en"), false),
    ] {
        let folder = Folder::new(&[("gouji.toml", file)]);
        let mut start = folder.as_workspace();
        start["locale"] = json!(locale);
        start["initializationOptions"] = json!({ "lang": client_setting });
        let mut client = Client::start_with(start, json!({}));
        let uri = folder.uri("2023.md");
        client.open(&uri, &wrong_period());
        let message =
            client.published(&uri)[0]["diagnostics"][0]["message"].as_str().unwrap().to_owned();
        assert_eq!(
            message.contains("应为"),
            chinese,
            "{locale} {file} {client_setting}: {message}"
        );
        client.leave();
    }
}

/// Each workspace folder has its own settings of the client.
#[test]
fn the_client_says_it_for_each_folder() {
    let folder = Folder::new(&[
        ("a/note.txt", ""),
        ("b/note.txt", ""),
        ("c.toml", "[severity]\nP001 = \"hint\""),
        ("b/closed.md", &wrong_period()),
    ]);
    let folders = json!([{ "uri": folder.uri("a"), "name": "a" }, { "uri": folder.uri("b"), "name": "b" }, { "uri": folder.uri(""), "name": "" }]);
    let start = json!({ "workspaceFolders": folders });
    let mut client = Client::start_with(
        start,
        json!({ "workspace": { "configuration": true }, "textDocument": { "synchronization": { "willSaveWaitUntil": true } } }),
    );
    client.settings = json!({ "lang": "zh" });
    client.scoped.insert(folder.uri("a"), json!({ "ignore": ["P001"], "fixOnSave": true }));
    client.scoped.insert(folder.uri("b"), json!({ "lang": "en", "config": "../c.toml" }));
    client.settle();
    let uris = ["a/2023.md", "b/2023.md", "2023.md"].map(|name| folder.uri(name));
    for (uri, organ) in uris.iter().zip(["云溪县园林局", "云溪县水利局", "云溪县教育局"])
    {
        client.open(uri, &of_organ(organ, &wrong_period()));
    }
    let mut lists = uris.iter().map(|uri| client.published(uri).pop());
    assert!(lists.next().unwrap().is_none_or(|list| codes(&list["diagnostics"]).is_empty()));
    let (b, everywhere) = (lists.next().unwrap().unwrap(), lists.next().unwrap().unwrap());
    assert_eq!(
        (codes(&b["diagnostics"]), &b["diagnostics"][0]["severity"]),
        (vec!["P001".to_owned()], &json!(4))
    );
    assert!(!b["diagnostics"][0]["message"].as_str().unwrap().contains('应'), "{b}");
    assert!(
        everywhere["diagnostics"][0]["message"].as_str().unwrap().contains('应'),
        "{everywhere}"
    );
    drop(lists);
    let saved = |client: &mut Client, uri: &str| {
        client.request(
            "textDocument/willSaveWaitUntil",
            json!({ "textDocument": { "uri": uri }, "reason": 1 }),
        )
    };
    assert_eq!(saved(&mut client, &uris[2]), Value::Null);
    assert!(saved(&mut client, &uris[0]).is_array());
    // A folder has other settings from now on.
    client.scoped.clear();
    client.notify("workspace/didChangeConfiguration", json!({ "settings": {} }));
    client.settle();
    assert_eq!(last(&mut client, &uris[0]), found(&["P001"]));
    assert_eq!(saved(&mut client, &uris[0]), Value::Null);
    client.leave();
}

#[test]
fn a_path_counts_from_each_folder() {
    let files = [("a/s.toml", "ignore = [\"P001\"]"), ("b/s.toml", "[severity]\nP001 = \"hint\"")];
    let folder = Folder::new(&files);
    let folders = ["a", "b"].map(|name| json!({ "uri": folder.uri(name), "name": name }));
    let mut client = Client::start_with(
        json!({ "workspaceFolders": folders }),
        json!({ "workspace": { "configuration": true } }),
    );
    // The client has a single value, and gives the same answer for all folders.
    client.settings = json!({ "config": "s.toml" });
    client.settle();
    let (a, b) = (folder.uri("a/2023.md"), folder.uri("b/2023.md"));
    client.open(&a, &wrong_period());
    client.open(&b, &of_organ("云溪县水利局", &wrong_period()));
    assert_eq!(last(&mut client, &a), None);
    let list = client.published(&b).pop().unwrap();
    assert_eq!(
        (codes(&list["diagnostics"]), &list["diagnostics"][0]["severity"]),
        (vec!["P001".to_owned()], &json!(4))
    );
    client.leave();
}

#[test]
fn settings_of_other_programs_change_nothing_and_none_are_those_of_the_start() {
    let folder = Folder::new(&[]);
    let mut start = folder.as_workspace();
    start["initializationOptions"] = json!({ "ignore": ["P001"] });
    let uri = folder.uri("2023.md");
    let mut client = Client::start_with(start.clone(), json!({}));
    client.open(&uri, &wrong_period());
    for settings in [json!({}), json!({ "python": { "ignore": [] } }), Value::Null] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert_eq!(last(&mut client, &uri), None, "{settings}");
    }
    client.leave();
    let mut client = Client::start_with(start, json!({ "workspace": { "configuration": true } }));
    client.settings = json!({ "ignore": [] });
    client.settle();
    client.open(&uri, &wrong_period());
    assert_eq!(last(&mut client, &uri), found(&["P001"]));
    client.settings = Value::Null;
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.settle();
    assert_eq!(last(&mut client, &uri), found(&[]));
    client.leave();
}

#[test]
fn settings_of_a_file_that_is_gone_do_not_come_back() {
    let folder = Folder::new(&[("gouji.toml", "ignore = [\"P001\"]")]);
    let mut client = in_workspace(&folder);
    let uri = folder.uri("2023.md");
    client.open(&uri, &wrong_period());
    assert_eq!(last(&mut client, &uri), None);
    folder.remove("gouji.toml");
    changed(&mut client, &folder, "gouji.toml");
    assert_eq!(last(&mut client, &uri), found(&["P001"]));
    folder.write("gouji.toml", "ignoe = []");
    changed(&mut client, &folder, "gouji.toml");
    assert_eq!(last(&mut client, &uri), None, "what was shown stays");
    client.leave();
}
