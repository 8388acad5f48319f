//! The workflow of back-fills: pack the version, choose pictures, make a model, look at them in one transform
//! job, record, tell. A job that fails since a picture gave no answer has answered the others: what it
//! left is recorded all the same.

use contracts::backfill::{
    AnswersInput, BackfillInput, BackfillPictures, Backfilled, ChooseInput, Chosen, PackInput,
    Packed,
};
use contracts::recording::ChunkFailure;
use contracts::tasks::{ChoosePictures, PackModel, RecordAnswers};
use diagnostics::Diagnostics;
use flow::{Assignments, Expr, Flow, Object, Retry, StepRef, Workflow};
use serde_json::{Map, Value as Json, json};

use crate::ResourceNames;
use crate::config::{Backfill, Configuration};
use crate::question::{Given, question};
use crate::task_step::task;

/// The longest that a query may take, in seconds: Athena's own limit.
const LONGEST_QUERY: u64 = 1_800;
/// Beside its own time, how long instances may take to start and to end, in seconds.
const BESIDE_SECONDS: u64 = 3_600;
/// Most megabytes of all pictures that an instance is sent at once, and of one: as an endpoint takes.
/// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html>
const MOST_AT_ONCE_MB: u32 = 100;
const MOST_PAYLOAD_MB: u32 = 25;
/// How long an instance is waited for, and how often it is asked again.
const ANSWERS_WITHIN_SECONDS: u32 = 60;
const MOST_RETRIES: u32 = 2;

