//! Services that have ended.

use diagnostics::{Diagnostic, Diagnostics};

use crate::scene::{Part, Scene};

/// A service that AWS has ended.
struct Ended {
    /// How its types begin.
    prefix: &'static str,
    name: &'static str,
    /// The day, `YYYY-MM-DD`.
    day: &'static str,
    help: &'static str,
}

/// <https://aws.amazon.com/products/lifecycle/>; the day of Lookout for Vision was compared with
/// AWS's documentation, the other days and ways out were not.
const ENDED: &[Ended] = &[
    Ended {
        prefix: "AWS::LookoutVision::",
        name: "Amazon Lookout for Vision",
        day: "2025-10-31",
        help: "use a SageMaker endpoint with AWS's Computer Vision Defect Detection model, which \
               answers in the same shape, or the embedded model of the function itself",
    },
    Ended {
        prefix: "AWS::OpsWorks::",
        name: "AWS OpsWorks Stacks",
        day: "2024-05-26",
        help: "use AWS Systems Manager",
    },
    Ended {
        prefix: "AWS::IoT1Click::",
        name: "AWS IoT 1-Click",
        day: "2024-12-16",
        help: "use AWS IoT Core",
    },
    Ended {
        prefix: "AWS::NimbleStudio::",
        name: "Amazon Nimble Studio",
        day: "2024-10-22",
        help: "use AWS Deadline Cloud",
    },
    Ended {
        prefix: "AWS::QLDB::",
        name: "Amazon QLDB",
        day: "2025-07-31",
        help: "use Amazon Aurora PostgreSQL",
    },
    Ended {
        prefix: "AWS::RoboMaker::",
        name: "AWS RoboMaker",
        day: "2025-09-10",
        help: "use AWS Batch",
    },
];

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let Some(ended) = ENDED
        .iter()
        .find(|ended| part.kind.starts_with(ended.prefix))
    else {
        return;
    };
    let place = scene.place(&["Resources", part.id, "Type"]);
    let summary = format!("{} ended on {}", ended.name, ended.day);
    found.push(Diagnostic::error("cfn::ended-service", place, summary).with_help(ended.help));
}
