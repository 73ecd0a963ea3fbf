"""What runs beside the window: threads, a process that proves; what its own thread is spared."""
