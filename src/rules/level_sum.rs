//! X006: a cell of a government's report is not the sum of its members' cells.

use super::{Check, FixKind, Rule, Sink};
use crate::archive::{Instead, Kin, Membership};
use crate::diagnostic::{Argument, Message, Place, Severity, Wording};
use crate::facts::Exact;
use crate::report::{DigestEntry, DigestTable};

pub static RULE: Rule = Rule {
    code: "X006",
    name: "level-sum",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "政府报告的数不等于各成员单位之和",
        "a number in a government's report is not the sum of its members' numbers",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，`gouji.toml` 的 `[[government]]` 写明了成员单位的，政府报告表二、表三、表四的每一格是否等于各成员单位同一年报告中同一格之和。一张表有十格以上不相等的，合为一条。成员缺报告、有没有读的文件、有两份不同的报告（X005），或者它的表读不出来、用的是另一版格式的，不能相加：这时每张表只有一条提示，写明缺的是哪些单位。政府自己的报告有几份而数字不同的（X005），不比较。

### 为什么

政府的年度报告汇总所属各部门的数（《中华人民共和国政府信息公开条例》第四十九条、第五十条）。

### 例子

政府报告表三新收总计为 20；三个成员分别为 8、7、6，合计 21。

### 修正

无。对照消息中各成员单位的数，改正政府的或成员的报告。
",
        "\
### What it checks

In a checked folder with a `[[government]]` in `gouji.toml`: whether each cell of tables two, three and four in the government's report is the sum of this cell in the reports of its members for the same year. Ten or more different cells of a table are one finding. If a member has no report, a file that was not read, or several different reports (X005), or a table that cannot be read or follows another edition of the form, nothing can be added up: then each table has one hint that names these members. If the government itself has several reports with different numbers (X005), the rule is silent.

### Why

The report of a government sums up the numbers of its departments (条例, articles 49 and 50).

### Example

Table three of the government has 20 new requests; its three members have 8, 7 and 6, together 21.

### Fix

None. Compare the numbers of the members in the message, and correct the report of the government or of a member.
",
    ),
    check: Check::Kin(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”{1}为 {2}，{3} 个成员单位之和为 {4}（{5}），不相等，请核对",
    "{0}, {1}: {2}, but the sum of {3} members is {4} ({5}): check",
);
const MANY: Wording = Wording::new(
    "{0}有 {1} 格不等于 {2} 个成员单位之和（如“{3}”{4}为 {5}，各成员之和为 {6}），请核对",
    "cells of {0} that are not the sum of {2} members: {1} (such as {3}, {4}: {5}, the members have \
     {6}): check",
);
const LACKING: Wording = Wording::new(
    "{0}有 {1} 格不等于能相加的 {2} 个成员单位之和（如“{3}”{4}为 {5}，能相加的成员之和为 {6}）；没有计入的成员：{7}",
    "cells of {0} that are not the sum of the {2} members that could be added up: {1} (such as {3}, \
     {4}: {5}, these members have {6}); members left out: {7}",
);
const NO_REPORT: Wording = Wording::new("{0}（没有报告）", "{0} (no report)");
const UNREAD_REPORT: Wording =
    Wording::new("{0}（有一份没有读：{1}）", "{0} (a file was not read: {1})");
const HELD: Wording = Wording::new(
    "{0}（没有报告；{1} 里是“{2}” {3} 年的报告）",
    "{0} (no report; {1} holds the report of {2} for {3})",
);
const PERHAPS_UNREAD: Wording = Wording::new(
    "{0}（没有报告；有没有读的文件，如 {1}）",
    "{0} (no report; there are files that were not read, such as {1})",
);
const NEAR_REPORT: Wording = Wording::new(
    "{0}（没有报告；有一份“{1}”的，如是同一单位请写进 [[organ]] 的 also）",
    "{0} (no report; there is one of {1}: if that is the same organ, write it into also of [[organ]])",
);
const UNREAD: Wording = Wording::new("{0}（没有读）", "{0} (not read)");
const NAMELESS: Wording =
    Wording::new("{0}（看不出单位或年度）", "{0} (its organ or its year is not clear)");
const TWO_REPORTS: Wording =
    Wording::new("{0}（有几份不同的报告）", "{0} (several different reports)");
const NO_TABLE: Wording =
    Wording::new("{0}（没有能读的{1}）", "{0} ({1} is missing or cannot be read)");
