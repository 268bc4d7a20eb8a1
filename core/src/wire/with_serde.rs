//! The same shapes for serde.

use serde::ser::{Serialize, Serializer};

use crate::batch::{Record, Summary};
use crate::codes::CodeSpec;
use crate::connection::Connection;
use crate::fields::FieldSpec;
use crate::report::{Issue, Report};

macro_rules! serialize_as_tree {
    ($($type:ty),+) => {
        $(
            /// As the tree that `to_tree` gives.
            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    self.to_tree().serialize(serializer)
                }
            }
        )+
    };
}

serialize_as_tree!(Report, Issue, Connection, Record, Summary, FieldSpec, CodeSpec);

#[cfg(test)]
mod tests {
    use crate::{Context, codes, fields, validate_json};

    #[test]
    fn serde_writes_what_the_tree_writes() -> Result<(), serde_json::Error> {
        let report = validate_json(br#"{"name":"a\n","x":1}"#, &Context::new());
        assert_eq!(serde_json::to_string(&report)?, report.to_tree().to_json());
        assert_eq!(serde_json::to_string_pretty(&report)?, report.to_tree().to_json_pretty());
        let rows = (fields().iter().map(serde_json::to_string), codes().iter().map(serde_json::to_string));
        assert!(rows.0.chain(rows.1).all(|row| row.is_ok_and(|row| row.starts_with('{'))));
        Ok(())
    }
}
