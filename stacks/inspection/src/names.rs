//! Names of what is deployed, known before it is.

use contracts::Bucket;

use crate::config::Configuration;
use crate::{AccountId, EnvironmentName, Region};

/// The names of one environment's resources in one region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceNames {
    environment: EnvironmentName,
    account: AccountId,
    region: Region,
}

impl ResourceNames {
    /// Of a configuration in one of its regions.
    pub fn new(configuration: &Configuration, region: &Region) -> Self {
        Self {
            environment: configuration.environment.clone(),
            account: configuration.account.clone(),
            region: region.clone(),
        }
    }

    /// `sightline-<environment>`: what every name begins with.
    pub fn prefix(&self) -> String {
        format!("sightline-{}", self.environment)
    }

    /// The region that the resources are in.
    pub(crate) fn region(&self) -> &Region {
        &self.region
    }

    /// A stack's name.
    pub fn stack(&self, stack: &str) -> String {
        format!("{}-{stack}", self.prefix())
    }

    /// A bucket of pictures or data. Bucket names are shared by all of AWS, hence account and
    /// region.
    pub fn bucket(&self, bucket: Bucket) -> String {
        match bucket {
            Bucket::Pictures => self.bucket_for("pictures"),
            Bucket::Lake => self.bucket_for("lake"),
            Bucket::Results => self.bucket_for("results"),
        }
    }

    /// The bucket of function zips and templates.
    pub fn artefacts_bucket(&self) -> String {
        self.bucket_for("artefacts")
    }

    /// The bucket of query results.
    pub fn results_bucket(&self) -> String {
        self.bucket(Bucket::Results)
    }

    fn bucket_for(&self, purpose: &str) -> String {
        format!(
            "{}-{}-{}-{purpose}",
            self.prefix(),
            self.account,
            self.region
        )
    }

    /// The Glue database. Athena takes no dashes in it without quotes.
    pub fn database(&self) -> String {
        self.prefix().replace('-', "_")
    }

    /// The Athena workgroup.
    pub fn workgroup(&self) -> String {
        self.prefix()
    }

    /// A task's function.
    pub fn function(&self, task: &str) -> String {
        format!("{}-{task}", self.prefix())
    }

    /// The role that something runs as. Roles are shared by all regions of an account.
    pub fn role(&self, of: &str) -> String {
        format!("{}-{}-{of}", self.prefix(), self.region)
    }

    /// Patterns of the names of all log groups.
    pub fn log_groups(&self) -> [String; 2] {
        ["/aws/lambda/", "/aws/vendedlogs/states/"].map(|of| format!("{of}{}-*", self.prefix()))
    }

    /// The ARN of the permissions boundary of every role that the stacks make.
    pub fn boundary_arn(&self) -> String {
        let name = self.account_name("boundary");
        format!("arn:aws:iam::{}:policy/{name}", self.account)
    }

    /// The name of a role or policy of the bootstrap, which the account has once: `execution`,
    /// `deploy`, `plan`. Roles of stacks have a region in their names, so that what is allowed on
    /// those is not on these.
    pub fn account_name(&self, of: &str) -> String {
        format!("{}-{of}", self.prefix())
    }

    /// The ARN of a role of the bootstrap.
    pub fn account_role_arn(&self, of: &str) -> String {
        format!(
            "arn:aws:iam::{}:role/{}",
            self.account,
            self.account_name(of)
        )
    }

    /// The state machine.
    pub fn state_machine(&self) -> String {
        format!("{}-inspection", self.prefix())
    }

    /// A state machine's ARN.
    pub fn state_machine_arn(&self, machine: &str) -> String {
        let Self {
            account, region, ..
        } = self;
        format!("arn:aws:states:{region}:{account}:stateMachine:{machine}")
    }

    /// The ARN of a state machine's executions, without their names.
    pub fn execution_arn_prefix(&self, machine: &str) -> String {
        let Self {
            account, region, ..
        } = self;
        format!("arn:aws:states:{region}:{account}:execution:{machine}")
    }

    /// The state machine of models: it trains, promotes and rolls back.
    pub fn model_machine(&self) -> String {
        format!("{}-model", self.prefix())
    }

    /// The state machine that watches models.
    pub fn monitor_machine(&self) -> String {
        format!("{}-monitor", self.prefix())
    }

    /// The state machine of back-fills.
    pub fn backfill_machine(&self) -> String {
        format!("{}-backfill", self.prefix())
    }

    /// The alarm on a device class's drift.
    pub fn drift_alarm(&self, class: &str) -> String {
        format!("{}-drift-{class}", self.prefix())
    }

    /// The beginning of ARNs of the region's Glue, up to the kind of resource.
    pub(crate) fn glue_arn_prefix(&self) -> String {
        format!("arn:aws:glue:{}:{}:", self.region, self.account)
    }

    /// The Athena workgroup's ARN.
    pub(crate) fn workgroup_arn(&self) -> String {
        let Self {
            account, region, ..
        } = self;
        format!(
            "arn:aws:athena:{region}:{account}:workgroup/{}",
            self.workgroup()
        )
    }

    /// The topic of notifications.
    pub fn topic(&self) -> String {
        format!("{}-batches", self.prefix())
    }

    /// The Rekognition project of a device class.
    pub fn custom_labels_project(&self, class: &str) -> String {
        format!("{}-{class}", self.prefix())
    }

    /// The model, endpoint configuration and endpoint of a device class in SageMaker, and its project in
    /// Lookout for Vision, begin so.
    pub fn close_look_model(&self, class: &str) -> String {
        format!("{}-{class}", self.prefix())
    }

    /// The Rekognition project of a device class that looks closely.
    pub fn close_look_project(&self, class: &str) -> String {
        format!("{}-{class}-close-look", self.prefix())
    }

    /// The ARN of all of the environment's endpoints.
    pub fn endpoints_arn(&self) -> String {
        let Self {
            account, region, ..
        } = self;
        format!(
            "arn:aws:sagemaker:{region}:{account}:endpoint/{}-*",
            self.prefix()
        )
    }

    /// What the ARNs of the environment's resources of a kind in SageMaker begin with.
    pub fn sagemaker_arn_prefix(&self, kind: &str) -> String {
        let Self {
            account, region, ..
        } = self;
        format!(
            "arn:aws:sagemaker:{region}:{account}:{kind}/{}-",
            self.prefix()
        )
    }

    /// The ARN of a rule on the default event bus.
    pub fn rule_arn(&self, rule: &str) -> String {
        let Self {
            account, region, ..
        } = self;
        format!("arn:aws:events:{region}:{account}:rule/{rule}")
    }

    /// The ARN of all models of the environment's projects in Lookout for Vision.
    pub fn lookout_models_arn(&self) -> String {
        let Self {
            account, region, ..
        } = self;
        format!(
            "arn:aws:lookoutvision:{region}:{account}:model/{}-*",
            self.prefix()
        )
    }

    /// The ARN of all versions of all of the environment's Rekognition projects.
    pub fn custom_labels_versions_arn(&self) -> String {
        let Self {
            account, region, ..
        } = self;
        format!(
            "arn:aws:rekognition:{region}:{account}:project/{}-*/version/*",
            self.prefix()
        )
    }
}
