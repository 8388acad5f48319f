//! The actions of `ssm`. Made by `iam-data`.

use crate::policy::Action;

/// `ssm:AddTagsToResource`.
#[rustfmt::skip]
pub const ADD_TAGS_TO_RESOURCE: Action = Action::known("ssm:AddTagsToResource");

/// `ssm:AssociateOpsItemRelatedItem`.
#[rustfmt::skip]
pub const ASSOCIATE_OPS_ITEM_RELATED_ITEM: Action = Action::known("ssm:AssociateOpsItemRelatedItem");

/// `ssm:CancelCommand`.
#[rustfmt::skip]
pub const CANCEL_COMMAND: Action = Action::known("ssm:CancelCommand");

/// `ssm:CancelMaintenanceWindowExecution`.
#[rustfmt::skip]
pub const CANCEL_MAINTENANCE_WINDOW_EXECUTION: Action = Action::known("ssm:CancelMaintenanceWindowExecution");

/// `ssm:CreateActivation`.
#[rustfmt::skip]
pub const CREATE_ACTIVATION: Action = Action::known("ssm:CreateActivation");

/// `ssm:CreateAssociation`.
#[rustfmt::skip]
pub const CREATE_ASSOCIATION: Action = Action::known("ssm:CreateAssociation");

/// `ssm:CreateAssociationBatch`.
#[rustfmt::skip]
pub const CREATE_ASSOCIATION_BATCH: Action = Action::known("ssm:CreateAssociationBatch");

/// `ssm:CreateCloudConnector`.
#[rustfmt::skip]
pub const CREATE_CLOUD_CONNECTOR: Action = Action::known("ssm:CreateCloudConnector");

/// `ssm:CreateDocument`.
#[rustfmt::skip]
pub const CREATE_DOCUMENT: Action = Action::known("ssm:CreateDocument");

/// `ssm:CreateMaintenanceWindow`.
#[rustfmt::skip]
pub const CREATE_MAINTENANCE_WINDOW: Action = Action::known("ssm:CreateMaintenanceWindow");

/// `ssm:CreateOpsItem`.
#[rustfmt::skip]
pub const CREATE_OPS_ITEM: Action = Action::known("ssm:CreateOpsItem");

/// `ssm:CreateOpsMetadata`.
#[rustfmt::skip]
pub const CREATE_OPS_METADATA: Action = Action::known("ssm:CreateOpsMetadata");

/// `ssm:CreatePatchBaseline`.
#[rustfmt::skip]
pub const CREATE_PATCH_BASELINE: Action = Action::known("ssm:CreatePatchBaseline");

/// `ssm:CreateResourceDataSync`.
#[rustfmt::skip]
pub const CREATE_RESOURCE_DATA_SYNC: Action = Action::known("ssm:CreateResourceDataSync");

/// `ssm:DeleteActivation`.
#[rustfmt::skip]
pub const DELETE_ACTIVATION: Action = Action::known("ssm:DeleteActivation");

/// `ssm:DeleteAssociation`.
#[rustfmt::skip]
pub const DELETE_ASSOCIATION: Action = Action::known("ssm:DeleteAssociation");

/// `ssm:DeleteCloudConnector`.
#[rustfmt::skip]
pub const DELETE_CLOUD_CONNECTOR: Action = Action::known("ssm:DeleteCloudConnector");

/// `ssm:DeleteDocument`.
#[rustfmt::skip]
pub const DELETE_DOCUMENT: Action = Action::known("ssm:DeleteDocument");

/// `ssm:DeleteInventory`.
#[rustfmt::skip]
pub const DELETE_INVENTORY: Action = Action::known("ssm:DeleteInventory");

/// `ssm:DeleteMaintenanceWindow`.
#[rustfmt::skip]
pub const DELETE_MAINTENANCE_WINDOW: Action = Action::known("ssm:DeleteMaintenanceWindow");

/// `ssm:DeleteOpsItem`.
#[rustfmt::skip]
pub const DELETE_OPS_ITEM: Action = Action::known("ssm:DeleteOpsItem");

