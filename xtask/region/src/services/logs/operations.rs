//! CloudWatch Logs' operations (`Logs_20140328.*`).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::filter::Filter;
use super::{Group, LogEvent, Logs, Stream, no_such_stream};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::json::decode;
use crate::store::key;

/// The largest page of groups and streams.
const PAGE: usize = 50;
/// The largest page of events.
const EVENTS_PAGE: usize = 10_000;
/// How much of a group one request looks at. There is a token for the rest.
const LOOKED_AT: usize = 100_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    #[serde(alias = "logGroupIdentifier")]
    log_group_name: Option<String>,
    log_stream_name: Option<String>,
    #[serde(default)]
    log_stream_names: Vec<String>,
    log_stream_name_prefix: Option<String>,
    log_group_name_prefix: Option<String>,
    log_group_name_pattern: Option<String>,
    retention_in_days: Option<u32>,
    tags: Option<Tags>,
    tag_keys: Option<Vec<String>>,
    resource_arn: Option<String>,
    #[serde(default)]
    log_events: Vec<InputEvent>,
    start_time: Option<i64>,
    end_time: Option<i64>,
    filter_pattern: Option<String>,
    limit: Option<usize>,
    next_token: Option<String>,
    start_from_head: Option<bool>,
    order_by: Option<String>,
    descending: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Tags {
    Map(BTreeMap<String, String>),
    Keys(Vec<String>),
}

#[derive(Deserialize)]
struct InputEvent {
    timestamp: i64,
    message: String,
}

impl Input {
    fn group(&self) -> Result<&str, ServiceError> {
        // An identifier may be the group's ARN.
        let name = self
            .log_group_name
            .as_deref()
            .or(self.resource_arn.as_deref());
        let name = name.ok_or_else(|| missing("logGroupName"))?;
        Ok(name
            .split_once(":log-group:")
            .map_or(name, |(_, name)| name.trim_end_matches(":*")))
    }

    fn stream(&self) -> Result<&str, ServiceError> {
        self.log_stream_name
            .as_deref()
            .ok_or_else(|| missing("logStreamName"))
    }
}

