//! `workflow graph`: a machine as nodes and edges, and these as text that draws them.

mod dot;
mod label;
mod layout;
mod mermaid;
mod status;
mod svg;

use asl::{State, StateMachine, States, Transition};

pub use dot::render_dot;
pub use mermaid::render_mermaid;
pub use status::{Status, Statuses};
pub use svg::render_svg;

use label::{condition, errors};

/// A machine to draw.
#[derive(Debug, Clone)]
pub struct Graph {
    /// The machine's comment.
    pub title: Option<String>,
    /// The machine's own states.
    pub flow: Flow,
    /// Whether an executed history says how they went.
    pub has_history: bool,
}

/// States that run one after the other.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Over it, where it stands inside a state.
    pub label: String,
    /// The states, in the order they were written.
    pub nodes: Vec<Node>,
    /// The ways between them.
    pub edges: Vec<Edge>,
    /// The first state's place among the nodes.
    pub start: Option<usize>,
}

/// A state.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its type, with what says more about it.
    pub about: String,
    /// Its type.
    pub kind: &'static str,
    /// The branches of a `Parallel`, the states of a `Map`.
    pub inner: Vec<Flow>,
    /// Whether the flow may end after it.
    pub is_end: bool,
    /// How it went.
    pub status: Status,
}

/// A way from one state to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// From which node.
    pub from: usize,
    /// To which node.
    pub to: usize,
    /// When it is taken; empty for always.
    pub label: String,
    /// Whether errors take it.
    pub is_catch: bool,
}

impl Graph {
    /// The machine's nodes and edges, with how they went where a history is given.
    pub fn of(machine: &StateMachine, statuses: Option<&Statuses>) -> Self {
        Self {
            title: machine.comment.clone(),
            flow: flow(String::new(), &machine.start_at, &machine.states, statuses),
            has_history: statuses.is_some(),
        }
    }
}

fn flow(label: String, start_at: &str, states: &States, statuses: Option<&Statuses>) -> Flow {
    let nodes = states
        .iter()
        .map(|(name, state)| node(name, state, statuses));
    let mut edges: Vec<Edge> = Vec::new();
    for (from, (_, state)) in states.iter().enumerate() {
        for edge in ways(from, state, states) {
            // Several rules may lead to the same state: one line with both reasons.
            let same = edges.iter_mut().find(|other| {
                (other.from, other.to, other.is_catch) == (edge.from, edge.to, edge.is_catch)
            });
            match same {
                Some(same) if !edge.label.is_empty() => {
                    same.label = format!("{} or {}", same.label, edge.label);
                }
                Some(_) => {}
                None => edges.push(edge),
            }
        }
    }
    Flow {
        label,
        nodes: nodes.collect(),
        edges,
        start: states.position(start_at),
    }
}

fn node(name: &str, state: &State, statuses: Option<&Statuses>) -> Node {
    let kind = state.type_name();
    let inner = match state {
        State::Parallel(parallel) => {
            let branches = parallel.branches.iter().enumerate();
            branches
                .map(|(at, branch)| {
                    let label = format!("branch {}", at + 1);
                    flow(label, &branch.start_at, &branch.states, statuses)
                })
                .collect()
        }
        State::Map(map) => {
            let processor = &map.item_processor;
            let label = match map.item_batcher {
                Some(_) => "each batch",
                None => "each item",
            };
            vec![flow(
                label.to_owned(),
                &processor.start_at,
                &processor.states,
                statuses,
            )]
        }
        _ => Vec::new(),
    };
    let is_end = match state {
        State::Succeed(_) | State::Fail(_) => true,
        other => matches!(other.transition(), Some(Transition::End)),
    };
    Node {
        name: name.to_owned(),
        about: about(state),
        kind,
        inner,
        is_end,
        status: statuses.map_or(Status::NotReached, |statuses| statuses.of(name)),
    }
}

/// The type, and what a task calls.
fn about(state: &State) -> String {
    match state {
        State::Task(task) => match task.resource.strip_prefix("arn:aws:states:::") {
            Some(service) => format!("Task · {service}"),
            None => "Task".to_owned(),
        },
        State::Map(map) if map.is_distributed() => "Map · distributed".to_owned(),
        other => other.type_name().to_owned(),
    }
}

/// Where a state may lead. What leads nowhere is left out: `check` tells of it.
fn ways(from: usize, state: &State, states: &States) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut add = |to: &str, label: String, is_catch: bool| {
        edges.extend(states.position(to).map(|to| Edge {
            from,
            to,
            label,
            is_catch,
        }));
    };
    if let Some(Transition::Next(next)) = state.transition() {
        add(next, String::new(), false);
    }
    if let State::Choice(choice) = state {
        for rule in &choice.rules {
            add(&rule.next, condition(rule), false);
        }
        if let Some(default) = &choice.default {
            add(default, "otherwise".to_owned(), false);
        }
    }
    for catcher in state.catch() {
        add(&catcher.next, errors(&catcher.error_equals), true);
    }
    edges
}
