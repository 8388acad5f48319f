//! An embedded Athena over the Parquet files of a lake.
