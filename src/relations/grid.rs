//! A value for each cell of a table.

use crate::standard::CellRef;

/// Values by cell. A cell without a set value has the default.
pub struct Grid<T> {
    width: usize,
    values: Vec<T>,
}

impl<T: Copy + Default> Grid<T> {
    /// A grid with these numbers of rows and columns.
    pub fn new(rows: usize, width: usize) -> Self {
        Self { width, values: vec![T::default(); rows * width] }
    }

    /// A grid that holds these cells.
    pub fn over<'a>(cells: impl Iterator<Item = &'a CellRef>) -> Self {
        let (rows, width) = cells.fold((0, 0), |(rows, width), cell| {
            (rows.max(cell.row + 1), width.max(cell.column + 1))
        });
        Self::new(rows, width)
    }

    /// The value of a cell. The cell must lie in the grid.
    pub fn get(&self, cell: CellRef) -> T {
        self.values[cell.row * self.width + cell.column]
    }

    /// Sets the value of a cell. The cell must lie in the grid.
    pub fn set(&mut self, cell: CellRef, value: T) {
        self.values[cell.row * self.width + cell.column] = value;
    }
}
