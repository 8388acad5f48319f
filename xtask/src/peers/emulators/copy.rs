//! A copy of the generated artefacts of one environment, whose templates can be changed: a deploy
//! reads whatever workspace it is told.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use manifest::{Manifest, Stack};
use serde_json::Value as Json;

use crate::workspace::Workspace;

/// The copy.
#[derive(Debug)]
pub(super) struct Copy {
    root: PathBuf,
    /// The folder of the environment's one region in it.
    region: PathBuf,
    original: PathBuf,
    pub(super) manifest: Manifest,
}

/// A property that is changed in a template.
#[derive(Debug, Clone)]
pub(super) struct Edit<'a> {
    pub(super) of: Which<'a>,
    /// A JSON pointer in the resource's properties.
    pub(super) property: &'a str,
    pub(super) value: Json,
}

/// A resource that is looked for in every template.
#[derive(Debug, Clone)]
pub(super) enum Which<'a> {
    /// The function of this name in the manifest, such as `first-look`.
    Function(&'a str),
    /// The first of this type.
    First(&'a str),
}

/// A resource that was found and changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edited {
    /// The stack's name.
    pub(super) stack: String,
    /// Its logical id.
    pub(super) resource: String,
}

impl Copy {
    /// Copies the environment's artefacts into a folder, which is emptied first.
    pub(super) fn new(
        workspace: &Workspace,
        environment: &str,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let original = workspace.generated().join(environment);
        let copied = folder.join("stacks/generated").join(environment);
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        copy_folder(&original, &copied)?;
        let mut regions: Vec<PathBuf> = fs::read_dir(&copied)?
            .map(|entry| Ok(entry?.path()))
            .collect::<std::io::Result<_>>()?;
        regions.retain(|region| region.join("manifest.json").is_file());
        let [region] = regions.as_slice() else {
            anyhow::bail!(
                "the environment {environment:?} is in {} regions",
                regions.len()
            );
        };
        let text = fs::read_to_string(region.join("manifest.json"))?;
        let name = region.file_name().context("the region has no name")?;
        Ok(Self {
            root: folder.to_owned(),
            original: original.join(name),
            region: region.clone(),
            manifest: serde_json::from_str(&text)?,
        })
    }

    /// The workspace that a deploy is told.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Every stack, the one that sets the account up first.
    pub(super) fn stacks(&self) -> impl Iterator<Item = &Stack> {
        std::iter::once(&self.manifest.bootstrap.stack).chain(&self.manifest.stacks)
    }

    /// A stack's template in the copy.
    pub(super) fn template(&self, file: &str) -> PathBuf {
        self.region.join(file)
    }

    /// Makes the templates what they are in the workspace but for these changes, and tells which
    /// resources they are of, in their order.
    pub(super) fn set(&self, edits: &[Edit<'_>]) -> anyhow::Result<Vec<Edited>> {
        let mut edited = Vec::new();
        let mut templates = Vec::new();
        for stack in &self.manifest.stacks {
            let text = fs::read_to_string(self.original.join(&stack.template))?;
            let template: Json = serde_json::from_str(&text)?;
            templates.push((stack, template));
        }
        for edit in edits {
            let found = templates.iter_mut().find_map(|(stack, template)| {
                let id = self.logical_id(template, &edit.of)?;
                Some((*stack, template, id))
            });
            let Some((stack, template, id)) = found else {
                anyhow::bail!("no template has {:?}", edit.of);
            };
            let pointer = format!("/Resources/{id}/Properties{}", edit.property);
            *template
                .pointer_mut(&pointer)
                .with_context(|| format!("{} has no {pointer}", stack.template))? =
                edit.value.clone();
            edited.push(Edited {
                stack: stack.name.clone(),
                resource: id,
            });
        }
        for (stack, template) in templates {
            let text = serde_json::to_string_pretty(&template)?;
            fs::write(self.template(&stack.template), text)?;
        }
        Ok(edited)
    }

    /// The logical id of a resource in a template, if it is there.
    fn logical_id(&self, template: &Json, which: &Which<'_>) -> Option<String> {
        let mut resources = template["Resources"].as_object()?.iter();
        let found = match which {
            Which::First(kind) => resources.find(|(_, resource)| resource["Type"] == *kind),
            Which::Function(name) => {
                let known = &self.manifest.functions;
                let function = known.iter().find(|known| known.name == *name)?;
                let name = function.function_name.as_str();
                resources.find(|(_, resource)| resource["Properties"]["FunctionName"] == name)
            }
        };
        found.map(|(id, _)| id.clone())
    }
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    let entries = fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &copy)?;
        } else {
            fs::copy(entry.path(), &copy)
                .with_context(|| format!("cannot copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}
