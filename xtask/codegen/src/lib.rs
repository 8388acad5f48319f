//! Rust modules of CloudFormation's resource types: a pure function from schemas to files.
//!
//! Each type becomes a module of its own with the resource, its nested types and a handle;
//! the modules of a service stand in one folder behind one cargo feature.

mod facts;
mod identifiers;
mod model;
mod module;
mod names;
mod render;
mod shapes;

pub use identifiers::Identifiers;
pub use render::{File, RenderError, feature, render_crate, render_identifiers, render_services};

/// The services that `cfn` carries, as type names spell them. What it lacks comes as a crate of
/// its own from [`render_crate`].
pub const SERVICES: &[&str] = &[
    "Athena",
    "Budgets",
    "CloudWatch",
    "DynamoDB",
    "ECR",
    "Events",
    "Glue",
    "IAM",
    "KMS",
    "LakeFormation",
    "Lambda",
    "Logs",
    "Pipes",
    "Rekognition",
    "S3",
    "SNS",
    "SQS",
    "SSM",
    "SageMaker",
    "Scheduler",
    "StepFunctions",
    "XRay",
];

/// Whether `cfn` carries a type.
pub fn is_carried(type_name: &str) -> bool {
    let mut parts = type_name.split("::");
    parts.next() == Some("AWS")
        && parts
            .next()
            .is_some_and(|service| SERVICES.contains(&service))
}

/// Every file that is generated within the crate `cfn`, by its path below `stacks/cfn/src`.
///
/// # Errors
/// When a template of this crate is broken.
pub fn render_committed(registry: &registry::Registry) -> Result<Vec<File>, RenderError> {
    let names: Vec<String> = registry.type_names().map(str::to_owned).collect();
    let read = |name: &String| registry.schema(name);
    // Identifiers are those of every type, so that crates made from the other types find theirs.
    let all: Vec<_> = names.iter().filter_map(read).collect();
    let identifiers = Identifiers::of(all.iter().map(AsRef::as_ref));
    let carried = all.iter().filter(|schema| is_carried(schema.type_name()));
    let mut files = render_services(carried.map(AsRef::as_ref), &identifiers)?;
    for file in &mut files {
        file.path.insert_str(0, "services/");
    }
    let text = render_identifiers(&identifiers)?;
    files.push(File {
        path: "identifiers.rs".to_owned(),
        text,
    });
    Ok(files)
}
