//! Makes the manual pages in English and Chinese and the shell completions of a package, from the
//! definition of the command line.
//!
//! `cargo run --example make_pages -- FOLDER` fills the folder in the layout of `/usr/share`.

use clap_complete::Shell;
use clap_mangen::Man;
use gouji::cli::command;
use gouji::diagnostic::{Language, Wording};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("make_pages FOLDER");
        return ExitCode::FAILURE;
    };
    match make(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn make(share: &Path) -> io::Result<()> {
    make_manual(Language::En, &share.join("man/man1"))?;
    make_manual(Language::Zh, &share.join("man/zh_CN/man1"))?;
    for (shell, path) in COMPLETIONS {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command(Language::Zh), "gouji", &mut script);
        write(&share.join(path), &script)?;
    }
    Ok(())
}

/// The place of the completions for each shell.
const COMPLETIONS: [(Shell, &str); 3] = [
    (Shell::Bash, "bash-completion/completions/gouji"),
    (Shell::Zsh, "zsh/vendor-completions/_gouji"),
    (Shell::Fish, "fish/vendor_completions.d/gouji.fish"),
];

/// Makes a page for the program and a page for each command.
fn make_manual(language: Language, folder: &Path) -> io::Result<()> {
    let mut program = command(language).disable_help_subcommand(true);
    // Names the pages of the commands after the program: gouji-check.
    program.build();
    let commands: Vec<_> = program.get_subcommands().cloned().collect();
    for command in commands.into_iter().chain([program]) {
        let version = env!("CARGO_PKG_VERSION");
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        let man = Man::new(command).manual("gouji").source(format!("gouji {version}"));
        let mut page = Vec::new();
        man.render(&mut page)?;
        let mut page = String::from_utf8_lossy(&page).into_owned();
        if matches!(name.as_str(), "gouji" | "gouji-check") {
            page.push_str(EXIT_STATUS.in_language(language));
        }
        page.push_str(DOCUMENTATION);
        if language == Language::Zh {
            page = HEADINGS.iter().fold(page, |page, (english, chinese)| {
                page.replace(&format!(".SH {english}\n"), &format!(".SH {chinese}\n"))
            });
        }
        write(&folder.join(format!("{name}.1")), page.as_bytes())?;
    }
    Ok(())
}

/// For the pages of the program and of `check`.
const EXIT_STATUS: Wording = Wording::new(
    ".SH 退出状态\n0：没有发现问题；1：有警告或错误；2：有文件读不了，或参数、设置有误。\n",
    ".SH \"EXIT STATUS\"\n0 where nothing was found, 1 where warnings or errors were, 2 where a file, the arguments or the settings could not be read.\n",
);

const DOCUMENTATION: &str = concat!(".SH DOCUMENTATION\n", env!("CARGO_PKG_REPOSITORY"), "\n");

/// The headings of a page in English, and in Chinese.
const HEADINGS: [(&str, &str); 6] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("SUBCOMMANDS", "命令"),
    ("VERSION", "版本"),
    ("DOCUMENTATION", "文档"),
];

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content)
}
