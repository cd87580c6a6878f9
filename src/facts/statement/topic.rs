//! What the sentences are about: the topic, and the number that a list splits.

use super::compose::{Composer, Read, Topic};
use super::meaning::{Meaning, Requests};
use super::token::{Kind, NEAR, Token};
use crate::standard::Class;
use crate::text::{TextRange, floor_char_boundary, is_letter};

impl Composer<'_> {
    /// Whether a number is the last month of a part of the year: 1至6月.
    pub(super) fn is_month(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let behind = self.text[token.range.end..].strip_prefix('月');
        const TO: [char; 5] = ['至', '到', '-', '—', '~'];
        let is_day =
            |behind: &str| behind.starts_with(|c: char| c.is_ascii_digit() || TO.contains(&c));
        let before = &self.text[..token.range.start];
        let is_range = before.ends_with(TO);
        // 12月份收到9件: of one month.
        let is_one = behind.is_some_and(|behind| behind.starts_with('份'));
        let is_end = self.words(token) == "12"
            && (!is_range && !is_one || before.ends_with("1至") || before.ends_with("1月至"));
        behind.is_some_and(|behind| !is_day(behind)) && !is_end
    }

    /// What words outside of the lexicon say about the numbers behind them.
    pub(super) fn other_words(&mut self, at: usize) {
        let token = self.tokens[at];
        let words = self.words(&token);
        if is_whole(words) {
            self.is_part = false;
        } else if names_system(words) {
            self.is_part = true;
        } else if words.ends_with('内') && self.is_span_of_days(at) {
            self.is_muted = true;
        } else if words == "中" && self.is_within_closed(at) {
            self.is_other_dispute = true;
        } else if matches!(self.topic, Some(Topic::Direct | Topic::After)) && words.contains("审结")
        {
            // 直接起诉5件、复议后起诉2件，共审结6件: of both.
            self.topic = Some(Topic::Suits);
        } else if self.has_requests && self.announces_outcomes(at) {
            self.topic = Some(Topic::Requests);
            self.split = Some(Some(Meaning::Requests(Requests::Handled)));
        }
    }

    /// At the first words of a paragraph: outcomes go on with the requests of the paragraph before.
    pub(super) fn keep_topic(&mut self, token: &Token) {
        if !self.is_paragraph_new {
            return;
        }
        let is_said = match token.kind {
            Kind::Word(Class::Filler) => self.words(token) == "其中",
            Kind::Number { .. } | Kind::Unit | Kind::Mark(_) => false,
            Kind::Gap => !self.words(token).chars().all(|c| !is_letter(c)),
            _ => true,
        };
        if !is_said {
            return;
        }
        self.is_paragraph_new = false;
        if self.is_sub_heading(token) {
            self.is_below_requests = false;
        }
        let goes_on = token.outcome().is_some()
            || token.is(Class::Filler)
            || token.is(Class::Answered)
            || token.is(Class::Out);
        if self.is_below_requests && self.lists_outcomes() {
            (self.topic, self.has_requests) = (Some(Topic::Requests), true);
        } else if !goes_on || self.topic != Some(Topic::Requests) {
            (self.topic, self.has_requests) = (None, false);
        }
    }

    /// Whether the first words of a paragraph stand behind the number of a sub-heading: （三）.
    pub(super) fn is_sub_heading(&self, first: &Token) -> bool {
        const NUMBERS: &str = "一二三四五六七八九十";
        let before = self.text[..first.range.start].trim_end_matches([')', '、', ',']);
        let is_behind = first.range.start > before.len();
        let words = self.words(first);
        let in_words = words.strip_prefix(|c| NUMBERS.contains(c)).unwrap_or_default();
        is_behind && before.ends_with(|c| NUMBERS.contains(c))
            || in_words.starts_with('是')
            || self.text[first.range.end..].starts_with(')') && !in_words.is_empty()
    }

    /// Whether outcomes of requests are counted before the end of the sentence, and no other matter
    /// comes first.
    pub(super) fn lists_outcomes(&self) -> bool {
        let ahead = self.tokens[self.at..].iter().take(NEAR);
        let mut ahead = ahead.take_while(|token| !token.ends_sentence());
        const OTHERS: [Class; 6] = [
            Class::Matter,
            Class::Reviews,
            Class::Suits,
            Class::Documents,
            Class::Rules,
            Class::Licences,
        ];
        ahead
            .find(|token| token.outcome().is_some() || OTHERS.iter().any(|other| token.is(*other)))
            .is_some_and(|token| token.outcome().is_some())
    }

    /// Whether a matter is what requests are about: 申请内容主要涉及征地补贴.
    pub(super) fn is_contents(&self, at: usize) -> bool {
        let start = self.tokens[self.clause.max(at.saturating_sub(NEAR))].range.start;
        let words = &self.text[start..self.tokens[at].range.start];
        self.topic == Some(Topic::Requests)
            && ["内容", "涉及", "事项主要", "集中在"].iter().any(|word| words.contains(word))
    }

    /// Whether the results of requests follow: 答复结果为, 按答复类型分.
    pub(super) fn announces_outcomes(&self, at: usize) -> bool {
        let words = self.words(&self.tokens[at]);
        let is_behind_verb = at.checked_sub(1).is_some_and(|before| {
            [Class::Answered, Class::Handled].iter().any(|verb| self.tokens[before].is(*verb))
        });
        self.has_requests
            && is_behind_verb
            && (["结果", "类型"].iter().any(|word| words.starts_with(word))
                || words == "情况" && self.lists_outcomes())
            && self.topic != Some(Topic::Matter)
    }

    /// Whether the outcomes that follow are those of some requests alone: of a topic, a channel, an
    /// applicant, or answered anew.
    pub(super) fn begins_scope(&self, at: usize) -> bool {
        if matches!(self.topic, None | Some(Topic::Matter)) {
            return false;
        }
        let clause = self.clause(at);
        let is_anew = clause.left.iter().any(|token| self.words(token).contains("重新"));
        if self.topic != Some(Topic::Requests) {
            return is_anew;
        }
        let outcome = clause.left.iter().rposition(|token| token.outcome().is_some());
        let before = &clause.left[..outcome.unwrap_or(clause.left.len())];
        const SOME: [Class; 4] = [Class::Channel, Class::Natural, Class::Legal, Class::Person];
        let is_some = |token: &Token| {
            SOME.iter().any(|class| token.is(*class))
                || token.kind == Kind::Gap
                    && ["类", "企业", "律师", "疑难件", "疑难件中"]
                        .iter()
                        .any(|end| self.words(token).ends_with(end))
        };
        let is_about =
            |token: &Token| token.is(Class::Filler) && self.words(token).starts_with('涉');
        let is_topic = outcome.is_none()
            && clause.left.first().is_some_and(|first| self.words(first) == "其中")
            && clause.left.iter().any(is_about)
            && clause.left.last().is_some_and(|last| self.words(last) == "的");
        // 疑难件中予以公开3件, but not 办结申请中予以公开3件.
        let inside = before.iter().position(|token| self.words(token) == "中");
        let is_inside = inside.is_some_and(|inside| {
            let mut named = before[..inside].iter().rev().filter(|token| !token.is(Class::Filler));
            named.next().is_some_and(|named| named.kind == Kind::Gap)
        });
        // 对3件疑难申请进行会商，其中予以公开1件.
        let is_hard = clause.right.iter().any(|token| {
            token.kind == Kind::Gap
                && ["疑难", "会商", "研判"].iter().any(|word| self.words(token).contains(word))
        });
        is_anew
            || is_topic
            || is_hard
            || outcome.is_some()
                && (before.iter().any(is_some) || is_inside || self.is_of_some_applicants())
    }

    /// Whether the sentence begins with applicants: 商业企业申请6件，办结6件.
    pub(super) fn is_of_some_applicants(&self) -> bool {
        let from = self.sentence_token;
        let is_said = |token: &&Token| !token.is(Class::Filler) && !token.is_mark();
        let mut said = self.tokens[from..].iter().take(NEAR).filter(is_said);
        said.next().is_some_and(|first| {
            [Class::Natural, Class::Legal, Class::Person].iter().any(|class| first.is(*class))
        })
    }

    /// Whether a bracket speaks of the year before, or of the organ before it: 比上年（含结转2件）,
    /// 县水利局（收到申请9件）.
    pub(super) fn opens_foreign_bracket(&self, at: usize) -> bool {
        const PAST: [&str; 5] = ["上年", "去年", "年度", "上一年", "同期"];
        let Some(before) = at.checked_sub(1).map(|before| self.tokens[before]) else {
            return false;
        };
        let words = &self.text[..before.range.end];
        let mut clause = self.tokens[..at].iter().rev().take(NEAR).take_while(|one| !one.is_mark());
        let is_past = |token: &Token| token.is(Class::LastYear) || token.is(Class::Part);
        if clause.any(is_past) && PAST.iter().any(|past| words.ends_with(past)) {
            return true;
        }
        const VERBS: [Class; 4] = [Class::New, Class::Received, Class::Handled, Class::Answered];
        let mut behind = self.tokens[at + 1..].iter().take(NEAR);
        let first = behind.find(|token| !token.is(Class::Filler));
        before.kind == Kind::Gap
            && is_organ(self.words(&before))
            && !self.words(&before).contains(['我', '本'])
            && first.is_some_and(|first| VERBS.iter().any(|verb| first.is(*verb)))
    }

    /// Whether what is received in some days is told: 公告发布后一个月内收到.
    pub(super) fn is_span_of_days(&self, at: usize) -> bool {
        const ENDS: [&str; 4] = ["月内", "日内", "天内", "周内"];
        let words = self.words(&self.tokens[at]);
        let mut behind = self.tokens[at + 1..].iter().take(NEAR);
        ENDS.iter().any(|end| words.ends_with(end))
            && behind
                .find(|token| !token.is(Class::Filler))
                .is_some_and(|verb| verb.is(Class::Received) || verb.is(Class::New))
    }

    /// At a number of parts of the organ: what follows counts them too, and what stands before
    /// counts the other parts. 市政府部门收到276件，各县收到126件.
    pub(super) fn begin_members(&mut self, at: usize) {
        const COUNTED: [Class; 9] = [
            Class::New,
            Class::Received,
            Class::Answered,
            Class::Made,
            Class::Valid,
            Class::Licences,
            Class::Penalties,
            Class::Reviews,
            Class::Suits,
        ];
        if !self.has_members || self.split.is_some() || self.depth > 0 || !self.is_of_members(at) {
            return;
        }
        let clause = self.clause(at);
        let is_counted = |token: &Token| {
            token.kind == Kind::Requests || COUNTED.iter().any(|class| token.is(*class))
        };
        if !clause.left.iter().chain(clause.right).any(is_counted) {
            return;
        }
        self.is_part = true;
        let is_of_others = |read: &Read| {
            const LEVELS: [&str; 6] = ["市级", "县级", "区级", "省级", "政府", "部门"];
            let words = self.sentence_before(read.range.start);
            read.is_of_requests()
                && !words.contains('全')
                && LEVELS.iter().any(|level| words.contains(level))
        };
        let own = self.sentence.max(self.out.len().saturating_sub(NEAR)).min(self.out.len());
        let kept: Vec<Read> =
            self.out[own..].iter().filter(|read| !is_of_others(read)).cloned().collect();
        self.out.truncate(own);
        self.out.extend(kept);
    }

    /// Whether the disputes that follow are those of some answers: 不予公开3件中，被复议2件.
    pub(super) fn begins_part(&self, at: usize) -> bool {
        if !self.has_requests {
            return false;
        }
        let clause = self.clause(at);
        let mut all = clause.left.iter().chain(clause.right);
        clause
            .right
            .last()
            .is_some_and(|last| last.kind == Kind::Gap && self.words(last).ends_with('中'))
            && !all.clone().any(|token| token.kind == Kind::Requests)
            && all.any(|token| token.outcome().is_some() || token.is(Class::Answered))
    }

    /// Whether results are those of closed disputes of all kinds: 当年审结案件中，败诉2件.
    pub(super) fn is_within_closed(&self, at: usize) -> bool {
        let is_dispute = |token: &Token| token.is(Class::Reviews) || token.is(Class::Suits);
        let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
        self.tokens.get(at + 1).is_some_and(Token::is_mark)
            && clause.iter().any(|token| self.words(token).contains("审结"))
            && !clause.iter().any(is_dispute)
    }

    /// The words of the sentence before a byte, at most 200 bytes.
    pub(super) fn sentence_before(&self, until: usize) -> &str {
        const MOST: usize = 200;
        let start = self.tokens[self.sentence_token].range.start.min(until);
        &self.text[start.max(floor_char_boundary(self.text, until.saturating_sub(MOST)))..until]
    }

    pub(super) fn begin_disputes(&mut self, at: usize, topic: Topic) {
        (self.topic, self.dispute_token) = (Some(topic), at);
    }

    /// At a number that says only of how many parts are told: 18件中, 公开9件.
    pub(super) fn begin_inside(&mut self, at: usize) {
        let Some([unit, inside]) = self.tokens.get(at + 1..at + 3) else { return };
        let is_inside = unit.kind == Kind::Unit
            && inside.kind == Kind::Gap
            && self.words(inside) == "中"
            && self.tokens.get(at + 3).is_some_and(Token::is_mark);
        if is_inside && self.topic == Some(Topic::Requests) {
            self.split = Some(Some(Meaning::Requests(Requests::Handled)));
        }
        if self.topic != Some(Topic::Requests) {
            return;
        }
        // 结转的4件申请中: of those carried in.
        let clause = self.clause(at);
        let carried = clause.left.iter().rev().find(|token| !token.is(Class::Filler));
        let ends = clause.right.last().is_some_and(|last| self.words(last) == "中");
        if ends && carried.is_some_and(|carried| self.words(carried).contains("结转")) {
            self.split = Some(Some(Meaning::Requests(Requests::In)));
        }
    }

    /// 人民法院受理政府信息公开类行政诉讼: those against the organ.
    pub(super) fn is_court_of_requests(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let behind = &self.text[token.range.end..];
        let clause = behind.split([',', ';', '。', ':']).next().unwrap_or_default();
        self.words(token) == "法院受理"
            && clause.contains("信息公开")
            && ["诉讼", "被诉"].iter().any(|suit| clause.contains(suit))
    }

    /// Whether a token names the whole of a government: 全市.
    pub(super) fn is_whole(&self, token: &Token) -> bool {
        is_whole(self.words(token))
    }

    /// Whether 依申请公开 names documents that are given on request: in a split of documents.
    pub(super) fn is_of_documents(&self, token: &Token) -> bool {
        let from = self.sentence_token.max(self.at.saturating_sub(NEAR));
        let start = self.tokens[from].range.start;
        self.split == Some(None)
            && self.words(token) == "依申请公开"
            && self.text[start..token.range.start].contains("主动公开")
    }

    /// Whether only fillers stand before a token in its sentence.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        let before = self.tokens[..at].iter().rev();
        let mut before = before.take(NEAR).skip_while(|token| token.is(Class::Filler));
        before.next().is_none_or(Token::ends_sentence)
    }

    /// 其中 takes the last number as its whole. At the start of a sentence, the whole is what all
    /// requests are.
    pub(super) fn begin_split(&mut self, at: usize) {
        let is_first = at.checked_sub(1).is_none_or(|before| self.tokens[before].ends_sentence());
        let is_carried = matches!(self.last, Some(Meaning::Requests(Requests::In | Requests::Out)));
        let is_matter = self.topic == Some(Topic::Matter);
        // 上年结转0件，均已办结，其中公开6件: of those of the year.
        let is_none = is_carried && self.out.last().is_some_and(|last| last.value == 0);
        let is_apart = is_matter || is_first && is_carried || is_none;
        let whole = self.last.clone().filter(|_| !is_apart);
        self.split = Some(whole);
    }

    /// With the requests carried in beside it, the total before is decided: 收到9件，上年结转1件
    /// has those of the year, 收到9件（含上年结转1件） has both.
    pub(super) fn decide_total(&mut self, at: usize) {
        let from = self.sentence.min(self.out.len());
        let Some(total) = self.out[from..].last_mut() else { return };
        if total.meanings != [Requests::New, Requests::NewAndIn].map(Meaning::Requests) {
            return;
        }
        let clause = &self.tokens[self.clause.max(at.saturating_sub(NEAR))..at];
        let contains = |token: &Token| {
            let words = token.range.of(self.text);
            ["含", "包括", "包含", "其中"].iter().any(|word| words.ends_with(word))
        };
        let decided = if clause.iter().any(contains) { Requests::NewAndIn } else { Requests::New };
        total.meanings = vec![Meaning::Requests(decided)];
    }

    /// At the answered requests of those carried in: those before are answered ones of the year.
    pub(super) fn withdraw_answered(&mut self, at: usize) {
        self.is_carried_split |= self.is_of_those_carried();
        if self.is_of_carried(&self.clause(at)) {
            self.is_carried_split = true;
            let sentence = self.sentence.min(self.out.len());
            let own = self.out.split_off(sentence);
            let is_answered = |read: &Read| read.meanings == [Meaning::Requests(Requests::Handled)];
            self.out.extend(own.into_iter().filter(|read| !is_answered(read)));
        }
    }

    /// Ends the sentence, and takes back what its other words say is no quantity of the report.
    pub(super) fn end_sentence(&mut self) {
        // Nearly no sentence states something.
        if self.out.len() > self.sentence {
            self.withdraw_beside();
        }
        self.sentence = self.out.len();
        self.subjects.clear();
        self.is_other_dispute = false;
        (self.has_in, self.change) = (false, None);
    }

    /// Takes back totals of several organs in one sentence: they are parts.
    fn withdraw_beside(&mut self) {
        let end = self.tokens.get(self.at).map_or(self.text.len(), |token| token.range.end);
        let start = self.tokens.get(self.sentence_token).map_or(end, |token| token.range.start);
        let sentence = &self.text[start..end];
        if is_beside(sentence) {
            self.out.truncate(self.sentence);
            return;
        }
        self.withdraw_unsorted(sentence, end);
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
    }
}

