//! Files of a folder, and the names under which they may be uploaded.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ui::Problem;

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its path within the folder, with `/`, for people.
    pub relative: String,
    /// The folder that holds it.
    pub parent: String,
}

/// Every file of the folder and the folders in it, sorted by path. Hidden ones are left out, and
/// so is what a symbolic link fetches from elsewhere.
pub(crate) fn walk(folder: &Path) -> anyhow::Result<Vec<Found>> {
    let root = folder.canonicalize().map_err(|error| {
        Problem::new(format!("there is no folder {}", folder.display())).because(error)
    })?;
    if !root.is_dir() {
        return Err(Problem::new(format!("{} is no folder", folder.display())).into());
    }
    let mut found = Vec::new();
    visit(&root, &root, &mut found).map_err(|error| {
        Problem::new(format!("cannot list {}", folder.display())).because(error)
    })?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn visit(root: &Path, at: &Path, found: &mut Vec<Found>) -> io::Result<()> {
    for entry in fs::read_dir(at)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            visit(root, &path, found)?;
        } else if kind.is_file() || is_file_within(root, &path) {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            found.push(Found {
                relative: parts.join("/"),
                parent: at
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                path,
            });
        }
    }
    Ok(())
}

/// Whether a symbolic link leads to a file of the same folder.
fn is_file_within(root: &Path, link: &Path) -> bool {
    link.canonicalize()
        .is_ok_and(|target| target.starts_with(root) && target.is_file())
}

/// A name of letters, digits, `-`, `_` and `.`, which starts with a letter or digit and has at
/// most `longest` characters. Of a long name the end stays, which tells more.
pub(crate) fn safe_name(name: &str, longest: usize) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let plain: String = name
        .chars()
        .map(|c| if allowed(c) { c } else { '-' })
        .collect();
    let end = &plain[plain.len().saturating_sub(longest)..];
    let start = end.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    match start {
        "" => "unnamed".to_owned(),
        start => start.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::DeviceId;
    use proptest::prelude::*;

    #[test]
    fn files_are_found_in_order_and_links_do_not_lead_out() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.jpg"), b"x").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/c")).unwrap();
        fs::create_dir_all(root.join(".git")).unwrap();
        for file in ["z.jpg", "b/c/a.jpg", "b/y.jpg", ".DS_Store", ".git/x"] {
            fs::write(root.join(file), b"x").unwrap();
        }
        let link = |target: &Path, name: &str| {
            std::os::unix::fs::symlink(target, root.join(name)).unwrap();
        };
        link(&outside.path().join("secret.jpg"), "out.jpg");
        link(outside.path(), "outside");
        link(&root.join("z.jpg"), "inside.jpg");
        link(root, "b/loop");
        let found = walk(root).unwrap();
        let relative: Vec<_> = found.iter().map(|found| found.relative.as_str()).collect();
        assert_eq!(relative, ["b/c/a.jpg", "b/y.jpg", "inside.jpg", "z.jpg"]);
        assert_eq!(found[0].parent, "c");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = walk(Path::new("no/such/folder")).unwrap_err();
        assert!(error.to_string().contains("no/such/folder"), "{error}");
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_device_id(name in ".*", longest in 1..=128_usize) {
            let safe = safe_name(&name, longest);
            prop_assert!(DeviceId::parse(safe.as_str()).is_ok(), "{}", safe);
        }
    }
}
