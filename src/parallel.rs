//! Work on all cores. WebAssembly has one thread, and holds no code for more.

use std::ops::Range;

/// The result of each number, in order.
#[cfg(not(target_family = "wasm"))]
pub fn map<T: Send>(numbers: Range<usize>, result: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};
    numbers.into_par_iter().map(result).collect()
}

/// The results of each number, in order.
#[cfg(not(target_family = "wasm"))]
pub fn flat_map<T: IntoIterator<Item: Send>>(
    numbers: Range<usize>,
    results: impl Fn(usize) -> T + Sync + Send,
) -> Vec<T::Item> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};
    numbers.into_par_iter().flat_map_iter(results).collect()
}

#[cfg(target_family = "wasm")]
pub fn map<T>(numbers: Range<usize>, result: impl Fn(usize) -> T) -> Vec<T> {
    numbers.map(result).collect()
}

#[cfg(target_family = "wasm")]
pub fn flat_map<T: IntoIterator>(
    numbers: Range<usize>,
    results: impl Fn(usize) -> T,
) -> Vec<T::Item> {
    numbers.flat_map(results).collect()
}
