using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RnnToolkit.Bundle;

namespace RnnToolkit.CommandLine;

/// <summary>What an output path leads to.</summary>
public enum OutputKind
{
    /// <summary>A regular file, or nothing yet: it is replaced in one step.</summary>
    RegularFile,

    /// <summary>A device, a named pipe, a socket or another descriptor of this process: it is written into.</summary>
    Special,

    /// <summary>Standard output under another name, such as /dev/stdout.</summary>
    StandardOutput,
}

/// <summary>The target of an output path after following symbolic links. Programs replace regular files and write into everything else.</summary>
/// <param name="Path">The path at the end of the links.</param>
/// <param name="Kind">What is there.</param>
public sealed partial record OutputTarget(string Path, OutputKind Kind)
{
    /// <summary>Looks up a path.</summary>
    /// <exception cref="IOException">It is a directory, lies in a directory that does not exist, or its links form a loop.</exception>
    public static OutputTarget Of(string path)
    {
        var target = path;
        foreach (var next in LinkTargets.Chain(path))
        {
            target = next;

            // Following such a link would open the file again and write it from its start.
            if (!OperatingSystem.IsWindows() && Descriptor().Match(target) is { Success: true } descriptor)
            {
                return new OutputTarget(target, descriptor.Groups["number"].Value == "1" ? OutputKind.StandardOutput : OutputKind.Special);
            }
        }

        return new OutputTarget(target, KindOf(path, target));
    }

    /// <summary>Writes the whole output: a regular file in one step, anything else directly.</summary>
    /// <param name="write">Receives the stream to write.</param>
    public void Write(Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (Kind == OutputKind.RegularFile)
        {
            AtomicOutput.WriteFile(Path, write);
            return;
        }

        using var stream = Kind == OutputKind.StandardOutput ? Console.OpenStandardOutput() : OpenSpecial();
        write(stream);
        stream.Flush();
    }

    /// <summary>Opens a <see cref="OutputKind.Special"/> target. A named pipe waits for its reader here.</summary>
    public Stream OpenSpecial() =>
        // A descriptor may lead to a regular file, which is appended to.
        new FileStream(Path, Descriptor().IsMatch(Path) ? FileMode.Append : FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);

    static OutputKind KindOf(string path, string target)
    {
        if (Directory.Exists(target))
        {
            throw new IOException($"{path}: found a directory, expected a file");
        }

        if (OperatingSystem.IsWindows())
        {
            return target.StartsWith(@"\\.\", StringComparison.Ordinal) ? OutputKind.Special : OutputKind.RegularFile; // NUL, COM1, pipes
        }

        if (File.Exists(target))
        {
            return FileTypes.IsRegular(target) ? OutputKind.RegularFile : OutputKind.Special;
        }

        var directory = System.IO.Path.GetDirectoryName(target)!;
        return Directory.Exists(directory)
            ? OutputKind.RegularFile
            : throw new IOException($"{path}: found no directory {directory}, expected one that exists");
    }

    [GeneratedRegex("^(/dev/fd|/proc/(self|thread-self)/fd)/(?<number>[0-9]+)$")]
    private static partial Regex Descriptor();

    /// <summary>The type of a file, which .NET does not expose.</summary>
    static partial class FileTypes
    {
        const int CurrentDirectory = -100; // AT_FDCWD
        const uint TypeMask = 1; // STATX_TYPE
        const int StatxModeOffset = 28;
        const int DarwinModeOffset = 4;
        const int TypeBits = 0xF000; // S_IFMT
        const int Regular = 0x8000; // S_IFREG

        /// <summary>Whether a file is a regular one; true where the platform gives no answer.</summary>
        public static bool IsRegular(string path)
        {
            var status = new byte[256]; // as large as struct statx; larger than macOS' struct stat
            try
            {
                var (result, offset) =
                    OperatingSystem.IsLinux() ? (Statx(CurrentDirectory, path, 0, TypeMask, status), StatxModeOffset)
                    : !OperatingSystem.IsMacOS() ? (-1, 0)
                    : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (StatInode64(path, status), DarwinModeOffset)
                    : (Stat(path, status), DarwinModeOffset);
                return result != 0 || (BitConverter.ToUInt16(status, offset) & TypeBits) == Regular;
            }
            catch (EntryPointNotFoundException)
            {
                return true;
            }
        }

        [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Statx(int directory, string path, int flags, uint mask, [In, Out] byte[] status);

        [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Stat(string path, [In, Out] byte[] status);

        [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int StatInode64(string path, [In, Out] byte[] status);
    }
}
