"""The form of a document under NĐ 30/2020 and of its templates: a reader of Word files, and rules over what it reads."""
