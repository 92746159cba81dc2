using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Reporting;

/// <summary>What computes the scores, in words; with the reason where that is not what was asked for.</summary>
static class ProviderText
{
    public static string Of(SentimentScorer scorer, ExecutionProvider asked)
    {
        var provider = scorer.ExecutionProvider is ExecutionProvider.Cpu ? "the CPU" : "CUDA";
        return scorer.ExecutionProvider == asked ? provider : $"{provider} ({scorer.ExecutionProviderReason})";
    }
}
