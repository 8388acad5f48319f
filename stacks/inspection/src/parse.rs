//! From a declaration to a configuration, with every mistake reported at once.

mod close_look;
mod first_look;
mod training;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::ops::RangeInclusive;

use contracts::picture::MOST_PREPARED_SIDE;
use contracts::tasks::{
    ChoosePictures, ChooseWindows, CloseLook, CollectPictures, ConfirmModel, CurateData,
    EvaluateModel, FirstLook, PackModel, Prepare, PromoteModel, Record, RecordAnswers,
    RegisterModel, ServeModel, Summarise, TrainModel,
};
use contracts::{DeviceClass, Task};
use diagnostics::{Address, Diagnostic, Diagnostics, nearest};

use crate::config::{Ci, Configuration, Declaration, FunctionSize};
use crate::{AccountId, EnvironmentName, Region};

/// The tasks of the workflows; each has a function.
pub(crate) const TASKS: [&str; 17] = [
    Prepare::NAME,
    FirstLook::NAME,
    CloseLook::NAME,
    Record::NAME,
    Summarise::NAME,
    CurateData::NAME,
    TrainModel::NAME,
    EvaluateModel::NAME,
    RegisterModel::NAME,
    ServeModel::NAME,
    PromoteModel::NAME,
    ConfirmModel::NAME,
    ChooseWindows::NAME,
    CollectPictures::NAME,
    PackModel::NAME,
    ChoosePictures::NAME,
    RecordAnswers::NAME,
];

