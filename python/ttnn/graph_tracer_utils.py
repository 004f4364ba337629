"""A captured graph as a list of calls with their arguments, for tools that read calls only."""

import re

from .observe.analysis import nodes_of


class GraphTracerUtils:
    """Serialization of captured graphs."""

    @staticmethod
    def serialize_graph(captured_graph):
        """{"content": [{"operation": name, "arguments": [{"arg0": text}, ...]}, ...]}, a call each with arguments."""
        content = []
        for node in nodes_of(captured_graph):
            if node["node_type"] != "function_start" or not node["arguments"]:
                continue
            values = [re.sub(r"^\w+=", "", text, count=1) for text in node["arguments"]]
            arguments = [{f"arg{i}": value} for i, value in enumerate(values)]
            content.append({"operation": node["params"]["name"], "arguments": arguments})
        return {"content": content}
