//! What becomes of a resource: `DeletionPolicy`, `UpdateReplacePolicy`, `UpdatePolicy`,
//! `CreationPolicy`.

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;
use super::call::called;

/// The types of which CloudFormation takes snapshots.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>
const SNAPSHOTS: &[&str] = &[
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html>
const UPDATE: &[&str] = &[
    "AutoScalingInstanceRefresh",
    "AutoScalingReplacingUpdate",
    "AutoScalingRollingUpdate",
    "AutoScalingScheduledAction",
    "CodeDeployLambdaAliasUpdate",
    "EnableVersionUpgrade",
    "UseOnlineResharding",
];
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-creationpolicy.html>
const CREATION: &[&str] = &["AutoScalingCreationPolicy", "ResourceSignal", "StartFleet"];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        let id = id.as_str();
        let json = resource.json();
        for (key, further) in [
            ("DeletionPolicy", ", RetainExceptOnCreate"),
            ("UpdateReplacePolicy", ""),
        ] {
            let Some(value) = json.get(key) else { continue };
            let functions = [
                "Ref",
                "Fn::If",
                "Fn::FindInMap",
                "Fn::Select",
                "Fn::Sub",
                "Fn::Join",
            ];
            if called(value).is_some_and(|(function, _)| functions.contains(&function)) {
                needs_extensions(context, id, key, found);
                continue;
            }
            let known = match value.as_str() {
                Some("Delete" | "Retain" | "Snapshot") => true,
                Some("RetainExceptOnCreate") => key == "DeletionPolicy",
                _ => false,
            };
            if !known {
                refuse(
                    context,
                    id,
                    found,
                    key,
                    format!("{value} is none of Delete, Retain, Snapshot{further}"),
                );
            } else if value == "Snapshot"
                && resource.kind().starts_with("AWS::")
                && !SNAPSHOTS.contains(&resource.kind())
            {
                refuse(
                    context,
                    id,
                    found,
                    key,
                    format!("there are no snapshots of {}", resource.kind()),
                );
            }
        }
        for (key, known) in [("UpdatePolicy", UPDATE), ("CreationPolicy", CREATION)] {
            match json.get(key) {
                None => {}
                Some(Json::Object(parts)) => {
                    for name in parts.keys() {
                        if !known.contains(&name.as_str()) && !name.starts_with("Fn::") {
                            refuse(
                                context,
                                id,
                                found,
                                key,
                                format!("{name:?} is none of {}", known.join(", ")),
                            );
                        }
                    }
                }
                Some(_) => refuse(context, id, found, key, "this must be an object".to_owned()),
            }
        }
    }
}

fn refuse(context: &Context<'_>, id: &str, found: &mut Diagnostics, key: &str, text: String) {
    let place = context.resource(id).join(key);
    found.push(Diagnostic::error("cfn::lifecycle", place, text));
}

fn needs_extensions(context: &Context<'_>, id: &str, key: &str, found: &mut Diagnostics) {
    if !context.is_extended() {
        let text = format!("a function in {key} needs the transform AWS::LanguageExtensions");
        let place = context.resource(id).join(key);
        found.push(Diagnostic::warning("cfn::lifecycle", place, text));
    }
}
