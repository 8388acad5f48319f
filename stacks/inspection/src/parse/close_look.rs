//! What the look at the suspicious pictures must be.

use contracts::Task;

use super::Reader;
use crate::Region;
use crate::config::{
    CloseLook, CustomLabels, Declaration, Endpoint, EndpointModel, SERVERLESS_BYTES, SageMaker,
};
use crate::region::has_custom_labels;

/// The function of the close look.
const FUNCTION: &str = contracts::tasks::CloseLook::NAME;
/// Most characters of a model's or an endpoint's name, and those by which a deploy tells one from the next.
/// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>
const LONGEST_NAME: usize = 63;
const DIGITS: usize = 12;
/// How long an endpoint may take to answer, in seconds, and how often it is asked about a picture that it
/// fails on; the function waits a little longer.
const ENDPOINT_SECONDS: u32 = 60;
const ENDPOINT_ASKED: u32 = 2;
/// What the function needs beside waiting: to read which models are live, and to tell what came.
const BESIDE_SECONDS: u32 = 15;

impl Reader {
    pub(super) fn close_look(&mut self, declared: &Declaration, regions: &[Region]) {
        match declared.close_look {
            CloseLook::Embedded => {}
            CloseLook::SageMaker(sagemaker) => {
                self.endpoint(declared, sagemaker.endpoint);
                self.endpoint_names(declared);
                self.endpoint_model(declared, sagemaker.model);
                self.backfill(declared, sagemaker);
            }
            CloseLook::RekognitionCustomLabels(CustomLabels {
                min_confidence,
                inference_units,
            }) => {
                self.range("close_look.min_confidence", min_confidence, 0.0..=100.0);
                self.range("close_look.inference_units", inference_units, 1..=5);
                self.custom_labels(declared, "close_look", regions);
            }
            CloseLook::LookoutForVision => {
                if !declared.embedded {
                    let text =
                        "Amazon Lookout for Vision ended on 31 October 2025, in every region"
                            .to_owned();
                    let help = "use CloseLook::SageMaker with EndpointModel::Marketplace, AWS's model \
                                'Computer Vision Defect Detection', which answers in the same form, \
                                or CloseLook::Embedded";
                    let help = Some(help.to_owned());
                    self.report("config::ended", "close_look", text, help);
                }
            }
        }
    }

    /// Custom Labels is in fewer regions than Rekognition. The embedded region has it.
    pub(super) fn custom_labels(
        &mut self,
        declared: &Declaration,
        field: &str,
        regions: &[Region],
    ) {
        if declared.embedded {
            return;
        }
        for region in regions.iter().filter(|region| !has_custom_labels(region)) {
            let text = format!("Rekognition Custom Labels is not in {region}");
            let help = Some(format!(
                "leave {region} out, or use another look; it is in {}",
                crate::region::CUSTOM_LABELS.join(", ")
            ));
            self.report("config::unavailable", field, text, help);
        }
    }

    fn endpoint(&mut self, declared: &Declaration, endpoint: Endpoint) {
        let function = declared
            .functions
            .iter()
            .find(|(name, _)| *name == FUNCTION)
            .map(|(_, size)| *size);
        let waits = match endpoint {
            Endpoint::RealTime {
                instance_type,
                instances,
            } => {
                self.instances(instance_type, instances);
                ENDPOINT_SECONDS * ENDPOINT_ASKED
            }
            Endpoint::Serverless {
                memory_mb,
                max_concurrency,
            } => {
                self.range("close_look.memory_mb", memory_mb, 1024..=6144);
                if !memory_mb.is_multiple_of(1024) {
                    let text = format!("{memory_mb} MB is no step of 1024 MB");
                    let help = Some("1024, 2048, 3072, 4096, 5120 or 6144".to_owned());
                    self.report("config::bad-value", "close_look.memory_mb", text, help);
                }
                self.range("close_look.max_concurrency", max_concurrency, 1..=200);
                self.at_once(declared, max_concurrency);
                self.prepared_side(declared);
                ENDPOINT_SECONDS * ENDPOINT_ASKED
            }
            Endpoint::Asynchronous {
                instance_type,
                instances,
                answers_within_seconds,
            } => {
                self.instances(instance_type, instances);
                let field = "close_look.answers_within_seconds";
                self.range(field, answers_within_seconds, 1..=840);
                answers_within_seconds.min(840)
            }
        };
        let needed = waits + BESIDE_SECONDS;
        if let Some(size) = function.filter(|size| size.timeout_seconds < needed) {
            let text = format!(
                "{} seconds are too few for an endpoint that is waited for {waits} seconds",
                size.timeout_seconds
            );
            let help = Some(format!("at least {needed}"));
            let field = format!("functions.{FUNCTION}.timeout_seconds");
            self.report("config::out-of-range", &field, text, help);
        }
    }

