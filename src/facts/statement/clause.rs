//! The clause around a number: its head, and what does not count.

use super::absence::{WITHDRAWN, verdict};
use super::compose::{Composer, Topic};
use super::meaning::{Meaning, Requests, Verdict};
use super::token::{Kind, NEAR, Token};
use crate::standard::{Class, Outcome};
use crate::text::floor_char_boundary;

/// Characters behind a number that make it one of something else.
const OTHER_UNITS: &str = "余多万次篇期场册人字年月日%元号时";

/// The tokens around a number in its clause.
pub(super) struct Clause<'t> {
    pub(super) left: &'t [Token],
    pub(super) right: &'t [Token],
}

impl<'a> Composer<'a> {
    /// The clause of the number at `at`.
    pub(super) fn clause(&self, at: usize) -> Clause<'a> {
        let unit = self.tokens.get(at + 1).filter(|next| next.kind == Kind::Unit);
        let behind = at + 1 + usize::from(unit.is_some());
        let from = at.saturating_sub(NEAR);
        let mark = self.tokens[from..at].iter().rposition(Token::is_mark);
        let start = mark.map_or(from, |mark| from + mark + 1);
        let len = self.tokens[behind..].iter().take(NEAR).take_while(|token| !token.is_mark());
        Clause { left: &self.tokens[start..at], right: &self.tokens[behind..behind + len.count()] }
    }

    /// What the number at `at` states.
    pub(super) fn number(&self, at: usize, decimals: u8) -> Option<Vec<Meaning>> {
        let token = &self.tokens[at];
        let unit = self.tokens.get(at + 1).filter(|next| next.kind == Kind::Unit);
        let clause = self.clause(at);
        let follows = self.text[token.range.end..].chars().next();
        if follows == Some('%') {
            return self.share(&clause).map(|share| vec![share]);
        }
        if follows == Some('元') || self.text[token.range.end..].starts_with("万元") {
            return self.money(&clause).map(|money| vec![money]);
        }
        if decimals > 0 || !self.may_tell(&clause) {
            return None;
        }
        if unit.is_none() {
            let last = clause.left.last()?;
            let is_count =
                [Class::Made, Class::Gone, Class::Valid].iter().any(|class| last.is(*class));
            let is_counted = last.outcome().is_some()
                || is_count && self.words(last).ends_with("件数")
                || last.is(Class::Filler) && ["数量", "为"].contains(&self.words(last));
            if !is_counted || follows.is_some_and(|c| OTHER_UNITS.contains(c)) {
                return None;
            }
        }
        let around = || clause.left.iter().chain(clause.right);
        let is_part = |token: &Token| token.is(Class::Part) && self.words(token) != "本级";
        if around().any(is_part) || self.has_members && self.is_of_members(at) {
            return None;
        }
        self.meanings(&clause)
    }

    /// Whether a number without a topic may state something. Most numbers count news.
    fn may_tell(&self, clause: &Clause) -> bool {
        let tells = |token: &Token| match token.kind {
            Kind::Outcome(_) | Kind::Requests => true,
            Kind::Word(class) => class != Class::Filler,
            _ => false,
        };
        let names_decisions = || {
            let [first, .., last] = clause.left else {
                return clause.left.iter().any(|only| self.words(only).contains("行政"));
            };
            self.text[first.range.start..last.range.end].contains("行政")
        };
        !matches!(self.topic, None | Some(Topic::Matter))
            || clause.left.iter().chain(clause.right).any(tells)
            || names_decisions()
    }

    /// Whether a number counts what parts of the organ have: 各县（市、区）收到3件.
    pub(super) fn is_of_members(&self, at: usize) -> bool {
        let before = self.tokens[..at].iter().rev().take(NEAR);
        let clause = || {
            let inside = |token: &&Token| {
                !token.is_mark() || matches!(token.kind, Kind::Mark('(' | ')' | '、'))
            };
            before.clone().take_while(inside)
        };
        clause().any(|token| token.is(Class::Members))
            && !clause().any(|token| {
                let words = self.words(token);
                self.is_whole(token)
                    || words.ends_with('及')
                    || words.ends_with('含')
                    || ["及所辖", "及所属", "及下属"].iter().any(|own| words.contains(own))
            })
    }

    /// A percentage of the handled requests, or of the reviews or lawsuits.
    pub(super) fn share(&self, clause: &Clause) -> Option<Meaning> {
        let takes = |token: &Token| {
            let words = self.words(token);
            token.kind == Kind::Gap && (words.contains('占') || words.starts_with('率'))
        };
        if !clause.left.iter().any(takes) && !self.is_alone_in_bracket(clause) {
            return None;
        }
        let own = clause.left.iter().rev().find_map(Token::outcome);
        let end = clause.left.last().map_or(self.at, |last| {
            self.tokens.partition_point(|token| token.range.end <= last.range.start)
        });
        let before = &self.tokens[..end];
        let is_number = |token: &&Token| matches!(token.kind, Kind::Number { .. });
        let above = before.iter().rev().find(is_number).map(|number| number.range);
        let is_outcome = |token: &Token| token.outcome().is_some();
        // 公开及部分公开占比50%: of both. 占无法提供的90%, 其中不掌握9件，占90%: of a part.
        let takes_at = clause.left.iter().position(takes).unwrap_or_default();
        let of_part = clause.left[takes_at..].iter().any(is_outcome)
            || matches!(self.split, Some(Some(Meaning::Outcomes(_))));
        if of_part || own.is_some() && self.is_joined_outcome(clause) {
            return None;
        }
        // 予以公开20件，部分公开八件（占13%）: of a number that is not read.
        let unread = before.iter().rev().take(NEAR).take_while(|token| !is_number(token));
        if own.is_none()
            && unread.into_iter().any(is_outcome)
            && !clause.left.iter().any(is_outcome)
        {
            return None;
        }
        // The number before must be the part.
        if own.is_none() && above != self.out.last().map(|read| read.range) {
            return None;
        }
        let handled = Meaning::Requests(Requests::Handled);
        let (part, whole) = match (own, &self.last) {
            (Some(outcome), _) => (Meaning::Outcomes(vec![outcome]), handled),
            (None, Some(last @ Meaning::Outcomes(_))) if clause.left.len() <= 1 => {
                (last.clone(), handled)
            }
            (None, Some(last @ Meaning::Applicants { .. }))
                if clause.left.len() <= 1 && self.follows_read_number(before) =>
            {
                (last.clone(), Meaning::Requests(Requests::New))
            }
            (None, Some(last @ Meaning::Disputes(disputes, Some(own))))
                if clause.left.len() == 1
                    || clause.left.first().and_then(verdict) == Some(*own) =>
            {
                (last.clone(), Meaning::Disputes(*disputes, None))
            }
            _ => return None,
        };
        Some(Meaning::Share(Box::new(part), Box::new(whole)))
    }

    /// Whether nothing but a percentage stands in brackets: 予以公开8件（40%）.
    fn is_alone_in_bracket(&self, clause: &Clause) -> bool {
        let before = self.at.checked_sub(1).map(|before| self.tokens[before].kind);
        let behind = self.tokens.get(self.at + 1 + clause.right.len()).map(|behind| behind.kind);
        clause.left.is_empty()
            && clause.right.iter().all(|token| self.words(token) == "%")
            && (before, behind) == (Some(Kind::Mark('(')), Some(Kind::Mark(')')))
    }

    /// Whether the number before the last one of `before` was read, or stands in another sentence:
    /// 其中网络申请20件，自然人18件 may be of these 20.
    fn follows_read_number(&self, before: &[Token]) -> bool {
        let is_number = |token: &&Token| matches!(token.kind, Kind::Number { .. });
        let own = before.iter().rev().take(NEAR).take_while(|token| !token.ends_sentence());
        let above = own.filter(is_number).nth(1);
        let read = self.out.len().checked_sub(2).map(|at| self.out[at].range);
        above.is_none_or(|above| Some(above.range) == read)
    }

    /// Fees and charges: 信息处理费0元, 行政事业性收费金额12.5万元.
    pub(super) fn money(&self, clause: &Clause) -> Option<Meaning> {
        let is_plain = |token: &&&Token| {
            token.is(Class::Filler)
                || matches!(token.kind, Kind::Mark('(' | ')' | ',') | Kind::Year(_) | Kind::Unit)
                || matches!(token.kind, Kind::Number { .. })
                || token.kind == Kind::Gap && ["总金额", "金额", "金"].contains(&self.words(token))
        };
        let at = self.tokens.partition_point(|token| {
            clause.left.last().is_some_and(|last| token.range.start <= last.range.start)
        });
        // 行政事业性收费（水土保持补偿费等）共计: without the words in brackets.
        let mut depth = 0;
        let outside = self.tokens[..at].iter().rev().take(NEAR).filter(|token| {
            depth += i32::from(token.kind == Kind::Mark(')'));
            let is_outside = depth == 0;
            depth -= i32::from(token.kind == Kind::Mark('('));
            is_outside
        });
        let head = outside.into_iter().find(|token| !is_plain(&token))?;
        let clause = clause.left.iter().chain([head]);
        let start = clause.map(|token| token.range.start).min().unwrap_or_default();
        let from = crate::text::floor_char_boundary(self.text, start.saturating_sub(12));
        let is_waived = ["减免", "免收", "退还", "降低"]
            .iter()
            .any(|word| self.text[from..head.range.start].contains(word));
        // 行政事业性收费2万元（代征）: of another organ.
        let number = self.tokens[self.at].range;
        let behind = floor_char_boundary(self.text, number.end + 24);
        let is_for_others =
            ["代征", "代收", "代缴"].iter().any(|word| self.text[from..behind].contains(word));
        match head.kind {
            _ if is_waived || is_for_others => None,
            Kind::Word(Class::Charges) => Some(Meaning::Charges),
            Kind::Word(Class::Fee) if self.words(head).ends_with("处理费") => Some(Meaning::Fee),
            _ => None,
        }
    }

    /// The tokens that touch a number, the nearest first, without fillers.
    pub(super) fn chain<'t>(
        &self,
        tokens: impl Iterator<Item = &'t Token>,
        through_subjects: bool,
    ) -> Vec<&'t Token> {
        let is_kept = |token: &&Token| match token.kind {
            Kind::Word(Class::Filler) | Kind::Year(_) => false,
            Kind::Subject => !through_subjects,
            _ => true,
        };
        let is_joined = |token: &&Token| {
            !matches!(token.kind, Kind::Gap | Kind::Subject | Kind::Number { .. } | Kind::Unit)
        };
        tokens.filter(is_kept).take_while(is_joined).collect()
    }

    pub(super) fn meanings(&self, clause: &Clause) -> Option<Vec<Meaning>> {
        let mut left = self.chain(clause.left.iter().rev(), false);
        let mut right = self.chain(clause.right.iter(), false);
        let is_dispute = |token: &Token| {
            [Class::Reviews, Class::Suits, Class::Disputes].iter().any(|class| token.is(*class))
        };
        if left.is_empty() {
            let far = self.chain(clause.left.iter().rev(), true);
            let is_head = |token: &&Token| {
                token.is(Class::In)
                    || token.is(Class::Out)
                    || is_dispute(token)
                    || token.is(Class::Received) && self.words(token).contains(['答', '办'])
            };
            if far.first().is_some_and(is_head) {
                left = far;
            }
        }
        if right.is_empty() {
            let far = self.chain(clause.right.iter(), true);
            if far.first().is_some_and(|token| is_dispute(token)) {
                right = far;
            }
        }
        let one = |meaning: Meaning| Some(vec![meaning]);
        let heads = [left.first().copied(), right.first().copied()];
        let head = |class: Class| heads.into_iter().flatten().any(|head| head.is(class));
        // 上年结转政府信息公开申请3件, 3件申请结转下年度.
        let is_object = |token: &&&Token| token.kind == Kind::Requests || token.is(Class::Handled);
        let far = self.chain(clause.left.iter().rev(), true);
        let beyond = [&far, &right].map(|chain| {
            chain.first().filter(is_object)?;
            chain.get(1).copied()
        });
        let is_matter = self.topic == Some(Topic::Matter);
        for (class, requests) in [(Class::Out, Requests::Out), (Class::In, Requests::In)] {
            if head(class) || beyond.into_iter().flatten().any(|verb| verb.is(class)) {
                // 复议4件，其中1件尚未办结.
                if requests == Requests::Out
                    && let Some(Some(Meaning::Disputes(disputes, None))) = &self.split
                {
                    return one(Meaning::Disputes(*disputes, Some(Verdict::Pending)));
                }
                // 复议3件（上年遗留2件）: of reviews.
                let of_disputes =
                    requests == Requests::In && !matches!(self.topic, None | Some(Topic::Requests));
                return if is_matter || of_disputes {
                    None
                } else {
                    one(Meaning::Requests(requests))
                };
            }
        }
        if let Some(found) = self.outcome(clause, heads) {
            return found;
        }
        // 应办结12件: of those of the year and those carried in, or of those that are due.
        let is_glued = |head: &Token| {
            self.text[..head.range.start].ends_with(['相', '对', '响', '反', '供', '适'])
        };
        if let Some(due) = heads.into_iter().flatten().find(|head| head.is(Class::Due)) {
            let is_read = self.topic == Some(Topic::Requests) && !is_glued(due);
            let due = [Requests::NewAndIn, Requests::Handled].map(Meaning::Requests);
            return is_read.then(|| due.to_vec());
        }
        if head(Class::Notice) && (self.has_requests || self.are_no_notices()) {
            return one(Meaning::Notices);
        }
        let far = || self.behind_reason(clause).or_else(|| self.carried_out(clause));
        if let Some(found) = left.is_empty().then(far).flatten() {
            return Some(found);
        }
        if let Some(found) = self.dispute(clause, heads, &right) {
            return Some(self.with_other_disputes(found));
        }
        if let Some(found) = self.documents(clause, &left, &right) {
            return one(found);
        }
        self.requests(clause, &left, &right)
    }

    /// 发出收费通知0件，收取信息处理费0元: no notices, and of fees for information.
    fn are_no_notices(&self) -> bool {
        const AHEAD: usize = 90;
        let number = self.tokens[self.at];
        let from = self.tokens[self.sentence_token.max(self.at.saturating_sub(NEAR))].range.start;
        let ahead = floor_char_boundary(self.text, number.range.end + AHEAD);
        let until = self.text[number.range.end..ahead].find('。');
        let until = until.map_or(ahead, |end| number.range.end + end);
        matches!(number.kind, Kind::Number { value: 0, .. })
            && self.text[from..until].contains("信息处理费")
    }

    /// 答复3件，结转0件: behind the answered ones, those that are left.
    fn carried_out(&self, clause: &Clause) -> Option<Vec<Meaning>> {
        let own = &self.out[self.sentence.min(self.out.len())..];
        let is_answered = own
            .last()
            .is_some_and(|last| last.meanings.contains(&Meaning::Requests(Requests::Handled)));
        let verb = clause.left.iter().rev().find(|token| !token.is(Class::Filler))?;
        let is_left = verb.kind == Kind::Gap
            && ["结转", "待办", "未办", "跨年度办理"].contains(&self.words(verb));
        // 结转7件至下年.
        let is_to = |next: &Token| self.words(next).starts_with(['至', '到']);
        (is_answered && is_left && clause.right.first().is_none_or(is_to))
            .then(|| vec![Meaning::Requests(Requests::Out)])
    }

    /// What is said of a number behind a reason: 1件因征求第三方意见结转下年.
    fn behind_reason(&self, clause: &Clause) -> Option<Vec<Meaning>> {
        const REASONS: [&str; 5] = ["因", "经", "由", "告知", "按"];
        let first = clause.right.first()?;
        let is_split_by_carried =
            matches!(self.split, Some(Some(Meaning::Requests(Requests::In | Requests::Out))));
        let gives_reason = REASONS.iter().any(|reason| self.words(first).starts_with(reason));
        if self.topic != Some(Topic::Requests) || is_split_by_carried || !gives_reason {
            return None;
        }
        let said = clause.right.iter().rev().find(|token| !token.is(Class::Filler))?;
        if said.is(Class::Out) {
            return Some(vec![Meaning::Requests(Requests::Out)]);
        }
        let outcome = said.outcome().filter(|_| !self.is_carried_split)?;
        Some(vec![Meaning::Outcomes(vec![outcome])])
    }

    /// The outcome beside a number. `Some(None)` for an outcome of something else.
    pub(super) fn outcome(
        &self,
        clause: &Clause,
        heads: [Option<&Token>; 2],
    ) -> Option<Option<Vec<Meaning>>> {
        // 信息不存在4件, 不存在4件.
        let is_missing = self.topic == Some(Topic::Requests)
            && heads[0].is_some_and(|head| self.words(head) == "不存在");
        let missing = is_missing.then_some(Outcome::Row('d', 1));
        let outcome = heads.into_iter().flatten().find_map(Token::outcome).or(missing)?;
        // 对2件不予公开答复申请复议: of those that are disputed.
        if clause.right.iter().any(|token| token.is(Class::Reviews) || token.is(Class::Suits)) {
            return Some(None);
        }
        let outcome = self.reason(clause, outcome).unwrap_or(outcome);
        if self.is_reason_of_part(clause, outcome) {
            return Some(None);
        }
        if outcome == WITHDRAWN && !matches!(self.topic, None | Some(Topic::Requests)) {
            return None;
        }
        let is_of_carried =
            matches!(self.split, Some(Some(Meaning::Requests(Requests::In | Requests::Out))));
        let has_topic = match self.topic {
            None => matches!(outcome, Outcome::Row(..)) || self.lists_many_outcomes(),
            Some(Topic::Matter) => false,
            Some(_) => true,
        };
        let is_of_others = self.is_carried_split || self.is_scoped || self.is_of_issued(outcome);
        if !has_topic || is_of_carried || is_of_others {
            return Some(None);
        }
        let one = |outcome: Outcome| Meaning::Outcomes(vec![outcome]);
        // 同意公开或部分公开, 无法提供、不予处理共4件: the sum.
        // 全部或部分公开19件: both.
        let start = clause.left.iter().find(|token| token.outcome().is_some());
        let before = start.map_or("", |own| &self.text[..own.range.start]);
        let is_both = ["全部或", "全部和", "全部及"].iter().any(|all| before.ends_with(all));
        if outcome == Outcome::Part && is_both {
            return Some(Some(vec![Meaning::Outcomes(vec![Outcome::Open, Outcome::Part])]));
        }
        // 同意公开8件（含部分公开2件）: both.
        if outcome == Outcome::Open && self.contains_part() {
            return Some(Some(vec![Meaning::Outcomes(vec![Outcome::Open, Outcome::Part])]));
        }
        let list = self.outcomes_before(clause);
        if list.len() > 1 && !self.is_each(clause) {
            return Some(Some(vec![Meaning::Outcomes(list)]));
        }
        Some(Some(match outcome {
            Outcome::Row('d', 1) => {
                vec![one(outcome), one(Outcome::Group('d')), one(Outcome::Group('c'))]
            }
            Outcome::Row('c', _) => vec![one(outcome), one(Outcome::Group('c'))],
            _ => vec![one(outcome)],
        }))
    }

    /// Whether documents are split by whether they are open: 制发文件9件，主动公开7件，不予公开2件.
    pub(super) fn is_of_issued(&self, outcome: Outcome) -> bool {
        let from = self.tokens[self.sentence_token.max(self.at.saturating_sub(NEAR))].range.start;
        let before = &self.text[from..self.tokens[self.at].range.start];
        let has = |words: &[&str]| words.iter().any(|word| before.contains(word));
        let is_of_requests = has(&["收到", "受理", "办结", "答复"]);
        let is_issued = has(&["制发", "公文", "发文", "印发", "移交文件"]);
        outcome == Outcome::Group('c') && before.contains("主动公开") && is_issued
            || is_issued && !is_of_requests
    }

    /// Whether the sentence counts three outcomes or more: nothing else has them.
    fn lists_many_outcomes(&self) -> bool {
        let ends = |token: &&Token| !token.ends_sentence();
        let before = self.tokens[..self.at].iter().rev().take(NEAR).take_while(ends);
        let behind = self.tokens[self.at..].iter().take(NEAR).take_while(ends);
        let mut found: Vec<Outcome> = Vec::new();
        for outcome in before.chain(behind).filter_map(Token::outcome) {
            if !found.contains(&outcome) {
                found.push(outcome);
            }
        }
        found.len() >= 3
    }

    /// The row of a group that stands before its group: 重复申请不予处理2件.
    fn reason(&self, clause: &Clause, group: Outcome) -> Option<Outcome> {
        let Outcome::Group(letter) = group else { return None };
        let mut before = clause.left.iter().rev().filter(|token| !token.is(Class::Filler));
        before.next().filter(|last| last.outcome() == Some(group))?;
        let row = before.next()?.outcome()?;
        matches!(row, Outcome::Row(own, _) if own == letter).then_some(row)
    }

    /// Whether the outcome of the clause stands behind another one without a number of its own.
    fn is_joined_outcome(&self, clause: &Clause) -> bool {
        let Some(own) = clause.left.iter().rfind(|token| token.outcome().is_some()) else {
            return false;
        };
        let at = self.tokens.partition_point(|token| token.range.start < own.range.start);
        let mut before = self.tokens[..at].iter().rev().take(NEAR);
        let is_joint = |token: &Token| {
            matches!(token.kind, Kind::Mark('、'))
                || ["或", "及", "和", "与", "或者", "以及"].contains(&self.words(token))
        };
        before.next().is_some_and(is_joint)
            && before.next().is_some_and(|other| {
                other.outcome().is_some() || self.words(other).ends_with("公开")
            })
    }
}
