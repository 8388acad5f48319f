//! The actions of `lambda`. Made by `iam-data`.

use crate::policy::Action;

/// `lambda:AddLayerVersionPermission`.
#[rustfmt::skip]
pub const ADD_LAYER_VERSION_PERMISSION: Action = Action::known("lambda:AddLayerVersionPermission");

/// `lambda:AddPermission`.
#[rustfmt::skip]
pub const ADD_PERMISSION: Action = Action::known("lambda:AddPermission");

/// `lambda:CheckpointDurableExecution`.
#[rustfmt::skip]
pub const CHECKPOINT_DURABLE_EXECUTION: Action = Action::known("lambda:CheckpointDurableExecution");

/// `lambda:ConnectMicrovm`.
#[rustfmt::skip]
pub const CONNECT_MICROVM: Action = Action::known("lambda:ConnectMicrovm");

/// `lambda:CreateAlias`.
#[rustfmt::skip]
pub const CREATE_ALIAS: Action = Action::known("lambda:CreateAlias");

/// `lambda:CreateCapacityProvider`.
#[rustfmt::skip]
pub const CREATE_CAPACITY_PROVIDER: Action = Action::known("lambda:CreateCapacityProvider");

/// `lambda:CreateCodeSigningConfig`.
#[rustfmt::skip]
pub const CREATE_CODE_SIGNING_CONFIG: Action = Action::known("lambda:CreateCodeSigningConfig");

/// `lambda:CreateEventSourceMapping`.
#[rustfmt::skip]
pub const CREATE_EVENT_SOURCE_MAPPING: Action = Action::known("lambda:CreateEventSourceMapping");

/// `lambda:CreateFunction`.
#[rustfmt::skip]
pub const CREATE_FUNCTION: Action = Action::known("lambda:CreateFunction");

/// `lambda:CreateFunctionUrlConfig`.
#[rustfmt::skip]
pub const CREATE_FUNCTION_URL_CONFIG: Action = Action::known("lambda:CreateFunctionUrlConfig");

/// `lambda:CreateMicrovmAuthToken`.
#[rustfmt::skip]
pub const CREATE_MICROVM_AUTH_TOKEN: Action = Action::known("lambda:CreateMicrovmAuthToken");

/// `lambda:CreateMicrovmImage`.
#[rustfmt::skip]
pub const CREATE_MICROVM_IMAGE: Action = Action::known("lambda:CreateMicrovmImage");

/// `lambda:CreateMicrovmShellAuthToken`.
#[rustfmt::skip]
pub const CREATE_MICROVM_SHELL_AUTH_TOKEN: Action = Action::known("lambda:CreateMicrovmShellAuthToken");

/// `lambda:CreateNetworkConnector`.
#[rustfmt::skip]
pub const CREATE_NETWORK_CONNECTOR: Action = Action::known("lambda:CreateNetworkConnector");

/// `lambda:CreateWebFunction`.
#[rustfmt::skip]
pub const CREATE_WEB_FUNCTION: Action = Action::known("lambda:CreateWebFunction");

/// `lambda:CreateWebFunctionEndpoint`.
#[rustfmt::skip]
pub const CREATE_WEB_FUNCTION_ENDPOINT: Action = Action::known("lambda:CreateWebFunctionEndpoint");

/// `lambda:CreateWebFunctionRevision`.
#[rustfmt::skip]
pub const CREATE_WEB_FUNCTION_REVISION: Action = Action::known("lambda:CreateWebFunctionRevision");

/// `lambda:DeleteAlias`.
#[rustfmt::skip]
pub const DELETE_ALIAS: Action = Action::known("lambda:DeleteAlias");

/// `lambda:DeleteCapacityProvider`.
#[rustfmt::skip]
pub const DELETE_CAPACITY_PROVIDER: Action = Action::known("lambda:DeleteCapacityProvider");

/// `lambda:DeleteCodeSigningConfig`.
#[rustfmt::skip]
pub const DELETE_CODE_SIGNING_CONFIG: Action = Action::known("lambda:DeleteCodeSigningConfig");

/// `lambda:DeleteEventSourceMapping`.
#[rustfmt::skip]
pub const DELETE_EVENT_SOURCE_MAPPING: Action = Action::known("lambda:DeleteEventSourceMapping");

/// `lambda:DeleteFunction`.
#[rustfmt::skip]
pub const DELETE_FUNCTION: Action = Action::known("lambda:DeleteFunction");

