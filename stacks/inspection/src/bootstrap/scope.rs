//! Which resources of this environment an action is on: the ARNs that AWS's Service Authorization
//! Reference gives of an action, with this environment's names in them.

use std::collections::{BTreeMap, BTreeSet};

use cfn::policy::{Condition, Statement, keys};
use contracts::Bucket;
use registry::iam::{ActionFacts, Service};

use super::allow;
use crate::close_look::LOG_GROUPS;
use crate::config::{Configuration, TrainingJob};
use crate::training_job::LOG_GROUP;
use crate::{ResourceNames, backfill};

/// Services whose requests are not told apart by the region of the environment: IAM has one endpoint,
/// and a bucket has its region in its name.
const GLOBAL: [&str; 2] = ["iam", "s3"];

/// Actions of which the reference names a resource that a request may leave out, as those here do: they
/// are on everything then. Moderation has an adapter, a model of one's own, where one is named; metrics
/// belong to a dataset where one is named, and the roles bound them by their namespace.
const WITHOUT_RESOURCE: [&str; 2] = [
    "cloudwatch:PutMetricData",
    "rekognition:DetectModerationLabels",
];

/// The environment's names, in all of its regions.
pub(super) struct Scope<'a> {
    configuration: &'a Configuration,
    /// Those of its home region.
    names: &'a ResourceNames,
    /// The region in ARNs: the only one, or any; then a condition says which.
    region: String,
}

impl<'a> Scope<'a> {
    pub(super) fn new(configuration: &'a Configuration, names: &'a ResourceNames) -> Self {
        let region = match configuration.regions.as_slice() {
            [only] => only.to_string(),
            _ => "*".to_owned(),
        };
        Self {
            configuration,
            names,
            region,
        }
    }

    /// Statements that allow actions such as `s3:GetObject`: one for each service, on what is the
    /// environment's, and one for those that know no resources.
    ///
    /// What no stack makes (a Lambda layer, a key) an action finds only where it has the
    /// environment's prefix in the place of its name.
    pub(super) fn statements(&self, actions: &BTreeSet<String>) -> Vec<Statement> {
        let mut named: BTreeMap<&str, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
        let mut unnamed: BTreeMap<bool, Vec<String>> = BTreeMap::new();
        for action in actions {
            let Some((prefix, name)) = action.split_once(':') else {
                continue;
            };
            let service = registry::iam::service(prefix);
            let service = service.filter(|_| !WITHOUT_RESOURCE.contains(&action.as_str()));
            let arns = service.as_ref().and_then(|service| {
                let facts = service.action(name)?;
                Some(self.arns(prefix, service, facts))
            });
            let arns = arns.unwrap_or_default();
            if arns.is_empty() {
                let is_global = GLOBAL.contains(&prefix);
                unnamed.entry(is_global).or_default().push(action.clone());
            } else {
                let (actions, all) = named.entry(prefix).or_default();
                actions.push(action.clone());
                all.extend(arns);
            }
        }
        let mut statements = Vec::new();
        for (prefix, (actions, arns)) in named {
            let statement = allow(title(prefix), actions).on(arns);
            statements.push(match GLOBAL.contains(&prefix) {
                true => statement,
                false => self.regional(statement),
            });
        }
        for (is_global, actions) in unnamed {
            let sid = if is_global {
                "UnnamedGlobal"
            } else {
                "Unnamed"
            };
            let statement = allow(sid, actions).on_everything("these actions know no resources");
            statements.push(match is_global {
                true => statement,
                false => self.regional(statement),
            });
        }
        statements
    }

    /// The statement for requests in the environment's regions alone.
    pub(super) fn regional(&self, statement: Statement) -> Statement {
        let regions = self.configuration.regions.iter();
        let regions: Vec<String> = regions.map(ToString::to_string).collect();
        statement.only_if(Condition::equals(keys::aws::REQUESTED_REGION, regions))
    }

    /// The ARN of something regional, such as `("sns", "sightline-prod-batches")`.
    pub(super) fn arn(&self, service: &str, rest: &str) -> String {
        let account = &self.configuration.account;
        format!("arn:aws:{service}:{}:{account}:{rest}", self.region)
    }

    /// The ARN of a bucket in all regions, or of objects in it, by the name that it has in the home
    /// region. `rest` begins with `/` or is empty.
    pub(super) fn bucket(&self, name: &str, rest: &str) -> String {
        format!("arn:aws:s3:::{}{rest}", self.everywhere(name))
    }

    /// The ARNs of the roles that the stacks make. Those of the bootstrap are not among them.
    pub(super) fn roles(&self) -> Vec<String> {
        self.roles_of("*")
    }

    /// The ARNs of the roles that something runs as, one in each region.
    pub(super) fn roles_of(&self, of: &str) -> Vec<String> {
        let account = &self.configuration.account;
        let regions = self.configuration.regions.iter();
        regions
            .map(|region| {
                let names = ResourceNames::new(self.configuration, region);
                format!("arn:aws:iam::{account}:role/{}", names.role(of))
            })
            .collect()
    }

    fn everywhere(&self, name: &str) -> String {
        match self.configuration.home_region() {
            Some(home) => name.replace(home.as_str(), &self.region),
            None => name.to_owned(),
        }
    }

