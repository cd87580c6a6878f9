//! Finds the trace of a table left by a conversion: a picture, or a placeholder.

use super::line::Line;
use super::token::trim;
use crate::text::{TextRange, fold};

/// The first line that is the trace of a table.
pub(super) fn find(text: &str, lines: &[Line]) -> Option<TextRange> {
    lines.iter().map(|line| trim(text, line.range())).find(|line| is_trace(line.of(text)))
}

fn is_trace(line: &str) -> bool {
    const LONGEST: usize = 120;
    const WORDS: [&str; 6] = ["table", "image", "picture", "表格", "图片", "截图"];
    const FILES: [&str; 8] = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".webp"];
    let line = line.trim_matches('*');
    // Most lines begin with an ideograph or a digit.
    if !line.starts_with(|c: char| !matches!(c, '0'..='9' | '\u{4e00}'..='\u{9fff}')) {
        return false;
    }
    if line.starts_with("![") || line.starts_with('<') && line.to_ascii_lowercase().contains("<img")
    {
        return true;
    }
    if line.len() > LONGEST {
        return false;
    }
    let read: String = line.chars().map(|c| fold(c).to_ascii_lowercase()).collect();
    let is_closed = read.starts_with('[') && read.ends_with(']')
        || read.starts_with('(') && read.ends_with(')');
    is_closed
        && (WORDS.iter().any(|word| read.contains(word))
            || matches!(&read[1..read.len() - 1], "表" | "图"))
        || FILES.iter().any(|file| read.trim_matches(['[', ']', '-', ' ']).ends_with(file))
}

#[cfg(test)]
mod tests {
    use super::is_trace;

    #[test]
    fn traces_are_marks_and_pictures() {
        for line in [
            "[TABLE]",
            "**[TABLE]**",
            "[图片]",
            "【图片1】",
            "（表格）",
            "[表]",
            "![](media/image1.png)",
            "<p><img src=\"a.jpg\" /></p>",
            "----media/image1.png----",
            "[image2.jpeg]",
        ] {
            assert!(is_trace(line), "{line}");
        }
        for line in [
            "",
            "详见图片。",
            "（一）予以公开",
            "[1]",
            "<p>情况如下</p>",
            "（见下表）",
            "表格如下",
            "(https://a.example/)",
        ] {
            assert!(!is_trace(line), "{line}");
        }
    }
}
