//! What a role needs so that CloudFormation may make, change, delete or look at a resource with it.
//!
//! `permissions.txt` says which actions the types' handlers surely call; here is on what.

use serde_json::{Map, Value};

use super::model::StackResource;
use crate::context::Context;
use crate::error::ServiceError;

/// What is done to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// It is made.
    Create,
    /// It is changed.
    Update,
    /// It is deleted.
    Delete,
    /// It is looked at.
    Read,
}

/// An action that a handler calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need {
    /// Such as `lambda:CreateFunction`.
    pub(super) action: &'static str,
    /// The ARN of what it is done to.
    pub(super) resource: String,
    /// Condition keys of the call.
    pub(super) keys: Vec<(String, String)>,
}

const TABLE: &str = include_str!("permissions.txt");

impl Doing {
    fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Read => "read",
        }
    }
}

/// An action, and the property that it depends on.
type Action = (&'static str, Option<&'static str>);

/// The lines of the table: type, what is done, actions.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, Vec<Action>)> {
    TABLE.lines().filter_map(|line| {
        let mut words = line.split_ascii_whitespace();
        let kind = words.next().filter(|word| !word.starts_with('#'))?;
        let doing = words.next()?;
        let actions = words.map(|word| match word.split_once('?') {
            Some((action, property)) => (action, Some(property)),
            None => (word, None),
        });
        Some((kind, doing, actions.collect()))
    })
}

/// What is needed to do something to a resource. `previous` are the properties that it has.
pub(super) fn needs(
    context: &Context,
    doing: Doing,
    resource: &StackResource,
    previous: Option<&Map<String, Value>>,
) -> Result<Vec<Need>, ServiceError> {
    let asked = Asked {
        context,
        doing,
        resource,
    };
    let actions = lines()
        .find(|(kind, name, _)| *kind == resource.kind && *name == doing.name())
        .map(|(_, _, actions)| actions)
        .unwrap_or_default();
    let mut needs: Vec<Need> = Vec::new();
    for (action, property) in actions {
        let now = property.and_then(|property| resource.properties.get(property));
        let had = property.and_then(|property| previous?.get(property));
        let called = match (property, doing) {
            (None, _) => true,
            (Some(_), Doing::Create | Doing::Delete | Doing::Read) => now.is_some(),
            (Some(_), Doing::Update) => now.is_some() && now != had,
        };
        if called {
            for need in asked.on(action)? {
                if !needs.contains(&need) {
                    needs.push(need);
                }
            }
        }
    }
    Ok(needs)
}

struct Asked<'a> {
    context: &'a Context,
    doing: Doing,
    resource: &'a StackResource,
}

