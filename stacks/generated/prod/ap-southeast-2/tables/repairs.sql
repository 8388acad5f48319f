CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_prod`.`repairs` (
  `device_id` string COMMENT 'The device, as the keys of its pictures name it.',
  `device_class` string COMMENT 'Its class, such as insulator.',
  `repaired_at` timestamp COMMENT 'When the repair was done, in UTC.',
  `what` string COMMENT 'What was done, in words.',
  `repaired_by` string COMMENT 'By whom, in words.',
  `cost` double COMMENT 'What it cost, in US dollars; absent where nobody says.',
  `picture_id` string COMMENT 'The picture whose defect it answers; absent where it answers every defect that the device showed until then.',
  `found` string COMMENT 'What was found there: a defect, or nothing, a false alarm; absent where nobody says, which is taken for a defect.'
)
COMMENT 'What was repaired, as whoever plans repairs writes it down. Nothing here writes it.'
STORED AS PARQUET
LOCATION 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/repairs/'
TBLPROPERTIES (
  'classification' = 'parquet',
  'parquet.compression' = 'SNAPPY'
);
