//! Tables, as spreadsheets are: a header with the fields, and a row for each draft.
//!
//! A header is a field's key or its label; of a label, case and blanks do not count. An empty cell is no
//! value, and a row of empty cells is no draft. The core knows how delimited text (CSV) is cut into
//! cells; whoever reads another kind of table gives it [`Cell`]s.

mod cell;
mod delimited;
mod rows;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::codes::Finding;
use crate::draft::Draft;
use crate::fields::{Field, FieldSet};
use crate::text;
pub use cell::Cell;
pub use delimited::Delimited;
pub use rows::{RawRow, RowPart, RowSplitter};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The values of a field.
    Field(Field),
    /// Values under a name that is no field.
    Unknown(String),
    /// Nothing, as it has no name.
    Unnamed,
}

impl Column {
    /// The column under a header.
    fn of(header: &str) -> Self {
        let header = text::trim(header);
        match Field::from_key(header).or_else(|| Field::from_label(header)) {
            Some(field) => Self::Field(field),
            None if header.is_empty() => Self::Unnamed,
            None => Self::Unknown(header.into()),
        }
    }

    /// The key of the field, or the name that is none.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Field(field) => field.key(),
            Self::Unknown(name) => name,
            Self::Unnamed => "",
        }
    }
}

/// The header of a table.
///
/// ```
/// use rejoin::{Cell, Columns, Field};
///
/// let columns = Columns::of(["Connection name", "role", "connect  source microsoft ENTRA ID"]);
/// let cells = ["EMEA laptops", "source", "yes"].map(|text| Cell::Text(text.into()));
/// let row = columns.row(cells).expect("the cells are not empty");
/// assert_eq!(row.draft.get(Field::ConnectEntraId), &true.into());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// Reads a header.
    pub fn of<H: AsRef<str>>(header: impl IntoIterator<Item = H>) -> Self {
        Self(header.into_iter().map(|name| Column::of(name.as_ref())).collect())
    }

    /// The columns.
    #[must_use]
    pub fn as_slice(&self) -> &[Column] {
        &self.0
    }

    /// How many of them are fields.
    #[must_use]
    pub fn fields(&self) -> usize {
        self.0.iter().filter(|column| matches!(column, Column::Field(_))).count()
    }

    /// Reads the cells of a row; nothing where all are empty.
    pub fn row<'t>(&self, cells: impl IntoIterator<Item = Cell<'t>>) -> Option<Row<'t>> {
        let mut row = Row { draft: Draft::new(), nameless: None };
        let mut seen = FieldSet::EMPTY;
        let mut blank = true;
        for (place, cell) in cells.into_iter().enumerate() {
            if cell.is_empty() {
                continue;
            }
            blank = false;
            match self.0.get(place) {
                Some(Column::Field(field)) => {
                    if seen.contains(*field) {
                        row.draft.mark_duplicated(*field);
                    }
                    seen.insert(*field);
                    row.draft.set_field(*field, cell.value_of(*field));
                }
                Some(Column::Unknown(name)) => row.draft.push_unknown(name),
                Some(Column::Unnamed) | None => _ = row.nameless.get_or_insert(text::number(place + 1)),
            }
        }
        (!blank).then_some(row)
    }
}

/// A row that is read as a draft.
#[derive(Clone, Default)]
pub struct Row<'t> {
    /// The draft.
    pub draft: Draft<'t>,
    /// The first column without a name in which the row has a value, from 1.
    pub nameless: Option<u32>,
}

impl Row<'_> {
    /// What there is to say about the row beside its draft.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        self.nameless.map(|column| Finding::NamelessColumn { column })
    }
}

/// Prints no value.
impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("draft", &self.draft).field("nameless", &self.nameless).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Value;
    use alloc::format;
    use alloc::string::ToString;

    fn row<'t>(columns: &Columns, cells: &[&'t str]) -> Option<Row<'t>> {
        columns.row(cells.iter().map(|text| Cell::Text((*text).into())))
    }

    #[test]
    fn headers_are_keys_or_labels() {
        let columns = Columns::of(["\u{FEFF}name ", "ADUSERNAME", "destination DOMAIN name", "Username", " ", "Notes"]);
        assert_eq!(
            columns.as_slice(),
            [
                Column::Field(Field::Name),
                Column::Unknown("ADUSERNAME".to_string()),
                Column::Field(Field::AdDomain),
                Column::Field(Field::AdUsername),
                Column::Unnamed,
                Column::Unknown("Notes".to_string()),
            ]
        );
        assert_eq!(columns.fields(), 3);
    }

    #[test]
    fn empty_cells_are_no_values() {
        let columns = Columns::of(["name", "Notes", ""]);
        assert!(row(&columns, &["", " ", "", "\t", ""]).is_none());
        let found = row(&columns, &["a"]).unwrap_or_default();
        assert_eq!((found.nameless, found.draft.unknown().len()), (None, 0));
        let found = row(&columns, &["a", "b", "", "", "c"]).unwrap_or_default();
        assert_eq!((found.nameless, found.draft.unknown().len()), (Some(5), 1));
    }

    #[test]
    fn two_values_for_a_field_are_said() {
        let columns = Columns::of(["name", "Connection name"]);
        let found = row(&columns, &["a", "b"]).unwrap_or_default();
        assert!(found.draft.is_duplicated(Field::Name));
        assert_eq!(*found.draft.get(Field::Name), Value::from("b"));
        let found = row(&columns, &["a", ""]).unwrap_or_default();
        assert!(!found.draft.is_duplicated(Field::Name));
        assert_eq!(*found.draft.get(Field::Name), Value::from("a"));
    }

    #[test]
    fn every_label_is_one_field() {
        for field in Field::ALL {
            let columns = Columns::of([field.key().to_string(), field.label().to_uppercase().replace(' ', "\u{A0} ")]);
            assert_eq!(columns.as_slice(), [Column::Field(field), Column::Field(field)]);
        }
    }

    #[test]
    fn it_prints_no_value() {
        let columns = Columns::of(["clientSecret"]);
        assert!(!format!("{:?}", row(&columns, &["canary"])).contains("canary"));
    }
}
