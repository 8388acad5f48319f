//! The actions of `s3`. Made by `iam-data`.

use crate::policy::Action;

/// `s3:AbortMultipartUpload`.
#[rustfmt::skip]
pub const ABORT_MULTIPART_UPLOAD: Action = Action::known("s3:AbortMultipartUpload");

/// `s3:AllowVendedLogDeliveryForResource`.
#[rustfmt::skip]
pub const ALLOW_VENDED_LOG_DELIVERY_FOR_RESOURCE: Action = Action::known("s3:AllowVendedLogDeliveryForResource");

/// `s3:AssociateAccessGrantsIdentityCenter`.
#[rustfmt::skip]
pub const ASSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER: Action = Action::known("s3:AssociateAccessGrantsIdentityCenter");

/// `s3:BypassGovernanceRetention`.
#[rustfmt::skip]
pub const BYPASS_GOVERNANCE_RETENTION: Action = Action::known("s3:BypassGovernanceRetention");

/// `s3:CreateAccessGrant`.
#[rustfmt::skip]
pub const CREATE_ACCESS_GRANT: Action = Action::known("s3:CreateAccessGrant");

/// `s3:CreateAccessGrantsInstance`.
#[rustfmt::skip]
pub const CREATE_ACCESS_GRANTS_INSTANCE: Action = Action::known("s3:CreateAccessGrantsInstance");

/// `s3:CreateAccessGrantsLocation`.
#[rustfmt::skip]
pub const CREATE_ACCESS_GRANTS_LOCATION: Action = Action::known("s3:CreateAccessGrantsLocation");

/// `s3:CreateAccessPoint`.
#[rustfmt::skip]
pub const CREATE_ACCESS_POINT: Action = Action::known("s3:CreateAccessPoint");

/// `s3:CreateAccessPointForObjectLambda`.
#[rustfmt::skip]
pub const CREATE_ACCESS_POINT_FOR_OBJECT_LAMBDA: Action = Action::known("s3:CreateAccessPointForObjectLambda");

/// `s3:CreateBucket`.
#[rustfmt::skip]
pub const CREATE_BUCKET: Action = Action::known("s3:CreateBucket");

/// `s3:CreateBucketMetadataTableConfiguration`.
#[rustfmt::skip]
pub const CREATE_BUCKET_METADATA_TABLE_CONFIGURATION: Action = Action::known("s3:CreateBucketMetadataTableConfiguration");

/// `s3:CreateJob`.
#[rustfmt::skip]
pub const CREATE_JOB: Action = Action::known("s3:CreateJob");

/// `s3:CreateMultiRegionAccessPoint`.
#[rustfmt::skip]
pub const CREATE_MULTI_REGION_ACCESS_POINT: Action = Action::known("s3:CreateMultiRegionAccessPoint");

/// `s3:CreateStorageLensGroup`.
#[rustfmt::skip]
pub const CREATE_STORAGE_LENS_GROUP: Action = Action::known("s3:CreateStorageLensGroup");

/// `s3:DeleteAccessGrant`.
#[rustfmt::skip]
pub const DELETE_ACCESS_GRANT: Action = Action::known("s3:DeleteAccessGrant");

/// `s3:DeleteAccessGrantsInstance`.
#[rustfmt::skip]
pub const DELETE_ACCESS_GRANTS_INSTANCE: Action = Action::known("s3:DeleteAccessGrantsInstance");

/// `s3:DeleteAccessGrantsInstanceResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY: Action = Action::known("s3:DeleteAccessGrantsInstanceResourcePolicy");

/// `s3:DeleteAccessGrantsLocation`.
#[rustfmt::skip]
pub const DELETE_ACCESS_GRANTS_LOCATION: Action = Action::known("s3:DeleteAccessGrantsLocation");

/// `s3:DeleteAccessPoint`.
#[rustfmt::skip]
pub const DELETE_ACCESS_POINT: Action = Action::known("s3:DeleteAccessPoint");

/// `s3:DeleteAccessPointForObjectLambda`.
#[rustfmt::skip]
pub const DELETE_ACCESS_POINT_FOR_OBJECT_LAMBDA: Action = Action::known("s3:DeleteAccessPointForObjectLambda");

/// `s3:DeleteAccessPointPolicy`.
#[rustfmt::skip]
pub const DELETE_ACCESS_POINT_POLICY: Action = Action::known("s3:DeleteAccessPointPolicy");

