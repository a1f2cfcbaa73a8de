"""The subject: cases, routes, flows, analysis and what is published from them."""
