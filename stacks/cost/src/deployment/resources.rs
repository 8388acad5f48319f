//! The resources of all of a region's templates, asked for what costs money.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Function, Kept};
use crate::item::Architecture;

/// The resources by logical id, and by their template's place in the list: ids are a template's own.
pub(super) struct Resources(Vec<BTreeMap<String, Value>>);

/// What costs nothing by itself: rights, rules, settings, and what is paid for by its use, which is
/// counted.
const FREE: &[&str] = &[
    "AWS::Athena::NamedQuery",
    "AWS::Athena::PreparedStatement",
    "AWS::Athena::WorkGroup",
    "AWS::Events::Rule",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::OIDCProvider",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
    "AWS::StepFunctions::StateMachine",
    "AWS::StepFunctions::StateMachineAlias",
    "AWS::StepFunctions::StateMachineVersion",
];

/// What is priced each.
const PRICED: &[&str] = &[
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Glue::Database",
    "AWS::Glue::Table",
];

impl Resources {
    pub(super) fn of(templates: Vec<Value>) -> Self {
        let resources = templates.into_iter().map(|mut template| {
            let Some(Value::Object(resources)) = template.get_mut("Resources").map(Value::take)
            else {
                return BTreeMap::new();
            };
            resources.into_iter().collect()
        });
        Self(resources.collect())
    }

    fn all(&self) -> impl Iterator<Item = &Value> {
        self.0.iter().flat_map(BTreeMap::values)
    }

    /// The properties of all resources of a type.
    fn of_type<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a Value> {
        self.all()
            .filter(move |resource| resource["Type"] == wanted)
            .map(|resource| &resource["Properties"])
    }

    pub(super) fn count(&self, wanted: &str) -> u128 {
        self.of_type(wanted).count() as u128
    }

    /// The function of this name, with its template and its logical id.
    fn located(&self, name: &str) -> Option<(&BTreeMap<String, Value>, &str, &Value)> {
        self.0.iter().find_map(|template| {
            let (id, function) = template.iter().find(|(_, resource)| {
                resource["Type"] == "AWS::Lambda::Function"
                    && resource["Properties"]["FunctionName"] == name
            })?;
            Some((template, id.as_str(), &function["Properties"]))
        })
    }

    /// The function of this name.
    pub(super) fn function(&self, name: &str) -> Option<Function> {
        let (template, id, properties) = self.located(name)?;
        let provisioned = template
            .values()
            .filter(|resource| {
                let properties = &resource["Properties"];
                matches!(
                    resource["Type"].as_str(),
                    Some("AWS::Lambda::Alias" | "AWS::Lambda::Version")
                ) && (properties["FunctionName"]["Ref"] == id || properties["FunctionName"] == name)
            })
            .map(|resource| {
                let properties = &resource["Properties"]["ProvisionedConcurrencyConfig"];
                number(&properties["ProvisionedConcurrentExecutions"]).unwrap_or(0)
            });
        let is_arm = properties["Architectures"][0] == "arm64";
        Some(Function {
            // What Lambda takes where nothing is said, here and for the architecture.
            memory_mb: number(&properties["MemorySize"]).unwrap_or(128),
            architecture: if is_arm {
                Architecture::Arm64
            } else {
                Architecture::X86
            },
            provisioned: provisioned.sum(),
        })
    }

    /// The value of a function's variable.
    pub(super) fn variable(&self, function: &str, name: &str) -> Option<&str> {
        let (_, _, properties) = self.located(function)?;
        properties["Environment"]["Variables"][name].as_str()
    }

