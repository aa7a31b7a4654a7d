-- An invocation by the Lambda API; TYPE is its X-Amz-Invocation-Type.
wrk.method = "POST"
wrk.body = '{"n":1}'
wrk.headers["X-Amz-Invocation-Type"] = os.getenv("TYPE")
