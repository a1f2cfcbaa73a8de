"""What leaves the analysis for a reader: the live map and the exported HTML file."""

from routes.publish.bundle import asset_dir
from routes.publish.case_lists import case_lists
from routes.publish.flow_layer import FlowLayer, flow_value
from routes.publish.html import export_html
from routes.publish.live import VIEWS, live_map

__all__ = ["VIEWS", "FlowLayer", "asset_dir", "case_lists", "export_html", "flow_value", "live_map"]
