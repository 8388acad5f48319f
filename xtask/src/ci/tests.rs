//! The workflows as YAML: what is pinned, what they may do, whom they are.

use std::path::Path;

use cfn::Template;
use clap::Parser as _;
use clap::error::ErrorKind;
use grammar::Front;
use manifest::Manifest;
use serde_json::Value as Json;

use super::environment::Environment;
use super::pins::PINS;
use super::render::render;

fn generated() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../stacks/generated")
}

/// The workflows of this project, by file name: text and what it says.
fn workflows() -> Vec<(String, String, Json)> {
    let read = |name| Environment::read(&generated(), name).unwrap();
    let files = render(&read("staging"), &read("prod")).unwrap();
    let parsed = files.into_iter().map(|(name, text)| {
        // The reader of templates reads any YAML.
        let (template, _) = Template::parse(&text);
        let json = template.unwrap_or_else(|| panic!("{name} is no YAML:\n{text}"));
        (name, text, json.to_json())
    });
    parsed.collect()
}

fn jobs(workflow: &Json) -> impl Iterator<Item = (&String, &Json)> {
    workflow["jobs"].as_object().unwrap().iter()
}

fn steps(job: &Json) -> impl Iterator<Item = &Json> {
    job["steps"].as_array().into_iter().flatten()
}

fn role_of(step: &Json) -> Option<&str> {
    step["with"]["role-to-assume"].as_str()
}

#[test]
fn every_action_is_pinned_to_a_commit_with_its_release_beside_it() {
    let mut used = 0;
    for (name, text, _) in workflows() {
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let (_, action) = line.split_once("uses: ").unwrap();
            if action == "./.github/workflows/sightline-deploy.yml" {
                continue;
            }
            let (action, release) = action.split_once(" # ").expect(line);
            let (repository, commit) = action.split_once('@').expect(line);
            let known = PINS.iter().find(|(_, known, ..)| *known == repository);
            let (_, _, pinned, version) = known.unwrap_or_else(|| panic!("{name}: {line}"));
            assert_eq!((commit, release), (*pinned, *version), "{name}");
            assert!(commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()));
            used += 1;
        }
    }
    assert!(used >= 15, "{used}");
}

#[test]
fn a_job_may_do_what_it_needs_and_nothing_else() {
    for (name, _, workflow) in workflows() {
        assert_eq!(workflow["permissions"], serde_json::json!({}), "{name}");
        for (id, job) in jobs(&workflow) {
            let permissions = job["permissions"].as_object();
            let permissions = permissions.unwrap_or_else(|| panic!("{name}: {id} says nothing"));
            let takes_role = steps(job).any(|step| role_of(step).is_some());
            let calls = job["uses"].is_string();
            for (scope, level) in permissions {
                let wanted = match scope.as_str() {
                    "contents" => level == "read",
                    "id-token" => level == "write" && (takes_role || calls),
                    "pull-requests" => level == "write" && id == "comment",
                    _ => false,
                };
                assert!(wanted, "{name}: {id}: {scope}: {level}");
            }
            assert_eq!(
                permissions.contains_key("id-token"),
                takes_role || calls,
                "{id}"
            );
            assert!(calls || job["timeout-minutes"].is_number(), "{name}: {id}");
            assert!(calls || job["runs-on"] == "ubuntu-24.04", "{name}: {id}");
            // The one job that may write to a pull request runs none of its code.
            let runs_code = |step: &Json| step.to_string().contains("cargo");
            assert!(!permissions.contains_key("pull-requests") || !steps(job).any(runs_code));
        }
    }
}

#[test]
fn there_is_no_secret_and_nothing_from_outside_within_a_script() {
    for (name, text, workflow) in workflows() {
        assert!(!text.contains("secrets"), "{name}");
        assert!(!text.contains("pull_request_target"), "{name}");
        for (id, job) in jobs(&workflow) {
            for step in steps(job) {
                let script = step["run"].as_str().unwrap_or_default();
                assert!(!script.contains("${{"), "{name}: {id}: {script}");
            }
        }
    }
}

