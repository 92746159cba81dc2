"""Scores a Spark data set by piping each partition through the scorer, which must be installed on every executor.

    spark-submit spark_pipe.py models/gru1 reviews.parquet scores.parquet

JSON Lines in and out: a text keeps its new lines, there is no header, and rows stay in the order of their partition.
"""

import shlex
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import struct, to_json

bundle, source, target = sys.argv[1:]
spark = SparkSession.builder.appName("score").getOrCreate()
command = (
    f"scorer score --bundle {shlex.quote(bundle)} --input - --format jsonl --output - --output-format jsonl"
    " --max-error-rate 1 --threads 1"
)
lines = spark.read.parquet(source).select(to_json(struct("id", "text")).alias("line"))
scored = lines.rdd.map(lambda row: row.line).pipe(command, checkCode=True)
spark.read.schema("id string, label string, probability float, status string, offset long").json(scored).write.parquet(target)