/// `lambda:DeleteFunctionCodeSigningConfig`.
#[rustfmt::skip]
pub const DELETE_FUNCTION_CODE_SIGNING_CONFIG: Action = Action::known("lambda:DeleteFunctionCodeSigningConfig");

/// `lambda:DeleteFunctionConcurrency`.
#[rustfmt::skip]
pub const DELETE_FUNCTION_CONCURRENCY: Action = Action::known("lambda:DeleteFunctionConcurrency");

/// `lambda:DeleteFunctionEventInvokeConfig`.
#[rustfmt::skip]
pub const DELETE_FUNCTION_EVENT_INVOKE_CONFIG: Action = Action::known("lambda:DeleteFunctionEventInvokeConfig");

/// `lambda:DeleteFunctionUrlConfig`.
#[rustfmt::skip]
pub const DELETE_FUNCTION_URL_CONFIG: Action = Action::known("lambda:DeleteFunctionUrlConfig");

/// `lambda:DeleteLayerVersion`.
#[rustfmt::skip]
pub const DELETE_LAYER_VERSION: Action = Action::known("lambda:DeleteLayerVersion");

/// `lambda:DeleteMicrovmImage`.
#[rustfmt::skip]
pub const DELETE_MICROVM_IMAGE: Action = Action::known("lambda:DeleteMicrovmImage");

/// `lambda:DeleteMicrovmImageVersion`.
#[rustfmt::skip]
pub const DELETE_MICROVM_IMAGE_VERSION: Action = Action::known("lambda:DeleteMicrovmImageVersion");

/// `lambda:DeleteNetworkConnector`.
#[rustfmt::skip]
pub const DELETE_NETWORK_CONNECTOR: Action = Action::known("lambda:DeleteNetworkConnector");

/// `lambda:DeleteProvisionedConcurrencyConfig`.
#[rustfmt::skip]
pub const DELETE_PROVISIONED_CONCURRENCY_CONFIG: Action = Action::known("lambda:DeleteProvisionedConcurrencyConfig");

/// `lambda:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("lambda:DeleteResourcePolicy");

/// `lambda:DeleteWebFunction`.
#[rustfmt::skip]
pub const DELETE_WEB_FUNCTION: Action = Action::known("lambda:DeleteWebFunction");

/// `lambda:DeleteWebFunctionEndpoint`.
#[rustfmt::skip]
pub const DELETE_WEB_FUNCTION_ENDPOINT: Action = Action::known("lambda:DeleteWebFunctionEndpoint");

/// `lambda:DeleteWebFunctionRevision`.
#[rustfmt::skip]
pub const DELETE_WEB_FUNCTION_REVISION: Action = Action::known("lambda:DeleteWebFunctionRevision");

/// `lambda:DisableReplication`.
#[rustfmt::skip]
pub const DISABLE_REPLICATION: Action = Action::known("lambda:DisableReplication");

/// `lambda:EnableReplication`.
#[rustfmt::skip]
pub const ENABLE_REPLICATION: Action = Action::known("lambda:EnableReplication");

/// `lambda:GetAccountSettings`.
#[rustfmt::skip]
pub const GET_ACCOUNT_SETTINGS: Action = Action::known("lambda:GetAccountSettings");

/// `lambda:GetAlias`.
#[rustfmt::skip]
pub const GET_ALIAS: Action = Action::known("lambda:GetAlias");

/// `lambda:GetCapacityProvider`.
#[rustfmt::skip]
pub const GET_CAPACITY_PROVIDER: Action = Action::known("lambda:GetCapacityProvider");

/// `lambda:GetCodeSigningConfig`.
#[rustfmt::skip]
pub const GET_CODE_SIGNING_CONFIG: Action = Action::known("lambda:GetCodeSigningConfig");

/// `lambda:GetDurableExecution`.
#[rustfmt::skip]
pub const GET_DURABLE_EXECUTION: Action = Action::known("lambda:GetDurableExecution");

/// `lambda:GetDurableExecutionHistory`.
#[rustfmt::skip]
pub const GET_DURABLE_EXECUTION_HISTORY: Action = Action::known("lambda:GetDurableExecutionHistory");

/// `lambda:GetDurableExecutionState`.
#[rustfmt::skip]
pub const GET_DURABLE_EXECUTION_STATE: Action = Action::known("lambda:GetDurableExecutionState");

/// `lambda:GetEventSourceMapping`.
#[rustfmt::skip]
pub const GET_EVENT_SOURCE_MAPPING: Action = Action::known("lambda:GetEventSourceMapping");

