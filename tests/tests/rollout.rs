//! Deploys from end to end: planned, agreed to, applied in waves, taken back, collected. Each test
//! has generated artefacts and a region of its own.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use inspection::config::{Declaration, Rollout, Shift};
use inspection::{environments, generate_declared};
use serde_json::{Value, json};
use tests::{Ended, Installation, Served, until};

const REGION: &str = "us-east-1";

/// One region at a time.
const ALONE: Rollout = Rollout {
    canary: None,
    regions_at_once: 1,
    shift: Shift::AllAtOnce,
};

/// An environment that is embedded, in these regions.
fn declared(regions: &'static [&'static str], rollout: Rollout) -> Declaration {
    Declaration {
        environment: "trial",
        regions,
        rollout,
        ..environments::local()
    }
}

/// Its installation. Without device classes: fitting models is no part of what is proved here.
fn installed(declaration: &Declaration) -> Option<Installation> {
    let artefacts = generate_declared(declaration).unwrap();
    let artefacts = artefacts.into_iter().map(|one| (one.path, one.text));
    let installation = Installation::with_artefacts(artefacts)?;
    for region in declaration.regions {
        installation.edit(&format!("trial/{region}/manifest.json"), |manifest| {
            manifest["deviceClasses"] = json!([]);
        });
    }
    Some(installation)
}

fn one_region() -> Option<Installation> {
    installed(&declared(&[REGION], ALONE))
}

/// Gives a function other memory in the configuration, and generates anew.
fn set_memory(installation: &Installation, megabytes: u32) {
    let mut declaration = declared(&[REGION], ALONE);
    for (task, size) in &mut declaration.functions {
        if *task == "prepare" {
            size.memory_mb = megabytes;
        }
    }
    let wanted = format!("trial/{REGION}/inspection.template.json");
    let artefacts = generate_declared(&declaration).unwrap();
    let template = artefacts.into_iter().find(|one| one.path == wanted);
    installation.write(&wanted, &template.unwrap().text);
}

/// What a change of a function changes with it: it is published, and the workflow that calls it.
const PUBLISHED: [(&str, &str); 6] = [
    ("InspectionLiveAlias", "change"),
    ("InspectionStateMachine", "change"),
    ("InspectionVersion", "replace"),
    ("PrepareFunction", "change"),
    ("PrepareLiveAlias", "change"),
    ("PrepareVersion", "replace"),
];

/// The resources that a plan changes.
fn changes(plan: &Value) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for stack in plan["regions"][0]["stacks"].as_array().unwrap() {
        for resource in stack["resources"].as_array().unwrap() {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            out.push((
                text(&resource["logicalId"]),
                text(&resource["action"]["is"]),
            ));
        }
    }
    out.sort();
    out
}

const DEPLOY: [&str; 5] = ["deploy", "trial", "--no-smoke", "--format", "json"];
const DIFF: [&str; 5] = ["diff", "trial", "--exit-code", "--format", "json"];

