//! What the rules across reports did not compare, told once at the end of a run.

use super::Session;
use crate::archive::{Archive, ArchivedGovernment};
use crate::diagnostic::{Argument, Message, Wording};
use crate::lint;
use crate::project::Discovered;

/// The sentences for the summary.
pub(super) fn uncompared(
    session: &Session,
    discovered: &Discovered,
    archive: Option<&Archive>,
    reports: usize,
) -> Vec<Message> {
    if let Some(archive) = archive {
        return of_governments(archive);
    }
    let selects_kin =
        || discovered.targets.iter().any(|target| lint::looks_at_kin(&target.settings));
    let is_of_files = discovered.folders.is_empty() && reports > 0;
    // A single report has no others to be compared with, unless somebody asks for it.
    let is_asked = is_of_files && (reports > 1 || asks_for_kin(session)) && selects_kin();
    is_asked.then(|| Message::plain(ONLY_FILES)).into_iter().collect()
}

/// The sentence for a stream, if the command line asks for rules across reports.
pub(super) fn of_stream(session: &Session) -> Option<Message> {
    asks_for_kin(session).then(|| Message::plain(STREAM))
}

fn asks_for_kin(session: &Session) -> bool {
    let codes = session.check.select.iter().flatten();
    codes.map(|code| code.trim()).any(|code| code.starts_with(['X', 'x']))
}

fn of_governments(archive: &Archive) -> Vec<Message> {
    let settings = archive.settings_with_governments();
    let settings = settings.filter(|settings| lint::looks_at_kin(settings));
    let of_settings = |settings| {
        let governments = archive.governments_of(settings);
        let each = governments.iter().flat_map(|government| of_government(archive, government));
        each.chain(shared(&governments)).collect::<Vec<_>>()
    };
    settings.flat_map(of_settings).collect()
}

/// A sentence for two governments with the same members: their files overlap.
fn shared(governments: &[ArchivedGovernment]) -> Vec<Message> {
    let name = |government: &ArchivedGovernment| government.in_settings().name.clone();
    let pairs = governments.iter().enumerate().flat_map(|(index, first)| {
        governments[index + 1..].iter().map(move |second| (first, second))
    });
    let message = |(first, second): (&ArchivedGovernment, &ArchivedGovernment)| {
        let organs: Vec<&str> = first.shared_with(second).collect();
        let [organ, rest @ ..] = organs.as_slice() else { return None };
        let both = [(*organ).into(), name(first).into(), name(second).into()];
        Some(match rest.len() {
            0 => Message::new(SHARED, both),
            more => {
                let [organ, first, second] = both;
                Message::new(MANY_SHARED, [organ, first, second, (more + 1).into()])
            }
        })
    };
    pairs.filter_map(message).collect()
}

fn of_government(archive: &Archive, government: &ArchivedGovernment) -> Vec<Message> {
    let own = government.in_settings();
    let name = || Argument::from(own.name.as_str());
    let near = || {
        let near = government.near_own(archive);
        let near = near.map(|organ| Message::new(NEAR, [Argument::from(organ)]));
        Argument::Messages(near.into_iter().collect())
    };
    if government.is_unknown(archive) {
        return vec![Message::new(UNKNOWN, [name(), near()])];
    }
    let pattern = own.members_in.as_ref().filter(|_| government.has_idle_pattern(archive));
    let idle = pattern.map(|pattern| Message::new(IDLE, [pattern.source.concat().into(), name()]));
    let years: Vec<String> = government.own_missing(archive).iter().map(i32::to_string).collect();
    let missing = (!years.is_empty())
        .then(|| Message::new(OWN_MISSING, [name(), Argument::List(years), near()]));
    idle.into_iter().chain(missing).collect()
}

const ONLY_FILES: Wording = Wording::new(
    "报告之间没有比较（X001 至 X009）：写出的是文件，请检查它们的文件夹。",
    "The reports were not compared with one another (X001 to X009): these are files; check their \
     folder.",
);
const STREAM: Wording = Wording::new(
    "报告之间没有比较（X001 至 X009）：流中的报告一份一份地检查，请检查文件夹。",
    "The reports were not compared with one another (X001 to X009): a stream is checked report by \
     report; check a folder.",
);
const UNKNOWN: Wording = Wording::new(
    "[[government]] 的“{0}”和它的成员都没有报告，没有核对：请核对名称{1}。",
    "Neither {0} of [[government]] nor its members have a report, so nothing was compared: look at \
     the names{1}.",
);
const IDLE: Wording = Wording::new(
    "[[government]] 的 members_in “{0}”没有对上任何文件，“{1}”的成员没有核对：请核对路径。",
    "members_in \"{0}\" of [[government]] covers no file, so the members of {1} were not compared: \
     look at the path.",
);
const OWN_MISSING: Wording = Wording::new(
    "没有{0} {1} 年的报告，成员之和（X006）没有核对{2}。",
    "There is no report of {0} for {1}, so the sums of its members (X006) were not compared{2}.",
);
const SHARED: Wording = Wording::new(
    "“{0}”既是“{1}”的成员，又是“{2}”的成员，它的数会计入两处：请核对两个 [[government]] 的 members_in。",
    "{0} is a member of {1} and a member of {2}, so its numbers count twice: look at members_in of \
     both [[government]].",
);
const MANY_SHARED: Wording = Wording::new(
    "“{0}”等 {3} 个单位既是“{1}”的成员，又是“{2}”的成员，它们的数会计入两处：请核对两个 [[government]] \
     的 members_in。",
    "{0} and others, {3} organs, are members of {1} and members of {2}, so their numbers count twice: \
     look at members_in of both [[government]].",
);
const NEAR: Wording = Wording::new(
    "；有一份“{0}”的报告，如是同一单位，请写进 [[organ]] 的 also",
    "; there is a report of {0}: if that is the same organ, write it into also of [[organ]]",
);
