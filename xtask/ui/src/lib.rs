//! What people see: printer, progress, tables, exit status.
