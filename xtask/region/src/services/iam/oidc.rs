//! Providers of identities by OpenID Connect. They are kept and answered; nobody signs in here.
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html>

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Iam;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};

/// The most clients of a provider.
const MAX_CLIENTS: usize = 100;
/// The most thumbprints of a provider.
const MAX_THUMBPRINTS: usize = 5;

/// A provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OidcProvider {
    /// `arn:aws:iam::<account>:oidc-provider/<host and path>`.
    pub arn: String,
    /// Its URL without `https://`.
    pub url: String,
    /// Who tokens are for (`aud`).
    pub client_ids: Vec<String>,
    /// SHA-1 of the certificates that sign its own, in hexadecimal.
    pub thumbprints: Vec<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What is said of a provider when it is made or changed.
#[derive(Debug, Clone, PartialEq)]
pub struct OidcInput {
    /// Begins with `https://`.
    pub url: String,
    /// Who tokens are for (`aud`).
    pub client_ids: Vec<String>,
    /// SHA-1 of the certificates that sign its own, in hexadecimal.
    pub thumbprints: Vec<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// The ARN of the provider with this URL.
///
/// # Errors
/// `InvalidInput` when the URL is none of `https`, or has a query or a port.
pub fn oidc_arn(context: &Context, url: &str) -> Result<String, ServiceError> {
    let place = url
        .strip_prefix("https://")
        .map(|place| place.trim_end_matches('/'))
        .filter(|place| !place.is_empty() && !place.contains(['?', '#', ':']));
    let place = place.ok_or_else(|| {
        ServiceError::client(
            "InvalidInput",
            format!("\"{url}\" is no URL of a provider: https://<host>/<path>, without a query or a port"),
        )
    })?;
    Ok(format!(
        "arn:aws:iam::{}:oidc-provider/{place}",
        context.account()
    ))
}

impl Iam {
    /// Makes a provider, or changes the one with this URL.
    ///
    /// # Errors
    /// `InvalidInput`, `LimitExceeded`.
    pub fn put_oidc_provider(
        &self,
        context: &Context,
        input: OidcInput,
    ) -> Result<OidcProvider, ServiceError> {
        let arn = oidc_arn(context, &input.url)?;
        let is_thumbprint =
            |text: &String| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if let Some(other) = input.thumbprints.iter().find(|text| !is_thumbprint(text)) {
            return Err(ServiceError::client(
                "InvalidInput",
                format!("\"{other}\" is no thumbprint: 40 hexadecimal digits"),
            ));
        }
        if input.client_ids.len() > MAX_CLIENTS || input.thumbprints.len() > MAX_THUMBPRINTS {
            return Err(ServiceError::client(
                "LimitExceeded",
                format!(
                    "a provider has at most {MAX_CLIENTS} clients and {MAX_THUMBPRINTS} thumbprints"
                ),
            )
            .with_status(409));
        }
        let _changing = self.change();
        let previous = self.oidc_providers.get(&arn)?;
        let provider = OidcProvider {
            url: arn
                .split_once('/')
                .map(|(_, place)| place.to_owned())
                .unwrap_or_default(),
            arn,
            client_ids: input.client_ids,
            thumbprints: input.thumbprints,
            tags: input.tags,
            created_at: previous.map_or_else(|| context.now(), |previous| previous.created_at),
        };
        self.oidc_providers.put(&provider.arn, &provider)?;
        Ok(provider)
    }

    /// The provider with this ARN.
    ///
    /// # Errors
    /// When the state can't be read.
    pub fn oidc_provider(&self, arn: &str) -> Result<Option<OidcProvider>, ServiceError> {
        Ok(self.oidc_providers.get(arn)?)
    }

    /// Removes a provider, if it is there.
    ///
    /// # Errors
    /// When the state can't be written.
    pub fn delete_oidc_provider(&self, arn: &str) -> Result<(), ServiceError> {
        let _changing = self.change();
        Ok(self.oidc_providers.delete(arn)?)
    }

    /// Answers an operation on providers.
    pub(super) fn oidc_call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        params: &Params,
    ) -> Result<Xml, ServiceError> {
        let may =
            |resource: &str| self.authorise(context, caller, &format!("iam:{operation}"), resource);
        let named = || -> Result<OidcProvider, ServiceError> {
            let arn = params.required("OpenIDConnectProviderArn")?;
            may(arn)?;
            self.oidc_provider(arn)?.ok_or_else(|| {
                ServiceError::client(
                    "NoSuchEntity",
                    format!("OpenIDConnect Provider not found for arn {arn}"),
                )
                .with_status(404)
            })
        };
        match operation {
            "CreateOpenIDConnectProvider" => {
                let url = params.required("Url")?;
                let arn = oidc_arn(context, url)?;
                may(&arn)?;
                if self.oidc_provider(&arn)?.is_some() {
                    return Err(ServiceError::client(
                        "EntityAlreadyExists",
                        format!("Provider with url {url} already exists."),
                    )
                    .with_status(409));
                }
                let tags = params.structures("Tags");
                let tags = tags.iter().filter_map(|tag| {
                    Some((tag.get("Key")?.to_owned(), tag.get("Value")?.to_owned()))
                });
                let input = OidcInput {
                    url: url.to_owned(),
                    client_ids: params.list("ClientIDList"),
                    thumbprints: params.list("ThumbprintList"),
                    tags: tags.collect(),
                };
                let provider = self.put_oidc_provider(context, input)?;
                Ok(Xml::new().text("OpenIDConnectProviderArn", provider.arn))
            }
            "GetOpenIDConnectProvider" => {
                let provider = named()?;
                Ok(tags(
                    Xml::new()
                        .text("Url", &provider.url)
                        .texts("ClientIDList", &provider.client_ids)
                        .texts("ThumbprintList", &provider.thumbprints)
                        .text("CreateDate", provider.created_at.to_string()),
                    &provider,
                ))
            }
            "ListOpenIDConnectProviderTags" => {
                Ok(tags(Xml::new(), &named()?).text("IsTruncated", "false"))
            }
            "ListOpenIDConnectProviders" => {
                may("*")?;
                let providers = self.oidc_providers.all()?;
                Ok(Xml::new().members(
                    "OpenIDConnectProviderList",
                    providers
                        .iter()
                        .map(|provider| Xml::new().text("Arn", &provider.arn)),
                ))
            }
            _ => {
                self.delete_oidc_provider(&named()?.arn)?;
                Ok(Xml::new())
            }
        }
    }
}

fn tags(xml: Xml, provider: &OidcProvider) -> Xml {
    let tags = provider.tags.iter();
    xml.members(
        "Tags",
        tags.map(|(key, value)| Xml::new().text("Key", key).text("Value", value)),
    )
}
