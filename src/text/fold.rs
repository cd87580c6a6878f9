//! Folding: what a character is *read* as. The source is never rewritten by it.
//!
//! Text extracted from PDF holds radicals (⼀ for 一, ⻔ for 门), web copies hold full-width digits, other reports are in
//! traditional characters. A label, a title or a number is found through all of these.

use super::TextRange;
use super::markup::{ideograph_entity, mark_entity, markup};
use std::sync::LazyLock;

/// One pair a word: a radical or compatibility ideograph, and the ordinary character that it stands for.
const IDEOGRAPHS: &str = include_str!("ideographs.txt");

/// Traditional characters of the form's own vocabulary (labels, titles, organs, dates), each before its simplified form.
const TRADITIONAL: &str = "總总體体況况動动開开請请數数結结轉转辦办處处區区計计這这屬属於于國国規规穩稳護护權权類类內内務务過过執执詢询項项\
無无機机關关沒没現现製制補补後后確确訪访舉举報报訴诉複复復复當当認认獲获費费繳缴納纳繼继續续議议訟讼維维糾纠審审經经問问題题進进\
範范許许罰罚強强業业發发廢废決决單单萬万構构會会組组織织係系採采購购額额對对統统為为爲为從从條条監监縣县鄉乡鎮镇廳厅個个據据臺台\
門门戶户齊齐長长東东黨党辦办學学廣广衛卫農农財财軍军歸归圖图聯联綜综檔档應应實实佈布與与種种責责術术環环險险陽阳陝陕遼辽寧宁蘇苏";

/// Digits, brackets and marks, each before the one that it is read as.
const MARKS: &str = "、,､,｡。．.﹒.·.•.・.“\"”\"＂\"‘'’'【[】]〔[〕]﹝[﹞]﹙(﹚)—-–-―-‐-‑-‒-−-－-─-~-～-｜|│|┃|￨|〇0○0零0";

/// Whether `c` counts as nothing between characters: every kind of space, and what cannot be seen (zero-width, control,
/// byte order mark, soft hyphen).
#[inline(always)]
pub fn is_space(c: char) -> bool {
    match c {
        '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{ad}' => true,
        // Ideographs and full-width marks, told without a search in the tables of Unicode.
        '!'..='~' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' => false,
        _ => is_rare_space(c),
    }
}

fn is_rare_space(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
}

/// The character that `c` is read as: the ordinary simplified ideograph, the half-width letter, digit, bracket or mark.
/// Space is not folded here; see [`is_space`].
pub fn fold(c: char) -> char {
    // ASCII before the tilde is read as itself.
    if c < '~' { c } else { TABLE.get(c) }
}

/// Whether a folded character is a letter, an ideograph or a digit, rather than a mark.
pub fn is_letter(folded: char) -> bool {
    match folded {
        '\u{4e00}'..='\u{9fff}' => true,
        '\0'..='\u{7f}' => folded.is_ascii_alphanumeric(),
        // Marks, told without a search in the tables of Unicode.
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{301f}' => false,
        // The one letter of Unicode that is a space.
        '\u{3164}' => false,
        _ => folded.is_alphanumeric(),
    }
}

/// A hash of what [`Folded::letters`] keeps of `text`, and how many characters that is. The same on every machine and run.
pub fn letters_hash(text: &str) -> (u64, usize) {
    let (mut hash, mut count) = (LettersHash::default(), 0);
    let mut reading = Reading::new(text);
    loop {
        count += reading.ideographs(&mut hash).0;
        let Some(read) = reading.next() else { break };
        if is_letter(read) {
            hash.push(read);
            count += 1;
        } else if let Some(ideograph) = reading.ideograph_entity(read) {
            hash.push(ideograph);
            count += 1;
        } else if matches!(read, '<' | '&') {
            reading.skip_markup();
        }
    }
    (hash.finish(), count)
}

/// The characters of a text, each as it is read: [`fold`] of one behind the other, in less time.
pub struct Reading<'a> {
    text: &'a str,
    rest: &'a [u8],
    basic: &'static [u16; 0x1_0000],
}

