//! The condition keys of `s3`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `s3:AccessGrantScope`.
#[rustfmt::skip]
pub const ACCESS_GRANT_SCOPE: Key<kind::Text> = Key::known("s3:AccessGrantScope");

/// `s3:AccessGrantsInstanceArn`.
#[rustfmt::skip]
pub const ACCESS_GRANTS_INSTANCE_ARN: Key<kind::Arn> = Key::known("s3:AccessGrantsInstanceArn");

/// `s3:AccessGrantsLocationScope`.
#[rustfmt::skip]
pub const ACCESS_GRANTS_LOCATION_SCOPE: Key<kind::Text> = Key::known("s3:AccessGrantsLocationScope");

/// `s3:AccessPointNetworkOrigin`.
#[rustfmt::skip]
pub const ACCESS_POINT_NETWORK_ORIGIN: Key<kind::Text> = Key::known("s3:AccessPointNetworkOrigin");

/// `s3:AccessPointTag/${TagKey}`.
#[rustfmt::skip]
pub const ACCESS_POINT_TAG: KeyFamily<kind::Text> = KeyFamily::known("s3:AccessPointTag/");

/// `s3:BucketTag/${TagKey}`.
#[rustfmt::skip]
pub const BUCKET_TAG: KeyFamily<kind::Text> = KeyFamily::known("s3:BucketTag/");

/// `s3:DataAccessPointAccount`.
#[rustfmt::skip]
pub const DATA_ACCESS_POINT_ACCOUNT: Key<kind::Text> = Key::known("s3:DataAccessPointAccount");

/// `s3:DataAccessPointArn`.
#[rustfmt::skip]
pub const DATA_ACCESS_POINT_ARN: Key<kind::Arn> = Key::known("s3:DataAccessPointArn");

/// `s3:ExistingJobOperation`.
#[rustfmt::skip]
pub const EXISTING_JOB_OPERATION: Key<kind::Text> = Key::known("s3:ExistingJobOperation");

/// `s3:ExistingJobPriority`.
#[rustfmt::skip]
pub const EXISTING_JOB_PRIORITY: Key<kind::Number> = Key::known("s3:ExistingJobPriority");

/// `s3:ExistingObjectTag/<key>`.
#[rustfmt::skip]
pub const EXISTING_OBJECT_TAG: KeyFamily<kind::Text> = KeyFamily::known("s3:ExistingObjectTag/");

/// `s3:InventoryAccessibleOptionalFields`.
#[rustfmt::skip]
pub const INVENTORY_ACCESSIBLE_OPTIONAL_FIELDS: Key<kind::Text> = Key::known("s3:InventoryAccessibleOptionalFields");

/// `s3:JobSuspendedCause`.
#[rustfmt::skip]
pub const JOB_SUSPENDED_CAUSE: Key<kind::Text> = Key::known("s3:JobSuspendedCause");

/// `s3:ObjectCreationOperation`.
#[rustfmt::skip]
pub const OBJECT_CREATION_OPERATION: Key<kind::Bool> = Key::known("s3:ObjectCreationOperation");

/// `s3:RequestJobOperation`.
#[rustfmt::skip]
pub const REQUEST_JOB_OPERATION: Key<kind::Text> = Key::known("s3:RequestJobOperation");

/// `s3:RequestJobPriority`.
#[rustfmt::skip]
pub const REQUEST_JOB_PRIORITY: Key<kind::Number> = Key::known("s3:RequestJobPriority");

/// `s3:RequestObjectTag/<key>`.
#[rustfmt::skip]
pub const REQUEST_OBJECT_TAG: KeyFamily<kind::Text> = KeyFamily::known("s3:RequestObjectTag/");

/// `s3:RequestObjectTagKeys`.
#[rustfmt::skip]
pub const REQUEST_OBJECT_TAG_KEYS: Key<kind::Text> = Key::known("s3:RequestObjectTagKeys");

/// `s3:ResourceAccount`.
#[rustfmt::skip]
pub const RESOURCE_ACCOUNT: Key<kind::Text> = Key::known("s3:ResourceAccount");

/// `s3:TlsVersion`.
#[rustfmt::skip]
pub const TLS_VERSION: Key<kind::Number> = Key::known("s3:TlsVersion");

