//! Whether an unknown word is a mistyped word of the form, or a part of several words.

use crate::standard::{Label, TableForm};
use crate::text::{MARGIN, NEAR, fold, is_letter, is_space, likeness_with_swaps};

/// The surroundings of an unknown word.
pub struct Surroundings<'a> {
    /// The letters of other unknown words beside the word.
    pub unknown: Vec<&'a str>,
    /// Labels that may stand here but are missing.
    pub missing: Vec<&'a Label>,
    /// All words of the form that may stand in the table.
    pub words: Vec<&'a Label>,
}

impl<'a> Surroundings<'a> {
    /// The label among `candidates` that `letters` mean except for a slip. The letters must be near
    /// to this label alone among all words of the table. The letters must not be a part of the
    /// label with the other parts beside them, and must not include letters of another label.
    pub fn slip_of<'c>(
        &self,
        letters: &str,
        candidates: impl Iterator<Item = &'c Label>,
    ) -> Option<&'c Label> {
        let mut best: Option<(f64, &'c Label)> = None;
        for label in candidates {
            if label.slips.iter().any(|slip| slip == letters) {
                return Some(label);
            }
            let likeness = likeness_with_swaps(letters, &label.letters);
            if likeness >= NEAR && best.is_none_or(|(reached, _)| likeness > reached) {
                best = Some((likeness, label));
            }
        }
        let (reached, label) = best?;
        let others = self.words.iter().filter(|other| other.letters != label.letters);
        let second =
            others.map(|other| likeness_with_swaps(letters, &other.letters)).fold(0.0, f64::max);
        (reached - second >= MARGIN
            && !self.is_part(letters, label)
            && !self.is_glued(letters, label))
        .then_some(label)
    }

    /// Whether the letters are a part of the label or of an equivalent wording, with the other
    /// parts beside them. Also true if the whole label stands there in parts.
    pub fn is_part(&self, letters: &str, label: &Label) -> bool {
        let others =
            || self.unknown.iter().copied().filter(|other| *other != letters && !other.is_empty());
        std::iter::once(&label.letters).chain(&label.variants).any(|whole| {
            let parts: String = others().filter(|other| whole.contains(other)).collect();
            if covers(&parts, whole) {
                return true;
            }
            let Some((before, behind)) = whole.split_once(letters) else { return false };
            // Letters at the end of another label belong to this other label.
            let is_own = |other: &str, ends: &dyn Fn(&str) -> bool| {
                self.words.iter().any(|word| {
                    word.letters != label.letters
                        && ends(&word.letters)
                        && likeness_with_swaps(other, &word.letters) >= NEAR
                })
            };
            // A word may stand between the parts.
            let within =
                |other: &str, rest: &str| rest.chars().nth(1).is_some() && other.contains(rest);
            let at_edge = |other: &str| {
                !behind.is_empty()
                    && other.starts_with(behind)
                    && !is_own(other, &|word| word.starts_with(behind))
                    || !before.is_empty()
                        && other.ends_with(before)
                        && !is_own(other, &|word| word.ends_with(before))
                    || within(other, behind) && !is_own(other, &|word| word.contains(behind))
                    || within(other, before) && !is_own(other, &|word| word.contains(before))
            };
            // A part of an equivalent wording is a part, regardless of the rest.
            whole.len() > label.letters.len() && letters.len() > label.letters.len()
                || covers(&parts, &format!("{before}{behind}"))
                || others().any(at_edge)
        })
    }

    /// Whether surplus letters belong to another label: two labels in one cell.
    pub fn is_glued(&self, letters: &str, label: &Label) -> bool {
        let (before, surplus, behind) = difference(letters, &label.letters);
        let lost = label.letters.chars().count() - before - behind;
        if surplus.len() < lost + 1 {
            return false;
        }
        if lost > 0 {
            return surplus.len() > lost + 1;
        }
        let surplus: String = surplus.into_iter().collect();
        if surplus.chars().nth(1).is_some() {
            return self.words.iter().any(|word| word.letters.contains(&surplus))
                || self.is_of_labels(&surplus);
        }
        let edge = |word: &&&Label| {
            word.letters != label.letters
                && (word.letters.starts_with(&surplus) || word.letters.ends_with(&surplus))
        };
        self.missing.iter().any(|word| edge(&word))
            || self.unknown.iter().any(|other| *other != letters && label.letters.contains(*other))
    }
}

impl Surroundings<'_> {
    /// Whether the letters are whole labels, one behind another.
    fn is_of_labels(&self, letters: &str) -> bool {
        let mut rest = letters;
        while !rest.is_empty() {
            let label = self
                .words
                .iter()
                .filter(|word| !word.letters.is_empty() && rest.starts_with(word.letters.as_str()));
            let Some(label) = label.max_by_key(|word| word.letters.len()) else { return false };
            rest = &rest[label.letters.len()..];
        }
        true
    }
}

