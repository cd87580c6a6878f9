//! The display of a report, feature by feature, in columns of UTF-8 and UTF-16. `𠮷` and radicals
//! stand before the places.

use crate::client::{Client, codes};
use crate::reports::{URI, checked, replaced, report, report_in};
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;
use serde_json::{Value, json};

const ENCODINGS: [&str; 2] = ["utf-8", "utf-16"];

/// The report with a wrong first total in table three, and with other wide words before the total.
fn wrong() -> String {
    let text = report_in(Layout::Spaces);
    replaced(
        &text,
        "一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3",
        "𠮷 ⼀、本年新收政府信息公开申请数量 3 0 0 0 0 0 4",
    )
}

/// The range of the wrong total.
fn total(client: &Client, text: &str) -> Value {
    let at = text.find("3 0 0 0 0 0 4").unwrap() + "3 0 0 0 0 0 ".len();
    client.range_of(text, at, at + 1)
}

fn opened(encoding: &str, text: &str) -> Client {
    let mut client = Client::counting_in(encoding);
    assert_eq!(client.encoding(), encoding);
    client.open(URI, text);
    client
}

/// The words at the ranges of a list.
fn words(client: &Client, text: &str, list: &Value) -> Vec<String> {
    let range = |one: &Value| {
        if one.get("location").is_some() {
            one["location"]["range"].clone()
        } else {
            one["range"].clone()
        }
    };
    list.as_array().unwrap().iter().map(|one| client.words(text, &range(one)).to_owned()).collect()
}

#[test]
fn diagnostics_have_code_page_addends_and_tags() {
    for encoding in ENCODINGS {
        let text = wrong();
        let mut client = opened(encoding, &text);
        let lists = client.published(URI);
        let list = &lists[0]["diagnostics"];
        assert_eq!(codes(list), checked(&text));
        let found = list.as_array().unwrap().iter().find(|found| found["code"] == "A001").unwrap();
        assert_eq!(found["range"], total(&client, &text));
        assert_eq!((&found["severity"], &found["source"]), (&json!(1), &json!("gouji")));
        assert!(
            found["codeDescription"]["href"].as_str().unwrap().ends_with("/A001.md"),
            "{found}"
        );
        assert_eq!(
            words(&client, &text, &found["relatedInformation"]),
            ["3"],
            "the addend that is not 0"
        );
        assert_eq!(found["relatedInformation"][0]["location"]["uri"], URI);
        assert!(found.get("tags").is_none());
        client.leave();
    }
}

#[test]
fn the_superseded_form_is_tagged_where_the_client_can() {
    let sections =
        ["我局依法主动公开信息。", "", "", "", "公开不够及时，将加强培训。", "未收取信息处理费。"];
    let old = Skeleton {
        standard: Standard::official(),
        issuer: "云溪县园林局",
        year: 2020,
        layout: Layout::Tabs,
        newline: "\n",
        sections: &sections,
        cell: &|_, _, _| "0".to_owned(),
    };
    let text = old.write().replace("2020年", "2023年");
    for (able, tags) in [(json!({ "valueSet": [1, 2] }), json!([2])), (Value::Null, Value::Null)] {
        let mut client = Client::start_with(
            json!({}),
            json!({ "textDocument": { "publishDiagnostics": { "tagSupport": able } } }),
        );
        client.open(URI, &text);
        let lists = client.published(URI);
        let found = lists[0]["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .find(|found| found["code"] == "S010")
            .expect("S010");
        assert_eq!(found["tags"], tags);
        client.leave();
    }
}

#[test]
fn what_a_client_does_not_know_it_is_not_told() {
    let plain = json!({ "relatedInformation": false, "codeDescriptionSupport": false });
    let mut client =
        Client::start_with(json!({}), json!({ "textDocument": { "publishDiagnostics": plain } }));
    client.open(URI, &wrong());
    let lists = client.published(URI);
    for found in lists[0]["diagnostics"].as_array().unwrap() {
        assert!(
            found.get("relatedInformation").is_none() && found.get("codeDescription").is_none(),
            "{found}"
        );
    }
    client.leave();
}

#[test]
fn hover_tells_of_cells_labels_and_headings() {
    for encoding in ENCODINGS {
        let text = wrong();
        let mut client = opened(encoding, &text);
        let range = total(&client, &text);
        let hover = client.at("textDocument/hover", URI, &range["start"]);
        assert_eq!((&hover["range"], &hover["contents"]["kind"]), (&range, &json!("markdown")));
        let said = hover["contents"]["value"].as_str().unwrap();
        assert!(
            said.contains("总计 4 ≠ 自然人 3 ✗")
                || said.contains("总计 4 ≠ 3") && said.contains('✗'),
            "{said}"
        );
        let mut said_of = |words: &str| {
            let place = client.place(&text, words);
            client.at("textDocument/hover", URI, &place["start"])["contents"]["value"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        assert!(said_of("6.属于四类过程性信息").contains("第十六条第二款"));
        assert!(said_of("五、存在的主要问题及改进情况").contains("不能空着"));
        assert_eq!(said_of("我局依法主动公开信息"), "");
        client.leave();
    }
    let mut client = Client::start_with(
        json!({}),
        json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } }),
    );
    client.open(URI, &report());
    let place = client.place(&report(), "（一）予以公开");
    assert_eq!(
        client.at("textDocument/hover", URI, &place["start"])["contents"]["kind"],
        "plaintext"
    );
    client.leave();
}

