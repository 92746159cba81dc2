using TorchSharp.Tests.Support;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ThreadTests
{
    [Fact]
    public void SetNumThreads_Count_IsReadBack()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(2);
            Assert.Equal(2, get_num_threads());
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Forward_FromSeveralThreads_GivesWhatOneGives()
    {
        using var classifier = Classifier.Tiny("lstm2");
        classifier.eval();
        using var ids = arange(12).reshape(3, 4);
        var expected = Logits();

        Parallel.For(0, 32, _ => Assert.Equal(expected, Logits()));

        float[] Logits()
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            return Close.Values(classifier.call(ids));
        }
    }
}