#[test]
fn a_change_is_planned_applied_and_taken_back() {
    let Some(installation) = one_region() else {
        return;
    };
    let _serving = installation.serve("trial", &[]);
    installation.json(&DEPLOY);
    let nothing = installation.json(&DIFF);
    assert!(changes(&nothing).is_empty(), "{nothing:#}");

    set_memory(&installation, 2048);
    let plan = installation.json_of(3, &DIFF);
    let published = PUBLISHED.map(|(id, is)| (id.to_owned(), is.to_owned()));
    assert_eq!(changes(&plan), published, "{plan:#}");
    let resources = plan["regions"][0]["stacks"][2]["resources"].as_array();
    let is_prepare = |resource: &&Value| resource["logicalId"] == "PrepareFunction";
    let prepare = resources.unwrap().iter().find(is_prepare).unwrap();
    assert_eq!(prepare["properties"][0]["path"], "MemorySize", "{plan:#}");
    // A plan that was only looked at leaves nothing behind, and is no deploy.
    assert_eq!(changes(&installation.json_of(3, &DIFF)), published);

    let report = installation.json(&DEPLOY);
    assert_eq!(
        report["stacks"][2]["changes"],
        PUBLISHED.len(),
        "{report:#}"
    );
    assert_eq!(report["stacks"][2]["status"], "UPDATE_COMPLETE");

    let back = installation.json(&["rollback", "trial", "--no-smoke", "--format", "json"]);
    assert_eq!(back["stacks"][2]["changes"], PUBLISHED.len(), "{back:#}");
    assert_eq!(changes(&installation.json_of(3, &DIFF)), published);
    let further = installation.told(1, &["rollback", "trial", "--no-smoke"]);
    assert!(further.contains("no earlier release"), "{further}");
    let listed = installation.json(&["rollback", "trial", "--list", "--format", "json"]);
    let releases = listed["regions"][0]["releases"].as_array().unwrap();
    assert_eq!(releases.len(), 3, "{listed:#}");

    let collected = installation.json(&["gc", "trial", "--min-age", "0", "--format", "json"]);
    let removed = collected["regions"][0]["removed"].as_array().unwrap();
    // The zips are needed; the templates are with CloudFormation.
    for object in removed {
        let key = object["key"].as_str().unwrap();
        assert!(!key.starts_with("functions/"), "{collected:#}");
    }
    set_memory(&installation, 1024);
    installation.json(&DEPLOY);
}

#[test]
fn what_holds_data_is_replaced_only_where_its_address_is_named() {
    let Some(installation) = one_region() else {
        return;
    };
    // With permissions of its own: the execution role knows no bucket of another name.
    installation.edit("trial/us-east-1/manifest.json", |manifest| {
        manifest["bootstrap"]["executionRole"] = Value::Null;
    });
    let _serving = installation.serve("trial", &[]);
    installation.json(&DEPLOY);
    installation.edit("trial/us-east-1/storage.template.json", |template| {
        let name = &mut template["Resources"]["ResultsBucket"]["Properties"]["BucketName"];
        *name = json!(format!("{}-2", name.as_str().unwrap()));
    });
    let address = "us-east-1/sightline-trial-storage/ResultsBucket";
    let told = installation.told(4, &["deploy", "trial", "--no-smoke"]);
    assert!(
        told.contains(&format!("--allow-replace {address}")),
        "{told}"
    );
    assert!(told.contains("nothing was changed"), "{told}");
    installation.json_of(4, &DIFF);
    let slip = [&DEPLOY[..], &["--allow-replace", "us-east-1/x/Y"]].concat();
    assert!(installation.told(1, &slip).contains(address));
    let allowed = [&DEPLOY[..], &["--allow-replace", address]].concat();
    let report = installation.json(&allowed);
    assert_eq!(report["stacks"][0]["status"], "UPDATE_COMPLETE");
    assert!(changes(&installation.json(&DIFF)).is_empty());
}

#[test]
fn a_failure_is_told_by_its_first_cause_and_mended_by_another_deploy() {
    let Some(installation) = one_region() else {
        return;
    };
    let faults = installation.file("faults.json");
    let fault = json!({"cloudformation": {"fail": [{
        "stack": "sightline-trial-inspection", "logicalId": "RecordFunction",
        "reason": "there is no room for it", "times": 1,
    }]}});
    fs::write(&faults, fault.to_string()).unwrap();
    let _serving = installation.serve("trial", &["--faults", faults.to_str().unwrap()]);
    let told = installation.told(1, &["deploy", "trial", "--no-smoke"]);
    assert!(
        told.contains("because: RecordFunction (AWS::Lambda::Function) is CREATE_FAILED"),
        "{told}"
    );
    assert!(told.contains("there is no room for it"), "{told}");
    assert!(told.contains("ROLLBACK_COMPLETE"), "{told}");
    let plan = installation.json_of(3, &DIFF);
    let problems = &plan["regions"][0]["stacks"][2]["problems"];
    assert!(problems[0].as_str().unwrap().contains("anew"), "{problems}");
    installation.json(&DEPLOY);
}

