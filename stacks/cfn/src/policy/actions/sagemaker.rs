//! The actions of `sagemaker`. Made by `iam-data`.

use crate::policy::Action;

/// `sagemaker:AccessModelPackage`.
#[rustfmt::skip]
pub const ACCESS_MODEL_PACKAGE: Action = Action::known("sagemaker:AccessModelPackage");

/// `sagemaker:AddAssociation`.
#[rustfmt::skip]
pub const ADD_ASSOCIATION: Action = Action::known("sagemaker:AddAssociation");

/// `sagemaker:AddTags`.
#[rustfmt::skip]
pub const ADD_TAGS: Action = Action::known("sagemaker:AddTags");

/// `sagemaker:AssociateTrialComponent`.
#[rustfmt::skip]
pub const ASSOCIATE_TRIAL_COMPONENT: Action = Action::known("sagemaker:AssociateTrialComponent");

/// `sagemaker:AttachClusterNodeNetworkInterface`.
#[rustfmt::skip]
pub const ATTACH_CLUSTER_NODE_NETWORK_INTERFACE: Action = Action::known("sagemaker:AttachClusterNodeNetworkInterface");

/// `sagemaker:AttachClusterNodeVolume`.
#[rustfmt::skip]
pub const ATTACH_CLUSTER_NODE_VOLUME: Action = Action::known("sagemaker:AttachClusterNodeVolume");

/// `sagemaker:BatchAddClusterNodes`.
#[rustfmt::skip]
pub const BATCH_ADD_CLUSTER_NODES: Action = Action::known("sagemaker:BatchAddClusterNodes");

/// `sagemaker:BatchDeleteClusterNodes`.
#[rustfmt::skip]
pub const BATCH_DELETE_CLUSTER_NODES: Action = Action::known("sagemaker:BatchDeleteClusterNodes");

/// `sagemaker:BatchDescribeModelPackage`.
#[rustfmt::skip]
pub const BATCH_DESCRIBE_MODEL_PACKAGE: Action = Action::known("sagemaker:BatchDescribeModelPackage");

/// `sagemaker:BatchGetMetrics`.
#[rustfmt::skip]
pub const BATCH_GET_METRICS: Action = Action::known("sagemaker:BatchGetMetrics");

/// `sagemaker:BatchGetRecord`.
#[rustfmt::skip]
pub const BATCH_GET_RECORD: Action = Action::known("sagemaker:BatchGetRecord");

/// `sagemaker:BatchPutMetrics`.
#[rustfmt::skip]
pub const BATCH_PUT_METRICS: Action = Action::known("sagemaker:BatchPutMetrics");

/// `sagemaker:BatchRebootClusterNodes`.
#[rustfmt::skip]
pub const BATCH_REBOOT_CLUSTER_NODES: Action = Action::known("sagemaker:BatchRebootClusterNodes");

/// `sagemaker:BatchReplaceClusterNodes`.
#[rustfmt::skip]
pub const BATCH_REPLACE_CLUSTER_NODES: Action = Action::known("sagemaker:BatchReplaceClusterNodes");

/// `sagemaker:BatchWriteRecord`.
#[rustfmt::skip]
pub const BATCH_WRITE_RECORD: Action = Action::known("sagemaker:BatchWriteRecord");

/// `sagemaker:CallMlflowAppApi`.
#[rustfmt::skip]
pub const CALL_MLFLOW_APP_API: Action = Action::known("sagemaker:CallMlflowAppApi");

/// `sagemaker:CallPartnerAppApi`.
#[rustfmt::skip]
pub const CALL_PARTNER_APP_API: Action = Action::known("sagemaker:CallPartnerAppApi");

/// `sagemaker:CallWithBearerToken`.
#[rustfmt::skip]
pub const CALL_WITH_BEARER_TOKEN: Action = Action::known("sagemaker:CallWithBearerToken");

/// `sagemaker:CompleteRollout`.
#[rustfmt::skip]
pub const COMPLETE_ROLLOUT: Action = Action::known("sagemaker:CompleteRollout");

/// `sagemaker:CreateAction`.
#[rustfmt::skip]
pub const CREATE_ACTION: Action = Action::known("sagemaker:CreateAction");

/// `sagemaker:CreateAIBenchmarkJob`.
#[rustfmt::skip]
pub const CREATE_AI_BENCHMARK_JOB: Action = Action::known("sagemaker:CreateAIBenchmarkJob");

/// `sagemaker:CreateAIRecommendationJob`.
#[rustfmt::skip]
pub const CREATE_AI_RECOMMENDATION_JOB: Action = Action::known("sagemaker:CreateAIRecommendationJob");

/// `sagemaker:CreateAIWorkloadConfig`.
#[rustfmt::skip]
pub const CREATE_AI_WORKLOAD_CONFIG: Action = Action::known("sagemaker:CreateAIWorkloadConfig");

/// `sagemaker:CreateAlgorithm`.
#[rustfmt::skip]
pub const CREATE_ALGORITHM: Action = Action::known("sagemaker:CreateAlgorithm");

/// `sagemaker:CreateApp`.
#[rustfmt::skip]
pub const CREATE_APP: Action = Action::known("sagemaker:CreateApp");

/// `sagemaker:CreateAppImageConfig`.
#[rustfmt::skip]
pub const CREATE_APP_IMAGE_CONFIG: Action = Action::known("sagemaker:CreateAppImageConfig");

/// `sagemaker:CreateArtifact`.
#[rustfmt::skip]
pub const CREATE_ARTIFACT: Action = Action::known("sagemaker:CreateArtifact");

/// `sagemaker:CreateAutoMLJob`.
#[rustfmt::skip]
pub const CREATE_AUTO_ML_JOB: Action = Action::known("sagemaker:CreateAutoMLJob");

/// `sagemaker:CreateAutoMLJobV2`.
#[rustfmt::skip]
pub const CREATE_AUTO_ML_JOB_V2: Action = Action::known("sagemaker:CreateAutoMLJobV2");

/// `sagemaker:CreateCluster`.
#[rustfmt::skip]
pub const CREATE_CLUSTER: Action = Action::known("sagemaker:CreateCluster");

/// `sagemaker:CreateClusterSchedulerConfig`.
#[rustfmt::skip]
pub const CREATE_CLUSTER_SCHEDULER_CONFIG: Action = Action::known("sagemaker:CreateClusterSchedulerConfig");

/// `sagemaker:CreateCodeRepository`.
#[rustfmt::skip]
pub const CREATE_CODE_REPOSITORY: Action = Action::known("sagemaker:CreateCodeRepository");

/// `sagemaker:CreateCompilationJob`.
#[rustfmt::skip]
pub const CREATE_COMPILATION_JOB: Action = Action::known("sagemaker:CreateCompilationJob");

/// `sagemaker:CreateComputeQuota`.
#[rustfmt::skip]
pub const CREATE_COMPUTE_QUOTA: Action = Action::known("sagemaker:CreateComputeQuota");

/// `sagemaker:CreateContext`.
#[rustfmt::skip]
pub const CREATE_CONTEXT: Action = Action::known("sagemaker:CreateContext");

/// `sagemaker:CreateDataQualityJobDefinition`.
#[rustfmt::skip]
pub const CREATE_DATA_QUALITY_JOB_DEFINITION: Action = Action::known("sagemaker:CreateDataQualityJobDefinition");

/// `sagemaker:CreateDeviceFleet`.
#[rustfmt::skip]
pub const CREATE_DEVICE_FLEET: Action = Action::known("sagemaker:CreateDeviceFleet");

/// `sagemaker:CreateDomain`.
#[rustfmt::skip]
pub const CREATE_DOMAIN: Action = Action::known("sagemaker:CreateDomain");

/// `sagemaker:CreateEdgeDeploymentPlan`.
#[rustfmt::skip]
pub const CREATE_EDGE_DEPLOYMENT_PLAN: Action = Action::known("sagemaker:CreateEdgeDeploymentPlan");

/// `sagemaker:CreateEdgeDeploymentStage`.
#[rustfmt::skip]
pub const CREATE_EDGE_DEPLOYMENT_STAGE: Action = Action::known("sagemaker:CreateEdgeDeploymentStage");

/// `sagemaker:CreateEdgePackagingJob`.
#[rustfmt::skip]
pub const CREATE_EDGE_PACKAGING_JOB: Action = Action::known("sagemaker:CreateEdgePackagingJob");

/// `sagemaker:CreateEndpoint`.
#[rustfmt::skip]
pub const CREATE_ENDPOINT: Action = Action::known("sagemaker:CreateEndpoint");

/// `sagemaker:CreateEndpointConfig`.
#[rustfmt::skip]
pub const CREATE_ENDPOINT_CONFIG: Action = Action::known("sagemaker:CreateEndpointConfig");

/// `sagemaker:CreateExperiment`.
#[rustfmt::skip]
pub const CREATE_EXPERIMENT: Action = Action::known("sagemaker:CreateExperiment");

/// `sagemaker:CreateFeatureGroup`.
#[rustfmt::skip]
pub const CREATE_FEATURE_GROUP: Action = Action::known("sagemaker:CreateFeatureGroup");

/// `sagemaker:CreateFlowDefinition`.
#[rustfmt::skip]
pub const CREATE_FLOW_DEFINITION: Action = Action::known("sagemaker:CreateFlowDefinition");

/// `sagemaker:CreateHub`.
#[rustfmt::skip]
pub const CREATE_HUB: Action = Action::known("sagemaker:CreateHub");

/// `sagemaker:CreateHubContentPresignedUrls`.
#[rustfmt::skip]
pub const CREATE_HUB_CONTENT_PRESIGNED_URLS: Action = Action::known("sagemaker:CreateHubContentPresignedUrls");

/// `sagemaker:CreateHubContentReference`.
#[rustfmt::skip]
pub const CREATE_HUB_CONTENT_REFERENCE: Action = Action::known("sagemaker:CreateHubContentReference");

/// `sagemaker:CreateHumanTaskUi`.
#[rustfmt::skip]
pub const CREATE_HUMAN_TASK_UI: Action = Action::known("sagemaker:CreateHumanTaskUi");

/// `sagemaker:CreateHyperParameterTuningJob`.
#[rustfmt::skip]
pub const CREATE_HYPER_PARAMETER_TUNING_JOB: Action = Action::known("sagemaker:CreateHyperParameterTuningJob");

/// `sagemaker:CreateImage`.
#[rustfmt::skip]
pub const CREATE_IMAGE: Action = Action::known("sagemaker:CreateImage");

/// `sagemaker:CreateImageVersion`.
#[rustfmt::skip]
pub const CREATE_IMAGE_VERSION: Action = Action::known("sagemaker:CreateImageVersion");

/// `sagemaker:CreateInferenceComponent`.
#[rustfmt::skip]
pub const CREATE_INFERENCE_COMPONENT: Action = Action::known("sagemaker:CreateInferenceComponent");

/// `sagemaker:CreateInferenceExperiment`.
#[rustfmt::skip]
pub const CREATE_INFERENCE_EXPERIMENT: Action = Action::known("sagemaker:CreateInferenceExperiment");

/// `sagemaker:CreateInferenceRecommendationsJob`.
#[rustfmt::skip]
pub const CREATE_INFERENCE_RECOMMENDATIONS_JOB: Action = Action::known("sagemaker:CreateInferenceRecommendationsJob");

/// `sagemaker:CreateJob`.
#[rustfmt::skip]
pub const CREATE_JOB: Action = Action::known("sagemaker:CreateJob");

