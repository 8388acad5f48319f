//! The condition keys of `sagemaker`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `sagemaker:AcceleratorTypes`.
#[rustfmt::skip]
pub const ACCELERATOR_TYPES: Key<kind::Text> = Key::known("sagemaker:AcceleratorTypes");

/// `sagemaker:AppNetworkAccessType`.
#[rustfmt::skip]
pub const APP_NETWORK_ACCESS_TYPE: Key<kind::Text> = Key::known("sagemaker:AppNetworkAccessType");

/// `sagemaker:AuthMode`.
#[rustfmt::skip]
pub const AUTH_MODE: Key<kind::Text> = Key::known("sagemaker:AuthMode");

/// `sagemaker:BearerTokenType`.
#[rustfmt::skip]
pub const BEARER_TOKEN_TYPE: Key<kind::Text> = Key::known("sagemaker:BearerTokenType");

/// `sagemaker:CurrentCustomerMetadataProperties/${MetadataKey}`.
#[rustfmt::skip]
pub const CURRENT_CUSTOMER_METADATA_PROPERTIES: KeyFamily<kind::Text> = KeyFamily::known("sagemaker:CurrentCustomerMetadataProperties/");

/// `sagemaker:CurrentModelLifeCycleStage`.
#[rustfmt::skip]
pub const CURRENT_MODEL_LIFE_CYCLE_STAGE: Key<kind::Text> = Key::known("sagemaker:CurrentModelLifeCycleStage");

/// `sagemaker:CurrentModelLifeCycleStageStatus`.
#[rustfmt::skip]
pub const CURRENT_MODEL_LIFE_CYCLE_STAGE_STATUS: Key<kind::Text> = Key::known("sagemaker:CurrentModelLifeCycleStageStatus");

/// `sagemaker:CustomerMetadataProperties/${MetadataKey}`.
#[rustfmt::skip]
pub const CUSTOMER_METADATA_PROPERTIES: KeyFamily<kind::Text> = KeyFamily::known("sagemaker:CustomerMetadataProperties/");

/// `sagemaker:CustomerMetadataPropertiesToRemove`.
#[rustfmt::skip]
pub const CUSTOMER_METADATA_PROPERTIES_TO_REMOVE: Key<kind::Text> = Key::known("sagemaker:CustomerMetadataPropertiesToRemove");

/// `sagemaker:DirectGatedModelAccess`.
#[rustfmt::skip]
pub const DIRECT_GATED_MODEL_ACCESS: Key<kind::Text> = Key::known("sagemaker:DirectGatedModelAccess");

/// `sagemaker:DirectInternetAccess`.
#[rustfmt::skip]
pub const DIRECT_INTERNET_ACCESS: Key<kind::Text> = Key::known("sagemaker:DirectInternetAccess");

/// `sagemaker:DomainId`.
#[rustfmt::skip]
pub const DOMAIN_ID: Key<kind::Text> = Key::known("sagemaker:DomainId");

/// `sagemaker:DomainSharingOutputKmsKey`.
#[rustfmt::skip]
pub const DOMAIN_SHARING_OUTPUT_KMS_KEY: Key<kind::Arn> = Key::known("sagemaker:DomainSharingOutputKmsKey");

/// `sagemaker:DomainSharingOutputKmsKeyArn`.
#[rustfmt::skip]
pub const DOMAIN_SHARING_OUTPUT_KMS_KEY_ARN: Key<kind::Arn> = Key::known("sagemaker:DomainSharingOutputKmsKeyArn");

/// `sagemaker:EnableRemoteDebug`.
#[rustfmt::skip]
pub const ENABLE_REMOTE_DEBUG: Key<kind::Bool> = Key::known("sagemaker:EnableRemoteDebug");

/// `sagemaker:FeatureGroupDisableGlueTableCreation`.
#[rustfmt::skip]
pub const FEATURE_GROUP_DISABLE_GLUE_TABLE_CREATION: Key<kind::Bool> = Key::known("sagemaker:FeatureGroupDisableGlueTableCreation");

/// `sagemaker:FeatureGroupEnableOnlineStore`.
#[rustfmt::skip]
pub const FEATURE_GROUP_ENABLE_ONLINE_STORE: Key<kind::Bool> = Key::known("sagemaker:FeatureGroupEnableOnlineStore");

/// `sagemaker:FeatureGroupOfflineStoreConfig`.
#[rustfmt::skip]
pub const FEATURE_GROUP_OFFLINE_STORE_CONFIG: Key<kind::Bool> = Key::known("sagemaker:FeatureGroupOfflineStoreConfig");

/// `sagemaker:FeatureGroupOfflineStoreKmsKey`.
#[rustfmt::skip]
pub const FEATURE_GROUP_OFFLINE_STORE_KMS_KEY: Key<kind::Arn> = Key::known("sagemaker:FeatureGroupOfflineStoreKmsKey");

