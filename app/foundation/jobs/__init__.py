"""Work beside the request: a table of jobs, and the worker that drains it."""