    /// A prepared picture may have a byte a pixel, and a serverless endpoint takes 4 MB: what is larger would
    /// be refused time and again.
    fn prepared_side(&mut self, declared: &Declaration) {
        let most = SERVERLESS_BYTES.isqrt();
        let side = declared.limits.prepared_side;
        if u64::from(side) > most {
            let text = format!(
                "a picture of {side} x {side} pixels may be larger than the {SERVERLESS_BYTES} bytes that a \
                 serverless endpoint takes"
            );
            let help = Some(format!("at most {most}, or an endpoint of another kind"));
            self.report("config::out-of-range", "limits.prepared_side", text, help);
        }
    }

    /// `sightline-<environment>-<class>-<12 digits>`: SageMaker's names are short.
    fn endpoint_names(&mut self, declared: &Declaration) {
        let beside = "sightline---".len() + declared.environment.len() + DIGITS;
        let own = declared.own_pictures_class.iter();
        for class in declared.device_classes.iter().chain(own) {
            let length = beside + class.len();
            if length > LONGEST_NAME {
                let text = format!(
                    "the name of {class}'s endpoint would have {length} characters; SageMaker takes \
                     {LONGEST_NAME}"
                );
                let help = Some(format!(
                    "at most {} for the class",
                    LONGEST_NAME.saturating_sub(beside)
                ));
                self.report("config::too-long", "device_classes", text, help);
            }
        }
    }

    /// A serverless endpoint refuses what is more than its concurrency, at once.
    fn at_once(&mut self, declared: &Declaration, max_concurrency: u32) {
        let Some((_, size)) = declared
            .functions
            .iter()
            .find(|(name, _)| *name == FUNCTION)
        else {
            return;
        };
        let at_once = declared
            .max_concurrent_chunks
            .saturating_mul(size.concurrency);
        if at_once > max_concurrency {
            let text = format!(
                "{} chunks of {} pictures at once are {at_once} requests; the endpoint takes \
                 {max_concurrency}",
                declared.max_concurrent_chunks, size.concurrency
            );
            let help = format!(
                "raise it (at most 200), or lower max_concurrent_chunks or \
                 functions.{FUNCTION}.concurrency"
            );
            self.report(
                "config::too-many-at-once",
                "close_look.max_concurrency",
                text,
                Some(help),
            );
        }
    }

    fn backfill(&mut self, declared: &Declaration, sagemaker: SageMaker) {
        let Some(backfill) = sagemaker.backfill else {
            return;
        };
        let field = |name: &str| format!("close_look.backfill.{name}");
        self.range(&field("instances"), backfill.instances, 1..=20);
        self.range(&field("at_once"), backfill.at_once, 1..=16);
        let longest = backfill.max_runtime_seconds;
        self.range(&field("max_runtime_seconds"), longest, 60..=432_000);
        self.instance_type(&field("instance_type"), backfill.instance_type);
        if is_graviton(backfill.instance_type) {
            let text = format!(
                "{} has a Graviton processor, on which SageMaker transforms nothing",
                backfill.instance_type
            );
            let help = Some("such as \"ml.m5.xlarge\", with an image for x86".to_owned());
            self.report("config::bad-value", &field("instance_type"), text, help);
        }
        match (sagemaker.model, backfill.image) {
            (EndpointModel::Container { .. }, Some(image)) => {
                self.image(declared, &field("image"), image);
            }
            (EndpointModel::Marketplace, Some(_)) => {
                let text = "a Marketplace model brings its own image".to_owned();
                self.report(
                    "config::bad-value",
                    &field("image"),
                    text,
                    Some("None".to_owned()),
                );
            }
            (_, None) => {}
        }
        let endpoint_instance = match sagemaker.endpoint {
            Endpoint::RealTime { instance_type, .. }
            | Endpoint::Asynchronous { instance_type, .. } => instance_type,
            Endpoint::Serverless { .. } => "",
        };
        let is_container = matches!(sagemaker.model, EndpointModel::Container { .. });
        if is_container && backfill.image.is_none() && is_graviton(endpoint_instance) {
            let text = format!(
                "the endpoint's image is for {endpoint_instance}, a Graviton processor, on which SageMaker \
                 transforms nothing"
            );
            let help = Some("name an image for x86".to_owned());
            self.report("config::missing", &field("image"), text, help);
        }
    }