#[test]
fn a_plan_is_applied_as_it_was_or_not_at_all() {
    let Some(installation) = one_region() else {
        return;
    };
    let _serving = installation.serve("trial", &[]);
    let file = installation.file("plan.json");
    let file = file.to_str().unwrap();
    let save = ["diff", "trial", "--save", file, "--format", "json"];
    let apply = [&DEPLOY[..], &["--plan", file]].concat();
    installation.json(&save);
    let report = installation.json(&apply);
    assert_eq!(report["stacks"][0]["status"], "CREATE_COMPLETE");
    // Applied once, it is done: the second time has nothing left to do.
    let again = installation.json(&apply);
    assert_eq!(again["stacks"][0]["changes"], 0, "{again:#}");

    set_memory(&installation, 2048);
    installation.json(&save);
    set_memory(&installation, 512);
    let told = installation.told(1, &apply);
    assert!(told.contains("is another than the plan's"), "{told}");
    // Somebody else deploys.
    installation.json(&DEPLOY);
    set_memory(&installation, 2048);
    let told = installation.told(1, &apply);
    assert!(told.contains("somebody changed the stack at"), "{told}");
    assert!(told.contains("nothing was changed"), "{told}");
    installation.json(&save);
    let report = installation.json(&apply);
    assert_eq!(
        report["stacks"][2]["changes"],
        PUBLISHED.len(),
        "{report:#}"
    );
    fs::write(installation.file("plan.json"), "{}").unwrap();
    assert!(
        installation
            .told(1, &apply)
            .contains("is no plan of this program")
    );
}

#[test]
fn a_wave_that_fails_leaves_the_others_whole_and_the_rest_to_come() {
    const REGIONS: [&str; 4] = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];
    let rollout = Rollout {
        canary: Some("us-east-1"),
        regions_at_once: 3,
        shift: Shift::AllAtOnce,
    };
    let Some(installation) = installed(&declared(&REGIONS, rollout)) else {
        return;
    };
    let faults = installation.file("faults.json");
    let fail = |region: &str| {
        json!({
            "region": region, "stack": "sightline-trial-inspection",
            "logicalId": "RecordFunction", "reason": "no room", "times": 1,
        })
    };
    let fault = json!({"cloudformation": {"fail": [fail("us-east-1"), fail("eu-west-1")]}});
    fs::write(&faults, fault.to_string()).unwrap();
    let _serving = installation.serve("trial", &["--faults", faults.to_str().unwrap()]);
    let regions = |report: &Value| -> Vec<(String, bool)> {
        let all = report["regions"].as_array().unwrap();
        all.iter()
            .map(|one| {
                let name = one["region"].as_str().unwrap().to_owned();
                (name, one.get("failure").is_none())
            })
            .collect()
    };
    // The canary fails: the others are not begun.
    let report = installation.json_of(1, &DEPLOY);
    assert_eq!(regions(&report), [("us-east-1".to_owned(), false)]);
    assert_eq!(
        report["waiting"],
        json!(["eu-central-1", "eu-west-1", "us-west-2"])
    );
    // Now one of the second wave: the others of it come to their end.
    let report = installation.json_of(1, &DEPLOY);
    let fine: Vec<_> = regions(&report).into_iter().map(|(_, fine)| fine).collect();
    assert_eq!(fine, [true, true, false, true], "{report:#}");
    // And the next deploy does what is left.
    let report = installation.json(&DEPLOY);
    for region in report["regions"].as_array().unwrap() {
        let changes: u64 = region["stacks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|stack| stack["changes"].as_u64().unwrap())
            .sum();
        assert_eq!(changes > 0, region["region"] == "eu-west-1", "{report:#}");
    }
}

