//! The links between the pages work in the repository and in the book made by mdBook from `docs`.

use super::{is_updating, read, root};
use ignore::Walk;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The Markdown files of the project, as paths from the folder of the project.
fn markdown() -> Vec<PathBuf> {
    let files = Walk::new(root()).map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.map(|path| path.strip_prefix(root()).unwrap().to_owned()).collect()
}

/// The pages of the book: all of `docs` except for the example reports.
fn pages() -> BTreeSet<PathBuf> {
    let in_book = |path: &PathBuf| {
        path.starts_with("docs")
            && !path.starts_with("docs/examples")
            && *path != Path::new("docs/SUMMARY.md")
    };
    markdown().into_iter().filter(in_book).collect()
}

#[test]
fn links_lead_to_a_file_and_a_heading() {
    // During an update, some pages may not exist yet.
    let files = if is_updating() { Vec::new() } else { markdown() };
    assert!(is_updating() || files.len() > 40, "{files:?}");
    for file in files {
        for link in links(&text(&file)) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { file.clone() } else { join(&file, path) };
            assert!(root().join(&target).exists(), "{}: {link}", file.display());
            assert!(
                anchor.is_empty() || anchors(&text(&target)).contains(anchor),
                "{}: {link} is no heading's",
                file.display()
            );
        }
    }
}

#[test]
fn links_in_the_book_stay_in_the_book() {
    let pages = pages();
    for page in &pages {
        for link in links(&text(page)) {
            let path = link.split('#').next().unwrap_or_default();
            let target = join(page, path);
            let is_page = target.extension().is_none_or(|extension| extension != "md")
                || pages.contains(&target);
            assert!(
                path.is_empty() || target.starts_with("docs") && is_page,
                "{}: {link}",
                page.display()
            );
        }
    }
}

#[test]
fn the_book_has_every_page_once() {
    let mut listed: Vec<PathBuf> =
        links(&read("docs/SUMMARY.md")).map(|link| Path::new("docs").join(link)).collect();
    listed.sort();
    assert!(
        is_updating() || listed == Vec::from_iter(pages()),
        "docs/SUMMARY.md lists {listed:?}, the pages are {:?}",
        pages()
    );
}

#[test]
fn anchors_are_those_of_the_sites() {
    let found =
        anchors("# `gouji` 基线 / Baseline\n## A (b), c_d\n## A (b), c_d\n```sh\n# none\n```\n");
    assert_eq!(found, ["gouji-基线--baseline", "a-b-c_d", "a-b-c_d-1"].map(str::to_owned).into());
}

fn text(path: &Path) -> String {
    fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The targets of all links in a text, except for web addresses.
fn links(markdown: &str) -> impl Iterator<Item = String> {
    let prose: String =
        prose(markdown).map(|line| line.split('`').step_by(2).collect::<String>() + "\n").collect();
    let links: Vec<String> = prose
        .split("](")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap_or_default().to_owned())
        .collect();
    links.into_iter().filter(|link| !link.contains("://"))
}

/// The anchors of the headings of a text, on GitHub and in mdBook.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for heading in prose(markdown).filter_map(|line| {
        line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#'))
    }) {
        let name = heading.trim().to_lowercase().replace(' ', "-");
        let name: String =
            name.chars().filter(|&c| c.is_alphanumeric() || c == '-' || c == '_').collect();
        let again = (1..).map(|count| format!("{name}-{count}"));
        let free = std::iter::once(name.clone()).chain(again).find(|name| !anchors.contains(name));
        anchors.extend(free);
    }
    anchors
}

/// The lines outside of fenced blocks.
fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    markdown.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_block ^= is_fence;
        !in_block && !is_fence
    })
}

/// The target of `link` in the file at `from`, without `.` and `..`.
fn join(from: &Path, link: &str) -> PathBuf {
    let mut path = from.parent().map(Path::to_owned).unwrap_or_default();
    for component in Path::new(link).components() {
        match component {
            Component::ParentDir => _ = path.pop(),
            Component::CurDir => {}
            component => path.push(component),
        }
    }
    path
}
