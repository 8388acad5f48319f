//! What CI may do: everything from the first deploy to the last goes with exactly the generated
//! deploy role, assumed over STS; and without any one of its statements, a step of that does not. An
//! answer to a request for an object's head tells the refusal, and not the action.
//!
//! An environment on AWS, deployed to an embedded region that goes by its account and checks every
//! request against the caller's policies. The account's root sets it up, as a person does.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tests::{Ended, Installation, files_below, workspace};

const ENVIRONMENT: &str = "staging";
const FOLDER: &str = "staging/eu-west-1";
const ACCOUNT: &str = "111111111111";

/// A step that needs a statement, and the action that is refused without it.
type Need = (&'static str, Step, &'static str);

/// What CI does with the role, or must not be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Status,
    Logs,
    Drift,
    Diff,
    Query,
    /// A function with other memory.
    Change,
    Models,
    Smoke,
    Destroy,
    /// To change the roles that it has: is refused, and goes without the statement that says so.
    KeptFromBootstrap,
}

/// The statements, in the order of the template: the policy's own, then those of the policy for
/// reading.
const NEEDS: [Need; 30] = [
    ("ReadStacks", Step::Status, "cloudformation:DescribeStacks"),
    (
        "ProposeChanges",
        Step::Diff,
        "cloudformation:CreateChangeSet",
    ),
    (
        "DeleteAndRollBack",
        Step::Destroy,
        "cloudformation:DeleteStack",
    ),
    (
        "ExecuteAndDetectDrift",
        Step::Drift,
        "cloudformation:DetectStackDrift",
    ),
    (
        "KeepBootstrap",
        Step::KeptFromBootstrap,
        "cloudformation:CreateChangeSet",
    ),
    (
        "FollowDrift",
        Step::Drift,
        "cloudformation:DescribeStackDriftDetectionStatus",
    ),
    ("PassExecutionRole", Step::Diff, "iam:PassRole"),
    ("StoreArtefacts", Step::Drift, "s3:GetObject"),
    ("PublishModels", Step::Models, "s3:GetObject"),
    ("SendPictures", Step::Smoke, "s3:PutObject"),
    ("RemoveSmokeTest", Step::Smoke, "s3:DeleteObject"),
    ("ReadOutcome", Step::Query, "s3:GetObject"),
    ("KeepResults", Step::Query, "s3:PutObject"),
    ("ListBuckets", Step::Drift, "s3:ListBucket"),
    ("FollowExecutions", Step::Status, "states:ListExecutions"),
    ("AskLake", Step::Query, "athena:StartQueryExecution"),
    ("ReadTables", Step::Smoke, "glue:GetTables"),
    ("ReadLogs", Step::Logs, "logs:FilterLogEvents"),
    ("ReadAlarms", Step::Smoke, "cloudwatch:DescribeAlarms"),
    ("Athena", Step::Drift, "athena:GetPreparedStatement"),
    ("Cloudwatch", Step::Drift, "cloudwatch:ListTagsForResource"),
    ("Events", Step::Drift, "events:DescribeRule"),
    ("Glue", Step::Drift, "glue:GetTable"),
    ("Iam", Step::Drift, "iam:GetRole"),
    ("Lambda", Step::Drift, "lambda:GetFunction"),
    ("Logs", Step::Drift, "logs:ListTagsForResource"),
    ("S3", Step::Drift, "s3:GetBucketTagging"),
    ("Sns", Step::Drift, "sns:GetTopicAttributes"),
    ("States", Step::Drift, "states:DescribeStateMachine"),
    ("Unnamed", Step::Drift, "logs:DescribeLogGroups"),
];

/// The environment, and the region that it is deployed to.
struct Account {
    installation: Installation,
    endpoint: String,
    profiles: PathBuf,
    /// The memory that a change gives, in MB: each time another.
    memory: u64,
    _region: Ended,
}

