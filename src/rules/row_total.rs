//! A001: the 总计 of a row of table three.

use super::sums;
use super::{Check, FixKind, Rule, Sink, TableContext};
use crate::diagnostic::{Severity, Wording};

pub static RULE: Rule = Rule {
    code: "A001",
    name: "row-total",
    severity: Severity::Error,
    fix: FixKind::Either,
    summary: Wording::new("表三一行的总计不等于各类申请人之和", "the 总计 of a row of table three is not the sum of the kinds of applicants"),
    documentation: Wording::new(
        "\
### 检查什么

表三每一行：总计 = 自然人 + 商业企业 + 科研机构 + 社会公益组织 + 法律服务机构 + 其他。空白的格按 0 计。

### 为什么

总计一列就是它左边六列之和，这是《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）表三中总计的含义。各级审核时首先核对这一关系，不相等的报告不能报送。

### 例子

```text
（一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 2 |
```

总计应为 3（自然人 2 + 商业企业 1），表中为 2。

### 修正

表三的每一格同时进入几个勾稽关系，所以填错的一格往往可以指出来：它所在的关系全都不成立，而改成一个数就全都成立。能指出时，消息写明是哪一格、应为多少，并作为首选修正。只有当这一格解释了本表全部不成立的关系、而且它本身是其中一个关系的合计时，修正才是安全的，`--fix` 会直接改；否则要人看过再改（`--unsafe-fixes`）。指不出是哪一格时，编辑器里可以选择按其他各格重算，命令行从不这样改：不能因为某个加数填错，就把正确的合计改掉。
",
        "\
### What it checks

Every row of table three: 总计 = 自然人 + 商业企业 + 科研机构 + 社会公益组织 + 法律服务机构 + 其他. Blank cells count as 0.

### Why

The column 总计 is the sum of the six to its left; that is what 总计 means in table three of the format (国办公开办函〔2021〕30号). It is what reviewers check first, and a report in which it fails cannot be submitted.

### Example

```text
（一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 2 |
```

总计 should be 3 (自然人 2 + 商业企业 1), the table says 2.

### Fix

Every cell of table three enters several sums, so a wrong cell can often be named: all its sums fail, and one value makes all of them hold. The message then says which cell it is and what it should be, and that is the preferred fix. It is safe, so that `--fix` applies it, only if this one cell accounts for every failing sum of the table and is itself the total of one of them; otherwise a person has to look (`--unsafe-fixes`). Where no cell can be named an editor offers to recompute from the other cells; the command line never does that: a correct total must not be overwritten because an addend was mistyped.
",
    ),
    check: Check::Table(check),
};

fn check(context: &TableContext, sink: &mut Sink) {
    sums::check_row_totals(&RULE, context, sink);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_wrong_total_is_found_in_its_cell() {
        for layout in Layout::ALL {
            assert_found("A001", &sample(layout));
        }
        let text = replaced(&sample(Layout::Pipes), "（一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5", "（一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | ⟦6⟧");
        let found = assert_found("A001", &text);
        assert_eq!(messages(&found), ["（一）予以公开：总计应为 5（自然人 4 + 商业企业 1），表中为 6；填错的就是这一格"]);
    }

    #[test]
    fn the_wrong_addend_is_named_and_the_total_left_alone() {
        let text = replaced(&sample(Layout::Pipes), "（一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5", "（一）予以公开 | 3 | 1 | 0 | 0 | 0 | 0 | ⟦5⟧");
        let found = assert_found("A001", &text);
        assert_eq!(
            messages(&found),
            ["（一）予以公开：总计应为 4（自然人 3 + 商业企业 1），表中为 5；填错的是自然人列（一）予以公开：应为 4，不是 3"]
        );
        let plain = text.replace(['⟦', '⟧'], "");
        assert_fixed("A001", &plain, &sample(Layout::Pipes));
    }

    #[test]
    fn blanks_count_as_nothing() {
        let text = replaced(&sample(Layout::Tabs), "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5", "（一）予以公开\t\t4\t1\t\t\t\t\t5");
        assert_found("A001", &text);
    }

    #[test]
    fn a_row_with_a_lost_cell_is_not_added_up() {
        let text = replaced(&sample(Layout::Spaces), "（一）予以公开 4 1 0 0 0 0 5", "（一）予以公开 4 1 0 0 0 5");
        assert_found("A001", &text);
    }
}
