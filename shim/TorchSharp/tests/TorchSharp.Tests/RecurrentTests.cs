using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class RecurrentTests
{
    // Two ways of adding up a handful of products.
    const double Tolerance = 1e-6;

    [Theory]
    [InlineData("rnn", false, 1), InlineData("lstm", false, 1), InlineData("gru", false, 1)]
    [InlineData("rnn", true, 2), InlineData("lstm", true, 2), InlineData("gru", true, 2)]
    public void Forward_Sizes_AreAsDocumented(string cell, bool bidirectional, long layers)
    {
        using var scope = NewDisposeScope();
        var input = randn([3, 7, 5]); // [B, T, E]

        var (module, output, hidden) = Run(cell, input, layers, bidirectional);

        var directions = bidirectional ? 2 : 1;
        Assert.Equal([3L, 7L, 4L * directions], output.shape);
        Assert.Equal([layers * directions, 3L, 4L], hidden.shape);
        Assert.Equal(4 * layers * directions, module.parameters().Count());
        Assert.All(module.parameters(), parameter => Assert.InRange(parameter.abs().max().item<float>(), 0, 0.5f)); // 1 / sqrt(4)
    }

    [Theory]
    [InlineData("rnn"), InlineData("lstm"), InlineData("gru")]
    public void LastState_OneDirection_IsTheLastOutput(string cell)
    {
        using var scope = NewDisposeScope();

        var (_, output, hidden) = Run(cell, randn([3, 7, 5]), 1, false);

        Close.Equal(output.select(1, -1), hidden.select(0, 0), 0);
    }

    [Fact]
    public void States_HandedOn_ContinueTheSequence()
    {
        using var scope = NewDisposeScope();
        var input = randn([2, 6, 5]);
        var (head, tail) = (input.narrow(1, 0, 4), input.narrow(1, 4, 2));
        using var lstm = nn.LSTM(5, 4, 2, batchFirst: true);
        using var gru = nn.GRU(5, 4, 2, batchFirst: true);
        using var rnn = nn.RNN(5, 4, 2, nn.NonLinearities.ReLU, batchFirst: true);

        var (_, hn, cn) = lstm.call(head);
        Close.Equal(lstm.call(input).Item1.narrow(1, 4, 2), lstm.call(tail, (hn, cn)).Item1, Tolerance);
        Close.Equal(gru.call(input).Item1.narrow(1, 4, 2), gru.call(tail, gru.call(head).Item2).Item1, Tolerance);
        Close.Equal(rnn.call(input).Item1.narrow(1, 4, 2), rnn.call(tail, rnn.call(head).Item2).Item1, Tolerance);
    }

    [Fact]
    public void BatchFirst_TransposedInput_GivesTheSame()
    {
        using var scope = NewDisposeScope();
        var input = randn([3, 7, 5]);
        manual_seed(5);
        using var batchFirst = nn.GRU(5, 4, batchFirst: true);
        manual_seed(5);
        using var timeFirst = nn.GRU(5, 4);

        Close.Equal(batchFirst.call(input).Item1, timeFirst.call(input.transpose(0, 1)).Item1.transpose(0, 1), Tolerance);
    }

    [Fact]
    public void Cell_OneStep_FollowsTheEquations()
    {
        using var scope = NewDisposeScope();
        var (x, h0, c0) = (randn([1, 1, 2]), randn([1, 1, 3]), randn([1, 1, 3]));
        using var rnn = nn.RNN(2, 3);
        using var lstm = nn.LSTM(2, 3);
        using var gru = nn.GRU(2, 3);

        Close.Equal((Ih(rnn) + Hh(rnn)).tanh(), rnn.call(x, h0).Item1[0], Tolerance);

        var gates = Gates(Ih(lstm) + Hh(lstm)); // i, f, g, o
        var cellState = gates[1].sigmoid() * c0[0] + gates[0].sigmoid() * gates[2].tanh();
        var (output, _, cn) = lstm.call(x, (h0, c0));
        Close.Equal(cellState, cn[0], Tolerance);
        Close.Equal(gates[3].sigmoid() * cellState.tanh(), output[0], Tolerance);

        var (fromInput, fromHidden) = (Gates(Ih(gru)), Gates(Hh(gru))); // r, z, n
        var reset = (fromInput[0] + fromHidden[0]).sigmoid();
        var update = (fromInput[1] + fromHidden[1]).sigmoid();
        var candidate = (fromInput[2] + reset * fromHidden[2]).tanh();
        Close.Equal((1 - update) * candidate + update * h0[0], gru.call(x, h0).Item1[0], Tolerance);

        Tensor[] Gates(Tensor values) => [.. Enumerable.Range(0, (int)values.size(1) / 3).Select(gate => values.narrow(1, 3 * gate, 3))];
        Tensor Ih(nn.Module layer) => nn.functional.linear(x[0], layer.get_parameter("weight_ih_l0")!, layer.get_parameter("bias_ih_l0"));
        Tensor Hh(nn.Module layer) => nn.functional.linear(h0[0], layer.get_parameter("weight_hh_l0")!, layer.get_parameter("bias_hh_l0"));
    }

    [Fact]
    public void Dropout_BetweenLayers_OnlyWhileTraining()
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(5, 8, 2, batchFirst: true, dropout: 0.5);
        var input = randn([3, 7, 5]);

        Assert.NotEqual(Close.Values(lstm.call(input).Item1), Close.Values(lstm.call(input).Item1));
        lstm.eval();
        Assert.Equal(Close.Values(lstm.call(input).Item1), Close.Values(lstm.call(input).Item1));
    }

    [Fact]
    public void WithoutBias_HasWeightsAlone()
    {
        using var rnn = nn.RNN(2, 3, bias: false);

        Assert.Equal(["weight_ih_l0", "weight_hh_l0"], rnn.named_parameters().Select(named => named.name));
        Assert.Null(rnn.get_parameter("bias_ih_l0"));
        Assert.Equal([3L, 2L], rnn.get_parameter("weight_ih_l0")!.shape);
    }

    static (nn.Module Module, Tensor Output, Tensor Hidden) Run(string cell, Tensor input, long layers, bool bidirectional)
    {
        switch (cell)
        {
            case "lstm":
                var lstm = nn.LSTM(5, 4, layers, batchFirst: true, bidirectional: bidirectional);
                var (output, hidden, _) = lstm.call(input);
                return (lstm, output, hidden);
            case "gru":
                var gru = nn.GRU(5, 4, layers, batchFirst: true, bidirectional: bidirectional);
                var ofGru = gru.call(input);
                return (gru, ofGru.Item1, ofGru.Item2);
            default:
                var rnn = nn.RNN(5, 4, layers, batchFirst: true, bidirectional: bidirectional);
                var ofRnn = rnn.call(input);
                return (rnn, ofRnn.Item1, ofRnn.Item2);
        }
    }
}