/// `s3:DeleteAccessPointPolicyForObjectLambda`.
#[rustfmt::skip]
pub const DELETE_ACCESS_POINT_POLICY_FOR_OBJECT_LAMBDA: Action = Action::known("s3:DeleteAccessPointPolicyForObjectLambda");

/// `s3:DeleteBucket`.
#[rustfmt::skip]
pub const DELETE_BUCKET: Action = Action::known("s3:DeleteBucket");

/// `s3:DeleteBucketMetadataTableConfiguration`.
#[rustfmt::skip]
pub const DELETE_BUCKET_METADATA_TABLE_CONFIGURATION: Action = Action::known("s3:DeleteBucketMetadataTableConfiguration");

/// `s3:DeleteBucketPolicy`.
#[rustfmt::skip]
pub const DELETE_BUCKET_POLICY: Action = Action::known("s3:DeleteBucketPolicy");

/// `s3:DeleteBucketWebsite`.
#[rustfmt::skip]
pub const DELETE_BUCKET_WEBSITE: Action = Action::known("s3:DeleteBucketWebsite");

/// `s3:DeleteJobTagging`.
#[rustfmt::skip]
pub const DELETE_JOB_TAGGING: Action = Action::known("s3:DeleteJobTagging");

/// `s3:DeleteMultiRegionAccessPoint`.
#[rustfmt::skip]
pub const DELETE_MULTI_REGION_ACCESS_POINT: Action = Action::known("s3:DeleteMultiRegionAccessPoint");

/// `s3:DeleteObject`.
#[rustfmt::skip]
pub const DELETE_OBJECT: Action = Action::known("s3:DeleteObject");

/// `s3:DeleteObjectAnnotation`.
#[rustfmt::skip]
pub const DELETE_OBJECT_ANNOTATION: Action = Action::known("s3:DeleteObjectAnnotation");

/// `s3:DeleteObjectTagging`.
#[rustfmt::skip]
pub const DELETE_OBJECT_TAGGING: Action = Action::known("s3:DeleteObjectTagging");

/// `s3:DeleteObjectVersion`.
#[rustfmt::skip]
pub const DELETE_OBJECT_VERSION: Action = Action::known("s3:DeleteObjectVersion");

/// `s3:DeleteObjectVersionAnnotation`.
#[rustfmt::skip]
pub const DELETE_OBJECT_VERSION_ANNOTATION: Action = Action::known("s3:DeleteObjectVersionAnnotation");

/// `s3:DeleteObjectVersionTagging`.
#[rustfmt::skip]
pub const DELETE_OBJECT_VERSION_TAGGING: Action = Action::known("s3:DeleteObjectVersionTagging");

/// `s3:DeleteStorageLensConfiguration`.
#[rustfmt::skip]
pub const DELETE_STORAGE_LENS_CONFIGURATION: Action = Action::known("s3:DeleteStorageLensConfiguration");

/// `s3:DeleteStorageLensConfigurationTagging`.
#[rustfmt::skip]
pub const DELETE_STORAGE_LENS_CONFIGURATION_TAGGING: Action = Action::known("s3:DeleteStorageLensConfigurationTagging");

/// `s3:DeleteStorageLensGroup`.
#[rustfmt::skip]
pub const DELETE_STORAGE_LENS_GROUP: Action = Action::known("s3:DeleteStorageLensGroup");

/// `s3:DescribeJob`.
#[rustfmt::skip]
pub const DESCRIBE_JOB: Action = Action::known("s3:DescribeJob");

/// `s3:DescribeMultiRegionAccessPointOperation`.
#[rustfmt::skip]
pub const DESCRIBE_MULTI_REGION_ACCESS_POINT_OPERATION: Action = Action::known("s3:DescribeMultiRegionAccessPointOperation");

/// `s3:DissociateAccessGrantsIdentityCenter`.
#[rustfmt::skip]
pub const DISSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER: Action = Action::known("s3:DissociateAccessGrantsIdentityCenter");

/// `s3:GetAccelerateConfiguration`.
#[rustfmt::skip]
pub const GET_ACCELERATE_CONFIGURATION: Action = Action::known("s3:GetAccelerateConfiguration");

/// `s3:GetAccessGrant`.
#[rustfmt::skip]
pub const GET_ACCESS_GRANT: Action = Action::known("s3:GetAccessGrant");

/// `s3:GetAccessGrantsInstance`.
#[rustfmt::skip]
pub const GET_ACCESS_GRANTS_INSTANCE: Action = Action::known("s3:GetAccessGrantsInstance");

