//! C003: full-width and half-width marks mixed in the numerals of one series.

use super::prose::text_lines;
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Place, Related, Severity, Wording};
use crate::report::PartContext;
use crate::text::{TextRange, fold, is_space};

pub static RULE: Rule = Rule {
    code: "C003",
    name: "bracket-mix",
    severity: Severity::Hint,
    fix: FixKind::Safe,
    summary: Wording::new(
        "同一列序号的括号或圆点有全角有半角",
        "full- and half-width brackets or points mixed in one series of numerals",
    ),
    documentation: Wording::new(
        "\
### 检查什么

一个部分里同一列小标题的序号，括号是不是有的全角、有的半角，如“（一）”之后是“(二)”；圆点也一样，如“1．”之后是“2.”。一列只报一条，指在第一个不同的序号上。全列都用半角的不算。

### 为什么

序号用全角括号是《党政机关公文格式》（GB/T 9704—2012）的写法。一列里两种混用，多半是分头起草后拼在一起，没有统一。

### 例子

```text
（一）主动公开
(二)依申请公开
（三）政府信息管理
```

### 修正

把这一列少数的改成与多数一样，一样多的改成全角，可以自动修正。
",
        "\
### What it checks

Whether the numerals of one series of sub-headings in a section mix full-width and half-width brackets, such as (二) after （一）, or points, such as 2. after 1．. A series is one finding, at the first odd numeral. A series in half width throughout is not reported.

### Why

The standard for official documents (GB/T 9704—2012) writes numerals in full-width brackets. A series in both widths was mostly put together from several drafts.

### Example

```text
（一）主动公开
(二)依申请公开
（三）政府信息管理
```

### Fix

Changes the rarer kind to the other kind, and to full width if both are equally frequent. Safe.
",
    ),
    check: Check::Part(check),
};

const MESSAGE: Wording = Wording::new(
    "这一列序号有全角有半角：{0} 与其他 {1} 个不同，请统一",
    "full and half width are mixed in this series: {0} differs from the other numerals ({1})",
);
const ALSO: Wording = Wording::new("这个序号也不同", "this numeral differs too");
const MEND: Wording =
    Wording::new("统一这一列序号的写法", "write all numerals of the series alike");

/// How a numeral is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// （一）
    Words,
    /// （1）
    Digits,
    /// 1.
    Point,
}

/// The kinds, each with an own series at a time.
const KINDS: [Kind; 3] = [Kind::Words, Kind::Digits, Kind::Point];

struct Numeral {
    kind: Kind,
    number: u32,
    range: TextRange,
    /// The marks of the numeral.
    marks: Vec<(TextRange, char)>,
}

impl Numeral {
    /// `None` if the numeral itself has marks of both widths.
    fn is_full(&self) -> Option<bool> {
        let mut full = self.marks.iter().map(|(_, mark)| !mark.is_ascii());
        let first = full.next()?;
        full.all(|other| other == first).then_some(first)
    }
}

fn check(context: &PartContext, sink: &mut Sink) {
    let mut series: [Vec<Numeral>; 3] = Default::default();
    let mut found = 0;
    for line in text_lines(context.text, context.part) {
        let Some(numeral) = numeral(context.text, line.range) else { continue };
        let Some(index) = KINDS.iter().position(|kind| *kind == numeral.kind) else { continue };
        let goes_on = series[index].last().is_some_and(|last| last.number + 1 == numeral.number);
        if !goes_on {
            let whole = std::mem::take(&mut series[index]);
            found += usize::from(found < MOST_FINDINGS && report(context, &whole, sink));
        }
        series[index].push(numeral);
    }
    for whole in series {
        found += usize::from(found < MOST_FINDINGS && report(context, &whole, sink));
    }
}

/// Reports a series with marks of both widths.
fn report(context: &PartContext, series: &[Numeral], sink: &mut Sink) -> bool {
    let count = |full| series.iter().filter(|numeral| numeral.is_full() == Some(full)).count();
    let to_full = count(true) >= count(false);
    let odd: Vec<&Numeral> =
        series.iter().filter(|numeral| numeral.is_full() != Some(to_full)).collect();
    let [first, others @ ..] = &odd[..] else { return false };
    let written = first.range.of(context.text);
    let message = Message::new(MESSAGE, [written.into(), (series.len() - odd.len()).into()]);
    let place = Place::part(context.part.kind.label(context.standard));
    let diagnostic = sink.push(first.range, place, message);
    diagnostic.related.extend(
        others.iter().map(|one| Related { range: one.range, message: Message::plain(ALSO) }),
    );
    let marks = odd.iter().flat_map(|numeral| &numeral.marks);
    let edits = marks.filter(|(_, mark)| mark.is_ascii() == to_full).map(|&(range, mark)| {
        let new = if to_full { full_width(mark) } else { fold(mark) };
        Edit { range, content: new.to_string() }
    });
    diagnostic.fixes.extend(Fix::new(Message::plain(MEND), Applicability::Safe, edits.collect()));
    true
}

fn full_width(mark: char) -> char {
    match mark {
        '(' => '（',
        ')' => '）',
        '.' => '．',
        other => other,
    }
}

