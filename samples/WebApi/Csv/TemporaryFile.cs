namespace RnnToolkit.WebApi.Csv;

/// <summary>Files that nobody else can read, and that disappear when they are closed or the process dies, even by kill -9.</summary>
static class TemporaryFile
{
    // Disk full, quota exceeded, file size limit.
    static readonly int[] s_full = OperatingSystem.IsWindows() ? [unchecked((int)0x80070070), unchecked((int)0x80070027)] : [28, 122, 69, 27];

    /// <summary>Creates an empty file. Unbuffered, because a buffer would be flushed on closing, which fails a second time on a full disk.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose, // Windows deletes it, however the process ends
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"rnntoolkit-{Guid.NewGuid():N}.tmp"), options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name); // elsewhere an open file needs no name
        }

        return file;
    }

    /// <summary>Whether a write failed because there is no room.</summary>
    public static bool IsStorageFull(IOException exception) => s_full.Contains(exception.HResult);
}