impl Logs {
    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let input: Input = decode(input)?;
        let resource = match (input.group(), &input.log_stream_name) {
            (Ok(group), Some(stream)) => {
                context.arn("logs", &format!("log-group:{group}:log-stream:{stream}"))
            }
            (Ok(group), None) => context.arn("logs", &format!("log-group:{group}:*")),
            (Err(_), _) => context.arn("logs", "log-group:*"),
        };
        context.authorise(caller, &format!("logs:{operation}"), &resource)?;
        match operation {
            "CreateLogGroup" => {
                let tags = match input.tags.as_ref() {
                    Some(Tags::Map(tags)) => tags.clone().into_iter().collect(),
                    _ => Vec::new(),
                };
                self.create_group(context, input.group()?, tags)?;
                Ok(json!({}))
            }
            "DeleteLogGroup" => self.delete_group(input.group()?).map(|()| json!({})),
            "PutRetentionPolicy" => {
                let days = input
                    .retention_in_days
                    .ok_or_else(|| missing("retentionInDays"))?;
                self.change_group(input.group()?, |group| group.retention_days = Some(days))?;
                Ok(json!({}))
            }
            "DeleteRetentionPolicy" => {
                self.change_group(input.group()?, |group| group.retention_days = None)?;
                Ok(json!({}))
            }
            "DescribeLogGroups" => self.describe_groups(context, &input),
            "CreateLogStream" => self.create_stream(context, &input),
            "DeleteLogStream" => self.delete_stream(&input),
            "DescribeLogStreams" => self.describe_streams(context, &input),
            "PutLogEvents" => self.put_events(context, &input),
            "GetLogEvents" => self.get_events(&input),
            "FilterLogEvents" => self.filter_events(&input),
            "ListTagsForResource" | "ListTagsLogGroup" => {
                let tags = self.group(input.group()?)?.tags;
                Ok(json!({ "tags": tags.into_iter().collect::<BTreeMap<_, _>>() }))
            }
            "TagResource" | "TagLogGroup" => self.tag(&input),
            "UntagResource" | "UntagLogGroup" => self.untag(&input),
            _ => Err(ServiceError::unknown_operation(
                "CloudWatch Logs",
                operation,
            )),
        }
    }

    fn describe_groups(&self, context: &Context, input: &Input) -> Result<Value, ServiceError> {
        let prefix = input.log_group_name_prefix.as_deref().unwrap_or_default();
        let pattern = input.log_group_name_pattern.as_deref().unwrap_or_default();
        let after = input.next_token.as_deref().unwrap_or_default();
        let limit = page(input.limit);
        let mut groups = Vec::new();
        let mut next = None;
        for entry in self.groups.scan(prefix) {
            let (name, group) = entry?;
            if name.as_str() <= after || !name.contains(pattern) {
                continue;
            }
            if groups.len() == limit {
                next = groups
                    .last()
                    .and_then(|last: &Value| last["logGroupName"].as_str().map(str::to_owned));
                break;
            }
            groups.push(group_json(context, &group));
        }
        Ok(with_token(json!({ "logGroups": groups }), next))
    }

    fn create_stream(&self, context: &Context, input: &Input) -> Result<Value, ServiceError> {
        let (group, stream) = (input.group()?, input.stream()?);
        if stream.is_empty() || stream.len() > 512 || stream.contains([':', '*', '\0']) {
            return Err(ServiceError::client(
                "InvalidParameterException",
                format!(
                    "\"{stream}\" is no name for a log stream: 1 to 512 characters but : and *"
                ),
            ));
        }
        let _writing = self.write_lock();
        self.group(group)?;
        let place = key([group, stream]);
        if self.streams.get(&place)?.is_some() {
            return Err(ServiceError::client(
                "ResourceAlreadyExistsException",
                format!("The specified log stream already exists: {stream}"),
            ));
        }
        self.streams
            .put(&place, &Stream::new(stream, context.now().as_millisecond()))?;
        Ok(json!({}))
    }

    fn delete_stream(&self, input: &Input) -> Result<Value, ServiceError> {
        let (group, stream) = (input.group()?, input.stream()?);
        let _writing = self.write_lock();
        let mut group = self.group(group)?;
        let found = self.find_stream(&group.name, stream)?;
        let mut batch = self.store.batch();
        batch.delete(&self.streams, &key([&group.name, stream]));
        for entry in self.events_from(&group.name, found.first_event.unwrap_or_default(), None) {
            let (order, event) = entry?;
            if event.stream == stream {
                group.bytes = group
                    .bytes
                    .saturating_sub(event.message.len() as u64 + super::EVENT_OVERHEAD);
                batch.delete(&self.events, &key([&group.name, &order]));
            }
        }
        batch.put(&self.groups, &group.name, &group);
        batch.commit()?;
        Ok(json!({}))
    }

    fn describe_streams(&self, context: &Context, input: &Input) -> Result<Value, ServiceError> {
        let group = self.group(input.group()?)?.name;
        let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
        let streams = self.streams.scan(&key([&group, prefix]));
        let mut streams: Vec<Stream> = streams
            .map(|entry| entry.map(|(_, stream)| stream))
            .collect::<Result<_, _>>()?;
        if input.order_by.as_deref() == Some("LastEventTime") {
            streams.sort_by(|a, b| (a.last_event, &a.name).cmp(&(b.last_event, &b.name)));
        }
        if input.descending == Some(true) {
            streams.reverse();
        }
        let skip = match &input.next_token {
            None => 0,
            Some(token) => {
                let position = streams.iter().position(|stream| stream.name == *token);
                position.ok_or_else(|| bad_token(token))? + 1
            }
        };
        let limit = page(input.limit);
        let more = streams.len() > skip + limit;
        let told: Vec<_> = streams.into_iter().skip(skip).take(limit).collect();
        let next = told
            .last()
            .filter(|_| more)
            .map(|stream| stream.name.clone());
        let told: Vec<_> = told
            .iter()
            .map(|stream| stream_json(context, &group, stream))
            .collect();
        Ok(with_token(json!({ "logStreams": told }), next))
    }

    fn put_events(&self, context: &Context, input: &Input) -> Result<Value, ServiceError> {
        let events: Vec<_> = input
            .log_events
            .iter()
            .map(|event| (event.timestamp, event.message.as_str()))
            .collect();
        if !events.is_sorted_by_key(|event| event.0) {
            return Err(ServiceError::client(
                "InvalidParameterException",
                "Log events in a single PutLogEvents request must be in chronological order.",
            ));
        }
        self.append(context, input.group()?, input.stream()?, &events, false)?;
        Ok(json!({ "nextSequenceToken": "0" }))
    }

    fn get_events(&self, input: &Input) -> Result<Value, ServiceError> {
        let group = self.group(input.group()?)?.name;
        let stream = self.find_stream(&group, input.stream()?)?;
        let limit = input.limit.unwrap_or(EVENTS_PAGE).clamp(1, EVENTS_PAGE);
        let from = input.start_time.or(stream.first_event).unwrap_or_default();
        let until = input.end_time.unwrap_or(i64::MAX);
        let (direction, place) = match input.next_token.as_deref() {
            None => (None, None),
            Some(token) => match token.split_once('/') {
                Some((direction @ ("f" | "b"), place)) => (Some(direction), Some(place)),
                _ => return Err(bad_token(token)),
            },
        };
        let after = place.filter(|_| direction == Some("f"));
        let mut events = Vec::new();
        for entry in self.events_from(&group, from, after) {
            let (order, event) = entry?;
            if event.timestamp >= until || (direction == Some("b") && place <= Some(&order)) {
                break;
            }
            if event.stream == stream.name {
                events.push((order, event));
            }
        }
        // From the head the first are told; otherwise the last.
        let from_head = input.start_from_head == Some(true) && direction.is_none();
        if from_head || direction == Some("f") {
            events.truncate(limit);
        } else {
            events.drain(..events.len().saturating_sub(limit));
        }
        let at = |event: Option<&(String, LogEvent)>| {
            event
                .map(|(order, _)| order.clone())
                .or(place.map(str::to_owned))
                .unwrap_or_default()
        };
        let (forward, backward) = (at(events.last()), at(events.first()));
        let told: Vec<_> = events
            .iter()
            .map(|(_, event)| {
                json!({
                    "timestamp": event.timestamp,
                    "message": event.message,
                    "ingestionTime": event.ingested,
                })
            })
            .collect();
        Ok(json!({
            "events": told,
            "nextForwardToken": format!("f/{forward}"),
            "nextBackwardToken": format!("b/{backward}"),
        }))
    }

    fn filter_events(&self, input: &Input) -> Result<Value, ServiceError> {
        let group = self.group(input.group()?)?.name;
        let pattern = input.filter_pattern.as_deref().unwrap_or_default();
        let filter = Filter::parse(pattern)
            .map_err(|error| ServiceError::client("InvalidParameterException", error))?;
        let limit = input.limit.unwrap_or(EVENTS_PAGE).clamp(1, EVENTS_PAGE);
        let from = input.start_time.unwrap_or_default();
        let until = input.end_time.unwrap_or(i64::MAX);
        let wanted = |event: &LogEvent| {
            let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
            let named =
                input.log_stream_names.is_empty() || input.log_stream_names.contains(&event.stream);
            named && event.stream.starts_with(prefix) && filter.matches(&event.message)
        };
        let mut events = Vec::new();
        let (mut next, mut last) = (None, None);
        for (looked_at, entry) in self
            .events_from(&group, from, input.next_token.as_deref())
            .enumerate()
        {
            let (order, event) = entry?;
            if event.timestamp > until {
                break;
            }
            if events.len() == limit || looked_at == LOOKED_AT {
                next = last;
                break;
            }
            if wanted(&event) {
                events.push(json!({
                    "logStreamName": event.stream,
                    "timestamp": event.timestamp,
                    "message": event.message,
                    "ingestionTime": event.ingested,
                    "eventId": order,
                }));
            }
            last = Some(order);
        }
        Ok(with_token(
            json!({ "events": events, "searchedLogStreams": [] }),
            next,
        ))
    }

    fn tag(&self, input: &Input) -> Result<Value, ServiceError> {
        let Some(Tags::Map(given)) = &input.tags else {
            return Err(missing("tags"));
        };
        self.change_group(input.group()?, |group| {
            group.tags.retain(|(key, _)| !given.contains_key(key));
            group.tags.extend(given.clone());
        })?;
        Ok(json!({}))
    }

    fn untag(&self, input: &Input) -> Result<Value, ServiceError> {
        let keys = match (&input.tags, &input.tag_keys) {
            (Some(Tags::Keys(keys)), _) | (_, Some(keys)) => keys,
            _ => return Err(missing("tagKeys")),
        };
        self.change_group(input.group()?, |group| {
            group.tags.retain(|(key, _)| !keys.contains(key));
        })?;
        Ok(json!({}))
    }

    fn find_stream(&self, group: &str, stream: &str) -> Result<Stream, ServiceError> {
        self.streams
            .get(&key([group, stream]))?
            .ok_or_else(|| no_such_stream(stream))
    }
}