/// `s3:annotation-prefix`.
#[rustfmt::skip]
pub const ANNOTATION_PREFIX: Key<kind::Text> = Key::known("s3:annotation-prefix");

/// `s3:authType`.
#[rustfmt::skip]
pub const AUTH_TYPE: Key<kind::Text> = Key::known("s3:authType");

/// `s3:delimiter`.
#[rustfmt::skip]
pub const DELIMITER: Key<kind::Text> = Key::known("s3:delimiter");

/// `s3:deliverySourceArn`.
#[rustfmt::skip]
pub const DELIVERY_SOURCE_ARN: Key<kind::Arn> = Key::known("s3:deliverySourceArn");

/// `s3:destinationRegion`.
#[rustfmt::skip]
pub const DESTINATION_REGION: Key<kind::Text> = Key::known("s3:destinationRegion");

/// `s3:if-match`.
#[rustfmt::skip]
pub const IF_MATCH: Key<kind::Text> = Key::known("s3:if-match");

/// `s3:if-none-match`.
#[rustfmt::skip]
pub const IF_NONE_MATCH: Key<kind::Text> = Key::known("s3:if-none-match");

/// `s3:isReplicationPauseRequest`.
#[rustfmt::skip]
pub const IS_REPLICATION_PAUSE_REQUEST: Key<kind::Bool> = Key::known("s3:isReplicationPauseRequest");

/// `s3:locationconstraint`.
#[rustfmt::skip]
pub const LOCATIONCONSTRAINT: Key<kind::Text> = Key::known("s3:locationconstraint");

/// `s3:logType`.
#[rustfmt::skip]
pub const LOG_TYPE: Key<kind::Text> = Key::known("s3:logType");

/// `s3:max-annotation-results`.
#[rustfmt::skip]
pub const MAX_ANNOTATION_RESULTS: Key<kind::Number> = Key::known("s3:max-annotation-results");

/// `s3:max-keys`.
#[rustfmt::skip]
pub const MAX_KEYS: Key<kind::Number> = Key::known("s3:max-keys");

/// `s3:object-lock-event-hold`.
#[rustfmt::skip]
pub const OBJECT_LOCK_EVENT_HOLD: Key<kind::Text> = Key::known("s3:object-lock-event-hold");

/// `s3:object-lock-event-hold-duration-days`.
#[rustfmt::skip]
pub const OBJECT_LOCK_EVENT_HOLD_DURATION_DAYS: Key<kind::Number> = Key::known("s3:object-lock-event-hold-duration-days");

/// `s3:object-lock-legal-hold`.
#[rustfmt::skip]
pub const OBJECT_LOCK_LEGAL_HOLD: Key<kind::Text> = Key::known("s3:object-lock-legal-hold");

/// `s3:object-lock-mode`.
#[rustfmt::skip]
pub const OBJECT_LOCK_MODE: Key<kind::Text> = Key::known("s3:object-lock-mode");

/// `s3:object-lock-remaining-retention-days`.
#[rustfmt::skip]
pub const OBJECT_LOCK_REMAINING_RETENTION_DAYS: Key<kind::Number> = Key::known("s3:object-lock-remaining-retention-days");

/// `s3:object-lock-retain-until-date`.
#[rustfmt::skip]
pub const OBJECT_LOCK_RETAIN_UNTIL_DATE: Key<kind::Date> = Key::known("s3:object-lock-retain-until-date");

/// `s3:prefix`.
#[rustfmt::skip]
pub const PREFIX: Key<kind::Text> = Key::known("s3:prefix");

/// `s3:resourceArnBeingAuthorized`.
#[rustfmt::skip]
pub const RESOURCE_ARN_BEING_AUTHORIZED: Key<kind::Arn> = Key::known("s3:resourceArnBeingAuthorized");

/// `s3:signatureAge`.
#[rustfmt::skip]
pub const SIGNATURE_AGE: Key<kind::Number> = Key::known("s3:signatureAge");

/// `s3:signatureversion`.
#[rustfmt::skip]
pub const SIGNATUREVERSION: Key<kind::Text> = Key::known("s3:signatureversion");

