//! The actions of `sns`. Made by `iam-data`.

use crate::policy::Action;

/// `sns:AddPermission`.
#[rustfmt::skip]
pub const ADD_PERMISSION: Action = Action::known("sns:AddPermission");

/// `sns:CheckIfPhoneNumberIsOptedOut`.
#[rustfmt::skip]
pub const CHECK_IF_PHONE_NUMBER_IS_OPTED_OUT: Action = Action::known("sns:CheckIfPhoneNumberIsOptedOut");

/// `sns:ConfirmSubscription`.
#[rustfmt::skip]
pub const CONFIRM_SUBSCRIPTION: Action = Action::known("sns:ConfirmSubscription");

/// `sns:CreatePlatformApplication`.
#[rustfmt::skip]
pub const CREATE_PLATFORM_APPLICATION: Action = Action::known("sns:CreatePlatformApplication");

/// `sns:CreatePlatformEndpoint`.
#[rustfmt::skip]
pub const CREATE_PLATFORM_ENDPOINT: Action = Action::known("sns:CreatePlatformEndpoint");

/// `sns:CreateSMSSandboxPhoneNumber`.
#[rustfmt::skip]
pub const CREATE_SMS_SANDBOX_PHONE_NUMBER: Action = Action::known("sns:CreateSMSSandboxPhoneNumber");

/// `sns:CreateTopic`.
#[rustfmt::skip]
pub const CREATE_TOPIC: Action = Action::known("sns:CreateTopic");

/// `sns:DeleteEndpoint`.
#[rustfmt::skip]
pub const DELETE_ENDPOINT: Action = Action::known("sns:DeleteEndpoint");

/// `sns:DeletePlatformApplication`.
#[rustfmt::skip]
pub const DELETE_PLATFORM_APPLICATION: Action = Action::known("sns:DeletePlatformApplication");

/// `sns:DeleteSMSSandboxPhoneNumber`.
#[rustfmt::skip]
pub const DELETE_SMS_SANDBOX_PHONE_NUMBER: Action = Action::known("sns:DeleteSMSSandboxPhoneNumber");

/// `sns:DeleteTopic`.
#[rustfmt::skip]
pub const DELETE_TOPIC: Action = Action::known("sns:DeleteTopic");

/// `sns:GetDataProtectionPolicy`.
#[rustfmt::skip]
pub const GET_DATA_PROTECTION_POLICY: Action = Action::known("sns:GetDataProtectionPolicy");

/// `sns:GetEndpointAttributes`.
#[rustfmt::skip]
pub const GET_ENDPOINT_ATTRIBUTES: Action = Action::known("sns:GetEndpointAttributes");

/// `sns:GetPlatformApplicationAttributes`.
#[rustfmt::skip]
pub const GET_PLATFORM_APPLICATION_ATTRIBUTES: Action = Action::known("sns:GetPlatformApplicationAttributes");

/// `sns:GetSMSAttributes`.
#[rustfmt::skip]
pub const GET_SMS_ATTRIBUTES: Action = Action::known("sns:GetSMSAttributes");

/// `sns:GetSMSSandboxAccountStatus`.
#[rustfmt::skip]
pub const GET_SMS_SANDBOX_ACCOUNT_STATUS: Action = Action::known("sns:GetSMSSandboxAccountStatus");

/// `sns:GetSubscriptionAttributes`.
#[rustfmt::skip]
pub const GET_SUBSCRIPTION_ATTRIBUTES: Action = Action::known("sns:GetSubscriptionAttributes");

/// `sns:GetTopicAttributes`.
#[rustfmt::skip]
pub const GET_TOPIC_ATTRIBUTES: Action = Action::known("sns:GetTopicAttributes");

/// `sns:ListEndpointsByPlatformApplication`.
#[rustfmt::skip]
pub const LIST_ENDPOINTS_BY_PLATFORM_APPLICATION: Action = Action::known("sns:ListEndpointsByPlatformApplication");

/// `sns:ListOriginationNumbers`.
#[rustfmt::skip]
pub const LIST_ORIGINATION_NUMBERS: Action = Action::known("sns:ListOriginationNumbers");

/// `sns:ListPhoneNumbersOptedOut`.
#[rustfmt::skip]
pub const LIST_PHONE_NUMBERS_OPTED_OUT: Action = Action::known("sns:ListPhoneNumbersOptedOut");

/// `sns:ListPlatformApplications`.
#[rustfmt::skip]
pub const LIST_PLATFORM_APPLICATIONS: Action = Action::known("sns:ListPlatformApplications");

/// `sns:ListSMSSandboxPhoneNumbers`.
#[rustfmt::skip]
pub const LIST_SMS_SANDBOX_PHONE_NUMBERS: Action = Action::known("sns:ListSMSSandboxPhoneNumbers");

/// `sns:ListSubscriptions`.
#[rustfmt::skip]
pub const LIST_SUBSCRIPTIONS: Action = Action::known("sns:ListSubscriptions");

/// `sns:ListSubscriptionsByTopic`.
#[rustfmt::skip]
pub const LIST_SUBSCRIPTIONS_BY_TOPIC: Action = Action::known("sns:ListSubscriptionsByTopic");

/// `sns:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("sns:ListTagsForResource");

/// `sns:ListTopics`.
#[rustfmt::skip]
pub const LIST_TOPICS: Action = Action::known("sns:ListTopics");

/// `sns:OptInPhoneNumber`.
#[rustfmt::skip]
pub const OPT_IN_PHONE_NUMBER: Action = Action::known("sns:OptInPhoneNumber");

/// `sns:Publish`.
#[rustfmt::skip]
pub const PUBLISH: Action = Action::known("sns:Publish");

/// `sns:PutDataProtectionPolicy`.
#[rustfmt::skip]
pub const PUT_DATA_PROTECTION_POLICY: Action = Action::known("sns:PutDataProtectionPolicy");

/// `sns:RemovePermission`.
#[rustfmt::skip]
pub const REMOVE_PERMISSION: Action = Action::known("sns:RemovePermission");

/// `sns:SetEndpointAttributes`.
#[rustfmt::skip]
pub const SET_ENDPOINT_ATTRIBUTES: Action = Action::known("sns:SetEndpointAttributes");

/// `sns:SetPlatformApplicationAttributes`.
#[rustfmt::skip]
pub const SET_PLATFORM_APPLICATION_ATTRIBUTES: Action = Action::known("sns:SetPlatformApplicationAttributes");

/// `sns:SetSMSAttributes`.
#[rustfmt::skip]
pub const SET_SMS_ATTRIBUTES: Action = Action::known("sns:SetSMSAttributes");

/// `sns:SetSubscriptionAttributes`.
#[rustfmt::skip]
pub const SET_SUBSCRIPTION_ATTRIBUTES: Action = Action::known("sns:SetSubscriptionAttributes");

/// `sns:SetTopicAttributes`.
#[rustfmt::skip]
pub const SET_TOPIC_ATTRIBUTES: Action = Action::known("sns:SetTopicAttributes");

/// `sns:Subscribe`.
#[rustfmt::skip]
pub const SUBSCRIBE: Action = Action::known("sns:Subscribe");

/// `sns:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("sns:TagResource");

/// `sns:Unsubscribe`.
#[rustfmt::skip]
pub const UNSUBSCRIBE: Action = Action::known("sns:Unsubscribe");

/// `sns:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("sns:UntagResource");

/// `sns:VerifySMSSandboxPhoneNumber`.
#[rustfmt::skip]
pub const VERIFY_SMS_SANDBOX_PHONE_NUMBER: Action = Action::known("sns:VerifySMSSandboxPhoneNumber");
