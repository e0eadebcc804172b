"""The three ways in: functions in a cell, template workbooks, batches."""
