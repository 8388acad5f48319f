//! The Runtime API that one instance is given: it asks for the next invocation and answers it.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

use crate::protocol::{HttpResponse, respond};

/// The largest answer of a function: 6 MiB, as in Lambda.
pub(super) const PAYLOAD_BYTES: usize = 6 * 1024 * 1024;

/// What an instance is asked.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) request_id: String,
    pub(super) deadline_ms: i64,
    pub(super) function_arn: String,
    pub(super) payload: Bytes,
    pub(super) answer: oneshot::Sender<Answer>,
}

/// What an instance answers.
#[derive(Debug)]
pub(super) enum Answer {
    Response(Bytes),
    Error(Bytes),
    TooLarge,
}

/// What an instance tells of its start.
#[derive(Debug)]
pub(super) enum Start {
    Ready,
    Failed(Bytes),
}

/// The API of one instance. It is gone when this is dropped.
#[derive(Debug)]
pub(super) struct RuntimeApi {
    pub(super) address: String,
    pub(super) asks: mpsc::Sender<Ask>,
    pub(super) start: Option<oneshot::Receiver<Start>>,
    server: tokio::task::JoinHandle<()>,
}

struct State {
    asks: tokio::sync::Mutex<mpsc::Receiver<Ask>>,
    current: Mutex<Option<(String, oneshot::Sender<Answer>)>>,
    start: Mutex<Option<oneshot::Sender<Start>>>,
}

impl RuntimeApi {
    /// Listens on a port of its own.
    pub(super) async fn serve() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?.to_string();
        let (asks, receiver) = mpsc::channel(1);
        let (started, start) = oneshot::channel();
        let state = Arc::new(State {
            asks: tokio::sync::Mutex::new(receiver),
            current: Mutex::new(None),
            start: Mutex::new(Some(started)),
        });
        let server = tokio::spawn(async move {
            // The connections end with the set, and that with the task.
            let mut connections = tokio::task::JoinSet::new();
            loop {
                tokio::select! {
                    accepted = listener.accept() => {
                        let Ok((stream, _)) = accepted else { continue };
                        let _ = stream.set_nodelay(true);
                        let state = Arc::clone(&state);
                        let service = service_fn(move |request| {
                            let state = Arc::clone(&state);
                            async move {
                                Ok::<_, std::convert::Infallible>(state.handle(request).await)
                            }
                        });
                        connections.spawn(async move {
                            let serving = http1::Builder::new()
                                .serve_connection(TokioIo::new(stream), service);
                            let _ = serving.await;
                        });
                    }
                    Some(_) = connections.join_next() => {}
                }
            }
        });
        Ok(Self {
            address,
            asks,
            start: Some(start),
            server,
        })
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl State {
    async fn handle(&self, request: http::Request<Incoming>) -> HttpResponse {
        let path = request.uri().path().to_owned();
        let Some(path) = path.strip_prefix("/2018-06-01/runtime/") else {
            return refuse(404, "the path is none of the Runtime API's");
        };
        let segments: Vec<_> = path.split('/').collect();
        match (request.method().as_str(), segments.as_slice()) {
            ("GET", ["invocation", "next"]) => self.next().await,
            ("POST", ["invocation", id, kind @ ("response" | "error")]) => {
                let body = match Limited::new(request.into_body(), PAYLOAD_BYTES)
                    .collect()
                    .await
                {
                    Ok(body) => Ok(body.to_bytes()),
                    Err(error) if error.is::<LengthLimitError>() => Err(Answer::TooLarge),
                    Err(_) => return refuse(400, "the body broke off"),
                };
                let too_large = body.is_err();
                let answer = match body {
                    Ok(body) if *kind == "response" => Answer::Response(body),
                    Ok(body) => Answer::Error(body),
                    Err(answer) => answer,
                };
                if !self.answer(id, answer) {
                    return refuse(400, "the request id is not that of the current invocation");
                }
                if too_large {
                    refuse(413, "the payload is too large")
                } else {
                    accepted()
                }
            }
            ("POST", ["init", "error"]) => {
                let body = Limited::new(request.into_body(), PAYLOAD_BYTES)
                    .collect()
                    .await;
                let body = body.map(|body| body.to_bytes()).unwrap_or_default();
                self.tell_start(Start::Failed(body));
                accepted()
            }
            _ => refuse(404, "the path is none of the Runtime API's"),
        }
    }

    async fn next(&self) -> HttpResponse {
        self.tell_start(Start::Ready);
        let ask = self.asks.lock().await.recv().await;
        let Some(ask) = ask else {
            return refuse(410, "the instance is to end");
        };
        let deadline = ask.deadline_ms.to_string();
        let headers = [
            ("content-type", "application/json"),
            ("lambda-runtime-aws-request-id", ask.request_id.as_str()),
            ("lambda-runtime-deadline-ms", deadline.as_str()),
            (
                "lambda-runtime-invoked-function-arn",
                ask.function_arn.as_str(),
            ),
        ];
        // Head and body leave in one packet: in two, a caller waits 40 ms for the second.
        let response = respond(200, &headers, ask.payload.clone());
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        *current = Some((ask.request_id, ask.answer));
        response
    }

    fn answer(&self, id: &str, answer: Answer) -> bool {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match current.take() {
            Some((known, sender)) if known == id => sender.send(answer).is_ok(),
            other => {
                *current = other;
                false
            }
        }
    }

    fn tell_start(&self, start: Start) {
        let mut sender = self.start.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = sender.take() {
            let _ = sender.send(start);
        }
    }
}

fn accepted() -> HttpResponse {
    respond(
        202,
        &[("content-type", "application/json")],
        "{\"status\":\"OK\"}",
    )
}

fn refuse(status: u16, message: &str) -> HttpResponse {
    let body = json!({ "errorType": "InvalidRequest", "errorMessage": message });
    respond(
        status,
        &[("content-type", "application/json")],
        body.to_string(),
    )
}
