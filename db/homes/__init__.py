"""Where each case is at home, and how it goes: given, gone home, come too late, or erased."""
