//! The workflow of models: verify data, split, train, evaluate, gate, register, promote, smoke,
//! notify; and promote or roll back alone. What fails once a version may have gone live takes it back.

use contracts::examination::CloseLookInput;
use contracts::lineage::ChangeKind;
use contracts::monitoring::Collected;
use contracts::recording::ChunkFailure;
use contracts::tasks::{
    CloseLook, ConfirmModel, CurateData, EvaluateModel, PromoteModel, RegisterModel, TrainModel,
};
use contracts::training::{
    ConfirmInput, CurateInput, CurateStep, Curated, EvaluateInput, Evaluated, ModelAction,
    ModelInput, PromoteInput, Promoted, RegisterInput, Registered, TrainInput,
};
use contracts::{BatchName, VersionId};
use diagnostics::Diagnostics;
use flow::{Assignments, Expr, Flow, Object, Retry, Step, Workflow};

use crate::collecting::Collecting;
use crate::config::Configuration;
use crate::serve_steps::{Changes, Serving};
use crate::task_step::task;
use crate::{ResourceNames, training_job};

/// The workflow of a configuration.
///
/// # Errors
/// What is wrong with the flow; its tests show that nothing is.
pub(crate) fn workflow(
    configuration: &Configuration,
    names: &ResourceNames,
) -> Result<Workflow, Diagnostics> {
    let mut flow = Flow::<ModelInput>::new(
        "Trains, evaluates and promotes models, and takes promotions back.",
    );
    let input = flow.input();
    let class = input.get(ModelInput::DEVICE_CLASS);
    let run = flow.execution_name().to_be_parsed();
    let version = flow.variable::<VersionId>("version");
    let dataset = flow.variable::<String>("dataset");
    let begin = flow.begin(
        "Begin",
        Assignments::new()
            .set(&version.some(), &input.get(ModelInput::VERSION).or_null())
            .set(&dataset.some(), &input.get(ModelInput::DATASET).or_null())
            .unset(&flow.failure()),
    );

    let curate = |flow: &mut Flow<ModelInput>, name: &str, step: CurateStep| {
        flow.task::<CurateData>(
            name,
            Object::new()
                .set(CurateInput::STEP, Expr::value(&step))
                .set(CurateInput::DEVICE_CLASS, class.clone())
                .set(CurateInput::RUN, run.clone())
                .set(CurateInput::DATASET, dataset.clone()),
        )
    };
    let collecting = Collecting::add(&mut flow, configuration, &class, &dataset)?;
    let collected = collecting.collect.output();
    let verify = curate(&mut flow, "VerifyData", CurateStep::Verify);
    let split = curate(&mut flow, "SplitData", CurateStep::Split);
    let data = split.output().get(Curated::DATA).assume_present();
    let job = configuration
        .learning
        .by
        .job()
        .map(|job| training_job::step(&mut flow, job, configuration, names, &split.output()));
    let train = Object::new()
        .set(TrainInput::DEVICE_CLASS, class.clone())
        .set(TrainInput::RUN, run.clone())
        .set(TrainInput::DATA, data.clone());
    let train = match &job {
        None => flow.task::<TrainModel>("TrainModel", train),
        // The model becomes a version as one does that the function trains itself.
        Some(job) => flow.task::<TrainModel>(
            "TakeOverModel",
            train.set(TrainInput::ARTEFACT, job.model().some()),
        ),
    };
    let evaluate = flow.task::<EvaluateModel>(
        "EvaluateModel",
        Object::new()
            .set(EvaluateInput::DEVICE_CLASS, class.clone())
            .set(EvaluateInput::RUN, run.clone())
            .set(EvaluateInput::DATA, data.clone())
            .set(EvaluateInput::TRAINED, train.output()),
    );
    let evaluated = evaluate.output();
    let hold_out = curate(&mut flow, "HoldOut", CurateStep::HoldOut);
    let evaluate_version = flow.task::<EvaluateModel>(
        "EvaluateVersion",
        Object::new()
            .set(EvaluateInput::DEVICE_CLASS, class.clone())
            .set(EvaluateInput::RUN, run.clone())
            .set(
                EvaluateInput::DATA,
                hold_out.output().get(Curated::DATA).assume_present(),
            )
            .set(
                EvaluateInput::TRAINED,
                input.get(ModelInput::TRAINED).or_null().assume_present(),
            ),
    );
    let evaluated_only = flow.succeed("Evaluated", Some(evaluated.clone()));
    let register = flow.task::<RegisterModel>(
        "RegisterModel",
        Object::new()
            .set(RegisterInput::DEVICE_CLASS, class.clone())
            .set(RegisterInput::DATA, data)
            .set(RegisterInput::TRAINED, train.output())
            .set(RegisterInput::EVALUATED, evaluated.clone())
            .set(RegisterInput::BY, input.get(ModelInput::BY))
            .set(RegisterInput::EXECUTION, flow.execution_id())
            .set(RegisterInput::STARTED_AT, flow.execution_start()),
    );
    let remember = flow.assign(
        "RememberVersion",
        Assignments::new().set(&version, &register.output().get(Registered::VERSION)),
    );
    let action = input.get(ModelInput::ACTION);
    let serving = configuration
        .close_look
        .serves_models()
        .then(|| Serving::add(&mut flow, configuration, &version));
    let endpoint = serving.as_ref().map(Serving::endpoint);
    let change = |flow: &mut Flow<ModelInput>,
                  name: &str,
                  kind: ChangeKind,
                  version: Expr<Option<VersionId>>| {
        let asked = Object::new()
            .set(PromoteInput::DEVICE_CLASS, class.clone())
            .set(PromoteInput::CHANGE, Expr::value(&kind))
            .set(PromoteInput::VERSION, version);
        let asked = match &endpoint {
            Some(endpoint) => asked.set(PromoteInput::ENDPOINT, endpoint.some()).set(
                PromoteInput::MODEL_PACKAGE,
                input.get(ModelInput::MODEL_PACKAGE).or_null(),
            ),
            None => asked,
        };
        flow.task::<PromoteModel>(
            name,
            asked
                .set(PromoteInput::BY, input.get(ModelInput::BY))
                .set(
                    PromoteInput::REASON,
                    input.get(ModelInput::REASON).or_null(),
                )
                .set(PromoteInput::EXECUTION, flow.execution_id())
                .set(PromoteInput::STARTED_AT, flow.execution_start()),
        )
    };
    let promote = change(
        &mut flow,
        "PromoteModel",
        ChangeKind::Promote,
        version.some(),
    );
    let roll_back = change(
        &mut flow,
        "RollBackModel",
        ChangeKind::RollBack,
        version.some(),
    );
    let promoted = promote.output();
    let any_smoke = flow.choice("AnySmokePictures");
    let smoke = flow.task::<CloseLook>(
        "SmokeModel",
        Object::new()
            .set(
                CloseLookInput::BATCH,
                flow.execution_name().to_be_parsed::<BatchName>(),
            )
            .set(CloseLookInput::PICTURES, promoted.get(Promoted::PICTURES)),
    );
    let confirm = flow.task::<ConfirmModel>(
        "ConfirmModel",
        Object::new()
            .set(ConfirmInput::PROMOTED, promoted.clone())
            .set(ConfirmInput::LOOKED, smoke.output()),
    );
    let subject = |what: &str| {
        Expr::concat([
            &Expr::literal(&format!("Sightline: {what} ")),
            &class.to_text(),
        ])
    };
    let tell_promoted = flow.publish(
        "NotifyPromoted",
        &subject("another model of"),
        &promoted.get(Promoted::HEADLINE),
    );
    let done = flow.succeed("Promoted", Some(promoted.clone()));
    let tell_candidate = flow.publish(
        "NotifyCandidate",
        &subject("a candidate of"),
        &register.output().get(Registered::HEADLINE),
    );
    let registered = flow.succeed("Registered", Some(register.output()));
    let tell_refused = flow.publish(
        "NotifyRefused",
        &subject("no new model of"),
        &evaluated.get(Evaluated::EXPLANATION),
    );
    let refused = flow.succeed("Refused", Some(evaluated.clone()));

    let tell_nothing_new = flow.publish(
        "NotifyNothingNew",
        &subject("nothing new to train on for"),
        &collected.get(Collected::HEADLINE),
    );
    let nothing_new = flow.succeed("NothingNew", Some(collected));

    // What is live is taken back only where this very run made it so, which the log says: a promotion that
    // fails may have come as far as that.
    let why = flow.failure().assume_present().get(ChunkFailure::ERROR);
    let why = Expr::concat([&Expr::literal("the run failed: "), &why]);
    let take_back = flow.task::<PromoteModel>(
        "TakeBack",
        Object::new()
            .set(PromoteInput::DEVICE_CLASS, class.clone())
            .set(PromoteInput::CHANGE, Expr::value(&ChangeKind::TakeBack))
            .set(PromoteInput::BY, input.get(ModelInput::BY))
            .set(PromoteInput::REASON, why.some())
            .set(PromoteInput::EXECUTION, flow.execution_id())
            .set(PromoteInput::STARTED_AT, flow.execution_start()),
    );
    let cause = failure_text(&flow);
    let tell_failed = flow.publish("NotifyFailed", &subject("a run failed for"), &cause);
    let failed = flow.fail("ModelRunFailed", "ModelRunFailed", &cause);

    let which = flow.choice("WhichAction");
    flow.then(&begin, &which);
    let has_dataset = input.get(ModelInput::DATASET).is_present();
    let collects = action.is(&ModelAction::Train).and(&has_dataset.not());
    flow.when(&which, &collects, &collecting.choose);
    flow.when(&which, &action.is(&ModelAction::Train), &verify);
    flow.when(&which, &action.is(&ModelAction::Evaluate), &verify);
    // What fails once an endpoint may have been told has it answer with what is live again.
    let (to_change, put_right) = match &serving {
        None => {
            flow.when(&which, &action.is(&ModelAction::Promote), &promote);
            flow.otherwise(&which, &roll_back);
            flow.then(&take_back, &tell_failed);
            (promote.place(), &tell_failed)
        }
        Some(serving) => {
            let changes = Changes {
                promote: promote.place(),
                roll_back: roll_back.place(),
                take_back: &take_back,
            };
            flow.otherwise(&which, serving.first());
            serving.connect(&mut flow, configuration, &changes, &tell_failed);
            (serving.first().clone(), serving.put_right())
        }
    };
    flow.otherwise(&collecting.any_new, &tell_nothing_new);
    flow.then(&collecting.remember, &verify);
    flow.then(&tell_nothing_new, &nothing_new);
    let is_training = flow.choice("IsTraining");
    flow.then(&verify, &is_training);
    flow.when(&is_training, &action.is(&ModelAction::Train), &split);
    flow.otherwise(&is_training, &hold_out);
    flow.then(&hold_out, &evaluate_version);
    flow.then(&evaluate_version, &evaluated_only);
    match &job {
        None => flow.then(&split, &train),
        Some(job) => {
            flow.then(&split, job);
            flow.then(job, &train);
            flow.retry(job, &Retry::sagemaker_refusals());
            flow.catch_all(job, &tell_failed);
        }
    }
    flow.then(&train, &evaluate);
    let gate = flow.choice("Gate");
    flow.then(&evaluate, &gate);
    flow.when(&gate, &evaluated.get(Evaluated::PASSED), &register);
    flow.otherwise(&gate, &tell_refused);
    flow.then(&register, &remember);
    let to_be_promoted = flow.choice("ToBePromoted");
    flow.then(&remember, &to_be_promoted);
    flow.when(&to_be_promoted, &input.get(ModelInput::PROMOTE), &to_change);
    flow.otherwise(&to_be_promoted, &tell_candidate);
    flow.then(&promote, &any_smoke);
    flow.then(&roll_back, &any_smoke);
    let pictures = promoted.get(Promoted::PICTURES);
    flow.when(&any_smoke, &pictures.is_filled(), &smoke);
    flow.otherwise(&any_smoke, &tell_promoted);
    flow.then(&smoke, &confirm);
    flow.then(&confirm, &tell_promoted);
    flow.then(&tell_promoted, &done);
    flow.then(&tell_candidate, &registered);
    flow.then(&tell_refused, &refused);
    flow.then(&tell_failed, &failed);

    task(&mut flow, &collecting.choose, &tell_failed, configuration);
    task(&mut flow, &collecting.collect, &tell_failed, configuration);
    for step in [&collecting.asked.ask, &collecting.asked.read] {
        flow.catch_all(step, &tell_failed);
    }
    for step in [&verify, &split, &hold_out] {
        task(&mut flow, step, &tell_failed, configuration);
    }
    task(&mut flow, &train, &tell_failed, configuration);
    for step in [&evaluate, &evaluate_version] {
        task(&mut flow, step, &tell_failed, configuration);
    }
    task(&mut flow, &register, &tell_failed, configuration);
    task(&mut flow, &promote, &take_back, configuration);
    for step in [&roll_back, &take_back] {
        task(&mut flow, step, put_right, configuration);
    }
    // To take a rollback back would be to make live again what somebody wanted gone.
    let was_rolled_back = flow.choice("WasRolledBack");
    flow.when(
        &was_rolled_back,
        &action.is(&ModelAction::RollBack),
        &tell_failed,
    );
    flow.otherwise(&was_rolled_back, &take_back);
    task(&mut flow, &smoke, &was_rolled_back, configuration);
    task(&mut flow, &confirm, &was_rolled_back, configuration);
    let sns = Retry::topic_faults();
    // What was done is done: that nobody could be told must not undo it.
    for (tell, end) in [
        (&tell_promoted, &done),
        (&tell_candidate, &registered),
        (&tell_refused, &refused),
        (&tell_nothing_new, &nothing_new),
        (&tell_failed, &failed),
    ] {
        flow.retry(tell, &sns);
        flow.pass_over(tell, end);
    }
    flow.finish()
}

/// What went wrong, as a sentence.
fn failure_text(flow: &Flow<ModelInput>) -> Expr<String> {
    let failure = flow.failure().assume_present();
    Expr::concat([
        &failure.get(ChunkFailure::ERROR),
        &Expr::literal(": "),
        &failure.get(ChunkFailure::CAUSE).assume_present(),
    ])
}
