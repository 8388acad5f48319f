//! What people see: narration on stderr, data on stdout, progress, tables, problems and the exit
//! status that goes with them.
//!
//! Rendering is pure and tested as text; [`Ui`] alone writes. stdout carries nothing but what a
//! verb was asked for, so that it can be piped; everything else goes to stderr.

mod diagnostics_view;
mod exit;
mod format;
mod printer;
mod problem;
mod progress;
mod table;
mod text;

pub use diagnostics_view::{render_diagnostics, render_located};
pub use exit::Exit;
pub use format::{Format, UnknownFormat};
pub use printer::Ui;
pub use problem::{Problem, exit_of, render_error};
pub use progress::Progress;
pub use table::{Align, Table};
pub use text::{count, csv_row, duration, shown, unstyled};
