"""Rekognition for an emulator that has none: the embedded region's, lent to it.

The region reads pictures from its own S3 and knows nothing of the emulator's. This program takes a
request that names an object, reads the object from the emulator, and hands its bytes on.

Arguments: the port on 127.0.0.1, the emulator's endpoint, the region's endpoint, the AWS region and
the account.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

PORT, EMULATOR, LENDER, REGION, ACCOUNT = sys.argv[1:6]
# What the functions ask, by the operation's name on the wire.
OPERATIONS = {
    "DetectLabels": "detect_labels",
    "DetectModerationLabels": "detect_moderation_labels",
}

s3 = boto3.client(
    "s3",
    endpoint_url=EMULATOR,
    region_name=REGION,
    aws_access_key_id=ACCOUNT,
    aws_secret_access_key="test",
    config=Config(s3={"addressing_style": "path"}),
)
rekognition = boto3.client(
    "rekognition",
    endpoint_url=LENDER,
    region_name=REGION,
    aws_access_key_id="local",
    aws_secret_access_key="local",
)


class Lent(BaseHTTPRequestHandler):
    """One request of a function."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        try:
            self.answer(200, self.ask(operation, json.loads(body)))
        except ClientError as error:
            said = error.response["Error"]
            self.answer(400, {"__type": said["Code"], "Message": said["Message"]})

    def ask(self, operation, given):
        if operation not in OPERATIONS:
            said = {"Code": "AccessDeniedException", "Message": f"{operation} is not lent"}
            raise ClientError({"Error": said}, operation)
        place = given["Image"].pop("S3Object", None)
        if place is not None:
            read = s3.get_object(Bucket=place["Bucket"], Key=place["Name"])
            given["Image"]["Bytes"] = read["Body"].read()
        answer = getattr(rekognition, OPERATIONS[operation])(**given)
        answer.pop("ResponseMetadata")
        return answer

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *words):
        print(form % words, flush=True)


ThreadingHTTPServer(("127.0.0.1", int(PORT)), Lent).serve_forever()
