"""A small ONNX file of another kind than ours: y = 2x. For clients of any age."""
import numpy
import onnx


def doubling_model():
    float32 = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Mul", ["x", "two"], ["y"])], "doubling",
        [onnx.helper.make_tensor_value_info("x", float32, [None, 1])],
        [onnx.helper.make_tensor_value_info("y", float32, [None, 1])],
        [onnx.helper.make_tensor("two", float32, [1], numpy.array([2], numpy.float32))])
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