/// The workflow of a configuration, where it has back-fills.
///
/// # Errors
/// What is wrong with the flow; its tests show that nothing is.
pub(crate) fn workflow(
    configuration: &Configuration,
    names: &ResourceNames,
) -> Result<Option<Workflow>, Diagnostics> {
    let Some((backfill, model)) = configuration.close_look.backfill() else {
        return Ok(None);
    };
    let image = backfill.image(model);
    let image = image.map(|image| image.replace("{region}", names.region().as_str()));
    let mut flow = Flow::<BackfillInput>::new(
        "Lets a version look at pictures of earlier days, in one transform job.",
    );
    let input = flow.input();
    let class = input.get(BackfillInput::DEVICE_CLASS);
    let run = flow.execution_name().to_be_parsed();
    let prefix = format!("{}-backfill-", names.prefix());
    let model_name = flow.variable::<String>("modelName");
    let others = flow.variable::<u64>("others");
    let begin = flow.begin(
        "Begin",
        Assignments::new()
            .set(&model_name, &flow.own_name(&prefix))
            .unset(&flow.failure()),
    );
    let count_others = flow.count_others("CountOthers", &others);
    let any_others = flow.choice("AnyOthers");
    let busy = flow.fail(
        "BackfillUnderWay",
        "BackfillUnderWay",
        &Expr::literal(
            "another back-fill of this environment runs; two could look at the same pictures: ask \
             again when it has ended",
        ),
    );
    let pack = flow.task::<PackModel>(
        "PackModel",
        Object::new()
            .set(PackInput::DEVICE_CLASS, class.clone())
            .set(PackInput::VERSION, input.get(BackfillInput::VERSION))
            .set(PackInput::FROM_ENDPOINT, Expr::value(&image.is_none())),
    );
    let answer = flow.variable::<String>("answer");
    let ask = ask(&mut flow, &answer)?;
    let choose = flow.task::<ChoosePictures>(
        "ChoosePictures",
        Object::new()
            .set(ChooseInput::DEVICE_CLASS, class.clone())
            .set(ChooseInput::RUN, run.clone())
            .set(ChooseInput::ANSWER, answer),
    );
    let chosen = choose.output();
    let any_pictures = flow.choice("AnyPictures");
    let packed = pack.output();
    let make = MakeModel::add(&mut flow, image.as_deref(), &model_name, &packed);
    let job = job(backfill, configuration, &model_name, &chosen);
    let transform = flow.transform("TransformPictures", &format!("{}-", names.prefix()), job);
    let record = flow.task::<RecordAnswers>(
        "RecordAnswers",
        Object::new()
            .set(AnswersInput::ASKED, input)
            .set(AnswersInput::RUN, run)
            .set(AnswersInput::EXECUTION, flow.execution_id())
            .set(AnswersInput::CHOSEN, chosen.clone())
            .set(AnswersInput::FAILURE, flow.failure()),
    );
    let was_made = flow.choice("WasModelMade");
    let remove = flow.remove_model("RemoveModel", &model_name);
    let outcome = record.output();
    let subject = |what: &str| {
        Expr::concat([
            &Expr::literal(&format!("Sightline: {what} ")),
            &class.to_text(),
        ])
    };
    let tell = flow.publish(
        "NotifyBackfilled",
        &subject("a back-fill of"),
        &outcome.get(Backfilled::HEADLINE),
    );
    let done = flow.succeed("Backfilled", Some(outcome));
    let remove_of_failed = flow.remove_model("RemoveModelOfFailed", &model_name);
    let failure = flow.failure().assume_present();
    let cause = Expr::concat([
        &failure.get(ChunkFailure::ERROR),
        &Expr::literal(": "),
        &failure.get(ChunkFailure::CAUSE).assume_present(),
    ]);
    let tell_failed = flow.publish("NotifyFailed", &subject("a back-fill failed for"), &cause);
    let failed = flow.fail("BackfillFailed", "BackfillFailed", &cause);

    flow.then(&begin, &count_others);
    flow.then(&count_others, &any_others);
    flow.when(&any_others, &others.is_positive(), &busy);
    flow.otherwise(&any_others, &pack);
    // What is behind the endpoint is found out at once: the version is live now, and questions take time.
    match &make.behind {
        Some(behind) => {
            flow.then(&pack, behind.first());
            flow.then(behind.last(), &ask);
        }
        None => flow.then(&pack, &ask),
    }
    flow.then(&ask, &choose);
    flow.then(&choose, &any_pictures);
    let is_any = chosen.get(Chosen::PICTURES).is_positive();
    flow.when(&any_pictures, &is_any, &make.make);
    flow.otherwise(&any_pictures, &record);
    flow.then(&make.make, &transform);
    flow.then(&transform, &record);
    flow.then(&record, &was_made);
    flow.when(&was_made, &is_any, &remove);
    flow.otherwise(&was_made, &tell);
    flow.then(&remove, &tell);
    flow.then(&tell, &done);
    flow.then(&remove_of_failed, &tell_failed);
    flow.then(&tell_failed, &failed);

    for step in [&count_others, &ask] {
        flow.retry(step, &Retry::lake_faults());
        flow.catch_all(step, &tell_failed);
    }
    flow.time_out(&ask, LONGEST_QUERY);
    task(&mut flow, &pack, &tell_failed, configuration);
    task(&mut flow, &choose, &tell_failed, configuration);
    for step in make.each() {
        flow.retry(step, &Retry::sagemaker_refusals());
        flow.catch_all(step, &tell_failed);
    }
    flow.retry(&transform, &Retry::sagemaker_refusals());
    let seconds = u64::from(backfill.max_runtime_seconds);
    flow.time_out(&transform, seconds + BESIDE_SECONDS);
    flow.catch_all(&transform, &record);
    task(&mut flow, &record, &remove_of_failed, configuration);
    // A model that stays costs nothing, and nobody asks it.
    flow.pass_over(&remove, &tell);
    flow.pass_over(&remove_of_failed, &tell_failed);
    for (tell, end) in [(&tell, &done), (&tell_failed, &failed)] {
        flow.retry(tell, &Retry::topic_faults());
        flow.pass_over(tell, end);
    }
    flow.finish().map(Some)
}

