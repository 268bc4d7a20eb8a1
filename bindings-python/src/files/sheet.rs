//! Excel: a row for each connection, under a header.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use rejoin::{Cell, Columns, Text};
use zeroize::Zeroizing;

use crate::checker::ReadRecord;
use crate::spot::Spot;

/// In how many rows the header is looked for: titles and notes may stand above it.
const HEADER_WITHIN: usize = 20;

/// A sheet that was read.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) records: Vec<ReadRecord>,
}

/// A row: its number from 0, and its cells by column.
type Row = (u32, Vec<(u32, Cell<'static>)>);

/// Reads a sheet: the one that is named, or the first that is shown. What is wrong with it is said for people.
pub(crate) fn read(bytes: Zeroizing<Vec<u8>>, wanted: Option<&str>) -> Result<Sheet, String> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err("this is an old Excel file, or one with a password; save it as .xlsx without a password".into());
    }
    let unreadable = |_: XlsxError| String::from("this is no Excel file (.xlsx) that can be read; save it again");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let name = sheet_name(&book, wanted)?;
    let rows = rows(&mut book, &name).map_err(unreadable)?;
    let header = rows.iter().take(HEADER_WITHIN).position(|(_, cells)| columns(cells).fields() > 0);
    let Some((place, (_, cells))) = header.and_then(|place| Some((place, rows.get(place)?))) else {
        let first = if rows.is_empty() { "is empty" } else { "has no row that names a field" };
        return Err(format!("sheet {name} {first}; a row with field keys or labels must stand above the connections"));
    };
    let columns = Arc::new(columns(cells));
    let mut records = Vec::new();
    for (number, cells) in rows.into_iter().skip(place + 1) {
        let Some(row) = columns.row(spread(cells)) else { continue };
        records.push(ReadRecord {
            line: number as usize + 1,
            also: row.finding(),
            draft: Ok(row.draft),
            spot: Spot::Cells(number, columns.clone()),
        });
    }
    Ok(Sheet { name, records })
}

fn sheet_name(book: &Xlsx<Cursor<Zeroizing<Vec<u8>>>>, wanted: Option<&str>) -> Result<String, String> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let mut names = sheets.clone().map(|sheet| sheet.name.as_str());
    match wanted {
        Some(wanted) if names.any(|name| name == wanted) => Ok(wanted.to_owned()),
        Some(wanted) => {
            let there: Vec<&str> = sheets.map(|sheet| sheet.name.as_str()).collect();
            Err(format!("there is no sheet {wanted:?}; the file has {}", there.join(", ")))
        }
        None => {
            let shown =
                sheets.clone().find(|sheet| sheet.visible == SheetVisible::Visible).or_else(|| sheets.clone().next());
            shown.map(|sheet| sheet.name.clone()).ok_or_else(|| "the file has no sheet".into())
        }
    }
}

/// The rows with a value, in order.
fn rows(book: &mut Xlsx<Cursor<Zeroizing<Vec<u8>>>>, name: &str) -> Result<Vec<Row>, XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(found) = reader.next_cell()? {
        let (row, column) = found.get_position();
        let cell = cell(found.get_value());
        if cell.is_empty() {
            continue;
        }
        match rows.last_mut().filter(|(last, _)| *last == row) {
            Some((_, cells)) => cells.push((column, cell)),
            None => rows.push((row, vec![(column, cell)])),
        }
    }
    rows.sort_by_key(|(row, _)| *row);
    Ok(rows)
}

fn cell(value: &DataRef<'_>) -> Cell<'static> {
    let text = |text: &str| Cell::Text(Text::Owned(text.to_owned()));
    match value {
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => Cell::Boolean(*value),
        DataRef::DateTime(value) => text(&moment(value)),
        DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => text(value),
        DataRef::Error(_) => Cell::Other,
        DataRef::Empty => Cell::Empty,
    }
}

/// A date as RFC 3339 has it, but for the offset, which Excel does not know.
fn moment(value: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// The columns of a header, each at its place.
fn columns(cells: &[(u32, Cell<'static>)]) -> Columns {
    let last = cells.iter().map(|(column, _)| *column).max().map_or(0, |last| last as usize + 1);
    let mut names = vec![String::new(); last];
    for (column, cell) in cells {
        if let (Cell::Text(text), Some(place)) = (cell, names.get_mut(*column as usize)) {
            text.as_str().clone_into(place);
        }
    }
    Columns::of(names)
}

/// The cells of a row from the first column to the last with a value.
fn spread(cells: Vec<(u32, Cell<'static>)>) -> impl Iterator<Item = Cell<'static>> {
    let mut next = 0;
    cells.into_iter().flat_map(move |(column, cell)| {
        let gap = column.saturating_sub(next);
        next = column.saturating_add(1);
        std::iter::repeat_with(|| Cell::Empty).take(gap as usize).chain([cell])
    })
}
