using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnToolkit.Preprocess;

/// <summary>Class and lower case of every code point. The data is embedded in the assembly, so it does not depend on the version of .NET or on ICU.</summary>
sealed class CharacterTable
{
    /// <summary>The embedded table: one range of code points per line.</summary>
    public const string Resource = "characters.tsv";

    const int PageBits = 8;
    const int PageSize = 1 << PageBits;
    const int CodePoints = 0x110000;

    // Two steps: the upper bits of a code point select a page, the lower bits an entry of the page. An entry is the index of a kind.
    readonly byte[] _pages = new byte[CodePoints >> PageBits];
    readonly byte[] _kinds;
    readonly CharacterClass[] _classes;
    readonly int[] _differences;

    CharacterTable()
    {
        var kinds = new List<(CharacterClass Class, int Difference)> { default };
        var kindOf = new byte[CodePoints];
        foreach (var line in WordList.Lines(Resource))
        {
            Read(line.Split('\t'), kindOf, kinds);
        }

        // Equal pages are stored once.
        var pages = new List<byte>();
        for (var page = 0; page < _pages.Length; page++)
        {
            var content = kindOf.AsSpan(page << PageBits, PageSize);
            var known = 0;
            while (known < pages.Count && !content.SequenceEqual(CollectionsMarshal.AsSpan(pages).Slice(known, PageSize)))
            {
                known += PageSize;
            }

            if (known == pages.Count)
            {
                pages.AddRange(content);
            }

            _pages[page] = checked((byte)(known >> PageBits));
        }

        _kinds = [.. pages];
        _classes = [.. kinds.Select(kind => kind.Class)];
        _differences = [.. kinds.Select(kind => kind.Difference)];
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

    static void Read(string[] columns, byte[] kindOf, List<(CharacterClass Class, int Difference)> kinds)
    {
        var range = columns[0].Split('-', '/');
        var (first, last) = (Hex(range[0]), Hex(range[1]));
        if (columns[1] != "lower")
        {
            kindOf.AsSpan(first, last - first + 1).Fill(IndexOf((Enum.Parse<CharacterClass>(columns[1], ignoreCase: true), 0), kinds));
            return;
        }

        var (step, difference) = (int.Parse(range[2], CultureInfo.InvariantCulture), int.Parse(columns[2], CultureInfo.InvariantCulture));
        for (var c = first; c <= last; c += step)
        {
            kindOf[c] = IndexOf((kinds[kindOf[c]].Class, difference), kinds);
        }
    }

    static byte IndexOf((CharacterClass Class, int Difference) kind, List<(CharacterClass Class, int Difference)> kinds)
    {
        var index = kinds.IndexOf(kind);
        if (index < 0)
        {
            index = kinds.Count;
            kinds.Add(kind);
        }

        return checked((byte)index);
    }

    static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
