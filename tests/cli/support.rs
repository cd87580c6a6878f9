//! A temporary folder, reports for the folder, and the binary.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A correct report.
pub const REPORT: &str = include_str!("report.md");

/// The row changed by [`wrong_total`] and [`wrong_addend`].
const ROW: &str = "（一）予以公开 |  | 4 | 1 | 0 | 0 | 0 | 0 | 5 |";

/// A report with a wrong total. The wrong total has a safe fix (A001, A002).
pub fn wrong_total() -> String {
    replaced(REPORT, ROW, "（一）予以公开 |  | 4 | 1 | 0 | 0 | 0 | 0 | 6 |")
}

/// A report with a wrong addend. The wrong addend has only unsafe fixes (A001, A002).
pub fn wrong_addend() -> String {
    replaced(REPORT, ROW, "（一）予以公开 |  | 9 | 1 | 0 | 0 | 0 | 0 | 5 |")
}

/// A report with a single finding of severity warning (A005).
pub fn warning() -> String {
    replaced(REPORT, "| 行政规范性文件 | 3 | 1 | 12 |", "| 行政规范性文件 | 13 | 1 | 2 |")
}

/// A text as the report of another organ: two reports of one organ and year are a finding (X005).
pub fn of_organ(text: &str, organ: &str) -> String {
    text.replace("云溪县园林局", organ)
}

#[track_caller]
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not there");
    text.replacen(from, to, 1)
}

/// A folder that is deleted at the end of the test.
pub struct Folder(TempDir);

/// The result of the binary.
#[derive(Debug)]
pub struct Output {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    /// A folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, content) in files {
            folder.write(path, content);
        }
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.join(path)).unwrap()
    }

    /// The command `gouji` in this folder with these arguments, in Chinese.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_remove("CI_PROJECT_DIR")
            .env("LC_ALL", "zh_CN.UTF-8");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        finish(self.command(arguments).stdin(Stdio::null()))
    }

    /// Runs `gouji` with this standard input.
    pub fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = Output::from(child.wait_with_output().unwrap());
        // A run without a read closes the pipe.
        _ = writer.join().unwrap();
        output
    }
}

pub fn finish(command: &mut Command) -> Output {
    Output::from(command.output().unwrap())
}

impl From<std::process::Output> for Output {
    fn from(output: std::process::Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            status: output.status.code().expect("no signal"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Output {
    /// The lines of `--output-format concise` without their messages: `path:row:column: CODE`.
    pub fn findings(&self) -> Vec<String> {
        let lines = self.out.lines().chain(self.err.lines());
        let codes = lines.filter_map(|line| {
            let (place, rest) = line.split_once(": ")?;
            let code = rest.split(' ').next()?;
            let is_code = code.len() == 4
                && code.starts_with(|c: char| c.is_ascii_uppercase())
                && code[1..].bytes().all(|byte| byte.is_ascii_digit());
            is_code.then(|| format!("{place}: {code}"))
        });
        codes.collect()
    }

    /// Only the codes of the findings.
    pub fn codes(&self) -> Vec<String> {
        self.findings().iter().map(|finding| finding[finding.len() - 4..].to_owned()).collect()
    }
}
