"""Backup and restore: taking one, checking one, bringing one back beside the workbook."""