/// `sagemaker:FeatureGroupOfflineStoreKmsKeyArn`.
#[rustfmt::skip]
pub const FEATURE_GROUP_OFFLINE_STORE_KMS_KEY_ARN: Key<kind::Arn> = Key::known("sagemaker:FeatureGroupOfflineStoreKmsKeyArn");

/// `sagemaker:FeatureGroupOfflineStoreS3Uri`.
#[rustfmt::skip]
pub const FEATURE_GROUP_OFFLINE_STORE_S3_URI: Key<kind::Text> = Key::known("sagemaker:FeatureGroupOfflineStoreS3Uri");

/// `sagemaker:FeatureGroupOnlineStoreKmsKey`.
#[rustfmt::skip]
pub const FEATURE_GROUP_ONLINE_STORE_KMS_KEY: Key<kind::Arn> = Key::known("sagemaker:FeatureGroupOnlineStoreKmsKey");

/// `sagemaker:FeatureGroupOnlineStoreKmsKeyArn`.
#[rustfmt::skip]
pub const FEATURE_GROUP_ONLINE_STORE_KMS_KEY_ARN: Key<kind::Arn> = Key::known("sagemaker:FeatureGroupOnlineStoreKmsKeyArn");

/// `sagemaker:FileSystemAccessMode`.
#[rustfmt::skip]
pub const FILE_SYSTEM_ACCESS_MODE: Key<kind::Text> = Key::known("sagemaker:FileSystemAccessMode");

/// `sagemaker:FileSystemDirectoryPath`.
#[rustfmt::skip]
pub const FILE_SYSTEM_DIRECTORY_PATH: Key<kind::Text> = Key::known("sagemaker:FileSystemDirectoryPath");

/// `sagemaker:FileSystemId`.
#[rustfmt::skip]
pub const FILE_SYSTEM_ID: Key<kind::Text> = Key::known("sagemaker:FileSystemId");

/// `sagemaker:FileSystemType`.
#[rustfmt::skip]
pub const FILE_SYSTEM_TYPE: Key<kind::Text> = Key::known("sagemaker:FileSystemType");

/// `sagemaker:HomeEfsFileSystemKmsKey`.
#[rustfmt::skip]
pub const HOME_EFS_FILE_SYSTEM_KMS_KEY: Key<kind::Arn> = Key::known("sagemaker:HomeEfsFileSystemKmsKey");

/// `sagemaker:ImageArns`.
#[rustfmt::skip]
pub const IMAGE_ARNS: Key<kind::Arn> = Key::known("sagemaker:ImageArns");

/// `sagemaker:ImageVersionArns`.
#[rustfmt::skip]
pub const IMAGE_VERSION_ARNS: Key<kind::Arn> = Key::known("sagemaker:ImageVersionArns");

/// `sagemaker:InstanceTypes`.
#[rustfmt::skip]
pub const INSTANCE_TYPES: Key<kind::Text> = Key::known("sagemaker:InstanceTypes");

/// `sagemaker:InterContainerTrafficEncryption`.
#[rustfmt::skip]
pub const INTER_CONTAINER_TRAFFIC_ENCRYPTION: Key<kind::Bool> = Key::known("sagemaker:InterContainerTrafficEncryption");

/// `sagemaker:IsUpdateRecord`.
#[rustfmt::skip]
pub const IS_UPDATE_RECORD: Key<kind::Bool> = Key::known("sagemaker:IsUpdateRecord");

/// `sagemaker:KeepAlivePeriod`.
#[rustfmt::skip]
pub const KEEP_ALIVE_PERIOD: Key<kind::Number> = Key::known("sagemaker:KeepAlivePeriod");

/// `sagemaker:MaxRuntimeInSeconds`.
#[rustfmt::skip]
pub const MAX_RUNTIME_IN_SECONDS: Key<kind::Number> = Key::known("sagemaker:MaxRuntimeInSeconds");

/// `sagemaker:MinimumInstanceMetadataServiceVersion`.
#[rustfmt::skip]
pub const MINIMUM_INSTANCE_METADATA_SERVICE_VERSION: Key<kind::Text> = Key::known("sagemaker:MinimumInstanceMetadataServiceVersion");

/// `sagemaker:ModelApprovalStatus`.
#[rustfmt::skip]
pub const MODEL_APPROVAL_STATUS: Key<kind::Text> = Key::known("sagemaker:ModelApprovalStatus");

/// `sagemaker:ModelArn`.
#[rustfmt::skip]
pub const MODEL_ARN: Key<kind::Arn> = Key::known("sagemaker:ModelArn");

/// `sagemaker:ModelLifeCycle:Stage`.
#[rustfmt::skip]
pub const MODEL_LIFE_CYCLE__STAGE: Key<kind::Text> = Key::known("sagemaker:ModelLifeCycle:Stage");

/// `sagemaker:ModelLifeCycle:StageStatus`.
#[rustfmt::skip]
pub const MODEL_LIFE_CYCLE__STAGE_STATUS: Key<kind::Text> = Key::known("sagemaker:ModelLifeCycle:StageStatus");

