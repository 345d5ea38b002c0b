"""A new folder of plans: what is asked, what its files hold, how they are written."""