/// `s3:GetAccessGrantsInstanceForPrefix`.
#[rustfmt::skip]
pub const GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX: Action = Action::known("s3:GetAccessGrantsInstanceForPrefix");

/// `s3:GetAccessGrantsInstanceResourcePolicy`.
#[rustfmt::skip]
pub const GET_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY: Action = Action::known("s3:GetAccessGrantsInstanceResourcePolicy");

/// `s3:GetAccessGrantsLocation`.
#[rustfmt::skip]
pub const GET_ACCESS_GRANTS_LOCATION: Action = Action::known("s3:GetAccessGrantsLocation");

/// `s3:GetAccessPoint`.
#[rustfmt::skip]
pub const GET_ACCESS_POINT: Action = Action::known("s3:GetAccessPoint");

/// `s3:GetAccessPointConfigurationForObjectLambda`.
#[rustfmt::skip]
pub const GET_ACCESS_POINT_CONFIGURATION_FOR_OBJECT_LAMBDA: Action = Action::known("s3:GetAccessPointConfigurationForObjectLambda");

/// `s3:GetAccessPointForObjectLambda`.
#[rustfmt::skip]
pub const GET_ACCESS_POINT_FOR_OBJECT_LAMBDA: Action = Action::known("s3:GetAccessPointForObjectLambda");

/// `s3:GetAccessPointPolicy`.
#[rustfmt::skip]
pub const GET_ACCESS_POINT_POLICY: Action = Action::known("s3:GetAccessPointPolicy");

/// `s3:GetAccessPointPolicyForObjectLambda`.
#[rustfmt::skip]
pub const GET_ACCESS_POINT_POLICY_FOR_OBJECT_LAMBDA: Action = Action::known("s3:GetAccessPointPolicyForObjectLambda");

/// `s3:GetAccessPointPolicyStatus`.
#[rustfmt::skip]
pub const GET_ACCESS_POINT_POLICY_STATUS: Action = Action::known("s3:GetAccessPointPolicyStatus");

/// `s3:GetAccessPointPolicyStatusForObjectLambda`.
#[rustfmt::skip]
pub const GET_ACCESS_POINT_POLICY_STATUS_FOR_OBJECT_LAMBDA: Action = Action::known("s3:GetAccessPointPolicyStatusForObjectLambda");

/// `s3:GetAccountPublicAccessBlock`.
#[rustfmt::skip]
pub const GET_ACCOUNT_PUBLIC_ACCESS_BLOCK: Action = Action::known("s3:GetAccountPublicAccessBlock");

/// `s3:GetAnalyticsConfiguration`.
#[rustfmt::skip]
pub const GET_ANALYTICS_CONFIGURATION: Action = Action::known("s3:GetAnalyticsConfiguration");

/// `s3:GetBucketAbac`.
#[rustfmt::skip]
pub const GET_BUCKET_ABAC: Action = Action::known("s3:GetBucketAbac");

/// `s3:GetBucketAcl`.
#[rustfmt::skip]
pub const GET_BUCKET_ACL: Action = Action::known("s3:GetBucketAcl");

/// `s3:GetBucketCORS`.
#[rustfmt::skip]
pub const GET_BUCKET_CORS: Action = Action::known("s3:GetBucketCORS");

/// `s3:GetBucketLocation`.
#[rustfmt::skip]
pub const GET_BUCKET_LOCATION: Action = Action::known("s3:GetBucketLocation");

/// `s3:GetBucketLogging`.
#[rustfmt::skip]
pub const GET_BUCKET_LOGGING: Action = Action::known("s3:GetBucketLogging");

/// `s3:GetBucketMetadataTableConfiguration`.
#[rustfmt::skip]
pub const GET_BUCKET_METADATA_TABLE_CONFIGURATION: Action = Action::known("s3:GetBucketMetadataTableConfiguration");

/// `s3:GetBucketNotification`.
#[rustfmt::skip]
pub const GET_BUCKET_NOTIFICATION: Action = Action::known("s3:GetBucketNotification");

/// `s3:GetBucketObjectLockConfiguration`.
#[rustfmt::skip]
pub const GET_BUCKET_OBJECT_LOCK_CONFIGURATION: Action = Action::known("s3:GetBucketObjectLockConfiguration");

/// `s3:GetBucketOwnershipControls`.
#[rustfmt::skip]
pub const GET_BUCKET_OWNERSHIP_CONTROLS: Action = Action::known("s3:GetBucketOwnershipControls");

