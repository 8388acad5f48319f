//! `dataset label`.
use std::path::Path;
use grammar::LabelArgs;
use ui::{Exit, Ui};
pub(super) fn run(_ui: &Ui, _target: &Path, _args: &LabelArgs) -> anyhow::Result<Exit> {
    Ok(Exit::Fine)
}
