CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_staging`.`prices` (
  `what` string COMMENT 'What is priced.',
  `unit` string COMMENT 'How much of it the price is for.',
  `price` double COMMENT 'The price, in US dollars.',
  `valid_from` date COMMENT 'The first day on which it holds.'
)
COMMENT 'What looks and storage cost, as the bill has it. Nothing here writes it. A price holds until the next one of the same thing.'
STORED AS PARQUET
LOCATION 's3://sightline-staging-111111111111-eu-west-1-lake/tables/prices/'
TBLPROPERTIES (
  'classification' = 'parquet',
  'parquet.compression' = 'SNAPPY'
);
