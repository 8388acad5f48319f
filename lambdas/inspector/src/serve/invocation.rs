//! `POST /invocations`: from a request to the answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use bytes::{Bytes, BytesMut};
use contracts::answer::Answer;
use http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use vision::picture::{Format, PictureError};

use super::Service;
use super::answer::answer;
use super::refusal::Refusal;
use crate::pictures;

/// How long a body may take to come; SageMaker waits 60 seconds for the whole answer.
const BODY_WITHIN: Duration = Duration::from_secs(30);
/// Of a body that is too large, so many times the limit is still read and thrown away: a client
/// that is cut off while it sends does not read why.
const THROWN_AWAY: usize = 4;

pub(super) async fn invoke(
    State(service): State<Arc<Service>>,
    request: Request<Body>,
) -> Result<Json<Answer>, Refusal> {
    let started = Instant::now();
    let admitted = service.admission.enter();
    let (parts, body) = request.into_parts();
    let most = service.max_bytes;
    let Some(admitted) = admitted else {
        throw_away(body, most).await;
        return Err(Refusal::Busy);
    };
    let checked = content_type(&parts.headers)
        .and_then(|said| Ok((said, wants_more(&parts.headers)?)))
        .and_then(|checked| match announced(&parts.headers) {
            Some(length) if length > most as u64 => Err(Refusal::TooLarge { most }),
            _ => Ok(checked),
        });
    let (said, wants_more) = match checked {
        Ok(checked) => checked,
        Err(refusal) => {
            throw_away(body, most).await;
            return Err(refusal);
        }
    };
    let picture = read_body(body, most).await?;
    let bytes = picture.len();
    let turn = admitted.turn().await;
    let work = tokio::task::spawn_blocking({
        let service = Arc::clone(&service);
        move || {
            let looked = look(&service, &picture, said, wants_more);
            // Held until here even where the client has gone: the work is done all the same.
            drop((turn, admitted));
            looked
        }
    });
    let told = work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "the model failed");
        Err(Refusal::Failed)
    })?;
    let milliseconds = started.elapsed().as_millis() as u64;
    tracing::info!(bytes, milliseconds, "looked at");
    Ok(Json(told))
}

fn look(
    service: &Service,
    bytes: &[u8],
    said: Format,
    wants_more: bool,
) -> Result<Answer, Refusal> {
    let picture = pictures::read(bytes, service.max_bytes as u64).map_err(|error| match error {
        PictureError::TooManyBytes { .. } => Refusal::TooLarge {
            most: service.max_bytes,
        },
        other => Refusal::Picture(other.to_string()),
    })?;
    if picture.format != said {
        return Err(Refusal::OtherType {
            said: media_type(said),
            is: media_type(picture.format),
        });
    }
    let finding = service
        .served
        .model
        .examine(&service.backbone, &picture.pixels)
        .map_err(|error| {
            tracing::error!(%error, "the model failed");
            Refusal::Failed
        })?;
    Ok(answer(&finding, &service.served, wants_more))
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Jpeg => "image/jpeg",
        Format::Png => "image/png",
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn content_type(headers: &HeaderMap) -> Result<Format, Refusal> {
    let Some(found) = text(headers, header::CONTENT_TYPE) else {
        let found = "missing".to_owned();
        return Err(Refusal::ContentType { found });
    };
    let essence = found.split(';').next().unwrap_or_default().trim();
    [Format::Jpeg, Format::Png]
        .into_iter()
        .find(|format| essence.eq_ignore_ascii_case(media_type(*format)))
        .ok_or(Refusal::ContentType { found })
}

/// Whether the client asks for JSON by name, and with that for all that is known. One that rules
/// JSON out is refused.
fn wants_more(headers: &HeaderMap) -> Result<bool, Refusal> {
    let Some(accept) = text(headers, header::ACCEPT) else {
        return Ok(false);
    };
    let ranges = || {
        let essence = |range: &str| {
            range
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        accept.split(',').map(essence)
    };
    if ranges().any(|range| range.eq_ignore_ascii_case("application/json")) {
        Ok(true)
    } else if ranges().any(|range| matches!(range.as_str(), "" | "*/*" | "application/*")) {
        Ok(false)
    } else {
        Err(Refusal::NotAcceptable { accept })
    }
}

/// The length that the header tells.
fn announced(headers: &HeaderMap) -> Option<u64> {
    text(headers, header::CONTENT_LENGTH)?.parse().ok()
}

async fn read_body(mut body: Body, most: usize) -> Result<Bytes, Refusal> {
    let reading = async {
        let mut bytes = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Refusal::CutOff)?;
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if data.len() > most - bytes.len() {
                return Err(Refusal::TooLarge { most });
            }
            bytes.extend_from_slice(&data);
        }
        Ok(bytes.freeze())
    };
    let read = tokio::time::timeout(BODY_WITHIN, reading).await;
    let read = read.unwrap_or(Err(Refusal::TooSlow {
        seconds: BODY_WITHIN.as_secs(),
    }));
    if let Err(Refusal::TooLarge { .. }) = read {
        throw_away(body, most).await;
    }
    read
}

/// Reads on for a while, keeping nothing.
async fn throw_away(mut body: Body, most: usize) {
    let reading = async {
        let mut left = most.saturating_mul(THROWN_AWAY);
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(length) {
                Some(less) => left = less,
                None => break,
            }
        }
    };
    // Whoever sends slower than this is cut off.
    let _ = tokio::time::timeout(BODY_WITHIN, reading).await;
}
