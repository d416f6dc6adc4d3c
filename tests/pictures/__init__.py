"""The documentation's pictures, made from the product that runs: `script/pictures`."""
