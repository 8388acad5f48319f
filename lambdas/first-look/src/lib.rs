//! The function that takes a first look at every picture.
