"""Template workbooks: live formulas traced from the models, in French and English; read back and checked."""

from costbench.interfaces.workbook.judging.checking import check_workbook
from costbench.interfaces.workbook.judging.reading import read_workbook
from costbench.interfaces.workbook.template import build_workbook

__all__ = ["build_workbook", "check_workbook", "read_workbook"]
