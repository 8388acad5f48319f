//! The actions of `rekognition`. Made by `iam-data`.

use crate::policy::Action;

/// `rekognition:AssociateFaces`.
#[rustfmt::skip]
pub const ASSOCIATE_FACES: Action = Action::known("rekognition:AssociateFaces");

/// `rekognition:CompareFaces`.
#[rustfmt::skip]
pub const COMPARE_FACES: Action = Action::known("rekognition:CompareFaces");

/// `rekognition:CopyProjectVersion`.
#[rustfmt::skip]
pub const COPY_PROJECT_VERSION: Action = Action::known("rekognition:CopyProjectVersion");

/// `rekognition:CreateCollection`.
#[rustfmt::skip]
pub const CREATE_COLLECTION: Action = Action::known("rekognition:CreateCollection");

/// `rekognition:CreateDataset`.
#[rustfmt::skip]
pub const CREATE_DATASET: Action = Action::known("rekognition:CreateDataset");

/// `rekognition:CreateFaceLivenessSession`.
#[rustfmt::skip]
pub const CREATE_FACE_LIVENESS_SESSION: Action = Action::known("rekognition:CreateFaceLivenessSession");

/// `rekognition:CreateProject`.
#[rustfmt::skip]
pub const CREATE_PROJECT: Action = Action::known("rekognition:CreateProject");

/// `rekognition:CreateProjectVersion`.
#[rustfmt::skip]
pub const CREATE_PROJECT_VERSION: Action = Action::known("rekognition:CreateProjectVersion");

/// `rekognition:CreateStreamProcessor`.
#[rustfmt::skip]
pub const CREATE_STREAM_PROCESSOR: Action = Action::known("rekognition:CreateStreamProcessor");

/// `rekognition:CreateUser`.
#[rustfmt::skip]
pub const CREATE_USER: Action = Action::known("rekognition:CreateUser");

/// `rekognition:DeleteCollection`.
#[rustfmt::skip]
pub const DELETE_COLLECTION: Action = Action::known("rekognition:DeleteCollection");

/// `rekognition:DeleteDataset`.
#[rustfmt::skip]
pub const DELETE_DATASET: Action = Action::known("rekognition:DeleteDataset");

/// `rekognition:DeleteFaces`.
#[rustfmt::skip]
pub const DELETE_FACES: Action = Action::known("rekognition:DeleteFaces");

/// `rekognition:DeleteProject`.
#[rustfmt::skip]
pub const DELETE_PROJECT: Action = Action::known("rekognition:DeleteProject");

/// `rekognition:DeleteProjectPolicy`.
#[rustfmt::skip]
pub const DELETE_PROJECT_POLICY: Action = Action::known("rekognition:DeleteProjectPolicy");

/// `rekognition:DeleteProjectVersion`.
#[rustfmt::skip]
pub const DELETE_PROJECT_VERSION: Action = Action::known("rekognition:DeleteProjectVersion");

/// `rekognition:DeleteStreamProcessor`.
#[rustfmt::skip]
pub const DELETE_STREAM_PROCESSOR: Action = Action::known("rekognition:DeleteStreamProcessor");

/// `rekognition:DeleteUser`.
#[rustfmt::skip]
pub const DELETE_USER: Action = Action::known("rekognition:DeleteUser");

/// `rekognition:DescribeCollection`.
#[rustfmt::skip]
pub const DESCRIBE_COLLECTION: Action = Action::known("rekognition:DescribeCollection");

/// `rekognition:DescribeDataset`.
#[rustfmt::skip]
pub const DESCRIBE_DATASET: Action = Action::known("rekognition:DescribeDataset");

/// `rekognition:DescribeProjects`.
#[rustfmt::skip]
pub const DESCRIBE_PROJECTS: Action = Action::known("rekognition:DescribeProjects");

/// `rekognition:DescribeProjectVersions`.
#[rustfmt::skip]
pub const DESCRIBE_PROJECT_VERSIONS: Action = Action::known("rekognition:DescribeProjectVersions");

/// `rekognition:DescribeStreamProcessor`.
#[rustfmt::skip]
pub const DESCRIBE_STREAM_PROCESSOR: Action = Action::known("rekognition:DescribeStreamProcessor");

/// `rekognition:DetectCustomLabels`.
#[rustfmt::skip]
pub const DETECT_CUSTOM_LABELS: Action = Action::known("rekognition:DetectCustomLabels");

/// `rekognition:DetectFaces`.
#[rustfmt::skip]
pub const DETECT_FACES: Action = Action::known("rekognition:DetectFaces");

