//! What is kept of a function, and the rules for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::reference::LATEST;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// What roles of functions trust.
const SERVICE: &str = "lambda.amazonaws.com";
/// The runtimes that are a `bootstrap`.
const RUNTIMES: [&str; 3] = ["provided.al2023", "provided.al2", "provided"];
/// Variables that Lambda sets itself.
const RESERVED: [&str; 22] = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
    "AWS_LAMBDA_MAX_CONCURRENCY",
    "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN",
    "AWS_ENDPOINT_URL",
];
/// The most bytes of all variables together.
const VARIABLES_BYTES: usize = 4096;

/// A function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// The ARN of the role that it runs as.
    pub role: String,
    /// `provided.al2023` and its like.
    pub runtime: String,
    /// What `_HANDLER` says.
    pub handler: String,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// What people say of it.
    pub description: String,
    /// In seconds.
    pub timeout: u32,
    /// In MiB. It is told to the function; nothing holds it to that here.
    pub memory: u32,
    /// The size of `/tmp` in MiB, as configured.
    pub ephemeral_storage: u32,
    /// Its own variables.
    pub variables: BTreeMap<String, String>,
    /// Where it logs.
    pub log_group: String,
    /// SHA-256 of its zip, in hexadecimal: the folder of its code.
    pub code: String,
    /// The zip's size in bytes.
    pub code_size: u64,
    /// When it was changed last: `2026-01-02T03:04:05.678+0000`.
    pub last_modified: String,
    /// Another one for every change.
    pub revision: String,
    /// How many invocations may run at once; none for as many as there is room.
    pub reserved_concurrency: Option<u32>,
    /// Who else may invoke it: policy statements.
    pub policy: Vec<Value>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// The number of the version that this is; none for `$LATEST`.
    #[serde(default)]
    pub version: Option<u64>,
    /// The number of the newest version that was ever published; 0 before the first.
    #[serde(default)]
    pub last_version: u64,
}

/// Where a zip comes from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CodeSource {
    /// In Base64.
    pub zip_file: Option<String>,
    /// A bucket,
    pub s3_bucket: Option<String>,
    /// an object in it,
    pub s3_key: Option<String>,
    /// and a version of that.
    pub s3_object_version: Option<String>,
    /// Container images are not served.
    pub image_uri: Option<String>,
}

/// `CreateFunction`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateFunction {
    /// The name.
    pub function_name: String,
    /// The role's ARN.
    pub role: String,
    /// The zip.
    pub code: CodeSource,
    /// `Zip`, when given.
    pub package_type: Option<String>,
    /// `x86_64` or `arm64`.
    pub architectures: Option<Vec<String>>,
    /// The tags.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// What can be changed later as well.
    #[serde(flatten)]
    pub configuration: UpdateConfiguration,
}

/// `UpdateFunctionConfiguration`: what is not given stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateConfiguration {
    /// Another role's ARN.
    #[serde(skip)]
    pub role: Option<String>,
    /// The runtime.
    pub runtime: Option<String>,
    /// The handler.
    pub handler: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// In seconds.
    pub timeout: Option<u32>,
    /// In MiB.
    pub memory_size: Option<u32>,
    /// `{"Variables": {...}}`
    pub environment: Option<Environment>,
    /// `{"Size": 512}`
    pub ephemeral_storage: Option<EphemeralStorage>,
    /// `{"LogGroup": "..."}`
    pub logging_config: Option<LoggingConfig>,
    /// Layers are not served.
    pub layers: Option<Vec<String>>,
    /// Networks are not served.
    pub vpc_config: Option<Value>,
}

/// The function's variables.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Environment {
    /// By name.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
}

/// The size of `/tmp`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct EphemeralStorage {
    /// In MiB.
    pub size: u32,
}

/// Where the function logs.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LoggingConfig {
    /// The group.
    pub log_group: Option<String>,
    /// `Text`; `JSON` changes the platform's lines, which stay text here.
    pub log_format: Option<String>,
}

impl Function {
    /// The session of its role that the function runs as.
    ///
    /// # Errors
    /// `InvalidParameterValueException` when the role is not there or does not trust Lambda.
    pub(super) fn assume_role(&self, context: &Context) -> Result<Caller, ServiceError> {
        let iam = context.iam();
        iam.assume_for_service(context, &self.role, SERVICE, Some(&self.arn), &self.name)
            .map_err(|error| {
                invalid(format!(
                    "The role defined for the function cannot be assumed by Lambda. ({})",
                    error.message
                ))
            })
    }

