//! What every service is given: who and where it is, the store, and the other services.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::caller::{Caller, CredentialStore};
use crate::error::ServiceError;
use crate::faults::Faults;
use crate::services::{
    Account, Athena, CloudFormation, CloudWatch, Events, Glue, Iam, Lambda, Logs, LookoutVision,
    Rekognition, SageMaker, Services, Sns, StepFunctions, Sts, lambda::CodePool, s3::S3,
};
use crate::store::{Store, StoreError, Table};

/// Where the entries of the whole account are kept: S3's and IAM's.
const ACCOUNT_SCOPE: &str = "account";

/// One AWS region of the account. Cheap to clone; made when a request first names the region.
#[derive(Clone)]
pub struct Context(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    region: String,
    services: Services,
}

/// What all AWS regions of the process share.
pub(crate) struct Shared {
    pub(crate) account: String,
    pub(crate) environment: String,
    pub(crate) folder: PathBuf,
    pub(crate) endpoint: String,
    pub(crate) store: Store,
    pub(crate) credentials: CredentialStore,
    pub(crate) faults: Faults,
    pub(crate) programs: PathBuf,
    pub(crate) services: Account,
    pub(crate) stopping: CancellationToken,
    pub(crate) tasks: TaskTracker,
    pub(crate) known_regions: Table<bool>,
    pub(crate) regions: Mutex<BTreeMap<String, Context>>,
}

/// What a service is given when it is made: its tables and its folder.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    store: &'a Store,
    folder: &'a Path,
    region: &'a str,
}

impl<'a> Scope<'a> {
    pub(crate) fn regional(store: &'a Store, folder: &'a Path, region: &'a str) -> Self {
        Self {
            store,
            folder,
            region,
        }
    }

    pub(crate) fn account(store: &'a Store, folder: &'a Path) -> Self {
        Self {
            store,
            folder,
            region: ACCOUNT_SCOPE,
        }
    }

    /// The service's table `name`, written `<service>.<table>`.
    pub fn table<T>(&self, name: &str) -> Result<Table<T>, StoreError> {
        self.store.table(name, self.region)
    }

    /// The store, for batches.
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// A folder for files of the service `name`. It may not be there yet.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join("files").join(name).join(self.region)
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("region", &self.0.region)
            .finish_non_exhaustive()
    }
}

impl Context {
    /// The context of an AWS region, made and started when it is not there yet.
    pub(crate) fn of(shared: &Arc<Shared>, region: &str) -> Result<Self, StoreError> {
        let mut regions = shared
            .regions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(context) = regions.get(region) {
            return Ok(context.clone());
        }
        let scope = Scope::regional(&shared.store, &shared.folder, region);
        let services = Services::open(&scope)?;
        shared.known_regions.put(region, &true)?;
        let context = Self(Arc::new(Inner {
            shared: Arc::clone(shared),
            region: region.to_owned(),
            services,
        }));
        regions.insert(region.to_owned(), context.clone());
        drop(regions);
        context.0.services.start(&context);
        Ok(context)
    }

    /// Ends what runs outside of this process.
    pub(crate) fn stop(&self) {
        self.0.services.stop();
    }

    /// The same account in another AWS region.
    pub fn in_region(&self, region: &str) -> Result<Self, ServiceError> {
        if region == self.0.region {
            return Ok(self.clone());
        }
        Ok(Self::of(&self.0.shared, region)?)
    }

    /// The account, 12 digits.
    pub fn account(&self) -> &str {
        &self.0.shared.account
    }

    /// The environment's name, such as `local`.
    pub fn environment(&self) -> &str {
        &self.0.shared.environment
    }

    /// The AWS region.
    pub fn region(&self) -> &str {
        &self.0.region
    }

