//! What a caller asks a stack to become, read from the parameters of a request.

use percent_encoding::percent_decode_str;

use super::super::check::check;
use super::super::model::{Desired, Stack, Tags};
use super::super::parameter::{Given, resolve};
use super::super::template::{MAX_BODY_BYTES, MAX_OBJECT_BYTES, Template};
use super::{Call, validation};
use crate::error::ServiceError;
use crate::services::s3;

/// What is asked, with its template read.
pub(super) struct Asked {
    pub(super) desired: Desired,
    pub(super) template: Template,
}

/// The most tags of a stack.
const MAX_TAGS: usize = 50;

impl Call<'_> {
    /// Reads what is asked. `stack` is the one that is to be updated.
    pub(super) async fn asked(&self, stack: Option<&Stack>) -> Result<Asked, ServiceError> {
        let standing = stack.and_then(|stack| stack.desired.as_ref());
        let text = match (self.flag("UsePreviousTemplate"), standing) {
            (true, Some(standing)) => standing.template.clone(),
            _ => self.template_text().await?,
        };
        let template = Template::parse(&text)?;
        check(&template)?;
        let given: Vec<Given> = self
            .params
            .structures("Parameters")
            .iter()
            .map(|given| {
                Ok(Given {
                    name: given.required("ParameterKey")?.to_owned(),
                    value: match given.get("UsePreviousValue") {
                        Some("true") => None,
                        _ => Some(given.get("ParameterValue").unwrap_or_default().to_owned()),
                    },
                })
            })
            .collect::<Result<_, ServiceError>>()?;
        let nothing = std::collections::BTreeMap::new();
        let previous = standing.map_or(&nothing, |standing| &standing.parameters);
        let parameters = resolve(&template.parameters, &given, previous)?;
        let capabilities = self.params.list("Capabilities");
        acknowledged(&template, &capabilities)?;
        let desired = Desired {
            template: text,
            parameters,
            tags: match (self.tags()?, standing) {
                (None, Some(standing)) => standing.tags.clone(),
                (tags, _) => tags.unwrap_or_default(),
            },
            capabilities,
        };
        Ok(Asked { desired, template })
    }

    /// The template's text, from the request or from S3.
    pub(super) async fn template_text(&self) -> Result<String, ServiceError> {
        match (
            self.params.get("TemplateBody"),
            self.params.get("TemplateURL"),
        ) {
            (Some(body), None) if body.len() > MAX_BODY_BYTES => Err(validation(format!(
                "1 validation error detected: Value at 'templateBody' failed to satisfy \
                 constraint: Member must have length less than or equal to {MAX_BODY_BYTES} (it \
                 has {}). Put the template into S3 and give its TemplateURL",
                body.len()
            ))),
            (Some(body), None) => Ok(body.to_owned()),
            (None, Some(url)) => self.template_object(url).await,
            _ => Err(validation(
                "Either Template URL or Template Body must be specified, and not both.",
            )),
        }
    }

    async fn template_object(&self, url: &str) -> Result<String, ServiceError> {
        let (bucket, key) = object_of(url, self.context.endpoint())
            .ok_or_else(|| validation("TemplateURL must be a supported URL."))?;
        let failed = |said: &str| {
            validation(format!(
                "S3 error: {said}\nFor more information check \
                 http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (TemplateURL \
                 {url})"
            ))
        };
        let resource = s3::object_arn(&bucket, &key);
        self.context
            .authorise(self.caller, "s3:GetObject", &resource)?;
        let (_, body) = self
            .context
            .s3()
            .get_object(&bucket, &key, None, None)
            .await
            .map_err(|error| failed(&error.message))?;
        let bytes = body
            .bytes(MAX_OBJECT_BYTES as u64)
            .await
            .map_err(|error| failed(&error.message))?;
        String::from_utf8(bytes.into())
            .map_err(|_| validation(format!("the template at {url} is not UTF-8")))
    }

    /// The tags; none when none are given.
    fn tags(&self) -> Result<Option<Tags>, ServiceError> {
        let given = self.params.structures("Tags");
        if given.is_empty() {
            return Ok(self.params.get("Tags").map(|_| Tags::new()));
        }
        if given.len() > MAX_TAGS {
            return Err(validation(format!(
                "1 validation error detected: Value at 'tags' failed to satisfy constraint: \
                 Member must have length less than or equal to {MAX_TAGS}"
            )));
        }
        let tags = given.iter().map(|tag| {
            let value = tag.get("Value").unwrap_or_default();
            Ok((tag.required("Key")?.to_owned(), value.to_owned()))
        });
        tags.collect::<Result<Tags, ServiceError>>().map(Some)
    }
}

