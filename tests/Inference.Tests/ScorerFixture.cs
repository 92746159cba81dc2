using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>A tiny GRU bundle on disk and a scorer with the default options, shared by the tests of a class.</summary>
public sealed class ScorerFixture : IDisposable
{
    readonly TempDirectory _directory = new();

    public ScorerFixture()
    {
        Bundle.Write(BundlePath);
        Scorer = SentimentScorer.Load(BundlePath);
    }

    public TinyBundle Bundle { get; } = new();

    public string BundlePath => _directory["bundle"];

    public SentimentScorer Scorer { get; }

    public static string[] Texts(int seed, int count, int maxWords = 30) => RandomText.Many(new Random(seed), TinyBundle.Words, count, maxWords);

    public void Dispose()
    {
        Scorer.Dispose();
        _directory.Dispose();
    }
}
