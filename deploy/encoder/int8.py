"""Writes an ONNX model as int8, if need be smoothed before."""

import hashlib
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

SMOOTHING = 0.75  # how much of a channel's range goes over to the weights: least changed of 0.5 to 0.85


def write_int8(source: Path, target: Path, properties: dict[str, str] | None = None) -> str:
    """The hash of the file written, with these properties in it."""
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    if properties:
        made = onnx.load(target)
        helper.set_model_props(made, properties)
        onnx.save(made, target)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def smooth(source: Path, target: Path, inputs: list[dict[str, np.ndarray]]) -> None:
    """Divide each channel before a product by its range and multiply its weights by the same (SmoothQuant).

    A few channels of a large encoder are far wider than the others, and int8 has one step for all. What the
    model computes stays the same. `inputs` are some that show the ranges.
    """
    model = onnx.load(source)
    weights = {entry.name: entry for entry in model.graph.initializer}
    products = defaultdict(list)  # by what goes in
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            products[node.input[0]].append(node)
    ranges = _ranges(model, [*products], inputs)
    for name, nodes in products.items():
        matrices = [numpy_helper.to_array(weights[node.input[1]]) for node in nodes]
        widest = np.maximum(np.max([abs(matrix).max(1) for matrix in matrices], axis=0), 1e-5)
        scale = np.maximum(ranges[name], 1e-5) ** SMOOTHING / widest ** (1 - SMOOTHING)
        scale = (scale / np.median(scale)).astype(np.float32)
        model.graph.initializer.append(numpy_helper.from_array(1 / scale, f"{name}_scale"))
        place = list(model.graph.node).index(nodes[0])
        model.graph.node.insert(place, helper.make_node("Mul", [name, f"{name}_scale"], [f"{name}_smooth"]))
        for node, matrix in zip(nodes, matrices):
            node.input[0] = f"{name}_smooth"
            scaled = numpy_helper.from_array(matrix * scale[:, None], node.input[1])
            weights[node.input[1]].CopyFrom(scaled)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _ranges(
    model: onnx.ModelProto, names: list[str], inputs: list[dict[str, np.ndarray]]
) -> dict[str, np.ndarray]:
    """The greatest size of each channel of these values: shape (channels,) each."""
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    probe.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = onnxruntime.InferenceSession(probe.SerializeToString())
    ranges: dict[str, np.ndarray] = {}
    for given in inputs:
        for name, value in zip(names, session.run(names, given)):
            greatest = abs(value).reshape(-1, value.shape[-1]).max(0)
            ranges[name] = np.maximum(ranges.get(name, 0), greatest)
    return ranges
