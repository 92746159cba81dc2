namespace RnnToolkit.Fuzz.Mutations;

/// <summary>Changes in a table or a file of lines: quotes, delimiters and line ends added, removed and moved; fields and rows repeated; bytes that are not UTF-8.</summary>
static class Delimited
{
    static readonly byte[][] s_pieces =
    [
        [.. "\""u8], [.. "\"\""u8], [.. ","u8], [.. "\t"u8], [.. "\n"u8], [.. "\r\n"u8], [.. "\r"u8], [.. " "u8], [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF],
        [0xFF, 0xFE], [.. "é𝄞"u8], [.. "\"a\"b"u8], [.. "text,label\n"u8], [.. "1"u8], [.. "pos"u8], new byte[300],
    ];

    public static byte[] Mutate(byte[] input, Random random)
    {
        var at = random.Next(input.Length + 1);
        var piece = s_pieces[random.Next(s_pieces.Length)];
        switch (random.Next(5))
        {
            case 0:
                return [.. input[..at], .. piece, .. input[at..]];
            case 1:
                // Removes what one piece of structure is: the next quote, delimiter or line end.
                var next = input.AsSpan(at).IndexOfAny("\",\t\r\n"u8);
                return next < 0 ? input[..at] : [.. input[..(at + next)], .. input[(at + next + 1)..]];
            case 2:
                var (start, end) = Line(input, at);
                return [.. input[..end], .. input[start..end], .. input[end..]];
            case 3:
                (start, end) = Line(input, at);
                return [.. input[..start], .. input[end..]];
            default:
                // Longer than the rows that are read.
                (start, end) = Line(input, at);
                return [.. input[..start], .. Enumerable.Repeat(input[start..end], 1 + random.Next(40)).SelectMany(line => line.Where(value => value != '\n')), .. input[end..]];
        }
    }

    static (int Start, int End) Line(byte[] input, int at)
    {
        var start = input.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        var length = input.AsSpan(at).IndexOf((byte)'\n');
        return (start, length < 0 ? input.Length : at + length + 1);
    }
}
