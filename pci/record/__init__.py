"""Recording updates: what is asked, how an answer is judged, and what is kept."""
