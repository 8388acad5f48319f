//! What is to know of a query, read from the head of its file.

use diagnostics::{Address, Diagnostic, Diagnostics};
use manifest::{Allowed, ParameterKind, QueryColumn, QueryParameter};

use crate::template::{Piece, pieces};

/// One query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Its name: the file's, without `.sql.hbs`.
    pub name: String,
    /// One sentence for people.
    pub description: String,
    /// Who answers for it: asks for changes go there.
    pub owner: String,
    /// Its parameters, in the order of the header.
    pub parameters: Vec<QueryParameter>,
    /// The columns that it gives, in order.
    pub columns: Vec<QueryColumn>,
    /// How many lines the header has.
    pub header_lines: usize,
    pub(crate) pieces: Vec<Piece>,
}

const FORM: &str = "a header has lines `-- description: …`, `-- owner: …`, `-- parameter: …` and \
                    `-- returns: …`";

impl Query {
    /// Reads a view from its file's text: a query without parameters.
    ///
    /// # Errors
    /// Those of [`Query::parse`], and parameters.
    pub fn parse_view(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let view = Self::parse(name, text)?;
        let found = view.parameters.iter().map(|parameter| {
            let summary = format!("a view has no parameters, and this has {}", parameter.name);
            Diagnostic::error("sql::view-parameter", view.line(1), summary)
                .with_help("make it a query, or leave the choice to who asks the view")
        });
        let found: Diagnostics = found.collect();
        if found.is_empty() {
            Ok(view)
        } else {
            Err(found)
        }
    }

    /// Reads a query from its file's text.
    ///
    /// # Errors
    /// Everything that is wrong with the header, and a template that is none.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let mut header = Header {
            name,
            line: 0,
            found: Diagnostics::new(),
            description: None,
            owner: None,
            parameters: Vec::new(),
            columns: Vec::new(),
        };
        let mut rest = text;
        while let Some((line, after)) = rest.split_once('\n') {
            let Some(comment) = line.strip_prefix("-- ") else {
                break;
            };
            header.line += 1;
            header.read(comment);
            rest = after;
        }
        let mut missing = |is_missing: bool, code: &str, text: &str| {
            if is_missing {
                let place = Address::root().join(name);
                header
                    .found
                    .push(Diagnostic::error(code, place, text).with_help(FORM));
            }
        };
        missing(
            header.description.is_none(),
            "sql::no-description",
            "the header has no line `-- description: …`",
        );
        missing(
            header.owner.is_none(),
            "sql::no-owner",
            "the header has no line `-- owner: …`",
        );
        missing(
            header.columns.is_empty(),
            "sql::no-columns",
            "the header has no line `-- returns: …`",
        );
        missing(
            rest.trim().is_empty(),
            "sql::no-query",
            "below its header the file is empty",
        );
        // A parameter that is wrong would be told again wherever it is used.
        let mut codes = header.found.iter().map(|problem| problem.code.as_str());
        let pieces = match codes.any(|code| code == "sql::bad-parameter") {
            true => Ok(Vec::new()),
            false => pieces(name, rest, header.line, &header.parameters),
        };
        let pieces = pieces.unwrap_or_else(|problems| {
            header.found.extend(problems);
            Vec::new()
        });
        match (header.description, header.owner) {
            (Some(description), Some(owner)) if header.found.is_empty() => Ok(Self {
                name: name.to_owned(),
                description,
                owner,
                parameters: header.parameters,
                columns: header.columns,
                header_lines: header.line,
                pieces,
            }),
            _ => Err(header.found),
        }
    }

    /// Whether it asks a table.
    pub fn asks(&self, table: &str) -> bool {
        let is = |piece: &Piece| matches!(piece, Piece::Table(name, _) if name == table);
        self.pieces.iter().any(is)
    }

    /// The place of a line of the query's file.
    pub fn line(&self, line: usize) -> Address {
        place(&self.name, line)
    }

    /// A place of the statement, line and column counted from 1, in the query's file.
    pub fn place(&self, line: usize, column: usize) -> Address {
        let line = self.header_lines.saturating_add(line.max(1));
        Address::root()
            .join(&self.name)
            .join(format!("line {line}:{}", column.max(1)))
    }
}

pub(crate) fn place(query: &str, line: usize) -> Address {
    Address::root().join(query).join(format!("line {line}"))
}

struct Header<'a> {
    name: &'a str,
    line: usize,
    found: Diagnostics,
    description: Option<String>,
    owner: Option<String>,
    parameters: Vec<QueryParameter>,
    columns: Vec<QueryColumn>,
}

