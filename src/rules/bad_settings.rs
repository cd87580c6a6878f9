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

Finds a `gouji.toml` that is not TOML, or that has an unknown key or rule code, a value of the wrong type, or a path outside of its folder. The message gives the place, the expected value and the nearest match.

### Why

If a mistake in settings is silently ignored, files are left unchecked by mistake, or checked by mistake.

### Example

```toml
selct = [\"S\", \"T\"]   # there is no key \"selct\" — did you mean select?
```

### Fix

An editor marks the mistake in the file and keeps the last good settings. The command line prints a line on standard error and exits with status 2. Files under other settings are still checked.";
