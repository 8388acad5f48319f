//! Takes back what an execution made live, where it fails afterwards: what was live before it is so again,
//! with the same file and the same place of look, or nothing is.
//!
//! This is no rollback, which goes to what was live before the version: an execution may have made the same
//! version live once more, to look from elsewhere, or the first one of its class.

use contracts::lineage::{Change, ChangeKind};
use contracts::tasks::PromoteError;
use contracts::training::PromoteInput;
use runtime::Failure;

use super::log::{Before, Live, Log};
use super::{Promoting, next};

/// What became of what an execution made live.
pub(super) enum TakenBack {
    /// It is taken back by this change.
    Change(Box<Change>),
    /// The execution has made nothing live, or what it made is not live any more: so it stays.
    Nothing {
        /// The version that is live.
        live: Option<String>,
        /// The number of the last change; 0 where there is none.
        last: u64,
    },
}

impl TakenBack {
    fn nothing(live: &Live, last: Option<&Change>) -> Self {
        Self::Nothing {
            live: live.model().map(|live| live.version.clone()),
            last: last.map_or(0, |last| last.revision),
        }
    }
}

impl Promoting {
    /// Takes back what the execution that asks made live. To ask again changes nothing more.
    pub(super) async fn take_back(
        &self,
        input: &PromoteInput,
    ) -> Result<TakenBack, Failure<PromoteError>> {
        let class = &input.device_class;
        let log = Log::new(&*self.lake, class);
        // Also what the execution had decided and could not carry out is live then, for a moment: to leave
        // it in the log would be to have the next one carry it out.
        let (live, last) = log.settled().await?;
        let Some(last) = last else {
            return Ok(TakenBack::nothing(&live, None));
        };
        let is_own = last.execution == input.execution && last.at == input.started_at;
        if !is_own || !live.is_of(&last) {
            return Ok(TakenBack::nothing(&live, Some(&last)));
        }
        if last.kind == ChangeKind::TakeBack {
            // An attempt whose answer was lost.
            return Ok(TakenBack::Change(Box::new(last)));
        }
        // What a rollback goes to is what it was before the execution.
        let before = match &last.from {
            Some(from) => log.before(&from.version, last.revision).await?,
            None => Before::default(),
        };
        let change = next(input, &live, Some(&last), last.from.clone(), before);
        // Whoever was first at either has changed it since, and theirs stays.
        if log.decide(&change).await? && log.carry_out(&change, &live).await? {
            return Ok(TakenBack::Change(Box::new(change)));
        }
        let (live, last) = log.settled().await?;
        Ok(TakenBack::nothing(&live, last.as_ref()))
    }
}
