//! The condition keys of `kms`. Made by `iam-data`.

use crate::policy::{Key, KeyFamily, kind};

/// `kms:BypassPolicyLockoutSafetyCheck`.
#[rustfmt::skip]
pub const BYPASS_POLICY_LOCKOUT_SAFETY_CHECK: Key<kind::Bool> = Key::known("kms:BypassPolicyLockoutSafetyCheck");

/// `kms:CallerAccount`.
#[rustfmt::skip]
pub const CALLER_ACCOUNT: Key<kind::Text> = Key::known("kms:CallerAccount");

/// `kms:CustomerMasterKeySpec`.
#[rustfmt::skip]
pub const CUSTOMER_MASTER_KEY_SPEC: Key<kind::Text> = Key::known("kms:CustomerMasterKeySpec");

/// `kms:CustomerMasterKeyUsage`.
#[rustfmt::skip]
pub const CUSTOMER_MASTER_KEY_USAGE: Key<kind::Text> = Key::known("kms:CustomerMasterKeyUsage");

/// `kms:DataKeyPairSpec`.
#[rustfmt::skip]
pub const DATA_KEY_PAIR_SPEC: Key<kind::Text> = Key::known("kms:DataKeyPairSpec");

/// `kms:EncapsulationAlgorithm`.
#[rustfmt::skip]
pub const ENCAPSULATION_ALGORITHM: Key<kind::Text> = Key::known("kms:EncapsulationAlgorithm");

/// `kms:EncryptionAlgorithm`.
#[rustfmt::skip]
pub const ENCRYPTION_ALGORITHM: Key<kind::Text> = Key::known("kms:EncryptionAlgorithm");

/// `kms:EncryptionContext:${EncryptionContextKey}`.
#[rustfmt::skip]
pub const ENCRYPTION_CONTEXT_: KeyFamily<kind::Text> = KeyFamily::known("kms:EncryptionContext:");

/// `kms:EncryptionContextKeys`.
#[rustfmt::skip]
pub const ENCRYPTION_CONTEXT_KEYS: Key<kind::Text> = Key::known("kms:EncryptionContextKeys");

/// `kms:ExpirationModel`.
#[rustfmt::skip]
pub const EXPIRATION_MODEL: Key<kind::Text> = Key::known("kms:ExpirationModel");

/// `kms:GrantConstraintSourceArn`.
#[rustfmt::skip]
pub const GRANT_CONSTRAINT_SOURCE_ARN: Key<kind::Arn> = Key::known("kms:GrantConstraintSourceArn");

/// `kms:GrantConstraintType`.
#[rustfmt::skip]
pub const GRANT_CONSTRAINT_TYPE: Key<kind::Text> = Key::known("kms:GrantConstraintType");

/// `kms:GrantIsForAWSResource`.
#[rustfmt::skip]
pub const GRANT_IS_FOR_AWS_RESOURCE: Key<kind::Bool> = Key::known("kms:GrantIsForAWSResource");

/// `kms:GrantOperations`.
#[rustfmt::skip]
pub const GRANT_OPERATIONS: Key<kind::Text> = Key::known("kms:GrantOperations");

/// `kms:GranteePrincipal`.
#[rustfmt::skip]
pub const GRANTEE_PRINCIPAL: Key<kind::Text> = Key::known("kms:GranteePrincipal");

/// `kms:GranteeServicePrincipal`.
#[rustfmt::skip]
pub const GRANTEE_SERVICE_PRINCIPAL: Key<kind::Text> = Key::known("kms:GranteeServicePrincipal");

/// `kms:KeyAgreementAlgorithm`.
#[rustfmt::skip]
pub const KEY_AGREEMENT_ALGORITHM: Key<kind::Text> = Key::known("kms:KeyAgreementAlgorithm");

/// `kms:KeyOrigin`.
#[rustfmt::skip]
pub const KEY_ORIGIN: Key<kind::Text> = Key::known("kms:KeyOrigin");

/// `kms:KeySpec`.
#[rustfmt::skip]
pub const KEY_SPEC: Key<kind::Text> = Key::known("kms:KeySpec");

/// `kms:KeyUsage`.
#[rustfmt::skip]
pub const KEY_USAGE: Key<kind::Text> = Key::known("kms:KeyUsage");

