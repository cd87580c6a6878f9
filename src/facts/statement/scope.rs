//! Requests that are a part of all requests, and what is said of them alone:
//! 19件网络申请中，予以公开8件.

use super::clause::Clause;
use super::compose::{Composer, Read, Topic};
use super::meaning::{Meaning, Requests};
use super::token::{Kind, NEAR, Token};
use super::topic::is_organ;
use crate::standard::{Class, Outcome};
use crate::text::is_letter;

/// Words that sort what was received: a later number of the sentence is that of the table.
const SORTED: [&str; 5] =
    ["实际受理", "实际收到", "实际登记", "有效申请", "其中属于政府信息公开申请"];

impl Composer<'_> {
    /// At a number that is not read: the outcomes behind it may be those of these requests alone.
    pub(super) fn begin_named_part(&mut self, at: usize) {
        let Kind::Number { value, decimals: 0 } = self.tokens[at].kind else { return };
        if self.topic == Some(Topic::Matter) || self.depth > 0 || self.is_known_total(value) {
            return;
        }
        let clause = self.clause(at);
        if self.is_inside_named(&clause) || self.is_for_some(&clause) || self.has_contents(&clause)
        {
            self.named_part = Some(value);
        }
    }

    /// Whether a number is that of all requests: none of these is left out.
    fn is_known_total(&self, value: i64) -> bool {
        let own = || self.out.iter().rev().take(NEAR);
        let of =
            |read: &Read, requests: Requests| read.meanings.contains(&Meaning::Requests(requests));
        const TOTALS: [Requests; 3] = [Requests::New, Requests::NewAndIn, Requests::Handled];
        own().any(|read| {
            let is_total = TOTALS.iter().any(|total| of(read, *total));
            is_total && read.value == value
                || of(read, Requests::New)
                    && own()
                        .any(|other| of(other, Requests::In) && read.value + other.value == value)
        })
    }

    /// Whether words name some requests: a topic, a channel, an applicant.
    fn is_name(&self, token: &Token) -> bool {
        const CLASSES: [Class; 6] = [
            Class::Channel,
            Class::Natural,
            Class::Legal,
            Class::Person,
            Class::Matter,
            Class::Part,
        ];
        const ALL: [&str; 6] = ["上述", "以上", "全部", "本", "年", "该"];
        let words = self.words(token);
        CLASSES.iter().any(|class| token.is(*class))
            || token.kind == Kind::Gap
                && words.chars().filter(|&c| is_letter(c)).count() > 1
                && !is_organ(words)
                && !self.is_whole(token)
                && !ALL.iter().any(|all| words.contains(all))
    }

    /// 涉及拆迁的14件中, 19件网络申请中.
    fn is_inside_named(&self, clause: &Clause) -> bool {
        let Some((last, right)) = clause.right.split_last() else { return false };
        let ends = last.kind == Kind::Gap && self.words(last).ends_with('中');
        ends && clause.left.iter().chain(right).any(|token| self.is_name(token))
    }

    /// 对企业提出的5件申请.
    fn is_for_some(&self, clause: &Clause) -> bool {
        let Some(first) = clause.left.first() else { return false };
        let words = self.words(first);
        let is_for = first.kind == Kind::Gap && words.starts_with(['对', '针']);
        let is_counted = match clause.right.first() {
            Some(object) => self.words(object).contains("申请"),
            None => clause.left.last().is_some_and(|last| self.words(last) == "的"),
        };
        is_for && is_counted
    }

    /// 办结47件申请共涉及文件88件, 征求第三方意见8件.
    fn has_contents(&self, clause: &Clause) -> bool {
        let is_about =
            |token: &Token| token.is(Class::Filler) && self.words(token).starts_with('涉');
        let Some(last) = clause.left.last() else { return false };
        let is_asking =
            |token: &Token| token.kind == Kind::Gap && self.words(token).contains("征求");
        let before = &self.text[..last.range.end];
        clause.left.iter().any(is_asking)
            || clause.left.iter().any(is_about)
                && ["文件", "材料"].iter().any(|word| before.ends_with(word))
    }

    /// Whether the outcomes of the carried requests at `at` follow: 上年结转的3件，予以公开1件.
    pub(super) fn begins_carried_part(&self, at: usize) -> bool {
        let start = self.tokens[at].range.start;
        let unit = self.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Unit);
        let behind = at + 1 + usize::from(unit);
        let Some((comma, ahead)) = self.tokens.get(behind..).and_then(<[Token]>::split_first)
        else {
            return false;
        };
        let is_passed = |token: &&Token| {
            token.is(Class::Filler) || matches!(token.kind, Kind::Number { .. } | Kind::Unit)
        };
        self.depth == 0
            && self.text[..start].ends_with('的')
            && comma.kind == Kind::Mark(',')
            && ahead
                .iter()
                .take(NEAR)
                .find(|token| !is_passed(token))
                .is_some_and(|token| token.outcome().is_some())
    }

    /// Whether a number is one of those that the sentence tells of some requests alone. A larger
    /// number is not.
    pub(super) fn is_of_named_part(&self, value: i64, meanings: &[Meaning]) -> bool {
        self.named_part.is_some_and(|part| match meanings.first() {
            Some(Meaning::Share(..)) => true,
            Some(Meaning::Outcomes(_) | Meaning::Requests(Requests::Handled | Requests::Out)) => {
                value <= part
            }
            _ => false,
        })
    }

    /// Whether a reason to refuse is that of requests disclosed in part: 部分公开6件，其中涉及
    /// 个人隐私5件. The form counts them there alone.
    pub(super) fn is_reason_of_part(&self, clause: &Clause, outcome: Outcome) -> bool {
        let part = Meaning::Outcomes(vec![Outcome::Part]);
        let is_split = || self.split.as_ref().is_some_and(|whole| whole.as_ref() == Some(&part));
        let is_chief = || {
            clause
                .left
                .iter()
                .any(|token| token.kind == Kind::Gap && self.words(token).contains("主要"))
        };
        matches!(outcome, Outcome::Row('c', _))
            && self.last.as_ref() == Some(&part)
            && (is_split() || self.depth > 0 || is_chief())
    }

    /// Whether a bracket tells what a part of the organ received: （包括检查分局收到的12件）.
    pub(super) fn is_received_by_part(&self, clause: &Clause) -> bool {
        let is_organ = |token: &Token| token.kind == Kind::Gap && is_organ(self.words(token));
        let is_left_out = |token: &Token| self.words(token).ends_with('不');
        self.depth > 0
            && clause.left.iter().any(|token| token.is(Class::Received))
            && clause.left.iter().any(|token| is_organ(token) || is_left_out(token))
    }

    /// Takes back what was received before it was sorted: 收到申请19件，重复登记3件，实际受理16件.
    pub(super) fn withdraw_unsorted(&mut self, sentence: &str, end: usize) {
        let start = end - sentence.len();
        let Some(sorted) = SORTED.iter().find_map(|words| sentence.find(words)) else { return };
        let own = self.out.split_off(self.sentence.min(self.out.len()));
        let is_unsorted = |read: &Read| {
            read.range.start < start + sorted
                && read.meanings.contains(&Meaning::Requests(Requests::NewAndIn))
                && !read.meanings.contains(&Meaning::Requests(Requests::Handled))
        };
        self.out.extend(own.into_iter().filter(|read| !is_unsorted(read)));
    }

    /// Whether a bracket behind the number says that those disclosed in part are among them.
    pub(super) fn contains_part(&self) -> bool {
        let behind = self.tokens[self.at + 1..].iter().skip_while(|token| token.kind == Kind::Unit);
        let mut behind = behind.take(4);
        let opens = behind.next().is_some_and(|token| token.kind == Kind::Mark('('));
        const AMONG: [&str; 4] = ["含", "其中", "包含", "包括"];
        let among = behind.next().is_some_and(|token| AMONG.contains(&self.words(token)));
        opens && among && behind.next().is_some_and(|next| next.outcome() == Some(Outcome::Part))
    }

    /// The outcomes that stand together before a number, without numbers of their own.
    pub(super) fn outcomes_before(&self, clause: &Clause) -> Vec<Outcome> {
        let Some(last) = clause.left.last() else { return Vec::new() };
        let end = self.tokens.partition_point(|token| token.range.start <= last.range.start);
        const JOINTS: [&str; 7] = ["或", "及", "和", "与", "或者", "以及", "并"];
        let is_total = |token: &Token| ["共", "共计", "合计"].contains(&self.words(token));
        let is_sum = clause.left.iter().any(is_total);
        let mut found = Vec::new();
        let mut is_joined = true;
        for token in self.tokens[..end].iter().rev().take(NEAR) {
            let words = self.words(token);
            match token.kind {
                Kind::Outcome(outcome) if is_joined => {
                    if !found.contains(&outcome) {
                        found.insert(0, outcome);
                    }
                    is_joined = false;
                }
                Kind::Subject if is_joined && !found.is_empty() && words == "公开" => {
                    // 主动公开或同意公开: one row.
                    if !found.contains(&Outcome::Open) {
                        found.insert(0, Outcome::Open);
                    }
                    break;
                }
                Kind::Mark('、') if is_sum => is_joined = true,
                Kind::Gap if JOINTS.contains(&words) => is_joined = true,
                Kind::Word(Class::Filler) if JOINTS.contains(&words) => is_joined = true,
                Kind::Word(Class::Filler) => {}
                _ => break,
            }
        }
        found
    }
}
