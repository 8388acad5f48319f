//! The shipped queries: Trino SQL as Athena engine 3 runs it, one file each.
//!
//! A file begins with what is to know of its query, and goes on with a handlebars template:
//!
//! ```sql
//! -- description: Devices to repair, the worst first.
//! -- owner: maintenance planning
//! -- parameter: since date = 2020-01-01 | Only pictures from this day on.
//! -- returns: device_id varchar | The device.
//! SELECT device_id FROM {{table "defects"}} WHERE day >= {{param "since"}}
//! ```
//!
//! `table` names a table or a view of the lake, `param` stands for a parameter's value. Rendering gives
//! the text with a `?` for each (an Athena prepared query) or with the defaults in place (an
//! Athena named query, which people run as it is). A file in `views` is a view: the same, without
//! parameters.

mod header;
mod render;
mod shipped;
mod template;

pub use header::Query;
pub use render::{Prepared, Tables};
pub use shipped::{shipped, views};
