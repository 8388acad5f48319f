//! What could not be decoded: kept, with the reason.

use std::fs;
use std::io as stdio;

use serde::{Deserialize, Serialize};

use super::Dataset;
use super::atomic;
use super::error::{DatasetError, io};
use super::lock::Lock;

const FOLDER: &str = "aside";
const LIST: &str = "list.jsonl";

/// A file that is no picture to learn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Aside {
    /// Where it came from.
    pub name: String,
    /// Why it is no picture.
    pub reason: String,
    /// The copy within the folder `aside`, where the file was not too large to copy.
    pub copy: Option<String>,
}

impl Dataset {
    /// Keeps files aside; those that are on the list already are not listed again.
    ///
    /// # Errors
    /// When the dataset cannot be written.
    pub fn keep_aside(&self, files: &[(Aside, Option<Vec<u8>>)]) -> Result<(), DatasetError> {
        if files.is_empty() {
            return Ok(());
        }
        let folder = self.folder.join(FOLDER);
        for (aside, bytes) in files {
            if let (Some(copy), Some(bytes)) = (&aside.copy, bytes) {
                atomic::write_once(&folder.join(copy), bytes)?;
            }
        }
        let _lock = Lock::take(&self.folder)?;
        let list = folder.join(LIST);
        let known = self.aside()?;
        let new = files.iter().map(|(aside, _)| aside);
        let new: Vec<&Aside> = new.filter(|aside| !known.contains(aside)).collect();
        if new.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(&folder).map_err(io("make", &folder))?;
        let lines = known.iter().chain(new).map(serde_json::to_string);
        let text: Result<Vec<String>, _> = lines.collect();
        let text = text.map_err(|error| io("write", &list)(error.into()))?;
        atomic::write(&list, (text.join("\n") + "\n").as_bytes())
    }

    /// What was kept aside.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn aside(&self) -> Result<Vec<Aside>, DatasetError> {
        let list = self.folder.join(FOLDER).join(LIST);
        let text = match fs::read_to_string(&list) {
            Ok(text) => text,
            Err(error) if error.kind() == stdio::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io("read", &list)(error)),
        };
        let lines: Result<Vec<Aside>, _> = text.lines().map(serde_json::from_str).collect();
        lines.map_err(|error| io("read", &list)(error.into()))
    }
}
