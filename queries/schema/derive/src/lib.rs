//! The derive macro for tables.
