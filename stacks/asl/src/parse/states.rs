//! A state of any type but `Map`.

use diagnostics::{Address, Diagnostics};
use serde_json::Value;

use super::fields::{Fields, is_expression, object};
use super::{choice, machine, map, recovery};
use crate::{
    Common, Fail, Parallel, Pass, QueryLanguage, State, Succeed, Task, Transition, Wait, WaitFor,
};

/// The longest a state may wait or run, in seconds.
const LONGEST: f64 = 99_999_999.0;

/// The words of the `Type` field.
const TYPES: &[&str] = &[
    "Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map",
];

/// Reads a state. One `alone` is given without a machine around it, so that
/// where it goes next need not be said.
pub(super) fn state(
    value: &Value,
    address: &Address,
    outer: QueryLanguage,
    alone: bool,
    problems: &mut Diagnostics,
) -> Option<State> {
    object(value, address.clone(), problems, |fields| {
        if !fields.require(&["Type"]) {
            // Without a type nothing is known of the other fields.
            fields.ignore_unknown();
            return None;
        }
        let Some(kind) = fields.words("Type", TYPES) else {
            fields.ignore_unknown();
            return None;
        };
        let own = machine::language(fields);
        if outer == QueryLanguage::Jsonata && own == Some(QueryLanguage::JsonPath) {
            fields.error(
                "QueryLanguage",
                "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
            );
        }
        let language = own.unwrap_or(outer);
        let common = common(fields, &kind, language, own);
        let reader = Reader {
            fields,
            language,
            alone,
        };
        reader.read(&kind, common)
    })
}

fn common(
    fields: &mut Fields<'_>,
    kind: &str,
    language: QueryLanguage,
    own: Option<QueryLanguage>,
) -> Common {
    let mut common = Common {
        comment: fields.text("Comment"),
        query_language: own,
        keys: fields.keys(),
        ..Common::default()
    };
    if kind == "Fail" {
        return common;
    }
    match language {
        QueryLanguage::JsonPath => {
            common.input_path = fields.path("InputPath");
            common.output_path = fields.path("OutputPath");
        }
        QueryLanguage::Jsonata => common.output = fields.json_owned("Output"),
    }
    if kind != "Succeed" {
        common.assign = fields.json_object("Assign");
    }
    common
}

struct Reader<'f, 'a> {
    fields: &'f mut Fields<'a>,
    language: QueryLanguage,
    alone: bool,
}

impl Reader<'_, '_> {
    fn read(mut self, kind: &str, common: Common) -> Option<State> {
        match kind {
            "Task" => self.task(common).map(State::from),
            "Pass" => self.pass(common).map(State::from),
            "Wait" => self.wait(common).map(State::from),
            "Succeed" => Some(Succeed { common }.into()),
            "Fail" => Some(self.fail(common).into()),
            "Parallel" => self.parallel(common).map(State::from),
            "Map" => {
                let transition = self.transition();
                map::map(self.fields, self.language, common, transition?).map(State::from)
            }
            _ => choice::choice(self.fields, self.language, common).map(State::from),
        }
    }

    fn paths(&self) -> bool {
        self.language == QueryLanguage::JsonPath
    }

    /// `Next` or `End`, exactly one of them.
    fn transition(&mut self) -> Option<Transition> {
        let next = self.fields.text("Next");
        let end = self.fields.flag("End");
        match (next, end) {
            (Some(next), None | Some(false)) => Some(Transition::Next(next)),
            (None, Some(true)) => Some(Transition::End),
            (Some(_), Some(true)) => {
                self.fields
                    .error_here("Only one of these fields may be given: [Next, End]");
                None
            }
            (None, _) if self.fields.has("Next") => None,
            (None, _) if self.alone => Some(Transition::End),
            (None, _) => {
                self.fields
                    .error_here("One of these fields is required: [Next, End]");
                None
            }
        }
    }

