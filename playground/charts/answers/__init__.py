"""Pictures of answers and of the data behind them."""
