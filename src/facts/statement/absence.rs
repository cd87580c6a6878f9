//! Quantities of which words say that there are none: 未收到政府信息公开申请, 无行政复议.

use super::compose::{Composer, Read};
use super::meaning::{Change, Decisions, Disputes, Documents, Meaning, Requests, Verdict};
use super::token::{Kind, NEAR, Token};
use super::{Certainty, Said};
use crate::standard::{Class, Outcome};
use crate::text::TextRange;

/// Words behind a negation that make it one of something else: 未经复议, 未就.
const OTHER_NEGATIONS: [&str; 3] = ["经", "就", "对"];

/// Words behind a dispute that say nothing else about it.
const ENDINGS: [&str; 11] =
    ["材料", "业务", "等", "情形", "举报", "相关", "问题", "现象", "纠纷", "的等", "类"];

impl Composer<'_> {
    /// What the negation at `at` states, up to the end of the clause.
    pub(super) fn absence(&mut self, at: usize) {
        let end = self.clause_end(at + 1);
        let behind = &self.tokens[at + 1..end];
        // 31个单位未收到申请: others have.
        let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
        let is_of_some = clause.iter().any(|token| {
            token.outcome().is_some()
                || matches!(token.kind, Kind::Number { .. }) && {
                    let behind = &self.text[token.range.end..];
                    ["个单位", "家单位", "个部门", "个镇", "个乡", "家"]
                        .iter()
                        .any(|unit| behind.starts_with(unit))
                }
        });
        if is_of_some {
            return;
        }
        let is_said =
            |token: &&Token| !token.is(Class::Filler) && !matches!(token.kind, Kind::Year(_));
        let Some(first) = behind.iter().find(is_said) else {
            self.none_behind(at, end.max(at + 1));
            return;
        };
        if first.is(Class::Received) && behind.last() == Some(first) {
            self.none_behind(at, end);
            return;
        }
        let is_other = |token: &Token| {
            token.kind == Kind::Gap
                && OTHER_NEGATIONS.iter().any(|word| self.words(token).starts_with(word))
        };
        let of_another = [Class::Matter, Class::Licences, Class::Penalties, Class::Coercion];
        let is_out = |token: &Token| {
            token.is(Class::Out) || token.kind == Kind::Gap && self.words(token).starts_with("结转")
        };
        if matches!(first.kind, Kind::Number { .. }) || is_other(first) {
            return;
        }
        if first.is(Class::In) {
            let ends =
                behind.last().is_some_and(|last| last == first || last.kind == Kind::Requests);
            if ends {
                let range = TextRange::new(self.tokens[at].range.start, first.range.end);
                self.state(range, Said::Absence, Requests::In);
            }
            return;
        }
        if is_out(first) {
            let range = TextRange::new(self.tokens[at].range.start, first.range.end);
            self.state(range, Said::Absence, Requests::Out);
            return;
        }
        let disputes = self.no_disputes(at, end);
        // 未收到政府信息公开申请和行政复议: both. 未发生依申请公开行政复议: one.
        let is_joined = |first: &usize| {
            let before = &self.tokens[first - 1];
            before.kind == Kind::Mark('、')
                || ["和", "或", "及", "以及", "与"].contains(&self.words(before))
        };
        let until = disputes.filter(is_joined).map_or(end, |first| first - 1);
        let is_of_another = |token: &Token| of_another.iter().any(|class| token.is(*class));
        if !self.tokens[at + 1..until].iter().any(is_of_another) {
            self.no_requests(at, until);
        }
        self.no_documents(at, end);
        self.no_decisions(at, end);
    }

    /// 未作出行政强制决定, 无行政强制.
    fn no_decisions(&mut self, at: usize, end: usize) {
        let behind = &self.tokens[at + 1..end];
        // 公布行政许可27个、无行政强制: what was published.
        if self.sentence_before(self.tokens[at].range.start).contains("公布") {
            return;
        }
        let decisions = |token: &Token| {
            let words = self.words(token).trim_start_matches("作出").trim_start_matches("实施");
            match (token.kind, words) {
                (Kind::Word(Class::Licences), _) | (Kind::Gap, "行政许可") => {
                    Some(Decisions::Licences)
                }
                (Kind::Word(Class::Penalties), _) | (Kind::Gap, "行政处罚") => {
                    Some(Decisions::Penalties)
                }
                (Kind::Word(Class::Coercion), _) | (Kind::Gap, "行政强制") => {
                    Some(Decisions::Coercion)
                }
                _ => None,
            }
        };
        let is_said = |token: &&Token| !token.is(Class::Filler) && !token.is_mark();
        let said = behind.iter().filter(is_said);
        let said: Option<Vec<(usize, Decisions)>> =
            said.map(|token| Some((token.range.end, decisions(token)?))).collect();
        let mut start = self.tokens[at].range.start;
        for (end, decisions) in said.unwrap_or_default() {
            let range = TextRange::new(start, end);
            self.push(range, Said::Absence, Certainty::Likely, vec![Meaning::Decisions(decisions)]);
            start = end;
        }
    }

    /// The end of the clause with the token at `from`. Items of a list are one clause, unless the
    /// next item begins with a negation.
    fn clause_end(&self, from: usize) -> usize {
        let ends = |at: &usize| {
            let token = &self.tokens[*at];
            let is_next_negated =
                || self.tokens.get(at + 1).is_some_and(|next| next.is(Class::Not));
            token.is_mark() && (token.kind != Kind::Mark('、') || is_next_negated())
        };
        let near = (from..self.tokens.len()).take(NEAR);
        from + near.take_while(|at| !ends(at)).count()
    }

    /// 依申请公开事项无, 政府信息公开申请未收到.
    fn none_behind(&mut self, at: usize, end: usize) {
        let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
        let is_plain = |token: &Token| {
            token.is(Class::Filler) || matches!(token.kind, Kind::Gap | Kind::Year(_))
        };
        self.no_disputes_behind(at, end);
        let [before @ .., object] = clause else { return };
        if object.kind == Kind::Requests && before.iter().all(is_plain) {
            let range = object.range.cover(self.tokens[end - 1].range);
            let meanings = vec![Meaning::Requests(Requests::New)];
            self.push(range, Said::Absence, Certainty::Certain, meanings);
        }
    }

    /// 行政复议、行政诉讼均未发生.
    fn no_disputes_behind(&mut self, at: usize, end: usize) {
        let inside = |token: &&Token| !token.is_mark() || token.kind == Kind::Mark('、');
        let list = self.tokens[..at].iter().rev().take(NEAR).take_while(inside).count();
        let list = &self.tokens[at - list..at];
        let is_plain = |token: &Token| {
            token.is(Class::Filler)
                || token.is_mark()
                || dispute(token).is_some()
                || matches!(token.kind, Kind::Requests | Kind::Subject | Kind::Year(_))
        };
        let is_of_requests = self.has_requests
            || list.iter().any(|token| {
                matches!(token.kind, Kind::Requests | Kind::Subject)
                    && self.words(token).contains("公开")
            });
        if !is_of_requests || self.is_other_dispute || !list.iter().all(is_plain) {
            return;
        }
        let named: Vec<(TextRange, Disputes)> = list
            .iter()
            .filter_map(|token| Some((token.range, dispute(token)?)))
            .filter(|(_, disputes)| *disputes != Disputes::All)
            .collect();
        let last = named.last().map(|(range, _)| range.start);
        for (range, disputes) in named {
            let is_last = Some(range.start) == last;
            let until = if is_last { self.tokens[end - 1].range.end } else { range.end };
            let meanings = vec![Meaning::Disputes(disputes, None)];
            let range = TextRange::new(range.start, until);
            self.push(range, Said::Absence, Certainty::Certain, meanings);
        }
    }

    pub(super) fn state(&mut self, range: TextRange, said: Said, requests: Requests) {
        self.push(range, said, Certainty::Likely, vec![Meaning::Requests(requests)]);
    }

    pub(super) fn push(
        &mut self,
        range: TextRange,
        said: Said,
        certainty: Certainty,
        meanings: Vec<Meaning>,
    ) {
        self.out.push(Read { range, value: 0, decimals: 0, meanings, said, certainty });
    }

    /// 未收到政府信息公开申请: the object of requests is the last word of the clause.
    fn no_requests(&mut self, at: usize, until: usize) {
        let behind = &self.tokens[at + 1..until];
        let is_verb = |token: &Token| {
            [Class::New, Class::Received, Class::Handled].iter().any(|class| token.is(*class))
        };
        let is_joint = |token: &Token| {
            token.is(Class::Filler)
                || token.kind == Kind::Mark('、')
                || token.kind == Kind::Gap && ENDINGS.contains(&self.words(token))
        };
        // 无政府信息公开申请受理.
        let is_behind = |token: &Token| is_joint(token) || is_verb(token);
        let Some(object) = behind.iter().rposition(|token| !is_behind(token)) else { return };
        if behind[object].kind != Kind::Requests {
            return;
        }
        let between = &behind[..object];
        // 未收到网络申请: others may have come.
        let is_bare = ["申请", "申请件"].contains(&self.words(&behind[object]));
        if is_bare && between.iter().any(|token| token.is(Class::Channel)) {
            return;
        }
        let has_verb = between.iter().any(is_verb);
        let is_plain = |token: &Token| {
            is_joint(token)
                || is_verb(token)
                || matches!(token.kind, Kind::Subject | Kind::Requests | Kind::Year(_))
                || token.is(Class::Channel)
                || token.kind == Kind::Gap && self.words(token) == "人"
                || token.kind == Kind::Gap && self.words(token).starts_with('向')
                || token.kind == Kind::Gap && has_verb && !self.speaks_of_delay(token)
        };
        if between.iter().all(is_plain) && !self.is_caused(between) {
            let range = self.tokens[at].range.cover(behind[object].range);
            let meanings = vec![Meaning::Requests(Requests::New)];
            self.push(range, Said::Absence, Certainty::Certain, meanings);
        }
    }

    /// 未发生因申请: the negated matter is not the request.
    fn is_caused(&self, tokens: &[Token]) -> bool {
        tokens.iter().any(|token| token.is(Class::Filler) && self.words(token) == "因")
    }

    fn speaks_of_delay(&self, token: &Token) -> bool {
        let words = self.words(token);
        ["逾", "超", "拒", "积压", "未", "不予"].iter().any(|word| words.contains(word))
    }

    /// 未发生行政复议、行政诉讼, and 无行政复议纠错. Returns the first token of a dispute.
    fn no_disputes(&mut self, at: usize, end: usize) -> Option<usize> {
        if !self.has_requests && !self.speaks_of_publicity(at, end) {
            return None;
        }
        let is_dispute = |token: &Token| dispute(token).is_some();
        let behind = &self.tokens[at + 1..end];
        let Some(first) = behind.iter().position(is_dispute) else {
            self.no_verdict(at, end);
            return None;
        };
        let first = at + 1 + first;
        let has_number =
            |tokens: &[Token]| tokens.iter().any(|token| matches!(token.kind, Kind::Number { .. }));
        if has_number(&self.tokens[at + 1..end]) || self.are_of_another(&self.tokens[at + 1..first])
        {
            return Some(first);
        }
        // 未发生行政复议，提起行政诉讼的情况: the next clause goes on.
        let mut last = end;
        if let Some(next) = self.tokens.get(end).filter(|token| token.kind == Kind::Mark(',')) {
            debug_assert!(next.is_mark());
            let until = self.clause_end(end + 1);
            let clause = &self.tokens[end + 1..until];
            let goes_on = clause.iter().find(|token| !token.is(Class::Filler));
            if goes_on.is_some_and(|token| token.is(Class::Suits)) && !has_number(clause) {
                last = until;
            }
        }
        let all = &self.tokens[first..last];
        let is_corrected = all.iter().any(|token| token.is(Class::Corrected));
        // 局机关未发生诉讼败诉: other parts may have lost.
        let own = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
        if is_corrected && own.iter().any(|token| self.words(token).ends_with("局机关")) {
            return Some(first);
        }
        let verdict = is_corrected.then_some(Verdict::Corrected);
        let mut found = Vec::new();
        let mut start = self.tokens[at].range.start;
        for (index, token) in all.iter().enumerate() {
            let Some(disputes) = dispute(token) else { continue };
            let rest = &all[index + 1..];
            let item = rest.iter().take_while(|token| !token.is_mark() && !is_dispute(token));
            let is_ending = |token: &Token| {
                token.is(Class::Filler)
                    || token.is(Class::Corrected)
                    || token.is(Class::Fee)
                    || token.is(Class::Matter)
                    || matches!(token.kind, Kind::Requests | Kind::Subject)
                    || token.kind == Kind::Gap && self.is_ending(token)
            };
            if !item.clone().all(is_ending) {
                break;
            }
            let own = item.clone().filter(|token| token.is(Class::Corrected)).last();
            let any = rest.iter().find(|token| token.is(Class::Corrected));
            let end = own.or(any).unwrap_or(token).range.end;
            let mut add = |range: TextRange, disputes: Disputes| {
                found.push((range, Meaning::Disputes(disputes, verdict)));
            };
            if disputes == Disputes::All {
                // 行政复议和行政诉讼 is one word.
                let reviews = self.words(token).find("复议").map(|at| at + "复议".len());
                let middle = reviews.map_or(end, |len| token.range.start + len);
                add(TextRange::new(start, middle), Disputes::Reviews);
                let suits = if middle < end { middle } else { start };
                add(TextRange::new(suits, end), Disputes::Suits);
            } else {
                add(TextRange::new(start, end), disputes);
            }
            start = end;
        }
        for (range, meaning) in found {
            self.push(range, Said::Absence, Certainty::Certain, vec![meaning]);
        }
        Some(first)
    }

    /// 零复议、零诉讼: a number without a unit directly before the dispute.
    pub(super) fn zero(&mut self, at: usize) -> bool {
        let [zero, next] = &self.tokens[at..(at + 2).min(self.tokens.len())] else { return false };
        let Some(disputes) = dispute(next).filter(|_| self.has_requests) else { return false };
        let is_word = zero.range.end == next.range.start
            && !self.text[..zero.range.start].ends_with(|c: char| c.is_ascii_digit());
        if is_word {
            let range = zero.range.cover(next.range);
            let meanings = vec![Meaning::Disputes(disputes, None)];
            self.push(range, Said::Absence, Certainty::Likely, meanings);
        }
        is_word
    }

    /// Whether the words between a negation and a dispute name another matter, or the result of
    /// some disputes.
    fn are_of_another(&self, between: &[Token]) -> bool {
        const VERBS: [&str; 7] = ["出现", "产生", "提起", "存在", "人", "一宗", "不当"];
        let is_subject = |token: &Token| {
            matches!(token.kind, Kind::Requests | Kind::Subject)
                && self.words(token).contains("公开")
        };
        let is_plain = |token: &Token| {
            let words = self.words(token);
            token.kind != Kind::Gap || VERBS.iter().any(|verb| words.contains(verb))
        };
        // 因不履行公开职责引起, 因主动公开不及时引发.
        let is_fault = |token: &Token| {
            token.kind == Kind::Gap
                && ["不及时", "不履行", "不作为"]
                    .iter()
                    .any(|fault| self.words(token).contains(fault))
        };
        between.iter().any(|token| verdict(token).is_some() || is_fault(token))
            || !between.iter().any(is_subject) && !between.iter().all(is_plain)
    }

    /// Whether the clause with the negation at `at` names the disclosure of information.
    fn speaks_of_publicity(&self, at: usize, end: usize) -> bool {
        self.tokens[self.clause.max(at.saturating_sub(NEAR)).min(at)..end].iter().any(|token| {
            let words = self.words(token);
            matches!(token.kind, Kind::Requests | Kind::Subject) && words.contains("公开")
                || token.is(Class::Reviews) && words.contains("公开")
                || token.is(Class::Suits) && words.contains("公开")
        })
    }

    fn is_ending(&self, token: &Token) -> bool {
        let words = self.words(token);
        ENDINGS.contains(&words) || ["或", "及", "以及", "也", "或者"].contains(&words)
    }

    /// 未制发规范性文件, 未收取任何费用.
    fn no_documents(&mut self, at: usize, end: usize) {
        let behind = &self.tokens[at + 1..end];
        let is_ending = |token: &Token| {
            token.is(Class::Filler) || token.kind == Kind::Gap && self.is_ending(token)
        };
        // 无规范性文件出台.
        let is_change = |token: &Token| token.is(Class::Made) || token.is(Class::Gone);
        let Some(last) = behind.iter().rposition(|token| {
            !is_ending(token)
                && !is_change(token)
                && !matches!(token.kind, Kind::Mark(_) | Kind::Subject)
        }) else {
            return;
        };
        let range = self.tokens[at].range.cover(behind[last].range);
        let between = &behind[..last];
        if behind[last].is(Class::Fee) {
            let is_of_another = between.iter().any(|token| token.is(Class::Matter));
            let is_of_information =
                self.has_requests || behind.iter().any(|token| self.words(token).contains("信息"));
            if !is_of_another && is_of_information {
                self.push(range, Said::Absence, Certainty::Likely, vec![Meaning::Fee]);
            }
            return;
        }
        if behind[last].is(Class::Notice) {
            self.push(range, Said::Absence, Certainty::Certain, vec![Meaning::Notices]);
            return;
        }
        if behind[last].is(Class::Charges) {
            let is_plain = |token: &Token| token.is(Class::Filler) || self.words(token) == "收取";
            if between.iter().all(is_plain) {
                self.push(range, Said::Absence, Certainty::Likely, vec![Meaning::Charges]);
            }
            return;
        }
        let documents = |token: &Token| match token.kind {
            Kind::Word(Class::Documents) => Some(Documents::Normative),
            Kind::Word(Class::Rules) => Some(Documents::Rules),
            _ => None,
        };
        if documents(&behind[last]).is_none() {
            return;
        }
        let change = |token: &Token| match token.kind {
            Kind::Word(Class::Made) => Some(Change::Made),
            Kind::Word(Class::Gone) => Some(Change::Gone),
            _ => None,
        };
        let is_plain = |token: &Token| {
            token.is(Class::Filler)
                || change(token).is_some()
                || documents(token).is_some()
                || matches!(token.kind, Kind::Mark('、') | Kind::Year(_))
        };
        if !between.iter().all(is_plain) {
            return;
        }
        let verb = between.iter().chain(&behind[last + 1..]).find_map(change);
        let certainty = if verb.is_some() { Certainty::Certain } else { Certainty::Likely };
        let nouns: Vec<(TextRange, Documents)> =
            behind.iter().filter_map(|token| Some((token.range, documents(token)?))).collect();
        let mut start = range.start;
        for (noun, documents) in nouns {
            let meaning = Meaning::Documents(documents, verb.unwrap_or(Change::Made));
            let own = TextRange::new(start, noun.end);
            self.push(own, Said::Absence, certainty, vec![meaning]);
            start = noun.end;
        }
    }
}

/// The disputes that a word names.
pub(super) fn dispute(token: &Token) -> Option<Disputes> {
    match token.kind {
        Kind::Word(Class::Reviews) => Some(Disputes::Reviews),
        Kind::Word(Class::Suits) => Some(Disputes::Suits),
        Kind::Word(Class::Disputes) => Some(Disputes::All),
        _ => None,
    }
}

/// 申请人撤回: of requests, or of reviews and lawsuits.
pub(super) const WITHDRAWN: Outcome = Outcome::Row('f', 3);

/// The result that a word names.
pub(super) fn verdict(token: &Token) -> Option<Verdict> {
    match token.kind {
        Kind::Word(Class::Upheld) => Some(Verdict::Upheld),
        Kind::Word(Class::Corrected) => Some(Verdict::Corrected),
        Kind::Word(Class::Otherwise) => Some(Verdict::Otherwise),
        Kind::Word(Class::Pending) => Some(Verdict::Pending),
        Kind::Outcome(WITHDRAWN) => Some(Verdict::Otherwise),
        _ => None,
    }
}
