//! Renders the table of Lambda's runtimes.

use std::fmt::Write;

use crate::{Package, VendorError};

/// A Rust module: every runtime that has an end, with its dates.
pub(crate) fn render(package: &Package) -> Result<String, VendorError> {
    let table = package.json("AdditionalSpecs/LmbdRuntimeLifecycle.json")?;
    let mut out = String::from(
        "//! When Lambda's runtimes end. Made by `cargo run -p vendor`; do not edit.\n\n\
         use crate::Runtime;\n\n\
         /// Every runtime that has an end, sorted by name.\n\
         #[rustfmt::skip]\n\
         pub(crate) static RUNTIMES: &[Runtime] = &[\n",
    );
    let mut rows: Vec<_> = table.as_object().into_iter().flatten().collect();
    rows.sort_by_key(|(name, _)| name.as_str());
    for (name, dates) in rows {
        let _ = writeln!(
            out,
            "    Runtime {{ name: {name:?}, deprecated: {:?}, create_blocked: {:?}, \
             update_blocked: {:?}, successor: {:?} }},",
            dates["deprecated"].as_str(),
            dates["create-block"].as_str(),
            dates["update-block"].as_str(),
            dates["successor"].as_str(),
        );
    }
    out.push_str("];\n");
    Ok(out)
}