/// The retentions that CloudWatch Logs takes, in days.
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
const LOG_RETENTIONS: [u32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// Most pictures of a chunk: what is known of a picture takes up to about 4 KB between two
/// states, and a state holds 256 KiB.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html>
const MOST_PICTURES_PER_CHUNK: u32 = 50;

/// Most regions that are deployed at once; AWS has fewer.
const MOST_REGIONS_AT_ONCE: u32 = 32;

/// Parses a declaration.
///
/// # Errors
/// Every mistake in it.
pub fn parse(declaration: &Declaration) -> Result<Configuration, Diagnostics> {
    let mut reader = Reader {
        place: [declaration.environment].into_iter().collect(),
        found: Diagnostics::new(),
    };
    let configuration = reader.read(declaration);
    match configuration {
        Some(configuration) if reader.found.is_empty() => Ok(configuration),
        _ => Err(reader.found),
    }
}

struct Reader {
    place: Address,
    found: Diagnostics,
}

impl Reader {
    /// `None` only when something was reported.
    fn read(&mut self, declared: &Declaration) -> Option<Configuration> {
        let environment = self.take("environment", EnvironmentName::parse(declared.environment));
        let account = self.take("account", AccountId::parse(declared.account));
        let regions = self.list("regions", declared.regions, Region::parse);
        let mut device_classes = self.list("device_classes", declared.device_classes, |c| {
            DeviceClass::parse(c)
        });
        let own_pictures_class = declared
            .own_pictures_class
            .and_then(|class| self.take("own_pictures_class", DeviceClass::parse(class)));
        if let Some(own) = &own_pictures_class {
            if device_classes.contains(own) {
                let text = format!("{own:?} is a device class as well");
                self.report("config::repeated", "own_pictures_class", text, None);
            }
            device_classes.push(own.clone());
        }
        if device_classes
            .iter()
            .any(|class| class.as_str() == DeviceClass::UNKNOWN)
        {
            let text =
                "\"unknown\" is the class of pictures whose key names no known one".to_owned();
            self.report("config::reserved", "device_classes", text, None);
        }
        self.limits(declared);
        self.range(
            "chunk_size",
            declared.chunk_size,
            1..=MOST_PICTURES_PER_CHUNK,
        );
        self.range(
            "max_concurrent_chunks",
            declared.max_concurrent_chunks,
            1..=10_000,
        );
        self.first_look(declared, &regions);
        self.close_look(declared, &regions);
        self.retention(declared);
        let learning = declared.learning.check(&self.place.join("learning"));
        self.found.extend(learning);
        let monitoring = declared.monitoring.check(&self.place.join("monitoring"));
        self.found.extend(monitoring);
        self.training(declared);
        // Athena's own limits of `BytesScannedCutoffPerQuery`.
        self.range(
            "query_scan_limit_bytes",
            declared.query_scan_limit_bytes,
            10_000_000..=7 << 50,
        );
        if let Some(address) = declared.notify {
            let parts: Vec<&str> = address.split('@').collect();
            if !matches!(parts[..], [name, host] if !name.is_empty() && host.contains('.')) {
                let text = format!("{address:?} is no e-mail address");
                self.report("config::bad-value", "notify", text, None);
            }
        }
        let functions = self.functions(&declared.functions);
        if let Some(ci) = &declared.ci {
            self.ci(ci, declared.embedded);
        }
        let canary = self.canary(declared, &regions);
        self.range(
            "rollout.regions_at_once",
            declared.rollout.regions_at_once,
            1..=MOST_REGIONS_AT_ONCE,
        );
        if let Some(step) = declared.rollout.shift.step() {
            // The ranges of `Percentage` and `Interval` of a `DeploymentPreference`.
            self.range("rollout.shift.percent", step.percent, 1..=99);
            self.range("rollout.shift.minutes", step.minutes, 1..=2_100);
        }
        Some(Configuration {
            environment: environment?,
            embedded: declared.embedded,
            account: account?,
            regions,
            device_classes,
            own_pictures_class,
            limits: declared.limits.clone(),
            chunk_size: declared.chunk_size,
            max_concurrent_chunks: declared.max_concurrent_chunks,
            first_look: declared.first_look.clone(),
            close_look: declared.close_look,
            learning: declared.learning,
            monitoring: declared.monitoring,
            retention: declared.retention,
            notify: declared.notify.map(str::to_owned),
            functions,
            query_scan_limit_bytes: declared.query_scan_limit_bytes,
            ci: declared.ci,
            canary,
            regions_at_once: declared.rollout.regions_at_once,
            shift: declared.rollout.shift,
        })
    }

    /// Names go into the trust of roles, where a wildcard or a colon would say something else.
    fn ci(&mut self, ci: &Ci, embedded: bool) {
        let is_plain = |text: &str, most: usize, further: &str| {
            (1..=most).contains(&text.len())
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || further.contains(c))
        };
        let is_repository = ci.repository.split_once('/').is_some_and(|(owner, name)| {
            is_plain(owner, 39, "-_") && is_plain(name, 100, "-_.") && !matches!(name, "." | "..")
        });
        if !is_repository {
            let text = format!("{:?} is no repository of GitHub", ci.repository);
            let help = Some("owner/name, such as \"example/sightline\"".to_owned());
            self.report("config::bad-value", "ci.repository", text, help);
        }
        if !is_plain(ci.github_environment, 64, "-_.") {
            let text = format!("{:?} is no environment of GitHub", ci.github_environment);
            let help = Some("1 to 64 letters, digits, '-', '_' and '.'".to_owned());
            self.report("config::bad-value", "ci.github_environment", text, help);
        }
        if embedded {
            let text = "the embedded region knows no identity provider of GitHub".to_owned();
            let help = Some("CI deploys it as everyone does: `cargo xtask deploy`".to_owned());
            self.report("config::embedded", "ci", text, help);
        }
    }

    fn canary(&mut self, declared: &Declaration, regions: &[Region]) -> Option<Region> {
        let canary = declared.rollout.canary?;
        let found = regions.iter().find(|region| region.as_str() == canary);
        // A region that is no good was told where the regions are.
        if found.is_none() && !declared.regions.contains(&canary) {
            let text = format!("the environment is not deployed in {canary:?}");
            let help = match nearest(canary, declared.regions.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("its regions are {}", declared.regions.join(", ")),
            };
            self.report("config::bad-value", "rollout.canary", text, Some(help));
        }
        found.cloned()
    }

    fn limits(&mut self, declared: &Declaration) {
        let limits = &declared.limits;
        // What looks takes JPEGs of at most 15 MB from S3 and sides of 80 to 10,000 pixels, or to
        // 4,096 (custom labels, protective equipment, Lookout for Vision); the preparation brings
        // larger pictures within them, but never enlarges smaller ones.
        self.range("limits.max_bytes", limits.max_bytes, 1024..=1 << 30);
        self.range(
            "limits.max_pixels",
            limits.max_pixels,
            6_400..=1_000_000_000,
        );
        self.range("limits.min_side", limits.min_side, 80..=MOST_PREPARED_SIDE);
        self.range(
            "limits.prepared_side",
            limits.prepared_side,
            limits.min_side.max(256)..=MOST_PREPARED_SIDE,
        );
        self.range("limits.prepared_quality", limits.prepared_quality, 1..=100);
    }

    fn retention(&mut self, declared: &Declaration) {
        let retention = &declared.retention;
        self.range(
            "retention.pictures_days",
            retention.pictures_days,
            1..=36_500,
        );
        self.range(
            "retention.query_results_days",
            retention.query_results_days,
            1..=36_500,
        );
        if !LOG_RETENTIONS.contains(&retention.logs_days) {
            let allowed = LOG_RETENTIONS.map(|days| days.to_string()).join(", ");
            let text = format!(
                "CloudWatch Logs does not keep logs for {} days",
                retention.logs_days
            );
            let help = Some(format!("one of {allowed}"));
            self.report("config::bad-value", "retention.logs_days", text, help);
        }
    }

    fn functions(
        &mut self,
        declared: &[(&'static str, FunctionSize)],
    ) -> BTreeMap<&'static str, FunctionSize> {
        let mut out = BTreeMap::new();
        for (name, size) in declared {
            let field = format!("functions.{name}");
            if !TASKS.contains(name) {
                let help = nearest(name, TASKS).map(|near| format!("did you mean {near:?}?"));
                let text = format!("the workflow has no task {name:?}");
                self.report("config::unknown-task", &field, text, help);
            }
            self.range(&format!("{field}.memory_mb"), size.memory_mb, 128..=10_240);
            self.range(
                &format!("{field}.timeout_seconds"),
                size.timeout_seconds,
                1..=900,
            );
            self.range(&format!("{field}.concurrency"), size.concurrency, 1..=100);
            if out.insert(*name, *size).is_some() {
                let text = format!("{name:?} is there twice");
                self.report("config::repeated", &field, text, None);
            }
        }
        for task in TASKS {
            if !out.contains_key(task) {
                let text = format!("the task {task:?} has no memory and time");
                self.report("config::missing", "functions", text, None);
            }
        }
        out
    }

    fn list<T: Ord + Clone, E: Display>(
        &mut self,
        field: &str,
        texts: &[&str],
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        if texts.is_empty() {
            self.report(
                "config::missing",
                field,
                "at least one is needed".to_owned(),
                None,
            );
        }
        let mut seen = BTreeSet::new();
        let mut out = Vec::new();
        for text in texts {
            if let Some(value) = self.take(field, parse(text)) {
                if !seen.insert(value.clone()) {
                    let text = format!("{text:?} is there twice");
                    self.report("config::repeated", field, text, None);
                }
                out.push(value);
            }
        }
        out
    }

    fn take<T, E: Display>(&mut self, field: &str, parsed: Result<T, E>) -> Option<T> {
        parsed
            .map_err(|error| self.report("config::bad-value", field, error.to_string(), None))
            .ok()
    }

    fn range<T: Copy + PartialOrd + Display>(
        &mut self,
        field: &str,
        value: T,
        allowed: RangeInclusive<T>,
    ) {
        if !allowed.contains(&value) {
            let text = format!(
                "{value} is not within {} to {}",
                allowed.start(),
                allowed.end()
            );
            self.report("config::out-of-range", field, text, None);
        }
    }

    fn report(&mut self, code: &str, field: &str, summary: String, help: Option<String>) {
        let place = field
            .split('.')
            .fold(self.place.clone(), |place, part| place.join(part));
        let mut problem = Diagnostic::error(code, place, summary);
        problem.help = help;
        self.found.push(problem);
    }
}
