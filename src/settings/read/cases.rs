//! Cases of `read`.

use super::*;
use crate::settings::schema::{DayOfYear, json_schema};

const CODES: &[&str] = &["A001", "S001", "P002", "N002"];

/// The problems in the form `line: message`.
fn problems(text: &str) -> Vec<String> {
    let (_, problems) = read(text, CODES);
    problems
        .iter()
        .map(|p| {
            format!(
                "{}: {}",
                text[..p.range.start].matches('\n').count() + 1,
                p.message.render(Language::Zh)
            )
        })
        .collect()
}

#[test]
fn the_example_of_the_manual_reads() {
    let text = "lang = \"zh\"\nselect = [\"S\", \"A\"]\nignore = [\"P002\"]\n[severity]\nP002 = \"hint\"\n[files]\ninclude = [\"**/*.txt\"]\n\
                exclude = [\"drafts/**\"]\n[[per-file-ignores]]\nfiles = [\"2019/**\"]\ncodes = [\"S001\"]\n[report]\nlevel = \"department\"\n\
                [[accept]]\nfile = \"2023/园林局.txt\"\ncode = \"N002\"\nat = \"表四/行政复议/总计\"\nreason = \"正文统计的是备案件数\"\n";
    let (file, problems) = read(text, CODES);
    assert_eq!(problems, []);
    assert_eq!((file.lang, file.report.level), (Some(Language::Zh), Some(Level::Department)));
    assert_eq!(file.severity["P002"], Severity::Hint);
    assert_eq!(file.accept[0].at.as_deref(), Some("表四/行政复议/总计"));
    assert!(text[file.accept[0].range.start..].starts_with("[[accept]]"));
}

#[test]
fn organs_and_words_read() {
    use crate::standard::{Class, Outcome, Word};
    let text = "[[organ]]\nname = \" 云溪县园林局 \"\nalso = [\"云溪县园林绿化局\"]\nlevel = \"department\"\nrule_making = false\n\
                [lexicon]\nreceived = [\"收悉\", \"收悉\"]\nnew = [\"新收悉\"]\n[lexicon.outcomes]\nd1 = [\"查无此件\"]\n";
    let (file, problems) = read(text, CODES);
    assert_eq!(problems, []);
    let organ = &file.organ[0];
    assert_eq!((organ.name.as_str(), organ.also.len()), ("云溪县园林局", 1));
    assert_eq!((organ.level, organ.rule_making), (Some(Level::Department), Some(false)));
    let words: Vec<_> = file.lexicon.iter().map(|(word, text)| (*word, text.as_str())).collect();
    let expected = [
        (Word::Of(Class::Received), "收悉"),
        (Word::Of(Class::Received), "收悉"),
        (Word::Of(Class::New), "新收悉"),
        (Word::Outcome(Outcome::Row('d', 1)), "查无此件"),
    ];
    assert_eq!(words, expected);
}

#[test]
fn governments_read() {
    let text = "[[government]]\nname = \" 云溪县人民政府 \"\nmembers = [\"云溪县园林局\", \" 云溪县水利局\"]\n\
                due = \"03-31\"\n[[government]]\nname = \"澄溪县人民政府\"\nmembers_in = \"澄溪/**\"\n";
    let (file, problems) = read(text, CODES);
    assert_eq!(problems, []);
    let [first, second] = file.government.as_slice() else { panic!("{file:?}") };
    assert_eq!((first.name.as_str(), first.due), ("云溪县人民政府", DayOfYear::parse("03-31")));
    let named: Vec<_> = first.named().map(|(name, range)| (name, range.of(text))).collect();
    assert_eq!(
        named,
        [("云溪县园林局", "\"云溪县园林局\""), ("云溪县水利局", "\" 云溪县水利局\"")]
    );
    assert_eq!(second.members_in.as_ref().unwrap().source, ["澄溪/**"]);
    assert_eq!(second.members_in_range.of(text), "\"澄溪/**\"");
}

