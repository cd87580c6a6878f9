//! Rename and linked editing of the organ and the year.

use crate::client::Client;
use crate::reports::{URI, replaced, report, report_in};
use gouji::syntax::Layout;
use serde_json::{Value, json};

/// A client with these features, in this unit of columns.
fn able(encoding: &str) -> Value {
    json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "rename": { "prepareSupport": true }, "linkedEditingRange": {} },
    })
}

/// A report with its own name and other names in the opening sentence.
fn speaking(layout: Layout) -> String {
    let preface = "根据《条例》，云溪县园林局编制了2023年政府信息公开工作年度报告。本报告所列数据";
    let text = replaced(
        &report_in(layout),
        "我局依法主动公开信息",
        "2023年，我局依法主动公开信息。云溪县园林局下属单位2022年公开3条，2023年2月培训",
    );
    let at = text.find("一、总体情况").unwrap();
    let signed = format!("{}\n云溪县园林局\n2024年1月18日\n", text.trim_end());
    assert!(at > 0);
    let line = signed.lines().find(|line| line.contains("统计期限")).unwrap().to_owned();
    replaced(&signed, &line, &format!("{preface}的统计期限自2023年1月1日起至2023年12月31日止。"))
}

fn start(encoding: &str, text: &str) -> Client {
    let mut client = Client::start_with(json!({}), able(encoding));
    assert_eq!(client.capabilities["renameProvider"]["prepareProvider"], true);
    assert_eq!(client.capabilities["linkedEditingRangeProvider"], true);
    client.open(URI, text);
    client
}

fn renamed(client: &mut Client, text: &str, words: &str, new: &str) -> String {
    let at = client.place(text, words)["start"].clone();
    let edit = client.request(
        "textDocument/rename",
        json!({ "textDocument": { "uri": URI }, "position": at, "newName": new }),
    );
    client.applied(URI, text, &edit)
}

#[test]
fn the_year_is_another_in_title_period_and_opening_sentences() {
    for layout in Layout::ALL {
        for encoding in ["utf-8", "utf-16"] {
            let text = speaking(layout);
            let mut client = start(encoding, &text);
            let expected = text
                .replace("2023年政府", "2022年政府")
                .replace("自2023年1月1日起至2023年12月31日", "自2022年1月1日起至2022年12月31日")
                .replace("2023年，我局", "2022年，我局")
                .replace("园林局\n2024年1月18日", "园林局\n2023年1月18日");
            assert_ne!(expected, text);
            for words in ["2023年政府", "2023年12月31日", "2023年，我局"] {
                assert_eq!(
                    renamed(&mut client, &text, words, "2022"),
                    expected,
                    "{layout:?} {words}"
                );
            }
            client.leave();
        }
    }
}

/// A report is signed in the year after its own year. For a signature in another year a person must
/// decide.
#[test]
fn the_date_of_the_signature_goes_with_the_year() {
    for (signed, expected) in [
        ("2024年1月18日", "2025年1月18日"),
        ("二〇二四年一月十八日", "二〇二五年一月十八日"),
        ("2023年12月28日", "2023年12月28日"),
        ("2021年1月18日", "2021年1月18日"),
    ] {
        let text = replaced(&speaking(Layout::Tabs), "2024年1月18日", signed);
        let mut client = start("utf-16", &text);
        let renamed = renamed(&mut client, &text, "2023年政府", "2024");
        assert!(
            renamed.trim_end().ends_with(expected) && renamed.contains("2024年政府"),
            "{renamed}"
        );
        client.leave();
    }
}

#[test]
fn the_organ_is_another_in_title_opening_sentence_and_signature() {
    let text = speaking(Layout::Markdown);
    let mut client = start("utf-16", &text);
    let expected = text
        .replace("云溪县园林局", "临江县𠮷水局")
        .replace("临江县𠮷水局下属", "云溪县园林局下属");
    assert_eq!(renamed(&mut client, &text, "云溪县园林局2023年", "临江县𠮷水局"), expected);
    assert_eq!(renamed(&mut client, &text, "云溪县园林局\n2024年", " 临江县𠮷水局 "), expected);
    client.leave();
}