/// `sagemaker:CreateLabelingJob`.
#[rustfmt::skip]
pub const CREATE_LABELING_JOB: Action = Action::known("sagemaker:CreateLabelingJob");

/// `sagemaker:CreateLineageGroupPolicy`.
#[rustfmt::skip]
pub const CREATE_LINEAGE_GROUP_POLICY: Action = Action::known("sagemaker:CreateLineageGroupPolicy");

/// `sagemaker:CreateMlflowApp`.
#[rustfmt::skip]
pub const CREATE_MLFLOW_APP: Action = Action::known("sagemaker:CreateMlflowApp");

/// `sagemaker:CreateMlflowTrackingServer`.
#[rustfmt::skip]
pub const CREATE_MLFLOW_TRACKING_SERVER: Action = Action::known("sagemaker:CreateMlflowTrackingServer");

/// `sagemaker:CreateModel`.
#[rustfmt::skip]
pub const CREATE_MODEL: Action = Action::known("sagemaker:CreateModel");

/// `sagemaker:CreateModelBiasJobDefinition`.
#[rustfmt::skip]
pub const CREATE_MODEL_BIAS_JOB_DEFINITION: Action = Action::known("sagemaker:CreateModelBiasJobDefinition");

/// `sagemaker:CreateModelCard`.
#[rustfmt::skip]
pub const CREATE_MODEL_CARD: Action = Action::known("sagemaker:CreateModelCard");

/// `sagemaker:CreateModelCardExportJob`.
#[rustfmt::skip]
pub const CREATE_MODEL_CARD_EXPORT_JOB: Action = Action::known("sagemaker:CreateModelCardExportJob");

/// `sagemaker:CreateModelExplainabilityJobDefinition`.
#[rustfmt::skip]
pub const CREATE_MODEL_EXPLAINABILITY_JOB_DEFINITION: Action = Action::known("sagemaker:CreateModelExplainabilityJobDefinition");

/// `sagemaker:CreateModelPackage`.
#[rustfmt::skip]
pub const CREATE_MODEL_PACKAGE: Action = Action::known("sagemaker:CreateModelPackage");

/// `sagemaker:CreateModelPackageGroup`.
#[rustfmt::skip]
pub const CREATE_MODEL_PACKAGE_GROUP: Action = Action::known("sagemaker:CreateModelPackageGroup");

/// `sagemaker:CreateModelQualityJobDefinition`.
#[rustfmt::skip]
pub const CREATE_MODEL_QUALITY_JOB_DEFINITION: Action = Action::known("sagemaker:CreateModelQualityJobDefinition");

/// `sagemaker:CreateMonitoringSchedule`.
#[rustfmt::skip]
pub const CREATE_MONITORING_SCHEDULE: Action = Action::known("sagemaker:CreateMonitoringSchedule");

/// `sagemaker:CreateNotebookInstance`.
#[rustfmt::skip]
pub const CREATE_NOTEBOOK_INSTANCE: Action = Action::known("sagemaker:CreateNotebookInstance");

/// `sagemaker:CreateNotebookInstanceLifecycleConfig`.
#[rustfmt::skip]
pub const CREATE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG: Action = Action::known("sagemaker:CreateNotebookInstanceLifecycleConfig");

/// `sagemaker:CreateOptimizationJob`.
#[rustfmt::skip]
pub const CREATE_OPTIMIZATION_JOB: Action = Action::known("sagemaker:CreateOptimizationJob");

/// `sagemaker:CreatePartnerApp`.
#[rustfmt::skip]
pub const CREATE_PARTNER_APP: Action = Action::known("sagemaker:CreatePartnerApp");

/// `sagemaker:CreatePartnerAppPresignedUrl`.
#[rustfmt::skip]
pub const CREATE_PARTNER_APP_PRESIGNED_URL: Action = Action::known("sagemaker:CreatePartnerAppPresignedUrl");

/// `sagemaker:CreatePipeline`.
#[rustfmt::skip]
pub const CREATE_PIPELINE: Action = Action::known("sagemaker:CreatePipeline");

/// `sagemaker:CreatePresignedDomainUrl`.
#[rustfmt::skip]
pub const CREATE_PRESIGNED_DOMAIN_URL: Action = Action::known("sagemaker:CreatePresignedDomainUrl");

/// `sagemaker:CreatePresignedMlflowAppUrl`.
#[rustfmt::skip]
pub const CREATE_PRESIGNED_MLFLOW_APP_URL: Action = Action::known("sagemaker:CreatePresignedMlflowAppUrl");

/// `sagemaker:CreatePresignedMlflowTrackingServerUrl`.
#[rustfmt::skip]
pub const CREATE_PRESIGNED_MLFLOW_TRACKING_SERVER_URL: Action = Action::known("sagemaker:CreatePresignedMlflowTrackingServerUrl");

/// `sagemaker:CreatePresignedNotebookInstanceUrl`.
#[rustfmt::skip]
pub const CREATE_PRESIGNED_NOTEBOOK_INSTANCE_URL: Action = Action::known("sagemaker:CreatePresignedNotebookInstanceUrl");

/// `sagemaker:CreateProcessingJob`.
#[rustfmt::skip]
pub const CREATE_PROCESSING_JOB: Action = Action::known("sagemaker:CreateProcessingJob");

/// `sagemaker:CreateProject`.
#[rustfmt::skip]
pub const CREATE_PROJECT: Action = Action::known("sagemaker:CreateProject");

/// `sagemaker:CreateReservedCapacity`.
#[rustfmt::skip]
pub const CREATE_RESERVED_CAPACITY: Action = Action::known("sagemaker:CreateReservedCapacity");

/// `sagemaker:CreateSharedModel`.
#[rustfmt::skip]
pub const CREATE_SHARED_MODEL: Action = Action::known("sagemaker:CreateSharedModel");

/// `sagemaker:CreateSpace`.
#[rustfmt::skip]
pub const CREATE_SPACE: Action = Action::known("sagemaker:CreateSpace");

/// `sagemaker:CreateStudioLifecycleConfig`.
#[rustfmt::skip]
pub const CREATE_STUDIO_LIFECYCLE_CONFIG: Action = Action::known("sagemaker:CreateStudioLifecycleConfig");

/// `sagemaker:CreateTrainingJob`.
#[rustfmt::skip]
pub const CREATE_TRAINING_JOB: Action = Action::known("sagemaker:CreateTrainingJob");

/// `sagemaker:CreateTrainingPlan`.
#[rustfmt::skip]
pub const CREATE_TRAINING_PLAN: Action = Action::known("sagemaker:CreateTrainingPlan");

/// `sagemaker:CreateTrainingSession`.
#[rustfmt::skip]
pub const CREATE_TRAINING_SESSION: Action = Action::known("sagemaker:CreateTrainingSession");

/// `sagemaker:CreateTransformJob`.
#[rustfmt::skip]
pub const CREATE_TRANSFORM_JOB: Action = Action::known("sagemaker:CreateTransformJob");

/// `sagemaker:CreateTrial`.
#[rustfmt::skip]
pub const CREATE_TRIAL: Action = Action::known("sagemaker:CreateTrial");

/// `sagemaker:CreateTrialComponent`.
#[rustfmt::skip]
pub const CREATE_TRIAL_COMPONENT: Action = Action::known("sagemaker:CreateTrialComponent");

/// `sagemaker:CreateUserProfile`.
#[rustfmt::skip]
pub const CREATE_USER_PROFILE: Action = Action::known("sagemaker:CreateUserProfile");

/// `sagemaker:CreateWorkforce`.
#[rustfmt::skip]
pub const CREATE_WORKFORCE: Action = Action::known("sagemaker:CreateWorkforce");

/// `sagemaker:CreateWorkteam`.
#[rustfmt::skip]
pub const CREATE_WORKTEAM: Action = Action::known("sagemaker:CreateWorkteam");

/// `sagemaker:DeleteAction`.
#[rustfmt::skip]
pub const DELETE_ACTION: Action = Action::known("sagemaker:DeleteAction");

/// `sagemaker:DeleteAIBenchmarkJob`.
#[rustfmt::skip]
pub const DELETE_AI_BENCHMARK_JOB: Action = Action::known("sagemaker:DeleteAIBenchmarkJob");

/// `sagemaker:DeleteAIRecommendationJob`.
#[rustfmt::skip]
pub const DELETE_AI_RECOMMENDATION_JOB: Action = Action::known("sagemaker:DeleteAIRecommendationJob");

/// `sagemaker:DeleteAIWorkloadConfig`.
#[rustfmt::skip]
pub const DELETE_AI_WORKLOAD_CONFIG: Action = Action::known("sagemaker:DeleteAIWorkloadConfig");

/// `sagemaker:DeleteAlgorithm`.
#[rustfmt::skip]
pub const DELETE_ALGORITHM: Action = Action::known("sagemaker:DeleteAlgorithm");

/// `sagemaker:DeleteApp`.
#[rustfmt::skip]
pub const DELETE_APP: Action = Action::known("sagemaker:DeleteApp");

/// `sagemaker:DeleteAppImageConfig`.
#[rustfmt::skip]
pub const DELETE_APP_IMAGE_CONFIG: Action = Action::known("sagemaker:DeleteAppImageConfig");

/// `sagemaker:DeleteArtifact`.
#[rustfmt::skip]
pub const DELETE_ARTIFACT: Action = Action::known("sagemaker:DeleteArtifact");

/// `sagemaker:DeleteAssociation`.
#[rustfmt::skip]
pub const DELETE_ASSOCIATION: Action = Action::known("sagemaker:DeleteAssociation");

/// `sagemaker:DeleteCluster`.
#[rustfmt::skip]
pub const DELETE_CLUSTER: Action = Action::known("sagemaker:DeleteCluster");

/// `sagemaker:DeleteClusterSchedulerConfig`.
#[rustfmt::skip]
pub const DELETE_CLUSTER_SCHEDULER_CONFIG: Action = Action::known("sagemaker:DeleteClusterSchedulerConfig");

/// `sagemaker:DeleteCodeRepository`.
#[rustfmt::skip]
pub const DELETE_CODE_REPOSITORY: Action = Action::known("sagemaker:DeleteCodeRepository");

/// `sagemaker:DeleteCompilationJob`.
#[rustfmt::skip]
pub const DELETE_COMPILATION_JOB: Action = Action::known("sagemaker:DeleteCompilationJob");

/// `sagemaker:DeleteComputeQuota`.
#[rustfmt::skip]
pub const DELETE_COMPUTE_QUOTA: Action = Action::known("sagemaker:DeleteComputeQuota");

/// `sagemaker:DeleteContext`.
#[rustfmt::skip]
pub const DELETE_CONTEXT: Action = Action::known("sagemaker:DeleteContext");

/// `sagemaker:DeleteDataQualityJobDefinition`.
#[rustfmt::skip]
pub const DELETE_DATA_QUALITY_JOB_DEFINITION: Action = Action::known("sagemaker:DeleteDataQualityJobDefinition");

/// `sagemaker:DeleteDeviceFleet`.
#[rustfmt::skip]
pub const DELETE_DEVICE_FLEET: Action = Action::known("sagemaker:DeleteDeviceFleet");

/// `sagemaker:DeleteDomain`.
#[rustfmt::skip]
pub const DELETE_DOMAIN: Action = Action::known("sagemaker:DeleteDomain");

/// `sagemaker:DeleteEdgeDeploymentPlan`.
#[rustfmt::skip]
pub const DELETE_EDGE_DEPLOYMENT_PLAN: Action = Action::known("sagemaker:DeleteEdgeDeploymentPlan");

