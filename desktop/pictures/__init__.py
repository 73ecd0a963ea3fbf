"""Pictures of the window, taken page by page of a practice workbook."""
