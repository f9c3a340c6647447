"""The round: plan, seven stages, evaluation, acceptance, and who works on it."""