/// `rekognition:DetectLabels`.
#[rustfmt::skip]
pub const DETECT_LABELS: Action = Action::known("rekognition:DetectLabels");

/// `rekognition:DetectModerationLabels`.
#[rustfmt::skip]
pub const DETECT_MODERATION_LABELS: Action = Action::known("rekognition:DetectModerationLabels");

/// `rekognition:DetectProtectiveEquipment`.
#[rustfmt::skip]
pub const DETECT_PROTECTIVE_EQUIPMENT: Action = Action::known("rekognition:DetectProtectiveEquipment");

/// `rekognition:DetectText`.
#[rustfmt::skip]
pub const DETECT_TEXT: Action = Action::known("rekognition:DetectText");

/// `rekognition:DisassociateFaces`.
#[rustfmt::skip]
pub const DISASSOCIATE_FACES: Action = Action::known("rekognition:DisassociateFaces");

/// `rekognition:DistributeDatasetEntries`.
#[rustfmt::skip]
pub const DISTRIBUTE_DATASET_ENTRIES: Action = Action::known("rekognition:DistributeDatasetEntries");

/// `rekognition:GetCelebrityInfo`.
#[rustfmt::skip]
pub const GET_CELEBRITY_INFO: Action = Action::known("rekognition:GetCelebrityInfo");

/// `rekognition:GetCelebrityRecognition`.
#[rustfmt::skip]
pub const GET_CELEBRITY_RECOGNITION: Action = Action::known("rekognition:GetCelebrityRecognition");

/// `rekognition:GetContentModeration`.
#[rustfmt::skip]
pub const GET_CONTENT_MODERATION: Action = Action::known("rekognition:GetContentModeration");

/// `rekognition:GetFaceDetection`.
#[rustfmt::skip]
pub const GET_FACE_DETECTION: Action = Action::known("rekognition:GetFaceDetection");

/// `rekognition:GetFaceLivenessSessionResults`.
#[rustfmt::skip]
pub const GET_FACE_LIVENESS_SESSION_RESULTS: Action = Action::known("rekognition:GetFaceLivenessSessionResults");

/// `rekognition:GetFaceSearch`.
#[rustfmt::skip]
pub const GET_FACE_SEARCH: Action = Action::known("rekognition:GetFaceSearch");

/// `rekognition:GetLabelDetection`.
#[rustfmt::skip]
pub const GET_LABEL_DETECTION: Action = Action::known("rekognition:GetLabelDetection");

/// `rekognition:GetMediaAnalysisJob`.
#[rustfmt::skip]
pub const GET_MEDIA_ANALYSIS_JOB: Action = Action::known("rekognition:GetMediaAnalysisJob");

/// `rekognition:GetPersonTracking`.
#[rustfmt::skip]
pub const GET_PERSON_TRACKING: Action = Action::known("rekognition:GetPersonTracking");

/// `rekognition:GetSegmentDetection`.
#[rustfmt::skip]
pub const GET_SEGMENT_DETECTION: Action = Action::known("rekognition:GetSegmentDetection");

/// `rekognition:GetTextDetection`.
#[rustfmt::skip]
pub const GET_TEXT_DETECTION: Action = Action::known("rekognition:GetTextDetection");

/// `rekognition:IndexFaces`.
#[rustfmt::skip]
pub const INDEX_FACES: Action = Action::known("rekognition:IndexFaces");

/// `rekognition:ListCollections`.
#[rustfmt::skip]
pub const LIST_COLLECTIONS: Action = Action::known("rekognition:ListCollections");

/// `rekognition:ListDatasetEntries`.
#[rustfmt::skip]
pub const LIST_DATASET_ENTRIES: Action = Action::known("rekognition:ListDatasetEntries");

/// `rekognition:ListDatasetLabels`.
#[rustfmt::skip]
pub const LIST_DATASET_LABELS: Action = Action::known("rekognition:ListDatasetLabels");

/// `rekognition:ListFaces`.
#[rustfmt::skip]
pub const LIST_FACES: Action = Action::known("rekognition:ListFaces");

/// `rekognition:ListMediaAnalysisJobs`.
#[rustfmt::skip]
pub const LIST_MEDIA_ANALYSIS_JOBS: Action = Action::known("rekognition:ListMediaAnalysisJobs");

/// `rekognition:ListProjectPolicies`.
#[rustfmt::skip]
pub const LIST_PROJECT_POLICIES: Action = Action::known("rekognition:ListProjectPolicies");

