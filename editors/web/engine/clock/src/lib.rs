//! The only part of `js-sys` that the engine uses: the time in a workbook. The real crate asks the
//! browser and needs the tool wasm-bindgen; here, the page passes the time with its requests.

use std::sync::atomic::{AtomicU64, Ordering};

/// Milliseconds since 1970.
static NOW: AtomicU64 = AtomicU64::new(0);

/// JavaScript's `Date`.
pub struct Date;

impl Date {
    /// The last time that was set, in milliseconds since 1970.
    pub fn now() -> f64 {
        NOW.load(Ordering::Relaxed) as f64
    }
}

/// Sets the time, in milliseconds since 1970.
pub fn set_now(milliseconds: u64) {
    NOW.store(milliseconds, Ordering::Relaxed);
}
