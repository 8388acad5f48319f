//! Types of columns of the Glue catalog, as Athena reads them.
//! <https://docs.aws.amazon.com/athena/latest/ug/data-types.html>

use diagnostics::{Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use crate::scene::{Part, Scene};

const PLAIN: [&str; 17] = [
    "array",
    "bigint",
    "binary",
    "boolean",
    "byte",
    "char",
    "date",
    "decimal",
    "double",
    "float",
    "int",
    "integer",
    "smallint",
    "string",
    "timestamp",
    "tinyint",
    "varchar",
];

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let Some(table) = part
        .properties
        .filter(|_| part.kind == "AWS::Glue::Table")
        .and_then(|all| all.get("TableInput"))
    else {
        return;
    };
    let lists: [(&[&str], Option<&Json>); 2] = [
        (
            &["StorageDescriptor", "Columns"],
            table
                .get("StorageDescriptor")
                .and_then(|storage| storage.get("Columns")),
        ),
        (&["PartitionKeys"], table.get("PartitionKeys")),
    ];
    for (path, list) in lists {
        for (at, column) in list
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            let Some(text) = column.get("Type").and_then(Json::as_str) else {
                continue;
            };
            let Err(unknown) = read(text) else { continue };
            let own = ["Resources", part.id, "Properties", "TableInput"];
            let place = scene.place(&[&own, path].concat());
            let place = place.join(at.to_string()).join("Type");
            // Other engines have types of their own, which Athena cannot read.
            let summary = format!("Athena knows no type {unknown:?}");
            let mut problem = Diagnostic::warning("cfn::column-type", place, summary);
            problem.help = nearest(unknown, PLAIN).map(|near| format!("did you mean {near:?}?"));
            found.push(problem);
        }
    }
}

/// Reads a type such as `array<struct<a:int,b:decimal(10,2)>>`; what of it is unknown.
fn read(text: &str) -> Result<(), &str> {
    let text = text.trim();
    if let Some((name, rest)) = text.split_once('<') {
        let inner = rest.strip_suffix('>').ok_or(text)?;
        return match name.trim() {
            "array" => read(inner),
            "map" => match parts(inner).as_slice() {
                [key, value] => read(key).and_then(|()| read(value)),
                _ => Err(text),
            },
            "struct" => parts(inner).into_iter().try_for_each(|field| {
                let (_, kind) = field.split_once(':').ok_or(field)?;
                read(kind)
            }),
            other => Err(other),
        };
    }
    let name = text.split_once('(').map_or(text, |(name, _)| name).trim();
    let is_known = PLAIN.contains(&name.to_ascii_lowercase().as_str()) && name != "array";
    if is_known { Ok(()) } else { Err(text) }
}

/// What stands between the commas that are within no bracket.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}
