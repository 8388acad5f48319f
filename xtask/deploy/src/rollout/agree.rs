//! Agreeing: nothing that loses data happens unless its address is named, and nothing at all
//! unless somebody says so.

use plan::{Plan, render_text};
use ui::{Problem, Ui};

/// The addresses of resources whose data would be lost and which are not allowed to.
///
/// # Errors
/// An allowed address that the plan does not have: most likely a slip.
pub(crate) fn dangers(plan: &Plan, allowed: &[String]) -> Result<Vec<String>, Problem> {
    let all = plan.dangers();
    if let Some(unknown) = allowed.iter().find(|address| !all.contains(address)) {
        let problem = Problem::new(format!(
            "--allow-replace {unknown}: no data would be lost with a resource of this address"
        ));
        return Err(match all.is_empty() {
            true => problem.next("leave it out: nothing that holds data is replaced or removed"),
            false => problem.next(format!("name one of: {}", all.join(", "))),
        });
    }
    let mut lost = all;
    lost.retain(|address| !allowed.contains(address));
    Ok(lost)
}

/// Data would be lost with these addresses.
pub(crate) fn refused(lost: &[String]) -> Problem {
    let mut problem = Problem::new(format!(
        "data would be lost with {}; nothing was changed",
        ui::count(lost.len(), "resource")
    ))
    .because(lost.join("\n"));
    for address in lost {
        problem = problem.next(format!("if that is meant: --allow-replace {address}"));
    }
    problem
}

/// Shows the plan and asks.
///
/// # Errors
/// When the answer is no, or nobody is there to answer.
pub(crate) async fn agree(ui: &Ui, plan: &Plan, account: &str) -> anyhow::Result<()> {
    ui.tell(format!("\n{}", render_text(plan)));
    let changes: usize = plan.stacks().map(|(_, stack)| stack.resources.len()).sum();
    let question = format!(
        "Make {} in {} (account {account})? [y/N]",
        ui::count(changes, "change"),
        plan.environment,
    );
    let asks = ui.clone();
    let answer = tokio::task::spawn_blocking(move || asks.ask(&question)).await??;
    let problem = match answer.as_deref() {
        Some("y" | "Y" | "yes") => return Ok(()),
        Some(_) => Problem::new("nothing was changed, as you said"),
        None => Problem::new(format!(
            "the environment {:?} would change, and nobody is there to agree",
            plan.environment
        ))
        .next("add `--yes`"),
    };
    Err(problem.into())
}
