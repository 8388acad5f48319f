//! Killed at any moment, an operation is finished by the next start, and nothing is lost or
//! made twice.
//!
//! The journal is told to fail after a number of commits, which leaves what a killed process
//! leaves: everything up to one commit, and whatever providers did after it.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::super::engine;
use super::{World, broken_role, role};

impl World {
    /// Runs what is under way on the stack, killed after `commits`. Tells whether it was.
    async fn run_killed_after(&self, commits: usize) -> bool {
        let journal = &self.context.cloudformation().journal;
        journal.commits_left.store(commits, Ordering::SeqCst);
        let stack = self.stack("app");
        engine::run(&self.context, journal, &stack.id).await;
        journal.commits_left.store(usize::MAX, Ordering::SeqCst);
        journal.operation(&stack).unwrap().is_some()
    }

    /// Begins an operation without carrying it out.
    async fn begin_only(&self, operation: &str, template: Option<&Value>) {
        let journal = &self.context.cloudformation().journal;
        // One commit begins it; the first of the engine fails.
        journal.commits_left.store(1, Ordering::SeqCst);
        let body = template.map(Value::to_string).unwrap_or_default();
        let mut params = vec![("StackName", "app")];
        if template.is_some() {
            params.push(("TemplateBody", body.as_str()));
            params.push(("Capabilities.member.1", "CAPABILITY_NAMED_IAM"));
        }
        self.call(operation, &params).await.unwrap();
        while self
            .context
            .cloudformation()
            .journal
            .commits_left
            .load(Ordering::SeqCst)
            != 0
        {
            tokio::task::yield_now().await;
        }
        // Lets the background run meet its end before the next one begins.
        for _ in 0..64 {
            tokio::task::yield_now().await;
        }
        journal.commits_left.store(usize::MAX, Ordering::SeqCst);
    }

    /// How often each resource reached a status.
    fn count(&self, told: &str) -> usize {
        self.events(&self.stack("app"))
            .iter()
            .filter(|event| *event == told)
            .count()
    }
}

fn before() -> Value {
    json!({"Resources": {
        "Kept": role(&json!("kept"), 3600),
        "Renamed": role(&json!("old"), 3600),
        "Gone": role(&json!("gone"), 3600),
    }})
}

fn after() -> Value {
    json!({"Resources": {
        "Kept": role(&json!("kept"), 7200),
        "Renamed": role(&json!("new"), 3600),
        "Made": role(&json!("made"), 3600),
    }})
}

fn after_that_fails() -> Value {
    let mut template = after();
    template["Resources"]["Bad"] = broken_role("bad");
    template["Resources"]["Bad"]["DependsOn"] = json!(["Kept", "Renamed", "Made"]);
    template
}

/// Kills the operation after every number of commits in turn, each time in a world of its own,
/// and looks at what the next run makes of it.
async fn killed_everywhere(
    first: Option<&Value>,
    operation: &str,
    template: Option<&Value>,
    look: impl Fn(&World, usize),
) {
    for commits in 0..200 {
        let world = World::new().await;
        if let Some(first) = first {
            world.deploy("CreateStack", first, &[]).await;
        }
        world.begin_only(operation, template).await;
        let was_killed = world.run_killed_after(commits).await;
        world.run_killed_after(usize::MAX).await;
        look(&world, commits);
        if !was_killed {
            assert!(commits > 3, "the operation ended after {commits} commits");
            return;
        }
    }
    panic!("the operation does not end");
}