/// `s3:GetBucketPolicy`.
#[rustfmt::skip]
pub const GET_BUCKET_POLICY: Action = Action::known("s3:GetBucketPolicy");

/// `s3:GetBucketPolicyStatus`.
#[rustfmt::skip]
pub const GET_BUCKET_POLICY_STATUS: Action = Action::known("s3:GetBucketPolicyStatus");

/// `s3:GetBucketPublicAccessBlock`.
#[rustfmt::skip]
pub const GET_BUCKET_PUBLIC_ACCESS_BLOCK: Action = Action::known("s3:GetBucketPublicAccessBlock");

/// `s3:GetBucketRequestPayment`.
#[rustfmt::skip]
pub const GET_BUCKET_REQUEST_PAYMENT: Action = Action::known("s3:GetBucketRequestPayment");

/// `s3:GetBucketTagging`.
#[rustfmt::skip]
pub const GET_BUCKET_TAGGING: Action = Action::known("s3:GetBucketTagging");

/// `s3:GetBucketVersioning`.
#[rustfmt::skip]
pub const GET_BUCKET_VERSIONING: Action = Action::known("s3:GetBucketVersioning");

/// `s3:GetBucketWebsite`.
#[rustfmt::skip]
pub const GET_BUCKET_WEBSITE: Action = Action::known("s3:GetBucketWebsite");

/// `s3:GetDataAccess`.
#[rustfmt::skip]
pub const GET_DATA_ACCESS: Action = Action::known("s3:GetDataAccess");

/// `s3:GetEncryptionConfiguration`.
#[rustfmt::skip]
pub const GET_ENCRYPTION_CONFIGURATION: Action = Action::known("s3:GetEncryptionConfiguration");

/// `s3:GetIntelligentTieringConfiguration`.
#[rustfmt::skip]
pub const GET_INTELLIGENT_TIERING_CONFIGURATION: Action = Action::known("s3:GetIntelligentTieringConfiguration");

/// `s3:GetInventoryConfiguration`.
#[rustfmt::skip]
pub const GET_INVENTORY_CONFIGURATION: Action = Action::known("s3:GetInventoryConfiguration");

/// `s3:GetJobTagging`.
#[rustfmt::skip]
pub const GET_JOB_TAGGING: Action = Action::known("s3:GetJobTagging");

/// `s3:GetLifecycleConfiguration`.
#[rustfmt::skip]
pub const GET_LIFECYCLE_CONFIGURATION: Action = Action::known("s3:GetLifecycleConfiguration");

/// `s3:GetMetricsConfiguration`.
#[rustfmt::skip]
pub const GET_METRICS_CONFIGURATION: Action = Action::known("s3:GetMetricsConfiguration");

/// `s3:GetMultiRegionAccessPoint`.
#[rustfmt::skip]
pub const GET_MULTI_REGION_ACCESS_POINT: Action = Action::known("s3:GetMultiRegionAccessPoint");

/// `s3:GetMultiRegionAccessPointPolicy`.
#[rustfmt::skip]
pub const GET_MULTI_REGION_ACCESS_POINT_POLICY: Action = Action::known("s3:GetMultiRegionAccessPointPolicy");

/// `s3:GetMultiRegionAccessPointPolicyStatus`.
#[rustfmt::skip]
pub const GET_MULTI_REGION_ACCESS_POINT_POLICY_STATUS: Action = Action::known("s3:GetMultiRegionAccessPointPolicyStatus");

/// `s3:GetMultiRegionAccessPointRoutes`.
#[rustfmt::skip]
pub const GET_MULTI_REGION_ACCESS_POINT_ROUTES: Action = Action::known("s3:GetMultiRegionAccessPointRoutes");

/// `s3:GetObject`.
#[rustfmt::skip]
pub const GET_OBJECT: Action = Action::known("s3:GetObject");

/// `s3:GetObjectAcl`.
#[rustfmt::skip]
pub const GET_OBJECT_ACL: Action = Action::known("s3:GetObjectAcl");

/// `s3:GetObjectAnnotation`.
#[rustfmt::skip]
pub const GET_OBJECT_ANNOTATION: Action = Action::known("s3:GetObjectAnnotation");

/// `s3:GetObjectAttributes`.
#[rustfmt::skip]
pub const GET_OBJECT_ATTRIBUTES: Action = Action::known("s3:GetObjectAttributes");

/// `s3:GetObjectLegalHold`.
#[rustfmt::skip]
pub const GET_OBJECT_LEGAL_HOLD: Action = Action::known("s3:GetObjectLegalHold");

