//! From what is deployed and what there is to do to what AWS meters.

mod close_look;
mod functions;
mod lake;
mod monitoring;
mod operations;
mod pictures;
mod training;
mod workflow;

use std::collections::BTreeMap;

use crate::assumptions::Assumptions;
use crate::close_look::CloseLookKind;
use crate::deployment::{Deployment, RunsOn};
use crate::item::{HOURS_PER_MONTH, Item};
use crate::workload::Workload;

/// How pictures are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// All at first, none closely.
    First,
    /// All at first; the suspicious ones closely.
    Two,
    /// All at first and all closely: what the first look spares is not spared.
    TwoAtAll,
    /// All closely, without a first look.
    CloseAlone,
}

/// A design whose cost is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Design<'a> {
    pub(crate) deployment: &'a Deployment,
    pub(crate) assumptions: &'a Assumptions,
    pub(crate) workload: Workload,
    pub(crate) looks: Looks,
    pub(crate) close_look: CloseLookKind,
    /// The type of the instances behind endpoints and in jobs that the environment does not have.
    pub(crate) instance: &'a str,
    /// The type whose price those of the environment's own endpoints have.
    pub(crate) own_instance: &'a str,
    /// The type whose price those of its training jobs have.
    pub(crate) training_instance: &'a str,
}

impl Design<'_> {
    /// Pictures that are looked at closely.
    fn looked(&self) -> u128 {
        match self.looks {
            Looks::First => 0,
            Looks::Two => self.workload.suspicious,
            Looks::TwoAtAll | Looks::CloseAlone => self.workload.pictures,
        }
    }

    /// What the close look runs on, where it is the environment's own; of any other only what is assumed is
    /// known.
    fn runs_on(&self) -> Option<&RunsOn> {
        let own = CloseLookKind::reached(self.deployment.reach) == Some(self.close_look);
        self.deployment.runs_on.as_ref().filter(|_| own)
    }

    /// Whether there is a first look.
    fn looks_first(&self) -> bool {
        self.looks != Looks::CloseAlone
    }

    /// Chunks that hold a picture that is looked at closely.
    fn looked_chunks(&self) -> u128 {
        self.workload.chunks_with(self.looked())
    }

    /// Pictures that candidates look at as well: where a service looks, none.
    fn shadows(&self) -> u128 {
        self.while_candidates(self.looked() * self.deployment.shadow_percent) / 100
    }

    /// The same of chunks, for each of which a candidate is read.
    fn shadow_chunks(&self) -> u128 {
        if self.deployment.shadow_percent == 0 {
            return 0;
        }
        self.while_candidates(self.looked_chunks())
    }

    /// Chunks that hold a picture that a candidate looks at, each in one of its own where they can be.
    fn shadowed_chunks(&self) -> u128 {
        self.shadow_chunks().min(self.shadows())
    }

    /// What of a month falls into the days on which there are candidates.
    fn while_candidates(&self, of_the_month: u128) -> u128 {
        if self.close_look != CloseLookKind::Embedded {
            return 0;
        }
        let hours = self.assumptions.candidate_days.get() * 24;
        of_the_month * hours.min(HOURS_PER_MONTH) / HOURS_PER_MONTH
    }

    /// What AWS meters in the month.
    pub(crate) fn usage(&self) -> Usage {
        let mut usage = Usage::default();
        workflow::meter(self, &mut usage);
        functions::meter(self, &mut usage);
        if self.looks != Looks::First {
            close_look::meter(self, &mut usage);
            training::meter(self, &mut usage);
        }
        pictures::meter(self, &mut usage);
        lake::meter(self, &mut usage);
        operations::meter(self, &mut usage);
        monitoring::meter(self, &mut usage);
        usage
    }

    /// For how many hours a month's worth of objects is paid in the month that is priced: as many
    /// months as have passed, or until they expire.
    fn kept_hours(&self, days: Option<u128>) -> u128 {
        let passed = self.assumptions.months.get().max(1) * HOURS_PER_MONTH;
        days.map_or(passed, |days| passed.min(days * 24))
    }

    /// Whether objects that are kept so long expire by the month that is priced.
    fn expires(&self, days: Option<u128>) -> bool {
        let passed = self.assumptions.months.get().max(1) * HOURS_PER_MONTH;
        days.is_some_and(|days| days * 24 < passed)
    }
}

/// What AWS meters, each in the unit of its item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Usage(BTreeMap<Item, u128>);

impl Usage {
    pub(crate) fn add(&mut self, item: Item, amount: u128) {
        if amount > 0 {
            *self.0.entry(item).or_default() += amount;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Item, u128)> {
        self.0.iter().map(|(item, amount)| (item, *amount))
    }
}
