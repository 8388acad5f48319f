//! A mock file's text to mocks: every mistake is collected, with its place.

use std::collections::BTreeMap;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::{Map, Value};
use ui::Problem;

use super::objects::parse_address;
use super::{Answer, Answers, Mocks, Objects};
use crate::source::{self, Located, Source};

/// Reads a mock file in either shape. `machine` is the definition's name, by which a file that
/// mocks several machines is searched; `test_case` is `CASE` or `MACHINE/CASE`.
///
/// # Errors
/// With every mistake and its place, or with the test cases there are.
pub fn parse_mocks(
    source: &Source,
    machine: &str,
    test_case: Option<&str>,
) -> Result<Mocks, Problem> {
    let value = source.json()?;
    let mut reader = Reader::default();
    let root = Address::root();
    let mocks = match reader.object(&value, &root) {
        Some(file) if file.contains_key("StateMachines") => {
            reader.only(
                file,
                &["StateMachines", "MockedResponses", "Objects"],
                &root,
            );
            let case = find_case(source, &file["StateMachines"], machine, test_case)?;
            reader.local(file, &case)
        }
        Some(file) => {
            reader.only(file, &["States", "Objects"], &root);
            if let Some(case) = test_case {
                let text = format!(
                    "{} holds no test cases, so none named {case:?}",
                    source.name
                );
                return Err(Problem::new(text).next("leave out --test-case"));
            }
            reader.plain(file)
        }
        None => Mocks::default(),
    };
    reader.done(source, mocks, "workflow run")
}

/// Reads the answers of one state by themselves, such as `{"Return": 1}`, and gives the one for
/// this attempt; `None` where there is none.
///
/// # Errors
/// With every mistake and its place.
pub fn parse_answer(source: &Source, attempt: u64) -> Result<Option<Answer>, Problem> {
    let value = source.json()?;
    let mut reader = Reader::default();
    let answers = reader.answers(&value, &Address::root());
    let mut mocks = Mocks::default();
    mocks
        .states
        .extend(answers.map(|answers| (String::new(), answers)));
    let mut mocks = reader.done(source, mocks, "workflow test-state")?;
    Ok(mocks.answer("", attempt).cloned())
}

/// A test case of `MockConfigFile.json`: where it is, and what it names.
struct Case<'a> {
    address: Address,
    states: &'a Value,
}

fn find_case<'a>(
    source: &Source,
    machines: &'a Value,
    machine: &str,
    wanted: Option<&str>,
) -> Result<Case<'a>, Problem> {
    let (wanted_machine, wanted_case) = match wanted.map(|wanted| wanted.rsplit_once('/')) {
        Some(Some((machine, case))) => (Some(machine), Some(case)),
        Some(None) => (None, wanted),
        None => (None, None),
    };
    let mut cases: Vec<(&str, &str, &'a Value)> = Vec::new();
    for (name, about) in machines.as_object().into_iter().flatten() {
        for (case, states) in about["TestCases"].as_object().into_iter().flatten() {
            cases.push((name, case, states));
        }
    }
    let named: Vec<String> = cases
        .iter()
        .map(|(m, case, _)| format!("{m}/{case}"))
        .collect();
    if wanted_machine.is_some() || cases.iter().any(|(name, ..)| *name == machine) {
        let machine = wanted_machine.unwrap_or(machine);
        cases.retain(|(name, ..)| *name == machine);
    }
    cases.retain(|(_, case, _)| wanted_case.is_none_or(|wanted| wanted == *case));
    match cases[..] {
        [(name, case, states)] => Ok(Case {
            address: ["StateMachines", name, "TestCases", case]
                .into_iter()
                .collect(),
            states,
        }),
        [] => {
            let what = wanted.map_or(String::new(), |wanted| format!(" named {wanted:?}"));
            let problem = Problem::new(format!("{} holds no test case{what}", source.name));
            Err(match named.is_empty() {
                true => problem.next("see `cargo xtask workflow run --help` for its shape"),
                false => problem.next(format!("--test-case with one of: {}", named.join(", "))),
            })
        }
        _ => {
            let fitting: Vec<_> = cases
                .iter()
                .map(|(m, case, _)| format!("{m}/{case}"))
                .collect();
            Err(
                Problem::new(format!("{} holds several test cases", source.name))
                    .next(format!("--test-case with one of: {}", fitting.join(", "))),
            )
        }
    }
}

/// Reads a file's parts and collects what is wrong with them.
#[derive(Default)]
struct Reader {
    problems: Diagnostics,
}

impl Reader {
    /// What was read, if nothing is wrong with it.
    fn done(self, source: &Source, mocks: Mocks, verb: &str) -> Result<Mocks, Problem> {
        if self.problems.is_empty() {
            return Ok(mocks);
        }
        let located = Located::all(source, self.problems);
        let told = ui::unstyled(&source::render(&located));
        let text = format!("{} is no mock file\n{}", source.name, told.trim_end());
        Err(Problem::new(text).next(format!("see `cargo xtask {verb} --help` for its shape")))
    }

    fn error(&mut self, address: &Address, summary: impl Into<String>) {
        self.push(Diagnostic::error(
            "workflow::mock",
            address.clone(),
            summary,
        ));
    }

