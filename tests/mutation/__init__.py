"""Mutation testing: breaks rules, workflow, services and jobs one by one and lists what no test noticed.

`python -m tests.mutation [--only MODULE]`; why a runner of our own: docs/decisions/0013-mutation-testing.md.
"""
