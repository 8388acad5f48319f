//! Rekognition over the wire: what it was told of a picture, and what it does not take.

use region::Faults;
use serde_json::{Value, json};
use vision::picture::Pixels;

use crate::support::Served;

const BUCKET: &str = "pictures";

/// A region that was told what the picture with this key shows, and has it.
async fn showing(key: &str, shown: &Value) -> Served {
    let mut shown = shown.clone();
    shown["key"] = json!(key);
    let told = json!({ "rekognition": { "shows": [shown] } });
    let served = Served::with_faults(Faults::parse(&told.to_string()).unwrap()).await;
    let s3 = served.s3();
    s3.create_bucket().bucket(BUCKET).send().await.unwrap();
    let picture = samples::normals("meter").next().unwrap().bytes;
    let put = s3.put_object().bucket(BUCKET).key(key).body(picture.into());
    put.send().await.unwrap();
    served
}

fn object(key: &str) -> Value {
    json!({ "S3Object": { "Bucket": BUCKET, "Name": key } })
}

async fn read(served: &Served, input: &Value) -> Vec<Value> {
    let target = "RekognitionService.DetectText";
    let told = served.get("rekognition", target, input).await;
    told["TextDetections"].as_array().unwrap().clone()
}

/// Text, type, id and the line's id.
fn brief(one: &Value) -> (&str, &str, u64, Option<u64>) {
    let text = |member: &str| one[member].as_str().unwrap();
    let id = one["Id"].as_u64().unwrap();
    (
        text("DetectedText"),
        text("Type"),
        id,
        one["ParentId"].as_u64(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_read_by_lines_and_by_the_words_of_each() {
    let shown = json!({ "text": [
        { "name": "No. D-1", "confidence": 99 },
        { "name": "worn plate", "confidence": 60 },
    ]});
    let served = showing("a.jpg", &shown).await;
    let found = read(&served, &json!({ "Image": object("a.jpg") })).await;
    let briefs: Vec<_> = found.iter().map(brief).collect();
    // The filter is for words, and lines are told whatever their confidence.
    let expected = [
        ("No. D-1", "LINE", 0, None),
        ("worn plate", "LINE", 1, None),
        ("No.", "WORD", 2, Some(0)),
        ("D-1", "WORD", 3, Some(0)),
    ];
    assert_eq!(briefs, expected);
    let place = |one: &Value, side: &str| one["Geometry"]["BoundingBox"][side].as_f64().unwrap();
    let (line, first, last) = (&found[0], &found[2], &found[3]);
    assert_eq!(place(first, "Left"), place(line, "Left"));
    assert!(place(first, "Left") + place(first, "Width") < place(last, "Left"));
    let end = |one: &Value| place(one, "Left") + place(one, "Width");
    assert!((end(last) - end(line)).abs() < 1e-9, "{last}");
    assert_eq!(last["Confidence"], 99.0);

    let filter = json!({ "WordFilter": { "MinConfidence": 50 } });
    let input = json!({ "Image": object("a.jpg"), "Filters": filter });
    let found = read(&served, &input).await;
    let briefs: Vec<_> = found.iter().map(brief).collect();
    assert_eq!(briefs[4], ("worn", "WORD", 4, Some(1)));
    assert_eq!(briefs[5], ("plate", "WORD", 5, Some(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn sides_beyond_ten_thousand_pixels_are_too_large_for_labels() {
    let served = showing("a.jpg", &json!({})).await;
    for (width, height, status) in [(10_000, 80, 200), (10_001, 80, 400), (80, 10_001, 400)] {
        let grey = vec![128; (width * height * 3) as usize];
        let png = Pixels::new(width, height, grey)
            .unwrap()
            .encode_png()
            .unwrap();
        let key = format!("{width}x{height}.png");
        let put = served.s3().put_object().bucket(BUCKET).key(&key);
        put.body(png.into()).send().await.unwrap();
        let input = json!({ "Image": object(&key) });
        let answer = served
            .call("rekognition", "RekognitionService.DetectLabels", &input)
            .await;
        assert_eq!(answer.status, status, "{answer:?}");
        if status == 400 {
            assert!(answer.body.contains("ImageTooLargeException"), "{answer:?}");
            assert!(
                answer.body.contains(&format!("{width} x {height}")),
                "{answer:?}"
            );
        }
    }
}
