"""Reads what was deployed back, each resource through its own service's API and not through
CloudFormation, and holds it against the template's properties.

On stdin a JSON object: what to do and where. On stdout a JSON object: what was found.
"""

import ast
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


class Unknown:
    """A value that is known to the emulator alone; any is right."""


class Place:
    """An emulator, an account and a region."""

    def __init__(self, given):
        self.region, self.account = given["region"], given["account"]
        self.given = given
        self.made = {}

    def client(self, service):
        if service not in self.made:
            self.made[service] = boto3.client(
                service,
                endpoint_url=self.given["endpoint"],
                region_name=self.region,
                aws_access_key_id=self.account,
                aws_secret_access_key=self.given["secret"],
                config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 2}),
            )
        return self.made[service]


def document(value):
    """A JSON text or the object that it stands for."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        # moto keeps the policies of roles in Python's spelling.
        return ast.literal_eval(value)


def configured(get, **words):
    """A part of a resource that is asked for by itself; an empty one where there is none."""
    try:
        return get(**words)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return {}
        raise


# One reader for each type: physical id and properties to what the service says, spelled as the
# template spells it. What a reader does not give is not compared.


def bucket(place, name, _):
    s3 = place.client("s3")
    s3.head_bucket(Bucket=name)
    encryption = configured(s3.get_bucket_encryption, Bucket=name)
    ownership = configured(s3.get_bucket_ownership_controls, Bucket=name)
    block = configured(s3.get_public_access_block, Bucket=name)
    lifecycle = configured(s3.get_bucket_lifecycle_configuration, Bucket=name)
    notifications = s3.get_bucket_notification_configuration(Bucket=name)
    return {
        "BucketName": name,
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                {
                    "ServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"],
                    "BucketKeyEnabled": rule.get("BucketKeyEnabled"),
                }
                for rule in encryption.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
            ]
        },
        "PublicAccessBlockConfiguration": block.get("PublicAccessBlockConfiguration"),
        "OwnershipControls": ownership.get("OwnershipControls"),
        "VersioningConfiguration": {
            "Status": s3.get_bucket_versioning(Bucket=name).get("Status")
        },
        "LifecycleConfiguration": {
            "Rules": [
                {"Id": rule["ID"], "Status": rule["Status"]} for rule in lifecycle.get("Rules", [])
            ]
        },
        "NotificationConfiguration": {
            "EventBridgeConfiguration": {
                "EventBridgeEnabled": "EventBridgeConfiguration" in notifications
            }
        },
    }


def bucket_policy(place, _, properties):
    policy = place.client("s3").get_bucket_policy(Bucket=properties["Bucket"])["Policy"]
    return {"Bucket": properties["Bucket"], "PolicyDocument": document(policy)}


def database(place, name, _):
    found = place.client("glue").get_database(Name=name)["Database"]
    return {"DatabaseInput": {key: found.get(key) for key in ("Name", "Description")}}


def table(place, _, properties):
    given = properties["TableInput"]
    found = place.client("glue").get_table(
        DatabaseName=properties["DatabaseName"], Name=given["Name"]
    )["Table"]
    return {"TableInput": {key: found.get(key) for key in given}}


def workgroup(place, name, _):
    found = place.client("athena").get_work_group(WorkGroup=name)["WorkGroup"]
    return {
        "Name": found["Name"],
        "State": found.get("State"),
        "Description": found.get("Description"),
        "WorkGroupConfiguration": found.get("Configuration"),
    }


def log_group(place, name, _):
    found = place.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    exact = [group for group in found if group["logGroupName"] == name]
    if not exact:
        raise LookupError(f"there is no log group {name}")
    return {"LogGroupName": name, "RetentionInDays": exact[0].get("retentionInDays")}


def role(place, name, _):
    iam = place.client("iam")
    found = iam.get_role(RoleName=name)["Role"]
    names = iam.list_role_policies(RoleName=name)["PolicyNames"]
    return {
        "RoleName": found["RoleName"],
        "Description": found.get("Description"),
        "AssumeRolePolicyDocument": document(found["AssumeRolePolicyDocument"]),
        "Policies": [
            {
                "PolicyName": each,
                "PolicyDocument": document(
                    iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"]
                ),
            }
            for each in names
        ],
    }


def managed_policy(place, arn, _):
    iam = place.client("iam")
    found = iam.get_policy(PolicyArn=arn)["Policy"]
    version = iam.get_policy_version(PolicyArn=arn, VersionId=found["DefaultVersionId"])
    return {
        "ManagedPolicyName": found["PolicyName"],
        "Description": found.get("Description"),
        "PolicyDocument": document(version["PolicyVersion"]["Document"]),
    }


def function(place, name, properties):
    found = place.client("lambda").get_function_configuration(FunctionName=name)
    same = ("FunctionName", "Description", "Runtime", "Architectures", "Handler", "MemorySize",
            "Timeout", "Environment", "Role")
    return {key: found.get(key) for key in same if key in properties}


def function_version(place, arn, properties):
    found = place.client("lambda").get_function_configuration(
        FunctionName=properties["FunctionName"], Qualifier=arn.rsplit(":", 1)[-1]
    )
    return {key: found.get(key) for key in ("FunctionName", "Description")}


def topic(place, arn, properties):
    found = place.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
    return {"TopicName": arn.rsplit(":", 1)[-1], "DisplayName": found.get("DisplayName")}


def topic_policy(place, _, properties):
    arn = properties["Topics"][0]
    found = place.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
    return {"PolicyDocument": document(found["Policy"])}


def rule(place, _, properties):
    events, name = place.client("events"), properties["Name"]
    found = events.describe_rule(Name=name)
    pattern = found.get("EventPattern")
    return {
        "Name": found["Name"],
        "State": found.get("State"),
        "Description": found.get("Description"),
        # A rule has the one or the other.
        "EventPattern": document(pattern) if pattern else None,
        "ScheduleExpression": found.get("ScheduleExpression") or None,
        "Targets": events.list_targets_by_rule(Rule=name)["Targets"],
    }


def alarm(place, _, properties):
    name = properties["AlarmName"]
    found = place.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    if not found:
        raise LookupError(f"there is no alarm {name}")
    return {key: found[0].get(key) for key in properties}


def dashboard(place, name, _):
    found = place.client("cloudwatch").get_dashboard(DashboardName=name)
    return {"DashboardName": found["DashboardName"], "DashboardBody": found["DashboardBody"]}


def state_machine(place, arn, _):
    found = place.client("stepfunctions").describe_state_machine(stateMachineArn=arn)
    return {
        "StateMachineName": found["name"],
        "StateMachineType": found["type"],
        "RoleArn": found["roleArn"],
        # Functions' names are filled in by CloudFormation: compared are the states.
        "States": sorted(states(document(found["definition"]))),
    }


def states(flow):
    """The names of all states, those of maps and parallels within."""
    for name, state in flow.get("States", {}).items():
        yield name
        for inner in [state.get("ItemProcessor"), state.get("Iterator")] + state.get("Branches", []):
            yield from states(inner or {})


READERS = {
    "AWS::Athena::WorkGroup": workgroup,
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::CloudWatch::Dashboard": dashboard,
    "AWS::Events::Rule": rule,
    "AWS::Glue::Database": database,
    "AWS::Glue::Table": table,
    "AWS::IAM::ManagedPolicy": managed_policy,
    "AWS::IAM::Role": role,
    "AWS::Lambda::Function": function,
    "AWS::Lambda::Version": function_version,
    "AWS::Logs::LogGroup": log_group,
    "AWS::S3::Bucket": bucket,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::SNS::Topic": topic,
    "AWS::SNS::TopicPolicy": topic_policy,
    "AWS::StepFunctions::StateMachine": state_machine,
}


def resolve(value, place, stack):
    """A template's value with its references made plain; `Unknown` where only the emulator knows."""
    if isinstance(value, list):
        return [resolve(each, place, stack) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        known = {"AWS::Region": place.region, "AWS::AccountId": place.account,
                 "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
        return known.get(value["Ref"]) or stack.get(value["Ref"]) or Unknown
    if set(value) == {"Fn::Join"}:
        separator, parts = value["Fn::Join"]
        parts = resolve(parts, place, stack)
        return Unknown if Unknown in parts else separator.join(parts)
    if any(key.startswith("Fn::") for key in value):
        return Unknown
    return {key: resolve(each, place, stack) for key, each in value.items()}


def differences(wanted, found, at):
    """Where what was found lacks or contradicts what is wanted; what is more is no difference."""
    if wanted is Unknown:
        return
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, each in wanted.items():
            yield from differences(each, found.get(key), f"{at}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for index, each in enumerate(wanted):
            yield from differences(each, found[index], f"{at}[{index}]")
    elif isinstance(wanted, list) and len(wanted) == 1 and not isinstance(found, list):
        # Policies may write a list of one as the one.
        yield from differences(wanted[0], found, at)
    elif as_text(wanted) != as_text(found):
        yield f"{at}: {json.dumps(found, default=str)} in place of {json.dumps(wanted, default=str)}"


def as_text(value):
    """Numbers may come as texts, and the other way round."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value:g}" if abs(value) < 1e6 else str(int(value))
    return value


def wanted_of(kind, properties, place, stack):
    """The template's properties in the reader's spelling."""
    wanted = resolve(properties, place, stack)
    if kind == "AWS::StepFunctions::StateMachine":
        definition = properties.get("DefinitionString")
        if isinstance(definition, str):
            wanted["States"] = sorted(states(json.loads(definition)))
    if kind == "AWS::S3::Bucket" and "LifecycleConfiguration" in wanted:
        wanted["LifecycleConfiguration"] = {
            "Rules": [
                {"Id": each["Id"], "Status": each["Status"]}
                for each in wanted["LifecycleConfiguration"]["Rules"]
            ]
        }
    return wanted


def read(place, given):
    """Every resource of the templates: is it there, and is it as the template says?"""
    cloudformation = place.client("cloudformation")
    results = []
    for stack in given["stacks"]:
        with open(stack["template"], encoding="utf-8") as file:
            template = json.load(file)["Resources"]
        listed = {}
        for page in cloudformation.get_paginator("list_stack_resources").paginate(
            StackName=stack["name"]
        ):
            for each in page["StackResourceSummaries"]:
                listed[each["LogicalResourceId"]] = each.get("PhysicalResourceId")
        for logical, resource in template.items():
            if logical in stack["dropped"]:
                continue
            kind = resource["Type"]
            result = {"stack": stack["name"], "resource": logical, "type": kind}
            results.append(result)
            if logical not in listed:
                result["missing"] = "CloudFormation does not list it"
                continue
            if kind not in READERS:
                result["missing"] = "read_back.py has no reader of this type"
                continue
            wanted = wanted_of(kind, resource.get("Properties", {}), place, listed)
            try:
                found = READERS[kind](place, listed[logical], wanted)
            except (BotoCoreError, ClientError, LookupError) as error:
                result["missing"] = str(error)
                continue
            result["differences"] = [
                {"property": key, "text": line}
                for key, each in found.items()
                if key in wanted
                for line in differences(wanted[key], each, key)
            ]
            result["memory"] = found.get("MemorySize")
    return results


def left(place, prefix):
    """Everything whose name says that it is the environment's, service by service."""
    names = prefix.replace("-", "_")

    def pages(service, operation, key, **words):
        for page in place.client(service).get_paginator(operation).paginate(**words):
            yield from page[key]

    def find(kind, each, name):
        return [f"{kind} {one[name]}" for one in each if prefix in one[name] or names in one[name]]

    found = find("stack", (
        stack for stack in pages("cloudformation", "describe_stacks", "Stacks")
        if stack["StackStatus"] != "DELETE_COMPLETE"
    ), "StackName")
    found += find("bucket", place.client("s3").list_buckets()["Buckets"], "Name")
    found += find("database", pages("glue", "get_databases", "DatabaseList"), "Name")
    found += find("workgroup", place.client("athena").list_work_groups()["WorkGroups"], "Name")
    found += find("log group", pages("logs", "describe_log_groups", "logGroups"), "logGroupName")
    found += find("role", pages("iam", "list_roles", "Roles"), "RoleName")
    found += find("policy", pages("iam", "list_policies", "Policies", Scope="Local"), "PolicyName")
    found += find("function", pages("lambda", "list_functions", "Functions"), "FunctionName")
    found += find("topic", pages("sns", "list_topics", "Topics"), "TopicArn")
    found += find("rule", place.client("events").list_rules()["Rules"], "Name")
    found += find("alarm", pages("cloudwatch", "describe_alarms", "MetricAlarms"), "AlarmName")
    found += find(
        "dashboard", pages("cloudwatch", "list_dashboards", "DashboardEntries"), "DashboardName"
    )
    found += find(
        "state machine", pages("stepfunctions", "list_state_machines", "stateMachines"), "name"
    )
    return found


def main():
    given = json.load(sys.stdin)
    place = Place(given)
    if given["do"] == "read":
        answer = {"resources": read(place, given)}
    elif given["do"] == "status":
        described = place.client("cloudformation").describe_stacks(StackName=given["stack"])
        answer = {"status": described["Stacks"][0]["StackStatus"]}
    else:
        answer = {"left": left(place, given["prefix"])}
    json.dump(answer, sys.stdout, default=str)


main()
