//! Standard input and output as a server wants them: where the system can tell when there is
//! something to read, no thread of ours waits for it and hands it over, which takes longer than
//! what is done for a keystroke.

use tokio::io::{AsyncRead, AsyncWrite};

/// Standard input: a pipe or a socket, as editors give it, is waited for by the runtime, anything
/// else by a thread.
pub fn input() -> Box<dyn AsyncRead + Unpin> {
    #[cfg(unix)]
    if let Some(input) = unix::input() {
        return input;
    }
    Box::new(tokio::io::stdin())
}

/// Standard output, see [`input`].
pub fn output() -> Box<dyn AsyncWrite + Unpin> {
    #[cfg(unix)]
    if let Some(output) = unix::output() {
        return output;
    }
    Box::new(tokio::io::stdout())
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;
    use std::os::unix::net;
    use tokio::io::{AsyncRead, AsyncWrite};
    use tokio::net::UnixStream;
    use tokio::net::unix::pipe;

    pub fn input() -> Option<Box<dyn AsyncRead + Unpin>> {
        let (file, kind) = opened(std::io::stdin())?;
        if kind.is_fifo() {
            return Some(Box::new(pipe::Receiver::from_file(file).ok()?));
        }
        Some(Box::new(socket(file, kind)?))
    }

    pub fn output() -> Option<Box<dyn AsyncWrite + Unpin>> {
        let (file, kind) = opened(std::io::stdout())?;
        if kind.is_fifo() {
            return Some(Box::new(pipe::Sender::from_file(file).ok()?));
        }
        Some(Box::new(socket(file, kind)?))
    }

    fn opened(stream: impl AsFd) -> Option<(File, std::fs::FileType)> {
        let file = File::from(stream.as_fd().try_clone_to_owned().ok()?);
        let kind = file.metadata().ok()?.file_type();
        Some((file, kind))
    }

    fn socket(file: File, kind: std::fs::FileType) -> Option<UnixStream> {
        if !kind.is_socket() {
            return None;
        }
        let stream = net::UnixStream::from(std::os::fd::OwnedFd::from(file));
        stream.set_nonblocking(true).ok()?;
        UnixStream::from_std(stream).ok()
    }
}
