//! Workgroups decide where results go, and results are encrypted.
//! <https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::{Subject, is_other_than};

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    if !subject.is("AWS::Athena::WorkGroup") {
        return;
    }
    let settings = "WorkGroupConfiguration";
    let enforces = subject.at(&[settings, "EnforceWorkGroupConfiguration"]);
    // Left out, it is true.
    if enforces.is_some() && is_other_than(enforces, &Json::Bool(true)) {
        subject.report(
            found,
            "guard::workgroup-enforced",
            &[settings, "EnforceWorkGroupConfiguration"],
            "whoever asks may choose where results go and how they are encrypted",
            "set EnforceWorkGroupConfiguration to true",
        );
    }
    let result = [settings, "ResultConfiguration", "EncryptionConfiguration"];
    let managed = [settings, "ManagedQueryResultsConfiguration"];
    if subject.at(&result).is_none() && subject.at(&managed).is_none() {
        subject.report(
            found,
            "guard::results-encryption",
            &result,
            "the workgroup does not say how results are encrypted",
            "set EncryptionOption to SSE_S3, SSE_KMS or CSE_KMS",
        );
    }
    if subject
        .at(&[settings, "BytesScannedCutoffPerQuery"])
        .is_none()
    {
        subject.report(
            found,
            "guard::scan-limit",
            &[settings, "BytesScannedCutoffPerQuery"],
            "one query may scan, and cost, without limit",
            "set BytesScannedCutoffPerQuery, in bytes",
        );
    }
}