/// Whether the capabilities that the template needs are acknowledged.
fn acknowledged(template: &Template, capabilities: &[String]) -> Result<(), ServiceError> {
    let (needed, _) = needed_capabilities(template);
    let has = |name: &str| capabilities.iter().any(|capability| capability == name);
    let acknowledged = match needed {
        None => true,
        Some("CAPABILITY_IAM") => has("CAPABILITY_IAM") || has("CAPABILITY_NAMED_IAM"),
        Some(needed) => has(needed),
    };
    match needed {
        Some(needed) if !acknowledged => Err(ServiceError::client(
            "InsufficientCapabilitiesException",
            format!("Requires capabilities : [{needed}]"),
        )),
        _ => Ok(()),
    }
}

/// The capability that a template needs, and the reason.
pub(super) fn needed_capabilities(template: &Template) -> (Option<&'static str>, String) {
    let mut kinds: Vec<&str> = Vec::new();
    let mut named = false;
    for resource in template.resources.values() {
        let name = match resource.kind.as_str() {
            "AWS::IAM::Role" => "RoleName",
            "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
            "AWS::IAM::Policy" => "",
            _ => continue,
        };
        named |= resource.properties.contains_key(name);
        if !kinds.contains(&resource.kind.as_str()) {
            kinds.push(&resource.kind);
        }
    }
    let reason = format!(
        "The following resource(s) require capabilities: [{}]",
        kinds.join(", ")
    );
    match (kinds.is_empty(), named) {
        (true, _) => (None, String::new()),
        (false, true) => (Some("CAPABILITY_NAMED_IAM"), reason),
        (false, false) => (Some("CAPABILITY_IAM"), reason),
    }
}

/// The bucket and the key of an S3 URL: path-style or virtual-hosted, of AWS or of the region
/// itself.
fn object_of(url: &str, endpoint: &str) -> Option<(String, String)> {
    let decode = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .ok()
            .map(|t| t.into_owned())
    };
    let whole = url.split(['?', '#']).next()?;
    let local = endpoint.replace("127.0.0.1", "localhost");
    if let Some(path) = whole
        .strip_prefix(endpoint)
        .or_else(|| whole.strip_prefix(&local))
    {
        let (bucket, key) = path.strip_prefix('/')?.split_once('/')?;
        return Some((decode(bucket)?, decode(key)?));
    }
    let (host, path) = whole.strip_prefix("https://")?.split_once('/')?;
    let host = host.strip_suffix(".amazonaws.com")?;
    let is_s3 = |part: &str| part == "s3" || part.starts_with("s3.") || part.starts_with("s3-");
    let (bucket, key) = if is_s3(host) {
        path.split_once('/')?
    } else {
        let at = host.find(".s3")?;
        if !is_s3(&host[at + 1..]) {
            return None;
        }
        (&host[..at], path)
    };
    (!bucket.is_empty() && !key.is_empty())
        .then(|| Some((decode(bucket)?, decode(key)?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::object_of;

    #[test]
    fn a_template_is_found_by_every_form_of_its_url() {
        let endpoint = "http://127.0.0.1:4000";
        for url in [
            "https://s3.amazonaws.com/b/a/t.json",
            "https://s3.us-east-1.amazonaws.com/b/a/t.json",
            "https://b.s3.amazonaws.com/a/t.json",
            "https://b.s3.eu-west-1.amazonaws.com/a/t.json?versionId=1",
            "http://127.0.0.1:4000/b/a/t.json",
            "http://127.0.0.1:4000/b/a%2Ft.json",
            "http://localhost:4000/b/a/t.json",
        ] {
            let expected = Some(("b".to_owned(), "a/t.json".to_owned()));
            assert_eq!(object_of(url, endpoint), expected, "{url}");
        }
        for url in [
            "https://example.org/b/t.json",
            "http://127.0.0.1:4001/b/t.json",
            "file:///t",
        ] {
            assert_eq!(object_of(url, endpoint), None, "{url}");
        }
    }
}
