//! What was found, for people, for programs and for GitHub.

use serde_json::{Value as Json, json};

use super::{Found, Source};

/// For people; empty where nothing was found.
pub(super) fn text(found: &[Found]) -> String {
    ui::render_located(found.iter().map(|found| {
        let mut places = vec![format!("{}:{}", found.file, found.position)];
        let address = found.problem.address.to_string();
        if !address.is_empty() {
            places.push(ui::shown(&address).into_owned());
        }
        (&found.problem, places)
    }))
}

/// For programs.
pub(super) fn json(sources: &[Source], found: &[Found]) -> Json {
    let files: Vec<Json> = sources
        .iter()
        .map(|source| {
            let own: Vec<&Found> = found.iter().filter(|f| f.file == source.file).collect();
            json!({
                "file": source.file,
                "regions": source.regions,
                "valid": !own.iter().any(|found| found.is_error()),
                "diagnostics": own.into_iter().map(one).collect::<Vec<_>>(),
            })
        })
        .collect();
    let errors = found.iter().filter(|found| found.is_error()).count();
    json!({ "files": files, "errors": errors, "warnings": found.len() - errors })
}

fn one(found: &Found) -> Json {
    let mut out = json!(found.problem);
    out["line"] = found.position.line.into();
    out["column"] = found.position.column.into();
    out
}

/// Workflow commands.
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
pub(super) fn github(found: &[Found]) -> String {
    let mut out = String::new();
    for found in found {
        let level = if found.is_error() { "error" } else { "warning" };
        let mut text = format!("{}: {}", found.problem.address, found.problem.summary);
        for further in [&found.problem.detail, &found.problem.help]
            .into_iter()
            .flatten()
        {
            text.push('\n');
            text.push_str(further);
        }
        out.push_str(&format!(
            "::{level} file={},line={},col={},title={}::{}\n",
            escaped(&found.file).replace(':', "%3A").replace(',', "%2C"),
            found.position.line,
            found.position.column,
            escaped(&found.problem.code)
                .replace(':', "%3A")
                .replace(',', "%2C"),
            escaped(&text)
        ));
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
