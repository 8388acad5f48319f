//! `logs`: what functions and executions wrote, from every region at once.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use grammar::{LogsArgs, Report};
use jiff::Timestamp;
use serde_json::json;
use ui::{Exit, Problem, Ui};

use super::status;
use crate::sdk_error::{Asked, code};
use crate::session::{Folders, Session};

/// The name by which the workflow's own log is asked for.
const EXECUTIONS: &str = "executions";
/// Requests under way at once: CloudWatch Logs meters them.
const AT_ONCE: usize = 4;
/// How often new lines are looked for.
const LOOKS_EVERY: Duration = Duration::from_secs(2);
/// Lines may come this late, in milliseconds, and are still shown.
const LATE: i64 = 30_000;

/// A log group that is read.
struct Group<'a> {
    session: &'a Session,
    /// What writes to it: a function's name, or [`EXECUTIONS`].
    from: String,
    name: String,
    /// From when on it is read, in milliseconds since 1970.
    since: i64,
    /// The events from then on that were shown, with their times.
    shown: BTreeMap<String, i64>,
}

/// A line of a log.
struct Line {
    /// Milliseconds since 1970.
    at: i64,
    id: String,
    region: String,
    from: String,
    message: String,
}

/// Prints the lines, oldest first.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &LogsArgs) -> anyhow::Result<Exit> {
    let sessions = status::sessions(ui, folders, &args.place).await?;
    let since = i64::try_from(args.since.as_millis())
        .ok()
        .and_then(|ago| Timestamp::now().as_millisecond().checked_sub(ago));
    let mut groups = Vec::new();
    for session in &sessions {
        super::smoke::deployed(session).await?;
        groups.extend(self::groups(session, args, since.unwrap_or(0).max(0))?);
    }
    let several = sessions.len() > 1;
    loop {
        let mut lines = Vec::new();
        let read: Vec<(Group<'_>, Vec<Line>)> = futures::stream::iter(groups)
            .map(|mut group| async move {
                let lines = group.fresh(args.filter.as_deref()).await?;
                anyhow::Ok((group, lines))
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        groups = Vec::with_capacity(read.len());
        for (group, fresh) in read {
            groups.push(group);
            lines.extend(fresh);
        }
        lines.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        for line in &lines {
            ui.data(line.rendered(args.format, several)?)?;
        }
        if !args.follow {
            return Ok(Exit::Fine);
        }
        tokio::time::sleep(LOOKS_EVERY).await;
    }
}

/// The log groups that the words ask for.
fn groups<'a>(
    session: &'a Session,
    args: &LogsArgs,
    since: i64,
) -> Result<Vec<Group<'a>>, Problem> {
    let manifest = session.manifest();
    let mut all: Vec<(String, String)> = manifest
        .functions
        .iter()
        .map(|function| {
            let name = format!("/aws/lambda/{}", function.function_name);
            (function.name.clone(), name)
        })
        .collect();
    let machine = &manifest.names.state_machine;
    let executions = format!("/aws/vendedlogs/states/{machine}");
    all.push((EXECUTIONS.to_owned(), executions));
    let is_known = |name: &&String| all.iter().any(|(known, _)| known == *name);
    if let Some(unknown) = args.functions.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        return Err(Problem::new(format!("there is no function {unknown:?}"))
            .next(format!("name one of: {}", known.join(", "))));
    }
    let is_wanted = |from: &String| args.functions.is_empty() || args.functions.contains(from);
    let wanted = all.into_iter().filter(|(from, _)| is_wanted(from));
    Ok(wanted
        .map(|(from, name)| Group {
            session,
            from,
            name,
            since,
            shown: BTreeMap::new(),
        })
        .collect())
}

impl Group<'_> {
    /// The lines that were not shown yet.
    async fn fresh(&mut self, filter: Option<&str>) -> anyhow::Result<Vec<Line>> {
        let mut lines = Vec::new();
        let mut token = None;
        loop {
            let asked = self
                .session
                .clients
                .logs
                .filter_log_events()
                .log_group_name(&self.name)
                .start_time(self.since)
                .set_filter_pattern(filter.map(str::to_owned))
                .set_next_token(token)
                .send()
                .await;
            let page = match asked {
                // A function that never ran has no log yet.
                Err(error) if code(&error) == Some("ResourceNotFoundException") => break,
                asked => asked.asked(format!("give the lines of {}", self.name))?,
            };
            for event in page.events() {
                let id = event.event_id().unwrap_or_default().to_owned();
                let at = event.timestamp().unwrap_or_default();
                if self.shown.insert(id.clone(), at).is_some() {
                    continue;
                }
                lines.push(Line {
                    at,
                    id,
                    region: self.session.manifest().region.clone(),
                    from: self.from.clone(),
                    message: event.message().unwrap_or_default().trim_end().to_owned(),
                });
            }
            token = page.next_token().map(str::to_owned);
            if token.is_none() {
                break;
            }
        }
        // Bounded memory however long it is followed: what is older than late lines can be is
        // not read again, so that it need not be known as shown.
        let newest = self.shown.values().copied().max().unwrap_or(self.since);
        self.since = self.since.max(newest.saturating_sub(LATE));
        self.shown.retain(|_, at| *at >= self.since);
        Ok(lines)
    }
}

impl Line {
    fn rendered(&self, format: Report, several: bool) -> anyhow::Result<String> {
        let at = Timestamp::from_millisecond(self.at)?;
        if format == Report::Json {
            let line = json!({
                "at": at.to_string(),
                "region": self.region,
                "from": self.from,
                "message": self.message,
            });
            return Ok(format!("{line}\n"));
        }
        let place = match several {
            true => format!("{} {}", self.region, self.from),
            false => self.from.clone(),
        };
        // A log's bytes are anybody's: nothing of them reaches the terminal as a command to it.
        let mut text = String::new();
        for line in self.message.lines() {
            text.push_str(&format!("{at:.3} {place}  {}\n", ui::shown(line)));
        }
        Ok(text)
    }
}