const OTHER_FORM: Wording =
    Wording::new("{0}（{1}是另一版格式）", "{0} ({1} follows another edition of the form)");
const NO_NUMBERS: Wording =
    Wording::new("{0}（{1}有 {2} 格没有数）", "{0} ({1} has cells without a number: {2})");
const SEPARATED: Wording = Wording::new("、{0}", ", {0}");
const ALL_ZERO: Wording = Wording::new("各成员都是 0", "all members have 0");
const OTHERS: Wording = Wording::new("{0} 等 {1} 个单位", "{0} and others, {1} members");
const MEMBER: Wording = Wording::new("{0}为 {1}", "{0}: {1}");

/// Ten or more different cells of a table are one finding.
const MANY_CELLS: usize = 10;
/// At most eight members are named with their numbers.
const MOST_ADDENDS: usize = 8;

/// A cell with its members' sum.
struct Different<'a> {
    own: DigestEntry<'a>,
    sum: Exact,
    members: Vec<(Kin<'a>, DigestEntry<'a>)>,
}

fn check(kin: Kin, sink: &mut Sink) {
    let Some(members) = kin.membership().filter(|members| !members.there.is_empty()) else {
        return;
    };
    // X005 says that another report of the government has other numbers.
    if kin.is_contested() {
        return;
    }
    for table in kin.digest().tables() {
        check_table(kin, &members, table, sink);
    }
}

fn check_table(kin: Kin, members: &Membership, table: &DigestTable, sink: &mut Sink) {
    let name = table.table_form().name.as_str();
    let mut lacking: Vec<Message> = Vec::new();
    let word = |wording, member: &str| Message::new(wording, [Argument::from(member)]);
    lacking.extend(members.absent.iter().map(|(member, instead)| match instead {
        None | Some(Instead::Merged(_)) => word(NO_REPORT, member),
        Some(Instead::Unread(file)) => {
            Message::new(UNREAD_REPORT, [(*member).into(), file.as_str().into()])
        }
        Some(Instead::Holds { file, organ, year }) => {
            let held = [file.as_str().into(), organ.as_str().into(), year.to_string().into()];
            let [file, organ, year] = held;
            Message::new(HELD, [(*member).into(), file, organ, year])
        }
        // The files among those of the members are named anyway.
        Some(Instead::Perhaps(file)) if members.unread.contains(file) => word(NO_REPORT, member),
        Some(Instead::Perhaps(file)) => {
            Message::new(PERHAPS_UNREAD, [(*member).into(), file.as_str().into()])
        }
        Some(Instead::Near(organ)) => {
            Message::new(NEAR_REPORT, [(*member).into(), organ.as_str().into()])
        }
    }));
    lacking.extend(members.unclear.iter().map(|member| word(TWO_REPORTS, member)));
    lacking.extend(members.unread.iter().map(|file| word(UNREAD, file)));
    lacking.extend(members.nameless.iter().map(|file| word(NAMELESS, file)));
    let mut added: Vec<(Kin, &DigestTable)> = Vec::new();
    for &member in &members.there {
        let arguments = [organ(member).into(), Argument::from(name)];
        let Some(own) = member.digest().table(table.index) else {
            lacking.push(Message::new(NO_TABLE, arguments));
            continue;
        };
        let unknown = own.all().filter(|(_, entry)| entry.is_none()).count();
        match (own.form == table.form, unknown) {
            (false, _) => lacking.push(Message::new(OTHER_FORM, arguments)),
            (true, 0) => added.push((member, own)),
            // One unknown number of a member is enough: its sums are not known either.
            (true, unknown) => {
                let [organ, name] = arguments;
                lacking.push(Message::new(NO_NUMBERS, [organ, name, unknown.into()]));
            }
        }
    }
    if added.is_empty() {
        return;
    }
    let different = different(table, &added);
    // A report that was handed in under two names may count once.
    let is_single = |(kin, _): &&(Kin, &DigestTable)| !members.doubles.contains(&kin.index);
    let single: Vec<(Kin, &DigestTable)> = added.iter().filter(is_single).copied().collect();
    if single.len() < added.len() && self::different(table, &single).is_empty() {
        return;
    }
    // A member's number above the government's is wrong whatever the other members have.
    let exceeding = different.iter().find(|one| one.own.exact() < one.sum);
    let Some(first) = exceeding.or(different.first()) else { return };
    let (row, column) = labels(&first.own);
    let counts = || {
        [
            name.into(),
            different.len().into(),
            added.len().into(),
            row.into(),
            column.into(),
            first.own.exact().to_string().into(),
            first.sum.to_string().into(),
        ]
    };
    if !lacking.is_empty() {
        let lacking = Argument::Messages(separated(lacking));
        let arguments: Vec<Argument> = counts().into_iter().chain([lacking]).collect();
        let message = Message::new(LACKING, arguments);
        let finding = sink.push(table.first_row, Place::part(name), message);
        finding.severity = Severity::Hint;
    } else if different.len() >= MANY_CELLS {
        let message = Message::new(MANY, counts());
        sink.push(table.first_row, Place::part(name), message);
    } else {
        different.iter().for_each(|one| report(kin, one, added.len(), sink));
    }
}

