//! The embedded region: the one that runs is used; else one is started, and stopped after, when
//! no other command uses it any more.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use ui::{Problem, Ui};

use crate::artefacts::Artefacts;
use crate::clients::Clients;

/// The region's binary, beside this one.
const BINARY: &str = "sightline-region";
/// Locked shared by every command that uses the region, and alone by the one that stops it.
const USERS_LOCK: &str = "users.lock";
/// Locked by the command that looks whether a region runs, and starts one.
const STARTING_LOCK: &str = "starting.lock";
/// A region that reads a large state takes its time.
const READY_WITHIN: Duration = Duration::from_secs(60);
/// How long it may take to put its state away.
const STOPPED_WITHIN: Duration = Duration::from_secs(10);
/// How often it is looked at meanwhile.
const LOOKS_EVERY: Duration = Duration::from_millis(10);
/// How long a region that runs may take to answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

/// Where the region listens.
#[derive(Debug, Deserialize)]
struct Ready {
    endpoint: String,
}

/// A region that answers.
#[derive(Debug)]
pub(crate) struct EmbeddedRegion {
    pub endpoint: String,
    held: Held,
}

/// What keeps the region there.
#[derive(Debug)]
enum Held {
    /// This command started it.
    Started(Box<Started>),
    /// Another did, and waits for this lock before it stops it.
    Used { _lock: File },
}

/// The child process. It ends by itself when its stdin closes, even if this process is killed.
#[derive(Debug)]
struct Started {
    child: Child,
    stdin: Option<ChildStdin>,
    /// Shared by all who use the region; none where it is stopped whoever uses it.
    users: Option<File>,
}

/// The folder of the region's state.
pub(crate) fn state_folder(target: &Path, environment: &str) -> PathBuf {
    target.join("region").join(environment)
}

impl EmbeddedRegion {
    /// The region of the environment: found, or started.
    pub(crate) async fn open(
        ui: &Ui,
        target: &Path,
        artefacts: &Artefacts,
    ) -> anyhow::Result<Self> {
        let state = state_folder(target, &artefacts.manifest.environment);
        // Whoever stops the region holds the users' lock alone until it has stopped; whoever starts
        // it holds the other, so that of two commands at once the second finds the first's.
        let (users, _starting) = tokio::task::spawn_blocking({
            let state = state.clone();
            move || {
                let users = lock_file(&state, USERS_LOCK)?;
                users
                    .lock_shared()
                    .context("cannot lock the region's users")?;
                let starting = lock_file(&state, STARTING_LOCK)?;
                starting.lock().context("cannot lock the region's start")?;
                anyhow::Ok((users, starting))
            }
        })
        .await??;
        if let Some(endpoint) = running(&state, artefacts).await {
            ui.status("Region", format!("{endpoint}, which is running already"));
            return Ok(Self {
                endpoint,
                held: Held::Used { _lock: users },
            });
        }
        let mut region = Self::start(&state, artefacts, 0, None).await?;
        if let Held::Started(started) = &mut region.held {
            started.users = Some(lock_file(&state, USERS_LOCK)?);
        }
        ui.status("Region", &region.endpoint);
        Ok(region)
    }

