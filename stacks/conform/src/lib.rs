//! Whether a template says what the registry's schemas allow. A resource's properties are walked
//! along its type's schema; what an intrinsic function gives is judged as far as it is known.
//!
//! What CloudFormation accepts is accepted: it takes `"true"` for a boolean, `"12"` for a number
//! and a number for a text.
//!
//! ```
//! let template = serde_json::json!({
//!     "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueNam": "q" } } },
//! });
//! let registry = registry::Registry::vendored();
//! let found = conform::check_json(&template, &Default::default(), &registry, &[]);
//! assert_eq!(found.iter().next().unwrap().code, "cfn::unknown-property");
//! ```
//!
//! The walk looks at every value of every template at every `generate`; unoptimised it takes several
//! times as long.

mod athena;
mod attribute;
mod bucket_rules;
mod column_type;
mod ended;
mod event_pattern;
mod extension;
mod format;
mod function;
mod host_name;
mod lambda;
mod list;
mod metric;
mod object;
mod packaged;
mod permission;
mod rule_target;
mod runtime;
mod same_resource;
mod scalar;
mod scene;
mod schedule;
mod table_keys;
#[cfg(test)]
mod tests;
mod walk;

use diagnostics::{Address, Diagnostic, Diagnostics, Severity};
use registry::Registry;
use serde_json::Value as Json;

use scene::{Part, Scene};
use walk::Walk;

/// Checks what is at hand as JSON along the schemas alone: resources, their properties and the
/// attributes that are asked of them. Nothing is told of its other sections.
pub fn check_json(
    template: &Json,
    address: &Address,
    registry: &Registry,
    regions: &[String],
) -> Diagnostics {
    let mut found = Diagnostics::new();
    check_scene(
        &Scene::new(template, address, registry, regions),
        &mut found,
    );
    found
}

fn check_scene(scene: &Scene<'_>, found: &mut Diagnostics) {
    for part in scene.resources() {
        check_resource(scene, &part, found);
    }
    attribute::check(scene, found);
    same_resource::check(scene, found);
}

fn check_resource(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    if takes_anything(part.kind) {
        return;
    }
    ended::check(scene, part, found);
    let Some(schema) = scene.registry().schema(part.kind) else {
        tell_unknown(scene, part, found);
        return;
    };
    check_region(scene, part, found);
    let empty = Json::Object(serde_json::Map::new());
    let properties = part.properties.unwrap_or(&empty);
    let mut walk = Walk::new(scene, part, &schema);
    walk.properties(properties);
    extension::check(&mut walk, properties);
    found.extend(walk.into_found());
    runtime::check(scene, part, found);
    metric::check(scene, part, found);
    event_pattern::check(scene, part, found);
    table_keys::check(scene, part, found);
    lambda::check(scene, part, found);
    bucket_rules::check(scene, part, found);
    rule_target::check(scene, part, found);
    column_type::check(scene, part, found);
    host_name::check(scene, part, found);
    schedule::check(scene, part, found);
    athena::check(scene, part, found);
    permission::check(scene, part, found);
}

/// Types whose properties are the author's own.
fn takes_anything(kind: &str) -> bool {
    kind.starts_with("Custom::")
        || kind == "AWS::CloudFormation::CustomResource"
        || kind.ends_with("::MODULE")
}

fn tell_unknown(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let kind = part.kind;
    let place = scene.place(&["Resources", part.id, "Type"]);
    let owned = ["AWS::", "Alexa::", "AMZN::"]
        .iter()
        .any(|owner| kind.starts_with(owner));
    let summary = format!("{kind:?} is no resource type that is known");
    let mut problem = Diagnostic::error("cfn::unknown-type", place, summary);
    if owned || !kind.contains("::") {
        problem.help = scene
            .registry()
            .nearest(kind)
            .map(|nearest| format!("did you mean {nearest:?}?"));
    } else {
        problem.severity = Severity::Warning;
        problem.help = Some("give the schema of a private type to have it checked".to_owned());
    }
    found.push(problem);
}

fn check_region(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    for region in scene.regions() {
        if scene.registry().is_in_region(part.kind, region) != Some(false) {
            continue;
        }
        let place = scene.place(&["Resources", part.id, "Type"]);
        let summary = format!("{:?} does not exist in {region}", part.kind);
        let mut problem = Diagnostic::error("cfn::type-not-in-region", place, summary);
        if let Some(regions) = scene.registry().regions(part.kind) {
            let regions: Vec<&str> = regions.collect();
            problem.help = Some(format!("it exists in {}", regions.join(", ")));
        }
        found.push(problem);
    }
}
