//! Computes the changes of a document's semantic tokens since the client's last question.

use ls_types::{
    SemanticTokens, SemanticTokensDelta, SemanticTokensEdit, SemanticTokensFullDeltaResult, Uri,
};
use std::collections::HashMap;

/// The tokens last sent to clients, by document.
#[derive(Debug, Default)]
pub struct Told {
    lists: HashMap<Uri, SemanticTokens>,
    /// Counts the lists.
    count: u64,
}

impl Told {
    /// Names the list. The client may ask for the changes since the named list.
    pub fn all(&mut self, uri: &Uri, mut tokens: SemanticTokens) -> SemanticTokens {
        self.count += 1;
        tokens.result_id = Some(self.count.to_string());
        self.lists.insert(uri.clone(), tokens.clone());
        tokens
    }

    /// The changes since the list with this name. The whole list if another list was sent last.
    pub fn changes(
        &mut self,
        uri: &Uri,
        previous: &str,
        tokens: SemanticTokens,
    ) -> SemanticTokensFullDeltaResult {
        let before =
            self.lists.remove(uri).filter(|before| before.result_id.as_deref() == Some(previous));
        let now = self.all(uri, tokens);
        let Some(before) = before else { return now.into() };
        let (old, new) = (&before.data, &now.data);
        let first = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let last = old[first..]
            .iter()
            .rev()
            .zip(new[first..].iter().rev())
            .take_while(|(old, new)| old == new)
            .count();
        let (removed, added) = (&old[first..old.len() - last], &new[first..new.len() - last]);
        let edit = SemanticTokensEdit {
            start: NUMBERS * first as u32,
            delete_count: NUMBERS * removed.len() as u32,
            data: Some(added.to_vec()),
        };
        let edits = if removed.is_empty() && added.is_empty() { Vec::new() } else { vec![edit] };
        SemanticTokensDelta { result_id: now.result_id, edits }.into()
    }

    /// Forgets a document.
    pub fn forget(&mut self, uri: &Uri) {
        self.lists.remove(uri);
    }
}

/// A token consists of five numbers.
const NUMBERS: u32 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use ls_types::SemanticToken;

    fn tokens(lengths: &[u32]) -> SemanticTokens {
        let token = |&length: &u32| SemanticToken {
            delta_line: 1,
            delta_start: 0,
            length,
            token_type: 0,
            token_modifiers_bitset: 0,
        };
        SemanticTokens { result_id: None, data: lengths.iter().map(token).collect() }
    }

    /// The start, the number of removed numbers, and the lengths of the added tokens.
    fn changes(before: &[u32], now: &[u32]) -> Vec<(u32, u32, Vec<u32>)> {
        let uri: Uri = "file:///2023.md".parse().expect("a URI");
        let mut told = Told::default();
        let first = told.all(&uri, tokens(before)).result_id.expect("a name");
        let SemanticTokensFullDeltaResult::TokensDelta(delta) =
            told.changes(&uri, &first, tokens(now))
        else {
            panic!("a delta")
        };
        assert_ne!(delta.result_id, Some(first));
        let lengths = |edit: &SemanticTokensEdit| {
            edit.data.iter().flatten().map(|token| token.length).collect()
        };
        delta.edits.iter().map(|edit| (edit.start, edit.delete_count, lengths(edit))).collect()
    }

    #[test]
    fn only_what_changes_is_told() {
        assert_eq!(changes(&[1, 2, 3], &[1, 2, 3]), []);
        assert_eq!(changes(&[1, 2, 3], &[1, 7, 8, 3]), [(5, 5, vec![7, 8])]);
        assert_eq!(changes(&[1, 1], &[1, 1, 1]), [(10, 0, vec![1])]);
        assert_eq!(changes(&[1, 2, 3], &[]), [(0, 15, vec![])]);
    }

    #[test]
    fn another_list_than_the_last_is_told_in_full() {
        let uri: Uri = "file:///2023.md".parse().expect("a URI");
        let mut told = Told::default();
        assert!(matches!(
            told.changes(&uri, "1", tokens(&[1])),
            SemanticTokensFullDeltaResult::Tokens(_)
        ));
        told.all(&uri, tokens(&[2]));
        assert!(matches!(
            told.changes(&uri, "1", tokens(&[1])),
            SemanticTokensFullDeltaResult::Tokens(_)
        ));
        told.forget(&uri);
        assert!(matches!(
            told.changes(&uri, "3", tokens(&[1])),
            SemanticTokensFullDeltaResult::Tokens(_)
        ));
    }
}
