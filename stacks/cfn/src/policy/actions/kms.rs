//! The actions of `kms`. Made by `iam-data`.

use crate::policy::Action;

/// `kms:CancelKeyDeletion`.
#[rustfmt::skip]
pub const CANCEL_KEY_DELETION: Action = Action::known("kms:CancelKeyDeletion");

/// `kms:ConnectCustomKeyStore`.
#[rustfmt::skip]
pub const CONNECT_CUSTOM_KEY_STORE: Action = Action::known("kms:ConnectCustomKeyStore");

/// `kms:CreateAlias`.
#[rustfmt::skip]
pub const CREATE_ALIAS: Action = Action::known("kms:CreateAlias");

/// `kms:CreateCustomKeyStore`.
#[rustfmt::skip]
pub const CREATE_CUSTOM_KEY_STORE: Action = Action::known("kms:CreateCustomKeyStore");

/// `kms:CreateGrant`.
#[rustfmt::skip]
pub const CREATE_GRANT: Action = Action::known("kms:CreateGrant");

/// `kms:CreateKey`.
#[rustfmt::skip]
pub const CREATE_KEY: Action = Action::known("kms:CreateKey");

/// `kms:Decapsulate`.
#[rustfmt::skip]
pub const DECAPSULATE: Action = Action::known("kms:Decapsulate");

/// `kms:Decrypt`.
#[rustfmt::skip]
pub const DECRYPT: Action = Action::known("kms:Decrypt");

/// `kms:DeleteAlias`.
#[rustfmt::skip]
pub const DELETE_ALIAS: Action = Action::known("kms:DeleteAlias");

/// `kms:DeleteCustomKeyStore`.
#[rustfmt::skip]
pub const DELETE_CUSTOM_KEY_STORE: Action = Action::known("kms:DeleteCustomKeyStore");

/// `kms:DeleteImportedKeyMaterial`.
#[rustfmt::skip]
pub const DELETE_IMPORTED_KEY_MATERIAL: Action = Action::known("kms:DeleteImportedKeyMaterial");

/// `kms:DeriveSharedSecret`.
#[rustfmt::skip]
pub const DERIVE_SHARED_SECRET: Action = Action::known("kms:DeriveSharedSecret");

/// `kms:DescribeCustomKeyStores`.
#[rustfmt::skip]
pub const DESCRIBE_CUSTOM_KEY_STORES: Action = Action::known("kms:DescribeCustomKeyStores");

/// `kms:DescribeKey`.
#[rustfmt::skip]
pub const DESCRIBE_KEY: Action = Action::known("kms:DescribeKey");

/// `kms:DisableKey`.
#[rustfmt::skip]
pub const DISABLE_KEY: Action = Action::known("kms:DisableKey");

/// `kms:DisableKeyRotation`.
#[rustfmt::skip]
pub const DISABLE_KEY_ROTATION: Action = Action::known("kms:DisableKeyRotation");

/// `kms:DisconnectCustomKeyStore`.
#[rustfmt::skip]
pub const DISCONNECT_CUSTOM_KEY_STORE: Action = Action::known("kms:DisconnectCustomKeyStore");

/// `kms:EnableKey`.
#[rustfmt::skip]
pub const ENABLE_KEY: Action = Action::known("kms:EnableKey");

/// `kms:EnableKeyRotation`.
#[rustfmt::skip]
pub const ENABLE_KEY_ROTATION: Action = Action::known("kms:EnableKeyRotation");

/// `kms:Encapsulate`.
#[rustfmt::skip]
pub const ENCAPSULATE: Action = Action::known("kms:Encapsulate");

/// `kms:Encrypt`.
#[rustfmt::skip]
pub const ENCRYPT: Action = Action::known("kms:Encrypt");

/// `kms:GenerateDataKey`.
#[rustfmt::skip]
pub const GENERATE_DATA_KEY: Action = Action::known("kms:GenerateDataKey");

/// `kms:GenerateDataKeyPair`.
#[rustfmt::skip]
pub const GENERATE_DATA_KEY_PAIR: Action = Action::known("kms:GenerateDataKeyPair");

/// `kms:GenerateDataKeyPairWithoutPlaintext`.
#[rustfmt::skip]
pub const GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT: Action = Action::known("kms:GenerateDataKeyPairWithoutPlaintext");

/// `kms:GenerateDataKeyWithoutPlaintext`.
#[rustfmt::skip]
pub const GENERATE_DATA_KEY_WITHOUT_PLAINTEXT: Action = Action::known("kms:GenerateDataKeyWithoutPlaintext");

/// `kms:GenerateMac`.
#[rustfmt::skip]
pub const GENERATE_MAC: Action = Action::known("kms:GenerateMac");

/// `kms:GenerateRandom`.
#[rustfmt::skip]
pub const GENERATE_RANDOM: Action = Action::known("kms:GenerateRandom");

