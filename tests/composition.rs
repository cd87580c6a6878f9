//! Sentences made from the numbers of the tables, in random wordings: the text and the tables never
//! disagree. One changed number gives one finding, at the number.

mod support;

use gouji::diagnostic::Diagnostic;
use gouji::lint::{Options, check};
use gouji::standard::Standard;
use proptest::prelude::*;
use proptest::sample::Index;
use support::{Manner, Numbers, Oddities, config, manner, numbers, write};

/// A piece of a text: words, or a number that the tables hold.
#[derive(Clone, Debug)]
enum Piece {
    Words(&'static str),
    Number(i64),
}

use Piece::{Number, Words};

/// What the tables hold of the numbers that sentences state.
struct Held {
    new: i64,
    carried_in: i64,
    handled: i64,
    out: i64,
    outcomes: Vec<(&'static str, i64)>,
    reviews: i64,
    suits: i64,
    documents: [i64; 3],
}

impl Held {
    fn of(numbers: &Numbers) -> Self {
        let form = Standard::official().form(numbers.year);
        let table = &form.tables[1];
        let total = |row: usize| numbers.tables[1][row][6];
        let row = |start: &str| {
            table.rows.iter().position(|row| row.label.text.starts_with(start)).expect("a row")
        };
        let group = |start: &str| {
            let under = |row: &usize| {
                let heads = &table.rows[*row].under;
                heads.iter().any(|head| table.heads[*head].text.starts_with(start))
            };
            (0..table.rows.len()).filter(under).map(total).sum()
        };
        let documents = &numbers.tables[0][1];
        Self {
            new: total(row("一、")),
            carried_in: total(row("二、")),
            handled: total(row("（七）")),
            out: total(row("四、")),
            outcomes: vec![
                ("予以公开", total(row("（一）"))),
                ("部分公开", total(row("（二）"))),
                ("不予公开", group("（三）")),
                ("无法提供", group("（四）")),
                ("不予处理", group("（五）")),
                ("其他处理", group("（六）")),
            ],
            reviews: numbers.tables[2][0][4],
            suits: numbers.tables[2][1][4] + numbers.tables[2][2][4],
            documents: [documents[0], documents[1], documents[2]],
        }
    }
}

/// One of `words`.
fn one(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

/// The words of a sentence about requests.
#[derive(Clone, Debug)]
struct Requests {
    start: &'static str,
    verb: &'static str,
    object: &'static str,
    unit: &'static str,
    carried_in: &'static str,
    answered: &'static str,
    out: &'static str,
    comma: &'static str,
    number_first: bool,
    outcomes: bool,
}

fn requests() -> impl Strategy<Value = Requests> {
    let words = (
        one(&["我局", "全年", "2023年，我局", "本年度，我局共", "2023年度", "本机关"]),
        one(&["收到", "受理", "新收到", "共收到", "接收到", "新收", "接到"]),
        one(&[
            "政府信息公开申请",
            "依申请公开事项",
            "信息公开申请",
            "依申请公开政府信息申请",
            "政府信息依申请公开",
            "依申请公开",
        ]),
        one(&["件", "宗", "份", "条"]),
    );
    let more = (
        one(&["上年结转", "上年度结转", "2022年结转"]),
        one(&["办结", "答复", "办理完毕", "已办结"]),
        one(&["结转下年度继续办理", "结转下年", "结转至2024年", "结转下年度"]),
        one(&["，", ",", "；"]),
    );
    (words, more, any::<bool>(), any::<bool>()).prop_map(
        |(
            (start, verb, object, unit),
            (carried_in, answered, out, comma),
            number_first,
            outcomes,
        )| {
            Requests {
                start,
                verb,
                object,
                unit,
                carried_in,
                answered,
                out,
                comma,
                number_first,
                outcomes,
            }
        },
    )
}

impl Requests {
    fn write(&self, held: &Held) -> Vec<Piece> {
        let mut out = vec![Words(self.start), Words(self.verb)];
        if self.number_first {
            out.extend([Number(held.new), Words(self.unit), Words(self.object)]);
        } else {
            out.extend([Words(self.object), Number(held.new), Words(self.unit)]);
        }
        out.extend([Words(self.comma), Words(self.carried_in)]);
        out.extend([Number(held.carried_in), Words(self.unit), Words(self.comma)]);
        out.extend([Words(self.answered), Number(held.handled), Words(self.unit)]);
        if self.outcomes {
            out.push(Words("，其中"));
            for (at, (name, number)) in held.outcomes.iter().enumerate() {
                let joint = if at > 0 { "、" } else { "" };
                out.extend([Words(joint), Words(name), Number(*number), Words("件")]);
            }
        }
        out.extend([Words("；"), Words(self.out), Number(held.out), Words("件。")]);
        out
    }
}

/// The words of a sentence about reviews and lawsuits.
#[derive(Clone, Debug)]
struct Disputes {
    start: &'static str,
    joint: &'static str,
    none: &'static str,
}

fn disputes() -> impl Strategy<Value = Disputes> {
    (
        one(&[
            "因政府信息公开引起的行政复议",
            "因信息公开申请引发行政复议",
            "因政府信息公开被申请行政复议",
            "政府信息公开行政复议",
        ]),
        one(&["件，行政诉讼", "件、行政诉讼", "件；行政诉讼案件"]),
        one(&[
            "未因政府信息公开引起行政复议和行政诉讼。",
            "无因政府信息公开引起的行政复议、行政诉讼。",
            "全年没有发生政府信息公开行政复议或行政诉讼案件。",
        ]),
    )
        .prop_map(|(start, joint, none)| Disputes { start, joint, none })
}

impl Disputes {
    fn write(&self, held: &Held) -> Vec<Piece> {
        if held.reviews == 0 && held.suits == 0 {
            return vec![Words(self.none)];
        }
        vec![
            Words(self.start),
            Number(held.reviews),
            Words(self.joint),
            Number(held.suits),
            Words("件。"),
        ]
    }
}

fn documents() -> impl Strategy<Value = (&'static str, &'static str)> {
    (one(&["制发", "制定", "新制定", "出台"]), one(&["现行有效", "继续有效"]))
}

/// Sentences that state nothing of the tables.
const TRAPS: [&str; 16] = [
    "通过门户网站收到网民留言12件，办结12件，办结率100%。",
    "2021年收到政府信息公开申请99件。",
    "上半年收到政府信息公开申请7件。",
    "主动公开政府信息330条，其中公开行政规范性文件33条、行政许可信息21条。",
    "举办培训5次，参加120人次。",
    "公开信息总量比上年增加36件。",
    "办理人大代表建议13件、政协提案21件，全部按时答复。",
    "受理12345热线工单310件，均已办结。",
    "公开行政处罚信息18条，公开行政处罚决定书40份。",
    "政务微博发布信息1200条，阅读量3.5万次。",
    "自2008年以来累计收到政府信息公开申请4210件。",
    "受理农户建房申请91件，审批79件。",
    "全年办结信访事项17件。",
    "召开政务公开推进会3次，印发通知2份。",
    "解读政策文件9件，其中图文解读6件。",
    "未收到行政许可申请。",
];

#[derive(Clone, Debug)]
struct Prose {
    requests: Requests,
    disputes: Disputes,
    documents: (&'static str, &'static str),
    /// Traps, each before a sentence.
    traps: Vec<(Index, &'static str)>,
}

fn prose() -> impl Strategy<Value = Prose> {
    let trap = (any::<Index>(), proptest::sample::select(TRAPS.to_vec()));
    (requests(), disputes(), documents(), proptest::collection::vec(trap, 0..5)).prop_map(
        |(requests, disputes, documents, traps)| Prose { requests, disputes, documents, traps },
    )
}

impl Prose {
    fn write(&self, numbers: &Numbers) -> Vec<Piece> {
        let held = Held::of(numbers);
        let (made, valid) = self.documents;
        let [new, gone, all] = held.documents;
        let documents = vec![
            Words(made),
            Words("行政规范性文件"),
            Number(new),
            Words("件，废止行政规范性文件"),
            Number(gone),
            Words("件，"),
            Words(valid),
            Words("行政规范性文件"),
            Number(all),
            Words("件。"),
        ];
        let mut sentences = vec![self.requests.write(&held), self.disputes.write(&held), documents];
        for (at, trap) in &self.traps {
            sentences.insert(at.index(sentences.len() + 1), vec![Words(trap)]);
        }
        sentences.concat()
    }
}

/// The report with these sentences, and the ranges of the stated numbers.
fn report(
    numbers: &Numbers,
    manner: Manner,
    pieces: &[Piece],
) -> (String, Vec<std::ops::Range<usize>>) {
    const PLACE: &str = "我局按照要求做好有关工作，没有需要另行说明的情况。";
    let text = write(numbers, manner, Oddities::default());
    let at = text.find(PLACE).expect("the first section");
    let mut out = text[..at].to_owned();
    let mut ranges = Vec::new();
    for piece in pieces {
        let start = out.len();
        match piece {
            Words(words) => out += words,
            Number(number) => {
                out += &number.to_string();
                ranges.push(start..out.len());
            }
        }
    }
    out += &text[at + PLACE.len()..];
    (out, ranges)
}

fn found(text: &str) -> Vec<Diagnostic> {
    let mut found = check(text, &Options::default()).expect("a report");
    found.retain(|diagnostic| diagnostic.code.starts_with('N'));
    found
}

/// The findings, each with its words.
fn shown(text: &str, found: &[Diagnostic]) -> Vec<String> {
    let show = |diagnostic: &Diagnostic| {
        let message = diagnostic.message.render(gouji::diagnostic::Language::Zh);
        format!("{} {:?} {message}", diagnostic.code, diagnostic.range.of(text))
    };
    found.iter().map(show).collect()
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn text_and_tables_agree(numbers in numbers(2023), manner in manner(), prose in prose()) {
        let pieces = prose.write(&numbers);
        let (text, _) = report(&numbers, manner, &pieces);
        let all = found(&text);
        prop_assert!(all.is_empty(), "{:#?} in\n{}", shown(&text, &all), text);
    }

    #[test]
    fn a_changed_number_is_found(
        numbers in numbers(2023),
        manner in manner(),
        prose in prose(),
        which in any::<Index>(),
        by in 1..40i64,
    ) {
        let mut pieces = prose.write(&numbers);
        let stated: Vec<usize> =
            (0..pieces.len()).filter(|at| matches!(pieces[*at], Number(_))).collect();
        let at = which.index(stated.len());
        // A total with those carried in is another right reading of the first number.
        let carried = match at {
            0 => Held::of(&numbers).carried_in,
            _ => 0,
        };
        if let Number(number) = &mut pieces[stated[at]] {
            *number += carried + by;
        }
        let (text, ranges) = report(&numbers, manner, &pieces);
        let all = found(&text);
        let is_at = |found: &Diagnostic| (found.range.start, found.range.end) == (ranges[at].start, ranges[at].end);
        prop_assert!(
            all.len() == 1 && is_at(&all[0]),
            "{:#?} for {:?} in\n{}", shown(&text, &all), &text[ranges[at].clone()], text
        );
    }
}
