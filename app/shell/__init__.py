"""What frames the pages: rail, key figures, problems, progress, notices and dialogs."""
