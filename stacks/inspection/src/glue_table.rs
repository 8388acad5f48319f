//! A table of the lake as Glue knows it.

use cfn::Map;
use cfn::glue::table::{Column, SerdeInfo, StorageDescriptor, TableInput, TableInputTableType};
use schema::{AthenaType, Lake, ParquetFormat, TableDefinition, table_properties};

/// What Glue is told of a table: the same as [`schema::create_table_ddl`] says in SQL.
pub(crate) fn table_input(table: &TableDefinition, lake: &Lake) -> TableInput {
    let columns: Vec<Column> = table
        .columns
        .iter()
        .map(|c| column(c.name, &c.data_type, c.comment))
        .collect();
    let keys: Vec<Column> = table
        .partition_keys
        .iter()
        .map(|k| column(k.name, &k.data_type, k.comment))
        .collect();
    let mut parameters = vec![("EXTERNAL".to_owned(), "TRUE".to_owned())];
    parameters.extend(table_properties(table, lake));
    let serde = SerdeInfo::new()
        .serialization_library(ParquetFormat::SERDE)
        .parameters(Map::<String>::from_iter([("serialization.format", "1")]));
    TableInput::new()
        .name(table.name)
        .description(table.description)
        .table_type(TableInputTableType::ExternalTable)
        .parameters(Map::<String>::from_iter(parameters))
        .partition_keys(keys)
        .storage_descriptor(
            StorageDescriptor::new()
                .columns(columns)
                .location(lake.location(table))
                .input_format(ParquetFormat::INPUT)
                .output_format(ParquetFormat::OUTPUT)
                .serde_info(serde),
        )
}

fn column(name: &str, data_type: &AthenaType, comment: &str) -> Column {
    Column::new(name).type_(data_type.glue()).comment(comment)
}
