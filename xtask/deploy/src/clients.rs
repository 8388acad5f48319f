//! The AWS clients, pointed at AWS or at the embedded region.

use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sts::config::{
    Credentials, RuntimeComponents, SharedCredentialsProvider, SharedHttpClient,
};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Builder, Connector, tls};

/// The key and the secret of the embedded account's root. Not a secret: the region listens on
/// loopback alone.
pub(crate) const LOCAL_KEY: &str = "local";

/// On loopback a connection is made at once or not at all.
const CONNECTS_WITHIN: Duration = Duration::from_secs(2);

/// A client for every service that is talked to. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    /// Region, credentials and endpoint, for what has no client of its own here.
    pub aws: SdkConfig,
    pub athena: aws_sdk_athena::Client,
    pub cloudformation: aws_sdk_cloudformation::Client,
    pub cloudwatch: aws_sdk_cloudwatch::Client,
    pub glue: aws_sdk_glue::Client,
    pub lambda: aws_sdk_lambda::Client,
    pub logs: aws_sdk_cloudwatchlogs::Client,
    pub rekognition: aws_sdk_rekognition::Client,
    pub s3: aws_sdk_s3::Client,
    pub sfn: aws_sdk_sfn::Client,
    pub sts: aws_sdk_sts::Client,
    /// Where requests go when not to AWS itself.
    pub endpoint: Option<String>,
}

impl Clients {
    /// For the embedded region: no TLS, no proxy, and nothing of the user's own settings, which
    /// are meant for AWS.
    pub(crate) fn embedded(endpoint: &str, region: &str) -> Self {
        let credentials = Credentials::new(LOCAL_KEY, LOCAL_KEY, None, None, "sightline");
        Self::on_loopback(endpoint, region, credentials)
    }

    /// For an emulator on loopback, with credentials of its own.
    pub(crate) fn on_loopback(endpoint: &str, region: &str, credentials: Credentials) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECTS_WITHIN)
            .build();
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(region.to_owned()))
            .endpoint_url(endpoint)
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(Builder::new().build_http())
            .timeout_config(timeouts)
            .build();
        Self::new(&config, Some(endpoint.to_owned()))
    }

    /// For AWS, with the default credential chain. `AWS_ENDPOINT_URL` and the profile's own
    /// settings are honoured.
    pub(crate) async fn on_aws(region: &str) -> Self {
        let config = aws_config::ConfigLoader::default()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(region.to_owned()))
            .http_client(https())
            .load()
            .await;
        let endpoint = config.endpoint_url().map(str::to_owned);
        Self::new(&config, endpoint)
    }

    fn new(config: &SdkConfig, endpoint: Option<String>) -> Self {
        // Buckets of an endpoint of one's own have no host names.
        let s3 = aws_sdk_s3::config::Builder::from(config)
            .force_path_style(endpoint.is_some())
            .build();
        Self {
            aws: config.clone(),
            athena: aws_sdk_athena::Client::new(config),
            cloudformation: aws_sdk_cloudformation::Client::new(config),
            cloudwatch: aws_sdk_cloudwatch::Client::new(config),
            glue: aws_sdk_glue::Client::new(config),
            lambda: aws_sdk_lambda::Client::new(config),
            logs: aws_sdk_cloudwatchlogs::Client::new(config),
            rekognition: aws_sdk_rekognition::Client::new(config),
            s3: aws_sdk_s3::Client::from_conf(s3),
            sfn: aws_sdk_sfn::Client::new(config),
            sts: aws_sdk_sts::Client::new(config),
            endpoint,
        }
    }
}

/// HTTPS through the proxy that the environment names (`HTTPS_PROXY`, `NO_PROXY`), if any.
fn https() -> SharedHttpClient {
    Builder::new().build_with_connector_fn(|settings, components| {
        let mut connector = Connector::builder().proxy_config(ProxyConfig::from_env());
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector
            .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
            .build()
    })
}

/// The partition that a region belongs to, the second part of its ARNs.
pub(crate) fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}
