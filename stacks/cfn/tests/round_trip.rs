//! Templates of others come back from JSON and from YAML as they were read.
//!
//! `CFN_TEMPLATES` names a folder of templates, such as `test/fixtures/templates` of cfn-lint's
//! source distribution; those that cannot be read as a template are counted and told.

#![allow(clippy::unwrap_used, reason = "a test says where it fails by failing")]

use std::fs;
use std::path::{Path, PathBuf};

use cfn::Template;

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is = |ending: &&str| path.extension().is_some_and(|own| own == *ending);
        if path.is_dir() {
            list(&path, files);
        } else if ["json", "yaml", "yml", "template"].iter().any(is) {
            files.push(path);
        }
    }
}

fn again(text: &str) -> Result<Template, String> {
    match Template::parse(text) {
        (Some(template), found) if found.is_empty() => Ok(template),
        (_, found) => Err(found.to_string()),
    }
}

#[test]
fn templates_come_back_as_they_were_read() {
    let Some(folder) = std::env::var_os("CFN_TEMPLATES") else {
        println!("skipped: CFN_TEMPLATES names no folder of templates");
        return;
    };
    let mut files = Vec::new();
    list(Path::new(&folder), &mut files);
    files.sort();
    assert!(!files.is_empty(), "the folder holds no templates");
    let (mut equal, mut unread, mut misses) = (0, Vec::new(), Vec::new());
    for file in &files {
        let text = String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned();
        let (template, found) = Template::parse(&text);
        let Some(template) = template else {
            unread.push(format!("{}: {found}", file.display()));
            continue;
        };
        for text in [template.render(), template.render_yaml()] {
            match again(&text) {
                // As text, so that order and empty sections count as well.
                Ok(back) if back.render() == template.render() => {}
                Ok(_) => misses.push(format!("{}: another template", file.display())),
                Err(why) => misses.push(format!("{}: {why}", file.display())),
            }
        }
        equal += 1;
    }
    println!(
        "{equal} of {} read; not read:\n{}",
        files.len(),
        unread.join("\n")
    );
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}