/// `ssm:DeleteOpsMetadata`.
#[rustfmt::skip]
pub const DELETE_OPS_METADATA: Action = Action::known("ssm:DeleteOpsMetadata");

/// `ssm:DeleteParameter`.
#[rustfmt::skip]
pub const DELETE_PARAMETER: Action = Action::known("ssm:DeleteParameter");

/// `ssm:DeleteParameters`.
#[rustfmt::skip]
pub const DELETE_PARAMETERS: Action = Action::known("ssm:DeleteParameters");

/// `ssm:DeletePatchBaseline`.
#[rustfmt::skip]
pub const DELETE_PATCH_BASELINE: Action = Action::known("ssm:DeletePatchBaseline");

/// `ssm:DeleteResourceDataSync`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_DATA_SYNC: Action = Action::known("ssm:DeleteResourceDataSync");

/// `ssm:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("ssm:DeleteResourcePolicy");

/// `ssm:DeregisterManagedInstance`.
#[rustfmt::skip]
pub const DEREGISTER_MANAGED_INSTANCE: Action = Action::known("ssm:DeregisterManagedInstance");

/// `ssm:DeregisterPatchBaselineForPatchGroup`.
#[rustfmt::skip]
pub const DEREGISTER_PATCH_BASELINE_FOR_PATCH_GROUP: Action = Action::known("ssm:DeregisterPatchBaselineForPatchGroup");

/// `ssm:DeregisterTargetFromMaintenanceWindow`.
#[rustfmt::skip]
pub const DEREGISTER_TARGET_FROM_MAINTENANCE_WINDOW: Action = Action::known("ssm:DeregisterTargetFromMaintenanceWindow");

/// `ssm:DeregisterTaskFromMaintenanceWindow`.
#[rustfmt::skip]
pub const DEREGISTER_TASK_FROM_MAINTENANCE_WINDOW: Action = Action::known("ssm:DeregisterTaskFromMaintenanceWindow");

/// `ssm:DescribeActivations`.
#[rustfmt::skip]
pub const DESCRIBE_ACTIVATIONS: Action = Action::known("ssm:DescribeActivations");

/// `ssm:DescribeAssociation`.
#[rustfmt::skip]
pub const DESCRIBE_ASSOCIATION: Action = Action::known("ssm:DescribeAssociation");

/// `ssm:DescribeAssociationExecutions`.
#[rustfmt::skip]
pub const DESCRIBE_ASSOCIATION_EXECUTIONS: Action = Action::known("ssm:DescribeAssociationExecutions");

/// `ssm:DescribeAssociationExecutionTargets`.
#[rustfmt::skip]
pub const DESCRIBE_ASSOCIATION_EXECUTION_TARGETS: Action = Action::known("ssm:DescribeAssociationExecutionTargets");

/// `ssm:DescribeAutomationExecutions`.
#[rustfmt::skip]
pub const DESCRIBE_AUTOMATION_EXECUTIONS: Action = Action::known("ssm:DescribeAutomationExecutions");

/// `ssm:DescribeAutomationStepExecutions`.
#[rustfmt::skip]
pub const DESCRIBE_AUTOMATION_STEP_EXECUTIONS: Action = Action::known("ssm:DescribeAutomationStepExecutions");

/// `ssm:DescribeAvailablePatches`.
#[rustfmt::skip]
pub const DESCRIBE_AVAILABLE_PATCHES: Action = Action::known("ssm:DescribeAvailablePatches");

/// `ssm:DescribeDocument`.
#[rustfmt::skip]
pub const DESCRIBE_DOCUMENT: Action = Action::known("ssm:DescribeDocument");

/// `ssm:DescribeDocumentParameters`.
#[rustfmt::skip]
pub const DESCRIBE_DOCUMENT_PARAMETERS: Action = Action::known("ssm:DescribeDocumentParameters");

/// `ssm:DescribeDocumentPermission`.
#[rustfmt::skip]
pub const DESCRIBE_DOCUMENT_PERMISSION: Action = Action::known("ssm:DescribeDocumentPermission");

