using System.Globalization;
using System.Runtime.CompilerServices;

namespace RnnToolkit.Preprocess;

/// <summary>Class and lower case of every code point. The data is embedded in the assembly, so it does not depend on the version of .NET or on ICU.</summary>
sealed class CharacterTable
{
    /// <summary>The embedded table: one range of code points per line.</summary>
    public const string Resource = "characters.tsv";

    const int PageBits = 8;
    const int PageSize = 1 << PageBits;
    const int CodePoints = 0x110000;

    // Two steps: the upper bits of a code point select a page, the lower bits an entry of the page. An entry is one of about 120 kinds.
    readonly byte[] _pages = new byte[CodePoints >> PageBits];
    readonly byte[] _kinds;
    readonly CharacterClass[] _classes;
    readonly int[] _differences;

    CharacterTable()
    {
        var kinds = new Dictionary<(CharacterClass Class, int Difference), byte>();
        var pages = new Dictionary<string, byte>(StringComparer.Ordinal);
        var (classes, differences) = (new CharacterClass[CodePoints], new int[CodePoints]);
        foreach (var line in WordList.Lines(Resource))
        {
            Read(line.Split('\t'), classes, differences);
        }

        var all = new List<byte>();
        for (var page = 0; page < _pages.Length; page++)
        {
            var content = new byte[PageSize];
            for (var i = 0; i < PageSize; i++)
            {
                var kind = (classes[(page << PageBits) + i], differences[(page << PageBits) + i]);
                if (!kinds.TryGetValue(kind, out content[i]))
                {
                    kinds.Add(kind, content[i] = checked((byte)kinds.Count));
                }
            }

            var key = Convert.ToHexString(content);
            if (!pages.TryGetValue(key, out _pages[page]))
            {
                pages.Add(key, _pages[page] = checked((byte)pages.Count));
                all.AddRange(content);
            }
        }

        _kinds = [.. all];
        _classes = [.. kinds.Keys.Select(kind => kind.Class)];
        _differences = [.. kinds.Keys.Select(kind => kind.Difference)];
    }

    /// <summary>The one table.</summary>
    public static CharacterTable Instance { get; } = new();

    /// <summary>The class of a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CharacterClass ClassOf(int codePoint) => _classes[KindOf(codePoint)];

    /// <summary>The lower case of a code point, always one code point; the code point itself when it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LowerOf(int codePoint) => codePoint + _differences[KindOf(codePoint)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int KindOf(int codePoint) => _kinds[(_pages[codePoint >> PageBits] << PageBits) | (codePoint & (PageSize - 1))];

    static void Read(string[] columns, CharacterClass[] classes, int[] differences)
    {
        var range = columns[0].Split('-', '/');
        var (first, last) = (Hex(range[0]), Hex(range[1]));
        if (columns[1] != "lower")
        {
            Array.Fill(classes, Enum.Parse<CharacterClass>(columns[1], ignoreCase: true), first, last - first + 1);
            return;
        }

        var (step, difference) = (int.Parse(range[2], CultureInfo.InvariantCulture), int.Parse(columns[2], CultureInfo.InvariantCulture));
        for (var c = first; c <= last; c += step)
        {
            differences[c] = difference;
        }
    }

    static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
