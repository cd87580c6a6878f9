//! X009: a member of a government has no report for a year for which others have one.

use super::{Check, FixKind, Rule, Sink};
use crate::archive::{Archive, ArchivedGovernment, Instead};
use crate::diagnostic::{Argument, Message, Place, Severity, Wording};

pub static RULE: Rule = Rule {
    code: "X009",
    name: "not-handed-in",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "政府的一个成员单位没有这一年的报告",
        "a member of a government has no report for a year",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，`gouji.toml` 的 `[[government]]` 中的成员单位，是否都有报告：半数以上的成员已有某一年的报告、它却没有的，在设置文件的那一行指出；最近的一年还不到半数的，当作正在收，只列为提示；以前的年度不到半数的，不说。只检查文件夹的一部分时，只看那一年的报告都在其中的年度。有一份名称相近的报告，有一个文件写着它的名称而没有读，或者有没有读的文件看不出是谁的，或者有一个文件写着它的名称、里面却是另一单位或另一年的报告，一并写明；另一单位的报告说到它并入的，只列为提示。用 `members_in` 写文件的，成员是那些文件里出现过的单位，缺了某一年才指出。成员改过名的，在 `[[organ]]` 中写上另外的名称。

### 为什么

成员单位的报告不齐，政府的报告就汇总不出来；各单位每年都要公布上一年度的报告（《中华人民共和国政府信息公开条例》第四十九条）。

### 例子

```toml
[[government]]
name = \"云溪县人民政府\"
members = [\"云溪县园林局\", \"云溪县水利局\"]   # 园林局有 2023 年的报告，水利局没有
due = \"01-20\"
```

### 修正

无。催交报告。确实不必提交的，接受并注明理由，位置写作“单位 年度”：

```toml
[[accept]]
file = \"gouji.toml\"
code = \"X009\"
at = \"云溪县水利局 2023\"
reason = \"2023 年 3 月并入园林局\"
```
",
        "\
### What it checks

In a checked folder: whether each member of a `[[government]]` in `gouji.toml` has its report. If at least half of the members have a report for a year and this member has none, the finding stands at the member in the settings file. With fewer, the reports of the newest year are still coming in, and the finding is a hint; an older year is not judged. A run over a part of the folder judges only years of which all reports are in this part. A report with a near name, a file with the name of the member that was not read, and otherwise an unread file of nobody known are named, and so is a file with the name of the member that holds the report of another organ or year. If the report of another organ says that the member was merged, the finding is a hint. With `members_in`, the members are the organs found in these files, and a missing year of one of them is reported. If a member was renamed, write its other names into `[[organ]]`.

### Why

Without all members, the report of the government cannot be added up. Every organ publishes its report each year (条例, article 49).

### Example

```toml
[[government]]
name = \"云溪县人民政府\"
members = [\"云溪县园林局\", \"云溪县水利局\"]   # 园林局 has a report for 2023, 水利局 has none
due = \"01-20\"
```

### Fix

None. Ask for the report. If none is due, accept the finding and write the reason. Its place is the organ and the year:

```toml
[[accept]]
file = \"gouji.toml\"
code = \"X009\"
at = \"云溪县水利局 2023\"
reason = \"2023 年 3 月并入园林局\"
```
",
    ),
    check: Check::Members(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}没有 {1} 年的报告（{2}的 {3} 个成员单位中 {4} 个已有{5}）{6}",
    "{0} has no report for {1} (members of {2}: {3}, with a report: {4}{5}){6}",
);
const UNREAD: Wording = Wording::new("；有一份没有读（{0}）", "; a file was not read ({0})");
const MERGED: Wording = Wording::new(
    "；{0}的报告说到它的合并，不再单独报告的，请从成员中删去，或接受并注明理由",
    "; the report of {0} says that it was merged: if it no longer reports, remove it from the \
     members, or accept this and write the reason",
);
const HELD: Wording = Wording::new(
    "；{0} 里是“{1}” {2} 年的报告，请核对它的标题",
    "; {0} holds the report of {1} for {2}: check its title",
);
const PERHAPS: Wording = Wording::new(
    "；有没有读的文件（如 {0}），请先看是不是它的",
    "; there are files that were not read (such as {0}): look first whether its report is there",
);
const NEAR: Wording = Wording::new(
    "；有一份“{0}”的报告，如是同一单位，请写 [[organ]] name = \"{1}\"、also = [\"{0}\"]",
    "; there is a report of {0}: if that is the same organ, write [[organ]] with name = \"{1}\" and \
     also = [\"{0}\"]",
);
const DUE: Wording = Wording::new("，应于 {0}-{1} 前提交", "; due by {0}-{1}");

