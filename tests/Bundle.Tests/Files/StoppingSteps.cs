namespace RnnToolkit.Bundle.Tests;

/// <summary>The process was killed.</summary>
sealed class KilledException(string after) : Exception($"Killed after: {after}");

/// <summary>
/// Stops after a step as a killed process does: no later step is taken, so nothing that runs while the exception travels can tidy up.
/// </summary>
/// <param name="stopAfter">The number of steps that are taken; <see cref="int.MaxValue"/> for all.</param>
/// <param name="canExchange">Whether this file system can exchange two directories.</param>
sealed class StoppingSteps(int stopAfter = int.MaxValue, bool canExchange = true) : FileSteps
{
    readonly List<string> _taken = [];

    /// <summary>The steps that were taken.</summary>
    public IReadOnlyList<string> Taken => _taken;

    /// <summary>A step of the caller's own.</summary>
    public void TakeOther(string step, Action action) => Take(step, action);

    protected override void Take(string step, Action action)
    {
        if (_taken.Count < stopAfter)
        {
            action();
            _taken.Add(step);
        }

        if (_taken.Count >= stopAfter)
        {
            throw new KilledException(_taken[^1]);
        }
    }

    // One step for all that look on, so the tests do not depend on what this machine can.
    protected override bool Exchange(string left, string right)
    {
        if (canExchange)
        {
            var third = left + ".third";
            Directory.Move(left, third);
            Directory.Move(right, left);
            Directory.Move(third, right);
        }

        return canExchange;
    }

    // A killed process loses nothing that it wrote; a power cut would, and the order of the steps is tested instead.
    protected override void FlushFile(string path) => Assert.True(File.Exists(path));

    protected override void FlushDirectory(string path) => Assert.True(Directory.Exists(path));
}