/// `s3:GetObjectRetention`.
#[rustfmt::skip]
pub const GET_OBJECT_RETENTION: Action = Action::known("s3:GetObjectRetention");

/// `s3:GetObjectTagging`.
#[rustfmt::skip]
pub const GET_OBJECT_TAGGING: Action = Action::known("s3:GetObjectTagging");

/// `s3:GetObjectTorrent`.
#[rustfmt::skip]
pub const GET_OBJECT_TORRENT: Action = Action::known("s3:GetObjectTorrent");

/// `s3:GetObjectVersion`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION: Action = Action::known("s3:GetObjectVersion");

/// `s3:GetObjectVersionAcl`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION_ACL: Action = Action::known("s3:GetObjectVersionAcl");

/// `s3:GetObjectVersionAnnotation`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION_ANNOTATION: Action = Action::known("s3:GetObjectVersionAnnotation");

/// `s3:GetObjectVersionAnnotationForReplication`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION_ANNOTATION_FOR_REPLICATION: Action = Action::known("s3:GetObjectVersionAnnotationForReplication");

/// `s3:GetObjectVersionAttributes`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION_ATTRIBUTES: Action = Action::known("s3:GetObjectVersionAttributes");

/// `s3:GetObjectVersionForReplication`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION_FOR_REPLICATION: Action = Action::known("s3:GetObjectVersionForReplication");

/// `s3:GetObjectVersionTagging`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION_TAGGING: Action = Action::known("s3:GetObjectVersionTagging");

/// `s3:GetObjectVersionTorrent`.
#[rustfmt::skip]
pub const GET_OBJECT_VERSION_TORRENT: Action = Action::known("s3:GetObjectVersionTorrent");

/// `s3:GetReplicationConfiguration`.
#[rustfmt::skip]
pub const GET_REPLICATION_CONFIGURATION: Action = Action::known("s3:GetReplicationConfiguration");

/// `s3:GetStorageLensConfiguration`.
#[rustfmt::skip]
pub const GET_STORAGE_LENS_CONFIGURATION: Action = Action::known("s3:GetStorageLensConfiguration");

/// `s3:GetStorageLensConfigurationTagging`.
#[rustfmt::skip]
pub const GET_STORAGE_LENS_CONFIGURATION_TAGGING: Action = Action::known("s3:GetStorageLensConfigurationTagging");

/// `s3:GetStorageLensDashboard`.
#[rustfmt::skip]
pub const GET_STORAGE_LENS_DASHBOARD: Action = Action::known("s3:GetStorageLensDashboard");

/// `s3:GetStorageLensGroup`.
#[rustfmt::skip]
pub const GET_STORAGE_LENS_GROUP: Action = Action::known("s3:GetStorageLensGroup");

/// `s3:InitiateReplication`.
#[rustfmt::skip]
pub const INITIATE_REPLICATION: Action = Action::known("s3:InitiateReplication");

/// `s3:ListAccessGrants`.
#[rustfmt::skip]
pub const LIST_ACCESS_GRANTS: Action = Action::known("s3:ListAccessGrants");

/// `s3:ListAccessGrantsInstances`.
#[rustfmt::skip]
pub const LIST_ACCESS_GRANTS_INSTANCES: Action = Action::known("s3:ListAccessGrantsInstances");

/// `s3:ListAccessGrantsLocations`.
#[rustfmt::skip]
pub const LIST_ACCESS_GRANTS_LOCATIONS: Action = Action::known("s3:ListAccessGrantsLocations");

/// `s3:ListAccessPoints`.
#[rustfmt::skip]
pub const LIST_ACCESS_POINTS: Action = Action::known("s3:ListAccessPoints");

/// `s3:ListAccessPointsForObjectLambda`.
#[rustfmt::skip]
pub const LIST_ACCESS_POINTS_FOR_OBJECT_LAMBDA: Action = Action::known("s3:ListAccessPointsForObjectLambda");

/// `s3:ListAllMyBuckets`.
#[rustfmt::skip]
pub const LIST_ALL_MY_BUCKETS: Action = Action::known("s3:ListAllMyBuckets");

/// `s3:ListBucket`.
#[rustfmt::skip]
pub const LIST_BUCKET: Action = Action::known("s3:ListBucket");

/// `s3:ListBucketMultipartUploads`.
#[rustfmt::skip]
pub const LIST_BUCKET_MULTIPART_UPLOADS: Action = Action::known("s3:ListBucketMultipartUploads");

