//! What is deployed in a region, as far as it costs money: read from the generated artefacts, so that
//! what was reviewed is what is priced.

mod machine;
mod resources;
mod training;
mod watching;
mod workflow;

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Address, Diagnostic, Diagnostics};
use manifest::{CloseLook, Manifest, Variant};
use serde_json::Value;

use crate::item::Architecture;
use resources::Resources;
pub(crate) use training::{TrainedBy, Training};
use watching::Watching;
pub(crate) use workflow::Workflow;

/// The manifest's file.
const MANIFEST: &str = "manifest.json";
/// The state machine's file.
const MACHINE: &str = "inspection.asl.json";
const MONITOR_MACHINE: &str = "monitor.asl.json";
/// What brings files back that are missing or spoilt.
const GENERATE: &str = "run `cargo xtask generate`";

/// The generated files of one region: name and text.
pub type Files = BTreeMap<String, String>;

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) memory_mb: u128,
    pub(crate) architecture: Architecture,
    /// Environments that are kept ready.
    pub(crate) provisioned: u128,
}

/// What a model that looks closely is reached by, as far as the function's role and the manifest tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It is in the function.
    Within,
    /// An endpoint that answers at once, of which nobody says whether it is real-time or serverless.
    Endpoint,
    /// An endpoint that answers at once, whose instances always run.
    RealTimeEndpoint,
    /// An endpoint that answers at once and is billed by the request.
    ServerlessEndpoint,
    /// An endpoint with AWS's Marketplace model.
    MarketplaceEndpoint,
    /// An endpoint that answers later.
    AsynchronousEndpoint,
    /// A batch transform job.
    TransformJob,
    /// Rekognition Custom Labels.
    CustomLabels,
    /// Lookout for Vision, which has ended.
    LookoutForVision,
}

/// What the models that look closely run on, each class's alike, as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RunsOn {
    /// Instances of an endpoint.
    Instances {
        /// Their type.
        kind: String,
        /// How many each endpoint has.
        number: u128,
    },
    /// A serverless endpoint's memory.
    Memory {
        /// In MB.
        mb: u128,
    },
    /// Inference units of a Custom Labels model.
    InferenceUnits {
        /// How many each model has.
        number: u128,
    },
}

/// How long objects are kept, in days; without an end where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) incoming: Option<u128>,
    pub(crate) prepared: Option<u128>,
}

/// What is deployed in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    pub(crate) environment: String,
    pub(crate) region: String,
    pub(crate) embedded: bool,
    /// Device classes: each may have models of its own, that of the user's pictures included, which gets them
    /// by the first `inspect`.
    pub(crate) classes: u128,
    /// The class of the user's pictures.
    pub(crate) own_class: Option<String>,
    /// Classes that the lake's tables project partitions of: pictures of none are among them.
    pub(crate) projected_classes: u128,
    /// Custom Labels models that the first look asks.
    pub(crate) first_look_models: u128,
    /// Whether the first look reads which models are live.
    pub(crate) first_look_reads_live: bool,
    /// Pictures of Rekognition's group 2 that are paid for each picture.
    pub(crate) group_2_calls: u128,
    /// Whether labels are asked for.
    pub(crate) labels: bool,
    /// Whether the properties of pictures are asked for.
    pub(crate) image_properties: bool,
    pub(crate) reach: Reach,
    /// What looks closely runs on, where it is elsewhere and the manifest says so.
    pub(crate) runs_on: Option<RunsOn>,
    /// At how many of 100 pictures that are looked at closely a candidate looks as well.
    pub(crate) shadow_percent: u128,
    pub(crate) functions: BTreeMap<String, Function>,
    pub(crate) workflow: Workflow,
    /// The watching of models, where it is scheduled.
    pub(crate) watching: Option<Watching>,
    pub(crate) training: Training,
    pub(crate) kept: Kept,
    /// Whether S3 tells EventBridge of every object.
    pub(crate) events: bool,
    pub(crate) logs_days: u128,
    pub(crate) alarms: u128,
    pub(crate) dashboards: u128,
    pub(crate) catalog_objects: u128,
    pub(crate) emails: u128,
    /// Most bytes that a query may read.
    pub(crate) query_limit: Option<u128>,
    /// Types of resources that have a price that is not counted, with their number.
    pub(crate) unpriced: BTreeMap<String, usize>,
}

