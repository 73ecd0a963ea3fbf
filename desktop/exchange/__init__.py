"""The exchange as the window and the verbs know it: joining, acts, what stands, its words."""
