using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Reporting;

/// <summary>Describes the execution provider, with the reason when it is not the requested one.</summary>
static class ProviderText
{
    public static string Of(TextClassifier scorer, ExecutionProvider asked)
    {
        var provider = scorer.ExecutionProvider switch { ExecutionProvider.Cpu => "the CPU", ExecutionProvider.Managed => "the CPU, managed", _ => "CUDA" };
        return scorer.ExecutionProvider == asked ? provider : $"{provider} ({scorer.ExecutionProviderReason})";
    }
}
