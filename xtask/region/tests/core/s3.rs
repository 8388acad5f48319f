//! S3 with the ordinary SDK.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    CompletedMultipartUpload, CompletedPart, Delete, EventBridgeConfiguration, MetadataDirective,
    NotificationConfiguration, ObjectIdentifier, Tag, Tagging,
};

use crate::support::{Served, s3_client};

async fn bucket(served: &Served) -> Client {
    let s3 = served.s3();
    s3.create_bucket().bucket("pictures").send().await.unwrap();
    s3
}

async fn put(s3: &Client, key: &str, body: &str) {
    let body = ByteStream::from(body.as_bytes().to_vec());
    s3.put_object()
        .bucket("pictures")
        .key(key)
        .body(body)
        .send()
        .await
        .unwrap();
}

async fn read(s3: &Client, key: &str) -> String {
    let got = s3
        .get_object()
        .bucket("pictures")
        .key(key)
        .send()
        .await
        .unwrap();
    String::from_utf8(got.body.collect().await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn an_object_comes_back_as_it_was_put() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    let key = "a folder/ä+b & c.txt";
    s3.put_object()
        .bucket("pictures")
        .key(key)
        .body(ByteStream::from_static(b"0123456789"))
        .content_type("text/plain")
        .metadata("device", "meter-7")
        .tagging("class=meter&state=new")
        .send()
        .await
        .unwrap();
    let got = s3
        .get_object()
        .bucket("pictures")
        .key(key)
        .send()
        .await
        .unwrap();
    assert_eq!(got.content_type(), Some("text/plain"));
    assert_eq!(got.metadata().unwrap()["device"], "meter-7");
    assert_eq!(got.tag_count(), Some(2));
    // MD5 of the digits.
    assert_eq!(got.e_tag(), Some("\"781e5e245d69b566979b86e28d23f2c7\""));
    assert_eq!(got.body.collect().await.unwrap().to_vec(), b"0123456789");

    let part = s3
        .get_object()
        .bucket("pictures")
        .key(key)
        .range("bytes=2-4")
        .send()
        .await
        .unwrap();
    assert_eq!(part.content_range(), Some("bytes 2-4/10"));
    assert_eq!(part.body.collect().await.unwrap().to_vec(), b"234");
    let last = s3
        .get_object()
        .bucket("pictures")
        .key(key)
        .range("bytes=-3")
        .send()
        .await
        .unwrap();
    assert_eq!(last.body.collect().await.unwrap().to_vec(), b"789");
    let beyond = s3
        .get_object()
        .bucket("pictures")
        .key(key)
        .range("bytes=10-")
        .send()
        .await;
    assert_eq!(beyond.unwrap_err().code(), Some("InvalidRange"));

    let head = s3
        .head_object()
        .bucket("pictures")
        .key(key)
        .send()
        .await
        .unwrap();
    assert_eq!(head.content_length(), Some(10));
    let tags = s3
        .get_object_tagging()
        .bucket("pictures")
        .key(key)
        .send()
        .await
        .unwrap();
    assert_eq!(tags.tag_set().len(), 2);
}

#[tokio::test]
async fn a_copy_keeps_or_replaces_what_is_said_of_it() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    s3.put_object()
        .bucket("pictures")
        .key("from")
        .body(ByteStream::from_static(b"x"))
        .metadata("a", "1")
        .send()
        .await
        .unwrap();
    s3.copy_object()
        .bucket("pictures")
        .key("to")
        .copy_source("pictures/from")
        .send()
        .await
        .unwrap();
    let head = s3
        .head_object()
        .bucket("pictures")
        .key("to")
        .send()
        .await
        .unwrap();
    assert_eq!(head.metadata().unwrap()["a"], "1");
    s3.copy_object()
        .bucket("pictures")
        .key("to")
        .copy_source("pictures/from")
        .metadata_directive(MetadataDirective::Replace)
        .metadata("b", "2")
        .send()
        .await
        .unwrap();
    let head = s3
        .head_object()
        .bucket("pictures")
        .key("to")
        .send()
        .await
        .unwrap();
    assert_eq!(head.metadata().unwrap().get("a"), None);
    assert_eq!(read(&s3, "to").await, "x");
    let missing = s3
        .copy_object()
        .bucket("pictures")
        .key("to")
        .copy_source("pictures/none")
        .send()
        .await;
    assert_eq!(missing.unwrap_err().code(), Some("NoSuchKey"));
}

#[tokio::test]
async fn writes_and_reads_hang_on_conditions() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    let write = |body: &'static str| {
        s3.put_object()
            .bucket("pictures")
            .key("k")
            .body(ByteStream::from_static(body.as_bytes()))
    };
    let first = write("one").if_none_match("*").send().await.unwrap();
    let again = write("two").if_none_match("*").send().await.unwrap_err();
    assert_eq!(again.raw_response().unwrap().status().as_u16(), 412);
    assert_eq!(read(&s3, "k").await, "one");
    let wrong = write("two").if_match("\"0\"").send().await.unwrap_err();
    assert_eq!(wrong.code(), Some("PreconditionFailed"));
    write("two")
        .if_match(first.e_tag().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(read(&s3, "k").await, "two");
    let head = s3
        .head_object()
        .bucket("pictures")
        .key("k")
        .send()
        .await
        .unwrap();
    let etag = head.e_tag().unwrap();
    let same = s3
        .get_object()
        .bucket("pictures")
        .key("k")
        .if_none_match(etag)
        .send()
        .await;
    assert_eq!(
        same.unwrap_err().raw_response().unwrap().status().as_u16(),
        304
    );
}

