//! Works through a graph: each name after those it needs, several at once.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use futures::stream::{FuturesUnordered, StreamExt};

use super::super::graph::Graph;
use crate::error::ServiceError;

/// How many resources are worked on at once.
const WIDTH: usize = 8;

/// What happens to the rest when one name fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterFailure {
    /// Nothing more is begun.
    Stop,
    /// All that does not need the failed one goes on.
    GoOn,
}

/// Calls `work` for each name once it has succeeded for all that the name needs. Gives the
/// names it failed for (`Ok(false)`), sorted.
///
/// # Errors
/// The first `Err` of `work`. Nothing more is begun then, and what is under way is dropped: it
/// is for failures of the region itself.
pub(super) async fn each<'a, Work, Done>(
    graph: &'a Graph,
    after_failure: AfterFailure,
    work: Work,
) -> Result<Vec<&'a str>, ServiceError>
where
    Work: Fn(&'a str) -> Done,
    Done: Future<Output = Result<bool, ServiceError>>,
{
    let mut missing: BTreeMap<&str, usize> = graph
        .names()
        .map(|name| (name, graph.needs(name).count()))
        .collect();
    let mut ready: BTreeSet<&str> = missing
        .iter()
        .filter(|(_, count)| **count == 0)
        .map(|(name, _)| *name)
        .collect();
    let mut failed = Vec::new();
    let mut running = FuturesUnordered::new();
    loop {
        let begins = failed.is_empty() || after_failure == AfterFailure::GoOn;
        while begins && running.len() < WIDTH {
            let Some(name) = ready.pop_first() else { break };
            let done = work(name);
            running.push(async move { (name, done.await) });
        }
        let Some((name, succeeded)) = running.next().await else {
            break;
        };
        if !succeeded? {
            failed.push(name);
            continue;
        }
        for dependent in graph.needed_by(name) {
            if let Some(count) = missing.get_mut(dependent) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(dependent);
                }
            }
        }
    }
    failed.sort_unstable();
    Ok(failed)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn graph(needs: &[(&str, &[&str])]) -> Graph {
        Graph::new(needs.iter().map(|(name, needs)| {
            (
                (*name).to_owned(),
                needs.iter().map(|need| (*need).to_owned()).collect(),
            )
        }))
    }

    async fn order(graph: &Graph, after: AfterFailure, fails: &str) -> (Vec<String>, Vec<String>) {
        let seen = Mutex::new(Vec::new());
        let failed = each(graph, after, |name| {
            let seen = &seen;
            async move {
                tokio::task::yield_now().await;
                seen.lock().unwrap().push(name.to_owned());
                Ok(name != fails)
            }
        })
        .await
        .unwrap();
        let failed = failed.into_iter().map(str::to_owned).collect();
        (seen.into_inner().unwrap(), failed)
    }

    #[tokio::test]
    async fn each_comes_after_what_it_needs() {
        let graph = graph(&[("a", &["c"]), ("b", &["a", "c"]), ("c", &[]), ("d", &[])]);
        let (seen, failed) = order(&graph, AfterFailure::Stop, "").await;
        let place = |name: &str| seen.iter().position(|seen| seen == name).unwrap();
        assert_eq!((seen.len(), failed.len()), (4, 0));
        assert!(place("c") < place("a") && place("a") < place("b"));
    }

    #[tokio::test]
    async fn what_needs_a_failed_one_is_never_begun() {
        let graph = graph(&[
            ("a", &[]),
            ("b", &["a"]),
            ("c", &["b"]),
            ("d", &[]),
            ("e", &["d"]),
        ]);
        let (seen, failed) = order(&graph, AfterFailure::GoOn, "b").await;
        assert_eq!(failed, ["b"]);
        assert!(!seen.contains(&"c".to_owned()) && seen.contains(&"e".to_owned()));
    }
}