/// `ssm:DescribeEffectiveInstanceAssociations`.
#[rustfmt::skip]
pub const DESCRIBE_EFFECTIVE_INSTANCE_ASSOCIATIONS: Action = Action::known("ssm:DescribeEffectiveInstanceAssociations");

/// `ssm:DescribeEffectivePatchesForPatchBaseline`.
#[rustfmt::skip]
pub const DESCRIBE_EFFECTIVE_PATCHES_FOR_PATCH_BASELINE: Action = Action::known("ssm:DescribeEffectivePatchesForPatchBaseline");

/// `ssm:DescribeInstanceAssociationsStatus`.
#[rustfmt::skip]
pub const DESCRIBE_INSTANCE_ASSOCIATIONS_STATUS: Action = Action::known("ssm:DescribeInstanceAssociationsStatus");

/// `ssm:DescribeInstanceInformation`.
#[rustfmt::skip]
pub const DESCRIBE_INSTANCE_INFORMATION: Action = Action::known("ssm:DescribeInstanceInformation");

/// `ssm:DescribeInstancePatches`.
#[rustfmt::skip]
pub const DESCRIBE_INSTANCE_PATCHES: Action = Action::known("ssm:DescribeInstancePatches");

/// `ssm:DescribeInstancePatchStates`.
#[rustfmt::skip]
pub const DESCRIBE_INSTANCE_PATCH_STATES: Action = Action::known("ssm:DescribeInstancePatchStates");

/// `ssm:DescribeInstancePatchStatesForPatchGroup`.
#[rustfmt::skip]
pub const DESCRIBE_INSTANCE_PATCH_STATES_FOR_PATCH_GROUP: Action = Action::known("ssm:DescribeInstancePatchStatesForPatchGroup");

/// `ssm:DescribeInstanceProperties`.
#[rustfmt::skip]
pub const DESCRIBE_INSTANCE_PROPERTIES: Action = Action::known("ssm:DescribeInstanceProperties");

/// `ssm:DescribeInventoryDeletions`.
#[rustfmt::skip]
pub const DESCRIBE_INVENTORY_DELETIONS: Action = Action::known("ssm:DescribeInventoryDeletions");

/// `ssm:DescribeMaintenanceWindowExecutions`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOW_EXECUTIONS: Action = Action::known("ssm:DescribeMaintenanceWindowExecutions");

/// `ssm:DescribeMaintenanceWindowExecutionTaskInvocations`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOW_EXECUTION_TASK_INVOCATIONS: Action = Action::known("ssm:DescribeMaintenanceWindowExecutionTaskInvocations");

/// `ssm:DescribeMaintenanceWindowExecutionTasks`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOW_EXECUTION_TASKS: Action = Action::known("ssm:DescribeMaintenanceWindowExecutionTasks");

/// `ssm:DescribeMaintenanceWindows`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOWS: Action = Action::known("ssm:DescribeMaintenanceWindows");

/// `ssm:DescribeMaintenanceWindowSchedule`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOW_SCHEDULE: Action = Action::known("ssm:DescribeMaintenanceWindowSchedule");

/// `ssm:DescribeMaintenanceWindowsForTarget`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOWS_FOR_TARGET: Action = Action::known("ssm:DescribeMaintenanceWindowsForTarget");

/// `ssm:DescribeMaintenanceWindowTargets`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOW_TARGETS: Action = Action::known("ssm:DescribeMaintenanceWindowTargets");

/// `ssm:DescribeMaintenanceWindowTasks`.
#[rustfmt::skip]
pub const DESCRIBE_MAINTENANCE_WINDOW_TASKS: Action = Action::known("ssm:DescribeMaintenanceWindowTasks");

/// `ssm:DescribeOpsItems`.
#[rustfmt::skip]
pub const DESCRIBE_OPS_ITEMS: Action = Action::known("ssm:DescribeOpsItems");

/// `ssm:DescribeParameters`.
#[rustfmt::skip]
pub const DESCRIBE_PARAMETERS: Action = Action::known("ssm:DescribeParameters");

