//! How time passes.

use std::thread::sleep;
use std::time::{Duration, SystemTime};

use asl_run::Moment;

/// What tells the time, and lets it pass.
pub trait Clock {
    /// What time it is.
    fn now(&self) -> Moment;
    /// Lets time pass until `at`.
    fn wait_until(&mut self, at: Moment);
}

/// Time that passes as fast as it is asked to.
#[derive(Debug, Clone, Copy)]
pub struct Virtual(Moment);

impl Virtual {
    /// A clock that begins at this moment.
    pub const fn from(start: Moment) -> Self {
        Self(start)
    }
}

impl Clock for Virtual {
    fn now(&self) -> Moment {
        self.0
    }

    fn wait_until(&mut self, at: Moment) {
        self.0 = self.0.max(at);
    }
}

/// The time of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Real;

impl Clock for Real {
    fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Moment::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    fn wait_until(&mut self, at: Moment) {
        // A sleep may end early, and clocks may be set.
        loop {
            let left = at.as_millis().saturating_sub(self.now().as_millis());
            match u64::try_from(left) {
                Ok(left) if left > 0 => sleep(Duration::from_millis(left.min(60_000))),
                _ => return,
            }
        }
    }
}
