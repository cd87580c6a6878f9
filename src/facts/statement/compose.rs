//! Composes the words around a number into what the number states.
//!
//! A number is read only if nothing but fillers stand between the number and its head, before it or
//! behind its unit. This alone leaves out nearly all numbers of other things.

use super::absence::verdict;
use super::meaning::{Change, Decisions, Disputes, Documents, Meaning, Requests, Verdict};
use super::token::{Kind, NEAR, Token};
use super::{Certainty, Said};
use crate::standard::{Class, Outcome};
use crate::text::TextRange;

/// A number with its possible meanings, the likeliest first. The range is in bytes of the folded
/// text.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    pub range: TextRange,
    pub value: i64,
    pub decimals: u8,
    pub meanings: Vec<Meaning>,
    pub said: Said,
    pub certainty: Certainty,
}

/// What the sentences are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Requests,
    Reviews,
    Suits,
    /// Lawsuits without a review.
    Direct,
    /// Lawsuits after a review.
    After,
    Disputes,
    Matter,
}

/// Characters behind a number that make it one of something else.
const OTHER_UNITS: &str = "余多万次篇期场册人字年月日%元号时";

pub struct Composer<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) topic: Option<Topic>,
    /// The last number outside of brackets.
    pub(super) last: Option<Meaning>,
    /// Behind 其中: the number that is split.
    pub(super) split: Option<Option<Meaning>>,
    /// Whether the rest of the sentence speaks of another time.
    pub(super) is_muted: bool,
    /// Whether the rest of the sentence speaks of a part of the organ.
    is_part: bool,
    /// Whether the clause names another year.
    is_elsewhen: bool,
    /// Whether requests were spoken of.
    pub(super) has_requests: bool,
    year: Option<i32>,
    documents: Option<Documents>,
    depth: usize,
    /// The token that is read.
    at: usize,
    /// The first token of the clause.
    pub(super) clause: usize,
    /// The first token of the sentence, and the words for organs before its totals.
    sentence_token: usize,
    /// The number of statements before the sentence.
    sentence: usize,
    subjects: Vec<(usize, TextRange)>,
    /// Whether disputes of another matter are listed.
    is_other_dispute: bool,
    /// Whether carried requests are split into answered ones and others.
    pub(super) is_carried_split: bool,
    /// The end of the numbers that were distributed over a list of words.
    distributed: usize,
    /// Whether the sentence states the requests carried in.
    has_in: bool,
    /// What happened to the documents before `、`.
    change: Option<Change>,
    pub(super) out: Vec<Read>,
}

/// The tokens around a number in its clause.
struct Clause<'t> {
    left: &'t [Token],
    right: &'t [Token],
}

impl<'a> Composer<'a> {
    /// The statements in the tokens of `text`.
    pub fn read(text: &'a str, tokens: &'a [Token], year: Option<i32>) -> Vec<Read> {
        let mut composer = Self {
            text,
            tokens,
            topic: None,
            last: None,
            split: None,
            is_muted: false,
            is_part: false,
            is_elsewhen: false,
            has_requests: false,
            year,
            documents: None,
            depth: 0,
            at: 0,
            clause: 0,
            sentence_token: 0,
            sentence: 0,
            subjects: Vec::new(),
            is_other_dispute: false,
            is_carried_split: false,
            distributed: 0,
            has_in: false,
            change: None,
            out: Vec::new(),
        };
        (0..tokens.len()).for_each(|at| composer.token(at));
        composer.closed_clause(composer.clause, tokens.len());
        composer.end_sentence();
        composer.withdraw_closed();
        composer.out.sort_by_key(|read| read.range);
        composer.out
    }