/// `ssm:DescribePatchBaselines`.
#[rustfmt::skip]
pub const DESCRIBE_PATCH_BASELINES: Action = Action::known("ssm:DescribePatchBaselines");

/// `ssm:DescribePatchGroups`.
#[rustfmt::skip]
pub const DESCRIBE_PATCH_GROUPS: Action = Action::known("ssm:DescribePatchGroups");

/// `ssm:DescribePatchGroupState`.
#[rustfmt::skip]
pub const DESCRIBE_PATCH_GROUP_STATE: Action = Action::known("ssm:DescribePatchGroupState");

/// `ssm:DescribePatchProperties`.
#[rustfmt::skip]
pub const DESCRIBE_PATCH_PROPERTIES: Action = Action::known("ssm:DescribePatchProperties");

/// `ssm:DescribeSessions`.
#[rustfmt::skip]
pub const DESCRIBE_SESSIONS: Action = Action::known("ssm:DescribeSessions");

/// `ssm:DisassociateOpsItemRelatedItem`.
#[rustfmt::skip]
pub const DISASSOCIATE_OPS_ITEM_RELATED_ITEM: Action = Action::known("ssm:DisassociateOpsItemRelatedItem");

/// `ssm:ExecuteAPI`.
#[rustfmt::skip]
pub const EXECUTE_API: Action = Action::known("ssm:ExecuteAPI");

/// `ssm:GetAccessToken`.
#[rustfmt::skip]
pub const GET_ACCESS_TOKEN: Action = Action::known("ssm:GetAccessToken");

/// `ssm:GetAutomationExecution`.
#[rustfmt::skip]
pub const GET_AUTOMATION_EXECUTION: Action = Action::known("ssm:GetAutomationExecution");

/// `ssm:GetCalendar`.
#[rustfmt::skip]
pub const GET_CALENDAR: Action = Action::known("ssm:GetCalendar");

/// `ssm:GetCalendarState`.
#[rustfmt::skip]
pub const GET_CALENDAR_STATE: Action = Action::known("ssm:GetCalendarState");

/// `ssm:GetCloudConnector`.
#[rustfmt::skip]
pub const GET_CLOUD_CONNECTOR: Action = Action::known("ssm:GetCloudConnector");

/// `ssm:GetCommandInvocation`.
#[rustfmt::skip]
pub const GET_COMMAND_INVOCATION: Action = Action::known("ssm:GetCommandInvocation");

/// `ssm:GetConnectionStatus`.
#[rustfmt::skip]
pub const GET_CONNECTION_STATUS: Action = Action::known("ssm:GetConnectionStatus");

/// `ssm:GetDefaultPatchBaseline`.
#[rustfmt::skip]
pub const GET_DEFAULT_PATCH_BASELINE: Action = Action::known("ssm:GetDefaultPatchBaseline");

/// `ssm:GetDeployablePatchSnapshotForInstance`.
#[rustfmt::skip]
pub const GET_DEPLOYABLE_PATCH_SNAPSHOT_FOR_INSTANCE: Action = Action::known("ssm:GetDeployablePatchSnapshotForInstance");

/// `ssm:GetDocument`.
#[rustfmt::skip]
pub const GET_DOCUMENT: Action = Action::known("ssm:GetDocument");

/// `ssm:GetExecutionPreview`.
#[rustfmt::skip]
pub const GET_EXECUTION_PREVIEW: Action = Action::known("ssm:GetExecutionPreview");

/// `ssm:GetInventory`.
#[rustfmt::skip]
pub const GET_INVENTORY: Action = Action::known("ssm:GetInventory");

/// `ssm:GetInventorySchema`.
#[rustfmt::skip]
pub const GET_INVENTORY_SCHEMA: Action = Action::known("ssm:GetInventorySchema");

/// `ssm:GetMaintenanceWindow`.
#[rustfmt::skip]
pub const GET_MAINTENANCE_WINDOW: Action = Action::known("ssm:GetMaintenanceWindow");

