"""Files in and out: YAML, shapes and schemas, writing, git, attachments, Office packages."""
