//! Sketches of texts: which share of two texts is the same, without the texts.

use crate::standard::{Form, Standard};
use crate::text::for_each_letter;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The smallest hashes of the shingles of a text, one hash for each group of shingles. A shingle is
/// a run of five letters. Digits do not count, so two years of a text have the same shingles.
/// Shingles of the form's own words and of stock phrases do not count either, because all reports
/// share these words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    least: Box<[u32; GROUPS]>,
}

/// Number of letters in a shingle.
const LEN: usize = 5;
/// Number of groups. The likeness of two sketches differs from the likeness of their texts by about
/// 4 in 100.
const GROUPS: usize = 128;
/// A shingle with fewer letters outside of stock phrases does not count.
const FEWEST_OWN: u32 = 3;
/// A text with fewer shingles of its own says too little to be like another text: about three
/// sentences. Reports without requests have one or two.
pub const FEWEST_SHINGLES: usize = 80;
/// Two texts are alike from this share of equal shingles on. `docs/likeness.md` has the curve.
pub const ALIKE: u32 = 60;
/// Number of groups in a band.
const BAND: usize = 4;
/// Number of letters in the general section of a usual report.
const USUAL: usize = 2048;
/// A group without a shingle, before it takes the hash of a neighbour.
const EMPTY: u32 = u32::MAX;

impl Sketch {
    /// The sketch of a text in pieces. `None` if the text has too few shingles of its own.
    pub fn of<'a>(pieces: impl Iterator<Item = &'a str>) -> Option<Self> {
        let known = &*STOCK;
        let mut all = Vec::with_capacity(USUAL);
        // The places of the stock phrases among the shingles, in order.
        let mut stock = Vec::new();
        shingles(pieces, |shingle| {
            if known.holds(shingle) {
                stock.push(all.len());
            }
            all.push(shingle);
        });
        let mut least = Box::new([EMPTY; GROUPS]);
        let mut count = 0;
        of_its_own(&all, &stock, |shingle| {
            let group = (shingle >> 32) as usize % GROUPS;
            let hash = (shingle as u32).min(EMPTY - 1);
            least[group] = least[group].min(hash);
            count += 1;
        });
        (count >= FEWEST_SHINGLES).then(|| Self { least: filled(least) })
    }

    /// The share of equal shingles among all different shingles of both texts, in percent.
    pub fn likeness(&self, other: &Self) -> u32 {
        let pairs = self.least.iter().zip(other.least.iter());
        let equal = pairs.filter(|(own, other)| own == other).count();
        (equal * 100 / GROUPS) as u32
    }

    /// Keys for a search: two texts that are alike share a key, with few exceptions.
    pub fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        let bands = self.least.chunks(BAND).enumerate();
        bands.map(|(band, group)| {
            group.iter().fold(band as u64, |key, hash| mixed(key ^ u64::from(*hash)))
        })
    }
}

/// Calls `each` with each shingle that has enough letters outside of stock phrases. `stock` are the
/// places of the stock phrases.
fn of_its_own(shingles: &[u64], stock: &[usize], mut each: impl FnMut(u64)) {
    let mut stock = stock.iter().copied().peekable();
    // The last letters that are in a stock phrase: a bit for each, the newest letter highest.
    let mut inside = 0_u32;
    // The end of the last stock phrase so far.
    let mut stock_end = 0;
    // The shingle that ends before a letter, counted from one.
    let ends = |letter: usize| (letter + 1).saturating_sub(LEN);
    let (mut letter, end) = (0, shingles.len() + LEN - 1);
    while letter < end {
        if inside == 0 {
            // No stock phrase is near, up to the next one.
            let until = stock.peek().map_or(end, |next| end.min(*next));
            shingles[ends(letter)..ends(until)].iter().for_each(|shingle| each(*shingle));
            letter = until;
        }
        if stock.next_if_eq(&letter).is_some() {
            stock_end = letter + LEN;
        }
        inside = inside >> 1 | u32::from(letter < stock_end) << (LEN - 1);
        let shingle = (letter + 1).checked_sub(LEN).and_then(|at| shingles.get(at));
        if let Some(shingle) = shingle
            && inside.count_ones() + FEWEST_OWN <= LEN as u32
        {
            each(*shingle);
        }
        letter += 1;
    }
}

/// Each group without a shingle takes the hash of the next group with one. Thus short texts are
/// compared by their few shingles.
fn filled(mut least: Box<[u32; GROUPS]>) -> Box<[u32; GROUPS]> {
    let mut next = EMPTY;
    // The groups stand in a circle.
    for at in (0..GROUPS).rev().chain((0..GROUPS).rev()) {
        if least[at] == EMPTY {
            least[at] = next;
        } else {
            next = least[at];
        }
    }
    least
}