impl Deployment {
    /// Reads a region's generated files: the manifest, the templates that it names and the state
    /// machine.
    ///
    /// # Errors
    /// Every file that is missing or is not of its form, and what cannot be priced.
    pub fn read(place: &Address, files: &Files) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::new();
        let Some(manifest) = manifest(place, files, &mut found) else {
            return Err(found);
        };
        let templates = manifest
            .stacks
            .iter()
            .chain([&manifest.bootstrap.stack])
            .filter_map(|stack| json(place, files, &stack.template, &mut found));
        let resources = Resources::of(templates.collect());
        let tasks = manifest.functions.iter();
        let tasks: BTreeMap<&str, &str> = tasks
            .map(|function| (function.function_name.as_str(), function.name.as_str()))
            .collect();
        let placeholders = resources.substitutions().into_iter();
        let placeholders = placeholders
            .filter_map(|(placeholder, function)| Some((placeholder, *tasks.get(function)?)))
            .collect();
        let workflow = workflow::read(place, files, &placeholders, &mut found);
        let training = training::read(place, files, &mut found);
        let watching = watching::read(place, &manifest, files, &resources, &mut found);
        let (Some(workflow), Some(training), false) = (workflow, training, found.has_errors())
        else {
            return Err(found);
        };
        let mut functions = BTreeMap::new();
        for function in &manifest.functions {
            match resources.function(&function.function_name) {
                Some(known) => {
                    functions.insert(function.name.clone(), known);
                }
                None => {
                    let text = format!("no template makes the function {}", function.function_name);
                    found.push(Diagnostic::error(CODE, place.join(&function.name), text));
                }
            }
        }
        let actions = |task: &str| {
            let function = manifest.functions.iter().find(|known| known.name == task);
            function.map_or_else(BTreeSet::new, |function| {
                resources.actions(&function.function_name)
            })
        };
        let first_look = actions(FIRST_LOOK);
        let close_look = actions(CLOSE_LOOK);
        let asked = first_look_rules(&manifest, &resources);
        let labels = first_look.contains(DETECT_LABELS) && asks(asked.as_ref(), &LABEL_RULES);
        let paid =
            |action: &&&str| first_look.contains(**action) && (**action != DETECT_LABELS || labels);
        let classes = manifest.device_classes.len() as u128;
        if found.has_errors() {
            return Err(found);
        }
        Ok(Self {
            embedded: manifest.embedded,
            classes,
            // Where no table tells, those of the manifest, and the pictures of none.
            projected_classes: resources.projected_classes().unwrap_or(classes + 1),
            first_look_reads_live: asks(asked.as_ref(), &MODEL_RULES),
            first_look_models: manifest.custom_labels_projects.len() as u128,
            group_2_calls: GROUP_2.iter().filter(paid).count() as u128,
            labels,
            image_properties: first_look.contains(DETECT_LABELS)
                && asks(asked.as_ref(), &PROPERTY_RULES),
            reach: endpoint(&manifest, reach(&close_look)),
            runs_on: runs_on(&manifest.close_look),
            shadow_percent: shadow_percent(&manifest, &resources),
            functions,
            workflow,
            watching,
            training,
            kept: resources.kept(&manifest.names.pictures_bucket),
            events: resources.tells_events(&manifest.names.pictures_bucket),
            logs_days: resources.logs_days(),
            alarms: resources.count("AWS::CloudWatch::Alarm"),
            dashboards: resources.count("AWS::CloudWatch::Dashboard"),
            catalog_objects: resources.count("AWS::Glue::Table")
                + resources.count("AWS::Glue::Database"),
            emails: resources.emails(),
            query_limit: resources.query_limit(&manifest.names.workgroup),
            unpriced: resources.unpriced(),
            own_class: manifest.own_pictures_class,
            environment: manifest.environment,
            region: manifest.region,
        })
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The type of the instances behind its endpoints, where it has any.
    pub(crate) fn endpoint_instance(&self) -> Option<&str> {
        match &self.runs_on {
            Some(RunsOn::Instances { kind, .. }) => Some(kind),
            _ => None,
        }
    }

    /// The type of the instances of its training jobs, where jobs train.
    pub(crate) fn training_instance(&self) -> Option<&str> {
        match &self.training.by {
            TrainedBy::Jobs { instance, .. } => Some(instance),
            TrainedBy::Function => None,
        }
    }
}

/// The tasks whose calls are looked at.
pub(crate) const FIRST_LOOK: &str = "first-look";
pub(crate) const CLOSE_LOOK: &str = "close-look";

const CODE: &str = "cost::artefact";

const DETECT_LABELS: &str = "rekognition:DetectLabels";

/// The actions of Rekognition's group 2 that take one picture.
/// <https://aws.amazon.com/rekognition/pricing/>
const GROUP_2: [&str; 5] = [
    DETECT_LABELS,
    "rekognition:DetectModerationLabels",
    "rekognition:DetectText",
    "rekognition:DetectFaces",
    "rekognition:DetectProtectiveEquipment",
];