    fn instances(&mut self, instance_type: &str, instances: u32) {
        self.range("close_look.instances", instances, 1..=100);
        self.instance_type("close_look.instance_type", instance_type);
    }

    /// A type of SageMaker's instances.
    pub(super) fn instance_type(&mut self, field: &str, instance_type: &str) {
        let parts: Vec<&str> = instance_type.split('.').collect();
        let is_word = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if !matches!(parts[..], ["ml", family, size] if is_word(family) && is_word(size)) {
            let text = format!("{instance_type:?} is no type of SageMaker's instances");
            let help = Some("such as \"ml.c7g.large\"".to_owned());
            self.report("config::bad-value", field, text, help);
        }
    }

    fn endpoint_model(&mut self, declared: &Declaration, model: EndpointModel) {
        match model {
            EndpointModel::Container { image } => {
                self.image(declared, "close_look.image", image);
            }
            // AWS takes Marketplace model packages behind real-time endpoints alone.
            // https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
            EndpointModel::Marketplace => {
                let sagemaker = declared.close_look.sagemaker();
                let endpoint = sagemaker.map(|sagemaker| sagemaker.endpoint);
                if !matches!(endpoint, Some(Endpoint::RealTime { .. })) {
                    let text =
                        "SageMaker takes models of the Marketplace behind real-time endpoints \
                                alone"
                            .to_owned();
                    let help =
                        Some("use Endpoint::RealTime or EndpointModel::Container".to_owned());
                    self.report("config::bad-value", "close_look.model", text, help);
                }
            }
        }
    }

    /// An image of the account's own registry, which stays the same.
    pub(super) fn image(&mut self, declared: &Declaration, field: &str, image: &str) {
        let registry = format!("{}.dkr.ecr.{{region}}.amazonaws.com", declared.account);
        let regional: Vec<String> = declared
            .regions
            .iter()
            .map(|region| registry.replace("{region}", region))
            .collect();
        let found = image.split_once('/');
        let in_account = found.is_some_and(|(host, _)| {
            host == registry || matches!(regional.as_slice(), [only] if only == host)
        });
        let name = found.map_or("", |(_, name)| name);
        let is_pinned = name
            .split_once([':', '@'])
            .is_some_and(|(name, tag)| is_repository(name) && !tag.is_empty() && tag != "latest");
        if !in_account || !is_pinned {
            let text = format!("{image:?} is no image of the account's registry with a tag");
            let help = Some(format!(
                "{registry}/<repository>:<tag> or @sha256:<digest>; \"latest\" may be another \
                 tomorrow"
            ));
            self.report("config::bad-value", field, text, help);
        }
    }
}

/// Whether a type of instances has a processor of AWS's own, whose families have a `g` behind their
/// generation: `c7g`, `m6gd`.
fn is_graviton(instance_type: &str) -> bool {
    let family = instance_type.split('.').nth(1).unwrap_or_default();
    let generation = family.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let behind = generation.trim_start_matches(|c: char| c.is_ascii_digit());
    behind.starts_with('g')
}

/// Whether a text is the name of a repository in ECR, for it goes into a role's policy.
fn is_repository(name: &str) -> bool {
    (2..=256).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_./".contains(&b))
}