/// Whether words name the whole of a government: 全市.
fn is_whole(words: &str) -> bool {
    const AREAS: [char; 7] = ['市', '县', '区', '省', '州', '盟', '旗'];
    let is_area = |rest: &str| rest.starts_with(AREAS) || rest.starts_with("自治区");
    words.split('全').skip(1).any(is_area)
}

/// Whether words name all organs of a branch: 市教育系统.
fn names_system(words: &str) -> bool {
    const OTHERS: [&str; 5] = ["政府", "公开", "申请", "平台", "管理"];
    words.starts_with(['省', '市', '县', '区'])
        && words.contains("系统")
        && !OTHERS.iter().any(|other| words.contains(other))
}

/// Whether words end as the name of an organ.
pub(super) fn is_organ(words: &str) -> bool {
    const ENDS: &str = "局厅委办院会府处部所镇乡道校署站司心位关门社室";
    words.ends_with(|last: char| ENDS.contains(last))
}

/// Whether a sentence counts what is not in the tables, or what another organ or a part of the
/// organ has: 未计入统计, 其中转我局承办12件, 为各分局最多.
fn is_beside(sentence: &str) -> bool {
    const CUES: [&str; 9] = [
        "未计入",
        "不计入",
        "未纳入统计",
        "不纳入统计",
        "不在本报告统计",
        "转我局",
        "转我办",
        "转我委",
        "转我单位",
    ];
    CUES.iter().any(|cue| sentence.contains(cue))
        || sentence.contains("最多") && sentence.contains("为各")
}
