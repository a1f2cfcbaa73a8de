"""The screen Cambios: two periods compared, flow by flow."""