#[test]
fn a_mistake_is_named_with_what_belongs_there() {
    for (text, expected) in [
        ("lang = \"zh\"\nselct = []", "2: 没有“selct”这个键 — 是否想写 select"),
        (
            "xyz = 1",
            "1: 没有“xyz”这个键 — 这里可以写 lang、select、ignore、severity、files、per-file-ignores、report、organ、government、lexicon、accept",
        ),
        ("\n[files]\nexcludes = []", "3: 没有“excludes”这个键 — 是否想写 exclude"),
        ("select = \"A\"", "1: select 应为文字的列表，如 [\"…\"]，现为文字“A”"),
        ("select = [\n1]", "2: select 应为加引号的文字，现为数"),
        ("ignore = [\"A01\"]", "1: 没有“A01”这个规则代码 — 是否想写 A001"),
        ("lang = \"cn\"", "1: lang 应为 \"zh\"、\"en\" 之一，现为文字“cn”"),
        ("[severity]\nP003 = \"hint\"", "2: 没有“P003”这个规则代码 — 是否想写 P002"),
        (
            "[severity]\nP002 = \"low\"",
            "2: severity.P002 应为 \"error\"、\"warning\"、\"information\"、\"hint\" 之一，现为文字“low”",
        ),
        ("severity = 1", "1: severity 应为一个表（[severity]），现为数"),
        (
            "[files]\nexclude = [\"../x\"]",
            "2: “../x”不在设置文件所在的文件夹之内 — 路径从该文件夹写起，不用“..”",
        ),
        ("[[accept]]\nfile = \"a\"\ncode = \"A001\"", "1: accept 缺少 reason — 请补上"),
        (
            "[[accept]]\nfile = \"a\"\ncode = \"A001\"\nreason = \" \"",
            "4: accept.reason 是空的 — 请写明为什么可以保留",
        ),
        (
            "[[accept]]\nfile = \"a\"\ncode = \"A001\"\nreson = \"b\"",
            "4: 没有“reson”这个键 — 是否想写 reason",
        ),
        ("[lexicon]\nrecieved = [\"收悉\"]", "2: 没有“recieved”这个键 — 是否想写 received"),
        ("[lexicon]\nnew = \"收悉\"", "2: lexicon.new 应为文字的列表，如 [\"…\"]，现为文字“收悉”"),
        (
            "[lexicon]\nnew = [\"收悉\",\n\"悉\"]",
            "3: “悉”不能作词语 — 请写两个字以上，其中至少有一个文字",
        ),
        ("[lexicon]\nnew = [\"—12\"]", "2: “—12”不能作词语 — 请写两个字以上，其中至少有一个文字"),
        ("[lexicon]\nnew = [\"收 到\"]", "2: “收 到”已经是 lexicon.received 的词语 — 请删去"),
        (
            "[lexicon]\nreceived = [\"收悉\"]\nnew = [\"收悉\"]",
            "3: “收悉”已经是 lexicon.received 的词语 — 请删去",
        ),
        (
            "[lexicon.outcomes]\nd1 = [\"查无此件\"]\nd2 = [\"查无此件\"]",
            "3: “查无此件”已经是 lexicon.outcomes.d1 的词语 — 请删去",
        ),
        ("[lexicon.outcomes]\nopened = [\"查无此件\"]", "2: 没有“opened”这个键 — 是否想写 open"),
        ("[[organ]]\nlevel = \"department\"", "1: organ 缺少 name — 请补上"),
        ("[[organ]]\nname = \"（）\"", "2: organ.name 是空的 — 请写单位的名称"),
        ("[[organ]]\nname = \"甲局\"\nalso = [\"\"]", "3: organ.also 是空的 — 请写单位的名称"),
        (
            "[[organ]]\nname = \"甲局\"\n[[organ]]\nname = \"乙局\"\nalso = [\"甲 局\"]",
            "5: “甲 局”在 [[organ]] 中已经写过 — 一个名称只写一次，请删去其中一处",
        ),
        (
            "[[organ]]\nname = \"甲局\"\nlevel = \"township\"",
            "3: organ.level 应为 \"department\"、\"government\" 之一，现为文字“township”",
        ),
        (
            "[[organ]]\nname = \"甲局\"\nrule_making = \"no\"",
            "3: organ.rule_making 应为 true 或 false，现为文字“no”",
        ),
        (
            "[[organ]]\nname = \"甲局\"\nrule-making = false",
            "3: 没有“rule-making”这个键 — 是否想写 rule_making",
        ),
        (
            "[[government]]\nname = \"甲县人民政府\"",
            "1: government 缺少成员 — 请写 members（名称）或 members_in（文件）",
        ),
        ("[[government]]\nmembers = [\"甲局\"]", "1: government 缺少 name — 请补上"),
        (
            "[[government]]\nname = \"甲县\"\nmembers = [\"甲局\", \"\"]",
            "3: government.members 是空的 — 请写单位的名称",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers_in = \"../x\"",
            "3: “../x”不在设置文件所在的文件夹之内 — 路径从该文件夹写起，不用“..”",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers_in = \"\"",
            "3: government.members_in 是空的 — 请写成员的报告放在哪里，如 \"部门/**\"",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers = []\ndue = \"02-30\"",
            "4: government.due 应为月和日，如 \"03-31\"，现为文字“02-30”",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmember = []",
            "3: 没有“member”这个键 — 是否想写 members",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers = [\"甲局\",\n\"甲 局\"]",
            "4: “甲 局”在 members 中写了两次 — 请删去其中一处",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers = [\"甲局、乙局，丙局\"]",
            "3: “甲局、乙局，丙局”是几个单位的名称 — 请一个名称写一项：[\"甲局\", \"乙局\", \"丙局\"]",
        ),
        (
            "[[organ]]\nname = \"甲局\"\nalso = [\"乙局,丙局\"]",
            "3: “乙局,丙局”是几个单位的名称 — 请一个名称写一项：[\"乙局\", \"丙局\"]",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers = []\n[[government]]\nname = \"甲 县\"\nmembers = []",
            "5: “甲 县”在 [[government]] 中已经写过 — 请合并为一段",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers = [\"甲局\"]\n[[government]]\nname = \"乙县\"\n\
             members = [\"老甲局\"]\n[[organ]]\nname = \"甲局\"\nalso = [\"老甲局\"]",
            "6: “老甲局”已经是另一个政府的成员 — 一个单位只能计入一处，请删去其中一处",
        ),
        (
            "[[government]]\nname = \"甲县\"\nmembers = [\"甲局\", \"甲县\"]",
            "3: “甲县”不能是“甲县”的成员：“甲县”直接或间接又是它的成员 — 请改正 members",
        ),
        (
            "[[government]]\nname = \"甲市\"\nmembers = [\"甲县\"]\n[[government]]\nname = \"甲县\"\n\
             members = [\"甲镇\"]\n[[government]]\nname = \"甲镇\"\nmembers = [\"甲市\"]",
            "3: “甲县”不能是“甲市”的成员：“甲市”直接或间接又是它的成员 — 请改正 members",
        ),
        ("accept = 3", "1: accept 应为若干个表（[[accept]]），现为数"),
    ] {
        assert_eq!(problems(text), [expected], "{text}");
    }
    for (text, expected) in [
        ("ignore = [", "列表没有写完，缺少“]”"),
        ("lang = zh", "文字要写在英文引号里"),
        ("lang", "键的后面没有等号和值"),
        ("lang = \"zh", "文字后面缺少引号"),
        ("lang = 'zh", "文字后面缺少引号"),
        ("[[accept]", "“[[”没有写完，缺少“]]”"),
        ("[files", "“[”没有写完，缺少“]”"),
        ("lang = \"zh\"\nlang = \"en\"", "同一个键写了两次"),
        ("ignore = [\"A\" \"S\"]", "各项之间缺少逗号"),
        ("files = {include = []", "缺少“}”"),
        ("全部 = 1", "键只能用英文字母、数字、“-”和“_”，或写在引号里"),
        ("lang = \"a\\q\"", "“\\”后面的字符不能这样写"),
    ] {
        assert!(
            problems(text)[0].ends_with(&format!("不是合法的 TOML（{expected}）")),
            "{:?}",
            problems(text)
        );
    }
    assert!(problems("a = [").first().is_some_and(|first| first.contains("不是合法的 TOML")));
    assert_eq!(problems("lang = 1\nselct = 1").len(), 2);
}

#[test]
fn the_schema_names_the_keys_that_are_read() {
    let schema = json_schema();
    let keys = |of: &serde_json::Value| {
        let mut keys: Vec<String> = of["properties"].as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    let sorted = |keys: &[&str]| {
        let mut keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&schema), sorted(KEYS));
    assert_eq!(keys(&schema["$defs"]["Files"]), sorted(FILES_KEYS));
    assert_eq!(keys(&schema["$defs"]["PerFileIgnores"]), sorted(PER_FILE_KEYS));
    assert_eq!(keys(&schema["$defs"]["Report"]), sorted(REPORT_KEYS));
    assert_eq!(keys(&schema["$defs"]["Organ"]), sorted(organs::ORGAN_KEYS));
    assert_eq!(keys(&schema["$defs"]["Government"]), sorted(governments::GOVERNMENT_KEYS));
    let added = &schema["properties"]["lexicon"];
    assert_eq!(keys(added), sorted(&lexicon::keys()));
    let outcomes = &added["properties"]["outcomes"];
    assert_eq!(keys(outcomes), sorted(&crate::standard::Outcome::NAMES));
    assert_eq!(keys(&schema["$defs"]["Accept"]), sorted(ACCEPT_KEYS));
}