/// `lambda:GetFunction`.
#[rustfmt::skip]
pub const GET_FUNCTION: Action = Action::known("lambda:GetFunction");

/// `lambda:GetFunctionCodeSigningConfig`.
#[rustfmt::skip]
pub const GET_FUNCTION_CODE_SIGNING_CONFIG: Action = Action::known("lambda:GetFunctionCodeSigningConfig");

/// `lambda:GetFunctionConcurrency`.
#[rustfmt::skip]
pub const GET_FUNCTION_CONCURRENCY: Action = Action::known("lambda:GetFunctionConcurrency");

/// `lambda:GetFunctionConfiguration`.
#[rustfmt::skip]
pub const GET_FUNCTION_CONFIGURATION: Action = Action::known("lambda:GetFunctionConfiguration");

/// `lambda:GetFunctionEventInvokeConfig`.
#[rustfmt::skip]
pub const GET_FUNCTION_EVENT_INVOKE_CONFIG: Action = Action::known("lambda:GetFunctionEventInvokeConfig");

/// `lambda:GetFunctionRecursionConfig`.
#[rustfmt::skip]
pub const GET_FUNCTION_RECURSION_CONFIG: Action = Action::known("lambda:GetFunctionRecursionConfig");

/// `lambda:GetFunctionScalingConfig`.
#[rustfmt::skip]
pub const GET_FUNCTION_SCALING_CONFIG: Action = Action::known("lambda:GetFunctionScalingConfig");

/// `lambda:GetFunctionUrlConfig`.
#[rustfmt::skip]
pub const GET_FUNCTION_URL_CONFIG: Action = Action::known("lambda:GetFunctionUrlConfig");

/// `lambda:GetLayerVersion`.
#[rustfmt::skip]
pub const GET_LAYER_VERSION: Action = Action::known("lambda:GetLayerVersion");

/// `lambda:GetLayerVersionPolicy`.
#[rustfmt::skip]
pub const GET_LAYER_VERSION_POLICY: Action = Action::known("lambda:GetLayerVersionPolicy");

/// `lambda:GetMicrovm`.
#[rustfmt::skip]
pub const GET_MICROVM: Action = Action::known("lambda:GetMicrovm");

/// `lambda:GetMicrovmImage`.
#[rustfmt::skip]
pub const GET_MICROVM_IMAGE: Action = Action::known("lambda:GetMicrovmImage");

/// `lambda:GetMicrovmImageBuild`.
#[rustfmt::skip]
pub const GET_MICROVM_IMAGE_BUILD: Action = Action::known("lambda:GetMicrovmImageBuild");

/// `lambda:GetMicrovmImageVersion`.
#[rustfmt::skip]
pub const GET_MICROVM_IMAGE_VERSION: Action = Action::known("lambda:GetMicrovmImageVersion");

/// `lambda:GetNetworkConnector`.
#[rustfmt::skip]
pub const GET_NETWORK_CONNECTOR: Action = Action::known("lambda:GetNetworkConnector");

/// `lambda:GetPolicy`.
#[rustfmt::skip]
pub const GET_POLICY: Action = Action::known("lambda:GetPolicy");

/// `lambda:GetProvisionedConcurrencyConfig`.
#[rustfmt::skip]
pub const GET_PROVISIONED_CONCURRENCY_CONFIG: Action = Action::known("lambda:GetProvisionedConcurrencyConfig");

/// `lambda:GetResourcePolicy`.
#[rustfmt::skip]
pub const GET_RESOURCE_POLICY: Action = Action::known("lambda:GetResourcePolicy");

/// `lambda:GetRuntimeManagementConfig`.
#[rustfmt::skip]
pub const GET_RUNTIME_MANAGEMENT_CONFIG: Action = Action::known("lambda:GetRuntimeManagementConfig");

/// `lambda:GetWebAccountSettings`.
#[rustfmt::skip]
pub const GET_WEB_ACCOUNT_SETTINGS: Action = Action::known("lambda:GetWebAccountSettings");

/// `lambda:GetWebFunction`.
#[rustfmt::skip]
pub const GET_WEB_FUNCTION: Action = Action::known("lambda:GetWebFunction");

/// `lambda:GetWebFunctionEndpoint`.
#[rustfmt::skip]
pub const GET_WEB_FUNCTION_ENDPOINT: Action = Action::known("lambda:GetWebFunctionEndpoint");

/// `lambda:GetWebFunctionRevision`.
#[rustfmt::skip]
pub const GET_WEB_FUNCTION_REVISION: Action = Action::known("lambda:GetWebFunctionRevision");

