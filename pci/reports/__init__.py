"""Papers of the agency: what each template may print, and the Office's words for them."""