/// `ssm:GetMaintenanceWindowExecution`.
#[rustfmt::skip]
pub const GET_MAINTENANCE_WINDOW_EXECUTION: Action = Action::known("ssm:GetMaintenanceWindowExecution");

/// `ssm:GetMaintenanceWindowExecutionTask`.
#[rustfmt::skip]
pub const GET_MAINTENANCE_WINDOW_EXECUTION_TASK: Action = Action::known("ssm:GetMaintenanceWindowExecutionTask");

/// `ssm:GetMaintenanceWindowExecutionTaskInvocation`.
#[rustfmt::skip]
pub const GET_MAINTENANCE_WINDOW_EXECUTION_TASK_INVOCATION: Action = Action::known("ssm:GetMaintenanceWindowExecutionTaskInvocation");

/// `ssm:GetMaintenanceWindowTask`.
#[rustfmt::skip]
pub const GET_MAINTENANCE_WINDOW_TASK: Action = Action::known("ssm:GetMaintenanceWindowTask");

/// `ssm:GetManifest`.
#[rustfmt::skip]
pub const GET_MANIFEST: Action = Action::known("ssm:GetManifest");

/// `ssm:GetOpsItem`.
#[rustfmt::skip]
pub const GET_OPS_ITEM: Action = Action::known("ssm:GetOpsItem");

/// `ssm:GetOpsMetadata`.
#[rustfmt::skip]
pub const GET_OPS_METADATA: Action = Action::known("ssm:GetOpsMetadata");

/// `ssm:GetOpsSummary`.
#[rustfmt::skip]
pub const GET_OPS_SUMMARY: Action = Action::known("ssm:GetOpsSummary");

/// `ssm:GetParameter`.
#[rustfmt::skip]
pub const GET_PARAMETER: Action = Action::known("ssm:GetParameter");

/// `ssm:GetParameterHistory`.
#[rustfmt::skip]
pub const GET_PARAMETER_HISTORY: Action = Action::known("ssm:GetParameterHistory");

/// `ssm:GetParameters`.
#[rustfmt::skip]
pub const GET_PARAMETERS: Action = Action::known("ssm:GetParameters");

/// `ssm:GetParametersByPath`.
#[rustfmt::skip]
pub const GET_PARAMETERS_BY_PATH: Action = Action::known("ssm:GetParametersByPath");

/// `ssm:GetPatchBaseline`.
#[rustfmt::skip]
pub const GET_PATCH_BASELINE: Action = Action::known("ssm:GetPatchBaseline");

/// `ssm:GetPatchBaselineForPatchGroup`.
#[rustfmt::skip]
pub const GET_PATCH_BASELINE_FOR_PATCH_GROUP: Action = Action::known("ssm:GetPatchBaselineForPatchGroup");

/// `ssm:GetResourcePolicies`.
#[rustfmt::skip]
pub const GET_RESOURCE_POLICIES: Action = Action::known("ssm:GetResourcePolicies");

/// `ssm:GetServiceSetting`.
#[rustfmt::skip]
pub const GET_SERVICE_SETTING: Action = Action::known("ssm:GetServiceSetting");

/// `ssm:LabelParameterVersion`.
#[rustfmt::skip]
pub const LABEL_PARAMETER_VERSION: Action = Action::known("ssm:LabelParameterVersion");

/// `ssm:ListAssociations`.
#[rustfmt::skip]
pub const LIST_ASSOCIATIONS: Action = Action::known("ssm:ListAssociations");

/// `ssm:ListAssociationVersions`.
#[rustfmt::skip]
pub const LIST_ASSOCIATION_VERSIONS: Action = Action::known("ssm:ListAssociationVersions");

/// `ssm:ListCloudConnectors`.
#[rustfmt::skip]
pub const LIST_CLOUD_CONNECTORS: Action = Action::known("ssm:ListCloudConnectors");

/// `ssm:ListCommandInvocations`.
#[rustfmt::skip]
pub const LIST_COMMAND_INVOCATIONS: Action = Action::known("ssm:ListCommandInvocations");

