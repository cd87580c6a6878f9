//! Composes the words around a number into what the number states.
//!
//! A number is read only if nothing but fillers stand between the number and its head, before it or
//! behind its unit. This alone leaves out nearly all numbers of other things.

use super::meaning::{Change, Disputes, Documents, Meaning, Requests};
use super::token::{Kind, NEAR, Token, has};
use super::topic::is_organ;
use super::{Certainty, Said};
use crate::standard::Class;
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

impl Read {
    pub(super) fn is_of_requests(&self) -> bool {
        self.meanings.iter().any(|meaning| matches!(meaning, Meaning::Requests(_)))
    }
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
    pub(super) is_part: bool,
    /// Whether the rest of the sentence speaks of the year before.
    pub(super) is_past: bool,
    /// Whether the clause names another year.
    pub(super) is_elsewhen: bool,
    /// Whether requests were spoken of.
    pub(super) has_requests: bool,
    pub(super) year: Option<i32>,
    pub(super) documents: Option<Documents>,
    pub(super) depth: usize,
    /// The topic outside of the brackets.
    pub(super) outside: Option<Topic>,
    /// Whether no word of the paragraph was read yet.
    pub(super) is_paragraph_new: bool,
    /// The number of statements before the paragraph.
    pub(super) paragraph: usize,
    /// Whether a paragraph above states requests, below the same sub-heading.
    pub(super) is_below_requests: bool,
    /// The token that is read.
    pub(super) at: usize,
    /// The first token of the clause.
    pub(super) clause: usize,
    /// The first token of the sentence, and the words for organs before its totals.
    pub(super) sentence_token: usize,
    /// The number of statements before the sentence.
    pub(super) sentence: usize,
    pub(super) subjects: Vec<(usize, TextRange)>,
    /// Whether disputes of another matter are listed.
    pub(super) is_other_dispute: bool,
    /// Whether outcomes are those of some requests alone.
    pub(super) is_scoped: bool,
    /// Whether carried requests are split into answered ones and others.
    pub(super) is_carried_split: bool,
    /// The end of the numbers that were distributed over a list of words.
    pub(super) distributed: usize,
    /// Whether the sentence states the requests carried in.
    pub(super) has_in: bool,
    /// What happened to the documents before `、`.
    pub(super) change: Option<Change>,
    /// Whether the bracket speaks of the year before, or of another organ.
    pub(super) is_foreign_bracket: bool,
    /// Whether the sentence names parts of the organ.
    pub(super) has_members: bool,
    /// The token that names the disputes of the topic.
    pub(super) dispute_token: usize,
    /// The number of some requests alone, of which the rest of the sentence tells.
    pub(super) named_part: Option<i64>,
    pub(super) out: Vec<Read>,
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
            is_past: false,
            is_paragraph_new: false,
            paragraph: 0,
            is_below_requests: false,
            outside: None,
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
            is_scoped: false,
            is_carried_split: false,
            distributed: 0,
            has_in: false,
            change: None,
            is_foreign_bracket: false,
            has_members: false,
            dispute_token: 0,
            named_part: None,
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
        self.has_members |= token.is(Class::Members);
        self.is_elsewhen &= !token.is_mark() || token.kind == Kind::Mark('、');
        self.keep_topic(&token);
        let next = self.tokens.get(at + 1);
        match token.kind {
            Kind::Mark('(') => {
                self.is_foreign_bracket |= self.depth == 0 && self.opens_foreign_bracket(at);
                self.depth += 1;
                self.outside = self.topic.filter(|_| self.depth == 1).or(self.outside);
            }
            Kind::Mark(')') => {
                self.depth = self.depth.saturating_sub(1);
                self.is_foreign_bracket &= self.depth > 0;
                // （直接起诉3件、复议后起诉2件），败诉1件: of all lawsuits.
                self.topic = self.outside.take().filter(|_| self.depth == 0).or(self.topic);
            }
            Kind::Mark(_) if token.ends_sentence() => {
                (self.depth, self.split, self.documents) = (0, None, None);
                (self.is_muted, self.is_part, self.is_past) = (false, false, false);
                (self.is_scoped, self.is_foreign_bracket) = (false, false);
                self.has_members = false;
                (self.outside, self.named_part) = (None, None);
                self.end_sentence();
                self.sentence_token = at;
                if token.ends_paragraph() {
                    self.is_paragraph_new = true;
                    self.is_carried_split = false;
                    let own = &self.out[self.paragraph.min(self.out.len())..];
                    self.is_below_requests |= own.iter().any(Read::is_of_requests);
                    self.paragraph = self.out.len();
                }
            }
            Kind::Mark(mark) => {
                self.is_scoped &= mark != ';';
                self.change = self.change.filter(|_| mark == '、');
            }
            // 发文件12件，其中依申请公开3件: documents.
            Kind::Requests if self.is_of_documents(&token) => {}
            Kind::Requests => {
                (self.topic, self.has_requests) = (Some(Topic::Requests), true);
            }
            Kind::Subject => {
                let words = self.words(&token);
                let names_them = || has(words, "信息公开") || has(words, "依申请");
                self.has_requests = self.has_requests || names_them();
            }
            Kind::Year(year) => {
                let is_other = self.year.is_some_and(|own| own != year);
                self.is_past &= is_other;
                // 2019—2023年.
                let before = self.text[..token.range.start].trim_end_matches('年');
                let before = before.strip_suffix(['-', '至', '到', '~']);
                let before = before.map(|before| before.trim_end_matches('年'));
                let is_span =
                    before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
                self.is_muted |= is_span;
                // 自2010年以来: the whole sentence.
                self.is_muted |= is_other && self.words(&token).ends_with("以来");
                self.is_muted |= is_other && self.begins_sentence(at);
                self.is_elsewhen = is_other;
            }
            Kind::Word(Class::Direct) => self.begin_disputes(at, Topic::Direct),
            Kind::Word(Class::After) => self.begin_disputes(at, Topic::After),
            Kind::Word(Class::Suits | Class::Reviews) => {
                let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
                let is_of_requests = clause.iter().any(|token| {
                    matches!(token.kind, Kind::Requests | Kind::Subject)
                        && self.words(token).contains("信息公开")
                });
                // 复议机构审结的: of other organs.
                let inside = |token: &&Token| {
                    !token.is_mark() || matches!(token.kind, Kind::Mark('(' | ')'))
                };
                let before = self.tokens[..at].iter().rev().take(NEAR);
                let is_of_judge = before
                    .take_while(inside)
                    .any(|token| token.is(Class::Matter) && self.words(token).contains("复议"));
                let item = clause.iter().rev().take_while(|token| !token.is_mark());
                let is_of_matter = item.into_iter().any(|token| token.is(Class::Matter));
                // 各类行政诉讼: not only those of disclosure.
                let before =
                    at.checked_sub(1).map_or("", |before| self.words(&self.tokens[before]));
                let is_of_all = ["各类", "各种", "所有"].contains(&before);
                let is_other = self.is_other_dispute || is_of_matter || is_of_all || is_of_judge;
                self.is_other_dispute = is_other && (!is_of_requests || is_of_judge);
                let is_review = token.is(Class::Reviews);
                self.begin_disputes(at, if is_review { Topic::Reviews } else { Topic::Suits });
            }
            Kind::Word(Class::Instance) => self.is_other_dispute = true,
            Kind::Word(Class::Disputes) => self.begin_disputes(at, Topic::Disputes),
            // In a split of requests, another matter is what they are about.
            Kind::Word(Class::Matter) if matches!(self.split, Some(Some(_))) => {}
            Kind::Word(Class::Matter) if self.is_contents(at) => {}
            Kind::Word(Class::Matter) => self.topic = Some(Topic::Matter),
            Kind::Word(Class::Documents) => self.documents = Some(Documents::Normative),
            Kind::Word(Class::Rules) => self.documents = Some(Documents::Rules),
            Kind::Word(Class::Period) => self.is_muted = true,
            Kind::Word(Class::LastYear) => {
                self.is_elsewhen = true;
                // 上年收到9件、办结8件: all numbers up to those of this year.
                let mut behind = self.tokens[at + 1..].iter().take(NEAR);
                let first = behind.find(|token| !token.is(Class::Filler));
                const VERBS: [Class; 4] =
                    [Class::Received, Class::Handled, Class::Answered, Class::New];
                self.is_past |= first.is_some_and(|first| VERBS.iter().any(|verb| first.is(*verb)));
            }
            Kind::Word(Class::Filler)
                if self.is_past
                    && ["今年", "本年", "本年度", "当年", "全年"].contains(&self.words(&token)) =>
            {
                self.is_past = false;
            }
            Kind::Word(Class::Others) => {
                let before = at.checked_sub(1).map(|before| self.words(&self.tokens[before]));
                self.is_part |= before.is_none_or(|before| {
                    !before.ends_with(['含', '及', '和', '与']) && before != "等"
                }) && !self.is_court_of_requests(at);
            }
            // 1至6月，收到5件: up to the numbers of the year.
            Kind::Number { .. } if self.is_month(at) => {
                self.is_past = true;
                let behind = &self.text[token.range.end..];
                self.is_muted |= behind.starts_with("月底") || behind.starts_with("月末");
            }
            Kind::Gap => self.other_words(at),
            // 市本级：收到3件. 县区：收到5件.
            Kind::Word(Class::Part | Class::Members)
                if (self.words(&token) == "本级" || token.is(Class::Members))
                    && next.is_some_and(|next| next.kind == Kind::Mark(':')) =>
            {
                self.is_part = true;
            }
            Kind::Word(Class::Part) if self.words(&token) == "本级" => {
                const VERBS: [Class; 5] =
                    [Class::New, Class::Received, Class::Handled, Class::Answered, Class::Filler];
                self.is_part |= next.is_some_and(|next| {
                    VERBS.iter().any(|verb| next.is(*verb))
                        || matches!(next.kind, Kind::Number { .. })
                            && self.out.len() == self.sentence
                });
            }
            Kind::Word(Class::Filler) if self.words(&token) == "其中" => self.begin_split(at),
            Kind::Word(Class::Filler) if self.words(&token).starts_with("分别") => {
                self.distribute(at);
            }
            Kind::Number { .. } if at < self.distributed => {}
            Kind::Number { value: 0, decimals: 0 } if !self.is_silent() && self.zero(at) => {}
            Kind::Number { value, decimals } if !self.is_silent() => {
                self.is_scoped |= self.begins_scope(at);
                self.begin_members(at);
                self.is_other_dispute |= self.begins_part(at);
                let read = self.number(at, decimals);
                let read = read.filter(|read| !self.is_of_named_part(value, read));
                let Some(meanings) = read else {
                    self.begin_named_part(at);
                    self.begin_inside(at);
                    self.withdraw_answered(at);
                    // The results of disputes that are not read are not read either.
                    self.is_other_dispute |= self.counts_disputes(at);
                    return;
                };
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
            Kind::Number { .. } => self.is_other_dispute |= self.counts_disputes(at),
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
        if is_total && self.topic.is_none() {
            (self.topic, self.has_requests) = (Some(Topic::Requests), true);
        }
        let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
        let organ = clause.iter().rev().find(|token| token.kind == Kind::Gap);
        let is_other =
            |organ: &Token| is_total && is_organ(self.words(organ)) && !self.is_whole(organ);
        if let Some(organ) = organ.filter(|organ| is_other(organ)) {
            self.subjects.push((self.out.len(), organ.range));
        }
        let is_answered = *first == Meaning::Requests(Requests::Handled);
        let of_carried = matches!(self.split, Some(Some(Meaning::Requests(Requests::In))));
        self.is_carried_split |= is_answered && of_carried;
        if let Meaning::Documents(_, change) = first {
            self.change = Some(*change);
        }
        let is_carried = is_in || *first == Meaning::Requests(Requests::Out);
        self.named_part = match self.tokens[at].kind {
            Kind::Number { value, .. } if is_carried && self.begins_carried_part(at) => Some(value),
            _ => None,
        };
        self.has_in |= is_in;
        if is_in {
            self.decide_total(at);
        }
        let is_share = matches!(first, Meaning::Share(..));
        if !is_share && (self.depth == 0 || self.last.is_none()) {
            self.last = Some(first.clone());
        }
    }

    pub(super) fn is_silent(&self) -> bool {
        self.is_muted || self.is_part || self.is_past || self.is_elsewhen || self.is_foreign_bracket
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
        // 分别受理4件、2件: the verb is not distributed.
        const VERBS: [Class; 4] = [Class::Received, Class::Handled, Class::Answered, Class::New];
        let next = self.tokens.get(at + 1);
        let has_verb = next.is_some_and(|next| VERBS.iter().any(|verb| next.is(*verb)));
        let behind = self.tokens[at + 1..].iter().skip(usize::from(has_verb)).take(NEAR);
        let list = behind
            .take_while(|token| is_joint(token) || is_number(token) || token.kind == Kind::Unit);
        let numbers: Vec<&Token> = list.filter(|token| is_number(token)).collect();
        let [_, .., last] = numbers[..] else { return };
        let documents = |change| self.documents.map(|noun| Meaning::Documents(noun, change));
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
            Kind::Word(Class::Made) => documents(Change::Made),
            Kind::Word(Class::Gone) => documents(Change::Gone),
            Kind::Word(Class::Valid) => documents(Change::Valid),
            _ => None,
        };
        let before = self.tokens[..at].iter().rev().take(NEAR);
        let list = before.take_while(|token| is_joint(token) || meaning(token).is_some());
        let mut meanings: Vec<Meaning> = list.filter_map(meaning).collect();
        meanings.reverse();
        // Without a word for each number, it is not said which counts what.
        self.distributed = self.tokens.partition_point(|token| token.range.end <= last.range.end);
        if meanings.len() != numbers.len() || has_verb {
            return;
        }
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
    }
}
