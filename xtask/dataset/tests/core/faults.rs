//! Killed at any moment: nothing that was acknowledged is lost.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use dataset::manifest::Label;
use dataset::{Dataset, DatasetError, Item, verify};
use proptest::prelude::*;

use crate::support::{Bench, files_below, item, labelled, png};

fn put(dataset: &mut Dataset, items: Vec<Item>) {
    dataset.change(|_| Ok::<_, DatasetError>(items)).unwrap();
}

fn labels(dataset: &Dataset) -> Vec<Option<Label>> {
    let items = dataset.items().values();
    items
        .map(|item| item.line.label.as_ref().map(|label| label.label))
        .collect()
}

/// A writer that is killed leaves a part of its last line. Whatever part: the lines before hold, and
/// the next writer goes on after them.
#[test]
fn the_journal_may_end_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::create(folder.path()).unwrap();
    put(&mut dataset, vec![item(1, None, None, None, None)]);
    let journal = folder.path().join("journal.jsonl");
    let before = std::fs::read(&journal).unwrap();
    // Its name has characters of several bytes, which a part may end within.
    let mut second = item(2, Some(Label::Normal), Some("m-1"), None, None);
    second.facts.name = "Zähler übergroß.png".to_owned();
    put(&mut dataset, vec![second]);
    let after = std::fs::read(&journal).unwrap();
    drop(dataset);
    for end in before.len()..=after.len() {
        std::fs::write(&journal, &after[..end]).unwrap();
        let mut dataset = Dataset::open(folder.path()).unwrap();
        let whole = end == after.len();
        assert_eq!(dataset.items().len(), 1 + usize::from(whole), "{end}");
        put(&mut dataset, vec![item(3, None, None, None, None)]);
        let again = Dataset::open(folder.path()).unwrap();
        assert_eq!(again.items(), dataset.items(), "{end}");
        assert_eq!(again.items().len(), 2 + usize::from(whole), "{end}");
    }
}

/// Killed between the new manifest and the new journal, the old journal is read on top of what has
/// it all.
#[test]
fn a_manifest_that_took_the_journal_in_reads_the_same_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::create(folder.path()).unwrap();
    put(
        &mut dataset,
        (0..5).map(|n| item(n, None, None, None, None)).collect(),
    );
    put(
        &mut dataset,
        vec![item(3, Some(Label::Anomalous), None, None, None)],
    );
    put(
        &mut dataset,
        vec![item(3, Some(Label::Normal), None, None, None)],
    );
    let journal = folder.path().join("journal.jsonl");
    let old = std::fs::read(&journal).unwrap();
    dataset.compact().unwrap();
    assert_eq!(
        std::fs::read_to_string(&journal).unwrap().lines().count(),
        1
    );
    std::fs::write(&journal, old).unwrap();
    // Also for whoever had it open before.
    dataset.refresh().unwrap();
    assert_eq!(
        Dataset::open(folder.path()).unwrap().items(),
        dataset.items()
    );
    assert_eq!(labels(&dataset).iter().flatten().count(), 1);
}

#[test]
fn mistakes_of_a_journal_are_told_and_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut dataset = Dataset::create(folder.path()).unwrap();
    put(&mut dataset, vec![item(1, None, None, None, None)]);
    let journal = folder.path().join("journal.jsonl");
    let mut text = std::fs::read_to_string(&journal).unwrap();
    text.push_str("{\"source-ref\":\"../../etc/passwd\"}\nnonsense\n");
    std::fs::write(&journal, text).unwrap();
    let error = Dataset::open(folder.path()).unwrap_err().to_string();
    assert!(
        error.contains("journal.jsonl") && error.contains("line 2") && error.contains("picture"),
        "{error}"
    );
    let missing = Dataset::open(&folder.path().join("elsewhere")).unwrap_err();
    assert!(matches!(missing, DatasetError::NoDataset(_)), "{missing}");
}

