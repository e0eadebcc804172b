"""Run by a Python that has UNO: types values into the yellow cells of workbooks and reads what LibreOffice finds.

Arguments: the name of the pipe. Orders come in as JSON, one a line, and answers go out, one a line:
``open`` a file, ``set`` cells and recalculate, ``read`` ranges, ``errors`` anywhere, ``save`` a copy, ``close``.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "spreadsheets"))
from listening import connected  # a script finds no package of the tests

FILTERS = {".ods": "calc8", ".xlsx": "Calc MS Excel 2007 XML"}


class Office:
    def __init__(self, pipe):
        self.context = connected(pipe)
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        self.document = None

    @staticmethod
    def options(**values):
        from com.sun.star.beans import PropertyValue

        return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())

    def open(self, path):
        self.document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, self.options(Hidden=True))
        if self.document is None:
            raise OSError(f"LibreOffice does not open {path}")

    def set(self, cells):
        """Write numbers, texts or nothing into cells, then recalculate everything."""
        self.document.enableAutomaticCalculation(False)
        for sheet, where, value in cells:
            cell = self.document.Sheets.getByName(sheet).getCellRangeByName(where)
            if isinstance(value, str):
                cell.String = value
            elif value is None:
                cell.clearContents(1 | 2 | 4 | 16)
            else:
                cell.Value = value
        self.document.calculateAll()

    def edit(self, sheet, where, value):
        """Write one number as a person does: what depends on it is computed, nothing else."""
        self.document.enableAutomaticCalculation(True)
        self.document.Sheets.getByName(sheet).getCellRangeByName(where).Value = value

    def fill(self, sheet, where, rows):
        """Write formulas, numbers and texts over a range at once, locked or not; what is None stays as it is."""
        cells = self.document.Sheets.getByName(sheet)
        cells.unprotect("")
        self.document.enableAutomaticCalculation(False)
        area = cells.getCellRangeByName(where)
        kept = area.getFormulaArray()
        area.setFormulaArray(tuple(tuple(map(self.written, *pair)) for pair in zip(rows, kept, strict=True)))

    @staticmethod
    def written(new, old):
        return old if new is None else new if isinstance(new, str) else repr(new)

    def read(self, ranges):
        return [
            [list(row) for row in self.document.Sheets.getByName(sheet).getCellRangeByName(where).getDataArray()]
            for sheet, where in ranges
        ]

    def errors(self):
        """Return the cells whose formula gives an error."""
        found = []
        for sheet in self.document.Sheets.ElementNames:
            cells = self.document.Sheets.getByName(sheet)
            ranges = cells.queryFormulaCells(4).RangeAddressesAsString
            found += [item for item in ranges.split(";") if item]
        return found

    def save(self, path):
        self.document.storeToURL(Path(path).as_uri(), self.options(FilterName=FILTERS[Path(path).suffix]))

    def close(self):
        self.document.close(True)
        self.document = None


def main(pipe):
    office = Office(pipe)
    for line in sys.stdin:
        order, *arguments = json.loads(line)
        if order == "quit":
            break
        try:
            answer = {"answer": getattr(office, order)(*arguments)}
        except Exception as error:
            answer = {"error": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    if office.document:
        office.close()
    office.desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
