//! Numbers of reviews, lawsuits, documents and decisions.

use super::absence::{dispute, verdict};
use super::clause::Clause;
use super::compose::{Composer, Topic};
use super::meaning::{Change, Decisions, Disputes, Documents, Meaning, Verdict};
use super::token::{Kind, NEAR, Token};
use super::{Certainty, Said};
use crate::standard::Class;
use crate::text::{TextRange, floor_char_boundary};

impl Composer<'_> {
    /// Reviews and lawsuits, and their results.
    pub(super) fn dispute(
        &self,
        clause: &Clause,
        heads: [Option<&Token>; 2],
        right: &[&Token],
    ) -> Option<Meaning> {
        let is_of_requests = |token: &Token| {
            token.kind == Kind::Requests
                || token.kind == Kind::Subject && self.words(token).contains("信息公开")
        };
        let around = || clause.left.iter().chain(clause.right);
        if let Some(of_requests) = self.part_of_requests(clause) {
            return Some(of_requests);
        }
        let is_head = |token: &Token| verdict(token).is_some() || dispute(token).is_some();
        let is_suit = |token: &Token| token.is(Class::Direct) || token.is(Class::After);
        if !heads.into_iter().flatten().any(|head| is_head(head) || is_suit(head)) {
            return None;
        }
        let is_known =
            self.has_requests || around().any(is_of_requests) || self.are_all_of_requests();
        if !is_known || self.is_other_dispute || self.splits_off_requests() {
            return None;
        }
        // 在全部28件行政复议案件中: of all matters.
        let ends = |end: &[Token]| end.last().is_some_and(|last| self.words(last).ends_with('中'));
        let is_all =
            |token: &Token| ["全部", "所有"].iter().any(|all| self.words(token).ends_with(all));
        if ends(clause.right) && clause.left.iter().any(is_all) && !around().any(is_of_requests) {
            return None;
        }
        // 未经复议程序的5件.
        let start = clause.left.first().map_or(0, |first| first.range.start);
        let until = clause.left.last().map_or(start, |last| last.range.end);
        if heads.iter().flatten().any(|head| head.is(Class::Reviews))
            && self.text[start..until].contains("未经")
        {
            return None;
        }
        // 上年结转起诉案件1件: of former years.
        if self.is_in_list(clause, Class::In) {
            return None;
        }
        if self.is_of_another(clause) || self.is_requested(clause) {
            return None;
        }
        let head = |class: Class| heads.into_iter().flatten().any(|head| head.is(class));
        if let Some(verdict) = heads.into_iter().flatten().find_map(verdict) {
            let disputes = match self.topic? {
                Topic::Reviews => Disputes::Reviews,
                Topic::Suits => Disputes::Suits,
                // 复议后起诉3件。2件纠正案件分布在各科室: of any disputes.
                Topic::Direct | Topic::After
                    if self.split.is_none() && self.dispute_token < self.sentence_token =>
                {
                    return None;
                }
                Topic::Direct => Disputes::Direct,
                Topic::After => Disputes::AfterReview,
                Topic::Disputes => Disputes::All,
                Topic::Requests | Topic::Matter => return None,
            };
            return Some(Meaning::Disputes(disputes, Some(verdict)));
        }
        [
            (Class::Direct, Disputes::Direct),
            (Class::After, Disputes::AfterReview),
            (Class::Disputes, Disputes::All),
            (Class::Reviews, Disputes::Reviews),
            (Class::Suits, Disputes::Suits),
        ]
        .into_iter()
        .find(|(class, _)| head(*class))
        .map(|(_, disputes)| match disputes {
            Disputes::Suits if self.is_behind_reviews(clause) && !self.is_each(clause) => {
                Disputes::All
            }
            disputes => disputes,
        })
        // 2件行政复议案件被纠正.
        .map(|disputes| {
            let behind = right.first().filter(|head| heads[1] == Some(**head));
            let own = behind.and_then(|_| right.get(1)).and_then(|next| verdict(next));
            Meaning::Disputes(disputes, own)
        })
    }

    /// 均无纠错、败诉 behind reviews and lawsuits.
    pub(super) fn no_verdict(&mut self, at: usize, end: usize) {
        let behind = &self.tokens[at + 1..end];
        let is_first = |token: &&Token| !token.is(Class::Filler);
        if !behind.iter().find(is_first).is_some_and(|token| token.is(Class::Corrected)) {
            return;
        }
        if !matches!(
            self.topic,
            Some(Topic::Reviews | Topic::Suits | Topic::Direct | Topic::After | Topic::Disputes)
        ) {
            return;
        }
        let mut start = self.tokens[at].range.start;
        let mut found = Vec::new();
        // 复议后起诉案件无败诉: of these lawsuits.
        let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR)).min(at)..at];
        let is_after = clause.iter().any(|token| token.is(Class::After));
        let is_direct = clause.iter().any(|token| token.is(Class::Direct));
        for token in behind.iter().filter(|token| token.is(Class::Corrected)) {
            let is_lost = self.words(token) == "败诉";
            let disputes = match self.topic {
                _ if is_lost && is_after && !is_direct => Disputes::AfterReview,
                _ if is_lost && is_direct && !is_after => Disputes::Direct,
                _ if is_lost => Disputes::Suits,
                Some(Topic::Reviews) => Disputes::Reviews,
                // 纠错 behind both: of reviews.
                _ => Disputes::Reviews,
            };
            let range = TextRange::new(start, token.range.end);
            found.push((range, Meaning::Disputes(disputes, Some(Verdict::Corrected))));
            start = token.range.end;
        }
        for (range, meaning) in found {
            self.push(range, Said::Absence, Certainty::Certain, vec![meaning]);
        }
    }

    /// A result in a sentence behind the numbers of reviews and lawsuits may be that of either kind
    /// or of both.
    pub(super) fn with_other_disputes(&self, found: Meaning) -> Vec<Meaning> {
        let Meaning::Disputes(own @ (Disputes::Reviews | Disputes::Suits), Some(verdict)) = found
        else {
            return vec![found];
        };
        let has = |disputes: Disputes| {
            let before = self.out.iter().rev().take(NEAR);
            before.into_iter().any(|read| read.meanings == [Meaning::Disputes(disputes, None)])
        };
        let is_open = self.dispute_token < self.sentence_token
            && has(Disputes::Reviews)
            && has(Disputes::Suits);
        if !is_open {
            return vec![found];
        }
        let other = if own == Disputes::Suits { Disputes::Reviews } else { Disputes::Suits };
        [own, other, Disputes::All].map(|kind| Meaning::Disputes(kind, Some(verdict))).to_vec()
    }

    /// 申请事项：行政处罚9件、行政复议3件: what requests ask for.
    fn is_requested(&self, clause: &Clause) -> bool {
        let Some(first) = clause.left.first() else { return false };
        let list = self.sentence_before(first.range.start);
        let list = list.rsplit_once("申请事项:").or_else(|| list.rsplit_once("申请内容:"));
        list.is_some_and(|(_, items)| !items.contains(['因', '被']) && !items.contains("公开"))
    }

    /// 其中涉及政府信息公开5件: of the disputes before.
    fn part_of_requests(&self, clause: &Clause) -> Option<Meaning> {
        let mut said = clause.left.iter().rev().filter(|token| !token.is(Class::Filler));
        let subject = said.next().filter(|subject| {
            matches!(subject.kind, Kind::Requests | Kind::Subject)
                && self.words(subject).contains("信息公开")
        })?;
        // 办理64件，其中…: by an organ that reviews the decisions of others.
        let sentence = &self.tokens[self.sentence_token.max(self.at.saturating_sub(NEAR))..self.at];
        let is_of_matter =
            sentence.iter().any(|token| token.is(Class::Matter) || token.is(Class::Handled));
        let is_alone = said.next().is_none() && !is_of_matter;
        let before = clause.left.first().filter(|first| *first != subject)?;
        if !is_alone || self.words(before) != "其中" {
            return None;
        }
        let disputes = match self.topic? {
            Topic::Reviews => Disputes::Reviews,
            Topic::Suits => Disputes::Suits,
            _ => return None,
        };
        Some(Meaning::Disputes(disputes, None))
    }

    /// 复议案件64件，其中涉及政府信息公开5件: the number is that of all matters.
    fn splits_off_requests(&self) -> bool {
        let behind = self.tokens[self.at + 1..].iter().skip_while(|token| token.kind == Kind::Unit);
        let mut behind = behind.take(6);
        let opens = behind.next().is_some_and(Token::is_mark);
        let among = behind.next().is_some_and(|token| self.words(token) == "其中");
        let about = behind.take_while(|token| !matches!(token.kind, Kind::Number { .. }));
        opens
            && among
            && about.into_iter().all(|token| match token.kind {
                Kind::Requests | Kind::Subject => self.words(token).contains("信息公开"),
                // 其中因征收信息公开引起4件: of a topic.
                Kind::Gap => !self.words(token).ends_with('收'),
                Kind::Word(Class::Filler) => true,
                _ => false,
            })
            && self.text[self.tokens[self.at].range.end..]
                .chars()
                .take(24)
                .collect::<String>()
                .contains("信息公开")
    }

    /// 行政复议1件、行政诉讼2件，均由政府信息公开答复引起.
    fn are_all_of_requests(&self) -> bool {
        let behind = &self.text[self.tokens[self.at].range.end..];
        let end = floor_char_boundary(behind, behind.len().min(150));
        let sentence = behind[..end].split('。').next().unwrap_or_default();
        [
            "均由政府信息公开",
            "均因政府信息公开",
            "均涉及政府信息公开",
            "均为政府信息公开",
            "均系政府信息公开",
        ]
        .iter()
        .any(|words| sentence.contains(words))
    }

    /// Whether disputes are of another matter or another kind: 因招生引起的行政复议, 其他行政复议.
    pub(super) fn is_of_another(&self, clause: &Clause) -> bool {
        let is_dispute = |token: &Token| token.is(Class::Reviews) || token.is(Class::Suits);
        let Some(at) = clause.left.iter().rposition(is_dispute) else { return false };
        let start = self.tokens.partition_point(|token| {
            token.range.start < clause.left.first().map_or(0, |first| first.range.start)
        });
        // 因征地、登记等事项引发的复议: with the list before.
        let inside = |token: &&Token| !token.is_mark() || token.kind == Kind::Mark('、');
        let list = self.tokens[..start].iter().rev().take(NEAR).take_while(inside).count();
        let before = &self.tokens[start - list..start + at];
        let is_subject = |token: &Token| {
            matches!(token.kind, Kind::Requests | Kind::Subject)
                && self.words(token).contains("公开")
        };
        // 征收决定引起的行政复议.
        const CAUSES: [&str; 3] = ["因", "引起", "引发"];
        let has_cause = before
            .iter()
            .any(|token| token.is(Class::Filler) && CAUSES.contains(&self.words(token)));
        // 因不服答复引起的行政复议, but not 因不服投诉处理.
        let is_gap =
            |token: &Token| token.kind == Kind::Gap && !["不服", "对"].contains(&self.words(token));
        let has_gap = before.iter().any(|token| is_gap(token) || token.outcome().is_some());
        let is_outside = before
            .iter()
            .any(|token| ["以外", "之外"].iter().any(|word| self.words(token).starts_with(word)));
        let last = before.last().map_or("", |last| self.words(last));
        let is_kind = before.last().is_some_and(|last| last.kind == Kind::Gap)
            && (last.ends_with('类') || last.ends_with("纠纷"));
        // 同一申请人提起, 处罚决定被申请行政复议, 其余行政复议.
        const SOME: [&str; 5] = ["同一", "某", "罚决定", "许可决定", "其余"];
        let is_some = |token: &Token| SOME.iter().any(|word| self.words(token).contains(word));
        has_cause && has_gap && !before.iter().any(is_subject)
            || last == "其他"
            || is_kind
            || is_outside
            || before.iter().any(is_some)
    }

    /// Whether the number at `at` counts reviews or lawsuits: its results go with it.
    pub(super) fn counts_disputes(&self, at: usize) -> bool {
        let before = self.tokens[..at].iter().rev().take(NEAR);
        let mut clause = before.take_while(|token| !token.is_mark());
        let head = clause.find(|token| !token.is(Class::Filler));
        let behind = self.tokens[at + 1..].iter().take(NEAR).take_while(|token| !token.is_mark());
        let is_said = |token: &&Token| !token.is(Class::Filler) && token.kind != Kind::Unit;
        let next = behind.into_iter().find(is_said);
        let is_dispute = |token: &Token| token.is(Class::Reviews) || token.is(Class::Suits);
        head.is_some_and(is_dispute) || next.is_some_and(is_dispute)
    }

    /// Whether the number counts each item of a list: 行政复议、行政诉讼均为0件.
    pub(super) fn is_each(&self, clause: &Clause) -> bool {
        clause.left.iter().any(|token| token.is(Class::Filler) && self.words(token) == "均")
    }

    /// Whether lawsuits stand behind reviews without a number: 行政复议、行政诉讼2件.
    pub(super) fn is_behind_reviews(&self, clause: &Clause) -> bool {
        let Some(first) = clause.left.first() else { return false };
        let at = self.tokens.partition_point(|token| token.range.start < first.range.start);
        let [above @ .., reviews, comma] = &self.tokens[..at] else { return false };
        let mut above = above.iter().rev().take(NEAR).take_while(|token| !token.is_mark());
        first.is(Class::Suits)
            && matches!(comma.kind, Kind::Mark(',' | '、'))
            && reviews.is(Class::Reviews)
            && !above.any(|token| token.is(Class::Not))
    }

    /// Documents with what happens to them, and decisions.
    pub(super) fn documents(
        &self,
        clause: &Clause,
        left: &[&Token],
        right: &[&Token],
    ) -> Option<Meaning> {
        let near = || left.iter().take(3).chain(right.iter().take(3));
        let change = |token: &Token| match token.kind {
            Kind::Word(Class::Made) => Some(Change::Made),
            Kind::Word(Class::Gone) => Some(Change::Gone),
            Kind::Word(Class::Valid) => Some(Change::Valid),
            _ => None,
        };
        let noun = near().find_map(|token| match token.kind {
            Kind::Word(Class::Documents) => Some(Documents::Normative),
            Kind::Word(Class::Rules) => Some(Documents::Rules),
            _ => None,
        });
        let verb = clause.left.iter().rev().chain(clause.right).find_map(change);
        let has_verb = left.first().is_some_and(|token| change(token).is_some());
        let has_gap = clause.left.iter().any(|token| token.kind == Kind::Gap);
        let verb = verb.or(self.change.filter(|_| noun.is_some() && !has_gap));
        let is_split = self.split.is_some() && noun.is_none();
        // 建议保留22件、废止6件: not done yet.
        if is_split || self.is_in_list(clause, Class::Matter) || self.is_some_kind(clause) {
            return None;
        }
        if let Some(verb) = verb
            && let Some(noun) = noun.or(self.documents.filter(|_| has_verb))
        {
            let is_own = !self.is_cleaned(clause, verb);
            return is_own.then_some(Meaning::Documents(noun, verb));
        }
        // 撤销行政处罚决定1件, 行政强制措施1件、行政强制执行1件.
        // 办理行政许可事项31项: kinds of licences.
        let is_kind = left.first().is_some_and(|first| {
            first.is(Class::Licences) && self.text[first.range.end..].starts_with("事项")
        });
        let is_undone = left.get(1).is_some_and(|before| before.is(Class::Corrected));
        let is_part = left.first().is_some_and(|first| {
            let ahead = floor_char_boundary(self.text, first.range.end + 60);
            first.is(Class::Coercion)
                && self.words(first).contains("措施")
                && self.text[first.range.end..ahead].contains("强制执行")
        });
        if is_undone || is_part || is_kind {
            return None;
        }
        let is_refused = clause.left.iter().any(|token| self.words(token).ends_with("不予"));
        if let Some(decisions) = self.next_decisions(clause) {
            return Some(Meaning::Decisions(decisions));
        }
        let decisions = match left.first()?.kind {
            _ if is_refused => return None,
            Kind::Word(Class::Licences) => Decisions::Licences,
            Kind::Word(Class::Penalties) => Decisions::Penalties,
            Kind::Word(Class::Coercion) => Decisions::Coercion,
            _ => return None,
        };
        Some(Meaning::Decisions(decisions))
    }

    /// Whether documents are those of a matter, or those that the organ carries out:
    /// 涉及营商环境的规范性文件, 由我局实施的规章.
    fn is_some_kind(&self, clause: &Clause) -> bool {
        const DOING: [&str; 3] = ["实施", "执行", "适用"];
        let is_noun = |token: &Token| token.is(Class::Documents) || token.is(Class::Rules);
        let Some(noun) = clause.left.iter().position(is_noun) else { return false };
        let before = &clause.left[..noun];
        let is_about =
            |token: &Token| token.is(Class::Filler) && self.words(token).starts_with('涉');
        let ends = [before.last(), before.iter().rev().nth(1)]
            .map(|token| token.map_or("", |token| self.words(token)));
        before.iter().any(is_about)
            || ends[0] == "的" && DOING.iter().any(|verb| ends[1].ends_with(verb))
    }

    /// Whether documents are counted while they are cleared out, or in the name of another organ.
    fn is_cleaned(&self, clause: &Clause, verb: Change) -> bool {
        let own = clause.left.first().map_or(0, |first| first.range.start);
        let start = self.tokens[self.sentence_token].range.start;
        let from = start.max(floor_char_boundary(self.text, own.saturating_sub(400)));
        let until = clause.left.last().map_or(from, |last| last.range.end);
        let ahead = floor_char_boundary(self.text, until + 60);
        let sentence = self.text[until.min(ahead)..ahead].find('。');
        let ahead = sentence.map_or(ahead, |end| until + end);
        let before = &self.text[from..until.max(from)];
        let behind = &self.text[until..ahead.max(until)];
        // 以区政府名义起草的: of another organ.
        let words = &self.text[own.min(until)..until];
        let is_in_name = words.contains("名义")
            && ["起草", "代拟", "牵头"].iter().any(|verb| before.contains(verb))
            && !["本", "我", "自身"].iter().any(|me| words.contains(me));
        // 清理规范性文件, 废止7件，宣布失效3件: other counts.
        let says = |words: &str| clause.left.iter().any(|token| self.words(token).contains(words));
        let is_split_end = verb == Change::Gone
            && (before.contains("失效") || behind.contains("失效"))
            && !says("失效");
        let is_cleaning = || before.contains("清理") || behind.contains("清理");
        // 清理后，现行有效的规范性文件22件: all of them.
        let is_current = verb == Change::Valid
            && clause.left.iter().any(|token| self.words(token).starts_with("现行有效"))
            && !clause.right.iter().any(|token| self.words(token).contains("清理"));
        is_in_name
            || is_split_end
            || verb != Change::Made && !is_current && is_cleaning() && !says("清理")
    }

    /// Decisions in a list behind others: 办理行政许可14件，行政处罚2件.
    fn next_decisions(&self, clause: &Clause) -> Option<Decisions> {
        let own = &self.out[self.sentence.min(self.out.len())..];
        let (first, last) = (clause.left.first()?, clause.left.last()?);
        let name = &self.text[first.range.start..last.range.end];
        // 作出卫生健康行政处罚74件.
        let has_verb = ["作出", "办理", "实施"].iter().any(|verb| name.contains(verb));
        let is_next =
            own.last().is_some_and(|last| matches!(last.meanings[..], [Meaning::Decisions(_)]));
        if !has_verb && !is_next {
            return None;
        }
        [
            ("行政许可", Decisions::Licences),
            ("行政处罚", Decisions::Penalties),
            ("行政强制", Decisions::Coercion),
        ]
        .into_iter()
        .find(|(decision, _)| if has_verb { name.ends_with(decision) } else { name == *decision })
        .map(|(_, decisions)| decisions)
    }

    /// Whether a word of this class stands before the number in its clause, with the items of a
    /// list before.
    pub(super) fn is_in_list(&self, clause: &Clause, class: Class) -> bool {
        let Some(last) = clause.left.last() else { return false };
        let at = self.tokens.partition_point(|token| token.range.start <= last.range.start);
        let inside = |token: &&Token| !token.is_mark() || token.kind == Kind::Mark('、');
        let mut before = self.tokens[..at].iter().rev().take(NEAR).take_while(inside);
        before.any(|token| token.is(class))
    }
}
