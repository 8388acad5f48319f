//! The steps of an acceptance: deployed, deployed again, changed, failed and rolled back, used,
//! destroyed. After each, what is there is read back through the services.

use serde_json::json;

use super::copy::{Copy, Edit, Edited, Which};
use super::deploys::{Deploys, Ended, Report, Smoked, Target};
use super::read_back::Reader;
use super::transcript::Transcript;

/// The function whose memory is changed, and the one whose code is not there.
const CHANGED: &str = "first-look";
const BROKEN: &str = "summarise";
/// Memory in MB, other than what the configuration says and than each other.
const MEMORY: [u64; 2] = [320, 384];
/// A key that no deploy writes, and a database that no stack makes.
const NO_CODE: &str = "functions/there-is-none.zip";
const NO_DATABASE: &str = "there_is_none";

/// An acceptance of one emulator.
pub(super) struct Acceptance<'a> {
    pub(super) copy: &'a Copy,
    pub(super) deploys: &'a Deploys,
    pub(super) reader: &'a Reader,
    pub(super) transcript: &'a Transcript<'a>,
}

impl Acceptance<'_> {
    /// Goes through all of them.
    pub(super) fn run(&self) -> anyhow::Result<()> {
        self.transcript.step("bootstrap: the account is set up");
        let ended = self.deploys.bootstrap()?;
        self.transcript
            .check(ended.succeeded, "the stack is made", took(&ended));
        let before = self.reader.left(self.copy)?;
        let target = self.deploys()?;
        self.repeats(&target)?;
        self.changes(&target)?;
        if self.is_asked(&target, "rollback", "a failure in the middle") {
            self.rolls_back(&target)?;
        }
        if self.is_asked(&target, "smoke-test", "a batch of pictures") {
            self.inspects()?;
        }
        self.destroys(&before)?;
        if self.is_asked(&target, "rollback", "a failure while everything is made") {
            self.begins_anew(&target, &before)?;
        }
        Ok(())
    }

    /// Whether the target has a feature; where not, that is told.
    fn is_asked(&self, target: &Target, feature: &str, what: &str) -> bool {
        match target.absent.get(feature) {
            Some(why) => {
                self.transcript.not_asked(what, why);
                false
            }
            None => true,
        }
    }

    fn deploys(&self) -> anyhow::Result<Target> {
        self.transcript.step("deploy");
        self.copy.set(&[])?;
        let ended = self.deploys.deploy()?;
        let report: Report = ended.report()?;
        self.tell(&report.target);
        self.stand(&report, &ended);
        self.as_the_templates(&report.target)?;
        Ok(report.target)
    }

    fn repeats(&self, target: &Target) -> anyhow::Result<()> {
        self.transcript.step("deploy again: nothing to change");
        let ended = self.deploys.deploy()?;
        let report: Report = ended.report()?;
        self.stand(&report, &ended);
        let changes: usize = report.stacks.iter().map(|stack| stack.changes).sum();
        self.transcript
            .check(changes == 0, "no resource changes", format!("{changes}"));
        self.as_the_templates(target)
    }

    fn changes(&self, target: &Target) -> anyhow::Result<()> {
        let memory = MEMORY[0];
        self.transcript
            .step(&format!("change: {CHANGED} gets {memory} MB"));
        self.copy.set(&[memory_of(memory)])?;
        let ended = self.deploys.deploy()?;
        let report: Report = ended.report()?;
        self.stand(&report, &ended);
        let changed: Vec<_> = report
            .stacks
            .iter()
            .filter(|stack| stack.changes > 0)
            .map(|stack| format!("{} ({})", stack.name, stack.changes))
            .collect();
        self.transcript
            .check(changed.len() == 1, "one stack changes", changed.join(", "));
        self.as_the_templates(target)
    }

    fn rolls_back(&self, target: &Target) -> anyhow::Result<()> {
        let memory = MEMORY[1];
        self.transcript.step(&format!(
            "failure in the middle: {CHANGED} gets {memory} MB, and the code of {BROKEN} is not there"
        ));
        let edited = self.copy.set(&[memory_of(memory), without_code()])?;
        let ended = self.deploys.deploy()?;
        self.fails(&ended, edited.last(), "UPDATE_FAILED", NO_CODE);
        self.has_status(edited.last(), "UPDATE_ROLLBACK_COMPLETE")?;
        // What the last good deploy said is what has to be there.
        self.copy.set(&[memory_of(MEMORY[0])])?;
        self.as_the_templates(target)?;
        self.transcript.step("deploy after the rollback");
        let ended = self.deploys.deploy()?;
        self.stand(&ended.report()?, &ended);
        self.as_the_templates(target)
    }

    fn inspects(&self) -> anyhow::Result<()> {
        self.transcript
            .step("a batch through the deployed pipeline");
        let ended = self.deploys.run("smoke", &["--format", "json"])?;
        if !self
            .transcript
            .check(ended.succeeded, "the smoke test passes", took(&ended))
        {
            self.transcript.note(ended.last_words());
            return Ok(());
        }
        let Smoked { batch } = ended.report()?;
        self.transcript.note(format!(
            "{} pictures, {} rejected, {} suspicious, {} defects",
            batch.pictures, batch.rejected, batch.suspicious, batch.defects
        ));
        Ok(())
    }

    /// `before` is what there was when nothing was deployed: what sets the account up.
    fn destroys(&self, before: &[String]) -> anyhow::Result<()> {
        self.transcript.step("destroy");
        let ended = self.deploys.destroy()?;
        if !self
            .transcript
            .check(ended.succeeded, "everything is deleted", took(&ended))
        {
            self.transcript.note(ended.last_words());
        }
        let mut left = self.reader.left(self.copy)?;
        left.retain(|one| !before.contains(one));
        self.transcript
            .none(&left, "nothing is left in any service");
        Ok(())
    }

    /// The first deploy fails; the next makes the stack anew.
    fn begins_anew(&self, target: &Target, before: &[String]) -> anyhow::Result<()> {
        self.transcript.step(&format!(
            "failure while everything is made: a table is of the database {NO_DATABASE}"
        ));
        let edited = self.copy.set(&[without_database()])?;
        let ended = self.deploys.deploy()?;
        self.fails(&ended, edited.last(), "CREATE_FAILED", NO_DATABASE);
        self.has_status(edited.last(), "ROLLBACK_COMPLETE")?;
        let mut left = self.reader.left(self.copy)?;
        // The stacks that were made before it stay, with their buckets; it stays in name.
        left.retain(|one| !before.contains(one));
        left.retain(|one| !one.starts_with("stack ") && !one.starts_with("bucket "));
        self.transcript
            .none(&left, "nothing is left of what the stack had made");
        self.transcript.step("deploy after the failure: made anew");
        self.copy.set(&[])?;
        let ended = self.deploys.deploy()?;
        self.stand(&ended.report()?, &ended);
        self.as_the_templates(target)?;
        self.destroys(before)
    }

    /// What is not as on AWS.
    fn tell(&self, target: &Target) {
        for stack in &target.left_out {
            self.transcript.note(format!("{stack} is left out"));
        }
        for (stack, dropped) in &target.dropped {
            let mut kinds: Vec<_> = dropped.iter().map(|one| (&one.kind, &one.why)).collect();
            kinds.dedup();
            kinds.sort();
            kinds.dedup();
            for (kind, why) in kinds {
                let number = dropped.iter().filter(|one| &one.kind == kind).count();
                self.transcript
                    .note(format!("{stack}: {number} {kind} left out: {why}"));
            }
        }
        for (stack, changed) in &target.changed {
            for one in changed {
                self.transcript
                    .note(format!("{stack}: {} is changed: {}", one.place, one.why));
            }
        }
    }

    /// Every stack is complete.
    fn stand(&self, report: &Report, ended: &Ended) {
        let wrong: Vec<String> = report
            .stacks
            .iter()
            .filter(|stack| {
                !stack.status.ends_with("_COMPLETE") || stack.status.contains("ROLLBACK")
            })
            .filter(|stack| stack.changes > 0 || stack.status != "UPDATE_ROLLBACK_COMPLETE")
            .map(|stack| format!("{} is {}", stack.name, stack.status))
            .collect();
        let stacks = ui::count(report.stacks.len(), "stack");
        let what = format!("{stacks} complete, in {}", ui::duration(ended.took));
        self.transcript.none(&wrong, &what);
    }

    /// A deploy failed, and told the first cause: this resource, in CloudFormation's word, for
    /// what is not there.
    fn fails(&self, ended: &Ended, broken: Option<&Edited>, word: &str, missing: &str) {
        self.transcript
            .check(!ended.succeeded, "the deploy fails", took(ended));
        let words = ended.last_words();
        let named = broken.is_some_and(|one| words.contains(&format!("because: {}", one.resource)));
        self.transcript.check(
            named && words.contains(word) && words.contains(missing),
            "its first cause is told, and nothing that followed from it",
            "",
        );
        for line in words.lines() {
            self.transcript.note(line.trim_end());
        }
    }

    fn has_status(&self, of: Option<&Edited>, wanted: &str) -> anyhow::Result<()> {
        let stack = of.map_or("", |edited| edited.stack.as_str());
        let status = self.reader.status(self.copy, stack)?;
        self.transcript.check(
            status == wanted,
            &format!("{stack} is {wanted}"),
            if status == wanted { "" } else { &status },
        );
        Ok(())
    }

    /// Every resource is there and has the template's properties.
    fn as_the_templates(&self, target: &Target) -> anyhow::Result<()> {
        let found = self.reader.resources(self.copy, target)?;
        let what = format!(
            "{} are in their services as the templates say",
            ui::count(found.resources, "resource")
        );
        self.transcript.none(&found.wrong, &what);
        for (kind, ignores) in &target.ignores {
            for (property, why) in ignores {
                let key = (kind.clone(), property.clone());
                let number = found.ignored.get(&key).copied().unwrap_or_default();
                if number > 0 {
                    self.transcript
                        .note(format!("but {kind}.{property} of {number}: {why}"));
                }
            }
        }
        Ok(())
    }
}

fn memory_of(memory: u64) -> Edit<'static> {
    Edit {
        of: Which::Function(CHANGED),
        property: "/MemorySize",
        value: json!(memory),
    }
}

fn without_code() -> Edit<'static> {
    Edit {
        of: Which::Function(BROKEN),
        property: "/Code/S3Key",
        value: json!(NO_CODE),
    }
}

fn without_database() -> Edit<'static> {
    Edit {
        of: Which::First("AWS::Glue::Table"),
        property: "/DatabaseName",
        value: json!(NO_DATABASE),
    }
}

fn took(ended: &Ended) -> String {
    format!("in {}", ui::duration(ended.took))
}