#[test]
fn hints_stand_behind_totals_that_differ() {
    for encoding in ENCODINGS {
        let text = wrong();
        let mut client = opened(encoding, &text);
        let all = client.range_of(&text, 0, text.len());
        let hints = client.request(
            "textDocument/inlayHint",
            json!({ "textDocument": { "uri": URI }, "range": all }),
        );
        let own: Vec<&Value> = hints
            .as_array()
            .unwrap()
            .iter()
            .filter(|hint| hint["position"] == total(&client, &text)["end"])
            .collect();
        assert_eq!(own.len(), 1, "{hints}");
        assert_eq!(own[0]["label"], "应为 3");
        let first = client.range_of(&text, 0, 9);
        assert_eq!(
            client.request(
                "textDocument/inlayHint",
                json!({ "textDocument": { "uri": URI }, "range": first })
            ),
            json!([])
        );
        client.replace(URI, 2, &report());
        let all = client.range_of(&report(), 0, report().len());
        assert_eq!(
            client.request(
                "textDocument/inlayHint",
                json!({ "textDocument": { "uri": URI }, "range": all })
            ),
            json!([])
        );
        client.leave();
    }
}

#[test]
fn hints_stand_behind_numbers_of_sentences_that_differ() {
    for encoding in ENCODINGS {
        let text = report().replace("我局依法主动公开信息", "𠮷收到政府信息公开申请5件，公开信息");
        let mut client = opened(encoding, &text);
        let ask = |client: &mut Client, text: &str| {
            let all = client.range_of(text, 0, text.len());
            let params = json!({ "textDocument": { "uri": URI }, "range": all });
            client.request("textDocument/inlayHint", params)
        };
        let hints = ask(&mut client, &text);
        let at = text.find("5件").unwrap();
        let number = client.range_of(&text, at, at + 1);
        assert_eq!(hints.as_array().unwrap().len(), 1, "{hints}");
        assert_eq!((&hints[0]["position"], &hints[0]["label"]), (&number["end"], &json!("✗ 表 3")));
        assert!(hints[0]["tooltip"].as_str().unwrap().starts_with("正文说收到申请 5 件，表三"));
        let agrees = text.replace("申请5件", "申请3件");
        client.replace(URI, 2, &agrees);
        assert_eq!(ask(&mut client, &agrees), json!([]));
        client.leave();
    }
}

#[test]
fn a_total_highlights_its_addends() {
    for encoding in ENCODINGS {
        let text = wrong();
        let mut client = opened(encoding, &text);
        let place = total(&client, &text);
        let found = client.at("textDocument/documentHighlight", URI, &place["start"]);
        assert_eq!(words(&client, &text, &found), ["3", "0", "0", "0", "0", "0", "4"]);
        assert_eq!(
            (&found[6]["range"], &found[6]["kind"], &found[0]["kind"]),
            (&place, &json!(3), &json!(2))
        );
        client.leave();
    }
}

#[test]
fn a_number_of_the_text_leads_to_its_cell_and_back() {
    for encoding in ENCODINGS {
        let text = replaced(&report(), "𠮷祥如意。", "𠮷年⼈们收到政府信息公开申请3件。");
        let mut client = opened(encoding, &text);
        let number = text.find("申请3件").unwrap() + "申请".len();
        let number = client.range_of(&text, number, number + 1);
        let row = text.find("| 一、本年新收").unwrap();
        let cell = row + text[row..].find('\n').unwrap() - " |".len();
        let cell = client.range_of(&text, cell - 1, cell);
        let found = client.at("textDocument/definition", URI, &number["start"]);
        assert_eq!(found, json!([{ "uri": URI, "range": cell }]));
        let back = client.request(
            "textDocument/references",
            json!({ "textDocument": { "uri": URI }, "position": cell["start"], "context": { "includeDeclaration": false } }),
        );
        assert_eq!(back, json!([{ "uri": URI, "range": number }]));
        client.leave();
    }
}

