//! The actions of `ecr`. Made by `iam-data`.

use crate::policy::Action;

/// `ecr:BatchCheckLayerAvailability`.
#[rustfmt::skip]
pub const BATCH_CHECK_LAYER_AVAILABILITY: Action = Action::known("ecr:BatchCheckLayerAvailability");

/// `ecr:BatchDeleteImage`.
#[rustfmt::skip]
pub const BATCH_DELETE_IMAGE: Action = Action::known("ecr:BatchDeleteImage");

/// `ecr:BatchGetImage`.
#[rustfmt::skip]
pub const BATCH_GET_IMAGE: Action = Action::known("ecr:BatchGetImage");

/// `ecr:BatchGetRepositoryScanningConfiguration`.
#[rustfmt::skip]
pub const BATCH_GET_REPOSITORY_SCANNING_CONFIGURATION: Action = Action::known("ecr:BatchGetRepositoryScanningConfiguration");

/// `ecr:BatchImportUpstreamImage`.
#[rustfmt::skip]
pub const BATCH_IMPORT_UPSTREAM_IMAGE: Action = Action::known("ecr:BatchImportUpstreamImage");

/// `ecr:CompleteLayerUpload`.
#[rustfmt::skip]
pub const COMPLETE_LAYER_UPLOAD: Action = Action::known("ecr:CompleteLayerUpload");

/// `ecr:CreatePullThroughCacheRule`.
#[rustfmt::skip]
pub const CREATE_PULL_THROUGH_CACHE_RULE: Action = Action::known("ecr:CreatePullThroughCacheRule");

/// `ecr:CreateRepository`.
#[rustfmt::skip]
pub const CREATE_REPOSITORY: Action = Action::known("ecr:CreateRepository");

/// `ecr:CreateRepositoryCreationTemplate`.
#[rustfmt::skip]
pub const CREATE_REPOSITORY_CREATION_TEMPLATE: Action = Action::known("ecr:CreateRepositoryCreationTemplate");

/// `ecr:DeleteLifecyclePolicy`.
#[rustfmt::skip]
pub const DELETE_LIFECYCLE_POLICY: Action = Action::known("ecr:DeleteLifecyclePolicy");

/// `ecr:DeletePullThroughCacheRule`.
#[rustfmt::skip]
pub const DELETE_PULL_THROUGH_CACHE_RULE: Action = Action::known("ecr:DeletePullThroughCacheRule");

/// `ecr:DeleteRegistryPolicy`.
#[rustfmt::skip]
pub const DELETE_REGISTRY_POLICY: Action = Action::known("ecr:DeleteRegistryPolicy");

/// `ecr:DeleteRepository`.
#[rustfmt::skip]
pub const DELETE_REPOSITORY: Action = Action::known("ecr:DeleteRepository");

/// `ecr:DeleteRepositoryCreationTemplate`.
#[rustfmt::skip]
pub const DELETE_REPOSITORY_CREATION_TEMPLATE: Action = Action::known("ecr:DeleteRepositoryCreationTemplate");

/// `ecr:DeleteRepositoryPolicy`.
#[rustfmt::skip]
pub const DELETE_REPOSITORY_POLICY: Action = Action::known("ecr:DeleteRepositoryPolicy");

/// `ecr:DeleteSigningConfiguration`.
#[rustfmt::skip]
pub const DELETE_SIGNING_CONFIGURATION: Action = Action::known("ecr:DeleteSigningConfiguration");

/// `ecr:DeregisterPullTimeUpdateExclusion`.
#[rustfmt::skip]
pub const DEREGISTER_PULL_TIME_UPDATE_EXCLUSION: Action = Action::known("ecr:DeregisterPullTimeUpdateExclusion");

/// `ecr:DescribeImageReplicationStatus`.
#[rustfmt::skip]
pub const DESCRIBE_IMAGE_REPLICATION_STATUS: Action = Action::known("ecr:DescribeImageReplicationStatus");

/// `ecr:DescribeImages`.
#[rustfmt::skip]
pub const DESCRIBE_IMAGES: Action = Action::known("ecr:DescribeImages");

/// `ecr:DescribeImageScanFindings`.
#[rustfmt::skip]
pub const DESCRIBE_IMAGE_SCAN_FINDINGS: Action = Action::known("ecr:DescribeImageScanFindings");

