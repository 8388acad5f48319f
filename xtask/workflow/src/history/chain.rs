//! Which state an event belongs to. Events name the one that led to them; only those of entering
//! and leaving a state name the state.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

/// As much of an event as tells where it belongs.
#[derive(Debug, Clone)]
pub(crate) struct Link<'a> {
    pub(crate) id: u64,
    pub(crate) previous: u64,
    pub(crate) kind: Cow<'a, str>,
    name: Option<Cow<'a, str>>,
}

impl Link<'_> {
    pub(crate) fn is_entered(&self) -> bool {
        self.kind.ends_with("StateEntered")
    }

    pub(crate) fn is_exited(&self) -> bool {
        self.kind.ends_with("StateExited")
    }

    /// Whether it tells that something did not work out. What is aborted did nothing wrong.
    pub(crate) fn is_failure(&self) -> bool {
        self.kind.ends_with("Failed") || self.kind.ends_with("TimedOut")
    }

    pub(crate) fn state(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// `Parallel` or `Map`, where the event is about such a state as a whole.
    fn compound(&self) -> Option<&'static str> {
        if self.kind.starts_with("ParallelState") {
            return Some("Parallel");
        }
        let is_map = ["MapState", "MapIteration", "MapRun"]
            .iter()
            .any(|start| self.kind.starts_with(start));
        is_map.then_some("Map")
    }
}

/// Events by number.
#[derive(Debug, Default)]
pub(crate) struct Chain<'a> {
    events: Vec<Link<'a>>,
    by_id: HashMap<u64, usize>,
}

/// A state that was left or given up, and so is passed by on the way back to its entry.
enum Passed<'a> {
    State(&'a str),
    Compound(&'static str),
}

impl<'a> Chain<'a> {
    /// Of events as `GetExecutionHistory` tells them; `None` where they are something else.
    pub(crate) fn parse(events: &'a [Value]) -> Option<Self> {
        let links = events.iter().map(|event| {
            let details = ["stateEnteredEventDetails", "stateExitedEventDetails"];
            let name = details
                .iter()
                .find_map(|field| event[*field]["name"].as_str())
                .or(event["evaluationFailedEventDetails"]["state"].as_str());
            Some(Link {
                id: event["id"].as_u64()?,
                previous: event["previousEventId"].as_u64().unwrap_or_default(),
                kind: event["type"].as_str()?.into(),
                name: name.map(Cow::from),
            })
        });
        let mut links = links.collect::<Option<Vec<_>>>()?;
        // A history may have been asked for backwards.
        links.sort_by_key(|link| link.id);
        Some(Self::new(links.into_iter()))
    }

    fn new(events: impl Iterator<Item = Link<'a>>) -> Self {
        let events: Vec<_> = events.collect();
        let by_id = events.iter().enumerate().map(|(at, link)| (link.id, at));
        Self {
            by_id: by_id.collect(),
            events,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Link<'a>> {
        self.events.iter()
    }

    /// The event that led to this one.
    pub(crate) fn before(&self, link: &Link<'_>) -> Option<&Link<'a>> {
        // AWS links an evaluation that failed at a state's entry with what led to that entry, or with
        // nothing. It names the state, though.
        if link.kind == "EvaluationFailed" {
            let own = |other: &&Link<'a>| {
                (link.previous.saturating_add(1)..link.id).contains(&other.id)
                    && other.is_entered()
                    && other.state() == link.state()
            };
            if let Some(entry) = self.events.iter().rev().find(own) {
                return Some(entry);
            }
        }
        let at = *self.by_id.get(&link.previous)?;
        // Numbers only grow; anything else would lead round in circles.
        self.events.get(at).filter(|before| before.id < link.id)
    }

    /// Visits the entries of the states that the event is within, the innermost first, until
    /// `visit` has seen enough.
    pub(crate) fn within<'s>(
        &'s self,
        link: &Link<'a>,
        mut visit: impl FnMut(&'s Link<'a>) -> bool,
    ) {
        let mut passed: Vec<Passed<'_>> = Vec::new();
        let mut here = self.by_id.get(&link.id).and_then(|at| self.events.get(*at));
        // The event that was visited before, which is the later one.
        let mut later: Option<&Link<'a>> = None;
        while let Some(event) = here {
            let is_first = event.id == link.id;
            if event.is_exited() && !is_first {
                passed.extend(event.state().map(Passed::State));
            } else if event.kind.ends_with("StateFailed") && !is_first {
                let follows_itself = later.is_some_and(|later| {
                    later.compound() == event.compound()
                        && (later.is_exited() || later.kind.ends_with("StateStarted"))
                });
                if !follows_itself {
                    passed.extend(event.compound().map(Passed::Compound));
                }
            } else if event.is_entered() {
                match passed.last() {
                    Some(Passed::State(name)) if Some(*name) == event.state() => drop(passed.pop()),
                    Some(Passed::Compound(kind)) if event.kind.starts_with(kind) => {
                        passed.pop();
                    }
                    Some(_) => {}
                    None if visit(event) => return,
                    None => {}
                }
            }
            later = Some(event);
            here = self.before(event);
        }
    }

    /// The entry of the state that the event belongs to.
    pub(crate) fn owner<'s>(&'s self, link: &Link<'a>) -> Option<&'s Link<'a>> {
        let mut owner = None;
        let kind = link.compound().unwrap_or_default();
        self.within(link, |entry| {
            let found = entry.kind.starts_with(kind);
            owner = found.then_some(entry);
            found
        });
        owner
    }
}