/// `lambda:InvokeAsync`.
#[rustfmt::skip]
pub const INVOKE_ASYNC: Action = Action::known("lambda:InvokeAsync");

/// `lambda:InvokeFunction`.
#[rustfmt::skip]
pub const INVOKE_FUNCTION: Action = Action::known("lambda:InvokeFunction");

/// `lambda:InvokeFunctionUrl`.
#[rustfmt::skip]
pub const INVOKE_FUNCTION_URL: Action = Action::known("lambda:InvokeFunctionUrl");

/// `lambda:InvokeWebFunctionEndpoint`.
#[rustfmt::skip]
pub const INVOKE_WEB_FUNCTION_ENDPOINT: Action = Action::known("lambda:InvokeWebFunctionEndpoint");

/// `lambda:ListAliases`.
#[rustfmt::skip]
pub const LIST_ALIASES: Action = Action::known("lambda:ListAliases");

/// `lambda:ListCapacityProviders`.
#[rustfmt::skip]
pub const LIST_CAPACITY_PROVIDERS: Action = Action::known("lambda:ListCapacityProviders");

/// `lambda:ListCodeSigningConfigs`.
#[rustfmt::skip]
pub const LIST_CODE_SIGNING_CONFIGS: Action = Action::known("lambda:ListCodeSigningConfigs");

/// `lambda:ListDurableExecutionsByFunction`.
#[rustfmt::skip]
pub const LIST_DURABLE_EXECUTIONS_BY_FUNCTION: Action = Action::known("lambda:ListDurableExecutionsByFunction");

/// `lambda:ListEventSourceMappings`.
#[rustfmt::skip]
pub const LIST_EVENT_SOURCE_MAPPINGS: Action = Action::known("lambda:ListEventSourceMappings");

/// `lambda:ListFunctionEventInvokeConfigs`.
#[rustfmt::skip]
pub const LIST_FUNCTION_EVENT_INVOKE_CONFIGS: Action = Action::known("lambda:ListFunctionEventInvokeConfigs");

/// `lambda:ListFunctions`.
#[rustfmt::skip]
pub const LIST_FUNCTIONS: Action = Action::known("lambda:ListFunctions");

/// `lambda:ListFunctionsByCodeSigningConfig`.
#[rustfmt::skip]
pub const LIST_FUNCTIONS_BY_CODE_SIGNING_CONFIG: Action = Action::known("lambda:ListFunctionsByCodeSigningConfig");

/// `lambda:ListFunctionUrlConfigs`.
#[rustfmt::skip]
pub const LIST_FUNCTION_URL_CONFIGS: Action = Action::known("lambda:ListFunctionUrlConfigs");

/// `lambda:ListFunctionVersionsByCapacityProvider`.
#[rustfmt::skip]
pub const LIST_FUNCTION_VERSIONS_BY_CAPACITY_PROVIDER: Action = Action::known("lambda:ListFunctionVersionsByCapacityProvider");

/// `lambda:ListLayers`.
#[rustfmt::skip]
pub const LIST_LAYERS: Action = Action::known("lambda:ListLayers");

/// `lambda:ListLayerVersions`.
#[rustfmt::skip]
pub const LIST_LAYER_VERSIONS: Action = Action::known("lambda:ListLayerVersions");

/// `lambda:ListManagedMicrovmImages`.
#[rustfmt::skip]
pub const LIST_MANAGED_MICROVM_IMAGES: Action = Action::known("lambda:ListManagedMicrovmImages");

/// `lambda:ListManagedMicrovmImageVersions`.
#[rustfmt::skip]
pub const LIST_MANAGED_MICROVM_IMAGE_VERSIONS: Action = Action::known("lambda:ListManagedMicrovmImageVersions");

/// `lambda:ListMicrovmImageBuilds`.
#[rustfmt::skip]
pub const LIST_MICROVM_IMAGE_BUILDS: Action = Action::known("lambda:ListMicrovmImageBuilds");

/// `lambda:ListMicrovmImages`.
#[rustfmt::skip]
pub const LIST_MICROVM_IMAGES: Action = Action::known("lambda:ListMicrovmImages");

/// `lambda:ListMicrovmImageVersions`.
#[rustfmt::skip]
pub const LIST_MICROVM_IMAGE_VERSIONS: Action = Action::known("lambda:ListMicrovmImageVersions");

/// `lambda:ListMicrovms`.
#[rustfmt::skip]
pub const LIST_MICROVMS: Action = Action::known("lambda:ListMicrovms");

