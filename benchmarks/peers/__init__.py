"""Small Streamlit apps to compare the live map with, as an author would write them."""