/// `ssm:ListCommands`.
#[rustfmt::skip]
pub const LIST_COMMANDS: Action = Action::known("ssm:ListCommands");

/// `ssm:ListComplianceItems`.
#[rustfmt::skip]
pub const LIST_COMPLIANCE_ITEMS: Action = Action::known("ssm:ListComplianceItems");

/// `ssm:ListComplianceSummaries`.
#[rustfmt::skip]
pub const LIST_COMPLIANCE_SUMMARIES: Action = Action::known("ssm:ListComplianceSummaries");

/// `ssm:ListDocumentMetadataHistory`.
#[rustfmt::skip]
pub const LIST_DOCUMENT_METADATA_HISTORY: Action = Action::known("ssm:ListDocumentMetadataHistory");

/// `ssm:ListDocuments`.
#[rustfmt::skip]
pub const LIST_DOCUMENTS: Action = Action::known("ssm:ListDocuments");

/// `ssm:ListDocumentVersions`.
#[rustfmt::skip]
pub const LIST_DOCUMENT_VERSIONS: Action = Action::known("ssm:ListDocumentVersions");

/// `ssm:ListInstanceAssociations`.
#[rustfmt::skip]
pub const LIST_INSTANCE_ASSOCIATIONS: Action = Action::known("ssm:ListInstanceAssociations");

/// `ssm:ListInventoryEntries`.
#[rustfmt::skip]
pub const LIST_INVENTORY_ENTRIES: Action = Action::known("ssm:ListInventoryEntries");

/// `ssm:ListNodes`.
#[rustfmt::skip]
pub const LIST_NODES: Action = Action::known("ssm:ListNodes");

/// `ssm:ListNodesSummary`.
#[rustfmt::skip]
pub const LIST_NODES_SUMMARY: Action = Action::known("ssm:ListNodesSummary");

/// `ssm:ListOpsItemEvents`.
#[rustfmt::skip]
pub const LIST_OPS_ITEM_EVENTS: Action = Action::known("ssm:ListOpsItemEvents");

/// `ssm:ListOpsItemRelatedItems`.
#[rustfmt::skip]
pub const LIST_OPS_ITEM_RELATED_ITEMS: Action = Action::known("ssm:ListOpsItemRelatedItems");

/// `ssm:ListOpsMetadata`.
#[rustfmt::skip]
pub const LIST_OPS_METADATA: Action = Action::known("ssm:ListOpsMetadata");

/// `ssm:ListResourceComplianceSummaries`.
#[rustfmt::skip]
pub const LIST_RESOURCE_COMPLIANCE_SUMMARIES: Action = Action::known("ssm:ListResourceComplianceSummaries");

/// `ssm:ListResourceDataSync`.
#[rustfmt::skip]
pub const LIST_RESOURCE_DATA_SYNC: Action = Action::known("ssm:ListResourceDataSync");

/// `ssm:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("ssm:ListTagsForResource");

/// `ssm:ModifyDocumentPermission`.
#[rustfmt::skip]
pub const MODIFY_DOCUMENT_PERMISSION: Action = Action::known("ssm:ModifyDocumentPermission");

/// `ssm:PutCalendar`.
#[rustfmt::skip]
pub const PUT_CALENDAR: Action = Action::known("ssm:PutCalendar");

/// `ssm:PutComplianceItems`.
#[rustfmt::skip]
pub const PUT_COMPLIANCE_ITEMS: Action = Action::known("ssm:PutComplianceItems");

/// `ssm:PutConfigurePackageResult`.
#[rustfmt::skip]
pub const PUT_CONFIGURE_PACKAGE_RESULT: Action = Action::known("ssm:PutConfigurePackageResult");

/// `ssm:PutInventory`.
#[rustfmt::skip]
pub const PUT_INVENTORY: Action = Action::known("ssm:PutInventory");

/// `ssm:PutParameter`.
#[rustfmt::skip]
pub const PUT_PARAMETER: Action = Action::known("ssm:PutParameter");

