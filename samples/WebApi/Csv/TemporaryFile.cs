namespace RnnToolkit.WebApi.Csv;

/// <summary>Files that nobody else may read and that are gone when they are closed.</summary>
static class TemporaryFile
{
    const int BufferSize = 1 << 16;

    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"rnntoolkit-{Guid.NewGuid():N}.tmp"), options);
    }
}
