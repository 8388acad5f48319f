//! The boundary of the stacks' roles.

use manifest::Manifest;
use serde_json::Value as Json;

use crate::scene::{
    REGIONS, Region, covers, homes, policies, resources, siblings, statements, texts,
};

#[test]
fn every_role_of_every_stack_has_the_boundary() {
    let mut roles = 0;
    for region in REGIONS.iter() {
        let boundary = format!(
            "arn:aws:iam::{}:policy/sightline-{}-boundary",
            region.manifest.account, region.environment
        );
        for (id, role) in region
            .stacks
            .iter()
            .flat_map(|stack| resources(stack, "AWS::IAM::Role"))
        {
            assert_eq!(role["PermissionsBoundary"], boundary.as_str(), "{id}");
            roles += 1;
        }
    }
    assert!(roles >= 35, "{roles}");
}

/// An ARN as a text, with the names of the resources that it refers to.
fn resolved(template: &Json, region: &Region, value: &Json) -> String {
    if let Some(text) = value.as_str() {
        return text.to_owned();
    }
    if value["Ref"] == "AWS::Partition" {
        return "aws".to_owned();
    }
    if let Some(parts) = value["Fn::Join"][1].as_array() {
        return parts
            .iter()
            .map(|part| resolved(template, region, part))
            .collect();
    }
    let id = value["Ref"]
        .as_str()
        .or_else(|| value["Fn::GetAtt"][0].as_str())
        .unwrap();
    let properties = &template["Resources"][id]["Properties"];
    if template["Resources"][id]["Type"] == "AWS::StepFunctions::StateMachineAlias" {
        let version = &properties["DeploymentPreference"]["StateMachineVersionArn"];
        let version = version["Ref"].as_str().unwrap();
        let machine = &template["Resources"][version]["Properties"]["StateMachineArn"];
        let alias = properties["Name"].as_str().unwrap();
        return format!("{}:{alias}", resolved(template, region, machine));
    }
    let name = |key: &str| properties[key].as_str().unwrap();
    let (service, rest) = match template["Resources"][id]["Type"].as_str().unwrap() {
        "AWS::Lambda::Function" => ("lambda", format!("function:{}", name("FunctionName"))),
        "AWS::Logs::LogGroup" => ("logs", format!("log-group:{}:*", name("LogGroupName"))),
        "AWS::SNS::Topic" => ("sns", name("TopicName").to_owned()),
        "AWS::StepFunctions::StateMachine" => (
            "states",
            format!("stateMachine:{}", name("StateMachineName")),
        ),
        other => panic!("{other}"),
    };
    let Manifest {
        region, account, ..
    } = &region.manifest;
    format!("arn:aws:{service}:{region}:{account}:{rest}")
}

#[test]
fn the_boundary_allows_all_that_roles_of_stacks_hold() {
    let mut held = 0;
    for home in homes() {
        let bootstrap = policies(&home.bootstrap).into_iter();
        let boundary: Vec<&Json> = bootstrap
            .filter(|(id, _)| *id == "BoundaryPolicy")
            .flat_map(|(_, document)| statements(document))
            .collect();
        for region in siblings(home) {
            for template in &region.stacks {
                for statement in policies(template)
                    .into_iter()
                    .flat_map(|(_, d)| statements(d))
                {
                    for action in texts(&statement["Action"]) {
                        for arn in statement["Resource"].as_array().unwrap() {
                            let arn = resolved(template, region, arn);
                            let allows = |one: &&&Json| {
                                let on = texts(&one["Resource"]);
                                texts(&one["Action"]).contains(&action)
                                    && on.iter().any(|pattern| covers(pattern, &arn))
                            };
                            assert!(boundary.iter().find(allows).is_some(), "{action} on {arn}");
                            held += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(held > 200, "{held}");
}

#[test]
fn the_boundary_of_the_embedded_region() {
    let homes = homes();
    let local = homes
        .iter()
        .find(|home| home.environment == "local")
        .unwrap();
    let (_, boundary) = resources(&local.bootstrap, "AWS::IAM::ManagedPolicy")
        .find(|(id, _)| *id == "BoundaryPolicy")
        .unwrap();
    let lines: Vec<String> = statements(&boundary["PolicyDocument"])
        .map(|statement| {
            let actions = texts(&statement["Action"]).join(" ");
            let on = texts(&statement["Resource"]).join("\n  ");
            format!("{}: {actions}\n  {on}", statement["Sid"].as_str().unwrap())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    Athena: athena:GetPreparedStatement athena:GetQueryExecution athena:GetQueryResults athena:StartQueryExecution athena:StopQueryExecution
      arn:aws:athena:us-east-1:000000000000:workgroup/sightline-local
    Glue: glue:GetDatabase glue:GetPartitions glue:GetTable glue:GetTables
      arn:aws:glue:us-east-1:000000000000:catalog
      arn:aws:glue:us-east-1:000000000000:database/sightline_local
      arn:aws:glue:us-east-1:000000000000:table/sightline_local/*
    Lambda: lambda:InvokeFunction
      arn:aws:lambda:us-east-1:000000000000:function:sightline-local-*
    Logs: logs:CreateLogStream logs:PutLogEvents
      arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/sightline-local-*
      arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/sightline-local-*
    Rekognition: rekognition:DetectCustomLabels
      arn:aws:rekognition:us-east-1:000000000000:project/sightline-local-*
    S3: s3:AbortMultipartUpload s3:DeleteObject s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListMultipartUploadParts s3:PutObject
      arn:aws:s3:::sightline-local-000000000000-us-east-1-lake
      arn:aws:s3:::sightline-local-000000000000-us-east-1-lake/*
      arn:aws:s3:::sightline-local-000000000000-us-east-1-pictures
      arn:aws:s3:::sightline-local-000000000000-us-east-1-pictures/*
      arn:aws:s3:::sightline-local-000000000000-us-east-1-results
      arn:aws:s3:::sightline-local-000000000000-us-east-1-results/*
    Sns: sns:Publish
      arn:aws:sns:us-east-1:000000000000:sightline-local-*
    States: states:DescribeExecution states:RedriveExecution states:StartExecution states:StopExecution
      arn:aws:states:us-east-1:000000000000:execution:sightline-local-*
      arn:aws:states:us-east-1:000000000000:stateMachine:sightline-local-*
    Unnamed: cloudwatch:PutMetricData logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery rekognition:DetectLabels
      *
    ");
}
