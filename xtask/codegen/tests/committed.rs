//! What is committed is what the schemas give, and what the schemas give can be used.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};

use codegen::{File, Identifiers, SERVICES, render_committed, render_crate, render_services};
use registry::{Registry, ResourceSchema};

fn cfn() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stacks/cfn")
}

#[test]
fn the_committed_modules_are_what_the_schemas_give() {
    let files = render_committed(&Registry::vendored()).unwrap();
    let stale: Vec<&str> = files
        .iter()
        .filter(|file| {
            let committed = std::fs::read_to_string(cfn().join("src").join(&file.path));
            committed.ok().as_deref() != Some(&file.text)
        })
        .map(|file| file.path.as_str())
        .collect();
    assert!(stale.is_empty(), "run `cargo xtask codegen`: {stale:?}");
}

#[test]
fn every_service_has_a_feature_and_none_is_on_by_default() {
    let manifest = std::fs::read_to_string(cfn().join("Cargo.toml")).unwrap();
    for service in SERVICES {
        let line = format!("\n{} = []\n", service.to_ascii_lowercase());
        assert!(manifest.contains(&line), "no feature for {service}");
    }
    assert!(!manifest.contains("\ndefault ="));
}

fn text(schema: &str) -> String {
    let schema = ResourceSchema::parse(schema).unwrap();
    let files = render_services([&schema], &Identifiers::of([&schema])).unwrap();
    let module = |file: &&File| !file.path.ends_with("mod.rs");
    files.iter().find(module).unwrap().text.clone()
}

#[test]
fn odd_schemas_become_plain_rust() {
    let text = text(
        r##"{
            "typeName": "My::Odd::Thing",
            "properties": {
                "type": { "type": "string" },
                "Self": { "$ref": "#/definitions/Thing" },
                "Tree": { "$ref": "#/definitions/Node" },
                "Loop": { "$ref": "#/definitions/Loop" },
                "Names": { "type": "object", "patternProperties": { ".*": { "type": "string" } } },
                "Free": { "type": "object" },
                "Either": { "oneOf": [{ "type": "string" }, { "type": "boolean" }] },
                "Arn": { "type": "string" },
                "Level": { "type": "integer", "minimum": 1, "maximum": 9 }
            },
            "definitions": {
                "Thing": {
                    "type": "object",
                    "oneOf": [
                        { "properties": { "A": { "type": "boolean" } }, "required": ["A"] },
                        { "properties": { "a": { "type": "string", "enum": ["x.1", "other"] } } }
                    ]
                },
                "Node": {
                    "type": "object",
                    "properties": { "Children": { "type": "array", "items": { "$ref": "#/definitions/Node" } } },
                    "required": ["Children"]
                },
                "Loop": { "type": "array", "items": { "$ref": "#/definitions/Loop" } }
            },
            "required": ["type", "Arn"],
            "readOnlyProperties": ["/properties/Arn"],
            "createOnlyProperties": ["/properties/Level"],
            "primaryIdentifier": ["/properties/Arn"]
        }"##,
    );
    for expected in [
        // A keyword, which is required; what only the service sets is no argument.
        "pub fn new(\n        type_: impl Into<cfn::Value<String>>,\n    ) -> Self {",
        "pub fn arn(&self) -> cfn::Value<",
        // A definition that is named like the resource.
        "value: impl Into<cfn::Value<ThingDefinition>>",
        // Of alternatives, every property; two that are one in snake case.
        "pub fn a(self, value: impl Into<cfn::Value<bool>>)",
        "pub fn a_(self, value: impl Into<cfn::Value<ThingDefinitionA>>)",
        "Self::X1 => \"x.1\",",
        "Self::OtherValue => \"other\",",
        // A definition within itself.
        "children: impl Into<cfn::Value<cfn::List<Node>>>",
        "value: impl Into<cfn::Value<cfn::Map<String>>>",
        "pub fn free(self, value: impl Into<cfn::Value<cfn::Any>>)",
        "pub fn either(self, value: impl Into<cfn::Value<cfn::Any>>)",
        "/// `Level`. 1 to 9. A change replaces the resource.",
        "pub fn level(self, value: impl Into<cfn::Value<cfn::Int<1, 9>>>)",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn the_same_schemas_give_the_same_crate() {
    let registry = Registry::vendored();
    let names = ["AWS::AppSync::GraphQLApi", "AWS::EC2::Subnet"];
    let render = |names: &[&str]| {
        let schemas: Vec<_> = names.iter().map(|n| registry.schema(n).unwrap()).collect();
        let schemas: Vec<&ResourceSchema> = schemas.iter().map(AsRef::as_ref).collect();
        let identifiers = Identifiers::of(schemas.iter().copied());
        render_crate(schemas, &identifiers, "more", "{ path = \"../cfn\" }").unwrap()
    };
    let files = render(&names);
    let turned: Vec<&str> = names.iter().rev().copied().collect();
    assert_eq!(files, render(&turned));
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.contains(&"src/appsync/graph_ql_api.rs"), "{paths:?}");
    assert!(paths.contains(&"Cargo.toml"), "{paths:?}");
}