impl Asked<'_> {
    /// What the action is called on.
    fn on(&self, action: &'static str) -> Result<Vec<Need>, ServiceError> {
        let plain = |resources: Vec<String>| -> Vec<Need> {
            let need = |resource| Need {
                action,
                resource,
                keys: self.tag_keys(),
            };
            resources.into_iter().map(need).collect()
        };
        Ok(match action {
            "iam:PassRole" => self.passed_roles(),
            "s3:GetObject" => plain(self.objects()),
            // These name no resource, or name it in a way of their own.
            "logs:DescribeLogGroups" => {
                plain(vec![self.context.arn("logs", "log-group::log-stream:")])
            }
            "cloudwatch:DescribeAlarms" if self.doing != Doing::Read => {
                plain(vec![self.context.arn("cloudwatch", "alarm:*")])
            }
            "logs:TagResource" | "logs:ListTagsForResource" => {
                let name = self.resource.physical_id.as_deref().unwrap_or_default();
                plain(vec![self.context.arn("logs", &format!("log-group:{name}"))])
            }
            // Of its machine: the alias is not there yet.
            "states:CreateStateMachineAlias" => {
                let alias = self.resource.physical_id.as_deref().unwrap_or_default();
                let machine = alias.rsplit_once(':').map_or(alias, |(machine, _)| machine);
                plain(vec![machine.to_owned()])
            }
            "iam:CreateRole"
            | "iam:DeleteRole"
            | "iam:UpdateAssumeRolePolicy"
            | "iam:UpdateRole"
            | "iam:PutRolePolicy"
            | "iam:DeleteRolePolicy"
            | "iam:PutRolePermissionsBoundary" => self
                .own()?
                .into_iter()
                .map(|resource| self.on_role(action, resource, None))
                .collect::<Result<_, _>>()?,
            "iam:AttachRolePolicy" | "iam:DetachRolePolicy" => {
                let mut needs = Vec::new();
                for role in self.roles_attached_to()? {
                    for policy in self.policies_attached() {
                        needs.push(self.on_role(action, role.clone(), Some(policy))?);
                    }
                }
                needs
            }
            _ => plain(self.own()?),
        })
    }

    /// An action on a role, with its boundary among the keys.
    fn on_role(
        &self,
        action: &'static str,
        resource: String,
        policy: Option<String>,
    ) -> Result<Need, ServiceError> {
        let name = resource.rsplit('/').next().unwrap_or_default();
        let own = self.resource.kind == "AWS::IAM::Role";
        let boundary = match self.text("PermissionsBoundary").filter(|_| own) {
            Some(boundary) => Some(boundary.to_owned()),
            None => self
                .context
                .iam()
                .role(name)?
                .and_then(|role| role.boundary)
                .filter(|_| self.doing != Doing::Create || !own),
        };
        let mut keys = self.tag_keys();
        keys.extend(boundary.map(|arn| ("iam:PermissionsBoundary".to_owned(), arn)));
        keys.extend(policy.map(|arn| ("iam:PolicyARN".to_owned(), arn)));
        Ok(Need {
            action,
            resource,
            keys,
        })
    }

    /// The ARNs of what the resource's own actions are done to.
    fn own(&self) -> Result<Vec<String>, ServiceError> {
        let context = self.context;
        let id = self.resource.physical_id.as_deref().unwrap_or_default();
        let text = |name| self.text(name).unwrap_or_default();
        let one = |arn: String| vec![arn];
        Ok(match self.resource.kind.as_str() {
            "AWS::Athena::NamedQuery" | "AWS::Athena::PreparedStatement" => {
                let workgroup = self.text("WorkGroup").unwrap_or("primary");
                one(context.arn("athena", &format!("workgroup/{workgroup}")))
            }
            "AWS::Athena::WorkGroup" => one(context.arn("athena", &format!("workgroup/{id}"))),
            "AWS::CloudWatch::Alarm" => one(context.arn("cloudwatch", &format!("alarm:{id}"))),
            "AWS::CloudWatch::Dashboard" => one(format!(
                "arn:aws:cloudwatch::{}:dashboard/{id}",
                context.account()
            )),
            "AWS::Events::Rule" => one(context.arn("events", &format!("rule/{id}"))),
            "AWS::Glue::Database" => vec![
                context.arn("glue", "catalog"),
                context.arn("glue", &format!("database/{id}")),
            ],
            "AWS::Glue::Table" => {
                let database = text("DatabaseName");
                vec![
                    context.arn("glue", "catalog"),
                    context.arn("glue", &format!("database/{database}")),
                    context.arn("glue", &format!("table/{database}/{id}")),
                ]
            }
            "AWS::IAM::Role" => {
                let path = self.text("Path").unwrap_or("/");
                one(format!("arn:aws:iam::{}:role{path}{id}", context.account()))
            }
            "AWS::IAM::Policy" => self.named_roles()?,
            "AWS::Lambda::Function" => one(self.function(id)),
            "AWS::Lambda::Permission" | "AWS::Lambda::Alias" => {
                one(self.function(text("FunctionName")))
            }
            "AWS::Lambda::Version" if self.doing != Doing::Create => one(id.to_owned()),
            "AWS::Lambda::Version" => one(self.function(text("FunctionName"))),
            // As CloudWatch Logs names a group in what it refuses.
            "AWS::Logs::LogGroup" => {
                one(context.arn("logs", &format!("log-group:{id}:log-stream:")))
            }
            "AWS::S3::Bucket" => one(format!("arn:aws:s3:::{id}")),
            "AWS::S3::BucketPolicy" => one(format!("arn:aws:s3:::{}", text("Bucket"))),
            "AWS::SNS::Subscription" => one(text("TopicArn").to_owned()),
            "AWS::SNS::TopicPolicy" => self.texts("Topics"),
            "AWS::StepFunctions::StateMachineVersion" if self.doing == Doing::Create => {
                one(text("StateMachineArn").to_owned())
            }
            // Those whose physical id is their ARN.
            _ => one(id.to_owned()),
        })
    }

    fn function(&self, named: &str) -> String {
        if named.starts_with("arn:") {
            return named.to_owned();
        }
        self.context.arn("lambda", &format!("function:{named}"))
    }

    /// The roles that the resource hands to a service.
    fn passed_roles(&self) -> Vec<Need> {
        let (service, roles): (&str, Vec<&str>) = match self.resource.kind.as_str() {
            "AWS::Lambda::Function" => (
                "lambda.amazonaws.com",
                self.text("Role").into_iter().collect(),
            ),
            "AWS::StepFunctions::StateMachine" => (
                "states.amazonaws.com",
                self.text("RoleArn").into_iter().collect(),
            ),
            "AWS::Events::Rule" => {
                let targets = self.resource.properties.get("Targets");
                let targets = targets.and_then(Value::as_array).into_iter().flatten();
                let roles = targets.filter_map(|target| target["RoleArn"].as_str());
                ("events.amazonaws.com", roles.collect())
            }
            _ => return Vec::new(),
        };
        let need = |role: &str| Need {
            action: "iam:PassRole",
            resource: role.to_owned(),
            keys: vec![("iam:PassedToService".to_owned(), service.to_owned())],
        };
        roles.into_iter().map(need).collect()
    }

    /// The objects of S3 that the resource is made from.
    fn objects(&self) -> Vec<String> {
        let places = [
            ("Code", "S3Bucket", "S3Key"),
            ("DefinitionS3Location", "Bucket", "Key"),
        ];
        let found = places.into_iter().filter_map(|(property, bucket, key)| {
            let place = self.resource.properties.get(property)?;
            let (bucket, key) = (place.get(bucket)?.as_str()?, place.get(key)?.as_str()?);
            Some(crate::services::s3::object_arn(bucket, key))
        });
        found.collect()
    }

    /// The ARNs of the roles in the property `Roles`, which holds names.
    fn named_roles(&self) -> Result<Vec<String>, ServiceError> {
        let arn = |name: String| {
            let role = self.context.iam().role(&name)?;
            Ok(role.map_or_else(
                || format!("arn:aws:iam::{}:role/{name}", self.context.account()),
                |role| role.arn,
            ))
        };
        self.texts("Roles").into_iter().map(arn).collect()
    }

    fn roles_attached_to(&self) -> Result<Vec<String>, ServiceError> {
        match self.resource.kind.as_str() {
            "AWS::IAM::Role" => self.own(),
            _ => self.named_roles(),
        }
    }

    fn policies_attached(&self) -> Vec<String> {
        match self.resource.kind.as_str() {
            "AWS::IAM::Role" => self.texts("ManagedPolicyArns"),
            _ => self.resource.physical_id.iter().cloned().collect(),
        }
    }

    /// The tags that a call sends, or that what it is done to has.
    fn tag_keys(&self) -> Vec<(String, String)> {
        let tags = super::providers::tags(&self.resource.properties);
        let prefix = match self.doing {
            Doing::Create => "aws:RequestTag",
            Doing::Update | Doing::Delete | Doing::Read => "aws:ResourceTag",
        };
        let keys = tags.into_iter();
        keys.map(|(key, value)| (format!("{prefix}/{key}"), value))
            .collect()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.resource.properties.get(name).and_then(Value::as_str)
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let listed = self.resource.properties.get(name).and_then(Value::as_array);
        let texts = listed.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use registry::Registry;

    use super::super::schema::Schema;
    use super::lines;

    #[test]
    fn nothing_is_asked_that_the_registry_does_not_list() {
        let registry = Registry::vendored();
        for (kind, doing, actions) in lines() {
            let schema = registry.schema(kind).unwrap();
            let listed = &schema.json()["handlers"][doing]["permissions"];
            let listed: BTreeSet<&str> = listed
                .as_array()
                .unwrap_or_else(|| panic!("{kind} has no {doing}"))
                .iter()
                .filter_map(|action| action.as_str())
                .collect();
            for (action, property) in actions {
                assert!(listed.contains(action), "{kind} {doing} {action}");
                if let Some(property) = property {
                    let known = &schema.json()["properties"][property];
                    assert!(known.is_object(), "{kind} {property}");
                }
            }
        }
    }

    #[test]
    fn every_provided_type_has_its_permissions() {
        // It is a name and nothing else.
        let free = "AWS::CloudFormation::WaitConditionHandle";
        for kind in Schema::kinds().filter(|kind| *kind != free) {
            for doing in ["create", "delete"] {
                let found = lines().any(|(k, d, _)| k == kind && d == doing);
                assert!(found, "{kind} {doing}");
            }
        }
    }

    #[test]
    fn every_type_that_is_looked_at_has_its_permissions() {
        for kind in Schema::kinds() {
            let reads = super::super::providers::provider(kind)
                .is_some_and(|provider| !provider.readable().is_empty());
            let found = lines().any(|(k, d, _)| k == kind && d == "read");
            assert_eq!(found, reads, "{kind}");
        }
    }
}
