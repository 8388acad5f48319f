//! Versions and aliases of functions, over the wire.

use serde_json::{Value, json};

use crate::lambda::create;
use crate::support::{Answer, Served};

const FUNCTIONS: &str = "/2015-03-31/functions";

async fn ask(served: &Served, method: &str, path: &str, body: &Value) -> Answer {
    let path = format!("{FUNCTIONS}/{path}");
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    served.lambda(method, &path, &[], body.as_bytes()).await
}

async fn invoke(served: &Served, path: &str) -> Answer {
    let answer = ask(served, "POST", path, &json!({ "do": "echo" })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer
}

async fn greet(served: &Served, greeting: &str) {
    let told = ask(served, "GET", "greets/configuration", &Value::Null)
        .await
        .json();
    let mut variables = told["Environment"]["Variables"].clone();
    variables["GREETING"] = json!(greeting);
    let body = json!({ "Environment": { "Variables": variables } });
    let answer = ask(served, "PUT", "greets/configuration", &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn a_version_stays_what_it_was_and_an_alias_names_it() {
    let served = Served::start().await;
    create(&served, "greets", |_| {}).await;
    let first = ask(
        &served,
        "POST",
        "greets/versions",
        &json!({ "Description": "one" }),
    )
    .await;
    assert_eq!(first.status, 201, "{first:?}");
    let first = first.json();
    assert_eq!(
        (&first["Version"], &first["Description"]),
        (&json!("1"), &json!("one"))
    );
    assert!(
        first["FunctionArn"]
            .as_str()
            .unwrap()
            .ends_with(":greets:1")
    );
    // Nothing has changed since.
    let again = ask(&served, "POST", "greets/versions", &Value::Null).await;
    assert_eq!(again.json()["Version"], "1");
    greet(&served, "good day").await;
    let wrong = json!({ "CodeSha256": "bm9wZQ==" });
    let refused = ask(&served, "POST", "greets/versions", &wrong).await;
    assert_eq!(refused.status, 400, "{refused:?}");
    let second = ask(&served, "POST", "greets/versions", &json!({})).await;
    assert_eq!(second.json()["Version"], "2");
    let listed = ask(&served, "GET", "greets/versions?MaxItems=2", &Value::Null)
        .await
        .json();
    let names = |listed: &Value| -> Vec<String> {
        let listed = listed["Versions"].as_array().unwrap().iter();
        listed
            .map(|one| one["Version"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&listed), ["$LATEST", "1"]);
    let rest = format!(
        "greets/versions?Marker={}",
        listed["NextMarker"].as_str().unwrap()
    );
    assert_eq!(
        names(&ask(&served, "GET", &rest, &Value::Null).await.json()),
        ["2"]
    );

    let alias = json!({ "Name": "live", "FunctionVersion": "1" });
    let made = ask(&served, "POST", "greets/aliases", &alias).await;
    assert_eq!(made.status, 201, "{made:?}");
    let twice = ask(&served, "POST", "greets/aliases", &alias).await;
    assert_eq!(twice.status, 409, "{twice:?}");
    for (path, version, greeting) in [
        ("greets/invocations", "$LATEST", "good day"),
        ("greets/invocations?Qualifier=1", "1", "hello"),
        ("greets/invocations?Qualifier=live", "1", "hello"),
        ("greets:2/invocations", "2", "good day"),
    ] {
        let answer = invoke(&served, path).await;
        assert_eq!(
            answer.header("x-amz-executed-version"),
            Some(version),
            "{path}"
        );
        let told = answer.json();
        assert_eq!(told["GREETING"], greeting, "{path}");
        assert_eq!(told["AWS_LAMBDA_FUNCTION_VERSION"], version, "{path}");
    }
    let shared = json!({ "RoutingConfig": { "AdditionalVersionWeights": { "2": 1.0 } } });
    let updated = ask(&served, "PUT", "greets/aliases/live", &shared).await;
    assert_eq!(updated.status, 200, "{updated:?}");
    let answer = invoke(&served, "greets/invocations?Qualifier=live").await;
    assert_eq!(answer.header("x-amz-executed-version"), Some("2"));
    let told = ask(
        &served,
        "GET",
        "greets/aliases?FunctionVersion=2",
        &Value::Null,
    )
    .await
    .json();
    assert_eq!(
        told["Aliases"][0]["RoutingConfig"]["AdditionalVersionWeights"]["2"],
        1.0
    );

    let held = ask(&served, "DELETE", "greets?Qualifier=1", &Value::Null).await;
    assert_eq!(held.status, 409, "{held:?}");
    let gone = ask(&served, "DELETE", "greets/aliases/live", &Value::Null).await;
    assert_eq!(gone.status, 204);
    let gone = ask(&served, "DELETE", "greets?Qualifier=1", &Value::Null).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    let missing = ask(&served, "GET", "greets?Qualifier=1", &Value::Null).await;
    assert_eq!(missing.status, 404);

    // What there is survives a restart, and a number is not given again.
    let served = served.restart().await;
    greet(&served, "good night").await;
    let third = ask(&served, "POST", "greets/versions", &json!({})).await;
    assert_eq!(third.json()["Version"], "3");
    let gone = ask(&served, "DELETE", "greets", &Value::Null).await;
    assert_eq!(gone.status, 204);
    let missing = ask(&served, "GET", "greets?Qualifier=3", &Value::Null).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn what_no_alias_can_be_is_refused() {
    let served = Served::start().await;
    create(&served, "greets", |input| input["Publish"] = json!(true)).await;
    for (alias, said) in [
        (json!({ "Name": "1", "FunctionVersion": "1" }), "no number"),
        (json!({ "Name": "a" }), "FunctionVersion is required"),
        (
            json!({ "Name": "a", "FunctionVersion": "x" }),
            "neither a version nor",
        ),
        (
            json!({ "Name": "a", "FunctionVersion": "$LATEST", "RoutingConfig": {
                "AdditionalVersionWeights": { "1": 0.5 } } }),
            "$LATEST is not supported",
        ),
        (
            json!({ "Name": "a", "FunctionVersion": "1", "RoutingConfig": {
                "AdditionalVersionWeights": { "1": 0.5 } } }),
            "two different versions",
        ),
    ] {
        let refused = ask(&served, "POST", "greets/aliases", &alias).await;
        assert_eq!(refused.status, 400, "{alias} {refused:?}");
        assert!(refused.body.contains(said), "{alias} {refused:?}");
    }
    let missing = json!({ "Name": "a", "FunctionVersion": "9" });
    let refused = ask(&served, "POST", "greets/aliases", &missing).await;
    assert_eq!(refused.status, 404, "{refused:?}");
}
