using System.Runtime.InteropServices;

namespace RnnToolkit.CommandLine.Tests;

public sealed class InterruptionTests : IDisposable
{
    readonly StringWriter _error = new();
    readonly ManualTime _time = new();
    readonly List<int> _exits = [];
    readonly Interruption _interruption;

    public InterruptionTests() => _interruption = new(new StandardError(_error, new LogSettings()), _time, _exits.Add, CancellationToken.None);

    public void Dispose()
    {
        _interruption.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Receive_FirstCtrlC_CancelsAndSaysWhatTheSecondOneDoes()
    {
        _interruption.Receive(PosixSignal.SIGINT);

        Assert.True(_interruption.Token.IsCancellationRequested);
        Assert.Empty(_exits);
        Assert.Equal($"warning: Stopping; press Ctrl+C again to stop at once, without saving{Environment.NewLine}", _error.ToString());
    }

    [Fact]
    public void Receive_SecondCtrlC_EndsTheProcessAtOnce()
    {
        _interruption.Receive(PosixSignal.SIGINT);
        _time.Now = TimeSpan.FromSeconds(1);
        _interruption.Receive(PosixSignal.SIGINT);

        Assert.Equal([ExitCode.Cancelled], _exits);
    }

    // The terminal sends the signal to all programs in front, and one of them may pass it on.
    [Fact]
    public void Receive_SameKeyPressTwice_CountsOnce()
    {
        _interruption.Receive(PosixSignal.SIGINT);
        _time.Now = TimeSpan.FromMilliseconds(100);
        _interruption.Receive(PosixSignal.SIGINT);

        Assert.Empty(_exits);
    }

    [Fact]
    public void Receive_RequestsToTerminate_CancelAndWait()
    {
        _interruption.Receive(PosixSignal.SIGTERM);
        _time.Now = TimeSpan.FromSeconds(5);
        _interruption.Receive(PosixSignal.SIGTERM);

        Assert.True(_interruption.Token.IsCancellationRequested);
        Assert.Empty(_exits);
    }

    [Fact]
    public async Task Receive_WorkThatDoesNotStop_IsEnded()
    {
        _interruption.Receive(PosixSignal.SIGTERM);
        await _time.FireAsync();

        Assert.Equal([ExitCode.Cancelled], _exits);
    }
}