/// `lambda:ListNetworkConnectors`.
#[rustfmt::skip]
pub const LIST_NETWORK_CONNECTORS: Action = Action::known("lambda:ListNetworkConnectors");

/// `lambda:ListNetworkConnectorVersions`.
#[rustfmt::skip]
pub const LIST_NETWORK_CONNECTOR_VERSIONS: Action = Action::known("lambda:ListNetworkConnectorVersions");

/// `lambda:ListProvisionedConcurrencyConfigs`.
#[rustfmt::skip]
pub const LIST_PROVISIONED_CONCURRENCY_CONFIGS: Action = Action::known("lambda:ListProvisionedConcurrencyConfigs");

/// `lambda:ListTags`.
#[rustfmt::skip]
pub const LIST_TAGS: Action = Action::known("lambda:ListTags");

/// `lambda:ListVersionsByFunction`.
#[rustfmt::skip]
pub const LIST_VERSIONS_BY_FUNCTION: Action = Action::known("lambda:ListVersionsByFunction");

/// `lambda:ListWebFunctionEndpoints`.
#[rustfmt::skip]
pub const LIST_WEB_FUNCTION_ENDPOINTS: Action = Action::known("lambda:ListWebFunctionEndpoints");

/// `lambda:ListWebFunctionRevisions`.
#[rustfmt::skip]
pub const LIST_WEB_FUNCTION_REVISIONS: Action = Action::known("lambda:ListWebFunctionRevisions");

/// `lambda:ListWebFunctions`.
#[rustfmt::skip]
pub const LIST_WEB_FUNCTIONS: Action = Action::known("lambda:ListWebFunctions");

/// `lambda:PassCapacityProvider`.
#[rustfmt::skip]
pub const PASS_CAPACITY_PROVIDER: Action = Action::known("lambda:PassCapacityProvider");

/// `lambda:PassNetworkConnector`.
#[rustfmt::skip]
pub const PASS_NETWORK_CONNECTOR: Action = Action::known("lambda:PassNetworkConnector");

/// `lambda:PublishLayerVersion`.
#[rustfmt::skip]
pub const PUBLISH_LAYER_VERSION: Action = Action::known("lambda:PublishLayerVersion");

/// `lambda:PublishVersion`.
#[rustfmt::skip]
pub const PUBLISH_VERSION: Action = Action::known("lambda:PublishVersion");

/// `lambda:PutFunctionCodeSigningConfig`.
#[rustfmt::skip]
pub const PUT_FUNCTION_CODE_SIGNING_CONFIG: Action = Action::known("lambda:PutFunctionCodeSigningConfig");

/// `lambda:PutFunctionConcurrency`.
#[rustfmt::skip]
pub const PUT_FUNCTION_CONCURRENCY: Action = Action::known("lambda:PutFunctionConcurrency");

/// `lambda:PutFunctionEventInvokeConfig`.
#[rustfmt::skip]
pub const PUT_FUNCTION_EVENT_INVOKE_CONFIG: Action = Action::known("lambda:PutFunctionEventInvokeConfig");

/// `lambda:PutFunctionRecursionConfig`.
#[rustfmt::skip]
pub const PUT_FUNCTION_RECURSION_CONFIG: Action = Action::known("lambda:PutFunctionRecursionConfig");

/// `lambda:PutFunctionScalingConfig`.
#[rustfmt::skip]
pub const PUT_FUNCTION_SCALING_CONFIG: Action = Action::known("lambda:PutFunctionScalingConfig");

/// `lambda:PutProvisionedConcurrencyConfig`.
#[rustfmt::skip]
pub const PUT_PROVISIONED_CONCURRENCY_CONFIG: Action = Action::known("lambda:PutProvisionedConcurrencyConfig");

/// `lambda:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("lambda:PutResourcePolicy");

/// `lambda:PutRuntimeManagementConfig`.
#[rustfmt::skip]
pub const PUT_RUNTIME_MANAGEMENT_CONFIG: Action = Action::known("lambda:PutRuntimeManagementConfig");

/// `lambda:RemoveLayerVersionPermission`.
#[rustfmt::skip]
pub const REMOVE_LAYER_VERSION_PERMISSION: Action = Action::known("lambda:RemoveLayerVersionPermission");

/// `lambda:RemovePermission`.
#[rustfmt::skip]
pub const REMOVE_PERMISSION: Action = Action::known("lambda:RemovePermission");