/// `sagemaker:DeleteEdgeDeploymentStage`.
#[rustfmt::skip]
pub const DELETE_EDGE_DEPLOYMENT_STAGE: Action = Action::known("sagemaker:DeleteEdgeDeploymentStage");

/// `sagemaker:DeleteEndpoint`.
#[rustfmt::skip]
pub const DELETE_ENDPOINT: Action = Action::known("sagemaker:DeleteEndpoint");

/// `sagemaker:DeleteEndpointConfig`.
#[rustfmt::skip]
pub const DELETE_ENDPOINT_CONFIG: Action = Action::known("sagemaker:DeleteEndpointConfig");

/// `sagemaker:DeleteExperiment`.
#[rustfmt::skip]
pub const DELETE_EXPERIMENT: Action = Action::known("sagemaker:DeleteExperiment");

/// `sagemaker:DeleteFeatureGroup`.
#[rustfmt::skip]
pub const DELETE_FEATURE_GROUP: Action = Action::known("sagemaker:DeleteFeatureGroup");

/// `sagemaker:DeleteFlowDefinition`.
#[rustfmt::skip]
pub const DELETE_FLOW_DEFINITION: Action = Action::known("sagemaker:DeleteFlowDefinition");

/// `sagemaker:DeleteHub`.
#[rustfmt::skip]
pub const DELETE_HUB: Action = Action::known("sagemaker:DeleteHub");

/// `sagemaker:DeleteHubContent`.
#[rustfmt::skip]
pub const DELETE_HUB_CONTENT: Action = Action::known("sagemaker:DeleteHubContent");

/// `sagemaker:DeleteHubContentReference`.
#[rustfmt::skip]
pub const DELETE_HUB_CONTENT_REFERENCE: Action = Action::known("sagemaker:DeleteHubContentReference");

/// `sagemaker:DeleteHumanLoop`.
#[rustfmt::skip]
pub const DELETE_HUMAN_LOOP: Action = Action::known("sagemaker:DeleteHumanLoop");

/// `sagemaker:DeleteHumanTaskUi`.
#[rustfmt::skip]
pub const DELETE_HUMAN_TASK_UI: Action = Action::known("sagemaker:DeleteHumanTaskUi");

/// `sagemaker:DeleteHyperParameterTuningJob`.
#[rustfmt::skip]
pub const DELETE_HYPER_PARAMETER_TUNING_JOB: Action = Action::known("sagemaker:DeleteHyperParameterTuningJob");

/// `sagemaker:DeleteImage`.
#[rustfmt::skip]
pub const DELETE_IMAGE: Action = Action::known("sagemaker:DeleteImage");

/// `sagemaker:DeleteImageVersion`.
#[rustfmt::skip]
pub const DELETE_IMAGE_VERSION: Action = Action::known("sagemaker:DeleteImageVersion");

/// `sagemaker:DeleteInferenceComponent`.
#[rustfmt::skip]
pub const DELETE_INFERENCE_COMPONENT: Action = Action::known("sagemaker:DeleteInferenceComponent");

/// `sagemaker:DeleteInferenceExperiment`.
#[rustfmt::skip]
pub const DELETE_INFERENCE_EXPERIMENT: Action = Action::known("sagemaker:DeleteInferenceExperiment");

/// `sagemaker:DeleteJob`.
#[rustfmt::skip]
pub const DELETE_JOB: Action = Action::known("sagemaker:DeleteJob");

/// `sagemaker:DeleteLineageGroupPolicy`.
#[rustfmt::skip]
pub const DELETE_LINEAGE_GROUP_POLICY: Action = Action::known("sagemaker:DeleteLineageGroupPolicy");

/// `sagemaker:DeleteMlflowApp`.
#[rustfmt::skip]
pub const DELETE_MLFLOW_APP: Action = Action::known("sagemaker:DeleteMlflowApp");

/// `sagemaker:DeleteMlflowTrackingServer`.
#[rustfmt::skip]
pub const DELETE_MLFLOW_TRACKING_SERVER: Action = Action::known("sagemaker:DeleteMlflowTrackingServer");

/// `sagemaker:DeleteModel`.
#[rustfmt::skip]
pub const DELETE_MODEL: Action = Action::known("sagemaker:DeleteModel");

/// `sagemaker:DeleteModelBiasJobDefinition`.
#[rustfmt::skip]
pub const DELETE_MODEL_BIAS_JOB_DEFINITION: Action = Action::known("sagemaker:DeleteModelBiasJobDefinition");

/// `sagemaker:DeleteModelCard`.
#[rustfmt::skip]
pub const DELETE_MODEL_CARD: Action = Action::known("sagemaker:DeleteModelCard");

/// `sagemaker:DeleteModelExplainabilityJobDefinition`.
#[rustfmt::skip]
pub const DELETE_MODEL_EXPLAINABILITY_JOB_DEFINITION: Action = Action::known("sagemaker:DeleteModelExplainabilityJobDefinition");

/// `sagemaker:DeleteModelPackage`.
#[rustfmt::skip]
pub const DELETE_MODEL_PACKAGE: Action = Action::known("sagemaker:DeleteModelPackage");

/// `sagemaker:DeleteModelPackageGroup`.
#[rustfmt::skip]
pub const DELETE_MODEL_PACKAGE_GROUP: Action = Action::known("sagemaker:DeleteModelPackageGroup");

/// `sagemaker:DeleteModelPackageGroupPolicy`.
#[rustfmt::skip]
pub const DELETE_MODEL_PACKAGE_GROUP_POLICY: Action = Action::known("sagemaker:DeleteModelPackageGroupPolicy");

/// `sagemaker:DeleteModelQualityJobDefinition`.
#[rustfmt::skip]
pub const DELETE_MODEL_QUALITY_JOB_DEFINITION: Action = Action::known("sagemaker:DeleteModelQualityJobDefinition");

/// `sagemaker:DeleteMonitoringSchedule`.
#[rustfmt::skip]
pub const DELETE_MONITORING_SCHEDULE: Action = Action::known("sagemaker:DeleteMonitoringSchedule");

/// `sagemaker:DeleteNotebookInstance`.
#[rustfmt::skip]
pub const DELETE_NOTEBOOK_INSTANCE: Action = Action::known("sagemaker:DeleteNotebookInstance");

/// `sagemaker:DeleteNotebookInstanceLifecycleConfig`.
#[rustfmt::skip]
pub const DELETE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG: Action = Action::known("sagemaker:DeleteNotebookInstanceLifecycleConfig");

/// `sagemaker:DeleteOptimizationJob`.
#[rustfmt::skip]
pub const DELETE_OPTIMIZATION_JOB: Action = Action::known("sagemaker:DeleteOptimizationJob");

/// `sagemaker:DeletePartnerApp`.
#[rustfmt::skip]
pub const DELETE_PARTNER_APP: Action = Action::known("sagemaker:DeletePartnerApp");

/// `sagemaker:DeletePipeline`.
#[rustfmt::skip]
pub const DELETE_PIPELINE: Action = Action::known("sagemaker:DeletePipeline");

/// `sagemaker:DeleteProcessingJob`.
#[rustfmt::skip]
pub const DELETE_PROCESSING_JOB: Action = Action::known("sagemaker:DeleteProcessingJob");

/// `sagemaker:DeleteProject`.
#[rustfmt::skip]
pub const DELETE_PROJECT: Action = Action::known("sagemaker:DeleteProject");

/// `sagemaker:DeleteRecord`.
#[rustfmt::skip]
pub const DELETE_RECORD: Action = Action::known("sagemaker:DeleteRecord");

/// `sagemaker:DeleteResourcePolicy`.
#[rustfmt::skip]
pub const DELETE_RESOURCE_POLICY: Action = Action::known("sagemaker:DeleteResourcePolicy");

/// `sagemaker:DeleteSpace`.
#[rustfmt::skip]
pub const DELETE_SPACE: Action = Action::known("sagemaker:DeleteSpace");

/// `sagemaker:DeleteStudioLifecycleConfig`.
#[rustfmt::skip]
pub const DELETE_STUDIO_LIFECYCLE_CONFIG: Action = Action::known("sagemaker:DeleteStudioLifecycleConfig");

/// `sagemaker:DeleteTags`.
#[rustfmt::skip]
pub const DELETE_TAGS: Action = Action::known("sagemaker:DeleteTags");

/// `sagemaker:DeleteTrainingJob`.
#[rustfmt::skip]
pub const DELETE_TRAINING_JOB: Action = Action::known("sagemaker:DeleteTrainingJob");

/// `sagemaker:DeleteTrainingSession`.
#[rustfmt::skip]
pub const DELETE_TRAINING_SESSION: Action = Action::known("sagemaker:DeleteTrainingSession");

/// `sagemaker:DeleteTrial`.
#[rustfmt::skip]
pub const DELETE_TRIAL: Action = Action::known("sagemaker:DeleteTrial");

/// `sagemaker:DeleteTrialComponent`.
#[rustfmt::skip]
pub const DELETE_TRIAL_COMPONENT: Action = Action::known("sagemaker:DeleteTrialComponent");

/// `sagemaker:DeleteUserProfile`.
#[rustfmt::skip]
pub const DELETE_USER_PROFILE: Action = Action::known("sagemaker:DeleteUserProfile");

/// `sagemaker:DeleteWorkforce`.
#[rustfmt::skip]
pub const DELETE_WORKFORCE: Action = Action::known("sagemaker:DeleteWorkforce");

/// `sagemaker:DeleteWorkteam`.
#[rustfmt::skip]
pub const DELETE_WORKTEAM: Action = Action::known("sagemaker:DeleteWorkteam");

/// `sagemaker:DeployHubModel`.
#[rustfmt::skip]
pub const DEPLOY_HUB_MODEL: Action = Action::known("sagemaker:DeployHubModel");

/// `sagemaker:DeregisterDevices`.
#[rustfmt::skip]
pub const DEREGISTER_DEVICES: Action = Action::known("sagemaker:DeregisterDevices");

/// `sagemaker:DescribeAction`.
#[rustfmt::skip]
pub const DESCRIBE_ACTION: Action = Action::known("sagemaker:DescribeAction");

/// `sagemaker:DescribeAIBenchmarkJob`.
#[rustfmt::skip]
pub const DESCRIBE_AI_BENCHMARK_JOB: Action = Action::known("sagemaker:DescribeAIBenchmarkJob");

/// `sagemaker:DescribeAIRecommendationJob`.
#[rustfmt::skip]
pub const DESCRIBE_AI_RECOMMENDATION_JOB: Action = Action::known("sagemaker:DescribeAIRecommendationJob");

/// `sagemaker:DescribeAIWorkloadConfig`.
#[rustfmt::skip]
pub const DESCRIBE_AI_WORKLOAD_CONFIG: Action = Action::known("sagemaker:DescribeAIWorkloadConfig");

/// `sagemaker:DescribeAlgorithm`.
#[rustfmt::skip]
pub const DESCRIBE_ALGORITHM: Action = Action::known("sagemaker:DescribeAlgorithm");

/// `sagemaker:DescribeApp`.
#[rustfmt::skip]
pub const DESCRIBE_APP: Action = Action::known("sagemaker:DescribeApp");

/// `sagemaker:DescribeAppImageConfig`.
#[rustfmt::skip]
pub const DESCRIBE_APP_IMAGE_CONFIG: Action = Action::known("sagemaker:DescribeAppImageConfig");

/// `sagemaker:DescribeArtifact`.
#[rustfmt::skip]
pub const DESCRIBE_ARTIFACT: Action = Action::known("sagemaker:DescribeArtifact");

