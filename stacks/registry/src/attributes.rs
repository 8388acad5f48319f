//! What `Fn::GetAtt` and `Ref` give of a resource.
//!
//! A type's attributes are its read-only properties. Types that are older than the registry differ,
//! and AWS documents them on their own pages under "Return values":
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html>

use std::sync::LazyLock;

use serde_json::{Value as Json, json};

use crate::schema::Attribute;
use crate::{Kind, PropertyPath, ResourceSchema, Shape};

/// Types that give each of their properties.
const GIVES_ALL: &[&str] = &[
    "AWS::Amplify::Branch",
    "AWS::Amplify::Domain",
    "AWS::AppSync::DomainName",
    "AWS::AppSync::FunctionConfiguration",
    "AWS::AppSync::Resolver",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Backup::BackupSelection",
    "AWS::Backup::BackupVault",
    "AWS::Backup::LogicallyAirGappedBackupVault",
    "AWS::CodeArtifact::Domain",
    "AWS::CodeArtifact::Repository",
    "AWS::EC2::CapacityReservation",
    "AWS::EC2::Instance",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EFS::MountTarget",
    "AWS::EKS::Nodegroup",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::EventSchemas::Discoverer",
    "AWS::EventSchemas::Registry",
    "AWS::EventSchemas::Schema",
    "AWS::Events::EventBus",
    "AWS::GameLift::GameSessionQueue",
    "AWS::GameLift::MatchmakingConfiguration",
    "AWS::GameLift::MatchmakingRuleSet",
    "AWS::Grafana::Workspace",
    "AWS::Greengrass::ConnectorDefinition",
    "AWS::Greengrass::CoreDefinition",
    "AWS::Greengrass::DeviceDefinition",
    "AWS::Greengrass::FunctionDefinition",
    "AWS::Greengrass::Group",
    "AWS::Greengrass::LoggerDefinition",
    "AWS::Greengrass::ResourceDefinition",
    "AWS::Greengrass::SubscriptionDefinition",
    "AWS::ImageBuilder::Component",
    "AWS::ImageBuilder::ContainerRecipe",
    "AWS::ImageBuilder::DistributionConfiguration",
    "AWS::ImageBuilder::ImagePipeline",
    "AWS::ImageBuilder::ImageRecipe",
    "AWS::ImageBuilder::InfrastructureConfiguration",
    "AWS::ManagedBlockchain::Node",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBParameterGroup",
    "AWS::RedshiftServerless::Workgroup",
    "AWS::RoboMaker::RobotApplication",
    "AWS::RoboMaker::SimulationApplication",
    "AWS::Route53Resolver::ResolverRule",
    "AWS::Route53Resolver::ResolverRuleAssociation",
    "AWS::S3::AccessPoint",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SageMaker::DataQualityJobDefinition",
    "AWS::SageMaker::ModelBiasJobDefinition",
    "AWS::SageMaker::ModelExplainabilityJobDefinition",
    "AWS::SageMaker::ModelQualityJobDefinition",
    "AWS::SageMaker::MonitoringSchedule",
    "AWS::StepFunctions::Activity",
];

/// Types that give some properties beside the read-only ones.
const GIVES_FURTHER: &[(&str, &[&str])] = &[
    (
        "AWS::AppMesh::GatewayRoute",
        &[
            "GatewayRouteName",
            "MeshName",
            "MeshOwner",
            "VirtualGatewayName",
        ],
    ),
    ("AWS::AppMesh::Mesh", &["MeshName"]),
    (
        "AWS::AppMesh::Route",
        &["MeshName", "MeshOwner", "RouteName", "VirtualRouterName"],
    ),
    (
        "AWS::AppMesh::VirtualGateway",
        &["MeshName", "MeshOwner", "VirtualGatewayName"],
    ),
    (
        "AWS::AppMesh::VirtualNode",
        &["MeshName", "MeshOwner", "VirtualNodeName"],
    ),
    (
        "AWS::AppMesh::VirtualRouter",
        &["MeshName", "MeshOwner", "VirtualRouterName"],
    ),
    (
        "AWS::AppMesh::VirtualService",
        &["MeshName", "MeshOwner", "VirtualServiceName"],
    ),
    ("AWS::AppSync::DataSource", &["Name"]),
    ("AWS::Cloud9::EnvironmentEC2", &["Name"]),
    ("AWS::CloudWatch::InsightRule", &["RuleName"]),
    ("AWS::DocDB::DBCluster", &["Port"]),
    ("AWS::IoT1Click::Device", &["Enabled"]),
    (
        "AWS::IoT1Click::Placement",
        &["PlacementName", "ProjectName"],
    ),
    ("AWS::IoT1Click::Project", &["ProjectName"]),
    (
        "AWS::Kinesis::StreamConsumer",
        &["ConsumerName", "StreamARN"],
    ),
    ("AWS::ManagedBlockchain::Member", &["NetworkId"]),
    ("AWS::MediaConvert::JobTemplate", &["Name"]),
    ("AWS::MediaConvert::Preset", &["Name"]),
    ("AWS::MediaConvert::Queue", &["Name"]),
    ("AWS::MediaLive::Input", &["Destinations", "Sources"]),
    ("AWS::OpsWorks::Instance", &["AvailabilityZone"]),
    ("AWS::OpsWorks::UserProfile", &["SshUsername"]),
    (
        "AWS::Route53Resolver::ResolverEndpoint",
        &["Direction", "Name"],
    ),
    ("AWS::SageMaker::CodeRepository", &["CodeRepositoryName"]),
    ("AWS::SageMaker::Endpoint", &["EndpointName"]),
    ("AWS::SageMaker::EndpointConfig", &["EndpointConfigName"]),
    ("AWS::SageMaker::Model", &["ModelName"]),
    (
        "AWS::SageMaker::NotebookInstance",
        &["NotebookInstanceName"],
    ),
    (
        "AWS::SageMaker::NotebookInstanceLifecycleConfig",
        &["NotebookInstanceLifecycleConfigName"],
    ),
    ("AWS::SageMaker::Workteam", &["WorkteamName"]),
    ("AWS::ServiceDiscovery::Service", &["Name"]),
    ("AWS::Transfer::User", &["ServerId", "UserName"]),
];

