//! Numbers of requests: received, carried in and out, answered.

use super::clause::Clause;
use super::compose::{Composer, Topic};
use super::meaning::{Meaning, Requests, Verdict};
use super::token::{Kind, NEAR, Token};
use crate::standard::{Class, Outcome};

impl Composer<'_> {
    /// Totals of requests.
    pub(super) fn requests(
        &self,
        clause: &Clause,
        left: &[&Token],
        right: &[&Token],
    ) -> Option<Vec<Meaning>> {
        const VERBS: [Class; 4] = [Class::New, Class::Received, Class::Handled, Class::Answered];
        let of = |all: &[Requests]| Some(all.iter().map(|one| Meaning::Requests(*one)).collect());
        let is_verb = |token: &Token| VERBS.iter().any(|verb| token.is(*verb));
        let verb = clause.left.iter().rev().find(|token| is_verb(token));
        let verb_is = |class: Class| verb.is_some_and(|verb| verb.is(class));
        let is_object = |token: &&&Token| token.kind == Kind::Requests;
        let (first, next) = (left.first(), right.first());
        let by_object = first.filter(is_object).or(next.filter(is_object)).is_some()
            || self.is_of_applicants(clause);
        let by_verb = first.is_some_and(|first| is_verb(first));
        let is_topic = self.topic == Some(Topic::Requests);
        let is_refused = |token: &Token| self.words(token).ends_with("不予");
        if self.is_by_channel(clause)
            || self.is_received_by_part(clause)
            || clause.left.iter().any(is_refused)
        {
            return None;
        }
        // 征收类14件申请已办结: of a topic.
        let is_kind = |last: &Token| {
            last.kind == Kind::Gap && self.words(last) != "类" && self.words(last).ends_with('类')
        };
        if clause.left.last().is_some_and(is_kind) {
            return None;
        }
        let is_applicant = |token: &Token| token.is(Class::Natural) || token.is(Class::Legal);
        if first.is_some_and(|first| is_applicant(first)) {
            return self.rest(clause, left, right);
        }
        // 收到自然人政府信息公开申请5件, but not 收到自然人、法人政府信息公开申请.
        let applicants: Vec<bool> = clause
            .left
            .iter()
            .filter(|token| is_applicant(token))
            .map(|token| token.is(Class::Natural))
            .collect();
        if let [natural] = applicants[..]
            && by_object
            && !self.is_in_list(clause, if natural { Class::Legal } else { Class::Natural })
        {
            let total = [Requests::New, Requests::NewAndIn].map(Meaning::Requests);
            return Some([vec![Meaning::Applicants { natural }], total.to_vec()].concat());
        }
        // 涉及申请5件: of something else.
        let is_about =
            |token: &Token| token.is(Class::Filler) && self.words(token).starts_with('涉');
        let is_bare = first.is_some_and(|first| self.words(first) == "申请");
        if is_bare && clause.left.iter().any(is_about) && !clause.left.iter().any(is_verb) {
            return None;
        }
        // 政府信息公开申请受理量为22件.
        let mut before = clause.left.iter().rev().filter(|token| !token.is(Class::Filler));
        let has_subject = before.find(|token| !is_verb(token)).is_some_and(|before| {
            before.kind == Kind::Subject
                && (clause.left.last() == Some(before) || verb_is(Class::Received))
        });
        if by_object || by_verb && (is_topic || has_subject) {
            let is_part = self.split.as_ref().is_some_and(Option::is_some);
            if is_part && !verb_is(Class::New) && !verb_is(Class::Answered) {
                return None;
            }
            // 其中省级部门新收3件.
            let names_organ = |token: &Token| {
                token.kind == Kind::Gap
                    && self.words(token).ends_with(['门', '关', '位', '局', '县', '区', '镇', '乡'])
            };
            if is_part && verb_is(Class::New) && clause.left.iter().any(names_organ) {
                return None;
            }
            let is_inside = clause.right.last().is_some_and(|last| self.words(last) == "中");
            if is_inside && next.is_some_and(|next| next.is(Class::Answered)) {
                return of(&[Requests::Handled]);
            }
            if next.filter(is_object).is_some()
                && right.get(1).is_some_and(|token| token.is(Class::Answered))
            {
                return of(&[Requests::Handled, Requests::New, Requests::NewAndIn]);
            }
            if clause.left.iter().any(|token| token.is(Class::Matter)) {
                return None;
            }
            match verb.map(|verb| verb.kind) {
                Some(Kind::Word(Class::New)) => return of(&[Requests::New]),
                // 以市政府名义答复71件: a part.
                Some(Kind::Word(Class::Answered))
                    if clause.left.iter().any(|token| self.words(token).contains("名义")) =>
                {
                    return None;
                }
                Some(Kind::Word(Class::Answered)) => {
                    return if self.is_of_part(clause) || self.is_of_carried(clause) {
                        None
                    } else {
                        of(&[Requests::Handled])
                    };
                }
                Some(Kind::Word(Class::Handled)) => {
                    let is_head = first.is_some_and(|first| first.is(Class::Handled));
                    if is_head && self.has_in {
                        return of(&[Requests::NewAndIn, Requests::Handled]);
                    }
                    // 收到申请3件，办理3件.
                    let follows = matches!(self.last, Some(Meaning::Requests(Requests::New)))
                        && clause
                            .left
                            .iter()
                            .all(|token| token.is(Class::Handled) || token.is(Class::Filler));
                    let has_object = follows || left.get(1).filter(is_object).is_some();
                    if by_object || is_head && has_object {
                        return of(&[Requests::NewAndIn, Requests::New, Requests::Handled]);
                    }
                }
                Some(_) => return of(&[Requests::New, Requests::NewAndIn]),
                None if first.filter(is_object).is_some() && self.may_stand_alone(clause) => {
                    return of(&[Requests::New, Requests::NewAndIn]);
                }
                // 共有3件申请.
                None if self.is_there(clause) && self.may_stand_alone(clause) => {
                    return of(&[Requests::New, Requests::NewAndIn]);
                }
                None => {}
            }
        }
        self.rest(clause, left, right)
    }

    /// A sum, the rest of a list, applicants, and numbers before 已答复.
    pub(super) fn rest(
        &self,
        clause: &Clause,
        left: &[&Token],
        right: &[&Token],
    ) -> Option<Vec<Meaning>> {
        let has = |words: &[&str]| {
            let mut fillers = clause.left.iter().filter(|token| token.is(Class::Filler));
            fillers.any(|token| words.contains(&self.words(token)))
        };
        let is_topic = self.topic == Some(Topic::Requests);
        // 与上年结转的3件合计15件: behind the number before.
        let own = clause.left.iter().rev().take_while(|token| token.kind != Kind::Unit);
        if left.is_empty()
            && !own.into_iter().any(|token| token.kind == Kind::Gap)
            && has(&["共计", "合计"])
            && self.last == Some(Meaning::Requests(Requests::In))
        {
            return Some(vec![Meaning::Requests(Requests::NewAndIn)]);
        }
        let is_other = clause.left.last().is_some_and(|last| self.words(last) == "其他");
        if let Some(Meaning::Disputes(disputes, Some(_))) = self.last
            && left.is_empty()
            && is_other
        {
            return Some(vec![Meaning::Disputes(disputes, Some(Verdict::Otherwise))]);
        }
        if left.is_empty()
            && is_other
            && is_topic
            && matches!(self.last, Some(Meaning::Outcomes(_)))
        {
            let outcomes = [Outcome::Group('f'), Outcome::Row('f', 3)];
            return Some(outcomes.map(|outcome| Meaning::Outcomes(vec![outcome])).to_vec());
        }
        // 其中9件公开, 1件部分公开.
        if is_topic
            && self.split.is_some()
            && !self.is_carried_split
            && self.is_plain_open(clause)
            && !self.is_of_issued(Outcome::Open)
        {
            return Some(vec![Meaning::Outcomes(vec![Outcome::Open])]);
        }
        let next = right.first().or(left.first())?;
        let applicants = |token: &Token| match token.kind {
            Kind::Word(Class::Natural) => Some(true),
            Kind::Word(Class::Legal) => Some(false),
            _ => None,
        };
        if let Some(natural) = applicants(next).filter(|_| is_topic) {
            return Some(vec![Meaning::Applicants { natural }]);
        }
        let is_answered = right.first().is_some_and(|next| next.is(Class::Answered));
        // 其中55件按期答复: a part.
        let is_done = |token: &Token| self.words(token).starts_with('已');
        let is_split = matches!(self.split, Some(Some(Meaning::Requests(_))))
            && !clause.right.iter().any(is_done);
        (is_topic && is_answered && !is_split && !self.is_of_part(clause))
            .then(|| vec![Meaning::Requests(Requests::Handled)])
    }

    /// Whether answered requests are only a part: of those answered, of those carried in, the rest,
    /// or not answered yet.
    pub(super) fn is_of_part(&self, clause: &Clause) -> bool {
        let is_split = matches!(
            self.split,
            Some(Some(Meaning::Requests(Requests::Handled | Requests::In | Requests::Out)))
        );
        let is_rest = |token: &Token| {
            let words = self.words(token);
            token.is(Class::Not) || ["剩余", "其余", "余下"].iter().any(|rest| words.contains(rest))
        };
        // 协助下级单位答复3件, 直接答复3件.
        let is_apart = |token: &Token| {
            let words = self.words(token);
            let is_closed = self.text[token.range.end..].starts_with("办结");
            token.kind == Kind::Gap
                && (words.contains("实际") && !is_closed
                    || ["直接", "当场", "延期", "超期", "逾期", "工作日"]
                        .iter()
                        .any(|one| words.contains(one)))
        };
        let is_in_bracket =
            self.depth > 0 && self.last == Some(Meaning::Requests(Requests::Handled));
        is_split
            || is_in_bracket
            || self.is_of_some_applicants()
            || self.is_of_those_carried()
            || self.is_carried_split
            || clause.left.iter().any(|token| is_rest(token) || is_apart(token))
    }

    /// Whether the answered requests are those carried in, or those of the year alone:
    /// 上年结转的办结1件, 结转申请办结4件, 结转的3件中已答复2件.
    pub(super) fn is_of_carried(&self, clause: &Clause) -> bool {
        let mut words = clause.left.iter().rev().filter(|token| !token.is(Class::Filler));
        if !words.next().is_some_and(|verb| verb.is(Class::Answered)) {
            return false;
        }
        let is_carried = |token: &Token| {
            token.is(Class::In) || token.kind == Kind::Gap && self.words(token).ends_with("结转")
        };
        let before = words.next();
        let object = before.filter(|token| token.kind == Kind::Requests);
        let beyond = object.and_then(|_| words.next());
        let is_inside = before.is_some_and(|before| self.words(before).starts_with('中'));
        before.is_some_and(is_carried)
            || beyond.is_some_and(|beyond| is_carried(beyond) || beyond.is(Class::New))
            || is_inside && clause.left.iter().any(is_carried)
    }

    /// Whether the number counts those of the requests carried in that the sentence begins with:
    /// 上年结转的4件，办结4件.
    pub(super) fn is_of_those_carried(&self) -> bool {
        let [carried] = &self.out[self.sentence.min(self.out.len())..] else { return false };
        let start = self.tokens[self.sentence_token].range.start;
        let Kind::Number { value, .. } = self.tokens[self.at].kind else { return false };
        carried.meanings == [Meaning::Requests(Requests::In)]
            && value <= carried.value
            && self.text[start..carried.range.start.max(start)].ends_with('的')
    }

    /// Whether only 公开 stands beside the number, with another outcome in the next clause.
    pub(super) fn is_plain_open(&self, clause: &Clause) -> bool {
        let is_open = |token: &Token| {
            token.kind == Kind::Subject && ["公开", "信息公开"].contains(&self.words(token))
        };
        let is_said = |token: &&Token| !token.is(Class::Filler);
        let mut around = clause.left.iter().chain(clause.right).filter(is_said);
        let is_alone = around.next().is_some_and(is_open) && around.next().is_none();
        let end = clause.right.last().or(clause.left.last()).map_or(0, |last| last.range.end);
        let behind = self.tokens.partition_point(|token| token.range.start < end);
        let mut behind = self.tokens[behind..].iter().take(NEAR);
        is_alone
            && behind
                .by_ref()
                .take_while(|token| !token.ends_sentence())
                .any(|token| token.outcome().is_some())
    }

    /// Whether requests are counted by a channel: 网络申请3件, but not 通过网络等渠道收到3件.
    pub(super) fn is_by_channel(&self, clause: &Clause) -> bool {
        let Some(first) = clause.left.first() else { return false };
        let end = clause.left.last().map_or(first.range.end, |last| last.range.end);
        let words = &self.text[first.range.start..end];
        clause.left.iter().any(|token| token.is(Class::Channel))
            && !["等渠道", "等形式", "等方式"].iter().any(|word| words.contains(word))
    }

    /// 4件纳税人提出的申请.
    fn is_of_applicants(&self, clause: &Clause) -> bool {
        let mut right = clause.right.iter().filter(|token| !token.is(Class::Filler));
        let short = |gap: &Token| {
            gap.is(Class::Natural)
                || gap.kind == Kind::Gap
                    && self.words(gap).chars().count() <= 4
                    && self.words(gap).ends_with(['人', '民', '户', '面'])
        };
        right.next().is_some_and(short)
            && right.next().is_some_and(|next| next.kind == Kind::Requests)
    }

    /// Whether nothing but 共有 stands before a number.
    fn is_there(&self, clause: &Clause) -> bool {
        let has = clause.left.last().is_some_and(|last| self.words(last) == "有");
        has && clause.left.iter().all(|token| token.is(Class::Filler))
    }

    /// Whether an object without a verb counts requests, and not documents that are given on
    /// request.
    pub(super) fn may_stand_alone(&self, clause: &Clause) -> bool {
        const BEFORE: usize = 120;
        let at = clause.left.first().map_or(0, |first| first.range.start);
        let from = crate::text::floor_char_boundary(self.text, at.saturating_sub(BEFORE));
        self.split.is_none() && !self.text[from..at].contains("主动公开")
    }
}