#[test]
fn one_deploy_of_an_environment_runs_at_a_time() {
    let workflows = workflows();
    for (name, _, workflow) in &workflows {
        let deploy = &workflow["jobs"]["deploy"];
        let group = match deploy.is_object() {
            true => &deploy["concurrency"],
            false => &workflow["concurrency"],
        };
        assert!(group["group"].is_string(), "{name}");
        let cancels = group["cancel-in-progress"] == true;
        assert_eq!(cancels, name.contains("pull-request"), "{name}");
    }
}

fn manifest(environment: &str, region: &str) -> Manifest {
    let file = generated()
        .join(environment)
        .join(region)
        .join("manifest.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn roles_and_regions_are_those_of_the_manifests() {
    let workflows = workflows();
    let find = |file: &str| {
        let mut found = workflows.iter().filter(|(name, ..)| name == file);
        &found.next().unwrap().2["jobs"]
    };
    let (staging, prod) = (
        manifest("staging", "eu-west-1"),
        manifest("prod", "eu-west-1"),
    );
    let pull_request = find("sightline-pull-request.yml");
    for (job, manifest) in [("plan-staging", &staging), ("plan-prod", &prod)] {
        let roles: Vec<&str> = steps(&pull_request[job]).filter_map(role_of).collect();
        assert_eq!(roles, [manifest.bootstrap.plan_role.as_deref().unwrap()]);
    }
    let called = |job: &Json| {
        let with = &job["with"];
        ["github-environment", "role", "regions"]
            .map(|name| with[name].as_str().unwrap().to_owned())
    };
    let role = |manifest: &Manifest| manifest.bootstrap.deploy_role.clone().unwrap();
    assert_eq!(
        called(&find("sightline-main.yml")["wave-0"]),
        ["staging".to_owned(), role(&staging), "eu-west-1".to_owned()]
    );
    let release = find("sightline-release.yml");
    assert_eq!(
        called(&release["wave-0"]),
        ["prod".to_owned(), role(&prod), "ap-southeast-2".to_owned()]
    );
    assert_eq!(
        called(&release["wave-1"]),
        [
            "prod".to_owned(),
            role(&prod),
            "eu-west-1 us-east-1".to_owned()
        ]
    );
    assert_eq!(release["wave-0"]["needs"], "test");
    assert_eq!(release["wave-1"]["needs"], "wave-0");
}

#[test]
fn every_verb_of_the_scripts_is_one_of_the_command_lines() {
    let mut lines = 0;
    for (name, _, workflow) in workflows() {
        for step in jobs(&workflow).flat_map(|(_, job)| steps(job)) {
            let script = step["run"].as_str().unwrap_or_default();
            for line in script.lines().filter(|line| line.contains("cargo xtask")) {
                let (_, words) = line.split_once("cargo xtask ").unwrap();
                let words = words.split('>').next().unwrap_or_default();
                let words = words
                    .split_whitespace()
                    .filter(|word| !word.contains("words"));
                let words =
                    std::iter::once("xtask").chain(words.map(|word| word.trim_matches('"')));
                if let Err(error) = Front::try_parse_from(words) {
                    // What a verb can do with AWS is told by its own tests.
                    let kinds = [ErrorKind::MissingRequiredArgument];
                    assert!(kinds.contains(&error.kind()), "{name}: {line}: {error}");
                }
                lines += 1;
            }
        }
    }
    assert!(lines >= 10, "{lines}");
}

#[test]
fn an_environment_without_roles_is_refused_with_the_way_out() {
    let error = Environment::read(&generated(), "local").unwrap_err();
    let text = ui::render_error(error.as_ref());
    assert!(
        text.contains("has no roles for CI") && text.contains("environments.rs"),
        "{text}"
    );
    assert!(Environment::read(&generated(), "nowhere").is_err());
}
