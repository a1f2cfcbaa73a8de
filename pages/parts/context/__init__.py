"""The parts of the screen Contexto: official statistics and migration, beside the cases."""