/// `kms:GetKeyLastUsage`.
#[rustfmt::skip]
pub const GET_KEY_LAST_USAGE: Action = Action::known("kms:GetKeyLastUsage");

/// `kms:GetKeyPolicy`.
#[rustfmt::skip]
pub const GET_KEY_POLICY: Action = Action::known("kms:GetKeyPolicy");

/// `kms:GetKeyRotationStatus`.
#[rustfmt::skip]
pub const GET_KEY_ROTATION_STATUS: Action = Action::known("kms:GetKeyRotationStatus");

/// `kms:GetParametersForImport`.
#[rustfmt::skip]
pub const GET_PARAMETERS_FOR_IMPORT: Action = Action::known("kms:GetParametersForImport");

/// `kms:GetPublicKey`.
#[rustfmt::skip]
pub const GET_PUBLIC_KEY: Action = Action::known("kms:GetPublicKey");

/// `kms:ImportKeyMaterial`.
#[rustfmt::skip]
pub const IMPORT_KEY_MATERIAL: Action = Action::known("kms:ImportKeyMaterial");

/// `kms:ListAliases`.
#[rustfmt::skip]
pub const LIST_ALIASES: Action = Action::known("kms:ListAliases");

/// `kms:ListGrants`.
#[rustfmt::skip]
pub const LIST_GRANTS: Action = Action::known("kms:ListGrants");

/// `kms:ListKeyPolicies`.
#[rustfmt::skip]
pub const LIST_KEY_POLICIES: Action = Action::known("kms:ListKeyPolicies");

/// `kms:ListKeyRotations`.
#[rustfmt::skip]
pub const LIST_KEY_ROTATIONS: Action = Action::known("kms:ListKeyRotations");

/// `kms:ListKeys`.
#[rustfmt::skip]
pub const LIST_KEYS: Action = Action::known("kms:ListKeys");

/// `kms:ListResourceTags`.
#[rustfmt::skip]
pub const LIST_RESOURCE_TAGS: Action = Action::known("kms:ListResourceTags");

/// `kms:ListRetirableGrants`.
#[rustfmt::skip]
pub const LIST_RETIRABLE_GRANTS: Action = Action::known("kms:ListRetirableGrants");

/// `kms:PutKeyPolicy`.
#[rustfmt::skip]
pub const PUT_KEY_POLICY: Action = Action::known("kms:PutKeyPolicy");

/// `kms:ReEncryptFrom`.
#[rustfmt::skip]
pub const RE_ENCRYPT_FROM: Action = Action::known("kms:ReEncryptFrom");

/// `kms:ReEncryptTo`.
#[rustfmt::skip]
pub const RE_ENCRYPT_TO: Action = Action::known("kms:ReEncryptTo");

/// `kms:ReplicateKey`.
#[rustfmt::skip]
pub const REPLICATE_KEY: Action = Action::known("kms:ReplicateKey");

/// `kms:RetireGrant`.
#[rustfmt::skip]
pub const RETIRE_GRANT: Action = Action::known("kms:RetireGrant");

/// `kms:RevokeGrant`.
#[rustfmt::skip]
pub const REVOKE_GRANT: Action = Action::known("kms:RevokeGrant");

/// `kms:RotateKeyOnDemand`.
#[rustfmt::skip]
pub const ROTATE_KEY_ON_DEMAND: Action = Action::known("kms:RotateKeyOnDemand");

/// `kms:ScheduleKeyDeletion`.
#[rustfmt::skip]
pub const SCHEDULE_KEY_DELETION: Action = Action::known("kms:ScheduleKeyDeletion");

/// `kms:Sign`.
#[rustfmt::skip]
pub const SIGN: Action = Action::known("kms:Sign");

/// `kms:SynchronizeMultiRegionKey`.
#[rustfmt::skip]
pub const SYNCHRONIZE_MULTI_REGION_KEY: Action = Action::known("kms:SynchronizeMultiRegionKey");

/// `kms:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("kms:TagResource");

/// `kms:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("kms:UntagResource");

/// `kms:UpdateAlias`.
#[rustfmt::skip]
pub const UPDATE_ALIAS: Action = Action::known("kms:UpdateAlias");

/// `kms:UpdateCustomKeyStore`.
#[rustfmt::skip]
pub const UPDATE_CUSTOM_KEY_STORE: Action = Action::known("kms:UpdateCustomKeyStore");

/// `kms:UpdateKeyDescription`.
#[rustfmt::skip]
pub const UPDATE_KEY_DESCRIPTION: Action = Action::known("kms:UpdateKeyDescription");

/// `kms:UpdatePrimaryRegion`.
#[rustfmt::skip]
pub const UPDATE_PRIMARY_REGION: Action = Action::known("kms:UpdatePrimaryRegion");

/// `kms:Verify`.
#[rustfmt::skip]
pub const VERIFY: Action = Action::known("kms:Verify");

/// `kms:VerifyMac`.
#[rustfmt::skip]
pub const VERIFY_MAC: Action = Action::known("kms:VerifyMac");
