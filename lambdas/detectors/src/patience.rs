//! Asking again about a picture for which a service had no room, so that it does not take its whole chunk
//! along, with all that was asked about the others.

use std::time::{Duration, Instant};

use contracts::PictureId;

/// How a picture is asked about again that a service has throttled. Clients ask a few times by themselves
/// before that; after it the workflow gives the chunk another turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How often it is asked about again, at most.
    pub times: u32,
    /// The first pause; each that follows is twice as long.
    pub first_pause: Duration,
    /// How long after an invocation began none begins any more, so that the function ends in time.
    pub within: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            times: 5,
            first_pause: Duration::from_millis(500),
            // Less than what functions have beside the wait for one answer: one that begins then still ends.
            within: Duration::from_secs(10),
        }
    }
}

impl Patience {
    /// The turns of a picture in an invocation that began at `began`.
    pub fn turns(self, began: Instant, picture: &PictureId) -> Turns {
        Turns {
            left: self.times,
            pause: self.first_pause,
            ends: began + self.within,
            share: share(picture),
        }
    }
}

/// The turns that a picture has left.
#[derive(Debug)]
pub struct Turns {
    left: u32,
    pause: Duration,
    ends: Instant,
    /// Of 256, by which its pauses are longer than the least.
    share: u32,
}

impl Turns {
    /// Waits for the next turn; `false` at once where there is none.
    pub async fn next(&mut self) -> bool {
        let pause = self.pause + self.pause * self.share / 256;
        if self.left == 0 || Instant::now() + pause > self.ends {
            return false;
        }
        self.left -= 1;
        self.pause *= 2;
        tokio::time::sleep(pause).await;
        true
    }
}

/// 0 to 255 by a picture's content, so that those that were sent away together do not come back together.
fn share(picture: &PictureId) -> u32 {
    let digits = picture.as_str().get(..2).unwrap_or_default();
    u32::from_str_radix(digits, 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn turns_end_by_number_and_by_time() {
        let picture = PictureId::parse("f".repeat(32)).unwrap();
        let patience = Patience {
            times: 3,
            first_pause: Duration::ZERO,
            within: Duration::from_secs(3600),
        };
        let mut turns = patience.turns(Instant::now(), &picture);
        let mut taken = 0;
        while turns.next().await {
            taken += 1;
        }
        assert_eq!(taken, 3);
        // A pause that would end too late is not waited for.
        let late = Patience {
            first_pause: Duration::from_secs(3601),
            ..patience
        };
        assert!(!late.turns(Instant::now(), &picture).next().await);
        let over = Patience {
            within: Duration::ZERO,
            ..patience
        };
        let began = Instant::now() - Duration::from_millis(1);
        assert!(!over.turns(began, &picture).next().await);
    }

    #[test]
    fn pauses_double_and_differ_by_picture() {
        let pause = |digits: &str| {
            let picture = PictureId::parse(digits.repeat(16)).unwrap();
            let turns = Patience::default().turns(Instant::now(), &picture);
            turns.pause + turns.pause * turns.share / 256
        };
        assert_eq!(pause("00"), Duration::from_millis(500));
        assert_eq!(pause("80"), Duration::from_millis(750));
        assert!(pause("ff") < Duration::from_secs(1));
    }
}
