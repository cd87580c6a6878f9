//! The names of the sources of a report's year.

use crate::diagnostic::Wording;
use crate::facts::YearSource;

/// The name of a source in a message.
pub(super) fn source_name(source: YearSource) -> Wording {
    match source {
        YearSource::Option => Wording::new("指定的年度", "the year that the check was given"),
        YearSource::Title => Wording::new("标题", "the title"),
        YearSource::Signature => Wording::new("落款", "the signature"),
        YearSource::Period => Wording::new("统计期限", "the statistical period"),
        YearSource::Text => Wording::new("正文", "the text"),
    }
}
