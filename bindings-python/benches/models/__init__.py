"""The rules of connections as users of other libraries would write them, a module for each library.

Each has the class `Peer`, by which `peers.py` measures it. The rules that all share are in `rules.py`.
"""
