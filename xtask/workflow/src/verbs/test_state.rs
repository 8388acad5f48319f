//! `workflow test-state`.

use std::path::Path;

use asl::ExecutionType;
use asl_run::test_state::{
    Configuration, FieldValidation, InspectionLevel, Request, Setting, Status,
};
use grammar::{Level, Report, TestStateArgs, Validation};
use ui::{Exit, Format, Problem, Ui};

use super::run::machine_name;
use crate::check;
use crate::run::{Clock, Real};
use crate::source::{Source, read_source};
use crate::test_state;

pub(super) fn run(ui: &Ui, args: &TestStateArgs) -> anyhow::Result<Exit> {
    let source = Source::read(&args.file)?;
    let request = request(&source, args)?;
    let setting = Setting::new("aws", "us-east-1", "123456789012", Real.now(), 0);
    let answer = test_state::test(&request, &setting)?;
    match args.format.into() {
        Format::Json => ui.json(&answer.to_json())?,
        _ => ui.table(&test_state::to_table(&answer))?,
    }
    if args.format == Report::Table {
        let goes = match &answer.next_state {
            Some(next) => format!("goes on to {next:?}"),
            None => "and ends".to_owned(),
        };
        match answer.status {
            Status::Succeeded => ui.status("Succeeded", goes),
            Status::CaughtError => ui.status("Caught", goes),
            Status::Retriable => ui.failed("Failed", "and would be tried again"),
            Status::Failed => ui.failed("Failed", "and nothing takes the error"),
        }
    }
    Ok(match test_state::is_failure(&answer) {
        true => Exit::Fixable,
        false => Exit::Fine,
    })
}

fn request(source: &Source, args: &TestStateArgs) -> anyhow::Result<Request> {
    let is_machine = test_state::is_machine(source);
    match (&args.state, is_machine) {
        (Some(state), true) => {
            let checked = check::check(source, ExecutionType::Standard);
            test_state::known(source, &checked.machine()?, state)?;
        }
        (None, true) => {
            return Err(Problem::new(format!("{} is a state machine", source.name))
                .next("name the state to test after the file")
                .into());
        }
        (_, false) => {}
    }
    let text = |argument: &str, given: &Option<String>| -> Result<Option<String>, Problem> {
        let given = given.as_ref().map(|given| read_source(argument, given));
        Ok(given.transpose()?.map(|source| source.text))
    };
    let mut mock = match &args.mock {
        Some(given) => Some(test_state::parse_mock(
            &read_source("--mock", given)?,
            &machine_name(&args.file),
            args.state.as_deref().unwrap_or_default(),
            args.retry_count.unwrap_or_default(),
        )?),
        None => None,
    };
    if let Some(mock) = &mut mock {
        mock.validation = match args.validation {
            Validation::Strict => FieldValidation::Strict,
            Validation::Present => FieldValidation::Present,
            Validation::None => FieldValidation::None,
        };
    }
    let reader_data = args.reader_data.as_deref().map(read_text).transpose()?;
    Ok(Request {
        definition: source.text.clone(),
        state_name: args.state.clone().filter(|_| is_machine),
        input: Some(read_source("--input", &args.input)?.text),
        variables: text("--variables", &args.variables)?,
        context: text("--context", &args.context)?,
        inspection_level: match args.level {
            Level::Info => InspectionLevel::Info,
            Level::Debug => InspectionLevel::Debug,
            Level::Trace => InspectionLevel::Trace,
        },
        mock,
        configuration: Configuration {
            retrier_retry_count: args.retry_count,
            error_caused_by_state: args.error_caused_by.clone(),
            map_iteration_failure_count: args.failed_items,
            map_item_reader_data: reader_data,
        },
        ..Request::default()
    })
}

fn read_text(path: &Path) -> Result<String, Problem> {
    Source::read(path).map(|source| source.text)
}
