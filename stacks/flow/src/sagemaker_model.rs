//! Models of SageMaker that a flow makes for one of its jobs, and takes away again.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>

use asl::Task as TaskState;
use cfn::policy::Statement;
use cfn::{Value, join};
use contracts::Payload;
use serde_json::{Map as JsonMap, Value as Json, json};

use crate::job::pass_role;
use crate::workflow::JOB_ROLE_PLACEHOLDER;
use crate::{Expr, Flow, StepRef};

/// Steps that find the package of the model behind an endpoint, each after the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSteps {
    /// In order.
    pub steps: [StepRef; 3],
}

impl<I: Payload> Flow<I> {
    /// A name for what this execution makes for itself in SageMaker, at most 63 characters: what it begins
    /// with, and 12 digits.
    pub fn own_name(&self, prefix: &str) -> Expr<String> {
        Expr::new(format!(
            "{} & $substring($hash($states.context.Execution.Id, \"SHA-256\"), 0, 12)",
            Expr::literal(prefix).text()
        ))
    }

    /// A step that makes a model of a container, `PrimaryContainer` of its request. It runs as the role of
    /// the flow's jobs.
    pub fn make_model(
        &mut self,
        name: &str,
        model: &Expr<String>,
        container: &JsonMap<String, Json>,
    ) -> StepRef {
        self.needs_mut().models = true;
        let state = TaskState::new("arn:aws:states:::sagemaker:createModel")
            .arguments(json!({
                "ModelName": model.render(),
                "ExecutionRoleArn": format!("${{{JOB_ROLE_PLACEHOLDER}}}"),
                "PrimaryContainer": container,
                // SageMaker brings the model and the inputs; one of the Marketplace has to be isolated.
                // https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
                "EnableNetworkIsolation": true,
            }))
            .output(json!({}));
        self.add_state(name, state)
    }

    /// A step that takes a model away.
    pub fn remove_model(&mut self, name: &str, model: &Expr<String>) -> StepRef {
        self.needs_mut().models = true;
        let state = TaskState::new("arn:aws:states:::aws-sdk:sagemaker:deleteModel")
            .arguments(json!({ "ModelName": model.render() }))
            .output(json!({}));
        self.add_state(name, state)
    }

    /// Steps that set a variable to the ARN of the model package behind an endpoint.
    pub fn package_behind(
        &mut self,
        names: [&str; 3],
        endpoint: &Expr<String>,
        package: &Expr<String>,
    ) -> PackageSteps {
        self.needs_mut().endpoints = true;
        let configuration = self.variable::<String>("endpointConfiguration");
        let model = self.variable::<String>("endpointModel");
        let asked = [
            (
                "describeEndpoint",
                "EndpointName",
                endpoint.render(),
                &configuration,
                "EndpointConfigName",
            ),
            (
                "describeEndpointConfig",
                "EndpointConfigName",
                configuration.render(),
                &model,
                "ProductionVariants[0].ModelName",
            ),
            (
                "describeModel",
                "ModelName",
                model.render(),
                package,
                "PrimaryContainer.ModelPackageName",
            ),
        ];
        let mut at = names.into_iter();
        let steps = asked.map(|(action, member, value, variable, found)| {
            let mut assign = JsonMap::new();
            assign.insert(
                crate::assignments::name_of(variable),
                format!("{{% $states.result.{found} %}}").into(),
            );
            let state = TaskState::new(format!("arn:aws:states:::aws-sdk:sagemaker:{action}"))
                .arguments(json!({ member: value }))
                .assign(assign)
                .output(json!({}));
            self.add_state(at.next().unwrap_or_default(), state)
        });
        let [first, second, third] = &steps;
        self.then(first, second);
        self.then(second, third);
        PackageSteps { steps }
    }
}

impl PackageSteps {
    /// The step to begin with.
    pub const fn first(&self) -> &StepRef {
        &self.steps[0]
    }

    /// The step that something comes after.
    pub const fn last(&self) -> &StepRef {
        &self.steps[2]
    }
}

/// What making models and taking them away takes.
pub(crate) fn making(models: Value<String>, role: Value<String>) -> [Statement; 2] {
    [
        Statement::allow(
            "MakeModels",
            ["sagemaker:CreateModel", "sagemaker:DeleteModel"],
        )
        .on([join([models, "*".into()])]),
        pass_role("PassRoleToModel".to_owned(), role),
    ]
}

/// What it takes to find out what is behind an endpoint: the ARNs of endpoints, configurations and models,
/// up to their names.
pub(crate) fn looking_behind(arns: [Value<String>; 3]) -> Statement {
    Statement::allow(
        "LookBehindEndpoints",
        [
            "sagemaker:DescribeEndpoint",
            "sagemaker:DescribeEndpointConfig",
            "sagemaker:DescribeModel",
        ],
    )
    .on(arns.map(|arn| join([arn, "*".into()])))
}
