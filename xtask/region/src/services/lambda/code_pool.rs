//! Unpacked zips that all AWS regions of the account share: deployed to ten regions, the same code
//! is unpacked once.
//!
//! The pool holds each content in a folder of its own; a region's folder has hard links to its
//! files. What no region links to any more is removed: with the region's own files or, after a
//! kill between the two, at the next start. Files are read-only, as below `/var/task`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::context::Scope;
use crate::error::ServiceError;

/// The shared contents.
#[derive(Debug)]
pub(crate) struct CodePool {
    folder: PathBuf,
    /// The contents that somebody makes, links or removes.
    busy: Mutex<BTreeSet<String>>,
    free: Condvar,
}

/// A content that is this thread's alone.
struct Held<'a> {
    pool: &'a CodePool,
    code: &'a str,
}

impl CodePool {
    /// The pool of an account, without what nothing links to.
    pub(crate) fn open(scope: &Scope<'_>) -> Self {
        let pool = Self::new(scope.folder("lambda").join("code"));
        pool.sweep();
        pool
    }

    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            busy: Mutex::default(),
            free: Condvar::new(),
        }
    }

    /// Puts the files of the content `code` into `place`, which is not there yet. They are made
    /// by `extract` in the folder that it is given, unless the pool has them. Blocks while
    /// somebody else does so for the same content.
    pub(super) fn put(
        &self,
        code: &str,
        place: &Path,
        extract: impl FnOnce(&Path) -> Result<(), ServiceError>,
    ) -> Result<(), ServiceError> {
        let _held = self.hold(code);
        let pooled = self.folder.join(code);
        if !pooled.is_dir() {
            complete(&pooled, extract)?;
        }
        complete(place, |folder| link(&pooled, folder).map_err(disk))
    }

    /// Removes the content `code` when no region has it any more.
    pub(super) fn release(&self, code: &str) {
        let _held = self.hold(code);
        let pooled = self.folder.join(code);
        // What cannot be looked at stays; the next start looks again.
        if matches!(is_linked(&pooled), Ok(false)) {
            let _ = fs::remove_dir_all(&pooled);
        }
    }

    fn sweep(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if matches!(is_linked(&entry.path()), Ok(false)) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    fn hold<'a>(&'a self, code: &'a str) -> Held<'a> {
        let mut busy = self.busy();
        while !busy.insert(code.to_owned()) {
            busy = self.free.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        Held { pool: self, code }
    }

    fn busy(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.pool.busy().remove(self.code);
        self.pool.free.notify_all();
    }
}

/// Makes a folder under another name until it is complete, so that what is there is whole.
fn complete(
    place: &Path,
    make: impl FnOnce(&Path) -> Result<(), ServiceError>,
) -> Result<(), ServiceError> {
    let parent = place.parent().unwrap_or(place);
    let unfinished = parent.join(format!("unfinished-{}", Uuid::new_v4().simple()));
    let made = fs::create_dir_all(parent)
        .map_err(disk)
        .and_then(|()| make(&unfinished))
        .and_then(|()| match fs::rename(&unfinished, place) {
            // Someone else was faster with the same content.
            Err(_) if place.is_dir() => Ok(()),
            other => other.map_err(disk),
        });
    let _ = fs::remove_dir_all(&unfinished);
    made
}

/// Makes `to` a folder of hard links to the files below `from`.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            link(&entry.path(), &target)?;
        } else if fs::hard_link(entry.path(), &target).is_err() {
            // A file system without links, or with too many of this file.
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Whether a file below the folder has another link.
fn is_linked(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let linked = if entry.file_type()?.is_dir() {
            is_linked(&entry.path())?
        } else {
            entry.metadata()?.nlink() > 1
        };
        if linked {
            return Ok(true);
        }
    }
    Ok(false)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
pub(super) fn disk(error: io::Error) -> ServiceError {
    ServiceError::internal(format!("a function's code can't be written: {error}"))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    fn write(folder: &Path) -> Result<(), ServiceError> {
        fs::create_dir_all(folder.join("data")).map_err(disk)?;
        fs::write(folder.join("bootstrap"), b"run").map_err(disk)?;
        fs::write(folder.join("data/a.txt"), b"a").map_err(disk)
    }

    #[test]
    fn regions_that_ask_at_once_have_it_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let pool = CodePool::new(folder.path().join("pool"));
        let made = AtomicUsize::new(0);
        thread::scope(|scope| {
            for region in 0..8 {
                let place = folder.path().join(format!("region-{region}/code"));
                let (pool, made) = (&pool, &made);
                scope.spawn(move || {
                    pool.put("code", &place, |folder| {
                        made.fetch_add(1, Ordering::Relaxed);
                        write(folder)
                    })
                    .unwrap();
                    assert_eq!(fs::read(place.join("data/a.txt")).unwrap(), b"a");
                });
            }
        });
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn it_goes_with_the_last_region_that_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let pool = CodePool::new(folder.path().join("pool"));
        let places = ["one", "two"].map(|region| folder.path().join(region).join("code"));
        for place in &places {
            pool.put("code", place, write).unwrap();
        }
        let pooled = folder.path().join("pool/code");
        for (place, stays) in places.iter().zip([true, false]) {
            fs::remove_dir_all(place).unwrap();
            pool.release("code");
            assert_eq!(pooled.exists(), stays);
        }
        // One that was never there is no mistake.
        pool.release("code");
    }

    #[test]
    fn a_start_removes_what_a_kill_left() {
        let folder = tempfile::tempdir().unwrap();
        let pool = CodePool::new(folder.path().join("pool"));
        let place = folder.path().join("one/code");
        pool.put("used", &place, write).unwrap();
        write(&folder.path().join("pool/left")).unwrap();
        write(&folder.path().join("pool/unfinished-1")).unwrap();
        pool.sweep();
        let left: Vec<_> = fs::read_dir(folder.path().join("pool"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["used"]);
    }

    #[test]
    fn what_cannot_be_made_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let pool = CodePool::new(folder.path().join("pool"));
        let place = folder.path().join("one/code");
        let fails = |folder: &Path| {
            write(folder)?;
            Err(ServiceError::internal("no"))
        };
        pool.put("code", &place, fails).unwrap_err();
        assert!(!place.exists());
        assert_eq!(fs::read_dir(folder.path().join("pool")).unwrap().count(), 0);
    }
}