fn check(archive: &Archive, government: &ArchivedGovernment, sink: &mut Sink) {
    let own = government.in_settings();
    for absent in government.absent(archive) {
        let due = own.due.map(|due| {
            let year = (absent.year + 1).to_string();
            Message::new(DUE, [year.into(), due.to_string().into()])
        });
        let instead = absent.instead.as_ref().map(|instead| match instead {
            Instead::Unread(file) => Message::new(UNREAD, [Argument::from(file.as_str())]),
            Instead::Merged(organ) => Message::new(MERGED, [Argument::from(organ.as_str())]),
            Instead::Holds { file, organ, year } => Message::new(
                HELD,
                [file.as_str().into(), organ.as_str().into(), year.to_string().into()],
            ),
            Instead::Perhaps(file) => Message::new(PERHAPS, [Argument::from(file.as_str())]),
            Instead::Near(organ) => {
                Message::new(NEAR, [organ.as_str().into(), absent.member.into()])
            }
        });
        let year = absent.year.to_string();
        let (there, all) = absent.counts;
        let message = Message::new(
            MESSAGE,
            [
                absent.member.into(),
                year.clone().into(),
                own.name.as_str().into(),
                all.into(),
                there.into(),
                Argument::Messages(due.into_iter().collect()),
                Argument::Messages(instead.into_iter().collect()),
            ],
        );
        let place = Place::part(format!("{} {year}", absent.member));
        let finding = sink.push(absent.range, place, message);
        if !absent.is_due || matches!(absent.instead, Some(Instead::Merged(_))) {
            finding.severity = Severity::Hint;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::lint::absent_members;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// Place, range and message of each finding in the settings.
    fn found(settings: &str, texts: &[&str]) -> Vec<(String, String, String)> {
        let (archive, own) = archive(settings, texts);
        let found = absent_members(&archive, &own);
        let messages = messages(&found);
        let place = |(found, message): (&crate::diagnostic::Diagnostic, String)| {
            (found.place.to_string(), found.range.of(settings).to_owned(), message)
        };
        found.iter().zip(messages).map(place).collect()
    }

    const SETTINGS: &str = "[[government]]\nname = \"云溪省人民政府\"\n\
                            members = [\"云溪省园林局\", \"云溪省水利局\"]\ndue = \"01-20\"\n";

    fn of(organ: &str, year: i32) -> String {
        sample_of(Layout::Tabs, year).replace(SAMPLE_ORGAN, organ)
    }

    #[test]
    fn an_absent_member_is_found_in_the_settings() {
        let (garden, water) = (of("云溪省园林局", 2023), of("云溪省水利局", 2022));
        assert_eq!(
            found(SETTINGS, &[&garden, &water]),
            [
                (
                    "云溪省园林局 2022".to_owned(),
                    "\"云溪省园林局\"".to_owned(),
                    "云溪省园林局没有 2022 年的报告（云溪省人民政府的 2 个成员单位中 1 个已有，\
                     应于 2023-01-20 前提交）"
                        .to_owned()
                ),
                (
                    "云溪省水利局 2023".to_owned(),
                    "\"云溪省水利局\"".to_owned(),
                    "云溪省水利局没有 2023 年的报告（云溪省人民政府的 2 个成员单位中 1 个已有，\
                     应于 2024-01-20 前提交）"
                        .to_owned()
                ),
            ]
        );
    }

    #[test]
    fn a_member_that_was_merged_gives_a_hint() {
        let text = of("云溪省园林局", 2023);
        let text = replaced(&text, "本年度，我局", "本年度，原省水利局并入我局。我局");
        let (archive, own) = archive(SETTINGS, &[&text]);
        let found = absent_members(&archive, &own);
        assert_eq!(found[0].severity, Severity::Hint);
        assert!(messages(&found)[0].contains("；云溪省园林局的报告说到它的合并"), "{found:?}");
    }

    #[test]
    fn a_year_that_comes_in_gives_hints() {
        let names = ["甲", "乙", "丙"].map(|name| format!("\"云溪省{name}局\""));
        let settings = format!(
            "[[government]]\nname = \"云溪省人民政府\"\nmembers = [{}]\n",
            names.join(", ")
        );
        let texts = [of("云溪省甲局", 2022), of("云溪省乙局", 2023)];
        let (archive, own) = archive(&settings, &texts.each_ref().map(String::as_str));
        let found = absent_members(&archive, &own);
        let places: Vec<String> = found.iter().map(|found| found.place.to_string()).collect();
        assert_eq!(places, ["云溪省甲局 2023", "云溪省丙局 2023"]);
        assert!(found.iter().all(|found| found.severity == Severity::Hint));
    }

    #[test]
    fn nobody_is_absent_where_nobody_has_a_report() {
        assert!(found(SETTINGS, &[&of("云溪省财政局", 2023)]).is_empty());
        let all = [of("云溪省园林局", 2023), of("云溪省水利局", 2023)];
        assert!(found(SETTINGS, &[&all[0], &all[1]]).is_empty());
    }

    #[test]
    fn members_are_found_by_their_files_and_other_names() {
        let settings = "[[government]]\nname = \"云溪省人民政府\"\nmembers_in = \"*.txt\"\n\
                        [[organ]]\nname = \"云溪省水利局\"\nalso = [\"云溪省水务局\"]\n";
        let texts = [
            of("云溪省人民政府", 2023),
            of("云溪省园林局", 2023),
            of("云溪省水务局", 2023),
            of("云溪省水利局", 2022),
        ];
        let found = found(settings, &texts.each_ref().map(String::as_str));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("云溪省园林局 2022", "\"*.txt\""));
    }
}