/// `rekognition:ListStreamProcessors`.
#[rustfmt::skip]
pub const LIST_STREAM_PROCESSORS: Action = Action::known("rekognition:ListStreamProcessors");

/// `rekognition:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("rekognition:ListTagsForResource");

/// `rekognition:ListUsers`.
#[rustfmt::skip]
pub const LIST_USERS: Action = Action::known("rekognition:ListUsers");

/// `rekognition:PutProjectPolicy`.
#[rustfmt::skip]
pub const PUT_PROJECT_POLICY: Action = Action::known("rekognition:PutProjectPolicy");

/// `rekognition:RecognizeCelebrities`.
#[rustfmt::skip]
pub const RECOGNIZE_CELEBRITIES: Action = Action::known("rekognition:RecognizeCelebrities");

/// `rekognition:SearchFaces`.
#[rustfmt::skip]
pub const SEARCH_FACES: Action = Action::known("rekognition:SearchFaces");

/// `rekognition:SearchFacesByImage`.
#[rustfmt::skip]
pub const SEARCH_FACES_BY_IMAGE: Action = Action::known("rekognition:SearchFacesByImage");

/// `rekognition:SearchUsers`.
#[rustfmt::skip]
pub const SEARCH_USERS: Action = Action::known("rekognition:SearchUsers");

/// `rekognition:SearchUsersByImage`.
#[rustfmt::skip]
pub const SEARCH_USERS_BY_IMAGE: Action = Action::known("rekognition:SearchUsersByImage");

/// `rekognition:StartCelebrityRecognition`.
#[rustfmt::skip]
pub const START_CELEBRITY_RECOGNITION: Action = Action::known("rekognition:StartCelebrityRecognition");

/// `rekognition:StartContentModeration`.
#[rustfmt::skip]
pub const START_CONTENT_MODERATION: Action = Action::known("rekognition:StartContentModeration");

/// `rekognition:StartFaceDetection`.
#[rustfmt::skip]
pub const START_FACE_DETECTION: Action = Action::known("rekognition:StartFaceDetection");

/// `rekognition:StartFaceLivenessSession`.
#[rustfmt::skip]
pub const START_FACE_LIVENESS_SESSION: Action = Action::known("rekognition:StartFaceLivenessSession");

/// `rekognition:StartFaceSearch`.
#[rustfmt::skip]
pub const START_FACE_SEARCH: Action = Action::known("rekognition:StartFaceSearch");

/// `rekognition:StartLabelDetection`.
#[rustfmt::skip]
pub const START_LABEL_DETECTION: Action = Action::known("rekognition:StartLabelDetection");

/// `rekognition:StartMediaAnalysisJob`.
#[rustfmt::skip]
pub const START_MEDIA_ANALYSIS_JOB: Action = Action::known("rekognition:StartMediaAnalysisJob");

/// `rekognition:StartPersonTracking`.
#[rustfmt::skip]
pub const START_PERSON_TRACKING: Action = Action::known("rekognition:StartPersonTracking");

/// `rekognition:StartProjectVersion`.
#[rustfmt::skip]
pub const START_PROJECT_VERSION: Action = Action::known("rekognition:StartProjectVersion");

/// `rekognition:StartSegmentDetection`.
#[rustfmt::skip]
pub const START_SEGMENT_DETECTION: Action = Action::known("rekognition:StartSegmentDetection");

/// `rekognition:StartStreamProcessor`.
#[rustfmt::skip]
pub const START_STREAM_PROCESSOR: Action = Action::known("rekognition:StartStreamProcessor");

/// `rekognition:StartTextDetection`.
#[rustfmt::skip]
pub const START_TEXT_DETECTION: Action = Action::known("rekognition:StartTextDetection");

/// `rekognition:StopProjectVersion`.
#[rustfmt::skip]
pub const STOP_PROJECT_VERSION: Action = Action::known("rekognition:StopProjectVersion");

/// `rekognition:StopStreamProcessor`.
#[rustfmt::skip]
pub const STOP_STREAM_PROCESSOR: Action = Action::known("rekognition:StopStreamProcessor");

/// `rekognition:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("rekognition:TagResource");

/// `rekognition:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("rekognition:UntagResource");

/// `rekognition:UpdateDatasetEntries`.
#[rustfmt::skip]
pub const UPDATE_DATASET_ENTRIES: Action = Action::known("rekognition:UpdateDatasetEntries");

/// `rekognition:UpdateStreamProcessor`.
#[rustfmt::skip]
pub const UPDATE_STREAM_PROCESSOR: Action = Action::known("rekognition:UpdateStreamProcessor");
