//! Each rule has a template that breaks it, and the sound one breaks none.

use cfn::Template;
use cfn::check::check_template;
use diagnostics::Address;

/// A sound template, with a part for every variant to replace.
const SOUND: &str = "\
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Name: {Type: String, Default: a, AllowedPattern: '[a-z]+', MaxLength: 3}
Mappings:
  Sizes: {us-east-1: {Small: 1}}
Conditions:
  Big: !Equals [!Ref Name, big]
Rules:
  Named: {Assertions: [{Assert: !Contains [[a, big], !Ref Name], AssertDescription: a or big}]}
Resources:
  Queue:
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub '${Name}-q'
      DelaySeconds: !If [Big, !FindInMap [Sizes, us-east-1, Small], 0]
  Topic:
    Type: AWS::SNS::Topic
    Properties: {TopicName: !GetAtt Queue.QueueName}
Outputs:
  Arn: {Value: !GetAtt Queue.Arn, Export: {Name: !Sub '${AWS::StackName}-arn'}}
";

fn found(text: &str) -> Vec<String> {
    let (template, mut found) = Template::parse(text);
    if let Some(template) = template {
        found.extend(check_template(&template, &Address::root()));
    }
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn a_sound_template_has_no_problems() {
    assert_eq!(found(SOUND), Vec::<String>::new());
}

#[test]
fn every_fault_has_its_code() {
    let faults = [
        ("2010-09-09", "2011-09-09", "cfn::format-version"),
        ("Outputs:", "Output:", "cfn::unknown-section"),
        ("  Queue:\n", "  Que-ue:\n", "cfn::logical-id"),
        (
            "Type: AWS::SNS::Topic",
            "Kind: AWS::SNS::Topic",
            "cfn::missing-key",
        ),
        (
            "Type: AWS::SNS::Topic",
            "Type: T\n    Dependson: Queue",
            "cfn::unknown-key",
        ),
        (
            "Type: AWS::SNS::Topic",
            "Type: T\n    Metadata: 1",
            "cfn::structure",
        ),
        (
            "Type: AWS::SNS::Topic",
            "Type: T\n    DependsOn: Queue",
            "cfn::needless-depends-on",
        ),
        (
            "Type: AWS::SQS::Queue",
            "Type: T\n    DependsOn: Topic",
            "cfn::circular-reference",
        ),
        (
            "Type: AWS::SQS::Queue",
            "Type: T\n    DependsOn: Nothing",
            "cfn::unknown-reference",
        ),
        (
            "Type: AWS::SQS::Queue",
            "Type: T\n    DependsOn: Queue",
            "cfn::self-reference",
        ),
        (
            "Type: AWS::SQS::Queue",
            "Type: T\n    DeletionPolicy: Keep",
            "cfn::lifecycle",
        ),
        (
            "Type: AWS::SQS::Queue",
            "Type: T\n    UpdatePolicy: {A: 1}",
            "cfn::lifecycle",
        ),
        (
            "Type: AWS::SNS::Topic",
            "Type: AWS::S3::Bucket",
            "cfn::deletion-policy",
        ),
        (
            "Type: AWS::SQS::Queue",
            "Type: T\n    Condition: Big",
            "cfn::conditional-reference",
        ),
        (
            "Type: AWS::SQS::Queue",
            "Type: T\n    Condition: Bog",
            "cfn::unknown-condition",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Ref Quue",
            "cfn::unknown-reference",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!GetAtt Name.Arn",
            "cfn::unknown-reference",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Sub '${Nme}'",
            "cfn::unknown-reference",
        ),
        ("!GetAtt Queue.QueueName", "!Sub plain", "cfn::needless-sub"),
        (
            "!GetAtt Queue.QueueName",
            "!Sub ['${Name}', {X: 1}]",
            "cfn::unused-variable",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Sub '${Name'",
            "cfn::function-argument",
        ),
        ("!GetAtt Queue.QueueName", "'${Name}-t'", "cfn::missing-sub"),
        (
            "!GetAtt Queue.QueueName",
            "!Join [a]",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Join ['', text]",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Select [3, [a, b]]",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Select [x, [a, b]]",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Cidr [10.0.0.0/16, 500]",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!GetAZs [a]",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Base64 [a]",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!ImportValue {'Fn::GetAtt': [Queue, Arn]}",
            "cfn::function-argument",
        ),
        (
            "!GetAtt Queue.QueueName",
            "{'Fn::Jion': [a, []]}",
            "cfn::unknown-function",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Jion [a, []]",
            "cfn::unknown-tag",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Equals [a, b]",
            "cfn::misplaced-function",
        ),
        (
            "!GetAtt Queue.QueueName",
            "!Length [a, b]",
            "cfn::misplaced-function",
        ),
        (
            "!GetAtt Queue.QueueName",
            "{Ref: Name, Other: 1}",
            "cfn::misplaced-function",
        ),
        (
            "!GetAtt Queue.QueueName",
            "'{{resolve:vault:x}}'",
            "cfn::dynamic-reference",
        ),
        (
            "!GetAtt Queue.QueueName",
            "'{{resolve:ssm:/a:x}}'",
            "cfn::dynamic-reference",
        ),
        (
            "TopicName: !GetAtt Queue.QueueName",
            "MasterPassword: abc",
            "cfn::hard-coded-secret",
        ),
        (
            "TopicName: !GetAtt Queue.QueueName",
            "MasterPassword: !Ref Name",
            "cfn::shown-secret",
        ),
        ("[Big, !Find", "[Bog, !Find", "cfn::unknown-condition"),
        (
            "[Sizes, us-east-1, Small]",
            "[Sizes, us-east-1, Big]",
            "cfn::function-argument",
        ),
        (
            "[Sizes, us-east-1, Small]",
            "[Size, us-east-1, Small]",
            "cfn::function-argument",
        ),
        (
            "!FindInMap [Sizes, us-east-1, Small]",
            "1",
            "cfn::unused-mapping",
        ),
        ("{Small: 1}", "{Small: {}}", "cfn::mapping"),
        (
            "!Equals [!Ref Name, big]",
            "!Not [!Condition Big]",
            "cfn::circular-condition",
        ),
        ("!Equals [!Ref Name, big]", "yes", "cfn::condition"),
        (
            "!Equals [!Ref Name, big]",
            "!Equals [!GetAtt Queue.Arn, big]",
            "cfn::misplaced-function",
        ),
        ("Assertions:", "Assertion:", "cfn::rule"),
        ("Default: a", "Default: A", "cfn::parameter-default"),
        ("Default: a", "Default: abcd", "cfn::parameter-default"),
        (
            "Default: a",
            "AllowedValues: [b], Default: a",
            "cfn::parameter-default",
        ),
        (
            "Default: a",
            "NoEcho: true, Default: a",
            "cfn::secret-default",
        ),
        ("Type: String", "Type: Text", "cfn::parameter-type"),
        (
            "  Name: {",
            "  Other: {Type: String}\n  Name: {",
            "cfn::unused-parameter",
        ),
        ("Value: !GetAtt Queue.Arn", "Value: [a]", "cfn::output"),
        (
            "Value: !GetAtt Queue.Arn",
            "Value: !Ref AWS::NoValue",
            "cfn::output",
        ),
        (
            "  Arn: {",
            "  A: {Value: a, Export: {Name: !Sub '${AWS::StackName}-arn'}}\n  Arn: {",
            "cfn::duplicate-export",
        ),
        (
            "  Topic:\n",
            "  Queue:\n    Type: T\n  Topic:\n",
            "cfn::duplicate-key",
        ),
    ];
    for (sound, fault, code) in faults {
        assert!(SOUND.contains(sound), "{sound}");
        let found = found(&SOUND.replacen(sound, fault, 1));
        let is_told = found
            .iter()
            .any(|problem| problem.contains(&format!("[{code}]")));
        assert!(is_told, "{fault}: {code} is not told, but {found:#?}");
    }
}

#[test]
fn two_resources_cannot_share_a_name() {
    let topic = "{Type: AWS::SNS::Topic, Properties: {TopicName: q}}";
    let found = found(&format!("Resources: {{A: {topic}, B: {topic}}}"));
    assert!(
        found.len() == 1 && found[0].contains("cfn::duplicate-name"),
        "{found:?}"
    );
}

#[test]
fn limits_are_told_before_they_are_reached() {
    let many = |count: usize| -> String {
        let topics = (0..count).map(|at| format!("  T{at}: {{Type: AWS::SNS::Topic}}\n"));
        format!("Resources:\n{}", topics.collect::<String>())
    };
    assert!(found(&many(449)).is_empty());
    assert!(found(&many(460))[0].starts_with("warning[cfn::resource-count]"));
    assert!(found(&many(501))[0].starts_with("error[cfn::resource-count]"));
}
