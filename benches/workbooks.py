#!/usr/bin/env python3
"""How fast records become an Excel workbook, beside what people would write in Python, and how much memory that takes.

    python3 benches/workbooks.py PROGRAM [ROWS]            both, from the same download; needs XlsxWriter and openpyxl
    python3 benches/workbooks.py PROGRAM ROWS memory       the program alone: its memory beside that of the book
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

FIELDS = ["action", "inum", "tradenm", "txval", "iamt", "camt", "samt", "cess", "idt", "val", "stin", "remarks", "inv_typ"]
FIELDS += ["pos", "srcform", "rtnprd", "srcfilstatus", "ispendactblocked", "isRemarksBlocked"]
TITLES = ["Status", "Number", "Supplier", "Taxable value", "IGST", "CGST", "SGST", "Cess", "Tax", "Date", "Value", "GSTIN"]
TITLES += ["Remarks", "Type", "Place of supply", "Source", "Return period", "Filing status", "Pending blocked", "Remarks blocked"]

# The same columns of the same download, with the same formats, as a script of the library's manual would write them.
READ = """
import datetime, json, sys
download = json.load(open(sys.argv[1]))["imsDetails"]
def rows(of_sheet):
    for record in of_sheet:
        heads = [record.get(head, 0) for head in ("iamt", "camt", "samt", "cess")]
        number = record.get("inum") or record.get("nt_num")
        day = datetime.datetime.strptime(record.get("idt") or record.get("nt_dt"), "%d-%m-%Y")
        texts = [record.get(key, "") for key in ("stin", "remarks", "inv_typ", "pos", "srcform", "rtnprd", "srcfilstatus", "ispendactblocked", "isRemarksBlocked")]
        yield [record["action"], number, record.get("tradenm", ""), record["txval"], *heads, sum(heads), day, record["val"], *texts]
"""
XLSXWRITER = READ + """
import xlsxwriter
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
text, amount = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0.00"})
date, bold = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"bold": True})
for key, of_sheet in download.items():
    if not isinstance(of_sheet, list) or not of_sheet:
        continue
    sheet = book.add_worksheet(key)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, TITLES, bold)
    for line, row in enumerate(rows(of_sheet), 1):
        for column, cell in enumerate(row):
            if column == 9: sheet.write_datetime(line, column, cell, date)
            elif isinstance(cell, (int, float)): sheet.write_number(line, column, cell, amount)
            else: sheet.write_string(line, column, cell, text)
    sheet.autofilter(0, 0, len(of_sheet), len(TITLES) - 1)
book.close()
"""
OPENPYXL = READ + """
import openpyxl
from openpyxl.cell import WriteOnlyCell
book = openpyxl.Workbook(write_only=True)
for key, of_sheet in download.items():
    if not isinstance(of_sheet, list) or not of_sheet:
        continue
    sheet = book.create_sheet(key)
    sheet.freeze_panes = "A2"
    sheet.append(TITLES)
    for row in rows(of_sheet):
        cells = [WriteOnlyCell(sheet, value=cell) for cell in row]
        for column, cell in enumerate(cells):
            cell.number_format = "dd-mm-yyyy" if column == 9 else "#,##0.00" if column in (3, 4, 5, 6, 7, 8, 10) else "@"
        sheet.append(cells)
book.save(sys.argv[2])
"""


def measured(*command):
    """Seconds, and the most memory that it had, in megabytes."""
    began = time.monotonic()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[0]} ended with {status}")
    return time.monotonic() - began, used.ru_maxrss / 1024


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    rows = sys.argv[2] if len(sys.argv) > 2 else "100000"
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        folder = pathlib.Path(folder)
        download, out = folder / "download.json", folder / "out.xlsx"
        measured(program, "sample", "--rows", rows, "--out", download)
        # Reading alone, which both have to do.
        _, book = measured(program, "export", download, "--paper", "summary", "--to", folder / "page.html")
        seconds, memory = measured(program, "export", download, "--to", out)
        size = out.stat().st_size / 1e6
        print(f"ims-desk    {seconds:7.2f} s  {memory:6.0f} MB, {memory - book:4.0f} MB beside the book  {size:6.1f} MB on the disk")
        if "memory" in sys.argv[3:]:
            return
        for name, script in (("XlsxWriter", XLSXWRITER), ("openpyxl", OPENPYXL)):
            command = [sys.executable, "-c", script.replace("TITLES", json.dumps(TITLES)), download, out]
            theirs, memory = measured(*command)
            print(f"{name:<11} {theirs:7.2f} s  {memory:6.0f} MB  {theirs / seconds:5.1f} times as long")


main()
