//! Roles with their policies read. Every request asks what its caller's role allows, and a role
//! seldom changes: it is read when it is first asked, and again after IAM has changed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::model::Role;
use super::policy::Policy;
use crate::error::ServiceError;

/// A role, and what its policies say.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) role: Role,
    /// Its own policies, and those attached to it.
    pub(super) identity: Vec<Policy>,
    pub(super) boundary: Option<Policy>,
    pub(super) trust: Policy,
}

/// The roles that were read since IAM changed last. There are no more than roles.
#[derive(Debug, Default)]
pub(super) struct Readings(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// How often IAM has changed.
    changes: u64,
    roles: HashMap<String, Arc<Reading>>,
}

impl Readings {
    /// The role with this name: known, or read now.
    pub(super) fn get(
        &self,
        name: &str,
        read: impl FnOnce() -> Result<Option<Reading>, ServiceError>,
    ) -> Result<Option<Arc<Reading>>, ServiceError> {
        let changes = {
            let known = self.lock();
            if let Some(reading) = known.roles.get(name) {
                return Ok(Some(Arc::clone(reading)));
            }
            known.changes
        };
        let Some(reading) = read()?.map(Arc::new) else {
            return Ok(None);
        };
        let mut known = self.lock();
        // What was read before a change is not what there is.
        if known.changes == changes {
            known.roles.insert(name.to_owned(), Arc::clone(&reading));
        }
        Ok(Some(reading))
    }

    /// Forgets all of them: IAM has changed.
    pub(super) fn forget(&self) {
        let mut known = self.lock();
        known.changes += 1;
        known.roles.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
