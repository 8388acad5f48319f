//! Which variables may be set where: every state of a flow, with what some way to it assigns.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use diagnostics::Address;
use serde_json::{Map, Value};

use crate::{State, States, Transition};

/// Names of variables.
pub(super) type Names = BTreeSet<String>;

/// How many words of bits may be joined. No sensible machine comes near it;
/// one beyond it is not looked at.
const MOST_JOINS: usize = 50_000_000;

/// The variables of a flow by number, and those that each state may find set.
#[derive(Debug)]
pub(super) struct Known<'s> {
    names: Vec<String>,
    numbers: BTreeMap<String, usize>,
    by_state: BTreeMap<&'s str, Vec<u64>>,
}

/// The variables that a state may find set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here<'k> {
    names: &'k [String],
    numbers: &'k BTreeMap<String, usize>,
    bits: &'k [u64],
}

impl<'s> Known<'s> {
    /// What is known in each state that is reached, given what is known around
    /// the flow; `None` where that would take too long to tell.
    pub(super) fn of(start_at: &'s str, states: &'s States, outer: &Names) -> Option<Self> {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut names = Vec::new();
        let mut number = |name: &str| {
            numbers.get(name).copied().unwrap_or_else(|| {
                numbers.insert(name.to_owned(), names.len());
                names.push(name.to_owned());
                names.len() - 1
            })
        };
        let outer: Vec<usize> = outer.iter().map(|name| number(name)).collect();
        let mut leads: BTreeMap<&str, Vec<(&str, Vec<usize>)>> = BTreeMap::new();
        for (name, state) in states.iter() {
            let to = ways(state).into_iter();
            let to =
                to.map(|(target, assign)| (target, assigned(assign).map(&mut number).collect()));
            leads.insert(name, to.collect());
        }
        let width = names.len().div_ceil(64);
        let mut known = Self {
            names,
            numbers,
            by_state: BTreeMap::new(),
        };
        let mut first = vec![0; width];
        outer.into_iter().for_each(|at| set(&mut first, at));
        known.by_state.insert(start_at, first);
        known.spread(start_at, &leads)?;
        Some(known)
    }

    fn spread(
        &mut self,
        start_at: &'s str,
        leads: &BTreeMap<&'s str, Vec<(&'s str, Vec<usize>)>>,
    ) -> Option<()> {
        let width = self.names.len().div_ceil(64);
        let mut left = MOST_JOINS;
        let mut waiting = VecDeque::from([start_at]);
        let mut is_waiting = BTreeSet::from([start_at]);
        while let Some(name) = waiting.pop_front() {
            is_waiting.remove(name);
            let Some(here) = self.by_state.get(name).cloned() else {
                continue;
            };
            for (target, assigned) in leads.get(name).into_iter().flatten() {
                left = left.checked_sub(1 + width + assigned.len())?;
                let is_new = !self.by_state.contains_key(target);
                let there = self
                    .by_state
                    .entry(target)
                    .or_insert_with(|| vec![0; width]);
                let mut has_grown = is_new;
                let mut after = here.clone();
                assigned.iter().for_each(|at| set(&mut after, *at));
                for (there, more) in there.iter_mut().zip(after) {
                    has_grown |= *there | more != *there;
                    *there |= more;
                }
                if has_grown && is_waiting.insert(target) {
                    waiting.push_back(target);
                }
            }
        }
        Some(())
    }

    /// The states that are reached, each with what it may find set.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'s str, Here<'_>)> {
        self.by_state.iter().map(|(name, bits)| {
            let here = Here {
                names: &self.names,
                numbers: &self.numbers,
                bits,
            };
            (*name, here)
        })
    }
}

impl<'k> Here<'k> {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.numbers
            .get(name)
            .is_some_and(|at| is_set(self.bits, *at))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'k str> {
        let bits = self.bits;
        let names = self.names.iter().enumerate();
        names
            .filter(move |(at, _)| is_set(bits, *at))
            .map(|(_, name)| name.as_str())
    }
}

fn set(bits: &mut [u64], at: usize) {
    if let Some(word) = bits.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

fn is_set(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64)
        .is_some_and(|word| word >> (at % 64) & 1 == 1)
}

/// Where a state may go, each with what it assigns on the way.
fn ways(state: &State) -> Vec<(&str, Option<&Value>)> {
    let common = state.common().assign.as_ref();
    let mut out = Vec::new();
    if let Some(Transition::Next(next)) = state.transition() {
        out.push((next.as_str(), common));
    }
    if let State::Choice(choice) = state {
        for rule in &choice.rules {
            out.push((rule.next.as_str(), rule.assign.as_ref()));
        }
        if let Some(default) = &choice.default {
            out.push((default.as_str(), common));
        }
    }
    for catcher in state.catch() {
        out.push((catcher.next.as_str(), catcher.assign.as_ref()));
    }
    out
}

fn assigned(assign: Option<&Value>) -> impl Iterator<Item = &str> {
    let names = assign.and_then(Value::as_object);
    names
        .into_iter()
        .flat_map(|names| names.keys())
        .map(|name| plain_name(name))
}

/// The variable that a field of an `Assign` sets.
pub(super) fn plain_name(field: &str) -> &str {
    field.strip_suffix(".$").unwrap_or(field)
}

/// Every `Assign` of a state at this address, with its own.
pub(super) fn assignments<'s>(
    state: &'s State,
    address: &Address,
) -> Vec<(Address, &'s Map<String, Value>)> {
    let mut all = vec![(address.clone(), state.common().assign.as_ref())];
    let places = |field: &str| {
        let list = address.join(field);
        move |at: usize| list.join(at.to_string())
    };
    let place = places("Catch");
    let catch = state.catch().iter().enumerate();
    all.extend(catch.map(|(at, catcher)| (place(at), catcher.assign.as_ref())));
    if let State::Choice(choice) = state {
        let place = places("Choices");
        let rules = choice.rules.iter().enumerate();
        all.extend(rules.map(|(at, rule)| (place(at), rule.assign.as_ref())));
    }
    all.into_iter()
        .filter_map(|(address, assign)| Some((address.join("Assign"), assign?.as_object()?)))
        .collect()
}
