using System.Buffers;

namespace RnnToolkit.Datasets.Rows;

/// <summary>
/// Splits a stream of UTF-8 bytes into records at line ends outside quotes. Works on bytes, because delimiters, quotes and line ends
/// never occur inside a multi-byte UTF-8 sequence, and because offsets stay exact even where the bytes are not UTF-8.
/// </summary>
/// <remarks>
/// A record beyond the size limit is still scanned to its end, so that the next record starts at the right place; only its bytes are dropped.
/// </remarks>
sealed class RecordScanner(Stream stream, int maxRecordBytes)
{
    const int InitialBuffer = 1 << 17;
    const int MaxPeek = 1 << 16;
    const byte Quote = (byte)'"';
    const byte NewLine = (byte)'\n';

    byte[] _buffer = new byte[Math.Min(InitialBuffer, maxRecordBytes + 1)];
    int _start;             // first byte kept of the record
    int _scan;              // first byte not looked at
    int _end;               // first free byte
    long _bufferOffset;     // file offset of _buffer[0]
    State _state;
    bool _ended;

    enum State
    {
        FieldStart,
        Unquoted,
        Quoted,
        QuoteInQuoted,
    }

    /// <summary>What separates fields, which may begin with a quote; null where quotes mean nothing. Set before the first record is read.</summary>
    public byte? Delimiter { get; set; }

    /// <summary>Offset of the record's first byte.</summary>
    public long Offset { get; private set; }

    /// <summary>Offset after the record's line end.</summary>
    public long EndOffset => _bufferOffset + _start;

    /// <summary>Lines before the record.</summary>
    public long LinesBefore { get; private set; }

    /// <summary>Lines up to and including the record.</summary>
    public long LinesAfter { get; private set; }

    /// <summary>Whether the record was longer than the limit, so that its bytes were dropped.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Whether the record ended inside quotes, at the end of the stream.</summary>
    public bool EndedInQuotes { get; private set; }

    /// <summary>The first bytes of the stream, where a byte order mark may be. Call before anything else.</summary>
    public ReadOnlySpan<byte> PeekHead()
    {
        while (_end < 3 && Fill())
        {
        }

        return _buffer.AsSpan(0, Math.Min(_end, 3));
    }

    /// <summary>The stream from its start, for another reader. This one is not used any longer.</summary>
    public Stream Detach() => new ResumedStream(_buffer.AsMemory(0, _end), stream);

    /// <summary>Skips a UTF-8 byte order mark. Call before the first record.</summary>
    public void SkipByteOrderMark()
    {
        if (FileEncodings.OfByteOrderMark(PeekHead()) is FileEncoding.Utf8)
        {
            _start = _scan = 3;
        }
    }

    /// <summary>The bytes up to the next line end, also one in quotes; the first ones where a line is very long.</summary>
    public ReadOnlySpan<byte> PeekLine()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf(NewLine)) < 0)
        {
            if (_end - _start >= Math.Min(MaxPeek, maxRecordBytes) || !Fill())
            {
                length = _end - _start;
                break;
            }
        }

        return TrimCarriageReturn(_buffer.AsSpan(_start, length));
    }

    /// <summary>Moves to a place between two records, a later one or the start of the record just read; false when the input ends before it.</summary>
    public bool MoveTo(RowPosition position)
    {
        LinesAfter = position.Lines;
        if (position.Offset <= _bufferOffset + _end)
        {
            _start = _scan = (int)(position.Offset - _bufferOffset);
            return true;
        }

        if (!(stream.CanSeek ? TrySeek(position.Offset) : TryDiscard(position.Offset - (_bufferOffset + _end))))
        {
            return false;
        }

        (_start, _scan, _end, _bufferOffset, _ended) = (0, 0, 0, position.Offset, false);
        return true;
    }

    /// <summary>Finds the next record.</summary>
    /// <param name="record">Its bytes without line end, valid until the next call; empty when <see cref="Overflowed"/>.</param>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        (LinesBefore, Overflowed, EndedInQuotes, _state) = (LinesAfter, false, false, State.FieldStart);
        Offset = _bufferOffset + _start;
        while (true)
        {
            if (_scan == _end && !Fill())
            {
                return TryFinish(out record);
            }

            if (FindLineEnd() is var lineEnd && lineEnd >= 0)
            {
                record = Finish(lineEnd, lineEnd + 1);
                return true;
            }
        }
    }

    /// <summary>Advances the state machine; the index of the line end, or -1 with all bytes looked at.</summary>
    int FindLineEnd()
    {
        if (Delimiter is not { } separator)
        {
            var index = _buffer.AsSpan(_scan, _end - _scan).IndexOf(NewLine);
            _scan = index < 0 ? _end : _scan + index;
            return index < 0 ? -1 : _scan;
        }

        while (_scan < _end)
        {
            var rest = _buffer.AsSpan(_scan, _end - _scan);
            switch (_state)
            {
                case State.FieldStart when rest[0] == Quote:
                    (_state, _scan) = (State.Quoted, _scan + 1);
                    break;
                case State.FieldStart:
                    _state = State.Unquoted;
                    break;
                case State.Unquoted:
                    var end = rest.IndexOfAny(separator, NewLine);
                    if (end >= 0 && rest[end] == NewLine)
                    {
                        return _scan + end;
                    }

                    (_state, _scan) = end < 0 ? (State.Unquoted, _end) : (State.FieldStart, _scan + end + 1);
                    break;
                case State.Quoted:
                    var quote = rest.IndexOf(Quote);
                    (_state, _scan) = quote < 0 ? (State.Quoted, _end) : (State.QuoteInQuoted, _scan + quote + 1);
                    break;
                case State.QuoteInQuoted when rest[0] == Quote:
                    (_state, _scan) = (State.Quoted, _scan + 1);
                    break;
                case State.QuoteInQuoted:
                    // A delimiter or line end, or text that makes the record malformed: all end the quotes.
                    _state = State.Unquoted;
                    break;
            }
        }

        return -1;
    }

    bool TryFinish(out ReadOnlySpan<byte> record)
    {
        var any = Overflowed || _end > _start;
        EndedInQuotes = any && _state == State.Quoted;
        record = any ? Finish(_end, _end) : [];
        return any;
    }

    ReadOnlySpan<byte> Finish(int end, int next)
    {
        var content = _buffer.AsSpan(_start, end - _start);
        LinesAfter += 1 + content.Count(NewLine);
        _start = _scan = next;
        return Overflowed ? [] : TrimCarriageReturn(content);
    }

    static ReadOnlySpan<byte> TrimCarriageReturn(ReadOnlySpan<byte> record) => record is [.., (byte)'\r'] ? record[..^1] : record;

    bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (Overflowed || _end - _start > maxRecordBytes)
        {
            Overflowed = true;
            LinesAfter += _buffer.AsSpan(_start, _end - _start).Count(NewLine);
            _start = _end;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferOffset += _start;
            (_scan, _end, _start) = (_scan - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min((long)_buffer.Length * 2, maxRecordBytes + 1L));
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
        return !_ended;
    }

    bool TrySeek(long offset)
    {
        if (offset > stream.Length)
        {
            return false;
        }

        stream.Position = offset;
        return true;
    }

    bool TryDiscard(long count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
        while (count > 0 && stream.Read(buffer, 0, (int)Math.Min(count, buffer.Length)) is var read && read > 0)
        {
            count -= read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return count == 0;
    }
}
