using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace RnnToolkit.Trainer.Downloads;

/// <summary>Downloads one file over HTTP; a connection that breaks is resumed where it broke, also by a later process.</summary>
/// <param name="client">Sends the requests. It must not decompress: a range is one of the bytes as they are stored.</param>
/// <param name="limits">When to give up.</param>
/// <param name="time">The clock of pauses and silences.</param>
/// <param name="warn">Receives a line for every attempt that failed.</param>
sealed class ResumableDownload(HttpClient client, DownloadLimits limits, TimeProvider time, Action<string> warn)
{
    const int BufferSize = 1 << 17;
    const long FlushedBytes = 16 << 20;

    /// <summary>Downloads until the file is complete.</summary>
    /// <param name="url">The address.</param>
    /// <param name="file">What has arrived already, and receives the rest.</param>
    /// <param name="bytes">The size that the file must have; null where it is not known.</param>
    /// <param name="report">Is called with the bytes that have arrived and the size, null while it is not known.</param>
    /// <param name="cancellationToken">Stops; what has arrived is kept.</param>
    /// <exception cref="IOException">The file is not there, is another one, or the server fails too often. What has arrived is kept unless it is wrong.</exception>
    public async Task Run(Uri url, PartialFile file, long? bytes, Action<long, long?> report, CancellationToken cancellationToken)
    {
        var failures = 0;
        for (var attempt = 1; ; attempt++)
        {
            var before = file.Length;
            try
            {
                await Attempt(url, file, bytes, report, cancellationToken);
                file.Flush();
                return;
            }
            catch (TransientException exception)
            {
                file.Flush();
                failures = file.Length > before ? 1 : failures + 1;
                if (failures >= limits.MostFailures || attempt >= limits.MostAttempts)
                {
                    throw new IOException(Invariant($"{url}: {exception.Message}; gave up after {attempt} attempts, rerun to resume at {file.Length:N0} bytes"), exception);
                }

                var pause = Pause(failures, exception.RetryAfter);
                warn(Invariant($"{exception.Message}; trying again in {pause.TotalSeconds:F0} s at {file.Length:N0} bytes"));
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    TimeSpan Pause(int failures, TimeSpan? asked)
    {
        var pause = limits.FirstPause * Math.Pow(2, failures - 1);
        pause = asked > pause ? asked.Value : pause;
        return pause < limits.LongestPause ? pause : limits.LongestPause;
    }

    async Task Attempt(Uri url, PartialFile file, long? bytes, Action<long, long?> report, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(limits.Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            using var request = Request(url, file);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!Accept(url, response, file, bytes))
            {
                return;
            }

            var size = bytes ?? file.State?.Bytes ?? response.Content.Headers.ContentLength;
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            await Copy(url, body, file, size, report, silence, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException(Invariant($"the server was silent for {limits.Silence.TotalSeconds:F0} s"), exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError || exception.InnerException is AuthenticationException)
        {
            throw new IOException($"{url}: found a server that could not prove who it is ({OneLine(exception)}), expected a valid certificate", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or IOException { InnerException: SocketException })
        {
            throw new TransientException($"the connection failed: {OneLine(exception)}", exception);
        }
    }

    static HttpRequestMessage Request(Uri url, PartialFile file)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd("rnntoolkit-trainer");
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (file is { Length: > 0, State: { } state })
        {
            request.Headers.Range = new RangeHeaderValue(file.Length, null);
            request.Headers.TryAddWithoutValidation("If-Range", state.Validator);
        }

        return request;
    }

    /// <summary>Reads the head of an answer and prepares the file for its body.</summary>
    /// <returns>False when there is nothing left to read.</returns>
    bool Accept(Uri url, HttpResponseMessage response, PartialFile file, long? bytes)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: { } from } range && file.State is { } state
                && from == file.Length && (range.Length is null || state.Bytes is null || range.Length == state.Bytes)
                && (Validator(response) is not { } validator || validator == state.Validator):
                return true;

            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when file.Length > 0:
                if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && response.Content.Headers.ContentRange?.Length == file.Length && file.Length == (bytes ?? file.Length))
                {
                    return false; // the last byte had arrived
                }

                file.Restart(null);
                throw new TransientException("the file changed on the server, or is another part than was asked for");

            case HttpStatusCode.OK:
                var size = response.Content.Headers.ContentLength;
                if (bytes is { } expected && size is { } found && found != expected)
                {
                    throw new IOException(Invariant($"{url}: found a file of {found:N0} bytes, expected {expected:N0}"));
                }

                if (size > limits.MostBytes)
                {
                    throw new IOException(Invariant($"{url}: found a file of {size:N0} bytes, expected at most {limits.MostBytes:N0}"));
                }

                file.Restart(Validator(response) is { } version ? new PartialState(url.AbsoluteUri, version, size) : null);
                return true;

            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransientException($"the server answered {Status(response)}") { RetryAfter = RetryAfter(response) };

            default:
                throw new IOException($"{url}: the server answered {Status(response)}, expected the file");
        }
    }

    async Task Copy(
        Uri url, Stream body, PartialFile file, long? size, Action<long, long?> report, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        var most = size ?? limits.MostBytes;
        var unflushed = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                silence.CancelAfter(limits.Silence);
                if (file.Length + read > most)
                {
                    file.Restart(null);
                    throw new IOException(Invariant($"{url}: found more than {most:N0} bytes, expected {(size is null ? "at most so many" : "so many")}"));
                }

                file.Append(buffer.AsSpan(0, read));
                report(file.Length, size);
                unflushed += read;
                if (unflushed >= FlushedBytes)
                {
                    file.Flush();
                    unflushed = 0;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (file.Length < size)
        {
            throw new TransientException(Invariant($"the server sent {file.Length:N0} of {size:N0} bytes"));
        }
    }

    /// <summary>What says that the file is the same: If-Range accepts no weak ETag.</summary>
    static string? Validator(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture);

    TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;

    static string Status(HttpResponseMessage response) => Invariant($"{(int)response.StatusCode} {OneLine(response.ReasonPhrase ?? "")}").TrimEnd();

    // The innermost says what happened: the others that something did.
    static string OneLine(Exception exception) => OneLine((exception.InnerException is { } inner and not OperationCanceledException ? inner : exception).Message);

    static string OneLine(string text) => string.Concat(text.Take(200).Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>A failure after which another attempt may succeed.</summary>
    sealed class TransientException(string message, Exception? innerException = null) : Exception(message, innerException)
    {
        public TimeSpan? RetryAfter { get; init; }
    }
}
