//! A report as text. Both views are made of the same sections.

mod markdown;
mod sections;
mod table;

pub use markdown::render_markdown;
pub use table::render_table;
