"""Whether the workbook is sound: its pages, its log, its rows, and what says them again."""
