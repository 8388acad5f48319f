//! The actions of `lakeformation`. Made by `iam-data`.

use crate::policy::Action;

/// `lakeformation:AddLFTagsToResource`.
#[rustfmt::skip]
pub const ADD_LF_TAGS_TO_RESOURCE: Action = Action::known("lakeformation:AddLFTagsToResource");

/// `lakeformation:AttachRLSPolicy`.
#[rustfmt::skip]
pub const ATTACH_RLS_POLICY: Action = Action::known("lakeformation:AttachRLSPolicy");

/// `lakeformation:BatchGrantPermissions`.
#[rustfmt::skip]
pub const BATCH_GRANT_PERMISSIONS: Action = Action::known("lakeformation:BatchGrantPermissions");

/// `lakeformation:BatchRevokePermissions`.
#[rustfmt::skip]
pub const BATCH_REVOKE_PERMISSIONS: Action = Action::known("lakeformation:BatchRevokePermissions");

/// `lakeformation:CancelTransaction`.
#[rustfmt::skip]
pub const CANCEL_TRANSACTION: Action = Action::known("lakeformation:CancelTransaction");

/// `lakeformation:CommitTransaction`.
#[rustfmt::skip]
pub const COMMIT_TRANSACTION: Action = Action::known("lakeformation:CommitTransaction");

/// `lakeformation:CreateDataCellsFilter`.
#[rustfmt::skip]
pub const CREATE_DATA_CELLS_FILTER: Action = Action::known("lakeformation:CreateDataCellsFilter");

/// `lakeformation:CreateLakeFormationIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const CREATE_LAKE_FORMATION_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("lakeformation:CreateLakeFormationIdentityCenterConfiguration");

/// `lakeformation:CreateLakeFormationOptIn`.
#[rustfmt::skip]
pub const CREATE_LAKE_FORMATION_OPT_IN: Action = Action::known("lakeformation:CreateLakeFormationOptIn");

/// `lakeformation:CreateLFTag`.
#[rustfmt::skip]
pub const CREATE_LF_TAG: Action = Action::known("lakeformation:CreateLFTag");

/// `lakeformation:CreateLFTagExpression`.
#[rustfmt::skip]
pub const CREATE_LF_TAG_EXPRESSION: Action = Action::known("lakeformation:CreateLFTagExpression");

/// `lakeformation:CreateRLSPolicy`.
#[rustfmt::skip]
pub const CREATE_RLS_POLICY: Action = Action::known("lakeformation:CreateRLSPolicy");

/// `lakeformation:DeleteDataCellsFilter`.
#[rustfmt::skip]
pub const DELETE_DATA_CELLS_FILTER: Action = Action::known("lakeformation:DeleteDataCellsFilter");

/// `lakeformation:DeleteLakeFormationIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const DELETE_LAKE_FORMATION_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("lakeformation:DeleteLakeFormationIdentityCenterConfiguration");

/// `lakeformation:DeleteLakeFormationOptIn`.
#[rustfmt::skip]
pub const DELETE_LAKE_FORMATION_OPT_IN: Action = Action::known("lakeformation:DeleteLakeFormationOptIn");

/// `lakeformation:DeleteLFTag`.
#[rustfmt::skip]
pub const DELETE_LF_TAG: Action = Action::known("lakeformation:DeleteLFTag");

/// `lakeformation:DeleteLFTagExpression`.
#[rustfmt::skip]
pub const DELETE_LF_TAG_EXPRESSION: Action = Action::known("lakeformation:DeleteLFTagExpression");

/// `lakeformation:DeleteObjectsOnCancel`.
#[rustfmt::skip]
pub const DELETE_OBJECTS_ON_CANCEL: Action = Action::known("lakeformation:DeleteObjectsOnCancel");

/// `lakeformation:DeleteRLSPolicy`.
#[rustfmt::skip]
pub const DELETE_RLS_POLICY: Action = Action::known("lakeformation:DeleteRLSPolicy");

/// `lakeformation:DeregisterResource`.
#[rustfmt::skip]
pub const DEREGISTER_RESOURCE: Action = Action::known("lakeformation:DeregisterResource");

/// `lakeformation:DescribeLakeFormationIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const DESCRIBE_LAKE_FORMATION_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("lakeformation:DescribeLakeFormationIdentityCenterConfiguration");

/// `lakeformation:DescribeResource`.
#[rustfmt::skip]
pub const DESCRIBE_RESOURCE: Action = Action::known("lakeformation:DescribeResource");

/// `lakeformation:DescribeTransaction`.
#[rustfmt::skip]
pub const DESCRIBE_TRANSACTION: Action = Action::known("lakeformation:DescribeTransaction");

