//! The binary: started, killed, started again.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use aws_sdk_s3::primitives::ByteStream;
use serde_json::Value;

use crate::support::{ACCOUNT, s3_client};

fn start(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_sightline-region"))
        .args([
            "serve",
            "--account",
            ACCOUNT,
            "--environment",
            "test",
            "--until-stdin-closes",
        ])
        .arg("--state")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The endpoint that it prints once it is ready.
fn endpoint(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not ready: {line}"));
    ready["endpoint"].as_str().unwrap().to_owned()
}

#[test]
fn a_mistake_in_the_faults_is_told_before_anything_begins() {
    let folder = tempfile::tempdir().unwrap();
    let faults = folder.path().join("faults.json");
    std::fs::write(&faults, r#"{"cloudformation": {"answersAfter": 50}}"#).unwrap();
    let state = folder.path().join("state");
    let refused = Command::new(env!("CARGO_BIN_EXE_sightline-region"))
        .args(["serve", "--account", ACCOUNT, "--environment", "test"])
        .arg("--state")
        .arg(&state)
        .arg("--faults")
        .arg(&faults)
        .output()
        .unwrap();
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("faults.json") && told.contains("expected one of `answersAfterMs`"),
        "{told}"
    );
    assert!(!state.exists());
}

#[tokio::test]
async fn a_killed_region_has_all_that_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = start(folder.path());
    let s3 = s3_client(&endpoint(&mut first), "local");
    s3.create_bucket().bucket("pictures").send().await.unwrap();
    // Writers go on until the process is gone.
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let s3 = s3.clone();
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for number in 0.. {
                    let key = format!("{writer}/{number}");
                    let put = s3.put_object().bucket("pictures").key(&key);
                    match put
                        .body(ByteStream::from(key.clone().into_bytes()))
                        .send()
                        .await
                    {
                        Ok(_) => acknowledged.push(key),
                        Err(_) => break,
                    }
                    if writer == 0 && number == 20 {
                        return (acknowledged, true);
                    }
                }
                (acknowledged, false)
            })
        })
        .collect();
    let mut keys = Vec::new();
    for (writer, task) in writers.into_iter().enumerate() {
        let (acknowledged, _) = task.await.unwrap();
        keys.extend(acknowledged);
        if writer == 0 {
            first.kill().unwrap();
            first.wait().unwrap();
        }
    }
    assert!(keys.len() > 20);
    let mut second = start(folder.path());
    let s3 = s3_client(&endpoint(&mut second), "local");
    for key in keys {
        let got = s3
            .get_object()
            .bucket("pictures")
            .key(&key)
            .send()
            .await
            .unwrap();
        assert_eq!(got.body.collect().await.unwrap().to_vec(), key.as_bytes());
    }
    drop(second.stdin.take());
    assert!(second.wait().unwrap().success());
    assert!(
        !folder.path().join("endpoint.json").exists(),
        "a clean stop takes the file away"
    );
}

#[test]
fn a_folder_is_served_by_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = start(folder.path());
    let endpoint = endpoint(&mut first);
    let told = std::fs::read_to_string(folder.path().join("endpoint.json")).unwrap();
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["endpoint"], Value::from(endpoint));
    assert_eq!(told["pid"], first.id());
    let second = start(folder.path()).wait_with_output().unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("another process serves the region"), "{said}");
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
}
