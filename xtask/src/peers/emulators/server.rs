//! An emulator as a process of its own: on loopback alone, on a free port, with folders of its
//! own, and ended with whatever it started.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use ui::Problem;

/// How long it may take to listen: a first start compiles Python's files.
const LISTENS_WITHIN: Duration = Duration::from_secs(60);
/// How long it may take to end its own children.
const ENDS_WITHIN: Duration = Duration::from_secs(10);
const LOOKS_EVERY: Duration = Duration::from_millis(50);

/// A process that listens, and everything that it starts.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    guard: Child,
    port: u16,
    log: PathBuf,
}

impl Server {
    /// Starts a program of a virtual environment, which is to listen on a port, and waits until it
    /// does. Its folders, home and temporary, are within `folder` and emptied first.
    pub(super) fn start(
        folder: &Path,
        program: &Path,
        port: u16,
        arguments: &[String],
        variables: &[(&'static str, String)],
    ) -> anyhow::Result<Self> {
        let (home, temporary) = (folder.join("home"), folder.join("tmp"));
        for folder in [&home, &temporary] {
            if folder.exists() {
                fs::remove_dir_all(folder)
                    .with_context(|| format!("cannot empty {}", folder.display()))?;
            }
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let log = folder.join("server.log");
        let output =
            File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let errors = output.try_clone()?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut child = Command::new(program)
            .args(arguments)
            // Nothing of the user's own: neither credentials, nor settings, nor proxies.
            .env_clear()
            .env("PATH", path)
            .env("HOME", &home)
            .env("TMPDIR", &temporary)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            // With the functions that it starts, so that they can be ended with it.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let guard = match guard(child.id()) {
            Ok(guard) => guard,
            Err(error) => {
                child.kill().ok();
                child.wait().ok();
                return Err(error);
            }
        };
        let mut server = Self {
            child,
            guard,
            port,
            log,
        };
        server.listens()?;
        Ok(server)
    }

    /// Waits until it takes connections.
    fn listens(&mut self) -> anyhow::Result<()> {
        let deadline = Instant::now() + LISTENS_WITHIN;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!("it ended ({status}); see {}", self.log.display());
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            std::thread::sleep(LOOKS_EVERY);
        }
        Err(Problem::new(format!(
            "it did not listen within {} s; see {}",
            LISTENS_WITHIN.as_secs(),
            self.log.display()
        ))
        .into())
    }

    /// Sends a signal to the process and to what it started.
    fn signal(&self, name: &str) {
        // The group of a child that was started as its own group has the child's id.
        let group = format!("-{}", self.child.id());
        Command::new("kill")
            .args([name, "--", &group])
            .stderr(Stdio::null())
            .status()
            .ok();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // From here on the group is ended here.
        self.guard.kill().ok();
        self.guard.wait().ok();
        self.signal("-TERM");
        let deadline = Instant::now() + ENDS_WITHIN;
        while Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(LOOKS_EVERY);
        }
        // Functions that outlive it; or itself.
        self.signal("-KILL");
        self.child.wait().ok();
    }
}

/// Ends a process and what it started when this program is gone, however it went: a signal runs no
/// destructor, but the pipe that the guard reads then ends.
fn guard(group: u32) -> anyhow::Result<Child> {
    let script = r#"read -r _; kill -TERM -- "-$1"; sleep 5; kill -KILL -- "-$1""#;
    Command::new("sh")
        .args(["-c", script, "guard", &group.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Ctrl-C is for this program: the guard is there to see that it is gone.
        .process_group(0)
        .spawn()
        .context("cannot start sh")
}

/// A port that nothing listens on. Somebody else may take it before it is used: whoever starts
/// then says so, and is started again by hand.
pub(super) fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("there is no free port")?;
    Ok(listener.local_addr()?.port())
}
