//! Folding: what a character is *read* as. The source is never rewritten by it.
//!
//! Text extracted from PDF holds radicals (⼀ for 一, ⻔ for 门), web copies hold full-width digits, other reports are in
//! traditional characters. A label, a title or a number is found through all of these.

use super::TextRange;
use std::sync::LazyLock;

/// One pair a word: a radical or compatibility ideograph, and the ordinary character that it stands for.
const IDEOGRAPHS: &str = include_str!("ideographs.txt");

/// Traditional characters of the form's own vocabulary (labels, titles, organs, dates), each before its simplified form.
const TRADITIONAL: &str = "總总體体況况動动開开請请數数結结轉转辦办處处區区計计這这屬属於于國国規规穩稳護护權权類类內内務务過过執执詢询項项\
無无機机關关沒没現现製制補补後后確确訪访舉举報报訴诉複复復复當当認认獲获費费繳缴納纳繼继續续議议訟讼維维糾纠審审經经問问題题進进\
範范許许罰罚強强業业發发廢废決决單单萬万構构會会組组織织係系採采購购額额對对統统為为爲为從从條条監监縣县鄉乡鎮镇廳厅個个據据臺台\
門门戶户齊齐長长東东黨党辦办學学廣广衛卫農农財财軍军歸归圖图聯联綜综檔档應应實实佈布與与種种責责術术環环險险陽阳陝陕遼辽寧宁蘇苏";

/// Whether `c` counts as nothing between characters: every kind of space, and what cannot be seen (zero-width, control,
/// byte order mark, soft hyphen).
pub fn is_space(c: char) -> bool {
    match c {
        '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{ad}' => true,
        '!'..='~' => false,
        _ => {
            c.is_whitespace()
                || matches!(c, '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
        }
    }
}

/// The character that `c` is read as: the ordinary simplified ideograph, the half-width letter, digit, bracket or mark.
/// Space is not folded here; see [`is_space`].
pub fn fold(c: char) -> char {
    let code = u32::from(c);
    match u16::try_from(code) {
        Ok(code) => char::from_u32(u32::from(TABLE.basic[usize::from(code)])).unwrap_or(c),
        Err(_) => TABLE.supplementary(c).unwrap_or(c),
    }
}

/// Whether a folded character is a letter, an ideograph or a digit, rather than a mark.
pub fn is_letter(folded: char) -> bool {
    match folded {
        '\u{4e00}'..='\u{9fff}' => true,
        '\0'..='\u{7f}' => folded.is_ascii_alphanumeric(),
        _ => folded.is_alphanumeric(),
    }
}

/// A hash of what [`Folded::letters`] keeps of `text`, and how many characters that is. The same on every machine and run.
pub fn letters_hash(text: &str) -> (u64, usize) {
    let (mut hash, mut count) = (LettersHash::default(), 0);
    for read in text.chars().map(fold).filter(|&read| is_letter(read)) {
        hash.push(read);
        count += 1;
    }
    (hash.finish(), count)
}

/// [`letters_hash`], a folded letter at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct LettersHash(u64);

impl LettersHash {
    pub fn push(&mut self, letter: char) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    pub fn finish(self) -> u64 {
        // The multiplication leaves its mixing in the high bits.
        self.0 ^ (self.0 >> 32)
    }
}

/// What [`ordinary_ideograph`] says of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ideograph {
    /// It is no radical and no compatibility ideograph.
    Ordinary,
    /// It stands where this character belongs.
    Equivalent(char),
    /// It is one of them, and nothing ordinary corresponds to it.
    Unknown,
}

/// Whether `c` is a radical (U+2E80–2EFF, U+2F00–2FDF) or compatibility ideograph (U+F900–FAFF, U+2F800–2FA1F), and the
/// ordinary character for it. The twelve unified ideographs that stand among the compatibility ones are ordinary.
pub fn ordinary_ideograph(c: char) -> Ideograph {
    let suspicious = matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    if !suspicious
        || matches!(
            c,
            '\u{fa0e}' | '\u{fa0f}' | '\u{fa11}' | '\u{fa13}' | '\u{fa14}' | '\u{fa1f}' | '\u{fa21}' | '\u{fa23}' | '\u{fa24}' | '\u{fa27}'
                ..='\u{fa29}'
        )
    {
        return Ideograph::Ordinary;
    }
    match fold(c) {
        same if same == c => Ideograph::Unknown,
        other => Ideograph::Equivalent(other),
    }
}

