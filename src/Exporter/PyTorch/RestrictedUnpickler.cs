using System.Buffers.Binary;
using System.Text;
using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.PyTorch;

/// <summary>
/// Reads what <c>torch.save</c> writes for a state dict, and nothing else. A pickle is a program for a stack machine that may call any
/// Python function; this one knows the operations that build plain data and the names in <see cref="PickleGlobal"/>, and refuses the
/// rest by name. Every step consumes at least a byte and adds at most one small value, so memory is bounded by the length.
/// </summary>
/// <remarks>Opcodes: the Python standard library's documentation of <c>pickletools</c>.</remarks>
ref struct RestrictedUnpickler
{
    /// <summary>The longest pickle that is read: a state dict needs about a hundred bytes a tensor.</summary>
    public const int MaxLength = 1 << 20;

    const string PickleFile = "data.pkl";
    const int MaxNameLength = 256;
    static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static readonly object s_mark = new();

    readonly string _path;
    readonly ReadOnlySpan<byte> _pickle;
    readonly List<object?> _stack = [];
    readonly Dictionary<long, object?> _memo = [];
    int _at;
    int _start; // of the current operation, for messages

    RestrictedUnpickler(ReadOnlySpan<byte> pickle, string path)
    {
        _pickle = pickle;
        _path = path;
    }

    /// <summary>Reads a pickle of the file at <paramref name="path"/>.</summary>
    /// <exception cref="CheckpointFormatException">It is damaged, or holds something else than plain data and tensors.</exception>
    public static object? Read(ReadOnlySpan<byte> pickle, string path)
    {
        if (pickle.Length > MaxLength)
        {
            throw new CheckpointFormatException(path, PickleFile, $"{pickle.Length} bytes", $"at most {MaxLength}");
        }

        var reader = new RestrictedUnpickler(pickle, path);
        return reader.Run();
    }

    object? Run()
    {
        while (true)
        {
            _start = _at;
            var opcode = (Opcode)Take(1)[0];
            if (opcode == Opcode.Stop)
            {
                return _stack.Count == 1 ? Pop() : throw Refused($"{_stack.Count} values at the end", "one");
            }

            Step(opcode);
        }
    }

    void Step(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Proto: Require(Take(1)[0] is >= 2 and <= 5, "another pickle protocol", "2 to 5"); break;
            case Opcode.Frame: Take(8); break;
            case Opcode.None: _stack.Add(null); break;
            case Opcode.NewTrue: _stack.Add(true); break;
            case Opcode.NewFalse: _stack.Add(false); break;
            case Opcode.BinInt: _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case Opcode.BinInt1: _stack.Add((long)Take(1)[0]); break;
            case Opcode.BinInt2: _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case Opcode.Long1: _stack.Add(TakeLong()); break;
            case Opcode.BinFloat: _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case Opcode.ShortBinUnicode: _stack.Add(TakeText(Take(1)[0])); break;
            case Opcode.BinUnicode: _stack.Add(TakeText(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case Opcode.EmptyDict: _stack.Add(new PickleDict()); break;
            case Opcode.EmptyList: _stack.Add(new PickleList()); break;
            case Opcode.EmptyTuple: _stack.Add(new PickleTuple([])); break;
            case Opcode.Tuple1: Push(new PickleTuple(PopMany(1))); break;
            case Opcode.Tuple2: Push(new PickleTuple(PopMany(2))); break;
            case Opcode.Tuple3: Push(new PickleTuple(PopMany(3))); break;
            case Opcode.Tuple: Push(new PickleTuple(PopToMark())); break;
            case Opcode.Mark: _stack.Add(s_mark); break;
            case Opcode.Append: PopMany(1); Top<PickleList>(); break;
            case Opcode.Appends: PopToMark(); Top<PickleList>(); break;
            case Opcode.SetItem: SetItems(PopMany(2)); break;
            case Opcode.SetItems: SetItems(PopToMark()); break;
            case Opcode.BinPut: _memo[Take(1)[0]] = Top<object?>(); break;
            case Opcode.LongBinPut: _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top<object?>(); break;
            case Opcode.Memoize: _memo[_memo.Count] = Top<object?>(); break;
            case Opcode.BinGet: _stack.Add(Recall(Take(1)[0])); break;
            case Opcode.LongBinGet: _stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case Opcode.Global: _stack.Add(Global(TakeLine(), TakeLine())); break;
            case Opcode.StackGlobal: StackGlobal(); break;
            case Opcode.BinPersId: Push(Storage(Pop())); break;
            case Opcode.Reduce: Reduce(); break;
            case Opcode.Build: Pop(); Top<PickleDict>(); break; // a state dict's version numbers
            default: throw Refused($"the operation {Name(opcode)}", "only those that build plain data and tensors");
        }
    }

    void StackGlobal()
    {
        var names = PopMany(2);
        Push(names is [string module, string name] ? Global(module, name) : throw Refused("a name that is not text", "a module and a name"));
    }

    PickleGlobal Global(string module, string name) => PickleGlobal.Find(module, name)
        ?? throw Refused($"the name {Short(module)}.{Short(name)}", "a state dict: tensors and plain data, nothing that Python would have to run");

    void Reduce()
    {
        var (arguments, callee) = (Pop(), Pop());
        if (callee is not PickleGlobal global || arguments is not PickleTuple { Items: var items })
        {
            throw Refused("a call of something else than a known name", "OrderedDict or a tensor");
        }

        Push(global.Kind switch
        {
            PickleGlobal.GlobalKind.OrderedDict when items.Length == 0 => new PickleDict(),
            PickleGlobal.GlobalKind.RebuildTensor => Tensor(items),
            PickleGlobal.GlobalKind.RebuildParameter when items is [PickledTensor tensor, ..] => tensor,
            _ => throw Refused($"a call of {global.Kind} with {items.Length} arguments", "one as torch.save writes it"),
        });
    }

    PickledTensor Tensor(object?[] items) =>
        items is [PickledStorage storage, long offset, PickleTuple shape, PickleTuple strides, ..]
        && Longs(shape) is { } dimensions
        && Longs(strides) is { } steps
            ? new PickledTensor(storage, offset, dimensions, steps)
            : throw Refused("a tensor with other arguments", "storage, offset, shape and strides");

    PickledStorage Storage(object? id) =>
        id is PickleTuple { Items: ["storage", PickleGlobal { Kind: PickleGlobal.GlobalKind.StorageClass } type, string key, string, long count, ..] }
            ? new PickledStorage(key, type.Storage, count)
            : throw Refused("another reference", "a storage: its type, key, location and count");

    static long[]? Longs(PickleTuple tuple) =>
        tuple.Items.All(item => item is long) ? [.. tuple.Items.Select(item => (long)item!)] : null;

    void SetItems(object?[] items)
    {
        var dict = Top<PickleDict>();
        Require(items.Length % 2 == 0, "a key without a value", "pairs");
        for (var i = 0; i < items.Length; i += 2)
        {
            dict.Entries.Add((items[i], items[i + 1]));
        }
    }

    object? Recall(long key) => _memo.TryGetValue(key, out var value) ? value : throw Refused($"a reference to value {key}", "one that was stored");

    void Push(object? value) => _stack.Add(value);

    object? Pop() => PopMany(1)[0];

    object?[] PopMany(int count)
    {
        Require(_stack.Count >= count, "too few values on the stack", $"{count}");
        var values = _stack.GetRange(_stack.Count - count, count).ToArray();
        Require(!values.Contains(s_mark), "too few values after a mark", $"{count}");
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(s_mark);
        Require(mark >= 0, "no mark", "one");
        var values = _stack.GetRange(mark + 1, _stack.Count - mark - 1).ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    readonly T Top<T>() => _stack.Count > 0 && _stack[^1] != s_mark && (_stack[^1] is T || typeof(T) == typeof(object))
        ? (T)_stack[^1]!
        : throw Refused("nothing of that kind on the stack", typeof(T).Name.Replace("Pickle", "", StringComparison.Ordinal));

    ReadOnlySpan<byte> Take(long count)
    {
        Require(count <= _pickle.Length - _at, "the end", "more bytes");
        _at += (int)count;
        return _pickle.Slice(_at - (int)count, (int)count);
    }

    string TakeText(long length)
    {
        try
        {
            return s_strictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw Refused("a text that is not UTF-8", "UTF-8");
        }
    }

    string TakeLine()
    {
        var length = _pickle[_at..].IndexOf((byte)'\n');
        Require(length is >= 0 and <= MaxNameLength, "a name without an end", $"at most {MaxNameLength} bytes and a line feed");
        var line = TakeText(length);
        Take(1);
        return line;
    }

    long TakeLong()
    {
        var length = Take(1)[0];
        Require(length <= sizeof(long), $"a number of {length} bytes", "at most 8");
        var value = 0L;
        var bytes = Take(length);
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | (i == bytes.Length - 1 ? (long)(sbyte)bytes[i] : bytes[i]); // two's complement: the last byte has the sign
        }

        return value;
    }

    readonly void Require(bool condition, string found, string expected)
    {
        if (!condition)
        {
            throw Refused(found, expected);
        }
    }

    readonly CheckpointFormatException Refused(string found, string expected) => new(_path, Invariant($"{PickleFile}: byte {_start}"), found, expected);

    static string Short(string name) => name.Length <= MaxNameLength ? name : string.Concat(name.AsSpan(0, MaxNameLength), "...");

    static string Name(Opcode opcode) => Enum.IsDefined(opcode)
        ? opcode.ToString()
        : Invariant($"0x{(byte)opcode:X2}");

    /// <summary>The operations that are known; those after <see cref="Stop"/> are known only to be refused by their names.</summary>
    enum Opcode : byte
    {
        Proto = 0x80,
        Frame = 0x95,
        None = (byte)'N',
        NewTrue = 0x88,
        NewFalse = 0x89,
        BinInt = (byte)'J',
        BinInt1 = (byte)'K',
        BinInt2 = (byte)'M',
        Long1 = 0x8A,
        BinFloat = (byte)'G',
        ShortBinUnicode = 0x8C,
        BinUnicode = (byte)'X',
        EmptyDict = (byte)'}',
        EmptyList = (byte)']',
        EmptyTuple = (byte)')',
        Tuple1 = 0x85,
        Tuple2 = 0x86,
        Tuple3 = 0x87,
        Tuple = (byte)'t',
        Mark = (byte)'(',
        Append = (byte)'a',
        Appends = (byte)'e',
        SetItem = (byte)'s',
        SetItems = (byte)'u',
        BinPut = (byte)'q',
        LongBinPut = (byte)'r',
        Memoize = 0x94,
        BinGet = (byte)'h',
        LongBinGet = (byte)'j',
        Global = (byte)'c',
        StackGlobal = 0x93,
        BinPersId = (byte)'Q',
        Reduce = (byte)'R',
        Build = (byte)'b',
        Stop = (byte)'.',
        Inst = (byte)'i',
        Obj = (byte)'o',
        NewObj = 0x81,
        NewObjEx = 0x92,
        PersId = (byte)'P',
        Ext1 = 0x82,
        Ext2 = 0x83,
        Ext4 = 0x84,
        Dup = (byte)'2',
        Int = (byte)'I',
        Long = (byte)'L',
        Long4 = 0x8B,
        BinUnicode8 = 0x8D,
        BinBytes = (byte)'B',
        BinBytes8 = 0x8E,
        ByteArray8 = 0x96,
    }
}