/// `sagemaker:DescribeAutoMLJob`.
#[rustfmt::skip]
pub const DESCRIBE_AUTO_ML_JOB: Action = Action::known("sagemaker:DescribeAutoMLJob");

/// `sagemaker:DescribeAutoMLJobV2`.
#[rustfmt::skip]
pub const DESCRIBE_AUTO_ML_JOB_V2: Action = Action::known("sagemaker:DescribeAutoMLJobV2");

/// `sagemaker:DescribeCluster`.
#[rustfmt::skip]
pub const DESCRIBE_CLUSTER: Action = Action::known("sagemaker:DescribeCluster");

/// `sagemaker:DescribeClusterEvent`.
#[rustfmt::skip]
pub const DESCRIBE_CLUSTER_EVENT: Action = Action::known("sagemaker:DescribeClusterEvent");

/// `sagemaker:DescribeClusterInference`.
#[rustfmt::skip]
pub const DESCRIBE_CLUSTER_INFERENCE: Action = Action::known("sagemaker:DescribeClusterInference");

/// `sagemaker:DescribeClusterNode`.
#[rustfmt::skip]
pub const DESCRIBE_CLUSTER_NODE: Action = Action::known("sagemaker:DescribeClusterNode");

/// `sagemaker:DescribeClusterSchedulerConfig`.
#[rustfmt::skip]
pub const DESCRIBE_CLUSTER_SCHEDULER_CONFIG: Action = Action::known("sagemaker:DescribeClusterSchedulerConfig");

/// `sagemaker:DescribeCodeRepository`.
#[rustfmt::skip]
pub const DESCRIBE_CODE_REPOSITORY: Action = Action::known("sagemaker:DescribeCodeRepository");

/// `sagemaker:DescribeCompilationJob`.
#[rustfmt::skip]
pub const DESCRIBE_COMPILATION_JOB: Action = Action::known("sagemaker:DescribeCompilationJob");

/// `sagemaker:DescribeComputeQuota`.
#[rustfmt::skip]
pub const DESCRIBE_COMPUTE_QUOTA: Action = Action::known("sagemaker:DescribeComputeQuota");

/// `sagemaker:DescribeContext`.
#[rustfmt::skip]
pub const DESCRIBE_CONTEXT: Action = Action::known("sagemaker:DescribeContext");

/// `sagemaker:DescribeDataQualityJobDefinition`.
#[rustfmt::skip]
pub const DESCRIBE_DATA_QUALITY_JOB_DEFINITION: Action = Action::known("sagemaker:DescribeDataQualityJobDefinition");

/// `sagemaker:DescribeDevice`.
#[rustfmt::skip]
pub const DESCRIBE_DEVICE: Action = Action::known("sagemaker:DescribeDevice");

/// `sagemaker:DescribeDeviceFleet`.
#[rustfmt::skip]
pub const DESCRIBE_DEVICE_FLEET: Action = Action::known("sagemaker:DescribeDeviceFleet");

/// `sagemaker:DescribeDomain`.
#[rustfmt::skip]
pub const DESCRIBE_DOMAIN: Action = Action::known("sagemaker:DescribeDomain");

/// `sagemaker:DescribeEdgeDeploymentPlan`.
#[rustfmt::skip]
pub const DESCRIBE_EDGE_DEPLOYMENT_PLAN: Action = Action::known("sagemaker:DescribeEdgeDeploymentPlan");

/// `sagemaker:DescribeEdgePackagingJob`.
#[rustfmt::skip]
pub const DESCRIBE_EDGE_PACKAGING_JOB: Action = Action::known("sagemaker:DescribeEdgePackagingJob");

/// `sagemaker:DescribeEndpoint`.
#[rustfmt::skip]
pub const DESCRIBE_ENDPOINT: Action = Action::known("sagemaker:DescribeEndpoint");

/// `sagemaker:DescribeEndpointConfig`.
#[rustfmt::skip]
pub const DESCRIBE_ENDPOINT_CONFIG: Action = Action::known("sagemaker:DescribeEndpointConfig");

/// `sagemaker:DescribeExperiment`.
#[rustfmt::skip]
pub const DESCRIBE_EXPERIMENT: Action = Action::known("sagemaker:DescribeExperiment");

/// `sagemaker:DescribeFeatureGroup`.
#[rustfmt::skip]
pub const DESCRIBE_FEATURE_GROUP: Action = Action::known("sagemaker:DescribeFeatureGroup");

/// `sagemaker:DescribeFeatureMetadata`.
#[rustfmt::skip]
pub const DESCRIBE_FEATURE_METADATA: Action = Action::known("sagemaker:DescribeFeatureMetadata");

/// `sagemaker:DescribeFlowDefinition`.
#[rustfmt::skip]
pub const DESCRIBE_FLOW_DEFINITION: Action = Action::known("sagemaker:DescribeFlowDefinition");

/// `sagemaker:DescribeHub`.
#[rustfmt::skip]
pub const DESCRIBE_HUB: Action = Action::known("sagemaker:DescribeHub");

/// `sagemaker:DescribeHubContent`.
#[rustfmt::skip]
pub const DESCRIBE_HUB_CONTENT: Action = Action::known("sagemaker:DescribeHubContent");

/// `sagemaker:DescribeHumanLoop`.
#[rustfmt::skip]
pub const DESCRIBE_HUMAN_LOOP: Action = Action::known("sagemaker:DescribeHumanLoop");

/// `sagemaker:DescribeHumanTaskUi`.
#[rustfmt::skip]
pub const DESCRIBE_HUMAN_TASK_UI: Action = Action::known("sagemaker:DescribeHumanTaskUi");

/// `sagemaker:DescribeHyperParameterTuningJob`.
#[rustfmt::skip]
pub const DESCRIBE_HYPER_PARAMETER_TUNING_JOB: Action = Action::known("sagemaker:DescribeHyperParameterTuningJob");

/// `sagemaker:DescribeImage`.
#[rustfmt::skip]
pub const DESCRIBE_IMAGE: Action = Action::known("sagemaker:DescribeImage");

/// `sagemaker:DescribeImageVersion`.
#[rustfmt::skip]
pub const DESCRIBE_IMAGE_VERSION: Action = Action::known("sagemaker:DescribeImageVersion");

/// `sagemaker:DescribeInferenceComponent`.
#[rustfmt::skip]
pub const DESCRIBE_INFERENCE_COMPONENT: Action = Action::known("sagemaker:DescribeInferenceComponent");

/// `sagemaker:DescribeInferenceExperiment`.
#[rustfmt::skip]
pub const DESCRIBE_INFERENCE_EXPERIMENT: Action = Action::known("sagemaker:DescribeInferenceExperiment");

/// `sagemaker:DescribeInferenceRecommendationsJob`.
#[rustfmt::skip]
pub const DESCRIBE_INFERENCE_RECOMMENDATIONS_JOB: Action = Action::known("sagemaker:DescribeInferenceRecommendationsJob");

/// `sagemaker:DescribeJob`.
#[rustfmt::skip]
pub const DESCRIBE_JOB: Action = Action::known("sagemaker:DescribeJob");

/// `sagemaker:DescribeJobSchemaVersion`.
#[rustfmt::skip]
pub const DESCRIBE_JOB_SCHEMA_VERSION: Action = Action::known("sagemaker:DescribeJobSchemaVersion");

/// `sagemaker:DescribeLabelingJob`.
#[rustfmt::skip]
pub const DESCRIBE_LABELING_JOB: Action = Action::known("sagemaker:DescribeLabelingJob");

/// `sagemaker:DescribeLineageGroup`.
#[rustfmt::skip]
pub const DESCRIBE_LINEAGE_GROUP: Action = Action::known("sagemaker:DescribeLineageGroup");

/// `sagemaker:DescribeMlflowApp`.
#[rustfmt::skip]
pub const DESCRIBE_MLFLOW_APP: Action = Action::known("sagemaker:DescribeMlflowApp");

/// `sagemaker:DescribeMlflowTrackingServer`.
#[rustfmt::skip]
pub const DESCRIBE_MLFLOW_TRACKING_SERVER: Action = Action::known("sagemaker:DescribeMlflowTrackingServer");

/// `sagemaker:DescribeModel`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL: Action = Action::known("sagemaker:DescribeModel");

/// `sagemaker:DescribeModelBiasJobDefinition`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL_BIAS_JOB_DEFINITION: Action = Action::known("sagemaker:DescribeModelBiasJobDefinition");

/// `sagemaker:DescribeModelCard`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL_CARD: Action = Action::known("sagemaker:DescribeModelCard");

/// `sagemaker:DescribeModelCardExportJob`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL_CARD_EXPORT_JOB: Action = Action::known("sagemaker:DescribeModelCardExportJob");

/// `sagemaker:DescribeModelExplainabilityJobDefinition`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL_EXPLAINABILITY_JOB_DEFINITION: Action = Action::known("sagemaker:DescribeModelExplainabilityJobDefinition");

/// `sagemaker:DescribeModelPackage`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL_PACKAGE: Action = Action::known("sagemaker:DescribeModelPackage");

/// `sagemaker:DescribeModelPackageGroup`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL_PACKAGE_GROUP: Action = Action::known("sagemaker:DescribeModelPackageGroup");

/// `sagemaker:DescribeModelQualityJobDefinition`.
#[rustfmt::skip]
pub const DESCRIBE_MODEL_QUALITY_JOB_DEFINITION: Action = Action::known("sagemaker:DescribeModelQualityJobDefinition");

/// `sagemaker:DescribeMonitoringSchedule`.
#[rustfmt::skip]
pub const DESCRIBE_MONITORING_SCHEDULE: Action = Action::known("sagemaker:DescribeMonitoringSchedule");

/// `sagemaker:DescribeNotebookInstance`.
#[rustfmt::skip]
pub const DESCRIBE_NOTEBOOK_INSTANCE: Action = Action::known("sagemaker:DescribeNotebookInstance");

/// `sagemaker:DescribeNotebookInstanceLifecycleConfig`.
#[rustfmt::skip]
pub const DESCRIBE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG: Action = Action::known("sagemaker:DescribeNotebookInstanceLifecycleConfig");

/// `sagemaker:DescribeOptimizationJob`.
#[rustfmt::skip]
pub const DESCRIBE_OPTIMIZATION_JOB: Action = Action::known("sagemaker:DescribeOptimizationJob");

/// `sagemaker:DescribePartnerApp`.
#[rustfmt::skip]
pub const DESCRIBE_PARTNER_APP: Action = Action::known("sagemaker:DescribePartnerApp");

/// `sagemaker:DescribePipeline`.
#[rustfmt::skip]
pub const DESCRIBE_PIPELINE: Action = Action::known("sagemaker:DescribePipeline");

/// `sagemaker:DescribePipelineDefinitionForExecution`.
#[rustfmt::skip]
pub const DESCRIBE_PIPELINE_DEFINITION_FOR_EXECUTION: Action = Action::known("sagemaker:DescribePipelineDefinitionForExecution");

/// `sagemaker:DescribePipelineExecution`.
#[rustfmt::skip]
pub const DESCRIBE_PIPELINE_EXECUTION: Action = Action::known("sagemaker:DescribePipelineExecution");

/// `sagemaker:DescribeProcessingJob`.
#[rustfmt::skip]
pub const DESCRIBE_PROCESSING_JOB: Action = Action::known("sagemaker:DescribeProcessingJob");

/// `sagemaker:DescribeProject`.
#[rustfmt::skip]
pub const DESCRIBE_PROJECT: Action = Action::known("sagemaker:DescribeProject");

