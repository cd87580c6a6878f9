//! X005: the report of an organ and year stands in the collection twice.

use super::{Check, FixKind, Rule, Sink};
use crate::archive::{Kin, may_be_of, names_year};
use crate::diagnostic::{Message, Place, Severity, Wording};

pub static RULE: Rule = Rule {
    code: "X005",
    name: "same-report-twice",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "同一单位同一年的报告又有一份",
        "a second report of the same organ and year",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，同一单位、同一年的报告是否不止一份。同样内容的另一种格式（例如 Word 和由它导出的 PDF）不算：两份都读得出的数全部相同、扩展名不同；但一份的路径写着报告的年度、另一份写着别的年度的，仍要指出：多半是把上年的报告又交了一次；汇编（一个文件里有几份报告）与单独的一份数相同的，也不算。`[[organ]]` 的 `also` 写了两个不同的旧名、同一年各有一份报告的，或者以后的报告写明另一个名称的单位已经并入的，是合并以前的两个单位，不算。单位的名称要相同，或由 `gouji.toml` 的 `[[organ]]` 写明；只有“县水利局”“水利局”这样不知是哪里的名称，不比较，要比较的写进 `[[organ]]`。

### 为什么

两份不同的报告，不知道哪一份作准，与上年的比较和汇总都无法进行；同样的一份多半是忘了删去的副本，或者漏改了年份。

### 例子

文件夹中有 `园林局2023.docx` 和 `园林局2023（修改）.docx`，表三的数不同。

### 修正

无。删去作废的一份，或者把它移出文件夹；标题中年份没有改的，改正年份。
",
        "\
### What it checks

In a checked folder: whether the collection has more than one report of the same organ and year. Another format of the same content, such as a Word document and its PDF, does not count: all numbers that both files show are the same, and the extensions differ. If the path of the one names the year of the report and the path of the other names another year, it is told all the same: last year's report was probably handed in again. Nor does a file with several reports beside a single report with the same numbers. If `also` of an `[[organ]]` has two names with a report each for one year, these were two organs before they were merged; so were the two names if a later report says that the one was merged into the other. The names must be the same, or `[[organ]]` of `gouji.toml` says so. A name such as 县水利局 or 水利局, which does not say of which county, is not compared unless `[[organ]]` has it.

### Why

Of two different reports nobody knows which counts, so neither last year's numbers nor sums over members can be compared. An equal report is probably a forgotten copy, or its year was not changed.

### Example

A folder has `园林局2023.docx` and `园林局2023（修改）.docx` with different numbers in table three.

### Fix

None. Remove the report that does not count, or move it out of the folder. If only the year of the title is old, change the year.
",
    ),
    check: Check::Kin(check),
};

const DIFFERENT: Wording = Wording::new(
    "{0} {1} 年的报告已有一份，两份的数不同，请留下作准的一份，或核对标题的单位和年份",
    "there is another report of {0} for {1} with other numbers: keep the one that counts, or check \
     organ and year of the title",
);
const SAME: Wording = Wording::new(
    "{0} {1} 年的报告已有一份，两份的数相同，请留下一份，或核对单位和年份",
    "there is another report of {0} for {1} with the same numbers: keep one, or check organ and year",
);
const FIRST: Wording = Wording::new("另一份", "the other report");

fn check(kin: Kin, sink: &mut Sink) {
    let format = |kin: Kin| {
        let extension = kin.file().path.extension().unwrap_or_default();
        extension.to_string_lossy().to_lowercase()
    };
    let agrees = |other: Kin| other.digest().agrees_with(kin.digest());
    let own = format(kin);
    // A collection of reports in one file repeats the reports of other files.
    let is_collected = |other: Kin| {
        kin.report().file != other.report().file && (kin.file().several || other.file().several)
    };
    let is_copy = |other: Kin| {
        !is_collected(other) && (format(other) == own || is_of_another_year(kin, other))
    };
    let is_second = |&other: &Kin| match agrees(other) {
        true => is_copy(other),
        false => !are_merged(kin, other),
    };
    let Some(other) = kin.before().find(is_second) else { return };
    let name = &kin.digest().name;
    let organ = name.organ.clone().unwrap_or_default();
    let year = name.year.map_or_else(String::new, |year| year.to_string());
    let wording = if agrees(other) { SAME } else { DIFFERENT };
    let message = Message::new(wording, [organ.into(), year.into()]);
    let finding = sink.push(kin.digest().title, Place::part("标题"), message);
    finding.elsewhere.push(other.elsewhere(other.digest().title, Message::plain(FIRST)));
}

