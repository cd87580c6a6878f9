//! `gouji server`.

use super::memory;
use crate::cli::arguments::{Common, Server};
use crate::cli::failure::Failure;
use crate::cli::{Status, language};
use crate::diagnostic::{Language, Wording};
use crate::server::{self, Options};
use std::io::{self, IsTerminal};
use std::path::Path;

pub(in crate::cli) fn server(server: &Server, common: &Common) -> Status {
    let language = language::choose(common, None);
    if io::stdin().is_terminal() {
        // A person at a terminal would wait for nothing.
        Failure::of_arguments(FOR_EDITORS.in_language(language).to_owned()).print();
        return Status::Failed;
    }
    memory::start_with_frugal_memory();
    let options = Options {
        encoding: server.position_encoding.map(Into::into),
        language: common.lang.map(Language::from),
        config: common.config.clone(),
        log: server.log.clone(),
    };
    match server::run(options) {
        Ok(true) => Status::Clean,
        // The protocol requires status 1 if the client leaves without a `shutdown`.
        Ok(false) => Status::Found,
        Err(error) => {
            Failure::of_writing(server.log.as_deref().unwrap_or(Path::new("")), &error, language)
                .print();
            Status::Failed
        }
    }
}

const FOR_EDITORS: Wording = Wording::new(
    "gouji server 由编辑器启动，通过标准输入输出与它通信 — 要检查文件请用 gouji check",
    "gouji server is started by an editor and speaks with it over standard input and output — to check files, use gouji check",
);