/// Calls `each` with the hash of each shingle of a text in pieces.
fn shingles<'a>(pieces: impl Iterator<Item = &'a str>, mut each: impl FnMut(u64)) {
    // The last letters, the newest in the lowest bits. A character has 21 bits.
    let (mut last, mut count) = (0_u128, 0);
    for piece in pieces {
        for_each_letter(piece, |letter| {
            if (u32::from('0')..=u32::from('9')).contains(&letter) {
                return;
            }
            last = (last << 21 | u128::from(letter)) & ((1 << (21 * LEN)) - 1);
            count += 1;
            if count >= LEN {
                let rest = ((last >> 64) as u64).wrapping_mul(0x517c_c1b7_2722_0a95);
                each(mixed(last as u64 ^ rest));
            }
        });
    }
}

/// A hash in which every bit depends on every bit (the last step of SplitMix64).
fn mixed(key: u64) -> u64 {
    let key = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

/// The shingles of the form's words and of stock phrases. All reports share these words.
static STOCK: LazyLock<Stock> = LazyLock::new(|| {
    let standard = Standard::official();
    let mut stock = Stock { all: HashSet::new(), filter: Box::new([0; FILTER]) };
    let mut add = |phrase: &str| shingles(std::iter::once(phrase), |shingle| stock.insert(shingle));
    standard.contents().stock.phrases.iter().for_each(|phrase| add(phrase));
    standard.editions().iter().for_each(|form| words(form).for_each(&mut add));
    stock
});

/// A set of shingles. Nearly all shingles of a text are not in the set, and the filter says so at
/// once.
struct Stock {
    all: HashSet<u64>,
    /// A bit for each value of some bits of a shingle.
    filter: Box<[u64; FILTER]>,
}

const FILTER: usize = 1024;

impl Stock {
    fn insert(&mut self, shingle: u64) {
        let (word, bit) = Self::place(shingle);
        self.filter[word] |= bit;
        self.all.insert(shingle);
    }

    fn holds(&self, shingle: u64) -> bool {
        let (word, bit) = Self::place(shingle);
        self.filter[word] & bit != 0 && self.all.contains(&shingle)
    }

    fn place(shingle: u64) -> (usize, u64) {
        ((shingle >> 48) as usize % FILTER, 1 << (shingle >> 58))
    }
}

/// The words of a form.
fn words(form: &Form) -> impl Iterator<Item = &str> {
    let titles = form.sections.iter().map(|section| &section.title);
    let tables = form.tables.iter().flat_map(|table| {
        let columns = table.blocks.iter().flat_map(|block| &block.columns);
        let rows = table.rows.iter().map(|row| &row.label);
        let captions = table.blocks.iter().filter_map(|block| block.caption.as_ref());
        rows.chain(columns.map(|column| &column.label)).chain(&table.heads).chain(captions)
    });
    let notice = [form.format.as_str(), form.notice.as_str(), form.notice_title.as_str()];
    titles.chain(tables).map(|label| label.text.as_str()).chain(notice)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "一年来，我局把政务公开同园林养护结合起来，在滨河公园、北山绿道设立意见箱，由养护班组轮流值守，\
                       每周汇总市民意见，逐条转有关科室研究；公园改造方案先张贴效果图，再请周边居民到场座谈，采纳了保留老槐树、\
                       加装扶手、延长夜间照明等建议，并在工地围挡上写明采纳情况和完工时间。";

    fn sketch(text: &str) -> Option<Sketch> {
        Sketch::of(std::iter::once(text))
    }

    #[test]
    fn numbers_marks_and_line_ends_do_not_count() {
        let text = format!("{OWN}2023年种树3000株。");
        let other = format!("{}２０２４年，种树12,500\n株。", OWN.replace('，', ", "));
        assert_eq!(sketch(&text).unwrap().likeness(&sketch(&other).unwrap()), 100);
    }

    #[test]
    fn short_texts_and_stock_phrases_have_no_sketch() {
        assert_eq!(sketch(""), None);
        assert_eq!(sketch("无"), None);
        assert_eq!(sketch("一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。"), None);
        let stock: Vec<&str> =
            Standard::official().contents().stock.phrases.iter().map(String::as_str).collect();
        assert!(stock.concat().chars().count() > 3 * FEWEST_SHINGLES);
        assert_eq!(sketch(&stock.concat()), None);
    }

    #[test]
    fn texts_that_are_alike_share_a_band() {
        let own = sketch(OWN).unwrap();
        let other = sketch(&OWN.replace("每周汇总", "按月汇总")).unwrap();
        assert!(own.likeness(&other) >= ALIKE, "{}", own.likeness(&other));
        assert!(own.bands().zip(other.bands()).any(|(own, other)| own == other));
    }
}
