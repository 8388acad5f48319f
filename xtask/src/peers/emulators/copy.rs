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
    /// The function's name in the manifest, such as `first-look`.
    pub(super) function: &'a str,
    /// A JSON pointer in the function's properties.
    pub(super) property: &'a str,
    pub(super) value: Json,
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

    /// Makes the templates what they are in the workspace but for these changes.
    pub(super) fn set(&self, edits: &[Edit<'_>]) -> anyhow::Result<()> {
        for stack in &self.manifest.stacks {
            let text = fs::read_to_string(self.original.join(&stack.template))?;
            let mut template: Json = serde_json::from_str(&text)?;
            let mut edited = false;
            for edit in edits {
                let id = self.logical_id(&template, edit.function);
                let Some(id) = id else { continue };
                let pointer = format!("/Resources/{id}/Properties{}", edit.property);
                *template
                    .pointer_mut(&pointer)
                    .with_context(|| format!("{} has no {pointer}", stack.template))? =
                    edit.value.clone();
                edited = true;
            }
            let text = match edited {
                true => serde_json::to_string_pretty(&template)?,
                false => text,
            };
            fs::write(self.template(&stack.template), text)?;
        }
        Ok(())
    }

    /// The logical id of a function in a template, if it is there.
    fn logical_id(&self, template: &Json, function: &str) -> Option<String> {
        let known = &self.manifest.functions;
        let function = known.iter().find(|known| known.name == function)?;
        let mut resources = template["Resources"].as_object()?.iter();
        resources
            .find(|(_, resource)| {
                resource["Properties"]["FunctionName"] == function.function_name.as_str()
            })
            .map(|(id, _)| id.clone())
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
