using System.Globalization;

namespace RnnToolkit.DataCheck;

/// <summary>
/// The script of a letter. <c>Tables/scripts.tsv</c> has the ranges of Unicode 14.0's <c>Scripts.txt</c>, joined where only other characters than letters
/// lie between two ranges, so it answers for letters alone.
/// </summary>
static class Scripts
{
    public const int Unknown = 0;

    static readonly List<string> s_names = ["Unknown"];
    static readonly int[] s_first;
    static readonly int[] s_last;
    static readonly int[] s_scripts;

    static Scripts()
    {
        using var reader = new StreamReader(typeof(Scripts).Assembly.GetManifestResourceStream("scripts.tsv")!);
        var (first, last, scripts) = (new List<int>(), new List<int>(), new List<int>());
        while (reader.ReadLine() is { } line)
        {
            var columns = line.Split('\t', '-');
            first.Add(int.Parse(columns[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            last.Add(int.Parse(columns[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            var script = s_names.IndexOf(columns[2]);
            if (script < 0)
            {
                script = s_names.Count;
                s_names.Add(columns[2]);
            }

            scripts.Add(script);
        }

        (s_first, s_last, s_scripts) = ([.. first], [.. last], [.. scripts]);
        (Latin, Cyrillic, Greek) = (s_names.IndexOf("Latin"), s_names.IndexOf("Cyrillic"), s_names.IndexOf("Greek"));
    }

    public static int Latin { get; }

    public static int Cyrillic { get; }

    public static int Greek { get; }

    public static int Count => s_names.Count;

    public static string NameOf(int script) => s_names[script];

    /// <summary>The number of the script of a letter; <see cref="Unknown"/> for letters of no script or of several.</summary>
    public static int Of(int codePoint)
    {
        var index = Array.BinarySearch(s_first, codePoint);
        index = index < 0 ? ~index - 1 : index;
        return index >= 0 && codePoint <= s_last[index] ? s_scripts[index] : Unknown;
    }
}
