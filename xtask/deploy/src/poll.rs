//! Waiting for what happens elsewhere.

use std::time::Duration;

/// Pauses that grow, so that what is quick is seen at once and what is slow is not pestered.
#[derive(Debug, Clone)]
pub(crate) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    /// For the embedded region, which answers in milliseconds, or for AWS, which meters requests.
    pub(crate) fn new(embedded: bool) -> Self {
        let (next, longest) = if embedded { (25, 400) } else { (500, 5_000) };
        Self {
            next: Duration::from_millis(next),
            longest: Duration::from_millis(longest),
        }
    }

    /// The next pause.
    pub(crate) async fn pause(&mut self) {
        tokio::time::sleep(self.step()).await;
    }

    fn step(&mut self) -> Duration {
        let now = self.next;
        self.next = (now * 3 / 2).min(self.longest);
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let mut pauses = Pauses::new(true);
        let steps: Vec<_> = (0..12).map(|_| pauses.step()).collect();
        assert!(steps.is_sorted());
        assert_eq!(steps.last(), Some(&Duration::from_millis(400)));
    }
}
