using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;
using RnnToolkit.Scorer.Options;
using RnnToolkit.Scorer.Output;
using RnnToolkit.Scorer.Pipeline;
using RnnToolkit.Scorer.Reporting;

namespace RnnToolkit.Scorer;

/// <summary>Scores one file: one output row per input row, in order.</summary>
sealed class ScoreJob(ScoreOptions options, StandardStreams streams, TimeProvider time, TextWriter results, StandardError error)
{
    readonly ILogger _logger = error.Logger<ScoreJob>();

    // How much work a kill can lose. A shorter interval would flush to the disk more often.
    static readonly TimeSpan s_flushInterval = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var scorer = Load();
        var labels = new LabelSet(scorer.Manifest.Labels);
        using var input = ScoreInput.Open(options, labels, streams, cancellationToken);
        Announce(scorer);

        using var output = await OpenOutputAsync(scorer, cancellationToken);
        var formatter = RowFormatter.For(options.OutputFormat, OutputColumns.For(options, labels.Names));
        var state = Begin(input, output, labels, formatter, cancellationToken);
        try
        {
            state = await ScoreAsync(new ChunkScorer(scorer, labels, options, formatter), input, output, state, cancellationToken);
            var tally = state.Tally;
            ErrorRate.Require(options.Input, (tally.BadRows, tally.BadBytes), (tally.Rows, tally.Bytes), options.Columns.MaxErrorRate);
            Writing(output.Commit);
        }
        catch
        {
            Suspend(output);
            throw;
        }

        Report(scorer, state.Tally);
    }

    /// <exception cref="OptionsValidationException">An option is for two labels, and the bundle has more.</exception>
    TextClassifier Load()
    {
        var twoLabels = options.Threshold is not null ? "--threshold" : options.Abstain is not null ? "--abstain" : null;
        if (twoLabels is not null && ModelBundle.Read(options.Bundle).Manifest.Labels is { Count: > 2 } labels)
        {
            throw new OptionsValidationException(
                nameof(ScoreOptions), typeof(ScoreOptions), [$"{twoLabels}: found a bundle with {labels.Count} labels, expected two; --abstain-below works with any"]);
        }

        return TextClassifier.Load(options.Bundle, new TextClassifierOptions
        {
            ExecutionProvider = options.Provider,
            MaxBatchSize = options.BatchSize,
            Threshold = options.Threshold,
        });
    }

    /// <summary>Moves to the first row to score: of the file, of the shard, or after those that an earlier process wrote.</summary>
    ScoreState Begin(ScoreInput input, ScoreOutput output, LabelSet labels, RowFormatter formatter, CancellationToken cancellationToken)
    {
        if (output is ResumableOutput { Resumed: { } resumed })
        {
            if (!resumed.Tally.Classified.AreValid(labels.Count))
            {
                throw new DatasetException(options.Output, "journal", "counts of more labels than the bundle has", "an earlier process with this bundle; delete the journal to start over");
            }

            Log.Resuming(_logger, resumed.Position.Rows, options.Input);
            input.Rows.MoveTo(resumed.Position);
            return resumed;
        }

        if (options.Shard is { Index: > 0 } shard)
        {
            input.Rows.SkipTo(shard.Begin(input.Length), options.BatchSize, cancellationToken);
        }

        var state = new ScoreState(input.Rows.Position, new ScoreTally());
        if (options.Header)
        {
            Writing(() => output.Write(formatter.Header, state));
        }

        return state;
    }

    async Task<ScoreState> ScoreAsync(
        ChunkScorer chunks, ScoreInput input, ScoreOutput output, ScoreState state, CancellationToken cancellationToken)
    {
        var end = options.Shard?.End(input.Length);
        var reader = new ChunkReader(input.Rows, options.BatchSize, end);
        var before = state.Tally.Rows;
        var start = time.GetTimestamp();
        await error.Progress(time).RunAsync("Scoring", "rows", () => input.ShareOf(end), progress =>
        {
            var faults = new FaultLog(line => Log.BadRow(_logger, line), input.Name, "more bad rows follow; the output has their status and byte offset");
            return new ScorePipeline(reader.Read, chunks.Score, options.Threads).RunAsync(chunk => Write(chunk, faults, progress), cancellationToken);
        });

        var rows = state.Tally.Rows - before;
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        Log.RowsScored(_logger, rows, seconds, rows / Math.Max(seconds, 0.001));
        return state;

        void Write(ScoredChunk chunk, FaultLog faults, IProgressReport progress)
        {
            foreach (var fault in chunk.Faults)
            {
                if (options.Columns.MaxErrorRate == 0 && fault.Kind != RowFaultKind.BadLabel)
                {
                    throw fault.ToException(input.Name);
                }

                faults.Add(fault, fault.Kind == RowFaultKind.BadLabel ? "; the row is scored, but not counted in the metrics" : "");
            }

            state = new ScoreState(chunk.End, state.Tally + chunk.Tally);
            Writing(() => output.Write(chunk.Output.Span, state));
            progress.Report(state.Tally.Rows - before);
        }
    }

    async Task<ScoreOutput> OpenOutputAsync(TextClassifier scorer, CancellationToken cancellationToken)
    {
        var gzip = RowFormats.IsGzip(options.Output);
        var target = options.Target;
        return target.Kind switch
        {
            OutputKind.StandardOutput => new StreamOutput(streams.OpenOutput(), gzip),
            // A named pipe waits for its reader, and that must not keep Ctrl+C waiting.
            OutputKind.Special => new StreamOutput(await Task.Run(target.OpenSpecial, CancellationToken.None).WaitAsync(cancellationToken), gzip),
            _ when options.Resume => new ResumableOutput(target.Path, gzip, ResumeSettings.Of(options, scorer), s_flushInterval, time),
            _ => new FileOutput(target.Path, gzip),
        };
    }

    /// <summary>Names the output in the error of a full disk or a closed pipe; the platform would name a temporary file.</summary>
    void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            var reason = exception.Message.Split(" : '", 2)[0];
            throw new IOException($"{(options.WritesStandardOutput ? "standard output" : options.Output)}: found {reason.ToLowerInvariant()}, expected to write the scores there", exception);
        }
    }

    void Suspend(ScoreOutput output)
    {
        try
        {
            if (output.Suspend() is { } note)
            {
                error.WriteResult(note);
            }
        }
        catch (IOException)
        {
            // The disk that made the run fail may fail again; what was flushed before is still valid.
        }
    }

    void Announce(TextClassifier scorer)
    {
        var threads = options.Threads == 1 ? "1 thread" : $"{options.Threads} threads";
        Log.ScoringStarts(_logger, options.Input, scorer.Manifest.Name, ProviderText.Of(scorer, options.Provider), threads);
    }

    void Report(TextClassifier scorer, ScoreTally tally)
    {
        var report = ScoreReport.Of(scorer.Manifest, tally, options.CanAbstain);
        Action<string> write = options.WritesStandardOutput ? error.WriteResult : results.WriteLine; // the scores are on standard output
        foreach (var line in options.Json ? [report.ToJson()] : report.ToLines())
        {
            write(line);
        }
    }
}
