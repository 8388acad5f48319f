//! Where things are stored: the keys of the pictures bucket and of the lake.

use crate::{BatchName, Day, DeviceClass, DeviceId, PictureId, RunName, VersionId};

/// Pictures land here (pictures bucket).
pub const INCOMING: &str = "incoming/";
/// Prepared pictures and their heat maps (pictures bucket).
pub const PREPARED: &str = "prepared/";
/// What cannot be inspected (pictures bucket).
pub const REJECTED: &str = "rejected/";
/// Pictures that models are fitted on (pictures bucket).
pub const TRAINING: &str = "training/";
/// The tables' data files (lake).
pub const TABLES: &str = "tables/";
/// Model files and live models (lake).
pub const MODELS: &str = "models/";
/// What asynchronous endpoints answer (lake).
pub const INFERENCES: &str = "inferences/";
/// What back-fills are told, answer and come to (lake).
pub const BACKFILLS: &str = "backfills/";
/// Which pictures a back-fill looks at, a [`crate::backfill::ChosenPicture`] a line: a file of its run.
pub const CHOSEN: &str = "chosen.jsonl";
/// Which of its pictures are gone, a [`crate::backfill::MissedPicture`] a line: a file of a back-fill's run.
pub const GONE: &str = "gone.jsonl";
/// What a transform job answers: a folder of its run.
pub const ANSWERS: &str = "answers/";
/// Answers of queries (results).
pub const RESULTS: &str = "results/";
/// One record per chunk (lake).
pub const CHUNKS: &str = "chunks/";
/// One summary per batch (lake).
pub const BATCHES: &str = "batches/";
/// Results of the distributed map's runs (lake).
pub const MAP_RUNS: &str = "map-runs/";
/// The object that says a batch is complete.
pub const READY_MARKER: &str = "_READY";

/// `incoming/<batch>/`.
pub fn batch_prefix(batch: &BatchName) -> String {
    format!("{INCOMING}{batch}/")
}

/// `rejected/<batch>/`.
pub fn rejected_prefix(batch: &BatchName) -> String {
    format!("{REJECTED}{batch}/")
}

/// `incoming/<batch>/_READY`: its arrival starts the workflow.
pub fn ready_key(batch: &BatchName) -> String {
    format!("{INCOMING}{batch}/{READY_MARKER}")
}

/// `incoming/<batch>/<device class>/<device id>/<file>`.
pub fn incoming_key(
    batch: &BatchName,
    class: &DeviceClass,
    device: &DeviceId,
    file: &str,
) -> String {
    format!("{INCOMING}{batch}/{class}/{device}/{file}")
}

/// `prepared/<class>/<day>/<id>.jpg`.
pub fn prepared_key(class: &DeviceClass, day: &Day, id: &PictureId) -> String {
    format!("{PREPARED}{class}/{day}/{id}.jpg")
}

/// The heat map beside the picture: `prepared/<class>/<day>/<id>.heat.png`.
pub fn heat_map_key(prepared_key: &str) -> String {
    let stem = prepared_key.strip_suffix(".jpg").unwrap_or(prepared_key);
    format!("{stem}.heat.png")
}

/// Where a rejected object is kept: `rejected/` in place of `incoming/`. `None` when the key is
/// not under `incoming/`.
pub fn rejected_key(source: &str) -> Option<String> {
    source
        .strip_prefix(INCOMING)
        .map(|rest| format!("{REJECTED}{rest}"))
}

/// `<location>device_class=<class>/day=<day>/<batch>.<chunk>.parquet`, where the table's location ends
/// in `/`.
pub fn data_file_key(
    location: &str,
    class: &DeviceClass,
    day: &Day,
    batch: &BatchName,
    chunk: &str,
) -> String {
    format!("{location}device_class={class}/day={day}/{batch}.{chunk}.parquet")
}

/// `chunks/<batch>/`.
pub fn chunk_prefix(batch: &BatchName) -> String {
    format!("{CHUNKS}{batch}/")
}

/// `chunks/<batch>/<chunk>.json`: a [`crate::recording::ChunkRecord`].
pub fn chunk_key(batch: &BatchName, chunk: &str) -> String {
    format!("{CHUNKS}{batch}/{chunk}.json")
}