/// `sagemaker:DescribeReservedCapacity`.
#[rustfmt::skip]
pub const DESCRIBE_RESERVED_CAPACITY: Action = Action::known("sagemaker:DescribeReservedCapacity");

/// `sagemaker:DescribeSharedModel`.
#[rustfmt::skip]
pub const DESCRIBE_SHARED_MODEL: Action = Action::known("sagemaker:DescribeSharedModel");

/// `sagemaker:DescribeSpace`.
#[rustfmt::skip]
pub const DESCRIBE_SPACE: Action = Action::known("sagemaker:DescribeSpace");

/// `sagemaker:DescribeStudioLifecycleConfig`.
#[rustfmt::skip]
pub const DESCRIBE_STUDIO_LIFECYCLE_CONFIG: Action = Action::known("sagemaker:DescribeStudioLifecycleConfig");

/// `sagemaker:DescribeSubscribedWorkteam`.
#[rustfmt::skip]
pub const DESCRIBE_SUBSCRIBED_WORKTEAM: Action = Action::known("sagemaker:DescribeSubscribedWorkteam");

/// `sagemaker:DescribeTrainingJob`.
#[rustfmt::skip]
pub const DESCRIBE_TRAINING_JOB: Action = Action::known("sagemaker:DescribeTrainingJob");

/// `sagemaker:DescribeTrainingPlan`.
#[rustfmt::skip]
pub const DESCRIBE_TRAINING_PLAN: Action = Action::known("sagemaker:DescribeTrainingPlan");

/// `sagemaker:DescribeTrainingPlanExtensionHistory`.
#[rustfmt::skip]
pub const DESCRIBE_TRAINING_PLAN_EXTENSION_HISTORY: Action = Action::known("sagemaker:DescribeTrainingPlanExtensionHistory");

/// `sagemaker:DescribeTrainingSession`.
#[rustfmt::skip]
pub const DESCRIBE_TRAINING_SESSION: Action = Action::known("sagemaker:DescribeTrainingSession");

/// `sagemaker:DescribeTransformJob`.
#[rustfmt::skip]
pub const DESCRIBE_TRANSFORM_JOB: Action = Action::known("sagemaker:DescribeTransformJob");

/// `sagemaker:DescribeTrial`.
#[rustfmt::skip]
pub const DESCRIBE_TRIAL: Action = Action::known("sagemaker:DescribeTrial");

/// `sagemaker:DescribeTrialComponent`.
#[rustfmt::skip]
pub const DESCRIBE_TRIAL_COMPONENT: Action = Action::known("sagemaker:DescribeTrialComponent");

/// `sagemaker:DescribeUserProfile`.
#[rustfmt::skip]
pub const DESCRIBE_USER_PROFILE: Action = Action::known("sagemaker:DescribeUserProfile");

/// `sagemaker:DescribeWorkforce`.
#[rustfmt::skip]
pub const DESCRIBE_WORKFORCE: Action = Action::known("sagemaker:DescribeWorkforce");

/// `sagemaker:DescribeWorkteam`.
#[rustfmt::skip]
pub const DESCRIBE_WORKTEAM: Action = Action::known("sagemaker:DescribeWorkteam");

/// `sagemaker:DetachClusterNodeVolume`.
#[rustfmt::skip]
pub const DETACH_CLUSTER_NODE_VOLUME: Action = Action::known("sagemaker:DetachClusterNodeVolume");

/// `sagemaker:DisableSagemakerServicecatalogPortfolio`.
#[rustfmt::skip]
pub const DISABLE_SAGEMAKER_SERVICECATALOG_PORTFOLIO: Action = Action::known("sagemaker:DisableSagemakerServicecatalogPortfolio");

/// `sagemaker:DisassociateTrialComponent`.
#[rustfmt::skip]
pub const DISASSOCIATE_TRIAL_COMPONENT: Action = Action::known("sagemaker:DisassociateTrialComponent");

/// `sagemaker:EnableSagemakerServicecatalogPortfolio`.
#[rustfmt::skip]
pub const ENABLE_SAGEMAKER_SERVICECATALOG_PORTFOLIO: Action = Action::known("sagemaker:EnableSagemakerServicecatalogPortfolio");

/// `sagemaker:ExecuteSamplingOperation`.
#[rustfmt::skip]
pub const EXECUTE_SAMPLING_OPERATION: Action = Action::known("sagemaker:ExecuteSamplingOperation");

/// `sagemaker:ExecuteTrainingOperation`.
#[rustfmt::skip]
pub const EXECUTE_TRAINING_OPERATION: Action = Action::known("sagemaker:ExecuteTrainingOperation");

/// `sagemaker:ExtendTrainingPlan`.
#[rustfmt::skip]
pub const EXTEND_TRAINING_PLAN: Action = Action::known("sagemaker:ExtendTrainingPlan");

/// `sagemaker:GetDeployments`.
#[rustfmt::skip]
pub const GET_DEPLOYMENTS: Action = Action::known("sagemaker:GetDeployments");

/// `sagemaker:GetDeviceFleetReport`.
#[rustfmt::skip]
pub const GET_DEVICE_FLEET_REPORT: Action = Action::known("sagemaker:GetDeviceFleetReport");

/// `sagemaker:GetDeviceRegistration`.
#[rustfmt::skip]
pub const GET_DEVICE_REGISTRATION: Action = Action::known("sagemaker:GetDeviceRegistration");

/// `sagemaker:GetLineageGroupPolicy`.
#[rustfmt::skip]
pub const GET_LINEAGE_GROUP_POLICY: Action = Action::known("sagemaker:GetLineageGroupPolicy");

/// `sagemaker:GetModelPackageGroupPolicy`.
#[rustfmt::skip]
pub const GET_MODEL_PACKAGE_GROUP_POLICY: Action = Action::known("sagemaker:GetModelPackageGroupPolicy");

/// `sagemaker:GetRecord`.
#[rustfmt::skip]
pub const GET_RECORD: Action = Action::known("sagemaker:GetRecord");

/// `sagemaker:GetResourcePolicy`.
#[rustfmt::skip]
pub const GET_RESOURCE_POLICY: Action = Action::known("sagemaker:GetResourcePolicy");

/// `sagemaker:GetSagemakerServicecatalogPortfolioStatus`.
#[rustfmt::skip]
pub const GET_SAGEMAKER_SERVICECATALOG_PORTFOLIO_STATUS: Action = Action::known("sagemaker:GetSagemakerServicecatalogPortfolioStatus");

/// `sagemaker:GetSamplingOperationResult`.
#[rustfmt::skip]
pub const GET_SAMPLING_OPERATION_RESULT: Action = Action::known("sagemaker:GetSamplingOperationResult");

/// `sagemaker:GetScalingConfigurationRecommendation`.
#[rustfmt::skip]
pub const GET_SCALING_CONFIGURATION_RECOMMENDATION: Action = Action::known("sagemaker:GetScalingConfigurationRecommendation");

/// `sagemaker:GetSearchSuggestions`.
#[rustfmt::skip]
pub const GET_SEARCH_SUGGESTIONS: Action = Action::known("sagemaker:GetSearchSuggestions");

/// `sagemaker:GetTrainingOperationResult`.
#[rustfmt::skip]
pub const GET_TRAINING_OPERATION_RESULT: Action = Action::known("sagemaker:GetTrainingOperationResult");

/// `sagemaker:ImportHubContent`.
#[rustfmt::skip]
pub const IMPORT_HUB_CONTENT: Action = Action::known("sagemaker:ImportHubContent");

/// `sagemaker:InvokeEndpoint`.
#[rustfmt::skip]
pub const INVOKE_ENDPOINT: Action = Action::known("sagemaker:InvokeEndpoint");

/// `sagemaker:InvokeEndpointAsync`.
#[rustfmt::skip]
pub const INVOKE_ENDPOINT_ASYNC: Action = Action::known("sagemaker:InvokeEndpointAsync");

/// `sagemaker:InvokeEndpointWithResponseStream`.
#[rustfmt::skip]
pub const INVOKE_ENDPOINT_WITH_RESPONSE_STREAM: Action = Action::known("sagemaker:InvokeEndpointWithResponseStream");

/// `sagemaker:ListActions`.
#[rustfmt::skip]
pub const LIST_ACTIONS: Action = Action::known("sagemaker:ListActions");

/// `sagemaker:ListAIBenchmarkJobs`.
#[rustfmt::skip]
pub const LIST_AI_BENCHMARK_JOBS: Action = Action::known("sagemaker:ListAIBenchmarkJobs");

/// `sagemaker:ListAIRecommendationJobs`.
#[rustfmt::skip]
pub const LIST_AI_RECOMMENDATION_JOBS: Action = Action::known("sagemaker:ListAIRecommendationJobs");

/// `sagemaker:ListAIWorkloadConfigs`.
#[rustfmt::skip]
pub const LIST_AI_WORKLOAD_CONFIGS: Action = Action::known("sagemaker:ListAIWorkloadConfigs");

/// `sagemaker:ListAlgorithms`.
#[rustfmt::skip]
pub const LIST_ALGORITHMS: Action = Action::known("sagemaker:ListAlgorithms");

/// `sagemaker:ListAliases`.
#[rustfmt::skip]
pub const LIST_ALIASES: Action = Action::known("sagemaker:ListAliases");

/// `sagemaker:ListAppImageConfigs`.
#[rustfmt::skip]
pub const LIST_APP_IMAGE_CONFIGS: Action = Action::known("sagemaker:ListAppImageConfigs");

/// `sagemaker:ListApps`.
#[rustfmt::skip]
pub const LIST_APPS: Action = Action::known("sagemaker:ListApps");

/// `sagemaker:ListArtifacts`.
#[rustfmt::skip]
pub const LIST_ARTIFACTS: Action = Action::known("sagemaker:ListArtifacts");

/// `sagemaker:ListAssociations`.
#[rustfmt::skip]
pub const LIST_ASSOCIATIONS: Action = Action::known("sagemaker:ListAssociations");

/// `sagemaker:ListAutoMLJobs`.
#[rustfmt::skip]
pub const LIST_AUTO_ML_JOBS: Action = Action::known("sagemaker:ListAutoMLJobs");

/// `sagemaker:ListCandidatesForAutoMLJob`.
#[rustfmt::skip]
pub const LIST_CANDIDATES_FOR_AUTO_ML_JOB: Action = Action::known("sagemaker:ListCandidatesForAutoMLJob");

/// `sagemaker:ListClusterEvents`.
#[rustfmt::skip]
pub const LIST_CLUSTER_EVENTS: Action = Action::known("sagemaker:ListClusterEvents");

/// `sagemaker:ListClusterNodes`.
#[rustfmt::skip]
pub const LIST_CLUSTER_NODES: Action = Action::known("sagemaker:ListClusterNodes");

/// `sagemaker:ListClusters`.
#[rustfmt::skip]
pub const LIST_CLUSTERS: Action = Action::known("sagemaker:ListClusters");

/// `sagemaker:ListClusterSchedulerConfigs`.
#[rustfmt::skip]
pub const LIST_CLUSTER_SCHEDULER_CONFIGS: Action = Action::known("sagemaker:ListClusterSchedulerConfigs");

/// `sagemaker:ListCodeRepositories`.
#[rustfmt::skip]
pub const LIST_CODE_REPOSITORIES: Action = Action::known("sagemaker:ListCodeRepositories");

/// `sagemaker:ListCompilationJobs`.
#[rustfmt::skip]
pub const LIST_COMPILATION_JOBS: Action = Action::known("sagemaker:ListCompilationJobs");

