using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Sweeps;

namespace RnnToolkit.Trainer.Tests.Sweeps;

public sealed class TrialClaimsTests : IDisposable
{
    const string Here = "this machine";

    readonly TempDirectory _temp = new();

    [Fact]
    public void TryTake_ManyWorkers_OneGetsIt()
    {
        var workers = Enumerable.Range(0, 8).Select(_ => Join(new ManualTime())).ToList();

        var claims = new TrialClaim?[workers.Count];
        Parallel.For(0, workers.Count, i => claims[i] = workers[i].TryTake("001"));

        Assert.Single(claims.OfType<TrialClaim>());
        Assert.All(workers, worker => Assert.Null(worker.TryTake("001"))); // it is alive
        workers.ForEach(worker => worker.Dispose());
    }

    [Fact]
    public void TryTake_ReleasedTrial_IsFree()
    {
        using var one = Join(new ManualTime());
        using var other = Join(new ManualTime());
        var claim = one.TryTake("001")!;
        Assert.Null(other.TryTake("001"));

        claim.Release();

        Assert.Equal(1, other.TryTake("001")!.Generation);
    }

    [Fact]
    public void TryTake_HolderWasKilledOnThisMachine_TakesOverAtOnce()
    {
        DeadWorker(Here, beats: 7);
        using var worker = Join(new ManualTime());

        var claim = worker.TryTake("001");

        Assert.Equal(2, claim!.Generation);
        claim.Release();
        worker.RemoveLeftovers(_ => true);
        Assert.Single(Directory.EnumerateFiles(_temp["claims"])); // the worker's own
    }

    [Fact]
    public void TryTake_HolderOfAnotherMachine_TakesOverWhenItGivesNoSignOfLife()
    {
        DeadWorker("another machine", beats: 7);
        var time = new ManualTime();
        using var worker = Join(time);

        Assert.Null(worker.TryTake("001"));
        time.Now += TimeSpan.FromSeconds(50);
        DeadWorker("another machine", beats: 8); // it lives
        Assert.Null(worker.TryTake("001"));
        time.Now += TimeSpan.FromSeconds(59);
        Assert.Null(worker.TryTake("001"));
        time.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(2, worker.TryTake("001")!.Generation);
    }

    [Theory]
    [InlineData("")]                    // killed before it wrote its id
    [InlineData("../../etc/passwd")]
    public void TryTake_ClaimWithoutAWorker_IsTakenOverLater(string content)
    {
        _temp.Write("claims/001.1", content);
        var time = new ManualTime();
        using var worker = Join(time);

        Assert.Null(worker.TryTake("001"));
        time.Now += TrialClaims.Limit;
        Assert.NotNull(worker.TryTake("001"));
    }

    [Fact]
    public async Task Beat_TrialWasTakenOver_IsLost()
    {
        var time = new ManualTime();
        using var suspended = Join(time);
        var claim = suspended.TryTake("001")!;
        Assert.Equal(TrialClaims.Beat, await time.FireAsync());
        Assert.False(claim.Lost.IsCancellationRequested);

        _temp.Write("claims/001.2", "other");
        await time.FireAsync();

        Assert.True(claim.Lost.IsCancellationRequested);
        claim.Release();
        Assert.True(File.Exists(_temp["claims", "001.2"])); // it is the other worker's
    }

    [Fact]
    public void Dispose_LastWorker_LeavesNothing()
    {
        Join(new ManualTime()).Dispose();

        Assert.False(Directory.Exists(_temp["claims"]));
    }

    public void Dispose() => _temp.Dispose();

    TrialClaims Join(TimeProvider time) => TrialClaims.Join(_temp["claims"], time, Here);

    void DeadWorker(string machine, int beats)
    {
        _temp.Write("claims/worker-dead1234", $"{machine}\n{beats}\n");
        _temp.Write("claims/001.1", "dead1234");
    }
}
