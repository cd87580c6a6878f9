//! The engine as the page uses it: requests in, answers out.

use gouji::standard::Standard;
use gouji::write::Skeleton;
use gouji_web::Engine;
use serde_json::{Value, json};

/// A report with a wrong total and last year's period.
fn report() -> String {
    let text = Skeleton::blank(Standard::official(), "云溪县园林局", 2023).write();
    let row = text.lines().find(|line| line.contains("一、本年新收")).expect("the row");
    let wrong = row.replacen("| 0 |", "| 3 |", 1);
    text.replacen(row, &wrong, 1).replacen("2023年1月1日至2023", "2022年1月1日至2022", 1)
}

fn ask(engine: &mut Engine, request: Value, bytes: &[u8]) -> (Value, Vec<u8>) {
    let json = request.to_string();
    let length = u32::try_from(json.len()).expect("short").to_le_bytes();
    let answer = engine.answer(&[&length, json.as_bytes(), bytes].concat());
    let (length, rest) = answer.split_first_chunk::<4>().expect("a length");
    let (json, bytes) = rest.split_at(u32::from_le_bytes(*length) as usize);
    (serde_json::from_slice(json).expect("JSON"), bytes.to_vec())
}

fn tell(engine: &mut Engine, request: Value) -> Value {
    ask(engine, request, &[]).0
}

fn open(engine: &mut Engine, name: &str, bytes: &[u8]) -> u64 {
    let (answer, _) = ask(engine, json!({ "request": "open", "name": name }), bytes);
    answer["file"].as_u64().unwrap_or_else(|| panic!("{answer}"))
}

fn draw(engine: &mut Engine, file: u64) -> Value {
    tell(engine, json!({ "request": "draw", "file": file, "report": 0 }))
}

fn codes(state: &Value) -> Vec<&str> {
    state["findings"].as_array().into_iter().flatten().filter_map(|f| f["code"].as_str()).collect()
}

/// The value cell of a row and a column.
fn cell<'a>(state: &'a Value, row: &str, column: &str) -> &'a Value {
    let blocks = state["drawing"]["blocks"].as_array().expect("blocks");
    let cells = blocks
        .iter()
        .filter_map(|block| block["rows"].as_array())
        .flatten()
        .filter_map(|row| row.as_array())
        .flatten();
    cells
        .into_iter()
        .find(|cell| {
            cell["is_value"] == true
                && cell["row"].as_str().is_some_and(|own| own.contains(row))
                && cell["column"] == column
        })
        .unwrap_or_else(|| panic!("no cell {row} {column}"))
}

#[test]
fn every_finding_stands_at_a_block_or_a_cell() {
    let mut engine = Engine::default();
    let file = open(&mut engine, "a.md", report().as_bytes());
    let state = draw(&mut engine, file);
    assert!(codes(&state).contains(&"P001") && codes(&state).contains(&"A001"), "{state}");
    let blocks = state["drawing"]["blocks"].as_array().expect("blocks");
    for finding in state["findings"].as_array().expect("findings") {
        let block = finding["spot"]["block"].as_u64().expect("a block") as usize;
        assert!(blocks.get(block).is_some(), "{finding}");
    }
    let period = &state["findings"].as_array().expect("findings")[0];
    let block = &blocks[period["spot"]["block"].as_u64().expect("a block") as usize];
    let text: Vec<u16> = block["text"].as_str().expect("text").encode_utf16().collect();
    let unit = |name: &str| period["spot"][name].as_u64().expect("a place") as usize;
    let marked = String::from_utf16(&text[unit("from")..unit("to")]).expect("text");
    assert_eq!(marked, "2022年1月1日至2022年12月31日");
}

#[test]
fn a_number_is_typed_taken_back_and_saved() {
    let mut engine = Engine::default();
    let text = report();
    let file = open(&mut engine, "报告.md", text.as_bytes());
    let state = draw(&mut engine, file);
    let total = cell(&state, "一、本年新收", "总计");
    let (start, length) = (total["range"][0].as_u64(), total["text"].as_str().map(str::len));
    let edit = json!({ "request": "change", "change": "edit", "group": 1, "file": file, "start": start, "from": 0, "to": 1, "length": length, "text": "3" });
    assert_eq!(tell(&mut engine, edit)["changed"], 1);
    let state = draw(&mut engine, file);
    assert!(!codes(&state).contains(&"A001"), "{state}");
    assert_eq!(cell(&state, "一、本年新收", "总计")["text"], "3");
    tell(&mut engine, json!({ "request": "change", "change": "undo", "file": file }));
    let save = json!({ "request": "save", "file": file, "form": "plain", "date": "" });
    let (answer, bytes) = ask(&mut engine, save.clone(), &[]);
    assert_eq!(
        (answer["name"].as_str(), bytes),
        (Some("报告-已修正.md"), text.clone().into_bytes())
    );
    tell(&mut engine, json!({ "request": "change", "change": "redo", "file": file }));
    let (_, bytes) = ask(&mut engine, save, &[]);
    assert_eq!(bytes.len(), text.len());
    assert_ne!(bytes, text.into_bytes());
}

