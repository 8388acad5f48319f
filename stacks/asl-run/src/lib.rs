//! A States Language interpreter without input or output of its own.
