"""Asks an endpoint: ENDPOINT_URL ENDPOINT CLASS. A line of JSON for each check that holds."""

import concurrent.futures
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, endpoint, device_class = sys.argv[1:]
session = boto3.Session(
    aws_access_key_id="local", aws_secret_access_key="local", region_name="us-east-1"
)


def client(service, attempts=1):
    config = Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=100,
        read_timeout=120,
        inject_host_prefix=False,
        s3={"addressing_style": "path"},
    )
    return session.client(service, endpoint_url=url, config=config)


def holds(check, found):
    print(json.dumps({"check": check, "found": found}), flush=True)


def expect(condition, text):
    if not condition:
        sys.exit(text)


s3 = client("s3")
runtime = client("sagemaker-runtime")


def ask(body, content_type="image/jpeg", by=runtime):
    answer = by.invoke_endpoint(
        EndpointName=endpoint, ContentType=content_type, Accept="application/json", Body=body
    )
    return json.loads(answer["Body"].read())


def refused(body, content_type="image/jpeg"):
    """The error's code, the container's own status, and what it says."""
    try:
        answer = ask(body, content_type)
    except ClientError as error:
        response = error.response
        return (
            response["Error"]["Code"],
            response.get("OriginalStatusCode"),
            response.get("OriginalMessage", response["Error"]["Message"]),
        )
    sys.exit(f"it should have been refused: {answer}")


status = client("sagemaker").describe_endpoint(EndpointName=endpoint)["EndpointStatus"]
expect(status == "InService", f"the endpoint is {status}")
holds("describe_endpoint", status)

bucket = "sightline-trial-000000000000-us-east-1-pictures"
listed = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"prepared/{device_class}/")
keys = [one["Key"] for page in listed for one in page.get("Contents", [])]
pictures = {
    key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys if key.endswith(".jpg")
}
expect(len(pictures) > 3, f"there are {len(pictures)} pictures")
answers = {key: ask(body) for key, body in pictures.items()}
wrong = [one for one in answers.values() if one["IsAnomalous"] != (one["AnomalyScore"] >= 0.5)]
expect(not wrong, f"verdicts beside their scores: {wrong}")
anomalous = sum(one["IsAnomalous"] for one in answers.values())
expect(0 < anomalous < len(answers), f"{anomalous} of {len(answers)} are anomalous")
holds("invoke_endpoint", f"{len(answers)} pictures, {anomalous} anomalous")

key, picture = max(pictures.items(), key=lambda one: len(one[1]))
plain = runtime.invoke_endpoint(EndpointName=endpoint, ContentType="image/jpeg", Body=picture)
plain = json.loads(plain["Body"].read())
expect(sorted(plain) == ["Confidence", "IsAnomalous", "Source"], f"without Accept: {plain}")
holds("without Accept", ", ".join(sorted(plain)))

for check, body, content_type, original in [
    ("of the wrong type", picture, "text/plain", 415),
    ("not what it says", picture, "image/png", 415),
    ("truncated", picture[: len(picture) // 2], "image/jpeg", 400),
    ("none at all", b"hello", "image/jpeg", 400),
]:
    code, found, text = refused(body, content_type)
    expect((code, found) == ("ModelError", original), f"{check}: {code} {found} {text}")
    holds(check, f"{code} {found}: {text}"[:150])

# SageMaker itself takes 25 MB; the container says what it takes.
most = 25 * 1024 * 1024
code, found, text = refused(picture + bytes(most + 1 - len(picture)))
expect(code in ("ValidationError", "ModelError") and found in (None, 413), f"{code} {found} {text}")
holds("too large", f"{code} {found or ''}: {text}"[:150])

with concurrent.futures.ThreadPoolExecutor(100) as pool:
    patient = client("sagemaker-runtime", attempts=10)

    def one(_):
        try:
            return ask(picture, by=patient)
        except ClientError as error:
            return error.response.get("OriginalStatusCode"), error.response["Error"]["Code"]

    all_at_once = list(pool.map(one, range(100)))
right = sum(found == answers[key] for found in all_at_once)
busy = sum(found == (503, "ModelError") for found in all_at_once)
others = [found for found in all_at_once if found not in (answers[key], (503, "ModelError"))]
expect(right > 0 and right + busy == 100, f"{right} right, {busy} busy, others: {others[:3]}")
holds("100 at once", f"{right} the same answer, {busy} told to come back")
expect(ask(picture) == answers[key], "it answers otherwise afterwards")
holds("afterwards", "the same answer")
