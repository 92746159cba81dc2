using System.Globalization;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;
using RnnToolkit.Scorer.Options;
using RnnToolkit.Scorer.Output;
using RnnToolkit.Scorer.Pipeline;
using RnnToolkit.Scorer.Reporting;

namespace RnnToolkit.Scorer;

/// <summary>Scores one file: one output row per input row, in order.</summary>
sealed class ScoreJob(ScoreOptions options, StandardStreams streams, TextWriter results, TextWriter error)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var scorer = SentimentScorer.Load(options.Bundle, new SentimentScorerOptions
        {
            ExecutionProvider = options.Provider,
            MaxBatchSize = options.BatchSize,
            Threshold = options.Threshold,
        });
        using var input = ScoreInput.Open(options, streams);
        Announce(scorer);

        using var output = OpenOutput();
        var formatter = RowFormatter.For(options.OutputFormat);
        var tally = new ScoreTally();
        if (options.Header)
        {
            output.Write(formatter.Header, new ScoreState(input.Rows.Position, tally));
        }

        tally = await ScoreAsync(scorer, input, output, formatter, tally, cancellationToken);
        RequireFewErrors(tally);
        output.Commit();
        Report(scorer, tally);
    }

    async Task<ScoreTally> ScoreAsync(
        SentimentScorer scorer, ScoreInput input, ScoreOutput output, RowFormatter formatter, ScoreTally tally, CancellationToken cancellationToken)
    {
        var reader = new ChunkReader(input.Rows, options.BatchSize, end: null);
        var chunks = new ChunkScorer(scorer, options.Abstain, formatter);
        var faults = new FaultLog(error, input.Name);
        var progress = new ScoreProgress(error, streams.ErrorIsTerminal, () => input.Share, TimeProvider.System);
        var before = tally.Rows;
        try
        {
            await new ScorePipeline(reader.Read, chunks.Score, options.Threads).RunAsync(Write, cancellationToken);
        }
        finally
        {
            progress.Clear();
        }

        var rows = tally.Rows - before;
        var seconds = progress.Elapsed.TotalSeconds;
        await error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows in {seconds:F1} s ({rows / Math.Max(seconds, 0.001):N0} rows/s)").AsMemory(),
            cancellationToken);
        return tally;

        void Write(ScoredChunk chunk)
        {
            foreach (var fault in chunk.Faults)
            {
                if (options.MaxErrorRate == 0)
                {
                    throw fault.ToException(input.Name);
                }

                progress.Clear();
                faults.Add(fault);
            }

            tally += chunk.Tally;
            output.Write(chunk.Output.Span, new ScoreState(chunk.End, tally));
            progress.Report(tally.Rows - before);
        }
    }

    ScoreOutput OpenOutput() =>
        options.WritesStandardOutput
            ? new StandardOutput(streams.OpenOutput())
            : new FileOutput(options.Output, RowFormats.IsGzip(options.Output));

    void Announce(SentimentScorer scorer)
    {
        var threads = options.Threads == 1 ? "1 thread" : $"{options.Threads} threads";
        error.WriteLine($"Scoring {options.Input} with {scorer.Manifest.Name} on {scorer.ExecutionProvider} ({scorer.ExecutionProviderReason}), {threads}");
    }

    void RequireFewErrors(ScoreTally tally)
    {
        var rate = tally.Rows == 0 ? 0 : (double)tally.BadRows / tally.Rows;
        if (rate > options.MaxErrorRate)
        {
            throw new DatasetException(
                options.Input,
                null,
                string.Create(CultureInfo.InvariantCulture, $"{tally.BadRows} bad rows of {tally.Rows}, a rate of {rate:R}"),
                string.Create(CultureInfo.InvariantCulture, $"at most {options.MaxErrorRate:R} (--max-error-rate)"));
        }
    }

    void Report(SentimentScorer scorer, ScoreTally tally)
    {
        var report = ScoreReport.Of(scorer.Manifest, tally, options.Abstain is not null);
        var writer = options.WritesStandardOutput ? error : results; // standard output belongs to the scores there
        foreach (var line in options.Json ? [report.ToJson()] : report.ToLines(scorer.Manifest.Labels))
        {
            writer.WriteLine(line);
        }
    }
}
