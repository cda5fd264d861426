"""What the studio remembers beside the words: links, verdicts, proposals, jobs, and who did what. One SQLite file."""
