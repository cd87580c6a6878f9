//! Keys that identify a finding in every run: by file, code and place in the form, not by line.

use crate::review::Finding;
use std::collections::HashMap;

/// Makes a unique key for each finding of one run.
#[derive(Debug, Default)]
pub(super) struct Keys {
    seen: HashMap<u64, u64>,
}

impl Keys {
    pub(super) fn key(&mut self, finding: Finding) -> String {
        let place = finding.diagnostic.place.to_string();
        let hash = fnv(&[&finding.file.path, finding.diagnostic.code, &place]);
        let count = self.seen.entry(hash).or_default();
        *count += 1;
        match *count {
            1 => format!("{hash:016x}"),
            count => format!("{:016x}", fnv(&[&format!("{hash:016x}"), &count.to_string()])),
        }
    }
}

/// FNV-1a, a hash that never changes between versions of Rust.
fn fnv(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(fnv(&["ab", "c"]), fnv(&["a", "bc"]));
        assert_eq!(fnv(&[]), 0xcbf2_9ce4_8422_2325);
    }
}
