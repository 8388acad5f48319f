CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_prod`.`devices` (
  `device_id` string COMMENT 'The device, as the keys of its pictures name it.',
  `device_class` string COMMENT 'Its class, such as insulator.',
  `site` string COMMENT 'Where it stands, as a word to group by.',
  `in_service_since` date COMMENT 'Since when it is to be inspected; absent where nobody knows.'
)
COMMENT 'The devices that are to be inspected, as whoever runs them knows them. Nothing here writes it.'
STORED AS PARQUET
LOCATION 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/devices/'
TBLPROPERTIES (
  'classification' = 'parquet',
  'parquet.compression' = 'SNAPPY'
);
