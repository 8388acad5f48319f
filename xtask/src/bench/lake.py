"""Asks DuckDB the same queries over the same files, and compares the answers.

Arguments: the folder of the lake, the answers of the embedded engine, how often each query is asked.
Prints JSON: for every query the time, and how its rows differ.
"""

import glob
import json
import math
import os
import re
import resource
import sys
import time

import duckdb
import sqlglot

folder, answers, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
db = duckdb.connect()
db.execute("SET threads TO 2")
# It is drawn on stdout, where the answers go.
db.execute("SET enable_progress_bar = false")
db.execute("SET TimeZone = 'UTC'")
db.execute("CREATE SCHEMA inspection")
for place in sorted(glob.glob(os.path.join(folder, "tables", "*"))):
    table = os.path.basename(place)
    files = os.path.join(place, "**", "*.parquet")
    options = ""
    if glob.glob(os.path.join(place, "device_class=*")):
        options = ", hive_partitioning = true, hive_types = {'device_class': VARCHAR, 'day': VARCHAR}"
    db.execute(f"CREATE VIEW inspection.{table} AS SELECT * FROM read_parquet('{files}'{options})")
# Trino's functions that sqlglot hands on as they are.
db.execute("CREATE MACRO width_bucket(x, low, high, n) AS CASE WHEN x < low THEN 0 WHEN x >= high "
           "THEN n + 1 ELSE CAST(floor((x - low) / (high - low) * n) AS BIGINT) + 1 END")


TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")


def short(time):
    """A time without the last zeros of its fraction."""
    whole, point, fraction = str(time).partition(".")
    fraction = fraction.rstrip("0")
    return whole + point + fraction if fraction else whole


def same(ours, theirs, kind):
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if kind in ("double", "float"):
        one, two = float(ours), float(theirs)
        return one == two or math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-9)
    if kind == "timestamp":
        return short(ours) == short(theirs)
    if kind == "boolean":
        return (ours == "true") == theirs
    # DuckDB writes a time as text without the last zeros of its fraction.
    if TIME.fullmatch(ours):
        return short(ours) == short(theirs)
    return ours == str(theirs)


answered = json.load(open(answers))


def in_duckdb(sql):
    sql = sqlglot.transpile(sql, read="athena", write="duckdb")[0]
    # Trino counts whole units between two times, DuckDB's date_diff the borders that are crossed.
    return sql.replace("DATE_DIFF(", "DATE_SUB(")


for view in answered["views"]:
    db.execute(f"CREATE VIEW inspection.{view['name']} AS {in_duckdb(view['sql'])}")
told = []
for query in answered["queries"]:
    entry = {"query": query["query"]}
    try:
        sql = in_duckdb(query["sql"])
        best = math.inf
        for _ in range(times):
            started = time.perf_counter()
            rows = db.execute(sql).fetchall()
            best = min(best, (time.perf_counter() - started) * 1e3)
        entry["milliseconds"] = best
        ours, kinds = query["rows"], query["types"]
        if len(ours) != len(rows):
            entry["difference"] = f"{len(ours)} rows and {len(rows)}"
        else:
            key = lambda row: [("" if v is None else str(v)) for v in row]
            for one, two in zip(ours, rows):
                if not all(same(*cells) for cells in zip(one, two, kinds)):
                    entry["difference"] = f"{one} and {[str(v) for v in two]}"
                    break
    except Exception as error:  # noqa: BLE001, whatever it is, it is told
        entry["failed"] = str(error).splitlines()[0]
    told.append(entry)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
json.dump({"queries": told, "peakMemoryMiB": peak, "version": duckdb.__version__}, sys.stdout)
