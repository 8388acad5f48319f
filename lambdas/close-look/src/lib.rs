//! The function that takes a close look at suspicious pictures.
