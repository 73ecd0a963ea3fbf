"""Who belongs to an organisation, who may say what, and the life of its keys."""
