using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Search;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>Trains the trials of a sweep, one after the other, until none is left; other workers may do the same in the same directory.</summary>
/// <param name="sweep">What is searched, and where.</param>
/// <param name="pipeline">Trains.</param>
/// <param name="template">The job of all trials, without what varies.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Receives a line a trial.</param>
sealed class SweepWorker(Sweep sweep, TrainingPipeline pipeline, TrainingJob template, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    readonly SweepDirectory _directory = sweep.Directory;
    readonly SweepPlan _plan = sweep.Plan;
    readonly Sampler _sampler = sweep.Sampler();
    int _trials = sweep.Plan.Trials;

    /// <summary>Trains.</summary>
    /// <param name="budget">No trial is started after this time; null for no limit.</param>
    /// <param name="cancellationToken">Stops; a trial that has begun is resumed by the next worker.</param>
    /// <returns>Whether all trials are finished.</returns>
    public bool Run(TimeSpan? budget, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var claims = TrialClaims.Join(_directory.Claims, time);
        while (IsLeft())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(start) >= budget)
            {
                return false;
            }

            if (Next(claims) is var (trial, point, claim))
            {
                Train(trial, point, claim, cancellationToken);
                sweep.WriteResults();
            }
            else
            {
                cancellationToken.WaitHandle.WaitOne(s_pause); // others have the rest: one of them may die
            }
        }

        claims.RemoveLeftovers(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var trial) && _directory.IsFinished(trial));
        return true;
    }

    bool IsLeft() => Enumerable.Range(1, _trials).Any(trial => !_directory.IsFinished(trial));

    (int Trial, SearchPoint Point, TrialClaim Claim)? Next(TrialClaims claims)
    {
        for (var trial = 1; trial <= _trials; trial++)
        {
            if (_directory.IsFinished(trial) || claims.TryTake(SweepDirectory.NameOf(trial)) is not { } claim)
            {
                continue;
            }

            if (!_directory.IsFinished(trial)) // its worker may have finished it just now
            {
                if (PointOf(trial) is { } point)
                {
                    return (trial, point, claim);
                }

                Log.SpaceExhausted(logger, trial - 1);
                _trials = trial - 1;
            }

            claim.Release();
            claim.Dispose();
        }

        return null;
    }

    /// <summary>What the trial began with, or a proposal; null when nothing is left to try.</summary>
    SearchPoint? PointOf(int trial)
    {
        if (_directory.ProposalOf(trial, sweep.Space) is { } begun)
        {
            return begun;
        }

        var finished = _directory.Finished(sweep.Space).Select(other => other.Result(_plan.Goal)).ToList();
        var point = _sampler.Propose(trial - 1, finished, _directory.Taken(sweep.Space));
        if (point is not null)
        {
            _directory.WriteProposal(trial, sweep.Space, point);
        }

        return point;
    }

    void Train(int trial, SearchPoint point, TrialClaim claim, CancellationToken cancellationToken)
    {
        using (claim)
        {
            Log.TrialStarts(logger, trial, _trials, sweep.Describe(point));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, claim.Lost);
            try
            {
                var outcome = Outcome(trial, point, stop.Token);
                _directory.WriteOutcome(trial, outcome);
                LogOutcome(trial, outcome);
            }
            catch (OperationCanceledException) when (claim.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                Log.TrialLost(logger, trial);
            }
            finally
            {
                claim.Release();
            }
        }
    }

    TrialOutcome Outcome(int trial, SearchPoint point, CancellationToken cancellationToken)
    {
        // As they were when the trial began: a trial that is resumed is stopped where it would have been.
        var completed = _directory.Finished(sweep.Space).Where(other => other.Outcome.Status is TrialStatus.Completed).ToList();
        var pruning = new MedianPruning([.. completed.Select(other => Losses(other.Outcome.Epochs))]);
        string? pruned = null;
        try
        {
            var job = template with
            {
                Config = sweep.ConfigOf(point),
                Models = [sweep.ModelOf(point)],
                Output = _directory.RunOf(trial),
                Resume = File.Exists(Path.Combine(_directory.RunOf(trial), RunLayout.RunFile)),
                StopsAfter = epochs => (pruned ??= PruneReason(epochs)) is not null,
            };
            var result = pipeline.Train(job, cancellationToken).Single();
            return new TrialOutcome(
                pruned is null ? TrialStatus.Completed : TrialStatus.Pruned, result.Epochs, result.Epochs.Index().First(entry => entry.Item == result.Best).Index + 1, pruned);
        }
        catch (OptionsValidationException exception)
        {
            return Failed(string.Join("; ", exception.Failures)); // values that do not go together
        }
        catch (Exception exception) when (exception is InvalidDataException or ExternalException)
        {
            return Failed(exception.Message); // it diverged; or libtorch gave up, as when memory is short
        }

        string? PruneReason(IReadOnlyList<EpochMetrics> epochs)
        {
            var losses = Losses(epochs);
            return _plan.Prune && pruning.Stops(losses)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"after epoch {epochs.Count}: {sweep.Goal.Text(losses.Min())}, the median of {completed.Count} trials was {sweep.Goal.Text(pruning.Median(losses.Length)!.Value)}")
                : null;
        }

        static TrialOutcome Failed(string reason) => new(TrialStatus.Failed, [], 0, reason.ReplaceLineEndings(" "));
    }

    double[] Losses(IReadOnlyList<EpochMetrics> epochs) => [.. epochs.Select(epoch => TrialOutcome.Loss(epoch, _plan.Goal))];

    void LogOutcome(int trial, TrialOutcome outcome)
    {
        if (outcome.Best is not { } best)
        {
            Log.TrialFailed(logger, trial, outcome.Reason!);
        }
        else if (outcome.Status is TrialStatus.Pruned)
        {
            Log.TrialPruned(logger, trial, outcome.Reason!);
        }
        else
        {
            Log.TrialCompleted(logger, trial, sweep.Goal.Name, sweep.Goal.Text(TrialOutcome.Loss(best, _plan.Goal)));
        }
    }
}
