//! Markdown texts with tables in HTML, in an editor.

use crate::client::{Client, codes};
use crate::support::{Manner, Oddities, write_markup};
use serde_json::{Value, json};

const TEXT: &str = "file:///%E6%8A%A5%E5%91%8A/2023.md";
const WRONG: &str = "3007";
const STALE: &str = "自2022年1月1日起";

/// A report with one request more in its first total than in its addends.
fn report() -> String {
    write_markup(2023, Manner::HtmlLines, Oddities::default(), &|table, row, column| {
        let number = match (table, row, column) {
            (1, 0, 6) => WRONG,
            (1, 0 | 2 | 23, 0 | 6) => "3006",
            _ => "0",
        };
        number.to_owned()
    })
}

fn last_list(client: &mut Client) -> Value {
    client.published(TEXT).pop().expect("a list")["diagnostics"].clone()
}

/// The actions at these words, by title.
fn actions(client: &mut Client, text: &str, words: &str) -> Vec<(String, Value)> {
    let params = json!({
        "textDocument": { "uri": TEXT },
        "range": client.place(text, words),
        "context": { "diagnostics": [] },
    });
    let found = client.request("textDocument/codeAction", params);
    let titled = |action: &Value| (action["title"].as_str().unwrap().to_owned(), action.clone());
    found.as_array().unwrap().iter().map(titled).collect()
}

/// The text after the action with this word in its title.
#[track_caller]
fn after(client: &mut Client, text: &str, at: &str, title: &str) -> String {
    let offered = actions(client, text, at);
    let found = offered.iter().find(|(own, _)| own.contains(title));
    let (_, action) = found.unwrap_or_else(|| panic!("{title} is not in {offered:?}"));
    client.applied(TEXT, text, &action["edit"])
}

#[test]
fn tables_are_checked_at_each_key() {
    for encoding in ["utf-8", "utf-16"] {
        let (mut client, text) = (Client::counting_in(encoding), report());
        client.open(TEXT, &text);
        let list = last_list(&mut client);
        assert_eq!(codes(&list), ["A001", "A003"]);
        assert_eq!(list[0]["range"], client.place(&text, WRONG));
        assert_eq!(after(&mut client, &text, WRONG, "3006"), text.replace(WRONG, "3006"));
        let at = text.find(WRONG).unwrap() + 3;
        client.change(TEXT, 2, client.range_of(&text, at, at + 1), "6");
        assert_eq!(codes(&last_list(&mut client)), [""; 0]);
        client.leave();
    }
}

/// The first tag of a table makes a page of the text, and its end makes a text of it again.
#[test]
fn a_text_becomes_a_page_and_a_text_again() {
    let (mut client, text) = (Client::counting_in("utf-16"), report());
    let hidden = text.replace("<table", "<tabl");
    client.open(TEXT, &hidden);
    assert!(!codes(&last_list(&mut client)).contains(&"A001".to_owned()));
    let mut now = hidden;
    for version in 2..5 {
        let at = now.find("<tabl>").expect("a tag") + "<tabl".len();
        client.change(TEXT, version, client.range_of(&now, at, at), "e");
        now.insert(at, 'e');
    }
    assert_eq!(now, text);
    assert_eq!(codes(&last_list(&mut client)), ["A001", "A003"]);
    client.change(TEXT, 5, client.range_of(&now, 0, now.len()), "云溪县园林局");
    assert_eq!(codes(&last_list(&mut client)), [""; 0]);
    client.leave();
}

#[test]
fn words_around_the_tables_are_mended_as_text() {
    let (mut client, text) = (Client::counting_in("utf-16"), report());
    let text = text.replace(WRONG, "3006").replace("自2023年1月1日起", STALE);
    client.open(TEXT, &text);
    assert_eq!(codes(&last_list(&mut client)), ["P001"]);
    let mended = text.replace(STALE, "自2023年1月1日起");
    assert_eq!(after(&mut client, &text, STALE, "2023"), mended);
    client.leave();
}

#[test]
fn a_comment_stands_in_the_table_or_on_a_line_of_its_own() {
    let (mut client, text) = (Client::counting_in("utf-16"), report());
    let text = text.replace("自2023年1月1日起", STALE);
    client.open(TEXT, &text);
    assert_eq!(codes(&last_list(&mut client)), ["P001", "A001", "A003"]);
    let commented = after(&mut client, &text, WRONG, "用注释忽略 A001");
    assert!(commented.contains("<td><!-- gouji-ignore A001: "), "{commented}");
    let commented = after(&mut client, &text, STALE, "用注释忽略 P001");
    let line = commented.lines().find(|line| line.contains("gouji-ignore")).expect("a line");
    assert!(line.starts_with("<!--") && line.ends_with("-->"), "{line}");
    client.leave();
}
