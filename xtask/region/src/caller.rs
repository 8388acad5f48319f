//! Who asks, and the credentials that say so.
//!
//! The account's root signs with the key `local`. Roles sign with session credentials: those
//! that the Lambda service hands to a function, and those of `AssumeRole`. The region listens
//! on loopback, where a key that is known is taken as proof; S3 requests have their signature
//! checked as well, since that is where the checksums of bodies hang on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

/// The access key of the account's root.
pub const ROOT_ACCESS_KEY: &str = "local";
/// The secret key of the account's root.
pub const ROOT_SECRET_KEY: &str = "local";
/// Session credentials held at once. The oldest go when there are more.
const SESSIONS: usize = 4096;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Caller {
    /// The account's root: may do everything.
    Root,
    /// The region itself, on behalf of an AWS service that needs no role, such as
    /// `events.amazonaws.com`.
    Service(&'static str),
    /// A session of a role.
    Role {
        /// The role's name.
        role: String,
        /// The session's name.
        session: String,
    },
}

impl Caller {
    /// The caller's ARN, as STS tells it.
    pub fn arn(&self, account: &str) -> String {
        match self {
            Self::Root => format!("arn:aws:iam::{account}:root"),
            Self::Service(name) => (*name).to_owned(),
            Self::Role { role, session } => {
                format!("arn:aws:sts::{account}:assumed-role/{role}/{session}")
            }
        }
    }

    /// The session of a role, from the role's ARN (`arn:aws:iam::<account>:role/<path><name>`).
    /// None when the text is not such an ARN.
    pub fn role(arn: &str, session: &str) -> Option<Self> {
        let (_, path) = arn.split_once(":role/")?;
        let role = path.rsplit('/').next().filter(|name| !name.is_empty())?;
        Some(Self::Role {
            role: role.to_owned(),
            session: session.to_owned(),
        })
    }
}

/// A key pair and, for sessions, their token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The access key id.
    pub access_key: String,
    /// The secret access key.
    pub secret_key: String,
    /// The session token; none for the root.
    pub token: Option<String>,
    /// Until when they are taken; none for ever.
    pub expires: Option<Timestamp>,
}

/// The credentials that the region takes. Cheap to clone.
///
/// Sessions are held in memory: whoever had some when the region stopped gets
/// `InvalidClientTokenId` and asks for new ones.
#[derive(Debug, Clone, Default)]
pub struct CredentialStore {
    sessions: Arc<Mutex<Sessions>>,
}

#[derive(Debug, Default)]
struct Sessions {
    by_key: HashMap<String, (Credentials, Caller)>,
    order: std::collections::VecDeque<String>,
}

impl CredentialStore {
    /// Issues session credentials to a caller.
    pub fn issue(&self, caller: Caller, expires: Option<Timestamp>) -> Credentials {
        let credentials = Credentials {
            access_key: format!("ASIA{}", random(16).to_uppercase()),
            secret_key: random(40),
            token: Some(random(64)),
            expires,
        };
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.order.len() >= SESSIONS
            && let Some(oldest) = sessions.order.pop_front()
        {
            sessions.by_key.remove(&oldest);
        }
        sessions.order.push_back(credentials.access_key.clone());
        sessions.by_key.insert(
            credentials.access_key.clone(),
            (credentials.clone(), caller),
        );
        credentials
    }

    /// Takes session credentials back.
    pub fn revoke(&self, access_key: &str) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.by_key.remove(access_key);
        sessions.order.retain(|key| key != access_key);
    }

    /// The credentials with this access key and whose they are; none when there are none, or
    /// they have expired.
    pub fn find(&self, access_key: &str, now: Timestamp) -> Option<(Credentials, Caller)> {
        if access_key == ROOT_ACCESS_KEY {
            let root = Credentials {
                access_key: ROOT_ACCESS_KEY.to_owned(),
                secret_key: ROOT_SECRET_KEY.to_owned(),
                token: None,
                expires: None,
            };
            return Some((root, Caller::Root));
        }
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions
            .by_key
            .get(access_key)
            .filter(|(credentials, _)| credentials.expires.is_none_or(|expires| now < expires))
            .cloned()
    }
}

/// Random hexadecimal digits.
fn random(length: usize) -> String {
    let mut text = String::new();
    while text.len() < length {
        text.push_str(&Uuid::new_v4().simple().to_string());
    }
    text.truncate(length);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_found_until_they_expire_or_are_revoked() {
        let store = CredentialStore::default();
        let now = Timestamp::UNIX_EPOCH;
        let caller = Caller::role("arn:aws:iam::000000000000:role/path/prepare", "one").unwrap();
        let brief = store.issue(caller.clone(), Some(Timestamp::from_second(60).unwrap()));
        let lasting = store.issue(caller.clone(), None);
        assert_eq!(
            store.find(&brief.access_key, now),
            Some((brief.clone(), caller))
        );
        assert_eq!(
            store.find(&brief.access_key, Timestamp::from_second(60).unwrap()),
            None
        );
        assert!(store.find(&lasting.access_key, now).is_some());
        store.revoke(&lasting.access_key);
        assert_eq!(store.find(&lasting.access_key, now), None);
    }

    #[test]
    fn a_role_session_has_the_arn_that_sts_tells() {
        let caller = Caller::role("arn:aws:iam::000000000000:role/path/prepare", "one").unwrap();
        assert_eq!(
            caller.arn("000000000000"),
            "arn:aws:sts::000000000000:assumed-role/prepare/one"
        );
        assert_eq!(
            Caller::role("arn:aws:iam::000000000000:user/x", "one"),
            None
        );
    }
}
