//! Who is at the page: which pictures each has before them, and what each may take back.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use contracts::PictureId;

use crate::store::Item;

/// How long a picture stays with a page that says nothing any more. Pages say something every half
/// minute.
const HELD_FOR: Duration = Duration::from_secs(90);
/// How many steps back a session remembers.
const MOST_STEPS: usize = 500;
/// How many sessions are known at once; the one that was silent longest goes.
const MOST_SESSIONS: usize = 64;

/// A tab of a browser, by the name that it gives itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

/// A text that names no session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no session: 8 to 64 letters, digits and '-'")]
pub struct SessionIdError(String);

impl FromStr for SessionId {
    type Err = SessionIdError;
    fn from_str(text: &str) -> Result<Self, SessionIdError> {
        let fits = (8..=64).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        fits.then(|| Self(text.to_owned()))
            .ok_or_else(|| SessionIdError(text.to_owned()))
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A change that can be taken back.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The picture before it.
    pub(super) before: Item,
    /// The revision after it: another one says that somebody else has changed it since.
    pub(super) after: String,
}

#[derive(Debug)]
struct Session {
    last: Instant,
    /// What it is through with.
    done: HashSet<PictureId>,
    /// What it passed over, to be shown when nothing else is left, and the turn at which it did: what
    /// is passed over again waits for all others.
    skipped: HashMap<PictureId, u64>,
    turns: u64,
    steps: Vec<Step>,
}

/// All sessions.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    sessions: HashMap<SessionId, Session>,
    held: HashMap<PictureId, (SessionId, Instant)>,
}

impl Sessions {
    /// Hands a session the next pictures: not those that it holds, nor those before somebody else;
    /// what it passed over comes last.
    pub(super) fn next<'a>(
        &mut self,
        id: &SessionId,
        candidates: impl Iterator<Item = &'a PictureId>,
        holding: &HashSet<PictureId>,
        count: usize,
        now: Instant,
    ) -> Vec<PictureId> {
        self.held.retain(|picture, (holder, until)| {
            *until > now && (holder != id || holding.contains(picture))
        });
        self.session(id, now);
        let Some(session) = self.sessions.get(id) else {
            return Vec::new();
        };
        let mut pictures = Vec::new();
        let mut skipped = Vec::new();
        for picture in candidates {
            if pictures.len() == count {
                break;
            }
            let elsewhere = self
                .held
                .get(picture)
                .is_some_and(|(holder, _)| holder != id);
            if elsewhere || holding.contains(picture) || session.done.contains(picture) {
                continue;
            }
            if let Some(turn) = session.skipped.get(picture) {
                skipped.push((*turn, picture.clone()));
            } else {
                pictures.push(picture.clone());
            }
        }
        // Only when nothing else is before the page, or what was passed over would come at once.
        if pictures.is_empty() && holding.is_empty() {
            skipped.sort_unstable();
            pictures.extend(skipped.into_iter().map(|(_, picture)| picture).take(count));
        }
        let until = now + HELD_FOR;
        for picture in pictures.iter().chain(holding) {
            // Not taken from somebody who got it after this page had gone silent.
            self.held
                .entry(picture.clone())
                .and_modify(|(holder, end)| {
                    if holder == id {
                        *end = until;
                    }
                })
                .or_insert_with(|| (id.clone(), until));
        }
        pictures
    }

    /// Notes that a session passed a picture over.
    pub(super) fn skip(&mut self, id: &SessionId, picture: &PictureId, now: Instant) {
        self.let_go(id, picture);
        let session = self.session(id, now);
        session.turns += 1;
        session.skipped.insert(picture.clone(), session.turns);
    }

    /// Notes what a session did.
    pub(super) fn did(&mut self, id: &SessionId, step: Step, now: Instant) {
        let picture = step.before.facts.id.clone();
        self.let_go(id, &picture);
        let session = self.session(id, now);
        session.skipped.remove(&picture);
        session.done.insert(picture);
        if session.steps.len() == MOST_STEPS {
            session.steps.remove(0);
        }
        session.steps.push(step);
    }

    /// What a session did last, and has not taken back.
    pub(super) fn last_step(&self, id: &SessionId) -> Option<Step> {
        self.sessions.get(id)?.steps.last().cloned()
    }

    /// Forgets the last step; the picture is before the session again, where it was taken back.
    pub(super) fn forget_step(&mut self, id: &SessionId, taken_back: bool, now: Instant) {
        let session = self.session(id, now);
        let Some(step) = session.steps.pop() else {
            return;
        };
        if taken_back {
            let picture = step.before.facts.id;
            session.done.remove(&picture);
            self.held.insert(picture, (id.clone(), now + HELD_FOR));
        }
    }

    fn let_go(&mut self, id: &SessionId, picture: &PictureId) {
        if self
            .held
            .get(picture)
            .is_some_and(|(holder, _)| holder == id)
        {
            self.held.remove(picture);
        }
    }

    fn session(&mut self, id: &SessionId, now: Instant) -> &mut Session {
        if self.sessions.len() >= MOST_SESSIONS && !self.sessions.contains_key(id) {
            let oldest = self.sessions.iter().min_by_key(|(_, session)| session.last);
            if let Some(oldest) = oldest.map(|(id, _)| id.clone()) {
                self.sessions.remove(&oldest);
            }
        }
        let session = self.sessions.entry(id.clone()).or_insert_with(|| Session {
            last: now,
            done: HashSet::new(),
            skipped: HashMap::new(),
            turns: 0,
            steps: Vec::new(),
        });
        session.last = now;
        session
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::digest::Digest;

    #[test]
    fn a_page_that_asks_for_none_keeps_what_it_holds_and_gets_no_more() {
        let mut sessions = Sessions::default();
        let (one, other) = ("session-1".parse().unwrap(), "session-2".parse().unwrap());
        let pictures: Vec<PictureId> = (0..6_u8).map(|at| Digest::of(&[at]).picture_id()).collect();
        let mut now = Instant::now();
        let none = HashSet::new();
        let got = sessions.next(&one, pictures.iter(), &none, 2, now);
        assert_eq!(got, pictures[..2]);
        let holding: HashSet<PictureId> = got.into_iter().collect();
        // Longer than a silent page is waited for.
        for _ in 0..10 {
            now += HELD_FOR / 3;
            let got = sessions.next(&one, pictures.iter(), &holding, 0, now);
            assert_eq!(got, []);
        }
        let got = sessions.next(&other, pictures.iter(), &none, 6, now);
        assert_eq!(got, pictures[2..]);
        // Nor what was skipped, when nothing is held.
        sessions.skip(&one, &pictures[0], now);
        assert_eq!(sessions.next(&one, pictures.iter(), &none, 0, now), []);
        now += HELD_FOR;
        assert_eq!(
            sessions.next(&other, pictures.iter(), &none, 6, now).len(),
            6
        );
    }
}
