//! The state machine: states that a batch and a chunk enter.

use std::collections::BTreeMap;

use asl::{Amount, ExecutionType, Map, ProcessorMode, State, StateMachine};
use diagnostics::{Address, Diagnostic, Diagnostics};

use super::{CLOSE_LOOK, CODE, FIRST_LOOK, Files, MACHINE, machine};
use crate::way::{Uncounted, dearest};

/// The state machine, as far as it costs money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Workflow {
    /// States that a batch enters.
    pub(crate) batch: u128,
    /// Objects in a chunk at most.
    pub(crate) chunk_size: u128,
    /// Whether chunks run as express workflows.
    pub(crate) express: bool,
    /// States that a chunk with suspicious pictures enters.
    pub(crate) looked: u128,
    /// States that a chunk without suspicious pictures enters.
    pub(crate) spared: u128,
    /// States that a chunk would enter if every picture were looked at closely at once, without a
    /// first look and the choice behind it.
    pub(crate) one_look: u128,
}

/// Reads the definition. Placeholders stand for the functions of tasks.
pub(super) fn read(
    place: &Address,
    files: &Files,
    placeholders: &BTreeMap<String, &str>,
    found: &mut Diagnostics,
) -> Option<Workflow> {
    let machine = machine::read(place, files, MACHINE, found)?;
    match count(&machine, placeholders) {
        Ok(workflow) => Some(workflow),
        Err(text) => {
            found.push(Diagnostic::error(CODE, place.join(MACHINE), text));
            None
        }
    }
}

fn count(
    machine: &StateMachine,
    placeholders: &BTreeMap<String, &str>,
) -> Result<Workflow, String> {
    let mut maps = machine
        .states
        .iter()
        .filter_map(|(_, state)| distributed(state));
    let (Some(map), None) = (maps.next(), maps.next()) else {
        return Err("it has not exactly one distributed map".to_owned());
    };
    let batcher = map.item_batcher.as_ref();
    let chunk_size = match batcher.and_then(|batcher| batcher.max_items_per_batch.as_ref()) {
        Some(Amount::Fixed(size)) => size.as_u64().filter(|size| *size > 0),
        _ => None,
    };
    let Some(chunk_size) = chunk_size else {
        return Err("its map does not say how many objects a chunk has".to_owned());
    };
    let text = |error: Uncounted| error.text();
    let chunk = &map.item_processor;
    let looks = |task: &str, state: &State| match state {
        State::Task(state) => {
            let arguments = state.arguments.as_ref().or(state.parameters.as_ref());
            let function = arguments.and_then(|it| it["FunctionName"].as_str());
            function.and_then(|function| placeholders.get(function)) == Some(&task)
        }
        _ => false,
    };
    // What stands behind no placeholder that is known would be counted as no look at all.
    for task in [FIRST_LOOK, CLOSE_LOOK] {
        if !chunk.states.iter().any(|(_, state)| looks(task, state)) {
            return Err(format!(
                "no step of its chunks calls {task}: each step's FunctionName is a placeholder, and a \
                 template's DefinitionSubstitutions must refer it to a function, or a version or an alias \
                 of one, that the manifest lists"
            ));
        }
    }
    let everything = |_: &State| false;
    let batch = dearest(&machine.states, &machine.start_at, &everything).map_err(text)?;
    let looked = dearest(&chunk.states, &chunk.start_at, &everything).map_err(text)?;
    let spared = |state: &State| looks(CLOSE_LOOK, state);
    let spared = dearest(&chunk.states, &chunk.start_at, &spared).map_err(text)?;
    let first_look = looked
        .iter()
        .filter_map(|name| chunk.states.get(name))
        .filter(|state| looks(FIRST_LOOK, state) || matches!(state, State::Choice(_)));
    let config = chunk.config.as_ref();
    Ok(Workflow {
        batch: batch.len() as u128,
        chunk_size: chunk_size.into(),
        express: config.and_then(|config| config.execution_type) == Some(ExecutionType::Express),
        looked: looked.len() as u128,
        spared: spared.len() as u128,
        one_look: (looked.len() - first_look.count()) as u128,
    })
}

fn distributed(state: &State) -> Option<&Map> {
    let State::Map(map) = state else {
        return None;
    };
    let config = map.item_processor.config.as_ref()?;
    (config.mode == Some(ProcessorMode::Distributed)).then_some(map)
}

#[cfg(test)]
mod tests {
    use super::super::Deployment;
    use super::*;

    /// A chunk enters `BeginChunk`, `Prepare`, `FirstLook`, `AnySuspicious`, `CloseLook`, `Record` and
    /// `Recorded`. Without a suspicious picture it is spared `CloseLook`; without a first look it would be
    /// spared `FirstLook` and `AnySuspicious`.
    #[test]
    fn a_committed_chunk_is_spared_what_it_does_not_enter() {
        let generated = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
        let inside = |folder: &std::path::Path| {
            let entries = std::fs::read_dir(folder).unwrap();
            let paths = entries.map(|entry| entry.unwrap().path());
            paths.collect::<Vec<_>>()
        };
        let environments = inside(&generated).into_iter().filter(|path| path.is_dir());
        let regions = environments.flat_map(|path| inside(&path));
        let mut counted = 0;
        for region in regions.filter(|path| path.is_dir()) {
            let files = inside(&region).into_iter().filter(|path| path.is_file());
            let files = files.map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read_to_string(path).unwrap())
            });
            let read = Deployment::read(&Address::root(), &files.collect()).unwrap();
            let Workflow {
                looked,
                spared,
                one_look,
                ..
            } = read.workflow;
            assert_eq!(
                (looked, spared, one_look),
                (7, 6, 5),
                "{}",
                region.display()
            );
            counted += 1;
        }
        assert!(counted >= 5, "{counted}");
    }
}
