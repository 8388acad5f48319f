CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_staging`.`shadows` (
  `picture_id` string COMMENT 'The picture.',
  `batch` string COMMENT 'The batch that it landed with.',
  `device_id` string COMMENT 'The device that it shows.',
  `verdict` string COMMENT 'What the candidate says: normal or anomalous.',
  `score` double COMMENT 'How anomalous the candidate finds it, 0 to 1; 0.5 is its threshold.',
  `model` string COMMENT 'The candidate\'s version.',
  `live_verdict` string COMMENT 'What the live model says: normal or anomalous.',
  `live_score` double COMMENT 'How anomalous the live model finds it, 0 to 1; 0.5 is its threshold.',
  `live_model` string COMMENT 'The live model\'s version.'
)
COMMENT 'What a candidate said of pictures beside the live model: it decided nothing, and no defect comes of it.'
PARTITIONED BY (
  `device_class` string COMMENT 'The class of the device, such as insulator; unknown where none is named.',
  `day` string COMMENT 'The day of capture in UTC, YYYY-MM-DD; the day of upload where the camera does not say.'
)
STORED AS PARQUET
LOCATION 's3://sightline-staging-111111111111-eu-west-1-lake/tables/shadows/'
TBLPROPERTIES (
  'classification' = 'parquet',
  'parquet.compression' = 'SNAPPY',
  'projection.enabled' = 'true',
  'projection.device_class.type' = 'enum',
  'projection.device_class.values' = 'insulator,meter,panel,pipe,own,unknown',
  'projection.day.type' = 'date',
  'projection.day.range' = '2020-01-01,NOW+1DAY',
  'projection.day.format' = 'yyyy-MM-dd',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = 's3://sightline-staging-111111111111-eu-west-1-lake/tables/shadows/device_class=${device_class}/day=${day}/'
);