/// The symbols with all their children.
fn flat<'a>(symbols: &'a Value, out: &mut Vec<&'a Value>) {
    for symbol in symbols.as_array().into_iter().flatten() {
        out.push(symbol);
        flat(&symbol["children"], out);
    }
}

#[test]
fn the_outline_goes_from_the_report_to_its_rows() {
    for encoding in ENCODINGS {
        let text = wrong();
        let mut client = opened(encoding, &text);
        let symbols = client.about("textDocument/documentSymbol", URI);
        let mut all = Vec::new();
        flat(&symbols, &mut all);
        let names: Vec<&str> = all.iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
        for name in [
            "云溪县园林局2023年政府信息公开工作年度报告",
            "二、主动公开政府信息情况",
            "表三",
            "（三）不予公开",
            "1.属于国家秘密",
        ] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        for symbol in all.iter().filter(|symbol| symbol["name"].as_str().unwrap().contains('、')) {
            assert!(
                client
                    .words(&text, &symbol["range"])
                    .contains(client.words(&text, &symbol["selectionRange"])),
                "{symbol}"
            );
        }
        client.leave();
    }
    let mut client = Client::start_with(
        json!({}),
        json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": false } } }),
    );
    client.open(URI, &report());
    let symbols = client.about("textDocument/documentSymbol", URI);
    assert!(
        symbols[0].get("location").is_some() && symbols[0].get("children").is_none(),
        "{}",
        symbols[0]
    );
    client.leave();
}

#[test]
fn sections_tables_and_groups_fold() {
    let mut client = Client::start();
    let text = report();
    client.open(URI, &text);
    let folds = client.about("textDocument/foldingRange", URI);
    let line = |words: &str| text[..text.find(words).unwrap()].matches('\n').count();
    let starts: Vec<u64> =
        folds.as_array().unwrap().iter().map(|fold| fold["startLine"].as_u64().unwrap()).collect();
    for words in ["## 一、总体情况", "## 三、收到和处理", "1.属于国家秘密", "| 行政复议"]
    {
        assert!(
            starts.iter().any(|&start| start.abs_diff(line(words) as u64) <= 1),
            "{words}: {starts:?}"
        );
    }
    client.leave();
}

#[test]
fn a_selection_grows_from_the_cell_to_the_document() {
    for encoding in ENCODINGS {
        let text = wrong();
        let mut client = opened(encoding, &text);
        let place = total(&client, &text);
        let params = json!({ "textDocument": { "uri": URI }, "positions": [place["start"], { "line": 0, "character": 0 }] });
        let found = client.request("textDocument/selectionRange", params);
        let mut selected = Vec::new();
        let mut around = &found[0];
        while around.is_object() {
            selected.push(client.words(&text, &around["range"]).to_owned());
            around = &around["parent"];
        }
        assert_eq!((selected[0].as_str(), selected.last().unwrap()), ("4", &text));
        assert!(
            selected[1].ends_with("3 0 0 0 0 0 4")
                && selected.windows(2).all(|pair| pair[1].contains(&pair[0])),
            "{selected:?}"
        );
        assert!(
            selected.iter().any(|words| words.starts_with("三、收到和处理政府信息公开申请情况"))
        );
        assert_eq!(found.as_array().unwrap().len(), 2);
        client.leave();
    }
}

