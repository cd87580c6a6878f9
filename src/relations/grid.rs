//! Something for each cell of a table.

use crate::standard::CellRef;

/// A value for each cell of a table, the default where none was set.
pub struct Grid<T> {
    width: usize,
    values: Vec<T>,
}

impl<T: Copy + Default> Grid<T> {
    /// One of so many rows and columns.
    pub fn new(rows: usize, width: usize) -> Self {
        Self { width, values: vec![T::default(); rows * width] }
    }

    /// One that holds these cells.
    pub fn over<'a>(cells: impl Iterator<Item = &'a CellRef>) -> Self {
        let (rows, width) = cells.fold((0, 0), |(rows, width), cell| {
            (rows.max(cell.row + 1), width.max(cell.column + 1))
        });
        Self::new(rows, width)
    }

    /// The cell must be one that it was made to hold.
    pub fn get(&self, cell: CellRef) -> T {
        self.values[cell.row * self.width + cell.column]
    }

    /// The cell must be one that it was made to hold.
    pub fn set(&mut self, cell: CellRef, value: T) {
        self.values[cell.row * self.width + cell.column] = value;
    }
}
