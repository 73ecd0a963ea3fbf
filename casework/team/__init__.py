"""Who works here: where each sits, who may do what, who must not see a case."""
