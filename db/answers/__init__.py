"""What forms hold: documents, drafts, files, answers in conflict, tables in and out."""