/// The rules that labels are asked for, and those on quality and colours, which have a price of their own.
/// What objects are expected counts when it is none: then any is unexpected.
const LABEL_RULES: [&str; 3] = ["suspiciousLabels", "expectedLabels", "expectedObjects"];
const PROPERTY_RULES: [&str; 3] = ["minBrightness", "minSharpness", "suspiciousColors"];
const MAY_BE_EMPTY: &str = "expectedObjects";
/// The rule for which the classes' own models are asked.
const MODEL_RULES: [&str; 1] = ["minAnomalyConfidence"];

fn first_look_rules(manifest: &Manifest, resources: &Resources) -> Option<Value> {
    rules(manifest, resources, FIRST_LOOK, "FIRST_LOOK_RULES")
}

/// Whether any of these rules of the first look says something. Where there are no rules to read, they are
/// taken to.
fn asks(rules: Option<&Value>, names: &[&str]) -> bool {
    rules.is_none_or(|rules| {
        names.iter().any(|name| match rules.get(*name) {
            None | Some(Value::Null) => false,
            Some(Value::Array(items)) => !items.is_empty() || *name == MAY_BE_EMPTY,
            Some(_) => true,
        })
    })
}

/// What the models that look closely run on.
fn runs_on(close_look: &CloseLook) -> Option<RunsOn> {
    match close_look {
        CloseLook::SageMaker { variant, .. } => Some(match variant {
            Variant::RealTime {
                instance_type,
                instances,
            }
            | Variant::Asynchronous {
                instance_type,
                instances,
            } => RunsOn::Instances {
                kind: instance_type.clone(),
                number: (*instances).into(),
            },
            Variant::Serverless { memory_mb, .. } => RunsOn::Memory {
                mb: (*memory_mb).into(),
            },
        }),
        CloseLook::CustomLabels {
            inference_units, ..
        } => Some(RunsOn::InferenceUnits {
            number: (*inference_units).into(),
        }),
        CloseLook::Embedded | CloseLook::LookoutForVision { .. } => None,
    }
}

/// At how many of 100 pictures candidates look: at none where the function has no rules of that.
fn shadow_percent(manifest: &Manifest, resources: &Resources) -> u128 {
    let rules = rules(manifest, resources, CLOSE_LOOK, "SHADOW_RULES");
    let percent = rules.and_then(|rules| rules["percent"].as_u64());
    percent.unwrap_or(0).min(100).into()
}

/// What a variable of a task's function says as JSON.
fn rules(manifest: &Manifest, resources: &Resources, task: &str, variable: &str) -> Option<Value> {
    let mut functions = manifest.functions.iter();
    let function = functions.find(|known| known.name == task)?;
    let text = resources.variable(&function.function_name, variable)?;
    serde_json::from_str(text).ok()
}

fn reach(actions: &BTreeSet<String>) -> Reach {
    let may = |action: &str| actions.contains(action);
    if may("sagemaker:InvokeEndpointAsync") {
        Reach::AsynchronousEndpoint
    } else if may("sagemaker:InvokeEndpoint") {
        Reach::Endpoint
    } else if may("sagemaker:CreateTransformJob") {
        Reach::TransformJob
    } else if may("rekognition:DetectCustomLabels") {
        Reach::CustomLabels
    } else {
        Reach::Within
    }
}

/// Which kind of endpoint it is, and what no right tells, where the manifest says so.
fn endpoint(manifest: &Manifest, reach: Reach) -> Reach {
    match (&manifest.close_look, reach) {
        (
            CloseLook::SageMaker { variant, image, .. },
            Reach::Endpoint | Reach::AsynchronousEndpoint,
        ) => match (image, variant) {
            (None, _) => Reach::MarketplaceEndpoint,
            (Some(_), Variant::RealTime { .. }) => Reach::RealTimeEndpoint,
            (Some(_), Variant::Serverless { .. }) => Reach::ServerlessEndpoint,
            (Some(_), Variant::Asynchronous { .. }) => Reach::AsynchronousEndpoint,
        },
        (CloseLook::LookoutForVision { .. }, _) => Reach::LookoutForVision,
        (_, reach) => reach,
    }
}

fn manifest(place: &Address, files: &Files, found: &mut Diagnostics) -> Option<Manifest> {
    let value = json(place, files, MANIFEST, found)?;
    match serde_json::from_value(value) {
        Ok(manifest) => Some(manifest),
        Err(error) => {
            let text = format!("it is no manifest: {error}");
            found.push(Diagnostic::error(CODE, place.join(MANIFEST), text));
            None
        }
    }
}

/// A file as JSON.
fn json(place: &Address, files: &Files, name: &str, found: &mut Diagnostics) -> Option<Value> {
    let problem = match files.get(name).map(|text| serde_json::from_str(text)) {
        Some(Ok(value)) => return Some(value),
        Some(Err(error)) => format!("it is no JSON: {error}"),
        None => "it is missing".to_owned(),
    };
    let problem = Diagnostic::error(CODE, place.join(name), problem);
    found.push(problem.with_help(GENERATE));
    None
}
