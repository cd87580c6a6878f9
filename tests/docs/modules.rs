//! The picture of the modules in `docs/architecture.md`, with imports read from the code.

use super::{keep, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

type Imports = BTreeMap<String, BTreeSet<String>>;

const BOX: (usize, usize) = (104, 30);
/// Distance between the left or top edges of neighbouring boxes.
const STEP: (usize, usize) = (128, 66);
const MARGIN: usize = 16;

/// The imports of each module, without imports by tests.
fn imports() -> Imports {
    let mut imports = Imports::new();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let mut of = BTreeSet::new();
            read_folder(&path, &mut of);
            of.remove(&name);
            imports.insert(name, of);
        }
    }
    imports
}

fn read_folder(folder: &Path, imports: &mut BTreeSet<String>) {
    // Files that only tests use.
    const TESTS: [&str; 2] = ["testing.rs", "cases.rs"];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            read_folder(&path, imports);
        } else if name.ends_with(".rs") && !TESTS.contains(&name.as_str()) {
            let source = fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
            for line in lines {
                let names = line.split("crate::").skip(1).map(|rest| {
                    rest.chars().take_while(|c| c.is_ascii_lowercase()).collect::<String>()
                });
                imports.extend(names.filter(|name| root().join("src").join(name).is_dir()));
            }
        }
    }
}

/// The row of a module in the picture: above all its imports.
fn height(module: &str, imports: &Imports, above: &mut Vec<String>) -> usize {
    assert!(
        !above.iter().any(|other| other == module),
        "modules import one another in a circle: {above:?}, {module}"
    );
    above.push(module.to_owned());
    let height =
        imports[module].iter().map(|below| height(below, imports, above) + 1).max().unwrap_or(0);
    above.pop();
    height
}

/// The drawn imports. An import is not drawn if another import of the module reaches the same
/// module.
fn telling(imports: &Imports) -> Vec<(&str, &str)> {
    fn reaches(from: &str, to: &str, imports: &Imports) -> bool {
        imports[from].iter().any(|below| below == to || reaches(below, to, imports))
    }
    let all = imports.iter().flat_map(|(module, below)| {
        below.iter().map(move |below| (module.as_str(), below.as_str()))
    });
    all.filter(|&(module, below)| {
        !imports[module].iter().any(|other| other != below && reaches(other, below, imports))
    })
    .collect()
}

fn picture(imports: &Imports) -> String {
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for module in imports.keys() {
        let height = height(module, imports, &mut Vec::new());
        rows.resize(rows.len().max(height + 1), Vec::new());
        rows[height].push(module);
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = 2 * MARGIN + (columns - 1) * STEP.0 + BOX.0;
    let tall = 2 * MARGIN + (rows.len() - 1) * STEP.1 + BOX.1;
    let mut places: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (height, row) in rows.iter().enumerate() {
        let left = (width - ((row.len() - 1) * STEP.0 + BOX.0)) / 2;
        for (index, module) in row.iter().enumerate() {
            places.insert(
                module,
                (left + index * STEP.0, MARGIN + (rows.len() - 1 - height) * STEP.1),
            );
        }
    }
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {tall}\" width=\"{width}\" height=\"{tall}\" role=\"img\" \
         font-family=\"ui-monospace, monospace\" font-size=\"13\">\n<title>Modules of gouji: each line leads down to what a module imports</title>\n\
         <rect width=\"{width}\" height=\"{tall}\" fill=\"#ffffff\"/>\n"
    );
    for (module, below) in telling(imports) {
        let ((x1, y1), (x2, y2)) = (places[module], places[below]);
        let (x1, y1, x2) = (x1 + BOX.0 / 2, y1 + BOX.1, x2 + BOX.0 / 2);
        _ = writeln!(
            out,
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"#8c959f\"/>"
        );
    }
    for (module, (x, y)) in &places {
        let (width, tall) = BOX;
        let (middle, base) = (x + width / 2, y + tall / 2 + 5);
        _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{tall}\" rx=\"5\" fill=\"#f6f8fa\" stroke=\"#57606a\"/>"
        );
        _ = writeln!(
            out,
            "<text x=\"{middle}\" y=\"{base}\" text-anchor=\"middle\" fill=\"#1f2328\">{module}</text>"
        );
    }
    out + "</svg>\n"
}

#[test]
fn the_picture_of_the_modules_is_the_codes() {
    keep("docs/images/modules.svg", &picture(&imports()));
}

/// What a feature of the server answers is made into a value of the protocol in one place, which is
/// no feature.
#[test]
fn features_of_the_server_know_no_protocol() {
    fn check(folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                check(&path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            for name in ["ls_types", "tower_lsp"] {
                assert!(!source.contains(name), "{} names {name}", path.display());
            }
        }
    }
    check(&root().join("src/server/core/features"));
}

#[test]
fn modules_keep_to_their_layers() {
    let imports = imports();
    for (module, not) in [("cli", "server"), ("server", "cli")] {
        // The only exception is the command that starts the server.
        let is_there = imports[module].contains(not);
        assert!(!is_there || module == "cli", "{module} imports {not}");
    }
    for shell in ["cli", "server", "project"] {
        let others =
            imports.iter().filter(|(module, _)| !matches!(module.as_str(), "cli" | "server"));
        assert!(
            others.filter(|(_, below)| below.contains(shell)).count() == 0,
            "{shell} is imported from below"
        );
    }
    assert!(imports["text"].is_empty());
}
