"""What goes and comes sealed: batches with every check, snapshots, files, figures."""