#[test]
fn a_word_document_is_mended_and_written_with_changes_and_comments() {
    let mut engine = Engine::default();
    let word = Skeleton::blank(Standard::official(), "云溪县园林局", 2023).write_word();
    let file = open(&mut engine, "a.docx", &word.expect("small"));
    let state = draw(&mut engine, file);
    let new = cell(&state, "一、本年新收", "自然人");
    let start = new["range"][0].as_u64();
    let edit = json!({ "request": "change", "change": "edit", "group": 1, "file": file, "start": start, "from": 0, "to": 1, "length": 1, "text": "3" });
    assert_eq!(tell(&mut engine, edit)["changed"], 1);
    let state = draw(&mut engine, file);
    assert!(codes(&state).contains(&"A001"), "{:?}", codes(&state));
    let date = "2025-01-20T09:00:00Z";
    let tracked = json!({ "request": "save", "file": file, "form": "tracked", "date": date });
    let (answer, bytes) = ask(&mut engine, tracked, &[]);
    assert!(answer["name"].as_str().is_some() && bytes.starts_with(b"PK"), "{answer}");
    let fixed = tell(
        &mut engine,
        json!({ "request": "change", "change": "fix-all", "file": file, "all": true }),
    );
    assert!(fixed["changed"].as_u64() > Some(0), "{fixed}");
    assert!(!codes(&draw(&mut engine, file)).contains(&"A001"));
}

#[test]
fn a_hover_shows_the_sums_and_their_cells() {
    let mut engine = Engine::default();
    let file = open(&mut engine, "a.md", report().as_bytes());
    let state = draw(&mut engine, file);
    let start = cell(&state, "一、本年新收", "总计")["range"][0].as_u64();
    let hover = json!({ "request": "hover", "file": file, "start": start, "from": 0 });
    let answer = tell(&mut engine, hover);
    assert!(answer["text"].as_str().is_some_and(|text| text.contains("本行")), "{answer}");
    assert!(answer["cells"].as_array().is_some_and(|cells| cells.len() > 3), "{answer}");
}

#[test]
fn a_very_long_report_is_drawn_in_part_and_checked_as_a_whole() {
    let mut engine = Engine::default();
    let text = report() + &"本机关依法公开信息，接受监督。\n".repeat(20_000) + "⼯作\n";
    let file = open(&mut engine, "a.md", text.as_bytes());
    let state = draw(&mut engine, file);
    assert_eq!(state["drawing"]["is_cut"], true);
    let blocks = state["drawing"]["blocks"].as_array().expect("blocks");
    assert!(blocks.len() <= 4001, "{}", blocks.len());
    assert!(codes(&state).contains(&"C001"), "{:?}", codes(&state));
}

#[test]
fn paragraphs_of_a_group_are_undone_at_once() {
    let mut engine = Engine::default();
    let bytes = Skeleton::blank(Standard::official(), "云溪县园林局", 2023).write_word();
    let file = open(&mut engine, "a.docx", &bytes.expect("small"));
    let before = draw(&mut engine, file);
    let blocks = before["drawing"]["blocks"].as_array().expect("blocks");
    let heading = blocks.iter().find(|block| block["kind"] == "heading").expect("a heading");
    let length = heading["text"].as_str().expect("words").len();
    for text in ["末一段。", "又一段。"] {
        let request = json!({
            "request": "change", "change": "insert", "file": file, "start": heading["start"], "length": length,
            "text": text, "group": 7,
        });
        assert_eq!(tell(&mut engine, request)["changed"], 1);
    }
    let drawing = draw(&mut engine, file)["drawing"].to_string();
    assert!(drawing.find("又一段。") < drawing.find("末一段。"), "{drawing}");
    assert_eq!(
        tell(&mut engine, json!({ "request": "change", "change": "undo", "file": file }))["changed"],
        1
    );
    let after = draw(&mut engine, file);
    assert_eq!((&after["drawing"], &after["changed"]), (&before["drawing"], &json!(false)));
    assert_eq!(after["past"], 0);
}

