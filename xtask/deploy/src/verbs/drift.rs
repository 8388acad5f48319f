//! `drift`: what was changed by hand.

use grammar::DriftArgs;
use serde_json::{Value, json};
use ui::{Align, Exit, Format, Table, Ui};

use super::status;
use crate::drift::{self, Accepted};
use crate::session::Folders;

/// Looks for drift in all regions at once.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &DriftArgs) -> anyhow::Result<Exit> {
    let mut regions = Vec::new();
    let mut table = Table::new([
        ("region", Align::Left),
        ("stack", Align::Left),
        ("resource", Align::Left),
        ("what", Align::Left),
        ("expected", Align::Left),
        ("actual", Align::Left),
    ]);
    let mut open = 0_usize;
    let mut all = 0_usize;
    let sessions = status::sessions(ui, folders, &args.place).await?;
    for session in &sessions {
        super::smoke::deployed(session).await?;
    }
    let stacks = sessions.iter().flat_map(|session| {
        let stacks = session.manifest().stacks.iter();
        stacks.map(move |stack| (session, stack.name.as_str()))
    });
    let mut detected = drift::detect_all(stacks).await?.into_iter();
    for session in &sessions {
        let region = session.manifest().region.clone();
        let mut found = Accepted::new();
        for (stack, mut drift) in session.manifest().stacks.iter().zip(detected.by_ref()) {
            for resource in &mut drift {
                resource.accepted |= args.accept;
                open += usize::from(!resource.accepted);
                all += 1;
            }
            found.insert(stack.name.clone(), drift);
        }
        if args.accept {
            drift::accept(session, &found).await?;
        }
        rows(&mut table, &region, &found);
        let stacks: Vec<Value> = found
            .iter()
            .map(|(stack, drift)| json!({ "stack": stack, "drift": drift }))
            .collect();
        regions.push(json!({ "region": region, "stacks": stacks }));
    }
    if Format::from(args.format) == Format::Json {
        ui.json(&json!({ "environment": args.place.environment, "regions": regions }))?;
    } else if all == 0 {
        ui.tell("Everything is as the stacks say.");
    } else {
        ui.table(&table)?;
        advise(ui, &args.place.environment, open);
    }
    Ok(match open {
        0 => Exit::Fine,
        _ if args.exit_code => Exit::Changes,
        _ => Exit::Fine,
    })
}

fn rows(table: &mut Table, region: &str, found: &Accepted) {
    for (stack, drift) in found {
        for resource in drift {
            let accepted = if resource.accepted { ", accepted" } else { "" };
            if resource.properties.is_empty() {
                let what = format!("is gone{accepted}");
                table.row([region, stack, &resource.logical_id, &what, "", ""]);
            }
            for property in &resource.properties {
                let what = format!("{}{accepted}", property.path);
                table.row([
                    region,
                    stack,
                    &resource.logical_id,
                    &what,
                    &property.expected,
                    &property.actual,
                ]);
            }
        }
    }
}

fn advise(ui: &Ui, environment: &str, open: usize) {
    if open == 0 {
        return;
    }
    ui.tell(format!(
        "\nNext:\n  write what is meant into stacks/inspection and deploy, or\n  \
         cargo xtask drift {environment} --accept\n      plans then show it as accepted"
    ));
}
