//! Keys are rotated.
//! <https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::{Subject, is_other_than};

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    if !subject.is("AWS::KMS::Key") {
        return;
    }
    let spec = subject.at(&["KeySpec"]).and_then(Json::as_str);
    let is_symmetric = spec.is_none_or(|spec| spec == "SYMMETRIC_DEFAULT");
    let rotates = subject.at(&["EnableKeyRotation"]);
    if is_symmetric && is_other_than(rotates, &Json::Bool(true)) {
        subject.report(
            found,
            "guard::key-rotation",
            &["EnableKeyRotation"],
            "the key's material is never renewed",
            "set EnableKeyRotation to true",
        );
    }
}
