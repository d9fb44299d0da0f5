#!/usr/bin/env python3
"""What others take for the same: `others.py polars FILE` or `others.py sheets FILE`. Prints a line for each thing, a tab, and
seconds; or why it was left out. What an analyst would write and what scripts do today, and no more than that.
"""

import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def timed(what, work, turns=5):
    """Prints the quickest turn; gives the last result."""
    best, result = None, None
    for _ in range(turns):
        start = time.perf_counter()
        result = work()
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    print(what, f"{best:.6f}", sep="\t", flush=True)
    return result


def records(file, section="b2b"):
    """The records of the largest section."""
    return json.loads(pathlib.Path(file).read_bytes())["imsDetails"][section]


def polars(file):
    """Filters and sorts of a frame in memory, on all cores."""
    import polars as pl

    frame = pl.DataFrame(records(file))
    frame = frame.with_columns(
        pl.col("idt").str.to_date("%d-%m-%Y"),
        *(pl.col(name).cast(pl.Float64) for name in ("val", "txval", "iamt", "camt", "samt", "cess")),
    )
    names = frame["tradenm"].unique(maintain_order=True).gather_every(7).implode()
    number = pl.col("inum").str.contains("26-27/00", literal=True)
    chosen = pl.col("tradenm").is_in(names)
    amount = pl.col("val").is_between(10_000, 500_000)
    day = pl.col("idt") >= datetime.date(2026, 10, 5)
    texts = [name for name, kind in frame.schema.items() if kind == pl.String and name != "hash"]

    def found(words):
        lower = [pl.col(name).str.to_lowercase() for name in texts]
        return pl.all_horizontal(
            pl.any_horizontal(column.str.contains(word, literal=True) for column in lower) for word in words.split()
        )

    for what, condition in {
        "filter: text in document numbers": number,
        "filter: set of suppliers' names": chosen,
        "filter: range of amounts": amount,
        "filter: range of dates": day,
        "filter: the first four together": number & chosen & amount & day,
        "find in all text columns: a word": found("traders"),
        "find in all text columns: digits": found("4512"),
        "find in all text columns: two words": found("traders 27"),
        "find in all text columns: nothing": found("qqqqq"),
    }.items():
        timed(what, lambda condition=condition: frame.filter(condition))
    for what, columns in {
        "sort: amount": ["val"],
        "sort: date": ["idt"],
        "sort: supplier": ["tradenm"],
        "sort: document number": ["inum"],
        "sort: supplier, document number": ["tradenm", "inum"],
    }.items():
        timed(what, lambda columns=columns: frame.sort(columns))
    timed("totals of all amounts", lambda: frame.select(pl.col("val", "txval", "iamt", "camt", "samt", "cess").sum()))
    amounts = [pl.col(name).sum() for name in ("val", "txval", "iamt", "camt", "samt", "cess")]
    timed(
        "suppliers: all figures of each, in order",
        lambda: frame.group_by("stin").agg(pl.len(), *amounts).sort("iamt", descending=True),
    )
    timed("distinct values with counts: suppliers' names", lambda: frame["tradenm"].value_counts().sort("tradenm"))


def sheets(file):
    """The same records as a workbook: made and read by a script, and opened by a spreadsheet."""
    import pandas

    with tempfile.TemporaryDirectory() as folder:
        book = pathlib.Path(folder, "records.xlsx")

        def into():
            details = json.loads(pathlib.Path(file).read_bytes())["imsDetails"]
            with pandas.ExcelWriter(book, engine="openpyxl") as writer:
                for section, rows in details.items():
                    if isinstance(rows, list):
                        pandas.DataFrame(rows).to_excel(writer, sheet_name=section, index=False)

        def back():
            return pandas.read_excel(book, sheet_name=None, dtype=str, engine="openpyxl", keep_default_na=False)

        def upload(frames):
            said = {section: frame.assign(action="A").to_dict("records") for section, frame in frames.items()}
            pathlib.Path(folder, "upload.json").write_text(json.dumps(said))

        start = time.perf_counter()
        into()
        frames = timed("read", back, turns=1)
        upload(frames)
        print("job", f"{time.perf_counter() - start:.6f}", sep="\t", flush=True)
        libreoffice(book, folder)


def libreoffice(book, folder):
    """Opening the workbook; it also writes the first sheet as CSV, as without a window it only converts."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        print("LibreOffice", "skipped, it is not installed", sep="\t")
        return
    convert = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv",
               "--outdir", folder, str(book)]
    # The first start makes a profile.
    subprocess.run([*convert[:-1], __file__], capture_output=True, check=False)
    timed("libreoffice", lambda: subprocess.run(convert, capture_output=True, check=True), turns=1)


if __name__ == "__main__":
    part = {"polars": polars, "sheets": sheets}[sys.argv[1]]
    try:
        part(sys.argv[2])
    except ImportError as missing:
        print(sys.argv[1], f"skipped, {missing.name} is not installed", sep="\t")
