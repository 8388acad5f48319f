//! What `generate` left for one environment and region: the manifest and the files beside it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use manifest::Manifest;
use ui::Problem;

/// The generated files of one environment in one region.
#[derive(Debug)]
pub(crate) struct Artefacts {
    folder: PathBuf,
    /// What is deployed in place of a file, by the file's name.
    replaced: BTreeMap<String, String>,
    pub manifest: Manifest,
}

impl Artefacts {
    /// Every region of the environment, or those that are named.
    pub(crate) fn open(
        workspace: &Path,
        environment: &str,
        regions: &[impl AsRef<str>],
    ) -> Result<Vec<Self>, Problem> {
        let all = workspace.join("stacks").join("generated");
        let folder = all.join(plain(environment)?);
        let known = folders(&folder).map_err(|error| {
            Problem::new(format!("there is no environment {environment:?}"))
                .because(error)
                .next(match folders(&all) {
                    Ok(known) if !known.is_empty() => format!("name one of: {}", known.join(", ")),
                    _ => "run `cargo xtask generate`".to_owned(),
                })
        })?;
        let named: Vec<&str> = regions.iter().map(AsRef::as_ref).collect();
        if let Some(region) = named
            .iter()
            .find(|region| !known.iter().any(|known| known == *region))
        {
            return Err(Problem::new(format!(
                "the environment {environment:?} is not in the region {region:?}: {}",
                known.join(", ")
            )));
        }
        if known.is_empty() {
            return Err(Problem::new(format!("{} is empty", folder.display()))
                .next("run `cargo xtask generate`"));
        }
        known
            .iter()
            .filter(|region| named.is_empty() || named.contains(&region.as_str()))
            .map(|region| Self::read_folder(folder.join(region)))
            .collect()
    }

    /// The one region that a verb acts on which has a single result.
    pub(crate) fn open_one(
        workspace: &Path,
        environment: &str,
        region: Option<&str>,
    ) -> Result<Self, Problem> {
        let named: Vec<&str> = region.into_iter().collect();
        let mut all = Self::open(workspace, environment, &named)?;
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => Ok(only),
            (last, _) => {
                let regions = all
                    .iter()
                    .chain(&last)
                    .map(|one| one.manifest.region.as_str());
                let regions: Vec<_> = regions.collect();
                Err(Problem::new(format!(
                    "the environment {environment:?} is in several regions: {}",
                    regions.join(", ")
                ))
                .next(format!(
                    "add `--region {}`",
                    regions.first().unwrap_or(&"REGION")
                )))
            }
        }
    }

    fn read_folder(folder: PathBuf) -> Result<Self, Problem> {
        let file = folder.join("manifest.json");
        let text = read(&file)?;
        let manifest = parse(&text).map_err(|why| {
            Problem::new(format!("{} cannot be used", file.display()))
                .because(why)
                .next("run `cargo xtask generate`")
        })?;
        Ok(Self {
            folder,
            replaced: BTreeMap::new(),
            manifest,
        })
    }

    /// The text of a file that the manifest names.
    pub(crate) fn text(&self, file: &str) -> Result<String, Problem> {
        match self.replaced.get(file) {
            Some(text) => Ok(text.clone()),
            None => read(&self.folder.join(plain(file)?)),
        }
    }

    /// Takes a text for a file from now on, as a target that cannot take the file itself needs it.
    pub(crate) fn replace(&mut self, file: &str, text: String) {
        self.replaced.insert(file.to_owned(), text);
    }
}

/// The manifest, when it is of this program's form.
fn parse(text: &str) -> Result<Manifest, String> {
    #[derive(serde::Deserialize)]
    struct Form {
        format: u32,
    }
    // Asked first: a manifest of another form would fail on some field, which explains nothing.
    let form: Form = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if form.format != manifest::FORMAT {
        return Err(format!(
            "it is of form {}, and this program reads form {}",
            form.format,
            manifest::FORMAT
        ));
    }
    let manifest: Manifest = serde_json::from_str(text).map_err(|error| error.to_string())?;
    for parameter in manifest
        .stacks
        .iter()
        .flat_map(|stack| stack.parameters.values())
    {
        if let manifest::Parameter::FunctionKey { function } = parameter
            && !manifest
                .functions
                .iter()
                .any(|known| known.name == *function)
        {
            return Err(format!(
                "a stack asks for the zip of an unknown function {function:?}"
            ));
        }
    }
    Ok(manifest)
}

