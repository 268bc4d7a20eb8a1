//! Where something stands in a file: kept with each record, and worked out when somebody asks.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rejoin::{Column, Columns, Delimited, Position, member_places};
use zeroize::Zeroizing;

/// Where a record stands in its file.
#[derive(Default)]
pub(crate) enum Spot {
    /// In no file.
    #[default]
    Nowhere,
    /// JSON text, and where it starts.
    Json(Zeroizing<Vec<u8>>, Position),
    /// A row of delimited text, and where it starts.
    Row(Zeroizing<Vec<u8>>, Position, Arc<Table>),
    /// Members whose places are known, and where the record starts.
    Members(Vec<Member>, Position),
    /// A row of a sheet, from 0.
    Cells(u32, Arc<Columns>),
}

/// A member of a record, and where its value stands.
pub(crate) struct Member {
    pub(crate) key: Cow<'static, str>,
    pub(crate) position: Position,
}

/// The header of a table.
pub(crate) struct Table {
    pub(crate) delimited: Delimited,
    pub(crate) columns: Columns,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A line and a column.
    Text(Position),
    /// A row and a column of a sheet, from 0.
    Cell(u32, u32),
}

impl Spot {
    /// Where the value of a field stands; where the record does, for a field that it lacks.
    pub(crate) fn of(&self, field: &str) -> Option<Place> {
        match self {
            Self::Nowhere => None,
            Self::Json(text, start) => {
                let at = std::str::from_utf8(text).map_or(0, |text| json_member(text, field).unwrap_or(0));
                Some(Place::Text(behind(*start, text, at)))
            }
            Self::Row(text, start, table) => {
                let at = table.cell(text, field).map_or(0, |cell| cell.start);
                Some(Place::Text(behind(*start, text, at)))
            }
            Self::Members(members, start) => {
                let member = members.iter().rfind(|member| member.key == field);
                Some(Place::Text(member.map_or(*start, |member| member.position)))
            }
            Self::Cells(row, columns) => {
                let named = |column: &Column| *column != Column::Unnamed && column.key() == field;
                let column = columns.as_slice().iter().position(named).unwrap_or(0);
                Some(Place::Cell(*row, u32::try_from(column).unwrap_or(0)))
            }
        }
    }
}

/// The place of a byte of a text that starts at a place.
fn behind(mut start: Position, text: &[u8], at: usize) -> Position {
    start.advance(text.get(..at).unwrap_or(text));
    start
}

/// Where the value of the last member with a key starts.
fn json_member(text: &str, key: &str) -> Option<usize> {
    let places = member_places(text);
    places.iter().rfind(|place| place.key == key).map(|place| place.value_at.start)
}

impl Table {
    /// Where the cell of a field, or of a name that is none, is in a row: that with a value, if there are
    /// several columns of it.
    pub(crate) fn cell(&self, row: &[u8], key: &str) -> Option<Range<usize>> {
        let cells = self.delimited.cells(row).zip(self.columns.as_slice());
        let mut cells = cells.filter(|(_, column)| **column != Column::Unnamed && column.key() == key);
        let first = cells.next()?.0;
        Some(cells.map(|(range, _)| range).filter(|range| !range.is_empty()).last().unwrap_or(first))
    }
}
