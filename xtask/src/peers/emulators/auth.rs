//! What the deploy role allows, held against an emulator that checks signatures and policies: a
//! user with its statements and no others deploys, and then with each of them taken away.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use ui::{Align, Table, Ui};

use super::copy::{Copy, Edit, Which};
use super::deploys::{Deploys, Ended, Report};
use super::read_back::Reader;
use super::role::DeployRole;
use super::transcript::Transcript;

const SCRIPT: &str = include_str!("user.py");
/// The memory of a function that is changed, in MB: each time to another.
const CHANGED: &str = "first-look";
const MEMORY: u64 = 320;

/// A run on an emulator that checks permissions.
pub(super) struct Auth<'a> {
    pub(super) ui: &'a Ui,
    pub(super) copy: &'a Copy,
    pub(super) deploys: Deploys,
    pub(super) reader: &'a Reader,
    pub(super) transcript: &'a Transcript<'a>,
    pub(super) role: DeployRole,
}

/// What became of a deploy without a statement.
struct Tried {
    /// The step that failed, and the emulator's words; none where every step held.
    failed: Option<(&'static str, String)>,
}

#[derive(Deserialize)]
struct Key {
    id: String,
    secret: String,
}

impl Auth<'_> {
    pub(super) fn run(mut self) -> anyhow::Result<()> {
        let all = ui::count(self.role.statements.len(), "statement");
        self.transcript.step(&format!(
            "deploy with the {all} of {} alone",
            self.role.name
        ));
        for condition in &self.role.conditions {
            self.transcript.not_asked(
                &format!("the condition of {condition}"),
                "the emulator never fills the key in",
            );
        }
        let ended = self.deploys.bootstrap()?;
        self.holds(&ended, "the account is set up, as its root");
        let key: Key = serde_json::from_value(self.user(true, &[])?)?;
        self.deploys.credentials = vec![
            ("SIGHTLINE_TARGET_ACCESS_KEY_ID", key.id),
            ("SIGHTLINE_TARGET_SECRET_ACCESS_KEY", key.secret),
        ];
        self.copy.set(&[])?;
        let ended = self.deploys.deploy()?;
        if !self.holds(&ended, "everything is deployed") {
            return Ok(());
        }
        let report: Report = ended.report()?;
        let found = self.reader.resources(self.copy, &report.target)?;
        let what = format!(
            "{} are in their services as the templates say",
            ui::count(found.resources, "resource")
        );
        self.transcript.none(&found.wrong, &what);
        self.transcript.step("and without each of them");
        let mut tried = self.each()?;
        self.start_anew(&mut tried)?;
        self.show(&tried)?;
        self.transcript.step("destroy, as the account's root");
        self.deploys.credentials.clear();
        let ended = self.deploys.destroy()?;
        self.holds(&ended, "everything is deleted");
        Ok(())
    }

    fn holds(&self, ended: &Ended, what: &str) -> bool {
        let took = format!("in {}", ui::duration(ended.took));
        let holds = self.transcript.check(ended.succeeded, what, took);
        if !holds {
            self.transcript.note(ended.last_words());
        }
        holds
    }

    /// What stands is changed without each of the statements in turn.
    fn each(&self) -> anyhow::Result<Vec<Tried>> {
        let mut tried = Vec::new();
        for (index, statement) in self.role.statements.iter().enumerate() {
            let failed = if statement.allows() {
                self.user(false, &[index])?;
                self.copy.set(&[Edit {
                    of: Which::Function(CHANGED),
                    property: "/MemorySize",
                    value: json!(MEMORY + index as u64),
                }])?;
                match failure("a change", &self.deploys.deploy()?) {
                    None => failure("status", &self.deploys.run("status", &[])?),
                    failed => failed,
                }
            } else {
                None
            };
            tried.push(Tried { failed });
        }
        Ok(tried)
    }

