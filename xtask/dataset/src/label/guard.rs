//! Who may talk to the page's server: the page, and nobody else's.
//!
//! The address has a token that nobody guesses. Beside it: the host must be this machine's (another
//! name that leads here is a page of somebody else, by DNS rebinding), what changes something must
//! come from the page's own origin, and the answers allow the page nothing from elsewhere.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The names under which the server is this machine's.
#[derive(Debug)]
pub(super) struct Hosts(Vec<String>);

impl Hosts {
    pub(super) fn of(port: u16) -> Self {
        Self(vec![
            format!("127.0.0.1:{port}"),
            format!("localhost:{port}"),
        ])
    }
}

const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // `no-referrer` would also take the origin from requests, which is looked at here.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// Lets through what comes from the page.
pub(super) async fn guard(
    State(hosts): State<Arc<Hosts>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match refusal(&hosts, request.method(), request.headers()) {
        None => next.run(request).await,
        Some((status, why)) => (status, why).into_response(),
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(
    Hosts(hosts): &Hosts,
    method: &Method,
    headers: &HeaderMap,
) -> Option<(StatusCode, &'static str)> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).filter(|host| hosts.iter().any(|known| known == host));
    let Some(host) = host else {
        return Some((
            StatusCode::MISDIRECTED_REQUEST,
            "ask 127.0.0.1 by that name\n",
        ));
    };
    let elsewhere = Some((
        StatusCode::FORBIDDEN,
        "only the page itself may ask for this\n",
    ));
    let origin = text(header::ORIGIN);
    let is_own = origin.and_then(|origin| origin.strip_prefix("http://")) == Some(host);
    // Browsers tell the origin of whatever may change something.
    let reads = matches!(*method, Method::GET | Method::HEAD);
    if !is_own && (headers.contains_key(header::ORIGIN) || !reads) {
        return elsewhere;
    }
    match text(HeaderName::from_static("sec-fetch-site")) {
        None | Some("same-origin" | "none") => None,
        Some(_) => elsewhere,
    }
}
