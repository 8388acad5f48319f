//! Properties that a template may give as a path on the author's machine: packaging puts the file
//! into a bucket and writes here where.
//! <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html>

use serde_json::Value as Json;

const PACKAGED: &[(&str, &[&str])] = &[
    ("AWS::ApiGateway::RestApi", &["BodyS3Location"]),
    (
        "AWS::AppSync::FunctionConfiguration",
        &["RequestMappingTemplateS3Location"],
    ),
    (
        "AWS::AppSync::FunctionConfiguration",
        &["ResponseMappingTemplateS3Location"],
    ),
    ("AWS::AppSync::GraphQLSchema", &["DefinitionS3Location"]),
    (
        "AWS::AppSync::Resolver",
        &["RequestMappingTemplateS3Location"],
    ),
    (
        "AWS::AppSync::Resolver",
        &["ResponseMappingTemplateS3Location"],
    ),
    ("AWS::CloudFormation::Stack", &["TemplateURL"]),
    ("AWS::CodeCommit::Repository", &["Code", "S3"]),
    (
        "AWS::ElasticBeanstalk::ApplicationVersion",
        &["SourceBundle"],
    ),
    ("AWS::Lambda::Function", &["Code"]),
    ("AWS::Lambda::LayerVersion", &["Content"]),
    (
        "AWS::StepFunctions::StateMachine",
        &["DefinitionS3Location"],
    ),
];

/// Whether a value is such a path. `path` begins with `Properties`.
pub(crate) fn is_path(kind: &str, path: &[String], value: &Json) -> bool {
    let Some(("Properties", path)) = path
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    else {
        return false;
    };
    value.is_string()
        && PACKAGED
            .iter()
            .any(|(owner, place)| *owner == kind && place.iter().eq(path))
}