/// The cells that are not the sum of the members' cells.
fn different<'a>(
    table: &'a DigestTable,
    added: &[(Kin<'a>, &'a DigestTable)],
) -> Vec<Different<'a>> {
    let mut sums: Vec<Option<Exact>> = vec![Some(Exact::ZERO); table.table_form().cells()];
    for (_, member) in added {
        for (sum, (_, entry)) in sums.iter_mut().zip(member.all()) {
            let number = entry.map_or(Exact::ZERO, |entry| entry.exact());
            *sum = sum.and_then(|sum| sum.checked_add(number));
        }
    }
    let cells = table.all().zip(sums).filter_map(|((_, own), sum)| Some((own?, sum?)));
    let different = cells.filter(|(own, sum)| own.exact() != *sum);
    different
        .map(|(own, sum)| {
            let cell = |(kin, member): &(Kin<'a>, &'a DigestTable)| {
                Some((*kin, member.cell(own.at).filter(|entry| entry.exact() != Exact::ZERO)?))
            };
            Different { own, sum, members: added.iter().filter_map(cell).collect() }
        })
        .collect()
}

fn report(kin: Kin, different: &Different, count: usize, sink: &mut Sink) {
    let Different { own, sum, members } = different;
    let (row, column) = labels(own);
    let message = Message::new(
        MESSAGE,
        [
            row.into(),
            column.into(),
            own.exact().to_string().into(),
            count.into(),
            sum.to_string().into(),
            addends(members),
        ],
    );
    let finding = sink.push(own.range, own.place(), message);
    for (member, entry) in members {
        let message =
            Message::new(MEMBER, [organ(*member).into(), entry.exact().to_string().into()]);
        finding.elsewhere.push(member.elsewhere(entry.range, message));
    }
    debug_assert!(kin.digest().name.year.is_some());
}

/// The members' numbers, written out.
fn addends(members: &[(Kin, DigestEntry)]) -> Argument {
    let named = members.iter().take(MOST_ADDENDS);
    let sum = Argument::Sum(
        named.map(|(member, entry)| (organ(*member), entry.exact().to_string())).collect(),
    );
    match members.len() {
        0 => Message::plain(ALL_ZERO).into(),
        count if count > MOST_ADDENDS => Message::new(OTHERS, [sum, count.into()]).into(),
        _ => sum,
    }
}

fn organ(kin: Kin) -> String {
    kin.digest().name.organ.clone().unwrap_or_default()
}

fn labels(entry: &DigestEntry) -> (&'static str, &'static str) {
    let form = entry.table.table_form();
    (form.rows[entry.at.row].label.text.as_str(), form.column(entry.at).label.text.as_str())
}

