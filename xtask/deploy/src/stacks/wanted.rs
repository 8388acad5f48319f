//! What a stack is to be: its template, its parameters, its tags.

use std::collections::BTreeMap;

use anyhow::Context;
use manifest::{Parameter, Stack};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::artefacts::Artefacts;
use crate::package::{Package, hex};

/// What a stack is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Wanted {
    /// Its name.
    pub name: String,
    /// Its template: JSON without white space, since requests and stacks are limited in bytes.
    pub template: String,
    /// The values of its parameters.
    pub parameters: BTreeMap<String, String>,
    /// The functions whose zips the parameters name, by parameter.
    pub functions: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Whether it makes IAM resources with names.
    pub named_iam: bool,
    /// The ARN of the role that CloudFormation makes its resources as; the caller's own
    /// permissions where there is none.
    pub role: Option<String>,
}

impl Wanted {
    /// What the artefacts say of a stack, with the functions that were packaged.
    pub(crate) fn of(
        artefacts: &Artefacts,
        stack: &Stack,
        packages: &BTreeMap<String, Package>,
        role: Option<String>,
    ) -> anyhow::Result<Self> {
        let mut parameters = BTreeMap::new();
        let mut functions = BTreeMap::new();
        for (name, parameter) in &stack.parameters {
            let value = match parameter {
                Parameter::Value { value } => value.clone(),
                Parameter::FunctionKey { function } => match packages.get(function) {
                    Some(package) => {
                        functions.insert(name.clone(), function.clone());
                        package.key.clone()
                    }
                    None => anyhow::bail!("the function {function:?} was not packaged"),
                },
            };
            parameters.insert(name.clone(), value);
        }
        Ok(Self {
            name: stack.name.clone(),
            template: compact(&artefacts.text(&stack.template)?)
                .with_context(|| format!("{} is no JSON", stack.template))?,
            parameters,
            functions,
            tags: stack.tags.clone(),
            named_iam: stack.named_iam,
            role,
        })
    }

    /// The template's name in the artefacts bucket below a prefix, which its content gives.
    pub(crate) fn template_key(&self, prefix: &str) -> String {
        format!("{prefix}{}.json", hex(&Sha256::digest(&self.template)))
    }
}

/// The same JSON without white space.
fn compact(text: &str) -> serde_json::Result<String> {
    let value: serde_json::Value = serde_json::from_str(text)?;
    serde_json::to_string(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_take_their_values_from_the_zips_and_the_manifest() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("stacks/generated/local/us-east-1");
        std::fs::create_dir_all(&folder).unwrap();
        let text = crate::artefacts::tests::manifest_text();
        std::fs::write(folder.join("manifest.json"), text).unwrap();
        let template = "{\n  \"Resources\": {}\n}\n";
        std::fs::write(folder.join("inspection.template.json"), template).unwrap();
        let artefacts = Artefacts::open_one(root.path(), "local", None).unwrap();
        let mut stack = artefacts.manifest.stacks[0].clone();
        let value = Parameter::Value {
            value: "7".to_owned(),
        };
        stack.parameters.insert("Days".to_owned(), value);
        let package = Package::of_key("prepare", "functions/prepare/1.zip");
        let packages = BTreeMap::from([("prepare".to_owned(), package)]);
        let wanted = Wanted::of(&artefacts, &stack, &packages, None).unwrap();
        assert_eq!(wanted.parameters["Days"], "7");
        assert_eq!(wanted.parameters["PrepareKey"], "functions/prepare/1.zip");
        assert_eq!(wanted.functions["PrepareKey"], "prepare");
        assert_eq!(wanted.template, "{\"Resources\":{}}");
        assert!(Wanted::of(&artefacts, &stack, &BTreeMap::new(), None).is_err());
    }
}
