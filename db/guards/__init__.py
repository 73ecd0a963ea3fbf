"""Who may reach what: own cases, walls, cases opened in need, and the store's own belt."""