#[test]
fn a_client_may_ask_first() {
    let text = speaking(Layout::Tabs);
    let mut client = start("utf-8", &text);
    for (words, own) in [
        ("园林局2023年", Some("云溪县园林局")),
        ("2023年政府", Some("2023")),
        ("总体情况", None),
        ("2023年2月", None),
        ("2024年1月", None),
    ] {
        let at = client.place(&text, words)["start"].clone();
        let found = client.at("textDocument/prepareRename", URI, &at);
        match own {
            Some(own) => {
                assert_eq!(
                    (found["placeholder"].as_str(), client.words(&text, &found["range"])),
                    (Some(own), own),
                    "{words}"
                );
            }
            None => {
                assert_eq!(found, Value::Null, "{words}");
                let id = client.ask(
                    "textDocument/rename",
                    json!({ "textDocument": { "uri": URI }, "position": at, "newName": "2022" }),
                );
                assert_eq!(client.answer(id)["error"]["code"], -32602, "{words}");
            }
        }
    }
    let at = client.place(&text, "2023年政府")["start"].clone();
    for (at, new) in
        [(at, "明年"), (client.place(&text, "云溪县园林局2023年")["start"].clone(), "一\n二")]
    {
        let id = client.ask(
            "textDocument/rename",
            json!({ "textDocument": { "uri": URI }, "position": at, "newName": new }),
        );
        assert!(
            client.answer(id)["error"]["message"]
                .as_str()
                .is_some_and(|message| !message.is_ascii()),
            "{new}"
        );
    }
    client.leave();
}

