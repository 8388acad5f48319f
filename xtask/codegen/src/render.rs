//! From schemas to files.

use std::collections::BTreeMap;

use handlebars::Handlebars;
use registry::ResourceSchema;
use serde_json::json;

use crate::Identifiers;
use crate::module::{module, parts};
use crate::names::{Scope, snake};

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path, with `/`.
    pub path: String,
    /// Its text, ending in a line feed.
    pub text: String,
}

/// A template of this crate that does not fit what it is given.
#[derive(Debug)]
pub struct RenderError(Box<handlebars::RenderError>);

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a template of the generator is broken: {}", self.0)
    }
}

impl std::error::Error for RenderError {}

impl From<handlebars::RenderError> for RenderError {
    fn from(error: handlebars::RenderError) -> Self {
        Self(Box::new(error))
    }
}

/// The cargo feature of a resource type: its service.
pub fn feature(type_name: &str) -> String {
    parts(type_name).0
}

fn engine() -> Handlebars<'static> {
    let mut engine = Handlebars::new();
    engine.register_escape_fn(handlebars::no_escape);
    engine.set_strict_mode(true);
    engine
}

const MODULE: &str = include_str!("../templates/module.hbs");
const SERVICE: &str = include_str!("../templates/service.hbs");
const SERVICES: &str = include_str!("../templates/services.hbs");
const IDENTIFIERS: &str = include_str!("../templates/identifiers.hbs");
const MANIFEST: &str = include_str!("../templates/manifest.hbs");

/// The modules of the schemas, a folder for each service, and `mod.rs` that holds them.
///
/// # Errors
/// When a template of this crate is broken.
pub fn render_services<'a>(
    schemas: impl IntoIterator<Item = &'a ResourceSchema>,
    identifiers: &Identifiers,
) -> Result<Vec<File>, RenderError> {
    let engine = engine();
    let mut services: BTreeMap<String, BTreeMap<String, &ResourceSchema>> = BTreeMap::new();
    for schema in schemas {
        let (service, resource) = parts(schema.type_name());
        services
            .entry(service)
            .or_default()
            .insert(resource, schema);
    }
    let mut files = Vec::new();
    for (service, types) in &services {
        let mut modules = Scope::default();
        let mut members = Vec::new();
        for (resource, schema) in types {
            let name = modules.claim(&snake(resource), "_type");
            let text = engine.render_template(MODULE, &module(schema, identifiers))?;
            files.push(File {
                path: format!("{service}/{name}.rs"),
                text,
            });
            members.push(json!({ "module": name, "resource": resource }));
        }
        let given = types
            .values()
            .next()
            .map_or("", |schema| schema.type_name());
        let given = given
            .rsplit_once("::")
            .map_or(given, |(service, _)| service);
        let data = json!({ "service": given, "types": members });
        let text = engine.render_template(SERVICE, &data)?;
        files.push(File {
            path: format!("{service}/mod.rs"),
            text,
        });
    }
    let names: Vec<&String> = services.keys().collect();
    let text = engine.render_template(SERVICES, &json!({ "services": names }))?;
    files.push(File {
        path: "mod.rs".to_owned(),
        text,
    });
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The types of the identifiers.
///
/// # Errors
/// When a template of this crate is broken.
pub fn render_identifiers(identifiers: &Identifiers) -> Result<String, RenderError> {
    let all: Vec<_> = identifiers
        .sorted()
        .into_iter()
        .map(|(name, format)| {
            let (kind, property) = format.split_once('.').unwrap_or((format, ""));
            json!({ "name": name, "format": format, "kind": kind, "property": property })
        })
        .collect();
    Ok(engine().render_template(IDENTIFIERS, &json!({ "identifiers": all }))?)
}

/// A crate of its own for types that `cfn` does not have. `cfn` is the dependency's
/// specification, such as `{ path = "../stacks/cfn" }`.
///
/// # Errors
/// When a template of this crate is broken.
pub fn render_crate<'a>(
    schemas: impl IntoIterator<Item = &'a ResourceSchema>,
    identifiers: &Identifiers,
    name: &str,
    cfn: &str,
) -> Result<Vec<File>, RenderError> {
    let mut files = render_services(schemas, identifiers)?;
    let services: Vec<String> = files
        .iter()
        .filter_map(|file| file.path.strip_suffix("/mod.rs").map(str::to_owned))
        .collect();
    for file in &mut files {
        file.path = match file.path.as_str() {
            "mod.rs" => "src/lib.rs".to_owned(),
            path => format!("src/{path}"),
        };
    }
    let data = json!({ "name": name, "cfn": cfn, "services": services });
    let text = engine().render_template(MANIFEST, &data)?;
    files.push(File {
        path: "Cargo.toml".to_owned(),
        text,
    });
    Ok(files)
}
