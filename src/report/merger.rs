//! The sentences of a report about organs that were merged.

use crate::text::letters_of;
use aho_corasick::{AhoCorasick, packed};
use std::sync::LazyLock;

/// Words of a sentence about a merger. 整合 alone is said of platforms and resources.
const WORDS: [&str; 7] = ["并入", "合并", "划入", "撤并", "转隶", "整合组建", "整合到"];
/// Words before the name of the organ that takes in another one.
const INTO: [&str; 9] =
    ["并入", "划入", "转入", "划归", "整合到", "合并到", "合并至", "转隶到", "转隶至"];
/// Words behind the name of an organ that hands over a part of its duties.
const PART: [&str; 9] =
    ["部分", "有关", "相关", "承担的", "负责的", "管理的", "所属", "下属", "原承担"];
/// Words behind the name of an organ and 的 that stand for the whole organ: 县水利局的职责并入我局.
const WHOLE: [&str; 5] = ["职责", "职能", "全部", "机构", "整体"];
/// Ends of the names of places.
const PLACES: [char; 8] = ['省', '市', '县', '区', '旗', '州', '镇', '乡'];
/// Ends of the names of organs. A sentence without them names nobody.
const ORGANS: [char; 8] = ['局', '委', '办', '厅', '会', '心', '府', '站'];
/// At most eight sentences are kept.
const MOST: usize = 8;
/// At most this number of words is looked at.
const MOST_LOOKED_AT: usize = 64;
/// A longer sentence is a list or a table.
const LONGEST: usize = 200;
const ENDS: [char; 5] = ['。', '；', '！', '\n', ';'];

/// The sentences of a text about mergers, in folded letters.
pub(super) fn mergers(text: &str) -> Box<[Box<str>]> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for at in places(text).into_iter().take(MOST_LOOKED_AT) {
        let start = text[..at].rfind(ENDS).unwrap_or(0);
        let end = text[at..].find(ENDS).map_or(text.len(), |end| at + end);
        if end - start <= 3 * LONGEST && text[start..end].contains(ORGANS) {
            found.push((start, &text[start..end]));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.iter().take(MOST).map(|(_, sentence)| letters_of(sentence).collect()).collect()
}

/// The places of the words, in one pass: most reports have none of them.
fn places(text: &str) -> Vec<usize> {
    // The first bytes of the words are those of most ideographs, so only a finder that compares
    // several bytes at once is quick. Not every processor has one.
    static PACKED: LazyLock<Option<packed::Searcher>> =
        LazyLock::new(|| packed::Searcher::new(WORDS));
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(WORDS).ok());
    if let Some(packed) = &*PACKED {
        return packed.find_iter(text).map(|found| found.start()).collect();
    }
    let finder = FINDER.as_ref();
    finder.map_or_else(Vec::new, |own| own.find_iter(text).map(|found| found.start()).collect())
}

/// What a sentence says about an organ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Merged {
    /// A part of its duties went to another organ.
    Partly,
    /// The organ was merged.
    Wholly,
}

/// What a sentence about a merger says about the organ `other`. `None` if it does not name the
/// organ, or if the organ took in another one. `own` is the organ of the report. All are in folded
/// letters. The name may lack the place that both organs share.
pub fn merged(sentence: &str, own: &str, other: &str) -> Option<Merged> {
    if own == other || own.contains(other) {
        return None;
    }
    let place = shared_place(own, other).unwrap_or_default();
    let short = other.strip_prefix(place).filter(|short| !own.contains(short));
    let name = short.filter(|short| short.chars().count() >= 3).unwrap_or(other);
    // 并入云溪县园林局, 并入县园林局: the organ took in another one.
    let is_target = |at: usize| {
        let before = sentence[..at].strip_suffix(place).unwrap_or(&sentence[..at]);
        let before = before.strip_suffix(PLACES).unwrap_or(before);
        INTO.iter().any(|word| before.ends_with(word))
    };
    let named = sentence.match_indices(name).filter(|(at, _)| !is_target(*at));
    let said = named.map(|(at, _)| {
        let behind = &sentence[at + name.len()..];
        let of_organ = behind.strip_prefix('的');
        let is_part = PART.iter().any(|word| behind.starts_with(word))
            || of_organ.is_some_and(|duties| !WHOLE.iter().any(|word| duties.starts_with(word)));
        if is_part { Merged::Partly } else { Merged::Wholly }
    });
    said.max()
}

/// The place at the start of both names.
fn shared_place<'a>(own: &'a str, other: &str) -> Option<&'a str> {
    let pairs = own.char_indices().zip(other.chars());
    let same = pairs.take_while(|((_, own), other)| own == other);
    let ends = same.filter(|((_, c), _)| PLACES.contains(c));
    let end = ends.last().map(|((at, c), _)| at + c.len_utf8())?;
    Some(&own[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_about_mergers_are_kept() {
        let text = "一、总体情况\n2023年机构改革，原云溪县水利局并入我局。主动公开信息2条；\
                    县绿化办整合到我局，并更名。";
        assert_eq!(
            *mergers(text),
            ["2023年机构改革原云溪县水利局并入我局".into(), "县绿化办整合到我局并更名".into()]
        );
        assert!(mergers("公开信息2条，整合平台资源。数据合并公布。").is_empty());
    }

    #[test]
    fn a_merged_organ_is_named_with_or_without_its_place() {
        let own = "云溪县园林局";
        let (wholly, partly) = (Some(Merged::Wholly), Some(Merged::Partly));
        for (sentence, other, expected) in [
            ("原云溪县水利局并入我局", "云溪县水利局", wholly),
            ("原县水利局并入我局", "云溪县水利局", wholly),
            ("原县水利局并入我局", "青石县水利局", None),
            ("云溪县园林局并入", "云溪县园林局", None),
            ("原县园林局并入", "园林局", None),
            ("我单位并入云溪县水利局", "云溪县水利局", None),
            ("我单位并入县水利局", "云溪县水利局", None),
            ("河道职能划入县水利局原县水利局并入我局", "云溪县水利局", wholly),
            ("县水利局的职责划入我局", "云溪县水利局", wholly),
            ("云溪县水利局的河道绿化职能划入我局", "云溪县水利局", partly),
            ("县水利局承担的绿化职责划入我局", "云溪县水利局", partly),
        ] {
            assert_eq!(merged(sentence, own, other), expected, "{sentence} {other}");
        }
    }
}
