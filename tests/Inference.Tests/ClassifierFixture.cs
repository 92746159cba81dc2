using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>A tiny GRU bundle on disk and a classifier with the default options, shared by the tests of a class.</summary>
public sealed class ClassifierFixture : IDisposable
{
    readonly TempDirectory _directory = new();

    public ClassifierFixture()
    {
        Bundle.Write(BundlePath);
        Classifier = TextClassifier.Load(BundlePath);
    }

    public TinyBundle Bundle { get; } = new();

    public string BundlePath => _directory["bundle"];

    public TextClassifier Classifier { get; }

    public static string[] Texts(int seed, int count, int maxWords = 30) => RandomText.Many(new Random(seed), TinyBundle.Words, count, maxWords);

    public void Dispose()
    {
        Classifier.Dispose();
        _directory.Dispose();
    }
}
