//! Whether a silent rule was evaluated: another finding may mute a rule, and the mistake may still
//! exist.

use crate::diagnostic::Diagnostic;

/// The findings of a text that may mute other rules.
#[derive(Debug, Default)]
pub struct Muting(Vec<(&'static str, Option<char>)>);

impl Muting {
    pub fn of(found: &[Diagnostic]) -> Self {
        // One S003 may report several sections.
        let table = |diagnostic: &Diagnostic| {
            table(&diagnostic.place.part).filter(|_| diagnostic.code != "S003")
        };
        Self(found.iter().map(|diagnostic| (diagnostic.code, table(diagnostic))).collect())
    }

    /// Whether no finding mutes rule `code` at `at`. `at` is a place of the form; `None` is any
    /// place.
    pub fn lets_speak(&self, code: &str, at: Option<&str>) -> bool {
        let at = at.and_then(|at| at.split('/').find_map(table));
        let is_there =
            |(_, table): &(&str, Option<char>)| at.is_none() || table.is_none() || *table == at;
        !self.0.iter().filter(|found| is_there(found)).any(|(other, _)| mutes(other, code))
    }
}

/// Whether a finding of rule `other` may mute rule `code` in the same table, section or period.
fn mutes(other: &str, code: &str) -> bool {
    let table = ["S003", "S009", "S010", "T012", "T013", "T014", "T015"];
    let row = ["T001", "T003", "T004", "T007", "T008"];
    (other != code || code == "S003")
        && match code.as_bytes().first() {
            Some(b'A') => table.contains(&other) || row.contains(&other) || other == "T010",
            // S005 reports a section pasted twice together with its table.
            Some(b'T') if code == "T015" && other == "S005" => true,
            Some(b'T') => {
                table.contains(&other)
                    || row.contains(&other)
                    || code == "T009" && other.starts_with('A')
            }
            Some(b'S') if code == "S009" || code == "S010" => table.contains(&other),
            Some(b'S') if code == "S001" || code == "S002" => other == "S001",
            // Without a title the year may be unknown.
            Some(b'S') if code == "S011" => other == "S001",
            // In a second section and in a pasted page, the paragraphs are not compared.
            Some(b'S') if code == "S014" => other == "S005" || other == "S013",
            Some(b'S') if code == "S012" || code == "S013" => false,
            Some(b'S') => other == "S003" || other == "S004",
            // Without a title the year may be unknown. Without a period the period cannot be wrong.
            Some(b'P') => other == "S001" || other == "P002",
            // Content is looked for in a section that is there and not empty, in a report with a
            // known organ and year.
            Some(b'R') => ["S001", "S003", "S005", "S008"].contains(&other),
            _ => false,
        }
}

/// The number in the name of a part: a table or the section of a table.
fn table(part: &str) -> Option<char> {
    let number = part.strip_prefix('表').unwrap_or(part);
    number
        .chars()
        .next()
        .filter(|first| number.len() == first.len_utf8() && "二三四".contains(*first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Message, Place, Severity, Wording};
    use crate::text::TextRange;

    fn muting(code: &'static str, part: &str) -> Muting {
        Muting::of(&[Diagnostic {
            code,
            severity: Severity::Error,
            range: TextRange::at(0),
            message: Message::plain(Wording::new("", "")),
            place: Place::part(part),
            fixes: Vec::new(),
            related: Vec::new(),
            elsewhere: Vec::new(),
        }])
    }

    #[test]
    fn a_finding_mutes_others_of_its_table() {
        assert!(!muting("T004", "表三").lets_speak("A002", Some("表三/（七）总计/总计")));
        assert!(!muting("T004", "表三").lets_speak("A002", None));
        assert!(
            !muting("S009", "三").lets_speak("A002", Some("云溪县园林局 2023/表三/（七）总计"))
        );
        assert!(!muting("T012", "表四").lets_speak("T009", Some("表四")));
        for (code, part, silent) in [
            ("T004", "表二", "A002"),
            ("T009", "表三", "A002"),
            ("A002", "表三", "A001"),
            ("S002", "标题", "A002"),
        ] {
            assert!(muting(code, part).lets_speak(silent, Some("表三/（七）总计")), "{code}");
        }
        assert!(!muting("S003", "一").lets_speak("S008", Some("一")));
        assert!(muting("T012", "表三").lets_speak("C001", None));
        assert!(!muting("S005", "三").lets_speak("T015", Some("表三")));
    }
}
