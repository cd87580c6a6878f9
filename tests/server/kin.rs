//! Findings across the reports of a workspace.

use crate::client::{Client, codes};
use crate::reports::{Folder, report};
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;
use serde_json::{Value, json};

const ORGAN: &str = "云溪县园林局";

/// A report with these numbers of requests in the column of persons and in the column of sums:
/// received, carried over from last year, answered, carried over to next year.
fn report_of(issuer: &str, year: i32, requests: [&str; 4]) -> String {
    written_by(issuer, year, requests, |skeleton| skeleton.write())
}

fn written_by<T>(
    issuer: &str,
    year: i32,
    [new, before, answered, after]: [&str; 4],
    write: impl Fn(&Skeleton) -> T,
) -> T {
    let cell = |table: usize, row: usize, column: usize| {
        let value = match row {
            0 => new,
            1 => before,
            2 | 23 => answered,
            24 => after,
            _ => "0",
        };
        let is_set = table == 1 && (column == 0 || column == 6);
        if is_set { value } else { "0" }.to_owned()
    };
    let sections = [
        "本机关依法主动公开信息，𠮷祥如意。公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
        "",
        "",
        "",
        "公开不够及时，将加强培训。",
        "本年度未收取信息处理费。",
    ];
    write(&Skeleton {
        standard: Standard::official(),
        issuer,
        year,
        layout: Layout::Markdown,
        newline: "\n",
        sections: &sections,
        cell: &cell,
    })
}

/// Last year's report, with one request carried over or with none.
fn last(carried: bool) -> String {
    report_of(ORGAN, 2022, if carried { ["4", "0", "3", "1"] } else { ["3", "0", "3", "0"] })
}

/// This year's report, which has one request from last year.
fn this() -> String {
    report_of(ORGAN, 2023, ["3", "1", "4", "0"])
}

fn pushed(client: &mut Client, uri: &str) -> Option<Value> {
    client.published(uri).pop().map(|list| list["diagnostics"].clone())
}

fn close(client: &mut Client, uri: &str) {
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
}

fn check_folder(client: &mut Client, folder: &Folder) -> String {
    client.request(
        "workspace/executeCommand",
        json!({ "command": "gouji.checkFolder", "arguments": [folder.uri("")] }),
    );
    client.wait_for("window/showMessage")["message"].as_str().unwrap().to_owned()
}

fn written(client: &mut Client, folder: &Folder, name: &str, text: &str) {
    folder.write(name, text);
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": folder.uri(name), "type": 2 }] }),
    );
}

/// The next published list of a file.
fn next(client: &mut Client, uri: &str) -> Value {
    loop {
        let list = client.wait_for("textDocument/publishDiagnostics");
        if list["uri"] == uri {
            return list["diagnostics"].clone();
        }
    }
}

#[test]
fn two_years_that_are_open_are_compared() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = Client::counting_in(encoding);
        let [old, new] = ["2022", "2023"].map(|year| format!("file:///r/{year}.md"));
        client.open(&new, &this());
        assert_eq!(pushed(&mut client, &new), None, "one report alone has no kin");
        client.open(&old, &last(false));
        let found = pushed(&mut client, &new).unwrap();
        assert_eq!(codes(&found), ["X001", "X001"]);
        let related = &found[0]["relatedInformation"][0];
        assert_eq!(related["location"]["uri"], old);
        assert_eq!(client.words(&last(false), &related["location"]["range"]), "0");
        assert!(related["message"].as_str().unwrap().contains("2022"), "{related}");
        assert_eq!(pushed(&mut client, &old), None);
        // Text above moves the place in the other report.
        let longer = last(false).replacen("本机关", "\n\n本机关", 1);
        client.replace(&old, 2, &longer);
        let moved = pushed(&mut client, &new).unwrap();
        let range = &moved[0]["relatedInformation"][0]["location"]["range"];
        assert_eq!(client.words(&longer, range), "0");
        assert_eq!(
            range["start"]["line"].as_u64().unwrap(),
            related["location"]["range"]["start"]["line"].as_u64().unwrap() + 2
        );
        // The edit of either report mends this year's list.
        client.replace(&old, 3, &last(true));
        assert_eq!(pushed(&mut client, &new), Some(json!([])));
        client.replace(&new, 2, &report_of(ORGAN, 2023, ["3", "2", "5", "0"]));
        assert_eq!(codes(&pushed(&mut client, &new).unwrap()), ["X001", "X001"]);
        client.replace(&new, 3, &this());
        assert_eq!(pushed(&mut client, &new), Some(json!([])));
        client.replace(&old, 4, &last(false));
        assert_eq!(codes(&pushed(&mut client, &new).unwrap()), ["X001", "X001"]);
        close(&mut client, &old);
        assert_eq!(pushed(&mut client, &new), Some(json!([])));
        client.leave();
    }
}

