//! SARIF 2.1.0, which code scanning takes.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::Found;

pub(super) fn render(found: &[Found]) -> Json {
    let codes: BTreeSet<&str> = found.iter().map(|f| f.problem.code.as_str()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Json> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Json> = found.iter().map(|found| result(found, &codes)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sightline",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(found: &Found, codes: &[&str]) -> Json {
    let problem = &found.problem;
    let mut text = problem.summary.clone();
    for further in [&problem.detail, &problem.help].into_iter().flatten() {
        text.push_str(". ");
        text.push_str(further);
    }
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&found.file) },
        "region": { "startLine": found.position.line, "startColumn": found.position.column },
    }});
    let address = problem.address.to_string();
    if !address.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": address }]);
    }
    json!({
        "ruleId": problem.code,
        "ruleIndex": codes.binary_search(&problem.code.as_str()).unwrap_or(0),
        "level": if found.is_error() { "error" } else { "warning" },
        "message": { "text": text },
        "locations": [location],
    })
}

/// A relative reference (RFC 3986): what may not stand in one is escaped.
fn uri(file: &str) -> String {
    let mut out = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