    fn arns(&self, prefix: &str, service: &Service, facts: &ActionFacts) -> BTreeSet<String> {
        if (prefix, facts.resources.as_slice()) == ("iam", &["role".to_owned()]) {
            return self.roles().into_iter().collect();
        }
        let is_own = |kind: &&String| !self.own(prefix, kind).is_empty();
        let own: Vec<&String> = facts.resources.iter().filter(is_own).collect();
        let kinds = match own.is_empty() {
            true => facts.resources.iter().collect(),
            false => own,
        };
        let mut arns = BTreeSet::new();
        for kind in kinds {
            let mut names = self.own(prefix, kind);
            if names.is_empty() {
                names.push(format!("{}-*", self.names.prefix()));
            }
            for form in service.resource(kind).map_or(&[][..], |facts| &facts.arns) {
                arns.extend(names.iter().map(|name| self.filled(form, name)));
            }
        }
        arns
    }

    /// A form such as `arn:${Partition}:sns:${Region}:${Account}:${TopicName}` with a name in the
    /// place of what is left open.
    fn filled(&self, form: &str, name: &str) -> String {
        let form = form
            .replace("${Partition}", "aws")
            .replace("${Region}", &self.region)
            .replace("${Account}", self.configuration.account.as_str());
        match form.split_once("${") {
            Some((start, _)) => format!("{start}{name}"),
            None => form,
        }
    }

    /// Patterns of the names of all log groups, those of endpoints included.
    fn log_groups(&self) -> Vec<String> {
        let mut groups = Vec::from(self.names.log_groups());
        if self.configuration.close_look.sagemaker().is_some() {
            groups.push(format!("{LOG_GROUPS}{}-*", self.names.prefix()));
        }
        if self.configuration.learning.by.job().is_some() {
            groups.push(format!("{LOG_GROUP}*"));
        }
        if self.configuration.close_look.backfill().is_some() {
            groups.push(format!("{}*", backfill::LOG_GROUP));
        }
        groups
    }

    /// The repositories of the images of endpoints and jobs: no stack makes them, and yet
    /// roles read them.
    fn repositories(&self) -> Vec<String> {
        let endpoints = self.configuration.close_look.sagemaker();
        let endpoints = endpoints.and_then(|looks| looks.model.repository());
        let jobs = self.configuration.learning.by.job();
        let jobs = jobs.and_then(TrainingJob::repository);
        let backfills = backfill::repository(self.configuration);
        let all = endpoints.into_iter().chain(jobs).chain(backfills);
        BTreeSet::from_iter(all).into_iter().collect()
    }

    /// The rules of the environment, and those that Step Functions makes to learn of jobs that end.
    fn rules(&self) -> Vec<String> {
        let mut rules = vec![format!("{}-*", self.names.prefix())];
        if let Some(job) = self.configuration.learning.by.job() {
            let kind = match job.tuning {
                None => flow::Job::Training,
                Some(_) => flow::Job::Tuning,
            };
            rules.push(kind.rule().to_owned());
        }
        if self.configuration.close_look.backfill().is_some() {
            rules.push(flow::Job::Transform.rule().to_owned());
        }
        rules
    }

    /// The names of the environment's resources of a type of the reference; none of those that no
    /// stack makes.
    fn own(&self, service: &str, kind: &str) -> Vec<String> {
        let names = self.names;
        let prefixed = format!("{}-*", names.prefix());
        let buckets = [
            names.bucket(Bucket::Pictures),
            names.bucket(Bucket::Lake),
            names.results_bucket(),
        ];
        match (service, kind) {
            ("athena", "workgroup") => vec![names.workgroup()],
            ("cloudwatch", "dashboard") => vec![names.prefix()],
            ("cloudwatch", "alarm")
            | ("lambda", "function")
            | ("lookoutvision", "model" | "project")
            | ("rekognition", "project" | "projectversion")
            | (
                "sagemaker",
                "endpoint"
                | "endpoint-config"
                | "hyper-parameter-tuning-job"
                | "model"
                | "model-package"
                | "training-job"
                | "transform-job",
            )
            | ("sns", "topic")
            | ("states", "execution" | "statemachine") => vec![prefixed],
            ("glue", "database") => vec![names.database()],
            ("glue", "rootcatalog") => vec![String::new()],
            ("glue", "table" | "userdefinedfunction") => vec![format!("{}/*", names.database())],
            ("ecr", "repository") => self.repositories(),
            ("events", "rule-on-default-event-bus") => self.rules(),
            ("logs", "log-group" | "log-stream") => self.log_groups(),
            ("s3", "bucket") => buckets.map(|name| self.everywhere(&name)).into(),
            ("s3", "object") => buckets
                .map(|name| format!("{}/*", self.everywhere(&name)))
                .into(),
            _ => Vec::new(),
        }
    }
}

/// `states` as `States`.
fn title(prefix: &str) -> String {
    let letters = prefix.chars().filter(char::is_ascii_alphanumeric);
    let mut out = String::new();
    for letter in letters {
        out.push(match out.is_empty() {
            true => letter.to_ascii_uppercase(),
            false => letter,
        });
    }
    out
}
