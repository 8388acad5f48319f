//! How many states an execution enters: what Step Functions bills a standard workflow for.
//!
//! A transition is billed each time that a state is entered, and one more for every child that a
//! distributed map starts. Counted is the dearest of the ways that end well; states that are entered
//! because something failed, and retries, are not. A way that comes back over a wait asks whether something
//! is ready, and is counted as often as that is assumed to take.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-states.html>
//! <https://aws.amazon.com/step-functions/pricing/>

use std::collections::HashMap;

use asl::{ProcessorMode, State, States, Transition};

/// How often a way over a wait is gone: what is waited for is an endpoint of SageMaker, which takes some five
/// minutes and is looked at four times in each.
const ROUNDS: usize = 20;

/// Why states cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Uncounted {
    /// A state that can be reached from itself, without a wait between.
    Loops(String),
    /// A map within the execution, whose items nobody knows.
    Map(String),
    /// No way ends well.
    NoEnd,
}

impl Uncounted {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Loops(name) => format!("{name} can follow itself, and nobody knows how often"),
            Self::Map(name) => {
                format!("{name} runs for each of its items, and nobody knows how many there are")
            }
            Self::NoEnd => "no way through it ends well".to_owned(),
        }
    }
}

/// The states of the dearest way that ends well, in order, those of parallel branches included;
/// `avoided` states are not entered.
pub(crate) fn dearest<'a>(
    states: &'a States,
    start: &'a str,
    avoided: &dyn Fn(&State) -> bool,
) -> Result<Vec<&'a str>, Uncounted> {
    let mut search = Search {
        states,
        avoided,
        known: HashMap::new(),
        under_way: Vec::new(),
        rounds: Vec::new(),
    };
    let mut way = search.from(start)?.ok_or(Uncounted::NoEnd)?;
    for round in search.rounds {
        if round.first().is_some_and(|first| way.contains(first)) {
            way.extend(round.repeat(ROUNDS));
        }
    }
    Ok(way)
}

struct Search<'a, 'b> {
    states: &'a States,
    avoided: &'b dyn Fn(&State) -> bool,
    /// The dearest way from a state; `None` while it is looked for.
    known: HashMap<&'a str, Option<Option<Vec<&'a str>>>>,
    /// The states from which one is looked for, in order.
    under_way: Vec<&'a str>,
    /// Ways over a wait back to their first state.
    rounds: Vec<Vec<&'a str>>,
}

impl<'a> Search<'a, '_> {
    /// The dearest way from a state; `None` where none ends well.
    fn from(&mut self, name: &'a str) -> Result<Option<Vec<&'a str>>, Uncounted> {
        match self.known.get(name) {
            Some(Some(way)) => return Ok(way.clone()),
            Some(None) => return self.round(name).map(|()| None),
            None => {}
        }
        let Some(state) = self.states.get(name).filter(|state| !(self.avoided)(state)) else {
            return Ok(None);
        };
        self.known.insert(name, None);
        self.under_way.push(name);
        let mut own = vec![name];
        if let State::Parallel(parallel) = state {
            for branch in &parallel.branches {
                own.extend(dearest(&branch.states, &branch.start_at, self.avoided)?);
            }
        }
        if let State::Map(map) = state {
            let mode = map
                .item_processor
                .config
                .as_ref()
                .and_then(|config| config.mode);
            if mode != Some(ProcessorMode::Distributed) {
                return Err(Uncounted::Map(name.to_owned()));
            }
        }
        let rest = match ways(state) {
            Ways::Ends => Some(Vec::new()),
            Ways::Fails => None,
            Ways::On(next) => {
                let mut dearest: Option<Vec<&'a str>> = None;
                for next in next {
                    let way = self.from(next)?;
                    if way.as_ref().map(Vec::len) > dearest.as_ref().map(Vec::len) {
                        dearest = way;
                    }
                }
                dearest
            }
        };
        let way = rest.map(|rest| {
            own.extend(rest);
            own
        });
        self.under_way.pop();
        self.known.insert(name, Some(way.clone()));
        Ok(way)
    }

    /// A way that has come back to a state.
    fn round(&mut self, name: &'a str) -> Result<(), Uncounted> {
        let begins = self.under_way.iter().position(|state| *state == name);
        let round = begins.map_or(&[][..], |at| &self.under_way[at..]);
        let waits = |name: &&str| matches!(self.states.get(name), Some(State::Wait(_)));
        if !round.iter().any(waits) {
            return Err(Uncounted::Loops(name.to_owned()));
        }
        let round = round.to_vec();
        self.rounds.push(round);
        Ok(())
    }
}