/// `s3:ListBucketVersions`.
#[rustfmt::skip]
pub const LIST_BUCKET_VERSIONS: Action = Action::known("s3:ListBucketVersions");

/// `s3:ListCallerAccessGrants`.
#[rustfmt::skip]
pub const LIST_CALLER_ACCESS_GRANTS: Action = Action::known("s3:ListCallerAccessGrants");

/// `s3:ListJobs`.
#[rustfmt::skip]
pub const LIST_JOBS: Action = Action::known("s3:ListJobs");

/// `s3:ListMultipartUploadParts`.
#[rustfmt::skip]
pub const LIST_MULTIPART_UPLOAD_PARTS: Action = Action::known("s3:ListMultipartUploadParts");

/// `s3:ListMultiRegionAccessPoints`.
#[rustfmt::skip]
pub const LIST_MULTI_REGION_ACCESS_POINTS: Action = Action::known("s3:ListMultiRegionAccessPoints");

/// `s3:ListObjectAnnotations`.
#[rustfmt::skip]
pub const LIST_OBJECT_ANNOTATIONS: Action = Action::known("s3:ListObjectAnnotations");

/// `s3:ListObjectVersionAnnotations`.
#[rustfmt::skip]
pub const LIST_OBJECT_VERSION_ANNOTATIONS: Action = Action::known("s3:ListObjectVersionAnnotations");

/// `s3:ListStorageLensConfigurations`.
#[rustfmt::skip]
pub const LIST_STORAGE_LENS_CONFIGURATIONS: Action = Action::known("s3:ListStorageLensConfigurations");

/// `s3:ListStorageLensGroups`.
#[rustfmt::skip]
pub const LIST_STORAGE_LENS_GROUPS: Action = Action::known("s3:ListStorageLensGroups");

/// `s3:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("s3:ListTagsForResource");

/// `s3:ObjectOwnerOverrideToBucketOwner`.
#[rustfmt::skip]
pub const OBJECT_OWNER_OVERRIDE_TO_BUCKET_OWNER: Action = Action::known("s3:ObjectOwnerOverrideToBucketOwner");

/// `s3:PauseReplication`.
#[rustfmt::skip]
pub const PAUSE_REPLICATION: Action = Action::known("s3:PauseReplication");

/// `s3:PutAccelerateConfiguration`.
#[rustfmt::skip]
pub const PUT_ACCELERATE_CONFIGURATION: Action = Action::known("s3:PutAccelerateConfiguration");

/// `s3:PutAccessGrantsInstanceResourcePolicy`.
#[rustfmt::skip]
pub const PUT_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY: Action = Action::known("s3:PutAccessGrantsInstanceResourcePolicy");

/// `s3:PutAccessPointConfigurationForObjectLambda`.
#[rustfmt::skip]
pub const PUT_ACCESS_POINT_CONFIGURATION_FOR_OBJECT_LAMBDA: Action = Action::known("s3:PutAccessPointConfigurationForObjectLambda");

/// `s3:PutAccessPointPolicy`.
#[rustfmt::skip]
pub const PUT_ACCESS_POINT_POLICY: Action = Action::known("s3:PutAccessPointPolicy");

/// `s3:PutAccessPointPolicyForObjectLambda`.
#[rustfmt::skip]
pub const PUT_ACCESS_POINT_POLICY_FOR_OBJECT_LAMBDA: Action = Action::known("s3:PutAccessPointPolicyForObjectLambda");

/// `s3:PutAccessPointPublicAccessBlock`.
#[rustfmt::skip]
pub const PUT_ACCESS_POINT_PUBLIC_ACCESS_BLOCK: Action = Action::known("s3:PutAccessPointPublicAccessBlock");

/// `s3:PutAccountPublicAccessBlock`.
#[rustfmt::skip]
pub const PUT_ACCOUNT_PUBLIC_ACCESS_BLOCK: Action = Action::known("s3:PutAccountPublicAccessBlock");

/// `s3:PutAnalyticsConfiguration`.
#[rustfmt::skip]
pub const PUT_ANALYTICS_CONFIGURATION: Action = Action::known("s3:PutAnalyticsConfiguration");

/// `s3:PutBucketAbac`.
#[rustfmt::skip]
pub const PUT_BUCKET_ABAC: Action = Action::known("s3:PutBucketAbac");

/// `s3:PutBucketAcl`.
#[rustfmt::skip]
pub const PUT_BUCKET_ACL: Action = Action::known("s3:PutBucketAcl");

