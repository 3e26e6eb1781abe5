"""The server: the pages and the films' socket. Worker processes may import this file, and find nothing."""

if __name__ != "__mp_main__":
    import streamlit as st

    from playground.ui import server

    app = st.App(server.SCRIPT, routes=[server.films.route], lifespan=server.lifespan)