enum Ways<'a> {
    Ends,
    Fails,
    On(Vec<&'a str>),
}

fn ways(state: &State) -> Ways<'_> {
    match state {
        State::Succeed(_) => Ways::Ends,
        State::Fail(_) => Ways::Fails,
        State::Choice(choice) => Ways::On(
            choice
                .rules
                .iter()
                .map(|rule| &rule.next)
                .chain(&choice.default)
                .map(String::as_str)
                .collect(),
        ),
        _ => match state.transition() {
            Some(Transition::Next(next)) => Ways::On(vec![next]),
            _ => Ways::Ends,
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn counted(definition: &Value) -> Result<usize, Uncounted> {
        let (machine, problems) = asl::parse_definition(&definition.to_string());
        assert!(!problems.has_errors(), "{problems}");
        let machine = machine.unwrap();
        let avoided = |state: &State| state.common().comment.as_deref() == Some("avoid");
        dearest(&machine.states, &machine.start_at, &avoided).map(|way| way.len())
    }

    #[test]
    fn the_dearest_way_that_ends_well_is_counted() {
        let machine = json!({ "StartAt": "A", "States": {
            "A": { "Type": "Choice", "Default": "C", "Choices": [
                { "Variable": "$.x", "IsNull": true, "Next": "B" },
            ] },
            "B": { "Type": "Pass", "Next": "C" },
            "C": { "Type": "Choice", "Default": "E", "Choices": [
                { "Variable": "$.x", "IsNull": true, "Next": "D1" },
            ] },
            "D1": { "Type": "Pass", "Next": "D2" },
            "D2": { "Type": "Pass", "Next": "F" },
            "E": { "Type": "Succeed" },
            "F": { "Type": "Fail" },
        }});
        assert_eq!(counted(&machine), Ok(4));
    }

    #[test]
    fn branches_count_and_avoided_states_do_not() {
        let machine = json!({ "StartAt": "P", "States": {
            "P": { "Type": "Parallel", "Next": "A", "Branches": [
                { "StartAt": "X", "States": { "X": { "Type": "Pass", "End": true } } },
                { "StartAt": "Y", "States": {
                    "Y": { "Type": "Pass", "Next": "Z" },
                    "Z": { "Type": "Pass", "End": true },
                } },
            ] },
            "A": { "Type": "Choice", "Default": "C", "Choices": [
                { "Variable": "$.x", "IsNull": true, "Next": "B" },
            ] },
            "B": { "Type": "Pass", "Comment": "avoid", "Next": "C" },
            "C": { "Type": "Succeed" },
        }});
        assert_eq!(counted(&machine), Ok(6));
    }

    #[test]
    fn a_way_back_over_a_wait_is_counted_for_each_round() {
        let polling = json!({ "StartAt": "A", "States": {
            "A": { "Type": "Pass", "Next": "B" },
            "B": { "Type": "Choice", "Default": "W", "Choices": [
                { "Variable": "$.x", "IsNull": true, "Next": "C" },
            ] },
            "W": { "Type": "Wait", "Seconds": 1, "Next": "B" },
            "C": { "Type": "Succeed" },
        }});
        assert_eq!(counted(&polling), Ok(3 + 2 * ROUNDS));
    }

    #[test]
    fn what_nobody_can_count_is_refused_by_name() {
        let looping = json!({ "StartAt": "A", "States": {
            "A": { "Type": "Pass", "Next": "B" },
            "B": { "Type": "Choice", "Default": "A", "Choices": [
                { "Variable": "$.x", "IsNull": true, "Next": "C" },
            ] },
            "C": { "Type": "Succeed" },
        }});
        assert_eq!(counted(&looping), Err(Uncounted::Loops("A".to_owned())));
        let mapped = json!({ "StartAt": "M", "States": {
            "M": { "Type": "Map", "End": true, "ItemProcessor": {
                "StartAt": "X", "States": { "X": { "Type": "Pass", "End": true } },
            } },
        }});
        assert_eq!(counted(&mapped), Err(Uncounted::Map("M".to_owned())));
    }
}
