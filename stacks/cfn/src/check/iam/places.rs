//! Where a template holds policies.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::{Map, Value as Json};

use super::policy::{Kind, Policy};
use super::text::options;

/// The properties that are policies, with what they are attached to, and the most characters
/// without white space that the service takes.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const PLACES: &[(&str, &str, Kind, Option<usize>)] = &[
    (
        "AWS::IAM::Role",
        "AssumeRolePolicyDocument",
        Kind::Trust,
        Some(4_096),
    ),
    (
        "AWS::IAM::Role",
        "PolicyDocument",
        Kind::Identity,
        Some(10_240),
    ),
    (
        "AWS::IAM::RolePolicy",
        "PolicyDocument",
        Kind::Identity,
        Some(10_240),
    ),
    (
        "AWS::IAM::User",
        "PolicyDocument",
        Kind::Identity,
        Some(2_048),
    ),
    (
        "AWS::IAM::UserPolicy",
        "PolicyDocument",
        Kind::Identity,
        Some(2_048),
    ),
    (
        "AWS::IAM::Group",
        "PolicyDocument",
        Kind::Identity,
        Some(5_120),
    ),
    (
        "AWS::IAM::GroupPolicy",
        "PolicyDocument",
        Kind::Identity,
        Some(5_120),
    ),
    (
        "AWS::IAM::Policy",
        "PolicyDocument",
        Kind::Identity,
        Some(10_240),
    ),
    (
        "AWS::IAM::ManagedPolicy",
        "PolicyDocument",
        Kind::Identity,
        Some(6_144),
    ),
    (
        "AWS::SSO::PermissionSet",
        "InlinePolicy",
        Kind::Identity,
        Some(32_768),
    ),
    (
        "AWS::S3::BucketPolicy",
        "PolicyDocument",
        Kind::Resource,
        Some(20_480),
    ),
    (
        "AWS::SNS::TopicPolicy",
        "PolicyDocument",
        Kind::Resource,
        Some(30_720),
    ),
    (
        "AWS::SNS::TopicInlinePolicy",
        "PolicyDocument",
        Kind::Resource,
        Some(30_720),
    ),
    (
        "AWS::SQS::QueuePolicy",
        "PolicyDocument",
        Kind::Resource,
        None,
    ),
    (
        "AWS::SQS::QueueInlinePolicy",
        "PolicyDocument",
        Kind::Resource,
        None,
    ),
    ("AWS::KMS::Key", "KeyPolicy", Kind::Resource, Some(32_768)),
    (
        "AWS::KMS::ReplicaKey",
        "KeyPolicy",
        Kind::Resource,
        Some(32_768),
    ),
    (
        "AWS::ECR::Repository",
        "RepositoryPolicyText",
        Kind::OfItself,
        Some(10_240),
    ),
    (
        "AWS::ECR::RegistryPolicy",
        "PolicyText",
        Kind::Resource,
        None,
    ),
    (
        "AWS::SecretsManager::ResourcePolicy",
        "ResourcePolicy",
        Kind::Resource,
        Some(20_480),
    ),
    (
        "AWS::Events::EventBusPolicy",
        "Statement",
        Kind::Unknown,
        None,
    ),
];

/// Every policy of a template's JSON. What cannot be one goes to `wrong`.
pub(super) fn policies<'a>(
    template: &'a Json,
    address: &Address,
    wrong: &mut Diagnostics,
) -> Vec<Policy<'a>> {
    let resources = template.get("Resources").and_then(Json::as_object);
    let mut found = Vec::new();
    for (id, resource) in resources.into_iter().flatten() {
        let kind = resource.get("Type").and_then(Json::as_str).unwrap_or("");
        let Some(properties) = resource.get("Properties").and_then(Json::as_object) else {
            continue;
        };
        let place = address
            .join("Resources")
            .join(id.as_str())
            .join("Properties");
        let reasons = resource
            .get("Metadata")
            .and_then(|metadata| metadata.get(crate::policy::WILDCARDS))
            .and_then(Json::as_object);
        let mut walk = Walk {
            template,
            kind,
            reasons,
            found: &mut found,
            wrong,
        };
        walk.object(properties, &place);
    }
    found
}

struct Walk<'a, 'f> {
    template: &'a Json,
    kind: &'a str,
    reasons: Option<&'a Map<String, Json>>,
    found: &'f mut Vec<Policy<'a>>,
    wrong: &'f mut Diagnostics,
}

impl<'a> Walk<'a, '_> {
    fn object(&mut self, object: &'a Map<String, Json>, place: &Address) {
        for (name, value) in object {
            let place = place.join(name.as_str());
            let known = PLACES
                .iter()
                .find(|(kind, property, ..)| *kind == self.kind && property == name);
            for (value, place) in options(value, &place) {
                let named = name.contains("Polic") && value.get("Statement").is_some();
                match (known, value) {
                    (Some((_, _, Kind::Unknown, _)), _) => {}
                    (Some((.., most)), Json::Array(_)) if most.is_some() => {
                        self.wrong.push(Diagnostic::error(
                            "cfn::iam-shape",
                            place,
                            "a policy is an object, and this is a list",
                        ));
                    }
                    (Some((_, _, kind, most)), Json::Object(document)) => {
                        self.found.push(self.policy(document, place, *kind, *most));
                    }
                    (None, Json::Object(document)) if named => {
                        self.found
                            .push(self.policy(document, place, Kind::Unknown, None));
                    }
                    (None, Json::Object(inner)) => self.object(inner, &place),
                    (None, Json::Array(items)) => self.array(items, &place),
                    _ => {}
                }
            }
        }
    }

    fn array(&mut self, items: &'a [Json], place: &Address) {
        for (at, item) in items.iter().enumerate() {
            let place = place.join(at.to_string());
            for (item, place) in options(item, &place) {
                match item {
                    Json::Object(inner) => self.object(inner, &place),
                    Json::Array(inner) => self.array(inner, &place),
                    _ => {}
                }
            }
        }
    }

    fn policy(
        &self,
        document: &'a Map<String, Json>,
        place: Address,
        kind: Kind,
        most: Option<usize>,
    ) -> Policy<'a> {
        Policy::new(
            self.template,
            self.kind,
            document,
            place,
            kind,
            most,
            self.reasons,
        )
    }
}