impl Account {
    fn open() -> Option<Self> {
        let generated = workspace().join("stacks/generated");
        let files = files_below(&generated.join(FOLDER), "");
        let artefacts = files.into_iter().map(|path| {
            let name = path.strip_prefix(&generated).unwrap();
            let name = name.to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        });
        let installation = Installation::with_artefacts(artefacts)?;
        let mut region = installation
            .binary("sightline-region")
            .arg("serve")
            .arg("--state")
            .arg(installation.file("state"))
            .args(["--account", ACCOUNT, "--environment", ENVIRONMENT])
            .arg("--until-stdin-closes")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = region.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        // As people and CI have them; the SDK assumes the role.
        let profiles = installation.file("profiles");
        let text = format!(
            "[profile root]\naws_access_key_id = local\naws_secret_access_key = local\n\
             [profile ci]\nsource_profile = root\n\
             role_arn = arn:aws:iam::{ACCOUNT}:role/sightline-{ENVIRONMENT}-deploy\n"
        );
        fs::write(&profiles, text).unwrap();
        Some(Self {
            endpoint: ready["endpoint"].as_str().unwrap().to_owned(),
            installation,
            profiles,
            memory: 400,
            _region: Ended(region),
        })
    }

    /// What a verb says to whoever runs it, and whether it succeeds.
    fn run(&self, profile: &str, words: &[&str]) -> (bool, String) {
        let output = self
            .installation
            .command(words)
            .env("AWS_ENDPOINT_URL", &self.endpoint)
            .env("AWS_CONFIG_FILE", &self.profiles)
            .env("AWS_SHARED_CREDENTIALS_FILE", &self.profiles)
            .env("AWS_PROFILE", profile)
            .env_remove("AWS_ACCESS_KEY_ID")
            .env_remove("AWS_SECRET_ACCESS_KEY")
            .env_remove("AWS_SESSION_TOKEN")
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        (output.status.success(), said)
    }

    fn succeeds(&self, profile: &str, words: &[&str]) {
        let (succeeded, said) = self.run(profile, words);
        assert!(succeeded, "{profile}: {words:?}: {said}");
    }

    /// Sets the account up, with the deploy role's statements but for one.
    fn bootstrap(&self, without: Option<&str>) {
        let path = format!("{FOLDER}/bootstrap.template.json");
        let original = fs::read_to_string(workspace().join("stacks/generated").join(&path));
        self.installation.write(&path, &original.unwrap());
        self.installation.edit(&path, |template| {
            // The tokens that GitHub signs are not to be had here, so the account may assume the
            // role as well. What the role may do stays.
            let trust = &mut deploy_role(template)["AssumeRolePolicyDocument"]["Statement"];
            trust.as_array_mut().unwrap().push(json!({
                "Effect": "Allow",
                "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
                "Action": "sts:AssumeRole",
            }));
            for statements in statements(template) {
                statements.retain(|statement| Some(sid(statement).as_str()) != without);
            }
        });
        self.succeeds("root", &["bootstrap", ENVIRONMENT, "--yes"]);
    }

    /// Takes a step as CI.
    fn take(&mut self, step: Step) -> (bool, String) {
        match step {
            Step::Status => self.run("ci", &["status", ENVIRONMENT]),
            Step::Logs => self.run("ci", &["logs", ENVIRONMENT]),
            Step::Drift => self.run("ci", &["drift", ENVIRONMENT]),
            Step::Diff => self.run("ci", &["diff", ENVIRONMENT]),
            Step::Query => self.run("ci", &["query", "repair-backlog", "--env", ENVIRONMENT]),
            Step::Models => self.run("ci", &["model", "list", "--env", ENVIRONMENT]),
            Step::Smoke => self.run("ci", &["smoke", ENVIRONMENT]),
            Step::Destroy => self.run("ci", &["destroy", ENVIRONMENT, "--yes"]),
            Step::Change => {
                self.memory += 1;
                let memory = self.memory;
                let path = format!("{FOLDER}/inspection.template.json");
                self.installation.edit(&path, |template| {
                    template["Resources"]["PrepareFunction"]["Properties"]["MemorySize"] =
                        memory.into();
                });
                self.run("ci", &["deploy", ENVIRONMENT, "--yes", "--no-smoke"])
            }
            Step::KeptFromBootstrap => {
                let path = format!("{FOLDER}/manifest.json");
                let own = fs::read_to_string(workspace().join("stacks/generated").join(&path));
                self.installation.edit(&path, |manifest| {
                    let bootstrap = manifest["bootstrap"]["stack"].clone();
                    let stacks = manifest["stacks"].as_array_mut().unwrap();
                    stacks.insert(0, bootstrap);
                });
                let (went, said) = self.run("ci", &["diff", ENVIRONMENT]);
                self.installation.write(&path, &own.unwrap());
                (!went, said)
            }
        }
    }
}

