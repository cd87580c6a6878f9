//! Folding maps a character to an equivalent character for reading. Folding never rewrites the
//! source.
//!
//! Text extracted from PDF holds radicals (⼀ for 一, ⻔ for 门). Web copies hold full-width
//! digits. Other reports are in traditional characters. Folding finds a label, a title or a number
//! in all of these texts.

use std::sync::LazyLock;

/// Each word is one pair: a radical or compatibility ideograph, and its ordinary character.
const IDEOGRAPHS: &str = include_str!("ideographs.txt");

/// Each word is one pair: a traditional character, and its simplified form.
const TRADITIONAL: &str = include_str!("traditional.txt");

/// Digits, brackets and marks, each before its folded form.
const MARKS: &str = "、,､,｡。．.﹒.·.•.・.“\"”\"＂\"‘'’'【[】]〔[〕]﹝[﹞]﹙(﹚)—-–-―-‐-‑-‒-−-－-─-~-～-｜|│|┃|￨|〇0○0零0";

/// Whether `c` counts as nothing between characters: every kind of space, and invisible characters
/// (zero-width, control, byte order mark, soft hyphen).
#[inline(always)]
pub fn is_space(c: char) -> bool {
    match c {
        '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{ad}' => true,
        // Ideographs and full-width marks, recognised without a search in the tables of Unicode.
        '!'..='~' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' => false,
        _ => is_rare_space(c),
    }
}

fn is_rare_space(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
}

/// The folded form of `c`: the ordinary simplified ideograph, the half-width letter, digit, bracket
/// or mark. Space is not folded here; see [`is_space`].
pub fn fold(c: char) -> char {
    // ASCII before the tilde folds to itself.
    if c < '~' { c } else { TABLE.get(c) }
}

/// Whether a folded character is a letter, an ideograph or a digit, and not a mark.
pub fn is_letter(folded: char) -> bool {
    match folded {
        '\u{4e00}'..='\u{9fff}' => true,
        '\0'..='\u{7f}' => folded.is_ascii_alphanumeric(),
        // Marks, recognised without a search in the tables of Unicode.
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{301f}' => false,
        // The only letter of Unicode that is a space.
        '\u{3164}' => false,
        _ => folded.is_alphanumeric(),
    }
}

/// The result of [`ordinary_ideograph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ideograph {
    /// Not a radical and not a compatibility ideograph.
    Ordinary,
    /// A radical or compatibility ideograph in the place of this character.
    Equivalent(char),
    /// A radical or compatibility ideograph without an ordinary character.
    Unknown,
}

/// Whether `c` is a radical (U+2E80–2EFF, U+2F00–2FDF) or compatibility ideograph (U+F900–FAFF,
/// U+2F800–2FA1F), and the ordinary character for `c`. The twelve unified ideographs among the
/// compatibility ideographs are ordinary.
pub fn ordinary_ideograph(c: char) -> Ideograph {
    let suspicious =
        matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    if !suspicious
        || matches!(
            c,
            '\u{fa0e}'
                | '\u{fa0f}'
                | '\u{fa11}'
                | '\u{fa13}'
                | '\u{fa14}'
                | '\u{fa1f}'
                | '\u{fa21}'
                | '\u{fa23}'
                | '\u{fa24}'
                | '\u{fa27}'..='\u{fa29}'
        )
    {
        return Ideograph::Ordinary;
    }
    // Not `fold`: `fold` maps the compatibility form of 數 to 数, but a text in traditional
    // characters keeps its traditional characters.
    let ideographs = &TABLE.ideographs;
    ideographs
        .binary_search_by_key(&c, |pair| pair.0)
        .map_or(Ideograph::Unknown, |at| Ideograph::Equivalent(ideographs[at].1))
}

/// The folded form of each character of the basic plane, by code point.
pub(super) fn basic_plane() -> &'static [u16; 0x1_0000] {
    &TABLE.basic
}

/// The folded form of the character with this code point. No character folds to a surrogate.
#[inline(always)]
pub(super) fn basic(table: &[u16; 0x1_0000], code: u16) -> char {
    char::from_u32(u32::from(table[usize::from(code)])).unwrap_or_default()
}

