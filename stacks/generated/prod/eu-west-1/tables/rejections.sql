CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_prod`.`rejections` (
  `batch` string COMMENT 'The batch that it landed with.',
  `source_key` string COMMENT 'The key under which it landed, in the pictures bucket.',
  `kept_at` string COMMENT 'The key under which it is kept, in the pictures bucket.',
  `device_id` string COMMENT 'The device that its key names; unknown where it names none.',
  `reason` string COMMENT 'Why, as a word to group by.',
  `detail` string COMMENT 'Why, as a sentence with the figures.',
  `bytes` bigint COMMENT 'Size in bytes.'
)
COMMENT 'Objects that were not inspected, and why. None is lost: each is kept.'
PARTITIONED BY (
  `device_class` string COMMENT 'The class of the device, such as insulator; unknown where none is named.',
  `day` string COMMENT 'The day of capture in UTC, YYYY-MM-DD; the day of upload where the camera does not say.'
)
STORED AS PARQUET
LOCATION 's3://sightline-prod-222222222222-eu-west-1-lake/tables/rejections/'
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
  'storage.location.template' = 's3://sightline-prod-222222222222-eu-west-1-lake/tables/rejections/device_class=${device_class}/day=${day}/'
);