/// `s3:PutBucketCORS`.
#[rustfmt::skip]
pub const PUT_BUCKET_CORS: Action = Action::known("s3:PutBucketCORS");

/// `s3:PutBucketLogging`.
#[rustfmt::skip]
pub const PUT_BUCKET_LOGGING: Action = Action::known("s3:PutBucketLogging");

/// `s3:PutBucketNotification`.
#[rustfmt::skip]
pub const PUT_BUCKET_NOTIFICATION: Action = Action::known("s3:PutBucketNotification");

/// `s3:PutBucketObjectLockConfiguration`.
#[rustfmt::skip]
pub const PUT_BUCKET_OBJECT_LOCK_CONFIGURATION: Action = Action::known("s3:PutBucketObjectLockConfiguration");

/// `s3:PutBucketOwnershipControls`.
#[rustfmt::skip]
pub const PUT_BUCKET_OWNERSHIP_CONTROLS: Action = Action::known("s3:PutBucketOwnershipControls");

/// `s3:PutBucketPolicy`.
#[rustfmt::skip]
pub const PUT_BUCKET_POLICY: Action = Action::known("s3:PutBucketPolicy");

/// `s3:PutBucketPublicAccessBlock`.
#[rustfmt::skip]
pub const PUT_BUCKET_PUBLIC_ACCESS_BLOCK: Action = Action::known("s3:PutBucketPublicAccessBlock");

/// `s3:PutBucketRequestPayment`.
#[rustfmt::skip]
pub const PUT_BUCKET_REQUEST_PAYMENT: Action = Action::known("s3:PutBucketRequestPayment");

/// `s3:PutBucketTagging`.
#[rustfmt::skip]
pub const PUT_BUCKET_TAGGING: Action = Action::known("s3:PutBucketTagging");

/// `s3:PutBucketVersioning`.
#[rustfmt::skip]
pub const PUT_BUCKET_VERSIONING: Action = Action::known("s3:PutBucketVersioning");

/// `s3:PutBucketWebsite`.
#[rustfmt::skip]
pub const PUT_BUCKET_WEBSITE: Action = Action::known("s3:PutBucketWebsite");

/// `s3:PutEncryptionConfiguration`.
#[rustfmt::skip]
pub const PUT_ENCRYPTION_CONFIGURATION: Action = Action::known("s3:PutEncryptionConfiguration");

/// `s3:PutIntelligentTieringConfiguration`.
#[rustfmt::skip]
pub const PUT_INTELLIGENT_TIERING_CONFIGURATION: Action = Action::known("s3:PutIntelligentTieringConfiguration");

/// `s3:PutInventoryConfiguration`.
#[rustfmt::skip]
pub const PUT_INVENTORY_CONFIGURATION: Action = Action::known("s3:PutInventoryConfiguration");

/// `s3:PutJobTagging`.
#[rustfmt::skip]
pub const PUT_JOB_TAGGING: Action = Action::known("s3:PutJobTagging");

/// `s3:PutLifecycleConfiguration`.
#[rustfmt::skip]
pub const PUT_LIFECYCLE_CONFIGURATION: Action = Action::known("s3:PutLifecycleConfiguration");

/// `s3:PutMetricsConfiguration`.
#[rustfmt::skip]
pub const PUT_METRICS_CONFIGURATION: Action = Action::known("s3:PutMetricsConfiguration");

/// `s3:PutMultiRegionAccessPointPolicy`.
#[rustfmt::skip]
pub const PUT_MULTI_REGION_ACCESS_POINT_POLICY: Action = Action::known("s3:PutMultiRegionAccessPointPolicy");

/// `s3:PutObject`.
#[rustfmt::skip]
pub const PUT_OBJECT: Action = Action::known("s3:PutObject");

/// `s3:PutObjectAcl`.
#[rustfmt::skip]
pub const PUT_OBJECT_ACL: Action = Action::known("s3:PutObjectAcl");

/// `s3:PutObjectAnnotation`.
#[rustfmt::skip]
pub const PUT_OBJECT_ANNOTATION: Action = Action::known("s3:PutObjectAnnotation");

/// `s3:PutObjectLegalHold`.
#[rustfmt::skip]
pub const PUT_OBJECT_LEGAL_HOLD: Action = Action::known("s3:PutObjectLegalHold");

/// `s3:PutObjectRetention`.
#[rustfmt::skip]
pub const PUT_OBJECT_RETENTION: Action = Action::known("s3:PutObjectRetention");