impl Header<'_> {
    fn tell(&mut self, code: &str, summary: String) {
        let place = place(self.name, self.line);
        self.found.push(Diagnostic::error(code, place, summary));
    }

    fn read(&mut self, comment: &str) {
        let (key, text) = comment.split_once(':').unwrap_or((comment, ""));
        let text = text.trim();
        match key {
            "description" if !text.is_empty() => self.description = Some(text.to_owned()),
            "owner" if !text.is_empty() => self.owner = Some(text.to_owned()),
            "parameter" => match parameter(text) {
                Ok(one) if self.parameters.iter().any(|known| known.name == one.name) => {
                    let text = format!("the parameter {:?} is there twice", one.name);
                    self.tell("sql::repeated-parameter", text);
                }
                Ok(one) => self.parameters.push(one),
                Err(problem) => self.tell("sql::bad-parameter", problem),
            },
            "returns" => match column(text) {
                Ok(one) if self.columns.iter().any(|known| known.name == one.name) => {
                    let text = format!("the column {:?} is there twice", one.name);
                    self.tell("sql::repeated-column", text);
                }
                Ok(one) => self.columns.push(one),
                Err(problem) => self.tell("sql::bad-column", problem),
            },
            _ => {
                let place = place(self.name, self.line);
                let summary = format!("\"-- {comment}\" says nothing");
                let problem = Diagnostic::error("sql::bad-header", place, summary);
                self.found.push(problem.with_help(FORM));
            }
        }
    }
}

/// `<name> <type> = <default> | <description> [| <allowed>]`.
fn parameter(text: &str) -> Result<QueryParameter, String> {
    const FORM: &str = "a parameter reads `<name> <type> = <default> | <description> | <allowed>`, where what is \
         allowed reads `0 to 1` or `a, b` or is left out";
    let (left, right) = text.split_once('|').ok_or(FORM)?;
    let (declaration, default) = left.split_once('=').ok_or(FORM)?;
    let mut words = declaration.split_whitespace();
    let (Some(name), Some(kind), None) = (words.next(), words.next(), words.next()) else {
        return Err(FORM.to_owned());
    };
    let known = ParameterKind::ALL.into_iter();
    let kind = known.into_iter().find(|one| one.name() == kind);
    let kind = kind.ok_or_else(|| {
        let known = ParameterKind::ALL.map(ParameterKind::name).join(", ");
        format!("{declaration:?} has no type of a parameter; there are {known}")
    })?;
    let (description, allowed) = match right.split_once('|') {
        Some((description, allowed)) => (description, Some(allowed)),
        None => (right, None),
    };
    let allowed = allowed.map(|text| Allowed::parse(kind, text));
    let parameter = QueryParameter {
        name: name.to_owned(),
        description: description.trim().to_owned(),
        kind,
        default: default.trim().to_owned(),
        allowed: allowed
            .transpose()
            .map_err(|why| format!("what {name:?} allows: {why}"))?,
    };
    parameter
        .literal(&parameter.default)
        .map_err(|why| format!("the default: {why}"))?;
    Ok(parameter)
}

/// `<name> <type> | <description>`.
fn column(text: &str) -> Result<QueryColumn, String> {
    const FORM: &str = "a column reads `<name> <type> | <description>`";
    let (left, description) = text.split_once('|').ok_or(FORM)?;
    let (name, data_type) = left.trim().split_once(' ').ok_or(FORM)?;
    let description = description.trim();
    if description.is_empty() {
        return Err(FORM.to_owned());
    }
    Ok(QueryColumn {
        name: name.to_owned(),
        data_type: data_type.trim().to_owned(),
        description: description.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read() {
        let query = Query::parse(
            "q",
            "-- description: What it says.\n-- owner: planning\n\
             -- parameter: share double = 0.5 | How much. | 0 to 1\n\
             -- returns: one integer | One.\nSELECT 1 AS one, {{param \"share\"}}\n",
        )
        .unwrap();
        assert_eq!(query.description, "What it says.");
        assert_eq!(query.owner, "planning");
        assert_eq!(query.parameters[0].kind, ParameterKind::Double);
        assert_eq!(
            query.parameters[0].allowed.as_ref().unwrap().to_string(),
            "0 to 1"
        );
        assert_eq!(query.columns[0].data_type, "integer");
        assert_eq!(query.header_lines, 4);
    }

    #[test]
    fn every_mistake_of_a_header_is_told_at_once() {
        let text = "-- parameter: a int = 1 | x\n-- parameter: b bigint = one | x\n\
                    -- parameter: c double = 2 | x | 0 to 1\n-- returns: one\n-- what\n";
        let found = Query::parse("q", text).unwrap_err();
        let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "sql::bad-parameter",
                "sql::bad-parameter",
                "sql::bad-parameter",
                "sql::bad-column",
                "sql::bad-header",
                "sql::no-description",
                "sql::no-owner",
                "sql::no-columns",
                "sql::no-query"
            ]
        );
    }
}
