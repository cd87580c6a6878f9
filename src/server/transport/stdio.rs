//! Standard input and output without threads for waiting, if the system can signal readiness. With
//! such a thread, passing on a message would take longer than the work for a keystroke.

use tokio::io::{AsyncRead, AsyncWrite};

/// Standard input. The runtime waits for a pipe or a socket, the usual input of editors. A thread
/// waits for any other input.
pub fn input() -> Box<dyn AsyncRead + Unpin> {
    #[cfg(unix)]
    if let Some(input) = unix::input() {
        return input;
    }
    Box::new(tokio::io::stdin())
}

/// Standard output; see [`input`].
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
