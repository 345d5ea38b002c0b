"""Files in and out: YAML, shapes and schemas, what is written, git, attachments, Office packages."""
