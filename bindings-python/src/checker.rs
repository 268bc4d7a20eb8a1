//! What is done with a part of a batch or of a file, on whichever thread it is.

use rejoin::{Context, Draft, FIELDS, Field, Finding, Origin, Origins, Part, Reference, Report, RowPart, Value};
use zeroize::Zeroizing;

use crate::crew::Task;
use crate::secrets::Resolver;
use crate::spot::{Spot, Table};
use std::sync::Arc;

/// Checks the records of a part.
pub(crate) struct Checker {
    pub(crate) context: Context,
    /// Give only records that have an issue.
    pub(crate) only_issues: bool,
    /// Where the records come from a file: what is done about its secrets.
    pub(crate) file: Option<Secrets>,
}

/// What is done about the secrets of a file.
pub(crate) struct Secrets {
    /// Warn of those that stand there as they are.
    pub(crate) warn: bool,
    /// Looks references up; without it they are taken for secrets that are there.
    pub(crate) resolver: Option<Resolver>,
}

/// Some records of a source.
pub(crate) enum Records {
    Json(Part),
    /// Rows of which some at the start are passed over.
    Rows(RowPart, usize, Arc<Table>),
    /// Records that are read already.
    Read(Vec<ReadRecord>),
}

/// A record that is read already.
pub(crate) struct ReadRecord {
    pub(crate) line: usize,
    pub(crate) draft: Result<Draft<'static>, Finding>,
    /// What there is to say besides.
    pub(crate) also: Option<Finding>,
    pub(crate) spot: Spot,
}

/// What was found in a part.
#[derive(Default)]
pub(crate) struct Checked {
    /// The records to give, with their index in the part.
    pub(crate) found: Vec<Found>,
    /// How many records there are.
    pub(crate) records: usize,
    /// Whether nothing can be known of what follows.
    pub(crate) over: bool,
}

/// A record that was checked.
pub(crate) struct Found {
    pub(crate) index: usize,
    pub(crate) line: usize,
    pub(crate) report: Report,
    pub(crate) spot: Spot,
}

impl Task for Checker {
    type Part = Records;
    type Answer = Checked;

    fn work(&self, part: Records) -> Checked {
        let mut checked = Checked::default();
        match part {
            Records::Json(part) => {
                let mut records = part.records();
                for record in records.by_ref() {
                    let (position, text) = (record.position, record.text);
                    let report = match record.draft {
                        Ok(draft) => self.check(draft, None),
                        Err(finding) => Some(Report::of_document(finding)),
                    };
                    let spot = || if self.file.is_some() { Spot::Json(kept(text), position) } else { Spot::Nowhere };
                    checked.add(position.line, report, spot);
                }
                checked.over = records.is_over();
            }
            Records::Rows(part, skip, table) => {
                for raw in part.rows().skip(skip) {
                    let Some(row) = table.delimited.row(&table.columns, raw.text) else { continue };
                    let also = row.finding();
                    let report = match raw.unclosed {
                        true => Some(Report::of_document(Finding::UnclosedQuote)),
                        false => self.check(row.draft, also),
                    };
                    let spot = || Spot::Row(kept(raw.text), raw.position, table.clone());
                    checked.add(raw.position.line, report, spot);
                }
            }
            Records::Read(records) => {
                for ReadRecord { line, draft, also, spot } in records {
                    let report = match draft {
                        Ok(draft) => self.check(draft, also),
                        Err(finding) => Some(Report::of_document(finding)),
                    };
                    checked.add(line, report, || spot);
                }
            }
        }
        checked
    }
}

/// A copy of the text of a record, for as long as somebody may ask where something stands in it.
fn kept(text: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.to_vec())
}

impl Checked {
    fn add(&mut self, line: usize, report: Option<Report>, spot: impl FnOnce() -> Spot) {
        if let Some(report) = report {
            self.found.push(Found { index: self.records, line, report, spot: spot() });
        }
        self.records += 1;
    }
}

impl Checker {
    /// Checks a draft; nothing where only issues are wanted and there are none.
    pub(crate) fn check(&self, mut draft: Draft<'_>, also: Option<Finding>) -> Option<Report> {
        let origins = self.file.as_ref().map(|secrets| secrets.origins(&mut draft));
        let mut checked = rejoin::check(&draft, &self.context);
        if let Some(origins) = origins {
            checked.settle(&origins);
        }
        if let Some(finding) = also {
            checked.say(finding);
        }
        (!self.only_issues || !checked.issues().is_empty()).then(|| checked.into_report())
    }
}

impl Secrets {
    /// Puts what references name into the draft, and says where its secrets come from.
    fn origins(&self, draft: &mut Draft<'_>) -> Origins {
        let mut origins = Origins::default();
        for field in FIELDS.iter().filter(|row| row.is_secret()).map(|row| row.field) {
            let Some((found, origin)) = self.origin(draft, field) else { continue };
            if let Some(value) = found {
                draft.set_field(field, value);
            }
            if let Some(origin) = origin {
                origins.set(field, origin);
            }
        }
        origins
    }

    /// The value to put in place of a secret, and where that comes from.
    fn origin(&self, draft: &Draft<'_>, field: Field) -> Option<(Option<Value<'static>>, Option<Origin>)> {
        let text = draft.get(field).as_text()?;
        let Some(reference) = Reference::parse(text) else {
            return self.warn.then_some((None, Some(Origin::Plain)));
        };
        let secret = match &self.resolver {
            Some(resolver) if reference != Reference::Elsewhere => resolver.resolve(reference),
            _ => return Some((Some(Value::Empty), Some(Origin::Elsewhere))),
        };
        Some(match secret {
            Some(secret) => (Some(Value::from(String::from(secret.as_str()))), None),
            None => (Some(Value::Empty), Some(Origin::Missing(reference.source()))),
        })
    }
}
