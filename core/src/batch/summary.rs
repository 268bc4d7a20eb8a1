//! What a batch came to.

use alloc::collections::BTreeMap;

use crate::codes::{Code, Severity};
use crate::report::Report;

/// Counts over the reports of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The reports.
    pub records: usize,
    /// The reports without an error.
    pub valid: usize,
    /// The issues that are errors.
    pub errors: usize,
    /// The issues that are warnings.
    pub warnings: usize,
    /// The issues of each code that occurs, in the order of the code table.
    pub by_code: BTreeMap<Code, usize>,
}

impl Summary {
    /// Counts a report.
    pub fn add(&mut self, report: &Report) {
        self.records += 1;
        self.valid += usize::from(report.is_valid());
        for issue in &report.issues {
            match issue.severity() {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
            *self.by_code.entry(issue.code()).or_default() += 1;
        }
    }

    /// Adds the counts of another summary, of another part of the batch.
    pub fn merge(&mut self, other: &Self) {
        self.records += other.records;
        self.valid += other.valid;
        self.errors += other.errors;
        self.warnings += other.warnings;
        for (code, count) in &other.by_code {
            *self.by_code.entry(*code).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, validate_batch};

    #[test]
    fn parts_come_to_the_same_as_the_whole() {
        let context = Context::new();
        let (mut whole, mut first, mut second) = (Summary::default(), Summary::default(), Summary::default());
        let text = b"{}\n?\n[]\n{\"role\":\"source\",\"x\":1}\n{\"role\":\"source\",\"adDomain\":\"x\"}";
        for record in validate_batch(text, &context) {
            whole.add(&record.report);
            if record.index < 2 { &mut first } else { &mut second }.add(&record.report);
        }
        assert_eq!((whole.records, whole.valid), (5, 0));
        assert_eq!(whole.errors + whole.warnings, whole.by_code.values().sum::<usize>());
        assert_eq!(whole.by_code.get(&Code::UnknownField), Some(&1));
        assert_eq!(whole.by_code.get(&Code::NotApplicable), Some(&1));
        first.merge(&second);
        assert_eq!(first, whole);
    }
}