#[tokio::test]
async fn listings_page_through_keys_and_common_prefixes() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    for key in ["a", "b/1", "b/2", "b/c/3", "d", "e/4", "f"] {
        put(&s3, key, "x").await;
    }
    let mut seen = Vec::new();
    let mut token = None;
    loop {
        let page = s3
            .list_objects_v2()
            .bucket("pictures")
            .delimiter("/")
            .max_keys(2)
            .set_continuation_token(token)
            .send()
            .await
            .unwrap();
        assert!(page.key_count().unwrap() <= 2);
        seen.extend(
            page.contents()
                .iter()
                .map(|object| object.key().unwrap().to_owned()),
        );
        seen.extend(
            page.common_prefixes()
                .iter()
                .map(|one| one.prefix().unwrap().to_owned()),
        );
        token = page.next_continuation_token().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    seen.sort();
    assert_eq!(seen, ["a", "b/", "d", "e/", "f"]);

    let below = s3
        .list_objects_v2()
        .bucket("pictures")
        .prefix("b/")
        .delimiter("/")
        .send()
        .await;
    let below = below.unwrap();
    let keys: Vec<_> = below
        .contents()
        .iter()
        .map(|object| object.key().unwrap())
        .collect();
    assert_eq!(keys, ["b/1", "b/2"]);
    assert_eq!(below.common_prefixes()[0].prefix(), Some("b/c/"));

    let after = s3
        .list_objects_v2()
        .bucket("pictures")
        .start_after("b/2")
        .send()
        .await
        .unwrap();
    assert_eq!(after.contents()[0].key(), Some("b/c/3"));
    let old = s3
        .list_objects()
        .bucket("pictures")
        .marker("d")
        .max_keys(1)
        .send()
        .await
        .unwrap();
    assert_eq!(old.contents()[0].key(), Some("e/4"));
    assert_eq!(old.is_truncated(), Some(true));
    let none = s3
        .list_objects_v2()
        .bucket("pictures")
        .prefix("z")
        .send()
        .await
        .unwrap();
    assert_eq!(none.key_count(), Some(0));
}

#[tokio::test]
async fn an_upload_in_parts_becomes_one_object() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    let begun = s3
        .create_multipart_upload()
        .bucket("pictures")
        .key("big")
        .metadata("a", "1")
        .send()
        .await;
    let begun = begun.unwrap();
    let id = begun.upload_id().unwrap();
    let parts = [vec![1u8; 5 * 1024 * 1024], vec![2u8; 10]];
    let mut completed = Vec::new();
    for (number, part) in (1..).zip(&parts) {
        let sent = s3
            .upload_part()
            .bucket("pictures")
            .key("big")
            .upload_id(id)
            .part_number(number)
            .body(ByteStream::from(part.clone()))
            .send()
            .await
            .unwrap();
        let etag = sent.e_tag().unwrap();
        completed.push(
            CompletedPart::builder()
                .part_number(number)
                .e_tag(etag)
                .build(),
        );
    }
    let listed = s3
        .list_parts()
        .bucket("pictures")
        .key("big")
        .upload_id(id)
        .send()
        .await
        .unwrap();
    assert_eq!(listed.parts().len(), 2);
    let absent = s3.head_object().bucket("pictures").key("big").send().await;
    assert!(
        absent.is_err(),
        "the object is not there before the upload is completed"
    );
    let complete = |parts: Vec<CompletedPart>| {
        s3.complete_multipart_upload()
            .bucket("pictures")
            .key("big")
            .upload_id(id)
            .multipart_upload(
                CompletedMultipartUpload::builder()
                    .set_parts(Some(parts))
                    .build(),
            )
            .send()
    };
    let mut backwards = completed.clone();
    backwards.reverse();
    assert_eq!(
        complete(backwards).await.unwrap_err().code(),
        Some("InvalidPartOrder")
    );
    let done = complete(completed.clone()).await.unwrap();
    assert!(done.e_tag().unwrap().ends_with("-2\""));
    let got = s3
        .get_object()
        .bucket("pictures")
        .key("big")
        .send()
        .await
        .unwrap();
    assert_eq!(got.metadata().unwrap()["a"], "1");
    assert_eq!(got.body.collect().await.unwrap().to_vec(), parts.concat());
    assert_eq!(
        complete(completed).await.unwrap_err().code(),
        Some("NoSuchUpload")
    );
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    let begun = s3
        .create_multipart_upload()
        .bucket("pictures")
        .key("k")
        .send()
        .await
        .unwrap();
    let id = begun.upload_id().unwrap();
    s3.upload_part()
        .bucket("pictures")
        .key("k")
        .upload_id(id)
        .part_number(1)
        .body(ByteStream::from_static(b"x"))
        .send()
        .await
        .unwrap();
    let held = s3
        .delete_bucket()
        .bucket("pictures")
        .send()
        .await
        .unwrap_err();
    assert_eq!(held.code(), Some("BucketNotEmpty"));
    s3.abort_multipart_upload()
        .bucket("pictures")
        .key("k")
        .upload_id(id)
        .send()
        .await
        .unwrap();
    let uploads = s3
        .list_multipart_uploads()
        .bucket("pictures")
        .send()
        .await
        .unwrap();
    assert!(uploads.uploads().is_empty());
    s3.delete_bucket().bucket("pictures").send().await.unwrap();
    assert_eq!(files(&served), 0);
}

