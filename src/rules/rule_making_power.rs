//! R007: rules (规章) in the report of an organ that may not make rules.

mod organ;

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::facts::{Cell, Table, Value};
use crate::report::Context;
use crate::standard::CellRef;

pub static RULE: Rule = Rule {
    code: "R007",
    name: "rule-making-power",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "没有规章制定权的单位填了规章",
        "rules (规章) in the report of an organ that may not make rules",
    ),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

没有规章制定权的单位，表二“规章”一行是不是都是 0。从单位名称看得出没有规章制定权的才检查：乡镇、街道，县、自治县、旗、区及其部门，市的部门。国务院部门，省、自治区、直辖市及其部门，市、自治州的政府，以及看不出的单位，都不检查。

### 为什么

《中华人民共和国立法法》第九十一条、第九十三条规定：国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府可以制定规章。其他机关的数大多是把行政规范性文件或者上级的规章填进了这一行。

### 例子

某县财政局的报告：规章，本年制发件数 2，应为 0；那 2 件是行政规范性文件。

### 修正

核对后改正。有没有规章制定权，也可以在设置中写明，优先于从名称的判断：

```toml
[[organ]]
name = \"云溪市司法局\"
rule_making = true
```
",
    "\
### What it checks

Whether the row 规章 of table two holds only zeros, if the organ may not make rules. The name of the organ must show this: townships and sub-districts; counties, banners and districts with their departments; departments of cities. The rule is silent for ministries, for provinces with their departments, for the governments of cities and autonomous prefectures, and for all other organs.

### Why

By articles 91 and 93 of the Legislation Law, ministries and the governments of provinces, of cities with districts and of autonomous prefectures make rules. Other organs mostly counted normative documents, or the rules of a higher organ.

### Example

The report of a county's finance bureau says: 规章, 本年制发件数 2. The number must be 0. The 2 documents are 行政规范性文件.

### Fix

Check and correct the number. Settings can state the power of an organ. The settings have priority over the name:

```toml
[[organ]]
name = \"云溪市司法局\"
rule_making = true
```
",
);

const MESSAGE: Wording = Wording::new(
    "{0}没有规章制定权，规章的{1}应为 0，表中为 {2}",
    "{0} may not make rules (规章): {1} should be 0, the table says {2}",
);

/// The label of the row, in letters.
const ROW: &str = "规章";

fn check(context: &Context, sink: &mut Sink) {
    let Some(organ) = context.organ else { return };
    let lacks_power = match context.kind.rule_making {
        Some(may_make) => !may_make,
        None => organ::lacks_rule_making(organ),
    };
    if !lacks_power {
        return;
    }
    for table in (0..context.facts.tables.len()).filter_map(|index| context.table(index)) {
        // Mostly the other numbers of the row have the same cause.
        let found = first_count(table.table).filter(|_| !table.is_unreadable());
        let Some((at, cell, count)) = found else { continue };
        let column = table.column_label(at);
        sink.push(
            cell.range.shifted(table.part.range.start),
            table.place(at),
            Message::new(MESSAGE, [organ.into(), column.into(), Argument::from(count)]),
        );
    }
}

/// The first number above 0 in the row of rules.
fn first_count(table: &Table) -> Option<(CellRef, &Cell, i64)> {
    let row = table.table_form().rows.iter().position(|row| row.label.letters == ROW)?;
    table.cells().filter(|(at, _)| at.row == row).find_map(|(at, cell)| match cell.value {
        Value::Number(number) if number.value > 0 => Some((at, cell, number.value)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Level;
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::settings::{Organ, Organs};
    use crate::syntax::Layout;

    /// A report of this organ with 3 rules.
    fn report(organ: &str) -> String {
        let text = sample(Layout::Pipes);
        replaced(&text, SAMPLE_ORGAN, organ).replace(SAMPLE_ORGAN, organ)
    }

    fn marked(organ: &str) -> String {
        replaced(&report(organ), "规章 | 3 |", "规章 | ⟦3⟧ |")
    }

    #[test]
    fn the_name_of_the_organ_decides() {
        assert_found("R007", &marked("云溪县园林局"));
        assert_found("R007", &report("云溪市人民政府"));
        assert_eq!(
            message("R007", &report("云溪县园林局")),
            "云溪县园林局没有规章制定权，规章的本年制发件数应为 0，表中为 3"
        );
    }

    #[test]
    fn the_first_number_above_zero_is_found() {
        let row = |cells: &str| replaced(&report("云溪县园林局"), "规章 | 3 | 1 | 12 |", cells);
        assert_found("R007", &row("规章 | 0 | 0 | ⟦12⟧ |"));
        assert_found("R007", &row("规章 | 0 | 0 | 0 |"));
        assert_found("R007", &row("规章 |  | 若干 | / |"));
    }

    #[test]
    fn the_form_of_2019_has_the_row_too() {
        let text = sample_of(Layout::Pipes, 2020).replace(SAMPLE_ORGAN, "云溪县园林局");
        assert_found("R007", &replaced(&text, "规章 | 3 |", "规章 | ⟦3⟧ |"));
    }

    #[test]
    fn settings_beat_the_name() {
        let organ = |name: &str, rule_making| Organ {
            name: name.to_owned(),
            rule_making,
            ..Organ::default()
        };
        for (name, rule_making, count) in [
            ("云溪县园林局", Some(true), 0),
            ("云溪县园林局", None, 1),
            ("云溪市人民政府", Some(false), 1),
            ("云溪市人民政府", None, 0),
        ] {
            let organs = Organs::new(&[organ(name, rule_making), organ("云溪县水利局", None)]);
            let options = Options { organs, level: Some(Level::Department), ..Options::default() };
            let found = check(&report(name), &options).unwrap();
            let own = found.iter().filter(|found| found.code == "R007").count();
            assert_eq!(own, count, "{name} {rule_making:?}");
        }
    }
}