/// The numeral at the start of a line: （一） （1） 1.
fn numeral(text: &str, line: TextRange) -> Option<Numeral> {
    /// At most 30 numerals in a series.
    const LARGEST: u32 = 30;
    let mut chars = line
        .of(text)
        .char_indices()
        .map(|(at, c)| (TextRange::new(line.start + at, line.start + at + c.len_utf8()), c))
        .filter(|&(_, c)| !is_space(c))
        .skip_while(|&(_, c)| matches!(c, '*' | '#' | '_' | '>'))
        .peekable();
    let is_bracket = |c: char| matches!(c, '(' | '（' | ')' | '）');
    // Nearly no line begins with a numeral.
    let begins = |c: char| is_bracket(c) || fold(c).is_ascii_digit() || digit(c) > 0;
    chars.peek().filter(|(_, c)| begins(*c))?;
    let open = chars.next_if(|&(_, c)| matches!(c, '(' | '（'));
    let mut number = String::new();
    let mut first = open.map(|(range, _)| range);
    while let Some((range, c)) =
        chars.next_if(|&(_, c)| number.len() < 9 && (fold(c).is_ascii_digit() || digit(c) > 0))
    {
        first.get_or_insert(range);
        number.push(if c.is_ascii() { c } else { fold(c) });
    }
    let is_digits = number.chars().all(|c| c.is_ascii_digit());
    let value = if is_digits { number.parse().ok()? } else { chinese(&number)? };
    let (end, close) = chars.next().filter(|_| (1..=LARGEST).contains(&value))?;
    let kind = match open {
        Some(_) if is_bracket(close) && is_digits => Kind::Digits,
        Some(_) if is_bracket(close) => Kind::Words,
        // 1.5 is a number.
        None if matches!(close, '.' | '．') && is_digits => {
            if chars.peek().is_some_and(|&(_, c)| fold(c).is_ascii_digit()) {
                return None;
            }
            Kind::Point
        }
        _ => return None,
    };
    let marks = open.into_iter().chain([(end, close)]).collect();
    Some(Numeral { kind, number: value, range: first?.cover(end), marks })
}

/// 1 to 10 for 一 to 十, else 0.
fn digit(c: char) -> u32 {
    match fold(c) {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => 0,
    }
}

/// A number up to 99 in Chinese numerals.
fn chinese(number: &str) -> Option<u32> {
    let digits: Vec<u32> = number.chars().map(digit).collect();
    match digits[..] {
        [one] if one > 0 => Some(one),
        [10, one @ 1..=9] => Some(10 + one),
        [tens @ 1..=9, 10] => Some(tens * 10),
        [tens @ 1..=9, 10, one @ 1..=9] => Some(tens * 10 + one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const ONE: &str = "本年度，我局主动公开信息29条，其中网站23条，公众号6条。";

    fn with(lines: &[&str]) -> String {
        let lines: String = lines.iter().map(|line| format!("{line}小标题。\n正文。\n")).collect();
        replaced(&sample(Layout::Tabs), ONE, &format!("{ONE}\n{lines}"))
    }

    #[test]
    fn the_first_odd_numeral_of_a_series_is_found() {
        let found = assert_found("C003", &with(&["（一）", "⟦(二)⟧", "(三)", "（四）", "（五）"]));
        assert_eq!(messages(&found), ["这一列序号有全角有半角：(二) 与其他 3 个不同，请统一"]);
        assert_eq!((found[0].place.to_string(), found[0].related.len()), ("一".to_owned(), 1));
        for lines in [
            &["⟦（1）⟧", "(2)", "(3)"][..],
            &["1．", "⟦2.⟧", "3．"],
            &["（一）", "⟦（二)⟧", "（三）"],
            &["⟦(一）⟧"],
            &["（一）", "⟦(二)⟧"],
            &["（一）", "⟦1.⟧", "2．", "3．", "（二）"],
        ] {
            assert_found("C003", &with(lines));
        }
    }

    #[test]
    fn the_rarer_kind_becomes_the_other() {
        for (before, after) in [
            (
                &["（一）", "(二)", "(三)", "（四）"][..],
                &["（一）", "（二）", "（三）", "（四）"][..],
            ),
            (&["(一)", "(二)", "（三）"], &["(一)", "(二)", "(三)"]),
            (&["1.", "2.", "3．"], &["1.", "2.", "3."]),
            (&["（一)"], &["（一）"]),
            (&["( 一 )", "（ 二 ）"], &["（ 一 ）", "（ 二 ）"]),
        ] {
            assert_fixed_safely("C003", &with(before), &with(after));
        }
    }

    #[test]
    fn one_width_throughout_passes() {
        for lines in [
            &["(一)", "(二)", "(三)"][..],
            &["（一）", "（二）", "1.", "2."],
            // Two series.
            &["（一）", "（二）", "(1)", "(2)", "（三）"],
            &["1.", "2.", "1．", "2．"],
            &["1.5万元，", "2．"],
            &["(2023年)", "（一）"],
            &["一、", "二."],
        ] {
            assert_found("C003", &with(lines));
        }
    }
}