/// `sagemaker:ListComputeQuotas`.
#[rustfmt::skip]
pub const LIST_COMPUTE_QUOTAS: Action = Action::known("sagemaker:ListComputeQuotas");

/// `sagemaker:ListContexts`.
#[rustfmt::skip]
pub const LIST_CONTEXTS: Action = Action::known("sagemaker:ListContexts");

/// `sagemaker:ListDataQualityJobDefinitions`.
#[rustfmt::skip]
pub const LIST_DATA_QUALITY_JOB_DEFINITIONS: Action = Action::known("sagemaker:ListDataQualityJobDefinitions");

/// `sagemaker:ListDeviceFleets`.
#[rustfmt::skip]
pub const LIST_DEVICE_FLEETS: Action = Action::known("sagemaker:ListDeviceFleets");

/// `sagemaker:ListDevices`.
#[rustfmt::skip]
pub const LIST_DEVICES: Action = Action::known("sagemaker:ListDevices");

/// `sagemaker:ListDomains`.
#[rustfmt::skip]
pub const LIST_DOMAINS: Action = Action::known("sagemaker:ListDomains");

/// `sagemaker:ListEdgeDeploymentPlans`.
#[rustfmt::skip]
pub const LIST_EDGE_DEPLOYMENT_PLANS: Action = Action::known("sagemaker:ListEdgeDeploymentPlans");

/// `sagemaker:ListEdgePackagingJobs`.
#[rustfmt::skip]
pub const LIST_EDGE_PACKAGING_JOBS: Action = Action::known("sagemaker:ListEdgePackagingJobs");

/// `sagemaker:ListEndpointConfigs`.
#[rustfmt::skip]
pub const LIST_ENDPOINT_CONFIGS: Action = Action::known("sagemaker:ListEndpointConfigs");

/// `sagemaker:ListEndpoints`.
#[rustfmt::skip]
pub const LIST_ENDPOINTS: Action = Action::known("sagemaker:ListEndpoints");

/// `sagemaker:ListExperiments`.
#[rustfmt::skip]
pub const LIST_EXPERIMENTS: Action = Action::known("sagemaker:ListExperiments");

/// `sagemaker:ListFeatureGroups`.
#[rustfmt::skip]
pub const LIST_FEATURE_GROUPS: Action = Action::known("sagemaker:ListFeatureGroups");

/// `sagemaker:ListFlowDefinitions`.
#[rustfmt::skip]
pub const LIST_FLOW_DEFINITIONS: Action = Action::known("sagemaker:ListFlowDefinitions");

/// `sagemaker:ListHubContents`.
#[rustfmt::skip]
pub const LIST_HUB_CONTENTS: Action = Action::known("sagemaker:ListHubContents");

/// `sagemaker:ListHubContentVersions`.
#[rustfmt::skip]
pub const LIST_HUB_CONTENT_VERSIONS: Action = Action::known("sagemaker:ListHubContentVersions");

/// `sagemaker:ListHubs`.
#[rustfmt::skip]
pub const LIST_HUBS: Action = Action::known("sagemaker:ListHubs");

/// `sagemaker:ListHumanLoops`.
#[rustfmt::skip]
pub const LIST_HUMAN_LOOPS: Action = Action::known("sagemaker:ListHumanLoops");

/// `sagemaker:ListHumanTaskUis`.
#[rustfmt::skip]
pub const LIST_HUMAN_TASK_UIS: Action = Action::known("sagemaker:ListHumanTaskUis");

/// `sagemaker:ListHyperParameterTuningJobs`.
#[rustfmt::skip]
pub const LIST_HYPER_PARAMETER_TUNING_JOBS: Action = Action::known("sagemaker:ListHyperParameterTuningJobs");

/// `sagemaker:ListImages`.
#[rustfmt::skip]
pub const LIST_IMAGES: Action = Action::known("sagemaker:ListImages");

/// `sagemaker:ListImageVersions`.
#[rustfmt::skip]
pub const LIST_IMAGE_VERSIONS: Action = Action::known("sagemaker:ListImageVersions");

/// `sagemaker:ListInferenceComponents`.
#[rustfmt::skip]
pub const LIST_INFERENCE_COMPONENTS: Action = Action::known("sagemaker:ListInferenceComponents");

/// `sagemaker:ListInferenceExperiments`.
#[rustfmt::skip]
pub const LIST_INFERENCE_EXPERIMENTS: Action = Action::known("sagemaker:ListInferenceExperiments");

/// `sagemaker:ListInferenceRecommendationsJobs`.
#[rustfmt::skip]
pub const LIST_INFERENCE_RECOMMENDATIONS_JOBS: Action = Action::known("sagemaker:ListInferenceRecommendationsJobs");

/// `sagemaker:ListInferenceRecommendationsJobSteps`.
#[rustfmt::skip]
pub const LIST_INFERENCE_RECOMMENDATIONS_JOB_STEPS: Action = Action::known("sagemaker:ListInferenceRecommendationsJobSteps");

/// `sagemaker:ListJobs`.
#[rustfmt::skip]
pub const LIST_JOBS: Action = Action::known("sagemaker:ListJobs");

/// `sagemaker:ListJobSchemaVersions`.
#[rustfmt::skip]
pub const LIST_JOB_SCHEMA_VERSIONS: Action = Action::known("sagemaker:ListJobSchemaVersions");

/// `sagemaker:ListLabelingJobs`.
#[rustfmt::skip]
pub const LIST_LABELING_JOBS: Action = Action::known("sagemaker:ListLabelingJobs");

/// `sagemaker:ListLabelingJobsForWorkteam`.
#[rustfmt::skip]
pub const LIST_LABELING_JOBS_FOR_WORKTEAM: Action = Action::known("sagemaker:ListLabelingJobsForWorkteam");

/// `sagemaker:ListLineageGroups`.
#[rustfmt::skip]
pub const LIST_LINEAGE_GROUPS: Action = Action::known("sagemaker:ListLineageGroups");

/// `sagemaker:ListMlflowApps`.
#[rustfmt::skip]
pub const LIST_MLFLOW_APPS: Action = Action::known("sagemaker:ListMlflowApps");

/// `sagemaker:ListMlflowTrackingServers`.
#[rustfmt::skip]
pub const LIST_MLFLOW_TRACKING_SERVERS: Action = Action::known("sagemaker:ListMlflowTrackingServers");

/// `sagemaker:ListModelBiasJobDefinitions`.
#[rustfmt::skip]
pub const LIST_MODEL_BIAS_JOB_DEFINITIONS: Action = Action::known("sagemaker:ListModelBiasJobDefinitions");

/// `sagemaker:ListModelCardExportJobs`.
#[rustfmt::skip]
pub const LIST_MODEL_CARD_EXPORT_JOBS: Action = Action::known("sagemaker:ListModelCardExportJobs");

/// `sagemaker:ListModelCards`.
#[rustfmt::skip]
pub const LIST_MODEL_CARDS: Action = Action::known("sagemaker:ListModelCards");

/// `sagemaker:ListModelCardVersions`.
#[rustfmt::skip]
pub const LIST_MODEL_CARD_VERSIONS: Action = Action::known("sagemaker:ListModelCardVersions");

/// `sagemaker:ListModelExplainabilityJobDefinitions`.
#[rustfmt::skip]
pub const LIST_MODEL_EXPLAINABILITY_JOB_DEFINITIONS: Action = Action::known("sagemaker:ListModelExplainabilityJobDefinitions");

/// `sagemaker:ListModelMetadata`.
#[rustfmt::skip]
pub const LIST_MODEL_METADATA: Action = Action::known("sagemaker:ListModelMetadata");

/// `sagemaker:ListModelPackageGroups`.
#[rustfmt::skip]
pub const LIST_MODEL_PACKAGE_GROUPS: Action = Action::known("sagemaker:ListModelPackageGroups");

/// `sagemaker:ListModelPackages`.
#[rustfmt::skip]
pub const LIST_MODEL_PACKAGES: Action = Action::known("sagemaker:ListModelPackages");

/// `sagemaker:ListModelQualityJobDefinitions`.
#[rustfmt::skip]
pub const LIST_MODEL_QUALITY_JOB_DEFINITIONS: Action = Action::known("sagemaker:ListModelQualityJobDefinitions");

/// `sagemaker:ListModels`.
#[rustfmt::skip]
pub const LIST_MODELS: Action = Action::known("sagemaker:ListModels");

/// `sagemaker:ListMonitoringAlertHistory`.
#[rustfmt::skip]
pub const LIST_MONITORING_ALERT_HISTORY: Action = Action::known("sagemaker:ListMonitoringAlertHistory");

/// `sagemaker:ListMonitoringAlerts`.
#[rustfmt::skip]
pub const LIST_MONITORING_ALERTS: Action = Action::known("sagemaker:ListMonitoringAlerts");

/// `sagemaker:ListMonitoringExecutions`.
#[rustfmt::skip]
pub const LIST_MONITORING_EXECUTIONS: Action = Action::known("sagemaker:ListMonitoringExecutions");

/// `sagemaker:ListMonitoringSchedules`.
#[rustfmt::skip]
pub const LIST_MONITORING_SCHEDULES: Action = Action::known("sagemaker:ListMonitoringSchedules");

/// `sagemaker:ListNotebookInstanceLifecycleConfigs`.
#[rustfmt::skip]
pub const LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS: Action = Action::known("sagemaker:ListNotebookInstanceLifecycleConfigs");

/// `sagemaker:ListNotebookInstances`.
#[rustfmt::skip]
pub const LIST_NOTEBOOK_INSTANCES: Action = Action::known("sagemaker:ListNotebookInstances");

/// `sagemaker:ListOptimizationJobs`.
#[rustfmt::skip]
pub const LIST_OPTIMIZATION_JOBS: Action = Action::known("sagemaker:ListOptimizationJobs");

/// `sagemaker:ListPartnerApps`.
#[rustfmt::skip]
pub const LIST_PARTNER_APPS: Action = Action::known("sagemaker:ListPartnerApps");

/// `sagemaker:ListPipelineExecutions`.
#[rustfmt::skip]
pub const LIST_PIPELINE_EXECUTIONS: Action = Action::known("sagemaker:ListPipelineExecutions");

/// `sagemaker:ListPipelineExecutionSteps`.
#[rustfmt::skip]
pub const LIST_PIPELINE_EXECUTION_STEPS: Action = Action::known("sagemaker:ListPipelineExecutionSteps");

/// `sagemaker:ListPipelineParametersForExecution`.
#[rustfmt::skip]
pub const LIST_PIPELINE_PARAMETERS_FOR_EXECUTION: Action = Action::known("sagemaker:ListPipelineParametersForExecution");

/// `sagemaker:ListPipelines`.
#[rustfmt::skip]
pub const LIST_PIPELINES: Action = Action::known("sagemaker:ListPipelines");

/// `sagemaker:ListPipelineVersions`.
#[rustfmt::skip]
pub const LIST_PIPELINE_VERSIONS: Action = Action::known("sagemaker:ListPipelineVersions");

/// `sagemaker:ListProcessingJobs`.
#[rustfmt::skip]
pub const LIST_PROCESSING_JOBS: Action = Action::known("sagemaker:ListProcessingJobs");

/// `sagemaker:ListProjects`.
#[rustfmt::skip]
pub const LIST_PROJECTS: Action = Action::known("sagemaker:ListProjects");

/// `sagemaker:ListRecords`.
#[rustfmt::skip]
pub const LIST_RECORDS: Action = Action::known("sagemaker:ListRecords");

