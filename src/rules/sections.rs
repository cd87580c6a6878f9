//! Shared parts of the rules about sections.

use crate::report::Context;
use crate::syntax::PartKind;
use crate::text::TextRange;

/// The start of the signature, if the report has a signature.
pub fn signature_start(context: &Context) -> Option<usize> {
    context
        .report
        .parts
        .iter()
        .find(|part| part.kind == PartKind::Signature)
        .map(|part| part.range.start)
}

/// The heading of the section nearest to section `number` in the form.
pub fn nearest_heading(context: &Context, number: u8) -> Option<TextRange> {
    context
        .sections()
        .min_by_key(|section| section.number.abs_diff(number))
        .map(|section| section.range())
}
