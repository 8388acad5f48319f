//! Files that are generated and committed: written, or compared with what is there. One comparison
//! serves both, so that what a check accepts is what would be written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use similar::TextDiff;

/// A file whose content is not what should be there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Relative to the folder of generated files, with `/`.
    pub(crate) path: String,
    /// What is there now.
    old: Option<String>,
    /// What should be there.
    new: Option<String>,
}

/// What differs between the folder (or `within` it) and what is wanted, sorted by path.
pub(crate) fn compare(
    folder: &Path,
    within: &str,
    wanted: &BTreeMap<String, String>,
) -> anyhow::Result<Vec<Change>> {
    let mut present = BTreeSet::new();
    if folder.join(within).is_file() {
        present.insert(within.to_owned());
    } else {
        list(folder, &folder.join(within), &mut present)?;
    }
    let paths: BTreeSet<&String> = present.iter().chain(wanted.keys()).collect();
    let mut changes = Vec::new();
    for path in paths {
        let old = if present.contains(path) {
            let file = folder.join(path);
            let text =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            // A file that is no text is stale in any case.
            Some(String::from_utf8_lossy(&text).into_owned())
        } else {
            None
        };
        let new = wanted.get(path).cloned();
        if old != new {
            changes.push(Change {
                path: path.clone(),
                old,
                new,
            });
        }
    }
    Ok(changes)
}

fn list(folder: &Path, at: &Path, paths: &mut BTreeSet<String>) -> anyhow::Result<()> {
    let entries = match fs::read_dir(at) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("cannot list {}", at.display())),
    };
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            list(folder, &path, paths)?;
        } else if let Ok(relative) = path.strip_prefix(folder) {
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            paths.insert(parts.join("/"));
        }
    }
    Ok(())
}

/// Brings the folder up to date.
pub(crate) fn apply(folder: &Path, changes: &[Change]) -> anyhow::Result<()> {
    for change in changes {
        let file: PathBuf = folder.join(&change.path);
        let done = match &change.new {
            Some(text) => fs::create_dir_all(file.parent().unwrap_or(folder))
                .and_then(|()| fs::write(&file, text)),
            None => fs::remove_file(&file).map(|()| remove_empty(folder, &file)),
        };
        done.with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Removes the folders that the removal of `file` left empty.
fn remove_empty(folder: &Path, file: &Path) {
    let parents = file.ancestors().skip(1);
    for parent in parents.take_while(|parent| *parent != folder) {
        // Fails on the first that is not empty, which is where to stop.
        if fs::remove_dir(parent).is_err() {
            return;
        }
    }
}

impl Change {
    pub(crate) const fn verb(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "Add",
            (_, None) => "Remove",
            _ => "Update",
        }
    }

    /// As a unified diff. `root` is the folder's path within the workspace.
    pub(crate) fn diff(&self, root: &str) -> String {
        let name = |side: &str, text: &Option<String>| match text {
            Some(_) => format!("{side}/{root}/{}", self.path),
            None => "/dev/null".to_owned(),
        };
        TextDiff::from_lines(
            self.old.as_deref().unwrap_or_default(),
            self.new.as_deref().unwrap_or_default(),
        )
        .unified_diff()
        .context_radius(3)
        .header(&name("a", &self.old), &name("b", &self.new))
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn writing_brings_the_folder_up_to_date_and_clears_what_is_stale() {
        let folder = tempfile::tempdir().unwrap();
        let first = wanted(&[("local/r/a.json", "1\n"), ("prod/r/b.json", "2\n")]);
        let changes = compare(folder.path(), "", &first).unwrap();
        assert_eq!(changes.len(), 2);
        apply(folder.path(), &changes).unwrap();
        assert_eq!(compare(folder.path(), "", &first).unwrap(), []);

        let second = wanted(&[("local/r/a.json", "1\n2\n")]);
        let changes = compare(folder.path(), "", &second).unwrap();
        let verbs: Vec<_> = changes.iter().map(Change::verb).collect();
        assert_eq!(verbs, ["Update", "Remove"]);
        apply(folder.path(), &changes).unwrap();
        assert_eq!(compare(folder.path(), "", &second).unwrap(), []);
        assert!(!folder.path().join("prod").exists());
    }

    #[test]
    fn one_environment_leaves_the_others_alone() {
        let folder = tempfile::tempdir().unwrap();
        let both = wanted(&[("local/r/a.json", "1\n"), ("prod/r/b.json", "2\n")]);
        apply(folder.path(), &compare(folder.path(), "", &both).unwrap()).unwrap();
        let one = wanted(&[("local/r/a.json", "1\n")]);
        assert_eq!(compare(folder.path(), "local", &one).unwrap(), []);
    }

    #[test]
    fn a_stale_file_is_shown_as_a_diff() {
        let change = Change {
            path: "local/r/a.json".to_owned(),
            old: Some("{\n  \"a\": 1\n}\n".to_owned()),
            new: Some("{\n  \"a\": 2\n}\n".to_owned()),
        };
        insta::assert_snapshot!(change.diff("stacks/generated"), @r#"
        --- a/stacks/generated/local/r/a.json
        +++ b/stacks/generated/local/r/a.json
        @@ -1,3 +1,3 @@
         {
        -  "a": 1
        +  "a": 2
         }
        "#);
    }
}