    fn task(&mut self, common: Common) -> Option<Task> {
        let whole = self.fields.require(&["Resource"]);
        let language = self.language;
        let transition = self.transition();
        let fields = &mut *self.fields;
        let mut task = Task {
            common,
            resource: fields.text("Resource").unwrap_or_default(),
            timeout: fields.amount("TimeoutSeconds", "TimeoutSecondsPath", 1.0, LONGEST),
            heartbeat: fields.amount("HeartbeatSeconds", "HeartbeatSecondsPath", 1.0, LONGEST),
            credentials: fields.json_object("Credentials"),
            retry: recovery::retriers(fields),
            catch: recovery::catchers(fields, language),
            transition: transition?,
            ..Task::default()
        };
        if self.paths() {
            task.parameters = self.fields.json_owned("Parameters");
            task.result_selector = self.fields.json_object("ResultSelector");
            task.result_path = self.fields.path("ResultPath");
        } else {
            task.arguments = self.fields.json_owned("Arguments");
        }
        whole.then_some(task)
    }

    fn pass(&mut self, common: Common) -> Option<Pass> {
        let transition = self.transition();
        let mut pass = Pass {
            common,
            transition: transition?,
            ..Pass::default()
        };
        if self.paths() {
            pass.result = self.fields.json_owned("Result");
            pass.parameters = self.fields.json_owned("Parameters");
            pass.result_path = self.fields.path("ResultPath");
        }
        Some(pass)
    }

    fn wait(&mut self, common: Common) -> Option<Wait> {
        let transition = self.transition();
        let expressions = !self.paths();
        let fields = &mut *self.fields;
        let seconds = fields.amount("Seconds", "SecondsPath", 0.0, LONGEST);
        let timestamp = fields.text("Timestamp");
        let path = fields.text("TimestampPath");
        if let Some(text) = &timestamp
            && !(expressions && is_expression(text))
            && !crate::is_timestamp(text)
        {
            fields.error("Timestamp", "String does not match RFC3339 timestamp");
        }
        let given = [
            ("Seconds", fields.has("Seconds")),
            ("SecondsPath", fields.has("SecondsPath")),
            ("Timestamp", fields.has("Timestamp")),
            ("TimestampPath", fields.has("TimestampPath")),
        ]
        .into_iter()
        .filter(|(_, given)| *given)
        .count();
        if given != 1 {
            fields.error_here(
                "Exactly one of these fields is required: [Seconds, SecondsPath, Timestamp, \
                 TimestampPath]",
            );
        }
        let until = seconds
            .map(WaitFor::Seconds)
            .or(timestamp.map(WaitFor::Timestamp))
            .or(path.map(WaitFor::TimestampPath))?;
        Some(Wait {
            common,
            until,
            transition: transition?,
        })
    }

    fn fail(&mut self, common: Common) -> Fail {
        let paths = self.paths();
        let fields = &mut *self.fields;
        let mut fail = Fail {
            common,
            error: fields.text("Error"),
            cause: fields.text("Cause"),
            ..Fail::default()
        };
        if paths {
            fail.error_path = fields.text("ErrorPath");
            fail.cause_path = fields.text("CausePath");
        }
        for (plain, path) in [("Error", "ErrorPath"), ("Cause", "CausePath")] {
            if fields.has(plain) && fields.has(path) && paths {
                fields.error_here(format!(
                    "Only one of these fields may be given: [{plain}, {path}]"
                ));
            }
        }
        fail
    }

    fn parallel(&mut self, common: Common) -> Option<Parallel> {
        let whole = self.fields.require(&["Branches"]);
        let language = self.language;
        let inherited = self.inherited(&common);
        let transition = self.transition();
        let fields = &mut *self.fields;
        let mut parallel = Parallel {
            common,
            branches: fields
                .objects("Branches", |fields| machine::branch(fields, inherited))
                .unwrap_or_default(),
            retry: recovery::retriers(fields),
            catch: recovery::catchers(fields, language),
            transition: transition?,
            ..Parallel::default()
        };
        if self.paths() {
            parallel.parameters = self.fields.json_owned("Parameters");
            parallel.result_selector = self.fields.json_object("ResultSelector");
            parallel.result_path = self.fields.path("ResultPath");
        } else {
            parallel.arguments = self.fields.json_owned("Arguments");
        }
        whole.then_some(parallel)
    }

    fn inherited(&self, common: &Common) -> QueryLanguage {
        inherited(self.language, common)
    }
}

/// The language of the states inside a state: the machine's. A state's own
/// `QueryLanguage` is for itself alone.
pub(super) fn inherited(language: QueryLanguage, common: &Common) -> QueryLanguage {
    // A machine in JSONata has no state in JSONPath, so a state that names a
    // language of its own stands in a machine of JSONPath.
    if common.query_language.is_some() {
        QueryLanguage::JsonPath
    } else {
        language
    }
}
