//! What is drawn at the labelling page.

use axum::http::StatusCode;
use dataset::label::PictureView;
use dataset::manifest::Label;
use dataset::{Dataset, DatasetError};
use vision::picture::Pixels;

use crate::page::{Answer, Server, normal};
use crate::support::labelled;

const BLUE: [u8; 3] = [0x1f, 0x77, 0xb4];
const WHITE: [u8; 3] = [255; 3];

/// A mask of the height of the support's pictures, a part of it in a colour.
fn png(width: u32, color: [u8; 3]) -> Vec<u8> {
    let data = (0..80).flat_map(|_| (0..width).flat_map(|x| if x < 10 { color } else { WHITE }));
    Pixels::new(width, 80, data.collect())
        .unwrap()
        .encode_png()
        .unwrap()
}

async fn draw(server: &Server, picture: &PictureView, color: [u8; 3]) -> Answer {
    let path = format!("pictures/{}/mask", picture.id);
    let (session, seen) = ("session-1", &picture.revision);
    server
        .ask(session, "PUT", &path, seen, png(96, color))
        .await
}

fn view(answer: &Answer) -> PictureView {
    assert_eq!(answer.0, StatusCode::OK, "{}", answer.1);
    serde_json::from_value(answer.1["picture"].clone()).unwrap()
}

#[tokio::test]
async fn a_mask_is_kept_where_it_is_one() {
    let server = Server::new(1, false);
    let picture = server.next("session-1", 1, &[]).await.remove(0);
    let path = format!("pictures/{}/mask", picture.id);
    for wrong in [png(95, BLUE), png(96, [1, 2, 3]), b"no picture".to_vec()] {
        let (status, answer) = server
            .ask("session-1", "PUT", &path, &picture.revision, wrong)
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    }
    let (status, answer) = server
        .ask("session-1", "PUT", &path, &picture.revision, png(96, BLUE))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let now: PictureView = serde_json::from_value(answer["picture"].clone()).unwrap();
    assert_eq!(
        (now.label.as_deref(), &now.kinds[..], now.has_mask),
        (Some("anomalous"), &["dent".to_owned()][..], true)
    );
    let drawn = server.saved(&picture).mask.unwrap();
    let file = server.bench.root().join(&drawn.source);
    assert_eq!(std::fs::read(file).unwrap(), png(96, BLUE));
    let found = dataset::verify(&Dataset::open(server.bench.root()).unwrap(), 0, |_| {}).unwrap();
    assert!(found.is_empty(), "{found}");
    // A white one takes it away; undo brings it back.
    let (_, answer) = server
        .ask("session-1", "PUT", &path, &now.revision, png(96, WHITE))
        .await;
    assert_eq!(answer["picture"]["hasMask"], false);
    let (_, answer) = server.ask("session-1", "POST", "undo", "", "").await;
    assert_eq!(answer["picture"]["hasMask"], true);
    assert_eq!(server.saved(&picture).mask, Some(drawn));
}

/// White all over says nothing of what the picture shows, so that it must not pass for a label.
#[tokio::test]
async fn an_empty_mask_takes_no_label_away_and_gives_none() {
    let server = Server::new(2, true);
    let pictures = server.next("session-1", 2, &[]).await;
    let (status, answer) = draw(&server, &pictures[0], WHITE).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains("nothing is drawn"), "{message}");
    let sound = view(&server.label("session-1", &pictures[0], normal()).await);
    let (status, answer) = draw(&server, &sound, WHITE).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    assert_eq!(server.saved(&sound).label.unwrap().label, Label::Normal);
    // The mask goes, and an anomalous picture stays anomalous, of the same kinds.
    let broken = view(&draw(&server, &pictures[1], BLUE).await);
    let cleared = view(&draw(&server, &broken, WHITE).await);
    assert!(broken.has_mask && !cleared.has_mask);
    assert_eq!(cleared.label.as_deref(), Some("anomalous"));
    assert_eq!(cleared.kinds, broken.kinds);
    // So does a normal picture that has one by mistake stay normal.
    view(&draw(&server, &cleared, BLUE).await);
    let mut elsewhere = Dataset::open(server.bench.root()).unwrap();
    let mut item = elsewhere.items()[&cleared.id].clone();
    item.line.label = Some(labelled(Label::Normal, &[]));
    elsewhere
        .change(|_| Ok::<_, DatasetError>(vec![item]))
        .unwrap();
    let shown = server.next("session-2", 2, &[]).await;
    let shown = shown.iter().find(|picture| picture.id == cleared.id);
    let cleared = view(&draw(&server, shown.unwrap(), WHITE).await);
    assert!(!cleared.has_mask);
    assert_eq!(cleared.label.as_deref(), Some("normal"));
}