/// Types whose outputs are attributes, under names that the schema cannot know.
const GIVES_OUTPUTS: &[&str] = &[
    "AWS::CloudFormation::Stack",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

/// What the name of a type's outputs begins with.
const OUTPUTS: &str = "Outputs.";

static TEXT: LazyLock<Json> = LazyLock::new(|| json!({ "type": "string" }));

fn text<'a>() -> Shape<'a> {
    Shape::new(&TEXT, &TEXT)
}

impl ResourceSchema {
    /// What `Fn::GetAtt` gives, sorted by name. `Outputs.*` stands for every output of a nested
    /// stack.
    pub fn attributes(&self) -> Vec<Attribute<'_>> {
        let mut found = Vec::new();
        let name = self.type_name();
        if GIVES_ALL.binary_search(&name).is_ok() {
            for (property, shape) in self.root().properties() {
                collect_leaves(property.to_owned(), shape, 0, &mut found);
            }
        }
        if let Ok(at) = GIVES_FURTHER.binary_search_by_key(&name, |(name, _)| name) {
            for property in GIVES_FURTHER[at].1 {
                let shape = self.root().property(property).unwrap_or_else(text);
                found.push(Attribute {
                    name: (*property).to_owned(),
                    shape,
                });
            }
        }
        for path in self.read_only() {
            if path.segments().iter().any(|segment| segment == "*") {
                continue;
            }
            let shape = self.at(&path).unwrap_or_else(text);
            let name = path.segments().join(".");
            collect_leaves(name.clone(), shape, 0, &mut found);
            found.push(Attribute { name, shape });
        }
        if GIVES_OUTPUTS.contains(&name) {
            found.push(Attribute {
                name: format!("{OUTPUTS}*"),
                shape: text(),
            });
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        found.dedup_by(|one, other| one.name == other.name);
        found
    }

    /// What `Fn::GetAtt` gives under a name.
    pub fn attribute(&self, name: &str) -> Option<Shape<'_>> {
        if GIVES_OUTPUTS.contains(&self.type_name()) && name.starts_with(OUTPUTS) {
            return Some(text());
        }
        // Most are read-only properties, which need no list of all.
        let mut read_only = self.read_only();
        if let Some(path) = read_only.find(|path| {
            path.segments()
                .iter()
                .map(String::as_str)
                .eq(name.split('.'))
        }) {
            return Some(self.at(&path).unwrap_or_else(text));
        }
        let found = self
            .attributes()
            .into_iter()
            .find(|attribute| attribute.name == name)?;
        Some(found.shape)
    }

    /// What `Ref` gives: the primary identifier, or a text of several. Nothing where the schema
    /// names none.
    pub fn reference(&self) -> Option<Shape<'_>> {
        let mut identifiers = self.primary_identifier();
        let first = identifiers.next()?;
        if identifiers.next().is_some() {
            return Some(text());
        }
        Some(self.at(&first).unwrap_or_else(text))
    }

    /// The shape at a path.
    pub fn at(&self, path: &PropertyPath) -> Option<Shape<'_>> {
        let mut shape = self.root();
        for segment in path.segments() {
            shape = shape.child(segment)?;
        }
        Some(shape)
    }
}

/// How deep properties of properties are told; no attribute is deeper.
const DEEPEST: usize = 6;

/// The values within a shape that can be told by a name: those that are no object. Items of lists
/// have no name.
fn collect_leaves<'a>(
    name: String,
    shape: Shape<'a>,
    depth: usize,
    found: &mut Vec<Attribute<'a>>,
) {
    let resolved = shape.resolve();
    let mut properties = resolved.properties().peekable();
    if depth == DEEPEST || properties.peek().is_none() {
        let holds_objects = resolved.items().is_some_and(|items| {
            let kinds = items.kinds();
            kinds.contains(&Kind::Object) || kinds.contains(&Kind::Array)
        });
        if !holds_objects {
            found.push(Attribute { name, shape });
        }
        return;
    }
    for (property, shape) in properties {
        collect_leaves(format!("{name}.{property}"), shape, depth + 1, found);
    }
}
