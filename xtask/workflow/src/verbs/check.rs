//! `workflow check`.

use grammar::CheckArgs;
use ui::{Exit, Format, Ui};

use super::execution_type;
use crate::check;
use crate::source::Source;

pub(super) fn run(ui: &Ui, args: &CheckArgs) -> anyhow::Result<Exit> {
    let kind = execution_type(args.machine_type);
    let mut checked = Vec::new();
    for file in &args.files {
        checked.push(check::check(&Source::read(file)?, kind));
    }
    let wrong = checked
        .iter()
        .filter(|checked| checked.has_errors())
        .count();
    match args.format.into() {
        Format::Json => ui.json(&check::to_json(&checked))?,
        _ => {
            let told = check::render(&checked);
            if !told.is_empty() {
                ui.tell(told.trim_end());
            }
            let files = ui::count(checked.len(), "file");
            if wrong == 0 {
                ui.status("Check", format!("{files}: no errors"));
            } else {
                ui.failed("Check", format!("{files}: {wrong} with errors"));
            }
        }
    }
    Ok(if wrong == 0 {
        Exit::Fine
    } else {
        Exit::Fixable
    })
}
