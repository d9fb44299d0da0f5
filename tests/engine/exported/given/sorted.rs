//! White cells that are sorted without their rows, and what looks like that and is none.

use ims_desk::book::Action;
use ims_desk::exchange::given::Returned;

use super::{Grid, Held, back, changes, refused, written};
use crate::common::{Folder, book_of, invoice};

/// A workbook of this number of invoices.
fn given(rows: usize) -> (ims_desk::book::Book, Folder, Grid) {
    let invoices: Vec<_> = (1..=rows).map(|number| invoice(&number.to_string())).collect();
    let book = book_of("b2b", &invoices);
    let folder = Folder::new();
    let grid = Grid::of(&written(&book, &folder, false));
    (book, folder, grid)
}

fn text(text: &str) -> Held {
    Held::Text(text.into())
}

/// Sorts some columns by one of them, and leaves the others where they are.
fn sort_part(grid: &mut Grid, columns: std::ops::RangeInclusive<usize>, by: usize) {
    let mut part: Vec<Vec<Held>> = grid.rows.iter().map(|row| row[columns.clone()].to_vec()).collect();
    part.sort_by_key(|row| format!("{:?}", row[by - columns.start()]));
    for (row, part) in grid.rows.iter_mut().zip(part) {
        row.splice(columns.clone(), part);
    }
}

fn decided_lines(returned: &Returned) -> Vec<u64> {
    returned.entries.iter().filter(|entry| entry.change.action.is_some()).map(|entry| entry.line).collect()
}

const APART: &str = "the white cells are those of a different row: a part of the columns was sorted without the rest";

#[test]
fn white_columns_sorted_without_the_grey_ones_are_refused_row_by_row() {
    let (book, folder, mut grid) = given(6);
    for (row, status) in ["Reject", "Accept", "Pending", "Accept", "Reject", "No action"].into_iter().enumerate() {
        grid.set(row, "Status", text(status));
        grid.set(row, "Remarks", text(&format!("of {}", row + 1)));
    }
    let (status, last) = (grid.column("Status"), grid.titles.len() - 1);
    for to in [grid.column("Remarks"), last] {
        let mut grid = grid.clone();
        sort_part(&mut grid, status..=to, status);
        let returned = back(&book, &grid.saved(&folder));
        // Accept 2, Accept 4, No action 6, Pending 3, Reject 1, Reject 5: none is where it was.
        assert_eq!(decided_lines(&returned), [] as [u64; 0]);
        let refused = refused(returned);
        assert_eq!(refused.len(), 6);
        assert!(refused.iter().all(|(_, why)| why == APART), "{refused:?}");
    }
}

#[test]
fn rows_that_stay_where_they_were_count_beside_those_that_were_moved() {
    let (book, folder, mut grid) = given(4);
    for (row, status) in ["Accept", "Reject", "Pending", "Reject"].into_iter().enumerate() {
        grid.set(row, "Status", text(status));
    }
    let (status, remarks) = (grid.column("Status"), grid.column("Remarks"));
    // Accept 1, Pending 3, Reject 2, Reject 4.
    sort_part(&mut grid, status..=remarks, status);
    let returned = back(&book, &grid.saved(&folder));
    assert_eq!(decided_lines(&returned), [2, 5]);
    assert_eq!(refused(returned).into_iter().map(|(line, _)| line).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn what_is_filled_down_counts_and_may_be_filled_from_there_again() {
    let (book, folder, mut grid) = given(6);
    let (status, remarks) = (grid.column("Status"), grid.column("Remarks"));
    grid.set(0, "Status", text("Reject"));
    grid.set(0, "Remarks", text("Not ours"));
    let filled = grid.rows[0][status..=remarks].to_vec();
    for row in 1..4 {
        grid.rows[row].splice(status..=remarks, filled.iter().cloned());
    }
    // Cells that are emptied take what is hidden between them along.
    grid.rows[5][status + 1] = Held::Empty;
    grid.set(5, "Status", text("Accept"));
    let returned = back(&book, &grid.saved(&folder));
    let rejected = changes(&returned).into_iter().filter(|(_, change)| change.action == Some(Action::Reject));
    assert_eq!(rejected.map(|((_, row), _)| row).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(decided_lines(&returned), [2, 3, 4, 5, 7]);
    assert_eq!(refused(returned), []);
    // From a row that is not there any more it may be a row of a part that was sorted.
    grid.rows.remove(0);
    assert_eq!(refused(back(&book, &grid.saved(&folder))).len(), 3);
}

#[test]
fn what_is_hidden_between_and_is_of_no_row_is_refused() {
    let (book, folder, mut grid) = given(2);
    grid.set(0, "Status", text("Reject"));
    grid.set(0, "IMS Desk: row 1", text("something"));
    let returned = back(&book, &grid.saved(&folder));
    assert_eq!(decided_lines(&returned), [] as [u64; 0]);
    assert_eq!(refused(returned), [(2, APART.to_owned())]);
}

#[test]
fn one_column_that_came_into_order_alone_is_spoken_of_and_sorted_rows_are_not() {
    let statuses = ["Reject", "Accept", "Pending", "Reject", "Accept", "No action"];
    let fill =
        |grid: &mut Grid| statuses.iter().enumerate().for_each(|(row, status)| grid.set(row, "Status", text(status)));
    let spoken = |grid: &Grid, book: &_, folder: &_| {
        let notes = back(book, &grid.saved(folder)).notes;
        notes.iter().any(|note| note.contains("\"Status\" is in order, and its rows are not sorted by it"))
    };
    let (book, folder, mut grid) = given(6);
    fill(&mut grid);
    assert!(!spoken(&grid, &book, &folder), "decided from above");
    let status = grid.column("Status");
    let mut alone = grid.clone();
    sort_part(&mut alone, status..=status, status);
    assert!(spoken(&alone, &book, &folder));
    grid.rows.sort_by_key(|row| format!("{:?}", row[status]));
    assert!(!spoken(&grid, &book, &folder), "whole rows");
    // A few remarks from above are no order: a spreadsheet would have put the empty ones last.
    let (book, folder, mut grid) = given(8);
    [(1, "a"), (3, "b"), (4, "c"), (6, "d")].into_iter().for_each(|(row, words)| grid.set(row, "Remarks", text(words)));
    assert!(back(&book, &grid.saved(&folder)).notes.is_empty());
    for (row, words) in ["a", "b", "c", "d", "", "", "", ""].into_iter().enumerate() {
        grid.set(row, "Remarks", if words.is_empty() { Held::Empty } else { text(words) });
    }
    let notes = back(&book, &grid.saved(&folder)).notes;
    assert!(notes.iter().any(|note| note.contains("\"Remarks\" is in order")), "{notes:?}");
}

#[test]
fn rows_of_several_sheets_are_spoken_of() {
    let (book, folder, grid) = given(2);
    assert!(back(&book, &grid.saved(&folder)).notes.is_empty());
    let mut workbook = written(&book, &folder, false);
    let other = written(&book, &folder, false).sheets;
    workbook.sheets.extend(other.into_iter().filter(|sheet| sheet.name.as_deref() == Some("Decide")));
    assert_eq!(back(&book, &workbook).notes, ["rows are read from 2 sheets: Decide, Decide"]);
}
