//! Which threads there are, and what each has asked of the world.

use std::sync::Arc;

use serde_json::Value;

use crate::data::{Item, Variables};
use crate::effect::Effect;
use crate::execution::Execution;
use crate::thread::{Entered, Thread, Work};

impl Execution {
    /// A thread for a branch or item; it enters its first state when its turn comes.
    pub(crate) fn spawn(
        &mut self,
        flow: usize,
        parent: Option<(u64, usize)>,
        input: Value,
        cursor: u64,
        variables: Arc<Variables>,
        item: Option<Arc<Item>>,
    ) -> u64 {
        let id = self.new_id();
        let state = self.program.flows[flow].start;
        self.threads.insert(
            id,
            Thread {
                id,
                flow,
                state,
                parent,
                input,
                input_text: None,
                cursor,
                variables,
                item,
                entered: Entered::default(),
                retries: Vec::new(),
                work: Work::Enter,
                is_entered: false,
                is_redriven: false,
                halted: None,
            },
        );
        id
    }

    pub(crate) fn make_ready(&mut self, thread: u64) {
        self.ready.push_back(thread);
    }

    /// Ends a thread and those it started, taking back what they asked. They
    /// stay within it, so that they can go on if it is redriven.
    pub(crate) fn abandon(&mut self, id: u64) -> Option<Thread> {
        let mut thread = self.threads.remove(&id)?;
        let mut asked: Vec<u64> = self
            .owners
            .iter()
            .filter(|(_, owner)| **owner == id)
            .map(|(asked, _)| *asked)
            .collect();
        asked.sort_unstable();
        for asked in asked {
            self.cancel(asked);
        }
        let children: Vec<u64> = match &thread.work {
            Work::Parallel(branches) => branches.running.keys().copied().collect(),
            Work::Inline(map) => map.running.keys().copied().collect(),
            _ => Vec::new(),
        };
        let parts = children
            .into_iter()
            .filter_map(|child| self.abandon(child))
            .collect();
        Self::halt(&mut thread, parts);
        Some(thread)
    }

    pub(crate) const fn new_id(&mut self) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    /// Asks something of the world for a thread.
    pub(crate) fn ask(&mut self, id: u64, owner: u64, effect: Effect) {
        self.owners.insert(id, owner);
        self.outstanding.insert(id, effect.clone());
        self.effects.push(effect);
    }

    /// Forgets what was asked, since it was answered.
    pub(crate) fn answered(&mut self, id: u64) {
        self.owners.remove(&id);
        self.outstanding.remove(&id);
    }

    /// Takes back what was asked, since its answer no longer matters.
    pub(crate) fn cancel(&mut self, id: u64) {
        self.owners.remove(&id);
        match self.outstanding.remove(&id) {
            Some(Effect::Invoke(_)) => self.effects.push(Effect::Cancel { task: id }),
            Some(Effect::SetTimer { .. }) => self.effects.push(Effect::CancelTimer { timer: id }),
            Some(Effect::StartChild(_)) => self.effects.push(Effect::StopChild { child: id }),
            _ => {}
        }
    }
}
