//! A region in the test's process, and clients for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::config::{BehaviorVersion, Region as AwsRegion};
use region::services::iam::model::RoleInput;
use region::{Faults, Options, Region};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(crate) const ACCOUNT: &str = "000000000000";
pub(crate) const REGION: &str = "us-east-1";

/// A region that is served until it is stopped or dropped.
pub(crate) struct Served {
    pub(crate) endpoint: String,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
    pub(crate) folder: TempDir,
}

/// An answer over plain HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Served {
    pub(crate) async fn start() -> Self {
        Self::open(tempfile::tempdir().unwrap()).await
    }

    async fn open(folder: TempDir) -> Self {
        let options = options(folder.path());
        Self::open_with(folder, options).await
    }

    /// Told what goes wrong, and what pictures show.
    pub(crate) async fn with_faults(faults: Faults) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            faults,
            ..options(folder.path())
        };
        Self::open_with(folder, options).await
    }

    /// With other programs than this workspace's.
    pub(crate) async fn with_programs(programs: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            programs,
            ..options(folder.path())
        };
        Self::open_with(folder, options).await
    }

    async fn open_with(folder: TempDir, options: Options) -> Self {
        let region = Region::open(options).await.unwrap();
        make_role(&region);
        let endpoint = region.endpoint().to_owned();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            region.serve(stop, || {}).await.unwrap();
        });
        Self {
            endpoint,
            stop: Some(stop),
            serving,
            folder,
        }
    }

    /// Stops it and opens its folder again.
    pub(crate) async fn restart(mut self) -> Self {
        let _ = self.stop.take().unwrap().send(());
        self.serving.await.unwrap();
        Self::open(self.folder).await
    }

    /// What the functions' own clients are made of.
    pub(crate) fn aws(&self) -> aws_config::SdkConfig {
        aws_config::SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(AwsRegion::new(REGION))
            .endpoint_url(&self.endpoint)
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
                "local", "local", None, None, "test",
            )))
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build()
    }

    pub(crate) fn s3(&self) -> aws_sdk_s3::Client {
        s3_client(&self.endpoint, "local")
    }

    /// A JSON service: `call("logs", "Logs_20140328.CreateLogGroup", json!({...}))`.
    pub(crate) async fn call(&self, service: &str, target: &str, input: &Value) -> Answer {
        let headers = [("X-Amz-Target", target)];
        send(
            &self.endpoint,
            service,
            "POST",
            "/",
            &headers,
            input.to_string().as_bytes(),
        )
        .await
    }

    /// A JSON service's answer, which must be a success.
    pub(crate) async fn get(&self, service: &str, target: &str, input: &Value) -> Value {
        let answer = self.call(service, target, input).await;
        assert_eq!(answer.status, 200, "{target}: {answer:?}");
        answer.json()
    }

    /// A query service: `query("sns", "Action=CreateTopic&Name=a")`.
    pub(crate) async fn query(&self, service: &str, form: &str) -> Answer {
        send(&self.endpoint, service, "POST", "/", &[], form.as_bytes()).await
    }

    /// Lambda.
    pub(crate) async fn lambda(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        send(&self.endpoint, "lambda", method, path, headers, body).await
    }
}

/// The role `function`: Lambda may assume it, and so may the root; it may write logs.
fn make_role(region: &Region) {
    let context = region.context(REGION).unwrap();
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": {
            "Service": "lambda.amazonaws.com",
            "AWS": format!("arn:aws:iam::{ACCOUNT}:root"),
        },
        "Action": "sts:AssumeRole",
    }]});
    let role = RoleInput {
        name: "function".to_owned(),
        path: "/".to_owned(),
        description: None,
        max_session_seconds: 3600,
        trust,
        boundary: None,
        tags: BTreeMap::new(),
    };
    context.iam().put_role(&context, role).unwrap();
    let logs = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "*",
    }]});
    context
        .iam()
        .put_role_policy("function", "logs", &logs)
        .unwrap();
}

pub(crate) fn options(folder: &Path) -> Options {
    Options {
        state: folder.to_owned(),
        account: ACCOUNT.to_owned(),
        environment: "test".to_owned(),
        port: 0,
        faults: Faults::default(),
        programs: programs(),
    }
}

/// Where this workspace's programs are built.
pub(crate) fn programs() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_sightline-region")).with_file_name("")
}

pub(crate) fn s3_client(endpoint: &str, secret: &str) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(AwsRegion::new(REGION))
        .endpoint_url(endpoint)
        .force_path_style(true)
        .credentials_provider(Credentials::new("local", secret, None, None, "test"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    aws_sdk_s3::Client::from_conf(config)
}

/// One request, on a connection of its own.
pub(crate) async fn send(
    endpoint: &str,
    service: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let authority = endpoint.strip_prefix("http://").unwrap();
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\
         Content-Length: {}\r\nAuthorization: AWS4-HMAC-SHA256 \
         Credential=local/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, \
         Signature=00\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    let mut stream = TcpStream::connect(authority).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
    let response = String::from_utf8_lossy(&response).into_owned();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// Asks again and again until there is something, and gives up after a long while.
pub(crate) async fn until<T, F: Future<Output = Option<T>>>(mut ask: impl FnMut() -> F) -> T {
    let asking = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), asking)
        .await
        .expect("it never came")
}