#[test]
fn a_deploy_that_is_killed_is_finished_by_the_next() {
    let Some(installation) = one_region() else {
        return;
    };
    let faults = installation.file("faults.json");
    let slow = json!({"cloudformation": {"stackTakesMs": 300}});
    fs::write(&faults, slow.to_string()).unwrap();
    let _serving = installation.serve("trial", &["--faults", faults.to_str().unwrap()]);
    // Killed at each of what it announces, from the first on.
    for (at, sign) in ["Package", "Plan", "creating", "CREATE_COMPLETE"]
        .into_iter()
        .enumerate()
    {
        set_memory(&installation, 512 + 64 * u32::try_from(at).unwrap());
        let deploy = installation
            .command(&["deploy", "trial", "--no-smoke"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut deploy = Ended(deploy);
        let mut narration = deploy.0.stderr.take().unwrap();
        let mut said = String::new();
        let mut buffer = [0; 512];
        while !said.contains(sign) {
            let read = narration.read(&mut buffer).unwrap();
            if read == 0 {
                break;
            }
            said.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
        // SIGKILL: it cleans nothing up.
        deploy.0.kill().unwrap();
        deploy.0.wait().unwrap();
    }
    installation.json(&DEPLOY);
    assert!(changes(&installation.json(&DIFF)).is_empty());
    let gc = [
        "gc",
        "trial",
        "--min-age",
        "0",
        "--keep",
        "1",
        "--format",
        "json",
    ];
    installation.json(&gc);
    let again = installation.json(&gc);
    assert_eq!(again["regions"][0]["removed"], json!([]));
    // What is left is what the stacks need: a zip for each program, and one release.
    let mut programs = BTreeSet::new();
    installation.edit(&format!("trial/{REGION}/manifest.json"), |manifest| {
        let functions = manifest["functions"].as_array().unwrap().iter();
        programs.extend(functions.map(|one| one["binary"].as_str().unwrap().to_owned()));
    });
    assert_eq!(again["regions"][0]["kept"], programs.len() + 1, "{again:#}");
}

#[test]
fn what_is_changed_by_hand_is_told_and_can_be_accepted() {
    let Some(installation) = one_region() else {
        return;
    };
    let serving = installation.serve("trial", &[]);
    installation.json(&DEPLOY);
    let drift = ["drift", "trial", "--exit-code", "--format", "json"];
    installation.json(&drift);
    let changed = lambda(
        &serving,
        "PUT /2015-03-31/functions/sightline-trial-record/configuration",
        r#"{"MemorySize": 777}"#,
    );
    assert!(changed.starts_with("HTTP/1.1 200"), "{changed}");
    let found = installation.json_of(3, &drift);
    let stacks = found["regions"][0]["stacks"].as_array().unwrap();
    let all: Vec<&Value> = stacks
        .iter()
        .flat_map(|stack| stack["drift"].as_array().unwrap())
        .collect();
    assert_eq!(all.len(), 1, "{found:#}");
    assert_eq!(all[0]["logicalId"], "RecordFunction");
    assert_eq!(all[0]["properties"][0]["path"], "/MemorySize");
    assert_eq!(all[0]["properties"][0]["actual"], "777");
    let plan = installation.json(&DIFF);
    let shown = &plan["regions"][0]["stacks"][2]["drift"][0]["properties"][0];
    assert_eq!(shown["actual"], "777", "{plan:#}");
    installation.json(&["drift", "trial", "--accept", "--format", "json"]);
    let accepted = installation.json(&drift);
    let stacks = accepted["regions"][0]["stacks"].as_array().unwrap();
    let mut all = stacks
        .iter()
        .flat_map(|stack| stack["drift"].as_array().unwrap());
    assert_eq!(all.next().unwrap()["accepted"], true);
    let text = installation.told(0, &["diff", "trial"]);
    assert!(text.contains("accepted"), "{text}");

    // The templates are the same: only a deploy that is asked to takes it back.
    assert!(text.contains("Nothing to do."), "{text}");
    let text = installation.told(0, &["diff", "trial", "--revert-drift"]);
    assert!(
        text.contains("takes back what was changed by hand") && text.contains("- 777"),
        "{text}"
    );
    installation.json(&[&DEPLOY[..], &["--revert-drift"]].concat());
    let after = installation.json(&drift);
    let mut all = after["regions"][0]["stacks"].as_array().unwrap().iter();
    let is_clean = |stack: &Value| stack["drift"].as_array().unwrap().is_empty();
    assert!(all.all(is_clean), "{after:#}");
}

#[test]
fn data_go_only_where_that_is_said_by_name() {
    let Some(installation) = one_region() else {
        return;
    };
    let _serving = installation.serve("trial", &[]);
    installation.json(&DEPLOY);
    let refused = installation.told(1, &["destroy", "trial"]);
    assert!(refused.contains("nobody is there to agree"), "{refused}");
    let slip = installation.told(1, &["destroy", "trial", "--including-data=prod", "--yes"]);
    assert!(slip.contains("does not name the environment"), "{slip}");
    installation.told(0, &["destroy", "trial", "--yes"]);
    let status = installation.json(&["status", "trial", "--format", "json"]);
    let stacks: Vec<&str> = status["regions"][0]["stacks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stack| stack["status"].as_str().unwrap())
        .collect();
    assert_eq!(stacks, ["CREATE_COMPLETE", "NOT_DEPLOYED", "NOT_DEPLOYED"]);
    installation.json(&DEPLOY);
    installation.told(0, &["destroy", "trial", "--including-data=trial", "--yes"]);
    let status = installation.json(&["status", "trial", "--format", "json"]);
    for stack in status["regions"][0]["stacks"].as_array().unwrap() {
        assert_eq!(stack["status"], "NOT_DEPLOYED");
    }
}

#[test]
fn what_was_never_deployed_is_not_begun_by_going_back() {
    let Some(installation) = one_region() else {
        return;
    };
    let _serving = installation.serve("trial", &[]);
    for words in [&["rollback", "trial"][..], &["drift", "trial"]] {
        let told = installation.told(1, words);
        assert!(told.contains("cargo xtask deploy trial"), "{told}");
        assert!(!told.contains("creating"), "{told}");
    }
    // A plan that cannot be kept leaves no change sets, and no stacks in name alone.
    let lost = installation.file("no-such-folder/plan.json");
    let told = installation.told(1, &["diff", "trial", "--save", lost.to_str().unwrap()]);
    assert!(told.contains("cannot write"), "{told}");
    let status = installation.json(&["status", "trial", "--format", "json"]);
    for stack in status["regions"][0]["stacks"].as_array().unwrap() {
        assert_eq!(stack["status"], "NOT_DEPLOYED", "{status:#}");
    }
}

#[test]
fn programs_are_told_of_every_step() {
    let Some(installation) = one_region() else {
        return;
    };
    let _serving = installation.serve("trial", &[]);
    let output = installation.run(&["deploy", "trial", "--no-smoke", "--format", "events"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let events: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).count();
    assert_eq!(of("regionStarted"), 1);
    // The bootstrap's stack is one of them.
    assert_eq!(of("stackEnded"), 4, "{text}");
    assert!(of("resource") > 10, "{text}");
    let last = events.last().unwrap();
    assert_eq!(last["event"], "report");
    assert_eq!(last["report"]["region"], REGION);
    // Logs of a function that never ran are empty, and no error.
    assert!(installation.run(&["logs", "trial"]).stdout.is_empty());
    let unknown = installation.told(1, &["logs", "trial", "--function", "x"]);
    assert!(unknown.contains("first-look"), "{unknown}");
}

/// Asks the region's Lambda for something; gives the whole answer.
fn lambda(served: &Served, line: &str, body: &str) -> String {
    let host = served.endpoint.strip_prefix("http://").unwrap();
    let mut stream = until("the region takes a connection", || {
        TcpStream::connect(host).ok()
    });
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         authorization: AWS4-HMAC-SHA256 \
         Credential=local/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, \
         Signature=0\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
