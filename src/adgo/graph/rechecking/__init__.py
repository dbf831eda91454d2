"""Hygiene checks after an edit: only what it can have changed is asked again."""
