//! What security checkers ask for and these stacks do without, each with the reason. The reasons
//! are written into the templates, where the checkers and reviewers read them.

use cfn::{Accepted, Checker};

/// Log groups.
pub(crate) fn log_group() -> [Accepted; 1] {
    let reason = "CloudWatch Logs encrypts with a key that AWS owns. The log holds keys of objects \
                  and causes of errors, no picture and no secret; a key of one's own would cost \
                  and would lock the log out with it.";
    [Accepted::new(Checker::Checkov, "CKV_AWS_158", reason)]
}

/// Functions that the state machine calls.
pub(crate) fn function() -> [Accepted; 4] {
    let of = |rule, reason| Accepted::new(Checker::Checkov, rule, reason);
    [
        of(
            "CKV_AWS_117",
            "The function talks to S3, Rekognition and CloudWatch alone, by their public \
             endpoints and TLS. It has nothing in a VPC, and would need one endpoint each.",
        ),
        of(
            "CKV_AWS_116",
            "The state machine calls the function and waits for it: what fails is tried again \
             and then recorded as not inspected. A dead-letter queue serves asynchronous calls \
             alone.",
        ),
        of(
            "CKV_AWS_115",
            "MaxConcurrency of the distributed map bounds how many run at once. Reserved \
             concurrency would take its share from every other function of the account.",
        ),
        of(
            "CKV_AWS_173",
            "The variables are names of buckets, classes and limits, no secret. Lambda encrypts \
             them with a key that AWS manages.",
        ),
    ]
}

/// Buckets.
pub(crate) fn bucket(is_versioned: bool) -> Vec<Accepted> {
    let logs = "Who read or wrote an object is a matter of the account's CloudTrail data events, \
                which tell the caller too; server access logs would double them, in a bucket that \
                needs care of its own.";
    let mut accepted = vec![
        Accepted::new(Checker::Checkov, "CKV_AWS_18", logs),
        Accepted::new(Checker::CdkNag, "AwsSolutions-S1", logs),
    ];
    if !is_versioned {
        let reason = "The bucket holds results of queries, which asking again gives again.";
        accepted.push(Accepted::new(Checker::Checkov, "CKV_AWS_21", reason));
    }
    accepted
}

/// The topic.
pub(crate) fn topic() -> [Accepted; 3] {
    let reason = "Messages are counts, names of batches and of alarms: no picture and no secret. \
                  CloudWatch cannot publish through the key that AWS manages for SNS, so that \
                  encryption would take a key of one's own for a few words.";
    [
        Accepted::new(Checker::Guard, "guard::topic-encryption", reason),
        Accepted::new(Checker::Checkov, "CKV_AWS_26", reason),
        Accepted::new(Checker::CdkNag, "AwsSolutions-SNS2", reason),
    ]
}

/// Roles, whose statements name objects by a prefix and executions by their machine.
pub(crate) fn role() -> [Accepted; 1] {
    let reason = "No statement allows actions by a wildcard. Objects are named by a declared \
                  prefix and executions by their state machine, since they are made as pictures \
                  come; where an action knows no resource, the statement's own reason says so.";
    [Accepted::new(Checker::CdkNag, "AwsSolutions-IAM5", reason)]
}

/// The bootstrap's roles and policies, which are on whatever has the environment's names.
pub(crate) fn policy() -> [Accepted; 1] {
    let reason = "No statement allows actions by a wildcard. Resources are named by the \
                  environment's prefix, since the stacks may make further ones; where an action \
                  knows no resource, the statement's own reason says so, and a condition names the \
                  regions.";
    [Accepted::new(Checker::CdkNag, "AwsSolutions-IAM5", reason)]
}

/// The state machine.
pub(crate) fn state_machine() -> [Accepted; 2] {
    let of = |rule, reason| Accepted::new(Checker::CdkNag, rule, reason);
    [
        of(
            "AwsSolutions-SF1",
            "Step Functions keeps the whole history of an execution for 90 days; the log holds \
             what failed, and why. At the level ALL it would hold names of places and devices a \
             second time.",
        ),
        of(
            "AwsSolutions-SF2",
            "Every chunk is an execution whose history tells how long each step took. A trace of \
             each would cost with every chunk, and would need xray:PutTraceSegments on everything.",
        ),
    ]
}
