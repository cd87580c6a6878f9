//! How sure it is what a number states.

use super::Certainty;
use super::compose::Composer;
use super::meaning::{Meaning, Requests, Verdict};
use super::token::{Kind, NEAR, Token};
use crate::standard::{Class, Outcome};
use crate::text::floor_char_boundary;

impl Composer<'_> {
    /// How sure it is that a number has one of its meanings.
    pub(super) fn certainty(&self, meanings: &[Meaning]) -> Certainty {
        let has = |requests: Requests| meanings.contains(&Meaning::Requests(requests));
        let is_split = matches!(self.split, Some(Some(Meaning::Requests(Requests::Handled))));
        // 县政府制发: of another organ, unless the report is that of the government.
        let clause = &self.tokens[self.clause.max(self.at.saturating_sub(NEAR))..self.at];
        let end = self.tokens.get(self.at).map_or(0, |token| token.range.start);
        let start = clause.first().map_or(end, |token| token.range.start);
        let words = &self.text[start..end];
        const WHOSE: [&str; 10] = [
            "县政府",
            "市政府",
            "区政府",
            "省政府",
            "政府名义",
            "全县",
            "全市",
            "县级",
            "市级",
            "本级",
        ];
        let of_government = || WHOSE.iter().any(|whose| words.contains(whose));
        // 驳回 stands in the column of 维持 too.
        let near = floor_char_boundary(self.text, end + 90);
        let from = floor_char_boundary(self.text, start.saturating_sub(90));
        let is_upheld = matches!(meanings, [Meaning::Disputes(_, Some(Verdict::Upheld))])
            && self.text[from..near].contains("驳回");
        let is_whose =
            matches!(meanings, [Meaning::Documents(..) | Meaning::Decisions(_) | Meaning::Charges]);
        let has_verb = clause.iter().any(|token| {
            [Class::New, Class::Received, Class::Answered].iter().any(|class| token.is(*class))
        });
        let is_bare = has(Requests::New) && has(Requests::NewAndIn) && !has_verb;
        // Both have rows and words of their own, and both are rests.
        let is_rest = meanings.iter().any(|meaning| {
            matches!(meaning, Meaning::Outcomes(outcomes) if outcomes[..] == [Outcome::Row('f', 3)])
        });
        // 审核行政处罚决定8件: not made by them.
        let is_made = |token: &Token| {
            ["作出", "办理", "实施"].iter().any(|verb| token.range.of(self.text).contains(verb))
        };
        let is_unmade = matches!(meanings, [Meaning::Decisions(_)])
            && clause.iter().any(|token| token.kind == Kind::Gap)
            && !clause.iter().any(is_made);
        // 省政府维持3件: of those that it decided.
        let is_decider =
            |&(at, organ): &(usize, &str)| !words[at + organ.len()..].starts_with("信息");
        let is_of_decider = matches!(meanings, [Meaning::Disputes(_, Some(_)), ..])
            && (words.match_indices("政府").any(|found| is_decider(&found))
                || words.contains("厅"));
        // 公示行政许可决定12件，行政处罚决定3件: the next of a list that is vague.
        let own = &self.out[self.sentence.min(self.out.len())..];
        let is_behind_vague = matches!(meanings, [Meaning::Decisions(_)])
            && !clause.iter().any(is_made)
            && own.last().is_some_and(|last| {
                matches!(last.meanings[..], [Meaning::Decisions(_)])
                    && last.certainty == Certainty::Likely
            });
        // 告知向其他机关申请3件: a part of the row.
        let is_some_of_row = clause.iter().any(|token| {
            token.outcome() == Some(Outcome::Row('d', 1))
                && token.range.of(self.text).contains("其他机关")
        });
        let is_vague = is_bare
            || is_unmade
            || is_of_decider
            || is_behind_vague
            || is_some_of_row
            || is_rest
            || is_whose && of_government()
            || is_upheld
            || has(Requests::New) && has(Requests::Handled)
            || is_split && has(Requests::Handled)
            || matches!(meanings, [Meaning::Applicants { .. }]);
        if is_vague { Certainty::Likely } else { Certainty::Certain }
    }
}