/// `s3:versionid`.
#[rustfmt::skip]
pub const VERSIONID: Key<kind::Text> = Key::known("s3:versionid");

/// `s3:x-amz-acl`.
#[rustfmt::skip]
pub const X_AMZ_ACL: Key<kind::Text> = Key::known("s3:x-amz-acl");

/// `s3:x-amz-bucket-namespace`.
#[rustfmt::skip]
pub const X_AMZ_BUCKET_NAMESPACE: Key<kind::Text> = Key::known("s3:x-amz-bucket-namespace");

/// `s3:x-amz-content-sha256`.
#[rustfmt::skip]
pub const X_AMZ_CONTENT_SHA256: Key<kind::Text> = Key::known("s3:x-amz-content-sha256");

/// `s3:x-amz-copy-source`.
#[rustfmt::skip]
pub const X_AMZ_COPY_SOURCE: Key<kind::Text> = Key::known("s3:x-amz-copy-source");

/// `s3:x-amz-grant-full-control`.
#[rustfmt::skip]
pub const X_AMZ_GRANT_FULL_CONTROL: Key<kind::Text> = Key::known("s3:x-amz-grant-full-control");

/// `s3:x-amz-grant-read`.
#[rustfmt::skip]
pub const X_AMZ_GRANT_READ: Key<kind::Text> = Key::known("s3:x-amz-grant-read");

/// `s3:x-amz-grant-read-acp`.
#[rustfmt::skip]
pub const X_AMZ_GRANT_READ_ACP: Key<kind::Text> = Key::known("s3:x-amz-grant-read-acp");

/// `s3:x-amz-grant-write`.
#[rustfmt::skip]
pub const X_AMZ_GRANT_WRITE: Key<kind::Text> = Key::known("s3:x-amz-grant-write");

/// `s3:x-amz-grant-write-acp`.
#[rustfmt::skip]
pub const X_AMZ_GRANT_WRITE_ACP: Key<kind::Text> = Key::known("s3:x-amz-grant-write-acp");

/// `s3:x-amz-metadata-directive`.
#[rustfmt::skip]
pub const X_AMZ_METADATA_DIRECTIVE: Key<kind::Text> = Key::known("s3:x-amz-metadata-directive");

/// `s3:x-amz-object-annotation-directive`.
#[rustfmt::skip]
pub const X_AMZ_OBJECT_ANNOTATION_DIRECTIVE: Key<kind::Text> = Key::known("s3:x-amz-object-annotation-directive");

/// `s3:x-amz-object-if-match`.
#[rustfmt::skip]
pub const X_AMZ_OBJECT_IF_MATCH: Key<kind::Text> = Key::known("s3:x-amz-object-if-match");

/// `s3:x-amz-object-ownership`.
#[rustfmt::skip]
pub const X_AMZ_OBJECT_OWNERSHIP: Key<kind::Text> = Key::known("s3:x-amz-object-ownership");

/// `s3:x-amz-server-side-encryption`.
#[rustfmt::skip]
pub const X_AMZ_SERVER_SIDE_ENCRYPTION: Key<kind::Text> = Key::known("s3:x-amz-server-side-encryption");

/// `s3:x-amz-server-side-encryption-aws-kms-key-id`.
#[rustfmt::skip]
pub const X_AMZ_SERVER_SIDE_ENCRYPTION_AWS_KMS_KEY_ID: Key<kind::Arn> = Key::known("s3:x-amz-server-side-encryption-aws-kms-key-id");

/// `s3:x-amz-server-side-encryption-customer-algorithm`.
#[rustfmt::skip]
pub const X_AMZ_SERVER_SIDE_ENCRYPTION_CUSTOMER_ALGORITHM: Key<kind::Text> = Key::known("s3:x-amz-server-side-encryption-customer-algorithm");

/// `s3:x-amz-storage-class`.
#[rustfmt::skip]
pub const X_AMZ_STORAGE_CLASS: Key<kind::Text> = Key::known("s3:x-amz-storage-class");

/// `s3:x-amz-website-redirect-location`.
#[rustfmt::skip]
pub const X_AMZ_WEBSITE_REDIRECT_LOCATION: Key<kind::Text> = Key::known("s3:x-amz-website-redirect-location");
