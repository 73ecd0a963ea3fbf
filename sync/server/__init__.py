"""The server: it keeps in order what it can not read, and knows frames alone of all of ours."""