#[test]
fn the_same_words_are_edited_together() {
    let text = speaking(Layout::Spaces).replace("自2023年1月1日", "自２０２３年1月1日");
    let mut client = start("utf-16", &text);
    let mut linked = |words: &str| {
        let at = client.place(&text, words)["start"].clone();
        let found = client.at("textDocument/linkedEditingRange", URI, &at);
        let ranges = found["ranges"].as_array().cloned().unwrap_or_default();
        ranges.iter().map(|range| client.words(&text, range).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(linked("云溪县园林局2023年"), ["云溪县园林局"; 3]);
    assert_eq!(linked("2023年政府"), ["云溪县园林局"; 3], "behind the organ it is the organ");
    assert_eq!(linked("３年1月1日"), [""; 0], "one of them is in other digits");
    assert_eq!(linked("总体情况"), [""; 0]);
    client.leave();
    let text = speaking(Layout::Spaces);
    let mut client = start("utf-16", &text);
    for (words, count) in
        [("年政府", 5), ("3年1月1日", 5), ("2023年1月1日", 0), ("2023年，我局", 0)]
    {
        assert_eq!(linked_at(&mut client, &text, words), vec!["2023"; count], "{words}");
    }
    client.leave();
}

/// The words of the linked ranges at the start of `words`.
fn linked_at(client: &mut Client, text: &str, words: &str) -> Vec<String> {
    let at = client.place(text, words)["start"].clone();
    let found = client.at("textDocument/linkedEditingRange", URI, &at);
    let ranges = found["ranges"].as_array().cloned().unwrap_or_default();
    ranges.iter().map(|range| client.words(text, range).to_owned()).collect()
}

#[test]
fn while_a_name_is_half_typed_all_its_places_are_edited_or_none() {
    let text = speaking(Layout::Markdown);
    let all = |from: &str, to: &str| text.replace("云溪县园林局下属", "本局下属").replace(from, to);
    let title = |to: &str| text.replacen("云溪县园林局2023年政府", to, 1);
    let half_signed = text.replace("云溪县园林局\n2024年", "云溪县园\n2024年");
    for (text, words, expected) in [
        (all("云溪县园林局", "云溪县园"), "2023年政府", vec!["云溪县园"; 3]),
        (all("云溪县园林局", ""), "2023年政府", vec![]),
        (all("云溪县园林局", "云"), "2023年政府", vec![]),
        (all("2023年", "202年"), "年政府", vec![]),
        (title("云溪县园林局202年政府"), "年政府", vec![]),
        (title("云溪县园林局202年政府"), "2年政府", vec![]),
        (title("云溪县园林局年政府"), "年政府", vec![]),
        (title("2023年政府"), "2023年政府", vec![]),
        (title("云溪县园林2023年政府"), "2023年政府", vec![]),
        (half_signed, "2023年政府", vec![]),
        (text.replace("自2023年", "自202年"), "年政府", vec![]),
        (text.replace("2023年，我局", "202年，我局"), "年政府", vec![]),
    ] {
        let mut client = start("utf-16", &text);
        assert_eq!(
            linked_at(&mut client, &text, words),
            expected,
            "{words} in {}",
            text.lines().next().unwrap()
        );
        client.leave();
    }
}

/// An editor that edits the places of a name together, one key after another, and asks again after
/// each key. `\u{8}` deletes the last character. A key changes the place of the cursor first;
/// before the other places have changed, there is nothing to edit together.
fn type_together(client: &mut Client, text: &mut String, words: &str, keys: &str) {
    let ask = |client: &mut Client, text: &str, at: usize| {
        let at = client.range_of(text, at, at)["start"].clone();
        let found = client.at("textDocument/linkedEditingRange", URI, &at);
        let pattern = found["wordPattern"].as_str().map(str::to_owned);
        let ranges = found["ranges"].as_array().cloned().unwrap_or_default();
        (ranges.iter().map(|range| client.bytes(text, range)).collect::<Vec<_>>(), pattern)
    };
    let mut cursor = text.find(words).unwrap();
    let (mut places, _) = ask(client, text, cursor);
    let (mut name, count) = (text[places[0].clone()].to_owned(), places.len());
    let mut version = 1;
    for key in keys.chars() {
        let own =
            places.iter().position(|place| place.start <= cursor && cursor <= place.end).unwrap();
        let typed = key.to_string();
        let (taken, typed) = if key == '\u{8}' {
            (name.pop().map_or(0, char::len_utf8), "")
        } else {
            (0, typed.as_str())
        };
        name.push_str(typed);
        // First the place of the cursor, then the other places from the last to the first.
        let others: Vec<usize> = (0..count).rev().filter(|index| *index != own).collect();
        for (step, index) in [own].into_iter().chain(others).enumerate() {
            let grown = typed.len() as isize - taken as isize;
            let shift = if step > 0 && own < index { grown } else { 0 };
            let end = places[index].end.checked_add_signed(shift).unwrap();
            version += 1;
            client.change(URI, version, client.range_of(text, end - taken, end), typed);
            text.replace_range(end - taken..end, typed);
            if step == 0 {
                cursor = end - taken + typed.len();
                assert!(
                    ask(client, text, cursor).0.is_empty(),
                    "{name}: elsewhere it is not typed yet"
                );
            } else if index < own {
                cursor = cursor.checked_add_signed(grown).unwrap();
            }
        }
        let (now, pattern) = ask(client, text, cursor);
        let words: Vec<&str> = now.iter().map(|place| &text[place.clone()]).collect();
        assert_eq!(words, vec![name.as_str(); count], "{text}");
        assert_eq!(pattern.as_deref(), Some(r"[^\r\n|<>]*"));
        places = now;
    }
}

#[test]
fn a_name_is_typed_anew_in_all_its_places() {
    for encoding in ["utf-8", "utf-16"] {
        for layout in [Layout::Markdown, Layout::Lines] {
            let text = speaking(layout);
            for (words, keys, from, to) in [
                ("年政府", "\u{8}\u{8}22", "2023年", "2022年"),
                ("年12月31日", "\u{8}\u{8}\u{8}\u{8}二〇二二", "2023年", "二〇二二年"),
                (
                    "2023年政府",
                    "\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}𠮷shui'ju\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}水局",
                    "云溪县园林局",
                    "𠮷水局",
                ),
                ("\n2024年", "\u{8}\u{8}\u{8}（分）局", "云溪县园林局", "云溪县（分）局"),
            ] {
                let mut client = start(encoding, &text);
                let mut typed = text.clone();
                type_together(&mut client, &mut typed, words, keys);
                let expected = text
                    .replace("云溪县园林局下属", "OTHER")
                    .replace("公开。2022年", "YEAR")
                    .replace("2023年2月", "MONTH")
                    .replace(from, to);
                let expected = expected
                    .replace("OTHER", "云溪县园林局下属")
                    .replace("YEAR", "公开。2022年")
                    .replace("MONTH", "2023年2月");
                assert_eq!(typed, expected, "{words}");
                client.leave();
            }
        }
    }
}

/// An edit or a request at another place ends the linked editing.
#[test]
fn a_half_typed_name_is_forgotten_once_something_else_is_done() {
    let text = speaking(Layout::Markdown);
    for other in ["nothing", "an edit", "a question", "the whole text", "a line end"] {
        let mut client = start("utf-16", &text);
        let mut typed = text.clone();
        type_together(&mut client, &mut typed, "2023年政府", "\u{8}\u{8}\u{8}\u{8}\u{8}");
        assert!(typed.starts_with("# 云2023年") || typed.starts_with("云2023年"), "{typed}");
        match other {
            "an edit" => {
                let end = client.range_of(&typed, typed.len(), typed.len());
                client.change(URI, 100, end, " ");
            }
            "a question" => assert_eq!(linked_at(&mut client, &typed, "总体情况"), [""; 0]),
            "the whole text" => client.replace(URI, 100, &typed),
            "a line end" => {
                let places: Vec<usize> =
                    typed.match_indices('云').map(|(at, _)| at + "云".len()).collect();
                for at in places.into_iter().rev() {
                    if typed[at..].starts_with("2023年政府")
                        || typed[at..].starts_with("编制")
                        || typed[at..].starts_with("\n2024")
                    {
                        client.change(URI, 100, client.range_of(&typed, at, at), "\n");
                        typed.insert(at, '\n');
                    }
                }
            }
            _ => {}
        }
        let expected = if other == "nothing" { vec!["云"; 3] } else { vec![] };
        let words = if other == "a line end" { "\n2023年政府" } else { "2023年政府" };
        assert_eq!(linked_at(&mut client, &typed, words), expected, "{other}");
        client.leave();
    }
}

#[test]
fn a_place_that_is_half_typed_is_renamed_with_the_rest() {
    let text = speaking(Layout::Markdown);
    let expected = text
        .replace("云溪县园林局下属", "OTHER")
        .replace("云溪县园林局", "临江县水务局")
        .replace("OTHER", "云溪县园林局下属");
    for (from, to) in [
        ("云溪县园林局2023年政府", "云溪县园林2023年政府"),
        ("云溪县园林局2023年政府", "云溪县园2023年政府"),
        ("云溪县园林局\n2024年", "云溪县园\n2024年"),
        ("云溪县园林局\n2024年", "云溪县园林\n2024年"),
    ] {
        let half = text.replacen(from, to, 1);
        let mut client = start("utf-16", &half);
        for words in ["2023年政府", "\n2024年1月"] {
            let end = client.place(&half, words)["start"].clone();
            let at =
                if words.starts_with('2') { json!({ "line": 0, "character": 3 }) } else { end };
            let edit = client.request("textDocument/rename", json!({ "textDocument": { "uri": URI }, "position": at, "newName": "临江县水务局" }));
            assert_eq!(client.applied(URI, &half, &edit), expected, "{to} at {words:?}");
            assert_ne!(client.at("textDocument/prepareRename", URI, &at), Value::Null);
        }
        client.leave();
    }
    // A possible name is a name, and other words are never part of a name.
    for (from, to) in [
        ("云溪县园林局2023年政府", "云溪县2023年政府"),
        ("云溪县园林局\n2024年", "云溪县园林局办公室\n2024年"),
        ("云溪县园林局\n2024年", "云溪县园林局本年度没有其他事项。\n\n2024年"),
        ("云溪县园林局\n2024年", "云溪\n2024年"),
    ] {
        let other = text.replacen(from, to, 1);
        let mut client = start("utf-16", &other);
        let at = json!({ "line": 0, "character": 3 });
        let edit = client.request(
            "textDocument/rename",
            json!({ "textDocument": { "uri": URI }, "position": at, "newName": "临江县水务局" }),
        );
        let renamed = client.applied(URI, &other, &edit);
        assert_eq!(renamed.lines().last(), other.lines().last());
        let kept = to.strip_suffix("2023年政府").map_or(to, |_| "云溪县园林局\n2024年");
        assert!(renamed.contains(kept), "{renamed}");
        client.leave();
    }
}

#[test]
fn a_year_that_is_another_in_title_or_period_is_renamed_with_the_rest() {
    let text = speaking(Layout::Markdown);
    let expected = text
        .replace("2023年政府", "2024年政府")
        .replace("自2023年1月1日起至2023年12月31日", "自2024年1月1日起至2024年12月31日")
        .replace("2023年，我局", "2024年，我局")
        .replace("园林局\n2024年1月18日", "园林局\n2025年1月18日");
    for (from, to) in [
        ("园林局2023年政府", "园林局2022年政府"),
        ("起至2023年12月", "起至2022年12月"),
        ("自2023年1月1日", "自2013年1月1日"),
    ] {
        let odd = replaced(&text, from, to);
        let mut client = start("utf-16", &odd);
        let words = to.trim_start_matches(|c: char| !c.is_ascii_digit());
        assert_eq!(renamed(&mut client, &odd, words, "2024"), expected, "{to}");
        client.leave();
    }
}

#[test]
fn the_first_paragraph_alone_opens_the_report() {
    let first = "2023年，我局依法主动公开信息";
    let titles = "2023年三季度参保人数\n\n2023年绿化规划\n\n《2023年工作要点》\n\n- 2023年预算\n\n2023年，我局印发要点。\n";
    for (before, behind, opens) in [
        ("", format!("。\n\n{titles}\n我局公开信息"), true),
        ("2023年三季度，我局公开2条。\n\n", "信息".to_owned(), false),
        ("2023年第一季度情况如下：\n\n", "信息".to_owned(), false),
        ("2023年7-9月，我局公开2条。\n\n", "信息".to_owned(), false),
        ("公开的文件有：\n\n", format!("。\n\n{titles}"), false),
        ("现将有关情况报告如下：\n\n", format!("。\n\n{titles}\n我局公开信息"), true),
        ("总体情况如下：\n", format!("。\n\n{titles}\n我局公开信息"), true),
    ] {
        let text =
            replaced(&speaking(Layout::Markdown), first, &format!("{before}{first}{behind}"));
        let mut client = start("utf-16", &text);
        let expected = text
            .replace("2023年政府", "2022年政府")
            .replace("自2023年1月1日起至2023年12月31日", "自2022年1月1日起至2022年12月31日");
        let expected = expected.replace("2024年1月18日", "2023年1月18日");
        let expected = if opens {
            expected.replacen(first, &first.replace("2023", "2022"), 1)
        } else {
            expected
        };
        assert_eq!(renamed(&mut client, &text, "2023年政府", "2022"), expected, "{before}");
        client.leave();
    }
}

#[test]
fn the_organ_is_known_before_its_words_of_purpose_below_a_seal_and_with_space() {
    let text = speaking(Layout::Markdown);
    for (from, to) in [
        ("云溪县园林局2023年政府", "云溪县园林局关于2023年政府"),
        ("云溪县园林局2023年政府", "云溪县园林局关于做好2023年政府"),
        ("云溪县园林局2023年政府", "云溪县 园林局 2023年政府"),
        ("云溪县园林局\n2024年", "云溪县园林局（公章）\n2024年"),
        ("云溪县园林局\n2024年", "云溪县园林局 (盖章)\n2024年"),
    ] {
        let text = text.replacen(from, to, 1);
        let mut client = start("utf-16", &text);
        let expected =
            text.replace("云溪县 园林局", "云溪县园林局").replace("云溪县园林局", "临江县水务局");
        let expected = expected.replace("临江县水务局下属", "云溪县园林局下属");
        assert_eq!(renamed(&mut client, &text, "云溪县", "临江县水务局"), expected, "{to}");
        client.leave();
    }
}

#[test]
fn what_no_client_asks_for_is_not_announced() {
    let mut client = Client::start();
    for provider in ["renameProvider", "linkedEditingRangeProvider", "callHierarchyProvider"] {
        assert_eq!(client.capabilities.get(provider), None, "{provider}");
    }
    client.open(URI, &report());
    client.leave();
    let client = Client::start_with(json!({}), json!({ "textDocument": { "rename": {} } }));
    assert_eq!(client.capabilities["renameProvider"], true);
    client.leave();
}
