//! The actions that workflows use, each by the commit of a release: a tag can be moved, a commit
//! cannot. Nothing here is fetched; a newer release is a change of this table.

use std::collections::BTreeMap;

/// What a step names an action with, its repository, the commit and the release.
pub(super) const PINS: [(&str, &str, &str, &str); 5] = [
    (
        "cache",
        "actions/cache",
        "0057852bfaa89a56745cba8c7296529d2fc39830",
        "v4.3.0",
    ),
    (
        "checkout",
        "actions/checkout",
        "8e8c483db84b4bee98b60c0593521ed34d9990e8",
        "v6.0.1",
    ),
    (
        "credentials",
        "aws-actions/configure-aws-credentials",
        "61815dcd50bd041e203e49132bacad1fd04d2708",
        "v5.1.1",
    ),
    (
        "download",
        "actions/download-artifact",
        "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
        "v8.0.1",
    ),
    (
        "upload",
        "actions/upload-artifact",
        "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a",
        "v7.0.1",
    ),
];

/// By name, as a step writes them: the commit, and the release as a comment.
pub(super) fn written() -> BTreeMap<&'static str, String> {
    let pins = PINS.into_iter();
    pins.map(|(name, repository, commit, release)| {
        (name, format!("{repository}@{commit} # {release}"))
    })
    .collect()
}
