//! The shipped queries, their parameters and descriptions.
