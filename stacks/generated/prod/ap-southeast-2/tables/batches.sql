CREATE EXTERNAL TABLE IF NOT EXISTS `sightline_prod`.`batches` (
  `batch` string COMMENT 'The batch.',
  `execution` string COMMENT 'The execution that inspected it, an ARN.',
  `landed` bigint COMMENT 'Objects that landed.',
  `inspected` bigint COMMENT 'Pictures that were looked at.',
  `duplicates` bigint COMMENT 'Pictures with the same content as another of the batch.',
  `rejected` bigint COMMENT 'Objects that are not to be inspected, with a reason.',
  `not_inspected` bigint COMMENT 'Pictures that were not inspected because a step failed.',
  `suspicious` bigint COMMENT 'Pictures that the first look found suspicious.',
  `confirmed` bigint COMMENT 'Of these, those that the close look found anomalous: the looks agree.',
  `cleared` bigint COMMENT 'Of these, those that the close look found normal: the looks disagree.',
  `spared` bigint COMMENT 'Pictures that were spared the close look.',
  `first_looks_cost` bigint COMMENT 'What the first looks cost, in billionths of a US dollar; absent where they have no price.',
  `close_looks_cost` bigint COMMENT 'What the close looks cost that were taken, likewise.',
  `saved` bigint COMMENT 'What the close looks would have cost that were spared, likewise.',
  `prices_of` string COMMENT 'The day of the price file that these were reckoned with, YYYY-MM-DD.'
)
COMMENT 'What each run of a batch came to, by device class: what was counted, how far the two looks agree, and the money that the first saved. Of a batch that was run again, the last run.'
PARTITIONED BY (
  `device_class` string COMMENT 'The class of the device, such as insulator; unknown where none is named.',
  `day` string COMMENT 'The day in UTC on which the run that inspected the batch began, YYYY-MM-DD.'
)
STORED AS PARQUET
LOCATION 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/batches/'
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
  'storage.location.template' = 's3://sightline-prod-222222222222-ap-southeast-2-lake/tables/batches/device_class=${device_class}/day=${day}/'
);