impl<'a> Reading<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, rest: text.as_bytes(), basic: &TABLE.basic }
    }

    /// Where the next character begins.
    #[inline(always)]
    fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Reads ideographs, as many as follow one another and are read as such, and adds them to `hash`: how many there are, and the last.
    #[inline(always)]
    pub fn ideographs(&mut self, hash: &mut LettersHash) -> (usize, Option<char>) {
        let (mut count, mut last) = (0, 0);
        while let [first @ 0xe4..=0xe9, second, third, ref rest @ ..] = *self.rest {
            let read = self.basic[usize::from(three_bytes(first, second, third))];
            if !(0x4e00..=0x9fff).contains(&read) {
                break;
            }
            hash.push_code(read.into());
            (count, last, self.rest) = (count + 1, read, rest);
        }
        (count, char::from_u32(last.into()).filter(|_| count > 0))
    }

    /// Whether the character read last is this very one, in ASCII, rather than another that is read so.
    #[inline(always)]
    pub fn was(&self, ascii: u8) -> bool {
        self.text.as_bytes()[self.at() - 1] == ascii
    }

    /// Where `read`, the character read last, begins the entity of an ideograph: passes it, and gives the ideograph as it is read.
    #[inline(always)]
    pub fn ideograph_entity(&mut self, read: char) -> Option<char> {
        if read != '&' || !self.was(b'&') {
            return None;
        }
        let (ideograph, len) = ideograph_entity(&self.text[self.at() - 1..])?;
        self.rest = &self.rest[len - 1..];
        Some(fold(ideograph))
    }

    /// Where `<` or `&` was read last: skips the inline markup, or the entity of a mark, that begins there. Whether any does.
    #[inline(always)]
    pub fn skip_markup(&mut self) -> bool {
        let len = if self.was(b'<') || self.was(b'&') { markup_or_mark(&self.text[self.at() - 1..]) } else { 0 };
        self.rest = &self.rest[len.saturating_sub(1)..];
        len > 0
    }
}

impl Iterator for Reading<'_> {
    type Item = char;

    /// Nearly all characters are ASCII or have three bytes.
    #[inline(always)]
    fn next(&mut self) -> Option<char> {
        match *self.rest {
            [ascii @ 0..b'~', ref rest @ ..] => {
                self.rest = rest;
                Some(char::from(ascii))
            }
            [first @ 0xe0..=0xef, second, third, ref rest @ ..] => {
                self.rest = rest;
                Some(basic(self.basic, three_bytes(first, second, third)))
            }
            _ => {
                let (read, len) = rare(self.text, self.at())?;
                self.rest = &self.rest[len..];
                Some(read)
            }
        }
    }
}

/// How long the inline markup or the entity of a mark is that `text` begins with.
fn markup_or_mark(text: &str) -> usize {
    match markup(text) {
        0 => mark_entity(text).map_or(0, |(_, len)| len),
        len => len,
    }
}

/// The code point that three bytes of UTF-8 stand for.
#[inline(always)]
fn three_bytes(first: u8, second: u8, third: u8) -> u16 {
    u16::from(first) << 12 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f)
}

/// The character at byte `at` as it is read, and its length. Takes no reference to what reads, which so stays in registers.
#[inline(never)]
fn rare(text: &str, at: usize) -> Option<(char, usize)> {
    let c = text[at..].chars().next()?;
    Some((fold(c), c.len_utf8()))
}

/// What the character with this code point is read as. No character is read as a surrogate.
#[inline(always)]
fn basic(table: &[u16; 0x1_0000], code: u16) -> char {
    char::from_u32(u32::from(table[usize::from(code)])).unwrap_or_default()
}

/// What [`Folded::letters`] keeps of `text`.
pub fn letters_of(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut reading = Reading::new(text);
    std::iter::from_fn(move || {
        loop {
            let read = reading.next()?;
            if is_letter(read) {
                return Some(read);
            }
            if let Some(ideograph) = reading.ideograph_entity(read) {
                return Some(ideograph);
            }
            if matches!(read, '<' | '&') {
                reading.skip_markup();
            }
        }
    })
}

