//! A signal that nobody waits for a result any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether work must end. All clones share the signal.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    own: Arc<AtomicBool>,
    /// The signal of the parent. It stops this work too.
    above: Option<Arc<AtomicBool>>,
}

impl Stop {
    /// A child: the parent stops the child, but the child does not stop the parent. A child has no
    /// children.
    pub fn child(&self) -> Self {
        Self { own: Arc::default(), above: Some(Arc::clone(&self.own)) }
    }

    pub fn stop(&self) {
        self.own.store(true, Ordering::Relaxed);
    }

    pub fn is_stopped(&self) -> bool {
        self.own.load(Ordering::Relaxed)
            || self.above.as_ref().is_some_and(|above| above.load(Ordering::Relaxed))
    }

    /// Stops the work when the returned value is dropped.
    pub fn on_drop(&self) -> StopOnDrop {
        StopOnDrop(self.clone())
    }
}

/// See [`Stop::on_drop`].
#[derive(Debug)]
pub struct StopOnDrop(Stop);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_ends_with_its_parent_and_not_the_other_way_round() {
        let parent = Stop::default();
        let (child, other) = (parent.child(), parent.child());
        drop(child.on_drop());
        assert!(child.is_stopped() && !other.is_stopped() && !parent.is_stopped());
        parent.stop();
        assert!(other.is_stopped());
    }
}
