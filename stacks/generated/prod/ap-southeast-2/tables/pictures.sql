CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_prod`.`pictures` (
  `picture_id` string COMMENT 'The picture, named by its content: 32 hexadecimal digits.',
  `batch` string COMMENT 'The batch that it landed with.',
  `source_key` string COMMENT 'The key under which it landed, in the pictures bucket.',
  `prepared_key` string COMMENT 'The key of the prepared JPEG, in the pictures bucket.',
  `device_id` string COMMENT 'The device that it shows.',
  `format` string COMMENT 'The format that it landed in: jpeg or png.',
  `width` bigint COMMENT 'Width as captured, in pixels.',
  `height` bigint COMMENT 'Height as captured, in pixels.',
  `bytes` bigint COMMENT 'Size as it landed, in bytes.',
  `uploaded_at` timestamp COMMENT 'When it landed, in UTC.',
  `captured_at` timestamp COMMENT 'When it was captured, in UTC; absent where the camera does not say.',
  `latitude` double COMMENT 'Degrees north, -90 to 90; absent where the camera does not say.',
  `longitude` double COMMENT 'Degrees east, -180 to 180; absent where the camera does not say.',
  `duplicate_of` string COMMENT 'The key of the picture with the same content that was looked at in place of this one.'
)
COMMENT 'Pictures that were made ready for inspection, duplicates included.'
PARTITIONED BY (
  `device_class` string COMMENT 'The class of the device, such as insulator; unknown where none is named.',
  `day` string COMMENT 'The day of capture in UTC, YYYY-MM-DD; the day of upload where the camera does not say.'
)
STORED AS PARQUET
LOCATION 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/pictures/'
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
  'storage.location.template' = 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/pictures/device_class=${device_class}/day=${day}/'
);
