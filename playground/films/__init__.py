"""Runs as films: developed on demand, kept within a budget, shared by everybody who watches."""