/// `lakeformation:DetachRLSPolicy`.
#[rustfmt::skip]
pub const DETACH_RLS_POLICY: Action = Action::known("lakeformation:DetachRLSPolicy");

/// `lakeformation:ExtendTransaction`.
#[rustfmt::skip]
pub const EXTEND_TRANSACTION: Action = Action::known("lakeformation:ExtendTransaction");

/// `lakeformation:GetDataAccess`.
#[rustfmt::skip]
pub const GET_DATA_ACCESS: Action = Action::known("lakeformation:GetDataAccess");

/// `lakeformation:GetDataCellsFilter`.
#[rustfmt::skip]
pub const GET_DATA_CELLS_FILTER: Action = Action::known("lakeformation:GetDataCellsFilter");

/// `lakeformation:GetDataLakePrincipal`.
#[rustfmt::skip]
pub const GET_DATA_LAKE_PRINCIPAL: Action = Action::known("lakeformation:GetDataLakePrincipal");

/// `lakeformation:GetDataLakeSettings`.
#[rustfmt::skip]
pub const GET_DATA_LAKE_SETTINGS: Action = Action::known("lakeformation:GetDataLakeSettings");

/// `lakeformation:GetEffectivePermissionsForPath`.
#[rustfmt::skip]
pub const GET_EFFECTIVE_PERMISSIONS_FOR_PATH: Action = Action::known("lakeformation:GetEffectivePermissionsForPath");

/// `lakeformation:GetLFTag`.
#[rustfmt::skip]
pub const GET_LF_TAG: Action = Action::known("lakeformation:GetLFTag");

/// `lakeformation:GetLFTagExpression`.
#[rustfmt::skip]
pub const GET_LF_TAG_EXPRESSION: Action = Action::known("lakeformation:GetLFTagExpression");

/// `lakeformation:GetQueryState`.
#[rustfmt::skip]
pub const GET_QUERY_STATE: Action = Action::known("lakeformation:GetQueryState");

/// `lakeformation:GetQueryStatistics`.
#[rustfmt::skip]
pub const GET_QUERY_STATISTICS: Action = Action::known("lakeformation:GetQueryStatistics");

/// `lakeformation:GetResourceLFTags`.
#[rustfmt::skip]
pub const GET_RESOURCE_LF_TAGS: Action = Action::known("lakeformation:GetResourceLFTags");

/// `lakeformation:GetRLSPolicy`.
#[rustfmt::skip]
pub const GET_RLS_POLICY: Action = Action::known("lakeformation:GetRLSPolicy");

/// `lakeformation:GetTableObjects`.
#[rustfmt::skip]
pub const GET_TABLE_OBJECTS: Action = Action::known("lakeformation:GetTableObjects");

/// `lakeformation:GetTemporaryGluePartitionCredentials`.
#[rustfmt::skip]
pub const GET_TEMPORARY_GLUE_PARTITION_CREDENTIALS: Action = Action::known("lakeformation:GetTemporaryGluePartitionCredentials");

/// `lakeformation:GetTemporaryGlueTableCredentials`.
#[rustfmt::skip]
pub const GET_TEMPORARY_GLUE_TABLE_CREDENTIALS: Action = Action::known("lakeformation:GetTemporaryGlueTableCredentials");

/// `lakeformation:GetWorkUnitResults`.
#[rustfmt::skip]
pub const GET_WORK_UNIT_RESULTS: Action = Action::known("lakeformation:GetWorkUnitResults");

/// `lakeformation:GetWorkUnits`.
#[rustfmt::skip]
pub const GET_WORK_UNITS: Action = Action::known("lakeformation:GetWorkUnits");

/// `lakeformation:GrantPermissions`.
#[rustfmt::skip]
pub const GRANT_PERMISSIONS: Action = Action::known("lakeformation:GrantPermissions");

/// `lakeformation:ListDataCellsFilter`.
#[rustfmt::skip]
pub const LIST_DATA_CELLS_FILTER: Action = Action::known("lakeformation:ListDataCellsFilter");

/// `lakeformation:ListLakeFormationOptIns`.
#[rustfmt::skip]
pub const LIST_LAKE_FORMATION_OPT_INS: Action = Action::known("lakeformation:ListLakeFormationOptIns");

/// `lakeformation:ListLFTagExpressions`.
#[rustfmt::skip]
pub const LIST_LF_TAG_EXPRESSIONS: Action = Action::known("lakeformation:ListLFTagExpressions");

/// `lakeformation:ListLFTags`.
#[rustfmt::skip]
pub const LIST_LF_TAGS: Action = Action::known("lakeformation:ListLFTags");