#[tokio::test]
async fn a_bucket_is_removed_only_when_it_is_empty() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    put(&s3, "a", "x").await;
    put(&s3, "b", "x").await;
    let full = s3
        .delete_bucket()
        .bucket("pictures")
        .send()
        .await
        .unwrap_err();
    assert_eq!(full.code(), Some("BucketNotEmpty"));
    let both = ["a", "b"].map(|key| ObjectIdentifier::builder().key(key).build().unwrap());
    let delete = Delete::builder()
        .set_objects(Some(both.to_vec()))
        .build()
        .unwrap();
    let deleted = s3
        .delete_objects()
        .bucket("pictures")
        .delete(delete)
        .send()
        .await
        .unwrap();
    assert_eq!(deleted.deleted().len(), 2);
    s3.delete_bucket().bucket("pictures").send().await.unwrap();
    let gone = s3
        .head_bucket()
        .bucket("pictures")
        .send()
        .await
        .unwrap_err();
    assert!(gone.into_service_error().is_not_found());
    assert_eq!(files(&served), 0);
}

#[tokio::test]
async fn what_is_configured_of_a_bucket_can_be_read() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    let bare = s3
        .get_bucket_policy()
        .bucket("pictures")
        .send()
        .await
        .unwrap_err();
    assert_eq!(bare.code(), Some("NoSuchBucketPolicy"));
    let policy = r#"{"Version":"2012-10-17","Statement":[]}"#;
    s3.put_bucket_policy()
        .bucket("pictures")
        .policy(policy)
        .send()
        .await
        .unwrap();
    let kept = s3
        .get_bucket_policy()
        .bucket("pictures")
        .send()
        .await
        .unwrap();
    assert_eq!(kept.policy(), Some(policy));
    let broken = s3
        .put_bucket_policy()
        .bucket("pictures")
        .policy("{")
        .send()
        .await
        .unwrap_err();
    assert_eq!(broken.code(), Some("MalformedPolicy"));
    let tag = Tag::builder().key("team").value("grid").build().unwrap();
    let tagging = Tagging::builder().tag_set(tag.clone()).build().unwrap();
    s3.put_bucket_tagging()
        .bucket("pictures")
        .tagging(tagging)
        .send()
        .await
        .unwrap();
    let kept = s3
        .get_bucket_tagging()
        .bucket("pictures")
        .send()
        .await
        .unwrap();
    assert_eq!(kept.tag_set(), [tag]);
    let notification = NotificationConfiguration::builder()
        .event_bridge_configuration(EventBridgeConfiguration::builder().build())
        .build();
    s3.put_bucket_notification_configuration()
        .bucket("pictures")
        .notification_configuration(notification)
        .send()
        .await
        .unwrap();
    let kept = s3
        .get_bucket_notification_configuration()
        .bucket("pictures")
        .send()
        .await
        .unwrap();
    assert!(kept.event_bridge_configuration().is_some());
    let location = s3
        .get_bucket_location()
        .bucket("pictures")
        .send()
        .await
        .unwrap();
    assert_eq!(
        location
            .location_constraint()
            .map(|one| one.as_str())
            .unwrap_or(""),
        ""
    );
}

#[tokio::test]
async fn a_signature_with_another_secret_is_refused() {
    let served = Served::start().await;
    let s3 = s3_client(&served.endpoint, "wrong");
    let refused = s3.list_buckets().send().await.unwrap_err();
    assert_eq!(refused.code(), Some("SignatureDoesNotMatch"));
}

#[tokio::test]
async fn objects_are_there_after_a_restart() {
    let served = Served::start().await;
    let s3 = bucket(&served).await;
    put(&s3, "k", "kept").await;
    put(&s3, "gone", "x").await;
    s3.delete_object()
        .bucket("pictures")
        .key("gone")
        .send()
        .await
        .unwrap();
    let served = served.restart().await;
    let s3 = served.s3();
    assert_eq!(read(&s3, "k").await, "kept");
    let listed = s3
        .list_objects_v2()
        .bucket("pictures")
        .send()
        .await
        .unwrap();
    assert_eq!(listed.key_count(), Some(1));
    assert_eq!(files(&served), 1);
}

/// How many files hold contents.
fn files(served: &Served) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return 0;
        };
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { count(&path) } else { 1 })
            .sum()
    }
    count(&served.folder.path().join("files/s3"))
}