    /// The actions that the role of a function allows, in its own policies.
    pub(super) fn actions(&self, function: &str) -> BTreeSet<String> {
        let Some((template, _, properties)) = self.located(function) else {
            return BTreeSet::new();
        };
        let role = properties["Role"]["Fn::GetAtt"][0].as_str();
        let Some(role) = role.and_then(|role| template.get(role)) else {
            return BTreeSet::new();
        };
        let policies = items(&role["Properties"]["Policies"]);
        let statements = policies.flat_map(|policy| items(&policy["PolicyDocument"]["Statement"]));
        let allowed = statements.filter(|statement| statement["Effect"] == "Allow");
        allowed
            .flat_map(|statement| items(&statement["Action"]))
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// The names of functions by the placeholders of the state machine's definition.
    pub(super) fn substitutions(&self) -> BTreeMap<String, &str> {
        let mut out = BTreeMap::new();
        for template in &self.0 {
            for machine in template.values() {
                let substitutions = machine["Properties"]["DefinitionSubstitutions"].as_object();
                for (placeholder, value) in substitutions.into_iter().flatten() {
                    if let Some(name) = function_name(template, value) {
                        out.insert(format!("${{{placeholder}}}"), name);
                    }
                }
            }
        }
        out
    }

    fn bucket(&self, name: &str) -> Option<&Value> {
        let mut buckets = self.of_type("AWS::S3::Bucket");
        buckets.find(|bucket| bucket["BucketName"] == name)
    }

    /// How long a bucket of pictures keeps them, the time as an old version included.
    pub(super) fn kept(&self, bucket: &str) -> Kept {
        let none = Value::Null;
        let bucket = self.bucket(bucket).unwrap_or(&none);
        let rules = || items(&bucket["LifecycleConfiguration"]["Rules"]);
        let is_versioned = bucket["VersioningConfiguration"]["Status"] == "Enabled";
        // Of a bucket that keeps old versions, what expires is kept on as one of them; without a rule
        // for those, for good.
        let old =
            rules().find_map(|rule| number(&rule["NoncurrentVersionExpiration"]["NoncurrentDays"]));
        let old = if is_versioned { old } else { Some(0) };
        let days = |prefix: &str| {
            let rule = rules().find(|rule| rule["Prefix"] == prefix)?;
            Some(number(&rule["ExpirationInDays"])? + old?)
        };
        Kept {
            incoming: days("incoming/"),
            prepared: days("prepared/"),
        }
    }

    /// Whether a bucket tells EventBridge of its objects.
    pub(super) fn tells_events(&self, bucket: &str) -> bool {
        self.bucket(bucket).is_some_and(|bucket| {
            let told = &bucket["NotificationConfiguration"]["EventBridgeConfiguration"];
            told.is_object() && told["EventBridgeEnabled"] != false
        })
    }

    /// The schedules of rules.
    pub(super) fn schedules(&self) -> impl Iterator<Item = &str> {
        self.of_type("AWS::Events::Rule")
            .filter_map(|rule| rule["ScheduleExpression"].as_str())
    }

    /// How many device classes the tables project partitions of, the most of all tables; `None` where none
    /// projects any.
    pub(super) fn projected_classes(&self) -> Option<u128> {
        let classes = self.of_type("AWS::Glue::Table").filter_map(|table| {
            let parameters = &table["TableInput"]["Parameters"];
            let values = parameters["projection.device_class.values"].as_str()?;
            Some(values.split(',').count() as u128)
        });
        classes.max()
    }

    /// How long logs are kept, the longest of all groups.
    pub(super) fn logs_days(&self) -> u128 {
        self.of_type("AWS::Logs::LogGroup")
            .filter_map(|group| number(&group["RetentionInDays"]))
            .max()
            .unwrap_or(0)
    }

    /// E-mail addresses that topics write to.
    pub(super) fn emails(&self) -> u128 {
        self.of_type("AWS::SNS::Subscription")
            .filter(|subscription| subscription["Protocol"] == "email")
            .count() as u128
    }

    /// Most bytes that a query of a workgroup may read.
    pub(super) fn query_limit(&self, workgroup: &str) -> Option<u128> {
        let mut groups = self.of_type("AWS::Athena::WorkGroup");
        let group = groups.find(|group| group["Name"] == workgroup)?;
        number(&group["WorkGroupConfiguration"]["BytesScannedCutoffPerQuery"])
    }

    /// Types that neither cost nothing nor are counted, with their number.
    pub(super) fn unpriced(&self) -> BTreeMap<String, usize> {
        let mut out = BTreeMap::new();
        for resource in self.all() {
            let kind = resource["Type"].as_str().unwrap_or_default();
            if !FREE.contains(&kind) && !PRICED.contains(&kind) {
                *out.entry(kind.to_owned()).or_default() += 1;
            }
        }
        out
    }
}

/// The logical id that a value refers to: as such, or for one of its attributes.
fn reference(value: &Value) -> Option<&str> {
    let attribute = || value["Fn::GetAtt"][0].as_str();
    value["Ref"].as_str().or_else(attribute)
}

/// The name of the function that a value refers to: itself, or a version or an alias of it.
fn function_name<'a>(template: &'a BTreeMap<String, Value>, value: &Value) -> Option<&'a str> {
    let named = |resource: &'a Value| resource["Properties"]["FunctionName"].as_str();
    let resource = template.get(reference(value)?)?;
    match resource["Type"].as_str()? {
        "AWS::Lambda::Function" => named(resource),
        "AWS::Lambda::Version" | "AWS::Lambda::Alias" => {
            let of = reference(&resource["Properties"]["FunctionName"]);
            // They may name their function as well.
            of.map_or(Some(resource), |id| template.get(id))
                .and_then(named)
        }
        _ => None,
    }
}

/// A value, or each of an array's.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let many = value.as_array().map(Vec::as_slice);
    many.unwrap_or(std::slice::from_ref(value)).iter()
}

fn number(value: &Value) -> Option<u128> {
    value.as_u64().map(Into::into)
}
