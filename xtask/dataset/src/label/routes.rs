//! The page's HTTP.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router, middleware};
use contracts::PictureId;
use serde::Deserialize;
use serde_json::json;

use super::desk::Desk;
use super::error::DeskError;
use super::guard::{Hosts, guard};
use super::sessions::SessionId;
use super::wire::{Given, Wanted};
use crate::examine::LIMITS;

/// The header in which the page names its session. No other page can send it: browsers ask first,
/// and are not answered.
const SESSION: HeaderName = HeaderName::from_static("x-session");

const PAGE: &str = include_str!("page/index.html");
const ICON: &str = include_str!("page/icon.svg");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/label.js");
const MASK_SCRIPT: &str = include_str!("page/mask.js");

/// The page and what it asks, under `/<token>/`, for a server on this port.
pub fn router(desk: Arc<Desk>, port: u16, token: &str) -> Router {
    let page = get(|| async { file("text/html; charset=utf-8", PAGE) });
    let parts = Router::new()
        .route("/icon.svg", get(|| async { file("image/svg+xml", ICON) }))
        .route(
            "/style.css",
            get(|| async { file("text/css; charset=utf-8", STYLE) }),
        )
        .route(
            "/label.js",
            get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }),
        )
        .route(
            "/mask.js",
            get(|| async { file("text/javascript; charset=utf-8", MASK_SCRIPT) }),
        )
        .route("/api/state", get(state))
        .route("/api/next", post(next))
        .route("/api/kinds", post(add_kind))
        .route("/api/undo", post(undo))
        .route("/api/pictures/{id}/label", put(label))
        .route("/api/pictures/{id}/skip", post(skip))
        .route(
            "/api/pictures/{id}/mask",
            get(mask)
                .put(draw)
                .layer(DefaultBodyLimit::max(LIMITS.max_bytes as usize)),
        )
        .route("/pictures/{id}", get(picture))
        .with_state(desk);
    Router::new()
        .route(&format!("/{token}/"), page)
        .nest(&format!("/{token}"), parts)
        .layer(middleware::from_fn_with_state(
            Arc::new(Hosts::of(port)),
            guard,
        ))
}

fn file(media_type: &'static str, text: &'static str) -> Response {
    (
        [
            (header::CONTENT_TYPE, media_type),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        text,
    )
        .into_response()
}

impl IntoResponse for DeskError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NoPicture(_) => StatusCode::NOT_FOUND,
            Self::Changed(_) => StatusCode::PRECONDITION_FAILED,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NothingToUndo => StatusCode::CONFLICT,
            Self::Dataset(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut message = self.to_string();
        let mut cause = std::error::Error::source(&self);
        while let Some(error) = cause {
            message = format!("{message}: {error}");
            cause = error.source();
        }
        let now = match self {
            Self::Changed(changed) => Some(changed),
            _ => None,
        };
        (status, Json(json!({ "message": message, "now": now }))).into_response()
    }
}

/// The session that a request names.
struct Session(SessionId);

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = DeskError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, DeskError> {
        text(parts, &SESSION)
            .parse()
            .map(Self)
            .map_err(|error| DeskError::Refused(format!("x-session: {error}")))
    }
}

/// The revision that the page has seen: `If-Match`.
struct Seen(String);

impl<S: Sync> FromRequestParts<S> for Seen {
    type Rejection = DeskError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, DeskError> {
        Ok(Self(
            text(parts, &header::IF_MATCH).trim_matches('"').to_owned(),
        ))
    }
}

fn text<'a>(parts: &'a Parts, name: &HeaderName) -> &'a str {
    let value = parts.headers.get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// What touches the disk does so on a thread of its own, not on one that serves others.
async fn on_disk<T: Send + 'static>(
    desk: Arc<Desk>,
    work: impl FnOnce(&Desk) -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    let done = tokio::task::spawn_blocking(move || work(&desk)).await;
    done.map_err(|error| DeskError::Refused(format!("the server gave up: {error}")))?
}

async fn state(State(desk): State<Arc<Desk>>) -> Response {
    Json(desk.state()).into_response()
}

async fn next(
    State(desk): State<Arc<Desk>>,
    Session(session): Session,
    Json(wanted): Json<Wanted>,
) -> Result<Response, DeskError> {
    let pictures = on_disk(desk, move |desk| {
        for id in &wanted.passed {
            desk.skip(&session, id);
        }
        desk.next(&session, &wanted)
    })
    .await?;
    Ok(Json(pictures).into_response())
}

#[derive(Deserialize)]
struct NewKind {
    name: String,
}

async fn add_kind(
    State(desk): State<Arc<Desk>>,
    _: Session,
    Json(kind): Json<NewKind>,
) -> Result<Response, DeskError> {
    Ok(Json(desk.add_kind(&kind.name)?).into_response())
}

async fn undo(
    State(desk): State<Arc<Desk>>,
    Session(session): Session,
) -> Result<Response, DeskError> {
    let changed = on_disk(desk, move |desk| desk.undo(&session)).await?;
    Ok(Json(changed).into_response())
}

async fn label(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<PictureId>,
    Session(session): Session,
    Seen(seen): Seen,
    Json(given): Json<Given>,
) -> Result<Response, DeskError> {
    let changed = on_disk(desk, move |desk| desk.label(&session, &id, &seen, &given)).await?;
    Ok(Json(changed).into_response())
}

async fn skip(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<PictureId>,
    Session(session): Session,
) -> StatusCode {
    desk.skip(&session, &id);
    StatusCode::NO_CONTENT
}

async fn draw(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<PictureId>,
    Session(session): Session,
    Seen(seen): Seen,
    png: Bytes,
) -> Result<Response, DeskError> {
    let changed = on_disk(desk, move |desk| desk.draw(&session, &id, &seen, &png)).await?;
    Ok(Json(changed).into_response())
}

async fn mask(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<PictureId>,
) -> Result<Response, DeskError> {
    let mask = on_disk(desk, move |desk| desk.mask(&id)).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok(match mask {
        Some(png) => (headers, png).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

async fn picture(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<PictureId>,
) -> Result<Response, DeskError> {
    let (media_type, bytes) = on_disk(desk, move |desk| {
        let file = desk.file(&id)?;
        let bytes = std::fs::read(&file.path).map_err(|source| crate::DatasetError::Io {
            what: "read",
            path: file.path,
            source,
        })?;
        Ok((file.media_type, bytes))
    })
    .await?;
    // Named by its content: what it is never changes.
    let keep = "private, max-age=31536000, immutable";
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, keep),
    ];
    Ok((headers, bytes).into_response())
}
