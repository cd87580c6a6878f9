//! What an editor gets beside diagnostics: one file a feature, each a function of a [`View`](super::view::View).

#[cfg(test)]
pub mod testing;
