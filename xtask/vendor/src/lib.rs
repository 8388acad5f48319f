//! Takes over the public schemas of CloudFormation's resource types: a pure function from the files
//! of their package to those of `stacks/registry`.
//!
//! The package is PyPI's cfn-lint (MIT-0), whose `data` folder carries what AWS's registry says of
//! every type, corrected. Facts are taken over, sentences are not: every `description` goes.
//!
//! ```text
//! cargo run -p vendor -- <path of cfnlint/data> <version of the package>
//! ```

mod archive;
mod extensions;
mod prose;
mod regions;
mod render;
mod runtimes;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

/// The services whose types are kept as readable files, as the second part of a type's name.
pub const SERVICES: [&str; 22] = [
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

/// The package's files and what is known of it.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// The files below `cfnlint/data`, by path with `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The package's version, such as `1.58.0`.
    pub version: String,
}

/// Why a package cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum VendorError {
    /// A file is absent.
    #[error("the package has no file {0}")]
    Absent(String),
    /// A file is no JSON, or none of the form that is known.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The archive of the further types cannot be made.
    #[error("cannot make the archive of types: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The archive of the further types cannot be written to memory.
    #[error("cannot write the archive of types: {0}")]
    Write(#[from] std::io::Error),
}

impl Package {
    fn json(&self, path: &str) -> Result<Json, VendorError> {
        let bytes = self
            .files
            .get(path)
            .ok_or_else(|| VendorError::Absent(path.to_owned()))?;
        serde_json::from_slice(bytes).map_err(|error| VendorError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        })
    }
}

/// What a resource type brings along, ready to be written.
struct Type {
    schema: Json,
    /// An array; empty where nothing is known beyond the schema.
    extensions: Vec<Json>,
}

/// The files of `stacks/registry`, by path below it. What is not among them in `schemas/` (but for
/// the licence) and `src/vendored/` is out of date.
///
/// # Errors
/// When the package is not of the form that is known.
pub fn vendor(package: &Package) -> Result<BTreeMap<String, Vec<u8>>, VendorError> {
    let version = package.json("schemas/version.json")?;
    let date = version["schema_date"].as_str().unwrap_or_default();
    let date = date.split('T').next().unwrap_or_default();

    let types = read_types(package)?;
    let mut files = BTreeMap::new();
    let mut others = BTreeMap::new();
    let mut index = BTreeMap::new();
    for (name, known) in &types {
        let Some((service, short)) = place(name) else {
            others.insert(name.clone(), known);
            continue;
        };
        let path = format!("schemas/{service}/{short}");
        files.insert(
            format!("{path}.json"),
            render::json(&known.schema).into_bytes(),
        );
        if !known.extensions.is_empty() {
            let text = render::json(&Json::Array(known.extensions.clone()));
            files.insert(format!("{path}.extensions.json"), text.into_bytes());
        }
        index.insert(name.clone(), (path, !known.extensions.is_empty()));
    }
    files.insert("schemas/others.zip".to_owned(), archive::pack(&others)?);
    files.insert(
        "src/vendored/index.rs".to_owned(),
        render::index(&index, date).into_bytes(),
    );
    let regions = regions::render(package, &types.keys().cloned().collect())?;
    files.insert("src/vendored/regions.rs".to_owned(), regions.into_bytes());
    let runtimes = runtimes::render(package)?;
    files.insert("src/vendored/runtimes.rs".to_owned(), runtimes.into_bytes());
    let provenance = render::provenance(&package.version, date, index.len(), others.len());
    files.insert("schemas/PROVENANCE.md".to_owned(), provenance.into_bytes());
    Ok(files)
}

/// The folder and file name of a type that is kept readable.
fn place(name: &str) -> Option<(String, String)> {
    let (service, short) = name.strip_prefix("AWS::")?.split_once("::")?;
    let readable = SERVICES.contains(&service);
    readable.then(|| (service.to_lowercase(), short.replace("::", ".")))
}

fn read_types(package: &Package) -> Result<BTreeMap<String, Type>, VendorError> {
    let mut extensions = extensions::read(package)?;
    let paths: BTreeSet<&String> = package
        .files
        .keys()
        .filter(|path| path.starts_with("schemas/resources/") && path.ends_with(".json"))
        .collect();
    let mut types = BTreeMap::new();
    for path in paths {
        let schema = package.json(path)?;
        let Some(name) = schema["typeName"].as_str().map(str::to_owned) else {
            return Err(VendorError::Unreadable {
                path: path.clone(),
                reason: "no `typeName`".to_owned(),
            });
        };
        let mut schema = prose::without(schema);
        if place(&name).is_none() {
            prose::trim(&mut schema);
        }
        let known = Type {
            schema,
            extensions: extensions.remove(&name).unwrap_or_default(),
        };
        types.insert(name, known);
    }
    Ok(types)
}
