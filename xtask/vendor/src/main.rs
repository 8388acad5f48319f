//! `cargo run -p vendor -- <path of cfnlint/data> <version>`: takes a package over into
//! `stacks/registry`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use vendor::{Package, vendor};

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(data), Some(version)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: vendor <path of cfnlint/data> <version of the package>");
        return ExitCode::FAILURE;
    };
    match run(Path::new(&data), version) {
        Ok(count) => {
            eprintln!("{count} files written to stacks/registry");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(data: &Path, version: String) -> Result<usize, Box<dyn std::error::Error>> {
    let mut files = BTreeMap::new();
    read_folder(data, "", &mut files)?;
    let made = vendor(&Package { files, version })?;
    let registry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stacks/registry");
    remove_stale(&registry.join("schemas"))?;
    for (path, bytes) in &made {
        let path = registry.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(made.len())
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), files)?;
        } else if name.ends_with(".json") {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Folders of services are made anew, so that a type that is gone leaves no file.
fn remove_stale(schemas: &Path) -> io::Result<()> {
    if !schemas.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(schemas)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
