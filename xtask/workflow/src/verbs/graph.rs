//! `workflow graph`.

use asl::ExecutionType;
use grammar::{DrawingFormat, GraphArgs};
use ui::{Exit, Problem, Ui};

use crate::check;
use crate::graph::{Graph, Statuses, render_dot, render_mermaid, render_svg};
use crate::source::Source;

pub(super) fn run(ui: &Ui, args: &GraphArgs) -> anyhow::Result<Exit> {
    let source = Source::read(&args.file)?;
    let checked = check::check(&source, ExecutionType::Standard);
    // A machine with mistakes is drawn as far as it goes: a picture helps to find them.
    let told = check::render(std::slice::from_ref(&checked));
    if !told.is_empty() {
        ui.tell(told.trim_end());
    }
    let machine = checked.machine.ok_or_else(|| {
        Problem::new(format!("{} holds no state machine to draw", source.name))
            .next(format!("cargo xtask workflow check {}", source.name))
    })?;
    let mut statuses = None;
    for file in &args.history {
        let told = Statuses::parse(&Source::read(file)?)?;
        statuses.get_or_insert_with(Statuses::default).add(told);
    }
    let graph = Graph::of(&machine, statuses.as_ref());
    if let Some(statuses) = &statuses {
        for name in statuses.unknown(&machine) {
            ui.warn(format!(
                "the history enters a state {name:?}, which the definition has not"
            ));
        }
    }
    ui.data(match args.format {
        DrawingFormat::Mermaid => render_mermaid(&graph),
        DrawingFormat::Svg => render_svg(&graph),
        DrawingFormat::Dot => render_dot(&graph),
    })?;
    Ok(Exit::Fine)
}