    /// Takes over what is given, and checks it.
    pub(super) fn configure(&mut self, given: UpdateConfiguration) -> Result<(), ServiceError> {
        if given.layers.is_some_and(|layers| !layers.is_empty()) {
            return Err(invalid(
                "the embedded region has no layers: put all into the zip",
            ));
        }
        let in_network = |config: &Value| {
            config
                .get("SubnetIds")
                .and_then(Value::as_array)
                .is_some_and(|ids| !ids.is_empty())
        };
        if given.vpc_config.as_ref().is_some_and(in_network) {
            return Err(invalid(
                "the embedded region has no networks: leave VpcConfig out",
            ));
        }
        if let Some(format) = given
            .logging_config
            .as_ref()
            .and_then(|one| one.log_format.as_deref())
            && !["Text", "JSON"].contains(&format)
        {
            return Err(invalid(format!(
                "the log format \"{format}\" is neither Text nor JSON"
            )));
        }
        self.role = given.role.unwrap_or_else(|| self.role.clone());
        self.runtime = given.runtime.unwrap_or_else(|| self.runtime.clone());
        self.handler = given.handler.unwrap_or_else(|| self.handler.clone());
        self.description = given
            .description
            .unwrap_or_else(|| self.description.clone());
        self.timeout = given.timeout.unwrap_or(self.timeout);
        self.memory = given.memory_size.unwrap_or(self.memory);
        if let Some(storage) = given.ephemeral_storage {
            self.ephemeral_storage = storage.size;
        }
        if let Some(environment) = given.environment {
            self.variables = environment.variables;
        }
        if let Some(group) = given.logging_config.and_then(|logging| logging.log_group) {
            self.log_group = group;
        }
        self.check()
    }

    fn check(&self) -> Result<(), ServiceError> {
        if !RUNTIMES.contains(&self.runtime.as_str()) {
            return Err(invalid(format!(
                "the embedded region runs a bootstrap: the runtime is one of {}, not \"{}\"",
                RUNTIMES.join(", "),
                self.runtime
            )));
        }
        if !(1..=900).contains(&self.timeout) {
            return Err(invalid(format!(
                "a timeout is 1 to 900 seconds, not {}",
                self.timeout
            )));
        }
        if !(128..=10_240).contains(&self.memory) {
            return Err(invalid(format!(
                "memory is 128 to 10240 MB, not {}",
                self.memory
            )));
        }
        if !(512..=10_240).contains(&self.ephemeral_storage) {
            let size = self.ephemeral_storage;
            return Err(invalid(format!(
                "ephemeral storage is 512 to 10240 MB, not {size}"
            )));
        }
        if !self.role.contains(":role/") {
            return Err(invalid(format!("\"{}\" is no ARN of a role", self.role)));
        }
        let reserved: Vec<_> = self
            .variables
            .keys()
            .filter(|name| RESERVED.contains(&name.as_str()))
            .collect();
        if !reserved.is_empty() {
            return Err(invalid(format!(
                "Lambda was unable to configure your environment variables because the \
                 environment variables you have provided contains reserved keys that are \
                 currently not supported for modification. Reserved keys used in this request: \
                 {reserved:?}"
            )));
        }
        let valid = |name: &String| {
            let first = name.bytes().next();
            first.is_some_and(|byte| byte.is_ascii_alphabetic())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if let Some(name) = self.variables.keys().find(|name| !valid(name)) {
            return Err(invalid(format!("\"{name}\" is no name for a variable")));
        }
        if let Some((name, _)) = self
            .variables
            .iter()
            .find(|(_, value)| value.contains('\0'))
        {
            return Err(invalid(format!(
                "the variable {name} holds a NUL character"
            )));
        }
        let bytes: usize = self
            .variables
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        if bytes > VARIABLES_BYTES {
            return Err(invalid(format!(
                "the variables have {bytes} bytes; at most {VARIABLES_BYTES} are allowed"
            )));
        }
        Ok(())
    }

    /// The function's configuration as Lambda answers it.
    pub fn configuration(&self) -> Value {
        let mut value = json!({
            "FunctionName": self.name,
            "FunctionArn": self.arn,
            "Runtime": self.runtime,
            "Role": self.role,
            "Handler": self.handler,
            "CodeSize": self.code_size,
            "Description": self.description,
            "Timeout": self.timeout,
            "MemorySize": self.memory,
            "LastModified": self.last_modified,
            "CodeSha256": self.code_sha256(),
            "Version": self.version_name(),
            "TracingConfig": { "Mode": "PassThrough" },
            "RevisionId": self.revision,
            "State": "Active",
            "LastUpdateStatus": "Successful",
            "PackageType": "Zip",
            "Architectures": [self.architecture],
            "EphemeralStorage": { "Size": self.ephemeral_storage },
            "SnapStart": { "ApplyOn": "None", "OptimizationStatus": "Off" },
            "LoggingConfig": { "LogFormat": "Text", "LogGroup": self.log_group },
        });
        if let Some(map) = value.as_object_mut()
            && !self.variables.is_empty()
        {
            map.insert(
                "Environment".to_owned(),
                json!({ "Variables": self.variables }),
            );
        }
        value
    }

    /// `$LATEST`, or the version's number.
    pub fn version_name(&self) -> String {
        self.version
            .map_or_else(|| LATEST.to_owned(), |number| number.to_string())
    }

    /// SHA-256 of the zip, in Base64.
    pub fn code_sha256(&self) -> String {
        use base64::Engine as _;
        let bytes: Vec<u8> = self
            .code
            .as_bytes()
            .chunks_exact(2)
            .filter_map(|pair| std::str::from_utf8(pair).ok())
            .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
            .collect();
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }
}

pub(super) fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::client("InvalidParameterValueException", message)
}
