namespace RnnToolkit.Inference.Hosting;

/// <summary>Names under which a <see cref="HostedSentimentScorer"/> reports to OpenTelemetry and other listeners.</summary>
public static class SentimentScorerTelemetry
{
    /// <summary>
    /// The meter. Its instruments: <c>rnntoolkit.scorer.texts</c> (counter of scored texts by <c>model</c>, <c>label</c> and
    /// <c>status</c>), <c>rnntoolkit.scorer.duration</c> (histogram of seconds per call by <c>model</c> and <c>operation</c>),
    /// <c>rnntoolkit.scorer.batch.size</c> (histogram of texts per call), <c>rnntoolkit.scorer.failures</c> (counter by
    /// <c>operation</c> and <c>error.type</c>) and <c>rnntoolkit.scorer.reloads</c> (counter by <c>outcome</c>: <c>loaded</c> or <c>refused</c>).
    /// </summary>
    public const string MeterName = "RnnToolkit.Inference";

    /// <summary>The activity source: an activity per call, named after its operation, with <c>model</c>, <c>texts</c> and <c>execution_provider</c>.</summary>
    public const string ActivitySourceName = "RnnToolkit.Inference";
}
