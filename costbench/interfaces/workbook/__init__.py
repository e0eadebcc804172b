"""Template workbooks: live formulas traced from the models, in French and English."""

from costbench.interfaces.workbook.build import build_workbook

__all__ = ["build_workbook"]
