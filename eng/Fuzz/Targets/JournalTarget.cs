using System.Text;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Fuzz.Mutations;
using RnnToolkit.Scorer.Output;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>The scorer's journal, with the resuming that follows it: whatever it says, no row may be lost or written twice without a word.</summary>
static class JournalTarget
{
    static readonly byte[] s_input = "text\ngood\nbad\nfine\n"u8.ToArray();
    static readonly byte[] s_part = "id\n1\n2\n"u8.ToArray();
    static readonly Dictionary<string, string> s_settings = new() { ["batch size"] = "64", ["shard"] = "all" };

    public static FuzzTarget Create(string scratch)
    {
        var valid = Scratch.Folder(scratch, "journal");
        var path = Path.Combine(valid, "valid.journal");
        var tally = new ScoreTally { Statuses = [2, .. new long[RowStatuses.Count - 1]], Bytes = 9 };
        new Journal { Settings = s_settings, State = new ScoreState(new RowPosition(14, 2, 3), tally), OutputLength = s_part.Length }.Write(path);
        return new("scorer-journal", [File.ReadAllBytes(path)], Json.Mutate, Resume, typeof(DatasetException));
    }

    static void Resume(byte[] journal, string folder)
    {
        var path = Path.Combine(folder, "out.csv");
        File.Delete(path);
        Scratch.File(folder, "out.csv.part", s_part);
        Scratch.File(folder, "out.csv.journal", journal);
        using var output = new ResumableOutput(path, gzip: false, s_settings, TimeSpan.FromHours(1), TimeProvider.System);
        if (output.Resumed is not { } state)
        {
            throw new InvalidOperationException("expected a journal that is read or refused");
        }

        using var rows = new TextRowReader(new MemoryStream(s_input), "input", RowFormat.Csv, new DatasetOptions { RequireLabels = false });
        rows.MoveTo(state.Position);
        while (rows.Read() is { } row)
        {
            state = new ScoreState(rows.Position, state.Tally + new ScoreTally());
            output.Write(Encoding.ASCII.GetBytes($"{row.Number}\n"), state);
        }

        output.Commit();
        if (File.Exists(path + ".part") || File.Exists(path + ".journal"))
        {
            throw new InvalidOperationException("expected nothing but the output");
        }
    }
}
