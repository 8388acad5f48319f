//! Renders readable files.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value as Json;

/// How wide lists of plain values run.
const WIDTH: usize = 100;

/// JSON as people read it: two spaces a level, and lists of plain values filled to the width, so
/// that three hundred instance types are no three hundred lines.
pub(crate) fn json(value: &Json) -> String {
    let mut out = String::new();
    write_json(value, 0, &mut out);
    out.push('\n');
    out
}

fn write_json(value: &Json, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth + 1);
    match value {
        Json::Object(members) if !members.is_empty() => {
            out.push('{');
            for (at, (name, member)) in members.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                let _ = write!(out, "{pad}{}: ", Json::from(name.as_str()));
                write_json(member, depth + 1, out);
            }
            let _ = write!(out, "\n{}}}", "  ".repeat(depth));
        }
        Json::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                out.push_str(&pad);
                write_json(item, depth + 1, out);
            }
            let _ = write!(out, "\n{}]", "  ".repeat(depth));
        }
        Json::Array(items) => write_plain(items, depth, out),
        plain => {
            let _ = write!(out, "{plain}");
        }
    }
}

fn write_plain(items: &[Json], depth: usize, out: &mut String) {
    let texts: Vec<String> = items.iter().map(Json::to_string).collect();
    let line = texts.join(", ");
    let taken = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    if taken + line.len() + 3 <= WIDTH {
        let _ = write!(out, "[{line}]");
        return;
    }
    let pad = "  ".repeat(depth + 1);
    out.push('[');
    let mut width = WIDTH;
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if width + text.len() + 2 > WIDTH {
            let _ = write!(out, "\n{pad}");
            width = pad.len();
        } else {
            out.push(' ');
            width += 1;
        }
        out.push_str(text);
        width += text.len() + 1;
    }
    let _ = write!(out, "\n{}]", "  ".repeat(depth));
}

/// The Rust module that embeds the readable types: path of each, and whether it has extensions.
pub(crate) fn index(types: &BTreeMap<String, (String, bool)>, date: &str) -> String {
    let mut out = format!(
        "//! The schemas that are kept as files. Made by `cargo run -p vendor`; do not edit.\n\n\
         /// The day of the schemas.\npub const SCHEMA_DATE: &str = {date:?};\n\n\
         /// The archive of the further types.\npub(crate) static OTHERS: &[u8] = \
         include_bytes!(\"../../schemas/others.zip\");\n\n\
         /// Type, schema and extensions, sorted by type.\n\
         #[rustfmt::skip]\n\
         pub(crate) static SCHEMAS: &[(&str, &str, &str)] = &[\n"
    );
    for (name, (path, extended)) in types {
        let _ = write!(out, "    ({name:?}, include_str!(\"../../{path}.json\"), ");
        if *extended {
            let _ = writeln!(out, "include_str!(\"../../{path}.extensions.json\")),");
        } else {
            out.push_str("\"\"),\n");
        }
    }
    out.push_str("];\n");
    out
}

/// Where the schemas come from.
pub(crate) fn provenance(version: &str, date: &str, readable: usize, packed: usize) -> String {
    format!(
        "# Where the schemas come from\n\n\
         | | |\n|---|---|\n\
         | source | the `data` folder of the PyPI package cfn-lint {version} |\n\
         | origin | AWS's public registry of resource types, with that package's corrections |\n\
         | day of the schemas | {date} |\n\
         | licence | MIT-0, see `LICENSE` |\n\
         | readable | {readable} types, a file each |\n\
         | packed | {packed} types in `others.zip`, an entry per service with a line per type |\n\n\
         `cargo run -p vendor -- <path of cfnlint/data> <version>` makes every file here but the\n\
         licence, and `src/vendored/`, again. Changed on the way:\n\n\
         - Sentences and links are left out (`description`, `title`, `examples` and the like),\n  \
         and `handlerSchema`.\n\
         - Packed types are without `handlers`, `propertyTransform` and `typeConfiguration`.\n\
         - `<Type>.extensions.json` holds what that package keeps apart (`schemas/extensions`): an\n  \
         array of `name`, `at` (pointer to the property, `*` for every item), `severity`, and either\n  \
         `schema` or `byRegion`, a list of `regions` with their `schema`. Where each holds is told\n  \
         in the package's code; `xtask/vendor/src/placements.tsv` lists it. Extensions that compare\n  \
         several resources (`cfnGather`) are not among them.\n\
         - `src/vendored/regions.rs` comes from `schemas/providers`, `src/vendored/runtimes.rs` from\n  \
         `AdditionalSpecs/LmbdRuntimeLifecycle.json`.\n"
    )
}