/// The deploy role's properties.
fn deploy_role(template: &mut Value) -> &mut Value {
    let resources = template["Resources"].as_object_mut().unwrap();
    let mut roles = resources.values_mut().filter(|resource| {
        let name = resource["Properties"]["RoleName"].as_str();
        name.is_some_and(|name| name.ends_with("-deploy"))
    });
    &mut roles.next().expect("a deploy role")["Properties"]
}

/// The statements of the deploy role, policy by policy.
fn statements(template: &mut Value) -> Vec<&mut Vec<Value>> {
    let role = deploy_role(template).clone();
    let attached = role["ManagedPolicyArns"].as_array().unwrap();
    let attached: Vec<_> = attached
        .iter()
        .map(|arn| arn["Ref"].as_str().expect("a policy of the template"))
        .collect();
    let resources = template["Resources"].as_object_mut().unwrap();
    let mut inline = Vec::new();
    let mut managed = Vec::new();
    for (id, resource) in resources {
        let properties = &mut resource["Properties"];
        if properties["RoleName"] == role["RoleName"] && properties.get("Policies").is_some() {
            for policy in properties["Policies"].as_array_mut().unwrap() {
                let document = &mut policy["PolicyDocument"]["Statement"];
                inline.push(document.as_array_mut().unwrap());
            }
        } else if attached.contains(&id.as_str()) {
            let document = &mut properties["PolicyDocument"]["Statement"];
            managed.push(document.as_array_mut().unwrap());
        }
    }
    inline.extend(managed);
    inline
}

fn sid(statement: &Value) -> String {
    statement["Sid"].as_str().unwrap().to_owned()
}

/// Whether what a verb says is that the action was refused. A request for an object's head alone
/// is refused without a word why.
fn refused(said: &str, action: &str) -> bool {
    said.contains(&format!("not authorized to perform: {action}"))
        || (action.starts_with("s3:") && said.contains("AccessDenied (HTTP status 403"))
}

#[test]
fn every_statement_of_the_deploy_role_is_needed_and_no_other_is() {
    let Some(mut account) = Account::open() else {
        return;
    };
    let path = workspace().join("stacks/generated").join(FOLDER);
    let template = fs::read_to_string(path.join("bootstrap.template.json")).unwrap();
    let mut template = serde_json::from_str(&template).unwrap();
    let all = statements(&mut template).into_iter().flatten();
    let all: Vec<_> = all.map(|statement| sid(statement)).collect();
    assert_eq!(all, NEEDS.map(|(statement, _, _)| statement));

    account.bootstrap(None);
    account.succeeds("ci", &["deploy", ENVIRONMENT, "--yes"]);
    for step in [Step::Change, Step::Logs, Step::KeptFromBootstrap] {
        let (holds, said) = account.take(step);
        assert!(holds, "{step:?}: {said}");
    }
    account.succeeds("ci", &["rollback", ENVIRONMENT, "--yes", "--no-smoke"]);
    account.succeeds("ci", &["gc", ENVIRONMENT, "--min-age", "0", "--keep", "1"]);
    account.succeeds("ci", &["outputs", ENVIRONMENT]);

    let mut wrong = String::new();
    for (statement, step, action) in NEEDS {
        account.bootstrap(Some(statement));
        let (holds, said) = account.take(step);
        // Where the statement refuses, nothing is refused without it.
        let told = step == Step::KeptFromBootstrap || refused(&said, action);
        println!("{statement:24} {step:18?} {action}");
        if holds || !told {
            wrong += &format!("{step:?} without {statement}, {action}: {said}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    account.bootstrap(None);
    for step in [
        Step::Status,
        Step::Drift,
        Step::Diff,
        Step::Query,
        Step::Models,
        Step::Smoke,
        Step::Destroy,
    ] {
        let (holds, said) = account.take(step);
        assert!(holds, "{step:?}: {said}");
    }
}