/// `ecr:DescribeImageSigningStatus`.
#[rustfmt::skip]
pub const DESCRIBE_IMAGE_SIGNING_STATUS: Action = Action::known("ecr:DescribeImageSigningStatus");

/// `ecr:DescribePullThroughCacheRules`.
#[rustfmt::skip]
pub const DESCRIBE_PULL_THROUGH_CACHE_RULES: Action = Action::known("ecr:DescribePullThroughCacheRules");

/// `ecr:DescribeRegistry`.
#[rustfmt::skip]
pub const DESCRIBE_REGISTRY: Action = Action::known("ecr:DescribeRegistry");

/// `ecr:DescribeReplicationBackfillResults`.
#[rustfmt::skip]
pub const DESCRIBE_REPLICATION_BACKFILL_RESULTS: Action = Action::known("ecr:DescribeReplicationBackfillResults");

/// `ecr:DescribeRepositories`.
#[rustfmt::skip]
pub const DESCRIBE_REPOSITORIES: Action = Action::known("ecr:DescribeRepositories");

/// `ecr:DescribeRepositoryCreationTemplates`.
#[rustfmt::skip]
pub const DESCRIBE_REPOSITORY_CREATION_TEMPLATES: Action = Action::known("ecr:DescribeRepositoryCreationTemplates");

/// `ecr:GetAccountSetting`.
#[rustfmt::skip]
pub const GET_ACCOUNT_SETTING: Action = Action::known("ecr:GetAccountSetting");

/// `ecr:GetAuthorizationToken`.
#[rustfmt::skip]
pub const GET_AUTHORIZATION_TOKEN: Action = Action::known("ecr:GetAuthorizationToken");

/// `ecr:GetDownloadUrlForLayer`.
#[rustfmt::skip]
pub const GET_DOWNLOAD_URL_FOR_LAYER: Action = Action::known("ecr:GetDownloadUrlForLayer");

/// `ecr:GetImageCopyStatus`.
#[rustfmt::skip]
pub const GET_IMAGE_COPY_STATUS: Action = Action::known("ecr:GetImageCopyStatus");

/// `ecr:GetLifecyclePolicy`.
#[rustfmt::skip]
pub const GET_LIFECYCLE_POLICY: Action = Action::known("ecr:GetLifecyclePolicy");

/// `ecr:GetLifecyclePolicyPreview`.
#[rustfmt::skip]
pub const GET_LIFECYCLE_POLICY_PREVIEW: Action = Action::known("ecr:GetLifecyclePolicyPreview");

/// `ecr:GetRegistryPolicy`.
#[rustfmt::skip]
pub const GET_REGISTRY_POLICY: Action = Action::known("ecr:GetRegistryPolicy");

/// `ecr:GetRegistryScanningConfiguration`.
#[rustfmt::skip]
pub const GET_REGISTRY_SCANNING_CONFIGURATION: Action = Action::known("ecr:GetRegistryScanningConfiguration");

/// `ecr:GetRepositoryPolicy`.
#[rustfmt::skip]
pub const GET_REPOSITORY_POLICY: Action = Action::known("ecr:GetRepositoryPolicy");

/// `ecr:GetSigningConfiguration`.
#[rustfmt::skip]
pub const GET_SIGNING_CONFIGURATION: Action = Action::known("ecr:GetSigningConfiguration");

/// `ecr:InitiateLayerUpload`.
#[rustfmt::skip]
pub const INITIATE_LAYER_UPLOAD: Action = Action::known("ecr:InitiateLayerUpload");

/// `ecr:ListImages`.
#[rustfmt::skip]
pub const LIST_IMAGES: Action = Action::known("ecr:ListImages");

/// `ecr:ListPullTimeUpdateExclusions`.
#[rustfmt::skip]
pub const LIST_PULL_TIME_UPDATE_EXCLUSIONS: Action = Action::known("ecr:ListPullTimeUpdateExclusions");

/// `ecr:ListReplicationBackfills`.
#[rustfmt::skip]
pub const LIST_REPLICATION_BACKFILLS: Action = Action::known("ecr:ListReplicationBackfills");

/// `ecr:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("ecr:ListTagsForResource");

