//! G002: gouji.toml cannot be read as settings.

use super::{Check, FixKind, Rule};
use crate::diagnostic::{Severity, Wording};

/// Found while reading settings. The command line prints a line on standard error and exits with
/// status 2.
pub static RULE: Rule = Rule {
    code: "G002",
    name: "bad-settings",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("gouji.toml 不能作为设置读取", "gouji.toml cannot be read as settings"),
    documentation: Wording::new(DOCUMENTATION_ZH, DOCUMENTATION_EN),
    check: Check::Settings,
};

const DOCUMENTATION_ZH: &str = "### 检查什么

`gouji.toml` 不是合法的 TOML，有不认识的键或规则代码，值的类型不对，或路径越出了它所在的文件夹。消息里写明位置、应为什么、最接近的写法。

### 为什么

写错的设置如果被悄悄忽略，要检查的就没有检查，要跳过的也没有跳过。

### 例子

```toml
selct = [\"S\", \"T\"]   # 没有“selct”这个键 — 是否想写 select
```

### 修正

编辑器在该文件里标出问题，并沿用上一次正确的设置。命令行在标准错误输出一行，退出状态为 2，其他设置管辖的文件照常检查。";

const DOCUMENTATION_EN: &str = "### What it checks

Finds a `gouji.toml` that is not TOML, has a key or a rule code that is not known, a value of the wrong type, or a path that leaves its folder. The
message says where, what should stand there, and what is nearest.

### Why

If a mistake in settings is passed over, what should be checked is not, and what should be left out is not left out.

### Example

```toml
selct = [\"S\", \"T\"]   # there is no key \"selct\" — did you mean select?
```

### Fix

An editor marks it in the file and keeps the last good settings. The command line says it in a line on standard error and exits with status 2; files
under other settings are still checked.";