/// `s3:PutObjectTagging`.
#[rustfmt::skip]
pub const PUT_OBJECT_TAGGING: Action = Action::known("s3:PutObjectTagging");

/// `s3:PutObjectVersionAcl`.
#[rustfmt::skip]
pub const PUT_OBJECT_VERSION_ACL: Action = Action::known("s3:PutObjectVersionAcl");

/// `s3:PutObjectVersionAnnotation`.
#[rustfmt::skip]
pub const PUT_OBJECT_VERSION_ANNOTATION: Action = Action::known("s3:PutObjectVersionAnnotation");

/// `s3:PutObjectVersionTagging`.
#[rustfmt::skip]
pub const PUT_OBJECT_VERSION_TAGGING: Action = Action::known("s3:PutObjectVersionTagging");

/// `s3:PutReplicationConfiguration`.
#[rustfmt::skip]
pub const PUT_REPLICATION_CONFIGURATION: Action = Action::known("s3:PutReplicationConfiguration");

/// `s3:PutStorageLensConfiguration`.
#[rustfmt::skip]
pub const PUT_STORAGE_LENS_CONFIGURATION: Action = Action::known("s3:PutStorageLensConfiguration");

/// `s3:PutStorageLensConfigurationTagging`.
#[rustfmt::skip]
pub const PUT_STORAGE_LENS_CONFIGURATION_TAGGING: Action = Action::known("s3:PutStorageLensConfigurationTagging");

/// `s3:ReplicateDelete`.
#[rustfmt::skip]
pub const REPLICATE_DELETE: Action = Action::known("s3:ReplicateDelete");

/// `s3:ReplicateObject`.
#[rustfmt::skip]
pub const REPLICATE_OBJECT: Action = Action::known("s3:ReplicateObject");

/// `s3:ReplicateObjectAnnotation`.
#[rustfmt::skip]
pub const REPLICATE_OBJECT_ANNOTATION: Action = Action::known("s3:ReplicateObjectAnnotation");

/// `s3:ReplicateTags`.
#[rustfmt::skip]
pub const REPLICATE_TAGS: Action = Action::known("s3:ReplicateTags");

/// `s3:RestoreObject`.
#[rustfmt::skip]
pub const RESTORE_OBJECT: Action = Action::known("s3:RestoreObject");

/// `s3:SubmitMultiRegionAccessPointRoutes`.
#[rustfmt::skip]
pub const SUBMIT_MULTI_REGION_ACCESS_POINT_ROUTES: Action = Action::known("s3:SubmitMultiRegionAccessPointRoutes");

/// `s3:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("s3:TagResource");

/// `s3:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("s3:UntagResource");

/// `s3:UpdateAccessGrantsLocation`.
#[rustfmt::skip]
pub const UPDATE_ACCESS_GRANTS_LOCATION: Action = Action::known("s3:UpdateAccessGrantsLocation");

/// `s3:UpdateBucketMetadataAnnotationTableConfiguration`.
#[rustfmt::skip]
pub const UPDATE_BUCKET_METADATA_ANNOTATION_TABLE_CONFIGURATION: Action = Action::known("s3:UpdateBucketMetadataAnnotationTableConfiguration");

/// `s3:UpdateBucketMetadataInventoryTableConfiguration`.
#[rustfmt::skip]
pub const UPDATE_BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION: Action = Action::known("s3:UpdateBucketMetadataInventoryTableConfiguration");

/// `s3:UpdateBucketMetadataJournalTableConfiguration`.
#[rustfmt::skip]
pub const UPDATE_BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION: Action = Action::known("s3:UpdateBucketMetadataJournalTableConfiguration");

/// `s3:UpdateJobPriority`.
#[rustfmt::skip]
pub const UPDATE_JOB_PRIORITY: Action = Action::known("s3:UpdateJobPriority");

/// `s3:UpdateJobStatus`.
#[rustfmt::skip]
pub const UPDATE_JOB_STATUS: Action = Action::known("s3:UpdateJobStatus");

/// `s3:UpdateObjectEncryption`.
#[rustfmt::skip]
pub const UPDATE_OBJECT_ENCRYPTION: Action = Action::known("s3:UpdateObjectEncryption");

/// `s3:UpdateStorageLensGroup`.
#[rustfmt::skip]
pub const UPDATE_STORAGE_LENS_GROUP: Action = Action::known("s3:UpdateStorageLensGroup");
