//! Topics and queues are encrypted.
//! <https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Subject;

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    if subject.is("AWS::SNS::Topic") && subject.at(&["KmsMasterKeyId"]).is_none() {
        subject.report(
            found,
            "guard::topic-encryption",
            &["KmsMasterKeyId"],
            "the topic's messages are not encrypted at rest",
            "set KmsMasterKeyId, for example to alias/aws/sns",
        );
    }
    // A queue is encrypted by SQS unless that is switched off.
    let is_off = subject.at(&["SqsManagedSseEnabled"]) == Some(&Json::Bool(false));
    if subject.is("AWS::SQS::Queue") && is_off && subject.at(&["KmsMasterKeyId"]).is_none() {
        subject.report(
            found,
            "guard::queue-encryption",
            &["SqsManagedSseEnabled"],
            "the queue's messages are not encrypted at rest",
            "leave SqsManagedSseEnabled out, or set KmsMasterKeyId",
        );
    }
}
