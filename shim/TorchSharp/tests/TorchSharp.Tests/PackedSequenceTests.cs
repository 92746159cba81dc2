using TorchSharp.Tests.Support;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Tests;

public sealed class PackedSequenceTests : IDisposable
{
    // The same products, added up in batches of other sizes.
    const double Tolerance = 1e-6;

    static readonly long[] s_lengths = [2, 5, 1, 5, 3];

    readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void PadPackedSequence_UnsortedLengths_GivesTheRowsBackInTheirOrder()
    {
        var input = arange(1, 31).reshape(5, 6, 1); // [B, T, E]

        var packed = pack_padded_sequence(input, tensor(s_lengths), batch_first: true, enforce_sorted: false);
        var (padded, lengths) = pad_packed_sequence(packed, batch_first: true, padding_value: -1);

        Assert.Equal([16L, 1L], packed.data.shape);
        Assert.Equal([5L, 5L, 1L], padded.shape); // as long as the longest
        Assert.Equal(s_lengths, lengths.data<long>().ToArray());
        for (var row = 0; row < s_lengths.Length; row++)
        {
            var expected = Enumerable.Range(0, 5).Select(t => t < s_lengths[row] ? 1L + (row * 6) + t : -1);
            Assert.Equal(expected, padded[row].data<long>().ToArray());
        }
    }

    [Fact]
    public void PadPackedSequence_TotalLength_PadsFurther()
    {
        var packed = pack_padded_sequence(ones([2, 3, 4]), tensor(new long[] { 3, 2 }), batch_first: true, enforce_sorted: false);

        var (padded, _) = pad_packed_sequence(packed, batch_first: true, total_length: 7);

        Assert.Equal([2L, 7L, 4L], padded.shape);
        Assert.Equal(20f, padded.sum().item<float>());
    }

    [Theory]
    [InlineData("rnn", false, 1), InlineData("lstm", false, 2), InlineData("gru", false, 1)]
    [InlineData("rnn", true, 2), InlineData("lstm", true, 1), InlineData("gru", true, 2)]
    public void Call_PackedTexts_GiveWhatEachGivesAlone(string cell, bool bidirectional, long layers)
    {
        var input = randn([5, 6, 3]);
        using var module = Create(cell, layers, bidirectional);

        var (packedOutput, hidden) = Run(module, pack_padded_sequence(input, tensor(s_lengths), batch_first: true, enforce_sorted: false));
        var (output, _) = pad_packed_sequence(packedOutput, batch_first: true);

        for (var row = 0; row < s_lengths.Length; row++)
        {
            var (alone, lastState) = Run(module, input.narrow(0, row, 1).narrow(1, 0, s_lengths[row]));
            Close.Equal(alone[0], output[row].narrow(0, 0, s_lengths[row]), Tolerance);
            Close.Equal(lastState, hidden.narrow(1, row, 1), Tolerance);
        }
    }

    [Fact]
    public void Call_States_BelongToTheTextsInTheirOrder()
    {
        var (input, h0, c0) = (randn([5, 6, 3]), randn([1, 5, 4]), randn([1, 5, 4]));
        using var lstm = nn.LSTM(3, 4, batchFirst: true);
        var packed = pack_padded_sequence(input, tensor(s_lengths), batch_first: true, enforce_sorted: false);

        var (_, hidden, cellState) = lstm.call(packed, (h0, c0));

        var (_, h, c) = lstm.call(input.narrow(0, 2, 1).narrow(1, 0, 1), (h0.narrow(1, 2, 1).contiguous(), c0.narrow(1, 2, 1).contiguous()));
        Close.Equal(h, hidden.narrow(1, 2, 1), Tolerance);
        Close.Equal(c, cellState.narrow(1, 2, 1), Tolerance);
    }

    [Fact]
    public void Backward_PaddedSteps_GetNoGradient()
    {
        var input = randn([2, 4, 3], requires_grad: true);
        using var gru = nn.GRU(3, 4, batchFirst: true, bidirectional: true);

        var (output, _) = gru.call(pack_padded_sequence(input, tensor(new long[] { 1, 4 }), batch_first: true, enforce_sorted: false));
        pad_packed_sequence(output, batch_first: true).Item1.sum().backward();

        Assert.Equal(0f, input.grad![0].narrow(0, 1, 3).abs().max().item<float>());
        Assert.True(input.grad![0][0].abs().max().item<float>() > 0);
        Assert.True(input.grad![1][3].abs().max().item<float>() > 0);
    }

    [Fact]
    public void MoveToOuterDisposeScope_OutlivesTheScope()
    {
        PackedSequence packed;
        using (NewDisposeScope())
        {
            packed = pack_padded_sequence(ones([2, 3, 4]), tensor(new long[] { 3, 2 }), batch_first: true, enforce_sorted: false)
                .MoveToOuterDisposeScope();
        }

        Assert.Equal(20f, pad_packed_sequence(packed).Item1.sum().item<float>());
    }

    [Fact]
    public void PackPaddedSequence_LengthZero_Throws() => Assert.ThrowsAny<Exception>(() =>
        pack_padded_sequence(ones([2, 3, 4]), tensor(new long[] { 3, 0 }), batch_first: true, enforce_sorted: false));

    public void Dispose() => _scope.Dispose();

    static nn.Module Create(string cell, long layers, bool bidirectional) => cell switch
    {
        "lstm" => nn.LSTM(3, 4, layers, batchFirst: true, bidirectional: bidirectional),
        "gru" => nn.GRU(3, 4, layers, batchFirst: true, bidirectional: bidirectional),
        _ => nn.RNN(3, 4, layers, batchFirst: true, bidirectional: bidirectional),
    };

    static (PackedSequence Output, Tensor Hidden) Run(nn.Module module, PackedSequence input)
    {
        switch (module)
        {
            case Modules.LSTM lstm:
                var (output, hidden, _) = lstm.call(input);
                return (output, hidden);
            case Modules.GRU gru:
                return gru.call(input);
            default:
                return ((Modules.RNN)module).call(input);
        }
    }

    static (Tensor Output, Tensor Hidden) Run(nn.Module module, Tensor input)
    {
        switch (module)
        {
            case Modules.LSTM lstm:
                var (output, hidden, _) = lstm.call(input);
                return (output, hidden);
            case Modules.GRU gru:
                return gru.call(input);
            default:
                return ((Modules.RNN)module).call(input);
        }
    }
}