#[test]
fn an_edit_of_one_number_is_followed() {
    let mut client = Client::start();
    let [old, new] = ["2022", "2023"].map(|year| format!("file:///r/{year}.md"));
    client.open(&old, &last(true));
    client.open(&new, &this());
    assert_eq!(pushed(&mut client, &new), None);
    let text = this();
    let row = text.lines().position(|line| line.contains("二、上年结转")).unwrap();
    let line = text.lines().nth(row).unwrap();
    let at = text.find(line).unwrap() + line.rfind('1').unwrap();
    let place = client.range_of(&text, at, at + 1);
    client.change(&new, 2, place.clone(), "2");
    assert!(codes(&pushed(&mut client, &new).unwrap()).contains(&"X001".to_owned()));
    client.change(&new, 3, place, "1");
    assert_eq!(pushed(&mut client, &new), Some(json!([])));
    client.leave();
}

#[test]
fn a_report_on_disk_is_compared_with_an_open_one() {
    let folder = Folder::new(&[("2022.md", &last(false)), ("2023.md", &this())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let [old, new] = ["2022.md", "2023.md"].map(|name| folder.uri(name));
    assert_eq!(check_folder(&mut client, &folder), "已检查 2 份报告，1 个文件有需要处理的问题");
    let found = next(&mut client, &new);
    assert_eq!(codes(&found), ["X001", "X001"]);
    let location = &found[0]["relatedInformation"][0]["location"];
    assert_eq!(location["uri"], old);
    assert_eq!(client.words(&last(false), &location["range"]), "0");
    // An open document has the same list, which is not sent again.
    client.open(&new, &this());
    assert_eq!(pushed(&mut client, &new), None);
    client.replace(&new, 2, &report_of(ORGAN, 2023, ["4", "0", "4", "0"]));
    assert_eq!(pushed(&mut client, &new), Some(json!([])));
    client.replace(&new, 3, &this());
    assert_eq!(codes(&pushed(&mut client, &new).unwrap()), ["X001", "X001"]);
    // The file on disk changes.
    written(&mut client, &folder, "2022.md", &last(true));
    assert_eq!(next(&mut client, &new), json!([]));
    // The file becomes another text, and a report again.
    written(&mut client, &folder, "2022.md", "# 读我\n");
    client.settle();
    written(&mut client, &folder, "2022.md", &last(false));
    assert_eq!(codes(&next(&mut client, &new)), ["X001", "X001"]);
    written(&mut client, &folder, "2022.md", "# 读我\n");
    assert_eq!(next(&mut client, &new), json!([]));
    written(&mut client, &folder, "2022.md", &last(true));
    // The unsaved text of an open document counts for the file on disk.
    close(&mut client, &new);
    client.open(&old, &last(true));
    client.replace(&old, 2, &last(false));
    assert_eq!(codes(&pushed(&mut client, &new).unwrap()), ["X001", "X001"]);
    close(&mut client, &old);
    assert_eq!(pushed(&mut client, &new), Some(json!([])));
    client.leave();
}

#[test]
fn a_client_that_asks_is_told_to_ask_again() {
    let folder = Folder::new(&[("2022.md", &last(false)), ("2023.md", &this())]);
    let asks = json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    let mut client = Client::start_with(folder.as_workspace(), asks);
    assert_eq!(client.capabilities["diagnosticProvider"]["interFileDependencies"], true);
    let [old, new] = ["2022.md", "2023.md"].map(|name| folder.uri(name));
    let all = |client: &mut Client, ids: Value| {
        let answer = client.request("workspace/diagnostic", json!({ "previousResultIds": ids }));
        answer["items"].as_array().unwrap().clone()
    };
    let items = all(&mut client, json!([]));
    let [item] = items.as_slice() else { panic!("{items:?}") };
    assert_eq!((&item["uri"], codes(&item["items"])), (&json!(new), vec!["X001".to_owned(); 2]));
    client.open(&old, &last(false));
    client.settle();
    client.heard.clear();
    client.replace(&old, 2, &last(true));
    client.wait_for("workspace/diagnostic/refresh");
    let ids = json!([{ "uri": new, "value": item["resultId"] }]);
    let items = all(&mut client, ids);
    assert_eq!((&items[0]["kind"], &items[0]["items"]), (&json!("full"), &json!([])));
    // An open document is asked for by itself.
    client.open(&new, &this());
    client.replace(&old, 3, &last(false));
    let pulled = client.about("textDocument/diagnostic", &new);
    assert_eq!(codes(&pulled["items"]), ["X001", "X001"]);
    client.leave();
}

#[test]
fn a_report_that_is_there_twice_is_named() {
    let mut client = Client::start();
    let [first, second] = ["a", "b"].map(|name| format!("file:///r/{name}.md"));
    client.open(&first, &report());
    client.open(&second, &report_of("云溪县水利局", 2023, ["5", "0", "5", "0"]));
    assert_eq!(pushed(&mut client, &second), None);
    client.replace(&second, 2, &report_of(ORGAN, 2023, ["5", "0", "5", "0"]));
    let found = pushed(&mut client, &second).unwrap();
    assert_eq!(codes(&found), ["X005"]);
    assert_eq!(found[0]["relatedInformation"][0]["location"]["uri"], first);
    client.leave();
}

#[test]
fn a_finding_is_accepted_by_a_comment() {
    let folder = Folder::new(&[("2022.md", &last(false))]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let [old, new] = ["2022.md", "2023.md"].map(|name| folder.uri(name));
    let row = this().lines().find(|line| line.contains("上年结转")).unwrap().to_owned();
    let accepted = this().replace(&row, &format!("{row} <!-- gouji-ignore X001: 上年漏报 -->"));
    client.open(&old, &last(false));
    client.open(&new, &this());
    assert_eq!(codes(&pushed(&mut client, &new).unwrap()), ["X001", "X001"]);
    client.replace(&new, 2, &accepted);
    assert_eq!(pushed(&mut client, &new), Some(json!([])));
    // Then the comment silences nothing.
    client.replace(&old, 2, &last(true));
    assert_eq!(codes(&pushed(&mut client, &new).unwrap()), ["G001"]);
    // A closed file has the same.
    folder.write("2023.md", &accepted);
    close(&mut client, &new);
    check_folder(&mut client, &folder);
    client.settle();
    client.heard.clear();
    client.replace(&old, 3, &last(false));
    assert_eq!(pushed(&mut client, &new), Some(json!([])));
    client.replace(&old, 4, &last(true));
    let found = pushed(&mut client, &new).unwrap();
    assert_eq!(codes(&found), ["G001"]);
    let words = client.words(&accepted, &found[0]["range"]);
    assert_eq!(words, "<!-- gouji-ignore X001: 上年漏报 -->");
    client.leave();
}

const GOVERNMENT: &str =
    "[[government]]\nname = \"云溪县人民政府\"\nmembers = [\"云溪县园林局\", \"云溪县水利局\"]\n";

#[test]
fn a_member_that_has_not_handed_in_stands_in_the_settings() {
    let folder = Folder::new(&[("gouji.toml", GOVERNMENT), ("部门/园林局.md", &report())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let settings = folder.uri("gouji.toml");
    let open = folder.uri("new.md");
    client.open(&open, &report_of("云溪县财政局", 2023, ["3", "0", "3", "0"]));
    assert_eq!(pushed(&mut client, &settings), None, "nobody knows what else is there");
    check_folder(&mut client, &folder);
    let found = next(&mut client, &settings);
    assert_eq!(codes(&found), ["X009"]);
    assert_eq!(client.words(GOVERNMENT, &found[0]["range"]), "\"云溪县水利局\"");
    // The report comes: first as unsaved text, then under another name.
    client.replace(&open, 2, &report_of("云溪县水利局", 2023, ["3", "0", "3", "0"]));
    assert_eq!(pushed(&mut client, &settings), Some(json!([])));
    client.replace(&open, 3, &report_of("云溪县财政局", 2023, ["3", "0", "3", "0"]));
    assert_eq!(codes(&pushed(&mut client, &settings).unwrap()), ["X009"]);
    // The settings change.
    let also = GOVERNMENT.replace("云溪县水利局", "云溪县财政局");
    written(&mut client, &folder, "gouji.toml", &also);
    assert_eq!(next(&mut client, &settings), json!([]));
    written(&mut client, &folder, "gouji.toml", GOVERNMENT);
    assert_eq!(codes(&next(&mut client, &settings)), ["X009"]);
    written(&mut client, &folder, "gouji.toml", &format!("ignore = [\"X\"]\n{GOVERNMENT}"));
    assert_eq!(next(&mut client, &settings), json!([]));
    client.leave();
}

#[test]
fn a_government_is_compared_with_its_members() {
    let own = |new: &str| report_of("云溪县人民政府", 2023, [new, "0", new, "0"]);
    let water = |new: &str| report_of("云溪县水利局", 2023, [new, "0", new, "0"]);
    let folder = Folder::new(&[("gouji.toml", GOVERNMENT), ("园林局.md", &report())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let [above, member] = ["县政府.md", "水利局.md"].map(|name| folder.uri(name));
    client.open(&above, &own("5"));
    client.open(&member, &water("2"));
    check_folder(&mut client, &folder);
    let has_sum =
        |list: Option<Value>| list.is_some_and(|list| codes(&list).contains(&"X006".to_owned()));
    client.settle();
    client.heard.clear();
    client.replace(&member, 2, &water("4"));
    let found = pushed(&mut client, &above);
    assert!(has_sum(found.clone()), "{found:?}");
    client.replace(&member, 3, &water("2"));
    assert!(!has_sum(pushed(&mut client, &above)));
    client.leave();
}

/// Documents outside of the workspace are no reports of the collection.
#[test]
fn a_copy_outside_of_the_workspace_is_no_kin() {
    let folder = Folder::new(&[("a/2023.md", &report())]);
    let inner = json!({ "workspaceFolders": [{ "uri": folder.uri("a"), "name": "a" }] });
    let mut client = Client::start_with(inner, json!({}));
    let [own, copy] = ["a/2023.md", "b/2023.md"].map(|name| folder.uri(name));
    client.open(&own, &report());
    client.open(&copy, &report());
    assert_eq!((pushed(&mut client, &own), pushed(&mut client, &copy)), (None, None));
    client.leave();
}

/// Other reports are compared with a Word document, which has lines nowhere.
#[test]
fn a_document_on_disk_counts() {
    let folder = Folder::new(&[("gouji.toml", GOVERNMENT)]);
    let word = |issuer: &str, year| {
        let requests = ["3", "0", "3", "0"];
        written_by(issuer, year, requests, |skeleton| skeleton.write_word().unwrap())
    };
    std::fs::write(folder.path("2022.docx"), word(ORGAN, 2022)).unwrap();
    std::fs::write(folder.path("水利局2022.docx"), word("云溪县水利局", 2022)).unwrap();
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let [new, settings] = ["2023.md", "gouji.toml"].map(|name| folder.uri(name));
    client.open(&new, &this());
    check_folder(&mut client, &folder);
    let found = pushed(&mut client, &new).unwrap();
    assert_eq!(codes(&found), ["X001", "X001"]);
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], folder.uri("2022.docx"));
    assert_eq!(related["location"]["range"]["end"], json!({ "line": 0, "character": 0 }));
    assert!(related["message"].as_str().unwrap().ends_with("行）"), "{related}");
    // 2022 is there from both, 2023 from one.
    let absent = pushed(&mut client, &settings).unwrap();
    assert_eq!(codes(&absent), ["X009"]);
    assert!(absent[0]["message"].as_str().unwrap().contains("2023"), "{absent}");
    // A file that the server does not read may be what is missing.
    for (name, told) in [
        ("云溪县2023.wps", "；有没有读的文件（如 云溪县2023.wps），请先看是不是它的"),
        ("水利局2023.wps", "；有一份没有读（水利局2023.wps）"),
    ] {
        folder.write(name, "");
        check_folder(&mut client, &folder);
        let absent = pushed(&mut client, &settings).unwrap();
        assert!(absent[0]["message"].as_str().unwrap().ends_with(told), "{absent}");
    }
    client.leave();
}

#[test]
fn findings_in_a_document_on_disk_say_their_places() {
    let folder = Folder::new(&[("2023.md", &this())]);
    let word = |year, requests| {
        written_by(ORGAN, year, requests, |skeleton| skeleton.write_word().unwrap())
    };
    // In one the columns do not balance. The other has other numbers than the text.
    std::fs::write(folder.path("2022.docx"), word(2022, ["3", "0", "4", "0"])).unwrap();
    std::fs::write(folder.path("copy.docx"), word(2023, ["3", "1", "3", "1"])).unwrap();
    std::fs::write(folder.path("a.wps"), "").unwrap();
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let said = check_folder(&mut client, &folder);
    assert!(
        said.starts_with("已检查 3 份报告，2 个文件有需要处理的问题；1 个文件没有读"),
        "{said}"
    );
    let own = pushed(&mut client, &folder.uri("2022.docx")).unwrap();
    let shown = |found: &Value, code: &str| {
        let found = found.as_array().unwrap();
        found.iter().find(|found| found["code"] == code).unwrap().clone()
    };
    let balance = shown(&own, "A003");
    assert_eq!(balance["range"]["end"], json!({ "line": 0, "character": 0 }));
    let message = balance["message"].as_str().unwrap();
    assert!(message.ends_with("（表三，第 28 行“自然人”列）"), "{message}");
    let related = &balance["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], folder.uri("2022.docx"));
    assert!(related["message"].as_str().unwrap().ends_with("（表三，第 4 行）"), "{related}");
    // Findings across reports are there too.
    let copy = pushed(&mut client, &folder.uri("copy.docx")).unwrap();
    let twice = shown(&copy, "X005");
    assert!(twice["message"].as_str().unwrap().ends_with("（标题，第 1 段）"), "{twice}");
    // A mended document is read again.
    std::fs::write(folder.path("2022.docx"), word(2022, ["3", "0", "2", "1"])).unwrap();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": folder.uri("2022.docx"), "type": 2 }] }),
    );
    assert!(!codes(&next(&mut client, &folder.uri("2022.docx"))).contains(&"A003".to_owned()));
    client.leave();
}

/// What the command line does not call complete, an editor does not either.
#[test]
fn what_was_not_read_is_not_added() {
    let pattern = "[[government]]\nname = \"云溪县人民政府\"\nmembers_in = \"部门/**\"\n";
    let folder = Folder::new(&[("gouji.toml", pattern), ("部门/园林局.md", &report())]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    let above = folder.uri("县政府.md");
    client.open(&above, &report_of("云溪县人民政府", 2023, ["5", "0", "5", "0"]));
    client.open(&folder.uri("财政局.md"), &report_of("云溪县财政局", 2023, ["3", "0", "3", "0"]));
    let has_sum =
        |list: Option<Value>| list.is_some_and(|list| codes(&list).contains(&"X006".to_owned()));
    assert!(!has_sum(pushed(&mut client, &above)), "nobody knows what else is there");
    let sums = |client: &mut Client| -> Vec<(u64, String)> {
        check_folder(client, &folder);
        let shown = pushed(client, &above).unwrap();
        let sums = shown.as_array().unwrap().iter().filter(|one| one["code"] == "X006");
        let told = |one: &Value| {
            (one["severity"].as_u64().unwrap(), one["message"].as_str().unwrap().to_owned())
        };
        sums.map(told).collect()
    };
    let found = sums(&mut client);
    assert!(found.len() > 1 && found.iter().all(|(severity, _)| *severity == 2), "{found:?}");
    let nameless = report().replace("云溪县园林局", "").replace("我局", "本单位");
    for (name, text, told) in [
        (
            "部门/教育局2023年度报告.ofd",
            "",
            "没有计入的成员：部门/教育局2023年度报告.ofd（没有读）",
        ),
        ("部门/教育局.doc", "", "没有计入的成员：部门/教育局.doc（没有读）"),
        ("部门/2023年度报告.md", "略", "没有计入的成员：部门/2023年度报告.md（没有读）"),
        ("部门/c.md", &nameless, "没有计入的成员：部门/c.md（看不出单位或年度）"),
    ] {
        folder.write(name, text);
        client.notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": folder.uri(name), "type": 1 }] }),
        );
        let found = sums(&mut client);
        assert!(matches!(&found[..], [(4, one)] if one.contains(told)), "{name} {found:?}");
        folder.remove(name);
        client.notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": folder.uri(name), "type": 3 }] }),
        );
        assert!(sums(&mut client).len() > 1, "{name}");
    }
    client.leave();
}

/// A report with a near name is named where a member is absent.
#[test]
fn a_near_name_is_told() {
    let near = report_of("某省云溪县水利局", 2023, ["3", "0", "3", "0"]);
    let folder =
        Folder::new(&[("gouji.toml", GOVERNMENT), ("园林局.md", &report()), ("水利局.md", &near)]);
    let mut client = Client::start_with(folder.as_workspace(), json!({}));
    check_folder(&mut client, &folder);
    let found = next(&mut client, &folder.uri("gouji.toml"));
    let told = "；有一份“某省云溪县水利局”的报告";
    assert!(found[0]["message"].as_str().unwrap().contains(told), "{found}");
    // The near name is mended into the name of the member.
    let uri = folder.uri("水利局.md");
    client.open(&uri, &near.replace("某省云溪县", "云溪县"));
    assert_eq!(pushed(&mut client, &folder.uri("gouji.toml")), Some(json!([])));
    client.leave();
}