/// `kms:MacAlgorithm`.
#[rustfmt::skip]
pub const MAC_ALGORITHM: Key<kind::Text> = Key::known("kms:MacAlgorithm");

/// `kms:MessageType`.
#[rustfmt::skip]
pub const MESSAGE_TYPE: Key<kind::Text> = Key::known("kms:MessageType");

/// `kms:MultiRegion`.
#[rustfmt::skip]
pub const MULTI_REGION: Key<kind::Bool> = Key::known("kms:MultiRegion");

/// `kms:MultiRegionKeyType`.
#[rustfmt::skip]
pub const MULTI_REGION_KEY_TYPE: Key<kind::Text> = Key::known("kms:MultiRegionKeyType");

/// `kms:PrimaryRegion`.
#[rustfmt::skip]
pub const PRIMARY_REGION: Key<kind::Text> = Key::known("kms:PrimaryRegion");

/// `kms:ReEncryptOnSameKey`.
#[rustfmt::skip]
pub const RE_ENCRYPT_ON_SAME_KEY: Key<kind::Bool> = Key::known("kms:ReEncryptOnSameKey");

/// `kms:RecipientAttestation:ImageSha384`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__IMAGE_SHA384: Key<kind::Text> = Key::known("kms:RecipientAttestation:ImageSha384");

/// `kms:RecipientAttestation:NitroTPMPCR0`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR0: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR0");

/// `kms:RecipientAttestation:NitroTPMPCR1`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR1: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR1");

/// `kms:RecipientAttestation:NitroTPMPCR10`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR10: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR10");

/// `kms:RecipientAttestation:NitroTPMPCR11`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR11: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR11");

/// `kms:RecipientAttestation:NitroTPMPCR12`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR12: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR12");

/// `kms:RecipientAttestation:NitroTPMPCR13`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR13: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR13");

/// `kms:RecipientAttestation:NitroTPMPCR14`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR14: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR14");

/// `kms:RecipientAttestation:NitroTPMPCR15`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR15: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR15");

/// `kms:RecipientAttestation:NitroTPMPCR16`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR16: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR16");

/// `kms:RecipientAttestation:NitroTPMPCR17`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR17: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR17");

/// `kms:RecipientAttestation:NitroTPMPCR18`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR18: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR18");

/// `kms:RecipientAttestation:NitroTPMPCR19`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR19: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR19");

/// `kms:RecipientAttestation:NitroTPMPCR2`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR2: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR2");

/// `kms:RecipientAttestation:NitroTPMPCR20`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR20: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR20");

/// `kms:RecipientAttestation:NitroTPMPCR21`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR21: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR21");

/// `kms:RecipientAttestation:NitroTPMPCR22`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR22: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR22");

/// `kms:RecipientAttestation:NitroTPMPCR23`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR23: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR23");

/// `kms:RecipientAttestation:NitroTPMPCR3`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR3: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR3");

/// `kms:RecipientAttestation:NitroTPMPCR4`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR4: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR4");

/// `kms:RecipientAttestation:NitroTPMPCR5`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR5: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR5");

/// `kms:RecipientAttestation:NitroTPMPCR6`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR6: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR6");

/// `kms:RecipientAttestation:NitroTPMPCR7`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR7: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR7");

/// `kms:RecipientAttestation:NitroTPMPCR8`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR8: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR8");

/// `kms:RecipientAttestation:NitroTPMPCR9`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION__NITRO_TPMPCR9: Key<kind::Text> = Key::known("kms:RecipientAttestation:NitroTPMPCR9");

/// `kms:RecipientAttestation:PCR0`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR0: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR0");

/// `kms:RecipientAttestation:PCR1`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR1: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR1");

/// `kms:RecipientAttestation:PCR10`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR10: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR10");

/// `kms:RecipientAttestation:PCR11`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR11: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR11");

/// `kms:RecipientAttestation:PCR12`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR12: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR12");

/// `kms:RecipientAttestation:PCR13`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR13: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR13");

/// `kms:RecipientAttestation:PCR14`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR14: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR14");

/// `kms:RecipientAttestation:PCR15`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR15: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR15");

/// `kms:RecipientAttestation:PCR16`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR16: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR16");

/// `kms:RecipientAttestation:PCR17`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR17: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR17");

/// `kms:RecipientAttestation:PCR18`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR18: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR18");