/// The pieces of `text` between inline markup.
pub fn between_markup(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let markup = memchr::memchr2_iter(b'<', b'&', text.as_bytes()).map(|at| (at, markup(&text[at..]))).find(|(_, len)| *len > 0);
        let (piece, next) = markup.map_or((text, None), |(at, len)| (&text[..at], Some(&text[at + len..])));
        rest = next;
        Some(piece)
    })
}

/// [`letters_hash`], a folded letter at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct LettersHash(u64);

impl LettersHash {
    pub fn push(&mut self, letter: char) {
        self.push_code(letter.into());
    }

    #[inline(always)]
    fn push_code(&mut self, code: u64) {
        self.0 = (self.0.rotate_left(5) ^ code).wrapping_mul(0x517c_c1b7_2722_0a95);
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
    // Not `fold`, which reads the compatibility form of 數 as 数: a text in traditional characters stays in them.
    let ideographs = &TABLE.ideographs;
    ideographs.binary_search_by_key(&c, |pair| pair.0).map_or(Ideograph::Unknown, |at| Ideograph::Equivalent(ideographs[at].1))
}

/// Where a character goes.
struct Table {
    /// By code point, in the basic plane.
    basic: Box<[u16; 0x1_0000]>,
    /// Beyond the basic plane; sorted.
    beyond: Vec<(char, char)>,
    /// Radicals and compatibility ideographs, each with its ordinary character; sorted.
    ideographs: Vec<(char, char)>,
}

impl Table {
    fn get(&self, c: char) -> char {
        match u16::try_from(u32::from(c)) {
            Ok(code) => basic(&self.basic, code),
            Err(_) => self.beyond.binary_search_by_key(&c, |pair| pair.0).map_or(c, |at| self.beyond[at].1),
        }
    }

