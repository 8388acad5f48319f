//! `workflow conformance`.

use anyhow::Context;
use asl_run::conformance::{Verdict, summarise};
use grammar::ConformanceArgs;
use ui::{Align, Exit, Format, Table, Ui};

use crate::conformance;
use crate::history::shorten;
use crate::source::Source;

/// How much of a reason is shown in a table.
const SHOWN: usize = 200;

pub(super) fn run(ui: &Ui, args: &ConformanceArgs) -> anyhow::Result<Exit> {
    let cases = conformance::parse_cases(&Source::read(&args.cases)?, &args.only)?;
    let progress = ui.progress("Run", ui::count(cases.len(), "case"));
    let reports = conformance::run(&cases, |done| {
        progress.update(format!("{done} of {}", ui::count(cases.len(), "case")));
    });
    progress.done(ui::count(cases.len(), "case"));
    if let Some(file) = &args.write {
        std::fs::write(file, conformance::render_document(&reports))
            .with_context(|| format!("cannot write {}", file.display()))?;
        ui.status("Write", file.display().to_string());
    }
    match args.format.into() {
        Format::Json => ui.json(&conformance::to_json(&reports))?,
        _ => {
            let (kinds, features) = summarise(&reports);
            let mut table = Table::new([
                ("verdict", Align::Left),
                ("kind", Align::Left),
                ("case", Align::Left),
                ("why", Align::Left),
            ]);
            for report in &reports {
                // One that was asked for is told in any case.
                if report.verdict == Verdict::Same && args.only.is_empty() {
                    continue;
                }
                let why = report.why.as_deref().unwrap_or_default();
                table.row([
                    conformance::word(report.verdict).to_owned(),
                    report.kind.clone(),
                    report.id.clone(),
                    // One case alone is told in full.
                    shorten(
                        why,
                        if args.only.is_empty() {
                            SHOWN
                        } else {
                            usize::MAX
                        },
                    ),
                ]);
            }
            if !table.is_empty() {
                ui.table(&table)?;
                ui.data("\n")?;
            }
            ui.table(&conformance::to_table("kind", &kinds))?;
            if args.only.is_empty() {
                ui.data("\n")?;
                ui.table(&conformance::to_table("feature", &features))?;
            }
        }
    }
    let wrong = reports
        .iter()
        .filter(|report| conformance::is_wrong(report))
        .count();
    if wrong == 0 {
        ui.status(
            "Conform",
            format!("all of {}", ui::count(reports.len(), "case")),
        );
        return Ok(Exit::Fine);
    }
    ui.failed(
        "Conform",
        format!("{wrong} of {} differ", ui::count(reports.len(), "case")),
    );
    Ok(Exit::Fixable)
}
