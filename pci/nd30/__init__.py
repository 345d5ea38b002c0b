"""The form of documents under NĐ 30/2020 and of their templates: a reader of Word files, rules."""