/// Where a character goes, by code point.
struct Table {
    basic: Box<[u16]>,
    /// Compatibility ideographs beyond the basic plane, sorted.
    beyond: Vec<(char, char)>,
}

impl Table {
    fn supplementary(&self, c: char) -> Option<char> {
        let at = self.beyond.binary_search_by_key(&c, |pair| pair.0).ok()?;
        Some(self.beyond[at].1)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut basic: Box<[u16]> = (0..=u16::MAX).collect();
    let mut beyond = Vec::new();
    let mut set = |from: char, to: char| match (u16::try_from(u32::from(from)), u16::try_from(u32::from(to))) {
        (Ok(from), Ok(to)) => basic[usize::from(from)] = to,
        _ => beyond.push((from, to)),
    };
    for full in '\u{ff01}'..='\u{ff5e}' {
        set(full, char::from_u32(u32::from(full) - 0xfee0).unwrap_or(full));
    }
    for (from, to) in "、,､,｡。．.﹒.·.•.・.“\"”\"＂\"‘'’'【[】]〔[〕]﹝[﹞]﹙(﹚)—-–-―-‐-‑-‒-−-－-─-~-～-｜|│|┃|￨|〇0○0零0".chars().tuples()
    {
        set(from, to);
    }
    let ideographs = IDEOGRAPHS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    for (from, to) in ideographs.flat_map(|word| word.chars().tuples()) {
        set(from, to);
    }
    for (from, to) in TRADITIONAL.chars().tuples() {
        set(from, to);
    }
    beyond.sort_unstable();
    Table { basic, beyond }
});

/// Characters taken two at a time.
trait Tuples: Iterator<Item = char> + Sized {
    fn tuples(mut self) -> impl Iterator<Item = (char, char)> {
        std::iter::from_fn(move || Some((self.next()?, self.next()?)))
    }
}
impl<I: Iterator<Item = char>> Tuples for I {}

/// A text as it is read: folded, without space, and for each of its characters the place in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each character: its offset in `text`, and the range of its source character.
    map: Vec<(u32, u32, u32)>,
}

impl Folded {
    /// Folds the part of `text` that `range` covers; source offsets count from the start of `text`.
    pub fn new(text: &str, range: TextRange) -> Self {
        Self::filtered(text, range, |_| true)
    }

    /// The same with letters and digits only: what is compared of a label or title, whatever marks stand in it.
    pub fn letters(text: &str, range: TextRange) -> Self {
        Self::filtered(text, range, is_letter)
    }

    fn filtered(text: &str, range: TextRange, keep: impl Fn(char) -> bool) -> Self {
        let mut folded = Self { text: String::with_capacity(range.len()), map: Vec::with_capacity(range.len() / 3) };
        for (at, c) in range.of(text).char_indices() {
            let read = fold(c);
            if is_space(c) || !keep(read) {
                continue;
            }
            let start = range.start + at;
            folded.map.push((folded.text.len() as u32, start as u32, (start + c.len_utf8()) as u32));
            folded.text.push(read);
        }
        folded
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many characters it has.
    pub fn chars(&self) -> usize {
        self.map.len()
    }

    /// The source range of the folded bytes `range`, from its first to its last character.
    ///
    /// An empty range gives the empty range before the source character that follows it.
    pub fn source(&self, range: TextRange) -> TextRange {
        let index = |offset: usize| self.map.partition_point(|entry| (entry.0 as usize) < offset);
        let (first, last) = (index(range.start), index(range.end));
        match (self.map.get(first), last.checked_sub(1).and_then(|at| self.map.get(at))) {
            (Some(start), Some(end)) if first < last => TextRange::new(start.1 as usize, end.2 as usize),
            (Some(start), _) => TextRange::at(start.1 as usize),
            (None, end) => TextRange::at(end.map_or(0, |entry| entry.2 as usize)),
        }
    }

    /// The source range of the whole.
    pub fn source_all(&self) -> TextRange {
        self.source(TextRange::new(0, self.text.len()))
    }
}
