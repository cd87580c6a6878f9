//! What a number in a sentence states, as cells of the tables.

use crate::standard::{CellRef, Form, Outcome, TableForm};
use std::fmt;

/// A quantity that cells of a table hold: one cell, or the sum of some cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    Requests(Requests),
    /// New requests of natural persons, or of all others.
    Applicants {
        natural: bool,
    },
    /// The sum of outcomes.
    Outcomes(Vec<Outcome>),
    Disputes(Disputes, Option<Verdict>),
    /// The results of reviews or lawsuits other than one result.
    OtherResults(Disputes, Verdict),
    Documents(Documents, Change),
    Decisions(Decisions),
    /// 行政事业性收费, in 万元.
    Charges,
    /// Notices of fees: requests that were given up because a fee was not paid need one.
    Notices,
    /// Fees for information (信息处理费), in yuan.
    Fee,
    /// A percentage of one quantity in another.
    Share(Box<Meaning>, Box<Meaning>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requests {
    New,
    In,
    /// New requests with those carried in.
    NewAndIn,
    Handled,
    Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disputes {
    Reviews,
    /// All lawsuits.
    Suits,
    Direct,
    AfterReview,
    /// Reviews and all lawsuits.
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Upheld,
    Corrected,
    Otherwise,
    Pending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Documents {
    Rules,
    Normative,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Made,
    Gone,
    Valid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decisions {
    Licences,
    Penalties,
    Coercion,
}

impl Meaning {
    /// The index of the table, and the cells whose sum is meant. `None` for a percentage, and for a
    /// quantity that the edition does not have.
    pub fn cells(&self, form: &Form) -> Option<(usize, Vec<CellRef>)> {
        let (table, rows, column) = match self {
            Self::Requests(requests) => {
                (1, rows_of(&form.tables[1], requests.labels()), Column::Last)
            }
            Self::Applicants { natural } => {
                let rows = rows_of(&form.tables[1], Requests::New.labels());
                (1, rows, if *natural { Column::First } else { Column::Middle })
            }
            Self::Outcomes(outcomes) => {
                let rows =
                    outcomes.iter().flat_map(|outcome| outcome_rows(&form.tables[1], *outcome));
                (1, rows.collect(), Column::Last)
            }
            Self::Disputes(disputes, verdict) => {
                let rows = rows_of(&form.tables[2], disputes.labels());
                let named = |verdict: &Verdict| Column::Named(verdict.labels());
                (2, rows, verdict.as_ref().map_or(Column::Last, named))
            }
            Self::OtherResults(disputes, verdict) => {
                let rows = rows_of(&form.tables[2], disputes.labels());
                (2, rows, Column::Named(verdict.other_labels()))
            }
            Self::Documents(documents, change) => {
                let labels: &[&str] = match documents {
                    Documents::Rules => &["规章"],
                    Documents::Normative => &["行政规范性文件", "规范性文件"],
                };
                let columns: &[&str] = match change {
                    Change::Made => &["本年制发件数", "本年新制作数量"],
                    Change::Gone => &["本年废止件数"],
                    Change::Valid => &["现行有效件数"],
                };
                (0, rows_of(&form.tables[0], labels), Column::Named(columns))
            }
            Self::Decisions(decisions) => {
                let label = match decisions {
                    Decisions::Licences => "行政许可",
                    Decisions::Penalties => "行政处罚",
                    Decisions::Coercion => "行政强制",
                };
                (0, rows_of(&form.tables[0], &[label]), Column::Last)
            }
            Self::Charges => (0, rows_of(&form.tables[0], &["行政事业性收费"]), Column::Last),
            Self::Notices => (1, outcome_rows(&form.tables[1], Outcome::Row('f', 2)), Column::Last),
            Self::Share(..) | Self::Fee => return None,
        };
        let of_row = |row: usize| column.of(&form.tables[table], row);
        let cells: Vec<CellRef> = rows.into_iter().flat_map(of_row).collect();
        (!cells.is_empty()).then_some((table, cells))
    }
}

/// The columns of a row that count.
#[derive(Clone, Copy, Debug)]
enum Column {
    First,
    /// All but the first and the last.
    Middle,
    Last,
    Named(&'static [&'static str]),
}

impl Column {
    fn of(self, table: &TableForm, row: usize) -> Vec<CellRef> {
        let columns = table.columns(row);
        let last = columns.len().saturating_sub(1);
        let range = match self {
            Self::First => 0..1,
            Self::Middle => 1..last.max(1),
            Self::Last => last..columns.len(),
            Self::Named(names) => {
                let is_named =
                    |column: &usize| names.contains(&columns[*column].label.text.as_str());
                return (0..columns.len())
                    .filter(is_named)
                    .map(|column| CellRef { row, column })
                    .collect();
            }
        };
        range.map(|column| CellRef { row, column }).collect()
    }
}

impl Requests {
    fn labels(self) -> &'static [&'static str] {
        const NEW: &str = "一、本年新收政府信息公开申请数量";
        const IN: &str = "二、上年结转政府信息公开申请数量";
        match self {
            Self::New => &[NEW],
            Self::In => &[IN],
            Self::NewAndIn => &[NEW, IN],
            Self::Handled => &["（七）总计"],
            Self::Out => &["四、结转下年度继续办理"],
        }
    }
}

impl Verdict {
    /// The header of the column.
    fn labels(self) -> &'static [&'static str] {
        match self {
            Self::Upheld => &["结果维持"],
            Self::Corrected => &["结果纠正"],
            Self::Otherwise => &["其他结果"],
            Self::Pending => &["尚未审结"],
        }
    }

    /// The headers of the other results.
    fn other_labels(self) -> &'static [&'static str] {
        match self {
            Self::Upheld => &["结果纠正", "其他结果", "尚未审结"],
            Self::Corrected => &["结果维持", "其他结果", "尚未审结"],
            Self::Otherwise => &["结果维持", "结果纠正", "尚未审结"],
            Self::Pending => &["结果维持", "结果纠正", "其他结果"],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Upheld => "维持",
            Self::Corrected => "纠正",
            Self::Otherwise => "其他",
            Self::Pending => "未审结",
        }
    }
}