/// Words in a row, with a separator before each but the first.
fn separated(words: Vec<Message>) -> Vec<Message> {
    let word = |(index, word): (usize, Message)| match index {
        0 => word,
        _ => Message::new(SEPARATED, [Argument::from(word)]),
    };
    words.into_iter().enumerate().map(word).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const SETTINGS: &str = "[[government]]\nname = \"云溪省人民政府\"\n\
                            members = [\"云溪省园林局\", \"云溪省水利局\"]\n";

    fn of(organ: &str, layout: Layout) -> String {
        sample(layout).replace(SAMPLE_ORGAN, organ)
    }

    /// The members of the government in two layouts.
    fn members() -> [String; 2] {
        [of("云溪省园林局", Layout::Tabs), of("云溪省水利局", Layout::Lines)]
    }

    /// The report of the government: every number twice.
    fn government() -> String {
        let doubled = |line: &str| {
            let cells = line.split(" | ").map(|cell| {
                let number = cell.trim_matches([' ', '|']);
                match number.parse::<i64>() {
                    Ok(value) => cell.replace(number, &(2 * value).to_string()),
                    Err(_) => cell.to_owned(),
                }
            });
            cells.collect::<Vec<_>>().join(" | ")
        };
        let text = of("云溪省人民政府", Layout::Pipes);
        text.lines().map(|line| doubled(line) + "\n").collect()
    }

    #[test]
    fn sums_of_the_members_pass() {
        let [garden, water] = members();
        assert_found_with("X006", SETTINGS, &[&garden, &water, &government()]);
        assert_found_with("X006", "", &[&garden, &water, &government()]);
    }

    #[test]
    fn a_different_cell_is_found_with_the_members() {
        let [garden, water] = members();
        let text = replaced(
            &government(),
            "行政规范性文件 | 6 | 2 | 24 |",
            "行政规范性文件 | ⟦7⟧ | 2 | 24 |",
        );
        let found = assert_found_with("X006", SETTINGS, &[&garden, &water, &text]);
        assert_eq!(
            messages(&found),
            ["“行政规范性文件”本年制发件数为 7，2 个成员单位之和为 6\
                 （云溪省园林局 3 + 云溪省水利局 3），不相等，请核对"]
        );
        assert_eq!((found[0].severity, found[0].elsewhere.len()), (Severity::Warning, 2));
        assert_eq!(found[0].place.to_string(), "表二/行政规范性文件/本年制发件数");
    }

    #[test]
    fn a_missing_member_is_named_once_for_each_table() {
        let [garden, water] = members();
        let own = government();
        let lacking = |texts: &[&str]| {
            let found = found_with("X006", SETTINGS, texts);
            assert!(found.iter().all(|found| found.severity == Severity::Hint));
            messages(&found)
        };
        let found = lacking(&[&garden, &own]);
        assert_eq!(found.len(), 3);
        assert!(
            found.iter().all(|found| found.ends_with("没有计入的成员：云溪省水利局（没有报告）")),
            "{found:?}"
        );
        let other = of("云溪省水利局", Layout::Tabs);
        let other = replaced(&other, "规章\t3\t1\t12", "规章\t3\t1\t13");
        let found = lacking(&[&garden, &water, &other, &own]);
        assert!(found[0].ends_with("云溪省水利局（有几份不同的报告）"), "{found:?}");
        assert!(lacking(&[&own]).is_empty(), "there is nothing to add up");
    }

    #[test]
    fn an_unreadable_table_of_a_member_is_named() {
        let [garden, water] = members();
        let start = water.find("三、收到").expect("section three");
        let end = water.find("四、政府信息公开行政复议").expect("section four");
        let water = format!(
            "{}三、收到和处理政府信息公开申请情况\n\n[TABLE]\n\n{}",
            &water[..start],
            &water[end..]
        );
        let found = found_with("X006", SETTINGS, &[&garden, &water, &government()]);
        let messages = messages(&found);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(messages[0].ends_with("没有计入的成员：云溪省水利局（没有能读的表三）"));
        assert_eq!(found[0].place.to_string(), "表三");
    }

    #[test]
    fn a_member_above_its_government_is_the_example() {
        let [garden, water] = members();
        let blank = replaced(&garden, "规章\t3\t1\t12", "规章\t3\t1\t若干");
        let own = replaced(
            &government(),
            "行政规范性文件 | 6 | 2 | 24 |",
            "行政规范性文件 | 2 | 2 | 24 |",
        );
        let found = found_with("X006", SETTINGS, &[&blank, &water, &own]);
        let messages = messages(&found);
        assert!(
            messages[0].contains("（如“行政规范性文件”本年制发件数为 2，能相加的成员之和为 3）")
                && messages[0].ends_with("云溪省园林局（表二有 1 格没有数）"),
            "{messages:?}"
        );
    }

    #[test]
    fn many_different_cells_are_one_finding() {
        let [garden, water] = members();
        let own = of("云溪省人民政府", Layout::Pipes);
        let found = found_with("X006", SETTINGS, &[&garden, &water, &own]);
        let of_three = found.iter().filter(|found| found.place.part == "表三").count();
        assert_eq!(of_three, 1, "{:?}", messages(&found));
        let messages = messages(&found);
        let many =
            messages.iter().find(|message| message.starts_with("表三有")).expect("table three");
        assert!(many.contains("各成员之和为 "), "{many}");
        assert!(found.len() > 3, "the other tables have few different cells");
    }
}
