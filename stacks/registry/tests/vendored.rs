//! Every vendored type, through the registry's public door.

use registry::{Extension, Kind, Pattern, Registry, Shape, metric_namespace, runtime};
use serde_json::Value as Json;

/// Calls `visit` with every schema within one.
fn walk<'a>(shape: Shape<'a>, visit: &mut impl FnMut(Shape<'a>)) {
    visit(shape);
    for keyword in ["properties", "patternProperties", "definitions"] {
        for (_, json) in shape.json()[keyword].as_object().into_iter().flatten() {
            walk(shape.within(json), visit);
        }
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
        for json in shape.json()[keyword].as_array().into_iter().flatten() {
            walk(shape.within(json), visit);
        }
    }
    for keyword in ["items", "if", "then", "else", "not", "additionalProperties"] {
        if let Some(json @ Json::Object(_)) = shape.json().get(keyword) {
            walk(shape.within(json), visit);
        }
    }
}

#[test]
fn every_type_is_read_and_all_its_references_and_identifiers_lead_somewhere() {
    let registry = Registry::vendored();
    let names: Vec<&str> = registry.type_names().collect();
    assert!(names.len() >= 1_898, "{} types", names.len());
    let mut adrift = Vec::new();
    for name in names {
        let schema = registry
            .schema(name)
            .unwrap_or_else(|| panic!("{name} is not read"));
        assert_eq!(schema.type_name(), name);
        walk(schema.root(), &mut |shape| {
            if shape.json().get("$ref").is_some() && shape.resolve() == shape {
                adrift.push(format!("{name}: {}", shape.json()));
            }
        });
        for path in schema.primary_identifier().chain(schema.create_only()) {
            if schema.at(&path).is_none() {
                adrift.push(format!("{name}: {path}"));
            }
        }
        for attribute in schema.attributes() {
            assert!(
                schema.attribute(&attribute.name).is_some(),
                "{name}.{}",
                attribute.name
            );
        }
    }
    // A few schemas of the registry name what they do not have.
    assert!(
        adrift.len() <= MOST_ADRIFT,
        "{} lead nowhere:\n{}",
        adrift.len(),
        adrift.join("\n")
    );
}

/// How many references and paths of the registry's own lead nowhere.
const MOST_ADRIFT: usize = 12;

#[test]
fn all_but_a_few_patterns_are_understood() {
    let registry = Registry::vendored();
    let mut patterns = std::collections::BTreeSet::new();
    for name in registry.type_names() {
        let schema = registry.schema(name).unwrap();
        walk(schema.root(), &mut |shape| {
            patterns.extend(shape.pattern().map(str::to_owned));
            patterns.extend(
                shape
                    .pattern_properties()
                    .map(|(pattern, _)| pattern.to_owned()),
            );
        });
    }
    let refused: Vec<String> = patterns
        .iter()
        .filter_map(|text| Some(format!("{text}: {}", Pattern::parse(text).err()?)))
        .collect();
    assert!(patterns.len() > 2_000, "{} patterns", patterns.len());
    let most = patterns.len() / 200;
    assert!(
        refused.len() <= most,
        "{} refused:\n{}",
        refused.len(),
        refused.join("\n")
    );
}

#[test]
fn attributes_are_those_that_aws_documents() {
    let registry = Registry::vendored();
    let names = |name: &str| -> Vec<String> {
        let schema = registry.schema(name).unwrap();
        schema
            .attributes()
            .into_iter()
            .map(|attribute| attribute.name)
            .collect()
    };
    let queue = names("AWS::SQS::Queue");
    for name in ["Arn", "QueueName", "QueueUrl"] {
        assert!(
            queue.iter().any(|known| known == name),
            "{name} of {queue:?}"
        );
    }
    assert!(!names("AWS::Lambda::Function").contains(&"FunctionName".to_owned()));
    assert!(names("AWS::RDS::DBInstance").contains(&"Endpoint.Address".to_owned()));

    let nested = registry.schema("AWS::CloudFormation::Stack").unwrap();
    assert!(nested.attribute("Outputs.Anything").is_some());
    assert!(nested.attribute("Anything").is_none());

    let role = registry.schema("AWS::IAM::Role").unwrap();
    assert_eq!(role.reference().unwrap().kinds(), [Kind::String]);
    assert_eq!(
        role.attribute("Arn").unwrap().resolve().format(),
        Some("AWS::IAM::Role.Arn")
    );
}

