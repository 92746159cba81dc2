namespace RnnToolkit.Datasets;

/// <summary>How the characters of a file are stored.</summary>
public enum FileEncoding
{
    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>UTF-16, little-endian unless a byte order mark says otherwise.</summary>
    Utf16,

    /// <summary>ISO 8859-1: a byte a character.</summary>
    Latin1,

    /// <summary>Windows-1252, which is Latin-1 with typographic quotes, dashes and the euro sign.</summary>
    Windows1252,
}
