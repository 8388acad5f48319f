//! The generated templates, region by region.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::workspace::Workspace;

/// The templates of an environment in a region.
pub(super) struct Templates {
    /// `<environment>/<region>`, for people.
    pub(super) place: String,
    /// The AWS region.
    pub(super) region: String,
    /// The files, sorted.
    pub(super) files: Vec<PathBuf>,
}

/// All of them, sorted.
pub(super) fn generated(workspace: &Workspace) -> anyhow::Result<Vec<Templates>> {
    let mut all = Vec::new();
    for environment in paths(&workspace.generated(), Path::is_dir)? {
        for folder in paths(&environment, Path::is_dir)? {
            let name = |path: &Path| {
                let name = path.file_name().unwrap_or_default();
                name.to_string_lossy().into_owned()
            };
            let is_template = |path: &Path| path.to_string_lossy().ends_with(".template.json");
            all.push(Templates {
                place: format!("{}/{}", name(&environment), name(&folder)),
                region: name(&folder),
                files: paths(&folder, is_template)?,
            });
        }
    }
    Ok(all)
}

fn paths(within: &Path, wanted: impl Fn(&Path) -> bool) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(within).with_context(|| format!("cannot list {}", within.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if wanted(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
