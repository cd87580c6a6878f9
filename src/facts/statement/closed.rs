//! Quantities that words state of all: 均已办结, 全部维持.

use super::absence::{dispute, verdict};
use super::compose::{Composer, Read, Topic};
use super::meaning::{Meaning, Requests, Verdict};
use super::token::{Kind, NEAR, Token};
use super::{Certainty, Said};
use crate::standard::Class;
use crate::text::TextRange;

impl Composer<'_> {
    /// What the clause that ends before `end` states without a number.
    pub(super) fn closed_clause(&mut self, start: usize, end: usize) {
        // Nothing is left of requests, or all disputes have one result.
        let has_topic = self.topic == Some(Topic::Requests)
            || matches!(self.last, Some(Meaning::Disputes(_, None)));
        if !has_topic || self.is_silent() {
            return;
        }
        let clause = &self.tokens[start..end];
        let has_number = clause.iter().any(|token| matches!(token.kind, Kind::Number { .. }));
        let is_negated = clause.iter().any(|token| token.is(Class::Not));
        if is_negated {
            return;
        }
        if let Some(range) = self.all_closed(clause, has_number) {
            // 上年结转3件，已答复: those of the year are answered apart.
            self.is_carried_split |= self.last == Some(Meaning::Requests(Requests::In))
                && self.out.last().is_some_and(|last| last.value > 0);
            self.state(range, Said::AllClosed, Requests::Out);
        } else if !has_number {
            self.one_result(clause);
        }
    }

    /// Takes back 均已办结 where other words or numbers say that some are left, or that only the
    /// answered requests are meant.
    pub(super) fn withdraw_closed(&mut self) {
        const REST: [&str; 6] = ["剩余", "其余", "另有", "另外", "除", "正在办理"];
        if !self.out.iter().any(|read| read.said == Said::AllClosed) {
            return;
        }
        let counts = |read: &Read| {
            read.said == Said::Number
                && read.meanings.first().is_some_and(|meaning| {
                    matches!(meaning, Meaning::Requests(Requests::Handled | Requests::Out))
                })
        };
        if self.out.iter().any(counts) || REST.iter().any(|word| self.text.contains(word)) {
            self.out.retain(|read| read.said != Said::AllClosed);
        }
    }

    /// 均已办结, 办结率100%.
    fn all_closed(&self, clause: &[Token], has_number: bool) -> Option<TextRange> {
        if self.topic != Some(Topic::Requests) || clause.iter().any(|token| token.is(Class::Matter))
        {
            return None;
        }
        let verb = clause.iter().position(|token| token.is(Class::Answered))?;
        let (before, behind) = (&clause[..verb], &clause[verb + 1..]);
        let mut rest = behind.iter().filter(|token| !token.is(Class::Filler));
        if let (Some(rate), Some(number)) = (rest.next(), rest.next())
            && self.words(rate).starts_with('率')
            && self.words(number) == "100"
            && self.text[number.range.end..].starts_with('%')
        {
            let range = TextRange::new(clause[verb].range.start, number.range.end + 1);
            return (!self.is_rate_of_some(&clause[verb])).then_some(range);
        }
        let is_all = |token: &Token| {
            let words = self.words(token);
            ["均", "全部", "都", "已", "按时", "期限", "时限"].iter().any(|all| words.contains(all))
        };
        let all = before.iter().position(is_all);
        let is_done = all.is_some() || self.words(&clause[verb]).starts_with('已');
        // 均在20个工作日内答复: no number of requests.
        let is_days = |token: &Token| self.text[token.range.end..].starts_with("个工作日");
        let counts_requests =
            |token: &Token| matches!(token.kind, Kind::Number { .. }) && !is_days(token);
        let has_number = has_number && clause.iter().any(counts_requests);
        let number = before.iter().rposition(counts_requests);
        // 9件申请均按时办结, but not 已办结9件.
        let is_before = number.is_some_and(|number| all.is_some_and(|all| number < all));
        if !is_done || has_number && !is_before || self.are_of_a_kind(clause) {
            return None;
        }
        let from = all.map_or(clause[verb].range.start, |all| before[all].range.start);
        Some(TextRange::new(from, clause[verb].range.end))
    }

    /// Whether a rate of answers says nothing of its own: behind 均已答复, or in a sentence about
    /// the ways of the requests: 从申请方式看，网络申请5件，答复率100%.
    fn is_rate_of_some(&self, verb: &Token) -> bool {
        let own = &self.out[self.sentence.min(self.out.len())..];
        let sentence = &self.text[self.tokens[self.sentence_token].range.start..];
        self.words(verb).ends_with("答复")
            && (own.iter().any(|read| read.said == Said::AllClosed)
                || sentence.trim_start_matches('。').starts_with('从'))
    }

    /// Whether the clause before names a kind of requests: 对符合规定的申请，均予以答复.
    fn are_of_a_kind(&self, clause: &[Token]) -> bool {
        clause
            .first()
            .is_some_and(|first| self.sentence_before(first.range.start).contains("对符合"))
    }

    /// 全部维持, 尚未审结 behind the number of reviews or lawsuits.
    fn one_result(&mut self, clause: &[Token]) {
        let Some(Meaning::Disputes(disputes, None)) = self.last else { return };
        let start = clause.first().map_or(0, |first| first.range.start);
        let before = self.tokens.partition_point(|token| token.range.start < start);
        let is_number = |token: &&Token| matches!(token.kind, Kind::Number { .. });
        let above = self.tokens[..before].iter().rev().take(NEAR).find(is_number);
        let read = self.out.iter().rev().take(NEAR).find(|read| read.said == Said::Number);
        // The number before must be the one that was read.
        if self.split.is_some() || above.map(|number| number.range) != read.map(|read| read.range) {
            return;
        }
        // 复议均维持，诉讼尚未审结: of those that the clause names.
        let disputes = clause.iter().find_map(dispute).unwrap_or(disputes);
        let verdict = |token: &Token| verdict(token);
        let mut found = clause.iter().filter_map(|token| Some((token, verdict(token)?)));
        let (Some((token, verdict)), None) = (found.next(), found.next()) else { return };
        if verdict == Verdict::Otherwise && !self.words(token).contains("其他") {
            return;
        }
        const WORDS: [&str; 9] =
            ["机关", "全部", "都", "获", "被", "办理", "结果", "办理结果", "案件结果"];
        let is_plain = |other: &Token| {
            other == token
                || other.is(Class::Filler)
                || other.is(Class::Handled)
                || dispute(other).is_some()
                || other.kind == Kind::Gap && WORDS.contains(&self.words(other))
        };
        if clause.iter().all(is_plain) {
            let first = clause.iter().find(|token| !token.is(Class::Filler)).unwrap_or(token);
            let range = first.range.cover(token.range);
            let meanings = vec![Meaning::OtherResults(disputes, verdict)];
            // 诉讼尚未审结: maybe of some of them.
            let is_all = |token: &Token| {
                ["均", "全部", "都"].iter().any(|all| self.words(token).contains(all))
            };
            let is_vague =
                clause.iter().any(|token| dispute(token).is_some()) && !clause.iter().any(is_all);
            let certainty = if is_vague { Certainty::Likely } else { Certainty::Certain };
            self.push(range, Said::OneResult, certainty, meanings);
        }
    }
}