/// `ssm:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("ssm:PutResourcePolicy");

/// `ssm:RegisterDefaultPatchBaseline`.
#[rustfmt::skip]
pub const REGISTER_DEFAULT_PATCH_BASELINE: Action = Action::known("ssm:RegisterDefaultPatchBaseline");

/// `ssm:RegisterManagedInstance`.
#[rustfmt::skip]
pub const REGISTER_MANAGED_INSTANCE: Action = Action::known("ssm:RegisterManagedInstance");

/// `ssm:RegisterPatchBaselineForPatchGroup`.
#[rustfmt::skip]
pub const REGISTER_PATCH_BASELINE_FOR_PATCH_GROUP: Action = Action::known("ssm:RegisterPatchBaselineForPatchGroup");

/// `ssm:RegisterTargetWithMaintenanceWindow`.
#[rustfmt::skip]
pub const REGISTER_TARGET_WITH_MAINTENANCE_WINDOW: Action = Action::known("ssm:RegisterTargetWithMaintenanceWindow");

/// `ssm:RegisterTaskWithMaintenanceWindow`.
#[rustfmt::skip]
pub const REGISTER_TASK_WITH_MAINTENANCE_WINDOW: Action = Action::known("ssm:RegisterTaskWithMaintenanceWindow");

/// `ssm:RemoveTagsFromResource`.
#[rustfmt::skip]
pub const REMOVE_TAGS_FROM_RESOURCE: Action = Action::known("ssm:RemoveTagsFromResource");

/// `ssm:RequestManagedInstanceRoleToken`.
#[rustfmt::skip]
pub const REQUEST_MANAGED_INSTANCE_ROLE_TOKEN: Action = Action::known("ssm:RequestManagedInstanceRoleToken");

/// `ssm:ResetServiceSetting`.
#[rustfmt::skip]
pub const RESET_SERVICE_SETTING: Action = Action::known("ssm:ResetServiceSetting");

/// `ssm:ResumeSession`.
#[rustfmt::skip]
pub const RESUME_SESSION: Action = Action::known("ssm:ResumeSession");

/// `ssm:SendAutomationSignal`.
#[rustfmt::skip]
pub const SEND_AUTOMATION_SIGNAL: Action = Action::known("ssm:SendAutomationSignal");

/// `ssm:SendCommand`.
#[rustfmt::skip]
pub const SEND_COMMAND: Action = Action::known("ssm:SendCommand");

/// `ssm:StartAccessRequest`.
#[rustfmt::skip]
pub const START_ACCESS_REQUEST: Action = Action::known("ssm:StartAccessRequest");

/// `ssm:StartAssociationsOnce`.
#[rustfmt::skip]
pub const START_ASSOCIATIONS_ONCE: Action = Action::known("ssm:StartAssociationsOnce");

/// `ssm:StartAutomationExecution`.
#[rustfmt::skip]
pub const START_AUTOMATION_EXECUTION: Action = Action::known("ssm:StartAutomationExecution");

/// `ssm:StartChangeRequestExecution`.
#[rustfmt::skip]
pub const START_CHANGE_REQUEST_EXECUTION: Action = Action::known("ssm:StartChangeRequestExecution");

/// `ssm:StartExecutionPreview`.
#[rustfmt::skip]
pub const START_EXECUTION_PREVIEW: Action = Action::known("ssm:StartExecutionPreview");

/// `ssm:StartSession`.
#[rustfmt::skip]
pub const START_SESSION: Action = Action::known("ssm:StartSession");

/// `ssm:StopAutomationExecution`.
#[rustfmt::skip]
pub const STOP_AUTOMATION_EXECUTION: Action = Action::known("ssm:StopAutomationExecution");

/// `ssm:TerminateSession`.
#[rustfmt::skip]
pub const TERMINATE_SESSION: Action = Action::known("ssm:TerminateSession");

/// `ssm:UnlabelParameterVersion`.
#[rustfmt::skip]
pub const UNLABEL_PARAMETER_VERSION: Action = Action::known("ssm:UnlabelParameterVersion");

