using RnnToolkit.Graphs.Onnx;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.Tests;

public class OnnxGraphBuilderTests
{
    readonly OnnxGraphBuilder _graph = new("test");

    [Fact]
    public void Node_InputThatIsNotThere_IsRefused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => _graph.Node("Sigmoid", "sigmoid", ["x"], "y"));

        Assert.Equal("The graph has no value x yet.", exception.Message);
    }

    [Fact]
    public void Node_OutputThatIsTaken_IsRefused()
    {
        _graph.Input("x", DataType.Float, "batch");

        var exception = Assert.Throws<InvalidOperationException>(() => _graph.Node("Sigmoid", "sigmoid", ["x"], "x"));

        Assert.Equal("The graph already has a value x.", exception.Message);
    }

    [Fact]
    public void Output_ThatIsNotThere_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => _graph.Output("y", DataType.Float, "batch", 1));

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 1)]
    public void Initializer_OtherCountThanItsShape_IsRefused(long rows, long columns)
    {
        var exception = Assert.Throws<ArgumentException>(() => _graph.Initializer<float>("w", [rows, columns], [1, 2, 3, 4, 5]));

        Assert.StartsWith($"w has 5 values, its shape [{rows}, {columns}] needs {rows * columns}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Initializer_EachType_IsLittleEndian()
    {
        _graph.Initializer<float>("float", [1], [1f]);
        _graph.Initializer<Half>("half", [1], [(Half)1f]);
        _graph.Initializer<sbyte>("int8", [2], [-1, 2]);
        _graph.Initializer<long>("int64", [], [-2]);

        var tensors = _graph.Build(OpsetInfo.Supported[0], "1.0", []).Graph.Initializer.ToDictionary(
            tensor => tensor.Name, tensor => ((DataType)tensor.DataType, Convert.ToHexString(tensor.RawData.Span), tensor.Dims.Count));

        Assert.Equal((DataType.Float, "0000803F", 1), tensors["float"]);
        Assert.Equal((DataType.Float16, "003C", 1), tensors["half"]);
        Assert.Equal((DataType.Int8, "FF02", 1), tensors["int8"]);
        Assert.Equal((DataType.Int64, "FEFFFFFFFFFFFFFF", 0), tensors["int64"]);
    }
}