/// `lakeformation:ListPermissions`.
#[rustfmt::skip]
pub const LIST_PERMISSIONS: Action = Action::known("lakeformation:ListPermissions");

/// `lakeformation:ListResources`.
#[rustfmt::skip]
pub const LIST_RESOURCES: Action = Action::known("lakeformation:ListResources");

/// `lakeformation:ListRLSPolicies`.
#[rustfmt::skip]
pub const LIST_RLS_POLICIES: Action = Action::known("lakeformation:ListRLSPolicies");

/// `lakeformation:ListRLSPolicyAttachments`.
#[rustfmt::skip]
pub const LIST_RLS_POLICY_ATTACHMENTS: Action = Action::known("lakeformation:ListRLSPolicyAttachments");

/// `lakeformation:ListTableStorageOptimizers`.
#[rustfmt::skip]
pub const LIST_TABLE_STORAGE_OPTIMIZERS: Action = Action::known("lakeformation:ListTableStorageOptimizers");

/// `lakeformation:ListTransactions`.
#[rustfmt::skip]
pub const LIST_TRANSACTIONS: Action = Action::known("lakeformation:ListTransactions");

/// `lakeformation:PutDataLakeSettings`.
#[rustfmt::skip]
pub const PUT_DATA_LAKE_SETTINGS: Action = Action::known("lakeformation:PutDataLakeSettings");

/// `lakeformation:RegisterResource`.
#[rustfmt::skip]
pub const REGISTER_RESOURCE: Action = Action::known("lakeformation:RegisterResource");

/// `lakeformation:RegisterResourceWithPrivilegedAccess`.
#[rustfmt::skip]
pub const REGISTER_RESOURCE_WITH_PRIVILEGED_ACCESS: Action = Action::known("lakeformation:RegisterResourceWithPrivilegedAccess");

/// `lakeformation:RemoveLFTagsFromResource`.
#[rustfmt::skip]
pub const REMOVE_LF_TAGS_FROM_RESOURCE: Action = Action::known("lakeformation:RemoveLFTagsFromResource");

/// `lakeformation:RevokePermissions`.
#[rustfmt::skip]
pub const REVOKE_PERMISSIONS: Action = Action::known("lakeformation:RevokePermissions");

/// `lakeformation:SearchDatabasesByLFTags`.
#[rustfmt::skip]
pub const SEARCH_DATABASES_BY_LF_TAGS: Action = Action::known("lakeformation:SearchDatabasesByLFTags");

/// `lakeformation:SearchTablesByLFTags`.
#[rustfmt::skip]
pub const SEARCH_TABLES_BY_LF_TAGS: Action = Action::known("lakeformation:SearchTablesByLFTags");

/// `lakeformation:StartQueryPlanning`.
#[rustfmt::skip]
pub const START_QUERY_PLANNING: Action = Action::known("lakeformation:StartQueryPlanning");

/// `lakeformation:StartTransaction`.
#[rustfmt::skip]
pub const START_TRANSACTION: Action = Action::known("lakeformation:StartTransaction");

/// `lakeformation:UpdateDataCellsFilter`.
#[rustfmt::skip]
pub const UPDATE_DATA_CELLS_FILTER: Action = Action::known("lakeformation:UpdateDataCellsFilter");

/// `lakeformation:UpdateLakeFormationIdentityCenterConfiguration`.
#[rustfmt::skip]
pub const UPDATE_LAKE_FORMATION_IDENTITY_CENTER_CONFIGURATION: Action = Action::known("lakeformation:UpdateLakeFormationIdentityCenterConfiguration");

/// `lakeformation:UpdateLFTag`.
#[rustfmt::skip]
pub const UPDATE_LF_TAG: Action = Action::known("lakeformation:UpdateLFTag");

/// `lakeformation:UpdateLFTagExpression`.
#[rustfmt::skip]
pub const UPDATE_LF_TAG_EXPRESSION: Action = Action::known("lakeformation:UpdateLFTagExpression");

/// `lakeformation:UpdateResource`.
#[rustfmt::skip]
pub const UPDATE_RESOURCE: Action = Action::known("lakeformation:UpdateResource");

/// `lakeformation:UpdateRLSPolicy`.
#[rustfmt::skip]
pub const UPDATE_RLS_POLICY: Action = Action::known("lakeformation:UpdateRLSPolicy");

/// `lakeformation:UpdateTableObjects`.
#[rustfmt::skip]
pub const UPDATE_TABLE_OBJECTS: Action = Action::known("lakeformation:UpdateTableObjects");

/// `lakeformation:UpdateTableStorageOptimizer`.
#[rustfmt::skip]
pub const UPDATE_TABLE_STORAGE_OPTIMIZER: Action = Action::known("lakeformation:UpdateTableStorageOptimizer");
