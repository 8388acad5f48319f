//! An executed history: as a table for people, and as `GetExecutionHistory` tells it.

pub(crate) mod chain;

use asl_run::{HistoryEvent, Moment};
use serde_json::{Value, json};
use ui::{Align, Table};

use crate::run::{Run, tell_outcome};
use chain::Chain;

/// How much of an output is shown in a table.
const SHOWN: usize = 80;

/// The events for people: number, time since the start, what happened, where, and with what.
pub fn to_table(run: &Run) -> Table {
    let mut table = Table::new([
        ("id", Align::Right),
        ("time", Align::Right),
        ("event", Align::Left),
        ("state", Align::Left),
        ("detail", Align::Left),
    ]);
    let told = events(&run.events);
    let chain = Chain::parse(&told).unwrap_or_default();
    for ((event, link), told) in run.events.iter().zip(chain.iter()).zip(&told) {
        let owner = match link.kind.starts_with("Execution") {
            true => None,
            false => chain.owner(link),
        };
        let state = link.state().or(owner.and_then(|owner| owner.state()));
        let details = event.details.as_ref().map(|(field, _)| &told[*field]);
        table.row([
            event.id.to_string(),
            since(run.start.at, event.at),
            event.kind.to_owned(),
            state.unwrap_or_default().to_owned(),
            details.map(about).unwrap_or_default(),
        ]);
    }
    table
}

fn events(events: &[HistoryEvent]) -> Vec<Value> {
    events.iter().map(HistoryEvent::to_json).collect()
}

/// As `GetExecutionHistory` tells it. The children of distributed maps, which AWS tells one by one,
/// follow under `childExecutions`.
pub fn to_json(run: &Run) -> Value {
    let mut out = json!({ "events": events(&run.events) });
    if !run.children.is_empty() {
        let children = run.children.iter().map(|child| {
            let mut out = json!({
                "executionArn": child.start.execution_arn,
                "mapRunArn": child.start.map_run_arn,
                "name": child.start.name,
                "status": child.outcome.status(),
            });
            tell_outcome(&mut out, &child.outcome);
            out["events"] = events(&child.events).into();
            out
        });
        out["childExecutions"] = children.collect();
    }
    out
}

/// The time between, such as `0.000 s`, `90.000 s` or `2 h 05 min 00 s`.
fn since(start: Moment, at: Moment) -> String {
    let millis = at.as_millis().saturating_sub(start.as_millis());
    let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
    if hours == 0 {
        return format!("{}.{:03} s", millis / 1000, millis % 1000);
    }
    format!("{hours} h {minutes:02} min {:02} s", millis / 1000 % 60)
}

/// The part of the details that says most, in one line.
fn about(details: &Value) -> String {
    let text = |name: &str| match details.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Null) | None => None,
        Some(other) => Some(other.to_string()),
    };
    let told = match (text("error"), text("cause")) {
        (Some(error), Some(cause)) => format!("{error}: {cause}"),
        (Some(error), None) => error,
        (None, Some(cause)) => cause,
        (None, None) => [
            "output",
            "input",
            "parameters",
            "length",
            "index",
            "mapRunArn",
        ]
        .into_iter()
        .find_map(text)
        .unwrap_or_default(),
    };
    shorten(&told, SHOWN)
}

/// At most so many characters of a text, on one line.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let mut short: String = line.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        let at = |millis: i64| {
            since(
                Moment::from_millis(1000),
                Moment::from_millis(1000 + millis),
            )
        };
        assert_eq!(at(0), "0.000 s");
        assert_eq!(at(90_250), "90.250 s");
        assert_eq!(at(7_500_000), "2 h 05 min 00 s");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shorten("a\n  b", 9), "a b");
        assert_eq!(shorten("üüüüü", 3), "üü…");
    }
}
