//! What a back-fill takes: its functions, the role that its models and jobs run as, and its workflow.
//! All of it is there only where the configuration says how versions look at earlier pictures.

mod workflow;

use cfn::Template;
use cfn::policy::{Document, Statement};
use contracts::tasks::{ChoosePictures, PackModel, RecordAnswers};
use contracts::{Access, Bucket, layout};

pub(crate) use self::workflow::workflow;

use crate::close_look::{own_arn, pull_image};
use crate::config::Configuration;
use crate::functions::{self, Function, access, role};
use crate::wiring::role_id;
use crate::{Region, ResourceNames};

/// What the role is named after.
pub(crate) const TRANSFORM: &str = "transform";
/// Where transform jobs log.
pub(crate) const LOG_GROUP: &str = "/aws/sagemaker/TransformJobs";

/// Adds the functions.
pub(crate) fn add_functions(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
) -> Vec<Function> {
    if configuration.close_look.backfill().is_none() {
        return Vec::new();
    }
    vec![
        functions::add::<PackModel>(template, configuration, names),
        functions::add::<ChoosePictures>(template, configuration, names),
        functions::add::<RecordAnswers>(template, configuration, names),
    ]
}

/// The names of the images' repositories that back-fills pull.
pub(crate) fn repository(configuration: &Configuration) -> Option<String> {
    let (backfill, model) = configuration.close_look.backfill()?;
    backfill.repository(model)
}

/// Adds the role that models of back-fills have, and so their jobs.
pub(crate) fn add_role(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    region: &Region,
) {
    let needs = [
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::Read(Bucket::Lake, layout::BACKFILLS),
        Access::List(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::BACKFILLS),
        Access::Write(Bucket::Lake, layout::BACKFILLS),
        Access::Read(Bucket::Pictures, layout::PREPARED),
        Access::List(Bucket::Pictures, layout::PREPARED),
    ];
    let mut statements = access(&needs, names);
    let logs = |rest: &str| {
        let group = format!("log-group:{LOG_GROUP}{rest}");
        own_arn(configuration, region, "logs", &group)
    };
    let streams = format!(":log-stream:{}-*", names.prefix());
    statements.push(
        Statement::allow(
            "MakeLogs",
            ["logs:CreateLogGroup", "logs:DescribeLogStreams"],
        )
        .on([logs(""), logs(":*")]),
    );
    statements.push(
        Statement::allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"])
            .on([logs(&streams)]),
    );
    if let Some(repository) = repository(configuration) {
        statements.extend(pull_image(configuration, region, &repository));
    }
    let account = configuration.account.as_str();
    template.add(
        role_id(TRANSFORM),
        role(
            names,
            TRANSFORM,
            "What the jobs that look at earlier pictures may do.",
            Document::trust("sagemaker.amazonaws.com", Some(account)),
            statements,
        ),
    );
}
