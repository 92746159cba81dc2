using System.Runtime.InteropServices;

namespace RnnToolkit.Bundle;

/// <summary>The two file-system calls that .NET lacks: writing a directory's entries to the disk, and exchanging two directories.</summary>
static partial class NativeFiles
{
    const int CurrentDirectory = -100; // AT_FDCWD
    const uint LinuxExchange = 2;      // RENAME_EXCHANGE
    const uint MacSwap = 2;            // RENAME_SWAP
    const int InvalidArgument = 22;    // EINVAL: this file system cannot sync a directory
    const int LinuxNotSupported = 95;  // ENOTSUP
    const int MacNotSupported = 45;

    /// <summary>Writes the entries of a directory to the disk. Windows needs no such thing.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw Failure(path);
        }

        try
        {
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() is not (InvalidArgument or LinuxNotSupported or MacNotSupported))
            {
                throw Failure(path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Exchanges two directories in one step, so that both names exist at every moment.</summary>
    /// <returns>False where the platform or the file system cannot; nothing has changed then.</returns>
    public static bool TryExchange(string left, string right)
    {
        try
        {
            if (OperatingSystem.IsLinux() && ExchangeCallNumber() is { } number)
            {
                return SystemCall(number, CurrentDirectory, left, CurrentDirectory, right, LinuxExchange) == 0;
            }

            return OperatingSystem.IsMacOS() && RenameMac(left, right, MacSwap) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    // The number of renameat2. Through syscall, because musl has no function of that name.
    static nint? ExchangeCallNumber() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 316,
        Architecture.Arm64 => 276,
        _ => null,
    };

    static IOException Failure(string path) => new($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SystemCall(nint number, nint oldDirectory, string oldPath, nint newDirectory, string newPath, nuint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameMac(string oldPath, string newPath, uint flags);
}
