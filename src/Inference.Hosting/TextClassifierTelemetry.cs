namespace RnnToolkit.Inference.Hosting;

/// <summary>Names under which a <see cref="HostedTextClassifier"/> reports to OpenTelemetry and other listeners.</summary>
public static class TextClassifierTelemetry
{
    /// <summary>The meter. Its instruments:
    /// <list type="bullet">
    /// <item><c>rnntoolkit.classifier.texts</c>: counter of scored texts by <c>model</c>, <c>label</c> and <c>status</c>, spelled as <see cref="PredictionStatuses.Name"/> does.</item>
    /// <item><c>rnntoolkit.classifier.duration</c>: histogram of seconds per call by <c>model</c> and <c>operation</c>.</item>
    /// <item><c>rnntoolkit.classifier.batch.size</c>: histogram of texts that were scored together by <c>model</c>: those of a batch call, or
    /// those that a micro-batch collected. Streams are not in it.</item>
    /// <item><c>rnntoolkit.classifier.queue.length</c>: up-down counter of texts that wait for a micro-batch, by <c>classifier</c>.</item>
    /// <item><c>rnntoolkit.classifier.failures</c>: counter of failed calls by <c>operation</c>, <c>error.type</c> and <c>classifier</c>.</item>
    /// <item><c>rnntoolkit.classifier.cancellations</c>: counter of cancelled calls by <c>operation</c> and <c>classifier</c>.</item>
    /// <item><c>rnntoolkit.classifier.reloads</c>: counter of new bundles by <c>outcome</c>, which is <c>loaded</c> or <c>rejected</c>, and <c>classifier</c>.</item>
    /// </list>
    /// <c>model</c> is the name in the manifest, <c>classifier</c> the name of the registration (empty without one) or the id in the catalog. <c>label</c> is
    /// the predicted label as the bundle names it: for a model with hundreds of labels, consider dropping it with a view of OpenTelemetry.
    /// </summary>
    public const string MeterName = "RnnToolkit.Inference";

    /// <summary>The activity source: an activity per call, named after its operation, with <c>model</c>, <c>texts</c> and <c>execution_provider</c>.</summary>
    public const string ActivitySourceName = "RnnToolkit.Inference";
}