    /// Characters beyond the basic plane must come in order. The seven compatibility ideographs of the basic plane whose
    /// ordinary character lies beyond it are read as themselves: none is in use.
    fn set(&mut self, from: char, to: char) {
        match (u16::try_from(u32::from(from)), u16::try_from(u32::from(to))) {
            (Ok(from), Ok(to)) => self.basic[usize::from(from)] = to,
            (Ok(_), Err(_)) => {}
            (Err(_), _) => self.beyond.push((from, to)),
        }
    }
}

/// Every character read as itself.
fn identity() -> Box<[u16; 0x1_0000]> {
    let mut basic = Box::new([0; 0x1_0000]);
    (0..=u16::MAX).zip(basic.iter_mut()).for_each(|(code, entry)| *entry = code);
    basic
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { basic: identity(), beyond: Vec::new(), ideographs: Vec::new() };
    for full in '\u{ff01}'..='\u{ff5e}' {
        table.set(full, char::from_u32(u32::from(full) - 0xfee0).unwrap_or(full));
    }
    for (from, to) in MARKS.chars().tuples().chain(TRADITIONAL.chars().tuples()) {
        table.set(from, to);
    }
    let words = IDEOGRAPHS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    table.ideographs = words.flat_map(|word| word.chars().tuples()).collect();
    table.ideographs.sort_unstable();
    for (from, to) in table.ideographs.clone() {
        table.set(from, table.get(to));
    }
    table
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

    /// The same as [`Folded::new`] without Markdown's marks of bold words.
    pub fn words(text: &str, range: TextRange) -> Self {
        Self::filtered(text, range, |c| c != '*')
    }

    fn filtered(text: &str, range: TextRange, keep: impl Fn(char) -> bool) -> Self {
        let mut folded = Self { text: String::with_capacity(range.len()), map: Vec::with_capacity(range.len() / 3) };
        let source = range.of(text);
        let mut behind_markup = 0;
        for (at, c) in source.char_indices() {
            if at < behind_markup {
                continue;
            }
            let (mut c, mut len) = (c, c.len_utf8());
            if matches!(c, '<' | '&') {
                behind_markup = at + markup(&source[at..]);
                if at < behind_markup {
                    continue;
                }
                if let Some(entity) = mark_entity(&source[at..]).or_else(|| ideograph_entity(&source[at..])) {
                    (c, len) = entity;
                    behind_markup = at + len;
                }
            }
            let read = fold(c);
            if is_space(c) || !keep(read) {
                continue;
            }
            let start = range.start + at;
            folded.map.push((folded.text.len() as u32, start as u32, (start + len) as u32));
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

    /// Each character, and the range of its source character.
    pub fn places(&self) -> impl Iterator<Item = (char, TextRange)> + '_ {
        self.text.chars().zip(&self.map).map(|(read, &(_, start, end))| (read, TextRange::new(start as usize, end as usize)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn every_char() -> impl Iterator<Item = char> {
        '\0'..=char::MAX
    }

    fn kangxi() -> impl Iterator<Item = char> {
        '\u{2f00}'..='\u{2fd5}'
    }

    /// Whether `c` is in GB 2312, the simplified characters in use.
    fn in_gb2312(c: char) -> bool {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut buffer));
        !unmappable && bytes.len() == 2 && (0xb0..=0xf7).contains(&bytes[0]) && bytes[1] >= 0xa1
    }

    /// Characters that are read in every way: those of one to four bytes, letters, marks, space and markup.
    fn any_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("规章"),
            Just("零"),
            Just("<b>"),
            Just("&nbsp;"),
            Just("&ldquo;"),
            Just("&#65288;"),
            Just("&#19977;"),
            Just("｜"),
            Just("⽉"),
            Just("é"),
            Just("\u{3164}"),
            Just("𠮷")
        ];
        let piece = prop_oneof![piece.prop_map(str::to_owned), any::<char>().prop_map(String::from), "[ -~]{0,3}"];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn reading_is_folding_one_character_after_the_other(text in any_text()) {
            let read: String = Reading::new(&text).collect();
            prop_assert_eq!(read, text.chars().map(fold).collect::<String>());
        }

        #[test]
        fn letters_are_the_same_in_every_way_of_reading(text in any_text()) {
            let folded = Folded::letters(&text, TextRange::new(0, text.len())).text;
            prop_assert_eq!(&letters_of(&text).collect::<String>(), &folded);
            let mut hash = LettersHash::default();
            folded.chars().for_each(|letter| hash.push(letter));
            prop_assert_eq!(letters_hash(&text), (hash.finish(), folded.chars().count()));
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for c in every_char() {
            assert_eq!(fold(fold(c)), fold(c), "{c} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn ascii_and_ordinary_simplified_characters_stay() {
        for c in ('\0'..='\x7f').filter(|&c| c != '~') {
            assert_eq!(fold(c), c);
        }
        let changed: String = ('一'..='龥').filter(|&c| in_gb2312(c) && fold(c) != c).collect();
        assert_eq!(changed, "後於零");
    }

    /// NFKC gives a character outside GB 2312 for 32 Kangxi radicals: 9 that no simplified text uses as characters, and
    /// 23 that have a simplified form.
    #[test]
    fn compatibility_folding_agrees_with_unicode_but_for_simplified_characters() {
        let nfkc = |c: char| {
            let mut mapped = c.nfkc();
            mapped.next().filter(|_| mapped.next().is_none())
        };
        let mut simplified = 0;
        for c in every_char() {
            let (Ideograph::Equivalent(ours), Some(theirs)) = (ordinary_ideograph(c), nfkc(c)) else { continue };
            if theirs == c || ours == theirs {
                continue;
            }
            assert!(matches!(c, '\u{2e80}'..='\u{2fdf}'), "{c} is {theirs}, not {ours}");
            assert!(in_gb2312(ours) && !in_gb2312(theirs), "{c} is {theirs}, not {ours}");
            simplified += 1;
        }
        assert_eq!(simplified, 23);
        for c in '\u{ff01}'..='\u{ff5e}' {
            assert_eq!(Some(fold(c)), nfkc(c).map(fold), "{c}");
        }
    }

    #[test]
    fn every_kangxi_radical_has_an_ordinary_character() {
        for c in kangxi() {
            let Ideograph::Equivalent(ordinary) = ordinary_ideograph(c) else { panic!("{c} has none") };
            assert!(('一'..='鿿').contains(&ordinary), "{c} {ordinary}");
        }
    }

    #[test]
    fn radicals_are_read_as_simplified_characters() {
        let read: String = "⼾⻔⺠⻓⾧⾨⻅⾒⻋⾞⻚⾴⻛⾵⻬⿑⻥⿂⼯⽉⽇⾄⾃⽂".chars().map(fold).collect();
        assert_eq!(read, "户门民长长门见见车车页页风风齐齐鱼鱼工月日至自文");
        // What is left outside GB 2312 are strokes and parts that no text uses as characters.
        let odd: String = kangxi().map(fold).filter(|&c| !in_gb2312(c)).collect();
        assert_eq!(odd, "亅匸夊癶禸艸襾辵釆");
    }

    #[test]
    fn a_compatibility_ideograph_is_read_simplified_but_mended_to_its_own_character() {
        assert_eq!(fold('\u{f969}'), '数');
        assert_eq!(ordinary_ideograph('\u{f969}'), Ideograph::Equivalent('數'));
        assert_eq!(ordinary_ideograph('\u{2f803}'), Ideograph::Equivalent('𠄢'));
        assert_eq!(ordinary_ideograph('﨑'), Ideograph::Ordinary, "unified, though it stands among them");
        assert_eq!(ordinary_ideograph('\u{2e80}'), Ideograph::Unknown);
        assert_eq!(ordinary_ideograph('數'), Ideograph::Ordinary);
    }

    #[test]
    fn digits_brackets_and_traditional_words_are_read_alike() {
        let read = Folded::new("２０２１ 年（總計）\u{200b}【行政複議】", TextRange::new(0, "２０２１ 年（總計）\u{200b}【行政複議】".len()));
        assert_eq!(read.text, "2021年(总计)[行政复议]");
        let letters = Folded::letters("1. 自然\n人、", TextRange::new(0, "1. 自然\n人、".len()));
        assert_eq!(letters.text, "1自然人");
    }

    #[test]
    fn empty_ranges_lie_before_the_next_character() {
        let text = "  总 计 ";
        let folded = Folded::new(text, TextRange::new(0, text.len()));
        assert_eq!(folded.source(TextRange::at(0)), TextRange::at(2));
        assert_eq!(folded.source(TextRange::at(3)), TextRange::at(6));
        assert_eq!(folded.source(TextRange::at(6)), TextRange::at(9));
        assert_eq!(folded.source_all().of(text), "总 计");
        assert_eq!(Folded::new("", TextRange::at(0)).source_all(), TextRange::at(0));
    }

    proptest! {
        #[test]
        fn the_map_leads_back_to_the_source(before in "\\PC{0,5}", text in "[ 一⼀２總\u{200b}\n𠮷\u{2f803}x]{0,20}") {
            let whole = format!("{before}{text}");
            let folded = Folded::new(&whole, TextRange::new(before.len(), whole.len()));
            prop_assert_eq!(folded.chars(), folded.text.chars().count());
            let bounds: Vec<usize> = (0..=folded.text.len()).filter(|&at| folded.text.is_char_boundary(at)).collect();
            for (i, &start) in bounds.iter().enumerate() {
                for &end in &bounds[i + 1..] {
                    let source = folded.source(TextRange::new(start, end));
                    prop_assert!(before.len() <= source.start && source.end <= whole.len());
                    prop_assert_eq!(&Folded::new(&whole, source).text, &folded.text[start..end]);
                    let (first, last) = (source.of(&whole).chars().next(), source.of(&whole).chars().next_back());
                    prop_assert!(!first.is_some_and(is_space) && !last.is_some_and(is_space));
                }
            }
        }
    }
}
