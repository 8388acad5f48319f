//! Versions of objects, as the SDK sees them.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};

use crate::support::Served;

async fn versioning(s3: &Client, status: BucketVersioningStatus) {
    s3.put_bucket_versioning()
        .bucket("lake")
        .versioning_configuration(VersioningConfiguration::builder().status(status).build())
        .send()
        .await
        .unwrap();
}

async fn put(s3: &Client, body: &'static str) -> Option<String> {
    let put = s3
        .put_object()
        .bucket("lake")
        .key("k")
        .body(ByteStream::from_static(body.as_bytes()));
    put.send().await.unwrap().version_id().map(str::to_owned)
}

async fn read(s3: &Client, version: Option<&str>) -> Result<String, String> {
    let get = s3
        .get_object()
        .bucket("lake")
        .key("k")
        .set_version_id(version.map(str::to_owned));
    match get.send().await {
        Ok(got) => Ok(String::from_utf8(got.body.collect().await.unwrap().to_vec()).unwrap()),
        Err(error) => Err(error.code().unwrap_or_default().to_owned()),
    }
}

/// The versions and markers of the bucket: id, whether a marker, whether the latest.
async fn versions(s3: &Client) -> Vec<(String, bool, bool)> {
    let listed = s3
        .list_object_versions()
        .bucket("lake")
        .send()
        .await
        .unwrap();
    let versions = listed.versions().iter().map(|one| {
        (
            one.version_id().unwrap().to_owned(),
            false,
            one.is_latest().unwrap(),
        )
    });
    let markers = listed.delete_markers().iter().map(|one| {
        (
            one.version_id().unwrap().to_owned(),
            true,
            one.is_latest().unwrap(),
        )
    });
    versions.chain(markers).collect()
}

#[tokio::test]
async fn every_version_can_be_read_and_removed() {
    let served = Served::start().await;
    let s3 = served.s3();
    s3.create_bucket().bucket("lake").send().await.unwrap();
    // Written before versions were kept: the null version.
    assert_eq!(put(&s3, "zero").await, None);
    versioning(&s3, BucketVersioningStatus::Enabled).await;
    let one = put(&s3, "one").await.unwrap();
    let two = put(&s3, "two").await.unwrap();
    assert_eq!(read(&s3, None).await.as_deref(), Ok("two"));
    assert_eq!(read(&s3, Some(&one)).await.as_deref(), Ok("one"));
    assert_eq!(read(&s3, Some("null")).await.as_deref(), Ok("zero"));
    assert_eq!(
        versions(&s3).await,
        [
            (two.clone(), false, true),
            (one.clone(), false, false),
            ("null".into(), false, false)
        ]
    );

    let marker = s3
        .delete_object()
        .bucket("lake")
        .key("k")
        .send()
        .await
        .unwrap();
    assert_eq!(marker.delete_marker(), Some(true));
    assert_eq!(read(&s3, None).await.unwrap_err(), "NoSuchKey");
    assert_eq!(read(&s3, Some(&two)).await.as_deref(), Ok("two"));
    let full = s3.delete_bucket().bucket("lake").send().await.unwrap_err();
    assert_eq!(full.code(), Some("BucketNotEmpty"));

    // Without the marker the version before is current again.
    let id = marker.version_id().unwrap();
    s3.delete_object()
        .bucket("lake")
        .key("k")
        .version_id(id)
        .send()
        .await
        .unwrap();
    assert_eq!(read(&s3, None).await.as_deref(), Ok("two"));
    // Without the current version, too.
    s3.delete_object()
        .bucket("lake")
        .key("k")
        .version_id(&two)
        .send()
        .await
        .unwrap();
    assert_eq!(read(&s3, None).await.as_deref(), Ok("one"));
    assert_eq!(read(&s3, Some(&two)).await.unwrap_err(), "NoSuchVersion");

    // While they are suspended, a write replaces the null version alone.
    versioning(&s3, BucketVersioningStatus::Suspended).await;
    put(&s3, "three").await;
    put(&s3, "four").await;
    assert_eq!(read(&s3, None).await.as_deref(), Ok("four"));
    assert_eq!(read(&s3, Some("null")).await.as_deref(), Ok("four"));
    assert_eq!(
        versions(&s3).await,
        [("null".into(), false, true), (one.clone(), false, false)]
    );

    for (id, _, _) in versions(&s3).await {
        s3.delete_object()
            .bucket("lake")
            .key("k")
            .version_id(id)
            .send()
            .await
            .unwrap();
    }
    s3.delete_bucket().bucket("lake").send().await.unwrap();
}

#[tokio::test]
async fn a_listing_of_versions_pages() {
    let served = Served::start().await;
    let s3 = served.s3();
    s3.create_bucket().bucket("lake").send().await.unwrap();
    versioning(&s3, BucketVersioningStatus::Enabled).await;
    for key in ["a", "b/1", "b/2", "c"] {
        for body in ["1", "2"] {
            let body = ByteStream::from(body.as_bytes().to_vec());
            s3.put_object()
                .bucket("lake")
                .key(key)
                .body(body)
                .send()
                .await
                .unwrap();
        }
    }
    let mut seen = Vec::new();
    let (mut key, mut version) = (None, None);
    loop {
        let page = s3
            .list_object_versions()
            .bucket("lake")
            .max_keys(3)
            .set_key_marker(key)
            .set_version_id_marker(version)
            .send()
            .await
            .unwrap();
        seen.extend(
            page.versions()
                .iter()
                .map(|one| one.key().unwrap().to_owned()),
        );
        if page.is_truncated() != Some(true) {
            break;
        }
        key = page.next_key_marker().map(str::to_owned);
        version = page.next_version_id_marker().map(str::to_owned);
    }
    assert_eq!(seen, ["a", "a", "b/1", "b/1", "b/2", "b/2", "c", "c"]);
    let grouped = s3
        .list_object_versions()
        .bucket("lake")
        .delimiter("/")
        .send()
        .await
        .unwrap();
    assert_eq!(grouped.versions().len(), 4);
    assert_eq!(grouped.common_prefixes()[0].prefix(), Some("b/"));
}
