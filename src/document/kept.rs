//! Values computed from a report alone, kept until the report changes.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// At most one value of each type, with its key. The values are not part of the report: a copy of a
/// report starts without values, and two sets of values always compare equal.
#[derive(Default)]
pub(super) struct Kept(Mutex<Vec<Box<dyn Any + Send + Sync>>>);

struct Made<K, T> {
    key: K,
    value: Arc<T>,
}

impl Kept {
    /// The value of this type for `key`. `make` computes a missing value.
    pub fn get<K: Eq + Send + Sync + 'static, T: Send + Sync + 'static>(
        &self,
        key: K,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        let is_made = |made: &&Made<K, T>| made.key == key;
        let known = self
            .lock()
            .iter()
            .filter_map(|one| one.downcast_ref())
            .find(is_made)
            .map(|made| Arc::clone(&made.value));
        known.unwrap_or_else(|| {
            let value = Arc::new(make());
            let mut all = self.lock();
            all.retain(|one| !one.is::<Made<K, T>>());
            all.push(Box::new(Made { key, value: Arc::clone(&value) }));
            value
        })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Box<dyn Any + Send + Sync>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

impl fmt::Debug for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Kept")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_for_the_same_is_not_made_again() {
        let kept = Kept::default();
        assert_eq!(*kept.get(1, || 'a'), 'a');
        assert_eq!(*kept.get(1, || 'b'), 'a');
        assert_eq!(*kept.get(1, || "another type"), "another type");
        assert_eq!(*kept.get(2, || 'c'), 'c');
        assert_eq!(*kept.get(1, || 'd'), 'd');
        assert_eq!(*kept.clone().get(1, || 'e'), 'e');
    }
}
