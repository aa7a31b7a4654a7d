"""What AWS Lambda's own Python runtime does, as handlers can see it: the context, logging, errors."""