/// `ecr:PutAccountSetting`.
#[rustfmt::skip]
pub const PUT_ACCOUNT_SETTING: Action = Action::known("ecr:PutAccountSetting");

/// `ecr:PutImage`.
#[rustfmt::skip]
pub const PUT_IMAGE: Action = Action::known("ecr:PutImage");

/// `ecr:PutImageScanningConfiguration`.
#[rustfmt::skip]
pub const PUT_IMAGE_SCANNING_CONFIGURATION: Action = Action::known("ecr:PutImageScanningConfiguration");

/// `ecr:PutImageTagMutability`.
#[rustfmt::skip]
pub const PUT_IMAGE_TAG_MUTABILITY: Action = Action::known("ecr:PutImageTagMutability");

/// `ecr:PutLifecyclePolicy`.
#[rustfmt::skip]
pub const PUT_LIFECYCLE_POLICY: Action = Action::known("ecr:PutLifecyclePolicy");

/// `ecr:PutRegistryPolicy`.
#[rustfmt::skip]
pub const PUT_REGISTRY_POLICY: Action = Action::known("ecr:PutRegistryPolicy");

/// `ecr:PutRegistryScanningConfiguration`.
#[rustfmt::skip]
pub const PUT_REGISTRY_SCANNING_CONFIGURATION: Action = Action::known("ecr:PutRegistryScanningConfiguration");

/// `ecr:PutReplicationConfiguration`.
#[rustfmt::skip]
pub const PUT_REPLICATION_CONFIGURATION: Action = Action::known("ecr:PutReplicationConfiguration");

/// `ecr:PutSigningConfiguration`.
#[rustfmt::skip]
pub const PUT_SIGNING_CONFIGURATION: Action = Action::known("ecr:PutSigningConfiguration");

/// `ecr:RegisterPullTimeUpdateExclusion`.
#[rustfmt::skip]
pub const REGISTER_PULL_TIME_UPDATE_EXCLUSION: Action = Action::known("ecr:RegisterPullTimeUpdateExclusion");

/// `ecr:ReplicateImage`.
#[rustfmt::skip]
pub const REPLICATE_IMAGE: Action = Action::known("ecr:ReplicateImage");

/// `ecr:SetRepositoryPolicy`.
#[rustfmt::skip]
pub const SET_REPOSITORY_POLICY: Action = Action::known("ecr:SetRepositoryPolicy");

/// `ecr:StartImageScan`.
#[rustfmt::skip]
pub const START_IMAGE_SCAN: Action = Action::known("ecr:StartImageScan");

/// `ecr:StartLifecyclePolicyPreview`.
#[rustfmt::skip]
pub const START_LIFECYCLE_POLICY_PREVIEW: Action = Action::known("ecr:StartLifecyclePolicyPreview");

/// `ecr:StartReplicationBackfill`.
#[rustfmt::skip]
pub const START_REPLICATION_BACKFILL: Action = Action::known("ecr:StartReplicationBackfill");

/// `ecr:StopReplicationBackfill`.
#[rustfmt::skip]
pub const STOP_REPLICATION_BACKFILL: Action = Action::known("ecr:StopReplicationBackfill");

/// `ecr:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("ecr:TagResource");

/// `ecr:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("ecr:UntagResource");

/// `ecr:UpdateImageStorageClass`.
#[rustfmt::skip]
pub const UPDATE_IMAGE_STORAGE_CLASS: Action = Action::known("ecr:UpdateImageStorageClass");

/// `ecr:UpdatePullThroughCacheRule`.
#[rustfmt::skip]
pub const UPDATE_PULL_THROUGH_CACHE_RULE: Action = Action::known("ecr:UpdatePullThroughCacheRule");

/// `ecr:UpdateRepositoryCreationTemplate`.
#[rustfmt::skip]
pub const UPDATE_REPOSITORY_CREATION_TEMPLATE: Action = Action::known("ecr:UpdateRepositoryCreationTemplate");

/// `ecr:UploadLayerPart`.
#[rustfmt::skip]
pub const UPLOAD_LAYER_PART: Action = Action::known("ecr:UploadLayerPart");

/// `ecr:ValidatePullThroughCacheRule`.
#[rustfmt::skip]
pub const VALIDATE_PULL_THROUGH_CACHE_RULE: Action = Action::known("ecr:ValidatePullThroughCacheRule");
