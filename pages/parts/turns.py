"""How often what is open on the screen has changed: a field that comes back is a new one."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st


def at(depth: int, where: Hashable) -> int:
    """Note what is open, and return how often that has changed in this session.

    Parameters
    ----------
    depth : int
        0 for the screen, 1 for a section of it, and so on; noted in this order.
    where : hashable
        What is open at this depth.
    """
    path, turns = st.session_state.get("turns", ((), 0))
    if path[depth : depth + 1] != (where,):
        path, turns = (*path[:depth], where), turns + 1
        st.session_state.turns = path, turns
    return int(turns)
