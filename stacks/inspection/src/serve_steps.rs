//! The steps that bring a model behind its class's endpoint before it goes live, and those that have the
//! endpoint answer with what is live where something fails from then on. An endpoint takes minutes:
//! the function is asked again until it answers.

use contracts::VersionId;
use contracts::serving::{ServeInput, ServeTarget, Served};
use contracts::tasks::{PromoteModel, ServeModel};
use contracts::training::{ModelAction, ModelInput, Promoted};
use flow::{Assignments, Expr, Flow, Object, Retry, StepRef, TaskStep};

use crate::config::Configuration;
use crate::task_step::task;

/// How long to wait before an endpoint is looked at again, in seconds: on AWS it takes minutes, and in the
/// embedded region as long as a process takes to start.
const PAUSE_SECONDS: u64 = 15;
const PAUSE_SECONDS_EMBEDDED: u64 = 1;

/// The steps.
pub(crate) struct Serving {
    /// For what is to go live.
    wanted: Round,
    /// For what is live, after a failure.
    live: Round,
    which: StepRef,
    was_told: StepRef,
    was_taken_back: StepRef,
    told: Expr<Option<String>>,
}

/// The steps that change what is live.
pub(crate) struct Changes<'a> {
    pub(crate) promote: StepRef,
    pub(crate) roll_back: StepRef,
    /// After a failure.
    pub(crate) take_back: &'a TaskStep<PromoteModel>,
}

/// Steps that ask until the endpoint answers.
struct Round {
    begin: StepRef,
    serve: TaskStep<ServeModel>,
    answers: StepRef,
}

/// What a round's steps are called.
struct Names {
    begin: &'static str,
    serve: &'static str,
    answers: &'static str,
    remember: &'static str,
    wait: &'static str,
}

/// What both rounds read and set.
struct Variables {
    told: Expr<Option<String>>,
    attempt: Expr<u64>,
}

impl Serving {
    /// Adds the steps.
    pub(crate) fn add(
        flow: &mut Flow<ModelInput>,
        configuration: &Configuration,
        version: &Expr<VersionId>,
    ) -> Self {
        let input = flow.input();
        let class = input.get(ModelInput::DEVICE_CLASS);
        let pause = match configuration.embedded {
            true => PAUSE_SECONDS_EMBEDDED,
            false => PAUSE_SECONDS,
        };
        let variables = Variables {
            told: flow.variable("endpointTold"),
            attempt: flow.variable("servingAttempt"),
        };
        let is_rollback = input.get(ModelInput::ACTION).is(&ModelAction::RollBack);
        let target = is_rollback.choose(
            &Expr::value(&ServeTarget::Previous),
            &Expr::value(&ServeTarget::Version),
        );
        let asked = Object::new()
            .set(ServeInput::DEVICE_CLASS, class.clone())
            .set(ServeInput::TARGET, target)
            .set(ServeInput::VERSION, version.some())
            .set(
                ServeInput::MODEL_PACKAGE,
                input.get(ModelInput::MODEL_PACKAGE).or_null(),
            );
        let names = Names {
            begin: "BeginServing",
            serve: "ServeModel",
            answers: "EndpointAnswers",
            remember: "RememberEndpoint",
            wait: "WaitForEndpoint",
        };
        let wanted = Round::add(flow, &names, asked, &variables, pause);
        let asked = Object::new()
            .set(ServeInput::DEVICE_CLASS, class)
            .set(ServeInput::TARGET, Expr::value(&ServeTarget::Live));
        let names = Names {
            begin: "BeginServingLive",
            serve: "ServeLive",
            answers: "EndpointAnswersLive",
            remember: "RememberEndpointOfLive",
            wait: "WaitForEndpointOfLive",
        };
        let live = Round::add(flow, &names, asked, &variables, pause);
        Self {
            wanted,
            live,
            which: flow.choice("WhichChange"),
            was_told: flow.choice("WasEndpointTold"),
            was_taken_back: flow.choice("WasTakenBack"),
            told: variables.told,
        }
    }

    /// The step to begin with.
    pub(crate) const fn first(&self) -> &StepRef {
        &self.wanted.begin
    }

    /// The step to go on with where something fails once the endpoint may have been told.
    pub(crate) const fn put_right(&self) -> &StepRef {
        &self.was_told
    }

    /// The endpoint's name, for the steps that only come after these.
    pub(crate) fn endpoint(&self) -> Expr<String> {
        self.wanted.serve.output().get(Served::ENDPOINT)
    }

    /// Says what comes after: the change by its kind, what follows where it was taken back, and what tells of
    /// a failure.
    pub(crate) fn connect(
        &self,
        flow: &mut Flow<ModelInput>,
        configuration: &Configuration,
        changes: &Changes<'_>,
        tell_failed: &StepRef,
    ) {
        let action = flow.input().get(ModelInput::ACTION);
        self.wanted.connect(flow, &self.which);
        let is_rollback = action.is(&ModelAction::RollBack);
        flow.when(&self.which, &is_rollback, &changes.roll_back);
        flow.otherwise(&self.which, &changes.promote);
        // Another model is live than the endpoint was brought, whoever has told it.
        let taken_back = changes.take_back.output().get(Promoted::CHANGED);
        flow.then(changes.take_back, &self.was_taken_back);
        flow.when(&self.was_taken_back, &taken_back, &self.live.begin);
        flow.otherwise(&self.was_taken_back, self.put_right());
        // Who has told nothing leaves the endpoint to who has.
        flow.when(&self.was_told, &self.told.is_present(), &self.live.begin);
        flow.otherwise(&self.was_told, tell_failed);
        task(flow, &self.wanted.serve, self.put_right(), configuration);
        self.live.connect(flow, tell_failed);
        // What failed first is what is told. Answers say which model they are of, and a deploy puts
        // right what stays.
        flow.retry(&self.live.serve, &Retry::service_faults());
        flow.pass_over(&self.live.serve, tell_failed);
    }
}

impl Round {
    fn add(
        flow: &mut Flow<ModelInput>,
        names: &Names,
        asked: Object<ServeInput>,
        variables: &Variables,
        pause: u64,
    ) -> Self {
        let Variables { told, attempt } = variables;
        let begin = flow.assign(
            names.begin,
            Assignments::new()
                .unset(told)
                .set(attempt, &Expr::value(&0)),
        );
        let serve = flow.task::<ServeModel>(
            names.serve,
            asked
                .set(ServeInput::TOLD, told.clone())
                .set(ServeInput::ATTEMPT, attempt.clone()),
        );
        let answers = flow.choice(names.answers);
        let remember = flow.assign(
            names.remember,
            Assignments::new()
                .set(told, &serve.output().get(Served::TOLD))
                .set(attempt, &serve.output().get(Served::ATTEMPT)),
        );
        let wait = flow.wait(names.wait, pause);
        flow.then(&begin, &serve);
        flow.then(&serve, &answers);
        flow.otherwise(&answers, &remember);
        flow.then(&remember, &wait);
        flow.then(&wait, &serve);
        Self {
            begin,
            serve,
            answers,
        }
    }

    fn connect(&self, flow: &mut Flow<ModelInput>, then: &StepRef) {
        let answers = self.serve.output().get(Served::ANSWERS);
        flow.when(&self.answers, &answers, then);
    }
}
