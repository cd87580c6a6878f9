//! What the rules on sections share.

use crate::report::Context;
use crate::syntax::PartKind;
use crate::text::TextRange;

/// The part that the signature is, where the report has one.
pub fn signature_start(context: &Context) -> Option<usize> {
    context
        .report
        .parts
        .iter()
        .find(|part| part.kind == PartKind::Signature)
        .map(|part| part.range.start)
}

/// The heading of the section that is nearest to section `number` in the form.
pub fn nearest_heading(context: &Context, number: u8) -> Option<TextRange> {
    context
        .sections()
        .min_by_key(|section| section.number.abs_diff(number))
        .map(|section| section.range())
}
