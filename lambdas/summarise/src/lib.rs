//! The function that sums a batch up.