/// `sagemaker:NetworkIsolation`.
#[rustfmt::skip]
pub const NETWORK_ISOLATION: Key<kind::Bool> = Key::known("sagemaker:NetworkIsolation");

/// `sagemaker:NotebookInstanceLifecycleConfigArns`.
#[rustfmt::skip]
pub const NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG_ARNS: Key<kind::Arn> = Key::known("sagemaker:NotebookInstanceLifecycleConfigArns");

/// `sagemaker:OutputKmsKey`.
#[rustfmt::skip]
pub const OUTPUT_KMS_KEY: Key<kind::Arn> = Key::known("sagemaker:OutputKmsKey");

/// `sagemaker:OutputKmsKeyArn`.
#[rustfmt::skip]
pub const OUTPUT_KMS_KEY_ARN: Key<kind::Arn> = Key::known("sagemaker:OutputKmsKeyArn");

/// `sagemaker:OwnerUserProfileArn`.
#[rustfmt::skip]
pub const OWNER_USER_PROFILE_ARN: Key<kind::Arn> = Key::known("sagemaker:OwnerUserProfileArn");

/// `sagemaker:PipelineVersionId`.
#[rustfmt::skip]
pub const PIPELINE_VERSION_ID: Key<kind::Text> = Key::known("sagemaker:PipelineVersionId");

/// `sagemaker:RemoteAccess`.
#[rustfmt::skip]
pub const REMOTE_ACCESS: Key<kind::Text> = Key::known("sagemaker:RemoteAccess");

/// `sagemaker:ResourceTag/`.
#[rustfmt::skip]
pub const RESOURCE_TAG: Key<kind::Text> = Key::known("sagemaker:ResourceTag/");

/// `sagemaker:RootAccess`.
#[rustfmt::skip]
pub const ROOT_ACCESS: Key<kind::Text> = Key::known("sagemaker:RootAccess");

/// `sagemaker:SearchVisibilityCondition/${FilterKey}`.
#[rustfmt::skip]
pub const SEARCH_VISIBILITY_CONDITION: KeyFamily<kind::Text> = KeyFamily::known("sagemaker:SearchVisibilityCondition/");

/// `sagemaker:ServerlessMaxConcurrency`.
#[rustfmt::skip]
pub const SERVERLESS_MAX_CONCURRENCY: Key<kind::Number> = Key::known("sagemaker:ServerlessMaxConcurrency");

/// `sagemaker:ServerlessMemorySize`.
#[rustfmt::skip]
pub const SERVERLESS_MEMORY_SIZE: Key<kind::Number> = Key::known("sagemaker:ServerlessMemorySize");

/// `sagemaker:SpaceSharingType`.
#[rustfmt::skip]
pub const SPACE_SHARING_TYPE: Key<kind::Text> = Key::known("sagemaker:SpaceSharingType");

/// `sagemaker:StudioLifecycleConfigArns`.
#[rustfmt::skip]
pub const STUDIO_LIFECYCLE_CONFIG_ARNS: Key<kind::Arn> = Key::known("sagemaker:StudioLifecycleConfigArns");

/// `sagemaker:TaggingAction`.
#[rustfmt::skip]
pub const TAGGING_ACTION: Key<kind::Text> = Key::known("sagemaker:TaggingAction");

/// `sagemaker:TargetModel`.
#[rustfmt::skip]
pub const TARGET_MODEL: Key<kind::Text> = Key::known("sagemaker:TargetModel");

/// `sagemaker:UpdatableFeatures`.
#[rustfmt::skip]
pub const UPDATABLE_FEATURES: Key<kind::Text> = Key::known("sagemaker:UpdatableFeatures");

/// `sagemaker:UserProfileName`.
#[rustfmt::skip]
pub const USER_PROFILE_NAME: Key<kind::Text> = Key::known("sagemaker:UserProfileName");

/// `sagemaker:VolumeKmsKey`.
#[rustfmt::skip]
pub const VOLUME_KMS_KEY: Key<kind::Arn> = Key::known("sagemaker:VolumeKmsKey");

/// `sagemaker:VolumeKmsKeyArn`.
#[rustfmt::skip]
pub const VOLUME_KMS_KEY_ARN: Key<kind::Arn> = Key::known("sagemaker:VolumeKmsKeyArn");

/// `sagemaker:VpcSecurityGroupIds`.
#[rustfmt::skip]
pub const VPC_SECURITY_GROUP_IDS: Key<kind::Text> = Key::known("sagemaker:VpcSecurityGroupIds");

/// `sagemaker:VpcSubnets`.
#[rustfmt::skip]
pub const VPC_SUBNETS: Key<kind::Text> = Key::known("sagemaker:VpcSubnets");

/// `sagemaker:WorkteamArn`.
#[rustfmt::skip]
pub const WORKTEAM_ARN: Key<kind::Arn> = Key::known("sagemaker:WorkteamArn");

/// `sagemaker:WorkteamType`.
#[rustfmt::skip]
pub const WORKTEAM_TYPE: Key<kind::Text> = Key::known("sagemaker:WorkteamType");