/// `lambda:ResumeMicrovm`.
#[rustfmt::skip]
pub const RESUME_MICROVM: Action = Action::known("lambda:ResumeMicrovm");

/// `lambda:RunMicrovm`.
#[rustfmt::skip]
pub const RUN_MICROVM: Action = Action::known("lambda:RunMicrovm");

/// `lambda:SendDurableExecutionCallbackFailure`.
#[rustfmt::skip]
pub const SEND_DURABLE_EXECUTION_CALLBACK_FAILURE: Action = Action::known("lambda:SendDurableExecutionCallbackFailure");

/// `lambda:SendDurableExecutionCallbackHeartbeat`.
#[rustfmt::skip]
pub const SEND_DURABLE_EXECUTION_CALLBACK_HEARTBEAT: Action = Action::known("lambda:SendDurableExecutionCallbackHeartbeat");

/// `lambda:SendDurableExecutionCallbackSuccess`.
#[rustfmt::skip]
pub const SEND_DURABLE_EXECUTION_CALLBACK_SUCCESS: Action = Action::known("lambda:SendDurableExecutionCallbackSuccess");

/// `lambda:StopDurableExecution`.
#[rustfmt::skip]
pub const STOP_DURABLE_EXECUTION: Action = Action::known("lambda:StopDurableExecution");

/// `lambda:SuspendMicrovm`.
#[rustfmt::skip]
pub const SUSPEND_MICROVM: Action = Action::known("lambda:SuspendMicrovm");

/// `lambda:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("lambda:TagResource");

/// `lambda:TerminateMicrovm`.
#[rustfmt::skip]
pub const TERMINATE_MICROVM: Action = Action::known("lambda:TerminateMicrovm");

/// `lambda:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("lambda:UntagResource");

/// `lambda:UpdateAlias`.
#[rustfmt::skip]
pub const UPDATE_ALIAS: Action = Action::known("lambda:UpdateAlias");

/// `lambda:UpdateCapacityProvider`.
#[rustfmt::skip]
pub const UPDATE_CAPACITY_PROVIDER: Action = Action::known("lambda:UpdateCapacityProvider");

/// `lambda:UpdateCodeSigningConfig`.
#[rustfmt::skip]
pub const UPDATE_CODE_SIGNING_CONFIG: Action = Action::known("lambda:UpdateCodeSigningConfig");

/// `lambda:UpdateEventSourceMapping`.
#[rustfmt::skip]
pub const UPDATE_EVENT_SOURCE_MAPPING: Action = Action::known("lambda:UpdateEventSourceMapping");

/// `lambda:UpdateFunctionCode`.
#[rustfmt::skip]
pub const UPDATE_FUNCTION_CODE: Action = Action::known("lambda:UpdateFunctionCode");

/// `lambda:UpdateFunctionCodeSigningConfig`.
#[rustfmt::skip]
pub const UPDATE_FUNCTION_CODE_SIGNING_CONFIG: Action = Action::known("lambda:UpdateFunctionCodeSigningConfig");

/// `lambda:UpdateFunctionConfiguration`.
#[rustfmt::skip]
pub const UPDATE_FUNCTION_CONFIGURATION: Action = Action::known("lambda:UpdateFunctionConfiguration");

/// `lambda:UpdateFunctionEventInvokeConfig`.
#[rustfmt::skip]
pub const UPDATE_FUNCTION_EVENT_INVOKE_CONFIG: Action = Action::known("lambda:UpdateFunctionEventInvokeConfig");

/// `lambda:UpdateFunctionUrlConfig`.
#[rustfmt::skip]
pub const UPDATE_FUNCTION_URL_CONFIG: Action = Action::known("lambda:UpdateFunctionUrlConfig");

/// `lambda:UpdateMicrovmImage`.
#[rustfmt::skip]
pub const UPDATE_MICROVM_IMAGE: Action = Action::known("lambda:UpdateMicrovmImage");

/// `lambda:UpdateMicrovmImageVersion`.
#[rustfmt::skip]
pub const UPDATE_MICROVM_IMAGE_VERSION: Action = Action::known("lambda:UpdateMicrovmImageVersion");

/// `lambda:UpdateNetworkConnector`.
#[rustfmt::skip]
pub const UPDATE_NETWORK_CONNECTOR: Action = Action::known("lambda:UpdateNetworkConnector");

/// `lambda:UpdateWebFunctionEndpoint`.
#[rustfmt::skip]
pub const UPDATE_WEB_FUNCTION_ENDPOINT: Action = Action::known("lambda:UpdateWebFunctionEndpoint");
