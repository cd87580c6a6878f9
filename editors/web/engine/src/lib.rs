//! The engine of the page: bytes in, bytes out.
//!
//! A worker of the page writes a request into the memory of the module, calls [`call`], and reads
//! the answer. Request and answer are a length (four bytes, little-endian), JSON of that length, and
//! the bytes of a file. The module has no network, no clock and no files.

mod changes;
mod drawing;
mod engine;
mod request;
mod review;
mod saving;
mod state;
mod units;

pub use engine::Engine;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The request before a call, and the answer behind it.
static MESSAGE: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ENGINE: Mutex<Option<Engine>> = Mutex::new(None);

/// Makes room for a request of `len` bytes. Returns the place of its first byte.
#[allow(unsafe_code)] // an exported name; there is no unsafe block
#[unsafe(no_mangle)]
pub extern "C" fn room(len: usize) -> usize {
    let mut message = locked(&MESSAGE);
    message.clear();
    message.resize(len, 0);
    message.as_ptr() as usize
}

/// Answers the request. Returns the length of the answer.
#[allow(unsafe_code)] // an exported name; there is no unsafe block
#[unsafe(no_mangle)]
pub extern "C" fn call() -> usize {
    let mut message = locked(&MESSAGE);
    let answer = locked(&ENGINE).get_or_insert_default().answer(&message);
    *message = answer;
    message.len()
}

/// The place of the first byte of the answer.
#[allow(unsafe_code)] // an exported name; there is no unsafe block
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    locked(&MESSAGE).as_ptr() as usize
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
