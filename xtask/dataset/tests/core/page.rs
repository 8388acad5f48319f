//! The labelling page's server: who may ask, who gets which picture, and what is saved.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use dataset::Dataset;
use dataset::label::{Counts, Desk, DeskOptions, PictureView, router};
use dataset::manifest::Label;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::Bench;

const HOST: &str = "127.0.0.1:4242";
const TOKEN: &str = "0123456789abcdef";

pub(crate) struct Server {
    pub(crate) bench: Bench,
    router: Router,
}

/// An answer: its status, and its body as JSON where it is some.
pub(crate) type Answer = (StatusCode, Value);

impl Server {
    pub(crate) fn new(pictures: u64, all: bool) -> Self {
        let bench = Bench::new(0..pictures);
        let options = DeskOptions {
            kinds: vec!["scratch".parse().unwrap(), "dent".parse().unwrap()],
            all,
            job: "test".to_owned(),
        };
        let desk = Desk::new(Dataset::open(bench.root()).unwrap(), options);
        let router = router(Arc::new(desk), 4242, TOKEN);
        Self { bench, router }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    pub(crate) async fn ask(
        &self,
        session: &str,
        method: &str,
        path: &str,
        seen: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/{TOKEN}/api/{path}"))
            .header("host", HOST)
            .header("origin", format!("http://{HOST}"))
            .header("x-session", session)
            .header("if-match", format!("\"{seen}\""))
            .header("content-type", "application/json");
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn next(
        &self,
        session: &str,
        count: usize,
        holding: &[&str],
    ) -> Vec<PictureView> {
        let body = json!({ "count": count, "holding": holding }).to_string();
        let (status, answer) = self.ask(session, "POST", "next", "", body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        serde_json::from_value(answer["pictures"].clone()).unwrap()
    }

    pub(crate) async fn label(&self, session: &str, picture: &PictureView, given: Value) -> Answer {
        let path = format!("pictures/{}/label", picture.id);
        self.ask(session, "PUT", &path, &picture.revision, given.to_string())
            .await
    }

    pub(crate) fn saved(&self, picture: &PictureView) -> dataset::manifest::Line {
        // As another process reads it.
        let dataset = Dataset::open(self.bench.root()).unwrap();
        dataset.items()[&picture.id].line.clone()
    }
}

pub(crate) fn normal() -> Value {
    json!({ "label": "normal" })
}

#[tokio::test]
async fn only_the_page_itself_is_answered() {
    let server = Server::new(1, false);
    let ask = |method: &str, path: &str, headers: &[(&str, &str)]| {
        let mut request = Request::builder().method(method).uri(path.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        server.send(request.body(Body::from("{\"count\":1}")).unwrap())
    };
    let (page, next) = (format!("/{TOKEN}/"), format!("/{TOKEN}/api/next"));
    let host = ("host", HOST);
    let origin = ("origin", "http://127.0.0.1:4242");
    let (json, session) = (
        ("content-type", "application/json"),
        ("x-session", "session-1"),
    );
    assert_eq!(ask("GET", &page, &[host]).await.0, StatusCode::OK);
    assert_eq!(
        ask("GET", &page, &[("host", "localhost:4242")]).await.0,
        StatusCode::OK
    );
    assert_eq!(
        ask("POST", &next, &[host, origin, json, session]).await.0,
        StatusCode::OK
    );
    // Another address, another name that leads here, another page.
    assert_eq!(ask("GET", "/", &[host]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        ask("GET", "/0123456789abcdee/", &[host]).await.0,
        StatusCode::NOT_FOUND
    );
    for wrong in ["evil.example:4242", "127.0.0.1:80", "127.0.0.1"] {
        assert_eq!(
            ask("GET", &page, &[("host", wrong)]).await.0,
            StatusCode::MISDIRECTED_REQUEST
        );
    }
    assert_eq!(
        ask("GET", &page, &[]).await.0,
        StatusCode::MISDIRECTED_REQUEST
    );
    for wrong in [
        "http://evil.example",
        "null",
        "https://127.0.0.1:4242",
        "http://127.0.0.1:80",
    ] {
        let answer = ask("POST", &next, &[host, ("origin", wrong), json, session]).await;
        assert_eq!(answer.0, StatusCode::FORBIDDEN);
        assert_eq!(
            ask("GET", &page, &[host, ("origin", wrong)]).await.0,
            StatusCode::FORBIDDEN
        );
    }
    assert_eq!(
        ask("POST", &next, &[host, json, session]).await.0,
        StatusCode::FORBIDDEN
    );
    for site in ["cross-site", "same-site"] {
        let answer = ask("GET", &page, &[host, ("sec-fetch-site", site)]).await;
        assert_eq!(answer.0, StatusCode::FORBIDDEN);
    }
    let without = ask("POST", &next, &[host, origin, json]).await;
    assert_eq!(without.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_page_may_fetch_nothing_from_elsewhere() {
    let server = Server::new(1, false);
    for (path, status) in [
        ("", 200),
        ("style.css", 200),
        ("icon.svg", 200),
        ("label.js", 200),
        ("mask.js", 200),
        ("nothing", 404),
    ] {
        let request = Request::builder()
            .uri(format!("/{TOKEN}/{path}"))
            .header("host", HOST);
        let answer = server
            .router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status(), status, "{path}");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'"),
            "{policy}"
        );
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&body).replace("http://www.w3.org/2000/svg", "");
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_label_is_saved_at_once() {
    let server = Server::new(3, false);
    let pictures = server.next("session-1", 3, &[]).await;
    let (status, answer) = server.label("session-1", &pictures[0], normal()).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let counts: Counts = serde_json::from_value(answer["counts"].clone()).unwrap();
    assert_eq!(
        (counts.pictures, counts.normal, counts.anomalous),
        (3, 1, 0)
    );
    let label = server.saved(&pictures[0]).label.unwrap();
    assert_eq!(
        (label.label, label.by.human, label.by.job.as_deref()),
        (Label::Normal, true, Some("test"))
    );
    let given = json!({ "label": "anomalous", "kinds": ["scratch", "dent", "dent"] });
    server.label("session-1", &pictures[1], given).await;
    let kinds: Vec<String> = server
        .saved(&pictures[1])
        .label
        .unwrap()
        .kinds
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(kinds, ["dent", "scratch"]);
    // A picture itself, as it was added.
    let request = Request::builder()
        .uri(format!("/{TOKEN}/pictures/{}", pictures[0].id))
        .header("host", HOST);
    let answer = server
        .router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(answer.headers()["content-type"], "image/png");
    for wrong in [
        json!({ "label": "broken" }),
        json!({ "label": "normal", "kinds": ["dent"] }),
        json!({ "label": "anomalous", "kinds": ["\u{7}"] }),
    ] {
        let (status, answer) = server.label("session-1", &pictures[2], wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        assert!(
            answer["message"].as_str().unwrap().contains("normal"),
            "{answer}"
        );
    }
    assert_eq!(server.saved(&pictures[2]).label, None);
}

#[tokio::test]
async fn nobody_replaces_a_label_that_they_have_not_seen() {
    let server = Server::new(1, true);
    let picture = server.next("session-1", 1, &[]).await.remove(0);
    server.label("session-1", &picture, normal()).await;
    // Another session, whose page is older.
    let (status, answer) = server
        .label("session-2", &picture, json!({ "label": "anomalous" }))
        .await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    let now: PictureView = serde_json::from_value(answer["now"]["picture"].clone()).unwrap();
    assert_eq!(now.label.as_deref(), Some("normal"));
    assert_eq!(server.saved(&picture).label.unwrap().label, Label::Normal);
    // Having seen it, they may.
    let (status, _) = server
        .label("session-2", &now, json!({ "label": "anomalous" }))
        .await;
    assert_eq!(status, StatusCode::OK);
    // And the first cannot take back what is not theirs any more.
    let (status, _) = server.ask("session-1", "POST", "undo", "", "").await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(
        server.saved(&picture).label.unwrap().label,
        Label::Anomalous
    );
}

#[tokio::test]
async fn what_was_done_is_taken_back_step_by_step() {
    let server = Server::new(3, false);
    let pictures = server.next("session-1", 3, &[]).await;
    for picture in &pictures {
        server.label("session-1", picture, normal()).await;
    }
    for picture in pictures.iter().rev() {
        let (status, answer) = server.ask("session-1", "POST", "undo", "", "").await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["picture"]["id"], picture.id.as_str());
        assert_eq!(server.saved(picture).label, None);
    }
    let (status, answer) = server.ask("session-1", "POST", "undo", "", "").await;
    assert_eq!(
        (status, &answer["message"]),
        (StatusCode::CONFLICT, &json!("there is nothing to undo"))
    );
    // All of it can be labelled again.
    assert_eq!(server.next("session-1", 9, &[]).await.len(), 3);
}

#[tokio::test]
async fn two_people_get_different_pictures() {
    let server = Server::new(6, false);
    let ids = |pictures: &[PictureView]| {
        pictures
            .iter()
            .map(|p| p.id.to_string())
            .collect::<BTreeSet<String>>()
    };
    let (one, other) = (
        server.next("session-1", 4, &[]).await,
        server.next("session-2", 4, &[]).await,
    );
    assert_eq!((one.len(), other.len()), (4, 2));
    assert!(ids(&one).is_disjoint(&ids(&other)));
    // A page that is loaded again gets what it had; one that goes on gets more than what it holds.
    assert_eq!(ids(&server.next("session-1", 4, &[]).await), ids(&one));
    let held: Vec<String> = ids(&one).into_iter().collect();
    let held: Vec<&str> = held.iter().map(String::as_str).collect();
    assert_eq!(server.next("session-1", 4, &held).await, []);
    // What one lets go of, the other gets.
    server.next("session-1", 0, &held[..1]).await;
    assert_eq!(server.next("session-2", 9, &[]).await.len(), 5);
}

#[tokio::test]
async fn what_was_skipped_comes_last() {
    let server = Server::new(3, false);
    let first = server.next("session-1", 1, &[]).await.remove(0);
    let path = format!("pictures/{}/skip", first.id);
    let (status, _) = server.ask("session-1", "POST", &path, "", "").await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let others = server.next("session-1", 3, &[]).await;
    assert_eq!(others.len(), 2);
    for other in &others {
        assert_ne!(other.id, first.id);
        server.label("session-1", other, normal()).await;
    }
    let left = server.next("session-1", 3, &[]).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].id, first.id);
}

/// As with the right arrow: ten before the page, and four behind it that can be gone back to.
#[tokio::test]
async fn what_was_passed_comes_again_after_all_others() {
    let server = Server::new(40, true);
    let (mut seen, mut cards) = (Vec::new(), Vec::new());
    let next = |count: usize, holding: &[String], passed: &[String]| {
        let body = json!({ "count": count, "holding": holding, "passed": passed }).to_string();
        let answer = server.ask("session-1", "POST", "next", "", body);
        async {
            let (status, answer) = answer.await;
            assert_eq!(status, StatusCode::OK, "{answer}");
            let pictures = answer["pictures"].as_array().unwrap().clone();
            let ids = pictures.iter().map(|picture| &picture["id"]);
            ids.map(|id| id.as_str().unwrap().to_owned())
                .collect::<Vec<String>>()
        }
    };
    for _ in 0..10 {
        let behind = cards.len().saturating_sub(4);
        let passed: Vec<String> = cards.drain(..behind).collect();
        let got = next(10, &cards, &passed).await;
        seen.extend(got.iter().cloned());
        cards.extend(got);
    }
    assert_eq!(seen.len(), 40);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 40);
    // The last as well, and nothing more is held: it begins anew, and goes on from there.
    assert_eq!(next(10, &[], &cards).await, seen[..10]);
    assert_eq!(next(10, &[], &seen[..10]).await, seen[10..20]);
    // Somebody else gets what was let go of.
    assert_eq!(server.next("session-2", 40, &[]).await.len(), 30);
}

#[tokio::test]
async fn labelled_pictures_come_again_where_all_are_wanted() {
    let (some, all) = (Server::new(2, false), Server::new(2, true));
    for (server, left) in [(&some, 0), (&all, 2)] {
        let pictures = server.next("session-1", 2, &[]).await;
        for picture in &pictures {
            server.label("session-1", picture, normal()).await;
        }
        // Not to who has just labelled them.
        assert_eq!(server.next("session-1", 2, &[]).await.len(), 0);
        assert_eq!(server.next("session-2", 2, &[]).await.len(), left);
    }
}

/// Eight at once, each labelling what they are handed: every label that was answered is saved.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_lose_nothing() {
    let server = Arc::new(Server::new(48, false));
    let people = (0..8).map(|person| {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let session = format!("session-{person}");
            let mut labelled = Vec::new();
            loop {
                let pictures = server.next(&session, 3, &[]).await;
                if pictures.is_empty() {
                    return labelled;
                }
                for picture in pictures {
                    let (status, answer) = server.label(&session, &picture, normal()).await;
                    assert_eq!(status, StatusCode::OK, "{answer}");
                    labelled.push(picture.id);
                }
            }
        })
    });
    let mut labelled = Vec::new();
    for person in people.collect::<Vec<_>>() {
        labelled.extend(person.await.unwrap());
    }
    assert_eq!(labelled.len(), 48);
    let dataset = Dataset::open(server.bench.root()).unwrap();
    assert!(
        dataset
            .items()
            .values()
            .all(|item| item.line.label.is_some())
    );
}
