//! Proof across crates: golden files, invariants, end to end.