/// The folded form of each character.
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
            Err(_) => self
                .beyond
                .binary_search_by_key(&c, |pair| pair.0)
                .map_or(c, |at| self.beyond[at].1),
        }
    }

    /// Characters beyond the basic plane must come in order. Seven compatibility ideographs of the
    /// basic plane have an ordinary character beyond the basic plane. These ideographs are not in
    /// use and fold to themselves.
    fn set(&mut self, from: char, to: char) {
        match (u16::try_from(u32::from(from)), u16::try_from(u32::from(to))) {
            (Ok(from), Ok(to)) => self.basic[usize::from(from)] = to,
            (Ok(_), Err(_)) => {}
            (Err(_), _) => self.beyond.push((from, to)),
        }
    }
}

/// The table that folds every character to itself.
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
    for (from, to) in MARKS.chars().tuples().chain(pairs(TRADITIONAL)) {
        table.set(from, to);
    }
    table.ideographs = pairs(IDEOGRAPHS).collect();
    table.ideographs.sort_unstable();
    for (from, to) in table.ideographs.clone() {
        table.set(from, table.get(to));
    }
    table
});

/// The pairs of a list with comments.
fn pairs(list: &str) -> impl Iterator<Item = (char, char)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).flat_map(|word| word.chars().tuples())
}

/// Takes characters two at a time.
trait Tuples: Iterator<Item = char> + Sized {
    fn tuples(mut self) -> impl Iterator<Item = (char, char)> {
        std::iter::from_fn(move || Some((self.next()?, self.next()?)))
    }
}
impl<I: Iterator<Item = char>> Tuples for I {}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;
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

    /// NFKC gives a character outside GB 2312 for 32 Kangxi radicals: 9 radicals that no simplified
    /// text uses as characters, and 23 radicals with a simplified form.
    #[test]
    fn compatibility_folding_agrees_with_unicode_but_for_simplified_characters() {
        let nfkc = |c: char| {
            let mut mapped = c.nfkc();
            mapped.next().filter(|_| mapped.next().is_none())
        };
        let mut simplified = 0;
        for c in every_char() {
            let (Ideograph::Equivalent(ours), Some(theirs)) = (ordinary_ideograph(c), nfkc(c))
            else {
                continue;
            };
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
    fn a_traditional_character_is_told_once() {
        let mut seen = std::collections::HashSet::new();
        for (from, to) in pairs(TRADITIONAL) {
            assert!(seen.insert(from), "{from}");
            assert!(in_gb2312(to), "{from}{to}");
        }
        let name: String = "雲溪縣園林綠化局、廈門鹽務監獄".chars().map(fold).collect();
        assert_eq!(name, "云溪县园林绿化局,厦门盐务监狱");
    }

    #[test]
    fn every_kangxi_radical_has_an_ordinary_character() {
        for c in kangxi() {
            let Ideograph::Equivalent(ordinary) = ordinary_ideograph(c) else {
                panic!("{c} has none")
            };
            assert!(('一'..='鿿').contains(&ordinary), "{c} {ordinary}");
        }
    }

    #[test]
    fn radicals_are_read_as_simplified_characters() {
        let read: String =
            "⼾⻔⺠⻓⾧⾨⻅⾒⻋⾞⻚⾴⻛⾵⻬⿑⻥⿂⼯⽉⽇⾄⾃⽂".chars().map(fold).collect();
        assert_eq!(read, "户门民长长门见见车车页页风风齐齐鱼鱼工月日至自文");
        // The remaining characters outside GB 2312 are strokes and parts that no text uses as
        // characters.
        let odd: String = kangxi().map(fold).filter(|&c| !in_gb2312(c)).collect();
        assert_eq!(odd, "亅匸夊癶禸艸襾辵釆");
    }

    #[test]
    fn a_compatibility_ideograph_is_read_simplified_but_mended_to_its_own_character() {
        assert_eq!(fold('\u{f969}'), '数');
        assert_eq!(ordinary_ideograph('\u{f969}'), Ideograph::Equivalent('數'));
        assert_eq!(ordinary_ideograph('\u{2f803}'), Ideograph::Equivalent('𠄢'));
        assert_eq!(
            ordinary_ideograph('﨑'),
            Ideograph::Ordinary,
            "unified, though it stands among them"
        );
        assert_eq!(ordinary_ideograph('\u{2e80}'), Ideograph::Unknown);
        assert_eq!(ordinary_ideograph('數'), Ideograph::Ordinary);
    }
}
