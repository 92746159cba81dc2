namespace RnnToolkit.Tooling.Commands;

/// <summary>Threads that keep the processor busy until they are disposed of. They belong to this process: however it ends, they end with it.</summary>
internal sealed class BusyLoops : IDisposable
{
    readonly Thread[] _threads;
    volatile bool _stop;

    public BusyLoops(int count)
    {
        _threads = [.. Enumerable.Range(1, count).Select(number => new Thread(Spin) { IsBackground = true, Name = $"busy loop {number}" })];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>How many are running.</summary>
    public int Running => _threads.Count(thread => thread.IsAlive);

    public void Dispose()
    {
        _stop = true;
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    void Spin()
    {
        while (!_stop)
        {
            Thread.SpinWait(1000);
        }
    }
}
