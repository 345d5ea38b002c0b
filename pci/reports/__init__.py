"""One module a document: from the plan, its updates and a window to the plain values that a template prints."""
