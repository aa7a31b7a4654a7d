"""Runs a Python function: started by the gateway, with the environment that AWS Lambda gives a function."""
from lamina_runtime.loop import run

if __name__ == "__main__":
    run()
