//! Records that come one by one from text of any size: read here, checked by a crew, given in order.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use rejoin::{RowPart, RowSplitter, Splitter, Summary};

use crate::checker::{Checked, Checker, Found, ReadRecord, Records};
use crate::crew::{Crew, Panicked};
use crate::edge::broken;
use crate::files::yaml;
use crate::input::Input;
use crate::spot::Table;

/// How many records that are read already make a part.
const PART: usize = 1000;

/// How text becomes parts.
pub(crate) enum Cutting {
    Json(Option<Splitter>),
    /// Delimited text, of which some rows at the start are no records.
    Rows(RowSplitter, usize, Arc<Table>),
    /// The records of a YAML text that is there as a whole.
    Yaml(Box<yaml::Records>),
    /// Records that are read already.
    Read(std::vec::IntoIter<ReadRecord>),
}

impl Cutting {
    pub(crate) fn push(&mut self, piece: &[u8]) -> Option<Records> {
        match self {
            Self::Json(splitter) => splitter.as_mut()?.push(piece).map(Records::Json),
            Self::Rows(rows, skip, table) => {
                let part = rows.push(piece)?;
                Some(rows_of(part, skip, table))
            }
            Self::Yaml(_) | Self::Read(_) => None,
        }
    }

    /// What is left at the end of the text, until there is nothing.
    pub(crate) fn finish(&mut self) -> Option<Records> {
        match self {
            Self::Json(splitter) => splitter.take().map(|splitter| Records::Json(splitter.finish())),
            Self::Rows(rows, skip, table) => {
                let part = rows.finish()?;
                Some(rows_of(part, skip, table))
            }
            Self::Yaml(records) => part_of(records.map(yaml::Record::for_check)),
            Self::Read(records) => part_of(records),
        }
    }
}

/// The next of some records.
fn part_of(records: impl Iterator<Item = ReadRecord>) -> Option<Records> {
    let part: Vec<ReadRecord> = records.take(PART).collect();
    (!part.is_empty()).then_some(Records::Read(part))
}

/// Rows, of which those that are still to be passed over are at the start.
fn rows_of(part: RowPart, skip: &mut usize, table: &Arc<Table>) -> Records {
    let skipped = part.rows().take(*skip).count();
    *skip -= skipped;
    Records::Rows(part, skipped, table.clone())
}

/// The counts over what was given so far; another thread may ask for them.
#[derive(Clone, Default)]
pub(crate) struct Counts(Arc<Mutex<Summary>>);

impl Counts {
    pub(crate) fn get(&self) -> MutexGuard<'_, Summary> {
        // Counting does not panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records that come one by one.
pub(crate) struct Stream {
    input: Input,
    cutting: Cutting,
    crew: Crew<Checker>,
    /// Whether no more text is to come, and whether no more parts are.
    read: bool,
    ended: bool,
    /// Whether nothing can be known of what is still to come.
    over: bool,
    /// Whether a part was given out, so that there is more than one.
    begun: bool,
    ready: VecDeque<Found>,
    /// How many records of the part that is being given were counted.
    counted: usize,
    records: usize,
    /// How many records there were before that part.
    before: usize,
    counts: Counts,
}

impl Stream {
    pub(crate) fn new(input: Input, cutting: Cutting, checker: Checker, threads: Option<usize>) -> Self {
        Self {
            input,
            cutting,
            crew: Crew::new(checker, threads),
            read: false,
            ended: false,
            over: false,
            begun: false,
            ready: VecDeque::new(),
            counted: 0,
            records: 0,
            before: 0,
            counts: Counts::default(),
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts.clone()
    }

    /// The next record to give, with its index in the whole.
    pub(crate) fn next(&mut self, py: Python<'_>) -> PyResult<Option<Found>> {
        loop {
            if let Some(mut found) = self.ready.pop_front() {
                let silent = found.index - self.counted;
                self.counted = found.index + 1;
                let mut counts = self.counts.get();
                count_silent(&mut counts, silent);
                counts.add(&found.report);
                found.index += self.before;
                return Ok(Some(found));
            }
            count_silent(&mut self.counts.get(), self.records - self.counted);
            self.before += self.records;
            (self.counted, self.records) = (0, 0);
            if self.over {
                return Ok(None);
            }
            self.take_in(py)?;
            let Some(checked) = py.detach(|| self.crew.next()) else { return Ok(None) };
            self.give(checked)?;
            // Where no record has an issue, this goes on for long.
            py.check_signals()?;
        }
    }

    /// Reads as long as there is room for more parts.
    fn take_in(&mut self, py: Python<'_>) -> PyResult<()> {
        while !self.ended && self.crew.has_room() {
            let cutting = &mut self.cutting;
            let part = if self.read {
                py.detach(|| cutting.finish())
            } else {
                match self.input.next(py, |piece| py.detach(|| cutting.push(piece)))? {
                    Some(part) => part,
                    None => {
                        self.read = true;
                        continue;
                    }
                }
            };
            let Some(part) = part else {
                self.ended = self.read;
                continue;
            };
            // The first part is worked on alone, so that its records come soon and little is read for them.
            if !std::mem::replace(&mut self.begun, true) {
                py.detach(|| self.crew.add_here(part));
                break;
            }
            py.detach(|| self.crew.add(part));
        }
        Ok(())
    }

    fn give(&mut self, checked: Result<Checked, Panicked>) -> PyResult<()> {
        let Ok(checked) = checked else {
            self.over = true;
            return Err(broken());
        };
        self.records = checked.records;
        self.over = checked.over;
        self.ready.extend(checked.found);
        Ok(())
    }
}

/// Counts records of which there is nothing to say.
fn count_silent(counts: &mut Summary, records: usize) {
    counts.records += records;
    counts.valid += records;
}