/// Asks which pictures the version has not looked at.
fn ask(flow: &mut Flow<BackfillInput>, answer: &Expr<String>) -> Result<StepRef, Diagnostics> {
    let input = flow.input();
    let is_all = input
        .get(BackfillInput::PICTURES)
        .is(&BackfillPictures::All);
    let pictures = is_all.choose(&Expr::literal("all"), &Expr::literal("suspicious"));
    let told = |text: Expr<String>| Given::Told(text);
    let asked = question(
        "backfill-pictures",
        &[
            (
                "device_class",
                told(input.get(BackfillInput::DEVICE_CLASS).to_text()),
            ),
            ("since", told(input.get(BackfillInput::FROM).to_text())),
            ("until", told(input.get(BackfillInput::TO).to_text())),
            ("model", told(input.get(BackfillInput::VERSION).to_text())),
            ("pictures", told(pictures)),
        ],
    )?;
    Ok(flow.question_to_file("AskPictures", &asked, answer))
}

/// The steps that make the version's model.
struct MakeModel {
    /// Those that find the package behind the class's endpoint, for a Marketplace model.
    behind: Option<flow::PackageSteps>,
    make: StepRef,
}

impl MakeModel {
    fn add(
        flow: &mut Flow<BackfillInput>,
        image: Option<&str>,
        model: &Expr<String>,
        packed: &Expr<Packed>,
    ) -> Self {
        let package = flow.variable::<String>("modelPackage");
        let behind = image.is_none().then(|| {
            flow.package_behind(
                [
                    "DescribeEndpoint",
                    "DescribeEndpointConfig",
                    "DescribeModelBehind",
                ],
                &packed.get(Packed::ENDPOINT).assume_present(),
                &package,
            )
        });
        let container = match image {
            Some(image) => json!({
                "Image": image,
                "ModelDataUrl": packed.get(Packed::ARCHIVE).assume_present().render(),
            }),
            None => json!({ "ModelPackageName": package.render() }),
        };
        let make = flow.make_model("MakeModel", model, &members(container));
        Self { behind, make }
    }

    fn each(&self) -> impl Iterator<Item = &StepRef> {
        let behind = self.behind.iter().flat_map(|behind| &behind.steps);
        behind.chain([&self.make])
    }
}

/// The job that lets the model look, without a name.
fn job(
    backfill: Backfill,
    configuration: &Configuration,
    model: &Expr<String>,
    chosen: &Expr<Chosen>,
) -> Map<String, Json> {
    let payload = (MOST_AT_ONCE_MB / backfill.at_once.max(1)).min(MOST_PAYLOAD_MB);
    members(json!({
        "ModelName": model.render(),
        "MaxConcurrentTransforms": backfill.at_once,
        "MaxPayloadInMB": payload,
        "ModelClientConfig": {
            "InvocationsTimeoutInSeconds": ANSWERS_WITHIN_SECONDS,
            "InvocationsMaxRetries": MOST_RETRIES,
        },
        "BatchStrategy": "SingleRecord",
        "TransformInput": {
            "ContentType": "image/jpeg",
            "SplitType": "None",
            "DataSource": { "S3DataSource": {
                "S3DataType": "ManifestFile",
                "S3Uri": chosen.get(Chosen::MANIFEST).render(),
            } },
        },
        "TransformOutput": {
            "S3OutputPath": chosen.get(Chosen::ANSWERS).render(),
            // Asked for by name, so that the project's own container tells all that it knows.
            "Accept": "application/json",
            "AssembleWith": "None",
        },
        "TransformResources": {
            "InstanceType": backfill.instance_type,
            "InstanceCount": backfill.instances,
        },
        // As those of the stacks, so that a bill tells what it is of.
        "Tags": [
            { "Key": "project", "Value": "sightline" },
            { "Key": "environment", "Value": configuration.environment.as_str() },
        ],
    }))
}

fn members(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}
