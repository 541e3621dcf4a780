"""The workbook: counts with their bases, the evidence behind them, and how they came about."""