/// Whether one of two equal reports is filed under the year of the report, the other one under
/// another year: last year's report was handed in again. The folders that hold both files do not
/// count.
fn is_of_another_year(kin: Kin, other: Kin) -> bool {
    let Some(year) = kin.year() else { return false };
    let (own, others) = (&kin.file().path, &other.file().path);
    let pairs = own.components().zip(others.components());
    let shared = pairs.take_while(|(own, other)| own == other).count();
    let [own, others] = [own, others].map(|path| {
        let rest = path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy());
        rest.collect::<Vec<_>>().join("/")
    });
    let may_be = |path: &str| may_be_of(path, year);
    names_year(&own) && names_year(&others) && may_be(&own) != may_be(&others)
}

/// Whether two reports are of organs that were merged into one: the settings know them under two
/// other names of it, or a later report says so.
fn are_merged(kin: Kin, other: Kin) -> bool {
    let name = |kin: Kin| kin.digest().name.organ.clone();
    let organ = kin.report().name.as_ref().map(|(organ, _)| organ.as_ref());
    let (own, others) = (name(kin), name(other));
    let are_earlier = || own.as_deref() != organ && others.as_deref() != organ;
    own != others && (are_earlier() || kin.was_merged_with(other))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const TITLE: &str = "云溪省园林局2023年政府信息公开工作年度报告";

    fn marked_title(text: &str) -> String {
        marked(text, TITLE, "").replace("⟧ ", "⟧")
    }

    #[test]
    fn the_second_report_is_found_at_its_title() {
        let own = sample(Layout::Tabs);
        let found = assert_found_among("X005", &[&sample(Layout::Lines), &marked_title(&own)]);
        assert_eq!(
            messages(&found),
            ["云溪省园林局 2023 年的报告已有一份，两份的数相同，请留下一份，或核对单位和年份"]
        );
        assert_eq!(found[0].place.to_string(), "标题");
        let other = replaced(&sample(Layout::Tabs), "规章\t3\t1\t12", "规章\t3\t1\t13");
        let found = assert_found_among("X005", &[&other, &marked_title(&own)]);
        assert!(messages(&found)[0].contains("两份的数不同"));
    }

    #[test]
    fn other_years_and_other_organs_pass() {
        let own = sample(Layout::Tabs);
        assert_found_among("X005", &[&sample_of(Layout::Tabs, 2022), &own]);
        assert_found_among("X005", &[&own.replace(SAMPLE_ORGAN, "云溪省水利局"), &own]);
        // Two counties may have a bureau of this name.
        let short = own.replace(SAMPLE_ORGAN, "县园林局");
        assert_found_among("X005", &[&short, &short]);
    }

    #[test]
    fn an_earlier_name_of_the_settings_is_the_same_organ() {
        let settings =
            "[[organ]]\nname = \"云溪省园林局\"\nalso = [\"云溪省园林绿化局\", \"县园林局\"]\n";
        let own = marked_title(&sample(Layout::Tabs));
        for other in ["云溪省园林绿化局", "县园林局"] {
            let other = sample(Layout::Tabs).replace(SAMPLE_ORGAN, other);
            assert_found_with("X005", settings, &[&other, &own]);
        }
    }

    #[test]
    fn the_reports_of_merged_organs_are_two() {
        let settings =
            "[[organ]]\nname = \"云溪省文体局\"\nalso = [\"云溪省文化局\", \"云溪省体育局\"]\n";
        let of = |organ: &str| sample(Layout::Tabs).replace(SAMPLE_ORGAN, organ);
        let other = replaced(&of("云溪省文化局"), "规章\t3\t1\t12", "规章\t3\t1\t13");
        assert_found_with("X005", settings, &[&other, &of("云溪省体育局")]);
        let own = of("云溪省文体局");
        assert_eq!(found_with("X005", settings, &[&other, &own]).len(), 1, "not merged yet");
        let next = sample_of(Layout::Tabs, 2024).replace(SAMPLE_ORGAN, "云溪省文体局");
        let merged = replaced(&next, "本年度，我局", "本年度，省文化局并入我局。我局");
        assert_eq!(found_with("X005", settings, &[&other, &next, &own]).len(), 1);
        assert_found_with("X005", settings, &[&other, &merged, &own]);
    }

    #[test]
    fn a_collection_of_reports_repeats_them() {
        let own = sample(Layout::Tabs);
        let water = own.replace(SAMPLE_ORGAN, "云溪省水利局");
        let both = format!("{own}\n{water}");
        assert_found_among("X005", &[&own, &both]);
        let other = replaced(&own, "规章\t3\t1\t12", "规章\t3\t1\t13");
        assert_eq!(found_among("X005", &[&other, &both]).len(), 1);
    }

    #[test]
    fn two_reports_in_one_file_are_two() {
        let text = sample(Layout::Tabs);
        let found = found_among("X005", &[&format!("{text}\n{text}")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place.to_string(), "云溪省园林局 2023/标题");
    }
}