    fn push(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    fn object<'a>(
        &mut self,
        value: &'a Value,
        address: &Address,
    ) -> Option<&'a Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            self.error(address, "this is to be an object");
        }
        object
    }

    /// Refuses fields that are not among `known`.
    fn only(&mut self, object: &Map<String, Value>, known: &[&str], address: &Address) {
        for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
            let summary = format!("{name:?} is not known here: {}", known.join(", "));
            let problem = Diagnostic::error("workflow::mock", address.join(name), summary);
            self.push(match diagnostics::nearest(name, known.iter().copied()) {
                Some(near) => problem.with_help(format!("did you mean {near:?}?")),
                None => problem,
            });
        }
    }

    fn plain(&mut self, file: &Map<String, Value>) -> Mocks {
        let mut states = BTreeMap::new();
        if let Some(value) = file.get("States") {
            let address = Address::root().join("States");
            for (name, value) in self.object(value, &address).into_iter().flatten() {
                if let Some(answers) = self.answers(value, &address.join(name)) {
                    states.insert(name.clone(), answers);
                }
            }
        }
        Mocks {
            states,
            objects: self.objects(file),
            ..Mocks::default()
        }
    }

    fn local(&mut self, file: &Map<String, Value>, case: &Case<'_>) -> Mocks {
        let none = Map::new();
        let responses = file.get("MockedResponses").and_then(Value::as_object);
        let responses = responses.unwrap_or(&none);
        let mut states = BTreeMap::new();
        for (state, response) in self
            .object(case.states, &case.address)
            .into_iter()
            .flatten()
        {
            let address = case.address.join(state);
            let Some(name) = response.as_str() else {
                self.error(&address, "this is to be the name of a mocked response");
                continue;
            };
            let Some(value) = responses.get(name) else {
                let summary = format!("there is no mocked response {name:?}");
                let problem = Diagnostic::error("workflow::mock", address, summary);
                let near = diagnostics::nearest(name, responses.keys().map(String::as_str));
                self.push(match near {
                    Some(near) => problem.with_help(format!("did you mean {near:?}?")),
                    None => problem,
                });
                continue;
            };
            let address = Address::root().join("MockedResponses").join(name);
            if let Some(answers) = self.answers(value, &address) {
                states.insert(state.clone(), answers);
            }
        }
        Mocks {
            states,
            objects: self.objects(file),
            ..Mocks::default()
        }
    }

    fn answers(&mut self, value: &Value, address: &Address) -> Option<Answers> {
        match value {
            Value::Array(calls) if calls.is_empty() => {
                self.error(address, "an empty array holds no answer");
                None
            }
            Value::Array(calls) => {
                let calls = calls.iter().enumerate();
                let answers: Vec<_> = calls
                    .map(|(at, call)| self.answer(call, &address.join(at.to_string())))
                    .collect();
                answers
                    .into_iter()
                    .collect::<Option<_>>()
                    .map(Answers::Calls)
            }
            Value::Object(fields) if fields.keys().any(|name| attempts(name).is_some()) => {
                let mut ranges = Vec::new();
                for (name, value) in fields {
                    let address = address.join(name);
                    match attempts(name) {
                        Some((from, to)) => {
                            let answer = self.answer(value, &address)?;
                            ranges.push((from, to, answer));
                        }
                        None => {
                            let text = format!("{name:?} is no attempt: write 0, 1 or 1-3");
                            self.error(&address, text);
                        }
                    }
                }
                Some(Answers::Attempts(ranges))
            }
            value => self.answer(value, address).map(Answers::Always),
        }
    }

    fn answer(&mut self, value: &Value, address: &Address) -> Option<Answer> {
        let fields = self.object(value, address)?;
        self.only(fields, &["Return", "Throw"], address);
        match (fields.get("Return"), fields.get("Throw")) {
            (Some(result), None) => Some(Answer::Return(result.clone())),
            (None, Some(thrown)) => {
                let address = address.join("Throw");
                let fields = self.object(thrown, &address)?;
                self.only(fields, &["Error", "Cause"], &address);
                let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
                Some(Answer::Throw {
                    error: text("Error"),
                    cause: text("Cause"),
                })
            }
            _ => {
                self.error(address, "an answer has either \"Return\" or \"Throw\"");
                None
            }
        }
    }

    fn objects(&mut self, file: &Map<String, Value>) -> Option<Objects> {
        let address = Address::root().join("Objects");
        let given = self.object(file.get("Objects")?, &address)?;
        let mut objects = Objects::default();
        for (name, body) in given {
            let Some((bucket, key)) = parse_address(name) else {
                let text = format!("{name:?} is no object: write it as s3://bucket/key");
                self.error(&address.join(name), text);
                continue;
            };
            let body = match body {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            objects.put(bucket, key, body);
        }
        Some(objects)
    }
}

/// The attempts that `2` or `1-3` stands for.
fn attempts(name: &str) -> Option<(u64, u64)> {
    let (from, to) = name.split_once('-').unwrap_or((name, name));
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (from, to) = (number(from)?, number(to)?);
    (from <= to).then_some((from, to))
}