/// `ssm:UpdateAssociation`.
#[rustfmt::skip]
pub const UPDATE_ASSOCIATION: Action = Action::known("ssm:UpdateAssociation");

/// `ssm:UpdateAssociationStatus`.
#[rustfmt::skip]
pub const UPDATE_ASSOCIATION_STATUS: Action = Action::known("ssm:UpdateAssociationStatus");

/// `ssm:UpdateCloudConnector`.
#[rustfmt::skip]
pub const UPDATE_CLOUD_CONNECTOR: Action = Action::known("ssm:UpdateCloudConnector");

/// `ssm:UpdateDocument`.
#[rustfmt::skip]
pub const UPDATE_DOCUMENT: Action = Action::known("ssm:UpdateDocument");

/// `ssm:UpdateDocumentDefaultVersion`.
#[rustfmt::skip]
pub const UPDATE_DOCUMENT_DEFAULT_VERSION: Action = Action::known("ssm:UpdateDocumentDefaultVersion");

/// `ssm:UpdateDocumentMetadata`.
#[rustfmt::skip]
pub const UPDATE_DOCUMENT_METADATA: Action = Action::known("ssm:UpdateDocumentMetadata");

/// `ssm:UpdateInstanceAssociationStatus`.
#[rustfmt::skip]
pub const UPDATE_INSTANCE_ASSOCIATION_STATUS: Action = Action::known("ssm:UpdateInstanceAssociationStatus");

/// `ssm:UpdateInstanceInformation`.
#[rustfmt::skip]
pub const UPDATE_INSTANCE_INFORMATION: Action = Action::known("ssm:UpdateInstanceInformation");

/// `ssm:UpdateMaintenanceWindow`.
#[rustfmt::skip]
pub const UPDATE_MAINTENANCE_WINDOW: Action = Action::known("ssm:UpdateMaintenanceWindow");

/// `ssm:UpdateMaintenanceWindowTarget`.
#[rustfmt::skip]
pub const UPDATE_MAINTENANCE_WINDOW_TARGET: Action = Action::known("ssm:UpdateMaintenanceWindowTarget");

/// `ssm:UpdateMaintenanceWindowTask`.
#[rustfmt::skip]
pub const UPDATE_MAINTENANCE_WINDOW_TASK: Action = Action::known("ssm:UpdateMaintenanceWindowTask");

/// `ssm:UpdateManagedInstancePublicKey`.
#[rustfmt::skip]
pub const UPDATE_MANAGED_INSTANCE_PUBLIC_KEY: Action = Action::known("ssm:UpdateManagedInstancePublicKey");

/// `ssm:UpdateManagedInstanceRole`.
#[rustfmt::skip]
pub const UPDATE_MANAGED_INSTANCE_ROLE: Action = Action::known("ssm:UpdateManagedInstanceRole");

/// `ssm:UpdateOpsItem`.
#[rustfmt::skip]
pub const UPDATE_OPS_ITEM: Action = Action::known("ssm:UpdateOpsItem");

/// `ssm:UpdateOpsMetadata`.
#[rustfmt::skip]
pub const UPDATE_OPS_METADATA: Action = Action::known("ssm:UpdateOpsMetadata");

/// `ssm:UpdatePatchBaseline`.
#[rustfmt::skip]
pub const UPDATE_PATCH_BASELINE: Action = Action::known("ssm:UpdatePatchBaseline");

/// `ssm:UpdateResourceDataSync`.
#[rustfmt::skip]
pub const UPDATE_RESOURCE_DATA_SYNC: Action = Action::known("ssm:UpdateResourceDataSync");

/// `ssm:UpdateServiceSetting`.
#[rustfmt::skip]
pub const UPDATE_SERVICE_SETTING: Action = Action::known("ssm:UpdateServiceSetting");

/// `ssm:ValidateCloudConnector`.
#[rustfmt::skip]
pub const VALIDATE_CLOUD_CONNECTOR: Action = Action::known("ssm:ValidateCloudConnector");
