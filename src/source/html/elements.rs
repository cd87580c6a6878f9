//! What the elements of a page do to its text.

/// The part of an element in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Table,
    Row,
    Cell,
    /// `thead`, `tbody`, `tfoot`.
    RowGroup,
    /// `col`, `colgroup`: ends the rows above.
    Columns,
    Caption,
    /// A line ends: `br`, `hr`.
    Break,
    /// Begins and ends a line.
    Block(Block),
    /// Stands in a line.
    Inline(Inline),
    /// The title of the page, which a browser shows above the page.
    Title,
    /// Its content is not text.
    Unseen,
    /// How words are read aloud, above the words.
    Reading,
    /// The words below: `ruby`. Ends what is read aloud.
    Read,
    Link,
    Picture,
    /// Has no content, and is not text.
    Void,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph,
    /// An item ends where the next item begins.
    Item,
    List,
    /// Line ends and spaces count.
    Preformatted,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    Raised,
    Lowered,
    Struck,
    /// New text of a blank cell belongs inside.
    Styled,
    Other,
}

/// The role of the element with this name, in small letters.
pub(super) fn role(name: &[u8]) -> Role {
    match name {
        b"table" => Role::Table,
        b"tr" => Role::Row,
        b"td" | b"th" => Role::Cell,
        b"thead" | b"tbody" | b"tfoot" => Role::RowGroup,
        b"col" | b"colgroup" => Role::Columns,
        b"caption" => Role::Caption,
        b"br" | b"hr" => Role::Break,
        b"p" => Role::Block(Block::Paragraph),
        b"li" | b"dd" | b"dt" => Role::Block(Block::Item),
        b"ul" | b"ol" | b"dl" | b"menu" | b"dir" => Role::Block(Block::List),
        b"pre" | b"listing" => Role::Block(Block::Preformatted),
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"center" | b"details"
        | b"dialog" | b"div" | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form"
        | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"header" | b"hgroup" | b"html"
        | b"legend" | b"main" | b"nav" | b"search" | b"section" | b"summary" => {
            Role::Block(Block::Other)
        }
        b"sup" => Role::Inline(Inline::Raised),
        b"sub" => Role::Inline(Inline::Lowered),
        b"del" | b"s" | b"strike" => Role::Inline(Inline::Struck),
        b"b" | b"em" | b"font" | b"i" | b"span" | b"strong" => Role::Inline(Inline::Styled),
        b"title" => Role::Title,
        b"datalist" | b"iframe" | b"noembed" | b"noframes" | b"noscript" | b"script"
        | b"select" | b"style" | b"svg" | b"template" | b"textarea" | b"xmp" => Role::Unseen,
        b"rt" | b"rp" | b"rtc" => Role::Reading,
        b"ruby" | b"rb" => Role::Read,
        b"a" => Role::Link,
        b"img" => Role::Picture,
        b"area" | b"base" | b"bgsound" | b"embed" | b"input" | b"link" | b"meta" | b"param"
        | b"source" | b"track" | b"wbr" => Role::Void,
        _ => Role::Inline(Inline::Other),
    }
}

/// A number for a name, to compare names. Names of at most 7 bytes never share a number.
pub(super) fn key(name: &[u8]) -> u64 {
    name.iter().fold(0, |key: u64, &byte| key.rotate_left(8) ^ u64::from(byte))
}
