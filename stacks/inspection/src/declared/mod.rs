//! A template held against the configuration and the tasks' declarations that it is made from: what
//! the template alone does not show. A file per rule.
//!
//! A template says itself which environment and region it is made for, see [`mark`]; one that does
//! not is none of this product's and is left alone.

mod access;
mod account;
mod alarm;
mod boundary;
mod bucket;
mod bucket_name;
mod dashboard;
mod expiry;
mod function;
mod import;
mod lake;
mod logs;
mod machine;
mod retention;
mod rule;
mod sagemaker;
mod table;
mod text;
mod topic;

use cfn::{Resource, Template};
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::{Value as Json, json};

pub(crate) use access::LOG_DELIVERY;

use crate::config::Configuration;
use crate::environments::declarations;
use crate::{Region, ResourceNames, parse};

/// The key of a template's metadata that says what it is made for.
const MARK: &str = "Deployment";

/// A rule looks at a template and reports what it finds.
type Rule = fn(&Scene<'_>, &mut Diagnostics);

/// Every rule. Problems are told in this order.
const RULES: &[Rule] = &[
    bucket::check,
    bucket_name::check,
    retention::check,
    expiry::check,
    logs::check,
    function::check,
    access::check,
    boundary::check,
    machine::check,
    rule::check,
    alarm::check,
    dashboard::check,
    topic::check,
    table::check,
    account::check,
    import::check,
];

/// Says in a template's metadata which environment and region it is made for.
pub(crate) fn mark(template: &mut Template, configuration: &Configuration, region: &Region) {
    let environment = configuration.environment.as_str();
    let value = json!({ "Environment": environment, "Region": region.to_string() });
    template.metadata(MARK, value);
}

fn marked(template: &Template) -> Option<&Json> {
    template.further().get("Metadata")?.get(MARK)
}

/// The region that a template of this product is made for; nothing for other templates. It holds
/// wherever the file was copied to.
pub fn region_of(template: &Template) -> Option<&str> {
    marked(template)?.get("Region")?.as_str()
}

/// Holds a template of this product against its environment's configuration; finds nothing in
/// other templates.
pub fn check_declared(template: &Template, address: &Address) -> Diagnostics {
    let Some(mark) = marked(template) else {
        return Diagnostics::new();
    };
    match deployment(address, mark) {
        Ok((configuration, region)) => check_against(template, address, &configuration, &region),
        Err(problem) => Diagnostics::from_iter([*problem]),
    }
}

/// Holds a template against the configuration that it is made from.
pub(crate) fn check_against(
    template: &Template,
    address: &Address,
    configuration: &Configuration,
    region: &Region,
) -> Diagnostics {
    let scene = Scene {
        template,
        address,
        names: ResourceNames::new(configuration, region),
        configuration,
        region,
    };
    let mut found = Diagnostics::new();
    for rule in RULES {
        rule(&scene, &mut found);
    }
    found
}

/// The configuration and the region that a mark names.
fn deployment(address: &Address, mark: &Json) -> Result<(Configuration, Region), Box<Diagnostic>> {
    let text = |key: &str| mark.get(key).and_then(Json::as_str).unwrap_or_default();
    let refuse = |key: &str, summary: String| {
        let place = address.join("Metadata").join(MARK).join(key);
        let problem = Diagnostic::error("declared::deployment", place, summary);
        Box::new(problem.with_help("run `cargo xtask generate`: it writes the metadata"))
    };
    let environment = text("Environment");
    let configuration = declarations()
        .iter()
        .find(|declared| declared.environment == environment)
        .and_then(|declared| parse(declared).ok())
        .ok_or_else(|| {
            let summary = format!("there is no environment {environment:?}");
            refuse("Environment", summary)
        })?;
    let region =
        Region::parse(text("Region")).map_err(|error| refuse("Region", error.to_string()))?;
    if !configuration.regions.contains(&region) {
        let summary = format!("{environment} is not deployed in {region}");
        return Err(refuse("Region", summary));
    }
    Ok((configuration, region))
}

/// What a rule is told: a template, and the configuration that it is made from.
struct Scene<'a> {
    template: &'a Template,
    address: &'a Address,
    configuration: &'a Configuration,
    names: ResourceNames,
    region: &'a Region,
}

impl<'a> Scene<'a> {
    /// The resources of a type, with their ids.
    fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = (&'a str, &'a Resource)> {
        let template: &'a Template = self.template;
        template
            .resources()
            .iter()
            .filter(move |(_, resource)| resource.kind() == kind)
            .map(|(id, resource)| (id.as_str(), resource))
    }

    /// The resource that a value refers to.
    fn referred(&self, value: &Json) -> Option<(&'a str, &'a Resource)> {
        let id = text::referred(value)?;
        let template: &'a Template = self.template;
        let resources = template.resources();
        let mut same = resources.iter().filter(|(own, _)| own.as_str() == id);
        same.next().map(|(id, resource)| (id.as_str(), resource))
    }

    fn place(&self, id: &str, path: &[&str]) -> Address {
        let place = self.address.join("Resources").join(id);
        path.iter().fold(place, |place, part| place.join(*part))
    }

    /// A problem of a resource, at a path such as `["Properties", "LoggingConfig"]`.
    fn problem(&self, id: &str, path: &[&str], code: &str, summary: String) -> Diagnostic {
        Diagnostic::error(format!("declared::{code}"), self.place(id, path), summary)
    }
}