/// `sagemaker:ListResourceCatalogs`.
#[rustfmt::skip]
pub const LIST_RESOURCE_CATALOGS: Action = Action::known("sagemaker:ListResourceCatalogs");

/// `sagemaker:ListSharedModelEvents`.
#[rustfmt::skip]
pub const LIST_SHARED_MODEL_EVENTS: Action = Action::known("sagemaker:ListSharedModelEvents");

/// `sagemaker:ListSharedModels`.
#[rustfmt::skip]
pub const LIST_SHARED_MODELS: Action = Action::known("sagemaker:ListSharedModels");

/// `sagemaker:ListSharedModelVersions`.
#[rustfmt::skip]
pub const LIST_SHARED_MODEL_VERSIONS: Action = Action::known("sagemaker:ListSharedModelVersions");

/// `sagemaker:ListSpaces`.
#[rustfmt::skip]
pub const LIST_SPACES: Action = Action::known("sagemaker:ListSpaces");

/// `sagemaker:ListStageDevices`.
#[rustfmt::skip]
pub const LIST_STAGE_DEVICES: Action = Action::known("sagemaker:ListStageDevices");

/// `sagemaker:ListStudioLifecycleConfigs`.
#[rustfmt::skip]
pub const LIST_STUDIO_LIFECYCLE_CONFIGS: Action = Action::known("sagemaker:ListStudioLifecycleConfigs");

/// `sagemaker:ListSubscribedWorkteams`.
#[rustfmt::skip]
pub const LIST_SUBSCRIBED_WORKTEAMS: Action = Action::known("sagemaker:ListSubscribedWorkteams");

/// `sagemaker:ListTags`.
#[rustfmt::skip]
pub const LIST_TAGS: Action = Action::known("sagemaker:ListTags");

/// `sagemaker:ListTrainingJobs`.
#[rustfmt::skip]
pub const LIST_TRAINING_JOBS: Action = Action::known("sagemaker:ListTrainingJobs");

/// `sagemaker:ListTrainingJobsForHyperParameterTuningJob`.
#[rustfmt::skip]
pub const LIST_TRAINING_JOBS_FOR_HYPER_PARAMETER_TUNING_JOB: Action = Action::known("sagemaker:ListTrainingJobsForHyperParameterTuningJob");

/// `sagemaker:ListTrainingPlans`.
#[rustfmt::skip]
pub const LIST_TRAINING_PLANS: Action = Action::known("sagemaker:ListTrainingPlans");

/// `sagemaker:ListTrainingSessions`.
#[rustfmt::skip]
pub const LIST_TRAINING_SESSIONS: Action = Action::known("sagemaker:ListTrainingSessions");

/// `sagemaker:ListTransformJobs`.
#[rustfmt::skip]
pub const LIST_TRANSFORM_JOBS: Action = Action::known("sagemaker:ListTransformJobs");

/// `sagemaker:ListTrialComponents`.
#[rustfmt::skip]
pub const LIST_TRIAL_COMPONENTS: Action = Action::known("sagemaker:ListTrialComponents");

/// `sagemaker:ListTrials`.
#[rustfmt::skip]
pub const LIST_TRIALS: Action = Action::known("sagemaker:ListTrials");

/// `sagemaker:ListUltraServersByReservedCapacity`.
#[rustfmt::skip]
pub const LIST_ULTRA_SERVERS_BY_RESERVED_CAPACITY: Action = Action::known("sagemaker:ListUltraServersByReservedCapacity");

/// `sagemaker:ListUserProfiles`.
#[rustfmt::skip]
pub const LIST_USER_PROFILES: Action = Action::known("sagemaker:ListUserProfiles");

/// `sagemaker:ListWorkforces`.
#[rustfmt::skip]
pub const LIST_WORKFORCES: Action = Action::known("sagemaker:ListWorkforces");

/// `sagemaker:ListWorkteams`.
#[rustfmt::skip]
pub const LIST_WORKTEAMS: Action = Action::known("sagemaker:ListWorkteams");

/// `sagemaker:PutLineageGroupPolicy`.
#[rustfmt::skip]
pub const PUT_LINEAGE_GROUP_POLICY: Action = Action::known("sagemaker:PutLineageGroupPolicy");

/// `sagemaker:PutModelPackageGroupPolicy`.
#[rustfmt::skip]
pub const PUT_MODEL_PACKAGE_GROUP_POLICY: Action = Action::known("sagemaker:PutModelPackageGroupPolicy");

/// `sagemaker:PutRecord`.
#[rustfmt::skip]
pub const PUT_RECORD: Action = Action::known("sagemaker:PutRecord");

/// `sagemaker:PutResourcePolicy`.
#[rustfmt::skip]
pub const PUT_RESOURCE_POLICY: Action = Action::known("sagemaker:PutResourcePolicy");

/// `sagemaker:QueryLineage`.
#[rustfmt::skip]
pub const QUERY_LINEAGE: Action = Action::known("sagemaker:QueryLineage");

/// `sagemaker:RegisterDevices`.
#[rustfmt::skip]
pub const REGISTER_DEVICES: Action = Action::known("sagemaker:RegisterDevices");

/// `sagemaker:RenderUiTemplate`.
#[rustfmt::skip]
pub const RENDER_UI_TEMPLATE: Action = Action::known("sagemaker:RenderUiTemplate");

/// `sagemaker:RetryPipelineExecution`.
#[rustfmt::skip]
pub const RETRY_PIPELINE_EXECUTION: Action = Action::known("sagemaker:RetryPipelineExecution");

/// `sagemaker:Sample`.
#[rustfmt::skip]
pub const SAMPLE: Action = Action::known("sagemaker:Sample");

/// `sagemaker:SampleTrainingSession`.
#[rustfmt::skip]
pub const SAMPLE_TRAINING_SESSION: Action = Action::known("sagemaker:SampleTrainingSession");

/// `sagemaker:SampleTrainingSessionWithResponseStream`.
#[rustfmt::skip]
pub const SAMPLE_TRAINING_SESSION_WITH_RESPONSE_STREAM: Action = Action::known("sagemaker:SampleTrainingSessionWithResponseStream");

/// `sagemaker:SampleWithResponseStream`.
#[rustfmt::skip]
pub const SAMPLE_WITH_RESPONSE_STREAM: Action = Action::known("sagemaker:SampleWithResponseStream");

/// `sagemaker:Search`.
#[rustfmt::skip]
pub const SEARCH: Action = Action::known("sagemaker:Search");

/// `sagemaker:SearchTrainingPlanOfferings`.
#[rustfmt::skip]
pub const SEARCH_TRAINING_PLAN_OFFERINGS: Action = Action::known("sagemaker:SearchTrainingPlanOfferings");

/// `sagemaker:SendHeartbeat`.
#[rustfmt::skip]
pub const SEND_HEARTBEAT: Action = Action::known("sagemaker:SendHeartbeat");

/// `sagemaker:SendPipelineExecutionStepFailure`.
#[rustfmt::skip]
pub const SEND_PIPELINE_EXECUTION_STEP_FAILURE: Action = Action::known("sagemaker:SendPipelineExecutionStepFailure");

/// `sagemaker:SendPipelineExecutionStepSuccess`.
#[rustfmt::skip]
pub const SEND_PIPELINE_EXECUTION_STEP_SUCCESS: Action = Action::known("sagemaker:SendPipelineExecutionStepSuccess");

/// `sagemaker:SendSharedModelEvent`.
#[rustfmt::skip]
pub const SEND_SHARED_MODEL_EVENT: Action = Action::known("sagemaker:SendSharedModelEvent");

/// `sagemaker:StartClusterHealthCheck`.
#[rustfmt::skip]
pub const START_CLUSTER_HEALTH_CHECK: Action = Action::known("sagemaker:StartClusterHealthCheck");

/// `sagemaker:StartEdgeDeploymentStage`.
#[rustfmt::skip]
pub const START_EDGE_DEPLOYMENT_STAGE: Action = Action::known("sagemaker:StartEdgeDeploymentStage");

/// `sagemaker:StartHumanLoop`.
#[rustfmt::skip]
pub const START_HUMAN_LOOP: Action = Action::known("sagemaker:StartHumanLoop");

/// `sagemaker:StartInferenceExperiment`.
#[rustfmt::skip]
pub const START_INFERENCE_EXPERIMENT: Action = Action::known("sagemaker:StartInferenceExperiment");

/// `sagemaker:StartMlflowTrackingServer`.
#[rustfmt::skip]
pub const START_MLFLOW_TRACKING_SERVER: Action = Action::known("sagemaker:StartMlflowTrackingServer");

/// `sagemaker:StartMonitoringSchedule`.
#[rustfmt::skip]
pub const START_MONITORING_SCHEDULE: Action = Action::known("sagemaker:StartMonitoringSchedule");

/// `sagemaker:StartNotebookInstance`.
#[rustfmt::skip]
pub const START_NOTEBOOK_INSTANCE: Action = Action::known("sagemaker:StartNotebookInstance");

/// `sagemaker:StartPipelineExecution`.
#[rustfmt::skip]
pub const START_PIPELINE_EXECUTION: Action = Action::known("sagemaker:StartPipelineExecution");

/// `sagemaker:StartSession`.
#[rustfmt::skip]
pub const START_SESSION: Action = Action::known("sagemaker:StartSession");

/// `sagemaker:StopAIBenchmarkJob`.
#[rustfmt::skip]
pub const STOP_AI_BENCHMARK_JOB: Action = Action::known("sagemaker:StopAIBenchmarkJob");

/// `sagemaker:StopAIRecommendationJob`.
#[rustfmt::skip]
pub const STOP_AI_RECOMMENDATION_JOB: Action = Action::known("sagemaker:StopAIRecommendationJob");

/// `sagemaker:StopAutoMLJob`.
#[rustfmt::skip]
pub const STOP_AUTO_ML_JOB: Action = Action::known("sagemaker:StopAutoMLJob");

/// `sagemaker:StopCompilationJob`.
#[rustfmt::skip]
pub const STOP_COMPILATION_JOB: Action = Action::known("sagemaker:StopCompilationJob");

/// `sagemaker:StopEdgeDeploymentStage`.
#[rustfmt::skip]
pub const STOP_EDGE_DEPLOYMENT_STAGE: Action = Action::known("sagemaker:StopEdgeDeploymentStage");

/// `sagemaker:StopEdgePackagingJob`.
#[rustfmt::skip]
pub const STOP_EDGE_PACKAGING_JOB: Action = Action::known("sagemaker:StopEdgePackagingJob");

/// `sagemaker:StopHumanLoop`.
#[rustfmt::skip]
pub const STOP_HUMAN_LOOP: Action = Action::known("sagemaker:StopHumanLoop");

/// `sagemaker:StopHyperParameterTuningJob`.
#[rustfmt::skip]
pub const STOP_HYPER_PARAMETER_TUNING_JOB: Action = Action::known("sagemaker:StopHyperParameterTuningJob");

/// `sagemaker:StopInferenceExperiment`.
#[rustfmt::skip]
pub const STOP_INFERENCE_EXPERIMENT: Action = Action::known("sagemaker:StopInferenceExperiment");

/// `sagemaker:StopInferenceRecommendationsJob`.
#[rustfmt::skip]
pub const STOP_INFERENCE_RECOMMENDATIONS_JOB: Action = Action::known("sagemaker:StopInferenceRecommendationsJob");

/// `sagemaker:StopJob`.
#[rustfmt::skip]
pub const STOP_JOB: Action = Action::known("sagemaker:StopJob");

