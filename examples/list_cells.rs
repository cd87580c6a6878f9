//! Prints the cells of the tables in web pages, for a comparison with another reader:
//! `cargo run --example list_cells -- FILE…`.
//!
//! A line holds the file, the number of the table, the row and the column of the cell, and its
//! text, with tabs between.

use gouji::source::{Element, ElementKind, Reading};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    for name in env::args().skip(1) {
        if let Err(error) = list(Path::new(&name)) {
            eprintln!("{name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn list(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let reading = Reading::of(&fs::read(path)?, Some(path)).map_err(|error| error.english())?;
    let projection = reading.projection().ok_or("not a page")?;
    let elements = projection.elements();
    let around = |element: Element| element.parent.and_then(|parent| elements.get(parent));
    for cell in elements.iter().filter(|element| element.kind == ElementKind::Cell) {
        let row = around(cell).ok_or("a cell without a row")?;
        let table = around(row).ok_or("a row without a table")?;
        let text = cell.text.of(projection.text());
        let (file, column) = (path.display(), cell.number);
        println!("{file}\t{}\t{}\t{column}\t{text}", table.number, row.number);
    }
    Ok(())
}