#[test]
fn tokens_are_places_of_the_text() {
    for encoding in ENCODINGS {
        let text = wrong();
        let mut client = opened(encoding, &text);
        let legend = client.capabilities["semanticTokensProvider"]["legend"].clone();
        let read = |client: &Client, tokens: &Value| {
            let data: Vec<u64> = tokens["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|number| number.as_u64().unwrap())
                .collect();
            let (mut line, mut column) = (0, 0);
            let token = |token: &[u64]| {
                column = if token[0] == 0 { column + token[1] } else { token[1] };
                line += token[0];
                let range = crate::client::range((line, column), (line, column + token[2]));
                let kind = legend["tokenTypes"][token[3] as usize].as_str().unwrap();
                (client.words(&text, &range).to_owned(), kind.to_owned(), token[4])
            };
            data.chunks(5).map(token).collect::<Vec<_>>()
        };
        let all = client.about("textDocument/semanticTokens/full", URI);
        let all = read(&client, &all);
        let total_of = |modifiers: u64| modifiers & 2 != 0;
        assert!(
            all.iter().any(|(words, kind, modifiers)| words == "4"
                && kind == "number"
                && total_of(*modifiers)),
            "{all:?}"
        );
        assert!(
            all.iter().any(|(words, kind, _)| words == "2023年1月1日" && kind == "string"),
            "{all:?}"
        );
        assert!(
            all.iter()
                .any(|(words, kind, _)| words == "三、收到和处理政府信息公开申请情况"
                    && kind == "class"),
            "{all:?}"
        );
        let place = total(&client, &text);
        let params = json!({ "textDocument": { "uri": URI }, "range": place });
        let some = client.request("textDocument/semanticTokens/range", params);
        let some = read(&client, &some);
        assert!(some.len() < 20 && some.iter().any(|(words, ..)| words == "4"), "{some:?}");
        client.leave();
    }
}

#[test]
fn a_lens_over_each_table_counts_its_sums() {
    for (text, first) in [(report_in(Layout::Spaces), "勾稽 ✓ 39 / 39"), (wrong(), "勾稽 ✗ 2")]
    {
        let mut client = Client::start();
        client.open(URI, &text);
        let lenses = client.about("textDocument/codeLens", URI);
        let titles: Vec<&str> = lenses
            .as_array()
            .unwrap()
            .iter()
            .map(|lens| lens["command"]["title"].as_str().unwrap())
            .collect();
        assert!(titles[0].starts_with(first), "{titles:?}");
        assert_eq!(titles[1], "勾稽 ✓ 3 / 3");
        assert_eq!(lenses[0]["command"]["command"], "gouji.recompute");
        client.leave();
    }
}

#[test]
fn addresses_and_numbers_of_documents_are_links() {
    for encoding in ENCODINGS {
        let text = replaced(
            &report(),
            "𠮷祥如意。",
            "𠮷年⼈们见www.yunxi.gov.cn，依照国办公开办函〔2021〕30号编制。",
        );
        let mut client = opened(encoding, &text);
        let links = client.about("textDocument/documentLink", URI);
        let found = words(&client, &text, &links);
        assert_eq!(found, ["www.yunxi.gov.cn", "国办公开办函〔2021〕30号"]);
        assert_eq!(links[0]["target"], "http://www.yunxi.gov.cn");
        assert!(
            links[1]["target"].as_str().unwrap().starts_with("https://sousuo.www.gov.cn/"),
            "{links}"
        );
        assert_eq!(links[1]["tooltip"], "在中国政府网查找国办公开办函〔2021〕30号");
        client.leave();
    }
}

#[test]
fn reports_are_found_by_organ_and_year() {
    let mut client = Client::start();
    client.open(URI, &report());
    client.open(
        "file:///other/2022.md",
        &report().replace("2023年", "2022年").replace("园林局", "𠮷山镇"),
    );
    client.open("file:///other/readme.md", "# 读我\n");
    let mut found = |query: &str| {
        let symbols = client.request("workspace/symbol", json!({ "query": query }));
        let word = |symbol: &Value, key: &str| symbol[key].as_str().unwrap_or_default().to_owned();
        symbols
            .as_array()
            .unwrap()
            .iter()
            .map(|symbol| format!("{}: {}", word(symbol, "containerName"), word(symbol, "name")))
            .collect::<Vec<_>>()
    };
    assert_eq!(found("").len(), 2);
    assert_eq!(found("园林 2023"), ["2023.md: 云溪县园林局 2023"]);
    assert_eq!(found("𠮷山"), ["2022.md: 云溪县𠮷山镇 2022"]);
    assert_eq!(found("园林 2022"), [""; 0]);
    client.leave();
}

#[test]
fn other_texts_have_none_of_it() {
    let mut client = Client::start();
    client.open(URI, "# 读我\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
    let at = json!({ "line": 4, "character": 3 });
    for method in
        ["textDocument/hover", "textDocument/definition", "textDocument/documentHighlight"]
    {
        let answer = client.at(method, URI, &at);
        assert!(answer.is_null() || answer == json!([]), "{method}: {answer}");
    }
    for method in [
        "textDocument/documentSymbol",
        "textDocument/foldingRange",
        "textDocument/codeLens",
        "textDocument/documentLink",
    ] {
        assert_eq!(client.about(method, URI), json!([]), "{method}");
    }
    assert_eq!(client.published(URI), [] as [Value; 0]);
    client.leave();
}
