//! What is read and written comes back as the same.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn parse(text: &str) -> Template {
    let (template, found) = Template::parse(text);
    assert!(found.is_empty(), "{found}");
    template.unwrap()
}

fn codes(text: &str) -> Vec<String> {
    let (_, found) = Template::parse(text);
    found.iter().map(|problem| problem.code.clone()).collect()
}

#[test]
fn short_tags_are_functions() {
    let text = "\
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Condition: Big
    Properties:
      QueueName: !Sub '${AWS::StackName}-q'
      Arn: !GetAtt Other.Arn
      Deep: !GetAtt Other.Endpoint.Address
      Listed: !GetAtt [Other, Arn]
      Long:
        Fn::GetAtt: Other.Arn
      Join: !Join ['', [a, !Ref B]]
      If: !If [Big, 017, yes]
      None: !GetAZs
Conditions:
  Big: !Not [!Condition Small]
";
    let template = parse(text);
    let other = json!({"Fn::GetAtt": ["Other", "Arn"]});
    assert_eq!(
        template.to_json()["Resources"]["Queue"]["Properties"],
        json!({
            "QueueName": {"Fn::Sub": "${AWS::StackName}-q"},
            "Arn": other,
            "Deep": {"Fn::GetAtt": ["Other", "Endpoint.Address"]},
            "Listed": other,
            "Long": other,
            "Join": {"Fn::Join": ["", ["a", {"Ref": "B"}]]},
            "If": {"Fn::If": ["Big", 15, true]},
            "None": {"Fn::GetAZs": ""},
        })
    );
    let keys: Vec<_> = template
        .to_json()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(keys, ["Resources", "Conditions"]);
    insta::assert_snapshot!(template.render_yaml(), @r#"
    Resources:
      Queue:
        Type: AWS::SQS::Queue
        Condition: Big
        Properties:
          QueueName: !Sub '${AWS::StackName}-q'
          Arn: !GetAtt Other.Arn
          Deep: !GetAtt Other.Endpoint.Address
          Listed: !GetAtt Other.Arn
          Long: !GetAtt Other.Arn
          Join: !Join
            - ''
            - - a
              - !Ref B
          If: !If
            - Big
            - 15
            - true
          None: !GetAZs ''
    Conditions:
      Big: !Not
        - !Condition Small
    "#);
    assert_eq!(parse(&template.render_yaml()), template);
    assert_eq!(parse(&template.render()), template);
}

#[test]
fn positions_are_those_of_the_keys() {
    let yaml = parse("Resources:\n  A:\n    Type: T\n    Properties: !Sub x\n");
    let at = |template: &Template, path: &[&str]| template.position(path).unwrap().to_string();
    assert_eq!(at(&yaml, &["Resources", "A", "Type"]), "3:5");
    assert_eq!(
        at(&yaml, &["Resources", "A", "Properties", "Fn::Sub"]),
        "4:17"
    );
    assert_eq!(at(&yaml, &["Resources", "A", "None"]), "2:3");
    let json = parse("{\n \"Resources\": {\"A\": {\"Type\": \"T\"}}}");
    assert_eq!(at(&json, &["Resources", "A", "Type"]), "2:22");
}

#[test]
fn anchors_and_merge_keys_are_followed() {
    let template = parse("A: &a {x: 1, y: 2}\nB: {<<: *a, x: 3}\nC: *a\n");
    assert_eq!(
        template.to_json(),
        json!({"A": {"x": 1, "y": 2}, "B": {"x": 3, "y": 2}, "C": {"x": 1, "y": 2}})
    );
}

#[test]
fn malformed_texts_are_problems_and_no_panics() {
    assert_eq!(codes("A: 1\nA: 2\n"), ["cfn::duplicate-key"]);
    assert_eq!(codes("{\"A\": 1, \"A\": 2}"), ["cfn::duplicate-key"]);
    assert_eq!(codes("A: !Foo x"), ["cfn::unknown-tag"]);
    for text in [
        "",
        "a",
        "[]",
        "{\"A\": ",
        "{\"A\": 1} x",
        "a: b: c",
        "a: *b",
        "a: 1\n---\nb: 2",
        "{a",
    ] {
        assert_eq!(codes(text), ["cfn::syntax"], "{text}");
    }
    assert_eq!(
        codes(&format!("{{\"A\": {}", "[".repeat(100_000))),
        ["cfn::syntax"]
    );
    assert_eq!(codes(&format!("A: {}", "[".repeat(5_000))), ["cfn::syntax"]);
    // Each line is ten times the one before.
    let mut bomb = "a0: &a0 [x]\n".to_owned();
    for n in 1..20 {
        let line = format!(
            "a{n}: &a{n} [{}]\n",
            vec![format!("*a{}", n - 1); 10].join(", ")
        );
        bomb.push_str(&line);
    }
    assert_eq!(codes(&bomb), ["cfn::syntax"]);
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,8}",
        "([a-z:#' -]{0,6}\n){0,4}[a-z ]{0,3}",
        any::<String>(),
        prop::sample::select(vec![
            "yes",
            "no",
            "null",
            "~",
            "017",
            "1e3",
            "1.5",
            "2010-09-09",
            "0x1f",
            "22:22",
            "=",
            "<<",
            "- a",
            "? a",
            "a: b",
            "a #b",
            "#",
            "!Ref x",
            "*",
            "&a",
            "---",
            "...",
            "%",
            "@a",
            "`",
            " a",
            "a ",
            "\n",
            "a\n\n",
            "\ta",
            "a\n b\n",
            "${A}",
            "123456789012",
            ".inf",
            ".nan",
            "a\n---\nb",
            "a\r\nb",
            "\u{85}",
            "\u{2028}",
            "\u{feff}a",
            "|",
            ">",
            "0o17",
            "1_000",
        ])
        .prop_map(str::to_owned),
    ]
}

fn values() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        texts().prop_map(Json::from),
    ];
    let name = prop_oneof![
        2 => texts(),
        1 => prop::sample::select(vec![
            "Ref", "Fn::Sub", "Fn::GetAtt", "Fn::Join", "Fn::If", "Condition", "Fn::GetAZs",
            "Fn::Base64", "Fn::Unknown", "Fn::Transform",
        ]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((name.clone(), inner.clone()), 0..4)
                .prop_map(|entries| { Json::Object(entries.into_iter().collect()) }),
            (name.clone(), inner).prop_map(|(name, value)| json!({ name: value })),
        ]
    })
}

/// As it is read: the text form of `Fn::GetAtt` is a list.
fn read_form(json: &Json) -> Json {
    let mut found = Findings::default();
    let node = json::read(&json.to_string(), &mut found)
        .unwrap_or_else(|broken| panic!("{}", broken.text));
    node.into_json().0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_value_comes_back_from_yaml(value in values()) {
        let value = read_form(&value);
        let text = crate::yaml::render(&value);
        let mut found = Findings::default();
        let node = crate::yaml::read(&text, &mut found)
            .map_err(|broken| TestCaseError::fail(format!("{}: {}\n{text}", broken.position, broken.text)))?;
        prop_assert_eq!(node.into_json().0, value, "{}", text);
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in "[ -~\n\t\u{e9}\u{1f600}]{0,60}", brace in any::<bool>()) {
        let text = if brace { format!("{{{text}") } else { text };
        drop(Template::parse(&text));
    }
}
