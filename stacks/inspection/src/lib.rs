//! The configuration of picture inspection and the stacks that follow from it.