fn group_json(context: &Context, group: &Group) -> Value {
    let arn = context.arn("logs", &format!("log-group:{}", group.name));
    let mut value = json!({
        "logGroupName": group.name,
        "creationTime": group.created,
        "metricFilterCount": 0,
        "arn": format!("{arn}:*"),
        "logGroupArn": arn,
        "storedBytes": group.bytes,
        "logGroupClass": "STANDARD",
    });
    if let (Some(days), Some(map)) = (group.retention_days, value.as_object_mut()) {
        map.insert("retentionInDays".to_owned(), Value::from(days));
    }
    value
}

fn stream_json(context: &Context, group: &str, stream: &Stream) -> Value {
    let arn = context.arn(
        "logs",
        &format!("log-group:{group}:log-stream:{}", stream.name),
    );
    let mut value = json!({
        "logStreamName": stream.name,
        "creationTime": stream.created,
        "arn": arn,
        "uploadSequenceToken": "0",
        "storedBytes": 0,
    });
    let times = [
        ("firstEventTimestamp", stream.first_event),
        ("lastEventTimestamp", stream.last_event),
        ("lastIngestionTime", stream.last_ingestion),
    ];
    if let Some(map) = value.as_object_mut() {
        for (name, time) in times {
            if let Some(time) = time {
                map.insert(name.to_owned(), Value::from(time));
            }
        }
    }
    value
}

fn with_token(mut value: Value, next: Option<String>) -> Value {
    if let (Some(next), Some(map)) = (next, value.as_object_mut()) {
        map.insert("nextToken".to_owned(), Value::from(next));
    }
    value
}

fn page(limit: Option<usize>) -> usize {
    limit.unwrap_or(PAGE).clamp(1, PAGE)
}

fn missing(name: &str) -> ServiceError {
    ServiceError::client(
        "InvalidParameterException",
        format!("the parameter {name} is missing"),
    )
}

fn bad_token(token: &str) -> ServiceError {
    ServiceError::client(
        "InvalidParameterException",
        format!("the token \"{token}\" is not one that was given"),
    )
}