    /// Where the region listens: `http://127.0.0.1:<port>`.
    pub fn endpoint(&self) -> &str {
        &self.0.shared.endpoint
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// The ARN of a regional resource: `arn:aws:<service>:<region>:<account>:<resource>`.
    pub fn arn(&self, service: &str, resource: &str) -> String {
        format!(
            "arn:aws:{service}:{}:{}:{resource}",
            self.region(),
            self.account()
        )
    }

    /// The durable state.
    pub fn store(&self) -> &Store {
        &self.0.shared.store
    }

    /// A table of this AWS region, written `<service>.<table>`.
    pub fn table<T>(&self, name: &str) -> Result<Table<T>, ServiceError> {
        Ok(self.store().table(name, self.region())?)
    }

    /// What goes wrong on purpose.
    pub(crate) fn faults(&self) -> &Faults {
        &self.0.shared.faults
    }

    /// Where the programs are that images of containers stand for.
    pub(crate) fn programs(&self) -> &Path {
        &self.0.shared.programs
    }

    /// The credentials that the region takes.
    pub fn credentials(&self) -> &CredentialStore {
        &self.0.shared.credentials
    }

    /// Runs work in the background until it ends or the region stops.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stopping = self.0.shared.stopping.clone();
        self.0.shared.tasks.spawn(async move {
            tokio::select! {
                () = stopping.cancelled() => {}
                () = work => {}
            }
        });
    }

    /// Resolves when the region is to stop.
    pub async fn stopping(&self) {
        self.0.shared.stopping.cancelled().await;
    }

    /// Whether the region is to stop: what fails from then on fails for that reason alone.
    pub fn is_stopping(&self) -> bool {
        self.0.shared.stopping.is_cancelled()
    }

    /// Whether `caller` may do `action` (`s3:GetObject`) on `resource` (an ARN).
    ///
    /// # Errors
    /// `AccessDeniedException` in AWS's words.
    pub fn authorise(
        &self,
        caller: &Caller,
        action: &str,
        resource: &str,
    ) -> Result<(), ServiceError> {
        self.iam().authorise(self, caller, action, resource)
    }

    /// S3, of the whole account.
    pub fn s3(&self) -> &S3 {
        &self.0.shared.services.s3
    }

    /// IAM, of the whole account.
    pub fn iam(&self) -> &Iam {
        &self.0.shared.services.iam
    }

    /// The code of the functions of all regions.
    pub(crate) fn code_pool(&self) -> &Arc<CodePool> {
        &self.0.shared.services.code_pool
    }

    /// Lambda.
    pub fn lambda(&self) -> &Lambda {
        &self.0.services.lambda
    }

    /// CloudWatch Logs.
    pub fn logs(&self) -> &Logs {
        &self.0.services.logs
    }

    /// SNS.
    pub fn sns(&self) -> &Sns {
        &self.0.services.sns
    }

    /// EventBridge.
    pub fn events(&self) -> &Events {
        &self.0.services.events
    }

    /// STS.
    pub fn sts(&self) -> &Sts {
        &self.0.services.sts
    }

    /// Step Functions.
    pub fn stepfunctions(&self) -> &StepFunctions {
        &self.0.services.stepfunctions
    }

    /// Athena.
    pub fn athena(&self) -> &Athena {
        &self.0.services.athena
    }

    /// Glue.
    pub fn glue(&self) -> &Glue {
        &self.0.services.glue
    }

    /// Rekognition.
    pub fn rekognition(&self) -> &Rekognition {
        &self.0.services.rekognition
    }

    /// SageMaker.
    pub fn sagemaker(&self) -> &SageMaker {
        &self.0.services.sagemaker
    }

    /// Lookout for Vision.
    pub fn lookoutvision(&self) -> &LookoutVision {
        &self.0.services.lookoutvision
    }

    /// CloudFormation.
    pub fn cloudformation(&self) -> &CloudFormation {
        &self.0.services.cloudformation
    }

    /// CloudWatch.
    pub fn cloudwatch(&self) -> &CloudWatch {
        &self.0.services.cloudwatch
    }
}
