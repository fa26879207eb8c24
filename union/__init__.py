"""Ortaq, the hall of a union whose members never share a workplace."""