/// `sagemaker:StopLabelingJob`.
#[rustfmt::skip]
pub const STOP_LABELING_JOB: Action = Action::known("sagemaker:StopLabelingJob");

/// `sagemaker:StopMlflowTrackingServer`.
#[rustfmt::skip]
pub const STOP_MLFLOW_TRACKING_SERVER: Action = Action::known("sagemaker:StopMlflowTrackingServer");

/// `sagemaker:StopMonitoringSchedule`.
#[rustfmt::skip]
pub const STOP_MONITORING_SCHEDULE: Action = Action::known("sagemaker:StopMonitoringSchedule");

/// `sagemaker:StopNotebookInstance`.
#[rustfmt::skip]
pub const STOP_NOTEBOOK_INSTANCE: Action = Action::known("sagemaker:StopNotebookInstance");

/// `sagemaker:StopOptimizationJob`.
#[rustfmt::skip]
pub const STOP_OPTIMIZATION_JOB: Action = Action::known("sagemaker:StopOptimizationJob");

/// `sagemaker:StopPipelineExecution`.
#[rustfmt::skip]
pub const STOP_PIPELINE_EXECUTION: Action = Action::known("sagemaker:StopPipelineExecution");

/// `sagemaker:StopProcessingJob`.
#[rustfmt::skip]
pub const STOP_PROCESSING_JOB: Action = Action::known("sagemaker:StopProcessingJob");

/// `sagemaker:StopTrainingJob`.
#[rustfmt::skip]
pub const STOP_TRAINING_JOB: Action = Action::known("sagemaker:StopTrainingJob");

/// `sagemaker:StopTrainingSession`.
#[rustfmt::skip]
pub const STOP_TRAINING_SESSION: Action = Action::known("sagemaker:StopTrainingSession");

/// `sagemaker:StopTransformJob`.
#[rustfmt::skip]
pub const STOP_TRANSFORM_JOB: Action = Action::known("sagemaker:StopTransformJob");

/// `sagemaker:TrainHubModel`.
#[rustfmt::skip]
pub const TRAIN_HUB_MODEL: Action = Action::known("sagemaker:TrainHubModel");

/// `sagemaker:UpdateAction`.
#[rustfmt::skip]
pub const UPDATE_ACTION: Action = Action::known("sagemaker:UpdateAction");

/// `sagemaker:UpdateAppImageConfig`.
#[rustfmt::skip]
pub const UPDATE_APP_IMAGE_CONFIG: Action = Action::known("sagemaker:UpdateAppImageConfig");

/// `sagemaker:UpdateArtifact`.
#[rustfmt::skip]
pub const UPDATE_ARTIFACT: Action = Action::known("sagemaker:UpdateArtifact");

/// `sagemaker:UpdateCluster`.
#[rustfmt::skip]
pub const UPDATE_CLUSTER: Action = Action::known("sagemaker:UpdateCluster");

/// `sagemaker:UpdateClusterInference`.
#[rustfmt::skip]
pub const UPDATE_CLUSTER_INFERENCE: Action = Action::known("sagemaker:UpdateClusterInference");

/// `sagemaker:UpdateClusterSchedulerConfig`.
#[rustfmt::skip]
pub const UPDATE_CLUSTER_SCHEDULER_CONFIG: Action = Action::known("sagemaker:UpdateClusterSchedulerConfig");

/// `sagemaker:UpdateClusterSoftware`.
#[rustfmt::skip]
pub const UPDATE_CLUSTER_SOFTWARE: Action = Action::known("sagemaker:UpdateClusterSoftware");

/// `sagemaker:UpdateCodeRepository`.
#[rustfmt::skip]
pub const UPDATE_CODE_REPOSITORY: Action = Action::known("sagemaker:UpdateCodeRepository");

/// `sagemaker:UpdateComputeQuota`.
#[rustfmt::skip]
pub const UPDATE_COMPUTE_QUOTA: Action = Action::known("sagemaker:UpdateComputeQuota");

/// `sagemaker:UpdateContext`.
#[rustfmt::skip]
pub const UPDATE_CONTEXT: Action = Action::known("sagemaker:UpdateContext");

/// `sagemaker:UpdateDeviceFleet`.
#[rustfmt::skip]
pub const UPDATE_DEVICE_FLEET: Action = Action::known("sagemaker:UpdateDeviceFleet");

/// `sagemaker:UpdateDevices`.
#[rustfmt::skip]
pub const UPDATE_DEVICES: Action = Action::known("sagemaker:UpdateDevices");

/// `sagemaker:UpdateDomain`.
#[rustfmt::skip]
pub const UPDATE_DOMAIN: Action = Action::known("sagemaker:UpdateDomain");

/// `sagemaker:UpdateEndpoint`.
#[rustfmt::skip]
pub const UPDATE_ENDPOINT: Action = Action::known("sagemaker:UpdateEndpoint");

/// `sagemaker:UpdateEndpointWeightsAndCapacities`.
#[rustfmt::skip]
pub const UPDATE_ENDPOINT_WEIGHTS_AND_CAPACITIES: Action = Action::known("sagemaker:UpdateEndpointWeightsAndCapacities");

/// `sagemaker:UpdateExperiment`.
#[rustfmt::skip]
pub const UPDATE_EXPERIMENT: Action = Action::known("sagemaker:UpdateExperiment");

/// `sagemaker:UpdateFeatureGroup`.
#[rustfmt::skip]
pub const UPDATE_FEATURE_GROUP: Action = Action::known("sagemaker:UpdateFeatureGroup");

/// `sagemaker:UpdateFeatureMetadata`.
#[rustfmt::skip]
pub const UPDATE_FEATURE_METADATA: Action = Action::known("sagemaker:UpdateFeatureMetadata");

/// `sagemaker:UpdateHub`.
#[rustfmt::skip]
pub const UPDATE_HUB: Action = Action::known("sagemaker:UpdateHub");

/// `sagemaker:UpdateHubContent`.
#[rustfmt::skip]
pub const UPDATE_HUB_CONTENT: Action = Action::known("sagemaker:UpdateHubContent");

/// `sagemaker:UpdateHubContentReference`.
#[rustfmt::skip]
pub const UPDATE_HUB_CONTENT_REFERENCE: Action = Action::known("sagemaker:UpdateHubContentReference");

/// `sagemaker:UpdateImage`.
#[rustfmt::skip]
pub const UPDATE_IMAGE: Action = Action::known("sagemaker:UpdateImage");

/// `sagemaker:UpdateImageVersion`.
#[rustfmt::skip]
pub const UPDATE_IMAGE_VERSION: Action = Action::known("sagemaker:UpdateImageVersion");

/// `sagemaker:UpdateInferenceComponent`.
#[rustfmt::skip]
pub const UPDATE_INFERENCE_COMPONENT: Action = Action::known("sagemaker:UpdateInferenceComponent");

/// `sagemaker:UpdateInferenceComponentRuntimeConfig`.
#[rustfmt::skip]
pub const UPDATE_INFERENCE_COMPONENT_RUNTIME_CONFIG: Action = Action::known("sagemaker:UpdateInferenceComponentRuntimeConfig");

/// `sagemaker:UpdateInferenceExperiment`.
#[rustfmt::skip]
pub const UPDATE_INFERENCE_EXPERIMENT: Action = Action::known("sagemaker:UpdateInferenceExperiment");

/// `sagemaker:UpdateMlflowApp`.
#[rustfmt::skip]
pub const UPDATE_MLFLOW_APP: Action = Action::known("sagemaker:UpdateMlflowApp");

/// `sagemaker:UpdateMlflowTrackingServer`.
#[rustfmt::skip]
pub const UPDATE_MLFLOW_TRACKING_SERVER: Action = Action::known("sagemaker:UpdateMlflowTrackingServer");

/// `sagemaker:UpdateModelCard`.
#[rustfmt::skip]
pub const UPDATE_MODEL_CARD: Action = Action::known("sagemaker:UpdateModelCard");

/// `sagemaker:UpdateModelPackage`.
#[rustfmt::skip]
pub const UPDATE_MODEL_PACKAGE: Action = Action::known("sagemaker:UpdateModelPackage");

/// `sagemaker:UpdateMonitoringAlert`.
#[rustfmt::skip]
pub const UPDATE_MONITORING_ALERT: Action = Action::known("sagemaker:UpdateMonitoringAlert");

/// `sagemaker:UpdateMonitoringSchedule`.
#[rustfmt::skip]
pub const UPDATE_MONITORING_SCHEDULE: Action = Action::known("sagemaker:UpdateMonitoringSchedule");

/// `sagemaker:UpdateNotebookInstance`.
#[rustfmt::skip]
pub const UPDATE_NOTEBOOK_INSTANCE: Action = Action::known("sagemaker:UpdateNotebookInstance");

/// `sagemaker:UpdateNotebookInstanceLifecycleConfig`.
#[rustfmt::skip]
pub const UPDATE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG: Action = Action::known("sagemaker:UpdateNotebookInstanceLifecycleConfig");

/// `sagemaker:UpdatePartnerApp`.
#[rustfmt::skip]
pub const UPDATE_PARTNER_APP: Action = Action::known("sagemaker:UpdatePartnerApp");

/// `sagemaker:UpdatePipeline`.
#[rustfmt::skip]
pub const UPDATE_PIPELINE: Action = Action::known("sagemaker:UpdatePipeline");

/// `sagemaker:UpdatePipelineExecution`.
#[rustfmt::skip]
pub const UPDATE_PIPELINE_EXECUTION: Action = Action::known("sagemaker:UpdatePipelineExecution");

/// `sagemaker:UpdatePipelineVersion`.
#[rustfmt::skip]
pub const UPDATE_PIPELINE_VERSION: Action = Action::known("sagemaker:UpdatePipelineVersion");

/// `sagemaker:UpdateProject`.
#[rustfmt::skip]
pub const UPDATE_PROJECT: Action = Action::known("sagemaker:UpdateProject");

/// `sagemaker:UpdateReward`.
#[rustfmt::skip]
pub const UPDATE_REWARD: Action = Action::known("sagemaker:UpdateReward");

/// `sagemaker:UpdateSharedModel`.
#[rustfmt::skip]
pub const UPDATE_SHARED_MODEL: Action = Action::known("sagemaker:UpdateSharedModel");

/// `sagemaker:UpdateSpace`.
#[rustfmt::skip]
pub const UPDATE_SPACE: Action = Action::known("sagemaker:UpdateSpace");

/// `sagemaker:UpdateTrainingJob`.
#[rustfmt::skip]
pub const UPDATE_TRAINING_JOB: Action = Action::known("sagemaker:UpdateTrainingJob");

/// `sagemaker:UpdateTrial`.
#[rustfmt::skip]
pub const UPDATE_TRIAL: Action = Action::known("sagemaker:UpdateTrial");

/// `sagemaker:UpdateTrialComponent`.
#[rustfmt::skip]
pub const UPDATE_TRIAL_COMPONENT: Action = Action::known("sagemaker:UpdateTrialComponent");

/// `sagemaker:UpdateUserProfile`.
#[rustfmt::skip]
pub const UPDATE_USER_PROFILE: Action = Action::known("sagemaker:UpdateUserProfile");

/// `sagemaker:UpdateWorkforce`.
#[rustfmt::skip]
pub const UPDATE_WORKFORCE: Action = Action::known("sagemaker:UpdateWorkforce");

/// `sagemaker:UpdateWorkteam`.
#[rustfmt::skip]
pub const UPDATE_WORKTEAM: Action = Action::known("sagemaker:UpdateWorkteam");
