//! Headings that are numbered like those of the sections and are none of theirs: 六、下一步打算
//! before 七、其他需要报告的事项.

use super::context::Context;
use super::section::{Extra, Section};
use crate::syntax::{BlockKind, NumberedLine, Role, leads_to_page, numbered_line};
use crate::text::{fold, is_letter, lines as text_lines};

/// Series of more than this are lists.
const MOST: usize = 3;

/// The extra headings of a report, in order; none where its sections are out of order.
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

/// Those between two sections that follow one another, or before the first, or behind the last.
fn between(context: &Context, above: Option<&Section>, below: Option<&Section>) -> Vec<Extra> {
    let number = |section: Option<&Section>| {
        section.map(|section| section.heading.numeral.map_or(0, |numeral| numeral.number))
    };
    // Without numbers on both sides nothing can be told.
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
    // One that has the number of the section above or below it, or the seventh.
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

/// The lines between two sections that begin with a number like those of the sections.
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
                // The entries of a contents list are none.
                if begins_with_numeral(line.of(context.text)) && !leads_to_page(context.text, line)
                {
                    found.extend(numbered_line(context.text, line, context.facts.standard));
                    // More need not be read.
                    if found.len() > MOST {
                        return found;
                    }
                }
            }
        }
    }
    found
}

/// The number of the only numbered line right above a section, and of that right below it.
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

/// Whether one of 一 to 十 is the first letter.
fn begins_with_numeral(line: &str) -> bool {
    line.chars().map(fold).find(|&c| is_letter(c)).is_some_and(|c| {
        matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    })
}

/// Whether anything stands below a line, above the next section.
fn has_body(context: &Context, line: &NumberedLine, below: Option<&Section>) -> bool {
    let end = below.map_or(context.text.len(), |section| section.part.range.start);
    let start = line.title.map_or(line.label.end, |title| title.end);
    context.text[start.min(end)..end]
        .lines()
        .skip(1)
        .any(|line| line.chars().any(|c| is_letter(fold(c))))
}
