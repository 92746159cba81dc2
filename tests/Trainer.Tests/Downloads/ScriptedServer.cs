using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RnnToolkit.Trainer.Tests.Downloads;

/// <summary>A web server on this machine that misbehaves as it is told: each connection gets the next answer of a script, and the last one from then on.</summary>
sealed class ScriptedServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly List<string> _requests = [];
    readonly Func<string, Stream, Task>[] _answers;
    readonly Task _running;

    public ScriptedServer(params Func<string, Stream, Task>[] answers)
    {
        _answers = answers;
        _listener.Start();
        _running = Run();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/archive.tar.gz");

    /// <summary>The heads of the requests, in their order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The whole file; ranges are ignored.</summary>
    public static Func<string, Stream, Task> Whole(byte[] content, string headers = "") => (_, stream) => Send(stream, "200 OK", content, content.Length, headers);

    /// <summary>The file, or the range that was asked for, if the condition holds.</summary>
    public static Func<string, Stream, Task> Ranges(byte[] content, string tag) => (request, stream) =>
    {
        var start = RangeStart(request);
        return start is null || !request.Contains($"If-Range: {tag}", StringComparison.OrdinalIgnoreCase)
            ? Send(stream, "200 OK", content, content.Length, $"ETag: {tag}\r\n")
            : Send(stream, "206 Partial Content", content[start.Value..], content.Length - start.Value, ContentRange(start.Value, content.Length) + $"ETag: {tag}\r\n");
    };

    /// <summary>The first bytes of the file, or of the range that was asked for; then the connection breaks.</summary>
    public static Func<string, Stream, Task> Broken(byte[] content, int after, string headers) => (request, stream) =>
    {
        var start = RangeStart(request) ?? 0;
        var sent = content.AsMemory(start, Math.Min(after, content.Length - start)).ToArray();
        return Send(stream, start == 0 ? "200 OK" : "206 Partial Content", sent, content.Length - start, (start == 0 ? "" : ContentRange(start, content.Length)) + headers);
    };

    /// <summary>The first bytes of the file; then the connection is reset.</summary>
    public static Func<string, Stream, Task> Reset(byte[] content, int after, string tag) => async (request, stream) =>
    {
        await Send(stream, "200 OK", content[..after], content.Length, $"ETag: {tag}\r\n");
        ((NetworkStream)stream).Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        ((NetworkStream)stream).Socket.Close();
    };

    /// <summary>Another status, without the file.</summary>
    public static Func<string, Stream, Task> Status(string status, string headers = "") => (_, stream) => Send(stream, status, Encoding.ASCII.GetBytes("sorry"), 5, headers);

    /// <summary>Content that ends with the connection: nobody says how much there is.</summary>
    public static Func<string, Stream, Task> WithoutLength(byte[] content) => (_, stream) => Send(stream, "200 OK", content, null, "");

    /// <summary>A part of the file, whatever was asked for.</summary>
    public static Func<string, Stream, Task> Part(byte[] content, int start, string tag) => (_, stream) =>
        Send(stream, "206 Partial Content", content[start..], content.Length - start, ContentRange(start, content.Length) + $"ETag: {tag}\r\n");

    /// <summary>The head and a few bytes, then nothing until the client goes.</summary>
    public static Func<string, Stream, Task> Silent(byte[] content, int after, string tag) => async (request, stream) =>
    {
        await Send(stream, "200 OK", content[..after], content.Length, $"ETag: {tag}\r\n");
        _ = await stream.ReadAsync(new byte[1]);
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running.WaitAsync(TimeSpan.FromMinutes(1));
        _stop.Dispose();
    }

    async Task Run()
    {
        for (var connection = 0; ; connection++)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                var request = await ReadHead(stream);
                lock (_requests)
                {
                    _requests.Add(request);
                }

                await _answers[Math.Min(connection, _answers.Length - 1)](request, stream).WaitAsync(_stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException && _stop.IsCancellationRequested)
            {
                return;
            }
            catch (IOException)
            {
                // The client went first.
            }
        }
    }

    static async Task<string> ReadHead(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    static async Task Send(Stream stream, string status, byte[] content, int? length, string headers)
    {
        var head = $"HTTP/1.1 {status}\r\n{(length is null ? "" : $"Content-Length: {length}\r\n")}Connection: close\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(content);
        await stream.FlushAsync();
    }

    static int? RangeStart(string request) => request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase)) is { } line
        ? int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
        : null;

    static string ContentRange(int start, int length) => $"Content-Range: bytes {start}-{length - 1}/{length}\r\n";
}
