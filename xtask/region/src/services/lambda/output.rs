//! What a function prints: lines out of its pipe, none lost when an invocation ends.
//!
//! A function that prints and then answers has its lines in the pipe by the time the answer
//! arrives. So at the end of an invocation the pipe is read until it is empty, beside the task
//! that reads it all the time.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::unix::pipe::Receiver;

/// The longest line; a longer one is cut in pieces.
const LINE_BYTES: usize = 64 * 1024;
/// The most bytes that wait to be taken. Later lines are counted, not kept.
const WAITING_BYTES: usize = 4 * 1024 * 1024;

/// The lines of one pipe or several. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines(Arc<Mutex<Collected>>);

#[derive(Debug, Default)]
struct Collected {
    lines: Vec<String>,
    bytes: usize,
    lost: usize,
}

/// One of a process's two output pipes.
#[derive(Debug)]
pub(super) struct Output {
    receiver: Receiver,
    /// The same pipe, read past what the runtime believes of its readiness.
    raw: Mutex<Tail>,
    lines: Lines,
}

#[derive(Debug)]
struct Tail {
    pipe: File,
    /// A line that has not ended yet.
    open: Vec<u8>,
}

impl Lines {
    /// Takes the lines that came since.
    pub(super) fn take(&self) -> Vec<String> {
        let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        collected.bytes = 0;
        let mut lines = std::mem::take(&mut collected.lines);
        let lost = std::mem::take(&mut collected.lost);
        if lost > 0 {
            lines.push(format!(
                "[{lost} lines were lost: the function prints too much]"
            ));
        }
        lines
    }

    fn push(&self, line: &[u8]) {
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
        let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if collected.bytes + line.len() > WAITING_BYTES {
            collected.lost += 1;
            return;
        }
        collected.bytes += line.len() + 1;
        collected.lines.push(line.into_owned());
    }
}

impl Output {
    pub(super) fn new(pipe: OwnedFd, lines: Lines) -> io::Result<Arc<Self>> {
        let receiver = Receiver::from_owned_fd(pipe)?;
        // The copy shares the pipe's mode: reads of an empty pipe do not wait.
        let pipe = File::from(receiver.as_fd().try_clone_to_owned()?);
        Ok(Arc::new(Self {
            receiver,
            raw: Mutex::new(Tail {
                pipe,
                open: Vec::new(),
            }),
            lines,
        }))
    }

    /// Collects lines until the pipe is closed.
    pub(super) async fn follow(&self) {
        let mut chunk = [0; 8192];
        while self.receiver.readable().await.is_ok() {
            let mut tail = self.raw.lock().unwrap_or_else(PoisonError::into_inner);
            match self.receiver.try_read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => tail.take(&chunk[..read], &self.lines),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => break,
            }
        }
        self.drain();
        let mut tail = self.raw.lock().unwrap_or_else(PoisonError::into_inner);
        tail.end(&self.lines);
    }

    /// Collects what is in the pipe now.
    pub(super) fn drain(&self) {
        let mut chunk = [0; 8192];
        let mut tail = self.raw.lock().unwrap_or_else(PoisonError::into_inner);
        while let Ok(read) = tail.pipe.read(&mut chunk) {
            if read == 0 {
                break;
            }
            tail.take(&chunk[..read], &self.lines);
        }
    }
}

impl Tail {
    fn take(&mut self, bytes: &[u8], lines: &Lines) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.open.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.open.len() >= LINE_BYTES {
                self.end(lines);
            }
        }
    }

    fn end(&mut self, lines: &Lines) {
        if !self.open.is_empty() {
            lines.push(self.open.strip_suffix(b"\n").unwrap_or(&self.open));
            self.open.clear();
        }
    }
}
