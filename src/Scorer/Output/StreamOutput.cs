namespace RnnToolkit.Scorer.Output;

/// <summary>Rows that go to a pipe, which cannot be taken back.</summary>
sealed class StandardOutput(Stream stream) : ScoreOutput
{
    // Whoever reads along sees rows as soon as they are scored: a chunk is written in one call.
    public override void Write(ReadOnlySpan<byte> rows, ScoreState state) => stream.Write(rows);

    public override void Commit() => stream.Flush();

    public override void Dispose() => stream.Dispose();
}
