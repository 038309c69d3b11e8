"""The addresses that programs call, one module for each kind."""
