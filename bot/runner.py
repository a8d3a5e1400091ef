"""Runs the trained graph one component after another. Rasa plans each run anew, as for many machines."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.runner.dask import DaskGraphRunner


class InOrder(DaskGraphRunner):
    """Rasa's runner with an order for each target that is found once."""

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> InOrder:
        """The same graph with the components that `runner` has loaded."""
        ours = cls.__new__(cls)
        vars(ours).update(vars(runner))
        ours._orders: Dict[Tuple[str, ...], List[str]] = {}
        return ours

    def run(
        self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None
    ) -> Dict[str, Any]:
        """The output of each target, by its name."""
        wanted = targets or self._graph_schema.target_names
        done: Dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name in self._order(wanted):
            if name not in done:
                needed = self._graph_schema.nodes[name].needs.values()
                done[name] = self._instantiated_nodes[name](*(done[need] for need in needed))
        return dict(done[target] for target in wanted)

    def _order(self, targets: List[str]) -> List[str]:
        """The nodes and inputs that the targets need, each after what it needs itself."""
        key = tuple(targets)
        if key not in self._orders:
            nodes = self._graph_schema.minimal_graph_schema(targets).nodes
            needs = {name: set(node.needs.values()) for name, node in nodes.items()}
            self._orders[key] = list(TopologicalSorter(needs).static_order())
        return self._orders[key]