    /// Starts the region on a port; 0 takes a free one. `faults` is a file that says what goes wrong
    /// on purpose.
    pub(crate) async fn start(
        state: &Path,
        artefacts: &Artefacts,
        port: u16,
        faults: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let program = std::env::current_exe()
            .context("cannot tell where this program is")?
            .with_file_name(BINARY);
        let mut command = Command::new(&program);
        command.arg("serve");
        if let Some(faults) = faults {
            command.arg("--faults").arg(faults);
        }
        let mut child = command
            .arg("--state")
            .arg(state)
            .args(["--account", &artefacts.manifest.account])
            .args(["--environment", &artefacts.manifest.environment])
            .args(["--port", &port.to_string()])
            .arg("--until-stdin-closes")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C goes to this process alone, which then ends the region in order.
            .process_group(0)
            .spawn()
            .map_err(|error| {
                Problem::new(format!("cannot start {}", program.display()))
                    .because(error)
                    .next("start it through `cargo xtask`, which builds it")
            })?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().context("the region has no stdout")?;
        let mut started = Started {
            child,
            stdin,
            users: None,
        };
        let mut line = String::new();
        let mut reader = BufReader::new(stdout);
        let read = tokio::time::timeout(READY_WITHIN, reader.read_line(&mut line)).await;
        match read {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(error).context("cannot read what the region says"),
            Err(_) => anyhow::bail!(
                "the region did not say within {} that it is ready",
                ui::duration(READY_WITHIN)
            ),
        }
        match serde_json::from_str::<Ready>(&line) {
            Ok(ready) => Ok(Self {
                endpoint: ready.endpoint,
                held: Held::Started(Box::new(started)),
            }),
            Err(_) => {
                let status = started.stop();
                Err(Problem::new(format!(
                    "the embedded region did not start ({status}); its own words are above"
                ))
                .next(format!(
                    "end the other program if one uses {}, or see what `cargo xtask region \
                     serve` says",
                    state.display()
                ))
                .into())
            }
        }
    }

    /// Waits until a region that was started here ends by itself.
    pub(crate) async fn ended(&mut self) -> anyhow::Result<()> {
        match &mut self.held {
            Held::Started(started) => {
                let status = started.child.wait().await?;
                anyhow::bail!("the region ended by itself ({status})")
            }
            Held::Used { .. } => Ok(()),
        }
    }
}

/// A file of the state's folder that is only there to be locked.
fn lock_file(state: &Path, name: &str) -> anyhow::Result<File> {
    let path = state.join(name);
    fs::create_dir_all(state)
        .and_then(|()| {
            File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)
        })
        .with_context(|| format!("cannot open {}", path.display()))
}

impl Started {
    /// Waits for the other commands that use it, closes its stdin, which tells it to end, and waits
    /// for it: the next command would find the state in use.
    fn stop(&mut self) -> String {
        if let Some(users) = &self.users {
            // A lock that is refused keeps nobody from stopping.
            let _ = users.lock();
        }
        drop(self.stdin.take());
        let deadline = Instant::now() + STOPPED_WITHIN;
        while Instant::now() < deadline {
            match self.child.try_wait() {
                Ok(Some(status)) => return status.to_string(),
                Ok(None) => std::thread::sleep(LOOKS_EVERY),
                Err(error) => return error.to_string(),
            }
        }
        // Everything that it acknowledged is on disk, whatever it is doing now.
        self.child.start_kill().ok();
        "killed".to_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The endpoint of the region that serves this state, if one does and answers as this account.
pub(crate) async fn running(state: &Path, artefacts: &Artefacts) -> Option<String> {
    let text = tokio::fs::read(state.join("endpoint.json")).await.ok()?;
    let ready: Ready = serde_json::from_slice(&text).ok()?;
    // Left by a region that was killed, it may name any port: only loopback is asked.
    let port = ready.endpoint.strip_prefix("http://127.0.0.1:")?;
    port.parse::<u16>().ok()?;
    let clients = Clients::embedded(&ready.endpoint, &artefacts.manifest.region);
    let identity = clients.sts.get_caller_identity().send();
    let identity = tokio::time::timeout(ANSWERS_WITHIN, identity)
        .await
        .ok()?
        .ok()?;
    (identity.account() == Some(&artefacts.manifest.account)).then_some(ready.endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_killed_region_left_behind_is_not_taken_for_a_region() {
        let state = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("stacks/generated/local/us-east-1");
        std::fs::create_dir_all(&folder).unwrap();
        let manifest = crate::artefacts::tests::manifest_text();
        std::fs::write(folder.join("manifest.json"), manifest).unwrap();
        let artefacts = Artefacts::open_one(root.path(), "local", None).unwrap();
        assert_eq!(running(state.path(), &artefacts).await, None);
        for endpoint in ["http://127.0.0.1:1", "http://192.0.2.1:80", "nonsense"] {
            let text = format!("{{\"endpoint\": \"{endpoint}\", \"pid\": 1}}");
            std::fs::write(state.path().join("endpoint.json"), text).unwrap();
            assert_eq!(running(state.path(), &artefacts).await, None, "{endpoint}");
        }
    }
}
