//! Extra headings: headings with a number like a section, but of no section of the form. Example:
//! 六、下一步打算 before 七、其他需要报告的事项.

use super::context::Context;
use super::section::{Extra, Section};
use crate::syntax::{BlockKind, NumberedLine, Role, leads_to_page, numbered_line};
use crate::text::{fold, is_letter, lines as text_lines};

/// At most three extra headings. A longer series is a list.
const MOST: usize = 3;

/// The extra headings of a report, in order. Empty if a section of the report is out of order.
pub fn extras<'a>(context: &'a Context) -> &'a [Extra] {
    context.extras.get_or_init(|| find(context))
}

fn find(context: &Context) -> Vec<Extra> {
    if context.sections().any(|section| section.heading.role == Role::Displaced) {
        return Vec::new();
    }
    let sections: Vec<Section> = context.in_order().collect();
    let above = std::iter::once(None).chain(sections.iter().map(Some));
    let below = sections.iter().map(Some).chain([None]);
    above.zip(below).flat_map(|(above, below)| between(context, above, below)).collect()
}

/// The extra headings between two consecutive sections, before the first section, or behind the
/// last section.
fn between(context: &Context, above: Option<&Section>, below: Option<&Section>) -> Vec<Extra> {
    let number = |section: Option<&Section>| {
        section.map(|section| section.heading.numeral.map_or(0, |numeral| numeral.number))
    };
    // Without numbers on both sides nothing is certain.
    let (before, behind) = (number(above).unwrap_or(0), number(below));
    if above.is_some() && before == 0 || above.or(below).is_none() {
        return Vec::new();
    }
    let found = numbered(context, above, below);
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Vec::new() };
    let run = found.len() <= MOST
        && found.iter().zip(before + 1..).all(|(line, number)| line.number == number);
    let own = below.map(|section| section.number);
    let shifts =
        run && behind.is_some_and(|behind| behind == last.number + 1 && Some(behind) > own);
    // A single extra heading has the number of a neighbouring section, or the number seven.
    let is_twice = match behind {
        Some(behind) => Some(behind) == own && (first.number == behind || first.number == before),
        None => run && before >= 6,
    };
    if !(shifts || found.len() == 1 && is_twice && has_body(context, first, below)) {
        return Vec::new();
    }
    let neighbours = [above, below].map(|section| section.map(|section| section.number));
    let extra = |line: &NumberedLine| {
        let title = line.title?;
        Some(Extra {
            range: line.label.cover(title),
            title,
            label: line.label,
            below: neighbours[0].or(neighbours[1])?,
            doubles: line.section.filter(|_| neighbours.contains(&line.section)),
            shifts,
        })
    };
    found.iter().map(extra).collect::<Option<_>>().unwrap_or_default()
}

/// The lines between two sections with a number like a section.
fn numbered(
    context: &Context,
    above: Option<&Section>,
    below: Option<&Section>,
) -> Vec<NumberedLine> {
    let from = above.map_or(0, |section| section.part.range.start);
    let to = below.map_or(above.map_or(0, |section| section.part.range.end), |section| {
        section.part.range.start
    });
    let parts = context.report.parts.iter().filter(|part| (from..to).contains(&part.range.start));
    let mut found = Vec::new();
    for part in parts {
        for block in part.blocks.iter().filter(|block| block.kind == BlockKind::Text) {
            let block = block.range.shifted(part.range.start);
            for line in text_lines(block.of(context.text)).map(|line| line.shifted(block.start)) {
                // An entry of a contents list is not a heading.
                if begins_with_numeral(line.of(context.text)) && !leads_to_page(context.text, line)
                {
                    found.extend(numbered_line(context.text, line, context.facts.standard));
                    // A longer series is a list, so the search can stop.
                    if found.len() > MOST {
                        return found;
                    }
                }
            }
        }
    }
    found
}

/// The number of the only numbered line directly above a section, and of the only numbered line
/// directly below.
pub fn beside(context: &Context, section: &Section) -> impl Iterator<Item = u8> {
    let above = context.in_order().rfind(|other| other.number < section.number);
    let below = context.in_order().find(|other| other.number > section.number);
    let lines = [
        numbered(context, above.as_ref(), Some(section)),
        numbered(context, Some(section), below.as_ref()),
    ];
    lines
        .into_iter()
        .filter(|lines| lines.len() == 1)
        .flat_map(|lines| lines.into_iter().map(|line| line.number))
}

/// Whether the first letter of a line is one of 一 to 十.
fn begins_with_numeral(line: &str) -> bool {
    line.chars().map(fold).find(|&c| is_letter(c)).is_some_and(|c| {
        matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    })
}

/// Whether the report has text between a line and the next section.
fn has_body(context: &Context, line: &NumberedLine, below: Option<&Section>) -> bool {
    let end = below.map_or(context.text.len(), |section| section.part.range.start);
    let start = line.title.map_or(line.label.end, |title| title.end);
    context.text[start.min(end)..end]
        .lines()
        .skip(1)
        .any(|line| line.chars().any(|c| is_letter(fold(c))))
}
