"""The folders of a workbook and its backups, and sealed in them what happened since."""