/// `batches/<batch>.json`: a [`crate::recording::Summary`].
pub fn summary_key(batch: &BatchName) -> String {
    format!("{BATCHES}{batch}.json")
}

/// `models/<class>/live.json`: a [`crate::lineage::LivePointer`], of which the looks read the
/// [`crate::model::LiveModel`]. There is none before a class has its first model.
pub fn live_model_key(class: &DeviceClass) -> String {
    format!("{MODELS}{class}/live.json")
}

/// Those of all classes, as a pattern of keys: who takes a first promotion back removes the object.
pub const LIVE_MODELS: &str = "models/*/live.json";

/// `models/<class>/candidate.json`: a [`crate::lineage::Candidate`].
pub fn candidate_key(class: &DeviceClass) -> String {
    format!("{MODELS}{class}/candidate.json")
}

/// `models/<class>/versions/`: a folder for every version, whose objects are written once.
pub fn versions_prefix(class: &DeviceClass) -> String {
    format!("{MODELS}{class}/versions/")
}

/// `models/<class>/versions/<version>/close-look.model`: the model's file.
pub fn version_file_key(class: &DeviceClass, version: &VersionId) -> String {
    format!("{}{version}/close-look.model", versions_prefix(class))
}

/// `models/<class>/versions/<version>/version.json`: a [`crate::lineage::ModelVersion`].
pub fn version_key(class: &DeviceClass, version: &VersionId) -> String {
    format!("{}{version}/version.json", versions_prefix(class))
}

/// `models/<class>/history/`: what was made live, one object each.
pub fn history_prefix(class: &DeviceClass) -> String {
    format!("{MODELS}{class}/history/")
}

/// `models/<class>/history/<revision>.json`: a [`crate::lineage::Change`]. Ten digits, so that
/// keys sort as revisions do.
pub fn history_key(class: &DeviceClass, revision: u64) -> String {
    format!("{}{revision:010}.json", history_prefix(class))
}

/// The number of the change at this key; `None` where it is none of [`history_key`].
pub fn revision_of(key: &str) -> Option<u64> {
    let (_, file) = key.rsplit_once('/')?;
    file.strip_suffix(".json")?.parse().ok()
}

/// `models/<class>/runs/<run>/<file>`: what a training leaves beside its version: its data, its
/// report.
pub fn run_key(class: &DeviceClass, run: &RunName, file: &str) -> String {
    format!("{MODELS}{class}/runs/{run}/{file}")
}

/// `backfills/<class>/<run>/<file>`: what a back-fill is told, answers and comes to.
pub fn backfill_key(class: &DeviceClass, run: &RunName, file: &str) -> String {
    format!("{BACKFILLS}{class}/{run}/{file}")
}

/// `prepared/<class>/`: the prepared pictures of a class.
pub fn prepared_prefix(class: &DeviceClass) -> String {
    format!("{PREPARED}{class}/")
}

/// `training/<class>/`: pictures and manifests that models of a class are trained on.
pub fn training_prefix(class: &DeviceClass) -> String {
    format!("{TRAINING}{class}/")
}

/// `training/<class>/pictures/<id>.jpg`: a prepared picture, by the id of what it was made of.
pub fn training_picture_key(class: &DeviceClass, id: &PictureId) -> String {
    format!("{}pictures/{id}.jpg", training_prefix(class))
}

/// `models/<class>/<version>.model`: the file of a model that `deploy` or `inspect` fitted.
pub fn model_key(class: &DeviceClass, version: &str) -> String {
    format!("{MODELS}{class}/{version}.model")
}

/// `models/<class>/<version>.tar.gz`: the model as SageMaker's containers find it.
pub fn model_archive_key(class: &DeviceClass, version: &str) -> String {
    format!("{MODELS}{class}/{version}.tar.gz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejected_object_keeps_its_place_within_the_batch() {
        assert_eq!(
            rejected_key("incoming/b/x/y.jpg").as_deref(),
            Some("rejected/b/x/y.jpg")
        );
        assert_eq!(rejected_key("prepared/x.jpg"), None);
        assert_eq!(
            heat_map_key("prepared/c/d/i.jpg"),
            "prepared/c/d/i.heat.png"
        );
    }
}
