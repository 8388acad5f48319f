//! `inspector serve`, started as SageMaker starts it, asked by clients that behave and by others.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::sync::Barrier;

use common::{Answer, Begun, Server, inspector, trained};
use serde_json::Value;
use sha2::{Digest, Sha256};

const JPEG: (&str, &str) = ("Content-Type", "image/jpeg");

fn picture() -> Vec<u8> {
    samples::normals("pipe").next().unwrap().bytes
}

fn keys(body: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn a_picture_gets_the_answer_that_lookouts_users_know() {
    let server = Server::start(trained(), &[]);
    assert_eq!(server.told["pictures"], 12);
    let answer = server.invoke(&[JPEG], &picture());
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.head.contains("content-type: application/json"));
    assert_eq!(keys(&answer.body), ["Confidence", "IsAnomalous", "Source"]);
    assert_eq!(
        answer.body["Source"],
        serde_json::json!({ "Type": "direct" })
    );
    assert_eq!(answer.body["IsAnomalous"], false);
    let confidence = answer.body["Confidence"].as_f64().unwrap();
    assert!((0.5..=1.0).contains(&confidence));

    // A different device altogether is anomalous, and whoever asks for JSON is told where.
    let meter = samples::normals("meter").next().unwrap().bytes;
    let answer = server.invoke(&[JPEG, ("Accept", "application/json")], &meter);
    let wanted = [
        "AnomalyScore",
        "Confidence",
        "IsAnomalous",
        "Model",
        "Regions",
        "Source",
        "Version",
    ];
    assert_eq!(keys(&answer.body), wanted);
    let model = std::fs::read(trained().join("model/close-look.model")).unwrap();
    let digest = format!("{:x}", Sha256::digest(model));
    assert_eq!(answer.body["Version"], digest[..16]);
    assert_eq!(server.told["version"], digest[..16]);
    assert_eq!(answer.body["IsAnomalous"], true);
    assert_eq!(answer.body["AnomalyScore"], answer.body["Confidence"]);
    let region = &answer.body["Regions"][0];
    assert_eq!(keys(region), ["Height", "Left", "Score", "Top", "Width"]);

    // The same picture as a PNG has the same answer as its pixels have.
    let limits = vision::picture::Limits {
        max_bytes: 1 << 24,
        max_pixels: 1 << 24,
        min_side: 1,
    };
    let pixels = vision::picture::decode(&meter, &limits).unwrap().pixels;
    let png = pixels.encode_png().unwrap();
    let same = server.invoke(
        &[
            ("Content-Type", "image/png"),
            ("Accept", "application/json"),
        ],
        &png,
    );
    assert_eq!(same.body, answer.body);
}

#[test]
fn health_is_told_and_nothing_else_is_served() {
    let server = Server::start(trained(), &[]);
    let ask = |line: &str| {
        let mut stream = server.connect();
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        Answer::read(stream).status
    };
    assert_eq!(ask("GET /ping"), 200);
    assert_eq!(ask("GET /invocations"), 405);
    assert_eq!(ask("GET /model"), 404);
}

#[test]
fn as_much_is_taken_as_whoever_starts_it_sends() {
    const MEGABYTE: usize = 1 << 20;
    // What a batch transform says; what none says is what an endpoint may send.
    for (told, most) in [("2", 2), ("100", 100), ("0", 25), ("101", 25), ("much", 25)] {
        let server = Server::start(trained(), &["--max-payload-mb", told]);
        let answer = server.invoke(&[JPEG], &vec![0; most * MEGABYTE]);
        assert_eq!(answer.status, 400, "{told}: {answer:?}");
        let answer = server.invoke(&[JPEG], &vec![0; most * MEGABYTE + 1]);
        assert_eq!(answer.status, 413, "{told}: {answer:?}");
    }
    let both = ["--max-payload-mb", "2", "--max-bytes", "1000"];
    let server = Server::start(trained(), &both);
    assert_eq!(server.invoke(&[JPEG], &[0; 1001]).status, 413);
}

