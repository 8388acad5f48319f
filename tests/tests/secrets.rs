//! No secret is shown, logged or kept: neither the caller's own credentials, nor those that the
//! functions are given.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use tests::{Installation, until};

/// What a caller's environment holds; nothing else has this text.
const OWN: &str = "AnOwnSecretThatIsShownNowhere0123456789";

/// The caller's own credentials, with everything logged.
const VARIABLES: [(&str, &str); 4] = [
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", OWN),
    ("AWS_SESSION_TOKEN", OWN),
    ("SIGHTLINE_LOG", "trace"),
];

/// A verb's whole output.
fn told(installation: &Installation, words: &[&str]) -> String {
    text(&installation.run(words))
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The secrets of the functions that a process started, from their environments.
#[cfg(target_os = "linux")]
fn given_to_functions(parent: u64) -> BTreeSet<String> {
    let mut secrets = BTreeSet::new();
    for process in fs::read_dir("/proc").unwrap().flatten() {
        // A process may end while it is looked at.
        let read = |name: &str| fs::read(process.path().join(name)).unwrap_or_default();
        let stat = String::from_utf8_lossy(&read("stat")).into_owned();
        // `pid (name) state parent`: a name may have spaces.
        let parent_of = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<u64>().ok());
        if parent_of != Some(parent) {
            continue;
        }
        let environment = String::from_utf8_lossy(&read("environ")).into_owned();
        let variables: BTreeMap<_, _> = environment
            .split('\0')
            .filter_map(|variable| variable.split_once('='))
            .collect();
        // Until its program is loaded, a process has its parent's environment.
        if !variables.contains_key("AWS_LAMBDA_RUNTIME_API") {
            continue;
        }
        for name in ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            secrets.extend(variables.get(name).map(|&value| value.to_owned()));
        }
    }
    secrets
}

/// Every file below a folder that holds one of the texts.
fn holding(folder: &Path, texts: &BTreeSet<String>, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            holding(&path, texts, found);
        } else if let Ok(bytes) = fs::read(&path) {
            let content = String::from_utf8_lossy(&bytes);
            if texts.iter().any(|text| content.contains(text)) {
                found.push(path.display().to_string());
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_secret_is_in_any_view_log_or_file() {
    let Some(installation) = Installation::new() else {
        return;
    };
    let installation = installation.with_variables(&VARIABLES);
    let (pictures, normals) = (installation.file("pictures"), installation.file("normals"));
    fs::create_dir(&pictures).unwrap();
    fs::create_dir(&normals).unwrap();
    let mut sound = samples::normals("meter");
    for (name, sample) in ["a.jpg", "b.jpg"].iter().zip(&mut sound) {
        fs::write(pictures.join(name), sample.bytes).unwrap();
    }
    for (at, sample) in sound.enumerate() {
        fs::write(normals.join(format!("{at}.jpg")), sample.bytes).unwrap();
    }
    let serving = installation.serve("local", &[]);
    let mut inspect = installation.command(&["inspect", &pictures.to_string_lossy(), "--normals"]);
    let inspect = inspect
        .arg(&normals)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut secrets = until("functions run", || {
        let secrets = given_to_functions(serving.pid);
        (!secrets.is_empty()).then_some(secrets)
    });
    let inspect = text(&inspect.wait_with_output().unwrap());
    assert!(
        secrets.iter().all(|secret| secret.len() >= 40),
        "{secrets:?}"
    );
    secrets.insert(OWN.to_owned());

    let mut outputs = vec![("inspect", inspect)];
    for words in [
        &["status", "local"][..],
        &["outputs", "local"],
        &["diff", "local"],
        &["drift", "local"],
        &["logs", "local"],
        &["gc", "local"],
        // What fails tells why, and no more.
        &["rollback", "local", "--no-smoke"],
        &["query", "no-such-query"],
    ] {
        outputs.push((words[0], told(&installation, words)));
    }
    for (verb, output) in outputs {
        assert!(!output.is_empty(), "{verb} says nothing");
        for secret in &secrets {
            assert!(!output.contains(secret.as_str()), "{verb} shows a secret");
        }
    }
    let mut found = Vec::new();
    let log = fs::read_to_string(installation.file("served.log")).unwrap();
    assert!(!log.is_empty(), "the region logs nothing");
    holding(&installation.file(""), &secrets, &mut found);
    assert!(found.is_empty(), "{found:?}");
}
