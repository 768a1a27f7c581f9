"""The program in a worker of the adapter's process: Python is Pyodide there, and has no threads, processes or sockets."""
