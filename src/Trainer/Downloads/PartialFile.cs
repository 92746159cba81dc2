using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnToolkit.Trainer.Downloads;

/// <summary>What has arrived of a file, and next to it what a later attempt must know to continue. It survives the process.</summary>
sealed class PartialFile : IDisposable
{
    const int MostStateBytes = 1 << 16;

    readonly FileStream _stream;
    readonly string _statePath;

    PartialFile(string path, string statePath, FileStream stream) => (Path, _statePath, _stream) = (path, statePath, stream);

    public string Path { get; }

    /// <summary>Bytes that have arrived.</summary>
    public long Length => _stream.Length;

    /// <summary>What was said of the file whose bytes these are; null for none.</summary>
    public PartialState? State { get; private set; }

    /// <summary>Opens or creates the file. Bytes without a valid state, or of another address, are dropped.</summary>
    /// <exception cref="IOException">Another process downloads it, or it cannot be written.</exception>
    public static PartialFile Open(string path, Uri url)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        var file = new PartialFile(path, path + ".json", stream);
        try
        {
            file.State = file.ReadState() is { } state && state.Url == url.AbsoluteUri ? state : null;
            if (file.State is null)
            {
                stream.SetLength(0);
            }

            stream.Seek(0, SeekOrigin.End);
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Starts from nothing.</summary>
    /// <param name="state">What the server says of the file; null when it says nothing that a later attempt could rely on.</param>
    public void Restart(PartialState? state)
    {
        // First the state: bytes of one version must never lie next to the state of another.
        File.Delete(_statePath);
        _stream.SetLength(0);
        _stream.Flush(flushToDisk: true);
        State = state;
        if (state is not null)
        {
            File.WriteAllBytes(_statePath, JsonSerializer.SerializeToUtf8Bytes(state, PartialStateJson.Default.PartialState));
        }
    }

    public void Append(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    /// <summary>Writes what has arrived to the disk, so that it counts even if the process is killed.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Removes the file and its state.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(Path);
        File.Delete(_statePath);
    }

    /// <summary>Forgets the state of a file that is complete.</summary>
    public void DeleteState() => File.Delete(_statePath);

    public void Dispose() => _stream.Dispose();

    PartialState? ReadState()
    {
        try
        {
            return File.Exists(_statePath) && new FileInfo(_statePath).Length <= MostStateBytes
                ? JsonSerializer.Deserialize(File.ReadAllBytes(_statePath), PartialStateJson.Default.PartialState)
                : null;
        }
        catch (JsonException)
        {
            return null; // a killed writer's: the download starts again
        }
    }
}

/// <summary>What a server said of a file.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Validator">Its strong ETag or its Last-Modified: what <c>If-Range</c> compares.</param>
/// <param name="Bytes">Its size.</param>
sealed record PartialState(string Url, string Validator, long? Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PartialState))]
sealed partial class PartialStateJson : JsonSerializerContext;
