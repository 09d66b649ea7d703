"""The web app: pages, the parts they are drawn from, and the services behind them."""