/// The number of common letters at the start, the letters of `words` in between, and the number of
/// common letters at the end.
fn difference(words: &str, label: &str) -> (usize, Vec<char>, usize) {
    let before = words.chars().zip(label.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| text.chars().skip(before).collect::<Vec<char>>();
    let (mut own, other) = (rest(words), rest(label));
    let behind = own.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    own.truncate(own.len() - behind);
    (before, own, behind)
}

/// Whether `parts` have all letters of `whole`, each as often.
fn covers(parts: &str, whole: &str) -> bool {
    let mut left: Vec<char> = parts.chars().collect();
    whole.chars().all(|letter| {
        left.iter().position(|&other| other == letter).map(|at| left.swap_remove(at)).is_some()
    })
}

/// All words that may stand in the table, except the note in the corner.
pub fn words(form: &TableForm) -> impl Iterator<Item = &Label> {
    let blocks = form.blocks.iter().flat_map(|block| {
        block
            .caption
            .iter()
            .chain(&block.head)
            .chain(block.columns.iter().map(|column| &column.label))
    });
    form.heads
        .iter()
        .chain(&form.spanning)
        .chain(form.rows.iter().map(|row| &row.label))
        .chain(blocks)
}

/// The words before a note in brackets at the end of a header: 现行有效件数（件）.
pub fn without_note(source: &str) -> Option<&str> {
    let source = source.trim_end_matches(|c: char| is_space(c) || matches!(c, '*' | '_'));
    let inner = source.strip_suffix(|c| fold(c) == ')')?;
    let open = inner.char_indices().rev().find(|(_, c)| fold(*c) == '(')?.0;
    Some(&source[..open])
}

/// Whether the words are only a note: （单位：件）, 单位：万元, 件.
pub fn is_note(source: &str) -> bool {
    let letters = || source.chars().filter(|&c| !is_space(c)).map(fold).filter(|&c| is_letter(c));
    without_note(source).is_some_and(|before| !before.chars().map(fold).any(is_letter))
        || letters().take(2).eq("单位".chars())
        || letters().all(|c| matches!(c, '件' | '元' | '万' | '项' | '宗'))
        || letters().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{Standard, letters};

    /// The column of table three that `word` means, with these other unknown words `beside`.
    fn slip(word: &str, beside: &[&str]) -> Option<&'static str> {
        let table = &Standard::official().form(2021).tables[1];
        let (word, beside): (String, Vec<String>) =
            (letters(word), beside.iter().map(|word| letters(word)).collect());
        let columns = || table.blocks[0].columns.iter().map(|column| &column.label);
        let unknown = beside.iter().map(String::as_str).chain([word.as_str()]).collect();
        Surroundings { unknown, missing: columns().collect(), words: words(table).collect() }
            .slip_of(&word, columns())
            .map(|label| &*label.text)
    }

    #[test]
    fn slips_are_known() {
        for (word, label) in [
            ("科研机枃", "科研机构"),
            ("科研构机", "科研机构"),
            ("社会公益组", "社会公益组织"),
            ("业企业", "商业企业"),
            ("然人", "自然人"),
            ("法律服务的机构", "法律服务机构"),
            ("其它", "其他"),
            ("合计", "总计"),
        ] {
            assert_eq!(slip(word, &[]), Some(label), "{word}");
        }
    }

    #[test]
    fn parts_and_glued_labels_are_no_slips() {
        for (word, beside) in [
            ("社会公益", &["组织"][..]),
            ("社会公益组", &["织法律服务机构"]),
            ("织法律服务机构", &["社会公益组"]),
            ("自然人商", &["业企业"]),
            ("业企业", &["自然人商"]),
            ("总计商", &["业", "企", "业"]),
            ("社会公益组织其他", &[]),
            ("法律服务机构其他总计", &[]),
            ("商业企业科研机构", &[]),
            ("公民", &[]),
            ("其化", &[]),
            ("三、本年度办理结果（一）予以公开", &[]),
        ] {
            assert_eq!(slip(word, beside), None, "{word}");
        }
    }

    #[test]
    fn notes_are_told_from_headers() {
        assert!(
            ["（件）", "（单位：件）", "单位：万元", "件", "(保留4位小数)", "1"]
                .iter()
                .all(|note| is_note(note))
        );
        assert!(
            ["现行有效件数（件）", "自然人", "（三）不予公开"]
                .iter()
                .all(|header| !is_note(header))
        );
        assert_eq!(without_note("现行有效件数（件） "), Some("现行有效件数"));
        assert_eq!(without_note("（三）不予公开"), None);
    }
}