#[derive(Debug, Clone)]
enum Act {
    Put(bool, u64, bool),
    Compact(bool),
    Reopen(bool),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (any::<bool>(), 0..6_u64, any::<bool>()).prop_map(|(who, n, normal)| Act::Put(who, n, normal)),
        1 => any::<bool>().prop_map(Act::Compact),
        1 => any::<bool>().prop_map(Act::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// Two processes write in any order: each label is there, the last of a picture holds.
    #[test]
    fn two_who_write_lose_nothing(acts in proptest::collection::vec(any_act(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let open = || Dataset::create(folder.path()).unwrap();
        let mut both = [open(), open()];
        let mut expected = std::collections::BTreeMap::new();
        for act in acts {
            match act {
                Act::Put(who, number, normal) => {
                    let label = if normal { Label::Normal } else { Label::Anomalous };
                    let item = item(number, Some(label), None, None, None);
                    let seen = expected.clone();
                    both[usize::from(who)].change(|items| {
                        // Whoever writes sees what the other has written.
                        assert_eq!(items, &seen);
                        Ok::<_, DatasetError>(vec![item.clone()])
                    }).unwrap();
                    expected.insert(item.facts.id.clone(), item);
                }
                Act::Compact(who) => both[usize::from(who)].compact().unwrap(),
                Act::Reopen(who) => both[usize::from(who)] = open(),
            }
        }
        let left = open();
        prop_assert_eq!(left.items(), &expected);
    }
}

fn program(target: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sightline-dataset"));
    command.arg("--target").arg(target).arg("dataset");
    command
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// `add` is killed after some of its files are there, again and again; what is left is a dataset,
/// and adding goes on until it is whole.
#[test]
fn adding_may_be_killed() {
    const PICTURES: usize = 150;
    let mut bench = Bench::new([]);
    for seed in 0..PICTURES as u64 {
        bench.file(&format!("{seed}.png"), &png(seed));
    }
    let root = bench.root().to_owned();
    let pictures = bench.pictures();
    let add = || {
        let mut command = program(bench.folder.path());
        command
            .args(["add", "--class", "meter", "--dataset"])
            .arg(&root)
            .arg(&pictures);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let mut acknowledged = 0;
    for wanted in [1, 40, 90] {
        let mut child = add().spawn().unwrap();
        while files_below(&root.join("pictures")).len() < wanted
            && child.try_wait().unwrap().is_none()
        {
            std::thread::yield_now();
        }
        kill(child);
        bench.dataset.refresh().unwrap();
        let have = bench.dataset.items().len();
        assert!(have >= acknowledged, "{have} are left of {acknowledged}");
        acknowledged = have;
        for item in bench.dataset.items().values() {
            let bytes = std::fs::read(root.join(item.facts.path())).unwrap();
            assert_eq!(bytes.len() as u64, item.facts.bytes);
        }
    }
    assert!(add().status().unwrap().success());
    bench.dataset.refresh().unwrap();
    assert_eq!(bench.dataset.items().len(), PICTURES);
    let found = verify(&bench.dataset, 0, |_| {}).unwrap();
    assert!(found.is_empty(), "{found}");
}

/// The page's server is killed between two labels: those that it answered are in the dataset.
#[test]
fn labels_that_were_answered_survive_a_kill() {
    let bench = Bench::new(0..12);
    let mut command = program(bench.folder.path());
    command.args(["label", "--dataset"]).arg(bench.root());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    let rest = address.trim().strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let ask = |method: &str, what: &str, seen: &str, body: &str| {
        let mut stream = TcpStream::connect(host).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} /{path}{what} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nX-Session: session-1\r\n\
             If-Match: \"{seen}\"\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        serde_json::from_str::<serde_json::Value>(body).unwrap()
    };
    let pictures = ask("POST", "api/next", "", r#"{"count":12}"#);
    let pictures = pictures["pictures"].as_array().unwrap();
    for picture in &pictures[..7] {
        let (id, seen) = (
            picture["id"].as_str().unwrap(),
            picture["revision"].as_str().unwrap(),
        );
        ask(
            "PUT",
            &format!("api/pictures/{id}/label"),
            seen,
            r#"{"label":"normal"}"#,
        );
    }
    kill(child);
    let dataset = Dataset::open(bench.root()).unwrap();
    assert_eq!(labels(&dataset).iter().flatten().count(), 7);
    let first = dataset
        .items()
        .values()
        .find(|item| item.facts.id.as_str() == pictures[0]["id"]);
    let given = first.unwrap().line.label.clone().unwrap();
    assert_eq!(given.label, labelled(Label::Normal, &[]).label);
    assert_eq!(given.by.job.as_deref(), Some("labelling-page"));
}