#[test]
fn regions_are_known_by_type() {
    let registry = Registry::vendored();
    assert_eq!(
        registry.is_in_region("AWS::S3::Bucket", "eu-central-1"),
        Some(true)
    );
    assert_eq!(
        registry.is_in_region("AWS::DeviceFarm::Project", "us-west-2"),
        Some(true)
    );
    assert_eq!(
        registry.is_in_region("AWS::DeviceFarm::Project", "eu-central-1"),
        Some(false)
    );
    assert_eq!(registry.is_in_region("AWS::S3::Bucket", "mars-1"), None);
    assert_eq!(
        registry.is_in_region("AWS::Serverless::Function", "sa-east-1"),
        Some(true)
    );
    assert!(registry.is_known_region("us-east-1") && !registry.is_known_region("us-east-9"));
    let buckets: Vec<&str> = registry.regions("AWS::S3::Bucket").unwrap().collect();
    assert!(buckets.len() > 30 && buckets.is_sorted());
}

#[test]
fn further_schemas_are_added_and_go_first() {
    let text = r#"{"typeName": "My::Own::Thing", "properties": {"Name": {"type": "string"}}}"#;
    let newer = r#"{"typeName": "AWS::SQS::Queue", "properties": {"New": {"type": "string"}}}"#;
    let registry = Registry::vendored().with_schemas([text, newer]).unwrap();
    assert!(registry.contains("My::Own::Thing"));
    assert!(
        registry
            .schema("AWS::SQS::Queue")
            .unwrap()
            .root()
            .property("New")
            .is_some()
    );
    assert_eq!(
        registry
            .type_names()
            .filter(|name| *name == "AWS::SQS::Queue")
            .count(),
        1
    );
    assert!(Registry::vendored().with_schemas(["{}"]).is_err());
    assert_eq!(registry.nearest("AWS::SQS::Qeue"), Some("AWS::SQS::Queue"));
    assert_eq!(registry.nearest("Something::Else::Entirely"), None);
}

#[test]
fn extensions_are_by_region_where_values_are() {
    let registry = Registry::vendored();
    let named = |name: &str, extension: &str| -> &Extension {
        let all = registry.extensions(name);
        all.iter().find(|known| known.name == extension).unwrap()
    };
    let zip = named("AWS::Lambda::Function", "zipfile-runtime-exists");
    assert!(zip.at.is_empty() && !zip.is_regional() && zip.schema("anywhere").is_some());

    let cluster = named("AWS::SageMaker::Cluster", "instancetype-enum");
    assert_eq!(cluster.at, ["InstanceGroups", "*", "InstanceType"]);
    let allowed = cluster.schema("us-east-1").unwrap().allowed().unwrap();
    assert!(allowed.contains(&Json::from("ml.m5.large")));
    assert!(cluster.schema("mars-1").is_none());

    assert!(
        !registry.extensions("AWS::RDS::DBInstance").is_empty(),
        "packed types have them too"
    );
    assert!(registry.extensions("AWS::SNS::Topic").is_empty());
}

#[test]
fn metrics_and_runtimes_are_known() {
    let lambda = metric_namespace("AWS/Lambda").unwrap();
    assert!(
        lambda
            .metric("Errors")
            .unwrap()
            .has_dimensions(&["FunctionName"])
    );
    assert!(
        !lambda
            .metric("Errors")
            .unwrap()
            .has_dimensions(&["StateMachineArn"])
    );
    assert_eq!(lambda.metric("ExecutionsFailed"), None);
    let pipes = metric_namespace("AWS/EventBridge/Pipes").unwrap();
    assert!(
        pipes
            .metric("ExecutionFailed")
            .unwrap()
            .has_dimensions(&["PipeName"])
    );
    assert!(
        metric_namespace("AWS/Glue")
            .unwrap()
            .metric("glue.driver.jvm.heap.used")
            .is_some()
    );
    assert_eq!(metric_namespace("Ours"), None);

    let node = runtime("nodejs18.x").unwrap();
    assert!(node.deprecated.unwrap() < "2026-01-01" && node.successor.is_some());
    assert_eq!(runtime("provided.al2099"), None);
}
