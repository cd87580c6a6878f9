//! The requests of the page.

use serde::Deserialize;

/// A request of the page. The bytes of a file follow it.
#[derive(Debug, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
pub enum Asked {
    /// Opens a file.
    Open {
        name: String,
    },
    Close {
        file: u32,
    },
    /// A report of a file as it is drawn, with its findings.
    Draw {
        file: u32,
        report: usize,
    },
    Change {
        file: u32,
        #[serde(flatten)]
        change: Change,
    },
    /// What the form says about a place.
    Hover {
        file: u32,
        start: usize,
        from: usize,
    },
    /// The file with its edits.
    Save {
        file: u32,
        form: Form,
        date: String,
    },
    /// A new report.
    New {
        issuer: String,
        year: i32,
        word: bool,
    },
    /// The page of a rule, as Markdown.
    Explain {
        code: String,
    },
    Language {
        english: bool,
    },
    /// The units of all files, and the findings across reports. `members` are names of organs.
    Units {
        members: Vec<String>,
    },
    /// The findings of all files as a page or as a workbook.
    /// `now` is the time in milliseconds since 1970.
    Review {
        members: Vec<String>,
        workbook: bool,
        now: u64,
    },
}

/// A change of a file. `start` and `length` are the bytes of a block, `from` and `to` its code
/// units. Changes of a group are undone at once.
#[derive(Debug, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// Replaces code units of a block by a text.
    Edit {
        start: usize,
        length: usize,
        from: usize,
        to: usize,
        text: String,
        group: u32,
    },
    /// Inserts a paragraph below a block.
    Insert {
        start: usize,
        length: usize,
        text: String,
        group: u32,
    },
    /// Parts a paragraph in two.
    Part {
        start: usize,
        length: usize,
        from: usize,
        group: u32,
    },
    /// Carries out a fix of a finding of the whole file.
    Fix {
        finding: usize,
        fix: usize,
    },
    /// Carries out all fixes that need no look, or all.
    FixAll {
        all: bool,
    },
    Undo {},
    Redo {},
}

impl Change {
    /// The group of changes that are undone at once.
    pub fn group(&self) -> Option<u32> {
        match self {
            Self::Edit { group, .. } | Self::Insert { group, .. } | Self::Part { group, .. } => {
                Some(*group)
            }
            Self::Fix { .. } | Self::FixAll { .. } | Self::Undo {} | Self::Redo {} => None,
        }
    }
}

/// What is saved.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// The mended file in its own format.
    Plain,
    /// A Word document with the edits as tracked changes, and the findings as comments.
    Tracked,
}

/// The request in the bytes of a message, and the bytes of a file behind it.
pub fn parted(message: &[u8]) -> Option<(Asked, &[u8])> {
    let (length, rest) = message.split_first_chunk::<4>()?;
    let (asked, bytes) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((serde_json::from_slice(asked).ok()?, bytes))
}