    pub(super) fn words(&self, token: &Token) -> &'a str {
        token.range.of(self.text)
    }

    fn token(&mut self, at: usize) {
        let token = self.tokens[at];
        self.at = at;
        if token.is_mark() && token.kind != Kind::Mark('、') {
            self.closed_clause(self.clause, at);
            self.clause = at + 1;
        }
        self.is_elsewhen &= !token.is_mark();
        let next = self.tokens.get(at + 1);
        match token.kind {
            Kind::Mark('(') => self.depth += 1,
            Kind::Mark(')') => self.depth = self.depth.saturating_sub(1),
            Kind::Mark(_) if token.ends_sentence() => {
                (self.depth, self.split, self.documents) = (0, None, None);
                (self.is_muted, self.is_part) = (false, false);
                self.end_sentence();
                self.sentence_token = at;
                if token.ends_paragraph() {
                    (self.topic, self.has_requests) = (None, false);
                    self.is_carried_split = false;
                }
            }
            Kind::Mark(mark) => {
                self.is_other_dispute &= mark != ';';
                self.change = self.change.filter(|_| mark == '、');
            }
            // 发文件12件，其中依申请公开3件: documents.
            Kind::Requests if self.is_of_documents(&token) => {}
            Kind::Requests => {
                (self.topic, self.has_requests) = (Some(Topic::Requests), true);
            }
            Kind::Subject => {
                let words = self.words(&token);
                self.has_requests |= words.contains("信息公开") || words.contains("依申请");
            }
            Kind::Year(year) => {
                let is_other = self.year.is_some_and(|own| own != year);
                self.is_muted |= is_other && self.begins_sentence(at);
                self.is_elsewhen = is_other;
            }
            Kind::Word(Class::Direct) => self.topic = Some(Topic::Direct),
            Kind::Word(Class::After) => self.topic = Some(Topic::After),
            Kind::Word(Class::Suits | Class::Reviews) => {
                let is_of_matter = self.tokens[self.clause..at]
                    .iter()
                    .rev()
                    .take(NEAR)
                    .take_while(|token| !token.is_mark())
                    .any(|token| token.is(Class::Matter));
                self.is_other_dispute |= is_of_matter;
                let is_review = token.is(Class::Reviews);
                self.topic = Some(if is_review { Topic::Reviews } else { Topic::Suits });
            }
            Kind::Word(Class::Disputes) => self.topic = Some(Topic::Disputes),
            // In a split of requests, another matter is what they are about.
            Kind::Word(Class::Matter) if matches!(self.split, Some(Some(_))) => {}
            Kind::Word(Class::Matter) => self.topic = Some(Topic::Matter),
            Kind::Word(Class::Documents) => self.documents = Some(Documents::Normative),
            Kind::Word(Class::Rules) => self.documents = Some(Documents::Rules),
            Kind::Word(Class::Period) => self.is_muted = true,
            Kind::Word(Class::LastYear) => self.is_elsewhen = true,
            Kind::Number { .. } if self.is_month(at) => self.is_elsewhen = true,
            Kind::Gap if self.is_whole(&token) => self.is_part = false,
            Kind::Word(Class::Part) if self.words(&token) == "本级" => {
                const VERBS: [Class; 5] =
                    [Class::New, Class::Received, Class::Handled, Class::Answered, Class::Filler];
                self.is_part |= next.is_some_and(|next| VERBS.iter().any(|verb| next.is(*verb)));
            }
            Kind::Word(Class::Filler) if self.words(&token) == "其中" => self.begin_split(at),
            Kind::Word(Class::Filler) if self.words(&token).starts_with("分别") => {
                self.distribute(at);
            }
            Kind::Number { .. } if at < self.distributed => {}
            Kind::Number { value, decimals } if !self.is_silent() => {
                let Some(meanings) = self.number(at, decimals) else { return };
                self.remember(at, &meanings);
                let certainty = self.certainty(&meanings);
                let said = Said::Number;
                let (value, decimals) = self.in_own_unit(token.range, value, decimals, &meanings);
                self.out.push(Read {
                    range: token.range,
                    value,
                    decimals,
                    meanings,
                    said,
                    certainty,
                });
            }
            Kind::Word(Class::Not) if !self.is_silent() => self.absence(at),
            _ => {}
        }
    }

    /// An amount of money in the unit of its meaning: fees in yuan, charges in 万元.
    fn in_own_unit(
        &self,
        range: TextRange,
        value: i64,
        decimals: u8,
        means: &[Meaning],
    ) -> (i64, u8) {
        const DECIMALS: u8 = 4;
        let is_large = self.text[range.end..].starts_with('万');
        match means {
            [Meaning::Fee] if is_large && decimals <= DECIMALS => {
                (value * 10_i64.pow(u32::from(DECIMALS - decimals)), 0)
            }
            [Meaning::Charges] if !is_large => (value, decimals + DECIMALS),
            _ => (value, decimals),
        }
    }

    /// Whether a number is the last month of a part of the year: 1至6月.
    fn is_month(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let behind = self.text[token.range.end..].strip_prefix('月');
        let is_day = |behind: &str| behind.starts_with(|c: char| c.is_ascii_digit());
        let before = &self.text[..token.range.start];
        let is_range = ["至", "到", "-", "—", "~"].iter().any(|to| before.ends_with(to));
        let is_year = before.ends_with("1至") && self.words(token) == "12";
        behind.is_some_and(|behind| !is_day(behind)) && is_range && !is_year
    }

    /// Keeps what later numbers refer to.
    fn remember(&mut self, at: usize, meanings: &[Meaning]) {
        let Some(first) = meanings.first() else { return };
        let is_in = *first == Meaning::Requests(Requests::In);
        let near = self.tokens[at..].iter().take(NEAR);
        let end = near.take_while(|token| !token.is_mark()).count();
        let behind = &self.tokens[at + 1..at + end];
        // 上年结转3件已于1月办结: those of the year are answered apart.
        self.is_carried_split |= is_in && behind.iter().any(|token| token.is(Class::Answered));
        // 本年收到的5件申请中，公开3件.
        if behind.last().is_some_and(|last| last.kind == Kind::Gap && self.words(last) == "中") {
            self.split = Some(Some(first.clone()));
            self.is_carried_split |= is_in;
        }
        let is_total = meanings.contains(&Meaning::Requests(Requests::New));
        let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
        let organ = clause.iter().rev().find(|token| token.kind == Kind::Gap);
        let is_organ = |organ: &Token| {
            const ENDS: &str = "局厅委办院会府处部所镇乡道校署站司心位关门社室";
            self.words(organ).ends_with(|last: char| ENDS.contains(last))
        };
        let is_other = |organ: &Token| is_total && is_organ(organ) && !self.is_whole(organ);
        if let Some(organ) = organ.filter(|organ| is_other(organ)) {
            self.subjects.push((self.out.len(), organ.range));
        }
        let is_answered = *first == Meaning::Requests(Requests::Handled);
        let of_carried = matches!(self.split, Some(Some(Meaning::Requests(Requests::In))));
        self.is_carried_split |= is_answered && of_carried;
        if let Meaning::Documents(_, change) = first {
            self.change = Some(*change);
        }
        self.has_in |= *first == Meaning::Requests(Requests::In);
        let is_share = matches!(first, Meaning::Share(..));
        if !is_share && (self.depth == 0 || self.last.is_none()) {
            self.last = Some(first.clone());
        }
    }

    /// Whether words name the whole of a government: 全市.
    fn is_whole(&self, token: &Token) -> bool {
        const WHOLE: [&str; 8] =
            ["全市", "全县", "全区", "全省", "全州", "全盟", "全旗", "全自治区"];
        let words = self.words(token);
        words.contains('全') && WHOLE.iter().any(|whole| words.contains(whole))
    }

    /// Takes back totals of several organs in one sentence: they are parts.
    fn end_sentence(&mut self) {
        let end = self.tokens.get(self.at).map_or(self.text.len(), |token| token.range.end);
        let start = self.tokens.get(self.sentence_token).map_or(end, |token| token.range.start);
        let sentence = &self.text[start..end];
        // 均与政府信息公开无关, 以市政府为复议机关.
        let of_another = ["无关", "为复议机关"].iter().any(|words| sentence.contains(words));
        let words = |range: &TextRange| range.of(self.text);
        let first = self.subjects.first().map(|(_, organ)| words(organ));
        let are_several = self.subjects.iter().any(|(_, organ)| Some(words(organ)) != first);
        if of_another || are_several {
            let totals: Vec<usize> = self.subjects.iter().map(|(at, _)| *at).collect();
            let own = self.out.split_off(self.sentence.min(self.out.len()));
            let kept = (self.sentence..).zip(own).filter(|(at, read)| {
                let is_dispute = matches!(read.meanings[0], Meaning::Disputes(..));
                !(of_another && is_dispute || are_several && totals.binary_search(at).is_ok())
            });
            self.out.extend(kept.map(|(_, read)| read));
        }
        self.sentence = self.out.len();
        self.subjects.clear();
        self.is_other_dispute = false;
        (self.has_in, self.change) = (false, None);
    }

    /// Whether 依申请公开 names documents that are given on request: in a split of documents.
    fn is_of_documents(&self, token: &Token) -> bool {
        let from = self.sentence_token.max(self.at.saturating_sub(NEAR));
        let start = self.tokens[from].range.start;
        self.split == Some(None)
            && self.words(token) == "依申请公开"
            && self.text[start..token.range.start].contains("主动公开")
    }

    /// How sure it is that a number has one of its meanings.
    fn certainty(&self, meanings: &[Meaning]) -> Certainty {
        let has = |requests: Requests| meanings.contains(&Meaning::Requests(requests));
        let is_split = matches!(self.split, Some(Some(Meaning::Requests(Requests::Handled))));
        let is_vague = has(Requests::New) && has(Requests::Handled)
            || is_split && has(Requests::Handled)
            || matches!(meanings, [Meaning::Applicants { .. }]);
        if is_vague { Certainty::Likely } else { Certainty::Certain }
    }

    pub(super) fn is_silent(&self) -> bool {
        self.is_muted || self.is_part || self.is_elsewhen
    }

    /// 予以公开、部分公开分别为5件、3件: as many numbers as words.
    fn distribute(&mut self, at: usize) {
        if self.is_silent() {
            return;
        }
        let is_joint = |token: &Token| {
            matches!(token.kind, Kind::Mark('、' | ','))
                || token.is(Class::Filler)
                || token.kind == Kind::Gap
                    && ["或", "及", "以及", "数"].contains(&self.words(token))
        };
        let is_number = |token: &Token| matches!(token.kind, Kind::Number { .. });
        let behind = self.tokens[at + 1..].iter().take(NEAR);
        let list = behind
            .take_while(|token| is_joint(token) || is_number(token) || token.kind == Kind::Unit);
        let numbers: Vec<&Token> = list.filter(|token| is_number(token)).collect();
        let meaning = |token: &Token| match token.kind {
            Kind::Outcome(outcome)
                if self.topic == Some(Topic::Requests) || self.topic.is_none() =>
            {
                Some(Meaning::Outcomes(vec![outcome]))
            }
            Kind::Word(Class::New) => Some(Meaning::Requests(Requests::New)),
            Kind::Word(Class::In) => Some(Meaning::Requests(Requests::In)),
            Kind::Word(Class::Answered) => Some(Meaning::Requests(Requests::Handled)),
            Kind::Word(Class::Out) => Some(Meaning::Requests(Requests::Out)),
            Kind::Word(Class::Reviews) if self.has_requests => {
                Some(Meaning::Disputes(Disputes::Reviews, None))
            }
            Kind::Word(Class::Suits) if self.has_requests => {
                Some(Meaning::Disputes(Disputes::Suits, None))
            }
            _ => None,
        };
        let before = self.tokens[..at].iter().rev().take(NEAR);
        let list = before.take_while(|token| is_joint(token) || meaning(token).is_some());
        let mut meanings: Vec<Meaning> = list.filter_map(meaning).collect();
        meanings.reverse();
        if meanings.len() != numbers.len() || meanings.len() < 2 {
            return;
        }
        let last = numbers[numbers.len() - 1].range;
        for (number, meaning) in numbers.into_iter().zip(meanings) {
            let Kind::Number { value, decimals: 0 } = number.kind else { continue };
            self.out.push(Read {
                range: number.range,
                value,
                decimals: 0,
                meanings: vec![meaning],
                said: Said::Number,
                certainty: Certainty::Certain,
            });
        }
        self.distributed = self.tokens.partition_point(|token| token.range.end <= last.end);
    }

    /// Whether only fillers stand before a token in its sentence.
    fn begins_sentence(&self, at: usize) -> bool {
        let before = self.tokens[..at].iter().rev();
        let mut before = before.take(NEAR).skip_while(|token| token.is(Class::Filler));
        before.next().is_none_or(Token::ends_sentence)
    }

    /// 其中 takes the last number as its whole. At the start of a sentence, the whole is what all
    /// requests are.
    fn begin_split(&mut self, at: usize) {
        let is_first = at.checked_sub(1).is_none_or(|before| self.tokens[before].ends_sentence());
        let is_carried = matches!(self.last, Some(Meaning::Requests(Requests::In | Requests::Out)));
        self.split = Some(self.last.clone().filter(|_| !(is_first && is_carried)));
    }

    fn number(&self, at: usize, decimals: u8) -> Option<Vec<Meaning>> {
        let token = &self.tokens[at];
        let unit = self.tokens.get(at + 1).filter(|next| next.kind == Kind::Unit);
        let behind = at + 1 + usize::from(unit.is_some());
        let from = at.saturating_sub(NEAR);
        let mark = self.tokens[from..at].iter().rposition(Token::is_mark);
        let start = mark.map_or(from, |mark| from + mark + 1);
        let len = self.tokens[behind..].iter().take(NEAR).take_while(|token| !token.is_mark());
        let clause = Clause {
            left: &self.tokens[start..at],
            right: &self.tokens[behind..behind + len.count()],
        };
        let follows = self.text[token.range.end..].chars().next();
        if follows == Some('%') {
            return self.share(&clause).map(|share| vec![share]);
        }
        if follows == Some('元') || self.text[token.range.end..].starts_with("万元") {
            return self.money(&clause).map(|money| vec![money]);
        }
        if decimals > 0 {
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
        if around().any(is_part) || self.is_of_members(at) {
            return None;
        }
        self.meanings(&clause)
    }

    /// Whether a number counts what parts of the organ have: 各县（市、区）收到3件.
    fn is_of_members(&self, at: usize) -> bool {
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
                self.is_whole(token) || words.ends_with('及') || words.ends_with('含')
            })
    }

    /// A percentage of the handled requests, or of the reviews or lawsuits.
    fn share(&self, clause: &Clause) -> Option<Meaning> {
        let takes = |token: &Token| {
            let words = self.words(token);
            token.kind == Kind::Gap && (words.contains('占') || words.starts_with('率'))
        };
        if !clause.left.iter().any(takes) {
            return None;
        }
        let own = clause.left.iter().rev().find_map(Token::outcome);
        let before = &self.tokens[..self.tokens.partition_point(|token| {
            clause.left.last().is_some_and(|last| token.range.end <= last.range.start)
        })];
        let is_number = |token: &&Token| matches!(token.kind, Kind::Number { .. });
        let above = before.iter().rev().find(is_number).map(|number| number.range);
        // The number before must be the part.
        if own.is_none() && above != self.out.last().map(|read| read.range) {
            return None;
        }
        let handled = Meaning::Requests(Requests::Handled);
        let (part, whole) = match (own, &self.last) {
            (Some(outcome), _) => (Meaning::Outcomes(vec![outcome]), handled),
            (None, Some(last @ Meaning::Outcomes(_))) if clause.left.len() == 1 => {
                (last.clone(), handled)
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

    /// Fees and charges: 信息处理费0元, 行政事业性收费金额12.5万元.
    fn money(&self, clause: &Clause) -> Option<Meaning> {
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
        match head.kind {
            Kind::Word(Class::Charges) => Some(Meaning::Charges),
            Kind::Word(Class::Fee) if self.words(head).ends_with("处理费") => Some(Meaning::Fee),
            _ => None,
        }
    }

    /// The tokens that touch a number, the nearest first, without fillers.
    fn chain<'t>(
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

    fn meanings(&self, clause: &Clause) -> Option<Vec<Meaning>> {
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
                return if is_matter { None } else { one(Meaning::Requests(requests)) };
            }
        }
        if let Some(found) = self.outcome(clause, heads) {
            return found;
        }
        if let Some(found) = self.dispute(clause, heads) {
            return one(found);
        }
        if let Some(found) = self.documents(clause, &left, &right) {
            return one(found);
        }
        self.requests(clause, &left, &right)
    }

    /// The outcome beside a number. `Some(None)` for an outcome of something else.
    fn outcome(&self, clause: &Clause, heads: [Option<&Token>; 2]) -> Option<Option<Vec<Meaning>>> {
        let outcome = heads.into_iter().flatten().find_map(Token::outcome)?;
        let is_of_carried =
            matches!(self.split, Some(Some(Meaning::Requests(Requests::In | Requests::Out))));
        let has_topic = match self.topic {
            None => matches!(outcome, Outcome::Row(..)),
            Some(Topic::Matter) => false,
            Some(_) => true,
        };
        if !has_topic || is_of_carried || self.is_carried_split {
            return Some(None);
        }
        let one = |outcome: Outcome| Meaning::Outcomes(vec![outcome]);
        // 同意公开或部分公开: the sum.
        let words = || clause.left.iter().rev().filter(|token| !token.is(Class::Filler));
        let mut before = words();
        if let (Some(last), Some(joint), Some(first)) =
            (before.next(), before.next(), before.next())
            && let (Some(last), Some(first)) = (last.outcome(), first.outcome())
            && joint.kind == Kind::Gap
            && ["或", "及", "或者", "以及"].contains(&self.words(joint))
        {
            return Some(Some(vec![Meaning::Outcomes(vec![first, last])]));
        }
        Some(Some(match outcome {
            Outcome::Row('d', 1) => {
                vec![one(outcome), one(Outcome::Group('d')), one(Outcome::Group('c'))]
            }
            Outcome::Row('c', _) => vec![one(outcome), one(Outcome::Group('c'))],
            _ => vec![one(outcome)],
        }))
    }

    /// Reviews and lawsuits, and their results.
    fn dispute(&self, clause: &Clause, heads: [Option<&Token>; 2]) -> Option<Meaning> {
        let is_of_requests = |token: &Token| {
            token.kind == Kind::Requests
                || token.kind == Kind::Subject && self.words(token).contains("信息公开")
        };
        let around = || clause.left.iter().chain(clause.right);
        if !self.has_requests && !around().any(is_of_requests) || self.is_other_dispute {
            return None;
        }
        // 上年结转起诉案件1件: of former years.
        if clause.left.iter().any(|token| token.is(Class::In)) {
            return None;
        }
        let head = |class: Class| heads.into_iter().flatten().any(|head| head.is(class));
        if let Some(verdict) = heads.into_iter().flatten().find_map(verdict) {
            let disputes = match self.topic? {
                Topic::Reviews => Disputes::Reviews,
                Topic::Suits => Disputes::Suits,
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
        .map(|disputes| Meaning::Disputes(disputes, None))
    }

    /// Whether the number counts each item of a list: 行政复议、行政诉讼均为0件.
    fn is_each(&self, clause: &Clause) -> bool {
        clause.left.iter().any(|token| token.is(Class::Filler) && self.words(token) == "均")
    }

    /// Whether lawsuits stand behind reviews without a number: 行政复议、行政诉讼2件.
    fn is_behind_reviews(&self, clause: &Clause) -> bool {
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
    fn documents(&self, clause: &Clause, left: &[&Token], right: &[&Token]) -> Option<Meaning> {
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
        if is_split || self.is_in_list(clause, Class::Matter) {
            return None;
        }
        if let Some(verb) = verb
            && let Some(noun) = noun.or(self.documents.filter(|_| has_verb))
        {
            return Some(Meaning::Documents(noun, verb));
        }
        let decisions = match left.first()?.kind {
            Kind::Word(Class::Licences) => Decisions::Licences,
            Kind::Word(Class::Penalties) => Decisions::Penalties,
            Kind::Word(Class::Coercion) => Decisions::Coercion,
            _ => return None,
        };
        Some(Meaning::Decisions(decisions))
    }

    /// Whether a word of this class stands before the number in its clause, with the items of a
    /// list before.
    fn is_in_list(&self, clause: &Clause, class: Class) -> bool {
        let Some(last) = clause.left.last() else { return false };
        let at = self.tokens.partition_point(|token| token.range.start <= last.range.start);
        let inside = |token: &&Token| !token.is_mark() || token.kind == Kind::Mark('、');
        let mut before = self.tokens[..at].iter().rev().take(NEAR).take_while(inside);
        before.any(|token| token.is(class))
    }

    /// Totals of requests.
    fn requests(&self, clause: &Clause, left: &[&Token], right: &[&Token]) -> Option<Vec<Meaning>> {
        const VERBS: [Class; 4] = [Class::New, Class::Received, Class::Handled, Class::Answered];
        let of = |all: &[Requests]| Some(all.iter().map(|one| Meaning::Requests(*one)).collect());
        let is_verb = |token: &Token| VERBS.iter().any(|verb| token.is(*verb));
        let verb = clause.left.iter().rev().find(|token| is_verb(token));
        let verb_is = |class: Class| verb.is_some_and(|verb| verb.is(class));
        let is_object = |token: &&&Token| token.kind == Kind::Requests;
        let (first, next) = (left.first(), right.first());
        let by_object = first.filter(is_object).or(next.filter(is_object)).is_some();
        let by_verb = first.is_some_and(|first| is_verb(first));
        let is_topic = self.topic == Some(Topic::Requests);
        if self.is_by_channel(clause) {
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
            return Some(vec![Meaning::Applicants { natural }]);
        }
        // 涉及申请5件: of something else.
        let is_about =
            |token: &Token| token.is(Class::Filler) && self.words(token).starts_with('涉');
        let is_bare = first.is_some_and(|first| self.words(first) == "申请");
        if is_bare && clause.left.iter().any(is_about) && !clause.left.iter().any(is_verb) {
            return None;
        }
        let has_subject = clause.left.last().is_some_and(|last| last.kind == Kind::Subject);
        if by_object || by_verb && (is_topic || has_subject) {
            let is_part = self.split.as_ref().is_some_and(Option::is_some);
            if is_part && !verb_is(Class::New) && !verb_is(Class::Answered) {
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
                Some(Kind::Word(Class::Answered)) => {
                    return if self.is_of_part(clause) { None } else { of(&[Requests::Handled]) };
                }
                Some(Kind::Word(Class::Handled)) => {
                    let is_head = first.is_some_and(|first| first.is(Class::Handled));
                    if is_head && self.has_in {
                        return of(&[Requests::NewAndIn, Requests::Handled]);
                    }
                    let has_object = left.get(1).filter(is_object).is_some();
                    if by_object || is_head && has_object {
                        return of(&[Requests::NewAndIn, Requests::New, Requests::Handled]);
                    }
                }
                Some(_) => return of(&[Requests::New, Requests::NewAndIn]),
                None if first.filter(is_object).is_some() && self.may_stand_alone(clause) => {
                    return of(&[Requests::New, Requests::NewAndIn]);
                }
                None => {}
            }
        }
        self.rest(clause, left, right)
    }

    /// A sum, the rest of a list, applicants, and numbers before 已答复.
    fn rest(&self, clause: &Clause, left: &[&Token], right: &[&Token]) -> Option<Vec<Meaning>> {
        let has = |words: &[&str]| {
            let mut fillers = clause.left.iter().filter(|token| token.is(Class::Filler));
            fillers.any(|token| words.contains(&self.words(token)))
        };
        let is_topic = self.topic == Some(Topic::Requests);
        if left.is_empty()
            && !clause.left.iter().any(|token| token.kind == Kind::Gap)
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
        if is_topic && self.split.is_some() && !self.is_carried_split && self.is_plain_open(clause)
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
        let is_split = matches!(self.split, Some(Some(Meaning::Requests(_))));
        (is_topic && is_answered && !is_split && !self.is_of_part(clause))
            .then(|| vec![Meaning::Requests(Requests::Handled)])
    }

    /// Whether answered requests are only a part: of those answered, of those carried in, the rest,
    /// or not answered yet.
    fn is_of_part(&self, clause: &Clause) -> bool {
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
            token.kind == Kind::Gap
                && ["协助", "直接", "实际", "转办"].iter().any(|one| words.contains(one))
        };
        let is_in_bracket =
            self.depth > 0 && self.last == Some(Meaning::Requests(Requests::Handled));
        is_split
            || is_in_bracket
            || self.is_carried_split
            || clause.left.iter().any(|token| is_rest(token) || is_apart(token))
    }

    /// Whether only 公开 stands beside the number, with another outcome in the next clause.
    fn is_plain_open(&self, clause: &Clause) -> bool {
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
    fn is_by_channel(&self, clause: &Clause) -> bool {
        let Some(first) = clause.left.first() else { return false };
        let end = clause.left.last().map_or(first.range.end, |last| last.range.end);
        let words = &self.text[first.range.start..end];
        clause.left.iter().any(|token| token.is(Class::Channel))
            && !["等渠道", "等形式", "等方式"].iter().any(|word| words.contains(word))
    }

    /// Whether an object without a verb counts requests, and not documents that are given on
    /// request.
    fn may_stand_alone(&self, clause: &Clause) -> bool {
        const BEFORE: usize = 120;
        let at = clause.left.first().map_or(0, |first| first.range.start);
        let from = crate::text::floor_char_boundary(self.text, at.saturating_sub(BEFORE));
        self.split.is_none() && !self.text[from..at].contains("主动公开")
    }
}
