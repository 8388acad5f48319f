//! `AWS::CloudWatch::*`.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{Made, Provider, Read, Request, read};
use crate::context::Context;
use crate::error::ServiceError;

const NAME_LENGTH: usize = 255;

pub(super) struct Alarm;

#[async_trait]
impl Provider for Alarm {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(Some(request.name("AlarmName", NAME_LENGTH)))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        Ok(context.cloudwatch().alarm(name)?.is_some())
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let (context, name) = (request.context, physical_id.unwrap_or_default());
        context
            .cloudwatch()
            .put_alarm(name, &Value::Object(request.properties.clone()))?;
        Ok(Made::new(name).with("Arn", context.arn("cloudwatch", &format!("alarm:{name}"))))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        context.cloudwatch().delete_alarm(name)
    }

    fn readable(&self) -> &'static [&'static str] {
        &[
            "AlarmDescription",
            "ActionsEnabled",
            "AlarmActions",
            "OKActions",
            "InsufficientDataActions",
            "MetricName",
            "Namespace",
            "Statistic",
            "ExtendedStatistic",
            "Dimensions",
            "Period",
            "Unit",
            "EvaluationPeriods",
            "DatapointsToAlarm",
            "Threshold",
            "ComparisonOperator",
            "TreatMissingData",
            "Metrics",
            "Tags",
        ]
    }

    async fn read(&self, context: &Context, name: &str, _: &Map<String, Value>) -> Read {
        Ok(match context.cloudwatch().alarm(name)? {
            Some(Value::Object(alarm)) => Some(alarm),
            _ => None,
        })
    }
}

pub(super) struct Dashboard;

#[async_trait]
impl Provider for Dashboard {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(Some(request.name("DashboardName", NAME_LENGTH)))
    }

    async fn exists(&self, context: &Context, name: &str) -> Result<bool, ServiceError> {
        Ok(context.cloudwatch().dashboard(name)?.is_some())
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let name = physical_id.unwrap_or_default();
        let body = request.text("DashboardBody").unwrap_or_default();
        request.context.cloudwatch().put_dashboard(name, body)?;
        Ok(Made::new(name))
    }

    async fn delete(
        &self,
        context: &Context,
        name: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        context.cloudwatch().delete_dashboard(name)
    }

    fn readable(&self) -> &'static [&'static str] {
        &["DashboardBody"]
    }

    async fn read(&self, context: &Context, name: &str, _: &Map<String, Value>) -> Read {
        let body = context.cloudwatch().dashboard(name)?;
        Ok(body.map(|body| read([("DashboardBody", Some(body.into()))])))
    }
}
