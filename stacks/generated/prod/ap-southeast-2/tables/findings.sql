CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_prod`.`findings` (
  `picture_id` string COMMENT 'The picture.',
  `batch` string COMMENT 'The batch that it landed with.',
  `device_id` string COMMENT 'The device that it shows.',
  `suspicious` boolean COMMENT 'Whether it deserves a close look.',
  `suspicion` double COMMENT 'How likely something is wrong, 0 to 1.',
  `reasons` array<string> COMMENT 'The rules that made it suspicious, as sentences.',
  `labels` array<struct<name:string,confidence:double>> COMMENT 'What was recognised, the most certain first.',
  `brightness` double COMMENT 'Brightness, 0 to 100.',
  `sharpness` double COMMENT 'Sharpness, 0 to 100.',
  `contrast` double COMMENT 'Contrast, 0 to 100.',
  `dominant_color` string COMMENT 'The most frequent colour, #rrggbb.',
  `model` string COMMENT 'The custom labels model that was asked, an ARN; absent where none was.'
)
COMMENT 'What the first look says of every picture.'
PARTITIONED BY (
  `device_class` string COMMENT 'The class of the device, such as insulator; unknown where none is named.',
  `day` string COMMENT 'The day of capture in UTC, YYYY-MM-DD; the day of upload where the camera does not say.'
)
STORED AS PARQUET
LOCATION 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/findings/'
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
  'storage.location.template' = 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/findings/device_class=${device_class}/day=${day}/'
);
