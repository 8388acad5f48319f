//! The shapes of what AWS's APIs answer, from a compact table of them.
//!
//! The tables in `services/` are derived from the public API models in
//! botocore 1.41.5 (Apache-2.0): for every action the shape of its output,
//! with members named as Step Functions names them, first letter upper case.
//! A line `#3={..}` is a shape that others refer to, `action={..}` an action.
//! Within a shape: `{Name:..,Name!:..}` a structure (`!`: required), `[..]` a
//! list, `<..>` a map, `(A|B)` words, `s1..64` a text and `n0..9` a number
//! with their bounds, `?` a truth value, `*` anything.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The shape of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Anything,
    Flag,
    Text(Bounds),
    Number(Bounds),
    Words(Vec<&'static str>),
    List(Box<Self>),
    Map(Box<Self>),
    Structure(Vec<Member>),
    /// A shape of the service's, by its number.
    Shared(usize),
}

/// A member of a structure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) shape: Shape,
}

/// How small and large a number or a text's length may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) least: Option<f64>,
    pub(super) most: Option<f64>,
}

/// What a service's actions answer.
#[derive(Debug)]
pub(super) struct Service {
    shared: Vec<Shape>,
    actions: HashMap<&'static str, Shape>,
}

impl Service {
    /// The shape of an action's answer.
    pub(super) fn answer(&self, action: &str) -> Option<&Shape> {
        self.actions.get(action)
    }

    /// The shape that a number stands for.
    pub(super) fn shared(&self, number: usize) -> Option<&Shape> {
        self.shared.get(number)
    }

    fn parse(table: &'static str) -> Self {
        let mut service = Self {
            shared: Vec::new(),
            actions: HashMap::new(),
        };
        for line in table.lines() {
            let Some((name, text)) = line.split_once('=') else {
                continue;
            };
            let mut reader = Reader { rest: text };
            // A line that cannot be read lets anything pass; a test reads them all.
            let shape = reader
                .shape()
                .filter(|_| reader.rest.is_empty())
                .unwrap_or(Shape::Anything);
            if name.starts_with('#') {
                service.shared.push(shape);
            } else {
                service.actions.insert(name, shape);
            }
        }
        service
    }
}

struct Reader {
    rest: &'static str,
}

impl Reader {
    fn take(&mut self, token: char) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn until(&mut self, is_end: impl Fn(char) -> bool) -> &'static str {
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn shape(&mut self) -> Option<Shape> {
        let kind = self.rest.chars().next()?;
        self.rest = &self.rest[kind.len_utf8()..];
        Some(match kind {
            '*' => Shape::Anything,
            '?' => Shape::Flag,
            's' => Shape::Text(self.bounds()?),
            'n' => Shape::Number(self.bounds()?),
            '#' => Shape::Shared(self.until(|c| !c.is_ascii_digit()).parse().ok()?),
            '(' => {
                let words = self.until(|c| c == ')').split('|').collect();
                self.take(')').then_some(Shape::Words(words))?
            }
            '[' => {
                let shape = Box::new(self.shape()?);
                self.take(']').then_some(Shape::List(shape))?
            }
            '<' => {
                let shape = Box::new(self.shape()?);
                self.take('>').then_some(Shape::Map(shape))?
            }
            '{' => Shape::Structure(self.members()?),
            _ => return None,
        })
    }

    fn members(&mut self) -> Option<Vec<Member>> {
        let mut members = Vec::new();
        loop {
            if self.take('}') {
                return Some(members);
            }
            let name = self.until(|c| matches!(c, '!' | ':' | '}' | ','));
            let is_required = self.take('!');
            if name.is_empty() || !self.take(':') {
                return None;
            }
            let shape = self.shape()?;
            members.push(Member {
                name,
                is_required,
                shape,
            });
            self.take(',');
        }
    }

    fn bounds(&mut self) -> Option<Bounds> {
        let text = self.until(|c| !(c.is_ascii_digit() || matches!(c, '.' | '-')));
        if text.is_empty() {
            return Some(Bounds {
                least: None,
                most: None,
            });
        }
        let (least, most) = text.split_once("..")?;
        let number = |text: &str| match text {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        };
        Some(Bounds {
            least: number(least)?,
            most: number(most)?,
        })
    }
}

macro_rules! services {
    ($($name:literal),+ $(,)?) => {
        /// What a service's actions answer, where it is known.
        pub(super) fn service(name: &str) -> Option<&'static Service> {
            match name {
                $($name => {
                    static TABLE: OnceLock<Service> = OnceLock::new();
                    Some(TABLE.get_or_init(|| {
                        Service::parse(include_str!(concat!("services/", $name, ".txt")))
                    }))
                })+
                _ => None,
            }
        }

        #[cfg(test)]
        const NAMES: &[(&str, &str)] = &[$(($name, include_str!(concat!("services/", $name, ".txt")))),+];
    };
}

services!(
    "apigatewaymanagementapi",
    "athena",
    "batch",
    "bedrockruntime",
    "cloudformation",
    "cloudwatch",
    "cloudwatchlogs",
    "codebuild",
    "comprehend",
    "databrew",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "eks",
    "emr",
    "emrcontainers",
    "emrserverless",
    "eventbridge",
    "firehose",
    "glue",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "polly",
    "rds",
    "rdsdata",
    "redshiftdata",
    "rekognition",
    "s3",
    "sagemaker",
    "sagemakerruntime",
    "scheduler",
    "secretsmanager",
    "sfn",
    "sns",
    "sqs",
    "ssm",
    "sts",
    "textract",
    "transcribe",
    "translate",
);

#[cfg(test)]
mod tests {
    use super::{NAMES, Reader, Shape, service};

    #[test]
    fn every_line_of_every_table_is_a_shape() {
        for (name, table) in NAMES {
            for line in table.lines() {
                let text = line.split_once('=').map_or("", |(_, text)| text);
                let mut reader = Reader { rest: text };
                assert!(
                    reader.shape().is_some() && reader.rest.is_empty(),
                    "{name}: {line}"
                );
            }
        }
        let answer = service("sfn").and_then(|sfn| sfn.answer("startExecution"));
        let Some(Shape::Structure(members)) = answer else {
            unreachable!("{answer:?}")
        };
        assert!(members.iter().all(|member| member.is_required));
    }
}