/// `kms:RecipientAttestation:PCR19`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR19: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR19");

/// `kms:RecipientAttestation:PCR2`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR2: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR2");

/// `kms:RecipientAttestation:PCR20`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR20: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR20");

/// `kms:RecipientAttestation:PCR21`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR21: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR21");

/// `kms:RecipientAttestation:PCR22`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR22: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR22");

/// `kms:RecipientAttestation:PCR23`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR23: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR23");

/// `kms:RecipientAttestation:PCR24`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR24: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR24");

/// `kms:RecipientAttestation:PCR25`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR25: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR25");

/// `kms:RecipientAttestation:PCR26`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR26: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR26");

/// `kms:RecipientAttestation:PCR27`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR27: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR27");

/// `kms:RecipientAttestation:PCR28`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR28: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR28");

/// `kms:RecipientAttestation:PCR29`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR29: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR29");

/// `kms:RecipientAttestation:PCR3`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR3: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR3");

/// `kms:RecipientAttestation:PCR30`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR30: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR30");

/// `kms:RecipientAttestation:PCR31`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR31: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR31");

/// `kms:RecipientAttestation:PCR4`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR4: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR4");

/// `kms:RecipientAttestation:PCR5`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR5: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR5");

/// `kms:RecipientAttestation:PCR6`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR6: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR6");

/// `kms:RecipientAttestation:PCR7`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR7: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR7");

/// `kms:RecipientAttestation:PCR8`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR8: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR8");

/// `kms:RecipientAttestation:PCR9`.
#[rustfmt::skip]
pub const RECIPIENT_ATTESTATION_PCR9: Key<kind::Text> = Key::known("kms:RecipientAttestation:PCR9");

/// `kms:ReplicaRegion`.
#[rustfmt::skip]
pub const REPLICA_REGION: Key<kind::Text> = Key::known("kms:ReplicaRegion");

/// `kms:RequestAlias`.
#[rustfmt::skip]
pub const REQUEST_ALIAS: Key<kind::Text> = Key::known("kms:RequestAlias");

/// `kms:ResourceAliases`.
#[rustfmt::skip]
pub const RESOURCE_ALIASES: Key<kind::Text> = Key::known("kms:ResourceAliases");

/// `kms:RetiringPrincipal`.
#[rustfmt::skip]
pub const RETIRING_PRINCIPAL: Key<kind::Text> = Key::known("kms:RetiringPrincipal");

/// `kms:RetiringServicePrincipal`.
#[rustfmt::skip]
pub const RETIRING_SERVICE_PRINCIPAL: Key<kind::Text> = Key::known("kms:RetiringServicePrincipal");

/// `kms:RotationPeriodInDays`.
#[rustfmt::skip]
pub const ROTATION_PERIOD_IN_DAYS: Key<kind::Number> = Key::known("kms:RotationPeriodInDays");

/// `kms:ScheduleKeyDeletionPendingWindowInDays`.
#[rustfmt::skip]
pub const SCHEDULE_KEY_DELETION_PENDING_WINDOW_IN_DAYS: Key<kind::Number> = Key::known("kms:ScheduleKeyDeletionPendingWindowInDays");

/// `kms:SigningAlgorithm`.
#[rustfmt::skip]
pub const SIGNING_ALGORITHM: Key<kind::Text> = Key::known("kms:SigningAlgorithm");

/// `kms:TrailingDaysWithoutKeyUsage`.
#[rustfmt::skip]
pub const TRAILING_DAYS_WITHOUT_KEY_USAGE: Key<kind::Number> = Key::known("kms:TrailingDaysWithoutKeyUsage");

/// `kms:ValidTo`.
#[rustfmt::skip]
pub const VALID_TO: Key<kind::Date> = Key::known("kms:ValidTo");

/// `kms:ViaService`.
#[rustfmt::skip]
pub const VIA_SERVICE: Key<kind::Text> = Key::known("kms:ViaService");

/// `kms:WrappingAlgorithm`.
#[rustfmt::skip]
pub const WRAPPING_ALGORITHM: Key<kind::Text> = Key::known("kms:WrappingAlgorithm");

/// `kms:WrappingKeySpec`.
#[rustfmt::skip]
pub const WRAPPING_KEY_SPEC: Key<kind::Text> = Key::known("kms:WrappingKeySpec");