impl Disputes {
    fn name(self) -> &'static str {
        match self {
            Self::Reviews => "review",
            Self::Suits => "suit",
            Self::Direct => "suit.direct",
            Self::AfterReview => "suit.after",
            Self::All => "review+suit",
        }
    }

    fn labels(self) -> &'static [&'static str] {
        match self {
            Self::Reviews => &["行政复议"],
            Self::Suits => &["未经复议直接起诉", "复议后起诉"],
            Self::Direct => &["未经复议直接起诉"],
            Self::AfterReview => &["复议后起诉"],
            Self::All => &["行政复议", "未经复议直接起诉", "复议后起诉"],
        }
    }
}

fn rows_of(table: &TableForm, labels: &[&str]) -> Vec<usize> {
    let is_named = |row: &usize| labels.contains(&table.rows[*row].label.text.as_str());
    (0..table.rows.len()).filter(is_named).collect()
}

/// The rows of an outcome. Groups have their head （三） to （六）.
fn outcome_rows(table: &TableForm, outcome: Outcome) -> Vec<usize> {
    let group = |letter: char| -> Vec<usize> {
        let numeral = match letter {
            'c' => "（三）",
            'd' => "（四）",
            'e' => "（五）",
            _ => "（六）",
        };
        let is_under = |row: &usize| {
            let heads = &table.rows[*row].under;
            heads.iter().any(|&head| table.heads[head].text.starts_with(numeral))
        };
        (0..table.rows.len()).filter(is_under).collect()
    };
    let begins = |label: &str| {
        let is_so = |row: &usize| table.rows[*row].label.text.starts_with(label);
        (0..table.rows.len()).find(is_so).into_iter().collect()
    };
    match outcome {
        Outcome::Open => begins("（一）"),
        Outcome::Part => begins("（二）"),
        Outcome::Group(letter) => group(letter),
        Outcome::Row(letter, number) => {
            group(letter).into_iter().nth(usize::from(number) - 1).into_iter().collect()
        }
    }
}

/// The short name of a meaning, such as `T3.new.total`.
impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Requests(requests) => f.write_str(match requests {
                Requests::New => "T3.new.total",
                Requests::In => "T3.in.total",
                Requests::NewAndIn => "T3.new+in.total",
                Requests::Handled => "T3.total.total",
                Requests::Out => "T3.out.total",
            }),
            Self::Applicants { natural: true } => f.write_str("T3.new.col1"),
            Self::Applicants { natural: false } => f.write_str("T3.new.legal"),
            Self::Outcomes(outcomes) => {
                f.write_str("T3.")?;
                for (at, outcome) in outcomes.iter().enumerate() {
                    if at > 0 {
                        f.write_str("+")?;
                    }
                    match outcome {
                        Outcome::Open => f.write_str("open")?,
                        Outcome::Part => f.write_str("part")?,
                        Outcome::Group(letter) => write!(f, "group.{letter}")?,
                        Outcome::Row(letter, number) => write!(f, "row.{letter}{number}")?,
                    }
                }
                Ok(())
            }
            Self::Disputes(disputes, None) if *disputes == Disputes::All => {
                write!(f, "T4.{}", disputes.name())
            }
            Self::Disputes(disputes, verdict) => {
                let result = verdict.map_or("total", Verdict::name);
                write!(f, "T4.{}.{result}", disputes.name())
            }
            Self::OtherResults(disputes, verdict) => {
                let all =
                    [Verdict::Upheld, Verdict::Corrected, Verdict::Otherwise, Verdict::Pending];
                for (at, other) in all.iter().filter(|other| *other != verdict).enumerate() {
                    let plus = if at > 0 { "+" } else { "" };
                    write!(f, "{plus}T4.{}.{}", disputes.name(), other.name())?;
                }
                Ok(())
            }
            Self::Documents(documents, change) => {
                let name = if *documents == Documents::Rules { "rules" } else { "docs" };
                let change = match change {
                    Change::Made => "made",
                    Change::Gone => "gone",
                    Change::Valid => "valid",
                };
                write!(f, "T2.{name}.{change}")
            }
            Self::Decisions(decisions) => f.write_str(match decisions {
                Decisions::Licences => "T2.licence",
                Decisions::Penalties => "T2.penalty",
                Decisions::Coercion => "T2.coercion",
            }),
            Self::Charges => f.write_str("T2.fee"),
            Self::Notices => f.write_str("fee.count"),
            Self::Fee => f.write_str("fee.yuan"),
            Self::Share(part, whole) => write!(f, "percent:{part}/{whole}"),
        }
    }
}
