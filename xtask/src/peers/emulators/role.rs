//! The deploy role's statements, as the generated bootstrap template has them. Pure but for the
//! reading of the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::Value as Json;
use ui::Problem;

/// A statement and where it is from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    /// The policy's name, and the statement's place in it.
    pub(super) policy: String,
    pub(super) sid: String,
    pub(super) body: Json,
}

/// What the role that deploys may do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DeployRole {
    pub(super) name: String,
    pub(super) statements: Vec<Statement>,
    /// Conditions that were left out, each `<sid>: <key>`.
    pub(super) conditions: Vec<String>,
}

/// Condition keys that the emulator never fills in: a statement with one of them would allow
/// nothing there.
const UNKNOWN_KEYS: [&str; 2] = ["cloudformation:RoleArn", "iam:PassedToService"];

impl DeployRole {
    /// Reads the role from a bootstrap template.
    pub(super) fn read(template: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(template).map_err(|error| {
            Problem::new(format!("there is no {}", template.display()))
                .because(error)
                .next("generate a bootstrap stack with a deploy role: `cargo xtask generate`")
        })?;
        Self::parse(&serde_json::from_str(&text)?)
            .with_context(|| format!("{} has no deploy role", template.display()))
    }

    fn parse(template: &Json) -> anyhow::Result<Self> {
        let resources = template["Resources"].as_object().context("no resources")?;
        let (name, role) = resources
            .values()
            .filter(|resource| resource["Type"] == "AWS::IAM::Role")
            .find_map(|resource| {
                let properties = &resource["Properties"];
                let name = properties["RoleName"].as_str()?;
                name.ends_with("-deploy").then_some((name, properties))
            })
            .context("no role's name ends with -deploy")?;
        let mut read = Self {
            name: name.to_owned(),
            statements: Vec::new(),
            conditions: Vec::new(),
        };
        for policy in role["Policies"].as_array().into_iter().flatten() {
            let name = policy["PolicyName"].as_str().unwrap_or_default();
            read.take(name, &policy["PolicyDocument"]);
        }
        for managed in role["ManagedPolicyArns"].as_array().into_iter().flatten() {
            // Another's policy, of which the template does not hold the statements.
            let id = managed["Ref"]
                .as_str()
                .with_context(|| format!("{managed} is no policy of the template"))?;
            let properties = &resources.get(id).context("an unknown policy")?["Properties"];
            let name = properties["ManagedPolicyName"].as_str().unwrap_or(id);
            read.take(name, &properties["PolicyDocument"]);
        }
        Ok(read)
    }

    fn take(&mut self, policy: &str, document: &Json) {
        for statement in document["Statement"].as_array().into_iter().flatten() {
            let sid = statement["Sid"].as_str().unwrap_or_default().to_owned();
            let mut body = statement.clone();
            if let Some(conditions) = body.get_mut("Condition").and_then(Json::as_object_mut) {
                for operands in conditions.values_mut() {
                    let Some(operands) = operands.as_object_mut() else {
                        continue;
                    };
                    operands.retain(|key, _| {
                        let known = !UNKNOWN_KEYS.contains(&key.as_str());
                        if !known {
                            self.conditions.push(format!("{sid}: {key}"));
                        }
                        known
                    });
                }
                conditions.retain(|_, operands| operands.as_object().is_none_or(|o| !o.is_empty()));
            }
            if let Some(fields) = body.as_object_mut() {
                fields.retain(|name, value| {
                    name != "Condition" || value.as_object().is_none_or(|o| !o.is_empty())
                });
            }
            self.statements.push(Statement {
                policy: policy.to_owned(),
                sid,
                body,
            });
        }
    }

    /// The statements by policy, but for those that are left out.
    pub(super) fn policies(&self, without: &[usize]) -> BTreeMap<&str, Vec<&Json>> {
        let mut policies: BTreeMap<&str, Vec<&Json>> = BTreeMap::new();
        for (index, statement) in self.statements.iter().enumerate() {
            let policy = policies.entry(&statement.policy).or_default();
            if !without.contains(&index) {
                policy.push(&statement.body);
            }
        }
        policies
    }
}

impl Statement {
    /// Whether it allows anything, and does not refuse it.
    pub(super) fn allows(&self) -> bool {
        self.body["Effect"] == "Allow"
    }

    /// Whether it names an action, such as `s3:PutObject`.
    pub(super) fn names(&self, action: &str) -> bool {
        match &self.body["Action"] {
            Json::Array(actions) => actions.iter().any(|one| one == action),
            one => one == action,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn statements_are_read_from_the_role_and_from_the_policies_that_it_names() {
        let template = json!({"Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {
                "RoleName": "sightline-staging-deploy",
                "ManagedPolicyArns": [{"Ref": "Read"}],
                "Policies": [{"PolicyName": "deploy", "PolicyDocument": {"Statement": [
                    {"Sid": "Change", "Effect": "Allow", "Action": ["cloudformation:CreateChangeSet"],
                     "Resource": "*", "Condition": {"StringEquals": {
                        "cloudformation:RoleArn": "x", "aws:RequestedRegion": "eu-west-1"}}},
                    {"Sid": "Pass", "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                     "Condition": {"StringEquals": {"iam:PassedToService": "x"}}},
                ]}}]}},
            "Read": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
                "ManagedPolicyName": "read", "PolicyDocument": {"Statement": [
                    {"Sid": "See", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}]}}},
        }});
        let role = DeployRole::parse(&template).unwrap();
        let sids: Vec<_> = role.statements.iter().map(|one| one.sid.as_str()).collect();
        assert_eq!(sids, ["Change", "Pass", "See"]);
        assert_eq!(
            role.statements[0].body["Condition"],
            json!({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})
        );
        assert_eq!(role.statements[1].body.get("Condition"), None);
        assert_eq!(role.statements[2].body.get("Condition"), None);
        assert_eq!(role.conditions.len(), 2);
        assert!(role.statements[0].names("cloudformation:CreateChangeSet"));
        assert!(!role.statements[2].allows());
        let without = role.policies(&[0]);
        assert_eq!((without["deploy"].len(), without["read"].len()), (1, 1));
    }
}