#[tokio::test]
async fn a_creation_is_finished() {
    let template = before();
    killed_everywhere(None, "CreateStack", Some(&template), |world, commits| {
        assert_eq!(
            world.stack("app").status,
            "CREATE_COMPLETE",
            "after {commits}"
        );
        assert_eq!(
            world.role_names(),
            ["gone", "kept", "old"],
            "after {commits}"
        );
        for name in ["Kept", "Renamed", "Gone"] {
            assert_eq!(
                world.count(&format!("{name} CREATE_COMPLETE")),
                1,
                "after {commits}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_update_is_finished() {
    let (first, then) = (before(), after());
    killed_everywhere(
        Some(&first),
        "UpdateStack",
        Some(&then),
        |world, commits| {
            assert_eq!(
                world.stack("app").status,
                "UPDATE_COMPLETE",
                "after {commits}"
            );
            assert_eq!(
                world.role_names(),
                ["kept", "made", "new"],
                "after {commits}"
            );
            let kept = world.context.iam().role("kept").unwrap().unwrap();
            assert_eq!(kept.max_session_seconds, 7200);
            assert_eq!(world.count("Kept UPDATE_COMPLETE"), 1, "after {commits}");
        },
    )
    .await;
}

#[tokio::test]
async fn an_update_that_fails_is_undone() {
    let (first, then) = (before(), after_that_fails());
    killed_everywhere(
        Some(&first),
        "UpdateStack",
        Some(&then),
        |world, commits| {
            let stack = world.stack("app");
            assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE", "after {commits}");
            assert_eq!(
                world.role_names(),
                ["gone", "kept", "old"],
                "after {commits}"
            );
            let kept = world.context.iam().role("kept").unwrap().unwrap();
            assert_eq!(kept.max_session_seconds, 3600);
            let journal = &world.context.cloudformation().journal;
            let resources = journal.resources(&stack).unwrap();
            assert_eq!(
                resources.keys().collect::<Vec<_>>(),
                ["Gone", "Kept", "Renamed"]
            );
            assert_eq!(resources["Renamed"].physical_id.as_deref(), Some("old"));
            assert!(journal.steps(&stack).unwrap().is_empty());
        },
    )
    .await;
}

#[tokio::test]
async fn a_deletion_is_finished() {
    let first = before();
    killed_everywhere(Some(&first), "DeleteStack", None, |world, commits| {
        assert_eq!(
            world.stack("app").status,
            "DELETE_COMPLETE",
            "after {commits}"
        );
        assert!(world.role_names().is_empty(), "after {commits}");
    })
    .await;
}

#[tokio::test]
async fn a_region_that_starts_again_takes_up_what_was_under_way() {
    let world = World::new().await;
    world.begin_only("CreateStack", Some(&before())).await;
    assert!(world.run_killed_after(2).await);
    world.context.cloudformation().start(&world.context);
    assert_eq!(world.settled("app").await.status, "CREATE_COMPLETE");
}

/// Kills the undoing of an update after every number of commits in turn.
async fn undone_everywhere(begin: impl AsyncFn(&World)) {
    for commits in 0..200 {
        let world = World::new().await;
        world.deploy("CreateStack", &before(), &[]).await;
        begin(&world).await;
        let was_killed = world.run_killed_after(commits).await;
        world.run_killed_after(usize::MAX).await;
        let stack = world.stack("app");
        assert_eq!(stack.status, "UPDATE_ROLLBACK_COMPLETE", "after {commits}");
        assert_eq!(
            world.role_names(),
            ["gone", "kept", "old"],
            "after {commits}"
        );
        let kept = world.context.iam().role("kept").unwrap().unwrap();
        assert_eq!(kept.max_session_seconds, 3600, "after {commits}");
        let journal = &world.context.cloudformation().journal;
        assert!(journal.steps(&stack).unwrap().is_empty());
        assert!(!journal.is_cancelled(&stack).unwrap());
        if !was_killed {
            assert!(commits >= 3, "it ended after {commits} commits");
            return;
        }
    }
    panic!("the operation does not end");
}

#[tokio::test]
async fn a_cancelled_update_is_undone() {
    // Of the update all is done, one commit is, and all in between.
    for done in 1..6 {
        undone_everywhere(async |world| {
            world.begin_only("UpdateStack", Some(&after())).await;
            assert!(world.run_killed_after(done).await);
            let app = [("StackName", "app")];
            world.call("CancelUpdateStack", &app).await.unwrap();
        })
        .await;
    }
}

#[tokio::test]
async fn a_failed_update_that_stayed_is_undone() {
    undone_everywhere(async |world| {
        let stay = [("DisableRollback", "true")];
        let stack = world
            .deploy("UpdateStack", &after_that_fails(), &stay)
            .await;
        assert_eq!(stack.status, "UPDATE_FAILED");
        world.begin_only("RollbackStack", None).await;
    })
    .await;
}
