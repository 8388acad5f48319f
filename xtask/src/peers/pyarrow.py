"""Reads one data file of every table with pyarrow and DuckDB; prints the types that they find as JSON.

Arguments: the folder of the lake. Types are told in Trino's spelling.
"""

import glob
import json
import os
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq


def trino(kind):
    if pa.types.is_list(kind):
        return f"array({trino(kind.value_type)})"
    if pa.types.is_struct(kind):
        return "row(" + ", ".join(f"{f.name} {trino(f.type)}" for f in kind) + ")"
    known = {
        pa.bool_(): "boolean",
        pa.int32(): "integer",
        pa.int64(): "bigint",
        pa.float64(): "double",
        pa.string(): "varchar",
        pa.date32(): "date",
        pa.timestamp("ms"): "timestamp(3)",
    }
    return known.get(kind, str(kind))


def of_duckdb(text):
    text = str(text)
    if text.endswith("[]"):
        return f"array({of_duckdb(text[:-2])})"
    if text.startswith("STRUCT("):
        fields = [part.split(" ", 1) for part in text[7:-1].split(", ")]
        return "row(" + ", ".join(f"{n.strip(chr(34))} {of_duckdb(t)}" for n, t in fields) + ")"
    return {"TIMESTAMP_MS": "timestamp(3)", "TIMESTAMP": "timestamp(3)"}.get(text, text.lower())


found = {}
for place in sorted(glob.glob(os.path.join(sys.argv[1], "tables", "*"))):
    file = sorted(glob.glob(os.path.join(place, "**", "*.parquet"), recursive=True))[0]
    schema = pq.ParquetFile(file).schema_arrow
    described = duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{file}', hive_partitioning = false)").fetchall()
    found[os.path.basename(place)] = {
        "pyarrow": {field.name: trino(field.type) for field in schema},
        "duckdb": {row[0]: of_duckdb(row[1]) for row in described},
        "rows": pq.read_table(file, partitioning=None).num_rows,
    }
json.dump(found, sys.stdout)
