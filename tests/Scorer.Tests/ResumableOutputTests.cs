using System.Text;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Scorer.Output;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Tests;

/// <summary>
/// A kill leaves the journal of the last flush, and a part that is at least as long as it says. Closing without a commit leaves the same, so
/// these tests close after every chunk there is.
/// </summary>
public sealed class ResumableOutputTests : IDisposable
{
    const int Chunks = 12;

    static readonly Dictionary<string, string> s_settings = new() { ["a"] = "b" };

    readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    public ResumableOutputTests() => Directory.CreateDirectory(_folder["run"]);

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public void Write_StoppedAfterAnyChunk_ResumesAfterTheLastFlush(bool gzip, int chunksBetweenFlushes)
    {
        for (var stoppedAfter = 0; stoppedAfter <= Chunks; stoppedAfter++)
        {
            var name = $"{stoppedAfter}.csv";
            using (var output = Open(_folder["run", name], gzip, chunksBetweenFlushes))
            {
                WriteChunks(output, 0, stoppedAfter);
            }

            using (var part = new FileStream(_folder["run", name + ".part"], FileMode.Append))
            {
                part.Write("half a row"u8);
            }

            using (var output = Open(_folder["run", name], gzip, chunksBetweenFlushes))
            {
                var resumed = (int)(output.Resumed?.Position.Rows ?? 0);
                Assert.InRange(resumed, Math.Max(0, stoppedAfter - Math.Max(0, chunksBetweenFlushes - 1)), stoppedAfter);
                WriteChunks(output, resumed, Chunks);
                output.Commit();
            }

            Assert.Equal(string.Concat(Enumerable.Range(0, Chunks).Select(Row)), Read(_folder["run", name], gzip));
            Assert.Equal([name], Directory.EnumerateFiles(_folder["run"]).Select(Path.GetFileName));
            File.Delete(_folder["run", name]);
        }
    }

    [Fact]
    public void Commit_KilledBeforeTheJournalIsGone_CommitsAgain()
    {
        using (var output = Open(_folder["run", "a.csv"], gzip: false))
        {
            WriteChunks(output, 0, 3);
            var journal = File.ReadAllText(_folder["run", "a.csv.journal"]);
            output.Commit();
            File.WriteAllText(_folder["run", "a.csv.journal"], journal.Replace("\"complete\": false", "\"complete\": true", StringComparison.Ordinal));
        }

        using (var output = Open(_folder["run", "a.csv"], gzip: false))
        {
            Assert.Equal(3, output.Resumed!.Position.Rows);
            Assert.Equal(3, output.Resumed.Tally.Rows);
            output.Commit();
        }

        Assert.Equal("row 0\nrow 1\nrow 2\n", File.ReadAllText(_folder["run", "a.csv"]));
        Assert.Equal(["a.csv"], Directory.EnumerateFiles(_folder["run"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_WhileAnotherRunWrites_IsRefused()
    {
        using var first = Open(_folder["run", "a.csv"], gzip: false);
        WriteChunks(first, 0, 2);

        Assert.Throws<IOException>(() => Open(_folder["run", "a.csv"], gzip: false));
        first.Commit();
        Assert.Equal("row 0\nrow 1\n", File.ReadAllText(_folder["run", "a.csv"]));
    }

    [Fact]
    public void Open_PartWithoutJournal_StartsOver()
    {
        _folder.Write("run/a.csv.part", "left by a run that was killed before its first flush");

        using (var output = Open(_folder["run", "a.csv"], gzip: false))
        {
            Assert.Null(output.Resumed);
            WriteChunks(output, 0, 1);
            output.Commit();
        }

        Assert.Equal("row 0\n", File.ReadAllText(_folder["run", "a.csv"]));
    }

    [Fact]
    public void Open_CompleteJournalBesideAnotherOutput_IsRefused()
    {
        using (var output = Open(_folder["run", "a.csv"], gzip: false))
        {
            WriteChunks(output, 0, 3);
        }

        var journal = File.ReadAllText(_folder["run", "a.csv.journal"]);
        _folder.Write("run/a.csv.journal", journal.Replace("\"complete\": false", "\"complete\": true", StringComparison.Ordinal));
        File.Delete(_folder["run", "a.csv.part"]);
        _folder.Write("run/a.csv", "longer than what the journal tells of, so it is another output");

        Assert.Throws<DatasetException>(() => Open(_folder["run", "a.csv"], gzip: false));
        Assert.StartsWith("longer", File.ReadAllText(_folder["run", "a.csv"]), StringComparison.Ordinal);
    }

    // The clock advances a second at every look: a chunk looks once, a flush twice.
    static ResumableOutput Open(string path, bool gzip, int chunksBetweenFlushes = 0) =>
        new(path, gzip, s_settings, TimeSpan.FromSeconds(chunksBetweenFlushes), new ManualTime(step: TimeSpan.FromSeconds(1)));

    static void WriteChunks(ResumableOutput output, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            output.Write(Encoding.UTF8.GetBytes(Row(i)), new ScoreState(new RowPosition(100 * i, i + 1, i + 2), new ScoreTally { Statuses = [i + 1, .. new long[RowStatuses.Count - 1]] }));
        }
    }

    static string Row(int index) => $"row {index}\n";

    static string Read(string path, bool gzip) => gzip ? Gzip.ReadText(path) : File.ReadAllText(path);
}
