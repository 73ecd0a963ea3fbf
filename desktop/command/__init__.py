"""The command line: what may be typed, and how it is answered; each verb stands in `verbs`."""