#[test]
fn what_cannot_be_looked_at_is_refused_with_the_reason() {
    let server = Server::start(trained(), &["--max-bytes", "200000"]);
    let picture = picture();
    let check = |headers: &[(&str, &str)], body: &[u8], status: u16, words: &str| {
        let answer = server.invoke(headers, body);
        assert_eq!(answer.status, status, "{words}: {answer:?}");
        assert!(answer.message().contains(words), "{words}: {answer:?}");
    };
    // All of a body that is larger than sockets hold is sent, and the reason is read all the same.
    let large = vec![0xff; 700_000];
    check(&[JPEG], &large, 413, "larger than 200000 bytes");
    check(
        &[("Content-Type", "text/csv")],
        &picture,
        415,
        "text/csv; image/jpeg and image/png",
    );
    check(&[], &picture, 415, "the content type is missing");
    check(
        &[("Content-Type", "image/png")],
        &picture,
        415,
        "says image/png, the body is image/jpeg",
    );
    check(&[JPEG, ("Accept", "text/csv")], &picture, 406, "text/csv");
    check(
        &[JPEG],
        &picture[..picture.len() / 2],
        400,
        "truncated or damaged",
    );
    check(&[JPEG], b"", 400, "the file is empty");
    check(&[JPEG], b"no picture", 400, "neither a JPEG nor a PNG");

    // Without a length: the limit holds while the body comes.
    let mut stream = server.connect();
    let head = "POST /invocations HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\
                Content-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    for _ in 0..30 {
        stream.write_all(b"2710\r\n").unwrap();
        stream.write_all(&[0xff; 10_000]).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    assert_eq!(Answer::read(stream).status, 413);

    // A client that goes in the middle of its body, and one that says so.
    let mut begun = Begun::new(&server, picture.len());
    begun.send(&picture[..1000]);
    drop(begun);
    let mut begun = Begun::new(&server, picture.len());
    begun.send(&picture[..1000]);
    let answer = begun.cut_off();
    assert_eq!(
        (answer.status, answer.message()),
        (400, "the body ended before all of it had come")
    );

    // After all of that it still answers.
    assert_eq!(server.invoke(&[JPEG], &picture).status, 200);
}

#[test]
fn a_hundred_at_once_are_all_answered() {
    let server = Server::start(trained(), &["--queue", "100"]);
    let picture = picture();
    let wanted = server.invoke(&[JPEG], &picture);
    let together = Barrier::new(100);
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..100)
            .map(|_| {
                scope.spawn(|| {
                    together.wait();
                    server.invoke(&[JPEG], &picture)
                })
            })
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap())
            .collect()
    });
    for answer in answers {
        assert_eq!((answer.status, &answer.body), (200, &wanted.body));
    }
}

#[test]
fn beyond_the_queue_clients_are_sent_away_at_once() {
    let server = Server::start(trained(), &["--concurrency", "1", "--queue", "1"]);
    let picture = picture();
    let held = [
        Begun::new(&server, picture.len()),
        Begun::new(&server, picture.len()),
    ];
    let answer = server.invoke(&[JPEG], &picture);
    assert_eq!(answer.status, 503);
    assert!(answer.head.contains("retry-after: 1"), "{answer:?}");
    for begun in held {
        assert_eq!(begun.finish(&picture).status, 200);
    }
    assert_eq!(server.invoke(&[JPEG], &picture).status, 200);
}

#[test]
fn what_is_under_way_at_the_end_is_answered() {
    let mut server = Server::start(trained(), &[]);
    let picture = picture();
    let mut begun = Begun::new(&server, picture.len());
    begun.send(&picture[..100]);
    server.terminate();
    server.wait_for("finishing what is under way");
    let answer = begun.finish(&picture[100..]);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["IsAnomalous"], false);
    assert!(server.wait().success());
    let gone = std::net::TcpStream::connect(server.address);
    assert!(
        gone.and_then(|mut stream| stream.read(&mut [0]))
            .map_or(true, |read| read == 0)
    );
}

#[test]
fn it_ends_with_whoever_holds_its_stdin_where_that_is_asked() {
    let mut child = inspector()
        .args([
            "serve",
            "--port",
            "0",
            "--until-stdin-closes",
            "--ml-folder",
        ])
        .arg(trained())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    assert!(line.contains("listening"), "{line}");
    assert!(child.try_wait().unwrap().is_none());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn without_a_model_nothing_is_served() {
    let empty = tempfile::TempDir::new().unwrap();
    let serve = || {
        let folder = empty.path();
        inspector()
            .args(["serve", "--port", "0", "--ml-folder"])
            .arg(folder)
            .output()
            .unwrap()
    };
    let output = serve();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("close-look.model cannot be read"));
    common::put(
        &empty.path().join("model/close-look.model"),
        b"a picture, say",
    );
    let output = serve();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("this is no model file"));
}
