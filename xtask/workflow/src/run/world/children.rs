//! The child executions of distributed maps: begun, ended and stopped.

use std::sync::Arc;

use asl_run::{ChildStart, Effect, Event, Execution, Outcome, Start};

use super::{CHILDREN_AT_ONCE, CHILDREN_KEPT, ROOT, World};
use crate::run::{ChildRun, Clock};

impl<C: Clock> World<'_, C> {
    pub(super) fn ended(&mut self, id: u64, outcome: Outcome) -> Option<Outcome> {
        if id == ROOT {
            return Some(outcome);
        }
        let running = self.running.remove(&id)?;
        for (timer, at) in &running.timers {
            self.timers.remove(&(*at, id, *timer));
        }
        let mut execution = running.execution;
        let (parent, start) = running.parent?;
        self.children_ended += 1;
        if self.children.len() < CHILDREN_KEPT {
            self.children.push(ChildRun {
                events: execution.take_history(),
                outcome: outcome.clone(),
                start: *start.clone(),
            });
        }
        let child = start.child;
        let event = Event::ChildFinished { child, outcome };
        self.waiting.push_back((parent, event));
        None
    }

    pub(super) fn start_child(&mut self, parent: u64, child: Box<ChildStart>) {
        let start = Start {
            role_arn: self.start.role_arn.clone(),
            execution_type: child.execution_type,
            // Children draw numbers of their own, and the same in every run.
            seed: self.start.seed.wrapping_add(self.next),
            keeps_history: self.start.keeps_history && self.children.len() < CHILDREN_KEPT,
            child_concurrency: CHILDREN_AT_ONCE,
            ..Start::new(
                &child.execution_arn,
                &child.state_machine_arn,
                child.input.clone(),
                self.clock.now(),
            )
        };
        let execution = Execution::child(Arc::clone(self.program), child.flow, start);
        self.begin(execution, Some((parent, child)));
    }

    /// Ends a child and those that it started itself.
    pub(super) fn stop_child(&mut self, parent: u64, child: u64) {
        let found = self.running.iter().find(|(_, running)| {
            let of = running.parent.as_ref();
            of.is_some_and(|(owner, start)| (*owner, start.child) == (parent, child))
        });
        let Some(id) = found.map(|(id, _)| *id) else {
            return;
        };
        if let Some(running) = self.running.get_mut(&id) {
            let stop = Event::Stop {
                error: None,
                cause: None,
            };
            let effects = running.execution.step(self.clock.now(), stop);
            for effect in effects {
                match effect {
                    Effect::StopChild { child } => self.stop_child(id, child),
                    // Its parent no longer waits, so telling it changes nothing.
                    Effect::Finish(outcome) => drop(self.ended(id, outcome)),
                    _ => {}
                }
            }
        }
    }
}
