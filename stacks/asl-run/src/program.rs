//! A definition made ready to run: names resolved to positions, once.

use std::sync::Arc;

use asl::{QueryLanguage, State, StateMachine, States, Transition};

/// A machine ready to run, shared by its executions.
#[derive(Debug)]
pub struct Program {
    pub(crate) flows: Vec<Flow>,
    pub(crate) timeout_seconds: Option<u64>,
}

/// States that run on their own: the machine's, a branch's or an item's.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) start: usize,
    pub(crate) nodes: Vec<Node>,
}

/// A state in its flow.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) name: Arc<str>,
    pub(crate) state: State,
    pub(crate) language: QueryLanguage,
    /// Where it goes when it is done; `None` at the end.
    pub(crate) next: Option<usize>,
    /// The flows of its branches or items.
    pub(crate) flows: Vec<usize>,
}

/// Why a machine cannot run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgramError {
    /// A state that is gone to is not there.
    #[error("there is no state \"{name}\", which {whence} goes to")]
    UnknownState {
        /// The name that is missing.
        name: String,
        /// Who goes there.
        whence: String,
    },
    /// States nest deeper than can be run.
    #[error("states nest more than {0} deep")]
    TooDeep(usize),
}

/// How deep `Parallel` and `Map` states may nest.
const DEEPEST: usize = 64;

impl Program {
    /// Makes a machine ready to run.
    ///
    /// # Errors
    /// When a name leads nowhere.
    pub fn compile(machine: &StateMachine) -> Result<Arc<Self>, ProgramError> {
        let mut program = Self {
            flows: Vec::new(),
            timeout_seconds: machine.timeout_seconds,
        };
        let language = machine.query_language.unwrap_or_default();
        program.add(&machine.start_at, &machine.states, language, 0)?;
        Ok(Arc::new(program))
    }

    /// A single state, whose branches and items are never run.
    pub(crate) fn of_state(name: &str, state: State, language: QueryLanguage) -> Arc<Self> {
        let node = Node {
            name: Arc::from(name),
            state,
            language,
            next: None,
            flows: Vec::new(),
        };
        Arc::new(Self {
            flows: vec![Flow {
                start: 0,
                nodes: vec![node],
            }],
            timeout_seconds: None,
        })
    }

    /// Adds a flow and those inside it; gives its position. The machine's own is 0.
    fn add(
        &mut self,
        start_at: &str,
        states: &States,
        language: QueryLanguage,
        depth: usize,
    ) -> Result<usize, ProgramError> {
        if depth > DEEPEST {
            return Err(ProgramError::TooDeep(DEEPEST));
        }
        let at = self.flows.len();
        let start = find(states, start_at, "StartAt")?;
        self.flows.push(Flow {
            start,
            nodes: Vec::new(),
        });
        let mut nodes = Vec::with_capacity(states.len());
        for (name, state) in states.iter() {
            let next = match state.transition() {
                Some(Transition::Next(next)) => Some(find(states, next, name)?),
                _ => None,
            };
            for (_, successor) in state.successors() {
                find(states, successor, name)?;
            }
            let mut flows = Vec::new();
            match state {
                State::Parallel(parallel) => {
                    for branch in &parallel.branches {
                        flows.push(self.add(
                            &branch.start_at,
                            &branch.states,
                            language,
                            depth + 1,
                        )?);
                    }
                }
                State::Map(map) => {
                    let processor = &map.item_processor;
                    let (start_at, states) = (&processor.start_at, &processor.states);
                    flows.push(self.add(start_at, states, language, depth + 1)?);
                }
                _ => {}
            }
            nodes.push(Node {
                name: Arc::from(name),
                state: state.clone(),
                language: state.common().query_language.unwrap_or(language),
                next,
                flows,
            });
        }
        self.flows[at].nodes = nodes;
        Ok(at)
    }

    pub(crate) fn node(&self, flow: usize, state: usize) -> &Node {
        &self.flows[flow].nodes[state]
    }
}

impl Flow {
    /// The position of the state of this name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| &*node.name == name)
    }
}

fn find(states: &States, name: &str, whence: &str) -> Result<usize, ProgramError> {
    states
        .position(name)
        .ok_or_else(|| ProgramError::UnknownState {
            name: name.to_owned(),
            whence: whence.to_owned(),
        })
}