/// A name or relative path that stays within its folder.
fn plain(path: &str) -> Result<&Path, Problem> {
    let relative = Path::new(path);
    let inside = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if inside && !path.is_empty() {
        Ok(relative)
    } else {
        Err(Problem::new(format!(
            "{path:?} does not name something within stacks/generated"
        )))
    }
}

fn read(file: &Path) -> Result<String, Problem> {
    fs::read_to_string(file).map_err(|error| {
        Problem::new(format!("cannot read {}", file.display()))
            .because(error)
            .next("run `cargo xtask generate`")
    })
}

/// The names of the folders within, sorted.
fn folders(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir()
            && let Ok(name) = entry.file_name().into_string()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn manifest_text() -> String {
        serde_json::json!({
            "format": manifest::FORMAT, "environment": "local", "region": "us-east-1",
            "account": "000000000000", "embedded": true,
            "bootstrap": {
                "stack": {
                    "name": "sightline-local-bootstrap", "template": "bootstrap.template.json",
                    "namedIam": true, "tags": {}, "parameters": {},
                },
                "homeRegion": "us-east-1",
                "executionRole": "arn:aws:iam::000000000000:role/sightline-local-execution",
                "deployRole": null, "planRole": null, "githubEnvironment": null,
            },
            "rollout": {"wave": 0, "regionsAtOnce": 1},
            "stacks": [{
                "name": "sightline-local-inspection", "template": "inspection.template.json",
                "namedIam": true, "tags": {},
                "parameters": {"PrepareKey": {"from": "functionKey", "function": "prepare"}},
            }],
            "functions": [{
                "name": "prepare", "functionName": "sightline-local-prepare",
                "binary": "prepare", "architecture": "arm64",
            }],
            "deviceClasses": ["meter"],
            "pictureLimits": {"maxBytes": 1000000, "maxPixels": 1000000, "minSide": 80,
                "preparedSide": 1024, "preparedQuality": 90},
            "ownPicturesClass": null, "customLabelsProjects": {},
            "names": {
                "picturesBucket": "p", "lakeBucket": "l", "artefactsBucket": "a",
                "resultsBucket": "r", "database": "d", "workgroup": "w", "stateMachine": "s",
            },
            "queries": [],
        })
        .to_string()
    }

    const NONE: &[&str] = &[];

    fn workspace(regions: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (region, manifest) in regions {
            let folder = root.path().join("stacks/generated/local").join(region);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("manifest.json"), manifest).unwrap();
        }
        root
    }

    #[test]
    fn a_manifest_of_another_form_is_refused_by_its_form() {
        let text = manifest_text().replace("\"format\":2", "\"format\":7");
        let root = workspace(&[("us-east-1", &text)]);
        let problem = Artefacts::open(root.path(), "local", NONE).unwrap_err();
        let text = ui::render_error(&problem);
        assert!(
            text.contains("it is of form 7, and this program reads form 2"),
            "{text}"
        );
        assert!(text.contains("cargo xtask generate"), "{text}");
    }

    #[test]
    fn a_zip_of_an_unknown_function_is_refused() {
        let text = manifest_text().replace("\"function\":\"prepare\"", "\"function\":\"x\"");
        assert!(parse(&text).unwrap_err().contains("unknown function \"x\""));
    }

    #[test]
    fn an_unknown_environment_or_region_names_those_that_exist() {
        let root = workspace(&[("us-east-1", &manifest_text())]);
        let text = ui::render_error(&Artefacts::open(root.path(), "prod", NONE).unwrap_err());
        assert!(text.contains("name one of: local"), "{text}");
        let problem = Artefacts::open(root.path(), "local", &["eu-west-1"]).unwrap_err();
        assert!(problem.to_string().contains("us-east-1"), "{problem}");
        assert!(Artefacts::open(root.path(), "../local", NONE).is_err());
    }

    #[test]
    fn a_verb_with_a_single_result_wants_a_single_region() {
        let text = manifest_text();
        let root = workspace(&[("eu-west-1", &text), ("us-east-1", &text)]);
        let problem = Artefacts::open_one(root.path(), "local", None).unwrap_err();
        assert!(ui::render_error(&problem).contains("--region"), "{problem}");
        assert!(Artefacts::open_one(root.path(), "local", Some("us-east-1")).is_ok());
    }
}
