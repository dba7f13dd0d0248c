"""`streamlit run streamlit_app.py` opens the dashboard."""

from medcheck.app.page import show

show()
