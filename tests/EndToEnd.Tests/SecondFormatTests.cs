using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>
/// The samples in other languages on bundles of the second format. The one in Python makes ids and n-grams by docs/preprocessing.md, so it proves
/// that the page is complete: its texts contain what the page has rules for.
/// </summary>
public sealed class SecondFormatTests : IDisposable
{
    // Scripts, digits, marks, joiners, quotes, spaces, skin tones and what has no lower case of its own kind.
    const string Awkward = "aZ09 é\u0301ßİıΣσς'’n t@_#/&;<>.,!?-—…字カなไทยກខក مرحبا שלום हिन्दी १२३٤٥\u200B\u200D\u00A0\uFE0F👍🏽👩‍👧Ⅷ½²\uFFFD\u3000ǅÅﬁ";

    static readonly string[] s_pieces =
    [
        "<b>", "</b>", "<br />", "<3", "<!-- x -->", "<script>if (a < b)</script>", "&amp;", "&#8217;", "&#x1F600;", "&#150;", "&#129;", "&#0;", "&nbsp;", "&apos;", "&unknown;",
        "&lt;b&gt;", "http://a.example/x?y=1.", "HTTPS://A", "www.a.b,", "www.", "xhttp://a", "@user", "a@b.example", "@1", "@_x", "can't", "CAN’T", "n't", "12345", "1234",
        "１２３４５", "12345a", "o'clock", "'quoted'", "rock'n'roll", "n''t", "good", "great", "don't", "love", "the cat", "supercalifragilistic", new string('x', 120), "字字字", "😀😀",
    ];

    readonly TempDirectory _temp = new();

    public static TheoryData<string, RecurrentCell, Pooling, bool> Models => new()
    {
        { "two labels, attention", RecurrentCell.Lstm, Pooling.Attention, true },
        { "many labels, last", RecurrentCell.Rnn, Pooling.Last, true },
        { "many labels, mean and maximum", RecurrentCell.Gru, Pooling.MeanMax, true },
        { "many labels, no n-grams", RecurrentCell.Gru, Pooling.Max, false },
    };

    [PythonTheory]
    [MemberData(nameof(Models))]
    public async Task Python_AnyModelAndText_GetsIdsNGramsAndProbabilities(string name, RecurrentCell cell, Pooling pooling, bool wide)
    {
        var (bundle, lines) = Write(name, cell, pooling, wide);

        var (exitCode, output, error) = await ProgramRunner.RunFile(
            PythonFactAttribute.Python!, RepositoryFolder.Path, Path.Combine("samples", "python", "check_bundle.py"), bundle, lines);

        Assert.True(exitCode == 0, error);
        Assert.Matches("400 texts of .*: all ids equal, largest difference", output);
    }

    [NodeTheory]
    [MemberData(nameof(Models))]
    public async Task Node_AnyModel_GetsTheProbabilitiesOfIdsAndNGrams(string name, RecurrentCell cell, Pooling pooling, bool wide)
    {
        var (bundle, lines) = Write(name, cell, pooling, wide);

        var (exitCode, output, error) = await ProgramRunner.RunFile("node", RepositoryFolder.Path, Path.Combine("samples", "node", "check-bundle.js"), bundle, lines);

        Assert.True(exitCode == 0, error);
        Assert.Matches(@"model\.onnx: 400 texts of \S+, largest difference \d", output);
    }

    [PythonFact]
    public async Task Python_LineWithOtherNGrams_IsRefused()
    {
        var (bundle, lines) = Write("two labels", RecurrentCell.Gru, Pooling.MeanMax, wide: true);
        var text = await File.ReadAllLinesAsync(lines);
        var changed = Array.FindIndex(text, line => line.Contains("\"nGrams\":[1,", StringComparison.Ordinal));
        text[changed] = text[changed].Replace("\"nGrams\":[1,", "\"nGrams\":[", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(lines, text);

        var (exitCode, _, error) = await ProgramRunner.RunFile(
            PythonFactAttribute.Python!, RepositoryFolder.Path, Path.Combine("samples", "python", "check_bundle.py"), bundle, lines);

        Assert.Equal(1, exitCode);
        Assert.Contains($", line {changed + 1}: n-gram ids by the documented steps: found", error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>Writes a bundle and 400 awkward texts with what the library and the reference make of them.</summary>
    (string Bundle, string Lines) Write(string name, RecurrentCell cell, Pooling pooling, bool wide)
    {
        var labels = name.StartsWith("two", StringComparison.Ordinal) ? new[] { "ham", "spam" } : ["a", "b", "字", "d"];
        var tiny = TinyBundle.General(labels, cell, pooling, wide);
        tiny.Write(_temp["bundle"]);
        var random = new Random(11);
        JsonLinesFile.Write(_temp["lines.jsonl"], Enumerable.Range(0, 400).Select(_ => Line(tiny, Text(random))), ArtifactJsonLines.Default.Probe);
        return (_temp["bundle"], _temp["lines.jsonl"]);
    }

    static Probe Line(TinyBundle tiny, string text)
    {
        var (ids, nGrams) = (new long[TinyBundle.SequenceLength], new NGramIds());
        _ = tiny.Encoder.NGrams is null ? tiny.Encoder.Encode(text, ids) : tiny.Encoder.Encode(text, ids, nGrams);
        return Probe.Of(text, ids, Array.ConvertAll(tiny.Logits(text), logit => (float)logit), tiny.Encoder.NGrams is null ? null : nGrams.Values.ToArray());
    }

    static string Text(Random random)
    {
        var characters = Awkward.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(3) switch
        {
            0 => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => characters[random.Next(characters.Length)].ToString())),
            _ => s_pieces[random.Next(s_pieces.Length)] + (random.Next(2) == 0 ? " " : ""),
        }));
    }
}