    /// Statements that no change needs: a first deploy may need them. All of them are taken away
    /// at once; what is refused then tells which it was, and it is tried again with that one.
    fn start_anew(&mut self, tried: &mut [Tried]) -> anyhow::Result<()> {
        self.copy.set(&[])?;
        let user = self.deploys.credentials.clone();
        for _ in 0..tried.len() {
            self.deploys.credentials.clear();
            let ended = self.deploys.destroy()?;
            if !self.holds(&ended, "everything is deleted, to begin anew") {
                return Ok(());
            }
            self.deploys.credentials.clone_from(&user);
            let without: Vec<usize> = (0..tried.len())
                .filter(|index| tried[*index].failed.is_none())
                .filter(|index| self.role.statements[*index].allows())
                .collect();
            self.user(false, &without)?;
            let ended = self.deploys.deploy()?;
            let Some((step, words)) = failure("a first deploy", &ended) else {
                return Ok(());
            };
            let needed = without.iter().find(|index| {
                denied(&words).is_some_and(|action| self.role.statements[**index].names(action))
            });
            match needed {
                Some(index) => tried[*index].failed = Some((step, words)),
                None => {
                    self.transcript.note(ended.last_words());
                    self.transcript
                        .check(false, "what a first deploy needs can be told", "");
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn show(&self, tried: &[Tried]) -> anyhow::Result<()> {
        let mut table = Table::new([
            ("policy", Align::Left),
            ("statement", Align::Left),
            ("without it fails", Align::Left),
            ("denied", Align::Left),
        ]);
        let mut foreign = Vec::new();
        for (statement, tried) in self.role.statements.iter().zip(tried) {
            let (step, action) = match &tried.failed {
                Some((step, words)) => {
                    let action = denied(words);
                    if action.is_none() && !words.contains("AccessDenied") {
                        foreign.push(format!("{}: {words}", statement.sid));
                    }
                    (*step, action.unwrap_or("(not told)"))
                }
                None if statement.allows() => ("nothing here", ""),
                None => ("nothing: it refuses", ""),
            };
            table.row([&statement.policy, &statement.sid, step, action]);
        }
        self.ui.table(&table)?;
        let needed = tried.iter().filter(|one| one.failed.is_some()).count();
        self.transcript.check(
            needed > 0,
            "statements are needed",
            format!("{needed} of {}", tried.len()),
        );
        self.transcript
            .none(&foreign, "what fails, fails for a permission");
        Ok(())
    }

    /// Gives the user the role's statements but for some, and tells the key of a new user.
    fn user(&self, make: bool, without: &[usize]) -> anyhow::Result<Json> {
        let given = json!({
            "endpoint": self.reader.endpoint,
            "region": self.copy.manifest.region,
            "account": self.copy.manifest.account,
            "secret": "test",
            "user": self.role.name,
            "make": make,
            "policies": self.role.policies(without),
        });
        let mut child = Command::new(&self.reader.python)
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.reader.python.display()))?;
        let mut stdin = child.stdin.take().context("the script has no stdin")?;
        stdin.write_all(given.to_string().as_bytes())?;
        drop(stdin);
        let output = child.wait_with_output()?;
        if !output.status.success() {
            anyhow::bail!("the user {} cannot be made", self.role.name);
        }
        serde_json::from_slice(&output.stdout).context("the user's key cannot be read")
    }
}

/// The step and the words with which it failed, if it did.
fn failure(step: &'static str, ended: &Ended) -> Option<(&'static str, String)> {
    (!ended.succeeded).then(|| (step, ended.last_words().to_owned()))
}

/// The action that was denied, in the words that IAM has for it.
fn denied(words: &str) -> Option<&str> {
    let after = words.split_once("not authorized to perform: ")?.1;
    after.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_denied_action_is_read_from_iams_words() {
        let words = "error: AWS did not describe the stack x\n  because: AccessDenied: User: \
                     arn:aws:iam::1:user/x is not authorized to perform: \
                     cloudformation:DescribeStacks on resource: y";
        assert_eq!(denied(words), Some("cloudformation:DescribeStacks"));
        assert_eq!(denied("error: no such thing"), None);
    }
}
