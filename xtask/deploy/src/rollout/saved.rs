//! A plan in a file: what was looked at is what is applied, or nothing is.

use std::path::Path;

use plan::Plan;
use serde::{Deserialize, Serialize};
use ui::Problem;

use super::plan::{Planned, PlannedStack};
use crate::session::Session;
use crate::stacks::{self, ChangeSet, Execution, Seen, Wanted};

/// The version of the file's form.
const FORMAT: u32 = 1;

/// A plan with the change sets that wait in the account.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SavedPlan {
    format: u32,
    /// When it was made, RFC 3339 in UTC.
    made_at: String,
    /// What people are shown.
    pub plan: Plan,
    regions: Vec<SavedRegion>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedRegion {
    region: String,
    account: String,
    stacks: Vec<SavedStack>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedStack {
    wanted: Wanted,
    seen: Seen,
    change_set: Option<ChangeSet>,
}

impl SavedPlan {
    pub(crate) fn new(plan: Plan, regions: &[Planned]) -> Self {
        let stack = |stack: &PlannedStack| SavedStack {
            wanted: stack.wanted.clone(),
            seen: stack.seen.clone(),
            change_set: stack.change_set.clone(),
        };
        Self {
            format: FORMAT,
            made_at: jiff::Timestamp::now().to_string(),
            plan,
            regions: regions
                .iter()
                .map(|region| SavedRegion {
                    region: region.plan.region.clone(),
                    account: region.session.manifest().account.clone(),
                    stacks: region.stacks.iter().map(stack).collect(),
                })
                .collect(),
        }
    }

    pub(crate) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        std::fs::write(file, text).map_err(|error| {
            Problem::new(format!("cannot write {}", file.display())).because(error)
        })?;
        Ok(())
    }

    /// # Errors
    /// A file that cannot be read, is no plan, or one of another form.
    pub(crate) fn read(file: &Path) -> Result<Self, Problem> {
        let shown = file.display();
        let again = "make it anew: cargo xtask diff ENV --save FILE";
        let text = std::fs::read(file).map_err(|error| {
            Problem::new(format!("cannot read the plan {shown}"))
                .because(error)
                .next(again)
        })?;
        let saved: Self = serde_json::from_slice(&text).map_err(|error| {
            Problem::new(format!("{shown} is no plan of this program"))
                .because(error)
                .next(again)
        })?;
        if saved.format != FORMAT {
            return Err(Problem::new(format!(
                "the plan {shown} is of form {}, and this program reads form {FORMAT}",
                saved.format
            ))
            .next(again));
        }
        Ok(saved)
    }

    /// The regions that it is for.
    pub(crate) fn regions(&self) -> Vec<&str> {
        self.regions
            .iter()
            .map(|region| region.region.as_str())
            .collect()
    }

    /// The plan as what can be applied, when everything is still as it was: the artefacts, and
    /// the stacks in the account. Stacks that this very plan has changed already are done.
    ///
    /// # Errors
    /// Everything that has moved on since.
    pub(crate) async fn check(
        mut self,
        sessions: Vec<(Session, Vec<Wanted>)>,
    ) -> anyhow::Result<Vec<Planned>> {
        let mut planned = Vec::new();
        let mut moved = Vec::new();
        for (session, wanted) in sessions {
            let region = session.manifest().region.clone();
            let Some(at) = self.regions.iter().position(|saved| saved.region == region) else {
                continue;
            };
            let saved = self.regions.swap_remove(at);
            if saved.account != session.manifest().account {
                moved.push(format!(
                    "{region}: it was made for the account {}",
                    saved.account
                ));
            }
            let mut stacks = Vec::new();
            for stack in saved.stacks {
                let now = wanted.iter().find(|now| now.name == stack.wanted.name);
                if now != Some(&stack.wanted) {
                    moved.push(format!(
                        "{region}/{}: the generated template, the code of a function or a \
                         parameter is another than the plan's",
                        stack.wanted.name
                    ));
                }
                match stack.now(&session).await? {
                    Ok(stack) => stacks.push(stack),
                    Err(why) => moved.push(format!("{region}/{why}")),
                }
            }
            let plans = self.plan.regions.iter();
            let plan = plans.clone().find(|plan| plan.region == region).cloned();
            let Some(plan) = plan else {
                moved.push(format!("{region}: the file has no plan for it"));
                continue;
            };
            planned.push(Planned {
                session,
                stacks,
                plan,
            });
        }
        if moved.is_empty() {
            return Ok(planned);
        }
        let problem = Problem::new("the plan is out of date; nothing was changed");
        Err(problem
            .because(moved.join("\n"))
            .next("plan again and look at it: cargo xtask diff ENV --save FILE")
            .into())
    }
}

impl SavedStack {
    /// As it can be applied, or why it cannot.
    async fn now(self, session: &Session) -> anyhow::Result<Result<PlannedStack, String>> {
        let name = self.wanted.name.clone();
        let seen = Seen::now(session, &name).await?;
        let mut planned = PlannedStack {
            wanted: self.wanted,
            seen: self.seen,
            change_set: self.change_set,
        };
        let Some(change_set) = &planned.change_set else {
            return Ok(if seen == planned.seen {
                Ok(planned)
            } else {
                Err(changed(&name, &seen))
            });
        };
        // A stack that was made by this change set, or is being made, has come along with the plan.
        if seen.change_set.as_ref() == Some(&change_set.arn) {
            planned.change_set = None;
            return Ok(Ok(planned));
        }
        if seen != planned.seen {
            return Ok(Err(changed(&name, &seen)));
        }
        Ok(match stacks::execution(session, &name, change_set).await? {
            Execution::Available | Execution::Begun => Ok(planned),
            Execution::Obsolete => Err(format!("{name}: its change set is gone")),
        })
    }
}

fn changed(name: &str, seen: &Seen) -> String {
    match (&seen.changed, &seen.status) {
        (Some(at), Some(status)) => {
            format!("{name}: somebody changed the stack at {at}; it is {status}")
        }
        _ => format!("{name}: the stack is gone"),
    }
}
