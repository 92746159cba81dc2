using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Training_TinyLstm_LowersTheLoss()
    {
        manual_seed(1);
        using var embedding = nn.Embedding(20, 8, sparse: false);
        using var lstm = nn.LSTM(8, 6, batchFirst: true);
        using var fc = nn.Linear(6, 1);
        using var optimizer = optim.Adam(embedding.parameters().Concat(lstm.parameters()).Concat(fc.parameters()), lr: 0.01);
        var first = double.NaN;
        var last = double.NaN;
        for (var step = 0; step < 30; step++)
        {
            using var scope = NewDisposeScope();
            var ids = arange(20).reshape(4, 5);
            var labels = tensor([0f, 1f, 0f, 1f]);
            var (output, _, _) = lstm.call(embedding.call(ids));
            var logits = fc.call(output.select(1, -1)).squeeze(1);
            var loss = binary_cross_entropy_with_logits(logits, labels);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(lstm.parameters(), 5);
            optimizer.step();
            last = loss.item<float>();
            first = step == 0 ? last : first;
        }
        Assert.True(last < 0.5 * first, $"first {first}, last {last}");
    }
}
