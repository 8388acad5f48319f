//! The credential scope of a signature: whose key, for which AWS region and service.

use http::HeaderMap;

/// `Credential=<access key>/<date>/<region>/<service>/aws4_request` of an `Authorization` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CredentialScope {
    pub(crate) access_key: String,
    pub(crate) region: String,
    pub(crate) service: String,
    /// `X-Amz-Security-Token`, for sessions.
    pub(crate) token: Option<String>,
}

impl CredentialScope {
    /// The scope in a request's headers; none when it has no version 4 signature.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let signature = header("authorization")?.strip_prefix("AWS4-HMAC-SHA256")?;
        let credential = signature
            .split([',', ' '])
            .find_map(|part| part.trim().strip_prefix("Credential="))?;
        // Read from the end: an access key may hold slashes, the rest may not.
        let mut parts = credential.rsplitn(5, '/');
        let (_terminator, service) = (parts.next()?, parts.next()?);
        let (region, _date, access_key) = (parts.next()?, parts.next()?, parts.next()?);
        if !is_region(region) {
            return None;
        }
        Some(Self {
            access_key: access_key.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            token: header("x-amz-security-token").map(str::to_owned),
        })
    }
}

/// Whether the text looks like the name of an AWS region, such as `ap-southeast-2`. It becomes
/// part of paths and keys.
pub(crate) fn is_region(text: &str) -> bool {
    let Some((area, number)) = text.rsplit_once('-') else {
        return false;
    };
    let mut words = area.split('-');
    text.len() <= 32
        && matches!(number.as_bytes(), [b'1'..=b'9'])
        && words.clone().count() >= 2
        && words.all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(authorization: &str) -> Option<CredentialScope> {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", authorization.parse().unwrap());
        CredentialScope::of(&headers)
    }

    #[test]
    fn the_scope_is_read_from_the_signature() {
        let found = scope(
            "AWS4-HMAC-SHA256 Credential=local/20260102/eu-west-1/states/aws4_request, \
             SignedHeaders=host, Signature=00",
        )
        .unwrap();
        assert_eq!(found.access_key, "local");
        assert_eq!(found.region, "eu-west-1");
        assert_eq!(found.service, "states");
    }

    #[test]
    fn what_is_no_signature_has_no_scope() {
        assert_eq!(scope("Bearer abc"), None);
        assert_eq!(scope("AWS4-HMAC-SHA256 Credential=local/eu-west-1"), None);
        for region in ["..", "/", "useast1", "us-east-", "us--1", "1", "us-east-10"] {
            let scope = scope(&format!(
                "AWS4-HMAC-SHA256 Credential=local/2026/{region}/states/aws4_request"
            ));
            assert_eq!(scope, None, "{region}");
        }
    }
}
