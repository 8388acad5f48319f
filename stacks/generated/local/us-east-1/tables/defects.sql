CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_local`.`defects` (
  `picture_id` string COMMENT 'The picture.',
  `batch` string COMMENT 'The batch that it landed with.',
  `device_id` string COMMENT 'The device that it shows.',
  `verdict` string COMMENT 'normal or anomalous.',
  `score` double COMMENT 'How anomalous, 0 to 1; 0.5 is the model\'s threshold.',
  `boxes` array<struct<left:double,top:double,width:double,height:double,score:double>> COMMENT 'Where, the most anomalous first.',
  `heat_map` string COMMENT 'The key of the heat map, in the pictures bucket; absent where the detector gives none.',
  `model` string COMMENT 'The version of the model.',
  `looked_at` timestamp COMMENT 'When that was recorded, in UTC: of several looks at a picture the last one counts. Absent in rows older than the column.'
)
COMMENT 'What the close look says of the suspicious pictures, the sound ones among them included.'
PARTITIONED BY (
  `device_class` string COMMENT 'The class of the device, such as insulator; unknown where none is named.',
  `day` string COMMENT 'The day of capture in UTC, YYYY-MM-DD; the day of upload where the camera does not say.'
)
STORED AS PARQUET
LOCATION 's3://sightline-local-000000000000-us-east-1-lake/tables/defects/'
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
  'storage.location.template' = 's3://sightline-local-000000000000-us-east-1-lake/tables/defects/device_class=${device_class}/day=${day}/'
);
