//! The unified diff of `--diff`, over the bytes of a file: `git apply` and `patch` compare bytes,
//! in any encoding.

use similar::{ChangeTag, TextDiff};

/// The unified diff of two contents of a file. Empty if both contents are equal.
///
/// A line ends with LF, as for the programs that apply the diff. In UTF-16 an LF byte may also be
/// half of a character.
pub(super) fn diff(path: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    if old == new {
        return Vec::new();
    }
    let (old, new) = (lines(old), lines(new));
    let diff = TextDiff::from_slices(&old, &new);
    // A tab at the end allows spaces in the name.
    let end = if path.contains(' ') { "\t" } else { "" };
    let mut out = format!("--- {path}{end}\n+++ {path}{end}\n").into_bytes();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        out.extend_from_slice(format!("{}\n", hunk.header()).as_bytes());
        for change in hunk.iter_changes() {
            out.push(match change.tag() {
                ChangeTag::Equal => b' ',
                ChangeTag::Delete => b'-',
                ChangeTag::Insert => b'+',
            });
            let line: &[u8] = change.value();
            out.extend_from_slice(line);
            if !line.ends_with(b"\n") {
                out.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
        }
    }
    out
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(old: &[u8], new: &[u8]) -> String {
        String::from_utf8(diff("a b.txt", old, new)).unwrap()
    }

    #[test]
    fn every_byte_of_a_line_is_in_it() {
        assert_eq!(of(b"a\n", b"a\n"), "");
        let head = "--- a b.txt\t\n+++ a b.txt\t\n";
        assert_eq!(
            of("\u{feff}甲\r\n乙\r丙".as_bytes(), "\u{feff}甲\r\n丁\r丙".as_bytes()),
            format!(
                "{head}@@ -1,2 +1,2 @@\n \u{feff}甲\r\n-乙\r丙\n\\ No newline at end of file\n+丁\r丙\n\\ No newline at end of file\n"
            )
        );
        assert_eq!(
            of(b"a\n", b"a"),
            format!("{head}@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n")
        );
    }
}
