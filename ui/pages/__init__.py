"""The pages. Each module has one function that draws it."""
