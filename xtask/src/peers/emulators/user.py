"""A user of an emulator's account with nothing but the policies that it is given.

On stdin a JSON object: the emulator, the user's name and the statements by policy. On stdout the
user's access key, where one is asked for.
"""

import json
import sys

import boto3


def main():
    given = json.load(sys.stdin)
    iam = boto3.client(
        "iam",
        endpoint_url=given["endpoint"],
        region_name=given["region"],
        aws_access_key_id=given["account"],
        aws_secret_access_key=given["secret"],
    )
    name = given["user"]
    answer = {}
    if given["make"]:
        iam.create_user(UserName=name)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        answer = {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
    kept = set()
    for policy, statements in given["policies"].items():
        if statements:
            document = {"Version": "2012-10-17", "Statement": statements}
            iam.put_user_policy(
                UserName=name, PolicyName=policy, PolicyDocument=json.dumps(document)
            )
            kept.add(policy)
    for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
        if policy not in kept:
            iam.delete_user_policy(UserName=name, PolicyName=policy)
    json.dump(answer, sys.stdout)


main()