#[test]
fn a_paragraph_is_parted_at_a_letter() {
    let mut engine = Engine::default();
    let file = open(&mut engine, "a.md", report().replace("所列", "𠮷所列").as_bytes());
    let before = draw(&mut engine, file);
    let blocks = before["drawing"]["blocks"].as_array().expect("blocks");
    let is_meant = |block: &&Value| block["text"].as_str().is_some_and(|text| text.contains('𠮷'));
    let block = blocks.iter().find(is_meant).expect("a paragraph");
    let text = block["text"].as_str().expect("words");
    let (first, _) = text.split_once("所列").expect("two halves");
    let request = json!({
        "request": "change", "change": "part", "file": file, "start": block["start"],
        "length": text.len(), "from": first.encode_utf16().count(), "group": 1,
    });
    assert_eq!(tell(&mut engine, request)["changed"], 1);
    let after = draw(&mut engine, file);
    let texts: Vec<&str> = after["drawing"]["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .filter_map(|block| block["text"].as_str())
        .collect();
    let at = texts.iter().position(|text| text.ends_with('𠮷')).expect("the first half");
    assert_eq!([texts[at], texts[at + 1]].concat(), text);
    tell(&mut engine, json!({ "request": "change", "change": "undo", "file": file }));
    assert_eq!(draw(&mut engine, file)["drawing"], before["drawing"]);
}

#[test]
fn files_that_cannot_be_read_have_a_sentence() {
    let mut engine = Engine::default();
    for (name, bytes) in [
        ("a.docx", "PK\x03\x04"),
        ("a.pdf", "%PDF-1.4"),
        ("a.txt", "关于放假的通知"),
        ("a.docx", ""),
    ] {
        let (answer, _) =
            ask(&mut engine, json!({ "request": "open", "name": name }), bytes.as_bytes());
        let problem = answer["problem"].as_str().unwrap_or_else(|| panic!("{answer}"));
        assert!(problem.chars().count() > 5 && !problem.contains('\n'), "{problem}");
    }
    assert!(engine.answer(b"").len() > 4, "a damaged request has an answer");
}

#[test]
fn units_show_members_without_a_report_and_findings_across_reports() {
    let mut engine = Engine::default();
    let text = report().replace("2022年", "2023年");
    open(&mut engine, "a.md", text.as_bytes());
    open(&mut engine, "b.md", text.as_bytes());
    open(&mut engine, "c.pdf", b"%PDF-1.4");
    let members = json!(["云溪县园林局", "云溪县教育局"]);
    let answer = tell(&mut engine, json!({ "request": "units", "members": members }));
    let units = answer["units"].as_array().expect("units");
    let kinds: Vec<_> = units.iter().filter_map(|unit| unit["kind"].as_str()).collect();
    assert_eq!(kinds, ["report", "report", "absent", "not-checked"], "{answer}");
    assert_eq!(units[2]["organ"], "云溪县教育局");
    let missing = units[2]["missing"].to_string();
    assert!(missing.contains("c.pdf"), "a file that was not read may be the report: {missing}");
    let (answer, page) = ask(
        &mut engine,
        json!({ "request": "review", "members": members, "workbook": false, "now": 0 }),
        &[],
    );
    assert!(String::from_utf8_lossy(&page).contains("云溪县教育局"), "{answer}");
    let (_, book) = ask(
        &mut engine,
        json!({ "request": "review", "members": [], "workbook": true, "now": 0 }),
        &[],
    );
    assert!(book.starts_with(b"PK"));
}

#[test]
fn a_new_report_has_only_empty_sections() {
    let mut engine = Engine::default();
    let request =
        json!({ "request": "new", "issuer": " 云溪县教育局 ", "year": 2025, "word": true });
    let (answer, bytes) = ask(&mut engine, request, &[]);
    assert_eq!(answer["name"], "云溪县教育局2025年政府信息公开工作年度报告.docx");
    let file = open(&mut engine, "new.docx", &bytes);
    assert!(codes(&draw(&mut engine, file)).iter().all(|code| *code == "S008"));
    tell(&mut engine, json!({ "request": "language", "english": true }));
    let page = tell(&mut engine, json!({ "request": "explain", "code": "S008" }));
    assert!(page["page"].as_str().is_some_and(|page| page.starts_with("# S008")), "{page}");
}
