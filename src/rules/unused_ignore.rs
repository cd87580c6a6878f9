//! G001: an accepted finding or ignore comment that silences nothing.

use super::{Check, FixKind, Rule};
use crate::diagnostic::{Severity, Wording};

/// Found by `lint`, because only `lint` knows the silenced findings.
pub static RULE: Rule = Rule {
    code: "G001",
    name: "unused-ignore",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new(
        "接受记录或忽略注释没有对应的问题",
        "An accepted finding or ignore comment silences nothing",
    ),
    documentation: Wording::new(DOCUMENTATION_ZH, DOCUMENTATION_EN),
    check: Check::Settings,
};

const DOCUMENTATION_ZH: &str = "### 检查什么

`gouji.toml` 里的 `[[accept]]`，或文本里的 `<!-- gouji-ignore 代码: 理由 -->`，没有压住任何问题。只看本次检查过的文件和规则；那里另有问题、使规则没有检查的（例如表格缺行，有关的合计就不核对），不算多余。

### 为什么

问题改好以后，留下的接受记录会把以后同一处的新问题也压住，而且让读的人以为那里仍有问题。

没有写理由、没有写在一行里的忽略注释，以及理由还是编辑器代写的“请写明理由”的注释和接受记录，都不起作用，也在这里指出：写明为什么可以保留，它才生效。

### 例子

```toml
[[accept]]
file = \"2023/园林局.txt\"
code = \"A005\"
reason = \"一件规范性文件由上级机关废止\"   # 表二后来已经改正
```

### 修正

忽略注释删除（可自动修正）。`[[accept]]` 写有理由，要人看过再删（`--fix --unsafe-fixes`）：紧贴在它上面的注释一并删除，其余内容和排版不变。理由还没有写的不删，由人补写。写的文件不存在时，可能是文件名写错了。";

const DOCUMENTATION_EN: &str = "### What it checks

Finds an `[[accept]]` entry in `gouji.toml`, or a `<!-- gouji-ignore CODE: reason -->` comment in the text, that silences nothing. Only the files and rules of this run are judged, and only if no other finding keeps the rule from checking: while a table has a missing row, its totals are not checked.

### Why

After a finding is corrected, a remaining entry silences the next finding in the same place, and tells readers of a problem that no longer exists.

An ignore comment without a reason, or over several lines, has no effect. A comment or an entry with the reason “write down the reason”, as inserted by the editor, has no effect either. They are reported here too. Once the reason is written, they take effect.

### Example

```toml
[[accept]]
file = \"2023/园林局.txt\"
code = \"A005\"
reason = \"一件规范性文件由上级机关废止\"   # table two has been corrected since
```

### Fix

Removes a comment. Safe. An `[[accept]]` entry has a reason, so a person must look first (`--fix --unsafe-fixes`). The comment directly above the entry is removed too, and everything else in the file stays. An entry without a written reason stays. If the file of an entry does not exist, its name may be mistyped.";
